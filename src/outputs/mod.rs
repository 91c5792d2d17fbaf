//! Outputs: how what lies at a route is made, one file each and one row in [`job()`].
//!
//! An output does not write. It gives a job: a view of the site, and a plain function that makes the file
//! from the view. The key is the fingerprint of the view; the build makes only what it has not made from this
//! key.
//!
//! Not here: threads and what was made before (`pipeline`), the disk (`publish`).

mod asset;
mod calendar;
mod card;
mod feed;
mod home;
mod ics;
mod job;
mod leaflet;
mod list;
mod manifest;
mod offline;
mod page;
pub mod portable;
mod qr;
mod redirect;
mod robots;
pub mod search;
mod sitemap;
mod sources;
mod xml;

pub use job::{Job, JobOutput, Tools};

use crate::site::{Route, RouteKind};
use crate::theme::ViewBuilder;
use asset::Shipped;
use job::PrepareJob;

/// All jobs of a site: one for each route, and those of files that are named by what is in them.
pub fn jobs<'s>(present: &'s ViewBuilder<'s>) -> Vec<Job<'s>> {
    let shipped = asset::shipped(present.theme);
    let routes = present.site.routes.iter();
    let mut jobs: Vec<Job<'s>> = routes
        .filter_map(|route| {
            Some(Job {
                route: route.clone(),
                ready: job(present, route, &shipped)?,
            })
        })
        .collect();
    jobs.extend(card::squares(present));
    jobs.extend(asset::pictures(present));
    jobs
}

/// How what is at a route is made; `None` for the search index, which is made when all pages are known.
fn job<'s>(present: &'s ViewBuilder<'s>, route: &Route, shipped: &Shipped<'s>) -> Option<PrepareJob<'s>> {
    Some(match &route.kind {
        RouteKind::Page(page) => page::job(present, *page),
        RouteKind::Leaflet(page) => leaflet::job(present, *page),
        RouteKind::Section(page, number) => list::section(present, *page, *number),
        RouteKind::Vocabulary(id) => list::vocabulary(present, *id),
        RouteKind::Term(term, number) => list::term(present, *term, *number),
        RouteKind::SearchPage => list::search(present),
        RouteKind::NotFound => list::not_found(present),
        RouteKind::Feed(of) => feed::job(present, *of),
        RouteKind::Calendar(of) => calendar::job(present, *of),
        RouteKind::Sources => sources::job(present),
        RouteKind::QrCode(page) => qr::job(present, *page),
        RouteKind::Card(page) => card::job(present, *page),
        RouteKind::Manifest => manifest::manifest_job(present),
        RouteKind::Icon(width) => manifest::icon_job(present, *width),
        RouteKind::ServiceWorker => offline::job(present),
        RouteKind::Redirect(to) => redirect::job(present, to),
        RouteKind::Sitemap => sitemap::job(present),
        RouteKind::SitemapPart(part) => sitemap::part(present, *part),
        RouteKind::Robots => robots::job(present),
        RouteKind::File => asset::file(present, &route.path)?,
        RouteKind::Shipped => asset::job(shipped.get(route.path.as_str())?),
        RouteKind::SearchStart | RouteKind::Made => return None,
    })
}
