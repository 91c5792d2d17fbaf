//! site.lock: the exact upstream, and what was overridden with the words that it said then. The tool
//! writes it, people keep it beside the site.

use super::block::{BlockKind, OverrideBlock};
use crate::base::{Diagnostic, Fingerprint, Span, characters};
use crate::message;
use crate::rule;
use crate::yaml;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

rule! { LOCK_BROKEN = "lock-broken", Site, Error, adjustable: false;
    means "site.lock 读不懂", "The file site.lock cannot be read";
    mend "从备份找回；没有就删去，再对每页用 `wanjia accept`", "Restore it from a backup; without one delete it, then run `wanjia accept` for each page";
}

/// The name of the file.
pub const FILE: &str = "site.lock";

const HEAD: &str = "# 由 wanjia 生成和维护：用的是上级的哪一版，本站改写处当时上级的原文。\n# 请和站点一起保存，不要手改；和别人的改动冲突时留任一份，再用 wanjia status 核对。\n";

/// site.lock as it is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The exact upstream, when it is no folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upstream: Option<Pinned>,
    /// What the last update brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Update>,
    /// By file in content/: what it overrides.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pages: BTreeMap<String, Vec<OverrideRecord>>,
}

/// The exact state of an upstream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pinned {
    /// Address of the repository, or the archive.
    pub from: String,
    /// Branch, tag or commit that was asked for; empty for archives.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rev: String,
    /// Commit, or hash of the archive.
    pub pin: String,
}

/// What an update of the upstream changed, by file in content/.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Commit or hash before.
    pub from: String,
    /// Commit or hash now.
    pub to: String,
    /// New pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Pages with other words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    /// Pages that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// Facts with other values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}

/// The upstream's words when something was overridden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideRecord {
    /// What sort of thing.
    pub kind: BlockKind,
    /// Field or heading; empty for the file and the introduction.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Id of the section.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Fingerprint of the text, white space aside.
    #[serde(rename = "print")]
    pub fingerprint: String,
    /// The text; none when the upstream had no such field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The fingerprint of a text, white space aside; `none` when there is no text.
pub fn fingerprint(text: Option<&str>) -> String {
    match text {
        None => "none".to_owned(),
        Some(text) => {
            let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            Fingerprint::of_bytes(bare.as_bytes()).hex()
        }
    }
}

impl OverrideRecord {
    /// What the upstream says now.
    pub fn of(block: &OverrideBlock) -> Self {
        Self {
            kind: block.kind,
            name: block.name.clone(),
            id: block.id.clone(),
            fingerprint: fingerprint(block.upstream.as_deref()),
            text: block.upstream.clone(),
        }
    }

    /// Whether it was made of this block: the same field, the same heading, or one with the same id.
    pub fn is_of(&self, block: &OverrideBlock) -> bool {
        let same = self.name == block.name || (!self.id.is_empty() && self.id == block.id);
        self.kind == block.kind && same
    }

    /// Whether the upstream still says so, what cannot be seen aside.
    pub fn holds(&self, block: &OverrideBlock) -> bool {
        let visible = |text: &str| fingerprint(Some(&characters::bare(text)));
        let texts = self.text.as_deref().zip(block.upstream.as_deref());
        self.fingerprint == fingerprint(block.upstream.as_deref())
            || texts.is_some_and(|(then, now)| visible(then) == visible(now))
    }
}

impl Lock {
    /// Reads a site.lock. One that cannot be read is reported and counts as empty.
    pub fn read(file: &Arc<str>, text: &str, report: &mut Vec<Diagnostic>) -> Self {
        yaml::value(text).unwrap_or_else(|reason| {
            report.push(
                Diagnostic::new(
                    &LOCK_BROKEN,
                    Span::top(file),
                    message!("site.lock 读不懂：{reason}", "site.lock cannot be read: {reason}"),
                )
                .hint(message!(
                    "从备份或版本库里找回；没有就删去，再对每页用 wanjia accept",
                    "restore it from a backup; without one delete it, then `wanjia accept` each page"
                )),
            );
            Self::default()
        })
    }

    /// The file's text.
    pub fn write(&self) -> String {
        format!("{HEAD}{}", yaml::text(self))
    }

    /// The record of a block of a page.
    #[cfg(test)]
    fn record(&self, page: &str, block: &OverrideBlock) -> Option<&OverrideRecord> {
        self.pages.get(page)?.iter().find(|record| record.is_of(block))
    }

    /// Records what the upstream says of a block now.
    pub fn put(&mut self, page: &str, block: &OverrideBlock) {
        let records = self.pages.entry(page.to_owned()).or_default();
        records.retain(|record| !record.is_of(block));
        records.push(OverrideRecord::of(block));
        records.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
    }

    /// Records all of a page anew and forgets what it no longer overrides.
    pub fn set(&mut self, page: &str, blocks: &[OverrideBlock]) {
        self.pages.remove(page);
        for block in blocks {
            self.put(page, block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_lock() {
        let seeds = fuzz::golden(|path| path.ends_with("site.lock") || path.ends_with(".yaml"));
        fuzz::fuzz("lock", &seeds, |input| {
            let text = String::from_utf8_lossy(input);
            let lock = Lock::read(&"site.lock".into(), &text, &mut Vec::new());
            let written = lock.write();
            let mut report = Vec::new();
            Lock::read(&"site.lock".into(), &written, &mut report);
            assert_eq!(report, [], "what is written can be read");
        });
    }

    fn block(text: Option<&str>) -> OverrideBlock {
        OverrideBlock {
            kind: BlockKind::Section,
            name: "活动内容".into(),
            id: "huo-dong-nei-rong".into(),
            upstream: text.map(str::to_owned),
            own: 0..0,
            hides: false,
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut lock = Lock {
            upstream: Some(Pinned {
                from: "a.zip".into(),
                rev: String::new(),
                pin: "00".into(),
            }),
            ..Lock::default()
        };
        lock.put("a.md", &block(Some("## 活动内容\n\n: 一 # 二\n\t三\n")));
        lock.put("b.md", &block(None));
        let mut report = Vec::new();
        assert_eq!(Lock::read(&FILE.into(), &lock.write(), &mut report), lock);
        assert_eq!(report, []);
        assert!(lock.write().starts_with('#'));
    }

    #[test]
    fn white_space_is_no_change_and_a_word_is() {
        let mut lock = Lock::default();
        lock.put("a.md", &block(Some("一 二\n")));
        let holds = |text| {
            lock.record("a.md", &block(Some(text)))
                .unwrap()
                .holds(&block(Some(text)))
        };
        assert!(holds("一\n\n二"));
        assert!(holds("⼀\u{200b}二"));
        assert!(!holds("一三"));
    }

    #[test]
    fn a_broken_lock_is_told() {
        let mut report = Vec::new();
        Lock::read(&FILE.into(), "<<<<<<< a\n", &mut report);
        assert!(report[0].breaks(&LOCK_BROKEN));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn any_text_is_read_back(text in "\\PC{0,40}", more in "[ \n\t#:\\-|>'\"一]{0,30}") {
            let mut lock = Lock::default();
            lock.put("a.md", &block(Some(&format!("{text}{more}"))));
            let back = Lock::read(&FILE.into(), &lock.write(), &mut Vec::new());
            assert_eq!(back, lock);
        }
    }
}
