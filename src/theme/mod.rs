//! Themes: the only door to Tera, and all that templates see.
//!
//! In goes the theme's files of every layer, nearest first, with the built-in theme last; out come pages
//! from views. A template sees its view and nothing else: no file, no clock, no environment.
//!
//! Not here: which pages there are (`outputs`).

mod answers;
mod bounds;
mod dictionary;
mod errors;
mod feature;
pub mod from_site;
mod glyph;
mod images;
pub mod json_ld;
mod paint;
mod phrase;
mod scan;
mod settings;
mod stack;
mod text;
mod translator;
pub mod view;
mod words;

pub use answers::fill;
pub use bounds::{RenderLog, RunningRender};
pub use errors::{TEMPLATE_BROKEN, TEMPLATE_COSTLY, TEMPLATE_MISSING};
pub use feature::Feature;
pub use from_site::ViewInputs;
pub use glyph::{Glyph, cells, glyph};
pub use phrase::{PhraseEnds, Phrases};
pub(crate) use settings::extends;
pub use stack::{Asset, ThemeFile, built_in};
pub use text::{PageText, RememberRender, body_fingerprint};
pub use translator::Translator;
pub use words::THEME_WRONG;

use crate::base::{Diagnostic, Fingerprint, Language, Translations};
use crate::config::TemplateLimits;
use crate::site::RouteOptions;
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Context, Tera};

/// A theme, ready to make pages.
#[derive(Debug)]
pub struct Theme {
    /// `None` when a template is broken: that has been told, and nothing is made.
    tera: Option<Tera>,
    /// The same templates with the words of other languages.
    translated: BTreeMap<Language, Tera>,
    /// What the program and the theme say in other languages.
    pub words: Arc<Translations>,
    sources: errors::TemplateSources,
    /// Of all its files and of the brand: what pages are made with.
    pub fingerprint: Fingerprint,
    /// Of its files alone: what bodies are rendered with.
    pub files: Fingerprint,
    /// Options with their defaults.
    pub options: Arc<Json>,
    /// Names of components.
    pub components: BTreeSet<String>,
    /// `{asset name: asset}`
    pub assets: BTreeMap<String, Asset>,
    /// By language, those that are others in it.
    pub translated_assets: BTreeMap<Language, BTreeMap<String, Asset>>,
    /// Files that are copied as they are: path in the output, asset.
    pub statics: BTreeMap<String, Asset>,
    /// What its templates use that is much work.
    features: feature::Features,
    /// What a page may cost, if a template is of a site above.
    limits: Option<TemplateLimits>,
    /// Where it says what it is making then.
    log: Arc<RenderLog>,
}

impl Theme {
    /// Whether its templates use a feature.
    pub fn uses(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    /// Whether there is such a template.
    pub fn has(&self, template: &str) -> bool {
        self.tera
            .as_ref()
            .is_some_and(|tera| tera.contains_template(template))
    }

    /// All files that it puts out.
    pub fn shipped(&self) -> impl Iterator<Item = &Asset> {
        let translated = self.translated_assets.values().flat_map(|assets| assets.values());
        self.assets
            .values()
            .chain(translated)
            .chain(self.statics.values())
    }

    /// What of its site is published on its account.
    pub fn routes(&self) -> RouteOptions {
        RouteOptions {
            leaflets: self.has("leaflet.html"),
            qr_codes: self.uses(Feature::Qr),
            cards: self.uses(Feature::Share),
            manifest: self.uses(Feature::Manifest),
            shipped: self.shipped().map(|asset| asset.address.clone()).collect(),
        }
    }

    /// Makes a part of a page from its view, in a language.
    pub fn render<V: Serialize>(
        &self,
        template: &str,
        view: &V,
        language: &Language,
    ) -> Result<String, Vec<Diagnostic>> {
        let html = self.page(template, view, language, 0)?;
        // Templates and values are text, so what they make is.
        Ok(String::from_utf8(html).expect("templates write UTF-8"))
    }

    /// Makes a page from its view, in bytes and with the theme's words in a language; `room` is about how
    /// long it will be.
    pub fn page<V: Serialize>(
        &self,
        template: &str,
        view: &V,
        language: &Language,
        room: usize,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let tera = self
            .translated
            .get(language)
            .or(self.tera.as_ref())
            .ok_or_else(Vec::new)?;
        let mut html = Vec::with_capacity(room);
        let made = Context::from_serialize(view).and_then(|context| match self.limits {
            Some(limits) => self.render_within(limits, tera, template, &context, &mut html),
            None => tera.render_to(template, &context, &mut html),
        });
        made.map_err(|error| vec![self.sources.explain(&error, template)])?;
        Ok(html)
    }

    /// Makes a page of a theme that is not only the site's own, within limits.
    fn render_within(
        &self,
        limits: TemplateLimits,
        tera: &Tera,
        template: &str,
        context: &Context,
        html: &mut Vec<u8>,
    ) -> Result<(), tera::Error> {
        let _entry = self.log.begin(RunningRender {
            file: self.sources.file(template),
            seconds: limits.seconds,
        });
        bounds::within(limits, html, |out| tera.render_to(template, context, out))
    }

    /// The first template of these that the theme has.
    pub fn choose<'n>(&self, names: &'n [String]) -> Result<&'n str, Vec<Diagnostic>> {
        let found = names.iter().map(String::as_str).find(|name| self.has(name));
        found.ok_or_else(|| {
            if self.tera.is_some() {
                vec![self.sources.missing(names)]
            } else {
                Vec::new()
            }
        })
    }
}
