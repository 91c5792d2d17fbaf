//! The map of a fleet: a window for each site, by the codes of regions, without any borders. A window is lit where the site
//! has something of its own in the year.

use super::{SiteYear, YearReport};
use crate::base::html::escape;
use crate::base::region::PROVINCES;
use std::fmt::Write;

/// Width and height of a window, and what is between two.
const TILE: (usize, usize) = (84, 64);
const GAP: usize = 8;
/// Windows in a row of the whole map, and of a province on a page, which a phone shows.
const WIDE: usize = 12;
const NARROW: usize = 4;
/// What stands above the windows of a province.
const HEADING: usize = 30;

/// What a map by itself looks like; a page has its own.
const STYLE: &str = ".t{font:14px \"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif;fill:#27211c;text-anchor:middle}\
.h{font-size:18px;font-weight:700;text-anchor:start}.n{font-size:18px;font-weight:700}\
.w{fill:#f2ede4;stroke:#8a7f72}.w1{fill:#fdf1d6}.w2{fill:#f8d48a}.w3{fill:#f0b445}";

/// The sites of a province, in rows: a city begins a new one.
pub(super) struct Province<'r> {
    /// Its name.
    pub name: &'static str,
    /// Its sites.
    pub sites: Vec<&'r SiteYear>,
}

/// The sites by provinces, in the order of their codes. Those without a code come last.
pub(super) fn provinces(report: &YearReport) -> Vec<Province<'_>> {
    let mut all: Vec<Province<'_>> = Vec::new();
    for (code, name) in PROVINCES
        .into_iter()
        .chain([("000000", "全国"), ("", "没有代码的站")])
    {
        let is_here = |site: &&SiteYear| {
            let known = PROVINCES
                .iter()
                .chain([&("000000", "")])
                .any(|(known, _)| is_in(&site.code, known));
            if code.is_empty() {
                !known
            } else {
                is_in(&site.code, code)
            }
        };
        let sites: Vec<&SiteYear> = report.sites.iter().filter(is_here).collect();
        if !sites.is_empty() {
            all.push(Province { name, sites });
        }
    }
    all
}

fn is_in(code: &str, province: &str) -> bool {
    code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) && code[..2] == province[..2]
}

/// The whole map as a file.
pub(super) fn whole(report: &YearReport) -> String {
    let (mut body, mut top) = (String::new(), 0);
    for province in provinces(report) {
        let _ = writeln!(
            body,
            "<text class=\"t h\" x=\"2\" y=\"{}\">{}</text>",
            top + 20,
            province.name
        );
        top += HEADING;
        top += windows(report, &province, WIDE, top, &mut body) + GAP;
    }
    let width = WIDE * (TILE.0 + GAP);
    let title = format!("{}年各站点亮的条款", report.year);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{top}\" viewBox=\"0 0 {width} {top}\" role=\"img\" aria-label=\"{title}\">\
         <title>{title}</title><style>{STYLE}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fffdf9\"/>\n{body}</svg>\n"
    )
}

/// The windows of a province, for a page.
pub(super) fn of_province(report: &YearReport, province: &Province<'_>) -> String {
    let mut body = String::new();
    let height = windows(report, province, NARROW, 0, &mut body);
    let columns = province.sites.len().min(NARROW);
    let width = columns * (TILE.0 + GAP);
    format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\n{body}</svg>\n",
        province.name
    )
}

/// Draws windows from a height on; how high they are together.
fn windows(
    report: &YearReport,
    province: &Province<'_>,
    columns: usize,
    top: usize,
    out: &mut String,
) -> usize {
    let (mut column, mut row, mut city) = (0, 0, None);
    for site in &province.sites {
        let own_city = site.code.get(..4);
        let begins = city.is_some_and(|city| city != own_city) && province.sites.len() > columns;
        if column == columns || (begins && column > 0) {
            (column, row) = (0, row + 1);
        }
        city = Some(own_city);
        window(
            report,
            site,
            (column * (TILE.0 + GAP), top + row * (TILE.1 + GAP)),
            out,
        );
        column += 1;
    }
    (row + 1) * (TILE.1 + GAP)
}

fn window(report: &YearReport, site: &SiteYear, (x, y): (usize, usize), out: &mut String) {
    let lit = report.lit(site);
    let light = match lit {
        0 => "w",
        1..=2 => "w w1",
        3..=5 => "w w2",
        _ => "w w3",
    };
    let (width, height) = TILE;
    let middle = x + 1 + width / 2;
    let told = format!("{} {}：{lit} 条", site.code, site.name);
    let _ = writeln!(
        out,
        "<g><title>{}</title><rect class=\"{light}\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>\
         <text class=\"t\" x=\"{middle}\" y=\"{}\">{}</text><text class=\"t n\" x=\"{middle}\" y=\"{}\">{lit}</text></g>",
        escape(&told),
        x + 1,
        y + 1,
        y + 25,
        escape(&short(site)),
        y + 51,
    );
}

/// The place of a site, else its name, as long as a window is wide.
fn short(site: &SiteYear) -> String {
    let whole = if site.place.is_empty() {
        &site.name
    } else {
        &site.place
    };
    let place = whole
        .split(['（', '('])
        .next()
        .filter(|place| !place.is_empty())
        .unwrap_or(whole);
    match place.chars().count() {
        0..=5 => place.to_owned(),
        _ => place.chars().take(4).collect::<String>() + "…",
    }
}
