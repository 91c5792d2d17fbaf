//! Fleets: many local sites on top of one upstream, made, built and watched as one thing.
//!
//! In goes the folder with fleet.yaml, out comes a [`Fleet`]: its sites in the order of their codes, each a folder with a
//! site.yaml like any other. Building goes through one [`SharedCache`](crate::pipeline::SharedCache), so that what sites share is
//! read, parsed and rendered once.
//!
//! What always holds: a site that is broken fails alone; each output equals that of `wanjia build` in the site's folder; who
//! builds a part of the fleet builds the same as who builds all of it; two who build one site at once do so one after the other.
//!
//! Not here: the command line and what it prints (`cli`), what a single site is (`local`, `pipeline`).

mod build;
mod cells;
mod code;
mod csv;
mod engine;
mod gather;
mod impact;
mod record;
mod report;
mod rows;
mod settings;
mod shard;
mod sites;
mod start;
mod status;
mod turn;

pub use build::{BuiltSite, FleetObserver, FleetOrder, build, check};
pub use code::RegionCode;
pub use csv::csv;
pub use engine::{ENGINES, Engine, EnginePlan};
pub use gather::{GatheredSite, OutputState, gathered};
pub use impact::{Impact, impact};
pub use report::{ReportOrder, report};
pub use rows::{Row, Table};
pub use settings::{FleetSettings, with_upstream};
pub use shard::Shard;
pub use sites::{AbsentSite, Fleet, FleetSite};
pub use start::{Start, start};
pub use status::{SiteState, absent, status};

/// The name of the file that makes a folder a fleet.
pub const FILE: &str = "fleet.yaml";
