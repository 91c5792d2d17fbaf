//! What a piece of work looked at: the pages whose values it read, so that it need be done again only when one of them is
//! another.
//!
//! [`ByPage`](super::ByPage) notes by itself which page it is asked for; nobody who reads need think of it. Where nothing is
//! open nothing is noted.

use super::PageId;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Whoever looks at more pages than this is taken to have looked at all.
const MOST: usize = 400;

/// The pages that a piece of work looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reads {
    /// In order, each once; empty when it looked at all.
    pages: Box<[PageId]>,
    /// Marks of these pages: most works did not look at an edited page, and that is seen here without a look at them.
    marks: Marks,
    all: bool,
    names: bool,
}

/// Each page has one of so many marks; different ones may have the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Marks([u64; 2]);

impl Marks {
    fn of(pages: &[PageId]) -> Self {
        let mut marks = Self::default();
        for page in pages {
            let (half, bit) = page.mark();
            marks.0[half] |= bit;
        }
        marks
    }

    /// Whether a page with the mark of this one may be among them.
    fn may_have(&self, page: PageId) -> bool {
        let (half, bit) = page.mark();
        self.0[half] & bit != 0
    }
}

/// What has become another one since the last time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pages.
    pub pages: BTreeSet<PageId>,
    /// What pages are called by those who refer to them.
    pub names: bool,
}

impl Changes {
    /// Whether everything is as it was.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && !self.names
    }
}

/// What is noted of a piece of work that goes on.
#[derive(Default)]
struct Noted {
    pages: Vec<PageId>,
    all: bool,
    names: bool,
}

thread_local! {
    /// Pieces of work that go on in this thread, the innermost last.
    static OPEN: RefCell<Vec<Noted>> = const { RefCell::new(Vec::new()) };
}

/// A piece of work that goes on; at its end, also by a panic, nothing more is noted of it.
struct Scope;

impl Scope {
    fn open() -> Self {
        OPEN.with_borrow_mut(|open| open.push(Noted::default()));
        Self
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        OPEN.with_borrow_mut(Vec::pop);
    }
}

impl Reads {
    /// Does a piece of work and tells what it looked at. It must not hand on to another thread what reads pages.
    pub fn of<T>(work: impl FnOnce() -> T) -> (T, Self) {
        let scope = Scope::open();
        let done = work();
        let noted = OPEN.with_borrow_mut(|open| open.last_mut().map(std::mem::take));
        drop(scope);
        let reads = noted.expect("this piece of work is still open").finish();
        reads.repeat();
        (done, reads)
    }

    /// Notes once more what was looked at for something that is remembered and now used again.
    pub fn repeat(&self) {
        with_innermost(|noted| {
            noted.all |= self.all;
            noted.names |= self.names;
            noted.pages.extend_from_slice(&self.pages);
        });
    }

    /// Whether what was found out still holds after these changes.
    pub fn stand(&self, changes: &Changes) -> bool {
        if self.names && changes.names {
            return false;
        }
        if self.all {
            return changes.pages.is_empty();
        }
        changes
            .pages
            .iter()
            .all(|page| !self.marks.may_have(*page) || self.pages.binary_search(page).is_err())
    }
}

impl Noted {
    fn add(&mut self, page: PageId) {
        if !self.all && self.pages.last() != Some(&page) {
            self.pages.push(page);
            if self.pages.len() >= 4 * MOST {
                self.tidy();
            }
        }
    }

    fn tidy(&mut self) {
        self.pages.sort_unstable();
        self.pages.dedup();
        if self.pages.len() > MOST {
            self.all = true;
        }
        if self.all {
            self.pages = Vec::new();
        }
    }

    fn finish(mut self) -> Reads {
        self.tidy();
        Reads {
            marks: Marks::of(&self.pages),
            pages: self.pages.into_boxed_slice(),
            all: self.all,
            names: self.names,
        }
    }
}

fn with_innermost(note: impl FnOnce(&mut Noted)) {
    OPEN.with_borrow_mut(|open| {
        if let Some(noted) = open.last_mut() {
            note(noted);
        }
    });
}

/// Somebody looks at a page.
pub(super) fn note(page: PageId) {
    with_innermost(|noted| noted.add(page));
}

/// Somebody looks at all pages.
pub(super) fn note_all() {
    with_innermost(|noted| noted.all = true);
}

/// Gathers what pages are called, which takes a look at all of them; noted is only that names were asked for.
pub fn names<T>(gather: impl FnOnce() -> T) -> T {
    let scope = Scope::open();
    let gathered = gather();
    drop(scope);
    note_names();
    gathered
}

fn note_names() {
    with_innermost(|noted| noted.names = true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ByPage;

    fn changed(pages: &[PageId]) -> Changes {
        Changes {
            pages: pages.iter().copied().collect(),
            names: false,
        }
    }

    #[test]
    fn what_was_looked_at_is_what_must_be_done_again() {
        let values: ByPage<u32> = (0..9).collect();
        let ids: Vec<PageId> = values.ids().collect();
        let (sum, reads) = Reads::of(|| values[ids[3]] + values[ids[5]] + values[ids[3]]);
        assert_eq!(sum, 11);
        assert!(reads.stand(&changed(&[ids[4]])) && !reads.stand(&changed(&[ids[4], ids[5]])));
        let (_, whole) = Reads::of(|| values.iter().sum::<u32>());
        assert!(!whole.stand(&changed(&[ids[0]])) && whole.stand(&changed(&[])));
        let (_, nothing) = Reads::of(|| values.ids().len());
        assert!(nothing.stand(&changed(&ids)));
    }

    #[test]
    fn work_within_work_is_noted_of_both_and_what_is_remembered_when_it_is_used() {
        let values: ByPage<u32> = (0..9).collect();
        let ids: Vec<PageId> = values.ids().collect();
        let mut inner = Reads::default();
        let (_, outer) = Reads::of(|| inner = Reads::of(|| values[ids[1]]).1);
        assert!(!outer.stand(&changed(&[ids[1]])));
        let (_, later) = Reads::of(|| inner.repeat());
        assert_eq!(later, outer);
    }

    #[test]
    fn who_looks_at_very_many_looked_at_all() {
        let values: ByPage<u32> = (0..9999).collect();
        let ids: Vec<PageId> = values.ids().collect();
        let (_, reads) = Reads::of(|| ids[..5000].iter().map(|page| values[*page]).sum::<u32>());
        assert!(!reads.stand(&changed(&[ids[9000]])));
    }

    #[test]
    fn names_are_another_matter_than_pages() {
        let (_, reads) = Reads::of(note_names);
        let names = Changes {
            names: true,
            ..Changes::default()
        };
        assert!(!reads.stand(&names) && reads.stand(&Changes::default()));
    }

    #[test]
    fn a_panic_leaves_nothing_open() {
        let values: ByPage<u32> = (0..3).collect();
        let ids: Vec<PageId> = values.ids().collect();
        let broken = std::panic::catch_unwind(|| Reads::of(|| panic!("of the test")));
        assert!(broken.is_err());
        assert!(OPEN.with_borrow(Vec::is_empty));
        let (_, reads) = Reads::of(|| values[ids[0]]);
        assert!(reads.stand(&changed(&[ids[1]])));
    }
}
