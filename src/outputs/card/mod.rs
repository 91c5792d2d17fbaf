//! Share cards: for every written page a picture with its title for those who pass it on, and squares with
//! emblems, one for all pages that share it. Letters are squares of a bitmap font, so no font is needed.

mod canvas;
mod line;

use super::job::{Job, PrepareJob, of_view};
use crate::base::{OutputPath, PageId};
use crate::site::{Route, RouteKind};
use crate::theme::from_site::{Card, Emblem, square};
use crate::theme::{ViewInputs, cells};
use canvas::{Canvas, DIM, LAMP, PALE, PANE, WALL};
use line::{Line, lines};
use std::collections::BTreeMap;

/// Width and height of a card, and of a square.
const CARD: (u32, u32) = (1200, 630);
const SQUARE: usize = 600;

pub(super) fn job<'s>(inputs: &'s ViewInputs<'s>, page: PageId) -> PrepareJob<'s> {
    of_view(
        move || Card::of(inputs, page),
        |card, _| Ok(draw_card(&card, CARD).into()),
    )
}

/// Squares that go with the cards among these routes, one for all pages with the same emblem.
pub(super) fn squares<'s>(
    inputs: &'s ViewInputs<'s>,
    routes: impl Iterator<Item = &'s Route>,
) -> Vec<Job<'s>> {
    let site = inputs.site;
    // A square is of what the card is of.
    let cards = routes.filter_map(|route| match route.kind {
        RouteKind::Card(page) => Some((square(inputs, page), page)),
        _ => None,
    });
    let squares: BTreeMap<OutputPath, PageId> = cards.collect();
    squares
        .into_iter()
        .filter_map(|(path, page)| {
            let route = site.routes.made(path, &site.config.file)?;
            let square = of_view(
                move || Emblem::of(inputs, page),
                |emblem, _| Ok(draw_square(&emblem, SQUARE).into()),
            );
            Some(Job::new(route, square))
        })
        .collect()
}

/// The card of a page in another size, as PNG: at least 1000 pixels across and 500 down.
pub fn wide(inputs: &ViewInputs<'_>, page: PageId, size: (u32, u32)) -> Vec<u8> {
    draw_card(&Card::of(inputs, page), size)
}

/// The square with the emblem of a page, as PNG, 600 pixels a side.
pub fn emblem_square(inputs: &ViewInputs<'_>, page: PageId) -> Vec<u8> {
    draw_square(&Emblem::of(inputs, page), SQUARE)
}

/// The title on the left, a house with its emblem on the right.
fn draw_card(card: &Card, (width, height): (u32, u32)) -> Vec<u8> {
    let (width, height) = (width as usize, height as usize);
    let mut canvas = Canvas::new(width, height, &card.emblem.colors);
    // A house that is as high as the street allows, and the street.
    let (cell, row) = (20, 25);
    let house = width - 60 - 18 * cell;
    let roof = (height - 60).saturating_sub(18 * row);
    canvas.fill(house, roof, 18 * cell, height - roof, WALL);
    windows(&mut canvas, house, roof, (18, 20), (cell, row));
    emblem(
        &mut canvas,
        card.emblem.character,
        house + cell,
        roof + row,
        (cell, row),
    );
    canvas.fill(0, height - 12, house, 12, WALL);
    let (left, room) = (64, house - 64 - 48);
    write(&mut canvas, &Line::of(&card.sort), left, 64, 3, LAMP);
    let (scale, title) = lines(&card.title, room, height - 250);
    let step = 16 * scale + 6 * scale;
    let top = 130 + (height - 250).saturating_sub(title.len() * step) / 2;
    for (n, line) in title.iter().enumerate() {
        write(&mut canvas, line, left, top + n * step, scale, PALE);
    }
    let name = Line::of(&card.site).cut(room / 2);
    write(&mut canvas, &name, left, height - 92, 2, DIM);
    canvas.png()
}

/// An emblem that is still seen when the picture is as small as a thumb.
pub(super) fn draw_square(drawn: &Emblem, width: usize) -> Vec<u8> {
    let mut canvas = Canvas::new(width, width, &drawn.colors);
    let cell = width / 18;
    let edge = (width - 18 * cell) / 2;
    canvas.fill(0, 0, width, width, WALL);
    windows(&mut canvas, edge, edge, (18, 18), (cell, cell));
    emblem(
        &mut canvas,
        drawn.character,
        edge + cell,
        edge + cell,
        (cell, cell),
    );
    canvas.png()
}

/// Dark windows in rows.
fn windows(canvas: &mut Canvas, left: usize, top: usize, many: (usize, usize), cell: (usize, usize)) {
    for row in 0..many.1 {
        for column in 0..many.0 {
            window(canvas, left + column * cell.0, top + row * cell.1, cell, PANE);
        }
    }
}

/// A character in lit windows.
fn emblem(canvas: &mut Canvas, character: char, left: usize, top: usize, cell: (usize, usize)) {
    for [x, y] in cells(character) {
        window(
            canvas,
            left + usize::from(x) * cell.0,
            top + usize::from(y) * cell.1,
            cell,
            LAMP,
        );
    }
}

fn window(canvas: &mut Canvas, left: usize, top: usize, cell: (usize, usize), color: u8) {
    let gap = |size: usize| size / 6;
    let (x, y) = (gap(cell.0), gap(cell.1));
    canvas.fill(left + x, top + y, cell.0 - 2 * x, cell.1 - 2 * y, color);
}

fn write(canvas: &mut Canvas, line: &Line, left: usize, top: usize, scale: usize, color: u8) {
    for (x, y) in line.squares() {
        canvas.fill(left + x * scale, top + y * scale, scale, scale, color);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &[&str]) -> Card {
        Card {
            title: title.iter().map(|phrase| (*phrase).to_owned()).collect(),
            sort: "解读".into(),
            site: "测试站".into(),
            emblem: Emblem {
                character: '新',
                colors: ["#4f211b".into(), "#913a2f".into()],
            },
        }
    }

    fn size(png: &[u8]) -> (u32, u32) {
        let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        (reader.info().width, reader.info().height)
    }

    #[test]
    fn a_card_and_a_square_are_pictures_of_the_sizes_that_are_asked_for() {
        let drawn = card(&["婚育新风", "进万家"]);
        assert_eq!(size(&draw_card(&drawn, CARD)), (1200, 630));
        assert_eq!(size(&draw_square(&drawn.emblem, SQUARE)), (600, 600));
        assert!(draw_card(&drawn, CARD).len() < 12_000);
    }

    #[test]
    fn the_same_card_is_the_same_bytes_and_another_title_is_not() {
        assert_eq!(draw_card(&card(&["甲"]), CARD), draw_card(&card(&["甲"]), CARD));
        assert_ne!(draw_card(&card(&["甲"]), CARD), draw_card(&card(&["乙"]), CARD));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(12))]
        #[test]
        fn no_title_is_too_long_or_too_strange_for_a_card(title in proptest::collection::vec("\\PC{0,40}", 0..12)) {
            let phrases: Vec<&str> = title.iter().map(String::as_str).collect();
            assert_eq!(size(&draw_card(&card(&phrases), CARD)), CARD);
        }
    }
}
