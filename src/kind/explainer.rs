//! `explainer`: plain words beside the clauses they explain.

use super::{KindDefinition, OnHomePage, Start, fields};
use crate::base::PageId;
use crate::document::{CommonFields, Kind, KindFields, Role};
use crate::theme::view::{ClauseView, OwnView};
use crate::theme::{ViewInputs, from_site};
use crate::yaml::FIELD_WRONG;
use crate::yaml::Fields;
use serde::Serialize;

/// Plain words beside the clauses they explain.
pub(super) static KIND: KindDefinition = KindDefinition {
    kind: Kind::new("explainer", "解读"),
    read,
    view,
    home: Some(OnHomePage {
        name: "explainers",
        choose: |_, pages| pages,
    }),
    proposed: 0,
    start: Start {
        folder: "explainers",
        text: START,
    },
};

const START: &str = r##"---
title: %标题%
%种类%
#explains: [某某条例#第三条]          # 解读哪份政策的哪一条，必填；站内要有这份政策
date: %日期%
%通用%
---

用大白话说这一条是什么意思、管到谁、从什么时候算起。

## 谁可以享受

## 怎么办理

## 问谁
"##;

fn read(fields: &mut Fields, front: &CommonFields) -> KindFields {
    let relations = fields::relations(fields, "explains", Role::Explains);
    // A draft may still be looking for its clause.
    if relations.is_empty() && !front.draft && !fields.has_error(&FIELD_WRONG) {
        let at = fields.at();
        fields.missing("explains", at);
    }
    KindFields {
        relations,
        ..KindFields::default()
    }
}

/// An explainer's own fields.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainerView {
    /// The clauses it explains, with their words.
    pub explains: Vec<ClauseView>,
}

impl OwnView for ExplainerView {}

fn view(inputs: &ViewInputs<'_>, page: PageId) -> Option<Box<dyn OwnView>> {
    Some(Box::new(ExplainerView {
        explains: from_site::clauses(inputs, page, &[Role::Explains]),
    }))
}
