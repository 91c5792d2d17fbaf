//! Addresses and ids: letters that survive every link, from names in any script.

use pinyin::{ToPinyin, ToPinyinMulti};

/// A name as a part of an address: ASCII letters and digits in lower case, Han characters in pinyin,
/// everything else a hyphen. Never empty: what has no letter at all becomes its code points.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else if let Some(sound) = c.to_pinyin() {
            if !out.is_empty() {
                out.push('-');
            }
            for letter in sound.plain().chars() {
                out.push(if letter == 'ü' { 'v' } else { letter });
            }
            gap = true;
        } else {
            gap = true;
        }
    }
    if out.is_empty() { code_points(name) } else { out }
}

/// All readings of a Han character without tones, each once, ü as v; none for anything else.
pub fn readings(c: char) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for sound in c.to_pinyin_multi().into_iter().flatten() {
        let plain = sound.plain().replace('ü', "v");
        if !found.contains(&plain) {
            found.push(plain);
        }
    }
    found
}

fn code_points(name: &str) -> String {
    let points: Vec<String> = name
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| format!("u{:x}", c as u32))
        .collect();
    if points.is_empty() {
        "x".to_owned()
    } else {
        points.join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_becomes_pinyin() {
        assert_eq!(slug("婚育新风"), "hun-yu-xin-feng");
        assert_eq!(slug("3岁以下照护（试行）"), "3-sui-yi-xia-zhao-hu-shi-xing");
        assert_eq!(slug("hunyu-xinfeng"), "hunyu-xinfeng");
        assert_eq!(slug("About Us"), "about-us");
        assert_eq!(slug("女职工"), "nv-zhi-gong");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn a_slug_is_never_empty_and_always_ascii(name in "\\PC{0,20}") {
            let slug = slug(&name);
            assert!(!slug.is_empty() && slug.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        }
    }
}
