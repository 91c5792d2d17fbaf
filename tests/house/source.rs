//! Sources as the house test reads them, and the little reader of Rust that it needs.

use std::collections::BTreeSet;
use std::path::Path;

/// One file of `src/` without its comments and tests.
pub struct Source {
    /// The folder or file directly in `src/` that it belongs to: `theme`, `main`.
    pub room: String,
    /// Its path within `src/`, with `/`.
    pub file: String,
    pub text: String,
    /// The same with its comments.
    pub told: String,
}

/// Every source below `src/` in the order of their paths, but for lib.rs, which only lists the rooms.
pub fn house() -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rest = vec![top.clone()];
    let mut found = Vec::new();
    while let Some(next) = rest.pop() {
        if next.is_dir() {
            let entries = std::fs::read_dir(&next).unwrap();
            rest.extend(entries.map(|entry| entry.unwrap().path()));
            continue;
        }
        let file = next
            .strip_prefix(&top)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let test = file.contains("/tests/") || file.ends_with("/tests.rs");
        if file.ends_with(".rs") && file != "lib.rs" && !test {
            found.push(source(&file, &std::fs::read_to_string(&next).unwrap()));
        }
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    assert!(found.len() > 50, "{} sources", found.len());
    found
}

/// A source that stands at `file` within `src/`.
pub fn source(file: &str, text: &str) -> Source {
    let room = file.split('/').next().unwrap_or(file);
    Source {
        room: room.trim_end_matches(".rs").to_owned(),
        file: file.to_owned(),
        text: bare(text),
        told: before_tests(text).to_owned(),
    }
}

/// A source without comments and without its `mod tests`, which stands last.
fn bare(text: &str) -> String {
    let lines = before_tests(text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("")
}

/// Rooms that a source names: `crate::room`, `crate::{a, b::c}`, `wanjia::room`.
pub fn rooms_used(text: &str) -> BTreeSet<String> {
    let mut found = names_after(text, "crate::");
    found.extend(names_after(text, "wanjia::"));
    found
}

/// The names that follow `start`, one by one or in braces.
fn names_after(text: &str, start: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices(start).filter(|(at, _)| begins(text, *at)) {
        let rest = &text[at + start.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_names(group)),
            None => drop(found.insert(name_at(rest))),
        }
    }
    found
}

/// The first names of `a, b::{c, d}, e}` up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut fresh, mut found) = (1, true, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if fresh && depth == 1 && c.is_ascii_alphabetic() => {
                found.push(name_at(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

fn name_at(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

/// Whether a word of its own begins here, and not the end of a longer one.
fn begins(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '\'')
}

/// Whether the text names this crate from outside: `tera::Tera`, `include_dir!(…)`, `use serde;`.
pub fn names_crate(text: &str, name: &str) -> bool {
    let starts = |at: usize| begins(text, at) && !text[..at].ends_with(':');
    let goes_on = |rest: &str| rest.starts_with("::") || rest.starts_with("!(") || rest.starts_with("![");
    text.match_indices(name)
        .any(|(at, _)| starts(at) && (goes_on(&text[at + name.len()..]) || text[..at].ends_with("use ")))
}

/// Whether the text does what this word stands for: a part of the standard library (`std::fs`, also as
/// `std::{fs, io}`), a method (`.exists()`), or else a call by whatever path (`Instant::now(`).
pub fn does(text: &str, word: &str) -> bool {
    match word.strip_prefix("std::") {
        Some(part) => names_after(text, "std::").contains(part),
        None if word.starts_with('.') => text.contains(word),
        None => text.match_indices(word).any(|(at, _)| begins(text, at)),
    }
}

/// The names of the crates in `[dependencies]`, as Rust writes them.
pub fn crates_of(manifest: &str) -> BTreeSet<String> {
    let lines = manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect()
}

#[test]
fn the_reader_of_rust_reads_what_it_should() {
    let rooms = |text: &str| rooms_used(text).into_iter().collect::<Vec<_>>();
    assert_eq!(
        rooms("use crate::{base::{Day, Fault}, message};"),
        ["base", "message"]
    );
    assert_eq!(rooms("crate::yaml::nearest(x)"), ["yaml"]);
    assert!(names_crate("use tera::Tera;", "tera") && names_crate("include_dir!(x)", "include_dir"));
    assert!(!names_crate("my_tera::Tera, crate::tera::x, tera.x", "tera"));
    assert!(does("use std::{fs, io::Read};", "std::fs") && does("std::fs::read(x)", "std::fs"));
    assert!(!does("use std::{io::fs};", "std::fs") && does("jiff::Zoned::now()", "Zoned::now("));
    assert!(does("path.exists()", ".exists()") && !does("pprint!(x)", "print!("));
    assert_eq!(
        bare("a\n// crate::x\n#[cfg(test)]\nmod tests {\ncrate::y\n}"),
        "a"
    );
    let manifest =
        "[package]\nname = \"x\"\n\n[dependencies]\n# of a = b\na-b = \"1\"\n\n[dev-dependencies]\nc = \"1\"";
    assert_eq!(crates_of(manifest).into_iter().collect::<Vec<_>>(), ["a_b"]);
}
