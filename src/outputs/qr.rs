//! QR codes: the absolute URL of each written page, beside it, as SVG.

use super::job::{PrepareJob, of_view};
use crate::base::PageId;
use crate::site::Site;
use fast_qr::{ECL, QRBuilder, QRCode};

/// Light squares around the code, without which it is not found.
const QUIET: usize = 4;

pub(super) fn job<'s>(site: &'s Site, page: PageId) -> PrepareJob<'s> {
    let url = move || site.config.absolute(&site.href(page));
    of_view(url, |url, _| Ok(draw(url.as_str()).into_bytes().into()))
}

/// The code of a URL as PNG, with squares of eight pixels; `None` for one that is too long for any code.
pub fn png(url: &str) -> Option<Vec<u8>> {
    const SIDE: usize = 8;
    let code = code(url)?;
    let width = code.size;
    let size = (width + 2 * QUIET) * SIDE;
    let mut bits = vec![u8::MAX; size.div_ceil(8) * size];
    let squares = (0..width).flat_map(|y| (0..width).map(move |x| (x, y)));
    for (x, y) in squares.filter(|(x, y)| code[*y][*x].value()) {
        let (x, y) = (x + QUIET, y + QUIET);
        // A square is as wide as a byte.
        for row in y * SIDE..(y + 1) * SIDE {
            bits[row * size.div_ceil(8) + x] = 0;
        }
    }
    let side = u32::try_from(size).ok()?;
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().ok()?.write_image_data(&bits).ok()?;
    Some(out)
}

/// The code of a text, which stays readable with a seventh of it damaged; `None` for one that is too long for any code.
fn code(text: &str) -> Option<QRCode> {
    QRBuilder::new(text).ecl(ECL::M).build().ok()
}

/// The code of a URL. One that is too long for any code is an empty picture.
fn draw(url: &str) -> String {
    let code = code(url);
    let width = code.as_ref().map_or(0, |code| code.size);
    let size = width + 2 * QUIET;
    let mut path = String::new();
    for y in 0..width {
        let row = code.iter().flat_map(|code| &code[y]).map(|square| square.value());
        let row: Vec<bool> = row.collect();
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] {
                path.push_str(&format!("M{} {}h{}v1H{0}z", x + QUIET, y + QUIET, run.len()));
            }
            x += run.len();
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a camera would see of the drawing: squares of six pixels.
    fn read(svg: &str) -> String {
        let size: usize = svg
            .split("viewBox=\"0 0 ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let mut dark = vec![false; size * size];
        for run in svg.split("<path d=\"M").nth(1).unwrap().split('M') {
            let (x, rest) = run.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            let start = y.parse::<usize>().unwrap() * size + x.parse::<usize>().unwrap();
            dark[start..start + length].fill(true);
        }
        let mut seen = rqrr::PreparedImage::prepare_from_greyscale(size * 6, size * 6, |x, y| {
            if dark[y / 6 * size + x / 6] { 0 } else { 255 }
        });
        seen.detect_grids()[0].decode().unwrap().1
    }

    #[test]
    fn a_camera_reads_the_url_that_was_drawn() {
        for url in [
            "https://example.org/".to_owned(),
            "https://example.org/jsx/campaigns/hunyu-xinfeng/".to_owned(),
            format!("https://example.org/{}/", "%E5%A9%9A".repeat(40)),
        ] {
            assert_eq!(read(&draw(&url)), url);
        }
    }

    #[test]
    fn a_camera_reads_the_png_too() {
        let url = "https://example.org/jsx/policies/notice/";
        let png = png(url).unwrap();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(&png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut grey = vec![0; reader.output_buffer_size().unwrap()];
        let about = reader.next_frame(&mut grey).unwrap();
        let (width, height) = (about.width as usize, about.height as usize);
        let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
        assert_eq!(seen.detect_grids()[0].decode().unwrap().1, url);
        assert_eq!(super::png(&"x".repeat(5000)), None);
    }

    #[test]
    fn a_url_that_no_code_holds_is_an_empty_picture() {
        assert!(draw(&"x".repeat(5000)).contains("viewBox=\"0 0 8 8\""));
    }
}
