//! The start of a page: in its section, named by its title, every field of its kind there to be used.

use super::create_new::write_new;
use super::existing::ExistingContent;
use crate::base::{Day, Fault, Message};
use crate::cli::page_name::file_name;
use crate::document::Kind;
use crate::kind::KindDefinition;
use crate::message;
use crate::yaml::plain_or_quoted;
use std::path::Path;

const COMMON: &str = include_str!("common.md");

/// A page that was begun.
#[derive(Debug)]
pub struct Begun {
    /// Its file from the root of the site.
    pub file: String,
    /// What to tell its author.
    pub notes: Vec<Message>,
}

/// Makes the page.
pub fn make(root: &Path, kind: &KindDefinition, title: &str, today: Day) -> Result<Begun, Fault> {
    let shelf = ExistingContent::look(root);
    let mut notes = Vec::new();
    let home = shelf.section_of(&kind.kind);
    let folder = home.unwrap_or(kind.start.folder);
    let inner = if folder.is_empty() {
        format!("{}.md", file_name(title))
    } else {
        format!("{folder}/{}.md", file_name(title))
    };
    let file = format!("content/{inner}");
    let says_kind = kind.kind == Kind::PAGE || home.is_some();
    let made_section = !says_kind && !shelf.extends && make_section(root, kind)?;
    let text = fill(kind, title, today, says_kind || made_section);
    if !write_new(&root.join(&file), &text)? {
        return Err(
            Fault::new(message!("已经有 {file}", "there is {file} already")).hint(message!(
                "改那一页，或换一个标题",
                "edit that page, or choose another title"
            )),
        );
    }
    if made_section {
        let folder = kind.start.folder;
        notes.push(message!(
            "新建了栏目 content/{folder}/_index.md",
            "made the section content/{folder}/_index.md"
        ));
        if shelf.lists_menu {
            notes.push(message!(
                "菜单里还没有这个栏目：在 site.yaml 的 menu 里加上 {folder}",
                "the menu does not have this section yet: add {folder} to `menu` in site.yaml"
            ));
        }
    }
    notes.push(message!("新建了 {file}", "made {file}"));
    notes.push(message!(
        "接着：打开它写正文，要用的字段去掉行首的 #，用 wanjia serve --open 边写边看；写好了去掉 draft 一行，才会发布。",
        "Next: open it and write; take the # off fields you need; look with `wanjia serve --open`; drop the line `draft`, and it is published."
    ));
    Ok(Begun { file, notes })
}

fn fill(kind: &KindDefinition, title: &str, today: Day, kind_is_said: bool) -> String {
    let name = if kind_is_said {
        String::new()
    } else {
        format!("kind: {}\n", kind.kind.name)
    };
    kind.start
        .text
        .replace("%种类%\n", &name)
        .replace("%通用%\n", COMMON)
        .replace("%日期%", &today.to_string())
        .replace("%标题%", &plain_or_quoted(title))
}

/// Makes the section of a kind. `false` when there is one of that name, which says something else.
fn make_section(root: &Path, kind: &KindDefinition) -> Result<bool, Fault> {
    let text = format!(
        "---\ntitle: {}\ncontains: {}\n---\n",
        kind.kind.label, kind.kind.name
    );
    write_new(
        &root.join("content").join(kind.start.folder).join("_index.md"),
        &text,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{self, KINDS, Reading};
    use crate::markdown::Syntax;
    use std::fs;

    fn named(kind: &str) -> &'static KindDefinition {
        kind::by_name(kind).unwrap()
    }

    fn today() -> Day {
        "2026-06-06".parse().unwrap()
    }

    fn read(kind: &Kind, text: &str) -> Vec<crate::base::Diagnostic> {
        let reading = Reading {
            languages: &[],
            syntax: &Syntax::default(),
            kind,
        };
        kind::read(&"content/a.md".into(), "a.md", text, &reading)
            .0
            .report
    }

    #[test]
    fn every_start_is_right_as_it_stands() {
        for start in KINDS {
            let text = fill(start, "a: \"b\"", today(), true);
            let report = read(&start.kind, &text);
            assert!(report.is_empty(), "{text}\n{report:?}");
            assert!(!text.contains('%'), "{text}");
        }
    }

    #[test]
    fn every_field_that_is_noted_is_right_when_its_mark_is_taken_off() {
        for start in KINDS {
            let text = fill(start, "a", today(), false);
            let used: String = text
                .lines()
                .map(|line| {
                    line.strip_prefix('#')
                        .filter(|rest| !rest.starts_with('#'))
                        .unwrap_or(line)
                        .to_owned()
                        + "\n"
                })
                .collect();
            assert!(
                read(Kind::page(), &used).is_empty(),
                "{used}\n{:?}",
                read(Kind::page(), &used)
            );
        }
    }

    #[test]
    fn every_field_of_the_contract_is_there_to_be_used() {
        let common = "title date updated summary tags audience weight slug aliases draft publish expires withdrawn review_by asked_as signoff cover source author toc";
        let own = [
            ("page", ""),
            ("news", "date"),
            (
                "campaign",
                "emblem slogans period organisers basis activities materials",
            ),
            (
                "policy",
                "number issuer issued effective adopted amended status replaces replaced_by recipients aliases_of_title source_url",
            ),
            ("explainer", "explains"),
            ("question", "answers"),
            ("event", "start end place contact campaign repeat"),
            ("place", "category address phones hours coordinates"),
        ];
        for (kind, fields) in own {
            let text = fill(named(kind), "a", today(), true);
            for field in common.split(' ').chain(fields.split_whitespace()) {
                let times = text
                    .lines()
                    .filter(|line| line.trim_start_matches('#').starts_with(&format!("{field}:")))
                    .count();
                assert_eq!(times, 1, "{field} in {kind}:\n{text}");
            }
        }
    }

    #[test]
    fn a_page_goes_into_the_section_that_says_it_contains_its_kind() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("content/宣传/动态")).unwrap();
        fs::write(
            root.join("content/宣传/动态/_index.md"),
            "---\ntitle: 动态\ncontains: news\n---\n",
        )
        .unwrap();
        make(root, named("news"), "新家风", today()).unwrap();
        let text = fs::read_to_string(root.join("content/宣传/动态/xin-jia-feng.md")).unwrap();
        assert!(!text.contains("kind:"), "{text}");
        let fault = make(root, named("news"), "新家风", today()).unwrap_err();
        assert!(fault.message.zh.contains("content/宣传/动态/xin-jia-feng.md"));
    }

    #[test]
    fn a_missing_section_is_made_and_a_different_one_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        make(root, named("place"), "暖心家园", today()).unwrap();
        let section = fs::read_to_string(root.join("content/services/_index.md")).unwrap();
        assert_eq!(section, "---\ntitle: 服务点\ncontains: place\n---\n");
        fs::create_dir_all(root.join("content/events")).unwrap();
        fs::write(root.join("content/events/_index.md"), "---\ntitle: 大事\n---\n").unwrap();
        make(root, named("event"), "开放日", today()).unwrap();
        assert!(
            fs::read_to_string(root.join("content/events/kai-fang-ri.md"))
                .unwrap()
                .contains("\nkind: event\n")
        );
        make(root, named("page"), "关于我们", today()).unwrap();
        assert!(root.join("content/guan-yu-wo-men.md").exists());
        assert!(!root.join("content/_index.md").exists());
    }

    #[test]
    fn a_section_that_is_not_in_the_menu_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let told = |kind: &str, title: &str| {
            let notes = make(root, named(kind), title, today()).unwrap().notes;
            notes.iter().any(|note| note.zh.contains("menu"))
        };
        assert!(!told("place", "甲"), "the menu is all sections");
        fs::write(root.join("site.yaml"), "name: 例\nmenu: [services]\n").unwrap();
        assert!(told("news", "乙"));
        assert!(!told("news", "丙"), "the section is not new");
    }

    #[test]
    fn every_new_page_is_a_draft_and_its_text_is_told_of_when_it_is_published_as_it_is() {
        for start in KINDS {
            let draft = fill(start, "a", today(), true);
            assert!(draft.contains("\ndraft: true"), "{draft}");
            let published = draft.replace("\ndraft: true", "\n#draft: true");
            let told = |text: &str| {
                let report = read(&start.kind, text);
                report
                    .iter()
                    .any(|diagnostic| diagnostic.rule.as_str() == "sample-untouched")
            };
            let comment = draft.contains("<!--");
            assert!(told(&published) != comment, "{published}");
            let (front, _) = published.split_once("\n---\n").unwrap();
            assert!(!told(&format!("{front}\n---\n\n## 活动内容\n\n自己写的。\n")));
        }
    }

    #[test]
    fn a_new_explainer_names_no_policy_that_it_may_have_nothing_to_do_with() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        make(root, named("policy"), "条例", today()).unwrap();
        make(root, named("explainer"), "乙", today()).unwrap();
        let text = fs::read_to_string(root.join("content/explainers/yi.md")).unwrap();
        assert!(text.contains("\n#explains: [某某条例#第三条]"), "{text}");
    }
}
