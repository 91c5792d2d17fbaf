//! The forms of automatic numbers, by the names that Word files have for them.

use crate::base::numeral;

/// A number in a form; `None` when the form is not known or has no such number.
pub fn written(form: &str, n: u32) -> Option<String> {
    let one_of = |signs: &str| signs.chars().nth(n.checked_sub(1)? as usize).map(String::from);
    let from = |first: u32, most: u32| {
        (1..=most)
            .contains(&n)
            .then(|| char::from_u32(first + n - 1).map(String::from))?
    };
    match form {
        "none" => Some(String::new()),
        "decimal" | "decimalHalfWidth" => Some(n.to_string()),
        "decimalZero" => Some(format!("{n:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(n.to_string().chars().map(wide).collect()),
        "numberInDash" => Some(format!("- {n} -")),
        "ordinal" => Some(ordinal(n)),
        "hex" => Some(format!("{n:X}")),
        "upperRoman" => numeral::roman(n),
        "lowerRoman" => Some(numeral::roman(n)?.to_lowercase()),
        "upperLetter" => letters(n, 'A', 26),
        "lowerLetter" => letters(n, 'a', 26),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand"
        | "koreanDigital2" => counting(n),
        "chineseLegalSimplified" => legal(n, &SIMPLIFIED),
        "ideographLegalTraditional" => legal(n, &TRADITIONAL),
        "japaneseLegal" => legal(n, &JAPANESE),
        "ideographTraditional" => one_of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => one_of("子丑寅卯辰巳午未申酉戌亥"),
        "ideographZodiacTraditional" => zodiac(n),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(n),
        "decimalEnclosedParen" => from(0x2474, 20),
        "decimalEnclosedFullstop" => from(0x2488, 20),
        "ideographEnclosedCircle" => from(0x3280, 10),
        "chicago" => {
            let sign = ["*", "†", "‡", "§"][(n.checked_sub(1)? % 4) as usize];
            Some(sign.repeat(((n - 1) / 4 + 1).min(20) as usize))
        }
        "russianLower" => one_of("абвгдежзиклмнопрстуфхцчшщыэюя"),
        "russianUpper" => one_of("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
        "aiueo" | "aiueoFullWidth" => one_of(
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
        ),
        "iroha" | "irohaFullWidth" => one_of(
            "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
        ),
        "ganada" => one_of("가나다라마바사아자차카타파하"),
        "chosung" => one_of("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
        _ => None,
    }
}

/// A number in a form that a file describes by examples: `001, 002, 003, ...`.
pub fn by_examples(examples: &str, n: u32) -> Option<String> {
    let first = examples.split(',').next()?.trim();
    let zeros = first.bytes().all(|byte| byte.is_ascii_digit()) && !first.is_empty() && first.len() <= 9;
    zeros.then(|| format!("{n:0width$}", width = first.len()))
}

fn wide(digit: char) -> char {
    char::from_u32(u32::from('０') + u32::from(digit) - u32::from('0')).unwrap_or(digit)
}

fn ordinal(n: u32) -> String {
    let end = match (n % 10, n % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{n}{end}")
}

/// a, b, … z, aa, bb, …: the letter again for every round.
fn letters(n: u32, first: char, count: u32) -> Option<String> {
    let (round, letter) = (n.checked_sub(1)? / count, (n - 1) % count);
    let letter = char::from_u32(u32::from(first) + letter)?;
    (round < 20).then(|| letter.to_string().repeat(round as usize + 1))
}

fn counting(n: u32) -> Option<String> {
    match n {
        0..=9999 => Some(numeral::chinese(n)),
        10_000..=99_999_999 => {
            let rest = n % 10_000;
            let gap = if rest > 0 && rest < 1000 { "零" } else { "" };
            let rest = if rest == 0 { String::new() } else { spelt(rest) };
            Some(format!("{}万{gap}{rest}", numeral::chinese(n / 10_000)))
        }
        _ => None,
    }
}

/// A number below ten thousand behind others: 10 is 一十 there.
fn spelt(n: u32) -> String {
    let words = numeral::chinese(n);
    if words.starts_with('十') {
        format!("一{words}")
    } else {
        words
    }
}

/// 零 to 九 and 十, 百, 千 in the forms that cannot be altered.
type LegalSigns = [char; 13];

const SIMPLIFIED: LegalSigns = [
    '零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖', '拾', '佰', '仟',
];
const TRADITIONAL: LegalSigns = [
    '零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖', '拾', '佰', '仟',
];
const JAPANESE: LegalSigns = [
    '零', '壱', '弐', '参', '四', '伍', '六', '七', '八', '九', '拾', '百', '千',
];

fn legal(n: u32, signs: &LegalSigns) -> Option<String> {
    const PLAIN: [char; 13] = [
        '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千',
    ];
    if n > 9999 {
        return None;
    }
    let sign = |c: char| {
        PLAIN
            .iter()
            .position(|plain| *plain == c)
            .map_or(c, |at| signs[at])
    };
    Some(spelt(n).chars().map(sign).collect())
}

/// 甲子 to 癸亥.
fn zodiac(n: u32) -> Option<String> {
    let at = n.checked_sub(1).filter(|at| *at < 60)?;
    let stem = "甲乙丙丁戊己庚辛壬癸".chars().nth(at as usize % 10)?;
    let branch = "子丑寅卯辰巳午未申酉戌亥".chars().nth(at as usize % 12)?;
    Some([stem, branch].into_iter().collect())
}

/// A number in a circle, to 50.
pub fn circled(n: u32) -> Option<String> {
    let sign = match n {
        0 => 0x24ea,
        1..=20 => 0x2460 + n - 1,
        21..=35 => 0x3251 + n - 21,
        36..=50 => 0x32b1 + n - 36,
        _ => return None,
    };
    char::from_u32(sign).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_writes_its_numbers() {
        for (form, n, number) in [
            ("decimal", 12, "12"),
            ("chineseCountingThousand", 10, "十"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCounting", 20, "二十"),
            ("japaneseCounting", 101, "一百零一"),
            ("chineseCountingThousand", 10_010, "一万零一十"),
            ("chineseLegalSimplified", 10, "壹拾"),
            ("chineseLegalSimplified", 215, "贰佰壹拾伍"),
            ("ideographLegalTraditional", 3, "參"),
            ("ideographTraditional", 10, "癸"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiacTraditional", 60, "癸亥"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircleChinese", 36, "㊱"),
            ("decimalEnclosedParen", 3, "⑶"),
            ("ideographEnclosedCircle", 2, "㊁"),
            ("decimalFullWidth", 10, "１０"),
            ("decimalZero", 9, "09"),
            ("upperRoman", 14, "XIV"),
            ("lowerLetter", 27, "aa"),
            ("ordinal", 22, "22nd"),
            ("none", 5, ""),
        ] {
            assert_eq!(written(form, n).as_deref(), Some(number), "{form} {n}");
        }
        for (form, n) in [
            ("decimalEnclosedCircle", 51),
            ("ideographTraditional", 11),
            ("lowerRoman", 0),
            ("nonesuch", 1),
        ] {
            assert_eq!(written(form, n), None, "{form} {n}");
        }
        assert_eq!(by_examples("001, 002, 003, ...", 7).as_deref(), Some("007"));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn no_number_is_too_large(n in proptest::prelude::any::<u32>()) {
            for form in ["chineseCounting", "upperRoman", "lowerLetter", "chicago", "chineseLegalSimplified", "ordinal", "hex"] {
                assert!(written(form, n).is_none_or(|number| number.len() < 100));
            }
        }
    }
}
