//! Drift: what a site overrides and its upstream has since changed or no longer has.

use super::{Check, CheckedSite};
use crate::base::{Diagnostic, Message};
use crate::message;
use crate::overlay::{Drift, Overridden, Override, name_of};
use crate::rule;

rule! { OVERRIDE_DRIFTED = "override-drifted", Layers, Warning, adjustable: true;
    means "本站改写过的地方，上级后来又改了", "The upstream has since changed what this site overrides";
    mend "用 `wanjia merge` 合并，或用 `wanjia accept` 表示看过、以本站为准", "Merge with `wanjia merge`, or say with `wanjia accept` that yours stands";
}

rule! { OVERRIDE_ORPHANED = "override-orphaned", Layers, Warning, adjustable: true;
    means "本站改写过的地方，上级已经删去或改名", "The upstream has deleted or renamed what this site overrides";
    mend "核对这一节还要不要；看过了用 `wanjia accept`", "Check whether the section is still wanted; then run `wanjia accept`";
}

pub(super) const CHECK: Check = Check {
    rules: &[&OVERRIDE_DRIFTED, &OVERRIDE_ORPHANED],
    page: None,
    site: Some(site),
};

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    for page in checked.overrides {
        report.extend(page.blocks.iter().filter_map(|block| warning(page, block)));
    }
}

fn warning(page: &Override, found: &Overridden) -> Option<Diagnostic> {
    let (place, path) = (page.place(&found.block), page.file.inner());
    let Message { zh, en } = name_of(&found.block);
    match found.drift {
        Drift::Same => None,
        Drift::Drifted => Some(
            Diagnostic::new(
                &OVERRIDE_DRIFTED,
                place,
                message!(
                    "上级改了{zh}，本站用的还是自己的",
                    "the upstream changed {en}; this site has its own"
                ),
            )
            .hint(message!(
                "wanjia merge {path} 合并，或 wanjia accept {path} 表示看过、以本站为准",
                "`wanjia merge {path}`, or `wanjia accept {path}` to keep ours"
            )),
        ),
        Drift::Orphaned => Some(
            Diagnostic::new(
                &OVERRIDE_ORPHANED,
                place,
                message!(
                    "上级已经没有{zh}，本站还留着改写",
                    "the upstream no longer has {en}, which this site overrides"
                ),
            )
            .hint(if page.inherits && !page.has_upstream {
                message!(
                    "要留下，把整页写全，删去 inherit 一行；不要了，删去这个文件",
                    "to keep it write the whole page and take the line `inherit` away; else delete the file"
                )
            } else {
                message!(
                    "核对还要不要；看过用 wanjia accept {path}",
                    "see whether it is still wanted; `wanjia accept {path}` when it is"
                )
            }),
        ),
    }
}
