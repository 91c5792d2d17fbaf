//! Rules are values: one constant beside the code that finds it, one row in the table, one row in the handbook.
//!
//! `WANJIA_BLESS=1 cargo test --test rules` writes the handbook's list anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use wanjia::base::message::Locale;
use wanjia::base::{Chapter, Level, Rule};
use wanjia::check;

#[test]
fn the_handbooks_list_is_the_table() {
    let path = root().join("docs/content/rules.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let before = page.split("\n## ").next().unwrap();
    let now = format!("{before}{}", chapters());
    if now != page && std::env::var_os("WANJIA_BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
        return;
    }
    let differs = page.lines().zip(now.lines()).find(|(old, new)| old != new);
    assert!(
        now == page,
        "run `WANJIA_BLESS=1 cargo test --test rules`: {differs:?}"
    );
}

/// Everything of the page from its first `##` on.
fn chapters() -> String {
    let mut text = String::new();
    for chapter in Chapter::ALL {
        let title = chapter.title().to(Locale::Chinese);
        text += &format!("\n## {title}\n\n| 规则 | 意思 | 办法 | 轻重能不能改 |\n|---|---|---|---|\n");
        for rule in check::rules().filter(|rule| rule.chapter == chapter) {
            let (meaning, remedy) = (rule.meaning.to(Locale::Chinese), rule.remedy.to(Locale::Chinese));
            let level = match rule.level {
                Level::Warning => "（警告）",
                Level::Error => "",
            };
            let may = if rule.adjustable { "能" } else { "不能" };
            text += &format!("| `{}` | {meaning}{level} | {remedy} | {may} |\n", rule.code);
        }
    }
    text
}

#[test]
fn every_constant_has_a_row_and_every_code_is_its_name() {
    let rows: Vec<&Rule> = check::rules().collect();
    let codes: BTreeSet<&str> = rows.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), rows.len(), "a rule has two rows");
    let declared = declared();
    let names: BTreeSet<String> = declared.iter().map(|(name, _)| name.clone()).collect();
    let of_codes: BTreeSet<String> = codes
        .iter()
        .map(|code| code.to_uppercase().replace('-', "_"))
        .collect();
    assert_eq!(
        names, of_codes,
        "constants on the left, rows of the table on the right"
    );
    assert!(
        codes
            .iter()
            .all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    );
}

#[test]
fn every_rule_is_found_by_some_code() {
    let mut used = BTreeSet::new();
    for (file, text) in sources() {
        if !file.ends_with("check/rules.rs") {
            let text = without(
                &without(&without(&text, "use ", ";"), "rules: &[", "]"),
                "rule! { ",
                "=",
            );
            used.extend(
                text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                    .map(str::to_owned),
            );
        }
    }
    let idle: Vec<_> = declared()
        .into_iter()
        .filter(|(name, _)| !used.contains(name))
        .collect();
    assert!(idle.is_empty(), "no code finds these: {idle:?}");
}

/// A text without what stands from each `start` to the next `end`.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut parts = text.split(start);
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |kept, part| {
        kept + part.split_once(end).map_or("", |(_, rest)| rest)
    })
}

#[test]
fn every_rule_has_its_manual_in_both_languages() {
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for rule in check::rules() {
        for text in [rule.meaning, rule.remedy] {
            let (zh, en) = (text.to(Locale::Chinese), text.to(Locale::English));
            assert!(han(zh) && !zh.contains(['|', '\n']), "{}: {zh}", rule.code);
            assert!(
                en.len() > 5 && !en.contains(['|', '\n']) && !en.ends_with('.'),
                "{}: {en}",
                rule.code
            );
            assert!(
                en.starts_with(|c: char| c.is_uppercase() || c == '`' || c == '“'),
                "{}: {en}",
                rule.code
            );
        }
    }
}

/// Rules that the sources declare: name of the constant, and the file.
fn declared() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for (file, text) in sources() {
        for rest in text.split("\nrule! { ").skip(1) {
            let name = rest.split(' ').next().unwrap().to_owned();
            found.push((name, file.clone()));
        }
    }
    assert!(found.len() > 50, "{} rules", found.len());
    found
}

/// Every source with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut rest = vec![root().join("src")];
    let mut found = Vec::new();
    while let Some(next) = rest.pop() {
        if next.is_dir() {
            rest.extend(
                std::fs::read_dir(&next)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if next.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&next).unwrap();
            found.push((next, text));
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
