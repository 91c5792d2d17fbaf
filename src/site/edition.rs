//! Editions: the texts that a policy has had, one after the other.

use super::{Page, Site};
use crate::base::name::is_made_public;
use crate::base::reads;
use crate::base::{ByPage, Day, Moment, PageId, PageLanguage};
use crate::document::{Document, FileForm, Role, fold_name};
use std::collections::{BTreeSet, HashMap};

/// Policies by what all editions of one are called.
#[derive(Debug, Default)]
pub(super) struct Editions {
    by_name: HashMap<(PageLanguage, String), Vec<PageId>>,
}

impl Editions {
    /// Laws and rules of a site by their names. What offices send out bears one name year after year without being the same.
    pub fn gather(pages: &ByPage<Page>) -> Self {
        let mut editions = Self::default();
        for (at, page) in pages.entries() {
            let document = &page.document;
            if let Some(name) = name(document) {
                let key = (document.language.clone(), name);
                editions.by_name.entry(key).or_default().push(at);
            }
        }
        editions
    }
}

/// What all editions of a policy are called: its title without the note that tells them apart, as in （2021年修正）.
fn name(document: &Document) -> Option<String> {
    if document.kind.name != "policy" || document.form == FileForm::Section {
        return None;
    }
    let folded = fold_name(issued_title(document.title()));
    let note = folded
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        .filter(|(name, note)| !name.is_empty() && tells_edition(note));
    let bare = note.map_or(folded.as_str(), |(name, _)| name);
    (is_made_public(bare, None) || note.is_some()).then(|| bare.to_owned())
}

/// The title of what a notice issues, 关于印发《某某办法》的通知; else the title itself.
fn issued_title(title: &str) -> &str {
    let issued = title
        .split_once("印发《")
        .and_then(|(_, rest)| rest.split_once('》'));
    issued.map_or(title, |(inner, _)| inner)
}

/// How notes end that tell an edition, longer ones first.
const NOTES: [&str; 11] = [
    "试行",
    "暂行",
    "修正案",
    "修正本",
    "修订版",
    "修订本",
    "修正",
    "修订",
    "修改",
    "版",
    "本",
];

/// Whether a note behind a title says which edition it is: 2021年修正, 第二次修订, 2019.
fn tells_edition(note: &str) -> bool {
    let end = NOTES.iter().find_map(|end| note.strip_suffix(end));
    let when = end.unwrap_or(note);
    let counts = |c: char| c.is_ascii_digit() || "年第次一二三四五六七八九十".contains(c);
    let digits = when.chars().filter(char::is_ascii_digit).count();
    when.chars().all(counts) && (digits == 4 || digits == 0 && end.is_some())
}

/// From when the text of an edition is.
fn day(document: &Document) -> Option<Day> {
    moment(document).map(|moment| moment.day)
}

fn moment(document: &Document) -> Option<Moment> {
    let said = ["amended", "issued", "effective"];
    said.iter().find_map(|field| document.kind_fields.date(field))
}

impl Site {
    /// When a policy was amended, else issued, else when it took effect.
    pub fn edition_day(&self, page: PageId) -> Option<Moment> {
        moment(&self.pages[page].document)
    }

    /// All editions of a policy from the oldest on, itself among them: laws of one name and of other days, and what one
    /// replaces or is replaced by. Empty when there is no other.
    pub fn editions(&self, page: PageId) -> Vec<PageId> {
        let mut all: Vec<PageId> = self.of_one_name(page);
        all.push(page);
        let mut before = self.chain(&all, Role::Replaces);
        let mut behind = self.chain(&all, Role::ReplacedBy);
        for chain in [&mut before, &mut behind] {
            let named: Vec<PageId> = chain.iter().flat_map(|page| self.of_one_name(*page)).collect();
            chain.extend(named);
        }
        if before.is_empty() && behind.is_empty() && all.len() < 2 {
            return Vec::new();
        }
        // Each once: `found` is a set. What has no day stands before or behind those that have one.
        let mut found = BTreeSet::new();
        for (pages, undated) in [(&before, 0), (&all, 1), (&behind, 2)] {
            for page in pages {
                let day = day(&self.pages[*page].document);
                found.insert((day.map_or(undated, |_| 1), day, *page));
            }
        }
        found.into_iter().map(|(.., page)| page).collect()
    }

    /// Whether a newer edition of the same name is there on the day of the build.
    pub(super) fn has_newer_edition(&self, page: PageId) -> bool {
        let day = |page: PageId| day(&self.pages[page].document);
        let (own, today) = (day(page), Some(self.date_filter.today));
        let begun = |other: PageId| self.begun(other) != Some(false) && day(other) <= today;
        self.of_one_name(page)
            .into_iter()
            .any(|other| day(other) > own && begun(other))
    }

    /// Other editions of one name. Two of one day are one text in two places, and two offices may lay down rules of one name.
    fn of_one_name(&self, page: PageId) -> Vec<PageId> {
        let document = &self.pages[page].document;
        let (Some(name), Some(own)) = (name(document), day(document)) else {
            return Vec::new();
        };
        let key = (document.language.clone(), name);
        let editions = reads::names(|| self.editions.get_or_init(|| Editions::gather(&self.pages)));
        let issuer = |page: PageId| self.pages[page].document.kind_fields.text("issuer").first();
        let of_one = |other: PageId| match (issuer(page), issuer(other)) {
            // 某某县人民政府办公室 speaks for 某某县人民政府.
            (Some(one), Some(other)) => {
                let (one, other) = (fold_name(one), fold_name(other));
                one.starts_with(&other) || other.starts_with(&one)
            }
            _ => true,
        };
        let named = editions.by_name.get(&key).into_iter().flatten().copied();
        named
            .filter(|other| *other != page && of_one(*other))
            .filter(|other| day(&self.pages[*other].document).is_some_and(|day| day != own))
            .collect()
    }

    /// All that some policies replace, or all that replaced them, one after the other.
    fn chain(&self, from: &[PageId], role: Role) -> Vec<PageId> {
        let other = match role {
            Role::Replaces => Role::ReplacedBy,
            _ => Role::Replaces,
        };
        let mut found: BTreeSet<PageId> = from.iter().copied().collect();
        let mut open = from.to_vec();
        let mut chain = Vec::new();
        while let Some(at) = open.pop() {
            let page = &self.pages[at];
            let said = page.relations.iter().filter(|relation| relation.role == role);
            let told = page.backlinks.iter().filter(|(told, ..)| *told == other);
            let next = said
                .map(|relation| relation.page)
                .chain(told.map(|(_, from, _)| *from));
            for page in next.filter(|page| found.insert(*page)) {
                open.push(page);
                chain.push(page);
            }
        }
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_behind_a_title_tells_an_edition_or_not() {
        for note in [
            "试行",
            "2021年修正",
            "2019",
            "修订",
            "2020修订",
            "2005年第二次修正",
            "2020年版",
        ] {
            assert!(tells_edition(note), "{note}");
        }
        for note in ["一", "节选", "2021年修正草案", "修正案说明", "12"] {
            assert!(!tells_edition(note), "{note}");
        }
    }
}
