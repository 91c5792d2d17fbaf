//! `news`: a dated notice.

use super::{KindDefinition, OnHomePage, Start};
use crate::document::{CommonFields, Kind, KindFields};
use crate::yaml::DATE_WRONG;
use crate::yaml::Fields;

/// A dated notice.
pub(super) static KIND: KindDefinition = KindDefinition {
    kind: Kind::new("news", "消息"),
    read,
    view: |_, _| None,
    home: Some(OnHomePage {
        name: "news",
        choose: |_, pages| pages,
    }),
    proposed: 0,
    start: Start {
        folder: "news",
        text: START,
    },
};

const START: &str = r##"---
title: %标题%
%种类%
date: %日期%                       # 必填
%通用%
---

什么时候、什么地方、谁、做了什么、结果怎样。
"##;

fn read(fields: &mut Fields, front: &CommonFields) -> KindFields {
    // A wrong date has its own diagnostic already.
    if front.date.is_none() && !fields.has_error(&DATE_WRONG) {
        let at = fields.at();
        fields.missing("date", at);
    }
    KindFields::default()
}
