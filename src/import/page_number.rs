//! Lines that only number a page.

/// Whether a line only numbers a page: `— 3 —`, `第 3 页 共 5 页`, `3 / 10`.
pub fn is_page_number(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.chars().count() > 16 {
        return false;
    }
    let is_dash = |c: char| "—-－–―─·~".contains(c);
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|c| c.is_ascii_digit());
    let narrow: String = bare.chars().map(narrow).collect();
    let inner = narrow.trim_start_matches(is_dash).trim_end_matches(is_dash);
    let dashed = inner.len() < narrow.len() && narrow.starts_with(is_dash) && narrow.ends_with(is_dash);
    if dashed && digits(inner) {
        return true;
    }
    let page = |text: &str| {
        let number = text.strip_prefix('第').and_then(|rest| rest.strip_suffix('页'));
        number.is_some_and(digits)
    };
    let of = |(first, all): (&str, &str)| {
        let all = all.trim_end_matches('页').trim_start_matches(['共', '第']);
        page(&format!("{first}页")) && digits(all)
    };
    page(&narrow)
        || narrow.split_once('页').is_some_and(|(first, rest)| {
            rest.starts_with(['共', '/', '，', ',']) && of((first, rest.trim_start_matches(['/', '，', ','])))
        })
        || narrow
            .split_once('/')
            .is_some_and(|(first, all)| digits(first) && digits(all))
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '／' => '/',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_number_is_known_and_a_number_in_a_table_is_not() {
        for line in [
            "— 3 —",
            "-3-",
            "－３－",
            "第3页",
            "第 3 页 共 5 页",
            "3 / 10",
            "第3页/共5页",
        ] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["3", "— —", "第三页书", "2026/3/9", "——《办法》", "3600"] {
            assert!(!is_page_number(line), "{line}");
        }
    }
}
