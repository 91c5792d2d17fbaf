//! What is wrong with a template, told with the project's own diagnostics: Tera's caret stands in the
//! wrong column behind Chinese characters.

use super::bounds::{self, DEEPEST, Excess};
use crate::base::edit::Edits;
use crate::base::{Diagnostic, Message, Span};
use crate::config::TemplateLimits;
use crate::message;
use crate::rule;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Error, ErrorKind, ReportError};

rule! { TEMPLATE_MISSING = "template-missing", Theme, Error, adjustable: false;
    means "少一个模板", "A template is missing";
    mend "加上它，或在 theme.yaml 里写 `extends: wanjia`", "Add it, or write `extends: wanjia` in theme.yaml";
}

rule! { TEMPLATE_BROKEN = "template-broken", Theme, Error, adjustable: false;
    means "模板写错了，或用不了这个值", "A template is wrong, or cannot use a value";
    mend "照行号改；能用的值见手册的“模板”", "Mend the line; the handbook's chapter on templates has the values";
}

rule! { TEMPLATE_COSTLY = "template-costly", Theme, Error, adjustable: false;
    means "上级的模板做一页做得太多：循环太多、写得太长、一个值太大、一层层嵌得太深", "A template of a site above makes too much of a page: too many loops, too much text, too large a value, or parts within parts too deep";
    mend "告诉上级站；真要这么多，在自己的 site.yaml 里用 `limits` 放宽", "Tell the site above; if that much is meant, widen `limits` in your own site.yaml";
}

/// Templates by their names in Tera: the file and the text.
#[derive(Debug, Default)]
pub(super) struct TemplateSources {
    files: BTreeMap<String, (Arc<str>, String)>,
    /// Of templates that are rendered with calls that count: the way back to their own places.
    counted: BTreeMap<String, Edits>,
    limits: TemplateLimits,
}

impl TemplateSources {
    /// Takes the text of a template, and the file that it came from.
    pub fn add(&mut self, name: &str, file: &Arc<str>, text: &str) {
        self.files
            .insert(name.to_owned(), (file.clone(), text.to_owned()));
    }

    /// The templates, by their names in Tera, with calls that count; what they may cost is kept for messages.
    pub fn count(&mut self, limits: TemplateLimits, templates: &[(String, String)]) -> Vec<(String, String)> {
        self.limits = limits;
        let mut all = Vec::with_capacity(templates.len());
        for (name, text) in templates {
            let counted = bounds::counted(text);
            all.push((
                name.clone(),
                counted
                    .as_ref()
                    .map_or_else(|| text.clone(), |(text, _)| text.clone()),
            ));
            if let Some((_, edits)) = counted {
                self.counted.entry(name.clone()).or_insert(edits);
            }
        }
        all
    }

    /// The file of a template.
    pub fn file(&self, template: &str) -> Arc<str> {
        self.top(template).file
    }

    /// Where a template in a folder first uses a value.
    pub fn first_use(&self, folder: &str, value: &str) -> Option<Span> {
        let there = self.files.iter().filter(|(name, _)| name.contains(folder));
        there.map(|(_, source)| source).find_map(|(file, text)| {
            let mut found = text.match_indices(value).map(|(at, _)| at);
            let at = found.find(|at| is_used(text, *at))?;
            Some(Span::new(file, at..at + value.trim_end_matches('.').len()))
        })
    }

    /// A template alone does not see the parents and components of the others.
    pub fn is_reference_problem(&self, error: &Error) -> bool {
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                let message = report.message().to_ascii_lowercase();
                message.contains("not found")
                    || message.contains("unknown component")
                    || message.contains("does not exist")
            }
            _ => false,
        }
    }

    /// No template of these names is there.
    pub fn missing(&self, names: &[String]) -> Diagnostic {
        let all = names.join("、");
        let (file, _) = self
            .files
            .values()
            .next()
            .cloned()
            .unwrap_or(("themes".into(), String::new()));
        Diagnostic::new(
            &TEMPLATE_MISSING,
            Span::top(&file),
            message!(
                "主题里没有 {all} 中的任何一个模板",
                "the theme has none of these templates: {all}"
            ),
        )
        .hint(message!(
            "加上其中一个，或在 theme.yaml 里写 extends: wanjia",
            "add one of them, or write `extends: wanjia` in theme.yaml"
        ))
    }

    /// Tells what Tera found, with the place in the author's file.
    pub fn explain(&self, error: &Error, template: &str) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) => self.report(report, "模板写错了", "the template is broken"),
            ErrorKind::RenderingError(report) => match Excess::of(report.message()) {
                Some(excess) => self.costly(self.place(report), excess),
                None => self.report(report, "模板用不了这个值", "the template cannot use this value"),
            },
            ErrorKind::Msg(message) if Excess::of(message).is_some() => {
                let excess = Excess::of(message).expect("it was just seen");
                self.costly(self.top(template), excess)
            }
            ErrorKind::CircularExtend {
                tpl,
                inheritance_chain: chain,
            }
            | ErrorKind::CircularInclude {
                tpl,
                include_chain: chain,
            } => {
                let chain = chain
                    .iter()
                    .map(|name| bare(name))
                    .collect::<Vec<_>>()
                    .join(" → ");
                self.broken(
                    self.top(tpl),
                    message!("模板绕成了圈：{chain}", "templates go in a circle: {chain}"),
                )
                .hint(message!(
                    "去掉其中一处 extends 或 include",
                    "take one `extends` or `include` out"
                ))
            }
            ErrorKind::MissingParent { current, parent } => {
                let parent = bare(parent);
                self.broken(
                    self.top(current),
                    message!("没有 {parent} 这个模板", "there is no template {parent}"),
                )
                .hint(message!(
                    "核对 extends 后的名称",
                    "check the name behind `extends`"
                ))
            }
            ErrorKind::TemplateNotFound(name) => self.missing(&[bare(name).to_owned()]),
            other => {
                let message = other.to_string();
                self.broken(self.top(template), Message::new(message.clone(), message))
            }
        }
    }

    /// Tells all that Tera found in several templates at once: it has only a drawing of them.
    pub fn explain_all(&self, error: &Error, template: &str) -> Vec<Diagnostic> {
        let ErrorKind::Msg(drawing) = error.kind() else {
            return vec![self.explain(error, template)];
        };
        let mut found = Vec::new();
        for part in drawing.split("error: ").skip(1) {
            let Some((message, place)) = part.split_once("\n --> ") else {
                continue;
            };
            let message = message.trim_end_matches('.');
            let place = self.drawn(place.lines().next().unwrap_or(""));
            found.push(
                self.broken(
                    place,
                    message!("模板写错了：{message}", "the template is broken: {message}"),
                )
                .hint(message!(
                    "核对名称；替换整个模板时，别的模板要用的 block 也要留下",
                    "check the name; a template that replaces another keeps the blocks that others fill"
                )),
            );
        }
        if found.is_empty() {
            vec![self.explain(error, template)]
        } else {
            found
        }
    }

    /// The place of `lay01/tag.html:3:10`.
    fn drawn(&self, place: &str) -> Span {
        let mut parts = place.rsplitn(3, ':');
        let column: usize = parts.next().and_then(|n| n.trim().parse().ok()).unwrap_or(1);
        let line: usize = parts.next().and_then(|n| n.parse().ok()).unwrap_or(1);
        let name = parts.next().unwrap_or(place);
        let Some((file, text)) = self.files.get(name) else {
            return self.top(name);
        };
        let start: usize = text
            .split_inclusive('\n')
            .take(line.saturating_sub(1))
            .map(str::len)
            .sum();
        let at = text[start..]
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(start, |(at, _)| start + at);
        Span::new(file, at..at)
    }

    fn report(&self, report: &ReportError, zh: &str, en: &str) -> Diagnostic {
        let message = report.message().trim_end_matches('.');
        self.broken(self.place(report), message!("{zh}：{message}", "{en}: {message}"))
            .hint(message!(
                "能用的值见 docs/content/templates.md；没有写的字段先用 is defined 判断",
                "docs/content/templates.md lists the values; guard what may be missing with `is defined`"
            ))
    }

    /// Where in the author's file an error is.
    fn place(&self, report: &ReportError) -> Span {
        let Some((file, text)) = self.files.get(report.filename()) else {
            return Span::top(&bare(report.filename()).into());
        };
        let range = report.span().range.clone();
        let range = match self.counted.get(report.filename()) {
            Some(edits) => edits.start(range.start)..edits.end(range.end),
            None => range,
        };
        let start = range.start.min(text.len());
        Span::new(file, start..range.end.min(text.len()).max(start))
    }

    fn costly(&self, place: Span, excess: Excess) -> Diagnostic {
        let TemplateLimits { kilobytes, steps, .. } = self.limits;
        let message = match excess {
            Excess::Steps => message!(
                "上级的模板做这一页超过 {steps} 步",
                "the template of a site above takes more than {steps} steps for this page"
            ),
            Excess::Output => message!(
                "上级的模板把这一页写到了 {kilobytes} KB 以上",
                "the template of a site above makes this page longer than {kilobytes} KB"
            ),
            Excess::Value => message!(
                "上级的模板里有一个值超过 {kilobytes} KB",
                "a value in the template of a site above is larger than {kilobytes} KB"
            ),
            Excess::Depth => message!(
                "上级的模板一层套一层，超过 {DEEPEST} 层",
                "in the template of a site above parts stand within parts more than {DEEPEST} deep"
            ),
        };
        let hint = match excess.limit() {
            Some(key) => message!(
                "告诉上级站；真要这么多，在自己的 site.yaml 里写 limits: {{{key}: …}}",
                "tell the site above; if that much is meant, write `limits: {{{key}: …}}` in your own site.yaml"
            ),
            None => message!(
                "告诉上级站：include、block 和组件少套几层",
                "tell the site above to nest its parts, blocks and components less"
            ),
        };
        Diagnostic::new(&TEMPLATE_COSTLY, place, message).hint(hint)
    }

    fn broken(&self, place: Span, message: Message) -> Diagnostic {
        Diagnostic::new(&TEMPLATE_BROKEN, place, message)
    }

    fn top(&self, name: &str) -> Span {
        let found = self.files.get(name).or_else(|| {
            self.files
                .iter()
                .find(|(known, _)| bare(known) == bare(name))
                .map(|(_, file)| file)
        });
        match found {
            Some((file, _)) => Span::top(file),
            None => Span::top(&bare(name).into()),
        }
    }
}

/// Whether a word stands in `{{ … }}` or `{% … %}` and is not the end of a longer one.
fn is_used(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let last = |marks: [&str; 2]| marks.into_iter().filter_map(|mark| before.rfind(mark)).max();
    let inside = last(["{{", "{%"]).is_some_and(|open| last(["}}", "%}"]).is_none_or(|close| close < open));
    inside && !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
}

/// A template's name without its level.
fn bare(name: &str) -> &str {
    match name.split_once('/') {
        Some((level, rest)) if level.len() == 5 && level.starts_with("lay") => rest,
        _ => name,
    }
}
