//! Pictures for others: the middle of one in a size that is asked for, and one in a form that every program takes.

use super::clean::{clean, source_format};
use super::pixels::{self, Pixels};
use super::sizes::{Encoded, ImageError, OutputFormat, jpeg, png};

/// The largest part in the middle of a picture that has the shape of `width` to `height`, in exactly so many pixels, as JPEG. What
/// moves, or cannot be read, is an error.
pub fn cropped(bytes: &[u8], width: u32, height: u32) -> Result<Encoded, ImageError> {
    let upright = upright(bytes)?;
    let part = middle(&on_white(upright), width as usize, height as usize);
    let made = part.shrunk(width, height).ok_or(ImageError::Foreign)?;
    Ok(Encoded {
        width,
        kind: OutputFormat::Jpeg,
        bytes: jpeg(&made).ok_or(ImageError::Foreign)?,
    })
}

/// A picture as PNG or JPEG, whichever suits it: what can be looked through and what is drawn stays sharp. What moves, or cannot be
/// read, is an error.
pub fn as_usual(bytes: &[u8]) -> Result<Encoded, ImageError> {
    written(&upright(bytes)?)
}

/// Pixels as PNG or JPEG.
fn written(whole: &Pixels) -> Result<Encoded, ImageError> {
    let width = u32::try_from(whole.width).map_err(|_| ImageError::Foreign)?;
    let sharp = png(whole).ok_or(ImageError::Foreign)?;
    let light = whole.is_opaque().then(|| jpeg(whole)).flatten();
    Ok(match light.filter(|light| sharp.len() > light.len() * 2) {
        Some(bytes) => Encoded {
            width,
            kind: OutputFormat::Jpeg,
            bytes,
        },
        None => Encoded {
            width,
            kind: OutputFormat::Png,
            bytes: sharp,
        },
    })
}

/// What of a picture is shown: so much of each side is cut away, in hundred thousandths of its width or height, and then it is
/// turned clockwise by so many quarters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Cut {
    /// On the left.
    pub left: u32,
    /// Above.
    pub top: u32,
    /// On the right.
    pub right: u32,
    /// Below.
    pub bottom: u32,
    /// Quarters of a turn.
    pub quarters: u8,
}

/// All of a side.
const WHOLE: u64 = 100_000;

/// The part of a picture that is shown; what is cut away is in it no more. What moves, or cannot be read, or has nothing left, is an
/// error.
pub fn part(bytes: &[u8], cut: Cut) -> Result<Encoded, ImageError> {
    let whole = upright(bytes)?;
    let kept = |length: usize, before: u32, behind: u32| {
        let at = |share: u32| (length as u64 * u64::from(share) / WHOLE) as usize;
        let from = at(before);
        let end = length.checked_sub(at(behind))?;
        (from < end).then_some((from, end - from))
    };
    let across = kept(whole.width, cut.left, cut.right).ok_or(ImageError::Foreign)?;
    let down = kept(whole.height, cut.top, cut.bottom).ok_or(ImageError::Foreign)?;
    let orientation = [1, 6, 3, 8][usize::from(cut.quarters % 4)];
    written(&window(&whole, across, down).upright(orientation))
}

/// The pixels of a picture, as it is to be held.
fn upright(bytes: &[u8]) -> Result<Pixels, ImageError> {
    let form = source_format(bytes).ok_or(ImageError::Foreign)?;
    let cleaned = clean(bytes).ok_or(ImageError::Foreign)?;
    // A decoder that gives up on what it never expected must not end the export.
    let read = std::panic::catch_unwind(|| pixels::read(form, &cleaned.bytes));
    let read = read.map_err(|_| ImageError::Broken("panic".to_owned()))?;
    Ok(read?.ok_or(ImageError::Foreign)?.upright(cleaned.orientation))
}

/// The largest part in the middle of a picture that is `width` to `height`.
fn middle(whole: &Pixels, width: usize, height: usize) -> Pixels {
    let (across, down) = (whole.width, whole.height);
    let (w, h) = if across * height > down * width {
        ((down * width / height).max(1), down)
    } else {
        (across, (across * height / width).max(1))
    };
    window(whole, ((across - w) / 2, w), ((down - h) / 2, h))
}

/// A part of a picture: where it begins and how long it is, across and down.
fn window(whole: &Pixels, (left, w): (usize, usize), (top, h): (usize, usize)) -> Pixels {
    let across = whole.width;
    let rows = (top..top + h).map(|y| (y * across + left) * whole.depth);
    Pixels {
        width: w,
        height: h,
        depth: whole.depth,
        bytes: rows
            .flat_map(|at| whole.bytes[at..at + w * whole.depth].iter().copied())
            .collect(),
        profile: whole.profile.clone(),
    }
}

/// What can be looked through lies on white.
fn on_white(pixels: Pixels) -> Pixels {
    if pixels.depth != 4 {
        return pixels;
    }
    let over = |pixel: &[u8]| {
        let alpha = u32::from(pixel[3]);
        let mix = |color: u8| {
            let mixed = (u32::from(color) * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).expect("between two bytes lies a byte")
        };
        [mix(pixel[0]), mix(pixel[1]), mix(pixel[2])]
    };
    Pixels {
        depth: 3,
        bytes: pixels.bytes.chunks_exact(4).flat_map(over).collect(),
        ..pixels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(letters: &[u8], width: usize) -> Pixels {
        Pixels {
            width,
            height: letters.len() / width,
            depth: 3,
            bytes: letters.iter().flat_map(|letter| [*letter; 3]).collect(),
            profile: None,
        }
    }

    #[test]
    fn the_middle_of_a_picture_has_the_shape_that_is_asked_for() {
        let wide = letters(b"abcdefghijkl", 6);
        assert_eq!(middle(&wide, 1, 1), letters(b"cdij", 2));
        let tall = letters(b"abcdefghijkl", 2);
        assert_eq!(middle(&tall, 1, 1), letters(b"efgh", 2));
        assert_eq!(middle(&wide, 6, 2), wide);
    }

    #[test]
    fn a_part_of_a_picture_holds_nothing_of_what_is_cut_away() {
        let whole = png(&letters(b"abcdefghijkl", 4)).unwrap();
        let cut = Cut {
            left: 25_000,
            right: 25_000,
            bottom: 33_400,
            ..Cut::default()
        };
        let read = |bytes: &[u8]| upright(bytes).unwrap();
        assert_eq!(read(&part(&whole, cut).unwrap().bytes), letters(b"bcfg", 2));
        let turned = Cut { quarters: 1, ..cut };
        assert_eq!(read(&part(&whole, turned).unwrap().bytes), letters(b"fbgc", 2));
        let nothing = Cut { left: 90_000, ..cut };
        assert_eq!(part(&whole, nothing), Err(ImageError::Foreign));
    }

    #[test]
    fn a_cover_has_exactly_the_pixels_that_are_asked_for_also_of_a_smaller_picture() {
        let small = jpeg(&letters(&[90; 40 * 30], 40)).unwrap();
        let made = cropped(&small, 1175, 500).unwrap();
        assert_eq!(super::super::size(&made.bytes), Some((1175, 500)));
        assert_eq!(made, cropped(&small, 1175, 500).unwrap());
        assert_eq!(cropped(b"GIF89a", 2, 2), Err(ImageError::Foreign));
    }

    #[test]
    fn a_picture_in_another_form_becomes_one_that_every_program_takes() {
        let mut webp = Vec::new();
        let encoder = image_webp::WebPEncoder::new(&mut webp);
        encoder
            .encode(&[200; 30 * 20 * 3], 30, 20, image_webp::ColorType::Rgb8)
            .unwrap();
        let made = as_usual(&webp).unwrap();
        assert_eq!((made.kind, made.width), (OutputFormat::Png, 30));
        assert_eq!(super::super::size(&made.bytes), Some((30, 20)));
        assert_eq!(as_usual(b"<svg/>"), Err(ImageError::Foreign));
    }

    #[test]
    fn what_can_be_looked_through_lies_on_white() {
        let glass = Pixels {
            width: 2,
            height: 1,
            depth: 4,
            bytes: vec![10, 20, 30, 0, 10, 20, 30, 255],
            profile: None,
        };
        assert_eq!(on_white(glass).bytes, [255, 255, 255, 10, 20, 30]);
    }
}
