//! The sink of an inspection: nothing is kept of what is made but how heavy it is and what pages show.

use super::{Artifact, Sink};
use crate::base::html::decoded;
use crate::base::{Fault, Fingerprint, OutputPath};
use crate::check::inspect::MadePage;
use crate::site::Site;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Text is sent compressed: so many bytes are one.
const COMPRESSED: u64 = 4;

/// What was made, by its path in the output.
#[derive(Debug, Default)]
pub(super) struct Scales(Mutex<HashMap<String, Weighed>>);

#[derive(Debug, Default)]
struct Weighed {
    bytes: u64,
    /// Addresses of what the page shows.
    shows: Vec<String>,
    meta: Vec<String>,
    largest_picture: u64,
}

impl Sink for Scales {
    fn is_up_to_date(&self, _: &OutputPath, _: Fingerprint) -> bool {
        false
    }

    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        let (address, weighed) = match artifact {
            Artifact::Made { address, bytes, .. } if address.as_str().ends_with(".html") => {
                (address, page(&bytes))
            }
            Artifact::Made { address, bytes, .. } | Artifact::Photo { address, bytes, .. } => {
                (address, file(bytes.len() as u64))
            }
            Artifact::File { address, path, .. } => (
                address,
                file(std::fs::metadata(path).map_or(0, |about| about.len())),
            ),
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(address.as_str().to_owned(), weighed);
        Ok(())
    }

    fn wants_search(&self) -> bool {
        false
    }

    fn made(&self, site: &Site) -> Vec<MadePage> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let weighed = site
            .pages
            .entries()
            .filter_map(|(id, page)| Some((id, all.get(page.address.as_str())?)));
        weighed
            .map(|(page, own)| {
                let shown = own.shows.iter().filter_map(|href| {
                    let path = href.strip_prefix(&site.config.base)?;
                    Some(all.get(&*decoded(path))?.bytes)
                });
                MadePage {
                    page,
                    bytes: own.bytes + shown.sum::<u64>(),
                    meta: own.meta.clone(),
                    largest_picture: own.largest_picture,
                }
            })
            .collect()
    }
}

fn file(bytes: u64) -> Weighed {
    Weighed {
        bytes,
        ..Weighed::default()
    }
}

/// What a page weighs and shows; what it says is not kept.
fn page(html: &[u8]) -> Weighed {
    let html = String::from_utf8_lossy(html);
    let values = |before: &str| -> Vec<String> {
        let found = html
            .split(before)
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        found.map(str::to_owned).collect()
    };
    let mut shows = values(" src=\"");
    shows.sort();
    shows.dedup();
    Weighed {
        bytes: html.len() as u64 / COMPRESSED,
        shows,
        meta: values("<meta name=\""),
        largest_picture: html.split("<img").skip(1).map(pixels).max().unwrap_or(0),
    }
}

/// Pixels of a picture by what stands behind `<img`; 0 when its size is not said.
fn pixels(rest: &str) -> u64 {
    let tag = rest.split('>').next().unwrap_or(rest);
    let side = |before: &str| -> Option<u64> { tag.split_once(before)?.1.split('"').next()?.parse().ok() };
    side(" width=\"")
        .unwrap_or(0)
        .saturating_mul(side(" height=\"").unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_picture_of_a_page_is_measured() {
        let html = br#"<img alt="1" src="/a.png" width="80" height="10"><img width="1600" height="900" src="/b.jpg"><img src="/c.svg">"#;
        assert_eq!(page(html).largest_picture, 1600 * 900);
        assert_eq!(page(b"<p>").largest_picture, 0);
    }
}
