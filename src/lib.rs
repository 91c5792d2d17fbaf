//! wanjia 万家: Markdown campaigns and policies become a themed, searchable static site.
//!
//! Rooms by floor, the lowest last; an arrow may skip floors and never rises (`tests/house.rs` holds
//! the table): [`cli`]; [`serve`], [`local`]; [`pipeline`]; [`outputs`]; [`check`], [`theme`]; [`site`],
//! [`overlay`], [`kind`]; [`config`], [`fact`], [`document`]; [`upstream`], [`source`], [`markdown`], [`publish`], [`picture`], [`hosting`], [`yaml`]; [`base`].

pub mod base;
pub mod check;
pub mod cli;
pub mod config;
pub mod document;
pub mod fact;
pub mod hosting;
pub mod kind;
pub mod local;
pub mod markdown;
pub mod outputs;
pub mod overlay;
pub mod picture;
pub mod pipeline;
pub mod publish;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod theme;
pub mod upstream;
pub mod yaml;
