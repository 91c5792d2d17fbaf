//! Search: an index of pages and of the units in them (a clause, what is below a heading), made to be
//! asked by a script that fetches only what a question needs.
//!
//! In go the rendered HTML of every page and what is known of it, out come files: a catalog of all pages, the
//! postings of all terms in files of many buckets, the words of all units in packed blocks. The same input
//! gives the same bytes. Each page is cut by itself ([`PageIndex`]), so that a page that is as it was need not
//! be read again.
//!
//! Not here: which pages there are and where the files go (`outputs`), threads (`pipeline`), the script (`js/`).

mod bits;
mod built_in;
mod catalog;
mod code_page;
mod fold;
mod layout;
mod near;
mod posting;
mod readings;
mod script;
mod segment;
mod shorten;
mod term;
mod term_files;
mod text;
mod vocabulary;
mod words;

pub use built_in::{built_in_fingerprint, built_in_synonyms};
pub use catalog::{Catalog, CatalogEntry, table_file};
pub use fold::{fold, traditional_file};
pub use layout::Layout;
pub use readings::readings_file;
pub use script::{part_scripts, script, script_name};
pub use term_files::{NAMED_TOGETHER, TermFiles};
pub use vocabulary::{KnownTerms, vocabulary_file};
pub use words::{Synonyms, Words};

use crate::base::name::fold_name;
use crate::html::Tree;
use posting::{Posting, WHOLE};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Some words of a page that are found and shown together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The id to jump to; empty for the page itself.
    pub anchor: String,
    /// What people call it, when it is a clause.
    pub label: String,
    /// The heading that it is below.
    pub heading: String,
    /// Its words, paragraphs apart by a newline.
    pub text: String,
}

/// What search knows of a page's text.
#[derive(Debug, Clone, Default)]
pub struct PageIndex {
    passages: Vec<Passage>,
    /// Its postings by term.
    postings: Box<[Posting]>,
    /// Names in 《》, as names are compared, each once.
    cites: Vec<String>,
}

impl PageIndex {
    /// Cuts a page: its rendered tree, and what else is on it.
    pub fn of(tree: &Tree, particulars: &str) -> Self {
        let mut passages = segment::passages(tree);
        if !particulars.is_empty() {
            passages.push(Passage {
                anchor: String::new(),
                label: String::new(),
                heading: String::new(),
                text: particulars.to_owned(),
            });
        }
        // Unit numbers have sixteen bits.
        passages.truncate(usize::from(WHOLE) - 1);
        Self::from_passages(passages)
    }

    /// From units that were cut before.
    pub fn from_passages(passages: Vec<Passage>) -> Self {
        let mut postings =
            Vec::with_capacity(passages.iter().map(|passage| passage.text.len() / 3 + 8).sum());
        let mut alone = Vec::new();
        let mut above = "";
        for (number, passage) in (0_u16..).zip(&passages) {
            // A heading is found at the first unit below it.
            let head = if above == passage.heading {
                ""
            } else {
                passage.heading.as_str()
            };
            above = &passage.heading;
            let text = fold(&format!("{head}\n{}\n{}", passage.label, passage.text));
            let mut term = |term| postings.push(Posting::number(term, number));
            term::each(&text, &mut term, |c| alone.push(c));
        }
        alone.sort_unstable();
        alone.dedup();
        postings.extend(alone.iter().map(|c| Posting::number(term::single(*c), WHOLE)));
        postings.sort_unstable();
        postings.dedup();
        let postings = postings.into_iter().map(Posting::of);
        let cites = cites(&passages);
        Self {
            passages,
            postings: postings.collect(),
            cites,
        }
    }

    /// Its units.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// About how many bytes it takes in memory.
    pub fn size(&self) -> usize {
        let passages = self.passages.iter();
        let words: usize = passages
            .map(|one| {
                size_of::<Passage>() + one.anchor.len() + one.label.len() + one.heading.len() + one.text.len()
            })
            .sum();
        words + size_of_val(&*self.postings)
    }

    fn between(&self, terms: &Range<u32>) -> &[Posting] {
        let start = self.at(terms.start, self.expected(terms.start));
        &self.postings[start..self.at(terms.end, start)]
    }

    /// Where a term stands, if numbers of terms are spread evenly, as they nearly are.
    fn expected(&self, term: u32) -> usize {
        let at = (u64::from(term) * self.postings.len() as u64) >> term::BITS;
        usize::try_from(at).map_or(0, |at| at.min(self.postings.len()))
    }

    /// The first posting of a term, or of those behind it; it is looked for from `near` on, for all of a page's postings
    /// lie in more memory than is at hand.
    fn at(&self, term: u32, near: usize) -> usize {
        let all = &self.postings;
        let (mut low, mut high, mut step) = (near, near, 16);
        while low > 0 && all[low - 1].term() >= term {
            low = low.saturating_sub(step);
            step *= 2;
        }
        while high < all.len() && all[high].term() < term {
            high = (high + step).min(all.len());
            step *= 2;
        }
        low + all[low..high].partition_point(|posting| posting.term() < term)
    }
}

/// What units name in 《》.
fn cites(passages: &[Passage]) -> Vec<String> {
    let names = passages
        .iter()
        .flat_map(|passage| passage.text.split('《').skip(1));
    let mut cites: Vec<String> = names
        .filter_map(|rest| Some(fold_name(rest.split_once('》')?.0)))
        .collect();
    cites.sort_unstable();
    cites.dedup();
    cites
}

/// A file of words; `days` are those of the pages.
pub fn text_file(parts: &[Arc<PageIndex>], days: &[Option<i32>], layout: &Layout, file: usize) -> Vec<u8> {
    let (pages, wanted) = layout.pages_of(file);
    let passages = pages.flat_map(|page| parts[page].passages.iter().map(move |passage| (page, passage)));
    let wanted = passages.skip(wanted.start).take(wanted.len());
    let placed = wanted.map(|(page, passage)| text::PlacedPassage {
        page,
        day: days.get(page).copied().flatten(),
        passage,
    });
    text::file(placed, layout.texts.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::words::tests::parse_synonyms;
    use super::*;
    use crate::base::tests::fuzz;
    use crate::html::read;

    /// An index of these pages, every file of it.
    fn index(parts: &[Arc<PageIndex>], words: &str) -> usize {
        let titles = words.lines().chain(std::iter::repeat(""));
        let entries: Vec<CatalogEntry> = titles
            .zip(parts)
            .map(|(title, _)| CatalogEntry {
                title: title.to_owned(),
                names: vec![words.chars().take(200).collect()],
                day: Some(i32::try_from(title.len()).unwrap_or(0) - 99),
                ..CatalogEntry::default()
            })
            .collect();
        let days: Vec<_> = entries.iter().map(|entry| entry.day).collect();
        let known = KnownTerms::of(&entries, parts, None);
        let (own, synonyms) = (parse_synonyms(words), Words::written_as(words, &known));
        let by_term = synonyms.by_term();
        let layout = Layout::of(&entries, parts, &synonyms, None);
        let mut bytes = 0;
        let files = TermFiles::of(parts, by_term, &layout, None);
        for file in 0..files.len() {
            let made = files.file(file);
            bytes += made.bytes.len() + table_file(&made.sizes).len();
        }
        let texts: Vec<_> = (0..layout.text_files())
            .map(|file| text_file(parts, &days, &layout, file))
            .collect();
        bytes += texts.iter().map(Vec::len).sum::<usize>();
        bytes += vocabulary_file(parts, &known, &own).len()
            + synonyms.file(true).len()
            + readings_file(&entries, parts, &synonyms).len();
        let catalog = Catalog {
            entries: &entries,
            parts,
            layout: &layout,
            sections: &std::collections::BTreeMap::new(),
            region: "",
            terms: &[],
            texts: &texts.iter().map(|_| String::new()).collect::<Vec<_>>(),
            table: "",
            sounds: "",
            traditional: "",
            words: "",
            vocabulary: "",
            single: synonyms.single(),
        };
        bytes + catalog.file().len()
    }

    #[test]
    fn postings_of_some_terms_are_found_wherever_they_are_looked_for() {
        for count in [0, 1, 2, 50, 3000] {
            let words: String = (0..count)
                .filter_map(|n| char::from_u32(0x4e00 + n * 7 % 5000))
                .collect();
            let page = PageIndex::of(&read(format!("<p>{words}</p>")), "");
            let all = &page.postings;
            let ends = [0, 1, 1 << 20, 77 << 20, 128 << 20, (1 << 28) - 1, 1 << 28];
            let own = all.iter().step_by(97).map(|posting| posting.term());
            let terms: Vec<u32> = ends.into_iter().chain(own).collect();
            for (start, end) in terms
                .iter()
                .flat_map(|start| terms.iter().map(move |end| (*start, *end)))
            {
                let wanted = all
                    .iter()
                    .filter(|posting| (start..end).contains(&posting.term()));
                if start <= end {
                    assert!(
                        page.between(&(start..end)).iter().eq(wanted),
                        "{count}: {start}..{end}"
                    );
                }
            }
        }
    }

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_search() {
        let seeds = fuzz::golden(|path| path.ends_with(".md") || path.ends_with(".html"));
        let page = |html: &str, beside: &str| Arc::new(PageIndex::of(&read(html), beside));
        let plain = page("<h2 id=\"a\">甲</h2><p>婚假三天。</p>", "");
        fuzz::fuzz("search", &seeds, |input| {
            let text = String::from_utf8_lossy(input);
            let headed = text.replace('\n', "\n<h2 id=\"b\">二、");
            let clauses = format!("<section data-clause=\"第一条\" id=\"c\">{text}</section>");
            let parts = [
                page(&text, &text),
                plain.clone(),
                page(&headed, ""),
                page(&clauses, ""),
            ];
            assert!(index(&parts, &text) > 0);
        });
    }
}
