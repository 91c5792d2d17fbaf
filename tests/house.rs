//! The house: which room may use which, one door for every crate from outside, and who may touch the world.
//!
//! A new room is a row in [`ROOMS`] and one in `src/lib.rs`; a new crate is a row in [`DOORS`]; what else is bound to
//! some rooms is in `house/guards.rs`. The rules are in `house/rule.rs`; `house/breaks.rs` shows that each complains.

use std::path::{Path, PathBuf};

use house::guards::GUARDS;
use house::rule::{self, Door, Room};
use house::source::{crates_of, house};

mod house {
    mod breaks;
    pub mod guards;
    pub mod picture;
    mod readme;
    pub mod rule;
    pub mod source;
}

/// More arrows than this make a house that nobody can hold in mind.
const MOST_ARROWS: usize = 144;

/// Every room and the rooms that it may use, the highest floor first. An arrow may skip floors and never
/// rises.
const ROOMS: &[Room] = &[
    ("main", &["cli"]),
    (
        "cli",
        &[
            "base", "yaml", "source", "config", "kind", "pipeline", "serve", "document", "local", "overlay",
            "hosting", "check", "import", "export", "fleet", "deploy",
        ],
    ),
    (
        "fleet",
        &["base", "yaml", "source", "config", "import", "local", "pipeline"],
    ),
    ("deploy", &["base", "publish", "hosting"]),
    ("serve", &["base", "config", "pipeline"]),
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
            "overlay", "kind", "check", "theme", "outputs", "search", "html", "export", "upstream",
        ],
    ),
    (
        "check",
        &[
            "base", "yaml", "source", "markdown", "picture", "document", "config", "fact", "kind", "overlay",
            "site", "theme", "import",
        ],
    ),
    (
        "export",
        &[
            "base", "html", "yaml", "markdown", "picture", "document", "site", "theme", "outputs",
        ],
    ),
    (
        "outputs",
        &[
            "base", "html", "source", "picture", "document", "site", "kind", "theme", "search",
        ],
    ),
    ("kind", &["base", "yaml", "markdown", "document", "site", "theme"]),
    (
        "theme",
        &[
            "base", "html", "yaml", "markdown", "picture", "config", "fact", "document", "site", "search",
        ],
    ),
    ("search", &["base", "html"]),
    (
        "site",
        &["base", "yaml", "source", "markdown", "config", "fact", "document"],
    ),
    (
        "overlay",
        &[
            "base", "yaml", "upstream", "source", "markdown", "config", "fact", "document",
        ],
    ),
    ("document", &["base", "yaml", "markdown"]),
    ("fact", &["base", "yaml", "config"]),
    ("config", &["base", "yaml"]),
    (
        "import",
        &["base", "html", "yaml", "source", "markdown", "picture"],
    ),
    ("markdown", &["base", "html", "yaml"]),
    ("publish", &["base"]),
    ("picture", &[]),
    ("hosting", &["base"]),
    ("upstream", &["base"]),
    ("source", &["base"]),
    ("yaml", &["base"]),
    ("html", &["base"]),
    ("base", &[]),
];

/// Every crate of Cargo.toml and the rooms that may name it: one door, or a few where rooms need the same
/// plain thing.
const DOORS: &[Door] = &[
    // The seven that are given
    ("pulldown_cmark", &["markdown"]),
    ("tera", &["theme"]),
    ("walkdir", &["cli", "fleet", "source"]),
    ("serde_yaml", &["yaml"]),
    ("syntect", &["markdown"]),
    ("notify", &["serve"]),
    ("tiny_http", &["serve"]),
    // Text
    ("html5gum", &["html"]),
    ("ammonia", &["markdown"]),
    ("encoding_rs", &["base", "source", "upstream"]),
    ("memchr", &["base"]),
    ("simdutf8", &["base"]),
    ("idna", &["config"]),
    ("pinyin", &["base"]),
    ("strsim", &["check", "overlay", "site", "yaml"]),
    ("unifont", &["theme"]),
    ("url", &["pipeline"]),
    ("unicode_normalization", &["base", "search"]),
    // Data
    ("blake3", &["base", "pipeline"]),
    ("etcetera", &["pipeline"]),
    ("getrandom", &["cli", "pipeline"]),
    ("jiff", &["base"]),
    ("postcard", &["base", "pipeline"]),
    ("cfb", &["import"]),
    ("pdf_extract", &["import"]),
    ("quick_xml", &["export", "import", "outputs", "source"]),
    (
        "serde",
        &[
            "base", "check", "cli", "config", "deploy", "document", "fact", "fleet", "hosting", "html",
            "import", "kind", "local", "markdown", "outputs", "overlay", "picture", "pipeline", "publish",
            "search", "site", "source", "theme", "yaml",
        ],
    ),
    (
        "serde_json",
        &[
            "cli", "deploy", "fleet", "hosting", "import", "kind", "outputs", "overlay", "publish", "search",
            "theme", "yaml",
        ],
    ),
    ("blake2", &["publish"]),
    ("ed25519_compact", &["publish"]),
    ("minisign_verify", &["publish"]),
    ("sha2", &["deploy", "publish", "upstream"]),
    ("toml_edit", &["import"]),
    // Archives
    ("flate2", &["outputs", "search", "theme", "upstream"]),
    ("tar", &["upstream"]),
    ("tempfile", &["cli", "deploy", "pipeline", "upstream"]),
    ("zip", &["export", "import", "source", "upstream"]),
    // Layers
    ("diffy", &["export", "local"]),
    ("csv", &["fleet"]),
    ("glob", &["fleet", "overlay"]),
    // Pictures
    ("fast_image_resize", &["picture"]),
    ("image_webp", &["picture"]),
    ("jpeg_encoder", &["picture"]),
    ("png", &["outputs", "picture"]),
    ("zune_core", &["picture"]),
    ("zune_jpeg", &["picture"]),
    ("fast_qr", &["outputs"]),
    // The machine
    ("clap", &["cli"]),
    ("codespan_reporting", &["cli"]),
    ("include_dir", &["theme"]),
    ("indicatif", &["cli"]),
    ("rayon", &["pipeline"]),
    ("unicode_width", &["cli"]),
    ("httparse", &["serve"]),
    ("mio", &["serve"]),
    ("rustix", &["pipeline", "publish"]),
];

/// Fails with every complaint of a rule.
fn heard(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn no_arrow_is_missing_from_the_table() {
    heard(rule::arrows_beside_the_table(ROOMS, &house()));
}

#[test]
fn every_arrow_of_the_table_is_in_use() {
    heard(rule::idle_arrows(ROOMS, &house()));
}

#[test]
fn every_arrow_of_the_table_points_down_and_there_is_no_circle() {
    heard(rule::rising_arrows(ROOMS));
}

#[test]
fn there_are_few_enough_arrows_to_hold_in_mind() {
    heard(rule::too_many_arrows(ROOMS, MOST_ARROWS));
}

#[test]
fn every_room_of_the_house_is_in_the_table_and_the_other_way_round() {
    heard(rule::rooms_beside_the_table(ROOMS, &house()));
}

#[test]
fn a_crate_from_outside_comes_in_by_its_door() {
    heard(rule::crates_beside_their_door(DOORS, &house()));
}

#[test]
fn every_door_is_in_use() {
    heard(rule::idle_doors(DOORS, &house()));
}

#[test]
fn every_crate_of_the_manifest_is_in_the_table_and_the_other_way_round() {
    heard(rule::crates_beside_the_table(
        DOORS,
        &crates_of(&read("Cargo.toml")),
    ));
}

#[test]
fn only_some_rooms_touch_the_world() {
    heard(rule::reaches_out(GUARDS, &house()));
}

#[test]
fn every_leave_to_touch_the_world_is_in_use() {
    heard(rule::idle_guards(GUARDS, &house()));
}

#[test]
fn there_is_no_global_state() {
    heard(rule::global_state(&house()));
}

#[test]
fn every_public_item_and_field_says_what_it_is() {
    heard(rule::undocumented(&house()));
}

/// Longer files and functions are two things in one.
const MOST_LINES: usize = 450;
const MOST_LINES_OF_A_FUNCTION: usize = 60;

#[test]
fn no_file_and_no_function_is_too_long() {
    heard(rule::too_long(&house(), MOST_LINES, MOST_LINES_OF_A_FUNCTION));
}

#[test]
fn lib_rs_tells_of_every_room_in_the_order_of_the_table() {
    heard(rule::rooms_untold(
        ROOMS,
        &house::picture::rooms_told(&read("src/lib.rs")),
    ));
}

/// Where the picture of the house lies.
const PICTURE: &str = "docs/house.svg";

#[test]
fn the_picture_of_the_house_is_current() {
    let drawn = house::picture::draw(&read("src/lib.rs"), &house());
    if std::env::var_os("WANJIA_BLESS").is_some() {
        std::fs::write(path(PICTURE), &drawn).unwrap();
    }
    assert!(
        read(PICTURE) == drawn,
        "{PICTURE} is not what the code says; run `WANJIA_BLESS=1 cargo test --test house`"
    );
}

/// The text of a file of this repository.
fn read(file: &str) -> String {
    std::fs::read_to_string(path(file)).unwrap()
}

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}
