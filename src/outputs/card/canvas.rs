//! A picture of few colours, and how it becomes a PNG.

use flate2::{Compress, Compression, FlushCompress, Status};
use std::ops::Range;

/// Places in the palette.
const GROUND: u8 = 0;
pub(super) const WALL: u8 = 1;
pub(super) const PANE: u8 = 2;
pub(super) const LAMP: u8 = 3;
pub(super) const PALE: u8 = 4;
pub(super) const DIM: u8 = 5;

const LAMP_LIGHT: [u8; 3] = [0xf0, 0xb4, 0x45];
const PALE_INK: [u8; 3] = [0xfb, 0xf3, 0xe6];

/// A picture in the making: rectangles, each upon those before.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    rectangles: Vec<Rectangle>,
}

struct Rectangle {
    columns: Range<usize>,
    rows: Range<usize>,
    color: u8,
}

/// The colours of a picture, three bytes each; `colors` are `#rrggbb` of ground and wall.
pub(super) fn palette(colors: &[String; 2]) -> Vec<u8> {
    let (ground, wall) = (rgb(&colors[0]), rgb(&colors[1]));
    let palette = [
        ground,
        wall,
        between(wall, [255; 3], 9),
        LAMP_LIGHT,
        PALE_INK,
        between(ground, PALE_INK, 78),
    ];
    palette.concat()
}

impl Canvas {
    /// All ground.
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            rectangles: Vec::new(),
        }
    }

    /// A rectangle, as far as it is in the picture.
    pub fn fill(&mut self, left: usize, top: usize, width: usize, height: usize, color: u8) {
        let columns = left.min(self.width)..(left + width).min(self.width);
        let rows = top.min(self.height)..(top + height).min(self.height);
        if !columns.is_empty() && !rows.is_empty() {
            self.rectangles.push(Rectangle { columns, rows, color });
        }
    }

    /// These rows of it, packed; `ends` when they are the last ones of a picture.
    ///
    /// Nine rows in ten are the one above once more, so a row is painted only where a rectangle begins or ends.
    pub fn band(&self, rows: Range<usize>, ends: bool) -> Band {
        let stride = self.width.div_ceil(2);
        let mut same = vec![0; 1 + stride];
        same[0] = UP;
        let (mut packer, mut sum) = (Packer::new(), Adler::default());
        let mut above: Option<Vec<u8>> = None;
        for (many, pixels) in self.strips(rows) {
            let new = pack(&pixels);
            let mut row = Vec::with_capacity(1 + stride);
            match &above {
                Some(old) => {
                    row.push(UP);
                    row.extend(new.iter().zip(old).map(|(new, old)| new.wrapping_sub(*old)));
                }
                None => {
                    row.push(PLAIN);
                    row.extend(&new);
                }
            }
            packer.put(&row);
            sum.take(&row);
            for _ in 1..many {
                packer.put(&same);
                sum.take(&same[..1]);
                sum.take_zeros(stride);
            }
            above = Some(new);
        }
        Band {
            deflated: packer.end(ends),
            sum,
        }
    }

    /// Rows that are alike, from top to bottom: how many, and the pixels of one, each its place in the palette.
    fn strips(&self, rows: Range<usize>) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
        let mut edges: Vec<usize> = self
            .rectangles
            .iter()
            .flat_map(|one| [one.rows.start, one.rows.end])
            .filter(|row| rows.contains(row))
            .chain([rows.start, rows.end])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        // Places in `rectangles`, in which order they are painted.
        let mut coming: Vec<usize> = (0..self.rectangles.len()).collect();
        coming.sort_by_key(|at| self.rectangles[*at].rows.start);
        let mut coming = coming.into_iter().peekable();
        let mut here: Vec<usize> = Vec::new();
        let tops: Vec<(usize, usize)> = edges.windows(2).map(|two| (two[0], two[1])).collect();
        tops.into_iter().map(move |(top, end)| {
            here.retain(|at| self.rectangles[*at].rows.end > top);
            while let Some(at) = coming.next_if(|at| self.rectangles[*at].rows.start <= top) {
                here.push(at);
            }
            here.sort_unstable();
            let mut pixels = vec![GROUND; self.width];
            for Rectangle { columns, rows, color } in here.iter().map(|at| &self.rectangles[*at]) {
                if rows.contains(&top) {
                    pixels[columns.clone()].fill(*color);
                }
            }
            (end - top, pixels)
        })
    }
}

/// A picture of so many pixels across and down as a PNG of four bits a pixel; its bands from top to bottom.
pub(super) fn png((width, height): (usize, usize), palette: &[u8], bands: &[&Band]) -> Vec<u8> {
    // Deflate with a window of 32 KB, and how hard it was tried.
    let mut data = vec![0x78, 0x01];
    let mut sum = Adler::default();
    for band in bands {
        data.extend(&band.deflated);
        sum.append(band.sum);
    }
    data.extend(sum.bytes());
    let size = |size: usize| u32::try_from(size).expect("a card has a thousand pixels a side");
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, size(width), size(height));
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette);
    // Writing to memory.
    let _ = encoder
        .write_header()
        .and_then(|mut writer| writer.write_chunk(png::chunk::IDAT, &data));
    out
}

/// How the bytes of a row are written: as they are, or what is added to those above.
const PLAIN: u8 = 0;
const UP: u8 = 2;

/// Some rows of a picture, packed by themselves: pictures that have them in common share them.
#[derive(Debug)]
pub struct Band {
    deflated: Vec<u8>,
    sum: Adler,
}

impl Band {
    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.deflated.len()
    }
}

/// Four bits a pixel.
fn pack(row: &[u8]) -> Vec<u8> {
    let pairs = row.chunks_exact(2);
    let last = pairs.remainder().first().map(|last| last << 4);
    pairs.map(|pair| pair[0] << 4 | pair[1]).chain(last).collect()
}

/// Deflates rows one after the other.
struct Packer {
    deflate: Compress,
    out: Vec<u8>,
}

impl Packer {
    /// Rows repeat the one above: with that filter the second level makes what the sixth makes without, in a fifth of the time.
    fn new() -> Self {
        Self {
            deflate: Compress::new(Compression::new(2), false),
            out: Vec::with_capacity(8192),
        }
    }

    fn put(&mut self, bytes: &[u8]) {
        self.take(bytes, FlushCompress::None);
    }

    /// What became of all rows; `ends` when no band follows.
    fn end(mut self, ends: bool) -> Vec<u8> {
        let flush = if ends {
            FlushCompress::Finish
        } else {
            FlushCompress::Full
        };
        self.take(&[], flush);
        self.out
    }

    fn take(&mut self, bytes: &[u8], flush: FlushCompress) {
        let before = self.deflate.total_in();
        loop {
            let taken = usize::try_from(self.deflate.total_in() - before)
                .expect("no more is taken than lies in memory");
            let done = self.deflate.compress_vec(&bytes[taken..], &mut self.out, flush);
            // Memory takes all: what is left over found no room yet.
            if !matches!(done, Ok(Status::Ok | Status::BufError)) || self.out.len() < self.out.capacity() {
                return;
            }
            self.out.reserve(self.out.capacity());
        }
    }
}

/// The check sum of zlib (RFC 1950), of which those of parts are put together.
#[derive(Debug, Clone, Copy)]
struct Adler {
    a: u64,
    b: u64,
    length: u64,
}

impl Default for Adler {
    fn default() -> Self {
        Self {
            a: 1,
            b: 0,
            length: 0,
        }
    }
}

impl Adler {
    const MODULUS: u64 = 65521;

    fn take(&mut self, bytes: &[u8]) {
        // Sums of a row are far from the end of 64 bits.
        for byte in bytes {
            self.a += u64::from(*byte);
            self.b += self.a;
        }
        self.length += bytes.len() as u64;
        (self.a, self.b) = (self.a % Self::MODULUS, self.b % Self::MODULUS);
    }

    fn take_zeros(&mut self, count: usize) {
        self.b = (self.b + self.a * count as u64) % Self::MODULUS;
        self.length += count as u64;
    }

    /// That of what is behind.
    fn append(&mut self, next: Self) {
        let before = self.a + Self::MODULUS - 1;
        self.b = (self.b + next.b + next.length % Self::MODULUS * before) % Self::MODULUS;
        self.a = (before + next.a) % Self::MODULUS;
        self.length += next.length;
    }

    fn bytes(self) -> [u8; 4] {
        let sum = u32::try_from(self.b << 16 | self.a).expect("both are below 65521");
        sum.to_be_bytes()
    }
}

fn rgb(hex: &str) -> [u8; 3] {
    let part = |at: usize| {
        hex.get(at..at + 2)
            .and_then(|two| u8::from_str_radix(two, 16).ok())
    };
    [1, 3, 5].map(|at| part(at).expect("colours are `#rrggbb`: the reader of site.yaml sees to it"))
}

/// So many hundredths of the way from one colour to another.
fn between(from: [u8; 3], to: [u8; 3], hundredths: u16) -> [u8; 3] {
    let mix = |a: u8, b: u8| (u16::from(a) * (100 - hundredths) + u16::from(b) * hundredths) / 100;
    [0, 1, 2].map(|at| u8::try_from(mix(from[at], to[at])).expect("between two bytes lies a byte"))
}
