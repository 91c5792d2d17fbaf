//! What stands where on pages of paper, as lines: for formats that know letters and their places, and nothing of
//! paragraphs.

mod headers;
mod layout;
mod pages;

use super::lines::{self, Line};
use super::model::{Align, Document, Finding};
use super::rules::IMPORT_HEADER;
use crate::base::{characters, edit, han};
use crate::markdown::Mark;
use crate::message;

pub use layout::width;
pub use pages::{PaperPage, of_pages};

/// Words that stand beside each other, and where, in any unit from the top left corner of the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Piece {
    /// The words.
    pub words: String,
    /// Where they begin.
    pub left: f64,
    /// Where they end.
    pub right: f64,
    /// The middle of their height.
    pub middle: f64,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// What stands on it, in any order.
    pub pieces: Vec<Piece>,
}

/// A line of a page.
#[derive(Debug, Clone)]
struct Row {
    words: String,
    left: f64,
    right: f64,
    middle: f64,
    /// How wide a Chinese character is in it.
    letter: f64,
    /// Places within it with room for more than a character.
    gaps: usize,
}

/// A page of lines from top to bottom.
struct RowsOf {
    rows: Vec<Row>,
    height: f64,
    width: f64,
    /// How wide a character is.
    em: f64,
}

/// The document of its pages.
pub fn document(sheets: &[Sheet]) -> Document {
    let mut pages: Vec<RowsOf> = sheets.iter().map(RowsOf::of).collect();
    let out = headers::take_out(&mut pages);
    let mut all = Vec::new();
    for page in &pages {
        page.lines(&mut all);
    }
    let mut document = lines::document(all);
    document.findings.extend(layout::told(&pages));
    document
        .findings
        .extend((!out.is_empty()).then(|| left_out(&out)));
    document
}

/// Tells of lines that were taken for headers and footers, each by its words.
fn left_out(lines: &[String]) -> Finding {
    /// More are only counted.
    const SHOWN: usize = 12;
    let some = lines.iter().take(SHOWN).map(|line| format!("“{line}”"));
    let (shown, count) = (some.collect::<Vec<_>>().join("、"), lines.len());
    Finding::new(
        &IMPORT_HEADER,
        message!(
            "{count} 种页眉、页脚没有导入：{shown}",
            "{count} kinds of headers and footers are left out: {shown}"
        ),
    )
}

impl RowsOf {
    fn of(sheet: &Sheet) -> Self {
        let em = em(&sheet.pieces);
        let mut pieces: Vec<Piece> = sheet.pieces.iter().filter_map(readable).collect();
        pieces.sort_by(|a, b| a.middle.total_cmp(&b.middle).then(a.left.total_cmp(&b.left)));
        let gutter = gutter(&pieces, sheet.width, em);
        let mut rows: Vec<Row> = Vec::new();
        // What crosses the middle ends a stretch of columns.
        let mut stretch: Vec<Piece> = Vec::new();
        for line in same_height(pieces, em) {
            let crosses = |piece: &Piece| gutter.is_some_and(|at| piece.left < at && piece.right > at);
            if line.iter().any(crosses) {
                rows.extend(columns(std::mem::take(&mut stretch), gutter, em));
                rows.extend(row(line, em));
            } else {
                stretch.extend(line);
            }
        }
        rows.extend(columns(stretch, gutter, em));
        Self {
            rows,
            height: sheet.height,
            width: sheet.width,
            em,
        }
    }

    /// Its lines, for the paragraphs that they make.
    fn lines(&self, all: &mut Vec<Line>) {
        let left = edge(self.rows.iter().map(|row| row.left), 0.02);
        let right = edge(self.rows.iter().map(|row| row.right), 0.98);
        let pitch = self.pitch();
        let mut before: Option<&Row> = None;
        for row in &self.rows {
            let step = before.map_or(0.0, |before| row.middle - before.middle);
            let indent = row.left - left;
            all.push(Line {
                words: row.words.clone(),
                gap: step > 1.6 * pitch || step < -self.em,
                indented: indent > 1.2 * self.em,
                align: self.align(row, left, right),
                page: before.is_none(),
                reaches: Some(row.right > right - 3.0 * self.em),
                columns: row.gaps,
            });
            before = Some(row);
        }
    }

    /// How far lines are from each other, mostly.
    fn pitch(&self) -> f64 {
        let steps = self.rows.windows(2).map(|pair| pair[1].middle - pair[0].middle);
        edge(steps.filter(|step| *step > 0.5 * self.em), 0.5)
    }

    fn align(&self, row: &Row, left: f64, right: f64) -> Align {
        let (before, behind) = (row.left - left, right - row.right);
        let middle = (row.left + row.right) / 2.0;
        let centred = |at: f64| (middle - at).abs() < self.em;
        if before > 3.0 * self.em
            && behind > 3.0 * self.em
            && (centred(self.width / 2.0) || centred((left + right) / 2.0))
        {
            Align::Center
        } else if before > 0.4 * (right - left) && before > behind {
            Align::End
        } else {
            Align::Start
        }
    }
}

/// How wide a Chinese character is: the usual one of a page.
fn em(pieces: &[Piece]) -> f64 {
    let wide = pieces.iter().filter_map(|piece| {
        let count = piece.words.chars().count();
        let chinese = piece.words.chars().all(han::is_cjk);
        (chinese && count >= 1).then(|| (piece.right - piece.left) / count as f64)
    });
    let em = edge(wide, 0.5);
    if em > 0.0 { em } else { 10.0 }
}

/// The value at a share of all, from the smallest on; 0 of none.
fn edge(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let at = (values.len().saturating_sub(1)) as f64 * share;
    values.get(at.round() as usize).copied().unwrap_or(0.0)
}

/// A piece with its characters as they are meant; `None` when nothing is to be read.
fn readable(piece: &Piece) -> Option<Piece> {
    let placed = [piece.left, piece.right, piece.middle]
        .iter()
        .all(|at| at.is_finite());
    let words: String = piece.words.chars().map(upright).collect();
    let edits = characters::edits(&words);
    let words = edit::apply(&words, edits).map_or_else(|| words.clone(), |(words, _)| words);
    (placed && !words.trim().is_empty()).then(|| Piece {
        words: words.trim().to_owned(),
        ..piece.clone()
    })
}

/// Signs in the forms that vertical lines have, as the usual ones.
fn upright(c: char) -> char {
    const FORMS: &str =
        "︐，︑、︒。︓：︔；︕！︖？︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』︙…";
    let mut forms = FORMS.chars();
    while let (Some(form), Some(usual)) = (forms.next(), forms.next()) {
        if form == c {
            return usual;
        }
    }
    c
}

/// Pieces, sorted from the top, that stand at one height.
fn same_height(pieces: Vec<Piece>, em: f64) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if (piece.middle - line[0].middle).abs() < 0.55 * em => line.push(piece),
            _ => lines.push(vec![piece]),
        }
    }
    lines
}

/// Where a page with two columns has nothing, from top to bottom; `None` when it has one.
fn gutter(pieces: &[Piece], width: f64, em: f64) -> Option<f64> {
    let lines = same_height(pieces.to_vec(), em);
    let at = (35..=65).map(|share| width * f64::from(share) / 100.0);
    let free = |at: f64| {
        let crossed = |line: &&Vec<Piece>| line.iter().any(|piece| piece.left < at && piece.right > at);
        lines.iter().filter(|line| !crossed(line)).count()
    };
    let (at, count) = at.map(|at| (at, free(at))).max_by(|a, b| {
        let near = |at: f64| -(at - width / 2.0).abs();
        a.1.cmp(&b.1).then(near(a.0).total_cmp(&near(b.0)))
    })?;
    let long = |side: &dyn Fn(&Piece) -> bool| {
        let of = lines.iter().filter(|line| {
            let own = line.iter().filter(|piece| side(piece));
            own.map(|piece| piece.words.chars().count()).sum::<usize>() >= 10
        });
        of.count()
    };
    let (left, right) = (long(&|piece| piece.right <= at), long(&|piece| piece.left >= at));
    let enough = |side: usize| side >= 5 && side * 2 >= count;
    (count * 10 >= lines.len() * 6 && enough(left) && enough(right)).then_some(at)
}

/// The lines of a stretch: of its left column, then of its right one.
fn columns(pieces: Vec<Piece>, gutter: Option<f64>, em: f64) -> Vec<Row> {
    let (left, right): (Vec<Piece>, Vec<Piece>) = pieces
        .into_iter()
        .partition(|piece| gutter.is_none_or(|at| piece.right <= at));
    let sides = [left, right].into_iter();
    let lines = sides.flat_map(|side| same_height(side, em));
    lines.filter_map(|line| row(line, em)).collect()
}

/// The pieces of a line as one.
fn row(mut pieces: Vec<Piece>, em: f64) -> Option<Row> {
    pieces.sort_by(|a, b| a.left.total_cmp(&b.left));
    let (first, last) = (pieces.first()?, pieces.last()?);
    let mut row = Row {
        words: String::new(),
        left: first.left,
        right: last.right,
        middle: first.middle,
        letter: 0.0,
        gaps: 0,
    };
    let wide: f64 = pieces.iter().map(|piece| piece.right - piece.left).sum();
    let count: f64 = pieces.iter().map(|piece| layout::width(&piece.words)).sum();
    row.letter = wide / count.max(1.0);
    let mut end = first.left;
    for piece in &pieces {
        let numbered = Mark::at_start(&row.words, true).is_some_and(|(_, length)| length == row.words.len());
        row.gaps += usize::from(piece.left - end > 1.5 * em && !numbered);
        if let Some(blank) = blank(&row.words, &piece.words, piece.left - end, em) {
            row.words.push(blank);
        }
        row.words.push_str(&tight(&piece.words));
        end = end.max(piece.right);
        row.right = row.right.max(piece.right);
    }
    Some(row)
}

/// What stands between two pieces: nothing beside Chinese characters, unless there is room for one.
fn blank(before: &str, after: &str, room: f64, em: f64) -> Option<char> {
    let (last, first) = (before.chars().next_back()?, after.chars().next()?);
    let numbered = Mark::at_start(before, true).is_some_and(|(_, length)| length == before.len());
    if numbered && room > 0.1 * em {
        return Some(' ');
    }
    if han::is_cjk(last) || han::is_cjk(first) {
        return (room > 0.8 * em).then_some('\u{3000}');
    }
    (room > 0.12 * em).then_some(' ')
}

/// Words without single blanks beside Chinese characters, which only are room between letters.
fn tight(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let mut out = String::with_capacity(words.len());
    for (at, c) in chars.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied();
        let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
        let chinese = |c: Option<char>| c.is_some_and(han::is_cjk);
        let marked = || Mark::at_start(&out, true).is_some_and(|(_, length)| length == out.len());
        if *c == ' '
            && before != Some(' ')
            && after != Some(' ')
            && (chinese(before) || chinese(after))
            && !marked()
        {
            continue;
        }
        out.push(*c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::model::Block;

    /// A page of lines: how far each is from the left edge, and its words, 20 of which make a line.
    fn sheet(lines: &[(f64, &str)]) -> Sheet {
        let piece = |(at, (left, words)): (usize, &(f64, &str))| Piece {
            words: (*words).to_owned(),
            left: 80.0 + left * 10.0,
            right: 80.0 + (left + words.chars().count() as f64) * 10.0,
            middle: 60.0 + 20.0 * at as f64,
        };
        Sheet {
            width: 360.0,
            height: 800.0,
            pieces: lines.iter().enumerate().map(piece).collect(),
        }
    }

    fn words(sheets: &[Sheet]) -> Vec<String> {
        let words = |block: Block| match block {
            Block::Paragraph(paragraph) => paragraph.words(),
            other => panic!("{other:?}"),
        };
        document(sheets).blocks.into_iter().map(words).collect()
    }

    #[test]
    fn lines_that_reach_the_edge_go_on_and_a_page_does_not_part_them() {
        let first = sheet(&[
            (5.0, "课堂管理办法一则"),
            (2.0, "第一条 课堂每季开办一期，由镇里"),
            (0.0, "轮流办，免费。"),
            (2.0, "第二条 场地由县里借给各镇用，水"),
            (0.0, "电、打扫都由各镇管，每次用完都要"),
        ]);
        let second = sheet(&[
            (0.0, "打扫干净。"),
            (2.0, "第三条 自印发之日起用。"),
            (12.0, "某某县民政局"),
        ]);
        assert_eq!(
            words(&[first, second]),
            [
                "课堂管理办法一则",
                "第一条 课堂每季开办一期，由镇里轮流办，免费。",
                "第二条 场地由县里借给各镇用，水电、打扫都由各镇管，每次用完都要打扫干净。",
                "第三条 自印发之日起用。",
                "某某县民政局",
            ]
        );
    }

    #[test]
    fn what_stands_at_the_same_place_of_each_page_is_no_text() {
        let page = |at: usize, words: &str| {
            let mut page = sheet(&[(0.0, "东川县课堂手册"), (2.0, words)]);
            page.pieces.push(Piece {
                words: at.to_string(),
                left: 170.0,
                right: 176.0,
                middle: 770.0,
            });
            page
        };
        let pages = [page(1, "第一条 课堂免费。"), page(2, "第二条 每季一期。")];
        assert_eq!(words(&pages), ["第一条 课堂免费。", "第二条 每季一期。"]);
        let told = document(&pages).findings;
        assert!(
            told[0]
                .message
                .zh
                .contains("页眉、页脚没有导入：“东川县课堂手册”"),
            "{told:?}"
        );
    }

    #[test]
    fn text_that_begins_pages_alike_with_other_amounts_is_text() {
        let page = |quarter: usize| {
            let first = format!("第{quarter}季度：完成登记{quarter}00件。");
            sheet(&[
                (2.0, &first),
                (2.0, "登记时了解家庭。"),
                (2.0, "其余照办。"),
                (2.0, "完。"),
            ])
        };
        let all = words(&[page(1), page(2), page(3)]).concat();
        for quarter in 1..=3 {
            let first = format!("第{quarter}季度：完成登记{quarter}00件。");
            assert!(all.contains(&first), "{all}");
        }
        // A running title with the number of the page in it is none.
        let paged = |number: usize, words: &str| {
            let running = format!("课堂手册 第{number}页 2026");
            let mut page = sheet(&[(0.0, &running), (2.0, words)]);
            page.pieces[0].middle = 30.0;
            page
        };
        let pages = [paged(1, "一、甲。"), paged(2, "二、乙。"), paged(3, "三、丙。")];
        assert_eq!(words(&pages), ["一、甲。", "二、乙。", "三、丙。"]);
    }

    #[test]
    fn two_columns_are_read_one_behind_the_other() {
        let mut page = sheet(&[(6.0, "东川县课堂通讯第三期")]);
        page.width = 460.0;
        for at in 0..8 {
            for (left, side) in [(20.0, "左"), (240.0, "右")] {
                page.pieces.push(Piece {
                    words: format!("{side}边第{at}行的文字一直写到栏边上换行"),
                    left,
                    right: left + 180.0,
                    middle: 100.0 + 20.0 * f64::from(at),
                });
            }
        }
        let all = words(&[page]).concat();
        assert!(all.find("左边第7行") < all.find("右边第0行"), "{all}");
    }

    #[test]
    fn blanks_beside_chinese_characters_go_and_those_behind_a_number_stay() {
        assert_eq!(tight("国 计 生 协 〔2021〕 19 号"), "国计生协〔2021〕19号");
        assert_eq!(tight("第一条 为了 管理"), "第一条 为了管理");
        assert_eq!(tight("a b 甲"), "a b甲");
        let piece = |words: &str, left: f64, right: f64| Piece {
            words: words.into(),
            left,
            right,
            middle: 1.0,
        };
        let line = row(
            vec![
                piece("产假", 0.0, 20.0),
                piece("98", 22.0, 32.0),
                piece("天", 34.0, 44.0),
            ],
            10.0,
        );
        assert_eq!(line.unwrap().words, "产假98天");
    }
}
