//! Clauses around blocks: sections, and the ids of 款, 项 and divisions.

use super::Writer;
use crate::base::Fingerprint;

impl Writer<'_> {
    /// What the plan has for the block at `index`: ends the clause in hand, begins the next.
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
            found.html = here..here;
            let (anchor, label) = (found.anchor.clone(), found.label.clone());
            self.put("<section class=\"clause\" id=\"");
            self.put(&anchor);
            self.put("\" data-clause=\"");
            self.put(&label);
            self.put("\">");
            self.clause = Some(clause);
        }
    }

    pub(super) fn end_clause(&mut self) {
        let Some(clause) = self.clause.take() else { return };
        if self.body.html.ends_with('\n') {
            self.body.html.pop();
            // What ended behind that line ends with it.
            let here = self.here();
            let points = self.body.outline.clauses.points.iter_mut().rev();
            points
                .take_while(|point| point.html.end > here)
                .for_each(|point| point.html.end = here);
        }
        self.put("</section>");
        let end = self.here();
        let found = &mut self.body.outline.clauses.clauses[clause as usize];
        found.html.end = end;
        found.words =
            Fingerprint::of_bytes(&self.body.html.as_bytes()[found.html.start as usize..end as usize]);
        self.put("\n");
    }

    /// ` id="…"` of a 款, 项 or division that begins with this block.
    pub(super) fn block_id(&mut self, index: usize) -> (String, usize) {
        let Some(step) = self.steps.get(&index).cloned() else {
            return (String::new(), 0);
        };
        if let Some(point) = step.point {
            let here = self.here();
            let found = &mut self.body.outline.clauses.points[point as usize];
            found.html = here..here;
            let id = format!(" id=\"{}\"", found.anchor);
            self.points.push((point, self.depth));
            return (id, step.mark);
        }
        if let Some(division) = step.division {
            let here = self.here();
            let found = &mut self.body.outline.clauses.clauses[division as usize];
            found.html = here..here;
            return (
                format!(" id=\"{}\" data-clause=\"{}\"", found.anchor, found.label),
                step.mark,
            );
        }
        (String::new(), step.mark)
    }

    pub(super) fn end_points(&mut self) {
        let end = self.here();
        while let Some((point, depth)) = self.points.last().copied() {
            if depth != self.depth {
                break;
            }
            self.body.outline.clauses.points[point as usize].html.end = end;
            self.points.pop();
        }
    }
}
