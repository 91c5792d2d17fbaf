//! Campaigns and events that are over and still speak as if they were on.

use super::{GENERAL, InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::document::Phase;
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { CAMPAIGN_OVER = "campaign-over", Freshness, Warning, adjustable: true;
    means "行动、活动已经结束，正文还写着正在进行、欢迎报名", "A campaign or an event is over, and its text still says that it is on or asks people to come";
    mend "改成已经办了什么；还没完的，改结束日期", "Write what was done; where it goes on, change the day on which it ends";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&CAMPAIGN_OVER],
    text: Some(look),
    ..Inspection::NONE
};

/// What is said of what is on.
const ON: [&str; 16] = [
    "正在进行",
    "正在开展",
    "正在举行",
    "正在举办",
    "正在报名",
    "正在征集",
    "正在火热",
    "火热进行",
    "火热报名",
    "报名中",
    "进行中",
    "欢迎报名",
    "欢迎参加",
    "欢迎踊跃",
    "踊跃报名",
    "即日起报名",
];

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let Some(document) = inspected.document() else {
        return;
    };
    let today = inspected.site.date_filter.today;
    let mut events = document.kind_fields.events.iter().filter(|event| event.whole);
    let Some(event) = events.find(|event| event.phase(today) == Some(Phase::Over)) else {
        return;
    };
    let Some(last) = event.end.or(event.start).map(|last| last.day) else {
        return;
    };
    let own = inspected.blocks().iter();
    for block in own.filter(|block| block.is_prose() && !block.is_quoted) {
        let Some(at) = found(&block.plain()) else { continue };
        let words = &block.text[at.clone()];
        let told = message!(
            "{last} 已经结束，还写着“{words}”",
            "it ended on {last}, and still says “{words}”"
        );
        report.push(
            Diagnostic::new(&CAMPAIGN_OVER, inspected.span(block, at), told).hint(message!(
                "改成已经办了什么；还没完的，改结束日期",
                "write what was done; where it goes on, change the day on which it ends"
            )),
        );
    }
}

/// The first words that say that something is on.
fn found(text: &str) -> Option<Range<usize>> {
    let places = ON
        .iter()
        .filter_map(|word| text.find(word).map(|at| at..at + word.len()));
    places.min_by_key(|at| at.start)
}
