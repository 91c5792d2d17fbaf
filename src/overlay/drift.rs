//! What a site overrides, and whether the upstream still says what it said when that was done.

use super::block::{BlockKind, OverrideBlock, blocks, new_sections};
use super::compose::{Records, text_of};
use super::front;
use super::layers::SiteLayer;
use super::lock::{Lock, OverrideRecord};
use super::pages::{Pages, key};
use crate::base::{ComposedText, Language, Span};
use crate::message;
use crate::source::{self, SourceFile};
use std::ops::Range;

/// What became of something that was overridden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drift {
    /// The upstream says what it said, or nobody recorded what it said.
    Same,
    /// The upstream says something else now.
    Drifted,
    /// The upstream no longer has it.
    Orphaned,
}

/// Something that a page overrides, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overridden {
    /// What; of what the upstream no longer has, as it was recorded.
    pub block: OverrideBlock,
    /// What became of it.
    pub drift: Drift,
    /// What the upstream said when it was recorded.
    pub record: Option<OverrideRecord>,
}

/// A page of a site that changes one of its upstream's.
#[derive(Debug, Clone)]
pub struct Override {
    /// The site's own file.
    pub file: SourceFile,
    /// Its text.
    pub own: ComposedText,
    /// It changes only parts.
    pub inherits: bool,
    /// The upstream has the page.
    pub has_upstream: bool,
    /// What it overrides.
    pub blocks: Vec<Overridden>,
}

impl Override {
    /// The worst that became of any of its blocks.
    pub fn drift(&self) -> Drift {
        self.blocks
            .iter()
            .map(|block| block.drift)
            .max()
            .unwrap_or(Drift::Same)
    }

    /// Whether site.lock has the upstream's text of every block.
    pub fn recorded(&self) -> bool {
        self.blocks.iter().all(|block| block.record.is_some())
    }

    /// Where a block is in the site's own file.
    pub fn place(&self, block: &OverrideBlock) -> Span {
        let line = self.own.text[block.own.clone()].lines().next().unwrap_or("");
        Span::new(&self.file.file, block.own.start..block.own.start + line.len())
    }
}

/// The pages of a site that change one of its upstream's, in the order of their paths. `above` are the
/// pages of the sites above alone. A file that cannot be read is for the build to tell.
pub fn overrides(
    own: &[SourceFile],
    above: &Pages,
    sites: &[SiteLayer],
    languages: &[Language],
) -> Vec<Override> {
    let lock = &sites[0].lock;
    let one = |file: &SourceFile| -> Option<Override> {
        let up = above.by_key.get(&key(file.inner(), languages));
        let records = lock.pages.get(file.inner()).map_or(&[][..], Vec::as_slice);
        if up.is_none() && records.is_empty() {
            return None;
        }
        let text = source::read(file).ok()?;
        let inherits = front::inherits(&text);
        let own = ComposedText::whole(&file.file, text);
        let up = up.and_then(|stack| text_of(&stack.files, Records::of(sites), &mut Vec::new()).ok());
        Some(compare(file, own, up.as_ref(), inherits, records))
    };
    own.iter().filter_map(one).collect()
}

fn compare(
    file: &SourceFile,
    own: ComposedText,
    up: Option<&ComposedText>,
    inherits: bool,
    records: &[OverrideRecord],
) -> Override {
    let mut found: Vec<Overridden> = Vec::new();
    for block in up.map_or_else(Vec::new, |up| blocks(up, &own, inherits)) {
        let record = records.iter().find(|record| record.is_of(&block)).cloned();
        let drift = match &record {
            Some(record) if !record.holds(&block) => {
                if block.upstream.is_none() {
                    Drift::Orphaned
                } else {
                    Drift::Drifted
                }
            }
            _ => Drift::Same,
        };
        found.push(Overridden { block, drift, record });
    }
    let lost = records
        .iter()
        .filter(|record| !found.iter().any(|known| record.is_of(&known.block)));
    let lost: Vec<Overridden> = lost
        .filter_map(|record| orphan(record, up, &own, inherits))
        .collect();
    found.extend(lost);
    Override {
        file: file.clone(),
        own,
        inherits,
        has_upstream: up.is_some(),
        blocks: found,
    }
}

/// A record whose words are still on the page while the upstream has nothing of the kind. `None` when
/// the page itself no longer overrides it.
fn orphan(
    record: &OverrideRecord,
    up: Option<&ComposedText>,
    own: &ComposedText,
    inherits: bool,
) -> Option<Overridden> {
    let whole = 0..own.text.len();
    let own: Range<usize> = match record.kind {
        BlockKind::File if inherits || up.is_some() => return None,
        BlockKind::File => whole,
        BlockKind::Field if up.is_some() => return None,
        BlockKind::Field => front::FrontFields::of(&own.text).get(&record.name)?.at.clone(),
        BlockKind::Section if record.name.is_empty() => return None,
        BlockKind::Section => {
            let empty = ComposedText::default();
            let new = new_sections(up.unwrap_or(&empty), own);
            let same = |section: &&super::block::NewSection| {
                section.title == record.name || (!record.id.is_empty() && section.id == record.id)
            };
            new.iter().find(same)?.own.clone()
        }
    };
    let block = OverrideBlock {
        kind: record.kind,
        name: record.name.clone(),
        id: record.id.clone(),
        upstream: None,
        own,
        hides: false,
    };
    Some(Overridden {
        block,
        drift: Drift::Orphaned,
        record: Some(record.clone()),
    })
}

/// What people call a block.
pub fn name_of(block: &OverrideBlock) -> crate::base::Message {
    let name = &block.name;
    match block.kind {
        BlockKind::File => message!("这一页", "this page"),
        BlockKind::Field => message!("页面信息里的 {name}", "the field `{name}`"),
        BlockKind::Section if name.is_empty() => message!("开头", "the introduction"),
        BlockKind::Section => message!("“{name}”一节", "the section `{name}`"),
    }
}

/// Records the upstream's present words of all that a page overrides, and forgets pages that are gone.
pub fn record(lock: &mut Lock, page: &Override, all: &[Override]) {
    let standing: Vec<OverrideBlock> = page
        .blocks
        .iter()
        .filter(|found| {
            page.has_upstream && (found.drift != Drift::Orphaned || found.block.kind == BlockKind::Field)
        })
        .map(|found| found.block.clone())
        .collect();
    lock.set(page.file.inner(), &standing);
    lock.pages
        .retain(|path, _| all.iter().any(|page| page.file.inner() == *path));
}
