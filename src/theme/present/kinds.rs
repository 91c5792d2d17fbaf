//! What a kind's own fields say.

use super::Present;
use crate::base::PageId;
use crate::theme::view::PropertyView;

impl Present<'_> {
    /// The kind's own fields as terms with their texts.
    pub(super) fn particulars(&self, page: PageId) -> Vec<PropertyView> {
        let kind_fields = &self.site.pages[page].document.kind_fields;
        kind_fields
            .particulars
            .iter()
            .map(|particular| {
                let text = particular.texts.join("、");
                let link = text.starts_with("https://") || text.starts_with("http://");
                PropertyView {
                    name: particular.name.clone(),
                    label: self.say(&self.site.pages[page].document.language, &particular.label),
                    href: link.then(|| text.clone()),
                    text,
                }
            })
            .collect()
    }
}
