//! The files of postings of an index, each made when it is first asked for.
//!
//! A page's postings are in the order of their terms, and so are the files: those that lie beside each other are made
//! together, in one walk over the pages. A file that no changed page has another posting in is the one of the index
//! before, byte for byte.

use super::layout::{TermPlace, count};
use super::posting::{self, Posting};
use super::{Layout, PageIndex, catalog, term};
use crate::base::Fingerprint;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// So many files are made together.
const GROUP: usize = 32;

/// So many files have one fingerprint in their names: when one of them changes, all are called otherwise.
pub const NAMED_TOGETHER: usize = 8;

/// So few files are each looked for in every page: a walk over all that lies between them would take longer.
const FEW: usize = 4;

/// When more pages are changed, all files are made anew.
const MOST_CHANGED: usize = 64;

/// So many buckets of a file are each looked for in every page and put among the others as they were.
const FEW_BUCKETS: usize = 8;

/// A file of postings.
#[derive(Debug, PartialEq, Eq)]
pub struct TermFile {
    /// What is in it: the sizes of its buckets, and these.
    pub bytes: Vec<u8>,
    /// The size of each of its buckets in steps.
    pub sizes: Vec<u32>,
    /// Fingerprint of its bytes.
    print: Fingerprint,
}

impl TermFile {
    /// A file of these buckets, which it begins with the sizes of.
    fn new(sizes: Vec<u32>, buckets: &[u8]) -> Self {
        let bytes = [&catalog::bucket_sizes(&sizes), buckets].concat();
        Self {
            print: Fingerprint::of_bytes(&bytes),
            bytes,
            sizes,
        }
    }
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
    /// For files that are nearly those of the earlier index, these and what is otherwise.
    patches: BTreeMap<usize, Patch>,
}

/// A file that is as it was but for some buckets.
#[derive(Debug)]
struct Patch {
    before: Arc<TermFile>,
    buckets: BTreeSet<u32>,
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
        let mut all = Self {
            parts: parts.to_vec(),
            synonyms,
            layout: layout.clone(),
            files: (0..files).map(|_| OnceLock::new()).collect(),
            made: (0..files.div_ceil(GROUP)).map(|_| OnceLock::new()).collect(),
            patches: BTreeMap::new(),
        };
        if let Some(earlier) = earlier {
            all.take_over(earlier);
        }
        all
    }

    /// Fingerprint by which a file is named, together with its neighbours: what is told of names is read with the first
    /// question.
    pub fn print(&self, file: usize) -> Fingerprint {
        let first = file - file % NAMED_TOGETHER;
        let together = first..self.files.len().min(first + NAMED_TOGETHER);
        let prints: Vec<Fingerprint> = together.map(|file| self.file(file).print).collect();
        Fingerprint::join(&prints)
    }

    /// The first file of each lot that is made together.
    pub fn lots(&self) -> Vec<usize> {
        (0..self.files.len()).step_by(GROUP).collect()
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
        let mut wanted: Vec<usize> = all.filter(|file| self.files[*file].get().is_none()).collect();
        for (file, patch) in self.patches.range(group * GROUP..(group + 1) * GROUP) {
            let _ = self.files[*file].set(Arc::new(self.patched(*file, patch)));
        }
        wanted.retain(|file| !self.patches.contains_key(file));
        let at_once = if wanted.len() <= FEW { 1 } else { GROUP };
        let is_asked = |file: usize| self.layout.term_file(file).asked;
        let rows = wanted.chunk_by(|one, next| is_asked(*one) == is_asked(*next));
        for files in rows.flat_map(|row| row.chunks(at_once)) {
            for (file, made) in files.iter().zip(self.make(files)) {
                let _ = self.files[*file].set(Arc::new(made));
            }
        }
    }

    /// The pages that are not those of other pages in the same places, with these; `None` when they are many, or
    /// places are not the same.
    pub(super) fn changed<'a>(&'a self, parts: &'a [Arc<PageIndex>]) -> Option<Vec<ChangedPage<'a>>> {
        let pages = parts.iter().zip(&self.parts);
        let changed: Vec<ChangedPage<'_>> = pages.filter(|(now, before)| !Arc::ptr_eq(now, before)).collect();
        (parts.len() == self.parts.len() && changed.len() <= MOST_CHANGED).then_some(changed)
    }

    /// Whether this page has the place.
    pub(super) fn has(&self, place: usize, part: &Arc<PageIndex>) -> bool {
        self.parts.get(place).is_some_and(|own| Arc::ptr_eq(own, part))
    }

    /// Its layout.
    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Takes over the files of an earlier index in which nothing is otherwise, and remembers in which hardly anything is.
    fn take_over(&mut self, earlier: &Self) {
        let alike = self.layout.places_terms_as(&earlier.layout) && self.synonyms == earlier.synonyms;
        let parts = self.parts.clone();
        let Some(changed) = earlier.changed(&parts).filter(|_| alike) else {
            return;
        };
        for (n, made) in earlier.files.iter().enumerate() {
            let Some(made) = made.get() else { continue };
            let buckets = self.changed_buckets(n, &changed);
            if buckets.is_empty() {
                let _ = self.files[n].set(made.clone());
            } else if buckets.len() <= FEW_BUCKETS {
                let before = made.clone();
                self.patches.insert(n, Patch { before, buckets });
            }
        }
    }

    /// The buckets of a file in which changed pages have other postings than before.
    fn changed_buckets(&self, file: usize, changed: &[ChangedPage<'_>]) -> BTreeSet<u32> {
        let (terms, TermPlace { bits, asked, .. }) = (self.terms(file), self.layout.term_file(file));
        let mut buckets = BTreeSet::new();
        for (now, before) in changed {
            let (now, before) = (now.between(&terms), before.between(&terms));
            for posting in difference(now, before) {
                if self.layout.is_asked(posting.term()) == asked {
                    buckets.insert(posting.term() >> (term::BITS - bits));
                }
            }
        }
        buckets
    }

    /// A file as it was, but for some buckets.
    fn patched(&self, file: usize, Patch { before, buckets }: &Patch) -> TermFile {
        let (place, firsts) = (self.layout.term_file(file), self.layout.first_units());
        let all = term::BITS - place.bits;
        let bytes: usize = before
            .sizes
            .iter()
            .map(|size| *size as usize * posting::STEP)
            .sum();
        let mut rest = &before.bytes[before.bytes.len() - bytes..];
        let (mut bytes, mut sizes) = (Vec::with_capacity(before.bytes.len()), Vec::new());
        for (bucket, size) in place.buckets.clone().zip(&before.sizes) {
            let (stays, others) = rest.split_at(*size as usize * posting::STEP);
            rest = others;
            if !buckets.contains(&bucket) {
                sizes.push(*size);
                bytes.extend(stays);
                continue;
            }
            let terms = bucket << all..(bucket + 1) << all;
            let mut entries: Vec<Entry> = Vec::new();
            for (page, part) in (0_u32..).zip(&self.parts) {
                let own = part.between(&terms).iter();
                let own = own.filter(|posting| self.layout.is_asked(posting.term()) == place.asked);
                entries.extend(own.map(|own| (own.term() >> self.layout.dropped, page, own.passage)));
            }
            let packed = self.bucket(&place, bucket, &self.sorted(entries), &firsts);
            sizes.push(count(packed.len() / posting::STEP));
            bytes.extend(packed);
        }
        TermFile::new(sizes, &bytes)
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
            for posting in part.between(&all) {
                let term = posting.term();
                while terms[at].end <= term {
                    at += 1;
                }
                if terms[at].start <= term && self.layout.is_asked(term) == asked {
                    entries[at].push((term >> self.layout.dropped, page, posting.passage));
                }
            }
        }
        let numbers = self.layout.first_units();
        let each = files.iter().zip(entries);
        each.map(|(file, entries)| self.pack(*file, entries, &numbers))
            .collect()
    }

    /// Packs the postings of a file; `firsts` are the numbers of each page's first unit.
    fn pack(&self, file: usize, entries: Vec<Entry>, firsts: &[u32]) -> TermFile {
        let place = self.layout.term_file(file);
        let shift = term::BITS - place.bits - self.layout.dropped;
        let entries = self.sorted(entries);
        let (mut bytes, mut sizes, mut rest) = (Vec::new(), Vec::new(), &entries[..]);
        for bucket in place.buckets.clone() {
            let (own, others) = rest.split_at(rest.partition_point(|entry| entry.0 >> shift <= bucket));
            rest = others;
            let packed = self.bucket(&place, bucket, own, firsts);
            sizes.push(count(packed.len() / posting::STEP));
            bytes.extend(packed);
        }
        TermFile::new(sizes, &bytes)
    }

    /// Postings that were found page by page, in the order of their terms.
    fn sorted(&self, mut entries: Vec<Entry>) -> Vec<Entry> {
        if self.layout.dropped == 0 {
            // Pages come in order and units in order within them: only terms are to be sorted.
            entries.sort_by_key(|entry| entry.0);
        } else {
            // Two terms may have become one.
            entries.sort_unstable();
            entries.dedup();
        }
        entries
    }

    /// Packs a bucket: its postings, and the synonyms that begin with one of its terms.
    fn bucket(&self, place: &TermPlace, bucket: u32, own: &[Entry], firsts: &[u32]) -> Vec<u8> {
        let all = term::BITS - place.bits;
        let from = self.synonyms.partition_point(|(term, _)| term >> all < bucket);
        let to = self.synonyms.partition_point(|(term, _)| term >> all <= bucket);
        let words = self.synonyms[from..to].iter();
        let words = words.filter(|(term, _)| self.layout.is_asked(*term) == place.asked);
        let words: Vec<&str> = words.map(|(_, line)| line.as_str()).collect();
        posting::bucket(own, &words, firsts, all - self.layout.dropped)
    }
}

/// A page, and the one that was in its place.
type ChangedPage<'a> = (&'a Arc<PageIndex>, &'a Arc<PageIndex>);

/// The postings that only one of two pages has; those of each are in order.
fn difference<'p>(mut one: &'p [Posting], mut other: &'p [Posting]) -> impl Iterator<Item = &'p Posting> {
    std::iter::from_fn(move || {
        loop {
            let (first, second) = (one.first(), other.first());
            let order = match (first, second) {
                (Some(first), Some(second)) => first.cmp(second),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return None,
            };
            if order.is_le() {
                one = &one[1..];
            }
            if order.is_ge() {
                other = &other[1..];
            }
            match order {
                Ordering::Less => return first,
                Ordering::Greater => return second,
                Ordering::Equal => {}
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::{KnownTerms, Words};
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
        TermFiles::of(
            parts,
            Vec::new(),
            &Layout::of(&[], parts, &words(), earlier),
            earlier,
        )
    }

    #[test]
    fn a_file_is_the_same_whether_it_is_made_alone_with_its_neighbours_or_taken_over() {
        let mut parts = pages(1_300);
        let before = files(&parts, None);
        assert!(before.len() > GROUP + FEW, "{}", before.len());
        for file in 0..before.len() {
            assert_eq!(before.make(&[file]), std::slice::from_ref(before.file(file)));
        }
        // One word more on a page that stays one unit.
        let words = parts[7].passages()[0].text.clone();
        parts[7] = page(&format!("<p>{words}婚假</p>"));
        let (fresh, after) = (files(&parts, None), files(&parts, Some(&before)));
        let taken = after.files.iter().filter(|file| file.get().is_some()).count();
        assert!(taken > before.len() / 2 && taken < before.len(), "{taken}");
        // Where hardly anything is otherwise, only that is made.
        assert!(!after.patches.is_empty() && taken + after.patches.len() == before.len());
        for file in (0..fresh.len()).rev() {
            assert_eq!(after.file(file), fresh.file(file), "{file}");
        }
        assert_eq!(after.layout, fresh.layout);
        // Terms of the site that only an earlier page had are not known any more.
        let none = KnownTerms::of(&[], &before.parts, None);
        let (fresh, after) = (
            KnownTerms::of(&[], &parts, None),
            KnownTerms::of(&[], &parts, Some((&none, &before))),
        );
        assert_eq!(fresh, after);
        let back = KnownTerms::of(&[], &before.parts, Some((&fresh, &files(&parts, None))));
        assert_eq!(back, none);
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

    #[test]
    fn files_that_are_named_together_have_the_name_of_all_their_bytes() {
        let mut parts = pages(600);
        let before = files(&parts, None);
        let words = parts[7].passages()[0].text.clone();
        parts[7] = page(&format!("<p>{words}婚假</p>"));
        let after = files(&parts, Some(&before));
        let together = |n: usize| n * NAMED_TOGETHER..before.len().min((n + 1) * NAMED_TOGETHER);
        let mut changed = 0;
        for n in 0..before.len().div_ceil(NAMED_TOGETHER) {
            let same = together(n).all(|file| before.file(file).bytes == after.file(file).bytes);
            for file in together(n) {
                assert_eq!(before.print(file) == after.print(file), same);
                assert_eq!(after.print(file), after.print(together(n).start));
            }
            changed += usize::from(!same);
        }
        assert!(
            changed > 0 && changed * NAMED_TOGETHER < before.len(),
            "{changed} of {}",
            before.len()
        );
    }
}
