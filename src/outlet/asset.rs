//! Files: the theme's assets and static files, and those of the site. The site's own come first.

use super::{Job, Made, Ready};
use crate::base::Fingerprint;
use crate::theme::Present;
use std::borrow::Cow;

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let (site, theme) = (present.site, present.theme);
    let own = site.files.iter().map(|(address, file)| Job {
        address: address.clone(),
        source: file.file.clone(),
        ready: Box::new(move || Ready {
            key: Fingerprint::of(&(file.size, file.modified.to_string(), file.path.to_string_lossy())),
            make: Box::new(move || Ok(Made::File(&file.path))),
        }),
    });
    let statics = theme
        .statics
        .values()
        .filter(|asset| !site.files.contains_key(&asset.address));
    let translated = theme
        .translated_assets
        .values()
        .flat_map(|assets| assets.values());
    let given = theme
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
    own.chain(given).collect()
}
