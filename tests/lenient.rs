//! What is read kindly stands in the handbook as it stands in the code, whose tests read every case.
//!
//! `WANJIA_BLESS=1 cargo test --test lenient` writes the handbook's list anew.

use std::path::Path;
use wanjia::markdown::{leniencies, nearly};

#[test]
fn the_handbooks_list_is_the_one_in_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/content/lenient.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let before = page.split("\n## ").next().unwrap();
    let now = format!("{before}{}", lists());
    if now != page && std::env::var_os("WANJIA_BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
        return;
    }
    let differs = page.lines().zip(now.lines()).find(|(old, new)| old != new);
    assert!(
        now == page,
        "run `WANJIA_BLESS=1 cargo test --test lenient`: {differs:?}"
    );
}

/// Everything of the page from its first `##` on.
fn lists() -> String {
    let mut text = String::new();
    for leniency in leniencies() {
        text += &format!("\n## {}\n\n| 这样写 | 当作 |\n|---|---|\n", leniency.means);
        for (written, read) in leniency.cases {
            text += &format!("| {} | {} |\n", code(written), code(read));
        }
    }
    text += "\n## 只提醒的\n\n可能有别的意思，不替您改：照原样印，同时警告。规则是 `markup-nearly`、`html-removed`、`html-unclosed`。\n";
    text += "\n| 这样写 | 提示里有 |\n|---|---|\n";
    for (written, hint) in nearly() {
        text += &format!("| {} | {} |\n", code(written), code(hint.trim()));
    }
    text
}

/// A case as code in a cell of a table.
fn code(case: &str) -> String {
    let case = case.replace('\t', "⇥").replace('|', "\\|");
    if case.contains('`') {
        format!("````` {case} `````")
    } else {
        format!("`{case}`")
    }
}
