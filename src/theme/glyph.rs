//! Characters in squares, 16 high and 8 or 16 wide: what windows spell and cards are written with.

/// A character in squares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// 8 or 16.
    pub width: u8,
    /// Rows from the top; the highest of sixteen bits is the leftmost square.
    pub rows: [u16; 16],
}

/// A character of the bitmap font; `None` where it has none.
pub fn glyph(character: char) -> Option<Glyph> {
    let found = unifont::get_glyph(character)?;
    let width = found.get_width();
    let mut rows = [0; 16];
    for (y, row) in rows.iter_mut().enumerate() {
        for x in (0..width).filter(|x| found.get_pixel(*x, y)) {
            *row |= 0x8000 >> x;
        }
    }
    Some(Glyph {
        width: u8::try_from(width).unwrap_or(16),
        rows,
    })
}

/// The lit cells `[column, row]` of a character in the middle of a 16 × 16 grid, row by row.
pub fn cells(character: char) -> Vec<[u8; 2]> {
    let Some(glyph) = glyph(character) else {
        return Vec::new();
    };
    let left = (16 - glyph.width) / 2;
    let mut lit = Vec::new();
    for (y, row) in (0..).zip(glyph.rows) {
        let columns = (0..glyph.width).filter(|x| row & (0x8000 >> x) != 0);
        lit.extend(columns.map(|x| [left + x, y]));
    }
    lit
}
