//! What a newcomer reads first is true: the two README say the same, commands can be pasted, files that are named are
//! there.

const FIRST_PAGES: [&str; 4] = [
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
];

/// What can be compared between two languages: code without comments, names in the first columns of tables, and where
/// links and pictures of this repository lead.
fn facts(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut block: Option<&str> = None;
    for line in text.lines() {
        match (block, line.strip_prefix("```")) {
            (None, Some(language)) => block = Some(language),
            (Some(_), Some(_)) => block = None,
            (Some(""), None) => found.extend(line.split_whitespace().next().map(str::to_owned)),
            (Some(_), None) if !line.starts_with('#') => found.push(line.to_owned()),
            (Some(_), None) => {}
            (None, None) if line.starts_with('|') => {
                found.extend(in_code(line.split(" | ").next().unwrap_or("")))
            }
            (None, None) => found.extend(targets(line)),
        }
    }
    found
}

/// What stands between single backticks.
fn in_code(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Files of this repository that a line links to, but for the other README.
fn targets(line: &str) -> Vec<String> {
    let links = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    links
        .filter(|to| !to.contains("://") && !to.starts_with("README"))
        .map(str::to_owned)
        .collect()
}

/// Lines of shell that do not survive being pasted into zsh or cmd: a comment behind a command is handed to it, and one
/// on a line of its own must hold nothing that a shell carries out.
fn unsafe_to_paste(text: &str) -> Vec<&str> {
    let mut shell = false;
    let mut wrong = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) => shell = language == "sh",
            None if !shell => {}
            None if line.starts_with("# ") => wrong.extend(
                line.contains(['`', '\'', '"', '(', '$', '!', ';', '|', '>', '<'])
                    .then_some(line),
            ),
            None => wrong.extend(line.contains(" #").then_some(line)),
        }
    }
    wrong
}

/// Files and folders of this repository that a page names, in links and between backticks. Names in capitals stand for
/// what a reader makes.
fn named(text: &str) -> Vec<String> {
    let folders = [
        "src/",
        "tests/",
        "docs/",
        "themes/wanjia",
        "benches/",
        "examples/",
        "scripts/",
        ".ci/",
    ];
    let ours = |name: &String| folders.iter().any(|folder| name.starts_with(folder));
    let fixed = |name: &String| !name.contains(char::is_uppercase) && !name.contains([' ', '*', '…']);
    let code = text.lines().flat_map(in_code).filter(ours);
    let file = |link: String| link.split('#').next().unwrap_or_default().to_owned();
    text.lines()
        .flat_map(targets)
        .map(file)
        .chain(code)
        .filter(|name| fixed(name) || name.ends_with(".md"))
        .collect()
}

#[test]
fn every_file_that_the_first_pages_name_is_there() {
    for file in FIRST_PAGES {
        let names = named(&crate::read(file));
        assert!(!names.is_empty());
        let gone: Vec<_> = names.iter().filter(|name| !crate::path(name).exists()).collect();
        assert!(gone.is_empty(), "{file} names {gone:?}");
    }
}

#[test]
fn the_two_readme_have_the_same_commands_tables_pictures_and_links() {
    let (english, chinese) = (
        facts(&crate::read("README.md")),
        facts(&crate::read("README.zh-CN.md")),
    );
    assert!(english.len() > 40, "{english:#?}");
    assert_eq!(english, chinese);
}

#[test]
fn commands_of_both_readme_can_be_pasted_into_any_shell() {
    for file in FIRST_PAGES {
        assert_eq!(unsafe_to_paste(&crate::read(file)), [""; 0], "{file}");
    }
}

#[test]
fn a_file_that_is_named_and_is_not_there_is_told() {
    let text =
        "See [a](docs/a.md#b), `src/kind/NAME.rs`, `src/no.rs` and `wanjia build`; [web](https://a.b).";
    assert_eq!(named(text), ["docs/a.md", "src/no.rs"]);
}

#[test]
fn a_command_that_only_one_readme_has_is_told() {
    let both = "```sh\n# one\nwanjia build\n```\n| `a --b` | c |\n[x](docs/a.md)";
    assert_eq!(facts(both), ["wanjia build", "a --b", "docs/a.md"]);
    assert_ne!(facts(both), facts(&both.replace("--b", "--c")));
    assert_eq!(
        unsafe_to_paste("```sh\nwanjia build   # all\n# `rm`\n# well\n```\na # b"),
        ["wanjia build   # all", "# `rm`"]
    );
}
