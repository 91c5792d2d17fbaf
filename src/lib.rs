//! wanjia 万家: Markdown campaigns and policies become a themed, searchable static site.
//!
//! The rooms by floor, the highest first; an arrow may skip floors and never rises (`tests/house.rs` holds the
//! table, ARCHITECTURE.md has the picture):
//!
//! **What people and machines touch**
//! - [`cli`]: The command line, one file a command; messages, exit codes, JSON.
//! - [`fleet`]: Many local sites of one upstream: made, built and watched as one.
//! - [`deploy`]: A finished site, sent to where people read it.
//! - [`serve`]: The preview: builds into memory, watches files, reloads pages.
//!
//! **What a command does**
//! - [`local`]: A local site and its upstream: fork, localize, status, merge, update.
//! - [`pipeline`]: The whole build on one page; memo, threads, the published site.
//!
//! **What is published**
//! - [`check`]: What may be wrong, one file a check; every rule in one table; the report.
//! - [`export`]: A page as other programs take it, one file a format.
//! - [`outputs`]: Every output, one file each: pages, lists, feeds, cards, search.
//! - [`kind`]: Kinds of content, one file each: read, shown, described, begun.
//! - [`theme`]: Views and templates: all that a page may see, the door to Tera.
//! - [`search`]: The search index, and the script that asks it.
//!
//! **What it means**
//! - [`site`]: Documents and how they stand to each other; answers every slot.
//! - [`overlay`]: Layers: whose file, whose section, whose field counts.
//! - [`document`]: What one source means, in fields that every kind has.
//! - [`fact`]: facts.yaml: values by region and date, with their sources.
//! - [`config`]: site.yaml: who publishes, for which region, on top of which site.
//!
//! **How it is read and written**
//! - [`import`]: Documents of offices, in any format, to drafts of pages.
//! - [`markdown`]: Markdown to a body with slots; rendering is pure.
//! - [`publish`]: The only writer of the output folder, old or new and never half.
//! - [`picture`]: Photos made small, without what the camera noted.
//! - [`hosting`]: Settings for web servers: headers, caching, 404.
//! - [`upstream`]: Upstream sites from archives and git repositories.
//! - [`source`]: The only reader of authors' files.
//! - [`yaml`]: The only door to YAML: values that know where they stand.
//!
//! **The ground**
//! - [`html`]: HTML as a tree, and the ways of writing it; the only reader of HTML.
//! - [`base`]: Spans, diagnostics, paths, days, fingerprints, Chinese characters.
//!
//! Public is what the program and its tests use; the rest is seen within the crate only.

pub mod base;
pub mod check;
pub mod cli;
pub mod config;
mod deploy;
mod document;
mod export;
mod fact;
mod fleet;
mod hosting;
pub mod html;
pub mod import;
mod kind;
mod local;
pub mod markdown;
mod outputs;
mod overlay;
mod picture;
pub mod pipeline;
mod publish;
mod search;
mod serve;
mod site;
mod source;
mod theme;
mod upstream;
mod yaml;
