//! Quotations: what is said to stand in a clause stands there word for word.

use super::{Check, CheckedPage, CheckedSite, ClauseText};
use crate::base::{Diagnostic, PageLanguage, Span};
use crate::markdown::{Request, nearest_words, spoken};
use crate::message;
use crate::rule;
use crate::site::{Cited, Site};

rule! { QUOTE_MISMATCH = "quote-mismatch", Links, Error, adjustable: false;
    means "引文在那一条里找不到一模一样的话", "The quotation is not in its clause word for word";
    mend "照原文改；或用自己的话说，不用引文格式", "Quote word for word; or use your own words without a quotation";
}

pub(super) const CHECK: Check = Check {
    rules: &[&QUOTE_MISMATCH],
    page: Some(page),
    site: Some(site),
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let document = &checked.site.pages[checked.page].document;
    for asked in &document.outline.questions {
        let Request::Quote { to, words: quote } = &asked.question else {
            continue;
        };
        // That the clause is not there is said of the reference itself.
        if let Ok(cited) = checked.site.find_cited(checked.page, to) {
            let place = document.place(&asked.at);
            report.extend(mismatch(checked.site, &cited, quote, place, checked.words));
        }
    }
}

/// Quotations of the facts themselves.
fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    for (sheet, entry) in site.facts.entries() {
        let (Some(source), Some(quote)) = (&entry.source, &entry.quote) else {
            continue;
        };
        if let Ok(cited) = site.find_cited(site.home(&PageLanguage::Own), &source.value) {
            let place = Span::new(&sheet.file, quote.at.clone());
            report.extend(mismatch(site, &cited, &quote.value, place, checked.words));
        }
    }
}

fn mismatch(
    site: &Site,
    cited: &Cited,
    quote: &str,
    place: Span,
    words: &ClauseText<'_>,
) -> Option<Diagnostic> {
    let text = words(cited.page, cited.anchor.as_deref());
    let said = spoken(quote);
    if said.is_empty() || spoken(&text).says(&said) {
        return None;
    }
    let title = &cited.title;
    let target = &site.pages[cited.page].document;
    let diagnostic = Diagnostic::new(
        &QUOTE_MISMATCH,
        place,
        message!("{title} 里没有这段原话", "{title} does not say these words"),
    )
    .see(
        Span::top(&target.file),
        message!("所引的文件", "the document cited"),
    );
    Some(match nearest_words(&text, quote) {
        Some(near) => diagnostic.hint(message!("最接近的是：“{near}”", "nearest to it: “{near}”")),
        None => diagnostic.hint(message!(
            "照原文逐字引用，或改用自己的话、不用引文格式",
            "quote word for word, or say it in your own words without a quotation"
        )),
    })
}
