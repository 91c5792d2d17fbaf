//! The picture of the house in ARCHITECTURE.md: floors and rooms as `src/lib.rs` tells them, and a dot wherever a
//! source of one room names another. `docs/house.svg` is what this draws, to the byte.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::rule::arrows;
use super::source::Source;

/// A floor of the house: its name and its rooms with a sentence each, as lib.rs has them.
struct Floor {
    name: String,
    rooms: Vec<(String, String)>,
}

/// Width of the names and sentences, height of a row, width of a column, height of the head, margin: in pixels.
const TEXT: usize = 590;
const ROW: usize = 25;
const COLUMN: usize = 20;
const HEAD: usize = 96;
const MARGIN: usize = 16;

/// Colours of the floors from the roof down.
const COLOURS: [&str; 7] = [
    "#b4332e", "#c2611f", "#9a7411", "#3f7d3a", "#1f7a7a", "#2f62a8", "#5c5470",
];

/// The rooms that lib.rs tells of, in its order.
pub fn rooms_told(lib: &str) -> Vec<String> {
    let rooms = floors(lib).into_iter().flat_map(|floor| floor.rooms);
    rooms.map(|(room, _)| room).collect()
}

/// Floors are lines in bold, rooms are items below them: `//! - [`room`]: Sentence.`, which may run on.
fn floors(lib: &str) -> Vec<Floor> {
    let mut floors: Vec<Floor> = Vec::new();
    for line in lib.lines().filter_map(|line| line.strip_prefix("//! ")) {
        if let Some(name) = line.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")) {
            floors.push(Floor {
                name: name.to_owned(),
                rooms: Vec::new(),
            });
        } else if let Some(floor) = floors.last_mut() {
            match line.strip_prefix("- [`").and_then(|rest| rest.split_once("`]: ")) {
                Some((room, sentence)) => floor.rooms.push((room.to_owned(), sentence.to_owned())),
                None => floor
                    .rooms
                    .iter_mut()
                    .last()
                    .into_iter()
                    .for_each(|(_, sentence)| {
                        *sentence = format!("{sentence} {}", line.trim());
                    }),
            }
        }
    }
    floors
}

/// The picture as SVG: one row and one column for each room; a dot where the room of the row uses that of the column.
pub fn draw(lib: &str, house: &[Source]) -> String {
    let floors = floors(lib);
    let rooms = rooms_told(lib);
    let used = arrows(house);
    let (width, height) = (
        2 * MARGIN + TEXT + COLUMN * rooms.len(),
        HEAD + ROW * (rooms.len() + floors.len()) + 3 * MARGIN,
    );
    let mut svg = String::new();
    start(&mut svg, width, height, rooms.len());
    heads(&mut svg, &rooms);
    let mut y = HEAD;
    for (floor, colour) in floors.iter().zip(COLOURS.iter().cycle()) {
        writeln!(
            svg,
            "<text class=\"floor\" style=\"fill:{colour}\" x=\"{MARGIN}\" y=\"{}\">{}</text>",
            y + 18,
            escaped(&floor.name)
        )
        .unwrap();
        y += ROW;
        let high = ROW * floor.rooms.len();
        writeln!(svg, "<rect fill=\"{colour}\" opacity=\".07\" x=\"{MARGIN}\" y=\"{y}\" width=\"{}\" height=\"{high}\" rx=\"3\"/>", width - 2 * MARGIN).unwrap();
        for (room, sentence) in &floor.rooms {
            row(&mut svg, y, colour, room, sentence);
            dots(&mut svg, y, colour, room, &rooms, &used);
            y += ROW;
        }
    }
    write!(
        svg,
        "<text class=\"note\" x=\"{MARGIN}\" y=\"{}\">{}</text>\n</svg>\n",
        y + 2 * MARGIN,
        NOTE
    )
    .unwrap();
    svg
}

const NOTE: &str = "A dot: the room of the row uses the room of the column. All dots lie to the right of the diagonal: no arrow rises.";

fn start(svg: &mut String, width: usize, height: usize, rooms: usize) {
    write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
         <title>The house: {rooms} rooms by floor, and which of them uses which</title>\n\
         <style>text{{font:13px system-ui,sans-serif;fill:#33302c}}.room{{font:600 13px ui-monospace,Menlo,Consolas,monospace}}\
         .floor{{font-weight:600}}.note,.says{{fill:#5f5a53}}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#fffdf9\" stroke=\"#e4dfd6\"/>\n"
    )
    .unwrap();
}

/// Names of the columns, slanted.
fn heads(svg: &mut String, rooms: &[String]) {
    for (at, room) in rooms.iter().enumerate() {
        let (x, y) = (column(at), HEAD + ROW - 8);
        writeln!(
            svg,
            "<text class=\"room\" transform=\"translate({x} {y}) rotate(-60)\">{room}</text>"
        )
        .unwrap();
    }
}

/// Name and sentence of a room.
fn row(svg: &mut String, y: usize, colour: &str, room: &str, sentence: &str) {
    let (text, says) = (y + 17, MARGIN + 100);
    writeln!(
        svg,
        "<text class=\"room\" x=\"{}\" y=\"{text}\" style=\"fill:{colour}\">{room}</text><text class=\"says\" x=\"{says}\" y=\"{text}\">{}</text>",
        MARGIN + 10,
        escaped(sentence.trim_end_matches('.'))
    )
    .unwrap();
}

/// A square where the room meets itself, a dot in the column of every room that it uses.
fn dots(
    svg: &mut String,
    y: usize,
    colour: &str,
    room: &str,
    rooms: &[String],
    used: &BTreeSet<(String, String)>,
) {
    for (at, other) in rooms.iter().enumerate() {
        let (x, middle) = (column(at), y + ROW / 2);
        if other == room {
            write!(svg, "<rect x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" rx=\"2\" fill=\"{colour}\" opacity=\".35\"/>", x - 6, middle - 6).unwrap();
        } else if used.contains(&(room.to_owned(), other.clone())) {
            write!(
                svg,
                "<circle cx=\"{x}\" cy=\"{middle}\" r=\"5\" fill=\"{colour}\"/>"
            )
            .unwrap();
        } else {
            write!(
                svg,
                "<circle cx=\"{x}\" cy=\"{middle}\" r=\"1\" fill=\"#b9b2a6\"/>"
            )
            .unwrap();
        }
    }
    svg.push('\n');
}

/// The middle of a column.
fn column(at: usize) -> usize {
    MARGIN + TEXT + COLUMN * at + COLUMN / 2
}

fn escaped(text: &str) -> String {
    text.replace('`', "").replace('&', "&amp;").replace('<', "&lt;")
}
