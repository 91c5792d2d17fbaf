//! Quotations whose source is not named: by the clause alone, by a short name, or by nothing, on a page that explains a policy or
//! answers by it.

use super::CheckedPage;
use super::quotes::{self, is_policy, own_marked_words, own_words, said_against};
use crate::base::name::in_title_marks;
use crate::base::{Diagnostic, PageId, Span, quantity};
use crate::document::Role;
use crate::markdown::{Reference, Request, likeness};
use crate::site::{Cited, Problem};

/// Words that are so many hundredths those of a clause are meant to be its words.
const ALIKE: usize = 85;
/// So many are enough where a number is another one.
const NUMBERED: usize = 60;

/// What is said of a quotation that names no source.
pub(super) fn told(checked: &CheckedPage<'_>, asked: &Request, place: &Span) -> Option<Diagnostic> {
    match asked {
        Request::GroundQuote { named, clause, words } => {
            let may = candidates(checked, named, clause)?;
            let first = may.first()?;
            let wrong = !may.iter().any(|cited| says(checked, cited, words));
            wrong.then(|| own_marked_words(&first.title, place.clone()))
        }
        Request::NearQuote(words) => {
            let may = candidates(checked, &[], "")?;
            let wrong = !may.iter().any(|cited| says(checked, cited, words));
            let near = may
                .iter()
                .find(|cited| wrong && nearly_says(checked, cited, words))?;
            Some(own_words(&near.title, place.clone()))
        }
        _ => None,
    }
}

/// What the source of a quotation leads to; a name that leads nowhere may be the short one of what the page explains.
pub(super) fn find_cited(checked: &CheckedPage<'_>, to: &str) -> Result<Cited, Problem> {
    let found = checked.site.find_cited(checked.page, to);
    let Err(Problem::Unknown(_)) = found else {
        return found;
    };
    let named = Reference::new(to);
    let Some(policy) = meant_by(checked, named.name) else {
        return found;
    };
    clause_of(checked, policy, named.clause)
}

/// The policies that the page explains, or answers by.
fn explained(checked: &CheckedPage<'_>) -> Vec<PageId> {
    let relations = &checked.site.pages[checked.page].relations;
    let grounds = relations
        .iter()
        .filter(|relation| matches!(relation.role, Role::Explains | Role::Answers));
    let mut pages: Vec<PageId> = grounds.map(|relation| relation.page).collect();
    pages.dedup();
    pages
}

/// The only one of them whose title ends in a name: 《办法》 for 《某某县婚俗办法》.
fn meant_by(checked: &CheckedPage<'_>, name: &str) -> Option<PageId> {
    let inner = name.strip_prefix('《')?.strip_suffix('》')?;
    let ends = |page: &PageId| {
        let title = checked.site.title(*page);
        let title = title.trim_end_matches('》');
        // 《……办法（试行）》
        let noted = title.strip_suffix(['）', ')']);
        let bare = noted.and_then(|title| title.rsplit_once(['（', '(']));
        bare.map_or(title, |(bare, _)| bare).ends_with(inner)
    };
    let fitting: Vec<PageId> = explained(checked).into_iter().filter(ends).collect();
    let [one] = fitting[..] else { return None };
    Some(one)
}

fn clause_of(checked: &CheckedPage<'_>, policy: PageId, clause: &str) -> Result<Cited, Problem> {
    let site = checked.site;
    let to = format!("{}#{clause}", site.pages[policy].document.path);
    let mut cited = site.find_cited(checked.page, to.trim_end_matches('#'))?;
    cited.title = in_title_marks(&site.title(policy)) + &cited.clause;
    Ok(cited)
}

/// The clauses that may be meant; `None` when one of the documents is not here, so that nobody can tell.
fn candidates(checked: &CheckedPage<'_>, named: &[String], clause: &str) -> Option<Vec<Cited>> {
    let site = checked.site;
    let mut may: Vec<Cited> = explained(checked)
        .into_iter()
        .filter_map(|policy| clause_of(checked, policy, clause).ok())
        .collect();
    for name in named.iter().rev() {
        let to = format!("{name}#{clause}");
        match site.find_cited(checked.page, to.trim_end_matches('#')) {
            Ok(cited) => may.push(cited),
            Err(Problem::NoClause(..)) => {}
            Err(_) if meant_by(checked, name).is_some() => {}
            Err(_) => return None,
        }
    }
    may.retain(|cited| is_policy(site, cited));
    Some(may)
}

fn says(checked: &CheckedPage<'_>, cited: &Cited, words: &str) -> bool {
    quotes::says(checked.site, cited, words, checked.words)
}

/// Whether words are meant to be those of a clause and are others.
fn nearly_says(checked: &CheckedPage<'_>, cited: &Cited, words: &str) -> bool {
    let text = said_against(checked.site, cited, words, checked.words);
    let alike = likeness(&text, words);
    let numbers = quantity::numbers_in(&text);
    let other = || {
        let own = quantity::numbers_in(words).into_iter();
        own.into_iter()
            .any(|number| !numbers.iter().any(|known| (known - number).abs() < 1e-9))
    };
    alike >= ALIKE || alike >= NUMBERED && other()
}
