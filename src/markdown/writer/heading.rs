//! Headings and their ids.

use super::{Writer, plain_text, skip};
use crate::base::slug;
use crate::html::{Attribute, Element};
use crate::markdown::Heading;
use crate::markdown::events::SpannedEvent;
use crate::markdown::plan::Step;
use pulldown_cmark::{Event, Tag};

/// Headings by level, the first of level 1.
const LEVELS: [Element; 6] = [
    Element::H1,
    Element::H2,
    Element::H3,
    Element::H4,
    Element::H5,
    Element::H6,
];

impl Writer<'_> {
    pub(super) fn heading(&mut self, events: &[SpannedEvent<'_>], i: usize, base: usize) -> usize {
        let end = skip(events, i);
        // The heading of an annex is written as a paragraph by most.
        let (level, id, classes) = match &events[i].0 {
            Event::Start(Tag::Heading {
                level, id, classes, ..
            }) => (
                (*level as usize + self.shift).min(6),
                id.as_deref(),
                classes.as_slice(),
            ),
            _ => (2, None, [].as_slice()),
        };
        let range = &events[i].1;
        let inside = &events[i + 1..end - 1];
        let text = plain_text(inside);
        let step = self.steps.get(&(base + i)).cloned().unwrap_or_default();
        let (mut attributes, mark) = self.block_id(base + i);
        let anchor = self.anchor_of(&step, id, &text, &mut attributes);
        if !classes.is_empty() {
            let mut names: Vec<String> = step.class.into_iter().map(str::to_owned).collect();
            names.extend(classes.iter().map(|class| clean_id(class)));
            attributes.retain(|(name, _)| *name != Attribute::Class);
            attributes.push((Attribute::Class, names.join(" ")));
        }
        let element = LEVELS[level - 1];
        self.element(element, &attributes);
        (self.last, self.in_heading) = (None, true);
        let at = self.place(range);
        self.body.outline.headings.push(&Heading {
            level: u8::try_from(level).unwrap_or(6),
            text: &text,
            id: &anchor,
            at,
        });
        self.depth += 1;
        self.inside(inside, mark);
        self.depth -= 1;
        self.in_heading = false;
        self.end_line(element);
        self.end_points();
        let division_end = self.here();
        if let Some(division) = step.division {
            self.body.outline.clauses.clauses[division as usize].nodes.end = division_end;
        }
        end
    }

    /// The anchor of a heading: that of its clause, or the id that its author gave, or one made of its text. An id
    /// that the clause does not bring along goes to the attributes.
    fn anchor_of(
        &mut self,
        step: &Step,
        id: Option<&str>,
        text: &str,
        attributes: &mut Vec<(Attribute, String)>,
    ) -> String {
        let clause = step.open.or(step.division);
        let of_clause = clause.map(|clause| {
            self.body.outline.clauses.clauses[clause as usize]
                .anchor
                .to_string()
        });
        // An item of an article that is a heading.
        let of_clause = of_clause.or_else(|| {
            let points = &self.body.outline.clauses.points;
            step.point.map(|point| points[point as usize].anchor.to_string())
        });
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return of_clause.unwrap_or_else(|| {
                let own = self.ids.take(&slug::slug(text), 1);
                attributes.push((Attribute::Id, own.clone()));
                own
            });
        };
        let own = self.ids.take(&clean_id(id), 1);
        if of_clause.is_none() || step.open.is_some() {
            attributes.push((Attribute::Id, own.clone()));
        }
        self.body.outline.ids.push(own.clone());
        of_clause.unwrap_or(own)
    }

    /// Inline events of a heading; the first text may begin with a clause's mark.
    pub(super) fn inside(&mut self, events: &[SpannedEvent<'_>], mark: usize) {
        let mut i = 0;
        while i < events.len() {
            if i == 0
                && mark > 0
                && let (Event::Text(text), range) = &events[0]
                && let Some(rest) = self.clause_mark(text, mark)
            {
                let from = range.end - rest.len();
                self.text(rest, from..range.end);
                i = 1;
                continue;
            }
            i = self.event(events, i, usize::MAX / 2);
        }
    }

    /// Writes the mark apart; what is left of the text.
    pub(super) fn clause_mark<'a>(&mut self, text: &'a str, mark: usize) -> Option<&'a str> {
        let head = text.get(..mark)?;
        let class = [(Attribute::Class, "clause-mark")];
        self.body.tree.element(Element::Span, &class);
        self.body.tree.text(head.trim());
        self.end(Element::Span);
        self.seen(head);
        text.get(mark..)
    }
}

fn clean_id(id: &str) -> String {
    let id: String = id
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '<' | '>' | '&' | '\''))
        .collect();
    if id.is_empty() { "x".to_owned() } else { id }
}
