//! Pictures in a text.

use super::paper::WIDTH;
use super::xml::Xml;
use crate::picture;

/// A picture that is in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    /// Its part, as the text refers to it.
    pub part: String,
    /// Width and height in pixels.
    size: (u32, u32),
}

/// No picture is larger, in bytes.
const LARGEST: usize = 10 << 20;

/// English metric units in a twentieth of a point.
const EMU: u32 = 635;

/// English metric units in a pixel.
const EMU_OF_PIXEL: u64 = 9525;

/// No picture is higher: the text of a page, with a line of words below, in twentieths of a point.
const HIGHEST: u32 = 11_300;

impl Picture {
    /// The picture with this number; `None` for a form that Word does not show, and for one that is too large.
    pub fn of(bytes: &[u8], number: usize) -> Option<Self> {
        let ending = match bytes {
            [0x89, b'P', b'N', b'G', ..] => "png",
            [0xff, 0xd8, 0xff, ..] => "jpeg",
            [b'G', b'I', b'F', b'8', ..] => "gif",
            _ => return None,
        };
        let size = picture::size(bytes).filter(|(width, height)| *width > 0 && *height > 0)?;
        (bytes.len() <= LARGEST).then(|| Self {
            part: format!("media/image{number}.{ending}"),
            size,
        })
    }

    /// Width and height on paper: as on a screen, or as large as fits.
    fn extent(&self) -> (u64, u64) {
        let (width, height) = (u64::from(self.size.0), u64::from(self.size.1));
        let most = (u64::from(WIDTH * EMU), u64::from(HIGHEST * EMU));
        let wide = (width * EMU_OF_PIXEL).min(most.0);
        let high = wide * height / width;
        if high <= most.1 {
            (wide, high.max(1))
        } else {
            ((most.1 * width / height).max(1), most.1)
        }
    }
}

/// Draws a picture in a run.
pub(super) fn draw(xml: &mut Xml, picture: &Picture, relation: &str, id: usize, words: &str) {
    const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
    const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    let (width, height) = picture.extent();
    let (width, height, id) = (width.to_string(), height.to_string(), id.to_string());
    let name = picture.part.rsplit('/').next().expect("a split has a last part");
    let extent = [("cx", width.as_str()), ("cy", height.as_str())];
    xml.open("w:drawing", &[]);
    xml.open(
        "wp:inline",
        &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")],
    );
    xml.empty("wp:extent", &extent);
    xml.empty("wp:docPr", &[("id", &id), ("name", name), ("descr", words)]);
    xml.open("a:graphic", &[("xmlns:a", DRAWING)]);
    xml.open("a:graphicData", &[("uri", PICTURE)]);
    xml.open("pic:pic", &[("xmlns:pic", PICTURE)]);
    xml.open("pic:nvPicPr", &[]);
    xml.empty("pic:cNvPr", &[("id", &id), ("name", name)]);
    xml.empty("pic:cNvPicPr", &[]);
    xml.close("pic:nvPicPr");
    xml.open("pic:blipFill", &[]);
    xml.empty("a:blip", &[("r:embed", relation)]);
    xml.open("a:stretch", &[]);
    xml.empty("a:fillRect", &[]);
    xml.close("a:stretch");
    xml.close("pic:blipFill");
    xml.open("pic:spPr", &[]);
    xml.open("a:xfrm", &[]);
    xml.empty("a:off", &[("x", "0"), ("y", "0")]);
    xml.empty("a:ext", &extent);
    xml.close("a:xfrm");
    xml.open("a:prstGeom", &[("prst", "rect")]);
    xml.empty("a:avLst", &[]);
    for name in [
        "a:prstGeom",
        "pic:spPr",
        "pic:pic",
        "a:graphicData",
        "a:graphic",
        "wp:inline",
        "w:drawing",
    ] {
        xml.close(name);
    }
}
