//! What front matter says of itself: days of review.

use super::{Check, CheckedPage};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;

rule! { REVIEW_DUE = "review-due", Pages, Warning, adjustable: true;
    means "过了 `review_by`，还没有人复核", "`review_by` has passed and nobody has reviewed the page";
    mend "核对内容，改 `review_by` 和 `updated`", "Check the content, then change `review_by` and `updated`";
}

pub(super) const CHECK: Check = Check {
    rules: &[&REVIEW_DUE],
    page: Some(page),
    site: None,
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let document = &checked.site.pages[checked.page].document;
    let Some(review) = document.front.review_by else {
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
