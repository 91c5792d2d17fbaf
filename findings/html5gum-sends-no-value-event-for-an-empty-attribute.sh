#!/usr/bin/env bash
# html5gum 0.9.0 (crates.io), callback emitter: an attribute that is written as empty (`alt=""`) sends its name and no
# value event at all, so `alt=""`, `alt` and an attribute cut short look the same, and code that acts on the value event
# never sees a decorative picture. Its manual says that a value event follows each name.
# Seen with Rust 1.95 on Debian 12, 2026-11-28. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
html5gum = "=0.9.0"
[workspace]
TOML
cat > src/main.rs <<'RUST'
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

fn main() {
    let page = "<img alt=\"\" src=\"map.png\"><img alt=\"map\">";
    let told = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<String> {
        match event {
            CallbackEvent::AttributeName { name } => Some(format!("name {}", String::from_utf8_lossy(name))),
            CallbackEvent::AttributeValue { value } => Some(format!("value '{}'", String::from_utf8_lossy(value))),
            _ => None,
        }
    });
    for event in Tokenizer::new_with_emitter(page, told).flatten() {
        println!("{event}");
    }
}
RUST
seen=$(CARGO_TARGET_DIR="$dir/target" cargo run --quiet)
printf '%s\n' "$seen"
expected=$'name alt\nname src\nvalue \'map.png\'\nname alt\nvalue \'map\''
[ "$seen" = "$expected" ] || { echo "html5gum no longer does this" >&2; exit 1; }
