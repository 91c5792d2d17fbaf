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
        let side = |name: &str| {
            let share = cut
                .and_then(|cut| cut.attribute(name))
                .map(|share| share.trim().parse());
            // What is below nothing is room around the picture.
            share
                .and_then(Result::ok)
                .map_or(0, |share: i64| share.clamp(0, 100_000) as u32)
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
        self.askew = turned % quarter != 0;
    }

    /// The same of an older drawing: `cropleft="6554f"` are 65536ths, `cropleft=".1"` a share.
    fn shown_of_old(&mut self, picture: &Element<'_>) {
        let side = |name: &str| {
            let said = picture.attribute(name).unwrap_or_default().trim();
            let share = match said.strip_suffix('f') {
                Some(parts) => parts.parse::<f64>().map(|parts| parts / 65_536.0),
                None => said.parse::<f64>(),
            };
            share.map_or(0, |share| (share.clamp(0.0, 1.0) * 100_000.0) as u32)
        };
        self.cut = Cut {
            left: side("cropleft"),
            top: side("croptop"),
            right: side("cropright"),
            bottom: side("cropbottom"),
            quarters: 0,
        };
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
