//! What front matter says of itself, and the text says again: days of review, titles.

use super::{Check, CheckedPage};
use crate::base::{Diagnostic, Span};
use crate::document::Document;
use crate::message;
use crate::rule;

rule! { REVIEW_DUE = "review-due", Pages, Warning, adjustable: true;
    means "过了 `review_by`，还没有人复核", "`review_by` has passed and nobody has reviewed the page";
    mend "核对内容，改 `review_by` 和 `updated`", "Check the content, then change `review_by` and `updated`";
}

rule! { TITLE_REPEATED = "title-repeated", Pages, Warning, adjustable: true;
    means "正文的第一个标题和页面信息的 `title` 一样，会印两次", "The first heading of the text is the `title` of the page: it is printed twice";
    mend "删去正文里的那一行", "Take that line out of the text";
}

pub(super) const CHECK: Check = Check {
    rules: &[&REVIEW_DUE, &TITLE_REPEATED],
    page: Some(page),
    site: None,
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let document = &checked.site.pages[checked.page].document;
    report.extend(repeated(document));
    let Some(review) = document.front.further.review_by else {
        return;
    };
    let (day, written) = (review.day, document.day_of("review_by"));
    if day < checked.site.date_filter.today {
        report.push(
            Diagnostic::new(
                &REVIEW_DUE,
                written.map_or_else(
                    || Span::top(&document.file),
                    |written| document.place(&written.at),
                ),
                message!("{day} 该复核，还没有复核", "was to be reviewed by {day}"),
            )
            .hint(message!(
                "核对内容，改 review_by 和 updated",
                "check the page, then move `review_by` and `updated`"
            )),
        );
    }
}

/// A title that the text has once more, as its own.
fn repeated(document: &Document) -> Option<Diagnostic> {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let first = document
        .outline
        .headings
        .iter()
        .next()
        .filter(|first| first.level <= 2)?;
    (plain(first.text) == plain(document.title())).then(|| {
        let title = first.text;
        let told = message!(
            "正文又写了一遍标题“{title}”，会印两次",
            "the text has the title `{title}` once more: it is printed twice"
        );
        Diagnostic::new(&TITLE_REPEATED, document.place(&first.at), told)
            .hint(message!("删去正文里的这一行", "take this line out of the text"))
    })
}
