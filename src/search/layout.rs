//! The layout of an index: which file holds what.
//!
//! Postings lie in two rows of buckets: those of pairs that people ask for, of titles, of words with synonyms and of these, in
//! small files; all others in large ones. Where a server sends whole files only, a question then costs little.

use super::fold::folded;
use super::{CatalogEntry, PageIndex, TermFiles, Words, posting, term, text};
use std::ops::Range;
use std::sync::Arc;

/// So many files of postings are few.
const FEW_FILES: usize = 4;

/// How many of the upper bits of a term say whether it is one that people ask for.
pub(super) const ASKED_BITS: u32 = 16;

/// A row of buckets: the upper bits of a term's number name its bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// How many upper bits name a bucket.
    pub bits: u32,
    /// Buckets of each file.
    pub files: Vec<Range<u32>>,
}

impl Row {
    /// A row for so many postings.
    fn of(postings: usize, size: &posting::RowSize) -> Self {
        let bits = posting::bucket_bits(postings, size);
        let buckets = 1_u32 << bits;
        let files = u32::try_from(posting::file_count(postings, size)).unwrap_or(1);
        let files = files.min(buckets);
        let edge =
            |n: u32| u32::try_from(u64::from(buckets) * u64::from(n) / u64::from(files)).unwrap_or(buckets);
        Self {
            bits,
            files: (0..files).map(|n| edge(n)..edge(n + 1)).collect(),
        }
    }
}

/// Which file holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Whether people ask for a term, by its upper bits; empty where there are few files anyway.
    pub(super) asked: Vec<bool>,
    /// Their buckets, if there are any, and those of all other terms.
    pub(super) rows: Vec<Row>,
    /// The lower bits of a term's number that are left out: few terms are distinguished without them.
    pub(super) dropped: u32,
    /// Units of each file of words, numbered over all pages.
    pub(super) texts: Vec<Range<usize>>,
    /// The number of each page's first unit, and how many there are in all.
    pub(super) first: Vec<usize>,
    /// How many postings of each page are of terms that people ask for.
    asked_on: Vec<usize>,
}

/// A file of postings: its row, its buckets there, and whether it has the terms that people ask for.
pub(super) struct TermPlace {
    /// How many upper bits of a term name its bucket.
    pub bits: u32,
    /// Its buckets.
    pub buckets: Range<u32>,
    /// Whether it has the terms that people ask for.
    pub asked: bool,
}

impl Layout {
    /// The layout of an index of these pages, which lists show as `entries`; `words` are those that have synonyms, `earlier`
    /// what the site had before.
    pub fn of(
        entries: &[CatalogEntry],
        parts: &[Arc<PageIndex>],
        words: &Words,
        earlier: Option<&TermFiles>,
    ) -> Self {
        let postings: usize = parts.iter().map(|part| part.postings.len()).sum();
        let few = posting::file_count(postings, &posting::ALL) <= FEW_FILES;
        let first = parts.iter().scan(0, |at, part| {
            *at += part.passages.len();
            Some(*at)
        });
        let titles = entries.iter().map(|entry| entry.title.as_str());
        let asked = match few {
            true => Vec::new(),
            false => prefixes(titles.chain(words.looked_up())),
        };
        let mut layout = Self {
            asked,
            rows: Vec::new(),
            dropped: posting::dropped_bits(postings),
            texts: text::files(parts.iter().map(|part| part.passages())),
            first: std::iter::once(0).chain(first).collect(),
            asked_on: Vec::new(),
        };
        layout.asked_on = layout.count_asked(parts, earlier);
        let of_asked: usize = layout.asked_on.iter().sum();
        // A posting takes three quarters of a byte.
        let said = words.size_of_spoken() * 4 / 3;
        layout.rows = if layout.asked.is_empty() {
            vec![Row::of(postings, &posting::ALL)]
        } else {
            vec![
                Row::of(of_asked + said, &posting::ASKED),
                Row::of(postings - of_asked, &posting::OTHERS),
            ]
        };
        layout
    }

    /// Whether people ask for a term, or for one with the same upper bits.
    pub(super) fn is_asked(&self, term: u32) -> bool {
        let prefix = term >> (term::BITS - ASKED_BITS);
        self.asked.get(prefix as usize).is_some_and(|asked| *asked)
    }

    /// How many postings of each page are of terms that people ask for; those of pages that are as they were need not be
    /// counted when people ask for the same terms.
    fn count_asked(&self, parts: &[Arc<PageIndex>], earlier: Option<&TermFiles>) -> Vec<usize> {
        let counted = |part: &PageIndex| {
            let of_term = part.postings.chunk_by(|a, b| a.term() == b.term());
            let asked = of_term.filter(|postings| self.is_asked(postings[0].term()));
            asked.map(<[_]>::len).sum()
        };
        let earlier = earlier.filter(|earlier| earlier.layout().asked == self.asked);
        let known = |page: usize, part| {
            let earlier = earlier.filter(|earlier| earlier.has(page, part))?;
            earlier.layout().asked_on.get(page).copied()
        };
        let pages = parts.iter().enumerate();
        let counts = pages.map(|(page, part)| known(page, part).unwrap_or_else(|| counted(part)));
        counts.collect()
    }

    /// Whether synonyms lie in a file of their own only, which is read with the first question: where there are few
    /// files of postings, all of them are read anyway.
    pub fn synonyms_apart(&self) -> bool {
        self.asked.is_empty()
    }

    /// How many files of postings there are.
    pub fn term_files(&self) -> usize {
        self.rows.iter().map(|row| row.files.len()).sum()
    }

    /// Whether the same terms are in the same files as in another one, and all units have the same numbers.
    pub(super) fn places_terms_as(&self, other: &Self) -> bool {
        (&self.asked, &self.rows, self.dropped, &self.first)
            == (&other.asked, &other.rows, other.dropped, &other.first)
    }

    /// The number of each page's first unit, and how many there are in all.
    pub(super) fn first_units(&self) -> Vec<u32> {
        self.first.iter().copied().map(count).collect()
    }

    /// What a file of postings holds.
    pub(super) fn term_file(&self, file: usize) -> TermPlace {
        let before = self.rows[0].files.len();
        let (row, file) = if file < before {
            (0, file)
        } else {
            (1, file - before)
        };
        TermPlace {
            bits: self.rows[row].bits,
            buckets: self.rows[row].files[file].clone(),
            asked: self.rows.len() > 1 && row == 0,
        }
    }

    /// How many files of words there are.
    pub fn text_files(&self) -> usize {
        self.texts.len()
    }

    /// The pages whose words, or some of them, are in a file, and which of their passages, counted from the first of
    /// these pages: a long page goes on in the next file, and where it is cut depends on the pages before it.
    pub fn pages_of(&self, file: usize) -> (Range<usize>, Range<usize>) {
        let passages = &self.texts[file];
        let start = self.first.partition_point(|first| *first <= passages.start) - 1;
        let end = self.first.partition_point(|first| *first < passages.end);
        let before = self.first[start];
        (
            start..end.min(self.first.len() - 1),
            passages.start - before..passages.end - before,
        )
    }
}

/// A count in an index.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).expect("an index is smaller than four billion bytes")
}

/// Whether a word has it, for all that the upper bits of a term may be.
fn prefixes<'w>(words: impl Iterator<Item = &'w str>) -> Vec<bool> {
    let mut prefixes = vec![false; 1 << ASKED_BITS];
    let mut note = |term: u32| prefixes[(term >> (term::BITS - ASKED_BITS)) as usize] = true;
    for word in words {
        let (word, mut is_single) = (folded(word), true);
        let pair = |term| {
            note(term);
            is_single = false;
        };
        term::each(&word, pair, |_| {});
        if is_single {
            term::first(&word).into_iter().for_each(&mut note);
        }
    }
    prefixes
}

#[cfg(test)]
mod tests {
    use super::super::Passage;
    use super::*;

    /// A page of so many passages in which hardly a pair comes twice.
    fn page(passages: u32) -> Arc<PageIndex> {
        let passage = |n: u32| Passage {
            anchor: String::new(),
            label: String::new(),
            heading: String::new(),
            text: (0..500)
                .filter_map(|i| char::from_u32(0x4e00 + (n * 7919 + i * i * 31) % 20_000))
                .collect::<String>()
                + "婚假",
        };
        Arc::new(PageIndex::from_passages((0..passages).map(passage).collect()))
    }

    #[test]
    fn what_people_ask_for_lies_in_files_of_its_own_where_there_are_many() {
        let words = Words::telling("婚假：结婚假期");
        let titled = |title: &str| CatalogEntry {
            title: title.to_owned(),
            ..CatalogEntry::default()
        };
        let entries = [titled("工伤保险条例"), titled("勞動合同")];
        let few = Layout::of(&entries, &[page(4)], &words, None);
        assert!(few.synonyms_apart() && few.term_files() == 1 && !few.is_asked(term::pair('婚', '假')));
        let parts = [page(600)];
        let layout = Layout::of(&entries, &parts, &words, None);
        assert_eq!(layout.rows.len(), 2);
        let asked = |a, b| layout.is_asked(term::pair(a, b));
        // A word, what else it is called, a title, as it is folded.
        assert!(asked('婚', '假') && asked('结', '婚') && asked('假', '期'));
        assert!(asked('工', '伤') && asked('劳', '动') && !asked('工', '动'));
        // The files of both rows hold all postings between them, each once.
        let files = 0..layout.term_files();
        let (small, large): (Vec<usize>, Vec<usize>) = files.partition(|file| layout.term_file(*file).asked);
        assert!(!small.is_empty() && large.len() > FEW_FILES / 2);
        let made = TermFiles::of(&parts, Vec::new(), &layout, None);
        let size = |file: &usize| made.file(*file).bytes.len();
        assert!(small.iter().map(size).sum::<usize>() < large.iter().map(size).sum::<usize>());
    }

    #[test]
    fn files_of_the_words_of_pages_above_are_the_same_whatever_a_site_has_of_its_own() {
        let above: Vec<Arc<PageIndex>> = (40..52).map(page).collect();
        let site = |own: &[u32]| {
            let parts: Vec<_> = above
                .iter()
                .cloned()
                .chain(own.iter().map(|n| page(*n)))
                .collect();
            let layout = Layout::of(&[], &parts, &Words::default(), None);
            let files = 0..layout.text_files();
            let bytes: Vec<Vec<u8>> = files
                .map(|file| super::super::text_file(&parts, &[], &layout, file))
                .collect();
            let of_above =
                (0..layout.text_files()).filter(|file| layout.pages_of(*file).0.end <= above.len());
            (of_above.count(), bytes)
        };
        let ((some, one), (_, other)) = (site(&[3]), site(&[7, 60]));
        assert!(some > 4 && one.len() > some - 1, "{some} of {}", one.len());
        // The last one may go on with pages of the site.
        assert_eq!(one[..some - 1], other[..some - 1]);
        assert_ne!(one.last(), other.last());
    }
}
