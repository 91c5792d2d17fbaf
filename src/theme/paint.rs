//! Shades of the office's colour: `oklch(from var(--brand) L C H)` in a stylesheet becomes a plain colour,
//! so that every browser shows it and contrast does not depend on what the office chose.
//!
//! L is a number from 0 to 1, C a number or `min(c,number)`, H is `h`, `calc(h + degrees)` or
//! `calc(h - degrees)`: a small part of CSS Color 5, computed as there (OKLCH of the brand's sRGB; chroma
//! goes down until the colour can be shown).

/// The colour of offices that have chosen none.
pub const DEFAULT: &str = "#b3261e";

const BEGIN: &str = "oklch(from var(--brand) ";

/// A stylesheet with the shades of a brand's colour, `#rrggbb`. What is written otherwise stays.
pub fn painted(css: &str, brand: &str) -> String {
    let Some(brand) = Lch::of_hex(brand) else {
        return css.to_owned();
    };
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(BEGIN) {
        let inner = &rest[at + BEGIN.len()..];
        let Some(end) = closing(inner) else { break };
        out.push_str(&rest[..at]);
        match shade(&inner[..end], brand) {
            Some(shade) => out.push_str(&shade.hex()),
            None => out.push_str(&rest[at..at + BEGIN.len() + end + 1]),
        }
        rest = &inner[end + 1..];
    }
    out.push_str(rest);
    out
}

/// Where the bracket that is open closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    text.bytes().position(|byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

fn shade(text: &str, brand: Lch) -> Option<Lch> {
    let (l, rest) = text.trim().split_once(' ')?;
    let (c, h) = match rest.strip_prefix("min(c,") {
        Some(rest) => {
            let (most, h) = rest.split_once(')')?;
            (brand.c.min(most.trim().parse().ok()?), h.trim())
        }
        None => {
            let (c, h) = rest.split_once(' ')?;
            (c.parse().ok()?, h.trim())
        }
    };
    let turn = match h {
        "h" => 0.0,
        _ => {
            let sum = h.strip_prefix("calc(h ")?.strip_suffix(')')?;
            sum.replace(' ', "").parse::<f64>().ok()?
        }
    };
    Some(Lch {
        l: l.parse().ok()?,
        c,
        h: brand.h + turn,
    })
}

/// A colour in OKLCH: lightness, chroma, hue in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Lch {
    l: f64,
    c: f64,
    h: f64,
}

impl Lch {
    /// Of `#rrggbb`.
    fn of_hex(hex: &str) -> Option<Self> {
        let digits = hex
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        let [r, g, b] = [channel(0)?, channel(2)?, channel(4)?].map(|byte| linear(f64::from(byte) / 255.0));
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        let l = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        Some(Self {
            l,
            c: a.hypot(b),
            h: b.atan2(a).to_degrees(),
        })
    }

    /// Red, green and blue as light, from 0 to 1 where it can be shown.
    fn light(self) -> [f64; 3] {
        let (sin, cos) = self.h.to_radians().sin_cos();
        let (a, b) = (self.c * cos, self.c * sin);
        let l = (self.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }

    /// `#rrggbb`, with as much of the chroma as can be shown.
    fn hex(self) -> String {
        let shown = |c: f64| {
            Self { c, ..self }
                .light()
                .iter()
                .all(|part| (-0.0005..=1.0005).contains(part))
        };
        let (mut low, mut high) = (0.0, self.c);
        if shown(high) {
            low = high;
        }
        // Sixteen halvings are finer than a byte.
        for _ in 0..16 {
            let middle = f64::midpoint(low, high);
            if shown(middle) {
                low = middle
            } else {
                high = middle
            }
        }
        let parts = Self { c: low, ..self }
            .light()
            .map(|part| (encoded(part.clamp(0.0, 1.0)) * 255.0).round());
        parts
            .iter()
            .fold("#".to_owned(), |out, part| format!("{out}{:02x}", *part as u8))
    }
}

/// A channel of sRGB as light.
fn linear(part: f64) -> f64 {
    if part <= 0.040_45 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

/// Light as a channel of sRGB.
fn encoded(light: f64) -> f64 {
    if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forty colours that an office may choose: named ones, greys, neon, and near black and white.
    const CHOSEN: [&str; 40] = [
        "#ffffff", "#000000", "#808080", "#c0c0c0", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff",
        "#ff00ff", "#39ff14", "#fe019a", "#ccff00", "#ff6600", "#ffd700", "#f5f5dc", "#fffff0", "#010101",
        "#800000", "#008000", "#000080", "#808000", "#008080", "#800080", "#b3261e", "#c8102e", "#de2910",
        "#ffde00", "#1a237e", "#0d47a1", "#00695c", "#2e7d32", "#f9a825", "#e65100", "#4e342e", "#37474f",
        "#ad1457", "#6a1b9a", "#fafafa", "#7fff00",
    ];

    fn luminance(hex: &str) -> f64 {
        let channel =
            |at: usize| linear(f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0);
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The value of a token in a block of the painted stylesheet.
    fn token<'c>(block: &'c str, name: &str) -> &'c str {
        let start = block
            .find(&format!("{name}:"))
            .unwrap_or_else(|| panic!("no {name} in {block}"));
        let rest = &block[start + name.len() + 1..];
        &rest[..rest.find([';', '}', '\n']).unwrap()]
    }

    #[test]
    fn every_colour_that_an_office_may_choose_gives_text_enough_contrast() {
        let css = include_str!("../../themes/wanjia/assets/style.css");
        let mut wrong = Vec::new();
        for brand in CHOSEN {
            let css = painted(css, brand);
            assert!(!css.contains("oklch("), "a shade that is not computed");
            let dark_mark = "@media (prefers-color-scheme:dark){";
            let light = &css[css.find(":root{").unwrap()..css.find(dark_mark).unwrap()];
            let dark = &css[css.find(dark_mark).unwrap()..];
            let elder = &css[css.find("html:target,html.elder{").unwrap()..];
            let elder_dark = &elder[elder.find(dark_mark).unwrap()..];
            for (name, block, base, least) in [
                ("light", light, light, 4.5),
                ("dark", dark, dark, 4.5),
                ("elder", elder, light, 7.0),
                ("elder dark", elder_dark, dark, 7.0),
            ] {
                for (over, under) in [("--zhu", "--paper"), ("--zhu", "--sheet"), ("--zhu", "--sunk")] {
                    let found = contrast(token(block, over), token(base, under));
                    if found < least {
                        wrong.push(format!("{brand} {name} {over} on {under}: {found:.2}"));
                    }
                }
                let found = contrast(token(light, "--on-fill"), token(block, "--fill"));
                if found < least {
                    wrong.push(format!("{brand} {name} --on-fill on --fill: {found:.2}"));
                }
            }
            for (name, block) in [("light", light), ("dark", dark)] {
                for over in ["--on-dusk", "--on-dusk2"] {
                    let found = contrast(token(light, over), token(block, "--dusk"));
                    if found < 7.0 {
                        wrong.push(format!("{brand} {name} {over} on --dusk: {found:.2}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_shade_is_what_a_browser_makes_of_it() {
        // Values of Chromium's `oklch(from …)`.
        assert_eq!(
            painted("a{color:oklch(from var(--brand) .45 0 h)}", "#b3261e"),
            "a{color:#555555}"
        );
        assert_eq!(painted("oklch(from var(--brand) 1 0 h)", "#123456"), "#ffffff");
        assert_eq!(
            painted("oklch(from var(--brand) .5 mix h) x", "#123456"),
            "oklch(from var(--brand) .5 mix h) x"
        );
        assert_eq!(painted("x", "red"), "x");
    }

    #[test]
    fn a_colour_that_can_be_shown_comes_back_as_it_was() {
        for hex in CHOSEN {
            assert_eq!(Lch::of_hex(hex).unwrap().hex(), hex);
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn no_stylesheet_is_too_strange(css in "(oklch\\(from var\\(--brand\\) |[0-9.hc(),+ -]|min\\(c,|calc\\(h ){0,20}") {
            painted(&css, "#b3261e");
        }
    }
}
