//! `page`: a page.

use super::{KindDefinition, Start};
use crate::document::{Kind, KindFields};

/// A page.
pub(super) static KIND: KindDefinition = KindDefinition {
    kind: Kind::PAGE,
    read: |_, _| KindFields::default(),
    view: |_, _| None,
    home: None,
    proposed: 0,
    start: Start {
        folder: "",
        text: START,
    },
};

const START: &str = r##"---
title: %标题%
%种类%
#date: %日期%
%通用%
---

在这里写正文。
"##;
