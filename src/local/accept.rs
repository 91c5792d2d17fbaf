//! `accept`: records that the site keeps its own text although the upstream has changed.

use super::{FileChange, LocalSite, lock_draft};
use crate::base::{Fault, Message, conflict};
use crate::message;
use crate::overlay::{self, Drift};

/// Records what the upstream says now of all that a page overrides. Gives the lock to be written and, in
/// words, what was looked at.
pub fn accept(local: &LocalSite, named: &str) -> Result<(FileChange, Vec<Message>), Fault> {
    local.require_upstream()?;
    let inner = local.find(named)?;
    let page = local.overriding(&inner, || {
        message!(
            "有哪些改写用 wanjia status 看；要改写用 wanjia localize {inner}",
            "`wanjia status` lists what it overrides; `wanjia localize {inner}` begins to"
        )
    })?;
    if page.inherits && !page.has_upstream {
        return Err(Fault::new(message!(
            "上级已经没有这一页，{inner} 只写了改动，登记了也发布不了",
            "the upstream no longer has this page, and {inner} says only what it changes: recorded or not, it cannot be published"
        ))
        .hint(message!(
            "要留下，把整页写全，删去 inherit 一行；不要了，删去这个文件",
            "to keep it write the whole page and take the line `inherit` away; else delete the file"
        )));
    }
    if conflict::has_markers(&page.own.text) {
        return Err(Fault::new(message!(
            "{inner} 里还留着合并冲突的记号",
            "{inner} still has conflict markers"
        ))
        .hint(message!(
            "在 <<<<<<< 和 >>>>>>> 之间选定一份，删去记号，再来",
            "choose between <<<<<<< and >>>>>>> and remove the markers first"
        )));
    }
    let mut lock = local.lock_to_change()?;
    overlay::record(&mut lock, page, &local.overrides);
    let notes = page.blocks.iter().map(|found| {
        let Message { zh, en } = overlay::name_of(&found.block);
        match (found.drift, &found.record) {
            (Drift::Orphaned, _) => message!(
                "上级已没有{zh}，本站的留着",
                "the upstream has no {en}; ours stays"
            ),
            (Drift::Drifted, _) => message!(
                "上级改了{zh}，看过，以本站为准",
                "the upstream changed {en}; seen, ours is kept"
            ),
            (Drift::Same, None) => message!("记下了{zh}", "recorded {en}"),
            (Drift::Same, Some(_)) => message!("{zh}没有变化", "{en} is as it was"),
        }
    });
    Ok((lock_draft(&lock), notes.collect()))
}
