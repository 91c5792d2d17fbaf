//! Bytes to text: UTF-8, or the GBK that Chinese office programs still write.
//!
//! Any bytes at all are some text in GBK, and a short word of it may be UTF-8 by accident: 通知 is the bytes of
//! `֪ͨ`. So what decides is the characters: common Chinese ones, or letters that no writing puts together.
//! The limits were found on the words of jieba and of 43 languages of CLDR: of 4,264 Chinese words whose bytes are UTF-8
//! all but some sixty are read right, and no word of another language is taken for Chinese.

use super::han::is_han;
use encoding_rs::{BIG5, GB18030};
use simdutf8::basic as utf8;
use std::collections::HashSet;
use std::sync::OnceLock;

/// The text of bytes in UTF-8 or GBK; where it is neither, the first byte that is not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<String, usize> {
    // The library says quickly whether it is UTF-8 and not where it ceases to be.
    match utf8::from_utf8(bytes) {
        Ok(text) => Ok(misread(text).unwrap_or_else(|| text.to_owned())),
        Err(_) => {
            gbk(bytes).ok_or_else(|| str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len))
        }
    }
}

/// A text as its bytes, for what is written and read back by [`serde`] formats that would ask each text character by
/// character whether it is UTF-8.
pub mod as_bytes {
    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;
    use std::fmt;

    /// Writes it.
    pub fn serialize<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(text.as_bytes())
    }

    /// Reads it. Bytes that are no UTF-8 are an error.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        from.deserialize_bytes(Text)
    }

    struct Text;

    impl Visitor<'_> for Text {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the bytes of a text")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<String, E> {
            let text = simdutf8::basic::from_utf8(bytes).map_err(E::custom)?;
            Ok(text.to_owned())
        }
    }
}

/// Bytes as GBK; `None` when the text would not be Chinese.
fn gbk(bytes: &[u8]) -> Option<String> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    is_chinese(&text).then(|| text.into_owned())
}

/// What a text in UTF-8 is in GBK, when that is Chinese and its letters belong to no writing.
fn misread(text: &str) -> Option<String> {
    if text.is_ascii() || !is_gb2312(text.as_bytes()) {
        return None;
    }
    let odd = text
        .split_ascii_whitespace()
        .any(|word| !word.is_ascii() && !is_word(word));
    if odd { gbk(text.as_bytes()) } else { None }
}

/// Whether all is ASCII or characters of GB 2312, which are two bytes from A1 on, and two of those follow each other
/// somewhere: a single one between letters is rather a letter with an accent.
fn is_gb2312(bytes: &[u8]) -> bool {
    let (mut at, mut last, mut some) = (0, usize::MAX, false);
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (0..=0x7f, _) => at += 1,
            (0xa1..=0xa9 | 0xb0..=0xf7, Some(0xa1..=0xfe)) => {
                some |= last == at;
                at += 2;
                last = at;
            }
            _ => return false,
        }
    }
    some
}

/// Whether a character is one of GB 2312, as texts in simplified characters have them.
pub(super) fn is_simplified(c: char) -> bool {
    matches!(level(c), Level::First | Level::Second)
}

/// So many characters are enough to ask how frequent they are.
const ENOUGH: usize = 4;

/// Whether the characters beyond ASCII are those of Chinese texts, signs aside: most of them common, some of them
/// frequent. Korean in GBK has common ones only, but hardly a frequent one.
fn is_chinese(text: &str) -> bool {
    let (mut all, mut common, mut rare, mut known) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        let level = level(c);
        if level == Level::Sign {
            continue;
        }
        all += 1;
        common += usize::from(level == Level::First);
        rare += match level {
            Level::First | Level::Traditional | Level::Sign => 0,
            Level::Second => 1,
            Level::Other => 2,
        };
        known += usize::from(is_frequent(c));
    }
    // Of ten, at most three beyond the common ones; traditional texts have a third of the simplified ones at least.
    let usual = rare * 10 <= all * 6 && common * 100 >= all * 35;
    let frequent = all < ENOUGH || known * 10 >= all * if all < 2 * ENOUGH { 2 } else { 3 };
    usual && frequent
}

/// The 3,755 characters that texts are made of, in the order of GB 2312: by their sounds.
pub fn common_characters() -> String {
    let rows = (0xb0_u8..=0xd7).flat_map(|row| (0xa1_u8..=0xfe).map(move |cell| [row, cell]));
    // The last row of the level has five places that are empty in GB 2312: they are private characters in GB 18030.
    let read = |bytes: [u8; 2]| {
        Some(
            GB18030
                .decode_without_bom_handling_and_without_replacement(&bytes)?
                .into_owned(),
        )
    };
    let all: String = rows.filter_map(read).collect();
    all.chars().filter(|c| is_han(*c)).collect()
}

/// How common a character is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// A sign: punctuation, full-width forms, letters, lines of tables.
    Sign,
    /// Of the first level of GB 2312: the 3,755 that texts are made of.
    First,
    /// Of its second level: names and rare words.
    Second,
    /// Of the first level of Big5 only: common in traditional writing.
    Traditional,
    /// Any other: other writing, and what nobody writes.
    Other,
}

fn level(c: char) -> Level {
    let (mut given, mut gbk, mut big5) = ([0; 4], [0; 4], [0; 4]);
    let given = c.encode_utf8(&mut given);
    match bytes_in(GB18030, given, &mut gbk) {
        // The rows of kana: GBK has them, Chinese does not.
        [0xa4 | 0xa5, 0xa1..=0xff] => Level::Other,
        [0xa1..=0xa9, 0xa1..=0xff] => Level::Sign,
        [0xb0..=0xd7, 0xa1..=0xff] => Level::First,
        [0xd8..=0xf7, 0xa1..=0xff] => Level::Second,
        _ => match bytes_in(BIG5, given, &mut big5) {
            [0xa4..=0xc6, _] => Level::Traditional,
            _ => Level::Other,
        },
    }
}

/// The bytes of a character in an encoding; none where it has no such character.
fn bytes_in<'b>(encoding: &'static encoding_rs::Encoding, c: &str, into: &'b mut [u8; 4]) -> &'b [u8] {
    let (bytes, _, missing) = encoding.encode(c);
    let length = if missing || bytes.len() > into.len() {
        0
    } else {
        bytes.len()
    };
    into[..length].copy_from_slice(&bytes[..length]);
    &into[..length]
}

/// One of the five hundred most frequent characters, in simplified or traditional writing.
fn is_frequent(c: char) -> bool {
    static FREQUENT: OnceLock<HashSet<char>> = OnceLock::new();
    let known = FREQUENT.get_or_init(|| include_str!("frequent.txt").trim_end().chars().collect());
    known.contains(&c)
}

/// A writing whose letters may make up a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    /// A sign of Latin-1: between words, or beside Latin letters.
    Sign,
    /// Not of these; it stands with anything.
    Foreign,
    /// Letters and marks that no living language writes, or only in dictionaries.
    Odd,
}

/// Letters of Latin and Cyrillic beyond those of the big languages.
const MORE_LATIN: &str = "ơưƯ";
const MORE_CYRILLIC: &str = "ҐґҒғҖҗҚқҜҝҢңӨөҮүҰұҲҳҶҷҸҹҺһӘәӢӣӮӯҤҥӖӗӐӑӲӳҘҙҪҫӀ";

fn script(c: char) -> Option<Script> {
    Some(match c {
        c if c.is_ascii_alphabetic() => Script::Latin,
        c if c.is_ascii() => return None,
        '×' | '÷' => Script::Sign,
        'ª' | 'º' | '\u{c0}'..='\u{17f}' | '\u{1e00}'..='\u{1eff}' | '\u{2b9}'..='\u{2bf}' => Script::Latin,
        '\u{a0}'..='\u{bf}' => Script::Sign,
        '\u{386}'..='\u{3ce}' if c.is_alphabetic() => Script::Greek,
        '\u{401}'..='\u{45f}' => Script::Cyrillic,
        '\u{531}'..='\u{587}' if c.is_alphabetic() => Script::Armenian,
        '\u{5d0}'..='\u{5ea}' => Script::Hebrew,
        '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}' | '\u{6d5}' => Script::Arabic,
        c if MORE_LATIN.contains(c) => Script::Latin,
        c if MORE_CYRILLIC.contains(c) => Script::Cyrillic,
        '\u{80}'..='\u{7ff}' | '\u{30000}'.. => Script::Odd,
        _ => Script::Foreign,
    })
}

/// Whether letters and signs without a blank between them may be words of some language.
fn is_word(text: &str) -> bool {
    let letters: Vec<(char, Option<Script>)> = text.chars().map(|c| (c, script(c))).collect();
    let mut scripts: Vec<Script> = letters.iter().filter_map(|(_, script)| *script).collect();
    scripts.dedup();
    let beside = |pair: &[Script], one: Script| pair.contains(&Script::Sign) && pair.contains(&one);
    let odd = scripts.contains(&Script::Odd)
        || letters.windows(2).any(|pair| {
            let signs = pair[0].1 == Some(Script::Sign) && pair[1].1 == Some(Script::Sign);
            signs || pair[0].0.is_lowercase() && pair[1].0.is_uppercase()
        })
        || scripts
            .windows(2)
            .any(|pair| !beside(pair, Script::Latin) && !beside(pair, Script::Foreign));
    !odd && !is_nothing(text, &letters)
}

/// Letters of one writing that are no word all the same: one letter twice and no more, several Latin ones with accents
/// and none without, small Cyrillic ones without a vowel, the end form of a Hebrew one in the middle.
fn is_nothing(text: &str, letters: &[(char, Option<Script>)]) -> bool {
    let all = |script: Script| letters.len() > 1 && letters.iter().all(|(_, one)| *one == Some(script));
    let twice = letters.len() > 1 && letters.iter().all(|(c, _)| *c == letters[0].0);
    let accents = letters.len() > 1
        && letters
            .iter()
            .all(|(c, one)| !c.is_ascii() && matches!(one, Some(Script::Latin | Script::Sign)))
        && letters.iter().any(|(_, one)| *one == Some(Script::Latin));
    let silent = all(Script::Cyrillic)
        && text.contains(char::is_lowercase)
        && !text
            .to_lowercase()
            .contains(|c| "аеёиоуыэюяіїєөүұәӣӯ".contains(c));
    let ended = all(Script::Hebrew)
        && letters[..letters.len() - 1]
            .iter()
            .any(|(c, _)| "ךםןףץ".contains(*c));
    twice || accents || silent || ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_characters_are_all_of_the_first_level_and_nothing_else() {
        let all = common_characters();
        assert_eq!(all.chars().count(), 3755);
        assert!(all.starts_with("啊阿埃") && all.ends_with("坐座"));
        assert!(all.chars().all(|c| level(c) == Level::First));
    }

    fn bytes(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn a_word_in_gbk_that_happens_to_be_utf_8_is_read_as_it_is_meant() {
        for word in [
            "通知",
            "统一",
            "系统",
            "目录",
            "模式",
            "小小",
            "抓住",
            "专注计划",
            "title: 通知\n",
        ] {
            let bytes = bytes(word);
            assert_eq!(decode(&bytes).as_deref(), Ok(word));
        }
        assert!(str::from_utf8(&bytes("通知")).is_ok());
    }

    #[test]
    fn words_of_other_languages_stay_what_they_are() {
        for word in [
            "Привет, мир",
            "или",
            "под",
            "нагла",
            "café",
            "naïve",
            "Ærø",
            "Όνομα",
            "שרת",
            "بۇ",
            "Ծրագիր",
            "20°C",
            "a·b",
            "§ 3",
            "«да»",
            "qʼeqchiʼ",
            "Đông Phi",
            "ÜBER",
            "©2026",
            "½ ±3",
        ] {
            assert_eq!(decode(word.as_bytes()).as_deref(), Ok(word));
        }
    }

    #[test]
    fn other_encodings_are_no_gbk() {
        let texts = [
            (
                encoding_rs::BIG5,
                "婚育新風進萬家活動通知：各地要倡導適齡婚育、優生優育",
            ),
            (encoding_rs::SHIFT_JIS, "お知らせ：結婚と子育てを応援します"),
            (encoding_rs::EUC_JP, "お知らせ：結婚と子育てを応援します"),
            (
                encoding_rs::EUC_KR,
                "알림: 결혼과 출산을 지원합니다. 주민센터에 문의하십시오.",
            ),
            (
                encoding_rs::WINDOWS_1251,
                "Объявление для граждан о поддержке семьи",
            ),
            (
                encoding_rs::WINDOWS_1252,
                "Avis à la population française du département",
            ),
        ];
        for (encoding, text) in texts {
            let bytes = encoding.encode(text).0.into_owned();
            assert!(decode(&bytes).is_err(), "{text}");
        }
    }

    #[test]
    fn gbk_is_read_in_either_writing_and_with_names_and_tables() {
        for text in [
            "彩礼",
            "亳州市",
            "关于婺源县婚俗改革的通知",
            "關於推動婚俗改革的通知",
            "朱镕基同志",
            "┌──┐甲│",
        ] {
            let bytes = bytes(text);
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_line_in_gbk_behind_others_in_utf_8_is_neither() {
        let mut both = "---\ntitle: 通知\n---\n各地要倡导婚育新风。\n"
            .as_bytes()
            .to_vec();
        let start = both.len();
        both.extend(bytes("请于本月底前报送。\n"));
        assert_eq!(decode(&both), Err(start));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn decoding_never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..100)) {
            let _ = decode(&bytes);
        }
    }
}
