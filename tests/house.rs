//! The house: which room may use which, and one door for every crate from outside.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every room and the rooms that it may use, the highest floor first. An arrow may skip floors and never
/// rises.
const ROOMS: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    (
        "cli",
        &[
            "base", "yaml", "source", "config", "kind", "pipeline", "serve", "document", "markdown", "local",
            "overlay", "upstream", "hosting",
        ],
    ),
    ("serve", &["base", "config", "picture", "pipeline"]),
    (
        "local",
        &[
            "base", "yaml", "source", "config", "fact", "markdown", "overlay", "upstream",
        ],
    ),
    (
        "pipeline",
        &[
            "base", "source", "markdown", "publish", "picture", "config", "fact", "document", "site",
            "overlay", "kind", "check", "theme", "outputs", "search",
        ],
    ),
    (
        "outputs",
        &[
            "base", "source", "picture", "config", "document", "site", "theme", "search",
        ],
    ),
    (
        "theme",
        &[
            "base", "yaml", "markdown", "picture", "config", "fact", "document", "site", "kind", "search",
        ],
    ),
    ("check", &["base", "config"]),
    ("search", &["base"]),
    (
        "site",
        &["base", "yaml", "source", "markdown", "config", "fact", "document"],
    ),
    (
        "overlay",
        &[
            "base", "yaml", "upstream", "source", "markdown", "config", "fact", "document", "kind",
        ],
    ),
    ("kind", &["base", "yaml", "markdown", "document"]),
    ("document", &["base", "yaml", "markdown"]),
    ("fact", &["base", "yaml", "config"]),
    ("config", &["base", "yaml"]),
    ("publish", &["base"]),
    ("picture", &[]),
    ("markdown", &["base", "yaml"]),
    ("source", &["base"]),
    ("upstream", &["base"]),
    ("yaml", &["base"]),
    ("hosting", &["base"]),
    ("base", &[]),
];

/// Crates that have one door, or two where two rooms need the same plain thing.
const DOORS: &[(&str, &[&str])] = &[
    ("tera", &["theme"]),
    ("include_dir", &["theme"]),
    ("jieba_rs", &["theme"]),
    ("unifont", &["theme"]),
    ("pulldown_cmark", &["markdown"]),
    ("ammonia", &["markdown"]),
    ("syntect", &["markdown"]),
    ("serde_yaml", &["yaml"]),
    ("walkdir", &["source"]),
    ("encoding_rs", &["source", "upstream"]),
    ("chardetng", &["source"]),
    ("quick_xml", &["outputs"]),
    ("qrcode", &["outputs"]),
    ("png", &["outputs", "picture"]),
    ("fast_image_resize", &["picture"]),
    ("image_webp", &["picture"]),
    ("jpeg_encoder", &["picture"]),
    ("ravif", &["picture"]),
    ("zune_core", &["picture"]),
    ("zune_jpeg", &["picture"]),
    ("notify", &["serve"]),
    ("tiny_http", &["serve"]),
    ("rayon", &["pipeline"]),
    ("postcard", &["base", "pipeline"]),
    ("rustix", &["publish"]),
    ("sha2", &["publish", "upstream"]),
    ("zip", &["upstream"]),
    ("tar", &["upstream"]),
    ("flate2", &["upstream", "search"]),
    ("ferrous_opencc", &["search"]),
    ("tempfile", &["upstream"]),
    ("globset", &["overlay"]),
    ("diffy", &["local"]),
    ("clap", &["cli"]),
    ("unicode_width", &["cli"]),
    ("indicatif", &["cli"]),
    ("codespan_reporting", &["cli"]),
    ("jiff", &["base"]),
    ("blake3", &["base"]),
    ("pinyin", &["base"]),
];

#[test]
fn no_arrow_rises_and_none_is_missing_from_the_table() {
    let table: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut wrong = BTreeSet::new();
    for (room, file, text) in sources() {
        let Some(may) = table.get(room.as_str()) else {
            wrong.insert(format!("{room} is a room that the table does not know"));
            continue;
        };
        for used in uses(&text) {
            if used != room && table.contains_key(used.as_str()) && !may.contains(&used.as_str()) {
                wrong.insert(format!("{room} → {used} in {}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_arrow_of_the_table_is_in_use() {
    let mut used = BTreeSet::new();
    for (room, _, text) in sources() {
        used.extend(uses(&text).into_iter().map(|to| (room.clone(), to)));
    }
    let idle: Vec<_> = ROOMS
        .iter()
        .flat_map(|(room, may)| may.iter().map(move |to| (*room, *to)))
        .filter(|(room, to)| !used.contains(&((*room).to_owned(), (*to).to_owned())))
        .collect();
    assert!(idle.is_empty(), "take these out of the table: {idle:?}");
}

#[test]
fn every_arrow_of_the_table_points_down_and_there_is_no_circle() {
    let floor = |room: &str| {
        ROOMS
            .iter()
            .position(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("no room {room}"))
    };
    for (room, may) in ROOMS {
        for used in *may {
            assert!(floor(used) > floor(room), "{room} → {used} rises");
        }
    }
}

#[test]
fn every_room_of_the_house_is_in_the_table_and_the_other_way_round() {
    let known: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    let built: BTreeSet<String> = sources().into_iter().map(|(room, ..)| room).collect();
    assert_eq!(known, built);
}

#[test]
fn a_crate_from_outside_has_one_door() {
    let mut wrong = BTreeSet::new();
    for (room, file, text) in sources() {
        for (name, doors) in DOORS {
            let used = words_before(&text, &format!("{name}::"));
            if used && !doors.contains(&room.as_str()) {
                wrong.insert(format!("{name} in {}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_door_is_in_use() {
    let all = sources();
    for (name, doors) in DOORS {
        for door in *doors {
            let used = all.iter().any(|(room, _, text)| {
                room == door && (words_before(text, &format!("{name}::")) || text.contains("include_dir!"))
            });
            assert!(used, "{door} does not use {name}");
        }
    }
}

#[test]
fn no_stage_prints_reads_the_clock_or_the_environment_and_there_is_no_global_state() {
    let worldly = ["main", "cli", "serve"];
    let mut wrong = BTreeSet::new();
    for (room, file, text) in sources() {
        let forbidden: &[&str] = if worldly.contains(&room.as_str()) {
            &["static mut "]
        } else {
            &[
                "println!(",
                "eprintln!(",
                "print!(",
                "eprint!(",
                "dbg!(",
                "static mut ",
                "Zoned::now(",
                "thread_local!",
            ]
        };
        for word in forbidden {
            // A buffer that is empty again after each use is no state.
            let scratch = file.ends_with("base/fingerprint.rs") && *word == "thread_local!";
            if words_before(&text, word) && !scratch {
                wrong.insert(format!("{word} in {}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_rule_code_is_in_the_table_and_every_code_of_the_table_is_used() {
    let mut used = BTreeSet::new();
    for (room, file, text) in sources() {
        if file.ends_with("config/rule.rs") {
            continue;
        }
        for start in ["Diagnostic::error(", "Diagnostic::warning("] {
            for rest in text.split(start).skip(1) {
                if let Some(rest) = rest.trim_start().strip_prefix('"') {
                    used.insert(rest.split('"').next().unwrap().to_owned());
                }
            }
        }
        // What may be wrong with an upstream has its code apart from its place.
        for rest in text
            .split("=> Some(")
            .skip(1)
            .filter(|_| file.ends_with("upstream/trouble.rs"))
        {
            if let Some(rest) = rest.strip_prefix('"') {
                used.insert(rest.split('"').next().unwrap().to_owned());
            }
        }
        // Helpers that take the code first.
        for rest in text.split("self.say(").skip(1).filter(|_| room == "markdown") {
            if let Some(rest) = rest.trim_start().strip_prefix('"') {
                used.insert(rest.split('"').next().unwrap().to_owned());
            }
        }
    }
    let known: BTreeSet<String> = wanjia::config::rule::RULES
        .iter()
        .map(|(code, _)| (*code).to_owned())
        .collect();
    let unknown: Vec<_> = used.difference(&known).collect();
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(
        unknown.is_empty() && unused.is_empty(),
        "not in the table: {unknown:?}; never used: {unused:?}"
    );
    assert!(
        known
            .iter()
            .all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    );
}

#[test]
fn every_rule_is_told_of_in_the_documentation() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/rules.md")).unwrap();
    let untold: Vec<_> = wanjia::config::rule::RULES
        .iter()
        .filter(|(code, _)| !page.contains(&format!("`{code}`")))
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
}

/// Room, file and text of every source; tests and comments are taken out.
fn sources() -> Vec<(String, PathBuf, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rest = vec![top.clone()];
    let mut found = Vec::new();
    while let Some(next) = rest.pop() {
        if next.is_dir() {
            let tests = next.file_name().is_some_and(|name| name == "tests");
            rest.extend(
                std::fs::read_dir(&next)
                    .unwrap()
                    .map(|entry| entry.unwrap().path())
                    .filter(|_| !tests),
            );
            continue;
        }
        let inner = next.strip_prefix(&top).unwrap().to_path_buf();
        let code = inner.extension().is_some_and(|end| end == "rs")
            && inner != Path::new("lib.rs")
            && !inner.ends_with("tests.rs");
        if code {
            let room = inner
                .iter()
                .next()
                .unwrap()
                .to_string_lossy()
                .trim_end_matches(".rs")
                .to_owned();
            found.push((room, inner, bare(&std::fs::read_to_string(&next).unwrap())));
        }
    }
    found.sort();
    assert!(found.len() > 50, "{} sources", found.len());
    found
}

/// A source without comments and without its `mod tests`, which stands last.
fn bare(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Rooms that a source names: `crate::room`, `crate::{a, b::c}`, `wanjia::room`.
fn uses(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for start in ["crate::", "wanjia::"] {
        for rest in text.split(start).skip(1) {
            match rest.strip_prefix('{') {
                Some(group) => found.extend(first_names(group)),
                None => drop(found.insert(name_at(rest))),
            }
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

/// Whether the text has the word, and not as the end of a longer one.
fn words_before(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':'))
}

#[test]
fn the_readers_of_this_test_read_what_they_should() {
    assert_eq!(
        uses("use crate::{base::{Day, Fault}, say};")
            .into_iter()
            .collect::<Vec<_>>(),
        ["base", "say"]
    );
    assert_eq!(
        uses("crate::yaml::nearest(x)").into_iter().collect::<Vec<_>>(),
        ["yaml"]
    );
    assert!(words_before("use tera::Tera;", "tera::") && !words_before("use my_tera::Tera;", "tera::"));
    assert_eq!(
        bare("a\n// crate::x\n#[cfg(test)]\nmod tests {\ncrate::y\n}"),
        "a"
    );
}
