//! What is to be sent to a store and what goes away, by what it has.

use super::super::local::{Listing, LocalSite, MANIFEST};
use super::state::{State, digits};
use crate::base::media::content_type;
use crate::deploy::{Order, Sent};
use crate::hosting::is_hashed;
use crate::publish::verify::version;
use std::collections::{BTreeMap, BTreeSet};

/// What a store has of ours.
#[derive(Debug, Default)]
pub(super) struct Remote {
    /// What its manifest lists.
    pub listing: Listing,
    /// The bytes of that manifest; nothing when there is none.
    pub manifest: Vec<u8>,
    /// The version of that manifest.
    pub etag: Option<String>,
    /// What it remembers besides.
    pub state: State,
}

impl Remote {
    /// Whether what was pending all lies there: the manifest that came last does.
    fn is_complete(&self) -> bool {
        let manifest = (!self.manifest.is_empty()).then(|| version(&self.manifest));
        manifest.is_some() && self.state.manifest == manifest
    }

    /// The bytes at each path, as far as they are known.
    fn known(&self) -> Listing {
        let mut known = self.listing.clone();
        if self.is_complete() {
            return known;
        }
        let sent: BTreeSet<&str> = self.state.sent().collect();
        for (path, sha256) in &self.state.pending {
            if sent.contains(path.as_str()) {
                known.insert(path.clone(), sha256.clone());
            } else {
                known.remove(path);
            }
        }
        known
    }

    /// Whether a path is ours, whatever lies there.
    pub fn owns(&self, path: &str) -> bool {
        let state = &self.state;
        self.listing.contains_key(path)
            || state.kept.contains(path)
            || state.withdrawn.contains(path)
            || state.pending.contains_key(path) && !state.claims.contains_key(path)
    }

    /// Paths that are not of the site, and of which nobody knows whether a deploy that broke has put something there.
    pub fn doubts(&self, site: &LocalSite) -> Vec<String> {
        let of_nobody = |path: &&String| !site.files.contains_key(*path) && !self.owns(path);
        self.state.claims.keys().filter(of_nobody).cloned().collect()
    }

    fn all(&self) -> BTreeSet<&String> {
        let state = &self.state;
        self.listing
            .keys()
            .chain(state.pending.keys())
            .chain(&state.kept)
            .chain(&state.withdrawn)
            .filter(|path| self.owns(path))
            .collect()
    }
}

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// What is sent, in groups: none may begin before the one before it is done.
    pub groups: [Vec<String>; 4],
    /// Files that are there already.
    pub unchanged: usize,
    /// Those among them that a deploy has sent that broke: no manifest lists them yet.
    carried: Vec<String>,
    /// What is deleted.
    pub delete: Vec<String>,
    /// What would be deleted if it had been asked for.
    pub left: Vec<String>,
    /// Assets that stay for one more build.
    pub kept: BTreeSet<String>,
    /// Whether the manifest is another one.
    pub manifest: bool,
    /// The signature that is to lie there, by its SHA-256.
    pub signature: Option<String>,
    /// Whether the store remembers something that no longer holds.
    pub stale: bool,
}

impl Plan {
    /// Decides.
    pub fn of(site: &LocalSite, remote: &Remote, order: &Order<'_>) -> Self {
        let mut plan = Self {
            manifest: remote.manifest != site.manifest || order.all,
            signature: site.signature.as_deref().map(version),
            ..Self::default()
        };
        let known = remote.known();
        for (path, sha256) in &site.files {
            if known.get(path) == Some(sha256) && !order.all {
                plan.unchanged += 1;
                if remote.listing.get(path) != Some(sha256) {
                    plan.carried.push(path.clone());
                }
            } else {
                plan.groups[group(path)].push(path.clone());
            }
        }
        let state = &remote.state;
        let same = !plan.manifest && state.pending.is_empty();
        for path in remote.all() {
            if site.files.contains_key(path) || path == MANIFEST {
                continue;
            }
            let of_former = !same && (remote.listing.contains_key(path) || state.pending.contains_key(path));
            let stays = is_asset(path) && (of_former || same && state.kept.contains(path));
            if stays {
                plan.kept.insert(path.clone());
            } else if order.delete {
                plan.delete.push(path.clone());
            } else {
                plan.left.push(path.clone());
            }
        }
        let left: BTreeSet<String> = plan.left.iter().cloned().collect();
        plan.stale = !state.pending.is_empty()
            || plan.signature != state.signature
            || plan.kept != state.kept
            || left != state.withdrawn;
        plan
    }

    /// Paths of all that is sent.
    pub fn sends(&self) -> impl Iterator<Item = &String> {
        self.groups.iter().flatten()
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        !self.manifest && !self.stale && self.delete.is_empty() && self.sends().next().is_none()
    }

    /// Pages and other files of that name that go away; assets that nobody asks for any more are not counted.
    pub fn pages_that_go(&self) -> usize {
        self.delete.iter().filter(|path| !is_asset(path)).count()
    }

    /// As it is told.
    pub fn told(&self, site: &LocalSite) -> Sent {
        let send: Vec<String> = self.sends().cloned().collect();
        Sent {
            uploaded: send.len(),
            unchanged: self.unchanged,
            deleted: self.delete.len(),
            left: self.left.clone(),
            bytes: send.iter().map(|path| site.size(path)).sum(),
            send,
            delete: self.delete.clone(),
            ..Sent::default()
        }
    }

    /// What may come to lie where nothing is ours yet.
    fn claims(&self, site: &LocalSite, remote: &Remote) -> BTreeMap<String, Vec<String>> {
        let new = self.sends().filter(|path| !remote.owns(path));
        let claims = new.map(|path| {
            let mut hashes = remote.state.claims.get(path).cloned().unwrap_or_default();
            hashes.retain(|hash| *hash != site.files[path]);
            hashes.push(site.files[path].clone());
            (path.clone(), hashes)
        });
        claims.collect()
    }

    /// What the store is told before anything is sent.
    pub fn intent(&self, site: &LocalSite, remote: &Remote, id: &str) -> State {
        let all = self.sends().chain(&self.carried);
        let pending: Listing = all.map(|path| (path.clone(), site.files[path].clone())).collect();
        let carried: BTreeSet<&String> = self.carried.iter().collect();
        let done: Vec<bool> = pending.keys().map(|path| carried.contains(path)).collect();
        let gone = self.delete.iter().chain(&self.left).cloned();
        State {
            id: id.to_owned(),
            pending,
            claims: self.claims(site, remote),
            done: digits(&done),
            manifest: (remote.manifest != site.manifest).then(|| version(&site.manifest)),
            signature: remote.state.signature.clone(),
            kept: self.kept.clone(),
            withdrawn: gone.collect(),
        }
    }
}

/// Whether a name has a fingerprint of its content, be it one too short to keep the file for a year by it, as parts of the search
/// index have. A date in the name of a document is none: what is taken back must not stay for one more build.
fn is_asset(path: &str) -> bool {
    let short = || {
        let mut parts = path.rsplit('.');
        let (end, print) = (parts.next(), parts.next());
        let is_print =
            |print: &str| print.len() >= 6 && print.bytes().all(|byte| b"0123456789abcdef".contains(&byte));
        end == Some("bin") && parts.next().is_some() && print.is_some_and(is_print)
    };
    is_hashed(path) || short()
}

/// Assets first, then what pages show and offer, then pages, then what leads to pages.
fn group(path: &str) -> usize {
    if is_asset(path) {
        return 0;
    }
    let kind = content_type(path);
    match kind.split(';').next().unwrap_or_default() {
        "text/html" => 2,
        "application/xml" | "application/json" | "text/plain" | "text/calendar" => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use std::time::Duration;

    fn listing(files: &[(&str, &str)]) -> Listing {
        files
            .iter()
            .map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned()))
            .collect()
    }

    fn site(files: &[(&str, &str)]) -> LocalSite {
        LocalSite::made_up(listing(files))
    }

    fn remote(files: &[(&str, &str)], state: State) -> Remote {
        let site = site(files);
        Remote {
            listing: site.files,
            manifest: site.manifest,
            etag: None,
            state,
        }
    }

    fn plan(site: &LocalSite, remote: &Remote, delete: bool) -> Plan {
        let order = Order {
            delete,
            ..Order::of(Path::new(""), Duration::ZERO)
        };
        Plan::of(site, remote, &order)
    }

    const OLD: &str = "assets/style.0123456789.css";
    const NEW: &str = "assets/style.abcdef0123.css";

    #[test]
    fn assets_go_before_pages_and_those_of_the_former_build_stay_for_one_more() {
        let before = remote(
            &[("a/index.html", "1"), ("b/index.html", "1"), (OLD, "1")],
            State::default(),
        );
        let now = site(&[
            ("a/index.html", "2"),
            (NEW, "1"),
            ("sitemap.xml", "1"),
            ("a/x.pdf", "1"),
        ]);
        let first = plan(&now, &before, true);
        let order: Vec<&str> = first.sends().map(String::as_str).collect();
        assert_eq!(order, [NEW, "a/x.pdf", "a/index.html", "sitemap.xml"]);
        assert_eq!(
            (first.delete.as_slice(), first.kept.len()),
            (&["b/index.html".to_owned()][..], 1)
        );

        let state = State {
            kept: first.kept,
            ..State::default()
        };
        let there = remote(
            &[
                ("a/index.html", "2"),
                (NEW, "1"),
                ("sitemap.xml", "1"),
                ("a/x.pdf", "1"),
            ],
            state,
        );
        assert!(
            plan(&now, &there, true).is_empty(),
            "the same build again is none more"
        );
        let later = site(&[("a/index.html", "3"), (NEW, "1")]);
        let second = plan(&later, &there, true);
        assert!(second.delete.contains(&OLD.to_owned()), "{second:?}");
        let without = plan(&later, &there, false);
        assert!(without.delete.is_empty() && without.left.contains(&"sitemap.xml".to_owned()));
    }

    #[test]
    fn a_document_with_a_date_in_its_name_goes_when_it_is_taken_back() {
        assert!(is_asset("search/x3.0a1b2c.bin") && is_asset("assets/style.0123456789.css"));
        let before = remote(
            &[("名单.20261129.xlsx", "1"), ("a/通知.202611.pdf", "1")],
            State::default(),
        );
        let plan = plan(&site(&[("a/index.html", "1")]), &before, true);
        assert_eq!(
            (plan.delete.len(), plan.kept.len(), plan.pages_that_go()),
            (2, 0, 2)
        );
    }

    #[test]
    fn what_an_interrupted_deploy_may_have_left_is_sent_again_and_never_taken_for_ours_of_before() {
        let before = [("a", "1"), ("b", "1"), ("c", "1")];
        let state = State {
            pending: listing(&[("a", "2"), ("b", "2"), ("new", "2")]),
            done: digits(&[true, false, true]),
            manifest: Some("of the new one".to_owned()),
            ..State::default()
        };
        let remote = remote(&before, state);
        // On with the new one: what was sent is not sent again.
        let on = plan(
            &site(&[("a", "2"), ("b", "2"), ("c", "1"), ("new", "2")]),
            &remote,
            true,
        );
        assert_eq!(on.sends().collect::<Vec<_>>(), ["b"]);
        // Back to the old one, by the same manifest: whatever may have been written over is sent.
        let back = plan(&site(&before), &remote, true);
        assert_eq!(back.sends().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(back.delete, ["new"]);
    }

    #[test]
    fn what_two_deploys_sent_that_broke_one_after_the_other_is_known_to_the_third() {
        let edition = |text: &str| site(&[("a", "1"), ("b", text), ("c", text)]);
        let first =
            plan(&edition("1"), &Remote::default(), true).intent(&edition("1"), &Remote::default(), "1");
        // It came as far as the first two.
        let mut state = State {
            done: digits(&[true, true, false]),
            ..first
        };
        state.take_sent();
        let there = Remote {
            state,
            ..Remote::default()
        };
        let second = plan(&edition("2"), &there, true);
        assert_eq!((second.sends().count(), second.unchanged), (2, 1));
        let mut state = second.intent(&edition("2"), &there, "2");
        state.take_sent();
        assert_eq!(state.claims.keys().collect::<Vec<_>>(), ["c"]);
        let there = Remote {
            state,
            ..Remote::default()
        };
        assert!(there.owns("a") && there.owns("b") && !there.owns("c"));
        let third = plan(&edition("3"), &there, true);
        assert_eq!((third.sends().count(), third.unchanged), (2, 1));
        assert_eq!(
            third.intent(&edition("3"), &there, "3").claims["c"],
            ["1", "2", "3"]
        );
    }

    #[test]
    fn a_deploy_that_broke_behind_the_manifest_has_sent_everything() {
        let now = site(&[("a", "2")]);
        let state = State {
            pending: listing(&[("a", "2")]),
            manifest: Some(version(&now.manifest)),
            ..State::default()
        };
        let there = remote(&[("a", "2")], state);
        let plan = plan(&now, &there, true);
        assert_eq!((plan.sends().count(), plan.stale), (0, true));
    }
}
