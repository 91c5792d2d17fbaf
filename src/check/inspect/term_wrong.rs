//! Wrong forms of names and phrases, and policies whose text is older than their day.

use super::terms::Term;
use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Day, Diagnostic};
use crate::document::Document;
use crate::markdown::{BlockForm, TextBlock};
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { TERM_WRONG = "term-wrong", Veto, Error, adjustable: true;
    means "名称、固定提法写错，或用了已经改掉的名称（`terms.yaml` 里的 `wrong`）", "A name or phrase is in a wrong or former form, one of `wrong` in `terms.yaml`";
    mend "照提示改；讲历史的，前面写“原”或加书名号、引号", "Correct it by the hint; for a former name put 原 or quotation marks before it";
}

rule! { SOURCE_OLDER = "source-older", Truth, Warning, adjustable: true;
    means "政策的日期在后，正文却还是从前的说法：多半是旧文本", "A policy bears a later day than its words: it says what was called otherwise by then, so the text is probably an older one";
    mend "找到现行文本换上；日期写错的，改日期", "Put the text in force in its place; or correct the day";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&TERM_WRONG, &SOURCE_OLDER],
    text: Some(look),
    ..Inspection::NONE
};

/// Words before a former name that say that it is one, or that it is no longer done.
const FORMER: [&str; 12] = [
    "原", "前", "旧", "取消", "不再", "废止", "停止", "清理", "称为", "名为", "更名", "曾",
];

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let document = inspected.document();
    let policy = document.filter(|document| document.kind.clauses);
    let day = document.and_then(latest);
    for term in &inspected.terms.terms {
        let mut older = false;
        // The texts of components are blocks of their own.
        let is_yaml = |block: &&TextBlock| matches!(block.form, BlockForm::Component(_));
        for block in inspected.blocks().iter().filter(|block| !is_yaml(block)) {
            for (at, wrong) in found(block, term) {
                let place = inspected.span(block, at);
                match (term.since, policy) {
                    (None, _) => report.push(told(term, wrong, place)),
                    (Some(since), Some(_)) => {
                        if !older && day.is_some_and(|day| day > since) {
                            report.push(text_older(term, wrong, since, place));
                        }
                        older = true;
                    }
                    (Some(since), None) => {
                        if document.is_some() && day.unwrap_or(inspected.site.date_filter.today) >= since {
                            report.push(told(term, wrong, place));
                        }
                    }
                }
            }
        }
    }
}

/// The latest day of which a document says that something was done to its text.
fn latest(document: &Document) -> Option<Day> {
    const FIELDS: [&str; 4] = ["amended", "issued", "adopted", "date"];
    FIELDS
        .iter()
        .filter_map(|field| document.day_of(field))
        .map(|found| found.day)
        .max()
}

/// Where a block says a wrong form. Of what has only become wrong, quotations and former names are left alone.
fn found<'t>(block: &TextBlock, term: &'t Term) -> Vec<(Range<usize>, &'t str)> {
    let text = &block.text;
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    for wrong in &term.wrong {
        for (at, _) in text.match_indices(wrong.as_str()) {
            let range = at..at + wrong.len();
            let right = text
                .match_indices(term.right.as_str())
                .any(|(right, _)| right <= range.start && range.end <= right + term.right.len());
            let past = term.since.is_some() && (block.is_quoted || !block.is_prose() || is_former(text, at));
            let known = found
                .iter()
                .any(|(other, _)| other.start <= range.start && range.end <= other.end);
            if !(right || past || known || begins_in_word(text, at)) {
                found.push((range, wrong.as_str()));
            }
        }
    }
    found
}

/// Verbs that end with what a name may begin with: 学习近乎停滞 is no name.
const PRACTISE: [&str; 14] = [
    "学习", "练习", "复习", "预习", "补习", "温习", "自习", "实习", "见习", "研习", "演习", "讲习", "传习",
    "修习",
];

/// Whether the first character at a byte is the end of a word.
fn begins_in_word(text: &str, at: usize) -> bool {
    let behind = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    PRACTISE.iter().any(|word| text[..behind].ends_with(word))
}

/// Words of a sentence that say of what is named in it that it is no more, or ask whether it is.
const ENDED: [&str; 27] = [
    "没有了",
    "已经没有",
    "已没有",
    "不存在",
    "不征收",
    "废除",
    "成为历史",
    "取消",
    "不再",
    "废止",
    "停止",
    "停征",
    "不收",
    "不用",
    "无需",
    "不需要",
    "不必",
    "清理",
    "更名",
    "改称",
    "改名",
    "改为",
    "合并",
    "组建",
    "撤销",
    "吗",
    "？",
];

/// Whether the words before a name say that it is a former one, those of its sentence that it is no more, or it stands in
/// quotation or title marks.
fn is_former(text: &str, at: usize) -> bool {
    let stop = ['。', '；', '！', '\n'];
    let start = text[..at].rfind(stop).unwrap_or(0);
    let end = text[at..].find(stop).map_or(text.len(), |end| at + end);
    if ENDED.iter().any(|word| text[start..end].contains(word)) {
        return true;
    }
    let before: Vec<char> = text[..at].chars().rev().take(40).collect();
    let near: String = before.iter().take(8).rev().collect();
    let opened = before.iter().position(|c| matches!(c, '“' | '《' | '「'));
    let closed = before.iter().position(|c| matches!(c, '”' | '》' | '」'));
    let quoted = opened.is_some_and(|opened| closed.is_none_or(|closed| opened < closed));
    quoted || FORMER.iter().any(|word| near.contains(word))
}

fn told(term: &Term, wrong: &str, place: crate::base::Span) -> Diagnostic {
    let right = &term.right;
    let message = message!("“{wrong}”写错了", "“{wrong}” is wrong");
    let hint = match &term.note {
        Some(note) => message!("应为“{right}”（{note}）", "it should be “{right}” ({note})"),
        None => message!("应为“{right}”", "it should be “{right}”"),
    };
    let message = match term.since {
        Some(since) => message!(
            "“{wrong}”{since} 以后不这样说了",
            "“{wrong}” is not said since {since}"
        ),
        None => message,
    };
    Diagnostic::new(&TERM_WRONG, place, message).hint(hint)
}

fn text_older(term: &Term, wrong: &str, since: Day, place: crate::base::Span) -> Diagnostic {
    let note = term.note.as_deref().unwrap_or(&term.right);
    Diagnostic::new(
        &SOURCE_OLDER,
        place,
        message!(
            "日期晚于 {since}，正文还说“{wrong}”：像是旧文本",
            "its day is later than {since}, and it still says “{wrong}”: this seems to be an older text"
        ),
    )
    .hint(message!(
        "换上现行文本；日期写错的改日期（{note}）",
        "put the text in force in its place, or correct the day ({note})"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(text: &str) -> usize {
        let terms = super::super::Terms::read(&[], &mut Vec::new()).terms;
        let block = TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
        terms.iter().map(|term| found(&block, term).len()).sum()
    }

    #[test]
    fn a_wrong_form_that_begins_in_another_word_is_none() {
        assert_eq!(wrongs("孩子的学习近乎停滞，每天的练习近乎苛刻。"), 0);
        assert_eq!(wrongs("认真学习习近乎总书记讲话，习近乎说。"), 2);
    }

    #[test]
    fn what_is_said_to_be_no_more_may_be_named() {
        for text in ["社会抚养费已经没有了。", "社会抚养费2021年起不存在了。"] {
            assert_eq!(wrongs(text), 0, "{text}");
        }
        assert_eq!(wrongs("按规定缴纳社会抚养费。"), 1);
    }
}
