//! The map of a fleet: a window for each site, by the codes of regions, without any borders. A window is lit where the site
//! has something of its own in the year.

use super::YearReport;
use crate::base::html::escape;
use crate::base::place::{Named, place_named};
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
/// How high title and legend of the whole map are.
const LEGEND: usize = 112;

/// What a map by itself looks like; a page has its own.
const STYLE: &str = ".t{font:14px \"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif;fill:#27211c;text-anchor:middle}\
.h{font-size:18px;font-weight:700;text-anchor:start}.n{font-size:18px;font-weight:700}.k{text-anchor:start}\
.w{fill:#f2ede4;stroke:#8a7f72}.w1{fill:#fdf1d6}.w2{fill:#f8d48a}.w3{fill:#f0b445}.wx{fill:none;stroke-dasharray:4 3}";

/// A site as its window shows it.
#[derive(Clone, Copy)]
pub(super) struct Window<'r> {
    code: &'r str,
    name: &'r str,
    /// The name of its region; empty when nothing tells it.
    place: &'r str,
    /// On how many clauses it has something of its own; `None` when that is not known.
    lit: Option<usize>,
}

/// The sites of a province, in rows: a city begins a new one.
pub(super) struct Province<'r> {
    /// Its name.
    pub name: &'static str,
    /// Its sites.
    pub sites: Vec<Window<'r>>,
}

/// All sites in the order of their codes, also those that could not be read.
fn all_windows(report: &YearReport) -> Vec<Window<'_>> {
    let read = report.sites.iter().map(|site| Window {
        code: &site.code,
        name: &site.name,
        place: &site.place,
        lit: Some(report.lit(site)),
    });
    let unread = report.unread.iter().map(|(code, name, _)| Window {
        code,
        name,
        place: match place_named(name, code) {
            Named::Place(place) => place,
            Named::Other(_) | Named::Nothing => "",
        },
        lit: None,
    });
    let mut all: Vec<Window<'_>> = read.chain(unread).collect();
    all.sort_by(|a, b| a.code.cmp(b.code));
    all
}

/// The sites by provinces, in the order of their codes. Those without a code come last.
pub(super) fn provinces(report: &YearReport) -> Vec<Province<'_>> {
    let (mut all, windows): (Vec<Province<'_>>, _) = (Vec::new(), all_windows(report));
    for (code, name) in PROVINCES
        .into_iter()
        .chain([("000000", "全国"), ("", "没有代码的站")])
    {
        let is_here = |site: &Window<'_>| {
            let known = PROVINCES
                .iter()
                .chain([&("000000", "")])
                .any(|(known, _)| is_in(site.code, known));
            if code.is_empty() {
                !known
            } else {
                is_in(site.code, code)
            }
        };
        let sites: Vec<Window<'_>> = windows.iter().copied().filter(is_here).collect();
        if !sites.is_empty() {
            all.push(Province { name, sites });
        }
    }
    all
}

fn is_in(code: &str, province: &str) -> bool {
    code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) && code[..2] == province[..2]
}

/// What a window says by how bright it is: the class, and the words of the legend.
const LIGHTS: [(&str, &str); 5] = [
    ("w", "没有"),
    ("w w1", "1至2条"),
    ("w w2", "3至5条"),
    ("w w3", "6条以上"),
    ("w wx", "没有数进去"),
];

fn light(lit: Option<usize>) -> &'static str {
    let at = match lit {
        Some(0) => 0,
        Some(1..=2) => 1,
        Some(3..=5) => 2,
        Some(_) => 3,
        None => 4,
    };
    LIGHTS[at].0
}

/// The whole map as a file, which tells by itself what it shows.
pub(super) fn whole(report: &YearReport) -> String {
    let title = format!("{}年各站点亮的条款", report.year);
    let (mut body, mut top) = (legend(&title, report), LEGEND);
    for province in provinces(report) {
        let _ = writeln!(
            body,
            "<text class=\"t h\" x=\"2\" y=\"{}\">{}</text>",
            top + 20,
            province.name
        );
        top += HEADING;
        top += windows(&province, WIDE, top, &mut body) + GAP;
    }
    let width = WIDE * (TILE.0 + GAP);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{top}\" viewBox=\"0 0 {width} {top}\" role=\"img\" aria-label=\"{title}\">\
         <title>{title}</title><style>{STYLE}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fffdf9\"/>\n{body}</svg>\n"
    )
}

/// The title, and what numbers and colours mean.
fn legend(title: &str, report: &YearReport) -> String {
    let last = report.last.in_words();
    let mut out = format!(
        "<text class=\"t h\" style=\"font-size:24px\" x=\"2\" y=\"30\">{title}</text>\n\
         <text class=\"t k\" x=\"2\" y=\"58\">一扇窗是一个站，按行政区划代码排，不画边界。窗里的数，是这个站当年有自己内容的条款数。截至{last}。</text>\n"
    );
    for (at, (class, words)) in LIGHTS.iter().enumerate() {
        let x = 2 + at * 120;
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"74\" width=\"22\" height=\"16\" rx=\"2\"/><text class=\"t k\" x=\"{}\" y=\"88\">{words}</text>",
            x + 30
        );
    }
    out
}

/// The windows of a province, for a page.
pub(super) fn of_province(province: &Province<'_>) -> String {
    let mut body = String::new();
    let height = windows(province, NARROW, 0, &mut body);
    let columns = province.sites.len().min(NARROW);
    let width = columns * (TILE.0 + GAP);
    format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\n{body}</svg>\n",
        province.name
    )
}

/// Draws windows from a height on; how high they are together.
fn windows(province: &Province<'_>, columns: usize, top: usize, out: &mut String) -> usize {
    let (mut column, mut row, mut city) = (0, 0, None);
    for site in &province.sites {
        let own_city = site.code.get(..4);
        let begins = city.is_some_and(|city| city != own_city) && province.sites.len() > columns;
        if column == columns || (begins && column > 0) {
            (column, row) = (0, row + 1);
        }
        city = Some(own_city);
        window(site, (column * (TILE.0 + GAP), top + row * (TILE.1 + GAP)), out);
        column += 1;
    }
    (row + 1) * (TILE.1 + GAP)
}

fn window(site: &Window<'_>, (x, y): (usize, usize), out: &mut String) {
    let light = light(site.lit);
    let shown = site.lit.map_or_else(|| "？".to_owned(), |lit| lit.to_string());
    let said = site
        .lit
        .map_or_else(|| "没有数进去".to_owned(), |lit| format!("{lit} 条"));
    let (width, height) = TILE;
    let middle = x + 1 + width / 2;
    let told = format!("{} {}：{said}", site.code, site.name);
    let _ = writeln!(
        out,
        "<g><title>{}</title><rect class=\"{light}\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>\
         <text class=\"t\" x=\"{middle}\" y=\"{}\">{}</text><text class=\"t n\" x=\"{middle}\" y=\"{}\">{shown}</text></g>",
        escape(&told),
        x + 1,
        y + 1,
        y + 25,
        escape(&short(site)),
        y + 51,
    );
}

/// The place of a site, else its name, as long as a window is wide.
fn short(site: &Window<'_>) -> String {
    let whole = if site.place.is_empty() {
        site.name
    } else {
        site.place
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
