//! Whether an edited document leaves the order of its site as it was: the pages that there are, their addresses and terms.

use super::{CommonFields, Document, Event, FurtherFields, KindFields, Offered, Property, Relation};
use crate::yaml::Spanned;

impl Document {
    /// Whether a site with this document in the place of `former` has the same pages, at the same addresses, in the same
    /// order, under the same terms. Names and titles may be others, and so may the text with what it asks.
    pub fn keeps_place_of(&self, former: &Self) -> bool {
        // Taken apart so that a new field is thought of here.
        let Self {
            file,
            source_map: _,
            path,
            form,
            language,
            kind,
            front,
            kind_fields,
            days: _,
            outline: _,
            body: _,
            report: _,
        } = self;
        *file == former.file
            && *path == former.path
            && *form == former.form
            && *language == former.language
            && *kind == former.kind
            && front.keeps_place_of(&former.front)
            && kind_fields.keeps_place_of(&former.kind_fields)
    }

    /// Whether others call it what they called `former`.
    pub fn keeps_names_of(&self, former: &Self) -> bool {
        self.title() == former.title() && same(&self.kind_fields.names, &former.kind_fields.names)
    }
}

impl CommonFields {
    fn keeps_place_of(&self, former: &Self) -> bool {
        let Self {
            title: _,
            date,
            updated,
            summary: _,
            tags,
            audience,
            weight,
            draft,
            toc: _,
            further,
        } = self;
        *date == former.date
            && *updated == former.updated
            && same(tags, &former.tags)
            && same(audience, &former.audience)
            && *weight == former.weight
            && *draft == former.draft
            && further.keeps_place_of(&former.further)
    }
}

impl FurtherFields {
    fn keeps_place_of(&self, former: &Self) -> bool {
        let Self {
            slug,
            aliases,
            publish,
            expires,
            withdrawn,
            review_by,
            signoff,
            asked_as: _,
            cover,
            source: _,
            author: _,
            contains,
            extra: _,
        } = self;
        same(slug, &former.slug)
            && same(aliases, &former.aliases)
            && *publish == former.publish
            && *expires == former.expires
            && same(withdrawn, &former.withdrawn)
            && *review_by == former.review_by
            && signoff.len() == former.signoff.len()
            && signoff
                .iter()
                .zip(&former.signoff)
                .all(|(a, b)| (a.role, &a.name.value, a.day) == (b.role, &b.name.value, b.day))
            && same(cover, &former.cover)
            && *contains == former.contains
    }
}

impl KindFields {
    fn keeps_place_of(&self, former: &Self) -> bool {
        let Self {
            names: _,
            relations,
            events,
            properties,
            status,
            text_form,
            day,
            slogans,
            emblem,
            files,
        } = self;
        let relation = |one: &Relation| (one.role, one.to.value.clone());
        let event = |one: &Event| Event {
            title: one.title.as_ref().map(|title| Spanned {
                at: 0..0,
                ..title.clone()
            }),
            ..one.clone()
        };
        let property = |one: &Property| one.clone();
        let file = |one: &Offered| (one.title.clone(), one.file.value.clone());
        relations
            .iter()
            .map(relation)
            .eq(former.relations.iter().map(relation))
            && events.iter().map(event).eq(former.events.iter().map(event))
            && properties
                .iter()
                .map(property)
                .eq(former.properties.iter().map(property))
            && *status == former.status
            && *text_form == former.text_form
            && *day == former.day
            && same(slogans, &former.slogans)
            && *emblem == former.emblem
            && files.iter().map(file).eq(former.files.iter().map(file))
    }
}

/// Whether the same is written, wherever it stands in its file.
fn same<'v, V: PartialEq + 'v>(
    ours: impl IntoIterator<Item = &'v Spanned<V>>,
    theirs: impl IntoIterator<Item = &'v Spanned<V>>,
) -> bool {
    let value = |one: &'v Spanned<V>| &one.value;
    ours.into_iter().map(value).eq(theirs.into_iter().map(value))
}
