//! What a kind's own fields say.

use crate::document::Document;
use crate::theme::Translator;
use crate::theme::view::PropertyView;

/// The kind's own fields of a page as terms with their texts.
pub fn properties(document: &Document, translator: Translator<'_>) -> Vec<PropertyView> {
    let separator = translator.say("、");
    let properties = document.kind_fields.properties.iter();
    properties
        .map(|property| {
            let text = match property.moment {
                Some(moment) => translator.day(&moment.into()),
                None => property.texts.join(&separator),
            };
            let link = text.starts_with("https://") || text.starts_with("http://");
            PropertyView {
                name: property.name.clone(),
                label: translator.say(&property.label),
                href: link.then(|| text.clone()),
                text,
            }
        })
        .collect()
}
