//! Which page of a site: a typed index, and lists with one entry for each page.

use super::reads;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Index, IndexMut};

/// A page of a site: its index in the site's list of pages. It means nothing in another site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PageId(u32);

impl PageId {
    fn at(index: usize) -> Self {
        Self(u32::try_from(index).expect("no site has four billion pages"))
    }

    fn index(self) -> usize {
        self.0 as usize
    }

    /// One of 128 bits, of which pages beside each other have different ones: in which half it is, and the bit.
    pub(super) fn mark(self) -> (usize, u64) {
        // The golden ratio spreads numbers evenly.
        let spread = self.0.wrapping_mul(0x9E37_79B9) >> 25;
        ((spread >> 6) as usize, 1 << (spread & 63))
    }
}

/// It shows as the bare number: fingerprints of resolved requests are made of it.
impl fmt::Debug for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A value for each page of a site, in the order of its pages.
#[derive(Debug, Clone, PartialEq)]
pub struct ByPage<T>(Vec<T>);

impl<T> ByPage<T> {
    /// The pages that there is a value for.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = PageId> + use<T> {
        (0..self.0.len()).map(PageId::at)
    }

    /// Every page with its value.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (PageId, &T)> {
        reads::note_all();
        self.0
            .iter()
            .enumerate()
            .map(|(at, value)| (PageId::at(at), value))
    }

    /// The values.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        reads::note_all();
        self.0.iter()
    }

    /// The values, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.0.iter_mut()
    }

    /// Adds the value of one more page.
    pub fn push(&mut self, value: T) -> PageId {
        self.0.push(value);
        PageId::at(self.0.len() - 1)
    }
}

impl<T> Default for ByPage<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Index<PageId> for ByPage<T> {
    type Output = T;

    fn index(&self, page: PageId) -> &T {
        reads::note(page);
        &self.0[page.index()]
    }
}

impl<T> IndexMut<PageId> for ByPage<T> {
    fn index_mut(&mut self, page: PageId) -> &mut T {
        &mut self.0[page.index()]
    }
}

impl<T> FromIterator<T> for ByPage<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<'v, T> IntoIterator for &'v ByPage<T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for ByPage<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
