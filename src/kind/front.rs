//! From the text of a file to its document: front matter, common fields, kind, body.

use super::{KINDS, KindDefinition, by_name, further, of, presence, sample};
use crate::base::han::is_han;
use crate::base::{Diagnostic, Fingerprint, Language, Rule, SourceMap, Span, conflict};
use crate::document::{self, CommonFields, Document, FieldDay, FileForm, Kind, NoFrontMatter, split_path};
use crate::markdown::{self, Body, Syntax};
use crate::message;
use crate::rule;
use crate::yaml::{self, Fields, YamlNode, YamlValue};
use crate::yaml::{FIELD_MISSING, YAML_BROKEN};
use std::sync::Arc;

rule! { CONFLICT_MARKERS = "conflict-markers", Site, Error, adjustable: false;
    means "留着合并冲突的记号 `<<<<<<<` 和 `>>>>>>>`；在代码块、组件里，中间有 `=======` 的才算", "Conflict markers of a merge are left, `<<<<<<<` and `>>>>>>>`; in code blocks and components only with `=======` between them";
    mend "选定一份，删去记号；要照样给人看的，整个放进 `diff` 代码块", "Keep one version and delete the markers; to show them to readers, put all of it into a `diff` code block";
}

rule! { INHERIT_WITHOUT_UPSTREAM = "inherit-without-upstream", Layers, Error, adjustable: false;
    means "页面写了 `inherit: true`，上级没有这一页", "A page says `inherit: true`, and the upstream has no such page";
    mend "核对文件名，或删去 `inherit`", "Check the file name, or take out `inherit`";
}

rule! { FRONT_MATTER_MISSING = "front-matter-missing", Pages, Error, adjustable: false;
    means "文件开头没有页面信息", "The file does not begin with front matter";
    mend "最前面加三行：`---`、`title: 标题`、`---`", "Put three lines at the top: `---`, `title: …`, `---`";
}

rule! { FRONT_MATTER_UNCLOSED = "front-matter-unclosed", Pages, Error, adjustable: false;
    means "页面信息没有结束的 `---`", "The front matter has no closing `---`";
    mend "在正文前加一行 `---`", "Add a line `---` before the text";
}

/// Rules whose break keeps a page from being read: what else is told may follow from it.
pub static UNREAD: [&Rule; 3] = [&YAML_BROKEN, &FRONT_MATTER_MISSING, &FRONT_MATTER_UNCLOSED];

rule! { KIND_UNKNOWN = "kind-unknown", Pages, Error, adjustable: false;
    means "没有这种页面", "There is no such kind of page";
    mend "看提示；种类见手册的“写内容”", "See the hint; the handbook's chapter on content has the kinds";
}

/// What it takes to read a document, besides its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'a> {
    /// Further languages of the site.
    pub languages: &'a [Language],
    /// How bodies are read; whether there are clauses is for the kind to say.
    pub syntax: &'a Syntax,
    /// Kind of pages that do not say one: what their section contains.
    pub kind: &'a Kind,
}

/// The kind that a section's front matter says its pages are.
pub fn section_contains(text: &str) -> Option<Kind> {
    let (yaml, _) = document::front_matter(text).ok()?;
    let mut report = Vec::new();
    let node = yaml::read(&"".into(), text, yaml, &mut report)?;
    let name = Fields::new(&"".into(), node).text("contains")?.value;
    by_name(&name).map(|found| found.kind.clone())
}

/// Reads a document and its body.
pub fn read(file: &Arc<str>, inner: &str, text: &str, reading: &Reading<'_>) -> (Document, Body) {
    let (path, form, language) = split_path(inner, reading.languages);
    let mut report = Vec::new();
    conflicts(file, text, &mut report);
    let (start, node) = front_matter(file, text, &mut report);
    let unread = report
        .iter()
        .any(|diagnostic| UNREAD.iter().any(|rule| diagnostic.breaks(rule)));
    let mut fields = Fields::new(file, node);
    nothing_to_inherit(&mut fields);
    let front = front(&mut fields, form);
    let kind = kind(&mut fields, form, reading.kind);
    let kind_fields = (kind.read)(&mut fields, &front);
    let days = days(&fields, &front);
    if !front.draft {
        report.extend(sample::untouched(file, text, start));
    }
    // What is missing in a front matter that cannot be read, or that others should complete, is not known.
    let unread = unread || fields.has_error(&INHERIT_WITHOUT_UPSTREAM);
    report.extend(
        fields
            .finish()
            .into_iter()
            .filter(|diagnostic| !(unread && diagnostic.breaks(&FIELD_MISSING))),
    );
    let syntax = Syntax {
        clauses: form != FileForm::Section && kind.kind.clauses,
        ..reading.syntax.clone()
    };
    let mut body = markdown::parse(file, text, start, &syntax);
    if front.summary.is_some() {
        // What the text begins with says what a page is about only where its author does not.
        Arc::make_mut(&mut body.outline).lead = String::new();
    }
    let document = Document {
        file: file.clone(),
        source_map: SourceMap::default(),
        path,
        form,
        language,
        kind: kind.kind.clone(),
        front,
        kind_fields: kind_fields.into(),
        days,
        outline: body.outline.clone(),
        body: fingerprint(text, start, &syntax),
        report,
    };
    (document, body)
}

/// The days of all fields, those of signatures too.
fn days(fields: &Fields, front: &CommonFields) -> Vec<FieldDay> {
    let own = fields.days().iter().map(|(field, day)| FieldDay {
        field: (*field).to_owned(),
        day: day.value,
        at: day.at.clone(),
    });
    let signed = front.further.signoff.iter().map(|signed| FieldDay {
        field: "signoff".to_owned(),
        day: signed.day,
        at: signed.name.at.clone(),
    });
    own.chain(signed).collect()
}

/// A page that inherits is read together with the upstream's: one that still says so has none above it.
fn nothing_to_inherit(fields: &mut Fields) {
    let Some(node) = fields.node("inherit") else {
        return;
    };
    match node.value {
        YamlValue::Flag(false, _) => {}
        YamlValue::Flag(true, _) => {
            let place = Span::new(fields.file(), node.at);
            fields.push(
                Diagnostic::new(
                    &INHERIT_WITHOUT_UPSTREAM,
                    place,
                    message!(
                        "上级站点没有这一页，或已被隐去",
                        "the upstream site has no such page, or it is hidden"
                    ),
                )
                .hint(message!(
                    "核对路径；要自己写整页，就去掉 inherit",
                    "check the path; to write the whole page yourself, leave out `inherit`"
                )),
            );
        }
        _ => fields.error(
            &node.at,
            message!(
                "inherit 只能是 true 或 false",
                "`inherit` is either true or false"
            ),
        ),
    }
}

/// A body is a function of its text and of how it is read.
fn fingerprint(text: &str, start: usize, syntax: &Syntax) -> Fingerprint {
    Fingerprint::join(&[
        Fingerprint::of_bytes(&text.as_bytes()[start..]),
        Fingerprint::of(syntax),
    ])
}

/// Where the body begins and the front matter's map. Without front matter, an empty one.
fn front_matter(file: &Arc<str>, text: &str, report: &mut Vec<Diagnostic>) -> (usize, YamlNode) {
    let nothing = YamlNode::new(0..0, YamlValue::Map(Vec::new()));
    match document::front_matter(text) {
        Ok((yaml, start)) => {
            let broken = YamlNode::new(yaml.start..yaml.start, YamlValue::Null);
            let node = yaml::read(file, text, yaml, report);
            (start, node.unwrap_or(broken))
        }
        Err(wrong) => {
            let start = if matches!(wrong, NoFrontMatter::Missing(_)) {
                0
            } else {
                text.len()
            };
            report.push(no_front_matter(file, wrong));
            (start, nothing)
        }
    }
}

/// What is said of a page without front matter, at the line that was perhaps meant to begin or to end it.
fn no_front_matter(file: &Arc<str>, wrong: NoFrontMatter) -> Diagnostic {
    let mark = message!(
        "这一行换成三个半角的减号：---",
        "make this line three hyphens: ---"
    );
    let (rule, like, message, hint) = match wrong {
        NoFrontMatter::Missing(like) => (
            &FRONT_MATTER_MISSING,
            like,
            message!("开头没有页面信息", "there is no front matter"),
            message!(
                "在最前面加三行：---、title: 标题、---",
                "begin with three lines: ---, title: …, ---"
            ),
        ),
        NoFrontMatter::Unclosed(like) => (
            &FRONT_MATTER_UNCLOSED,
            like,
            message!("页面信息没有结束行", "the front matter does not end"),
            message!("在正文前加一行 ---", "add a line --- before the text"),
        ),
    };
    match like {
        Some(at) => Diagnostic::new(rule, Span::new(file, at), message).hint(mark),
        None => Diagnostic::new(rule, Span::top(file), message).hint(hint),
    }
}

fn conflicts(file: &Arc<str>, text: &str, report: &mut Vec<Diagnostic>) {
    report.extend(conflict::conflicts(text).into_iter().map(|mark| {
        Diagnostic::new(
            &CONFLICT_MARKERS,
            Span::new(file, mark),
            message!("留有合并冲突的记号", "conflict markers are left"),
        )
        .hint(message!(
            "在 <<<<<<< 和 >>>>>>> 之间选定一份，删去记号；要照样给人看的，放进 ```diff 代码块",
            "choose one side between <<<<<<< and >>>>>>> and delete the markers; to show them, use a ```diff block"
        ))
    }));
}

fn front(fields: &mut Fields, form: FileForm) -> CommonFields {
    fields.printed_with_facts(&["title", "summary"]);
    fields.printed(&["tags", "audience", "author", "source", "withdrawn"]);
    let title = fields.required("title").filter(|title| is_title(fields, title));
    let moment = |fields: &mut Fields, key| fields.moment(key).map(|moment| moment.value);
    let date = moment(fields, "date");
    let (publish, expires) = presence::read(fields, date);
    CommonFields {
        title,
        date,
        updated: moment(fields, "updated"),
        summary: fields.text("summary"),
        tags: words(fields, "tags"),
        audience: words(fields, "audience"),
        weight: fields.integer("weight"),
        draft: fields.flag("draft").unwrap_or(false),
        toc: fields.flag("toc"),
        further: further::read(fields, form, (publish, expires)).into(),
    }
}

/// Whether a text is as short as titles are, of which the longest of laws have some hundred characters.
fn is_title(fields: &mut Fields, title: &yaml::Spanned<String>) -> bool {
    const LONGEST: usize = 1000;
    let length = title.value.chars().count();
    if length > LONGEST {
        fields.wrong(
            &title.at,
            message!(
                "标题有 {length} 个字，超过 {LONGEST} 个",
                "the title has {length} characters, more than {LONGEST}"
            ),
            message!(
                "标题写短，其余的写在正文里",
                "shorten it and put the rest into the text"
            ),
        );
    }
    length <= LONGEST
}

/// Words of a list, which people also write with 、 and ， between them: `婚俗、权益` is two tags. Each has a page and a feed of
/// its own, and a feed says of each page all its tags: what is more than people read would cost its square.
fn words(fields: &mut Fields, key: &'static str) -> Vec<yaml::Spanned<String>> {
    const MOST: usize = 200;
    let texts = fields.texts(key).into_iter();
    let words: Vec<_> = texts.flat_map(|text| apart(&text)).collect();
    if let Some(over) = words.get(MOST) {
        let count = words.len();
        fields.wrong(
            &over.at,
            message!(
                "{key} 有 {count} 个，超过 {MOST} 个",
                "`{key}` has {count} words, more than {MOST}"
            ),
            message!(
                "留下读者真会去点的几个；别的词写进 asked_as 或正文，搜索一样找得到",
                "keep the few that readers would choose; write the others in `asked_as` or in the text, where search finds them too"
            ),
        );
    }
    words
}

fn apart(text: &yaml::Spanned<String>) -> Vec<yaml::Spanned<String>> {
    const BETWEEN: [char; 6] = ['，', '、', '；', ',', ';', '\u{3000}'];
    const AROUND: [char; 8] = [' ', '#', '＃', '[', ']', '【', '】', '［'];
    let parts = text.value.split(BETWEEN).flat_map(blanks);
    let parts = parts.map(|part| part.trim_matches(AROUND));
    let parts = parts.filter(|part| !part.is_empty());
    parts.map(|part| text.part(part)).collect()
}

/// The words of a text that have a blank between them with Chinese on either side: 婚俗 彩礼. Those of other scripts may be several
/// in one tag.
fn blanks(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, _) in text.match_indices(' ') {
        let (before, behind) = (text[..at].trim_end(), text[at..].trim_start());
        if before.ends_with(is_han) && behind.starts_with(is_han) {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| &*kind.kind.name)
}

fn kind(fields: &mut Fields, form: FileForm, inherited: &Kind) -> &'static KindDefinition {
    let Some(written) = fields.text("kind") else {
        return of(if form == FileForm::Section {
            Kind::page()
        } else {
            inherited
        });
    };
    if let Some(found) = by_name(&written.value) {
        return found;
    }
    let place = Span::new(fields.file(), written.at.clone());
    fields.push(unknown(&written.value, place));
    of(inherited)
}

/// What is said of a kind that there is not.
pub fn unknown(name: &str, place: Span) -> Diagnostic {
    let all = names().collect::<Vec<_>>().join("、");
    let hint = match super::meant(name) {
        Some(near) => message!("是不是 {near}？", "did you mean `{near}`?"),
        None => message!("可以写：{all}", "it may be: {all}"),
    };
    let message = message!("没有 {name} 这种页面", "there is no kind `{name}`");
    Diagnostic::new(&KIND_UNKNOWN, place, message).hint(hint)
}
