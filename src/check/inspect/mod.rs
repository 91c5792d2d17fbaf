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

mod attachment;
mod campaign_over;
mod cited_clause;
mod colour_alone;
mod copied;
mod date_impossible;
mod digits;
mod explainer_late;
mod external;
mod home_stale;
mod identity;
mod issued_differs;
mod jargon;
mod link_upstream;
mod name_broken;
mod notice;
mod numbers;
mod page_text;
mod people;
mod personal_card;
mod personal_id;
mod personal_phone;
mod personal_place;
mod picture_of_text;
mod placeholder;
mod policy_status;
mod punctuation;
mod quiet;
mod reach;
mod scalar;
mod secrecy_mark;
mod section_empty;
mod sentence_cut;
mod tags;
mod term_wrong;
mod terms;
mod text_unseen;
mod traditional;
mod validity_over;
mod verdict;
mod verified_old;
mod weight;
mod wording;
mod written_day;

pub use external::{OutsideLink, outside};
pub use page_text::with_front_matter;
pub use quiet::Quiet;
pub use terms::{FILE as TERMS_FILE, Term, Terms};
pub use verdict::{Blocked, Closed, Gone, Verdict};
pub use weight::MadePage;

use super::ClauseText;
use super::dates::{DATE_AHEAD, DATE_ORDER};
use crate::base::{Chapter, Diagnostic, Level, Message, PageId, Rule, Span};
use crate::config::{Config, Profile};
use crate::document::Document;
use crate::import::{self, OfferedWords};
use crate::markdown::{BlockForm, Prose, TextBlock, Unseen};
use crate::site::{Page, Site};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// An inspection: the rules that it looks after, and what it looks at.
pub(super) struct Inspection {
    /// The norm that asks for it, by its number; empty for none.
    norm: &'static str,
    /// Its rules.
    pub rules: &'static [&'static Rule],
    /// Levels that some of them have for sites of the government.
    pub gov: &'static [(&'static Rule, Level)],
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
        gov: &[],
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
    personal_place::INSPECTION,
    secrecy_mark::INSPECTION,
    text_unseen::INSPECTION,
    home_stale::INSPECTION,
    section_empty::INSPECTION,
    verified_old::INSPECTION,
    policy_status::INSPECTION,
    validity_over::INSPECTION,
    explainer_late::INSPECTION,
    campaign_over::INSPECTION,
    issued_differs::INSPECTION,
    numbers::INSPECTION,
    cited_clause::INSPECTION,
    copied::INSPECTION,
    placeholder::INSPECTION,
    punctuation::INSPECTION,
    wording::INSPECTION,
    jargon::INSPECTION,
    reach::INSPECTION,
    colour_alone::INSPECTION,
    picture_of_text::INSPECTION,
    attachment::INSPECTION,
    weight::INSPECTION,
    identity::INSPECTION,
    link_upstream::INSPECTION,
    external::INSPECTION,
    quiet::INSPECTION,
];

/// A rule whose finding makes that of another one at the same place needless.
const STANDS_FOR: &[(&Rule, &Rule)] = &[
    (&date_impossible::DATE_IMPOSSIBLE, &DATE_AHEAD),
    (&date_impossible::DATE_IMPOSSIBLE, &DATE_ORDER),
    (&numbers::NUMBER_DIFFERS, &numbers::UNCITED_NUMBER),
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
    /// site.yaml of the sites above, nearest first.
    pub above: &'i [Config],
}

/// A site as inspections see it.
pub struct InspectedSite<'i> {
    /// The site.
    pub site: &'i Site,
    /// site.yaml of the sites above, nearest first.
    pub above: &'i [Config],
    /// Pages as they were made.
    pub made: &'i [MadePage],
    /// The text of the own site.yaml.
    pub settings: &'i str,
    /// Links to other sites.
    pub outside: &'i [OutsideLink],
    /// What came of asking them; empty when nobody was asked.
    pub verdicts: &'i BTreeMap<String, Verdict>,
}

impl InspectedSite<'_> {
    /// Pages that the site itself wrote, in its own language.
    fn own_pages(&self) -> impl Iterator<Item = (PageId, &Page)> {
        let pages = self.site.pages.entries();
        pages.filter(|(_, page)| page.layer == 0 && !page.is_synthesised && !page.is_untranslated)
    }

    /// Where a field of site.yaml stands; its top when it is not there.
    fn setting(&self, field: &str) -> Span {
        let at = line_of(self.settings, field).unwrap_or(0..0);
        Span::new(&self.site.config.file, at)
    }
}

/// Where the line of YAML begins that has a key.
fn line_of(yaml: &str, key: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in yaml.split_inclusive('\n') {
        let inner = line.trim_start();
        if inner
            .strip_prefix(key)
            .is_some_and(|rest| rest.starts_with([':', '：']))
        {
            let at = start + line.len() - inner.len();
            return Some(at..at + inner.trim_end().len());
        }
        start += line.len();
    }
    None
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

    /// Where a field of the front matter stands.
    fn field(&self, name: &str) -> Option<Span> {
        let front = self
            .blocks()
            .iter()
            .find(|block| block.form == BlockForm::FrontMatter)?;
        let at = line_of(&front.text, name)?;
        Some(self.span(front, at))
    }

    /// Where words of a block stand.
    fn span(&self, block: &TextBlock, words: Range<usize>) -> Span {
        self.place(&block.place(&words))
    }
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
        let told = [Chapter::Veto, Chapter::Identity];
        found.retain(|found| told.contains(&super::rules::of(&found.rule).chapter));
    }
    found
}

/// The words of a file that pages offer, its name first, as blocks without places of their own.
pub fn offered(name: &str, bytes: &[u8]) -> Prose {
    match import::words(name, bytes) {
        Ok(words) => prose_of(name, words),
        Err(why) => unread(name, why.message),
    }
}

/// The words of a PDF that pages offer, its name first. `said`: what poppler says of it, or our own reader.
pub fn offered_pdf(name: &str, said: &str) -> Prose {
    prose_of(name, import::pdf_words(said))
}

/// A file that pages offer and whose words are of no known form: its name.
pub fn unknown(name: &str) -> Prose {
    prose_of(name, OfferedWords::default())
}

/// A file that pages offer and that could not be read: its name, and why.
pub fn unread(name: &str, why: Message) -> Prose {
    Prose {
        unread: Some(why),
        ..prose_of(name, OfferedWords::default())
    }
}

/// The field of blocks that hold a part of the name of a file; what joins its parts is a comma, so that each is by itself.
const FILE_NAME: &str = "file";

fn prose_of(name: &str, words: OfferedWords) -> Prose {
    let named = name.split('/').map(|part| {
        TextBlock::elsewhere(
            BlockForm::Field(FILE_NAME),
            &part.replace(['_', '.'], "，"),
            0..0,
            "",
        )
    });
    let inner = words
        .blocks
        .iter()
        .map(|words| TextBlock::elsewhere(BlockForm::Paragraph, words, 0..0, ""));
    let blocks = named.chain(inner);
    let unseen = words.unseen.into_iter().map(|words| Unseen { at: 0..0, words });
    Prose {
        blocks: blocks.collect(),
        unseen: unseen.collect(),
        ..Prose::default()
    }
}

/// Whether the words of a file of this name are read.
pub fn is_read(name: &str) -> bool {
    import::has_words(name)
}

/// What inspections find in a file that pages offer: what must not be published at all.
pub fn attachment(inspected: &InspectedText<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for inspection in OFFERED {
        inspection
            .text
            .into_iter()
            .for_each(|look| look(inspected, &mut found));
    }
    found.dedup();
    found
}

/// What is looked for in files that pages offer.
const OFFERED: [&Inspection; 7] = [
    &attachment::INSPECTION,
    &personal_id::INSPECTION,
    &personal_phone::INSPECTION,
    &personal_card::INSPECTION,
    &personal_place::INSPECTION,
    &secrecy_mark::INSPECTION,
    &text_unseen::INSPECTION,
];

/// What inspections find in the site as a whole.
pub fn site(inspected: &InspectedSite<'_>) -> Vec<Diagnostic> {
    let mut found = notice::look(inspected);
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

/// Whether other sites are to be asked for what is wanted: all, or a choice of rules.
pub fn asks_others(asked: &[&'static Rule]) -> bool {
    asked.is_empty() || external::RULES.iter().any(|rule| asked.contains(rule))
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

/// The level that a rule has for a site of this profile, when it is another one than for the rest.
pub(super) fn level_for(rule: &Rule, profile: Profile) -> Option<Level> {
    let mut gov = INSPECTIONS.iter().flat_map(|inspection| inspection.gov);
    let (_, level) = gov
        .find(|(own, _)| *own == rule)
        .filter(|_| profile == Profile::Gov)?;
    Some(*level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_found_in_the_names_of_files_whatever_stands_before_them() {
        let runs = |name: &str| {
            let prose = prose_of(name, OfferedWords::default());
            let all = prose
                .blocks
                .iter()
                .flat_map(|block| digits::runs(&block.text, 11));
            all.map(|run| run.digits).collect::<Vec<_>>()
        };
        for (name, expected) in [
            ("11010519491231002X.pdf", vec!["11010519491231002X"]),
            ("a/张三_11010519491231002X.png", vec!["11010519491231002X"]),
            ("a/13812345678名单.pdf", vec!["13812345678"]),
            ("IMG_20260515_123456.jpg", vec![]),
            ("mmexport1612345678901.jpg", vec![]),
        ] {
            assert_eq!(runs(name), expected, "{name}");
        }
    }
}
