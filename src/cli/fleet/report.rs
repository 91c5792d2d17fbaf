//! `wanjia fleet report`: what all sites have done in a year, clause by clause.

use super::{AS_OF, Asked, FORMAT, Format, ONLY};
use crate::base::Fault;
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::{json, settings};
use crate::fleet::{self, ReportOrder};
use crate::message;
use clap::Args;
use std::path::{Path, PathBuf};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "report",
    about: Both(
        "年度报告：每一条政策，哪些站有解读、行动、活动、服务点、当地的事实",
        "The yearly report: which sites have explainers, campaigns, activities, service points and facts, clause by clause",
    ),
    usage: Both("wanjia fleet report [选项]", "wanjia fleet report [OPTIONS]"),
    example: Both(
        "只数内容里写明的，不估计；没有写日期的另列。写进 report-2026/：index.html 给人看，另有 Word 文稿、表格（CSV）、图（SVG）、JSON。\n--format json 只打印，不写文件。\n\n例子：\n  wanjia fleet report --year 2026\n  wanjia fleet report --year 2026 --policy 国计生协〔2021〕19号 --out 年报",
        "Only what content says is counted, nothing is estimated; what says no day stands apart. It goes into report-2026/: index.html for people, a document for Word, tables (CSV), the map (SVG), JSON.\n--format json prints it and writes no files.\n\nExamples:\n  wanjia fleet report --year 2026\n  wanjia fleet report --year 2026 --policy policies/law --out report",
    ),
    arguments: &[
        (
            "year",
            Both("哪一年（默认：今年）", "the year (default: this one)"),
        ),
        (
            "policy",
            Both(
                "哪一份政策：文号、标题或路径；可以写几次（默认：行动和解读所依据的）",
                "a policy, by number, title or path; may be given again (default: those that campaigns and explainers stand on)",
            ),
        ),
        (
            "out",
            Both(
                "写进哪个文件夹（默认：fleet.yaml 旁边的 report-年份）",
                "the folder that it goes into (default: report-YEAR beside fleet.yaml)",
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
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1949..=9999))]
    year: Option<i16>,
    #[arg(long, value_name = "NAME")]
    policy: Vec<String>,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    asked: Asked,
}

/// Reports on a year.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let today = request.asked.day()?;
    let order = ReportOrder {
        year: request.year.unwrap_or_else(|| today.parts().0),
        today,
        policies: request.policy.clone(),
        own_program: std::env::current_exe().ok(),
    };
    super::with_sites(root, &request.asked.chosen, console, |fleet, sites| {
        let folder = super::beside(fleet, request.out.as_deref(), &format!("report-{}", order.year))?;
        let absent = request.asked.chosen.absent(fleet);
        let progress = console.progress();
        progress.begin(
            &message!("看各站做了什么", "looking at what the sites have done"),
            sites.len(),
        );
        let report = fleet::report(fleet, (sites, &absent), &order, &mut || progress.step())?;
        progress.end();
        drop(progress);
        match request.asked.format {
            Format::Json => console.data(&json::line(&report.json())),
            Format::Text => {
                let kept = settings::write_files(&folder, report.files())?;
                kept.iter().for_each(|told| console.message(told));
                let unread = report.unread.iter().map(|(code, name, why)| {
                    vec![code.clone(), name.clone(), why.to(console.locale).to_owned()]
                });
                console.text(&super::aligned(&unread.collect::<Vec<_>>()));
                let (all, unread) = (sites.len() + absent.len(), report.unread.len());
                let shown = fleet.shown(&folder);
                console.message(&message!(
                    "{all} 个站，{unread} 个没有数进去。年度报告写在 {shown}/index.html。",
                    "{all} sites, {unread} of which are not counted. The report is in {shown}/index.html."
                ));
            }
        }
        Ok(!report.unread.is_empty())
    })
}
