//! What a target with releases is, on whatever machine it lies:
//!
//! ```text
//! TARGET/releases/7     a whole site; five of them stay
//! TARGET/releases/.next the one that is being written
//! TARGET/current        a link to releases/7: the root of the web server
//! ```

use super::Sent;
use super::local::{Listing, LocalSite, gone, listing_of};
use crate::base::Fault;
use crate::message;
use std::collections::BTreeSet;

/// Where the releases lie.
pub(super) const RELEASES: &str = "releases";
/// The link to the one that is read.
pub(super) const CURRENT: &str = "current";
/// The release that is being written.
pub(super) const NEXT: &str = ".next";
/// So many releases stay, the one that is read among them.
const KEPT: usize = 5;
/// No number of a release has more digits.
const MOST_DIGITS: usize = 15;

/// The releases that are there.
#[derive(Debug, Default)]
pub(super) struct Releases {
    numbers: BTreeSet<u64>,
    /// The one that is read, where that can be seen.
    pub current: Option<u64>,
    /// The manifest of that one; nothing when it cannot be read.
    pub manifest: Vec<u8>,
    /// The signature of that manifest.
    pub signature: Option<Vec<u8>>,
}

impl Releases {
    /// Takes note of a name that lies among them.
    pub fn add(&mut self, name: &str) {
        self.numbers.extend(number(name));
    }

    /// Takes note of where the link leads; whether that is a release.
    pub fn leads_to(&mut self, link: &str) -> bool {
        let name = link
            .strip_prefix(RELEASES)
            .and_then(|rest| rest.strip_prefix(['/', '\\']));
        // Who went back to a release by hand may have had its name completed as that of a folder.
        self.current = name.and_then(|name| number(name.trim_end_matches('/')));
        self.current.is_some()
    }

    /// What the current one lists: nothing when its manifest is gone or broken, and then everything is sent.
    pub fn listing(&self) -> Listing {
        listing_of(&self.manifest).unwrap_or_default()
    }

    /// Whether the current one says that it is the site, with the same signature.
    pub fn is_of(&self, site: &LocalSite) -> bool {
        self.manifest == site.manifest && self.signature == site.signature
    }

    /// The number of the next one.
    pub fn next(&self) -> u64 {
        let last = self.numbers.iter().max().max(self.current.as_ref());
        last.map_or(1, |number| number + 1)
    }

    /// Those that go away once there is one more.
    pub fn old(&self) -> Vec<u64> {
        self.numbers.iter().rev().skip(KEPT - 1).copied().collect()
    }
}

/// The number of a release by its name.
fn number(name: &str) -> Option<u64> {
    let plain = !name.starts_with('0') && name.bytes().all(|byte| byte.is_ascii_digit());
    let number = || name.parse().ok();
    (plain && name.len() <= MOST_DIGITS).then(number).flatten()
}

/// What is to be done where these files lie, and which of them may be linked: none when everything is to be sent again.
pub(super) fn compare<'s>(listing: &Listing, site: &'s LocalSite, again: bool) -> (Sent, BTreeSet<&'s str>) {
    let mut sent = Sent::default();
    let mut kept = BTreeSet::new();
    for (path, sha256) in &site.files {
        if !again && listing.get(path) == Some(sha256) {
            kept.insert(path.as_str());
            continue;
        }
        sent.send.push(path.clone());
        sent.bytes += site.size(path);
    }
    sent.delete = gone(listing, &site.files);
    sent.uploaded = sent.send.len();
    sent.unchanged = kept.len();
    sent.deleted = sent.delete.len();
    (sent, kept)
}

/// Says that something is in the way that is not ours.
pub(super) fn foreign(at: &str) -> Fault {
    Fault::new(message!(
        "{at} 不是 wanjia 建的，没有动它",
        "{at} was not made by wanjia and was left alone"
    ))
    .hint(message!(
        "换一个文件夹，或先把它移走",
        "choose another folder, or move it away first"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_release_has_a_number_that_none_has_and_five_stay() {
        let mut releases = Releases::default();
        assert_eq!((releases.next(), releases.old()), (1, vec![]));
        for name in [
            "3",
            "5",
            "4",
            "10",
            "9",
            "08",
            ".next",
            "x",
            "",
            "18446744073709551615",
        ] {
            releases.add(name);
        }
        assert_eq!((releases.next(), releases.old()), (11, vec![3]));
        for (link, known) in [
            ("releases/7", Some(7)),
            ("releases/12/", Some(12)),
            ("releases/../x", None),
            ("/srv/releases/7", None),
            ("releases/7/x", None),
        ] {
            assert_eq!(
                (releases.leads_to(link), releases.current),
                (known.is_some(), known),
                "{link}"
            );
        }
        assert!(releases.leads_to("releases/12"));
        assert_eq!(releases.next(), 13);
    }

    #[test]
    fn what_is_sent_again_is_all_of_it_and_what_goes_away_is_counted_all_the_same() {
        let listing = |paths: &[&str]| -> Listing {
            let pairs = paths.iter().map(|path| ((*path).to_owned(), "1".to_owned()));
            pairs.collect()
        };
        let site = LocalSite::made_up(listing(&["a", "b"]));
        let (sent, kept) = compare(&listing(&["a", "c"]), &site, false);
        assert_eq!(
            (sent.uploaded, sent.unchanged, sent.deleted, kept.len()),
            (1, 1, 1, 1)
        );
        let (sent, kept) = compare(&listing(&["a", "c"]), &site, true);
        assert_eq!(
            (sent.uploaded, sent.unchanged, sent.deleted, kept.len()),
            (2, 0, 1, 0)
        );
    }
}
