//! What a theme uses that is much work: it is made only for a theme whose theme.yaml names it under
//! `features`. A theme has the features of the one that it extends.

use super::errors::{TEMPLATE_BROKEN, TemplateSources};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::yaml::{self, FIELD_WRONG, Fields, Spanned};
use std::collections::BTreeSet;

/// Something that is made only on demand. A feature is called like the value by which templates use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Titles cut into phrases.
    Phrases,
    /// Structured data for search engines.
    JsonLd,
    /// Addresses of the links in a text, for paper.
    Links,
    /// QR codes of pages.
    Qr,
    /// Pictures for those who share a page.
    Share,
    /// The web app manifest and its icons, with which a phone keeps the site on its home screen.
    Manifest,
    /// Components may see the site: then a change of it renders every text again.
    ComponentSite,
}

/// The features of a theme.
pub(super) type Features = BTreeSet<Feature>;

/// A feature, its name in theme.yaml, and the value that templates see of it.
const FEATURES: [(Feature, &str, &str); 7] = [
    (Feature::Phrases, "phrases", "page.phrases"),
    (Feature::JsonLd, "json_ld", "page.json_ld"),
    (Feature::Links, "links", "page.links"),
    (Feature::Qr, "qr", "page.qr"),
    (Feature::Share, "share", "page.share"),
    (Feature::Manifest, "manifest", "site.manifest"),
    (Feature::ComponentSite, "component_site", "site."),
];

/// Reads `features` of a theme.yaml.
pub(super) fn read(fields: &mut Fields) -> Features {
    let written = fields.texts("features");
    let known = written.iter().filter_map(|word| {
        let found = FEATURES.iter().find(|(_, name, _)| *name == word.value);
        if found.is_none() {
            let unknown = unknown(fields, word);
            fields.push(unknown);
        }
        found.map(|(feature, ..)| *feature)
    });
    known.collect()
}

fn unknown(fields: &Fields, word: &Spanned<String>) -> Diagnostic {
    let (written, names) = (&word.value, FEATURES.map(|(_, name, _)| name));
    let hint = match yaml::nearest(written, names.into_iter()) {
        Some(near) => message!("是不是 {near}？", "did you mean `{near}`?"),
        None => {
            let all = names.join("、");
            message!("可以写：{all}", "it may be: {all}")
        }
    };
    Diagnostic::new(
        &FIELD_WRONG,
        Span::new(fields.file(), word.at.clone()),
        message!("没有 {written} 这个功能", "there is no feature `{written}`"),
    )
    .hint(hint)
}

/// Tells of templates that use what the theme has not declared: it would not be there. Whether there is none.
pub(super) fn check(declared: &Features, sources: &TemplateSources, report: &mut Vec<Diagnostic>) -> bool {
    let before = report.len();
    for (feature, name, value) in FEATURES {
        let folder = match feature {
            Feature::ComponentSite => "components/",
            _ => "",
        };
        let used = || sources.first_use(folder, value);
        let Some(place) = (!declared.contains(&feature)).then(used).flatten() else {
            continue;
        };
        let value = value.trim_end_matches('.');
        report.push(
            Diagnostic::new(
                &TEMPLATE_BROKEN,
                place,
                message!(
                    "模板用了 {value}，theme.yaml 没有写 features: [{name}]",
                    "the template uses {value} but theme.yaml does not say `features: [{name}]`"
                ),
            )
            .hint(message!(
                "在主题的 theme.yaml 的 features 里加上 {name}",
                "add {name} to `features` in the theme's theme.yaml"
            )),
        );
    }
    report.len() == before
}
