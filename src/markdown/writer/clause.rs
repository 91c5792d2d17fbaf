//! Clauses around blocks: sections, and the ids of 款, 项 and divisions.

use super::{Attributes, Writer};
use crate::base::Fingerprint;
use crate::html::{Attribute, Element};

impl Writer<'_> {
    /// What the plan has for the block at `index`: ends the current clause, begins the next.
    pub(super) fn clause_step(&mut self, index: usize) {
        let Some(step) = self.steps.get(&index) else {
            return;
        };
        let (close, open) = (step.close, step.open);
        if close {
            self.end_clause();
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
            return (
                vec![id, (Attribute::DataClause, found.label.to_string())],
                step.mark,
            );
        }
        (Vec::new(), step.mark)
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
