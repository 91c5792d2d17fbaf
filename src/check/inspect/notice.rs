//! What stays of a page that is no longer there, at its address: the title, and why it was withdrawn.

use super::{
    InspectedSite, InspectedText, Inspection, Terms, date_impossible, name_broken, personal_card,
    personal_id, personal_phone, personal_place, placeholder, secrecy_mark, term_wrong,
};
use crate::base::{Diagnostic, PageId};
use crate::document::Document;
use crate::markdown::{BlockForm, ItemNumbers, Prose, TextBlock};

/// What is looked for in notices: what must not be published, and what only holds a place.
const LOOKED_FOR: [&Inspection; 9] = [
    &name_broken::INSPECTION,
    &term_wrong::INSPECTION,
    &date_impossible::INSPECTION,
    &personal_id::INSPECTION,
    &personal_phone::INSPECTION,
    &personal_card::INSPECTION,
    &personal_place::INSPECTION,
    &secrecy_mark::INSPECTION,
    &placeholder::INSPECTION,
];

/// What inspections find in the notices of a site.
pub(super) fn look(inspected: &InspectedSite<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let terms = Terms::read(&[], &mut Vec::new());
    let words = |_: PageId, _: Option<&str>, _: ItemNumbers| String::new();
    for notice in &inspected.site.notices {
        let document = &notice.document;
        let prose = Prose {
            blocks: blocks(document),
            ..Prose::default()
        };
        let text = InspectedText {
            site: inspected.site,
            page: None,
            file: &document.file,
            prose: &prose,
            terms: &terms,
            words: &words,
            above: inspected.above,
        };
        for look in LOOKED_FOR.iter().filter_map(|inspection| inspection.text) {
            look(&text, &mut found);
        }
    }
    found
}

/// The words of a notice that its author wrote.
fn blocks(document: &Document) -> Vec<TextBlock> {
    let front = &document.front;
    let fields = [front.title.as_ref(), front.further.withdrawn.as_ref()];
    let blocks = fields.into_iter().flatten().filter_map(|field| {
        let place = document.place(&field.at);
        // Where it is written with marks or folds, its whole place is told.
        let at = place.start..place.end;
        let as_it_is = at.len() == field.value.len();
        let written = if as_it_is { &*field.value } else { "" };
        let own = place.file == document.file;
        own.then(|| TextBlock::elsewhere(BlockForm::Paragraph, &field.value, at, written))
    });
    blocks.collect()
}
