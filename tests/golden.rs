//! Golden sites: each file in `tests/golden/` is one readable text whose name is the sentence that it proves.
//!
//! ```text
//! -- content/a.md                     a file under the site's root (site.yaml and a bare theme are given)
//! == public/a/index.html              a whole file of the output
//! == public/a/index.html <article     the inside of the first element whose tag begins so
//! == public/a/index.html …canonical   the lines that hold these words
//! == 2026-01-01 public/a/index.html   the same on another day
//! == files a/                         names of all files that begin so, without the theme's assets and what is below search/
//! == check                            what `wanjia check` finds besides what a build says
//! == report                           `error[rule] file:line:column message | hint`; left out it is empty
//! ```
//!
//! `WANJIA_BLESS=1` writes what comes out as what is expected. Read it before you commit it.

mod desk;

use desk::{DAY, Desk};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

#[test]
fn every_golden_site_comes_out_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let only = std::env::var("WANJIA_GOLDEN").unwrap_or_default();
    let mut cases: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.retain(|path| {
        path.extension().is_some_and(|end| end == "txt") && path.to_string_lossy().contains(&only)
    });
    cases.sort();
    assert!(!cases.is_empty(), "no golden files in {}", folder.display());
    let mut wrong = String::new();
    for path in cases {
        let text = std::fs::read_to_string(&path).unwrap();
        let now = Case::read(&text).run();
        if now == text {
            continue;
        }
        if std::env::var_os("WANJIA_BLESS").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let patch = differences(&text, &now);
        let _ = writeln!(
            wrong,
            "\n{}\n{patch}",
            path.file_name().unwrap().to_string_lossy()
        );
    }
    assert!(
        wrong.is_empty() || std::env::var_os("WANJIA_BLESS").is_some(),
        "{wrong}"
    );
}

/// One line of every hunk is enough to see what is wrong.
fn differences(old: &str, new: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..]
        .iter()
        .rev()
        .zip(new[head..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let minus = old[head..old.len() - tail]
        .iter()
        .map(|line| format!("  - {line}\n"));
    let plus = new[head..new.len() - tail]
        .iter()
        .map(|line| format!("  + {line}\n"));
    minus.chain(plus).collect()
}

struct Case<'t> {
    head: &'t str,
    /// `-- path` and its text.
    given: Vec<(&'t str, &'t str)>,
    /// What stands behind `== `.
    expected: Vec<&'t str>,
}

impl<'t> Case<'t> {
    fn read(text: &'t str) -> Self {
        let mut case = Self {
            head: "",
            given: Vec::new(),
            expected: Vec::new(),
        };
        let mut starts: Vec<usize> = text
            .match_indices('\n')
            .map(|(at, _)| at + 1)
            .filter(|at| is_mark(&text[*at..]))
            .collect();
        if is_mark(text) {
            starts.insert(0, 0);
        }
        case.head = &text[..starts.first().copied().unwrap_or(text.len())];
        starts.push(text.len());
        for part in starts.windows(2).map(|ends| &text[ends[0]..ends[1]]) {
            let (mark, body) = part.split_once('\n').unwrap_or((part, ""));
            match mark.split_at(3) {
                ("-- ", path) => case.given.push((path, body)),
                (_, what) => case.expected.push(what),
            }
        }
        case
    }

    /// The case as it would be written if what comes out were right.
    fn run(&self) -> String {
        let desk = Desk::empty();
        desk.write("site.yaml", desk::SITE);
        for (path, text) in &self.given {
            desk.write(path, text);
        }
        desk.bare();
        let mut built = BTreeMap::new();
        let mut outputs = BTreeMap::new();
        let days: Vec<&str> = self.expected.iter().map(|what| day_of(what).0).collect();
        for day in days {
            if !outputs.contains_key(day) {
                let mut order = desk.order(day);
                order.drafts = self.head.contains("drafts: true");
                built.insert(day, desk.build_as(&order).report);
                outputs.insert(day, desk.output());
            }
        }
        let mut out = self.head.to_owned();
        for (path, text) in &self.given {
            let _ = write!(out, "-- {path}\n{text}");
        }
        for what in &self.expected {
            let (day, asked) = day_of(what);
            let found = if asked == "report" {
                built[day].join("\n")
            } else if asked == "check" {
                let mut found = desk.check(day);
                found.retain(|line| !built[day].contains(line));
                found.join("\n")
            } else {
                show(asked, &outputs[day])
            };
            let _ = write!(out, "== {what}\n{}", closed(found.trim_matches('\n')));
        }
        for (day, report) in &built {
            let said = self.expected.iter().any(|what| day_of(what) == (*day, "report"));
            if !said && !report.is_empty() {
                let _ = write!(out, "== {day} report\n{}\n", report.join("\n"));
            }
        }
        out
    }
}

fn is_mark(text: &str) -> bool {
    text.starts_with("-- ") || text.starts_with("== ")
}

fn closed(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

/// The day of an expectation, and the rest of it.
fn day_of(what: &str) -> (&str, &str) {
    match what.split_once(' ') {
        Some((day, rest)) if day.len() == 10 && day.starts_with("20") => (day, rest),
        _ => (DAY, what),
    }
}

fn show(asked: &str, output: &BTreeMap<String, Vec<u8>>) -> String {
    if let Some(start) = asked.strip_prefix("files") {
        let names = output
            .keys()
            .filter(|name| name.starts_with(start.trim()) && !name.starts_with("assets/"))
            .filter(|name| start.trim().starts_with("search/") || !name.starts_with("search/"));
        return names.cloned().collect::<Vec<_>>().join("\n");
    }
    let (path, part) = asked.split_once(' ').unwrap_or((asked, ""));
    let Some(bytes) = path.strip_prefix("public/").and_then(|path| output.get(path)) else {
        return "(not there)".to_owned();
    };
    let text = String::from_utf8_lossy(bytes).into_owned();
    if let Some(words) = part.strip_prefix('…') {
        return text
            .lines()
            .filter(|line| line.contains(words))
            .map(str::trim)
            .collect::<Vec<_>>()
            .join("\n");
    }
    if part.is_empty() {
        text
    } else {
        inside(&text, part).unwrap_or("(not there)").to_owned()
    }
}

/// The inside of the first element whose tag begins with `start`.
fn inside<'h>(html: &'h str, start: &str) -> Option<&'h str> {
    let at = html.find(start)?;
    let name = &start[1..start.find([' ', '>']).unwrap_or(start.len())];
    let from = at + html[at..].find('>')? + 1;
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut i) = (1, from);
    loop {
        let end = i + html[i..].find(&close)?;
        depth += html[i..end]
            .match_indices(&open)
            .filter(|(at, _)| !html[i + at + open.len()..].starts_with(|c: char| c.is_alphanumeric()))
            .count();
        depth -= 1;
        if depth == 0 {
            return Some(&html[from..end]);
        }
        i = end + close.len();
    }
}
