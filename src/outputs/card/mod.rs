//! Share cards: for every written page a picture with its title for those who pass it on, and squares with
//! emblems, one for all pages that share it. Letters are squares of a bitmap font, so no font is needed.

mod canvas;
mod line;

use super::job::{Job, PrepareJob, of_view};
use crate::base::{Fingerprint, OutputPath, PageId};
use crate::site::{Route, RouteKind};
use crate::theme::from_site::{Card, Emblem, square};
use crate::theme::{ViewInputs, cells};
pub use canvas::Band;
use canvas::{Canvas, DIM, LAMP, PALE, PANE, WALL, palette, png};
use line::{Line, lines};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Width and height of a card, and of a square.
const CARD: (u32, u32) = (1200, 630);
const SQUARE: usize = 600;

pub(super) fn job<'s>(inputs: &'s ViewInputs<'s>, page: PageId) -> PrepareJob<'s> {
    of_view(
        move || Card::of(inputs, page),
        |card, tools| Ok(draw_card(&card, CARD, tools.bands).into()),
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
    draw_card(&Card::of(inputs, page), size, ANEW)
}

/// The square with the emblem of a page, as PNG, 600 pixels a side.
pub fn emblem_square(inputs: &ViewInputs<'_>, page: PageId) -> Vec<u8> {
    draw_square(&Emblem::of(inputs, page), SQUARE)
}

/// Remembers bands of pictures.
pub type RememberBand<'s> = dyn Fn(Fingerprint, &dyn Fn() -> Band) -> Arc<Band> + Sync + 's;

/// Remembers nothing.
pub const ANEW: &RememberBand<'static> = &|_, make| Arc::new(make());

/// Rows at the foot of a card, which hold the name of the site.
const FOOT: usize = 100;

/// A card. What stands above its foot is the same on every site that shows the page, and the foot on many cards of a site.
fn draw_card(card: &Card, (width, height): (u32, u32), remember: &RememberBand<'_>) -> Vec<u8> {
    let size = (width as usize, height as usize);
    let seam = size.1 - FOOT;
    let Card {
        title,
        sort,
        site,
        emblem,
    } = card;
    let above = Fingerprint::of(&("above", size, title, sort, emblem));
    let above = remember(above, &|| paint_card(card, size).band(0..seam, false));
    let foot = Fingerprint::of(&("foot", size, site, emblem));
    let foot = remember(foot, &|| paint_card(card, size).band(seam..size.1, true));
    png(size, &palette(&emblem.colors), &[&above, &foot])
}

/// The title on the left, a house with its emblem on the right.
fn paint_card(card: &Card, (width, height): (usize, usize)) -> Canvas {
    let mut canvas = Canvas::new(width, height);
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
    canvas
}

/// An emblem that is still seen when the picture is as small as a thumb.
pub(super) fn draw_square(drawn: &Emblem, width: usize) -> Vec<u8> {
    let mut canvas = Canvas::new(width, width);
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
    png(
        (width, width),
        &palette(&drawn.colors),
        &[&canvas.band(0..width, true)],
    )
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
        assert_eq!(size(&draw_card(&drawn, CARD, ANEW)), (1200, 630));
        assert_eq!(size(&draw_square(&drawn.emblem, SQUARE)), (600, 600));
        assert!(draw_card(&drawn, CARD, ANEW).len() < 12_000);
    }

    #[test]
    fn the_same_card_is_the_same_bytes_and_another_title_is_not() {
        assert_eq!(
            draw_card(&card(&["甲"]), CARD, ANEW),
            draw_card(&card(&["甲"]), CARD, ANEW)
        );
        assert_ne!(
            draw_card(&card(&["甲"]), CARD, ANEW),
            draw_card(&card(&["乙"]), CARD, ANEW)
        );
    }

    /// Every pixel; nothing when the check sum is wrong.
    fn pixels(png: &[u8]) -> Option<Vec<u8>> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.ignore_checksums(false);
        let mut reader = decoder.read_info().ok()?;
        let mut pixels = vec![0; reader.output_buffer_size()?];
        reader.next_frame(&mut pixels).ok()?;
        reader.finish().ok()?;
        Some(pixels)
    }

    #[test]
    fn bands_put_together_are_the_picture() {
        let drawn = card(&["婚育新风", "进万家"]);
        let size = (CARD.0 as usize, CARD.1 as usize);
        let canvas = paint_card(&drawn, size);
        let palette = palette(&drawn.emblem.colors);
        let whole = pixels(&png(size, &palette, &[&canvas.band(0..size.1, true)]));
        assert!(whole.is_some());
        assert_eq!(pixels(&draw_card(&drawn, CARD, ANEW)), whole);
        let (above, foot) = (canvas.band(0..9, false), canvas.band(9..size.1, true));
        assert_eq!(pixels(&png(size, &palette, &[&above, &foot])), whole);
    }

    #[test]
    fn sites_with_the_same_page_share_all_but_the_foot_of_its_card() {
        let made = std::cell::RefCell::new(std::collections::BTreeMap::new());
        let made = std::sync::Mutex::new(made.into_inner());
        let remember: &RememberBand<'_> = &|key, make| {
            let mut made = made.lock().unwrap();
            made.entry(key).or_insert_with(|| Arc::new(make())).clone()
        };
        let (one, other) = (
            card(&["甲"]),
            Card {
                site: "别的站".into(),
                ..card(&["甲"])
            },
        );
        for site in [&one, &other] {
            assert_eq!(draw_card(site, CARD, remember), draw_card(site, CARD, ANEW));
        }
        assert_eq!(made.lock().unwrap().len(), 3);
        assert_ne!(draw_card(&one, CARD, ANEW), draw_card(&other, CARD, ANEW));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(12))]
        #[test]
        fn no_title_is_too_long_or_too_strange_for_a_card(title in proptest::collection::vec("\\PC{0,40}", 0..12)) {
            let phrases: Vec<&str> = title.iter().map(String::as_str).collect();
            assert_eq!(size(&draw_card(&card(&phrases), CARD, ANEW)), CARD);
        }
    }
}
