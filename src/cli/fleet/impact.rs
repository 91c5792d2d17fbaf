//! `wanjia fleet impact`: what an edit of an upstream page does on all sites.

use super::{AS_OF, Asked, FORMAT, Format, ONLY};
use crate::base::Fault;
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::json;
use crate::cli::status::state_name;
use crate::fleet::{self, Impact};
use crate::message;
use clap::Args;
use serde_json::json;
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "impact",
    about: Both(
        "改了上级的一页，各站会怎样",
        "What an edit of an upstream page does on the sites",
    ),
    usage: Both(
        "wanjia fleet impact <页面> [选项]",
        "wanjia fleet impact <PATH> [OPTIONS]",
    ),
    example: Both(
        "上级改了还没有发布时看：哪些站跟着变，哪些站改写过、和新的对不上。\n\n例子：\n  wanjia fleet impact policies/law\n  wanjia fleet impact campaigns/x --format json",
        "Before the edit is published: which sites change with it, and which override what was changed.\n\nExamples:\n  wanjia fleet impact policies/law\n  wanjia fleet impact campaigns/x --format json",
    ),
    arguments: &[
        (
            "path",
            Both(
                "上级的页面：content 里的路径",
                "the upstream's page, by its path in content/",
            ),
        ),
        ONLY,
        AS_OF,
        FORMAT,
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "PATH")]
    path: String,
    #[command(flatten)]
    asked: Asked,
}

/// Tells what becomes of the page.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let today = request.asked.day()?;
    super::with_sites(root, &request.asked.chosen, console, |_, sites| {
        let stage = message!("看各站的这一页", "looking at the page on the sites");
        let (mut found, mut unread) = (Vec::new(), Vec::new());
        super::each(&stage, sites, console, |site| {
            match fleet::impact(site, &request.path, today) {
                Ok(impact) => found.push(impact),
                Err(fault) => unread.push(super::row(site, &fault.message, console)),
            }
        });
        console.text(&super::aligned(&unread));
        let path = &request.path;
        if !found.is_empty() && found.iter().all(|impact| impact.state.is_none()) {
            return Err(Fault::new(message!(
                "哪个站都没有 {path} 这一页",
                "no site has a page {path}"
            ))
            .hint(message!(
                "写 content 里的路径，如 campaigns/x",
                "name it by its path in content/, like campaigns/x"
            )));
        }
        match request.asked.format {
            Format::Json => console.data(&json::line(&json!({"path": path, "sites": found}))),
            Format::Text => {
                let rows: Vec<Vec<String>> = found.iter().map(|impact| row(impact, console)).collect();
                console.text(&super::aligned(&rows));
            }
        }
        Ok(!unread.is_empty())
    })
}

fn row(impact: &Impact, console: &Console) -> Vec<String> {
    let state = impact.state.map_or_else(
        || super::say(console.locale, "没有这一页", "no such page"),
        |state| state_name(state).to(console.locale).to_owned(),
    );
    let names: Vec<&str> = impact
        .blocks
        .iter()
        .map(|block| block.name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    vec![
        impact.code.clone(),
        impact.name.clone(),
        state,
        names.join(super::say(console.locale, "、", ", ").as_str()),
    ]
}
