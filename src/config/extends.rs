//! `extends`: the upstream of a site.

use crate::base::{Diagnostic, Span, path};
use crate::message;
use crate::yaml::{FIELD_MISSING, FIELD_WRONG};
use crate::yaml::{Fields, Spanned, YamlValue};
use serde::{Deserialize, Serialize};

/// Where the upstream site is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extends {
    /// A folder, from the one of the site.yaml that says so.
    Folder(String),
    /// A git repository.
    Git {
        /// Its address.
        url: String,
        /// Branch, tag or commit.
        rev: String,
        /// The site's folder inside; empty for the repository itself.
        path: String,
    },
    /// A zip or tar.gz file.
    Archive {
        /// From the folder of the site.yaml that says so.
        file: String,
        /// SHA-256 of the file, in hexadecimal digits.
        sha256: Option<String>,
        /// The site's folder inside; empty for the archive itself.
        path: String,
    },
}

pub(super) fn read(fields: &mut Fields) -> Option<Spanned<Extends>> {
    let node = fields.node("extends")?;
    let at = node.at.clone();
    let value = match node.value {
        YamlValue::Text(folder) => Some(Extends::Folder(folder)),
        YamlValue::Map(_) => {
            let mut map = Fields::new(fields.file(), node);
            let found = of_map(&mut map);
            let told = map.has_error(&FIELD_MISSING) || map.has_error(&FIELD_WRONG);
            fields.merge_errors(map.finish());
            if found.is_none() && told {
                return None;
            }
            found
        }
        _ => None,
    };
    if value.is_none() {
        let place = Span::new(fields.file(), at.clone());
        fields.push(
            Diagnostic::new(
                &FIELD_WRONG,
                place,
                message!(
                    "extends 没有说清上级站点在哪里",
                    "`extends` does not say where the upstream site is"
                ),
            )
            .hint(message!(
                "写文件夹（../national），或 {{git: 网址, rev: 版本}}，或 {{archive: 文件.zip, sha256: …}}",
                "write a folder (../national), or {{git: URL, rev: …}}, or {{archive: FILE.zip, sha256: …}}"
            )),
        );
    }
    value.map(|value| Spanned { value, at })
}

fn of_map(map: &mut Fields) -> Option<Extends> {
    let inside = inside(map);
    let sha256 = map.text("sha256");
    let rev = map.text("rev");
    match (map.text("git"), map.text("archive")) {
        (Some(git), None) => {
            if let Some(extra) = sha256 {
                map.error(
                    &extra.at,
                    message!("sha256 只用于 archive", "`sha256` goes with `archive`"),
                );
            }
            if rev.is_none() {
                map.missing("rev", git.at.clone());
            }
            Some(Extends::Git {
                url: git.value,
                rev: rev?.value,
                path: inside,
            })
        }
        (None, Some(archive)) => {
            if let Some(extra) = rev {
                map.error(&extra.at, message!("rev 只用于 git", "`rev` goes with `git`"));
            }
            Some(Extends::Archive {
                file: archive.value,
                sha256: sha256.map(|text| text.value.to_ascii_lowercase()),
                path: inside,
            })
        }
        _ => None,
    }
}

/// The site's folder inside a repository or an archive.
fn inside(map: &mut Fields) -> String {
    let Some(written) = map.text("path") else {
        return String::new();
    };
    let plain = written.value.trim_end_matches('/');
    if plain == "." || path::is_plain(plain) {
        return plain.trim_start_matches('.').to_owned();
    }
    map.error(
        &written.at,
        message!(
            "path 是里面的文件夹，不能往外指",
            "`path` is a folder inside and cannot lead out"
        ),
    );
    String::new()
}
