//! Tables: cells over several columns and rows, wherever a program has put them.

use super::reader::{Reader, is_placeholder, words_below};
use super::told;
use crate::import::model::{Block, Cell, Paragraph, Table};
use crate::import::xml::Element;
use std::collections::HashMap;

/// A cell takes so many columns at most.
const WIDEST: usize = 64;

/// A table in the making.
#[derive(Default)]
struct Grid {
    table: Table,
    /// Where a cell that goes on downwards begins, by its first column: its row and its place in the row.
    down: HashMap<usize, (usize, usize)>,
    changed: bool,
    /// What tracked changes took out, with its rows or cells.
    deleted: String,
}

impl Reader<'_, '_, '_> {
    /// The blocks of a table: itself, or what is in it, when it has one column and is only a frame.
    pub(super) fn table(&mut self, element: &Element<'_>) -> Vec<Block> {
        let mut grid = Grid::default();
        let before = std::mem::replace(&mut self.grounded, true);
        self.rows(element, &mut grid);
        self.grounded = before;
        if grid.changed {
            grid.table.findings.push(told::changes(&grid.deleted, ""));
        }
        let Grid { table, .. } = grid;
        if table.rows.iter().all(Vec::is_empty) {
            let left = Paragraph {
                findings: table.findings,
                ..Paragraph::default()
            };
            let told = !left.findings.is_empty();
            return Some(Block::Paragraph(left))
                .filter(|_| told)
                .into_iter()
                .collect();
        }
        let one_column = table.heads == 0
            && table
                .rows
                .iter()
                .all(|row| row.len() == 1 && row[0].columns == 1 && row[0].rows == 1);
        if !one_column {
            return vec![Block::Table(table)];
        }
        let findings = table.findings;
        let cells = table.rows.into_iter().flatten();
        let mut blocks: Vec<Block> = cells.flat_map(|cell| cell.blocks).collect();
        match blocks.first_mut() {
            Some(Block::Paragraph(first)) => first.findings.extend(findings),
            Some(Block::Table(first)) => first.findings.extend(findings),
            None => {}
        }
        blocks
    }

    fn rows(&mut self, element: &Element<'_>, grid: &mut Grid) {
        for child in element.elements() {
            match child.name {
                "tr" => self.row(child, grid),
                "sdt" if is_placeholder(child.child("sdtPr")) => {
                    let from = grid.table.rows.len();
                    self.rows(child, grid);
                    grid.table.findings.push(told::placeholder(&words_below(child)));
                    empty(grid.table.rows[from..].iter_mut().flatten());
                }
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => self.rows(child, grid),
                _ => {}
            }
        }
    }

    fn row(&mut self, element: &Element<'_>, grid: &mut Grid) {
        let properties = element.child("trPr");
        let says = |name: &str| properties.is_some_and(|properties| properties.child(name).is_some());
        grid.changed |= says("ins") || says("del");
        if says("del") {
            return grid.take_out(element);
        }
        let skipped = |name: &str| number(properties.and_then(|properties| properties.child_value(name)), 0);
        let (before, after) = (skipped("gridBefore"), skipped("gridAfter"));
        let mut row = Row {
            at: grid.table.rows.len(),
            column: 0,
            cells: Vec::new(),
        };
        row.empty(before);
        self.cells(element, grid, &mut row);
        row.empty(after);
        if says("tblHeader") && grid.table.heads == grid.table.rows.len() {
            grid.table.heads += 1;
        }
        grid.table.rows.push(row.cells);
    }

    fn cells(&mut self, element: &Element<'_>, grid: &mut Grid, row: &mut Row) {
        for child in element.elements() {
            match child.name {
                "tc" => self.cell(child, grid, row),
                "sdt" if is_placeholder(child.child("sdtPr")) => {
                    let from = row.cells.len();
                    self.cells(child, grid, row);
                    grid.table.findings.push(told::placeholder(&words_below(child)));
                    empty(row.cells[from..].iter_mut());
                }
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => self.cells(child, grid, row),
                _ => {}
            }
        }
    }

    fn cell(&mut self, element: &Element<'_>, grid: &mut Grid, row: &mut Row) {
        let properties = element.child("tcPr");
        let value = |name: &str| properties.and_then(|properties| properties.child_value(name));
        let columns = number(value("gridSpan"), 1).max(1);
        let merge = |name: &str| {
            let found = properties.and_then(|properties| properties.child(name))?;
            Some(found.value().unwrap_or("continue") != "restart")
        };
        if properties.is_some_and(|properties| properties.child("cellDel").is_some()) {
            grid.changed = true;
            return grid.take_out(element);
        }
        let blocks = self.blocks(element);
        if merge("hMerge") == Some(true)
            && let Some(before) = row.cells.last_mut()
        {
            before.columns = (before.columns + columns).min(WIDEST);
            before.blocks.extend(blocks);
            row.column += columns;
            return;
        }
        let start = row.column;
        row.column += columns;
        let down = merge("vMerge");
        if down == Some(true)
            && let Some((above, place)) = grid.down.get(&start).copied()
            && let Some(cell) = grid
                .table
                .rows
                .get_mut(above)
                .and_then(|cells| cells.get_mut(place))
        {
            cell.rows = row.at - above + 1;
            cell.blocks.extend(blocks);
            return;
        }
        // Other cells of these columns end here.
        for column in start..start + columns {
            grid.down.remove(&column);
        }
        if down.is_some() {
            grid.down.insert(start, (row.at, row.cells.len()));
        }
        row.cells.push(Cell {
            blocks,
            columns,
            rows: 1,
        });
    }
}

impl Grid {
    /// Notes what a tracked change took out.
    fn take_out(&mut self, element: &Element<'_>) {
        let between = if self.deleted.is_empty() { "" } else { " " };
        self.deleted.push_str(between);
        self.deleted.push_str(&words_below(element));
    }
}

/// Cells that still hold the prompt of the program: they stay, without it.
fn empty<'c>(cells: impl Iterator<Item = &'c mut Cell>) {
    cells.for_each(|cell| cell.blocks.clear());
}

/// A row in the making.
struct Row {
    at: usize,
    /// The column that the next cell begins in.
    column: usize,
    cells: Vec<Cell>,
}

impl Row {
    /// Columns without a cell.
    fn empty(&mut self, columns: usize) {
        if columns > 0 {
            self.cells.push(Cell {
                columns,
                ..Cell::of(Vec::new())
            });
            self.column += columns;
        }
    }
}

fn number(text: Option<&str>, usual: usize) -> usize {
    let number = text.and_then(|text| text.trim().parse().ok());
    number.unwrap_or(usual).min(WIDEST)
}
