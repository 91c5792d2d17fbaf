//! Making some of the outputs of a site, as they are or as they work from a folder.

use super::{Content, Files};
use crate::base::{Diagnostic, Fault, Fingerprint, OutputPath};
use crate::export::review::{leads_to, styles_lead_to};
use crate::html::Tree;
use crate::message;
use crate::outputs::{self, Tools, card};
use crate::pipeline::portable::PortableSink;
use crate::pipeline::resolve::ResolvedSite;
use crate::pipeline::{Artifact, Builder, NoProgress, Progress, Sink, make};
use crate::site::{Route, RouteKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

impl Builder {
    /// These pages as they work from a folder, and the other files that they show or lead to.
    pub(super) fn with_others(
        &self,
        resolved: &ResolvedSite<'_>,
        changed: &BTreeSet<String>,
    ) -> Result<(BTreeMap<String, Vec<u8>>, Files), Fault> {
        let pages = self.portable_files(resolved, &|route| changed.contains(route.path.as_str()))?;
        let mut html: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut wanted = BTreeSet::new();
        for (address, content) in pages {
            if let Content::Bytes(bytes) = content {
                wanted.extend(leads_to(&address, &String::from_utf8_lossy(&bytes)));
                html.insert(address, bytes);
            }
        }
        let mut others: BTreeMap<String, Content> = BTreeMap::new();
        loop {
            let more = |route: &Route| {
                let path = route.path.as_str();
                goes_along(&route.kind) && wanted.contains(path) && !others.contains_key(path)
            };
            let found = self.portable_files(resolved, &more)?;
            if found.is_empty() {
                break;
            }
            for (path, content) in &found {
                if let (true, Content::Bytes(bytes)) = (path.ends_with(".css"), content) {
                    wanted.extend(styles_lead_to(path, &String::from_utf8_lossy(bytes)));
                }
            }
            others.extend(found);
        }
        Ok((html, others.into_iter().collect()))
    }

    /// Some files as they work from a folder.
    fn portable_files(
        &self,
        resolved: &ResolvedSite<'_>,
        wanted: &(dyn Fn(&Route) -> bool + Sync),
    ) -> Result<BTreeMap<String, Content>, Fault> {
        let files: Mutex<BTreeMap<String, Content>> = Mutex::default();
        let take = |address: &str, content: Content| {
            files
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(address.to_owned(), content);
        };
        self.make_some(resolved, wanted, &PortableSink(&Taking(&take)), &NoProgress)?;
        Ok(files.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes some of the outputs.
    pub(super) fn make_some(
        &self,
        resolved: &ResolvedSite<'_>,
        wanted: &dyn Fn(&Route) -> bool,
        sink: &dyn Sink,
        progress: &dyn Progress,
    ) -> Result<Vec<Diagnostic>, Fault> {
        let render =
            |key, make: &mut dyn FnMut() -> Result<Tree, Vec<Diagnostic>>| self.cache.render(key, make);
        let routes = resolved.views.site.routes.iter();
        let some = outputs::Wanted {
            routes: routes.filter(|route| wanted(route)).collect(),
            rest_stays: false,
        };
        let (count, jobs) = outputs::jobs(resolved.views, some);
        let jobs = jobs.filter(|job| wanted(&job.route));
        let tools = Tools {
            theme: resolved.views.theme,
            render: &render,
            bands: card::ANEW,
        };
        let stage = message!("对照页面", "comparing pages");
        let making = make::Making {
            tools,
            sink,
            progress,
            noting: false,
        };
        Ok(making.make(&stage, count, jobs)?.wrong)
    }
}

/// Hands over what is made.
pub(super) struct Taking<'t>(pub &'t (dyn Fn(&str, Content) + Sync));

impl Sink for Taking<'_> {
    fn is_up_to_date(&self, _: &OutputPath, _: Fingerprint) -> bool {
        false
    }

    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        match artifact {
            Artifact::Made { address, bytes, .. } | Artifact::Photo { address, bytes, .. } => {
                (self.0)(address.as_str(), Content::Bytes(bytes));
            }
            Artifact::File { address, path, .. } => {
                (self.0)(address.as_str(), Content::File(path.to_path_buf()));
            }
        }
        Ok(())
    }
}

/// What outputs are made of, by their addresses.
pub(super) type Keys = BTreeMap<String, Fingerprint>;

/// Notes what outputs are made of, and makes none.
#[derive(Default)]
pub(super) struct Noting(Mutex<Keys>);

impl Noting {
    /// What was noted.
    pub fn keys(self) -> Keys {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Noting {
    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(address.to_string(), key);
        true
    }

    fn write(&self, _: Artifact<'_>) -> Result<(), Fault> {
        Ok(())
    }
}

/// Hands over what is made of other things than what is known.
pub(super) struct Unlike<'t> {
    known: &'t Keys,
    taking: Taking<'t>,
    alike: Mutex<BTreeSet<String>>,
}

impl<'t> Unlike<'t> {
    /// Of what is known by these keys; `take` takes what is made.
    pub fn new(known: &'t Keys, take: &'t (dyn Fn(&str, Content) + Sync)) -> Self {
        Self {
            known,
            taking: Taking(take),
            alike: Mutex::default(),
        }
    }

    /// What is made of the same as what is known.
    pub fn alike(self) -> BTreeSet<String> {
        self.alike.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Unlike<'_> {
    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool {
        let is_alike = self.known.get(address.as_str()) == Some(&key);
        if is_alike {
            let mut alike = self.alike.lock().unwrap_or_else(PoisonError::into_inner);
            alike.insert(address.to_string());
        }
        is_alike
    }

    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        self.taking.write(artifact)
    }
}

/// Whether a file goes along with the pages that name it.
fn goes_along(kind: &RouteKind) -> bool {
    matches!(
        kind,
        RouteKind::File
            | RouteKind::Shipped
            | RouteKind::Made
            | RouteKind::QrCode(_)
            | RouteKind::Icon(_)
            | RouteKind::Calendar(Some(_))
    )
}
