//! Words that are published and that nobody sees: hidden, or white on white.

use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Diagnostic, Message};
use crate::message;
use crate::rule;

rule! { TEXT_UNSEEN = "text-unseen", Veto, Warning, adjustable: true;
    means "页面或附件里有看不见的字：隐藏的、白色的、隐藏的工作表。下载的人、搜索引擎都读得到", "A page or an attachment holds words that nobody sees: hidden ones, white ones, sheets that are not shown. Who downloads it and search engines can read them";
    mend "要公开的显示出来，不要的删去；附件改好后另存", "Show what is to be public, delete what is not, and save the attachment again";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&TEXT_UNSEEN],
    text: Some(look),
    ..Inspection::NONE
};

/// So many characters of words that are not seen are told.
const TOLD: usize = 20;

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let is_attachment = inspected.page.is_none();
    // Where raw HTML is sanitised, styles are gone, and so everything is seen.
    if !(is_attachment || inspected.site.config.trusted_html) {
        return;
    }
    for unseen in &inspected.prose.unseen {
        let told = Diagnostic::new(
            &TEXT_UNSEEN,
            inspected.place(&unseen.at),
            message(&unseen.words, is_attachment),
        );
        report.push(told.hint(message!(
            "要公开的显示出来，不要的删去",
            "show what is to be public, delete what is not"
        )));
    }
}

fn message(words: &str, is_attachment: bool) -> Message {
    if !is_attachment {
        return message!(
            "这里面的字藏了起来，读者看不见",
            "the words in here are hidden from those who read the page"
        );
    }
    let cut: String = words.trim().chars().take(TOLD).collect();
    let more = if words.trim().chars().nth(TOLD).is_some() {
        "…"
    } else {
        ""
    };
    message!(
        "附件里有看不见的内容：“{cut}{more}”",
        "the attachment holds what nobody sees: `{cut}{more}`"
    )
}
