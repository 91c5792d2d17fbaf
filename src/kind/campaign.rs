//! `campaign`: what is done, on which ground, when and where.

use super::{Kind, words};
use crate::document::{Front, Nouns, Occasion, Role};
use crate::say;
use crate::yaml::Fields;

/// A campaign.
pub(super) static KIND: Kind = Kind {
    name: "campaign",
    label: "行动",
    clauses: false,
    read,
};

fn read(fields: &mut Fields, _: &Front) -> Nouns {
    let mut nouns = Nouns {
        slogans: fields.texts("slogans"),
        files: words::offered(fields, "materials"),
        ..Nouns::default()
    };
    if let Some(emblem) = fields.text("emblem") {
        let mut characters = emblem.value.trim().chars();
        match (characters.next(), characters.next()) {
            (Some(one), None) => nouns.emblem = Some(one),
            _ => fields.wrong(&emblem.at, say!("emblem 只写一个字", "`emblem` is one character")),
        }
    }
    nouns.occasions.extend(period(fields));
    nouns.relations = words::relations(fields, "basis", Role::Basis);
    words::particulars(fields, "organisers", "主办单位", &mut nouns.particulars);
    for mut map in fields.maps("activities") {
        let title = map.required("title");
        let (start, end) = words::span(&mut map);
        let text = |map: &mut Fields, key| map.text(key).map(|text| text.value);
        nouns.occasions.push(Occasion {
            title,
            start,
            end,
            repeat: words::repeat(&mut map),
            place: text(&mut map, "place"),
            contact: text(&mut map, "contact"),
            whole: false,
            frame: false,
        });
        fields.absorb(map.finish());
    }
    nouns
}

fn period(fields: &mut Fields) -> Option<Occasion> {
    let mut map = fields.map("period")?;
    let (start, end) = words::span(&mut map);
    fields.absorb(map.finish());
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
