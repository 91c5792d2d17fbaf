//! The rules of the house. Each looks at tables and sources and returns its complaints, so that it can be tried
//! on a made-up house (`breaks.rs`) as well as on the real one.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, does, names_crate, rooms_used};

/// A room and the rooms that it may use.
pub type Room<'a> = (&'a str, &'a [&'a str]);

/// A crate from outside and the rooms that may name it.
pub type Door<'a> = (&'a str, &'a [&'a str]);

/// What touches the world, the words by which it is seen, and the only rooms and files that may.
pub struct Guard<'a> {
    pub what: &'a str,
    pub words: &'a [&'a str],
    pub may: &'a [&'a str],
}

/// Arrows between rooms that the table does not have.
pub fn arrows_beside_the_table(rooms: &[Room], house: &[Source]) -> Vec<String> {
    let table: BTreeMap<_, _> = rooms.iter().copied().collect();
    let mut wrong = BTreeSet::new();
    for source in house {
        let may = table.get(source.room.as_str()).copied().unwrap_or_default();
        for used in rooms_used(&source.text) {
            let room = table.contains_key(used.as_str()) && used != source.room;
            if room && !may.contains(&used.as_str()) {
                wrong.insert(format!("{} → {used} in {}", source.room, source.file));
            }
        }
    }
    wrong.into_iter().collect()
}

/// Arrows of the table that no source needs.
pub fn idle_arrows(rooms: &[Room], house: &[Source]) -> Vec<String> {
    let used = arrows(house);
    arrows_of(rooms)
        .filter(|(room, to)| !used.contains(&((*room).to_owned(), (*to).to_owned())))
        .map(|(room, to)| format!("take {room} → {to} out of the table"))
        .collect()
}

/// Arrows of the table that do not lead to a row further down. Where none is, there is no circle either.
pub fn rising_arrows(rooms: &[Room]) -> Vec<String> {
    let row = |room: &str| rooms.iter().position(|(name, _)| *name == room);
    arrows_of(rooms)
        .filter(|(room, to)| row(to) <= row(room))
        .map(|(room, to)| format!("{room} → {to} rises"))
        .collect()
}

/// Whether the table has more arrows than the house may.
pub fn too_many_arrows(rooms: &[Room], most: usize) -> Vec<String> {
    let all = arrows_of(rooms).count();
    let many = (all > most).then(|| format!("{all} arrows, {} more than {most}", all - most));
    many.into_iter().collect()
}

/// Rooms that the table lacks, and rows of the table that are no room.
pub fn rooms_beside_the_table(rooms: &[Room], house: &[Source]) -> Vec<String> {
    let known: BTreeSet<_> = rooms.iter().map(|(room, _)| *room).collect();
    let built: BTreeSet<_> = house.iter().map(|source| source.room.as_str()).collect();
    differences(&known, &built, "room")
}

/// Crates that a room names although the table gives them another door.
pub fn crates_beside_their_door(doors: &[Door], house: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in house {
        for (name, may) in doors {
            if !may.contains(&source.room.as_str()) && names_crate(&source.text, name) {
                wrong.push(format!("{name} in {}", source.file));
            }
        }
    }
    wrong
}

/// Doors of the table that nothing passes.
pub fn idle_doors(doors: &[Door], house: &[Source]) -> Vec<String> {
    let passes = |room: &str, name: &str| {
        house
            .iter()
            .any(|source| source.room == room && names_crate(&source.text, name))
    };
    doors
        .iter()
        .flat_map(|(name, may)| may.iter().map(move |room| (*room, *name)))
        .filter(|(room, name)| !passes(room, name))
        .map(|(room, name)| format!("{room} does not use {name}"))
        .collect()
}

/// Crates of the manifest that the table lacks, and crates of the table that are not in the manifest.
pub fn crates_beside_the_table(doors: &[Door], manifest: &BTreeSet<String>) -> Vec<String> {
    let known: BTreeSet<_> = doors.iter().map(|(name, _)| *name).collect();
    let wanted: BTreeSet<_> = manifest.iter().map(String::as_str).collect();
    differences(&known, &wanted, "crate")
}

/// Sources that touch the world where their room and file may not.
pub fn reaches_out(guards: &[Guard], house: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for guard in guards {
        for source in house.iter().filter(|source| !allowed(guard, source)) {
            for word in guard.words.iter().filter(|word| does(&source.text, word)) {
                wrong.push(format!("{}: {word} in {}", guard.what, source.file));
            }
        }
    }
    wrong
}

/// Rooms and files that may touch the world and do not.
pub fn idle_guards(guards: &[Guard], house: &[Source]) -> Vec<String> {
    let mut idle = Vec::new();
    for guard in guards {
        for place in guard.may {
            let uses = |source: &Source| guard.words.iter().any(|word| does(&source.text, word));
            if !house.iter().any(|source| is_at(source, place) && uses(source)) {
                idle.push(format!("{}: {place} need not", guard.what));
            }
        }
    }
    idle
}

/// Values of the whole program that can change after they are first set, so that two sites in one process would
/// meet. A `Cell` of one thread that is empty again after each use is no state.
pub fn global_state(house: &[Source]) -> Vec<String> {
    let changes = ["mut ", "Mutex<", "RwLock<", "Atomic", "Cell<"];
    let mut wrong = Vec::new();
    let emptied = ["base/fingerprint.rs", "base/reads.rs", "theme/bounds.rs"];
    for source in house.iter().filter(|source| !emptied.contains(&&*source.file)) {
        for line in source.text.lines() {
            let global = line.split("static ").nth(1);
            if let Some(rest) = global.filter(|_| does(line, "static ")) {
                let kind = rest.split('=').next().unwrap_or(rest);
                if changes.iter().any(|word| kind.contains(word)) {
                    wrong.push(format!("{} in {}", line.trim(), source.file));
                }
            }
        }
    }
    wrong
}

/// Public items and fields without a doc comment; attributes may stand between. The compiler asks this only of what
/// leaves the crate.
pub fn undocumented(house: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in house {
        let mut told = false;
        for (at, line) in source.told.lines().enumerate() {
            let line = line.trim_start();
            if is_public(line) && !told {
                wrong.push(format!("{}:{} {line}", source.file, at + 1));
            }
            // The attributes of what a comment tells of.
            told = line.starts_with("///") || told && (line.starts_with('#') || line.starts_with(')'));
        }
    }
    wrong
}

/// Whether a line begins something that the whole house may name, and that has no comment of its own elsewhere.
fn is_public(line: &str) -> bool {
    let rest = line.strip_prefix("pub ");
    // What a macro makes has its comment where the macro is used.
    rest.is_some_and(|rest| !rest.starts_with("use ") && !rest.starts_with("mod ") && !rest.contains('$'))
}

/// Files with more lines than `file`, and functions with more than `function`. Tests are not counted.
pub fn too_long(house: &[Source], file: usize, function: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in house {
        let lines: Vec<&str> = source.told.lines().collect();
        if lines.len() > file {
            wrong.push(format!("{} has {} lines", source.file, lines.len()));
        }
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| begins_function(line)) {
            let indent = &line[..line.len() - line.trim_start().len()];
            let end = format!("{indent}}}");
            let long = lines[at..]
                .iter()
                .position(|line| *line == end)
                .map_or(0, |last| last + 1);
            if long > function {
                wrong.push(format!("{}:{} has {long} lines", source.file, at + 1));
            }
        }
    }
    wrong
}

/// Whether a function with a body begins here; its end has the same indentation.
fn begins_function(line: &str) -> bool {
    let line = line.trim_start();
    let rest = ["pub ", "pub(crate) ", "pub(super) ", "const "]
        .into_iter()
        .fold(line, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    rest.starts_with("fn ") && !line.ends_with(';') && !line.ends_with('}')
}

/// Rooms that lib.rs does not tell of, or not in the order of the table.
pub fn rooms_untold(rooms: &[Room], told: &[String]) -> Vec<String> {
    let known: BTreeSet<_> = rooms
        .iter()
        .map(|(room, _)| *room)
        .filter(|room| *room != "main")
        .collect();
    let mut wrong = differences(&known, &told.iter().map(String::as_str).collect(), "room");
    let in_order = rooms.iter().map(|(room, _)| *room).filter(|room| *room != "main");
    if wrong.is_empty() && !in_order.eq(told.iter().map(String::as_str)) {
        wrong.push("the order differs".to_owned());
    }
    wrong
}

/// Every arrow between rooms that a source draws, rooms of the table or not.
pub fn arrows(house: &[Source]) -> BTreeSet<(String, String)> {
    let from = |source: &Source| source.room.clone();
    house
        .iter()
        .flat_map(|source| {
            rooms_used(&source.text)
                .into_iter()
                .map(move |to| (from(source), to))
        })
        .collect()
}

fn arrows_of<'a>(rooms: &'a [Room<'a>]) -> impl Iterator<Item = (&'a str, &'a str)> {
    rooms
        .iter()
        .flat_map(|(room, may)| may.iter().map(move |to| (*room, *to)))
}

fn differences(known: &BTreeSet<&str>, found: &BTreeSet<&str>, what: &str) -> Vec<String> {
    let missing = found
        .difference(known)
        .map(|name| format!("{what} {name} is not listed"));
    let gone = known
        .difference(found)
        .map(|name| format!("{what} {name} is listed and is not there"));
    missing.chain(gone).collect()
}

fn allowed(guard: &Guard, source: &Source) -> bool {
    guard.may.iter().any(|place| is_at(source, place))
}

fn is_at(source: &Source, place: &str) -> bool {
    source.room == place || source.file == place
}
