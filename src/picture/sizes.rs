//! A picture in several sizes, light enough for a phone.
//!
//! All are JPEG. AVIF was measured: nineteen pictures weigh half as much in it at 480 and 960 pixels, but its
//! encoder is more than a fifth of all crates. What writes lossy WebP in plain Rust is young.

use super::clean::{SourceFormat, clean, source_format};
use super::pixels::{self, Pixels};
use jpeg_encoder::{ColorType, SamplingFactor};
use serde::{Deserialize, Serialize};

/// Pixels of the largest picture that is read.
pub const MAX_PIXELS: usize = 100_000_000;
/// Pixels of a picture that may be made beside others.
const LARGE_PIXELS: u64 = 16_000_000;
/// A file that is lighter is shown as it is.
const SMALL_FILE_BYTES: usize = 40 << 10;
const JPEG_QUALITY: u8 = 75;

/// The format of a file that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OutputFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl OutputFormat {
    /// How names end.
    pub fn extension(self) -> &'static str {
        match self {
            OutputFormat::Jpeg => "jpg",
            OutputFormat::Png => "png",
        }
    }
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// Pixels across.
    pub width: u32,
    /// Its format.
    pub kind: OutputFormat,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A picture and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedSizes {
    /// Pixels across, upright, as `whole` is or else the picture itself.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The whole picture, where it pays to make it anew.
    pub whole: Option<Encoded>,
    /// The same as JPEG, from narrow to wide.
    pub renditions: Vec<Encoded>,
}

/// Why nothing is made of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImageError {
    /// It cannot be read; the reason in the decoder's words.
    Broken(String),
    /// It ends before its end.
    CutOff,
    /// More pixels than are read, in millions.
    TooLarge(usize),
    /// No JPEG, PNG or WebP.
    Foreign,
}

/// Whether a picture takes so much room in memory that it should be made while no other is.
pub fn is_large(bytes: &[u8]) -> bool {
    pixels::stored(bytes).is_none_or(|(width, height)| u64::from(width) * u64::from(height) > LARGE_PIXELS)
}

/// Makes a picture in several widths; the largest of `widths` is the most that a page shows.
pub fn sizes(bytes: &[u8], widths: &[u32]) -> Result<EncodedSizes, ImageError> {
    let form = source_format(bytes).ok_or(ImageError::Foreign)?;
    let cleaned = clean(bytes).ok_or(ImageError::Foreign)?;
    if !cleaned.complete {
        return Err(ImageError::CutOff);
    }
    // A decoder that gives up on what it never expected must not end the build.
    let read = || pixels::read(form, &cleaned.bytes);
    let read = std::panic::catch_unwind(read).map_err(|_| ImageError::Broken("panic".to_owned()))?;
    let Some(full) = read? else {
        return unchanged(&cleaned.bytes);
    };
    let turned = cleaned.orientation > 4;
    let (across, down) = if turned {
        (full.height, full.width)
    } else {
        (full.width, full.height)
    };
    let (width, height) = (count(across), count(down));
    let most = widths.iter().copied().max().unwrap_or(u32::MAX);
    let as_it_is = EncodedSizes {
        width,
        height,
        whole: None,
        renditions: Vec::new(),
    };
    if cleaned.bytes.len() <= SMALL_FILE_BYTES && width <= most {
        return Ok(as_it_is);
    }
    let top = if width > most {
        let lower = scaled_height(width, height, most);
        let (across, down) = if turned { (lower, most) } else { (most, lower) };
        full.shrunk(across, down).ok_or(ImageError::Foreign)?
    } else {
        full
    };
    let top = top.upright(cleaned.orientation);
    Ok(made(
        form,
        &top,
        cleaned.bytes.len(),
        width > most,
        as_it_is,
        widths,
    ))
}

/// What is made of a picture that is upright and no wider than pages show.
fn made(
    form: SourceFormat,
    top: &Pixels,
    weight: usize,
    reduced: bool,
    plain: EncodedSizes,
    widths: &[u32],
) -> EncodedSizes {
    let (width, height) = (count(top.width), count(top.height));
    let whole = match form {
        SourceFormat::Jpeg => jpeg(top).filter(|jpeg| reduced || jpeg.len() < weight / 4 * 3),
        SourceFormat::Png => png(top).filter(|_| reduced),
        // There is no light WebP to be written: it stays as wide as it is.
        SourceFormat::Webp => None,
    };
    let whole = whole.map(|bytes| Encoded {
        width,
        kind: if form == SourceFormat::Png {
            OutputFormat::Png
        } else {
            OutputFormat::Jpeg
        },
        bytes,
    });
    let heaviest = whole.as_ref().map_or(weight, |whole| whole.bytes.len());
    let mut at: Vec<u32> = widths.iter().copied().filter(|other| *other < width).collect();
    at.sort_unstable();
    at.dedup();
    // A photo in another form may be lighter as JPEG at its own width too.
    at.extend((form != SourceFormat::Jpeg).then_some(width));
    let others = narrower(top, &at, form, heaviest);
    let (width, height) = if whole.is_some() {
        (width, height)
    } else {
        (plain.width, plain.height)
    };
    EncodedSizes {
        width,
        height,
        whole,
        renditions: others,
    }
}

/// JPEG of a picture at some widths, where it is lighter than the heaviest file that there is of it. JPEG
/// cannot be looked through.
fn narrower(top: &Pixels, widths: &[u32], form: SourceFormat, heaviest: usize) -> Vec<Encoded> {
    if form != SourceFormat::Jpeg && !top.is_opaque() {
        return Vec::new();
    }
    let (width, height) = (count(top.width), count(top.height));
    let others: Vec<Encoded> = widths
        .iter()
        .filter_map(|at| {
            let small = (*at < width)
                .then(|| top.shrunk(*at, scaled_height(width, height, *at)))
                .flatten();
            Some(Encoded {
                width: *at,
                kind: OutputFormat::Jpeg,
                bytes: jpeg(small.as_ref().unwrap_or(top))?,
            })
        })
        .collect();
    // A drawing or a screenshot is sharper as it is: all of it pays, or there is none.
    if form == SourceFormat::Png && others.iter().any(|other| other.bytes.len() > heaviest / 2) {
        return Vec::new();
    }
    others
        .into_iter()
        .filter(|other| other.bytes.len() < heaviest)
        .collect()
}

/// A picture that moves: its size is all there is to know.
fn unchanged(bytes: &[u8]) -> Result<EncodedSizes, ImageError> {
    let (width, height) = pixels::stored(bytes).ok_or_else(|| ImageError::Broken("size".to_owned()))?;
    Ok(EncodedSizes {
        width,
        height,
        whole: None,
        renditions: Vec::new(),
    })
}

/// How high a picture is when it is made less wide.
fn scaled_height(width: u32, height: u32, to: u32) -> u32 {
    let exact = (u64::from(height) * u64::from(to) + u64::from(width) / 2) / u64::from(width.max(1));
    u32::try_from(exact).expect("less wide means less high").max(1)
}

fn count(pixels: usize) -> u32 {
    u32::try_from(pixels).expect("pictures with more pixels a side are refused before")
}

pub(super) fn jpeg(pixels: &Pixels) -> Option<Vec<u8>> {
    let (width, height) = (
        u16::try_from(pixels.width).ok()?,
        u16::try_from(pixels.height).ok()?,
    );
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, JPEG_QUALITY);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if let Some(profile) = &pixels.profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    let color = if pixels.depth == 4 {
        ColorType::Rgba
    } else {
        ColorType::Rgb
    };
    encoder.encode(&pixels.bytes, width, height, color).ok()?;
    Some(out)
}

pub(super) fn png(pixels: &Pixels) -> Option<Vec<u8>> {
    let mut about = png::Info::with_size(count(pixels.width), count(pixels.height));
    about.color_type = if pixels.depth == 4 {
        png::ColorType::Rgba
    } else {
        png::ColorType::Rgb
    };
    about.bit_depth = png::BitDepth::Eight;
    about.icc_profile = pixels.profile.clone().map(Into::into);
    let mut out = Vec::new();
    let mut encoder = png::Encoder::with_info(&mut out, about).ok()?;
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels.bytes).ok()?;
    writer.finish().ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn noise(width: usize, height: usize, depth: usize, grain: u32) -> Pixels {
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            u8::try_from((seed >> 24) % grain + 100).unwrap()
        };
        Pixels {
            width,
            height,
            depth,
            bytes: (0..width * height * depth).map(|_| next()).collect(),
            profile: None,
        }
    }

    fn widths(made: &EncodedSizes) -> Vec<u32> {
        assert!(
            made.renditions
                .iter()
                .all(|other| other.kind == OutputFormat::Jpeg)
        );
        made.renditions.iter().map(|other| other.width).collect()
    }

    #[test]
    fn a_photo_that_is_png_gets_jpeg_and_a_drawing_stays_as_it_is() {
        let photo = png(&noise(300, 200, 3, 60)).unwrap();
        let made = sizes(&photo, &[100, 200, 400]).unwrap();
        assert_eq!((made.width, made.height, &made.whole), (300, 200, &None));
        assert_eq!(widths(&made), [100, 200, 300]);
        let wide = sizes(&photo, &[100, 200]).unwrap();
        assert_eq!(widths(&wide), [100, 200]);
        assert_eq!(
            wide.whole.map(|whole| (whole.kind, whole.width)),
            Some((OutputFormat::Png, 200))
        );
        let drawing = png(&noise(300, 200, 3, 1)).unwrap();
        assert_eq!(sizes(&drawing, &[100, 400]).unwrap().renditions, []);
    }

    #[test]
    fn what_can_be_looked_through_never_becomes_jpeg() {
        let photo = png(&noise(300, 200, 4, 60)).unwrap();
        assert_eq!(sizes(&photo, &[100, 200, 400]).unwrap().renditions, []);
    }

    #[test]
    fn colours_that_need_a_profile_keep_it() {
        let mut photo = noise(300, 200, 3, 60);
        photo.profile = Some(b"Display P3".to_vec());
        let made = sizes(&jpeg(&photo).unwrap(), &[100, 200]).unwrap();
        for file in made.renditions.iter().chain(&made.whole) {
            assert!(file.bytes.windows(10).any(|window| window == b"Display P3"));
        }
    }

    proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn a_spoilt_picture_is_no_end(form in 0..2_usize, at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let pixels = noise(40, 30, 3, 60);
            let mut bytes = [jpeg(&pixels), png(&pixels)][form].clone().unwrap();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = sizes(&bytes, &[100]);
        }
    }
}
