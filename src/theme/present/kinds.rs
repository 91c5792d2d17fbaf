//! What a kind's own fields say.

use super::{ViewBuilder, day};
use crate::base::PageId;
use crate::theme::view::PropertyView;

impl ViewBuilder<'_> {
    /// The kind's own fields as terms with their texts.
    pub fn particulars(&self, page: PageId) -> Vec<PropertyView> {
        let document = &self.site.pages[page].document;
        let separator = self.say(&document.language, "、");
        document
            .kind_fields
            .properties
            .iter()
            .map(|particular| {
                let text = match particular.moment {
                    Some(moment) => self.day_in_words(&document.language, &day(moment)),
                    None => particular.texts.join(&separator),
                };
                let link = text.starts_with("https://") || text.starts_with("http://");
                PropertyView {
                    name: particular.name.clone(),
                    label: self.say(&document.language, &particular.label),
                    href: link.then(|| text.clone()),
                    text,
                }
            })
            .collect()
    }
}
