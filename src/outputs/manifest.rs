//! The site on the first screen of a phone: manifest.webmanifest and its icons, drawn in the office's colour.
//! A file of the site's own under the same name replaces each.

use super::card::draw_square;
use super::job::{PrepareJob, of_bytes, of_view};
use crate::base::PageLanguage;
use crate::site::Site;
use crate::site::route::ICONS;
use crate::theme::from_site::{Emblem, color};
use crate::theme::{Theme, ViewInputs};
use serde_json::{Value as Json, json};

pub(super) fn manifest_job<'s>(site: &'s Site, theme: &'s Theme) -> PrepareJob<'s> {
    of_bytes(move || format!("{:#}\n", manifest(site, theme)).into_bytes())
}

pub(super) fn icon_job<'s>(inputs: &'s ViewInputs<'s>, width: usize) -> PrepareJob<'s> {
    of_view(
        move || (width, Emblem::of(inputs, inputs.site.home(&PageLanguage::Own))),
        |(width, emblem), _| Ok(draw_square(&emblem, width).into()),
    )
}

fn manifest(site: &Site, theme: &Theme) -> Json {
    let config = &site.config;
    let drawn = ICONS.map(|(name, width)| {
        json!({"src": config.href(name), "sizes": format!("{width}x{width}"), "type": "image/png"})
    });
    let own = theme.assets.get("icon.svg");
    let own = own.map(
        |asset| json!({"src": config.href(asset.address.address()), "sizes": "any", "type": "image/svg+xml"}),
    );
    let icons: Vec<Json> = own.into_iter().chain(drawn).collect();
    let home = site.home(&PageLanguage::Own);
    let summary = &site.pages[home].document.front.summary;
    let about = summary.as_ref().map(|summary| site.fill(home, &summary.value));
    json!({
        "name": config.name,
        "short_name": config.name,
        "description": about.or_else(|| config.brand.slogan.clone()).unwrap_or_default(),
        "lang": config.language.tag(),
        "start_url": config.base,
        "scope": config.base,
        "display": "minimal-ui",
        "theme_color": color(config),
        "background_color": "#faf7f1",
        "icons": icons,
    })
}
