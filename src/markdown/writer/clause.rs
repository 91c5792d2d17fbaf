//! Clauses around blocks: sections, and the ids of 款, 项 and divisions.

use super::{Attributes, Writer};
use crate::base::Fingerprint;
use crate::html::{Attribute, Element};
use crate::markdown::plan::Group;

impl Writer<'_> {
    /// What the plan has for the block at `index`: ends the current clause, begins the next.
    pub(super) fn clause_step(&mut self, index: usize) {
        let (close, open, group, annex) = match self.steps.get(&index) {
            Some(step) => (step.close, step.open, step.group, step.annex()),
            None => (false, None, None, None),
        };
        if close {
            self.end_clause();
        }
        if group != self.group {
            self.begin_group(group);
        }
        if annex.is_some() {
            self.end_annex();
            self.annex = annex;
        }
        if let Some(clause) = open {
            let here = self.here();
            let found = &mut self.body.outline.clauses.clauses[clause as usize];
            found.nodes = here..here;
            let names = [
                (Attribute::Id, &*found.anchor),
                (Attribute::DataClause, &*found.label),
            ];
            self.body.tree.element(Element::Clause, &names);
            self.clause = Some(clause);
        }
    }

    /// Ends what blocks are grouped in and begins the next group, if there is one.
    fn begin_group(&mut self, group: Option<Group>) {
        if let Some(last) = self.group.take() {
            self.pop_line();
            self.end_line(element_of(last));
        }
        let Some(next) = group else { return };
        if next == Group::Closing {
            self.end_annex();
        }
        let class = match next {
            Group::AnnexList => "annex-list",
            Group::Closing => "closing",
        };
        self.body
            .tree
            .element(element_of(next), &[(Attribute::Class, class)]);
        self.line();
        self.group = group;
    }

    /// Whether the block at `index` is the heading of an annex.
    pub(super) fn is_annex(&self, index: usize) -> bool {
        self.steps.get(&index).is_some_and(|step| step.annex().is_some())
    }

    /// An annex reaches up to here.
    fn end_annex(&mut self) {
        if let Some(annex) = self.annex.take() {
            let end = self.here();
            self.body.outline.clauses.clauses[annex as usize].nodes.end = end;
        }
    }

    /// The clause, the group and the annex that are open end with the text.
    pub(super) fn end_all(&mut self) {
        self.end_clause();
        self.begin_group(None);
        self.end_annex();
    }

    pub(super) fn end_clause(&mut self) {
        let Some(clause) = self.clause.take() else { return };
        self.pop_line();
        self.end(Element::Clause);
        let end = self.here();
        let found = &mut self.body.outline.clauses.clauses[clause as usize];
        found.nodes.end = end;
        let html = self.body.tree.html_of(found.nodes.start as usize..end as usize);
        found.words = Fingerprint::of_bytes(html.as_bytes());
        self.line();
    }

    /// Takes a line break at the end away. What ended behind it ends with it.
    pub(super) fn pop_line(&mut self) {
        if self.body.tree.pop_line() {
            let here = self.here();
            let points = self.body.outline.clauses.points.iter_mut().rev();
            points
                .take_while(|point| point.nodes.end > here)
                .for_each(|point| point.nodes.end = here);
        }
    }

    /// The id of a 款, 项 or division that begins with this block.
    pub(super) fn block_id(&mut self, index: usize) -> (Attributes, usize) {
        let Some(step) = self.steps.get(&index).cloned() else {
            return (Vec::new(), 0);
        };
        let class = step.class.map(|class| (Attribute::Class, class.to_owned()));
        if let Some(point) = step.point {
            let here = self.here();
            let found = &mut self.body.outline.clauses.points[point as usize];
            found.nodes = here..here;
            let id = (Attribute::Id, found.anchor.to_string());
            self.points.push((point, self.depth));
            return (vec![id], step.mark);
        }
        if let Some(division) = step.division {
            let here = self.here();
            let found = &mut self.body.outline.clauses.clauses[division as usize];
            found.nodes = here..here;
            let id = (Attribute::Id, found.anchor.to_string());
            let mut attributes = vec![id, (Attribute::DataClause, found.label.to_string())];
            attributes.extend(class);
            return (attributes, step.mark);
        }
        (class.into_iter().collect(), step.mark)
    }

    pub(super) fn end_points(&mut self) {
        let end = self.here();
        while let Some((point, depth)) = self.points.last().copied() {
            if depth != self.depth {
                break;
            }
            self.body.outline.clauses.points[point as usize].nodes.end = end;
            self.points.pop();
        }
    }
}

fn element_of(group: Group) -> Element {
    match group {
        Group::AnnexList => Element::Div,
        Group::Closing => Element::Footer,
    }
}
