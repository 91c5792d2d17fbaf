//! Which pages drafts become: of which site, in which section, of which kind.

use super::Request;
use super::own::OwnSite;
use crate::base::{Day, Fault};
use crate::cli::new::existing::ExistingContent;
use crate::cli::page_name::file_name;
use crate::cli::paths;
use crate::import::{Draft, Wanted};
use crate::kind::{self, KINDS, KindDefinition};
use crate::message;
use crate::source::{self, Layer};
use std::path::{Component, Path, PathBuf};

/// The kind of drafts when nobody says another.
const USUAL: &str = "policy";

/// Where drafts go.
pub struct Destination {
    /// The site; `None` when nothing is written.
    pub root: Option<PathBuf>,
    /// The site, as links of documents know it.
    pub site: Option<OwnSite>,
    /// The section, from content/ on; empty for content/ itself.
    section: String,
    kind: &'static KindDefinition,
    /// The section says that it contains this kind.
    said: bool,
    /// Fields of the kind that are days, and that a page of it begins with.
    days: Vec<String>,
    today: Day,
}

impl Destination {
    /// Where drafts go that were asked for so.
    pub fn of(root: Option<&Path>, request: &Request) -> Result<Self, Fault> {
        let root = match paths::root(root) {
            Err(_) if request.dry_run && root.is_none() => None,
            found => Some(found?),
        };
        let asked = request.kind.as_deref().map(named).transpose()?;
        let section = match &request.into {
            Some(folder) => Some(inside_content(root.as_deref(), folder)?),
            None => None,
        };
        let contains = |section: &str| {
            let text = Layer::own(root.as_deref()?)
                .one(&format!("content/{section}/_index.md").replace("//", "/"))
                .and_then(|file| source::read(&file).ok())?;
            kind::section_contains(&text)
        };
        let kind = asked.unwrap_or_else(|| {
            let contained = section.as_deref().and_then(contains);
            contained.map_or_else(usual, |kind| kind::of(&kind))
        });
        let section = section.unwrap_or_else(|| {
            let content = root.as_deref().map(ExistingContent::look);
            let home = content
                .as_ref()
                .and_then(|content| content.section_of(&kind.kind));
            home.unwrap_or(kind.start.folder).to_owned()
        });
        let said = contains(&section).map_or(kind.kind == *crate::document::Kind::page(), |contained| {
            contained == kind.kind
        });
        Ok(Self {
            site: root.as_deref().and_then(OwnSite::of),
            root,
            section,
            kind,
            said,
            days: days(kind),
            today: Day::today_in_shanghai(),
        })
    }

    /// What a draft is to be; `stem` is the name of its source.
    pub fn wanted<'w>(&'w self, stem: &'w str) -> Wanted<'w> {
        Wanted {
            kind: (!self.said).then(|| self.kind_name()),
            policy: self.kind_name() == USUAL,
            name: stem,
            days: &self.days,
            today: self.today,
        }
    }

    /// The name of the kind.
    pub fn kind_name(&self) -> &str {
        &self.kind.kind.name
    }

    /// The file that a draft becomes, from the root of the site; `name` is what it is called by, `count` the how many-th page
    /// of this name it is.
    pub fn page(&self, name: &str, stem: &str, draft: &Draft, count: usize) -> String {
        let name = [name, stem]
            .into_iter()
            .map(file_name)
            .find(|name| !name.is_empty());
        let mut name = name.unwrap_or_else(|| "page".to_owned());
        if count > 1 {
            name.push_str(&format!("-{count}"));
        }
        let folder = if self.section.is_empty() {
            String::new()
        } else {
            format!("{}/", self.section)
        };
        if draft.files.is_empty() {
            format!("content/{folder}{name}.md")
        } else {
            format!("content/{folder}{name}/index.md")
        }
    }
}

/// The fields with a day that every new page of a kind has; those with `#` before them may be left out.
fn days(kind: &KindDefinition) -> Vec<String> {
    let lines = kind
        .start
        .text
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains("%日期%"));
    let keys = lines.filter_map(|line| line.split_once(": %日期%"));
    keys.map(|(key, _)| key.to_owned()).collect()
}

fn usual() -> &'static KindDefinition {
    kind::by_name(USUAL).expect("policies are a kind")
}

fn named(name: &str) -> Result<&'static KindDefinition, Fault> {
    kind::by_name(name).ok_or_else(|| {
        let hint = match kind::meant(name) {
            Some(near) => message!("是不是 {near}？", "did you mean `{near}`?"),
            None => {
                let names: Vec<&str> = KINDS.iter().map(|known| &*known.kind.name).collect();
                let all = names.join("、");
                message!("可以是：{all}", "it may be: {all}")
            }
        };
        Fault::new(message!("没有 {name} 这种页面", "there is no kind `{name}`")).hint(hint)
    })
}

/// A folder as a section: `content/policies`, `policies`, or a path to it.
fn inside_content(root: Option<&Path>, folder: &Path) -> Result<String, Fault> {
    let content = root.map(|root| root.join("content"));
    let from_root = content
        .as_ref()
        .and_then(|content| folder.strip_prefix(content).ok());
    let inner = from_root.unwrap_or_else(|| folder.strip_prefix("content").unwrap_or(folder));
    let mut parts = Vec::new();
    for part in inner.components() {
        match part {
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::CurDir => {}
            _ => {
                let shown = folder.display();
                return Err(Fault::new(message!(
                    "{shown} 不在站点的 content/ 里",
                    "{shown} is not inside content/ of the site"
                ))
                .hint(message!(
                    "写成 --into content/policies 这样",
                    "write it like --into content/policies"
                )));
            }
        }
    }
    Ok(parts.join("/"))
}
