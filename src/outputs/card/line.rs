//! Titles in lines of squares.

use crate::theme::{Glyph, glyph};

/// Scales of a title, the largest first.
const SCALES: [usize; 6] = [7, 6, 5, 4, 3, 2];

/// A line of characters in squares.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    glyphs: Vec<Glyph>,
}

impl Line {
    /// The line of a text; what the font does not have is left out.
    pub fn of(text: &str) -> Self {
        Self {
            glyphs: text.chars().filter_map(glyph).collect(),
        }
    }

    /// In squares.
    pub fn width(&self) -> usize {
        self.glyphs.iter().map(|glyph| usize::from(glyph.width)).sum()
    }

    /// Not wider than so many squares; what is left out shows.
    pub fn cut(mut self, width: usize) -> Self {
        let mut whole = self.width();
        if whole <= width {
            return self;
        }
        while whole + 16 > width
            && let Some(last) = self.glyphs.pop()
        {
            whole -= usize::from(last.width);
        }
        self.glyphs.extend(glyph('…'));
        self
    }

    /// Lit squares: column and row.
    pub fn squares(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let starts = self.glyphs.iter().scan(0, |at, glyph| {
            let start = *at;
            *at += usize::from(glyph.width);
            Some((start, glyph))
        });
        starts.flat_map(|(start, glyph)| {
            let row = move |(y, row): (usize, u16)| {
                let lit = (0..usize::from(glyph.width)).filter(move |x| row & (0x8000 >> x) != 0);
                lit.map(move |x| (start + x, y))
            };
            glyph.rows.into_iter().enumerate().flat_map(row)
        })
    }
}

/// A title in lines between its phrases, as large as `width` and `height` allow: the scale, and the lines.
pub(super) fn lines(phrases: &[String], width: usize, height: usize) -> (usize, Vec<Line>) {
    let last = SCALES[SCALES.len() - 1];
    for scale in SCALES {
        let room = width / scale;
        let mut found = wrap(phrases, room);
        let most = height / (22 * scale);
        if found.len() <= most {
            return (scale, found);
        }
        if scale == last {
            let rest = found.split_off(most.max(1) - 1);
            let glyphs = rest.into_iter().flat_map(|line| line.glyphs).collect();
            found.push(Line { glyphs }.cut(room));
            return (scale, found);
        }
    }
    (last, Vec::new())
}

/// Phrases in lines of so many squares; one that is longer than a line is broken where it must be.
fn wrap(phrases: &[String], room: usize) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    for phrase in phrases.iter().map(|phrase| Line::of(phrase)) {
        let fits = |line: &Line, more: usize| line.width() + more <= room;
        if let Some(line) = found.last_mut().filter(|line| fits(line, phrase.width())) {
            line.glyphs.extend(phrase.glyphs);
            continue;
        }
        let mut line = Line::default();
        for glyph in phrase.glyphs {
            if !fits(&line, usize::from(glyph.width)) {
                found.push(std::mem::take(&mut line));
            }
            line.glyphs.push(glyph);
        }
        found.push(line);
    }
    found.retain(|line| !line.glyphs.is_empty());
    found
}
