#!/usr/bin/env bash
# pulldown-cmark 0.13.6 with ENABLE_HEADING_ATTRIBUTES takes `{乙}` at the end of a heading for attributes also where a backslash
# stands before the opening brace: `## 甲\{乙}` becomes `<h2 乙="">甲\</h2>`: the backslash is printed and the word in
# braces is an attribute. What helps is a backslash before the closing brace, which nobody guesses: `## 甲{乙\}` is printed 甲{乙}. In a
# paragraph `\{` is an escape as CommonMark has it.
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
pulldown-cmark = { version = "=0.13.6", default-features = false, features = ["html"] }
TOML
cat > src/main.rs <<'RS'
use pulldown_cmark::{html, Options, Parser};
fn main() {
    for text in ["## 甲\\{乙}", "## 甲{乙\\}", "甲\\{乙}"] {
        let mut out = String::new();
        html::push_html(&mut out, Parser::new_ext(text, Options::ENABLE_HEADING_ATTRIBUTES));
        println!("{text} => {}", out.trim());
    }
}
RS
seen=$(cargo run --quiet)
printf '%s\n' "$seen"
expected='## 甲\{乙} => <h2 乙="">甲\</h2>
## 甲{乙\} => <h2>甲{乙}</h2>
甲\{乙} => <p>甲{乙}</p>'
[ "$seen" = "$expected" ] || { echo "pulldown-cmark no longer does this" >&2; exit 1; }
