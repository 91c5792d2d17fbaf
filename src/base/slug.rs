//! Addresses and ids: letters that survive every link, from names in any script.

use super::reading::syllables;
use super::{Fingerprint, characters};
use pinyin::ToPinyinMulti;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The longest slug, in bytes: a name of a file may have 255, and what repeats gets a number behind it.
pub const LONGEST: usize = 240;
/// Hexadecimal digits that tell two names apart which begin alike and are cut.
const DIGITS: usize = 10;

/// A name as a part of an address: ASCII letters and digits in lower case, full-width ones too, Han characters
/// in pinyin, everything else a hyphen. Never empty: what has no letter at all becomes its code points. Never longer
/// than file systems bear: a longer one is cut and ends in the fingerprint of the whole name.
pub fn slug(name: &str) -> String {
    let mut out = spelled(name);
    if out.is_empty() {
        out = code_points(name);
    }
    if out.len() > LONGEST {
        // A slug is ASCII.
        let end = LONGEST - DIGITS - 1;
        out.truncate(out[..end].rfind('-').unwrap_or(end));
        out.push('-');
        out.push_str(&Fingerprint::of_bytes(name.as_bytes()).hex()[..DIGITS]);
    }
    out
}

/// The letters and digits of a name; empty when it has none.
fn spelled(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    let narrow = narrow(name);
    for (c, sound) in syllables(&narrow) {
        if c.is_ascii_alphanumeric() || c == '_' {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else if let Some(sound) = sound {
            if !out.is_empty() {
                out.push('-');
            }
            out.push_str(&sound);
            gap = true;
        } else {
            gap = true;
        }
    }
    out
}

/// A name without what cannot be seen and in narrow forms. Most names are common characters, which have no other form.
fn narrow(name: &str) -> Cow<'_, str> {
    let is_common = |c: char| c.is_ascii() || matches!(c, '\u{4E00}'..='\u{9FFF}');
    if name.chars().all(is_common) && !name.contains(characters::is_unprintable) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(characters::bare(name).nfkc().collect())
    }
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
        assert_eq!(slug("重庆银行调解"), "chong-qing-yin-hang-tiao-jie");
    }

    #[test]
    fn full_width_letters_and_digits_count_as_narrow_ones() {
        assert_eq!(slug("附件１"), "fu-jian-1");
        assert_eq!(slug("附件②"), "fu-jian-2");
        assert_eq!(slug("ab\u{200b}c⼆"), "abc-er");
        assert_eq!(slug("２０２６年婚假"), "2026-nian-hun-jia");
        assert_eq!(slug("Ａ４纸"), "a4-zhi");
        assert_eq!(slug("ｅ－ｍａｉｌ"), "e-mail");
    }

    #[test]
    fn a_long_name_is_cut_in_one_way_and_stays_apart_from_others() {
        let (one, other) = ("关于".repeat(60) + "一", "关于".repeat(60) + "二");
        let cut = slug(&one);
        assert!(
            cut.len() <= LONGEST && cut.starts_with("guan-yu-guan-yu-"),
            "{cut}"
        );
        assert_eq!(cut, slug(&one));
        assert_ne!(cut, slug(&other));
        assert!(!cut[..cut.len() - DIGITS].ends_with("--"));
        assert!(slug(&"a".repeat(300)).len() <= LONGEST && slug(&"🎉".repeat(300)).len() <= LONGEST);
        assert_eq!(slug(&"a".repeat(LONGEST)), "a".repeat(LONGEST));
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
