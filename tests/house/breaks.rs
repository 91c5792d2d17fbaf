//! Each rule of the house is broken once, in a made-up house that breaks only this one, and is heard to complain.

use super::rule::*;
use super::source::{Source, crates_of, source};

/// Two rooms, the upper one with a door to a crate and to the clock.
const ROOMS: &[Room] = &[("shop", &["base"]), ("base", &[])];
const DOORS: &[Door] = &[("tera", &["shop"])];
const GUARDS: &[Guard] = &[Guard {
    what: "reads the clock",
    words: &["Instant::now(", "std::env"],
    may: &["shop"],
}];

/// A house that keeps every rule, and what one more file makes of it.
fn with(file: &str, text: &str) -> Vec<Source> {
    vec![
        source(
            "shop/mod.rs",
            "use crate::base::Day;\nuse tera::Tera;\nInstant::now();",
        ),
        source("base/mod.rs", "struct Day;"),
        source(file, text),
    ]
}

fn sound() -> Vec<Source> {
    with("base/day.rs", "fn day() {}")
}

#[test]
fn a_house_that_keeps_the_rules_hears_no_complaint() {
    let house = sound();
    let wanted = crates_of("[dependencies]\ntera = \"2\"\n");
    let told = ["shop".to_owned(), "base".to_owned()];
    let all = [
        arrows_beside_the_table(ROOMS, &house),
        idle_arrows(ROOMS, &house),
        rising_arrows(ROOMS),
        too_many_arrows(ROOMS, 1),
        rooms_beside_the_table(ROOMS, &house),
        crates_beside_their_door(DOORS, &house),
        idle_doors(DOORS, &house),
        crates_beside_the_table(DOORS, &wanted),
        reaches_out(GUARDS, &house),
        idle_guards(GUARDS, &house),
        global_state(&house),
        undocumented(&house),
        too_long(&house, 3, 3),
        rooms_untold(ROOMS, &told),
    ]
    .concat();
    assert_eq!(all, [""; 0]);
}

#[test]
fn an_arrow_that_the_table_does_not_have_is_told() {
    let house = with("base/day.rs", "use crate::{shop::Till, message};");
    assert_eq!(
        arrows_beside_the_table(ROOMS, &house),
        ["base → shop in base/day.rs"]
    );
}

#[test]
fn an_arrow_that_no_source_needs_is_told() {
    let rooms: &[Room] = &[("shop", &["base", "yard"]), ("yard", &[]), ("base", &[])];
    let house = with("yard/mod.rs", "");
    assert_eq!(idle_arrows(rooms, &house), ["take shop → yard out of the table"]);
}

#[test]
fn a_row_that_leads_up_or_to_itself_is_told() {
    let rooms: &[Room] = &[("shop", &["shop", "base"]), ("base", &["shop"])];
    assert_eq!(rising_arrows(rooms), ["shop → shop rises", "base → shop rises"]);
}

#[test]
fn one_arrow_too_many_is_told() {
    assert_eq!(too_many_arrows(ROOMS, 0), ["1 arrows, 1 more than 0"]);
}

#[test]
fn a_room_without_a_row_and_a_row_without_a_room_are_told() {
    let house = with("attic.rs", "");
    let rooms: &[Room] = &[("shop", &["base"]), ("cellar", &[]), ("base", &[])];
    assert_eq!(
        rooms_beside_the_table(rooms, &house),
        [
            "room attic is not listed",
            "room cellar is listed and is not there"
        ]
    );
}

#[test]
fn a_crate_that_comes_in_by_another_door_is_told() {
    let house = with("base/day.rs", "fn day() -> tera::Value {}");
    assert_eq!(crates_beside_their_door(DOORS, &house), ["tera in base/day.rs"]);
}

#[test]
fn a_door_that_nothing_passes_is_told() {
    assert_eq!(
        idle_doors(&[("tera", &["shop", "base"])], &sound()),
        ["base does not use tera"]
    );
}

#[test]
fn a_crate_of_the_manifest_without_a_row_and_a_row_without_a_crate_are_told() {
    let wanted = crates_of("[dependencies]\nserde-json = \"1\"\n");
    assert_eq!(
        crates_beside_the_table(DOORS, &wanted),
        [
            "crate serde_json is not listed",
            "crate tera is listed and is not there"
        ]
    );
}

#[test]
fn a_room_that_touches_the_world_and_may_not_is_told() {
    let house = with(
        "base/day.rs",
        "let now = std::time::Instant::now();\nuse std::{env, io};",
    );
    assert_eq!(
        reaches_out(GUARDS, &house),
        [
            "reads the clock: Instant::now( in base/day.rs",
            "reads the clock: std::env in base/day.rs"
        ]
    );
}

#[test]
fn a_leave_to_touch_the_world_that_is_not_used_is_told() {
    let guard = Guard {
        what: "reads the clock",
        words: &["Instant::now("],
        may: &["shop", "base/day.rs"],
    };
    assert_eq!(
        idle_guards(&[guard], &sound()),
        ["reads the clock: base/day.rs need not"]
    );
}

#[test]
fn a_value_of_the_whole_program_that_changes_is_told() {
    let house = with(
        "base/day.rs",
        "static SEEN: Mutex<u8> = x;\n    static mut N: u8 = 0;\nstatic T: &[u8] = y;",
    );
    assert_eq!(
        global_state(&house),
        [
            "static SEEN: Mutex<u8> = x; in base/day.rs",
            "static mut N: u8 = 0; in base/day.rs"
        ]
    );
}

#[test]
fn a_public_item_that_does_not_say_what_it_is_is_told() {
    let text = "/// A day.\n#[derive(Debug)]\npub struct Day {\n    pub year: u16,\n}\npub use a::b;\n\npub fn day() {}";
    assert_eq!(
        undocumented(&with("base/day.rs", text)),
        ["base/day.rs:4 pub year: u16,", "base/day.rs:8 pub fn day() {}"]
    );
}

#[test]
fn a_file_and_a_function_that_are_too_long_are_told() {
    let text = "impl Day {\n    pub fn one() {\n        1\n    }\n}\nfn two() {\n    1\n}\n";
    let house = with(
        "base/day.rs",
        &format!("{text}#[cfg(test)]\nmod tests {{\n\n\n}}"),
    );
    assert_eq!(too_long(&house, 7, 3), ["base/day.rs has 8 lines"]);
    assert_eq!(
        too_long(&house, 8, 2),
        ["base/day.rs:2 has 3 lines", "base/day.rs:6 has 3 lines"]
    );
}

#[test]
fn a_room_that_lib_rs_does_not_tell_of_is_told() {
    assert_eq!(
        rooms_untold(ROOMS, &["shop".to_owned()]),
        ["room base is listed and is not there"]
    );
    assert_eq!(
        rooms_untold(ROOMS, &["base".to_owned(), "shop".to_owned()]),
        ["the order differs"]
    );
}
