//! A picture in several sizes, light enough for a phone.
//!
//! Measured at 960 pixels and one likeness (SSIM .957): JPEG 28 KB, WebP by the encoders in plain Rust
//! 23 KB, AVIF 18 KB. AVIF takes a third of a second there and more where there are more pixels, so it is
//! made of what phones ask for and no larger; what has no AVIF is shown as it was, or as JPEG.

use super::clean::{SourceFormat, clean, source_format};
use super::pixels::{self, Pixels};
use jpeg_encoder::{ColorType, SamplingFactor};
use serde::{Deserialize, Serialize};

/// Pixels of the largest picture that is read.
pub const MAX_PIXELS: usize = 100_000_000;
/// Pixels of a picture that may be made beside others.
const LARGE_PIXELS: u64 = 16_000_000;
/// AVIF is made up to this width, and of no more pixels.
const AVIF_WIDTH: u32 = 960;
const AVIF_PIXELS: u32 = 1_500_000;
/// AVIF of a width weighs at most so many hundredths of what browsers would take otherwise. Of grain it
/// weighs more than JPEG does.
const AVIF_MAX_PERCENT: usize = 90;
/// A file that is lighter is shown as it is.
const SMALL_FILE_BYTES: usize = 40 << 10;
const JPEG_QUALITY: u8 = 75;
const AVIF_QUALITY: f32 = 70.0;
/// 1 to 10; each step down takes three times as long for a tenth less.
const AVIF_SPEED: u8 = 10;

/// The format of a file that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OutputFormat {
    /// AVIF.
    Avif,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl OutputFormat {
    /// How names end.
    pub fn extension(self) -> &'static str {
        match self {
            OutputFormat::Avif => "avif",
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
    /// Narrower ones and others of the same width; each kind from narrow to wide.
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
    pixels::size(bytes).is_none_or(|(width, height)| u64::from(width) * u64::from(height) > LARGE_PIXELS)
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
        return Ok(unchanged(&cleaned.bytes));
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
    let mut narrower: Vec<u32> = widths.iter().copied().filter(|other| *other < width).collect();
    narrower.sort_unstable();
    narrower.dedup();
    // A drawing or a screenshot is sharper as it is.
    let most = if form == SourceFormat::Png {
        heaviest / 2
    } else {
        heaviest
    };
    // Browsers take AVIF first, at any width: all of it pays, or there is none.
    let mut pays = true;
    let mut others = Vec::new();
    for at in narrower.iter().copied().chain([width]) {
        let small = (at < width)
            .then(|| top.shrunk(at, scaled_height(width, height, at)))
            .flatten();
        let one = small.as_ref().unwrap_or(top);
        let jpeg = (at < width && form == SourceFormat::Jpeg)
            .then(|| jpeg(one))
            .flatten();
        let rival = jpeg.as_ref().map_or(most, |jpeg| jpeg.len().min(most));
        let fits_avif = at <= AVIF_WIDTH && count(one.width * one.height) <= AVIF_PIXELS;
        let avif = (pays && fits_avif).then(|| avif(one)).flatten();
        pays &= avif
            .as_ref()
            .is_none_or(|avif| avif.len() <= rival / 100 * AVIF_MAX_PERCENT);
        for (kind, bytes) in [(OutputFormat::Avif, avif), (OutputFormat::Jpeg, jpeg)] {
            others.extend(bytes.map(|bytes| Encoded {
                width: at,
                kind,
                bytes,
            }));
        }
    }
    others.retain(|other| other.bytes.len() < heaviest && (pays || other.kind != OutputFormat::Avif));
    others.sort_by_key(|other| (other.kind, other.width));
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

/// A picture that moves: its size is all there is to know.
fn unchanged(bytes: &[u8]) -> EncodedSizes {
    let (width, height) = pixels::size(bytes).unwrap_or_default();
    EncodedSizes {
        width,
        height,
        whole: None,
        renditions: Vec::new(),
    }
}

/// How high a picture is when it is made less wide.
fn scaled_height(width: u32, height: u32, to: u32) -> u32 {
    let exact = (u64::from(height) * u64::from(to) + u64::from(width) / 2) / u64::from(width.max(1));
    u32::try_from(exact).unwrap_or(u32::MAX).max(1)
}

fn count(pixels: usize) -> u32 {
    u32::try_from(pixels).unwrap_or(u32::MAX)
}

fn jpeg(pixels: &Pixels) -> Option<Vec<u8>> {
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

fn png(pixels: &Pixels) -> Option<Vec<u8>> {
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

/// AVIF has no room for a profile here: colours that need one would be others.
fn avif(pixels: &Pixels) -> Option<Vec<u8>> {
    if pixels.profile.is_some() {
        return None;
    }
    let encoder = ravif::Encoder::new()
        .with_quality(AVIF_QUALITY)
        .with_alpha_quality(AVIF_QUALITY)
        .with_speed(AVIF_SPEED)
        .with_bit_depth(ravif::BitDepth::Eight)
        // The number of threads would show in the bytes; pictures run beside each other instead.
        .with_num_threads(Some(1));
    let rgba: Vec<ravif::RGBA8> = pixels
        .bytes
        .chunks_exact(pixels.depth)
        .map(|of| ravif::RGBA8::new(of[0], of[1], of[2], of.get(3).copied().unwrap_or(u8::MAX)))
        .collect();
    // What is opaque gets no layer for that.
    let encoded = encoder.encode_rgba(ravif::Img::new(&rgba, pixels.width, pixels.height));
    encoded.ok().map(|encoded| encoded.avif_file)
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

    #[test]
    fn a_photo_that_is_png_gets_avif_and_a_drawing_stays_as_it_is() {
        let photo = png(&noise(300, 200, 4, 60)).unwrap();
        let made = sizes(&photo, &[100, 200, 400]).unwrap();
        let kinds: Vec<(OutputFormat, u32)> = made
            .renditions
            .iter()
            .map(|other| (other.kind, other.width))
            .collect();
        assert_eq!((made.width, made.height, &made.whole), (300, 200, &None));
        assert_eq!(
            kinds,
            [
                (OutputFormat::Avif, 100),
                (OutputFormat::Avif, 200),
                (OutputFormat::Avif, 300)
            ]
        );
        let wide = sizes(&photo, &[100, 200]).unwrap();
        assert_eq!(
            wide.whole.map(|whole| (whole.kind, whole.width)),
            Some((OutputFormat::Png, 200))
        );
        let drawing = png(&noise(300, 200, 3, 1)).unwrap();
        assert_eq!(sizes(&drawing, &[100, 400]).unwrap().renditions, []);
    }

    #[test]
    fn avif_is_there_at_all_widths_where_it_is_clearly_lighter_or_at_none() {
        let avifs = [20, 150].map(|grain| {
            let photo = jpeg(&noise(400, 300, 3, grain)).unwrap();
            let made = sizes(&photo, &[120, 240, 360]).unwrap();
            let of = |kind| move |other: &&Encoded| other.kind == kind;
            for avif in made.renditions.iter().filter(of(OutputFormat::Avif)) {
                let narrower = made.renditions.iter().filter(of(OutputFormat::Jpeg));
                let mut plain = narrower.chain(&made.whole).filter(|one| one.width == avif.width);
                let plain = plain.next().unwrap().bytes.len();
                assert!(avif.bytes.len() * 10 <= plain * 9, "{grain} at {}", avif.width);
            }
            made.renditions.iter().filter(of(OutputFormat::Avif)).count()
        });
        assert_eq!(avifs, [3, 0]);
    }

    #[test]
    fn colours_that_need_a_profile_keep_it_and_get_no_avif() {
        let mut photo = noise(300, 200, 3, 60);
        photo.profile = Some(b"Display P3".to_vec());
        let made = sizes(&jpeg(&photo).unwrap(), &[100, 200]).unwrap();
        let whole = made.whole.unwrap();
        assert!(
            made.renditions
                .iter()
                .all(|other| other.kind == OutputFormat::Jpeg)
        );
        assert!(whole.bytes.windows(10).any(|window| window == b"Display P3"));
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
