//! The files of postings of an index, each made when it is first asked for.
//!
//! A page's postings are in the order of their terms, and so are the files: those that lie beside each other are made
//! together, in one walk over the pages. A file that no changed page has another posting in is the one of the index
//! before, byte for byte.

use super::layout::{TermPlace, count};
use super::posting::{self, Posting};
use super::{Layout, PageIndex, catalog, term};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// So many files are made together.
const GROUP: usize = 32;

/// So few files are each looked for in every page: a walk over all that lies between them would take longer.
const FEW: usize = 4;

/// When more pages are changed, all files are made anew.
const MOST_CHANGED: usize = 64;

/// A file of postings.
#[derive(Debug, PartialEq, Eq)]
pub struct TermFile {
    /// What is in it: the sizes of its buckets, and these.
    pub bytes: Vec<u8>,
    /// The size of each of its buckets in steps.
    pub sizes: Vec<u32>,
}

/// All files of postings of an index.
#[derive(Debug)]
pub struct TermFiles {
    parts: Vec<Arc<PageIndex>>,
    /// Synonyms by their first term.
    synonyms: Vec<(u32, String)>,
    layout: Layout,
    files: Vec<OnceLock<Arc<TermFile>>>,
    /// Whether the files of a group have been made.
    made: Vec<OnceLock<()>>,
}

/// A posting in a file: its term without the bits that are left out, its page, its passage.
type Entry = (u32, u32, u16);

impl TermFiles {
    /// The files of an index of these pages; `synonyms` are synonyms by their first term. What stands in the `earlier`
    /// index of the site as it must is taken over.
    pub fn of(
        parts: &[Arc<PageIndex>],
        synonyms: Vec<(u32, String)>,
        layout: &Layout,
        earlier: Option<&Self>,
    ) -> Self {
        let files = layout.term_files();
        let all = Self {
            parts: parts.to_vec(),
            synonyms,
            layout: layout.clone(),
            files: (0..files).map(|_| OnceLock::new()).collect(),
            made: (0..files.div_ceil(GROUP)).map(|_| OnceLock::new()).collect(),
        };
        if let Some(earlier) = earlier {
            all.take_over(earlier);
        }
        all
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// A file.
    pub fn file(&self, file: usize) -> &TermFile {
        if let Some(made) = self.files[file].get() {
            return made;
        }
        let group = file / GROUP;
        // Who asks for another one of them meanwhile waits.
        self.made[group].get_or_init(|| self.make_group(group));
        self.files[file]
            .get()
            .expect("every file of its group has been made")
    }

    fn make_group(&self, group: usize) {
        let all = group * GROUP..((group + 1) * GROUP).min(self.files.len());
        let wanted: Vec<usize> = all.filter(|file| self.files[*file].get().is_none()).collect();
        let at_once = if wanted.len() <= FEW { 1 } else { GROUP };
        let is_asked = |file: usize| self.layout.term_file(file).asked;
        let rows = wanted.chunk_by(|one, next| is_asked(*one) == is_asked(*next));
        for files in rows.flat_map(|row| row.chunks(at_once)) {
            for (file, made) in files.iter().zip(self.make(files)) {
                let _ = self.files[*file].set(Arc::new(made));
            }
        }
    }

    /// Takes over the files of an earlier index in which nothing is otherwise.
    fn take_over(&self, earlier: &Self) {
        let alike = self.layout.places_terms_as(&earlier.layout) && self.synonyms == earlier.synonyms;
        let pages = || self.parts.iter().zip(&earlier.parts);
        let changed: Vec<_> = pages()
            .filter(|(now, before)| !Arc::ptr_eq(now, before))
            .collect();
        if !alike || changed.len() > MOST_CHANGED {
            return;
        }
        for (n, (file, made)) in self.files.iter().zip(&earlier.files).enumerate() {
            let (terms, asked) = (self.terms(n), self.layout.term_file(n).asked);
            let own = |posting: &&Posting| self.layout.is_asked(posting.term) == asked;
            let same = || {
                let mut pages = changed.iter();
                pages.all(|(now, before)| {
                    let (now, before) = (now.between(&terms), before.between(&terms));
                    now.iter().filter(own).eq(before.iter().filter(own))
                })
            };
            if let Some(made) = made.get().filter(|_| same()) {
                let _ = file.set(made.clone());
            }
        }
    }

    /// The terms of a file.
    fn terms(&self, file: usize) -> Range<u32> {
        let TermPlace { bits, buckets, .. } = self.layout.term_file(file);
        let all = term::BITS - bits;
        buckets.start << all..buckets.end << all
    }

    /// Makes files of one row, in one walk over all pages.
    fn make(&self, files: &[usize]) -> Vec<TermFile> {
        let terms: Vec<Range<u32>> = files.iter().map(|file| self.terms(*file)).collect();
        let (Some(first), Some(last)) = (terms.first(), terms.last()) else {
            return Vec::new();
        };
        let (all, asked) = (first.start..last.end, self.layout.term_file(files[0]).asked);
        let mut entries: Vec<Vec<Entry>> = files.iter().map(|_| Vec::new()).collect();
        for (page, part) in (0_u32..).zip(&self.parts) {
            let mut at = 0;
            for Posting { term, passage } in part.between(&all) {
                while terms[at].end <= *term {
                    at += 1;
                }
                if terms[at].start <= *term && self.layout.is_asked(*term) == asked {
                    entries[at].push((*term >> self.layout.dropped, page, *passage));
                }
            }
        }
        let numbers = self.layout.first_units();
        let each = files.iter().zip(entries);
        each.map(|(file, entries)| self.pack(*file, entries, &numbers))
            .collect()
    }

    /// Packs the postings of a file; `firsts` are the numbers of each page's first unit.
    fn pack(&self, file: usize, mut entries: Vec<Entry>, firsts: &[u32]) -> TermFile {
        let TermPlace { bits, buckets, asked } = self.layout.term_file(file);
        let (all, dropped) = (term::BITS - bits, self.layout.dropped);
        let shift = all - dropped;
        if dropped == 0 {
            // Pages come in order and units in order within them: only terms are to be sorted.
            entries.sort_by_key(|entry| entry.0);
        } else {
            // Two terms may have become one.
            entries.sort_unstable();
            entries.dedup();
        }
        let (mut bytes, mut sizes, mut rest) = (Vec::new(), Vec::new(), &entries[..]);
        for bucket in buckets {
            let (own, others) = rest.split_at(rest.partition_point(|entry| entry.0 >> shift <= bucket));
            rest = others;
            let synonyms = if asked { &self.synonyms[..] } else { &[] };
            let from = synonyms.partition_point(|(term, _)| term >> all < bucket);
            let to = synonyms.partition_point(|(term, _)| term >> all <= bucket);
            let words = synonyms[from..to].iter();
            let words: Vec<&str> = words.map(|(_, line)| line.as_str()).collect();
            let packed = posting::bucket(own, &words, firsts, shift);
            sizes.push(count(packed.len() / posting::STEP));
            bytes.extend(packed);
        }
        let bytes = [catalog::bucket_sizes(&sizes), bytes].concat();
        TermFile { bytes, sizes }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Words;
    use super::*;
    use crate::html::read;

    /// Pages with so many words of their own that their index has many files.
    fn pages(count: u32) -> Vec<Arc<PageIndex>> {
        let page = |n: u32| {
            let words: String = (0..900_u32)
                .filter_map(|k| char::from_u32(0x4E00 + (n * 977 + k * k * 31 + k * 7) % 20_000))
                .collect();
            page(&format!("<p>{words}</p>"))
        };
        (0..count).map(page).collect()
    }

    fn words() -> Words {
        Words::telling("一丁七万三上下不与丐丑专且世丘丙业丛东丝：婚假")
    }

    fn page(html: &str) -> Arc<PageIndex> {
        Arc::new(PageIndex::of(&read(html), ""))
    }

    fn files(parts: &[Arc<PageIndex>], earlier: Option<&TermFiles>) -> TermFiles {
        TermFiles::of(parts, Vec::new(), &Layout::of(&[], parts, &words()), earlier)
    }

    #[test]
    fn a_file_is_the_same_whether_it_is_made_alone_with_its_neighbours_or_taken_over() {
        let mut parts = pages(1_300);
        let before = files(&parts, None);
        assert!(before.len() > GROUP + FEW, "{}", before.len());
        for file in 0..before.len() {
            assert_eq!(before.make(&[file]), [clone(before.file(file))]);
        }
        // One word more on a page that stays one unit.
        let words = parts[7].passages()[0].text.clone();
        parts[7] = page(&format!("<p>{words}婚假</p>"));
        let (fresh, after) = (files(&parts, None), files(&parts, Some(&before)));
        let taken = after.files.iter().filter(|file| file.get().is_some()).count();
        assert!(taken > before.len() / 2 && taken < before.len(), "{taken}");
        for file in (0..fresh.len()).rev() {
            assert_eq!(after.file(file), fresh.file(file), "{file}");
        }
    }

    #[test]
    fn nothing_is_taken_over_where_units_are_counted_otherwise() {
        let mut parts = pages(60);
        let before = files(&parts, None);
        assert!((0..before.len()).all(|file| !before.file(file).bytes.is_empty()));
        parts[3] = page("<h2 id=\"a\">甲</h2><p>一。</p><h2 id=\"b\">乙</h2><p>二。</p>");
        let after = files(&parts, Some(&before));
        assert!(after.files.iter().all(|file| file.get().is_none()));
    }

    fn clone(file: &TermFile) -> TermFile {
        TermFile {
            bytes: file.bytes.clone(),
            sizes: file.sizes.clone(),
        }
    }
}
