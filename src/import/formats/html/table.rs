//! Tables of web pages.

use super::content::Content;
use super::dom::{Element, Page};
use crate::import::model::{Block, Cell, Table};

/// A cell takes so many columns and rows at most.
const MOST: usize = 200;

/// The cells of a table's rows, without those of tables in it.
pub fn rows(page: &Page, content: &Content<'_>, table: usize) -> Vec<Vec<usize>> {
    let mut rows = Vec::new();
    for part in page.inside(table).filter(|part| !content.is_out(*part)) {
        match &*page.element(part).name {
            "tr" => rows.push(cells(page, content, part)),
            "thead" | "tbody" | "tfoot" => {
                let inner = page.inside(part);
                let inner = inner.filter(|row| page.element(*row).name == "tr" && !content.is_out(*row));
                rows.extend(inner.map(|row| cells(page, content, row)));
            }
            _ => {}
        }
    }
    rows
}

fn cells(page: &Page, content: &Content<'_>, row: usize) -> Vec<usize> {
    let cells = page.inside(row).filter(|cell| !content.is_out(*cell));
    cells
        .filter(|cell| matches!(&*page.element(*cell).name, "td" | "th"))
        .collect()
}

/// The table of these cells.
pub fn of(rows: Vec<Vec<usize>>, page: &Page, blocks: &mut dyn FnMut(usize) -> Vec<Block>) -> Table {
    let mut cell = |index: usize| Cell {
        columns: span(page.element(index), "colspan"),
        rows: span(page.element(index), "rowspan"),
        blocks: blocks(index),
    };
    let mut rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .map(|row| row.into_iter().map(&mut cell).collect())
        .collect();
    let count = rows.len();
    for (at, row) in rows.iter_mut().enumerate() {
        for cell in row {
            cell.rows = cell.rows.min(count - at);
        }
    }
    while rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    Table {
        heads: 0,
        rows,
        findings: Vec::new(),
    }
}

fn span(cell: &Element, name: &str) -> usize {
    cell.attribute(name).trim().parse().unwrap_or(1).clamp(1, MOST)
}
