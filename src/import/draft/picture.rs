//! Pictures of a document as files beside its draft: each once, without what a camera noted.

use super::DraftFile;
use crate::base::Fingerprint;
use crate::import::model::Picture;
use crate::picture;
use std::collections::HashMap;

/// The pictures of a draft.
pub struct Pictures {
    /// The files.
    pub files: Vec<DraftFile>,
    /// Of each picture of the document the name of its file, and its words.
    shown: Vec<Option<(String, String)>>,
    /// Of each picture where it lies, if it lies elsewhere.
    addresses: Vec<String>,
}

impl Pictures {
    /// Pictures that browsers show, by names in the order of the text.
    pub fn of(all: &[Picture]) -> Self {
        let (mut files, mut known) = (Vec::new(), HashMap::new());
        let mut shown = Vec::new();
        for picture in all {
            let Some(end) = ending(&picture.bytes) else {
                shown.push(None);
                continue;
            };
            let number = files.len() + 1;
            let key = Fingerprint::of_bytes(&picture.bytes).hex();
            let name = known.entry(key).or_insert_with(|| {
                let name = format!("picture-{number}.{end}");
                let clean = picture::clean(&picture.bytes).filter(|clean| clean.complete);
                files.push(DraftFile {
                    name: name.clone(),
                    bytes: clean.map_or_else(|| picture.bytes.clone(), |clean| clean.bytes),
                });
                name
            });
            shown.push(Some((name.clone(), picture.words.clone())));
        }
        let addresses = all.iter().map(|picture| match picture.bytes.is_empty() {
            true => picture.address.clone(),
            false => String::new(),
        });
        Self {
            files,
            shown,
            addresses: addresses.collect(),
        }
    }

    /// Where a picture lies that nobody brought along; `None` for one that is here.
    pub fn missing(&self, index: usize) -> Option<&str> {
        let address = self.addresses.get(index)?;
        (!address.is_empty()).then_some(address)
    }

    /// The file of a picture and its words; `None` when browsers do not show it.
    pub fn get(&self, index: usize) -> Option<(&str, &str)> {
        let (name, words) = self.shown.get(index)?.as_ref()?;
        Some((name, words))
    }
}

/// How the file of a picture is called, by its first bytes; `None` for what browsers do not show.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}
