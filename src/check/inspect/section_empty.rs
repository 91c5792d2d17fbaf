//! Sections with nothing in them, and items without a day.

use super::{GENERAL, InspectedSite, Inspection};
use crate::base::{Diagnostic, Level, Span};
use crate::document::FileForm;
use crate::message;
use crate::rule;

rule! { SECTION_EMPTY = "section-empty", Freshness, Warning, adjustable: true;
    means "栏目是空的：没有页面，也没有正文", "A section is empty: it has neither pages nor text";
    mend "写上内容，或先不建这个栏目", "Write something, or leave the section out for now";
}

rule! { ITEM_UNDATED = "item-undated", Freshness, Warning, adjustable: true;
    means "消息、政策、解读没有日期：检查时算作没有更新", "A piece of news, a policy or an explainer bears no day, which counts as not updated";
    mend "写上 `date`；政策写 `issued`", "Write `date`; for a policy `issued`";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&SECTION_EMPTY, &ITEM_UNDATED],
    gov: &[(&SECTION_EMPTY, Level::Error)],
    site: Some(look),
    ..Inspection::NONE
};

/// Kinds whose pages tell of a day.
const DATED: [&str; 3] = ["news", "policy", "explainer"];

/// So many characters are a text of its own.
const TEXT: usize = 60;

fn look(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    for (_, page) in inspected.own_pages() {
        let document = &page.document;
        let empty = page.pages.is_empty() && page.sections.is_empty() && document.outline.length < TEXT;
        if document.form == FileForm::Section && page.parent.is_some() && empty {
            let title = document.title();
            let told = message!("“{title}”里没有内容", "there is nothing in “{title}”");
            report.push(
                Diagnostic::new(&SECTION_EMPTY, Span::top(&document.file), told).hint(message!(
                    "写上内容，或先不建这个栏目",
                    "write something, or leave the section out for now"
                )),
            );
        }
        let dated = DATED.contains(&&*document.kind.name);
        if dated
            && document.form != FileForm::Section
            && document.date().is_none()
            && document.days.is_empty()
        {
            let told = message!("没有写日期", "it bears no day");
            report.push(
                Diagnostic::new(&ITEM_UNDATED, Span::top(&document.file), told).hint(message!(
                    "写上 date；政策写 issued",
                    "write `date`; for a policy `issued`"
                )),
            );
        }
    }
}
