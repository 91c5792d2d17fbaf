//! Building all sites of a fleet, a few of them at a time, and inspecting them.

use super::record::{Record, Sight};
use super::sites::{Fleet, FleetSite};
use super::turn::Turn;
use crate::base::{Day, Diagnostic, Fault, Message};
use crate::pipeline::{
    BuildOptions, Builder, Heard, NoProgress, Outcome, PublishSummary, SharedCache, side_by_side,
};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// How a fleet is built.
#[derive(Debug, Clone)]
pub struct FleetOrder {
    /// The day that the sites are made for.
    pub today: Day,
    /// The day of the clock.
    pub clock: Day,
    /// Sites of which nothing changed since they were built this way are passed by.
    pub resume: bool,
    /// Large files that several sites publish are written for each, instead of once under several names.
    pub copy: bool,
    /// This program itself, which reads PDF in a process of its own.
    pub own_program: Option<PathBuf>,
}

/// What came of a site.
#[derive(Debug)]
pub struct BuiltSite {
    /// What the build or the inspection said; `None` when the machine failed or nothing had to be done.
    pub outcome: Option<Outcome>,
    /// What publishing did to its output.
    pub published: PublishSummary,
    /// Why it could not even be tried.
    pub fault: Option<Fault>,
    /// How long it took.
    pub took: Duration,
    /// It was passed by: what is there is what would be built.
    pub standing: Option<Record>,
}

impl BuiltSite {
    /// Whether it is not published as it should be.
    pub fn failed(&self) -> bool {
        self.fault.is_some() || self.outcome.as_ref().is_some_and(|outcome| outcome.failed)
    }
}

impl FleetOrder {
    fn of(&self, site: &FleetSite) -> BuildOptions {
        BuildOptions {
            root: site.root.clone(),
            url: None,
            drafts: false,
            early: false,
            clock: self.clock,
            today: self.today,
        }
    }
}

/// Opens the builders of the sites of a fleet, which share what they read.
struct Builders<'f> {
    fleet: &'f Fleet,
    order: &'f FleetOrder,
    cache: Arc<SharedCache>,
}

impl<'f> Builders<'f> {
    fn new(fleet: &'f Fleet, order: &'f FleetOrder) -> Self {
        let cache = SharedCache::of_run(!order.copy);
        Self { fleet, order, cache }
    }

    fn open(&self, site: &FleetSite) -> Builder {
        Builder::open_beside(&site.root, &self.fleet.root, &self.cache)
            .reading_pdf_by(self.order.own_program.clone())
            .carrying()
    }
}

/// Hears how the sites of a fleet are built.
pub trait FleetObserver {
    /// Another process is building a site; it is waited for.
    fn waits(&mut self, site: &FleetSite);
    /// A site is done.
    fn done(&mut self, site: &FleetSite, built: BuiltSite, builder: &Builder);
}

/// Builds sites. One that fails keeps its old output, and the others go on. One that another process builds at the same time is
/// waited for: then what is there may be what would be built.
pub fn build(fleet: &Fleet, sites: &[&FleetSite], order: &FleetOrder, observer: &mut dyn FleetObserver) {
    let builders = Builders::new(fleet, order);
    let sight = Sight::default();
    let work = |site: &&FleetSite, waits: &mut dyn FnMut()| {
        let begin = Instant::now();
        let turn = Turn::take(fleet, site, &mut |_| waits());
        // What is remembered of it is read when nobody else is about to change it.
        let mut builder = builders.open(site);
        let done = match &turn {
            Ok(_) => build_one(fleet, site, order, &mut builder, &sight),
            Err(fault) => Err(fault.clone()),
        };
        drop(turn);
        (built(done, begin), builder)
    };
    side_by_side(sites, work, |site, heard| match heard {
        Heard::Waits => observer.waits(site),
        Heard::Done((built, builder)) => observer.done(site, built, &builder),
    });
}

/// Builds a site that nobody else builds now.
fn build_one(
    fleet: &Fleet,
    site: &FleetSite,
    order: &FleetOrder,
    builder: &mut Builder,
    sight: &Sight,
) -> Result<Done, Fault> {
    let clock = SystemTime::now();
    let known = Record::read(fleet, site);
    let standing = known
        .clone()
        .filter(|record| order.resume && record.stands(site, order.today, sight));
    if standing.is_some() {
        return Ok((None, PublishSummary::default(), standing));
    }
    let (outcome, published) = builder.publish(&order.of(site), &site.out, &NoProgress)?;
    let inputs = builder.watched();
    let record = Record::of(site, (&outcome, &published), order.today, inputs, (clock, sight));
    record.after(known.as_ref()).write(fleet, site);
    Ok((Some(outcome), published, None))
}

/// Inspects sites; `told` hears of each when it is done.
pub fn check(
    fleet: &Fleet,
    sites: &[&FleetSite],
    order: &FleetOrder,
    told: &mut dyn FnMut(&FleetSite, BuiltSite, &Builder),
) {
    let builders = Builders::new(fleet, order);
    for site in sites {
        let begin = Instant::now();
        let mut builder = builders.open(site);
        let found = builder.check(&order.of(site), &[], &NoProgress);
        if let Ok(outcome) = &found {
            // A build of the same site that ends just now has the last word.
            let _turn = Turn::take(fleet, site, &mut |_| {});
            Record::note_findings(fleet, site, outcome);
        }
        let found = found.map(|outcome| (Some(outcome), PublishSummary::default(), None));
        told(site, built(found, begin), &builder);
    }
}

/// A way out that is a command for one site, as it is for a fleet.
fn in_fleet(told: &mut Diagnostic) {
    let whole = |text: &str| text.replace("wanjia update", "wanjia fleet update");
    if let Some(hint) = &mut told.hint {
        *hint = Message::new(whole(&hint.zh), whole(&hint.en));
    }
}

/// What came of a site, what publishing did, and what is known of it when it was passed by.
type Done = (Option<Outcome>, PublishSummary, Option<Record>);

fn built(done: Result<Done, Fault>, begin: Instant) -> BuiltSite {
    let (done, fault) = match done {
        Ok(done) => (done, None),
        Err(fault) => (Done::default(), Some(fault)),
    };
    let (outcome, published, standing) = done;
    let outcome = outcome.map(|mut outcome| {
        outcome.diagnostics.iter_mut().for_each(in_fleet);
        outcome
    });
    BuiltSite {
        outcome,
        published,
        fault,
        took: begin.elapsed(),
        standing,
    }
}
