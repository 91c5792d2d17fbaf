//! Quotations: what is said to stand in a clause stands there word for word.

use super::alike::only_alike;
use super::{Check, CheckedPage, CheckedSite, ClauseText, ground_quotes};
use crate::base::{Diagnostic, PageLanguage, Span};
use crate::document::Document;
use crate::markdown::{ItemNumbers, QuoteForm, Request, nearest_words, spoken};
use crate::message;
use crate::rule;
use crate::site::{Cited, Problem, Site};

rule! { QUOTE_MISMATCH = "quote-mismatch", Links, Error, adjustable: false;
    means "引文在那一条里找不到一模一样的话", "The quotation is not in its clause word for word";
    mend "照原文改；或用自己的话说，不用引文格式", "Quote word for word; or use your own words without a quotation";
}

rule! { QUOTE_UNCHECKED = "quote-unchecked", Links, Warning, adjustable: true;
    means "像是引文，出处却对不上：写的文件本站没有，或那里没有这段原话", "It looks like a quotation and could not be checked: the site does not have the document, or it does not say these words";
    mend "最后一行写成 `—— [[文件名#第几条]]`；自己的话不用引文格式", "End it with `—— [[name#clause]]`; own words need no block quote";
}

pub(super) const CHECK: Check = Check {
    rules: &[&QUOTE_MISMATCH, &QUOTE_UNCHECKED],
    page: Some(page),
    site: Some(site),
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let document = &checked.site.pages[checked.page].document;
    for asked in &document.outline.questions {
        let place = document.place(&asked.at);
        report.extend(ground_quotes::told(checked, &asked.question, &place));
        let Request::Quote { to, words, form } = &asked.question else {
            continue;
        };
        match (ground_quotes::find_cited(checked, to), form) {
            // Who signs may bear the name of a page, and a bracket may stand behind own words: neither is sure to quote.
            (Ok(cited), QuoteForm::Beside | QuoteForm::Signed) => {
                let differs = mismatch(checked.site, &cited, words, place.clone(), checked.words);
                report.extend(differs.map(|_| own_words(&cited.title, place)));
            }
            (Ok(cited), QuoteForm::Marked) if is_policy(checked.site, &cited) => {
                let differs = mismatch(checked.site, &cited, words, place.clone(), checked.words);
                report.extend(differs.map(|_| own_marked_words(&cited.title, place)));
            }
            // Of what stands in quotation marks and is none of a policy nobody says that it is quoted.
            (Ok(_), QuoteForm::Marked) => {}
            (Ok(cited), _) => report.extend(mismatch(checked.site, &cited, words, place, checked.words)),
            // 《诗经·周南·关雎》 is a chapter of a book, and no document.
            (Err(_), QuoteForm::Named) if to.contains('·') => {}
            (Err(_), QuoteForm::Named) => report.push(unchecked(to, place)),
            // That the clause is not there is said of the reference itself; who signs needs not be a document.
            (Err(Problem::NoClause(..)), QuoteForm::Beside | QuoteForm::Marked)
                if !is_linked(document, to) =>
            {
                report.push(unchecked(to, place));
            }
            (Err(_), _) => {}
        }
    }
}

/// Whether a reference of the page leads where a quotation is from: what is wrong with it is said there.
fn is_linked(document: &Document, to: &str) -> bool {
    let asked = document.outline.questions.iter();
    asked.into_iter().any(
        |asked| matches!(&asked.question, Request::Reference { to: linked, .. } if to.starts_with(linked.as_str())),
    )
}

pub(super) fn is_policy(site: &Site, cited: &Cited) -> bool {
    // Policies alone declare names.
    !site.pages[cited.page].document.kind_fields.names.is_empty()
}

/// A quotation whose source is named in a way that leads nowhere here.
fn unchecked(name: &str, place: Span) -> Diagnostic {
    let told = message!(
        "引文没有核对：本站找不到“{name}”",
        "the quotation was not checked: nothing here is called `{name}`"
    );
    Diagnostic::new(&QUOTE_UNCHECKED, place, told).hint(message!(
        "本站收了那份文件的，最后一行写成 —— [[文件名#第几条]]；没有收的，先收进来，或不用引文格式",
        "when the site has the document, end with a line `—— [[name#clause]]`; else add it, or use no block quote"
    ))
}

/// Words in a block quote with a source behind them that does not say so.
pub(super) fn own_words(title: &str, place: Span) -> Diagnostic {
    let told = message!(
        "像是引文，可是 {title} 里没有这段原话",
        "it looks like a quotation, and {title} does not say these words"
    );
    Diagnostic::new(&QUOTE_UNCHECKED, place, told).hint(message!(
        "是原话就照抄；是自己的话就去掉前面的 >",
        "quote word for word; own words stand without the `>`"
    ))
}

/// Words in quotation marks beside the name of a policy that does not say so.
pub(super) fn own_marked_words(title: &str, place: Span) -> Diagnostic {
    let told = message!(
        "像是引文，可是 {title} 里没有这段原话",
        "it looks like a quotation, and {title} does not say these words"
    );
    Diagnostic::new(&QUOTE_UNCHECKED, place, told).hint(message!(
        "是原话就照抄，省掉的写 ……；是自己的话就去掉引号",
        "quote word for word, with …… for what is left out; own words stand without quotation marks"
    ))
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

/// Whether a clause says words. Who quotes items of a list may leave their numbers out; those that are quoted are the same.
pub(super) fn says(site: &Site, cited: &Cited, quote: &str, words: &ClauseText<'_>) -> bool {
    let quoted = spoken(quote);
    let is_said = |numbers| spoken(&said(site, cited, numbers, words)).says(&quoted);
    is_said(ItemNumbers::Hidden) || has_item_number(quote) && is_said(ItemNumbers::Shown)
}

/// What a clause says that is to be held against a quotation: with the numbers of items when that has some.
pub(super) fn said_against(site: &Site, cited: &Cited, quote: &str, words: &ClauseText<'_>) -> String {
    let numbers = match has_item_number(quote) {
        true => ItemNumbers::Shown,
        false => ItemNumbers::Hidden,
    };
    said(site, cited, numbers, words)
}

/// Whether words have what may be the number of an item: `1.`, with no digit behind it.
fn has_item_number(words: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    words.match_indices(['.', '．']).any(|(at, point)| {
        words[..at].ends_with(is_digit) && !words[at + point.len()..].starts_with(is_digit)
    })
}

/// What a policy itself says in a clause, as far as the site holds it.
fn said(site: &Site, cited: &Cited, numbers: ItemNumbers, words: &ClauseText<'_>) -> String {
    let whole = words(cited.page, cited.anchor.as_deref(), numbers);
    // What is retold says the document's own words in quotation marks only.
    if site.pages[cited.page].document.kind_fields.text_form.is_retold() {
        return quoted(&whole);
    }
    whole
}

fn mismatch(
    site: &Site,
    cited: &Cited,
    quote: &str,
    place: Span,
    words: &ClauseText<'_>,
) -> Option<Diagnostic> {
    let target = &site.pages[cited.page].document;
    if spoken(quote).is_empty() || says(site, cited, quote, words) {
        return None;
    }
    let text = said_against(site, cited, quote, words);
    let title = &cited.title;
    let diagnostic = Diagnostic::new(
        &QUOTE_MISMATCH,
        place,
        message!("{title} 里没有这段原话", "{title} does not say these words"),
    )
    .see(
        Span::top(&target.file),
        message!("所引的文件", "the document cited"),
    );
    if let Some(alike) = only_alike(&text, quote) {
        return Some(diagnostic.hint(alike));
    }
    Some(match nearest_words(&text, quote) {
        Some(near) => diagnostic.hint(message!("最接近的是：“{near}”", "nearest to it: “{near}”")),
        None => diagnostic.hint(message!(
            "照原文逐字引用，或改用自己的话、不用引文格式",
            "quote word for word, or say it in your own words without a quotation"
        )),
    })
}

/// The parts of a text that stand in quotation marks, a line each.
fn quoted(text: &str) -> String {
    let (mut depth, mut out) = (0_usize, String::new());
    for c in text.chars() {
        match c {
            '“' | '「' | '『' => {
                depth += 1;
                if depth > 1 {
                    out.push(c);
                }
            }
            '”' | '」' | '』' if depth > 0 => {
                depth -= 1;
                out.push(if depth == 0 { '\n' } else { c });
            }
            _ if depth > 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_quotation_marks_is_quoted() {
        assert_eq!(
            quoted("国家定了“享受98天产假”，其中“产前‘可以’休假”。"),
            "享受98天产假\n产前‘可以’休假\n"
        );
        assert_eq!(quoted("没有引号，只有右引号”"), "");
    }
}
