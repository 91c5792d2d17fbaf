//! Pixels in memory: read from any form, turned upright, made fewer.

use super::clean::{SourceFormat, source_format};
use super::sizes::{ImageError, MAX_PIXELS};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use std::borrow::Cow;
use std::io::Cursor;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// Pixels of red, green and blue, and of how opaque they are when there are four to a pixel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// 3 or 4.
    pub depth: usize,
    /// `depth` bytes for each pixel, row by row from the top.
    pub bytes: Vec<u8>,
    /// How colours are meant, where it is not the usual way.
    pub profile: Option<Vec<u8>>,
}

/// Reads a picture. `None` is one that moves: it stays as it is.
pub(super) fn read(form: SourceFormat, bytes: &[u8]) -> Result<Option<Pixels>, ImageError> {
    match form {
        SourceFormat::Jpeg => jpeg(bytes).map(Some),
        SourceFormat::Png => png(bytes),
        SourceFormat::Webp => webp(bytes),
    }
}

/// How many pixels there are across and down, as they are stored.
pub(super) fn stored(bytes: &[u8]) -> Option<(u32, u32)> {
    match source_format(bytes)? {
        SourceFormat::Jpeg => {
            let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options());
            decoder.decode_headers().ok()?;
            decoder
                .info()
                .map(|about| (about.width.into(), about.height.into()))
        }
        SourceFormat::Png => {
            let four = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
            Some((four(16)?, four(20)?))
        }
        SourceFormat::Webp => image_webp::WebPDecoder::new(Cursor::new(bytes))
            .ok()
            .map(|decoder| decoder.dimensions()),
    }
}

fn options() -> DecoderOptions {
    DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGB)
}

fn broken(error: impl std::fmt::Debug) -> ImageError {
    ImageError::Broken(format!("{error:?}"))
}

fn fits(width: usize, height: usize) -> Result<(), ImageError> {
    let pixels = width.saturating_mul(height);
    if pixels > MAX_PIXELS {
        return Err(ImageError::TooLarge(pixels / 1_000_000));
    }
    if pixels == 0 {
        return Err(ImageError::Broken("0".to_owned()));
    }
    Ok(())
}

fn jpeg(bytes: &[u8]) -> Result<Pixels, ImageError> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options());
    decoder.decode_headers().map_err(broken)?;
    let about = decoder.info().ok_or_else(|| broken("no header"))?;
    let (width, height) = (usize::from(about.width), usize::from(about.height));
    fits(width, height)?;
    let pixels = decoder.decode().map_err(broken)?;
    let profile = decoder.icc_profile().filter(|profile| !is_usual(profile));
    if pixels.len() != width * height * 3 {
        return Err(broken("size"));
    }
    Ok(Pixels {
        width,
        height,
        depth: 3,
        bytes: pixels,
        profile,
    })
}

fn png(bytes: &[u8]) -> Result<Option<Pixels>, ImageError> {
    let limits = png::Limits {
        bytes: MAX_PIXELS * 4,
    };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(broken)?;
    if reader.info().animation_control().is_some() {
        return Ok(None);
    }
    let profile = reader.info().icc_profile.as_deref().map(<[u8]>::to_vec);
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    fits(width, height)?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or_else(|| broken("size"))?];
    let about = reader.next_frame(&mut pixels).map_err(broken)?;
    pixels.truncate(about.buffer_size());
    let (depth, bytes) = match about.color_type {
        png::ColorType::Grayscale => (3, pixels.iter().flat_map(|grey| [*grey; 3]).collect()),
        png::ColorType::GrayscaleAlpha => (
            4,
            pixels
                .chunks_exact(2)
                .flat_map(|pair| [pair[0], pair[0], pair[0], pair[1]])
                .collect(),
        ),
        png::ColorType::Rgba => (4, pixels),
        _ => (3, pixels),
    };
    Ok(Some(Pixels {
        width,
        height,
        depth,
        bytes,
        profile: profile.filter(|profile| !is_usual(profile)),
    }))
}

fn webp(bytes: &[u8]) -> Result<Option<Pixels>, ImageError> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(broken)?;
    decoder.set_memory_limit(MAX_PIXELS * 4);
    let (width, height) = decoder.dimensions();
    let (width, height) = (width as usize, height as usize);
    fits(width, height)?;
    if decoder.is_animated() {
        return Ok(None);
    }
    let depth = if decoder.has_alpha() { 4 } else { 3 };
    let mut pixels = vec![0; decoder.output_buffer_size().ok_or_else(|| broken("size"))?];
    decoder.read_image(&mut pixels).map_err(broken)?;
    let profile = decoder.icc_profile().ok().flatten();
    Ok(Some(Pixels {
        width,
        height,
        depth,
        bytes: pixels,
        profile: profile.filter(|profile| !is_usual(profile)),
    }))
}

/// Whether a profile is the one that everybody takes for granted; its name is in it, in one width of
/// character or another.
fn is_usual(profile: &[u8]) -> bool {
    let has = |name: &[u8]| profile.windows(name.len()).any(|window| window == name);
    has(b"sRGB") || has(b"s\0R\0G\0B")
}

impl Pixels {
    /// Turned upright.
    pub fn upright(self, orientation: u8) -> Self {
        if !(2..=8).contains(&orientation) {
            return self;
        }
        let (w, h) = (self.width, self.height);
        let (width, height) = if orientation > 4 { (h, w) } else { (w, h) };
        let mut bytes = Vec::with_capacity(self.bytes.len());
        for y in 0..height {
            for x in 0..width {
                let (x, y) = match orientation {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (y, h - 1 - x),
                    7 => (w - 1 - y, h - 1 - x),
                    _ => (w - 1 - y, x),
                };
                let at = (y * w + x) * self.depth;
                bytes.extend_from_slice(&self.bytes[at..at + self.depth]);
            }
        }
        Self {
            width,
            height,
            bytes,
            ..self
        }
    }

    /// Whether nothing can be seen through it.
    pub fn is_opaque(&self) -> bool {
        self.depth == 3 || self.bytes.chunks_exact(4).all(|pixel| pixel[3] == u8::MAX)
    }

    /// The same with fewer pixels. `None` when there is nothing to be made of it.
    pub fn shrunk(&self, width: u32, height: u32) -> Option<Self> {
        let (w, h) = (u32::try_from(self.width).ok()?, u32::try_from(self.height).ok()?);
        // Of the resizer only the part for four bytes a pixel is built.
        let (four, options) = match self.depth {
            4 => (Cow::from(&self.bytes), ResizeOptions::new()),
            _ => (self.with_alpha().into(), ResizeOptions::new().use_alpha(false)),
        };
        let source = ImageRef::new(w, h, &four, PixelType::U8x4).ok()?;
        let mut small = Image::new(width, height, PixelType::U8x4);
        Resizer::new().resize(&source, &mut small, &options).ok()?;
        let pixels = small.buffer().chunks_exact(4);
        Some(Self {
            width: width as usize,
            height: height as usize,
            depth: self.depth,
            bytes: pixels.flat_map(|pixel| &pixel[..self.depth]).copied().collect(),
            profile: self.profile.clone(),
        })
    }

    /// Three bytes a pixel as four.
    fn with_alpha(&self) -> Vec<u8> {
        let pixels = self.bytes.chunks_exact(3);
        pixels
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2], u8::MAX])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three across and two down, by letters.
    fn letters(bytes: &[u8], width: usize) -> Pixels {
        Pixels {
            width,
            height: bytes.len() / width,
            depth: 3,
            bytes: bytes.iter().flat_map(|letter| [*letter; 3]).collect(),
            profile: None,
        }
    }

    #[test]
    fn every_orientation_is_turned_upright() {
        let upright = letters(b"abcdef", 3);
        let stored: [(u8, &[u8], usize); 8] = [
            (1, b"abcdef", 3),
            (2, b"cbafed", 3),
            (3, b"fedcba", 3),
            (4, b"defabc", 3),
            (5, b"adbecf", 2),
            (6, b"cfbead", 2),
            (7, b"fcebda", 2),
            (8, b"daebfc", 2),
        ];
        for (orientation, bytes, width) in stored {
            assert_eq!(
                letters(bytes, width).upright(orientation),
                upright,
                "{orientation}"
            );
        }
    }
}
