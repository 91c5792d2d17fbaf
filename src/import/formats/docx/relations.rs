//! Relations of a part: what its ids stand for.

use crate::import::formats::Unreadable;
use crate::import::package::{Package, tree};
use std::collections::HashMap;

/// What an id stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The last part of its type: `image`, `hyperlink`, `footnotes`.
    pub sort: String,
    /// The part, from the root of the archive, or the address.
    pub target: String,
    /// It is outside the document.
    pub outside: bool,
}

/// The relations of a part by their ids.
pub type Relations = HashMap<String, Relation>;

/// Reads the relations of a part; `""` is the archive itself.
pub fn of(package: &mut Package<'_>, part: &str) -> Result<Relations, Unreadable> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let place = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let Some(text) = package.text(&format!("{place}_rels/{name}.rels"))? else {
        return Ok(Relations::new());
    };
    let root = tree(&text)?;
    let found = root.elements().filter_map(|element| {
        let target = element.attribute("Target")?;
        let outside = element.attribute("TargetMode") == Some("External");
        let sort = element.attribute("Type")?.rsplit('/').next()?.to_owned();
        let relation = Relation {
            sort,
            target: if outside {
                target.to_owned()
            } else {
                resolved(folder, target)
            },
            outside,
        };
        Some((element.attribute("Id")?.to_owned(), relation))
    });
    Ok(found.collect())
}

/// A target of a part in a folder, from the root of the archive.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
