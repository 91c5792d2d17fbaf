//! sw.js: what a reader has seen opens again without a network. Only where site.yaml says `offline: true`.
//! A file of the site's own under the same name replaces it.

use super::job::{PrepareJob, of_bytes};
use crate::base::Fingerprint;
use crate::site::Site;
use crate::theme::{Asset, Theme};
use serde_json::{Value as Json, json};

const SCRIPT: &str = include_str!("offline.js");

pub(super) fn job<'s>(site: &'s Site, theme: &'s Theme) -> PrepareJob<'s> {
    of_bytes(move || script(site, theme).into_bytes())
}

fn script(site: &Site, theme: &Theme) -> String {
    let home = site.config.href("");
    let href = |asset: &Asset| site.config.href(asset.address.address());
    let named = |name: &str| theme.assets.get(name).map(href).unwrap_or_default();
    let mut first = vec![home.clone(), named("style.css"), named("script.js")];
    first.retain(|href| !href.is_empty());
    // Other assets are another version: what was kept of the old one goes.
    let version = Fingerprint::of(&(SCRIPT, &first)).hex()[..10].to_owned();
    let put = |text: String, (name, value): (&str, Json)| text.replacen(name, &value.to_string(), 1);
    let values = [
        ("$HOME", json!(home)),
        ("$STYLE", json!(named("style.css"))),
        ("$FIRST", json!(first)),
        ("$NAME", version.into()),
    ];
    values.into_iter().fold(SCRIPT.to_owned(), put)
}
