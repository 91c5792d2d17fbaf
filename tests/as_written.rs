//! As it is written: what people type, paste and drop in, a line each, and what becomes of it.
//!
//! How to add a case: a line in a file of `tests/as_written/`, or a file of your own there.
//!
//! ```text
//! # a comment
//! -- content/x.md                  a file beside every case, up to the next `-- ` or `on `
//! on page policy                   every line from here on is built on each of these: PLACES below
//! 甲**乙**⏎丙 → <strong>乙</strong>   the body holds this
//! 甲~乙~ → -<del>                     it does not
//! 甲⏎⏎乙 → =甲 乙                      its words are these and no others, all white space alike
//! 第一条 甲。⏎⏎第二条 乙。 → #art1 #art2   its ids are these and no others
//! [甲](b.md) → !link-broken 1:1 b.md   this is said at line and column of what was written, with these words
//! ```
//!
//! An arrow may follow another one. What is said must be listed, all of it: a line without `!` is a line about which nothing
//! is said. `⏎` ends a line, `⇥` is a tab, `␣` a blank at the end, `\u{200B}` any character. A page with an error is not published: such
//! a line asks for nothing but its `!`. `WANJIA_AS_WRITTEN=part_of_a_line`, or of the name of a file, runs only some.

mod desk;

use desk::{Built, Desk};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// A place where a text may be written.
struct Place {
    /// Its name in the files.
    name: &'static str,
    /// The file, below the site or, with `up/`, below the one above it; `#` is the number of the case.
    file: &'static str,
    /// What is around the text `%`. Every line of it is indented as the first.
    around: &'static str,
    /// Further files.
    beside: &'static [(&'static str, &'static str)],
    /// A site has only one such file: each case is a site of its own.
    alone: bool,
}

/// The day of the builds.
const DAY: &str = desk::CLOCK;

const PLACES: &[Place] = &[
    Place {
        name: "page",
        file: "content/c#.md",
        around: "---\ntitle: 例#\n---\n%\n",
        beside: &[],
        alone: false,
    },
    Place {
        name: "policy",
        file: "content/c#.md",
        around: "---\ntitle: 例#\nkind: policy\n---\n%\n",
        beside: &[],
        alone: false,
    },
    // The text comes from the site above, the page here changes a field.
    Place {
        name: "inherited",
        file: "up/content/c#.md",
        around: "---\ntitle: 例#\n---\n%\n",
        beside: &[("content/c#.md", "---\ninherit: true\nsummary: 简介。\n---\n")],
        alone: false,
    },
    Place {
        name: "inherited-policy",
        file: "up/content/c#.md",
        around: "---\ntitle: 例#\nkind: policy\n---\n%\n",
        beside: &[("content/c#.md", "---\ninherit: true\nsummary: 简介。\n---\n")],
        alone: false,
    },
    Place {
        name: "component",
        file: "content/c#.md",
        around: "---\ntitle: 例#\n---\n```faq\nitems:\n  - question: 问\n    answer: |-\n      %\n```\n",
        beside: &[],
        alone: false,
    },
    // A page that explains a clause of a policy beside it.
    Place {
        name: "explainer",
        file: "content/c#.md",
        around: "---\ntitle: 例#\nkind: explainer\nexplains: 示例规定第一条\n---\n%\n",
        beside: &[],
        alone: false,
    },
    Place {
        name: "front-matter",
        file: "content/c#.md",
        around: "---\n%\n---\n正文。\n",
        beside: &[],
        alone: false,
    },
    Place {
        name: "site.yaml",
        file: "site.yaml",
        around: "name: 测试站\nurl: https://example.org/\ntheme: bare\n%\n",
        beside: &[("content/c#.md", "---\ntitle: 例\n---\n正文。\n")],
        alone: true,
    },
    Place {
        name: "facts.yaml",
        file: "facts.yaml",
        around: "%\n",
        beside: &[("content/c#.md", "---\ntitle: 例\n---\n{{例}}\n")],
        alone: true,
    },
];

#[test]
fn what_people_write_becomes_what_they_meant_or_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/as_written");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    let (mut wrong, mut count) = (String::new(), 0);
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let sheet = Sheet::read(&name, &text);
        for place in PLACES {
            let cases: Vec<&Case<'_>> = sheet.cases.iter().filter(|case| case.is_on(place)).collect();
            count += cases.len();
            wrong += &build(&sheet, place, &cases);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 0, "no case in {}", folder.display());
}

/// A file of cases.
struct Sheet<'t> {
    name: &'t str,
    given: Vec<(&'t str, String)>,
    cases: Vec<Case<'t>>,
}

/// A line of it.
struct Case<'t> {
    line: usize,
    places: Vec<&'t str>,
    written: String,
    expected: Vec<String>,
}

impl<'t> Sheet<'t> {
    fn read(name: &'t str, text: &'t str) -> Self {
        let only = std::env::var("WANJIA_AS_WRITTEN").unwrap_or_default();
        let (mut given, mut cases, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for (at, line) in text.lines().enumerate() {
            if let Some(names) = line.strip_prefix("on ") {
                places = names.split_whitespace().collect();
                let known = |name: &&str| PLACES.iter().any(|place| place.name == *name);
                assert!(places.iter().all(known), "{name}:{} {line}", at + 1);
            } else if let Some(path) = line.strip_prefix("-- ") {
                places.clear();
                given.push((path, String::new()));
            } else if let (true, Some((_, text))) = (places.is_empty(), given.last_mut()) {
                let _ = writeln!(text, "{line}");
            } else if !line.trim().is_empty() && !line.starts_with("# ") {
                let mut parts = line.split(" → ").map(meant);
                let written = parts.next().expect("a line has a beginning");
                let expected: Vec<String> = parts.collect();
                assert!(!expected.is_empty(), "{name}:{} no arrow in: {line}", at + 1);
                assert!(!places.is_empty(), "{name}:{} no “on” before: {line}", at + 1);
                if line.contains(&only) || name.contains(&only) {
                    let places = places.clone();
                    cases.push(Case {
                        line: at + 1,
                        places,
                        written,
                        expected,
                    });
                }
            }
        }
        Self { name, given, cases }
    }
}

/// A text with the characters that its line writes in another way.
fn meant(text: &str) -> String {
    let text = text.replace('⏎', "\n").replace('⇥', "\t").replace('␣', " ");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, tail) = after.split_once('}').expect("\\u{…}");
        let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        out += before;
        out.push(c.unwrap_or_else(|| panic!("no character {code}")));
        rest = tail;
    }
    out + rest
}

/// Builds cases on a place; what is not as expected.
fn build(sheet: &Sheet<'_>, place: &Place, cases: &[&Case<'_>]) -> String {
    let sites: Vec<&[&Case<'_>]> = if place.alone {
        cases.chunks(1).collect()
    } else {
        cases.chunks(cases.len().max(1)).collect()
    };
    sites.into_iter().map(|cases| site(sheet, place, cases)).collect()
}

/// One site with a page for each case. Pages with errors are looked at once, and left out so that the others are
/// published.
fn site(sheet: &Sheet<'_>, place: &Place, cases: &[&Case<'_>]) -> String {
    let desk = Desk::empty();
    let up = if place.file.starts_with("up/") {
        "extends: up\n"
    } else {
        ""
    };
    desk.write("site.yaml", format!("{}{up}", desk::SITE));
    desk.write(
        "up/site.yaml",
        "name: 上游\nurl: https://example.com/\ntheme: bare\n",
    );
    desk.write("themes/bare/theme.yaml", "name: bare\nextends: wanjia\n");
    for (path, text) in &sheet.given {
        desk.write(path, text);
    }
    for (n, case) in cases.iter().enumerate() {
        place.write(&desk, n, &case.written);
    }
    desk.bare();
    let Built { report, .. } = desk.build_on(DAY);
    let mut left = report.clone();
    let mut wrong = String::new();
    let mut said: Vec<Vec<String>> = Vec::new();
    for n in 0..cases.len() {
        let file = place.file_of(n);
        let own = |line: &String| line.split(' ').any(|word| word.starts_with(&format!("{file}:")));
        let (mine, rest) = left.into_iter().partition(own);
        left = rest;
        if mine.iter().any(|line: &String| line.starts_with("error")) {
            place.remove(&desk, n);
        }
        said.push(mine);
    }
    if !left.is_empty() {
        let _ = writeln!(wrong, "{} on {}: {left:#?}", sheet.name, place.name);
    }
    if !place.alone && report.iter().any(|line| line.starts_with("error")) {
        desk.build_on(DAY);
    }
    for (n, (case, said)) in cases.iter().zip(said).enumerate() {
        let path = desk.path(&format!("public/c{n}/index.html"));
        let html = std::fs::read_to_string(path).unwrap_or_default();
        let faults = case.faults(place, &html, &said);
        if !faults.is_empty() {
            let said = said.join("\n    ");
            let _ = writeln!(
                wrong,
                "\n{}:{} on {}: {:?}\n  {}\n  came: {html}\n    {said}",
                sheet.name,
                case.line,
                place.name,
                case.written,
                faults.join("\n  ")
            );
        }
    }
    wrong
}

impl Place {
    fn file_of(&self, n: usize) -> String {
        self.file.replace('#', &n.to_string())
    }

    fn write(&self, desk: &Desk, n: usize, written: &str) {
        let numbered = self.around.replace('#', &n.to_string());
        let indent = format!("\n{}", " ".repeat(self.indent()));
        desk.write(
            &self.file_of(n),
            numbered.replace('%', &written.replace('\n', &indent)),
        );
        for (path, text) in self.beside {
            desk.write(
                &path.replace('#', &n.to_string()),
                text.replace('#', &n.to_string()),
            );
        }
    }

    fn remove(&self, desk: &Desk, n: usize) {
        if self.alone {
            return;
        }
        desk.remove(&self.file_of(n));
        for (path, _) in self.beside {
            desk.remove(&path.replace('#', &n.to_string()));
        }
    }

    fn head(&self) -> &str {
        self.around.split('%').next().expect("what is before the first %")
    }

    fn indent(&self) -> usize {
        self.head().rsplit('\n').next().map_or(0, str::len)
    }
}

impl Case<'_> {
    fn is_on(&self, place: &Place) -> bool {
        self.places.contains(&place.name)
    }

    /// What is not as expected.
    fn faults(&self, place: &Place, html: &str, said: &[String]) -> Vec<String> {
        let mut told: BTreeSet<usize> = BTreeSet::new();
        let mut faults = Vec::new();
        for expected in &self.expected {
            let holds = match expected.split_at(expected.chars().next().map_or(0, char::len_utf8)) {
                ("!", wanted) => {
                    let hit =
                        (0..said.len()).find(|at| !told.contains(at) && is_said(place, wanted, &said[*at]));
                    told.extend(hit);
                    hit.is_some()
                }
                ("-", part) => !html.is_empty() && !html.contains(part),
                ("=", words) => !html.is_empty() && words_of(html) == words,
                ("#", _) => !html.is_empty() && ids_of(html) == expected.trim_end_matches("#"),
                _ => html.contains(expected.as_str()),
            };
            if !holds {
                faults.push(format!("not so: {expected}"));
            }
        }
        let more = (0..said.len()).filter(|at| !told.contains(at));
        faults.extend(more.map(|at| format!("said without being asked: {}", said[at])));
        faults
    }
}

/// Whether `wanted`, as `rule 2:1 words`, is what a line of the report says.
fn is_said(place: &Place, wanted: &str, line: &str) -> bool {
    let mut wanted = wanted.splitn(3, ' ');
    let rule = wanted.next().unwrap_or_default();
    let at = wanted.next().unwrap_or_default();
    let words = wanted.next().unwrap_or_default();
    let Some((row, column)) = at.split_once(':') else {
        panic!("a rule has a line and a column: {rule} {at}");
    };
    let row = row.parse::<usize>().unwrap() + place.head().matches('\n').count();
    let column = column.parse::<usize>().unwrap() + place.indent();
    line.contains(&format!("[{rule}]")) && line.contains(&format!(":{row}:{column} ")) && line.contains(words)
}

/// The words of HTML, all white space alike.
fn words_of(html: &str) -> String {
    let mut text = String::new();
    for (n, piece) in html.split('<').enumerate() {
        text += if n == 0 {
            piece
        } else {
            piece.split_once('>').map_or("", |(_, text)| text)
        };
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every id, as `#a #b`.
fn ids_of(html: &str) -> String {
    let ids = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    ids.map(|id| format!("#{id}")).collect::<Vec<_>>().join(" ")
}
