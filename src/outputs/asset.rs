//! Files: the theme's assets and static files, and those of the site. The site's own come first.

use super::{Job, Made, Ready};
use crate::base::Fingerprint;
use crate::picture::may_have_metadata;
use crate::source::SourceFile;
use crate::theme::Present;
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let (site, theme) = (present.site, present.theme);
    let own = site.files.iter().map(|(address, file)| {
        let picture = present.pictures.get(address);
        let anew = picture.filter(|picture| picture.address == *address);
        match anew.and_then(|picture| picture.file.as_deref()) {
            Some(made) => copy(address, &file.file, made),
            None => given(address, file),
        }
    });
    let statics = theme
        .statics
        .values()
        .filter(|asset| !site.files.contains_key(&asset.address));
    let translated = theme
        .translated_assets
        .values()
        .flat_map(|assets| assets.values());
    let shipped = theme
        .assets
        .values()
        .chain(translated)
        .chain(statics)
        .map(|asset| Job {
            address: asset.address.clone(),
            source: "themes".into(),
            ready: Box::new(move || Ready {
                key: asset.print,
                make: Box::new(move || Ok(Made::Bytes(Cow::Borrowed(&asset.bytes)))),
            }),
        });
    own.chain(pictures(present)).chain(shipped).collect()
}

/// A file as its author gave it; a photo without what its camera noted.
fn given<'s>(address: &str, file: &'s SourceFile) -> Job<'s> {
    let photo = may_have_metadata(address);
    Job {
        address: address.to_owned(),
        source: file.file.clone(),
        ready: Box::new(move || Ready {
            key: Fingerprint::of(&(
                photo,
                file.size,
                file.modified.to_string(),
                file.path.to_string_lossy(),
            )),
            make: Box::new(move || {
                Ok(if photo {
                    Made::Photo(&file.path)
                } else {
                    Made::File(&file.path)
                })
            }),
        }),
    }
}

/// Pictures in other sizes and formats.
fn pictures<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let mut jobs = Vec::new();
    for (address, picture) in present.pictures {
        let Some(of) = present.site.files.get(address) else {
            continue;
        };
        if let Some(made) = picture.file.as_deref().filter(|_| picture.address != *address) {
            jobs.push(copy(&picture.address, &of.file, made));
        }
        let others = picture.renditions.iter();
        jobs.extend(others.map(|other| copy(&other.address, &of.file, &other.file)));
    }
    jobs
}

/// A copy of a file whose name tells what is in it.
fn copy<'s>(address: &str, source: &Arc<str>, file: &'s Path) -> Job<'s> {
    Job {
        address: address.to_owned(),
        source: source.clone(),
        ready: Box::new(move || Ready {
            key: Fingerprint::of(&("picture", file.file_name().unwrap_or_default().to_string_lossy())),
            make: Box::new(move || Ok(Made::File(file))),
        }),
    }
}
