//! `status`: how every page, fact and field of the identity stands to the upstream.

use super::LocalSite;
use crate::base::{Day, Fault};
use crate::config::{Brand, Profile};
use crate::fact::{Certainty as Surety, FactEntry, FactTable, LayerFacts, Lookup};
use crate::overlay::{BlockKind, Drift, Override, Update};
use crate::source::SourceFile;
use serde::Serialize;

/// The state of a site relative to those above it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteStatus {
    /// Every page of the site, and those that it leaves out, in the order of their paths.
    pub pages: Vec<PageStatus>,
    /// Every fact.
    pub facts: Vec<FactStatus>,
    /// Who publishes, and how to reach them.
    pub identity: Vec<IdentityStatus>,
    /// What the last update of the upstream brought.
    pub update: Option<Update>,
}

/// The state of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageStatus {
    /// In content/.
    pub path: String,
    /// Its state.
    pub state: PageState,
    /// Whose nearest words it has: 0 is the site itself, 1 its upstream.
    pub layer: usize,
    /// The name of that site.
    pub from: String,
    /// Whether the upstream's words of all that it overrides are in site.lock; nothing for other pages.
    pub recorded: Option<bool>,
    /// What it overrides.
    pub blocks: Vec<BlockStatus>,
    /// Whether it is a page by itself, whatever the upstream has.
    #[serde(skip)]
    pub stands_alone: bool,
}

/// The state of a page relative to the upstream's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageState {
    /// As the upstream has it.
    Inherited,
    /// The site's own.
    Local,
    /// It changes the upstream's.
    Overridden,
    /// It changes something that the upstream has changed since.
    Drifted,
    /// It changes something that the upstream no longer has.
    Orphaned,
    /// The site leaves it out.
    Hidden,
}

/// Something that a page overrides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockStatus {
    /// `file`, `field` or `section`.
    pub kind: BlockKind,
    /// Field or heading; empty for the file and the introduction.
    pub name: String,
    /// `same`, `drifted` or `orphaned`.
    #[serde(serialize_with = "drift")]
    pub state: Drift,
}

fn drift<S: serde::Serializer>(drift: &Drift, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match drift {
        Drift::Same => "same",
        Drift::Drifted => "drifted",
        Drift::Orphaned => "orphaned",
    })
}

/// The state of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactStatus {
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: FactState,
    /// The value with unit as it is printed; empty when there is none.
    pub text: String,
    /// Name of the region whose rule it is.
    pub region: String,
    /// First day.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
}

/// The state of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FactState {
    /// The site has set it.
    Set,
    /// A site above has set it.
    Inherited,
    /// It is left to others, and nobody requires it here.
    Local,
    /// A site above requires it, and there is no value.
    Missing,
    /// Its last value has ended.
    Expired,
    /// It has a value that nobody has checked.
    Unverified,
}

/// The state of a field of the identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdentityStatus {
    /// As in site.yaml.
    pub field: String,
    /// Its state.
    pub state: IdentityState,
}

/// The state of a field of the identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentityState {
    /// The site says its own.
    Set,
    /// Nobody has said it.
    Missing,
    /// It is what the upstream says.
    Upstream,
}

/// The state of a site relative to those above it on a day.
pub fn status(local: &LocalSite, today: Day) -> Result<SiteStatus, Fault> {
    local.require_upstream()?;
    Ok(state(local, today))
}

/// The same of a site that may have none above it, or none that can be reached.
pub fn state(local: &LocalSite, today: Day) -> SiteStatus {
    let book = local.chain.fact_table(&mut Vec::new());
    SiteStatus {
        pages: pages(local),
        facts: facts(&book, today, local.chain.layers.len()),
        identity: identity(local),
        update: local.lock().update.clone(),
    }
}

impl SiteStatus {
    /// Whether something waits for an author: overrides whose upstream changed or went, facts without a
    /// value.
    pub fn needs_attention(&self) -> bool {
        let page = |page: &PageStatus| matches!(page.state, PageState::Drifted | PageState::Orphaned);
        let fact = |fact: &FactStatus| matches!(fact.state, FactState::Missing | FactState::Expired);
        self.pages.iter().any(page) || self.facts.iter().any(fact)
    }
}

fn pages(local: &LocalSite) -> Vec<PageStatus> {
    let standing = local.pages.by_key.values().filter_map(|stack| stack.file());
    let mut found: Vec<PageStatus> = standing.map(|file| page(local, file)).collect();
    let hidden = local.pages.hidden.values().filter(|(_, by)| *by == 0);
    found.extend(hidden.map(|(file, _)| of(local, file, PageState::Hidden, None)));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn page(local: &LocalSite, file: &SourceFile) -> PageStatus {
    if file.layer > 0 {
        return of(local, file, PageState::Inherited, None);
    }
    match local
        .overrides
        .iter()
        .find(|page| page.file.inner() == file.inner())
    {
        None => of(local, file, PageState::Local, None),
        Some(page) => {
            let state = match page.drift() {
                Drift::Orphaned => PageState::Orphaned,
                Drift::Drifted => PageState::Drifted,
                Drift::Same if page.has_upstream => PageState::Overridden,
                Drift::Same => PageState::Local,
            };
            of(local, file, state, Some(page))
        }
    }
}

fn of(local: &LocalSite, file: &SourceFile, state: PageState, page: Option<&Override>) -> PageStatus {
    let block = |found: &crate::overlay::Overridden| BlockStatus {
        kind: found.block.kind,
        name: found.block.name.clone(),
        state: found.drift,
    };
    PageStatus {
        path: file.inner().to_owned(),
        state,
        layer: file.layer,
        from: local.chain.layers[file.layer].config.name.clone(),
        recorded: page.map(Override::recorded),
        blocks: page.map_or_else(Vec::new, |page| page.blocks.iter().map(block).collect()),
        stands_alone: page.is_none_or(|page| !page.inherits || page.has_upstream),
    }
}

fn facts(book: &FactTable, today: Day, layers: usize) -> Vec<FactStatus> {
    let missing: Vec<&str> = book
        .missing(today, layers)
        .iter()
        .map(|missing| missing.name)
        .collect();
    book.names()
        .into_iter()
        .map(|name| fact(book, name, today, missing.contains(&name)))
        .collect()
}

fn fact(book: &FactTable, name: &str, today: Day, missing: bool) -> FactStatus {
    let of = |state, entry: Option<&FactEntry>, sheet: Option<&LayerFacts>| FactStatus {
        name: name.to_owned(),
        state,
        text: entry
            .filter(|entry| entry.value.is_some())
            .map(FactEntry::text)
            .unwrap_or_default(),
        region: sheet.map(|sheet| sheet.region.name.clone()).unwrap_or_default(),
        since: entry.and_then(|entry| entry.since).map(|day| day.to_string()),
        until: entry.and_then(|entry| entry.until).map(|day| day.to_string()),
    };
    match book.lookup(name, today) {
        Lookup::Expired(until, sheet) => FactStatus {
            until: Some(until.to_string()),
            ..of(FactState::Expired, None, Some(sheet))
        },
        // Its first value is still to come.
        Lookup::Nobody => FactStatus {
            since: book.begins(name).map(|day| day.to_string()),
            ..of(FactState::Missing, None, None)
        },
        Lookup::Entry(entry, sheet) => {
            let state = match (&entry.value, entry.status) {
                (None, _) if missing => FactState::Missing,
                (None, _) => FactState::Local,
                (Some(_), Surety::Unverified) => FactState::Unverified,
                _ if sheet.layer == 0 => FactState::Set,
                _ => FactState::Inherited,
            };
            of(state, Some(entry), Some(sheet))
        }
    }
}

/// One field of a brand.
type Field = (&'static str, fn(&Brand) -> Option<String>);

const FIELDS: &[Field] = &[
    ("organiser", |brand| brand.organiser.clone()),
    ("phone", |brand| brand.phone.clone()),
    ("email", |brand| brand.email.clone()),
    ("address", |brand| brand.address.clone()),
    ("icp", |brand| brand.icp.clone()),
    ("police", |brand| brand.police.clone()),
    ("logo", |brand| brand.logo.as_ref().map(|logo| logo.value.clone())),
    ("slogan", |brand| brand.slogan.clone()),
    ("color", |brand| brand.color.clone()),
];

fn identity(local: &LocalSite) -> Vec<IdentityStatus> {
    let (own, above) = (&local.chain.layers[0].config, &local.chain.layers[1..]);
    let mut fields: Vec<Field> = FIELDS.to_vec();
    if own.profile == Profile::Gov {
        fields.push(("site_id", |brand| brand.site_id.clone()));
    }
    let state = |(name, get): &Field| match get(&own.brand).filter(|said| !said.trim().is_empty()) {
        None => IdentityState::Missing,
        Some(logo) if *name == "logo" => {
            if own_file(local, &logo) {
                IdentityState::Set
            } else {
                IdentityState::Upstream
            }
        }
        Some(said)
            if above
                .iter()
                .any(|site| get(&site.config.brand).as_deref() == Some(said.as_str())) =>
        {
            IdentityState::Upstream
        }
        Some(_) => IdentityState::Set,
    };
    let address = if own.has_url() {
        IdentityState::Set
    } else {
        IdentityState::Missing
    };
    let mut found = vec![IdentityStatus {
        field: "url".to_owned(),
        state: address,
    }];
    found.extend(fields.iter().map(|field| IdentityStatus {
        field: field.0.to_owned(),
        state: state(field),
    }));
    found
}

/// Whether a file of static/ is the site's own.
fn own_file(local: &LocalSite, path: &str) -> bool {
    local.chain.layers[0]
        .layer
        .one(&format!("static/{}", path.trim_start_matches('/')))
        .is_some()
}
