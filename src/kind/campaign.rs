//! `campaign`: what is done, on which ground, when and where.

use super::{Kind, words};
use crate::document::{Front, KindFields, Occasion, Role};
use crate::message;
use crate::yaml::Fields;

/// A campaign.
pub(super) static KIND: Kind = Kind {
    name: "campaign",
    label: "行动",
    clauses: false,
    read,
};

fn read(fields: &mut Fields, _: &Front) -> KindFields {
    let mut kind_fields = KindFields {
        slogans: fields.texts("slogans"),
        files: words::offered(fields, "materials"),
        ..KindFields::default()
    };
    if let Some(emblem) = fields.text("emblem") {
        let mut characters = emblem.value.trim().chars();
        match (characters.next(), characters.next()) {
            (Some(one), None) => kind_fields.emblem = Some(one),
            _ => fields.error(
                &emblem.at,
                message!("emblem 只写一个字", "`emblem` is one character"),
            ),
        }
    }
    kind_fields.occasions.extend(period(fields));
    kind_fields.relations = words::relations(fields, "basis", Role::Basis);
    words::particulars(fields, "organisers", "主办单位", &mut kind_fields.particulars);
    for mut map in fields.maps("activities") {
        let title = map.required("title");
        let (start, end) = words::span(&mut map);
        let text = |map: &mut Fields, key| map.text(key).map(|text| text.value);
        kind_fields.occasions.push(Occasion {
            title,
            start,
            end,
            repeat: words::repeat(&mut map),
            place: text(&mut map, "place"),
            contact: text(&mut map, "contact"),
            whole: false,
            frame: false,
        });
        fields.merge_errors(map.finish());
    }
    kind_fields
}

fn period(fields: &mut Fields) -> Option<Occasion> {
    let mut map = fields.map("period")?;
    let (start, end) = words::span(&mut map);
    fields.merge_errors(map.finish());
    Some(Occasion {
        title: None,
        start,
        end,
        repeat: None,
        place: None,
        contact: None,
        whole: true,
        frame: true,
    })
}
