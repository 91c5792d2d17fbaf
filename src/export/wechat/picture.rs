//! Pictures of an article: files in the order in which they are to be uploaded.

use crate::base::{Diagnostic, Message, OutputPath};
use crate::export::{ExportFile, ExportedPage};
use crate::html::unescape;
use crate::message;
use crate::picture;

/// The most that the editor takes.
const MAX_BYTES: usize = 10_000_000;

/// What pictures of an article are called.
const FOLDER: &str = "pictures";

/// The pictures of an article.
#[derive(Default)]
pub(super) struct Pictures {
    /// Path in the output and its file.
    shown: Vec<(OutputPath, ExportFile)>,
    /// What the editor does not take.
    pub told: Vec<Message>,
    /// What could not be read.
    pub wrong: Vec<Diagnostic>,
}

impl Pictures {
    /// The file for the picture that a text shows at an address, escaped as it is written; `None` for one that cannot be had.
    pub fn shown(&mut self, page: &ExportedPage<'_>, src: &str) -> Option<String> {
        let src = unescape(src);
        let config = &page.site().config;
        let files = &page.site().files;
        let path = files
            .keys()
            .find(|path| config.href(path.address()).as_str() == src);
        let Some(path) = path else {
            self.told.push(message!(
                "图在别的地方，要自己存下来再上传：{src}",
                "a picture is elsewhere: save it and upload it yourself: {src}"
            ));
            return None;
        };
        if let Some((_, known)) = self.shown.iter().find(|(own, _)| own == path) {
            return Some(known.name.clone());
        }
        match self.bytes(page, path) {
            Ok(Some(bytes)) => Some(self.add(path, bytes)),
            Ok(None) => None,
            Err(wrong) => {
                self.wrong.push(wrong);
                None
            }
        }
    }

    /// Adds a picture that was made for the article.
    pub fn made(&mut self, path: &OutputPath, bytes: Vec<u8>) -> String {
        self.add(path, bytes)
    }

    /// The files.
    pub fn files(self) -> impl Iterator<Item = ExportFile> {
        self.shown.into_iter().map(|(_, file)| file)
    }

    /// The bytes of a picture in a form that the editor takes, where there is one.
    fn bytes(&self, page: &ExportedPage<'_>, path: &OutputPath) -> Result<Option<Vec<u8>>, Diagnostic> {
        let own = (page.file)(path)?;
        if own
            .as_ref()
            .is_some_and(|bytes| is_taken(bytes) && bytes.len() <= MAX_BYTES)
        {
            return Ok(own);
        }
        if let Some(Ok(made)) = own
            .as_deref()
            .filter(|bytes| !is_taken(bytes))
            .map(picture::as_usual)
        {
            return Ok(Some(made.bytes));
        }
        let sizes = page.inputs.pictures.get(path.as_str());
        let widest = sizes.and_then(|picture| picture.renditions.last());
        let jpeg = widest.map(|rendition| (page.file)(&OutputPath::at(&rendition.address)));
        Ok(jpeg.transpose()?.flatten().or(own))
    }

    fn add(&mut self, path: &OutputPath, bytes: Vec<u8>) -> String {
        let number = self.shown.len() + 1;
        let ending = ending(&bytes)
            .or_else(|| path.as_str().rsplit_once('.').map(|(_, ending)| ending))
            .unwrap_or("bin");
        let name = format!("{FOLDER}/{number:02}.{ending}");
        if !is_taken(&bytes) {
            self.told.push(message!(
                "{name}：公众号不收 {ending} 的图，先另存为 PNG 或 JPG",
                "{name}: WeChat takes no {ending}: save it as PNG or JPG first"
            ));
        } else if bytes.len() > MAX_BYTES {
            let megabytes = bytes.len() / 1_000_000;
            self.told.push(message!(
                "{name}：有 {megabytes} MB，公众号最多收 10 MB，先缩小",
                "{name}: {megabytes} MB; WeChat takes 10 MB at most: make it smaller first"
            ));
        }
        self.shown
            .push((path.clone(), ExportFile::new(name.clone(), bytes)));
        name
    }
}

/// Whether the editor takes a picture like this.
fn is_taken(bytes: &[u8]) -> bool {
    ending(bytes).is_some()
}

/// How the names of pictures end that the editor takes, by their first bytes.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    [
        (&b"\xff\xd8\xff"[..], "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF8", "gif"),
    ]
    .into_iter()
    .find_map(|(first, ending)| bytes.starts_with(first).then_some(ending))
}
