//! Numbers of a policy's clauses: what does not follow the one before it.

use super::{Check, CheckedPage};
use crate::base::numeral::chinese;
use crate::base::{Diagnostic, Message, Span};
use crate::markdown::{CLAUSE_UNRECOGNISED, MarkFault, MarkFaultKind};
use crate::message;
use crate::rule;

rule! { CLAUSE_GAP = "clause-gap", Links, Warning, adjustable: true;
    means "政策的序号跳过了几个", "Numbers of a policy's clauses are left out";
    mend "补上漏掉的，或改正序号；只摘一部分的政策写 `text: excerpt`", "Add what is missing, or mend the number; a policy that is an excerpt says `text: excerpt`";
}

rule! { CLAUSE_REPEATED = "clause-repeated", Links, Warning, adjustable: true;
    means "政策的序号重复或倒退了", "A number of a policy's clauses comes twice, or behind a greater one";
    mend "改正序号；另一份文件的条文写在“附件”之下", "Mend the number; clauses of another document belong below 附件";
}

pub(super) const CHECK: Check = Check {
    rules: &[&CLAUSE_GAP, &CLAUSE_REPEATED],
    page: Some(page),
    site: None,
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let document = &checked.site.pages[checked.page].document;
    let faults = &document.outline.clauses.faults;
    // What says that it is not all of a document has gaps.
    let whole = document.kind_fields.text_form.is_whole();
    let asked = |fault: &&MarkFault| whole || !matches!(fault.kind, MarkFaultKind::Gap(..));
    let faults: Vec<&MarkFault> = faults.iter().filter(asked).collect();
    let (shown, more) = faults.split_at(faults.len().min(MOST));
    report.extend(shown.iter().map(|fault| told(document.place(&fault.at), fault)));
    if let (Some(next), Some(last)) = (more.first(), report.last_mut()) {
        let count = more.len();
        let also = message!("从这里起还有 {count} 处", "{count} more from here on");
        *last = last.clone().see(document.place(&next.at), also);
    }
}

/// More on one page are counted only: whoever reads fifty has understood.
const MOST: usize = 50;

/// What a mark counts: 条 of 第三条, 个 of （二）, and of 第四条之三, before which an article or a 之二 may be missing.
fn unit_of(mark: &str) -> &str {
    let units = ["部分", "编", "章", "节", "条", "款", "项"];
    mark.strip_prefix('第')
        .filter(|_| !mark.contains('之'))
        .and_then(|counted| units.into_iter().find(|unit| counted.contains(unit)))
        .unwrap_or("个")
}

fn told(place: Span, fault: &MarkFault) -> Diagnostic {
    let mark = &fault.mark;
    let (rule, said, hint): (_, Message, Message) = match fault.kind {
        MarkFaultKind::Gap(first, last) => {
            let (from, to) = (chinese(first), chinese(last));
            let missing = if first == last {
                from
            } else {
                format!("{from}至{to}")
            };
            let unit = unit_of(mark);
            (
                &CLAUSE_GAP,
                message!(
                    "“{mark}”之前缺第{missing}{unit}",
                    "before {mark} number {missing} is missing"
                ),
                message!(
                    "看是不是漏了、写错了，或没有单独成段",
                    "see whether it is left out, miswritten, or no paragraph of its own"
                ),
            )
        }
        MarkFaultKind::Repeat => (
            &CLAUSE_REPEATED,
            message!("“{mark}”重复了", "{mark} comes twice"),
            message!(
                "改正其中一个；引用时只认第一个",
                "mend one of them; references lead to the first"
            ),
        ),
        MarkFaultKind::Back(last) => {
            let (last, unit) = (chinese(last), unit_of(mark));
            (
                &CLAUSE_REPEATED,
                message!(
                    "“{mark}”排在第{last}{unit}之后",
                    "{mark} comes behind number {last}"
                ),
                message!(
                    "改正序号；另一份文件的条文写在“附件”之下",
                    "mend the number; clauses of another document belong below 附件"
                ),
            )
        }
        MarkFaultKind::Unrecognised => (
            &CLAUSE_UNRECOGNISED,
            message!(
                "这里像是“{mark}”，没有认出来",
                "this seems to be {mark}, and is not recognised"
            ),
            message!(
                "单独成段，不放在 HTML 标签、列表里，写成“{mark}”，“第几条”后面空一格",
                "make it a paragraph of its own, outside of HTML tags and lists, that begins with {mark}, with a space behind 第几条"
            ),
        ),
    };
    Diagnostic::new(rule, place, said).hint(hint)
}
