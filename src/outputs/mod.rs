//! Outputs: how what lies at a route is made, one file each and one row in [`job()`].
//!
//! An output does not write. It gives a job: a view of the site, and a plain function that makes the file
//! from the view. The key is the fingerprint of the view; the build makes only what it has not made from this
//! key.
//!
//! Not here: threads and what was made before (`pipeline`), the disk (`publish`).

mod asset;
mod calendar;
pub mod card;
mod feed;
mod home;
pub mod ics;
mod job;
mod leaflet;
mod list;
mod manifest;
mod offline;
mod page;
pub mod portable;
pub mod qr;
mod redirect;
mod robots;
pub mod search;
mod search_page;
mod sitemap;
mod sources;
mod xml;

pub use job::{Job, JobOutput, PreparedJob, Tools};

use crate::base::Reads;
use crate::site::{Route, RouteKind};
use crate::theme::ViewInputs;
use asset::Shipped;
use job::PrepareJob;

/// What of a site is to be made.
pub struct Wanted<'s> {
    /// Routes at which nothing stands.
    pub routes: Vec<&'s Route>,
    /// What belongs to any other route stands, too.
    pub rest_stays: bool,
}

/// All jobs of a site, one after the other, and how many there are: one for each route that is wanted, and those of files that
/// are named by what is in them.
pub fn jobs<'s>(inputs: &'s ViewInputs<'s>, wanted: Wanted<'s>) -> (usize, impl Iterator<Item = Job<'s>>) {
    let shipped = asset::shipped(inputs.theme);
    let squares = if wanted.rest_stays {
        card::squares(inputs, wanted.routes.iter().copied())
    } else {
        card::squares(inputs, inputs.site.routes.iter())
    };
    let pictures = asset::pictures(inputs.site, inputs.pictures);
    let own = wanted.routes.iter().filter(|route| !is_of_search(&route.kind));
    let count = own.count() + squares.len() + pictures.len();
    let routes = wanted.routes.into_iter();
    let of_routes = routes.filter_map(move |route| {
        let (ready, reads) = Reads::of(|| job(inputs, route, &shipped));
        Some(Job {
            route: route.clone(),
            ready: ready?,
            reads,
        })
    });
    (count, of_routes.chain(squares).chain(pictures))
}

/// Whether what is there is made with the index of search, when all pages are known.
fn is_of_search(kind: &RouteKind) -> bool {
    matches!(kind, RouteKind::SearchStart | RouteKind::Made)
}

/// How what is at a route is made; `None` for the search index, which is made when all pages are known.
fn job<'s>(inputs: &'s ViewInputs<'s>, route: &Route, shipped: &Shipped<'s>) -> Option<PrepareJob<'s>> {
    let (site, theme) = (inputs.site, inputs.theme);
    Some(match &route.kind {
        RouteKind::Page(page) => page::job(inputs, *page),
        RouteKind::Leaflet(page) => leaflet::job(inputs, *page),
        RouteKind::Section(page, number) => list::section(inputs, *page, *number),
        RouteKind::Vocabulary(id) => list::vocabulary(inputs, *id),
        RouteKind::Term(term, number) => list::term(inputs, *term, *number),
        RouteKind::SearchPage => search_page::job(inputs),
        RouteKind::Notice(notice) => list::notice(inputs, *notice),
        RouteKind::NotFound => list::not_found(inputs),
        RouteKind::Feed(of) => feed::job(inputs, *of),
        RouteKind::Calendar(of) => calendar::job(site, theme, *of),
        RouteKind::Sources => sources::job(inputs),
        RouteKind::QrCode(page) => qr::job(site, *page),
        RouteKind::Card(page) => card::job(inputs, *page),
        RouteKind::Manifest => manifest::manifest_job(site, theme),
        RouteKind::Icon(width) => manifest::icon_job(inputs, *width),
        RouteKind::ServiceWorker => offline::job(site, theme),
        RouteKind::Redirect(to) => redirect::job(site, theme, to),
        RouteKind::Sitemap => sitemap::job(site),
        RouteKind::SitemapPart(part) => sitemap::part(site, *part),
        RouteKind::Robots => robots::job(site),
        RouteKind::File => asset::file(site, inputs.pictures, &route.path)?,
        RouteKind::Shipped => asset::job(shipped.get(&route.path)?),
        RouteKind::SearchStart | RouteKind::Made => return None,
    })
}
