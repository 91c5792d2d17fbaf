//! `localize`: begins to override a page or one of its sections, with the upstream's words to start from.

use super::{FileChange, LocalSite, lock_draft};
use crate::base::{ComposedText, Fault};
use crate::markdown::{Section, Sections};
use crate::message;
use crate::overlay::{self, FrontFields, Override, Records};
use crate::source::SourceFile;

/// The lock that records the upstream's words, and the page with them, which comes last. With `section` the page inherits
/// all but that section, which is named by its heading or id.
pub fn localize(local: &LocalSite, named: &str, section: Option<&str>) -> Result<Vec<FileChange>, Fault> {
    local.require_upstream()?;
    let inner = local.find(named)?;
    if local
        .pages
        .hidden
        .get(&local.key(&inner))
        .is_some_and(|(_, by)| *by == 0)
    {
        return Err(Fault::new(message!(
            "{inner} 被本站隐去了",
            "{inner} is left out by this site"
        ))
        .hint(message!(
            "先从 site.yaml 的 hide 里去掉它",
            "take it out of `hide` in site.yaml first"
        )));
    }
    let Some(stack) = local.above.by_key.get(&local.key(&inner)) else {
        return Err(Fault::new(message!(
            "{inner} 是本站自己的页面",
            "{inner} is this site's own page"
        ))
        .hint(message!(
            "直接改 content/{inner}",
            "edit content/{inner} as it is"
        )));
    };
    let up = overlay::text_of(&stack.files, Records::of(&local.chain.layers), &mut Vec::new())
        .map_err(|told| Fault::new(told.message))?;
    let own = local
        .own
        .iter()
        .find(|file| local.key(file.inner()) == local.key(&inner));
    let page = local.override_of(&inner);
    let (file, text) = match (section, own) {
        (None, None) => (inner.clone(), up.text.clone()),
        (None, Some(own)) => return Err(there(own, page)),
        (Some(wanted), own) => {
            let found = wanted_section(&up, wanted)?;
            let words = up.text[found.whole.clone()].trim_end();
            (
                own.map_or(inner.clone(), |own| own.inner().to_owned()),
                with_section(page, own, &found, words)?,
            )
        }
    };
    changes(local, file, text)
}

/// The page that begins, and a lock that records what it overrides from now on; what it overrode before
/// stays as it was recorded.
fn changes(local: &LocalSite, file: String, text: String) -> Result<Vec<FileChange>, Fault> {
    let on_disk = local.root.join("content").join(&file);
    let mut lock = local.lock_to_change()?;
    let before = local.overrides.iter().find(|page| page.file.inner() == file);
    for block in local.would_override(&file, &text) {
        let same =
            |found: &overlay::Overridden| found.block.kind == block.kind && found.block.name == block.name;
        // A record of an override that is gone is of other days.
        let known = before.is_some_and(|page| {
            page.blocks
                .iter()
                .any(|found| same(found) && found.record.is_some())
        });
        if !known {
            lock.put(&file, &block);
        }
    }
    let text = super::as_on_disk(&on_disk, text);
    let keep_former = on_disk.exists();
    let page = FileChange {
        file: format!("content/{file}"),
        text,
        keep_former,
    };
    // In this order: a record of what is not there yet says nothing, and a page without one is taken for written by hand.
    Ok(vec![lock_draft(&lock), page])
}

impl LocalSite {
    /// What a page of this text would override.
    pub(super) fn would_override(&self, file: &str, text: &str) -> Vec<overlay::OverrideBlock> {
        let Some(stack) = self.above.by_key.get(&self.key(file)) else {
            return Vec::new();
        };
        let up = overlay::text_of(&stack.files, Records::of(&self.chain.layers), &mut Vec::new());
        let own = ComposedText::whole(&file.into(), text.to_owned());
        up.map_or_else(
            |_| Vec::new(),
            |up| overlay::blocks(&up, &own, overlay::inherits(text)),
        )
    }
}

fn there(own: &SourceFile, page: Option<&Override>) -> Fault {
    let file = &own.file;
    let fault = Fault::new(message!("本站已经有 {file}", "this site has {file} already"));
    if page.is_some_and(|page| page.inherits) {
        fault.hint(message!(
            "再改一节用 --section 标题；改别的直接改这个文件",
            "for another section use --section HEADING; for the rest edit that file"
        ))
    } else {
        fault.hint(message!("直接改这个文件", "edit that file"))
    }
}

fn wanted_section(up: &ComposedText, wanted: &str) -> Result<Section, Fault> {
    let sections = Sections::of(&up.text, FrontFields::of(&up.text).body);
    let bare = wanted.trim().trim_start_matches('#').trim();
    if let Some(at) = sections.find(bare) {
        return Ok(sections.list[at].clone());
    }
    let titles = || sections.list.iter().map(|section| section.title.as_str());
    let fault = Fault::new(message!(
        "上级这一页没有“{bare}”这一节",
        "the upstream page has no section `{bare}`"
    ));
    Err(fault.hint(match crate::yaml::nearest(bare, titles()) {
        Some(near) => message!("是不是“{near}”？", "did you mean `{near}`?"),
        None if sections.list.is_empty() => message!(
            "这一页没有分节；不写 --section，整页改写",
            "it has no sections; leave out --section to override the whole page"
        ),
        None => {
            let all = titles().collect::<Vec<_>>().join("、");
            message!("上级有这些节：{all}", "the upstream page has: {all}")
        }
    }))
}

/// The page's text with one more section.
fn with_section(
    page: Option<&Override>,
    own: Option<&SourceFile>,
    section: &Section,
    words: &str,
) -> Result<String, Fault> {
    let (Some(page), Some(own)) = (page, own) else {
        return Ok(format!("---\ninherit: true\n---\n{words}\n"));
    };
    let (file, title) = (&own.file, &section.title);
    if !page.inherits {
        return Err(Fault::new(message!(
            "{file} 已经整页改写了上级的",
            "{file} overrides the whole page already"
        ))
        .hint(message!(
            "直接改这个文件里的“{title}”",
            "edit `{title}` in that file"
        )));
    }
    let known = |found: &&overlay::Overridden| !found.block.id.is_empty() && found.block.id == section.id;
    if page.blocks.iter().any(|found| known(&found)) {
        return Err(Fault::new(message!(
            "{file} 已经改写了“{title}”",
            "{file} overrides `{title}` already"
        ))
        .hint(message!("直接改这个文件", "edit that file")));
    }
    Ok(format!("{}\n\n{words}\n", page.own.text.trim_end()))
}
