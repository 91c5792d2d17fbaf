//! A picture of few colours, and how it becomes a PNG.

/// Places in the palette.
const GROUND: u8 = 0;
pub(super) const WALL: u8 = 1;
pub(super) const PANE: u8 = 2;
pub(super) const LAMP: u8 = 3;
pub(super) const PALE: u8 = 4;
pub(super) const DIM: u8 = 5;

const LAMP_LIGHT: [u8; 3] = [0xf0, 0xb4, 0x45];
const PALE_INK: [u8; 3] = [0xfb, 0xf3, 0xe6];

/// A picture in the making.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    palette: Vec<u8>,
    /// One byte a pixel: its place in the palette.
    pixels: Vec<u8>,
}

impl Canvas {
    /// All ground; `colors` are `#rrggbb` of ground and wall.
    pub fn new(width: usize, height: usize, colors: &[String; 2]) -> Self {
        let (ground, wall) = (rgb(&colors[0]), rgb(&colors[1]));
        let palette = [
            ground,
            wall,
            between(wall, [255; 3], 9),
            LAMP_LIGHT,
            PALE_INK,
            between(ground, PALE_INK, 78),
        ];
        Self {
            width,
            height,
            palette: palette.concat(),
            pixels: vec![GROUND; width * height],
        }
    }

    /// A rectangle, as far as it is in the picture.
    pub fn fill(&mut self, left: usize, top: usize, width: usize, height: usize, color: u8) {
        let (left, right) = (left.min(self.width), (left + width).min(self.width));
        for y in top.min(self.height)..(top + height).min(self.height) {
            self.pixels[y * self.width + left..y * self.width + right].fill(color);
        }
    }

    /// The picture, four bits a pixel.
    pub fn png(&self) -> Vec<u8> {
        let stride = self.width.div_ceil(2);
        let mut packed = Vec::with_capacity(stride * self.height);
        let mut above: &[u8] = &[];
        for row in self.pixels.chunks(self.width) {
            // Nine rows in ten are the one above once more.
            if row == above {
                packed.extend_from_within(packed.len() - stride..);
                continue;
            }
            above = row;
            let pairs = row.chunks_exact(2);
            let last = pairs.remainder().first();
            packed.extend(pairs.map(|pair| pair[0] << 4 | pair[1]));
            packed.extend(last.map(|last| last << 4));
        }
        let size = |size: usize| u32::try_from(size).expect("a card has a thousand pixels a side");
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(self.palette.as_slice());
        // Rows repeat the one above: with that filter the second level makes what the sixth makes without, in a fifth of the time.
        encoder.set_deflate_compression(png::DeflateCompression::Level(2));
        encoder.set_filter(png::Filter::Up);
        // Writing to memory.
        let _ = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&packed));
        out
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
