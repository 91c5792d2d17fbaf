//! What a cleaned file may hold, whatever came in.

use super::*;
use crate::base::tests::fuzz;
use crate::picture::{is_large, size, sizes};
use proptest::prelude::*;

/// A place as cameras note it: GPS pointer and some latitude.
const SECRET: &[u8] = b"31.2304N121.4737E";

/// Notes of a phone: turned, and with a place.
fn notes(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0]);
    tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    tiff.extend(SECRET);
    tiff
}

fn jpeg_of(segments: &[(u8, Vec<u8>)], tail: &[u8]) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    for (marker, body) in segments {
        out.extend([0xff, *marker]);
        out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend(body);
        if *marker == 0xda {
            out.extend([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]);
        }
    }
    out.extend([0xff, 0xd9]);
    out.extend(tail);
    out
}

fn png_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = PNG.to_vec();
    for (name, body) in chunks {
        out.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        out.extend(*name);
        out.extend(*body);
        out.extend([0; 4]);
    }
    out
}

fn webp_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    for (name, body) in chunks {
        let head = [name.as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes()].concat();
        webp_chunk(&mut out, &head, body);
    }
    let size = u32::try_from(out.len() - 8).unwrap();
    out[4..8].copy_from_slice(&size.to_le_bytes());
    out
}

#[test]
fn a_jpeg_keeps_its_picture_its_colours_and_which_way_up_it_is() {
    let exif = [EXIF, &notes(6)].concat();
    let parts = [
        (0xe0, b"JFIF\0\x01\x01".to_vec()),
        (0xe1, exif),
        (0xe1, [b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()),
        (0xe2, b"ICC_PROFILE\0\x01\x01colours".to_vec()),
        (0xed, SECRET.to_vec()),
        (0xfe, SECRET.to_vec()),
        (0xdb, vec![9; 5]),
        (0xda, vec![7; 4]),
    ];
    let cleaned = clean(&jpeg_of(&parts, SECRET)).unwrap();
    let turned = [EXIF, &exif::only_orientation(6)].concat();
    let kept = [
        parts[0].clone(),
        (0xe1, turned),
        parts[3].clone(),
        parts[6].clone(),
        parts[7].clone(),
    ];
    assert_eq!(cleaned.bytes, jpeg_of(&kept, b""));
    assert_eq!((cleaned.complete, cleaned.orientation), (true, 6));
    assert!(!has_location(&cleaned.bytes[..0]));
}

#[test]
fn a_png_keeps_only_what_says_how_it_looks() {
    let dirty = png_of(&[
        (b"IHDR", b"head"),
        (b"tEXt", SECRET),
        (b"eXIf", &notes(6)),
        (b"IDAT", b"data"),
        (b"tIME", SECRET),
        (b"IEND", b""),
    ]);
    let cleaned = clean(&[dirty.as_slice(), SECRET].concat()).unwrap();
    assert_eq!(
        cleaned.bytes,
        png_of(&[(b"IHDR", b"head"), (b"IDAT", b"data"), (b"IEND", b"")])
    );
}

#[test]
fn a_webp_says_no_longer_that_it_has_notes() {
    let dirty = webp_of(&[
        (b"VP8X", &[0x0c, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
        (b"VP8 ", b"odd"),
        (b"EXIF", &notes(1)),
        (b"XMP ", SECRET),
    ]);
    let clean_one = webp_of(&[(b"VP8X", &[0, 0, 0, 0, 1, 0, 0, 1, 0, 0]), (b"VP8 ", b"odd")]);
    assert_eq!(clean(&dirty).unwrap().bytes, clean_one);
    let turned = webp_of(&[(b"VP8X", &[8, 0, 0, 0, 1, 0, 0, 1, 0, 0]), (b"EXIF", &notes(8))]);
    let kept = webp_of(&[
        (b"VP8X", &[8, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
        (b"EXIF", &exif::only_orientation(8)),
    ]);
    assert_eq!(clean(&turned).unwrap().bytes, kept);
}

#[test]
fn what_cannot_be_cleaned_and_tells_a_place_is_known() {
    assert!(has_location(b"\0\0\0\x18ftypheic....Exif.."));
    assert!(has_location(&notes(1)));
    assert!(!has_location(b"\0\0\0\x18ftypavif....av01"));
    assert!(!has_location(b"words"));
}

#[test]
fn a_photo_that_is_cut_off_is_known_as_such() {
    let whole = jpeg_of(&[(0xda, vec![7; 4])], b"");
    assert!(clean(&whole).unwrap().complete);
    assert!(!clean(&whole[..whole.len() - 3]).unwrap().complete);
}

fn holds_secret(bytes: &[u8]) -> bool {
    holds(bytes, SECRET)
}

proptest! {
    #![proptest_config(crate::base::tests::cases(256))]
    #[test]
    fn any_bytes_may_come_in(form in 0..4_usize, rest in proptest::collection::vec(any::<u8>(), 0..400)) {
        let heads: [&[u8]; 4] = [b"", b"\xff\xd8\xff", PNG, b"RIFF\x40\0\0\0WEBP"];
        let bytes = [heads[form], &rest].concat();
        let once = clean(&bytes);
        has_location(&bytes);
        // There is nothing left to take out.
        let twice = once.as_ref().and_then(|once| clean(&once.bytes));
        if let (Some(once), Some(twice)) = (once, twice) {
            prop_assert_eq!(twice.bytes, once.bytes);
        }
    }

    #[test]
    fn no_notes_are_left_in_a_jpeg(
        markers in proptest::collection::vec((0xc0_u8..=0xfe, any::<bool>(), 0..20_usize), 0..12),
        orientation in 0_u8..12,
        cut in 0..200_usize,
    ) {
        let noted = |marker: &u8| matches!(marker, 0xe0..=0xef | 0xfe);
        let parts: Vec<(u8, Vec<u8>)> = markers
            .iter()
            .filter(|(marker, ..)| !matches!(marker, 0xd0..=0xd9))
            .map(|(marker, exif, pad)| {
                let mut body = vec![0; *pad];
                if noted(marker) {
                    let start: &[u8] = if *exif { EXIF } else { b"" };
                    body = [start, &notes(orientation), &body].concat();
                }
                (*marker, body)
            })
            .collect();
        let mut bytes = jpeg_of(&parts, SECRET);
        prop_assert!(!holds_secret(&clean(&bytes).unwrap().bytes));
        bytes.truncate(bytes.len().saturating_sub(cut).max(4));
        if let Some(cleaned) = clean(&bytes) {
            prop_assert!(!holds_secret(&cleaned.bytes));
        }
    }

    #[test]
    fn no_notes_are_left_in_a_png_or_webp(names in proptest::collection::vec("[a-zA-Z]{4}", 0..8)) {
        let chunks: Vec<([u8; 4], &[u8])> = names
            .iter()
            .map(|name| name.as_bytes().try_into().unwrap())
            .filter(|name| !PNG_CHUNKS.contains(&name) && !WEBP_CHUNKS.contains(&name))
            .map(|name| (name, SECRET))
            .collect();
        let chunks: Vec<(&[u8; 4], &[u8])> = chunks.iter().map(|(name, body)| (name, *body)).collect();
        prop_assert!(!holds_secret(&clean(&png_of(&chunks)).unwrap().bytes));
        prop_assert!(!holds_secret(&clean(&webp_of(&chunks)).unwrap().bytes));
    }
}

#[test]
#[ignore = "benches/fuzz.sh"]
fn fuzz_pictures() {
    let pixels = png_of(&[
        (b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]),
        (b"tEXt", SECRET),
        (b"IEND", b""),
    ]);
    let seeds = [
        jpeg_of(&[(0xe1, notes(6)), (0xda, vec![1, 1, 0, 0, 63, 0])], b""),
        pixels,
        notes(3),
    ];
    fuzz::fuzz("pictures", &seeds, |input| {
        size(input);
        has_location(input);
        is_large(input);
        if let Some(cleaned) = clean(input) {
            let _ = sizes(&cleaned.bytes, &[16]);
        }
    });
}
