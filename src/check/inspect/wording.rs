//! How long sentences and titles are, whether there is a summary, and words that are written twice.

use super::{InspectedText, Inspection};
use crate::base::{Diagnostic, Span, han};
use crate::document::{Document, FileForm};
use crate::markdown::{BlockForm, TextBlock};
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { SENTENCE_LONG = "sentence-long", Wording, Warning, adjustable: true;
    means "句子太长（`limits: {sentence: 120}` 字）；政策原文和引文不算", "A sentence is too long (`limits: {sentence: 120}` characters); policies and quotations aside";
    mend "拆成几句", "Make several of it";
}

rule! { TITLE_LONG = "title-long", Wording, Warning, adjustable: true;
    means "标题太长（`limits: {title: 40}` 字）；政策的标题不算", "A title is too long (`limits: {title: 40}` characters); those of policies aside";
    mend "说短些，别的放进 `summary`", "Say it shorter and put the rest into `summary`";
}

rule! { SUMMARY_MISSING = "summary-missing", Wording, Warning, adjustable: true;
    means "没有 `summary`，或它断在半句；活动和服务点可以没有", "There is no `summary`, or it breaks off; events and places need none";
    mend "用一两句话说清这一页讲什么", "Say in a sentence or two what the page is about";
}

rule! { WORD_DOUBLED = "word-doubled", Wording, Warning, adjustable: true;
    means "词写了两遍：`进行进行`、`的的`", "A word is written twice: 进行进行, 的的";
    mend "删去一个", "Take one out";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&SENTENCE_LONG, &TITLE_LONG, &SUMMARY_MISSING, &WORD_DOUBLED],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let Some(document) = inspected.document() else {
        return;
    };
    report.extend(summary(inspected, document));
    for block in inspected.blocks().iter().filter(|block| block.is_prose()) {
        if !document.kind.clauses && !block.is_quoted {
            long(inspected, block, report);
        }
        if let Some(at) = doubled(&block.plain()) {
            let words = &block.text[at.clone()];
            let told = message!("“{words}”写了两遍", "“{words}” is written twice");
            report.push(
                Diagnostic::new(&WORD_DOUBLED, inspected.span(block, at), told)
                    .hint(message!("删去一个", "take one out")),
            );
        }
    }
}

fn long(inspected: &InspectedText<'_>, block: &TextBlock, report: &mut Vec<Diagnostic>) {
    let limits = &inspected.site.config.thresholds;
    if block.form == BlockForm::Field("title") {
        let (count, most) = (han::count(&block.text), limits.title);
        if count > most {
            let told = message!(
                "标题有 {count} 字，超过 {most}",
                "the title has {count} characters, more than {most}"
            );
            report.push(
                Diagnostic::new(&TITLE_LONG, inspected.span(block, 0..block.text.len()), told).hint(
                    message!(
                        "说短些，别的放进 summary",
                        "say it shorter and put the rest into `summary`"
                    ),
                ),
            );
        }
        return;
    }
    if !block.is_paragraph() && block.form != BlockForm::Item {
        return;
    }
    let most = limits.sentence;
    let mut start = 0;
    for (end, sign) in block.text.match_indices(['。', '！', '？', '；', '\n']) {
        let end = end + sign.len();
        report.extend(too_long(inspected, block, start..end, most));
        start = end;
    }
    report.extend(too_long(inspected, block, start..block.text.len(), most));
}

fn too_long(
    inspected: &InspectedText<'_>,
    block: &TextBlock,
    at: Range<usize>,
    most: usize,
) -> Option<Diagnostic> {
    let count = han::count(&block.text[at.clone()]);
    (count > most).then(|| {
        let told = message!(
            "一句有 {count} 字，超过 {most}",
            "the sentence has {count} characters, more than {most}"
        );
        Diagnostic::new(&SENTENCE_LONG, inspected.span(block, at), told)
            .hint(message!("拆成几句", "make several of it"))
    })
}

fn summary(inspected: &InspectedText<'_>, document: &Document) -> Option<Diagnostic> {
    let needless = ["event", "place"].contains(&&*document.kind.name);
    let home = document.form == FileForm::Section && document.path.as_str().is_empty();
    let said = document.front.summary.as_ref();
    let Some(summary) = said.filter(|summary| !summary.value.trim().is_empty()) else {
        return (!needless && !home).then(|| {
            let told = message!("没有 summary", "there is no `summary`");
            Diagnostic::new(&SUMMARY_MISSING, Span::top(&document.file), told).hint(message!(
                "用一两句话说清这一页讲什么",
                "say in a sentence or two what the page is about"
            ))
        });
    };
    let cut = summary
        .value
        .trim_end()
        .ends_with(['，', '、', '…', '：', '（', '“'])
        || summary.value.trim_end().ends_with("...");
    cut.then(|| {
        let told = message!("summary 断在半句", "`summary` breaks off");
        Diagnostic::new(&SUMMARY_MISSING, inspected.place(&summary.at), told)
            .hint(message!("把话说完", "say it to the end"))
    })
}

/// Words that nobody says twice.
const WORDS: [&str; 24] = [
    "进行", "我们", "他们", "关于", "应当", "按照", "根据", "通过", "开展", "实施", "或者", "对于", "为了",
    "因为", "所以", "如果", "由于", "以及", "并且", "但是", "可以", "已经", "需要", "必须",
];

/// Where a word is written twice.
fn doubled(text: &str) -> Option<Range<usize>> {
    let words = WORDS.iter().find_map(|word| {
        let at = text.find(&format!("{word}{word}"))?;
        Some(at..at + 2 * word.len())
    });
    words.or_else(|| particle(text))
}

/// 的的, 了了 and 是是, but for 目的的, 为了了解 and 是是非非.
fn particle(text: &str) -> Option<Range<usize>> {
    let pairs = ["的的", "了了", "是是"]
        .iter()
        .flat_map(|pair| text.match_indices(pair));
    let mut found = pairs.filter(|(at, pair)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + pair.len()..].chars().next();
        match *pair {
            "的的" => !matches!(before, Some('目' | '标' | '有')) && after != Some('确'),
            "了了" => !matches!(after, Some('解' | '结' | '然' | '却')) && before != Some('不'),
            _ => {
                !matches!(after, Some('非' | '否'))
                    && !matches!(before, Some('凡' | '只' | '于' | '可' | '但' | '就'))
            }
        }
    });
    found.next().map(|(at, pair)| at..at + pair.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_doubled_only_where_nobody_says_them_twice() {
        for (text, expected) in [
            ("要进行进行检查", Some("进行进行")),
            ("他的的书", Some("的的")),
            ("以此为目的的活动、标的的价款、的的确确", None),
            ("为了了解情况，是是非非", None),
            ("研究研究、看看", None),
        ] {
            assert_eq!(doubled(text).map(|at| &text[at]), expected, "{text}");
        }
    }
}
