//! Tables.

use super::body::Body;
use super::paper::WIDTH;
use super::set::Set;
use super::text::{Align, Block, Cell, Paragraph, Role, Table};

/// A cell in its place, or the rest of one that began in a row above.
struct Placed<'t> {
    cell: &'t Cell,
    begins: bool,
}

impl Body<'_> {
    /// A table as wide as the text.
    pub(super) fn table(&mut self, table: &Table) {
        let rows = placed(table);
        let columns = rows.iter().map(|row| width_of(row)).max().unwrap_or(1).max(1);
        let one = (WIDTH / u32::try_from(columns).unwrap_or(1)).to_string();
        self.xml.open("w:tbl", &[]);
        self.xml.open("w:tblPr", &[]);
        self.xml.value("w:tblStyle", "TableGrid");
        self.xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
        self.xml.value("w:jc", "center");
        self.xml.close("w:tblPr");
        self.xml.open("w:tblGrid", &[]);
        for _ in 0..columns {
            self.xml.empty("w:gridCol", &[("w:w", &one)]);
        }
        self.xml.close("w:tblGrid");
        let mut heading = true;
        for row in &rows {
            heading &= row.iter().all(|placed| placed.cell.heads);
            self.row(row, columns, heading);
        }
        self.xml.close("w:tbl");
        // Two tables that touch are one, and a text does not end with one.
        self.begin(&Set::of("TableText"));
        self.xml.close("w:p");
    }

    fn row(&mut self, row: &[Placed<'_>], columns: usize, heading: bool) {
        self.xml.open("w:tr", &[]);
        self.xml.open("w:trPr", &[]);
        self.xml.empty("w:cantSplit", &[]);
        if heading {
            self.xml.empty("w:tblHeader", &[]);
        }
        self.xml.close("w:trPr");
        for placed in row {
            self.cell(placed, columns);
        }
        if row.is_empty() {
            self.empty_cell(columns);
        }
        self.xml.close("w:tr");
    }

    fn cell(&mut self, placed: &Placed<'_>, columns: usize) {
        let cell = placed.cell;
        let width = (WIDTH as usize * cell.columns / columns).to_string();
        self.xml.open("w:tc", &[]);
        self.xml.open("w:tcPr", &[]);
        self.xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
        if cell.columns > 1 {
            self.xml.value("w:gridSpan", &cell.columns.to_string());
        }
        if cell.rows > 1 {
            let merge = if placed.begins { "restart" } else { "continue" };
            self.xml.value("w:vMerge", merge);
        }
        self.xml.value("w:vAlign", "center");
        self.xml.close("w:tcPr");
        let mut ended = false;
        for block in cell.blocks.iter().filter(|_| placed.begins) {
            ended = self.in_cell(block, cell);
        }
        if !ended {
            self.begin(&Set::of("TableText"));
            self.xml.close("w:p");
        }
        self.xml.close("w:tc");
    }

    /// A block in a cell; whether it is a paragraph, which a cell has to end with.
    fn in_cell(&mut self, block: &Block, cell: &Cell) -> bool {
        match block {
            Block::Table(table) => self.table(table),
            Block::Paragraph(paragraph) => self.line_in_cell(paragraph, cell),
        }
        true
    }

    fn line_in_cell(&mut self, paragraph: &Paragraph, cell: &Cell) {
        let mut set = Set::of("TableText");
        set.align = match cell.align {
            Align::Start => None,
            Align::Center => Some("center"),
            Align::End => Some("right"),
        };
        if paragraph.role == Role::Bullet {
            set.place = Some(self.numbers.dot(paragraph.depth));
            set.indent = Some((0, 0, 0));
        }
        let mut inlines = paragraph.inlines.clone();
        if let Some(label) = &paragraph.mark {
            let mark = Paragraph::plain(Role::Text, &label.words).inlines;
            inlines.splice(0..0, mark);
        }
        self.begin(&set);
        self.inlines(&inlines);
        self.xml.close("w:p");
    }

    fn empty_cell(&mut self, columns: usize) {
        let cell = Cell {
            columns,
            rows: 1,
            ..Cell::default()
        };
        self.cell(
            &Placed {
                cell: &cell,
                begins: true,
            },
            columns,
        );
    }
}

fn width_of(row: &[Placed<'_>]) -> usize {
    row.iter().map(|placed| placed.cell.columns).sum()
}

/// The rows with what goes on in them from rows above.
fn placed(table: &Table) -> Vec<Vec<Placed<'_>>> {
    let mut rows: Vec<Vec<Placed<'_>>> = Vec::new();
    // What goes on below: the column, rows that are left, and the cell.
    let mut going: Vec<(usize, usize, &Cell)> = Vec::new();
    for row in &table.rows {
        let (mut out, mut column): (Vec<Placed<'_>>, usize) = (Vec::new(), 0);
        let mut next: Vec<(usize, usize, &Cell)> = Vec::new();
        let mut cells = row.iter().peekable();
        loop {
            if let Some((_, left, cell)) = going.iter().find(|(at, ..)| *at == column) {
                out.push(Placed { cell, begins: false });
                if *left > 1 {
                    next.push((column, left - 1, cell));
                }
                column += cell.columns;
            } else if let Some(cell) = cells.next() {
                out.push(Placed { cell, begins: true });
                if cell.rows > 1 {
                    next.push((column, cell.rows - 1, cell));
                }
                column += cell.columns;
            } else {
                break;
            }
        }
        going = next;
        rows.push(out);
    }
    rows
}
