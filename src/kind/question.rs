//! `question`: one question, one answer.

use super::{KindDefinition, OnHomePage, Start, fields};
use crate::base::PageId;
use crate::document::{Kind, KindFields, Role};
use crate::theme::view::{ClauseView, OwnView, PageView, SiteView};
use crate::theme::{ViewInputs, from_site};
use serde::Serialize;
use serde_json::Value as Json;

/// One question, one answer.
pub(super) static KIND: KindDefinition = KindDefinition {
    kind: Kind::new("question", "问答"),
    read: |fields, _| KindFields {
        relations: fields::relations(fields, "answers", Role::Answers),
        ..KindFields::default()
    },
    view,
    home: Some(OnHomePage {
        name: "questions",
        choose: |_, pages| pages,
    }),
    proposed: 4,
    start: Start {
        folder: "questions",
        text: START,
    },
};

const START: &str = r##"---
title: %标题%
%种类%
#answers: [某某条例#第三条]         # 回答依据哪一条；站内要有这份政策
date: %日期%
%通用%
---

先用一句话回答，再说依据和怎么办理。
"##;

/// A question's own fields.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// The clauses that answer.
    pub answers: Vec<ClauseView>,
}

impl OwnView for QuestionView {
    fn structured_data(&self, _: &PageView, _: &SiteView) -> Vec<Json> {
        Vec::new()
    }

    fn is_question(&self) -> bool {
        true
    }
}

fn view(inputs: &ViewInputs<'_>, page: PageId) -> Option<Box<dyn OwnView>> {
    Some(Box::new(QuestionView {
        answers: from_site::clauses(inputs, page, &[Role::Answers]),
    }))
}
