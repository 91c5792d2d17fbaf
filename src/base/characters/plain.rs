//! Texts that have nothing to be read as something else: nearly all of them, found out without looking at each character.

/// Whether no character is read as another one or is unclear. Nearly all texts are plain: pieces in which no byte and the
/// one behind it may begin such a character are passed by, and the others looked at byte by byte.
pub(super) fn is_plain(text: &str) -> bool {
    const SUSPECT: [bool; 256] = suspect_bytes();
    const PIECE: usize = 128;
    let bytes = text.as_bytes();
    (0..bytes.len()).step_by(PIECE).all(|from| {
        let to = bytes.len().min(from + PIECE);
        let starts = from..to;
        // The last two bytes have none behind them, and are looked at.
        let near = bytes.get(from..to + 2).is_some_and(|near| !may_be_unplain(near));
        near || !starts
            .into_iter()
            .any(|at| SUSPECT[usize::from(bytes[at])] && is_unplain(&bytes[at..]))
    })
}

/// Whether any of these bytes, but the last two, may begin a character that is not plain. One loop without a branch, so
/// that the compiler takes many bytes at once; what it lets through too often is looked at again.
fn may_be_unplain(bytes: &[u8]) -> bool {
    let count = bytes.len() - 2;
    let (first, second, third) = (&bytes[..count], &bytes[1..=count], &bytes[2..]);
    let mut found = 0;
    for at in 0..count {
        let (a, b, c) = (first[at], second[at], third[at]);
        let control = (a < 0x20) & (a != b'\n') & (a != b'\t') & (a != b'\r') | (a == 0x7f);
        let two = (0xc2..=0xe1).contains(&a);
        let mark = (a == 0xe2)
            & ((b == 0x80) & ((0x8b..=0x8f).contains(&c) | (c >= 0xa8)) | (b == 0x81) | (b >= 0xba));
        let kana = (a == 0xe3) & ((b == 0x82) | (b == 0x83) | (b == 0x85) | (b == 0x87));
        let lost = (a == 0xe9) & (b == 0x94) & (c == 0x9f);
        let wide = (a == 0xef) & (b != 0xbc) & (b != 0xbd);
        let rare = (a == 0xee) | (a >= 0xf0);
        found |= u8::from(control | two | mark | kana | lost | wide | rare);
    }
    found != 0
}

/// Bytes that may begin a character that is not plain.
const fn suspect_bytes() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(
            byte,
            0..=8 | 0xb | 0xc | 0xe..=0x1f | 0x7f | 0xc2 | 0xcd..=0xd1 | 0xd8 | 0xe1..=0xe3 | 0xe9 | 0xee..=0xf0 | 0xf3 | 0xf4
        );
        byte += 1;
    }
    table
}

/// Whether these bytes begin with a character that is not plain.
fn is_unplain(bytes: &[u8]) -> bool {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    match bytes[0] {
        0xc2 => matches!(byte(1), 0x80..=0x9f | 0xad),
        0xcd => byte(1) == 0x8f,
        0xd8 => byte(1) == 0x9c,
        0xe1 => byte(1) == 0xa0,
        0xe2 => match byte(1) {
            0x80 => matches!(byte(2), 0x8b..=0x8f | 0xa8..=0xae),
            0x81 => byte(2) >= 0xa0,
            second => second >= 0xba,
        },
        0xe3 => match byte(1) {
            0x82 | 0x83 | 0x87 => true,
            second => second == 0x85 && byte(2) == 0xa4,
        },
        0xe9 => byte(1) == 0x94 && byte(2) == 0x9f,
        0xef => match byte(1) {
            0x80..=0xab => true,
            0xb7 => matches!(byte(2), 0x90..=0xaf),
            0xb8 => byte(2) <= 0x8f,
            0xbb | 0xbe | 0xbf => matches!((byte(1), byte(2)), (0xbb, 0xbf) | (0xbe, 0xa0) | (0xbf, 0xb9..)),
            _ => false,
        },
        0xf0 => byte(1) == 0xaf,
        // Of the others that the table lets through, every character is.
        _ => true,
    }
}
