//! Files in the text of a page: `data:` addresses and base64.

/// What a `data:` address holds; `None` for any other address, and for what is not in base64.
pub fn bytes_of(address: &str) -> Option<Vec<u8>> {
    let (about, data) = address.strip_prefix("data:")?.split_once(',')?;
    about
        .to_ascii_lowercase()
        .ends_with(";base64")
        .then(|| base64(data.as_bytes()))
}

/// Base64 as bytes; what belongs to no such text is passed over.
pub fn base64(text: &[u8]) -> Vec<u8> {
    let (mut out, mut bits, mut held) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    out
}

/// Text in quoted-printable as bytes.
pub fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    while let Some(byte) = text.get(at) {
        if *byte != b'=' {
            out.push(*byte);
            at += 1;
            continue;
        }
        match (digit(at + 1), digit(at + 2)) {
            (Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ if text[at..].starts_with(b"=\r\n") => at += 3,
            _ if text[at..].starts_with(b"=\n") => at += 2,
            _ => {
                out.push(b'=');
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_text_are_read_back() {
        assert_eq!(base64(b"5a\nma="), b"\xe5\xa9\x9a");
        assert_eq!(bytes_of("data:image/png;base64,iVBO"), Some(b"\x89PN".to_vec()));
        assert_eq!(bytes_of("/a.png"), None);
        assert_eq!(quoted_printable(b"a=3D=\r\nb=E5=A9=9A=x"), "a=b婚=x".as_bytes());
    }
}
