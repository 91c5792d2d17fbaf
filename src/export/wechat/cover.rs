//! Covers: a wide one and a square one, of the page's own cover or of its card.

use crate::base::{Diagnostic, Message, OutputPath};
use crate::export::{ExportFile, ExportedPage};
use crate::message;
use crate::outputs::card;
use crate::picture::{self, Encoded};

/// Pixels of the wide cover, 2.35 to 1, and of a side of the square one.
const WIDE: (u32, u32) = (1175, 500);
const SQUARE: (u32, u32) = (600, 600);

/// The covers of an article.
pub(super) struct Covers {
    /// The wide one, then the square one.
    pub files: [ExportFile; 2],
    /// What is to be known of them.
    pub told: Vec<Message>,
}

impl Covers {
    /// Those of a page; a diagnostic when its picture cannot be read.
    pub fn of(page: &ExportedPage<'_>) -> Result<Self, Diagnostic> {
        let mut told = Vec::new();
        if let Some(bytes) = own(page)? {
            let (wide, square) = (
                picture::cropped(&bytes, WIDE.0, WIDE.1),
                picture::cropped(&bytes, SQUARE.0, SQUARE.1),
            );
            if let (Ok(wide), Ok(square)) = (wide, square) {
                let across = picture::size(&bytes).map_or(0, |(across, _)| across);
                if across < 900 {
                    told.push(message!(
                        "封面图只有 {across} 像素宽，放大后会模糊：换一张至少 900 像素宽的",
                        "the cover is only {across} pixels wide and was made larger: take one of at least 900"
                    ));
                }
                return Ok(Self {
                    files: [file("cover", wide), file("cover-square", square)],
                    told,
                });
            }
            told.push(message!(
                "封面图裁不了（要 JPG、PNG 或 WebP），用了本页的卡片图",
                "the cover cannot be cut (JPG, PNG or WebP can): the page's card is used"
            ));
        }
        let card = |name: &str, bytes| ExportFile::new(format!("{name}.png"), bytes);
        Ok(Self {
            files: [
                card("cover", card::wide(page.inputs, page.page, WIDE)),
                card("cover-square", card::emblem_square(page.inputs, page.page)),
            ],
            told,
        })
    }
}

/// The bytes of the page's own cover.
fn own(page: &ExportedPage<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
    let Some(cover) = &page.view.page.cover else {
        return Ok(None);
    };
    let config = &page.site().config;
    let mut files = page.site().files.keys();
    let path: Option<&OutputPath> = files.find(|path| config.href(path.address()) == cover.src);
    path.map_or(Ok(None), |path| (page.file)(path))
}

fn file(name: &str, made: Encoded) -> ExportFile {
    ExportFile::new(format!("{name}.{}", made.kind.extension()), made.bytes)
}
