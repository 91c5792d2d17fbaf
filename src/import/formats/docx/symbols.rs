//! Signs of fonts whose characters are no letters: ticks, boxes, numbers in circles.

/// The character that a code of a font of signs shows; `None` when it is not known.
pub fn of(font: &str, code: u32) -> Option<char> {
    let code = code & 0xff;
    match font.to_ascii_lowercase().as_str() {
        "wingdings" => wingdings(code),
        "wingdings 2" => find(&WINGDINGS_2, code),
        "webdings" => find(&WEBDINGS, code),
        "symbol" => symbol(code),
        _ => None,
    }
}

/// Whether a font has signs for letters.
pub fn is_of_signs(font: &str) -> bool {
    let font = font.to_ascii_lowercase();
    matches!(
        font.as_str(),
        "wingdings" | "wingdings 2" | "wingdings 3" | "webdings" | "symbol"
    )
}

fn find(table: &[(u32, char)], code: u32) -> Option<char> {
    table
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, sign)| *sign)
}

fn wingdings(code: u32) -> Option<char> {
    match code {
        0x20 => Some(' '),
        0x80 => Some('⓪'),
        0x81..=0x8a => char::from_u32(0x2460 + code - 0x81),
        0x8c..=0x95 => char::from_u32(0x2776 + code - 0x8c),
        _ => find(&WINGDINGS, code),
    }
}

const WINGDINGS: [(u32, char); 47] = [
    (0x21, '✏'),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x29, '✆'),
    (0x2a, '✉'),
    (0x3f, '✍'),
    (0x41, '✌'),
    (0x45, '☜'),
    (0x46, '☞'),
    (0x47, '☝'),
    (0x48, '☟'),
    (0x4a, '☺'),
    (0x4c, '☹'),
    (0x52, '☼'),
    (0x6c, '●'),
    (0x6d, '❍'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x70, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x9f, '•'),
    (0xa0, '▪'),
    (0xa1, '○'),
    (0xa4, '◉'),
    (0xa7, '▪'),
    (0xa8, '☐'),
    (0xaa, '✦'),
    (0xab, '★'),
    (0xb6, '✰'),
    (0xd8, '➢'),
    (0xdc, '➲'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xe8, '➔'),
    (0xf0, '⇨'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

const WINGDINGS_2: [(u32, char); 10] = [
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x97, '●'),
    (0xa2, '■'),
    (0xa3, '☐'),
    (0xae, '◆'),
];

const WEBDINGS: [(u32, char); 4] = [(0x61, '✓'), (0x63, '☐'), (0x67, '■'), (0x72, '✗')];

fn symbol(code: u32) -> Option<char> {
    const SIGNS: [(u32, char); 24] = [
        (0x20, ' '),
        (0x2d, '−'),
        (0xa3, '≤'),
        (0xa5, '∞'),
        (0xae, '→'),
        (0xb0, '°'),
        (0xb1, '±'),
        (0xb3, '≥'),
        (0xb4, '×'),
        (0xb7, '·'),
        (0xb8, '÷'),
        (0xb9, '≠'),
        (0xba, '≡'),
        (0xbb, '≈'),
        (0xbc, '…'),
        (0xc6, '∅'),
        (0xc7, '∩'),
        (0xc8, '∪'),
        (0xce, '∈'),
        (0xd0, '∠'),
        (0xd1, '∇'),
        (0xd5, '∏'),
        (0xd6, '√'),
        (0xe5, '∑'),
    ];
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    const LARGE: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    match code {
        0x30..=0x39 | 0x28 | 0x29 | 0x2b | 0x2c | 0x2e | 0x2f | 0x3a..=0x3e => char::from_u32(code),
        0x41..=0x5a => LARGE.chars().nth(code as usize - 0x41),
        0x61..=0x7a => SMALL.chars().nth(code as usize - 0x61),
        _ => find(&SIGNS, code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_what_their_fonts_show() {
        for (font, code, sign) in [
            ("Wingdings", 0xf0fe, Some('☑')),
            ("Wingdings", 0xf0a8, Some('☐')),
            ("Wingdings", 0x83, Some('③')),
            ("Wingdings 2", 0xf052, Some('☑')),
            ("Symbol", 0x61, Some('α')),
            ("Symbol", 0xb3, Some('≥')),
            ("宋体", 0x61, None),
        ] {
            assert_eq!(of(font, code), sign, "{font} {code:x}");
        }
    }
}
