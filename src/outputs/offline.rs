//! sw.js: what a reader has seen opens again without a network. Only where site.yaml says `offline: true`.
//! A file of the site's own under the same name replaces it.

use super::job::{PrepareJob, of_bytes};
use crate::base::Fingerprint;
use crate::theme::ViewBuilder;
use serde_json::{Value as Json, json};

const SCRIPT: &str = include_str!("offline.js");

pub(super) fn job<'s>(present: &'s ViewBuilder<'s>) -> PrepareJob<'s> {
    of_bytes(move || script(present).into_bytes())
}

fn script(present: &ViewBuilder<'_>) -> String {
    let home = present.site.config.href("");
    let named = |name: &str| present.assets.get(name).cloned().unwrap_or_default();
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
