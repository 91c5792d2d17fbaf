//! Inspection: what must not be published, found before it is. One file a rule or a family of rules, one row in
//! [`INSPECTIONS`].
//!
//! In goes the site as a build knows it, with the words of each page by blocks ([`Prose`]); out come diagnostics like those of
//! a build. Comments in the text quiet single places ([`quiet`]).
//!
//! What always holds: a rule that is not right nearly always is told only to those who ask for it (level `Off`). Of pages
//! that come from an upstream as they are only vetoes are told: the rest is for their authors.
//!
//! Not here: which words there are and where they stand (`markdown`), how findings are shown (`cli`).

mod date_impossible;
mod digits;
mod name_broken;
mod personal_card;
mod personal_id;
mod personal_phone;
mod quiet;
mod secrecy_mark;
mod sentence_cut;
mod term_wrong;
mod terms;

pub use quiet::Quiet;
pub use terms::{FILE as TERMS_FILE, Term, Terms};

use super::ClauseText;
use super::dates::{DATE_AHEAD, DATE_ORDER};
use crate::base::{Chapter, Diagnostic, PageId, Rule, Span};
use crate::config::Profile;
use crate::document::Document;
use crate::markdown::{BlockForm, Prose, TextBlock};
use crate::site::Site;
use std::ops::Range;
use std::sync::Arc;

/// An inspection: the rules that it looks after, and what it looks at.
pub(super) struct Inspection {
    /// The norm that asks for it, by its number; empty for none.
    norm: &'static str,
    /// Its rules.
    pub rules: &'static [&'static Rule],
    /// Those of them that are errors for sites of the government.
    pub graver: &'static [&'static Rule],
    /// Looks at the words of a page, or of a file of settings that is published with the pages.
    text: Option<fn(&InspectedText<'_>, &mut Vec<Diagnostic>)>,
    /// Looks at the site as a whole.
    site: Option<fn(&InspectedSite<'_>, &mut Vec<Diagnostic>)>,
}

impl Inspection {
    /// One that looks at nothing.
    const NONE: Self = Self {
        norm: "",
        rules: &[],
        graver: &[],
        text: None,
        site: None,
    };
}

/// All inspections, in the order of the handbook.
pub(super) const INSPECTIONS: &[Inspection] = &[
    name_broken::INSPECTION,
    sentence_cut::INSPECTION,
    term_wrong::INSPECTION,
    date_impossible::INSPECTION,
    personal_id::INSPECTION,
    personal_phone::INSPECTION,
    personal_card::INSPECTION,
    secrecy_mark::INSPECTION,
    quiet::INSPECTION,
];

/// A rule whose finding makes that of another one at the same place needless.
const STANDS_FOR: &[(&Rule, &Rule)] = &[
    (&date_impossible::DATE_IMPOSSIBLE, &DATE_AHEAD),
    (&date_impossible::DATE_IMPOSSIBLE, &DATE_ORDER),
];

/// Words as inspections see them: a page, or a file of settings.
pub struct InspectedText<'i> {
    /// The whole site.
    pub site: &'i Site,
    /// The page; `None` for a file of settings.
    pub page: Option<PageId>,
    /// The file that its places are in, unless its document knows better.
    pub file: &'i Arc<str>,
    /// Its words, those of front matter first.
    pub prose: &'i Prose,
    /// Names and phrases, and what they are mistaken for.
    pub terms: &'i Terms,
    /// Words of clauses.
    pub words: &'i ClauseText<'i>,
}

/// A site as inspections see it.
pub struct InspectedSite<'i> {
    /// The site.
    pub site: &'i Site,
}

impl InspectedText<'_> {
    /// The page as its author wrote it.
    fn document(&self) -> Option<&Document> {
        self.page.map(|page| &*self.site.pages[page].document)
    }

    /// The blocks.
    fn blocks(&self) -> &[TextBlock] {
        &self.prose.blocks
    }

    /// A place of the source.
    fn place(&self, at: &Range<usize>) -> Span {
        match self.document() {
            Some(document) => document.place(at),
            None => Span::new(self.file, at.clone()),
        }
    }

    /// Where words of a block stand.
    fn span(&self, block: &TextBlock, words: Range<usize>) -> Span {
        self.place(&block.place(&words))
    }
}

/// The words of front matter as blocks, before those of the body. `yaml` is where it stands in `text`.
pub fn with_front_matter(document: &Document, text: &str, yaml: Range<usize>, mut prose: Prose) -> Prose {
    let front = &document.front;
    let fields = [("title", &front.title), ("summary", &front.summary)];
    let fields = fields.into_iter().filter_map(|(name, field)| {
        let field = field.as_ref()?;
        let written = text.get(field.at.clone())?;
        Some(TextBlock::elsewhere(
            BlockForm::Field(name),
            &field.value,
            field.at.clone(),
            written,
        ))
    });
    let whole = settings(&text[yaml.clone()], yaml);
    let all: Vec<TextBlock> = std::iter::once(whole).chain(fields).collect();
    prose.blocks.splice(0..0, all);
    prose
}

/// The text of a file of settings, or of a part of one, as one block.
pub fn settings(text: &str, at: Range<usize>) -> TextBlock {
    TextBlock::elsewhere(BlockForm::FrontMatter, text, at, text)
}

/// What inspections find in the words of a page or of a file of settings.
pub fn text(inspected: &InspectedText<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for look in INSPECTIONS.iter().filter_map(|inspection| inspection.text) {
        look(inspected, &mut found);
    }
    let inherited = inspected
        .page
        .is_some_and(|page| inspected.site.pages[page].layer > 0);
    if inherited {
        found.retain(|found| super::rules::of(&found.rule).chapter == Chapter::Veto);
    }
    found
}

/// What inspections find in the site as a whole.
pub fn site(inspected: &InspectedSite<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for look in INSPECTIONS.iter().filter_map(|inspection| inspection.site) {
        look(inspected, &mut found);
    }
    found
}

/// Takes out of a report what comments ask to leave alone, and what another finding at the same place says better; tells of
/// comments that give no reason or quiet nothing.
pub fn settle(found: Vec<Diagnostic>, quiet: &[Quiet]) -> Vec<Diagnostic> {
    let needless: Vec<(&Rule, Option<Span>)> = STANDS_FOR
        .iter()
        .flat_map(|(strong, weak)| {
            let strong = found.iter().filter(|found| found.breaks(strong));
            strong.map(|found| (*weak, found.place.clone()))
        })
        .collect();
    let rest = found.into_iter().filter(|found| {
        !needless
            .iter()
            .any(|(weak, place)| found.breaks(weak) && found.place == *place)
    });
    quiet::hush(rest.collect(), quiet)
}

/// The norm by which a rule holds, by its number.
pub fn norm(rule: &Rule) -> Option<&'static str> {
    let inspection = INSPECTIONS
        .iter()
        .find(|inspection| inspection.rules.contains(&rule))?;
    Some(inspection.norm).filter(|norm| !norm.is_empty())
}

/// What norm fails a site for a veto, and counts what is stale, dead or missing.
const GENERAL: &str = "国办秘函〔2019〕19号";

/// Whether a rule is an error for a site of this profile, whatever it is for others.
pub(super) fn is_graver(rule: &Rule, profile: Profile) -> bool {
    let graver = || INSPECTIONS.iter().flat_map(|inspection| inspection.graver);
    profile == Profile::Gov && graver().any(|graver| *graver == rule)
}
