//! Pieces of a paragraph: runs, links, tracked changes, fields, and what wraps them.

use super::fields::{Field, MOST_FIELDS, Shown};
use super::reader::{Line, PartName, Reader, chosen, is_placeholder, words_below};
use super::styles::RunProperties;
use super::symbols;
use super::told;
use crate::import::model::{Inline, Script, Text, TextStyle};
use crate::import::xml::{Element, Node, Space};

/// What holds for the runs of an element.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// Where they lead.
    link: String,
    /// A tracked change put them in.
    inserted: bool,
    /// The paragraph stands on a ground of its own: white words can be read there.
    grounded: bool,
    /// What the style of the paragraph says of them.
    of_style: RunProperties,
}

impl Context {
    /// That of a paragraph.
    pub(super) fn of(grounded: bool, of_style: RunProperties) -> Self {
        Self {
            grounded,
            of_style,
            ..Self::default()
        }
    }
}

/// What a run says of its characters.
struct Look {
    style: TextStyle,
    /// The font of signs that they are of.
    signs: Option<String>,
    /// They stand on a line: blanks are to be filled in.
    underlined: bool,
}

impl Reader<'_, '_, '_> {
    /// The pieces of an element.
    pub(super) fn content(&mut self, element: &Element<'_>, context: &Context, line: &mut Line) {
        for child in element.elements() {
            match child.name {
                "r" if child.space == Space::Own => self.run(child, context, line),
                "hyperlink" => {
                    let link = self.address(child).unwrap_or_else(|| context.link.clone());
                    let inner = Context {
                        link,
                        ..context.clone()
                    };
                    self.content(child, &inner, line);
                }
                "ins" | "moveTo" => {
                    let inner = Context {
                        inserted: true,
                        ..context.clone()
                    };
                    line.changed = true;
                    self.content(child, &inner, line);
                }
                "del" | "moveFrom" => {
                    line.changed = true;
                    line.deleted.push_str(&words_below(child));
                }
                "sdt" if is_placeholder(child.child("sdtPr")) => {
                    line.findings.push(told::placeholder(&words_below(child)));
                }
                "sdt" => self.control_in_line(child, context, line),
                "sdtContent" | "smartTag" | "customXml" | "dir" | "bdo" => {
                    self.content(child, context, line);
                }
                "fldSimple" => self.simple_field(child, context, line),
                "AlternateContent" => {
                    if let Some(branch) = chosen(child) {
                        self.content(branch, context, line);
                    }
                }
                "oMath" | "oMathPara" => self.equation(child, line),
                "drawing" | "pict" | "object" => self.object(child, line),
                "subDoc" => line
                    .findings
                    .push(told::object("嵌入的子文档", "an embedded document")),
                _ => {}
            }
        }
    }

    /// The address that a link leads to.
    fn address(&self, element: &Element<'_>) -> Option<String> {
        let anchor = element.attribute("anchor").map(|anchor| format!("#{anchor}"));
        let relations = &self.parts.relations[self.part as usize];
        let found = element.attribute("id").and_then(|id| relations.get(id));
        let Some(target) = found.map(|relation| relation.target.clone()) else {
            return anchor;
        };
        Some(if target.contains('#') {
            target
        } else {
            target + &anchor.unwrap_or_default()
        })
    }

    fn run(&mut self, element: &Element<'_>, context: &Context, line: &mut Line) {
        let properties = element.child("rPr");
        let own = properties.map(RunProperties::of).unwrap_or_default();
        let of_style = properties.and_then(|properties| properties.child_value("rStyle"));
        let of_style = of_style.map(|style| self.styles.run(style)).unwrap_or_default();
        let all = own.or(of_style).or(context.of_style);
        if all.hidden == Some(true) {
            let words = words_below(element);
            if !words.trim().is_empty() {
                line.findings.push(told::hidden(&words));
                self.document.unseen.push(words);
            }
            return;
        }
        let grounded = context.grounded || self.grounded || all.grounded == Some(true);
        if all.white == Some(true) && !grounded {
            let words = words_below(element);
            if !words.trim().is_empty() {
                line.findings.push(told::white(&words));
                self.document.unseen.push(words);
            }
        }
        let fonts = properties.and_then(|properties| properties.child("rFonts"));
        let font = fonts.and_then(|fonts| fonts.attribute("ascii").or(fonts.attribute("hAnsi")));
        let look = Look {
            style: TextStyle {
                bold: all.bold == Some(true),
                italic: all.italic == Some(true),
                strike: all.strike == Some(true),
                script: all.script.unwrap_or(Script::Plain),
                code: all.code == Some(true),
            },
            signs: font.filter(|font| symbols::is_of_signs(font)).map(str::to_owned),
            underlined: all.underlined == Some(true),
        };
        self.pieces(element, &look, context, line);
    }

    /// What is in a run.
    fn pieces(&mut self, element: &Element<'_>, look: &Look, context: &Context, line: &mut Line) {
        for child in element.elements() {
            match child.name {
                "t" if look.underlined => self.words(&filled_in(&as_kept(child)), look, context, line),
                "t" => self.words(&as_kept(child), look, context, line),
                "tab" if look.underlined => self.words("____", look, context, line),
                "tab" | "ptab" => self.words(" ", look, context, line),
                "noBreakHyphen" => self.words("-", look, context, line),
                "br" | "cr" => self.line_break(child, line),
                "sym" => self.sign(child, look, context, line),
                "footnoteReference" => self.note(PartName::Footnotes, child, line),
                "endnoteReference" => self.note(PartName::Endnotes, child, line),
                "commentReference" => self.comment(child, line),
                "fldChar" => self.field(child, look, context, line),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
                        field.instruction.push_str(&child.text());
                    }
                }
                "drawing" | "pict" | "object" => self.object(child, line),
                "AlternateContent" => {
                    if let Some(branch) = chosen(child) {
                        self.pieces(branch, look, context, line);
                    }
                }
                "ruby" => self.ruby(child, context, line),
                "contentPart" => line.findings.push(told::object("手写的墨迹", "handwriting")),
                _ => {}
            }
        }
    }

    /// Whether what comes now is an instruction of a field, or its result is not shown.
    fn is_silent(&self) -> bool {
        self.fields.iter().any(|field| !field.result)
    }

    fn words(&mut self, words: &str, look: &Look, context: &Context, line: &mut Line) {
        if self.is_silent() || words.is_empty() {
            return;
        }
        let words = match &look.signs {
            Some(font) => signs_of(font, words, line),
            None => words.to_owned(),
        };
        if context.inserted {
            line.inserted.push_str(&words);
        }
        // A page may end in a paragraph, whose words behind that begin a new line.
        if std::mem::take(&mut line.broken) {
            line.inlines.push(Inline::Break);
        }
        for field in &mut self.fields {
            field.said = true;
        }
        let of_field = self.fields.iter().rev().find_map(Field::link);
        line.inlines.push(Inline::Text(Text {
            words,
            style: look.style,
            link: of_field.unwrap_or_else(|| context.link.clone()),
        }));
    }

    fn line_break(&mut self, element: &Element<'_>, line: &mut Line) {
        let page = matches!(element.attribute("type"), Some("page" | "column"));
        if page {
            line.broken = !line.inlines.is_empty();
        } else if !self.is_silent() {
            line.inlines.push(Inline::Break);
        }
    }

    fn sign(&mut self, element: &Element<'_>, look: &Look, context: &Context, line: &mut Line) {
        let font = element.attribute("font").unwrap_or_default();
        let code = element.attribute("char").unwrap_or_default();
        let number = u32::from_str_radix(code, 16).unwrap_or(0);
        let known = symbols::of(font, number);
        let plain =
            || char::from_u32(number).filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c) && !c.is_control());
        let sign = known.or_else(|| plain().filter(|_| !symbols::is_of_signs(font)));
        if sign.is_none() {
            line.findings.push(told::sign(font, code));
        }
        let plain = Look {
            style: look.style,
            signs: None,
            underlined: false,
        };
        self.words(&sign.unwrap_or('□').to_string(), &plain, context, line);
    }

    fn simple_field(&mut self, element: &Element<'_>, context: &Context, line: &mut Line) {
        self.fields.push(Field::of(element));
        self.content(element, context, line);
        self.fields.pop();
    }

    fn field(&mut self, element: &Element<'_>, look: &Look, context: &Context, line: &mut Line) {
        match element.attribute("fldCharType") {
            // Nobody puts so many into each other: what begins there is none.
            Some("begin") if self.fields.len() >= MOST_FIELDS => {}
            Some("begin") => self.fields.push(Field::begun(element)),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = true;
                    if field.is_contents() {
                        line.contents = Some(line.inlines.len());
                    }
                }
            }
            Some("end") => {
                let Some(field) = self.fields.pop() else { return };
                if field.is_contents() {
                    // What comes behind it in the same paragraph is no line of it.
                    line.inlines.truncate(line.contents.take().unwrap_or(0));
                }
                let stands_for = field.ticked.is_some() || field.chosen.is_some() && !field.said;
                if field.result && !stands_for {
                    return;
                }
                match field.shown() {
                    Shown::Words(words) => self.words(&words, look, context, line),
                    Shown::Loosely(words) => {
                        line.findings.push(told::equation());
                        self.words(&words, look, context, line);
                    }
                    Shown::Nothing => {}
                    Shown::Unknown => line.findings.push(told::field(&field.instruction)),
                }
            }
            _ => {}
        }
    }

    /// At the end of a paragraph no instruction goes on: one that is broken off swallows no words.
    pub(super) fn settle_fields(&mut self, line: &mut Line) {
        for field in self.fields.iter_mut().filter(|field| !field.result) {
            field.result = true;
            if !field.is_contents() {
                line.findings.push(told::field(&field.instruction));
            }
        }
    }

    /// Characters with their reading above them: 字（zì）.
    fn ruby(&mut self, element: &Element<'_>, context: &Context, line: &mut Line) {
        if let Some(base) = element.child("rubyBase") {
            self.content(base, context, line);
        }
        let reading = element.child("rt").map(words_below).unwrap_or_default();
        if !reading.trim().is_empty() && !self.is_silent() {
            line.inlines
                .push(Inline::Text(Text::plain(format!("（{}）", reading.trim()))));
        }
    }
}

/// The words of a `t`: blanks around them count only when it says so.
fn as_kept(element: &Element<'_>) -> String {
    let words = element.text();
    if element.attribute("space") == Some("preserve") {
        words
    } else {
        words.trim_matches([' ', '\t', '\n', '\r']).to_owned()
    }
}

/// Underlined blanks, where something is to be filled in, as a line.
fn filled_in(words: &str) -> String {
    let blank = words.chars().all(char::is_whitespace);
    let width = words
        .chars()
        .map(|c| if c == '\u{3000}' { 2 } else { 1 })
        .sum::<usize>();
    if blank && width >= 2 {
        "_".repeat(width)
    } else {
        words.to_owned()
    }
}

/// Letters of a font of signs as the signs that they show.
fn signs_of(font: &str, words: &str, line: &mut Line) -> String {
    let mut sign = |c: char| {
        let found = symbols::of(font, u32::from(c));
        if found.is_none() && !c.is_whitespace() {
            line.findings
                .push(told::sign(font, &format!("{:04X}", u32::from(c))));
            return '□';
        }
        found.unwrap_or(c)
    };
    // Han characters in such a run are set in another font.
    let plain = |c: char| u32::from(c) > 0xff && !('\u{f000}'..='\u{f0ff}').contains(&c);
    words
        .chars()
        .map(|c| if plain(c) { c } else { sign(c) })
        .collect()
}

/// The words of a formula in one line.
pub(super) fn formula(element: &Element<'_>, inlines: &mut Vec<Inline>, script: Script) {
    let mut put = |words: &str, script: Script| {
        if !words.is_empty() {
            let mut text = Text::plain(words);
            text.style.script = script;
            inlines.push(Inline::Text(text));
        }
    };
    match element.name {
        "t" => put(&element.text(), script),
        "f" => {
            let part = |name: &str| element.child(name).map(formula_words).unwrap_or_default();
            let (above, below) = (part("num"), part("den"));
            put(&format!("{}/{}", grouped(&above), grouped(&below)), script);
        }
        "rad" => {
            let inner = element.child("e").map(formula_words).unwrap_or_default();
            put(&format!("√{}", grouped(&inner)), script);
        }
        "sup" => below(element, inlines, Script::Super),
        "sub" => below(element, inlines, Script::Sub),
        "chr" | "begChr" | "endChr" | "rPr" | "ctrlPr" => {}
        "nary" => {
            let sign = element
                .child("naryPr")
                .and_then(|properties| properties.child_value("chr"));
            put(sign.unwrap_or("∫"), script);
            below(element, inlines, script);
        }
        "d" => {
            let properties = element.child("dPr");
            let sign = |name: &str| {
                properties
                    .and_then(|properties| properties.child_value(name))
                    .map(str::to_owned)
            };
            put(&sign("begChr").unwrap_or_else(|| "(".to_owned()), script);
            below(element, inlines, script);
            let mut end = Text::plain(sign("endChr").unwrap_or_else(|| ")".to_owned()));
            end.style.script = script;
            inlines.push(Inline::Text(end));
        }
        _ => below(element, inlines, script),
    }
}

fn below(element: &Element<'_>, inlines: &mut Vec<Inline>, script: Script) {
    for child in &element.children {
        if let Node::Element(child) = child {
            formula(child, inlines, script);
        }
    }
}

fn formula_words(element: &Element<'_>) -> String {
    let mut inlines = Vec::new();
    formula(element, &mut inlines, Script::Plain);
    let words = inlines.iter().map(|inline| match inline {
        Inline::Text(text) => text.words.as_str(),
        _ => "",
    });
    words.collect()
}

/// Words in brackets, when they are more than one number or letter.
fn grouped(words: &str) -> String {
    let one = words.chars().all(char::is_alphanumeric);
    if one {
        words.to_owned()
    } else {
        format!("({words})")
    }
}
