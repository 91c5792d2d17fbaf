//! Drawings, pictures, text boxes, embedded objects, equations.

use super::reader::{Line, PartName, Reader, chosen};
use super::runs::formula;
use super::told;
use crate::import::model::{Block, Inline, Picture, Script, Text};
use crate::import::xml::Element;
use crate::picture::Cut;

/// How names of pictures that are seals say so.
const SEALS: [&str; 6] = ["印章", "公章", "签章", "电子章", "签名", "seal"];

/// What was found in an object.
#[derive(Default)]
struct Found {
    /// Something that is read or told.
    any: bool,
    /// It is a line or a frame, which says nothing.
    plain: bool,
    /// Words for those who do not see it.
    words: String,
    /// What of its picture is shown.
    cut: Cut,
    /// It is turned by less than a quarter.
    askew: bool,
}

impl Found {
    /// Notes what a drawing shows of its picture: `srcRect` cuts away hundred thousandths, `rot` turns by 60000ths of a degree.
    fn shown(&mut self, picture: &Element<'_>) {
        let cut = picture.find("srcRect");
        let mut unclear = false;
        let mut side = |name: &str| {
            let said = cut.and_then(|cut| cut.attribute(name));
            hundred_thousandths(said, 100_000.0, &mut unclear)
        };
        let turned = picture.find("xfrm").and_then(|form| form.attribute("rot"));
        let turned: i64 = turned.and_then(|turned| turned.trim().parse().ok()).unwrap_or(0);
        let turned = turned.rem_euclid(360 * 60_000);
        let quarter = 90 * 60_000;
        self.cut = Cut {
            left: side("l"),
            top: side("t"),
            right: side("r"),
            bottom: side("b"),
            quarters: (((turned + quarter / 2) / quarter) % 4) as u8,
        };
        self.askew = unclear || turned % quarter != 0;
    }

    /// The same of an older drawing: `cropleft="6554f"` are 65536ths, `cropleft=".1"` a share.
    fn shown_of_old(&mut self, picture: &Element<'_>) {
        let mut unclear = false;
        let mut side = |name: &str| hundred_thousandths(picture.attribute(name), 1.0, &mut unclear);
        self.cut = Cut {
            left: side("cropleft"),
            top: side("croptop"),
            right: side("cropright"),
            bottom: side("cropbottom"),
            quarters: 0,
        };
        self.askew = unclear;
    }
}

/// How much is cut away of a side, as a drawing says it: `6554f` of 65536, `10%`, or a number of which `whole` are all of it. What is
/// below nothing is room around the picture. One that cannot be read is `unclear`: nobody may publish in silence what was cut away.
fn hundred_thousandths(said: Option<&str>, whole: f64, unclear: &mut bool) -> u32 {
    let Some(said) = said.map(str::trim) else { return 0 };
    let (number, whole) = match (said.strip_suffix('f'), said.strip_suffix('%')) {
        (Some(parts), _) => (parts, 65_536.0),
        (_, Some(percent)) => (percent, 100.0),
        _ => (said, whole),
    };
    match number.trim().parse::<f64>() {
        Ok(number) => ((number / whole).clamp(0.0, 1.0) * 100_000.0).round() as u32,
        Err(_) => {
            *unclear = true;
            0
        }
    }
}

impl Reader<'_, '_, '_> {
    /// A drawing, a shape or an embedded object in a run.
    pub(super) fn object(&mut self, element: &Element<'_>, line: &mut Line) {
        let about = element.find("docPr").or_else(|| element.find("cNvPr"));
        let said = |name: &str| {
            about
                .and_then(|about| about.attribute(name))
                .unwrap_or_default()
                .trim()
        };
        let words = [said("descr"), said("title")]
            .into_iter()
            .find(|words| !words.is_empty());
        let name = format!("{} {}", said("name"), words.unwrap_or_default());
        let mut found = Found {
            words: words.unwrap_or_default().to_owned(),
            ..Found::default()
        };
        self.shapes(element, &mut found, line);
        let sealed = SEALS.iter().any(|seal| name.to_lowercase().contains(seal));
        if sealed && found.any {
            line.findings.push(told::seal(name.trim()));
        }
        if !found.any && !found.plain {
            line.findings.push(told::object("图形", "a drawing"));
        }
    }

    fn shapes(&mut self, element: &Element<'_>, found: &mut Found, line: &mut Line) {
        for child in element.elements() {
            match child.name {
                "txbxContent" => self.text_box(child, found, line),
                "pic" => {
                    found.shown(child);
                    self.shapes(child, found, line);
                }
                "blip" => self.picture(child, &["embed", "link"], found, line),
                "imagedata" => {
                    found.shown_of_old(child);
                    self.picture(child, &["id", "relid", "pict"], found, line);
                }
                "OLEObject" => embedded(child, found, line),
                "chart" => tell(("图表", "a chart"), found, line),
                "relIds" => tell(("SmartArt 图示", "a SmartArt diagram"), found, line),
                "signatureline" => tell(("签名行", "a line for a signature"), found, line),
                "contentPart" => tell(("手写的墨迹", "handwriting"), found, line),
                "control" => tell(("表单控件", "a control of a form"), found, line),
                "textpath" => {
                    let words = child.attribute("string").unwrap_or_default().trim();
                    if !words.is_empty() {
                        line.inlines.push(Inline::Text(Text::plain(words)));
                        line.findings.push(told::text_box());
                        found.any = true;
                    }
                }
                "AlternateContent" => {
                    if let Some(branch) = chosen(child) {
                        self.shapes(branch, found, line);
                    }
                }
                "prstGeom" => {
                    let form = child.attribute("prst").unwrap_or_default();
                    found.plain |= form == "rect" || form == "line" || form.contains("Connector");
                }
                "line" | "rect" | "hr" | "shapetype" => {
                    found.plain = true;
                    self.shapes(child, found, line);
                }
                _ => self.shapes(child, found, line),
            }
        }
    }

    fn text_box(&mut self, element: &Element<'_>, found: &mut Found, line: &mut Line) {
        let fields = std::mem::take(&mut self.fields);
        let before = std::mem::replace(&mut self.grounded, true);
        let mut blocks = self.blocks(element);
        self.grounded = before;
        self.fields = fields;
        if let Some(Block::Paragraph(first)) = blocks.first_mut() {
            first.findings.insert(0, told::text_box());
        } else if let Some(Block::Table(first)) = blocks.first_mut() {
            first.findings.insert(0, told::text_box());
        }
        // An empty box is a frame.
        found.plain = true;
        found.any |= !blocks.is_empty();
        line.boxes.push(blocks);
    }

    fn picture(&mut self, element: &Element<'_>, names: &[&str], found: &mut Found, line: &mut Line) {
        let id = names.iter().find_map(|name| element.attribute(name));
        let relation = id
            .and_then(|id| self.parts.relations[self.part as usize].get(id))
            .cloned();
        found.any = true;
        let Some(relation) = relation else {
            line.findings.push(told::object(
                "一张图（文件里没有它）",
                "a picture that is not in the file",
            ));
            return;
        };
        if relation.outside {
            line.findings.push(told::object(
                "一张放在别处的图",
                "a picture that is somewhere else",
            ));
            return;
        }
        if found.askew {
            line.findings.push(told::askew());
        }
        let key = (relation.target.clone(), found.cut);
        if let Some(known) = self.pictures.get(&key) {
            line.inlines.push(Inline::Picture(*known));
            return;
        }
        match self.package.picture(&relation.target) {
            Some(bytes) => {
                let bytes = if found.cut == Cut::default() {
                    bytes
                } else {
                    crate::picture::part(&bytes, found.cut).map_or_else(
                        |_| {
                            line.findings.push(told::uncut());
                            bytes
                        },
                        |part| part.bytes,
                    )
                };
                let index = self.document.pictures.len();
                self.document.pictures.push(Picture {
                    bytes,
                    words: found.words.clone(),
                    ..Picture::default()
                });
                self.pictures.insert(key, index);
                line.inlines.push(Inline::Picture(index));
            }
            None => line
                .findings
                .push(told::object("一张读不出来的图", "a picture that cannot be read")),
        }
    }

    /// An equation, as words in one line.
    pub(super) fn equation(&mut self, element: &Element<'_>, line: &mut Line) {
        let before = line.inlines.len();
        formula(element, &mut line.inlines, Script::Plain);
        if line.inlines.len() > before {
            line.findings.push(told::equation());
        }
    }

    /// Which part is read, for what is not the text.
    pub(super) fn reading(&mut self, part: PartName) -> PartName {
        std::mem::replace(&mut self.part, part)
    }
}

fn embedded(element: &Element<'_>, found: &mut Found, line: &mut Line) {
    let program = element.attribute("ProgID").unwrap_or("OLE");
    let (zh, en) = if program.starts_with("Equation") {
        ("公式对象".to_owned(), "an equation".to_owned())
    } else {
        (
            format!("嵌入的对象（{program}）"),
            format!("an embedded object ({program})"),
        )
    };
    tell((&zh, &en), found, line);
}

fn tell((zh, en): (&str, &str), found: &mut Found, line: &mut Line) {
    found.any = true;
    line.findings.push(told::object(zh, en));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_away_is_read_in_every_way_it_is_written_or_told() {
        let mut unclear = false;
        let mut cut = |said: &str, whole: f64| hundred_thousandths(Some(said), whole, &mut unclear);
        assert_eq!([cut("25000", 100_000.0), cut("25%", 100_000.0)], [25_000, 25_000]);
        assert_eq!(
            [cut("16384f", 1.0), cut(".25", 1.0), cut("-0.5", 1.0)],
            [25_000, 25_000, 0]
        );
        assert!(!unclear);
        assert_eq!(hundred_thousandths(Some("a quarter"), 1.0, &mut unclear), 0);
        assert!(unclear);
        unclear = false;
        assert_eq!(hundred_thousandths(None, 1.0, &mut unclear), 0);
        assert!(!unclear);
    }
}
