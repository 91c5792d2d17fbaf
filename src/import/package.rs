//! An office document as the archive that it is: its parts by name, and none of them larger than any office writes.

use super::formats::Unreadable;
use super::xml::{self, Element, XmlError};
use crate::message;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// No part of text is larger, in bytes: a text of 2,000 pages has less.
const LARGEST_TEXT: u64 = 40 << 20;

/// No picture is larger, in bytes.
const LARGEST_PICTURE: u64 = 48 << 20;

/// All that is read of one document, in bytes.
const MOST: u64 = 80 << 20;

/// Entries that an archive may have.
const MOST_ENTRIES: usize = 10_000;

/// An archive of parts.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Names in lower case with `/`, and where they are.
    names: HashMap<String, usize>,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens an archive.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        if archive.len() > MOST_ENTRIES {
            return Err(too_much());
        }
        let mut names = HashMap::new();
        for (at, name) in archive.file_names_raw().enumerate() {
            let name = String::from_utf8_lossy(name).replace('\\', "/").to_lowercase();
            names.entry(name.trim_start_matches('/').to_owned()).or_insert(at);
        }
        Ok(Self {
            archive,
            names,
            left: MOST,
        })
    }

    /// The XML parts of a folder, not those of folders in it; names in lower case, in order.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let own = |name: &&String| {
            let rest = name.strip_prefix(folder);
            rest.is_some_and(|rest| rest.ends_with(".xml") && !rest.contains('/'))
        };
        let mut names: Vec<String> = self.names.keys().filter(own).cloned().collect();
        names.sort_unstable();
        names
    }

    /// A part that is a text; `None` when there is none of this name.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(bytes) = self.bytes(name, LARGEST_TEXT)? else {
            return Ok(None);
        };
        let text = match bytes.as_slice() {
            [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
            [0xef, 0xbb, 0xbf, ..] => String::from_utf8(bytes[3..].to_vec()).ok(),
            _ => String::from_utf8(bytes).ok(),
        };
        text.map(Some).ok_or_else(damaged)
    }

    /// A picture; `None` when it is not there, damaged or larger than pictures are.
    pub fn picture(&mut self, name: &str) -> Option<Vec<u8>> {
        self.bytes(name, LARGEST_PICTURE).ok().flatten()
    }

    fn bytes(&mut self, name: &str, largest: u64) -> Result<Option<Vec<u8>>, Unreadable> {
        let name = name.trim_start_matches('/').to_lowercase();
        let Some(at) = self.names.get(&name).copied() else {
            return Ok(None);
        };
        let entry = self.archive.by_index(at).map_err(|_| damaged())?;
        let most = largest.min(self.left);
        let mut bytes = Vec::new();
        // What an archive says of its sizes is not believed.
        entry
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| damaged())?;
        let length = bytes.len() as u64;
        if length > most {
            return Err(too_much());
        }
        self.left -= length;
        Ok(Some(bytes))
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).ok()
}

/// Reads a part as XML.
pub fn tree(text: &str) -> Result<Element<'_>, Unreadable> {
    tree_without(text, &[])
}

/// Reads a part as XML, without elements of these names.
pub fn tree_without<'x>(text: &'x str, ignored: &[&str]) -> Result<Element<'x>, Unreadable> {
    xml::read(text, ignored).map_err(|error| match error {
        XmlError::Broken => damaged(),
        XmlError::TooMuch => too_much(),
        XmlError::Declares => Unreadable::new(
            message!(
                "里面声明了实体，办公软件不会这样写",
                "it declares entities, which no office program does"
            ),
            message!(
                "它不是普通的文档：向发来的人核实",
                "it is no ordinary document: ask who sent it"
            ),
        ),
    })
}

/// What is said of an archive that is broken off or damaged.
pub fn damaged() -> Unreadable {
    Unreadable::new(
        message!("文件不完整或已损坏", "the file is incomplete or damaged"),
        message!(
            "用办公软件打开看看，另存一份再导入；打不开就请人重发",
            "open it in an office program, save it anew and import that; or have it sent again"
        ),
    )
}

fn too_much() -> Unreadable {
    Unreadable::new(
        message!(
            "解开来太大，不像普通的文档",
            "it is larger, when unpacked, than documents are"
        ),
        message!(
            "用办公软件打开看看；真有这么大，就分成几份",
            "open it in an office program; if it is really that large, split it"
        ),
    )
}
