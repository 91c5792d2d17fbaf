//! The start of a site: settings with notes, a section and a labelled example for each of the kinds
//! that explain policy to each other.

use super::create_new::write_new;
use crate::base::control::is_control;
use crate::base::{Day, Fault, Message};
use crate::config::{self, Region};
use crate::kind::EXAMPLES;
use crate::message;
use crate::yaml::plain_or_quoted;
use std::path::Path;

/// Every file but the examples and the settings, by its path in the site.
const FILES: &[(&str, &str)] = &[
    ("content/campaigns/_index.md", include_str!("site/campaigns.md")),
    ("content/policies/_index.md", include_str!("site/policies.md")),
    ("content/explainers/_index.md", include_str!("site/explainers.md")),
    ("content/questions/_index.md", include_str!("site/questions.md")),
    (".gitignore", include_str!("site/gitignore")),
];

/// The line of the settings that says the region; without one it is only shown how, for nobody said that it is the nation.
fn region_line(region: Option<&Region>) -> String {
    match region {
        Some(Region { code, name }) => {
            format!("region: {{code: \"{code}\", name: {}}}", plain_or_quoted(name))
        }
        None => "#region: {code: \"330106\", name: 西湖区}".to_owned(),
    }
}

/// Makes a site in a folder that holds none. Files that are there already stay, and the notes name them.
pub fn make(folder: &Path, region: Option<&Region>, today: Day) -> Result<Vec<Message>, Fault> {
    let shown = folder.display();
    if folder.as_os_str().is_empty() {
        return Err(Fault::new(message!(
            "没有说站点放在哪个文件夹",
            "no folder was named for the site"
        ))
        .hint(message!(
            "写成 wanjia new site 我的站点",
            "write it like `wanjia new site mysite`"
        )));
    }
    if folder.exists() && !folder.is_dir() {
        return Err(Fault::new(message!(
            "{shown} 是文件，不是文件夹",
            "{shown} is a file, not a folder"
        ))
        .hint(message!("换一个名字", "choose another name")));
    }
    if folder.join(config::FILE).exists() {
        return Err(Fault::new(message!(
            "{shown} 里已经有一个站点",
            "there is a site in {shown} already"
        ))
        .hint(message!(
            "换一个文件夹，或直接改那里的 site.yaml",
            "choose another folder, or edit the site.yaml there"
        )));
    }
    let mut notes = Vec::new();
    // The settings come last, so that half a start is not yet a site.
    let settings = (config::FILE, include_str!("site/site.yaml"));
    for (path, text) in FILES.iter().chain(&EXAMPLES).chain([&settings]) {
        let text = text
            .replace("%日期%", &today.to_string())
            .replace("%地区%", &region_line(region))
            .replace("%名称%", &plain_or_quoted(&name(folder)))
            .replace("%文件夹%", &ignored(folder));
        if !write_new(&folder.join(path), &text)? {
            notes.push(message!(
                "{path} 已经有了，没有动",
                "{path} was there already and stays as it is"
            ));
        }
    }
    if region.is_none() {
        notes.push(message!(
            "没有说为哪个地区而办，页面上先不写适用哪里：在 site.yaml 里写 region；下次新建时可以加 --region 330106:西湖区",
            "it was not said for which region the site speaks, so pages do not say where they hold: write `region` in site.yaml; next time add --region 330106:西湖区"
        ));
    }
    Ok(notes)
}

/// The name of the folder, by which `wanjia pack` calls its archive, as a line of .gitignore writes it.
fn ignored(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = real
        .file_name()
        .map_or_else(|| "site".into(), |name| name.to_string_lossy());
    let mut out = String::new();
    for c in name.chars() {
        if matches!(c, '\\' | '*' | '?' | '[' | '!' | '#') {
            out.push('\\');
        }
        out.push(if is_control(c) { '?' } else { c });
    }
    out
}

/// The folder's own name; the author will write a better one.
fn name(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = real
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if name.trim().is_empty() || name.chars().any(is_control) {
        "我的站点".to_owned()
    } else {
        name.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;
    use crate::kind::{self, Reading};
    use crate::markdown::Syntax;
    use std::fs;

    fn today() -> Day {
        "2026-06-06".parse().unwrap()
    }

    #[test]
    fn a_new_site_has_no_mistake_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("我的: 站点");
        let notes = make(&root, None, today()).unwrap();
        assert!(notes.len() == 1 && notes[0].zh.contains("--region"), "{notes:?}");
        let mut report = Vec::new();
        let text = fs::read_to_string(root.join("site.yaml")).unwrap();
        let config = config::read(&"site.yaml".into(), &text, None, &mut report);
        assert_eq!(config.name, "我的: 站点");
        // Nobody said that it speaks for the nation.
        assert_eq!(config.speaks_for(), None);
        assert_eq!(
            report.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(),
            ["url-missing"]
        );
        for (path, _) in FILES
            .iter()
            .chain(&EXAMPLES)
            .filter(|(path, _)| path.ends_with(".md"))
        {
            let text = fs::read_to_string(root.join(path)).unwrap();
            let inner = path.strip_prefix("content/").unwrap();
            let section = root.join(path).with_file_name("_index.md");
            let contains = kind::section_contains(&fs::read_to_string(section).unwrap());
            let reading = Reading {
                languages: &[],
                syntax: &Syntax::default(),
                kind: contains.as_ref().unwrap_or(Kind::page()),
            };
            let (document, _) = kind::read(&(*path).into(), inner, &text, &reading);
            assert!(document.report.is_empty(), "{path}: {:?}", document.report);
            assert!(!text.contains('%'), "{path}");
            assert!(
                path.ends_with("_index.md") || text.contains("title: 示例："),
                "{path}"
            );
        }
    }

    #[test]
    fn a_new_site_speaks_for_the_region_that_was_said() {
        let folder = tempfile::tempdir().unwrap();
        let region = Region {
            code: "330106".to_owned(),
            name: "西湖区".to_owned(),
        };
        let notes = make(folder.path(), Some(&region), today()).unwrap();
        assert!(notes.is_empty(), "{notes:?}");
        let text = fs::read_to_string(folder.path().join("site.yaml")).unwrap();
        let config = config::read(&"site.yaml".into(), &text, None, &mut Vec::new());
        assert_eq!(config.speaks_for(), Some(&region));
    }

    #[test]
    fn what_commands_write_into_a_site_is_not_for_its_repository() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("我的[站]");
        make(&root, None, today()).unwrap();
        let ignored = fs::read_to_string(root.join(".gitignore")).unwrap();
        for line in ["/public/", "/export/", "/我的\\[站].zip", ".wanjia/"] {
            assert!(ignored.lines().any(|own| own == line), "{line} in {ignored}");
        }
    }

    #[test]
    fn every_setting_that_is_noted_is_one_that_is_known() {
        let text = include_str!("site/site.yaml")
            .replace("%名称%", "a")
            .replace("%地区%", &region_line(None));
        let all: String = text
            .lines()
            .map(|line| {
                line.strip_prefix('#')
                    .filter(|rest| rest.starts_with("  ") || !rest.starts_with(' '))
                    .unwrap_or(line)
            })
            .map(|line| format!("{line}\n"))
            .collect();
        let mut report = Vec::new();
        config::read(&"site.yaml".into(), &all, None, &mut report);
        assert!(report.is_empty(), "{report:?}\n{all}");
        assert!(all.contains("\n  site_id: ") && all.contains("\nurl: "), "{all}");
    }

    #[test]
    fn a_site_is_made_only_where_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".gitignore"), "mine").unwrap();
        let notes = make(folder.path(), None, today()).unwrap();
        assert_eq!(notes.len(), 2);
        assert_eq!(
            fs::read_to_string(folder.path().join(".gitignore")).unwrap(),
            "mine"
        );
        let fault = make(folder.path(), None, today()).unwrap_err();
        assert!(fault.message.zh.contains("已经有一个站点"));
        assert!(make(&folder.path().join(".gitignore"), None, today()).is_err());
        assert!(make(Path::new(""), None, today()).is_err());
    }
}
