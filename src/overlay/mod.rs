//! Layers: whose word counts. A site has an upstream, that one its own, and so on; what is
//! looked up is looked up nearest first.
//!
//! In goes the folder of a site, out come its [`SiteLayer`]s, nearest first, and for every content path the
//! files that stand for it. A local page that says `inherit: true` changes only fields and sections;
//! its text is put together with the upstream's, and every stretch keeps its file.
//!
//! What always holds: `brand` and contact come from the site itself alone; a page that a site hides is
//! not there for those below it either.
//!
//! Not here: fetching what is elsewhere (`upstream`), what a text means (`kind`, `markdown`).

mod block;
mod compose;
mod drift;
mod facts;
mod front;
mod hide;
mod layers;
mod lock;
mod near;
mod pages;
mod plan;
mod translated;
mod upstream;

pub use block::{BlockKind, OverrideBlock, blocks};
pub use compose::{Records, text_of};
pub use drift::{Drift, Overridden, Override, name_of, overrides, record};
pub use front::{FrontFields, inherits};
pub use layers::{EXTENDS_CIRCLE, UPSTREAM_ABSENT, UPSTREAM_UNPINNED};
pub use layers::{LayerResolver, LayerStack, SiteLayer, cache, resolve_layers};
pub use lock::LOCK_BROKEN;
pub use lock::{FILE as LOCK, Lock, Pinned, Update};
pub use near::{CLAUSE_ADDED, CLAUSES_REPLACED, HEADING_NEAR_MATCH, HIDDEN_WITH_TEXT};
pub use pages::HIDE_UNMATCHED;
pub use pages::{ContentKey, PageFiles, Pages, key, pages};
pub use plan::{SECTION_TWICE, SECTION_UNKNOWN};
pub use translated::translated;
pub use upstream::{address, relative};

// What is wrong with an upstream is told where a site names it.
pub use crate::upstream::{
    ARCHIVE_BROKEN, GIT_MISSING, UPSTREAM_CHANGED, UPSTREAM_MISSING, UPSTREAM_UNREACHABLE, UPSTREAM_UNSAFE,
};
