//! Bytes as letters (RFC 4648, with padding), and back.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as letters.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let all = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = (all >> (18 - 6 * place) & 63) as usize;
            out.push(if place > three.len() {
                '='
            } else {
                char::from(LETTERS[letter])
            });
        }
    }
    out
}

/// The bytes that letters stand for; `None` when they stand for none, or for the same as others.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.as_bytes().chunks(4) {
        let letters = four.iter().take_while(|letter| **letter != b'=').count();
        let mut all = 0;
        for letter in &four[..letters] {
            let value = LETTERS.iter().position(|one| one == letter)?;
            all = all << 6 | u32::try_from(value).ok()?;
        }
        all <<= 6 * (4 - letters);
        let bytes = [(all >> 16) as u8, (all >> 8) as u8, all as u8];
        out.extend_from_slice(bytes.get(..letters.checked_sub(1)?)?);
    }
    (encode(&out) == text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_letters_and_come_back() {
        for (bytes, letters) in [
            ("", ""),
            ("M", "TQ=="),
            ("Ma", "TWE="),
            ("Man", "TWFu"),
            ("Many", "TWFueQ=="),
        ] {
            assert_eq!(encode(bytes.as_bytes()), letters);
            assert_eq!(decode(letters).as_deref(), Some(bytes.as_bytes()));
        }
        for odd in ["T", "TQ", "TR==", "T*==", "TQ==TQ==", "====", "TWFu\n"] {
            assert_eq!(decode(odd), None, "{odd:?}");
        }
    }
}
