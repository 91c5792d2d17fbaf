//! Components: a fenced block of YAML whose texts are inline Markdown.
//!
//! The shipped ones have a fixed form and an unknown field is an error; a site's own component is its
//! own affair. In both, `href`, `file`, `src` and `picture` are addresses and `alt` is plain text.

use super::ComponentData;
use super::render::names_facts;
use crate::base::{Diagnostic, Span};
use crate::html::Tree;
use crate::message;
use crate::yaml::{self, Swallowed, YamlNode, YamlValue};
use std::ops::Range;
use std::sync::Arc;

/// Plain words as a text.
fn words(text: &str) -> ComponentData {
    let mut tree = Tree::default();
    tree.text(text);
    ComponentData::Text(tree)
}

/// What a value of a shipped component is.
enum FieldShape {
    Text,
    /// The name of a fact.
    Fact,
    List(&'static FieldShape),
    Map(&'static [(&'static str, FieldShape)]),
}

use crate::rule;
use crate::yaml::FIELD_UNKNOWN;
use FieldShape::{Fact, List, Map, Text};

rule! { COMPONENT_WRONG = "component-wrong", Theme, Error, adjustable: false;
    means "组件的数据写法不对", "The data of a component are not written as they should be";
    mend "照提示改；写法见手册的“Markdown”", "Follow the hint; the handbook's chapter on Markdown has the components";
}

static TIMELINE: FieldShape = Map(&[(
    "items",
    List(&Map(&[("when", Text), ("title", Text), ("text", Text)])),
)]);
static STEPS: FieldShape = Map(&[("items", List(&Map(&[("title", Text), ("text", Text)])))]);
static CARDS: FieldShape = Map(&[(
    "items",
    List(&Map(&[
        ("title", Text),
        ("text", Text),
        ("href", Text),
        ("picture", Text),
    ])),
)]);
static COMPARE: FieldShape = Map(&[("head", List(&Text)), ("rows", List(&List(&Text)))]);
static CONTACTS: FieldShape = Map(&[(
    "items",
    List(&Map(&[
        ("name", Text),
        ("phone", Text),
        ("hours", Text),
        ("address", Text),
    ])),
)]);
static FAQ: FieldShape = Map(&[("items", List(&Map(&[("question", Text), ("answer", Text)])))]);
static FACTS: FieldShape = Map(&[("facts", List(&Fact))]);
static FIGURE: FieldShape = Map(&[("src", Text), ("alt", Text), ("caption", Text)]);

fn shape(name: &str) -> Option<&'static FieldShape> {
    Some(match name {
        "timeline" => &TIMELINE,
        "steps" => &STEPS,
        "cards" => &CARDS,
        "compare" => &COMPARE,
        "contacts" => &CONTACTS,
        "facts" => &FACTS,
        "faq" => &FAQ,
        "figure" => &FIGURE,
        _ => return None,
    })
}

impl FieldShape {
    /// How a value of it is written, in a line.
    fn example(&self) -> String {
        match self {
            Text => "文字".to_owned(),
            Fact => "婚假".to_owned(),
            List(item) => format!("[{}]", item.inner()),
            Map(fields) => Self::pairs(fields),
        }
    }

    /// The same within a list.
    fn inner(&self) -> String {
        match self {
            Map(fields) => format!("{{{}}}", Self::pairs(fields)),
            other => other.example(),
        }
    }

    /// What holds the rest is enough where there is a list; no more than three of others.
    fn pairs(fields: &[(&str, Self)]) -> String {
        let lists = fields.iter().any(|(_, shape)| matches!(shape, List(_)));
        let shown = fields
            .iter()
            .filter(|(_, shape)| !lists || matches!(shape, List(_)))
            .take(3)
            .map(|(name, shape)| format!("{name}: {}", shape.inner()));
        shown.collect::<Vec<_>>().join(", ")
    }
}

/// Reads the YAML of a block. `exact` is where `content` is in `text`, when it is there as it
/// is; a block inside a list or quote is indented, and then every place is the block's.
pub(super) fn read(
    file: &Arc<str>,
    text: &str,
    content: &str,
    exact: Option<usize>,
    at: &Range<usize>,
    report: &mut Vec<Diagnostic>,
) -> Option<YamlNode> {
    if let Some(start) = exact {
        return yaml::read(file, text, start..start + content.len(), report);
    }
    let from = report.len();
    let node = yaml::read(file, content, 0..content.len(), report);
    for diagnostic in &mut report[from..] {
        diagnostic.place = Some(Span::new(file, at.clone()));
    }
    node.map(|node| moved(node, at))
}

fn moved(node: YamlNode, at: &Range<usize>) -> YamlNode {
    let is = match node.value {
        YamlValue::List(items) => YamlValue::List(items.into_iter().map(|item| moved(item, at)).collect()),
        YamlValue::Map(pairs) => YamlValue::Map(
            pairs
                .into_iter()
                .map(|(key, _, value)| (key, at.clone(), moved(value, at)))
                .collect(),
        ),
        other => other,
    };
    YamlNode {
        cut: node.cut.map(|_| at.clone()),
        swallowed: node.swallowed.map(|field| Swallowed {
            colon: at.clone(),
            ..field
        }),
        ..YamlNode::new(at.clone(), is)
    }
}

/// Who reads the texts and addresses of a component.
pub(super) trait Texts {
    /// Inline Markdown. `at` is where it is in the file, exactly when `exact`.
    fn fragment(&mut self, markdown: &str, at: &Range<usize>, exact: bool) -> Tree;
    /// Words where no element may stand, with facts in them.
    fn filled(&mut self, words: String, at: &Range<usize>) -> Tree;
    /// The question that a fact is answered by.
    fn fact(&mut self, name: &str, at: &Range<usize>) -> usize;
    /// The question that an address is answered by, or the address itself when it leads to another host.
    fn address(&mut self, to: &str, at: &Range<usize>, picture: bool) -> Result<usize, String>;
    /// The file that is read.
    fn file(&self) -> &Arc<str>;
}

/// Turns YAML into pieces, checking the form of shipped components.
pub(super) struct ComponentReader<'r, T> {
    /// Takes the texts between the values.
    pub writer: &'r mut T,
    /// Whether places in the YAML are places in the file.
    pub exact: bool,
    /// What is wrong with the data.
    pub report: &'r mut Vec<Diagnostic>,
}

impl<T: Texts> ComponentReader<'_, T> {
    /// The data of the component `name`, as far as it is right.
    pub fn piece(&mut self, name: &str, node: YamlNode) -> ComponentData {
        self.value("", node, shape(name), name)
    }

    fn value(
        &mut self,
        key: &str,
        node: YamlNode,
        shape: Option<&'static FieldShape>,
        name: &str,
    ) -> ComponentData {
        let cut = yaml::cut_off(self.writer.file(), &node);
        self.report.extend(cut);
        let at = node.at;
        match (node.value, shape) {
            (YamlValue::Null, _) => ComponentData::Null,
            (YamlValue::Flag(flag, _), None) => ComponentData::Flag(flag),
            (YamlValue::Number(_, written), None) => ComponentData::Number(written),
            (YamlValue::Number(_, text) | YamlValue::Text(text), None | Some(Text)) => {
                self.text(key, text, &at)
            }
            (YamlValue::Flag(_, text), Some(Text)) => self.text(key, text, &at),
            (YamlValue::Text(text), Some(Fact)) => {
                let name = text.trim().trim_start_matches("{{").trim_end_matches("}}").trim();
                ComponentData::Fact(self.writer.fact(name, &at))
            }
            (YamlValue::List(items), None | Some(List(_))) => {
                let inner = if let Some(List(inner)) = shape {
                    Some(*inner)
                } else {
                    None
                };
                ComponentData::List(
                    items
                        .into_iter()
                        .map(|item| self.item(key, item, inner, name))
                        .collect(),
                )
            }
            (YamlValue::Map(pairs), None) => ComponentData::Map(
                pairs
                    .into_iter()
                    .map(|(key, _, value)| (key.clone(), self.value(&key, value, None, name)))
                    .collect(),
            ),
            (YamlValue::Map(pairs), Some(Map(fields))) => {
                ComponentData::Map(self.fields(pairs, fields, name))
            }
            (_, Some(expected)) => self.wrong(if key.is_empty() { name } else { key }, at, expected),
        }
    }

    /// An item of a list. Where something is expected an empty one is wrong.
    fn item(
        &mut self,
        key: &str,
        node: YamlNode,
        shape: Option<&'static FieldShape>,
        name: &str,
    ) -> ComponentData {
        match shape {
            Some(expected) if node.value == YamlValue::Null => self.wrong(key, node.at, expected),
            _ => self.value(key, node, shape, name),
        }
    }

    fn wrong(&mut self, what: &str, at: Range<usize>, expected: &FieldShape) -> ComponentData {
        let (zh, en) = match expected {
            Text => ("一段文字", "a text"),
            Fact => ("事实的名称", "the name of a fact"),
            List(_) => ("列表，每项以“- ”开头", "a list, each item begins with `- `"),
            Map(_) => ("“名称: 值”", "`name: value` pairs"),
        };
        let like = match expected {
            List(_) => format!("{what}: {}", expected.example()),
            _ => expected.example(),
        };
        let place = Span::new(self.writer_file(), at);
        self.report.push(
            Diagnostic::new(
                &COMPONENT_WRONG,
                place,
                message!("{what} 要写成{zh}", "`{what}` takes {en}"),
            )
            .hint(message!("照这样写：{like}", "write it like `{like}`")),
        );
        ComponentData::Null
    }

    fn fields(
        &mut self,
        pairs: Vec<(String, Range<usize>, YamlNode)>,
        fields: &'static [(&'static str, FieldShape)],
        name: &str,
    ) -> Vec<(String, ComponentData)> {
        let mut out = Vec::new();
        let known = |name: &str| fields.iter().any(|(known, _)| *known == name);
        let swallowed = pairs.iter().filter_map(|(.., value)| value.swallowed.as_ref());
        for field in swallowed.filter(|field| known(&field.name)) {
            self.report.push(field.told(self.writer.file()));
        }
        for (key, at, value) in pairs {
            match fields.iter().find(|(known, _)| *known == key) {
                Some((_, shape)) => {
                    let piece = self.value(&key, value, Some(shape), name);
                    out.push((key, piece));
                }
                None => self.unknown(&key, at, fields, name),
            }
        }
        out
    }

    fn unknown(
        &mut self,
        key: &str,
        at: Range<usize>,
        fields: &'static [(&'static str, FieldShape)],
        name: &str,
    ) {
        let place = Span::new(self.writer_file(), at);
        let all = fields
            .iter()
            .map(|(known, _)| *known)
            .collect::<Vec<_>>()
            .join("、");
        let hint = match yaml::nearest(key, fields.iter().map(|(known, _)| *known)) {
            Some(near) => message!("是不是 {near}？", "did you mean `{near}`?"),
            None => message!("{name} 可以写：{all}", "`{name}` takes: {all}"),
        };
        let message = message!("{name} 里没有 {key} 这一项", "`{name}` has no field `{key}`");
        self.report
            .push(Diagnostic::new(&FIELD_UNKNOWN, place, message).hint(hint));
    }

    fn text(&mut self, key: &str, text: String, at: &Range<usize>) -> ComponentData {
        match key {
            "href" | "file" | "src" | "picture" => {
                let picture = matches!(key, "src" | "picture");
                match self.writer.address(text.trim(), at, picture) {
                    Ok(question) => ComponentData::Address(question),
                    Err(outside) => words(&outside),
                }
            }
            "alt" if names_facts(&text) => ComponentData::Text(self.writer.filled(text, at)),
            "alt" => words(&text),
            _ => ComponentData::Text(self.writer.fragment(&text, at, self.exact)),
        }
    }

    fn writer_file(&self) -> &Arc<str> {
        self.writer.file()
    }
}
