//! What of others is in the program: THIRD-PARTY.md is made from Cargo.lock and from what the crates say of themselves.
//! `WANJIA_BLESS=1 cargo test --test third_party` writes it.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Licences that may be, the first that a crate offers is the one it is taken under. `deny.toml` allows the same.
const LICENCES: [&str; 10] = [
    "Apache-2.0",
    "MIT",
    "0BSD",
    "BSD-3-Clause",
    "CC0-1.0",
    "IJG",
    "ISC",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Data that crates bring along, which has another origin than the crate: crate, data, licence, where it is from.
const DATA: [(&str, &str, &str, &str); 3] = [
    (
        "unifont",
        "glyphs of GNU Unifont 15.1.05, which emblems and share cards are laid of",
        "OFL-1.1, or GPL-2.0-or-later with the font exception",
        "https://unifoundry.com/unifont/",
    ),
    (
        "pinyin",
        "readings of characters, pinyin-data",
        "MIT",
        "https://github.com/mozillazg/pinyin-data",
    ),
    (
        "syntect",
        "syntax definitions of Sublime Text's packages",
        "free to copy, use, modify, sell and distribute, as their README says",
        "https://github.com/sublimehq/Packages",
    ),
];

/// A crate that is linked into the program on some platform.
struct Linked {
    name: String,
    version: String,
    licence: String,
    repository: String,
    folder: String,
}

/// The licences that a crate is taken under: of each choice the one that comes first in `LICENCES`.
///
/// # Panics
/// When none of a choice is among these.
fn taken(name: &str, licence: &str) -> Vec<&'static str> {
    let choice = |offered: &str| {
        let offered: Vec<&str> = offered
            .split(" OR ")
            .flat_map(|one| one.split('/'))
            .map(|one| one.trim().trim_matches(['(', ')']))
            .collect();
        let known = LICENCES.into_iter().find(|known| offered.contains(known));
        known.unwrap_or_else(|| panic!("{name}: none of “{licence}” is allowed"))
    };
    licence.split(" AND ").map(choice).collect()
}

/// Crates that the program is linked with on any platform, in order; tests and build scripts are not in it.
fn linked() -> Vec<Linked> {
    let ask = |more: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--format-version", "1", "--locked", "--manifest-path"]);
        cargo.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        cargo.args(more).output().expect("cargo is there")
    };
    // What other platforms need is fetched once: a build has only what its own does.
    let told = Some(ask(&["--offline"])).filter(|told| told.status.success());
    let told = told.unwrap_or_else(|| ask(&[]));
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let needed: BTreeMap<String, Vec<String>> = list(&told["resolve"]["nodes"])
        .iter()
        .map(|node| {
            let normal = |of: &&Value| list(&of["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            let all = list(&node["deps"]);
            (
                text(&node["id"]),
                all.iter().filter(normal).map(|of| text(&of["pkg"])).collect(),
            )
        })
        .collect();
    let root = text(&told["resolve"]["root"]);
    let (mut seen, mut left) = (BTreeSet::new(), vec![root.clone()]);
    while let Some(id) = left.pop() {
        if seen.insert(id.clone()) {
            left.extend(needed[&id].iter().cloned());
        }
    }
    seen.remove(&root);
    let mut linked: Vec<Linked> = list(&told["packages"])
        .iter()
        .filter(|one| seen.contains(&text(&one["id"])))
        .map(|one| Linked {
            name: text(&one["name"]),
            version: text(&one["version"]),
            licence: text(&one["license"]),
            repository: text(&one["repository"]),
            folder: Path::new(&text(&one["manifest_path"]))
                .parent()
                .unwrap()
                .display()
                .to_string(),
        })
        .collect();
    linked.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    linked
}

/// What a crate's own files say that must go along with it: the texts of its licences, but for the Apache License, which
/// lies beside this file, and notices.
fn texts(one: &Linked, licences: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(&one.folder)
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let wanted = |name: &&String| {
        let upper = name.to_uppercase();
        let only = names
            .iter()
            .filter(|other| other.to_uppercase().starts_with("LICENSE"))
            .count()
            == 1;
        let own = licences
            .iter()
            .filter(|licence| **licence != "Apache-2.0")
            .any(|licence| {
                let short = licence.split('-').next().unwrap_or_default().to_uppercase();
                let other = if short == "BSD" { "WHATWG" } else { &short };
                upper.starts_with("LICEN") && (only || upper.contains(&short) || upper.contains(other))
            });
        own || upper.starts_with("NOTICE")
    };
    names
        .iter()
        .filter(wanted)
        .filter_map(|name| std::fs::read_to_string(Path::new(&one.folder).join(name)).ok())
        .map(|text| {
            text.lines()
                .map(str::trim_end)
                .collect::<Vec<_>>()
                .join("\n")
                .trim()
                .to_owned()
        })
        .collect()
}

/// All of THIRD-PARTY.md.
fn page(linked: &[Linked]) -> String {
    let mut out = String::from(
        "# What of others is in wanjia\n\n\
         Made from Cargo.lock: `WANJIA_BLESS=1 cargo test --test third_party`. wanjia itself is under MIT or Apache-2.0; data that\n\
         lies in its own folders is listed in [NOTICE](NOTICE).\n\n\
         ## Crates\n\nLinked into the program on some platform. Of several licences the one in the last column is taken.\n\n\
         | Crate | Version | Licence | Taken under |\n|---|---|---|---|\n",
    );
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in linked {
        let taken = taken(&one.name, &one.licence);
        let name = if one.repository.is_empty() {
            one.name.clone()
        } else {
            format!("[{}]({})", one.name, one.repository)
        };
        writeln!(
            out,
            "| {name} | {} | {} | {} |",
            one.version,
            one.licence,
            taken.join(", ")
        )
        .unwrap();
        for text in texts(one, &taken) {
            by_text
                .entry(text)
                .or_default()
                .push(format!("{} {}", one.name, one.version));
        }
    }
    out.push_str("\n## Data that crates bring along\n\n| Crate | Data | Licence |\n|---|---|---|\n");
    for (name, data, licence, from) in DATA {
        assert!(
            linked.iter().any(|one| one.name == name),
            "{name} is linked no more"
        );
        writeln!(out, "| {name} | [{data}]({from}) | {licence} |").unwrap();
    }
    out.push_str("\n## Texts\n\nThe Apache License is in [LICENSE-APACHE](LICENSE-APACHE).\n");
    let mut texts: Vec<(Vec<String>, String)> =
        by_text.into_iter().map(|(text, names)| (names, text)).collect();
    texts.sort();
    for (names, text) in texts {
        let fence = if text.contains("```") { "````" } else { "```" };
        write!(
            out,
            "\n### {}\n\n{fence}text\n{text}\n{fence}\n",
            names.join(", ")
        )
        .unwrap();
    }
    out
}

#[test]
fn what_of_others_is_in_the_program_is_written_down_with_its_licences() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/THIRD-PARTY.md");
    let page = page(&linked());
    if std::env::var_os("WANJIA_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "THIRD-PARTY.md is not of this Cargo.lock: WANJIA_BLESS=1 cargo test --test third_party"
    );
}

#[test]
fn deny_toml_allows_the_same_licences() {
    let deny = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).unwrap();
    let list = deny
        .split_once("allow = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .expect("a list")
        .0;
    let allowed: BTreeSet<&str> = list
        .split(',')
        .map(|one| one.trim().trim_matches('"'))
        .filter(|one| !one.is_empty())
        .collect();
    assert_eq!(allowed, LICENCES.into_iter().collect());
}

#[test]
fn of_each_choice_the_first_licence_that_is_known_is_taken() {
    assert_eq!(taken("a", "MIT OR Apache-2.0"), ["Apache-2.0"]);
    assert_eq!(taken("a", "Unlicense/MIT"), ["MIT"]);
    assert_eq!(
        taken("a", "(Apache-2.0 OR MIT) AND BSD-3-Clause"),
        ["Apache-2.0", "BSD-3-Clause"]
    );
    assert!(std::panic::catch_unwind(|| taken("a", "GPL-3.0-only")).is_err());
}
