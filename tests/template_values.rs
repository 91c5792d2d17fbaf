//! What designers and authors read is what the program does: docs/content/templates.md has every value of
//! src/theme/view/ and src/kind and no other, docs/content/rules.md every rule of src/config/rule.rs and no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// `struct.field: type` of every public field of a view, types in the words of the handbook; `struct` of
/// every view. What a kind has of its own, a page and the home page show by its names.
fn values_of_the_program() -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    for file in ["mod", "page", "part", "list"] {
        values_of(&format!("src/theme/view/{file}.rs"), |_| true, &mut values);
    }
    for (kind, file) in kinds() {
        values_of(
            &file,
            |name| name.contains("View") || name == "ClauseNode",
            &mut values,
        );
        let text = read(&file);
        if let Some((_, own)) = text.split_once("impl OwnView for ") {
            let own = own
                .split_once(' ')
                .map(|(name, _)| in_words(&format!("Option<{name}>")));
            values.insert(format!("PageView.{kind}: {}", own.unwrap_or_default()));
        }
        if let Some((_, home)) = text.split_once("OnHomePage {\n        name: \"") {
            let name = home.split('"').next().unwrap_or_default();
            values.insert(format!("HomeView.{name}: {}", in_words("SectionPreview")));
        }
    }
    values
}

/// Kinds and their files.
fn kinds() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kind");
    let names = fs::read_dir(folder).unwrap().map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        (
            name.trim_end_matches(".rs").to_owned(),
            format!("src/kind/{name}"),
        )
    });
    let is_kind = |(_, file): &(String, String)| {
        file.ends_with(".rs") && read(file).contains("static KIND: KindDefinition")
    };
    names.filter(is_kind).collect()
}

fn values_of(file: &str, is_view: impl Fn(&str) -> bool, values: &mut BTreeSet<String>) {
    let (mut within, mut hidden) = (None, false);
    for line in read(file).lines() {
        // A field that is not written is none that a template sees.
        if std::mem::replace(&mut hidden, line.trim() == "#[serde(skip)]") {
            continue;
        }
        if let Some(name) = line.strip_prefix("pub struct ") {
            within = Some(name.trim_end_matches(" {").to_owned()).filter(|name| is_view(name));
            values.extend(within.clone());
        } else if line.starts_with('}') {
            within = None;
        } else if let (Some(within), Some(field)) = (&within, line.strip_prefix("    pub "))
            && let Some((name, of)) = field.split_once(": ")
        {
            let of = in_words(of.trim_end_matches(','));
            values.insert(format!("{within}.{name}: {of}"));
        }
    }
}

/// A Rust type as the handbook says it.
fn in_words(of: &str) -> String {
    let inner = |shell: &str| Some(of.strip_prefix(shell)?.strip_suffix('>')?.to_owned());
    if let Some(inner) = inner("Arc<") {
        return in_words(&inner);
    }
    if let Some(inner) = inner("Option<") {
        return format!("{}，可没有", in_words(&inner));
    }
    if let Some(inner) = inner("Vec<") {
        return format!("{} 的列表", in_words(&inner));
    }
    match of {
        "String" | "PageKind" | "Href" | "AbsoluteUrl" | "Language" => "文字".to_owned(),
        "bool" => "真假".to_owned(),
        "u8" | "u32" | "u64" | "usize" | "i64" | "f64" => "数".to_owned(),
        "[u8; 2]" => "两个数".to_owned(),
        "Json" => "任意值".to_owned(),
        "BTreeMap<String, Href>" => "名称到文字".to_owned(),
        name => format!("[{name}](#{})", name.to_lowercase()),
    }
}

/// The same of the handbook's tables.
fn values_of_the_handbook() -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    let mut within = String::new();
    let text = read("docs/content/templates.md");
    let (_, tables) = text
        .split_once("\n## 模板看得到的值\n")
        .expect("the chapter of values");
    for line in tables.lines() {
        if let Some(name) = line.strip_prefix("### ") {
            within = name.to_owned();
            values.insert(within.clone());
        } else if let Some(row) = line.strip_prefix("| `") {
            let mut cells = row.split(" | ");
            let name = cells.next().unwrap_or_default().trim_end_matches('`');
            let of = cells.next().unwrap_or_default();
            let meaning = cells.next().unwrap_or_default().trim_end_matches('|').trim();
            assert!(!meaning.is_empty(), "{within}.{name} has no meaning");
            values.insert(format!("{within}.{name}: {of}"));
        }
    }
    values
}

fn assert_same(program: &BTreeSet<String>, handbook: &BTreeSet<String>) {
    let missing: Vec<_> = program.difference(handbook).collect();
    let gone: Vec<_> = handbook.difference(program).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in the handbook: {missing:#?}\nno longer in the program: {gone:#?}"
    );
}

#[test]
fn the_handbook_tells_every_value_that_a_template_may_see_with_its_type() {
    let program = values_of_the_program();
    assert!(program.len() > 150, "view.rs is no longer read as it is written");
    assert_same(&program, &values_of_the_handbook());
}

#[test]
fn every_link_between_the_chapters_leads_somewhere() {
    let chapters = [
        "README.md",
        "README.zh-CN.md",
        "docs/README.md",
        "docs/content/_index.md",
        "docs/content/start.md",
        "docs/content/local/index.md",
        "docs/content/content.md",
        "docs/content/markdown.md",
        "docs/content/facts.md",
        "docs/content/policies.md",
        "docs/content/searching.md",
        "docs/content/templates.md",
        "docs/content/rules.md",
    ];
    for chapter in chapters {
        let text = outside_of_code(&read(chapter));
        let folder = Path::new(chapter).parent().unwrap_or(Path::new(""));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                chapter.into()
            } else {
                folder.join(file)
            };
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&target);
            assert!(path.exists(), "{chapter}: {link}");
            if !anchor.is_empty() {
                let known = fs::read_to_string(path)
                    .unwrap_or_default()
                    .lines()
                    .any(|line| heading_id(line).as_deref() == Some(anchor));
                assert!(known, "{chapter}: {link}");
            }
        }
    }
}

/// Text without fenced blocks and code spans, whose brackets are no links.
fn outside_of_code(text: &str) -> String {
    let mut fence = None;
    let mut out = String::new();
    for line in text.lines() {
        let ticks = line.chars().take_while(|c| *c == '`').count();
        match fence {
            None if ticks >= 3 => fence = Some(ticks),
            Some(open) if ticks >= open => fence = None,
            None => out.extend(
                line.split('`')
                    .step_by(2)
                    .map(|part| part.to_owned() + " ")
                    .chain(["\n".to_owned()]),
            ),
            Some(_) => {}
        }
    }
    out
}

/// The anchor that code hosts give to a heading.
fn heading_id(line: &str) -> Option<String> {
    let title = line
        .strip_prefix('#')?
        .trim_start_matches('#')
        .strip_prefix(' ')?;
    let kept = title
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    Some(kept.collect::<String>().to_lowercase().replace(' ', "-"))
}
