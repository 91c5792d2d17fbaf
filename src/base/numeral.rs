//! Chinese numerals as laws write them: 第一百零三条, 第31条, 第１２条, 二〇二一.

/// Whether a character may be in a numeral.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || scale(c).is_some() || tens(c).is_some()
}

/// The value of a numeral in Chinese, Arabic or full-width digits. `None` for anything else.
pub fn parse(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 9 {
        return None;
    }
    if text.chars().any(|c| scale(c).is_some() || tens(c).is_some()) {
        with_scales(text)
    } else {
        digits(text)
    }
}

/// The numeral in Chinese, as articles are numbered: 18 → 十八, 103 → 一百零三.
pub fn chinese(n: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |n: u32| DIGITS[n as usize % 10];
    let mut out = String::new();
    let mut gap = false;
    for (size, name) in [(1000, '千'), (100, '百'), (10, '十')] {
        let d = n / size % 10;
        if d == 0 {
            gap = gap || !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        if !(d == 1 && size == 10 && out.is_empty()) {
            out.push(digit(d));
        }
        out.push(name);
    }
    if n.is_multiple_of(10) {
        if out.is_empty() {
            out.push('零');
        }
        return out;
    }
    if gap {
        out.push('零');
    }
    out.push(digit(n));
    out
}

fn digits(text: &str) -> Option<u32> {
    text.chars()
        .try_fold(0_u32, |total, c| total.checked_mul(10)?.checked_add(digit(c)?))
}

fn with_scales(text: &str) -> Option<u32> {
    let (mut total, mut pending) = (0_u32, None::<u32>);
    for c in text.chars() {
        if let Some(tens) = tens(c) {
            total = total
                .checked_add(pending.take().unwrap_or(0))?
                .checked_add(tens)?;
        } else if let Some(size) = scale(c) {
            total = total.checked_add(pending.take().unwrap_or(1).checked_mul(size)?)?;
        } else {
            let d = digit(c)?;
            pending = (d != 0).then_some(d);
        }
    }
    total.checked_add(pending.unwrap_or(0))
}

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c as u32 - '0' as u32,
        '０'..='９' => c as u32 - '０' as u32,
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// 廿 and its like: as many tens in one character.
fn tens(c: char) -> Option<u32> {
    Some(match c {
        '廿' => 20,
        '卅' => 30,
        '卌' => 40,
        _ => return None,
    })
}

fn scale(c: char) -> Option<u32> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// A number from 1 to 9,999 in Roman letters.
pub fn roman(mut n: u32) -> Option<String> {
    const LETTERS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=9999).contains(&n) {
        return None;
    }
    let mut out = String::new();
    for (value, letters) in LETTERS {
        while n >= value {
            out.push_str(letters);
            n -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_of_every_style_are_read() {
        for (text, n) in [
            ("十八", 18),
            ("一百零三", 103),
            ("一千二百六十", 1260),
            ("31", 31),
            ("１２", 12),
            ("二〇二一", 2021),
            ("一百一十", 110),
            ("廿", 20),
            ("廿三", 23),
            ("一百卅一", 131),
        ] {
            assert_eq!(parse(text), Some(n), "{text}");
        }
        assert_eq!(parse("条"), None);
        assert_eq!(parse(""), None);
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn what_is_written_is_read_back(n in 1_u32..10_000) {
            assert_eq!(parse(&chinese(n)), Some(n));
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,12}") {
            parse(&text);
        }
    }
}
