//! An alphabet for texts of policy: the commonest characters take one byte, common ones two, all others three.
//! What is packed afterwards is a sixth smaller than GB 18030 is.
//!
//! The first line of `alphabet.txt` and the signs that every text needs are the characters of one byte; each
//! other line is a tier of 256 behind a first byte. They are those that 3,475 laws have most often.

use super::bits::varint;
use std::sync::OnceLock;

/// What every text needs: signs between units and fields, blanks, digits, small letters.
const SIGNS: &str = "\u{1}\u{2}\u{3}\u{4}\u{5}\n -0123456789abcdefghijklmnopqrstuvwxyz";
/// Before two bytes with a number of UTF-16.
const OTHER: u8 = 255;

/// Tiers in order: the characters of one byte, then those behind each first byte. Each is in the order of Unicode.
fn tiers() -> &'static [Vec<char>] {
    static TIERS: OnceLock<Vec<Vec<char>>> = OnceLock::new();
    TIERS.get_or_init(|| {
        let mut lines = include_str!("alphabet.txt").lines();
        let first = lines.next().unwrap_or("");
        let tier = |line: String| {
            let mut tier: Vec<char> = line.chars().collect();
            tier.sort_unstable();
            tier
        };
        std::iter::once(format!("{SIGNS}{first}"))
            .chain(lines.map(str::to_owned))
            .map(tier)
            .collect()
    })
}

/// The byte of a character and, for one of two bytes, the other.
type Code = (u8, Option<u8>);

/// The bytes of every character of the code page, by its number.
fn codes() -> &'static [Option<Code>] {
    static CODES: OnceLock<Vec<Option<Code>>> = OnceLock::new();
    CODES.get_or_init(|| {
        let mut codes = vec![None; 1 << 16];
        let short = tiers()[0].len();
        for (tier, chars) in tiers().iter().enumerate() {
            for (place, c) in chars.iter().enumerate() {
                let byte = |n: usize| u8::try_from(n).unwrap_or(OTHER);
                codes[*c as usize] = Some(match tier {
                    0 => (byte(place), None),
                    _ => (byte(short + tier - 1), Some(byte(place))),
                });
            }
        }
        codes
    })
}

/// A text in the code page.
pub(super) fn encode(text: &str) -> Vec<u8> {
    let codes = codes();
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut passages = [0; 2];
    for c in text.chars() {
        match codes.get(c as usize) {
            Some(Some((first, second))) => {
                out.push(*first);
                out.extend(second);
            }
            _ => {
                for passage in c.encode_utf16(&mut passages) {
                    out.push(OTHER);
                    out.extend(passage.to_be_bytes());
                }
            }
        }
    }
    out
}

/// The alphabet for the script: how long each tier is, then its characters by the gaps between their numbers.
pub(super) fn table() -> Vec<u8> {
    let mut out = Vec::new();
    let number = |n: usize| u32::try_from(n).expect("fewer characters than four billion");
    varint(&mut out, number(tiers().len()));
    for tier in tiers() {
        varint(&mut out, number(tier.len()));
        let mut before = 0;
        for c in tier {
            varint(&mut out, *c as u32 - before);
            before = *c as u32;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the script does it.
    fn decode(bytes: &[u8]) -> String {
        let (tiers, mut passages, mut at) = (tiers(), Vec::new(), 0);
        while at < bytes.len() {
            let first = usize::from(bytes[at]);
            let short = tiers[0].len();
            if first < short {
                passages.push(tiers[0][first] as u16);
                at += 1;
            } else if first < 255 {
                passages.push(tiers[first - short + 1][usize::from(bytes[at + 1])] as u16);
                at += 2;
            } else {
                passages.push(u16::from_be_bytes([bytes[at + 1], bytes[at + 2]]));
                at += 3;
            }
        }
        String::from_utf16(&passages).unwrap()
    }

    #[test]
    fn every_character_comes_back() {
        let text = "婚假3天，ABC é 𠮷 ᠮᠣᠩᠭᠣᠯ 😀\u{1}\u{ffff}龘\n";
        assert_eq!(decode(&encode(text)), text);
    }

    #[test]
    fn no_character_stands_in_the_alphabet_twice_and_every_first_byte_is_free() {
        let mut all: Vec<char> = tiers().concat();
        assert!(tiers()[0].len() + tiers().len() - 1 <= usize::from(OTHER));
        assert!(tiers().iter().all(|tier| tier.len() <= 256));
        let size = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), size);
    }
}
