//! The sections of a text as its headings divide it: what a page below may change one by one.
//!
//! Only headings of the text itself divide it; those in quotes and lists are part of what they are in.

use super::events::OPTIONS;
use super::{Ids, lenient};
use crate::base::slug;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// A heading with all that is below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6, as written.
    pub level: u8,
    /// The heading's words.
    pub title: String,
    /// The id that the heading has on its page.
    pub id: String,
    /// The id was written by the author.
    pub own_id: bool,
    /// `{.hide}`: the page is to leave this section out.
    pub hide: bool,
    /// `{after="…"}`: the section behind which this one is to stand.
    pub after: Option<String>,
    /// Classes that the author gave it.
    pub classes: Vec<String>,
    /// Where the heading's words are, without marks and attributes.
    pub words: Range<usize>,
    /// From the heading to the next one of the same or a higher level.
    pub whole: Range<usize>,
    /// Where the text behind the heading begins.
    pub body: usize,
}

/// A text divided by its headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sections {
    /// What is before the first heading.
    pub introduction: Range<usize>,
    /// In reading order, sections inside of sections included.
    pub list: Vec<Section>,
    /// Footnotes and link targets: their label and where they are. They serve the whole text.
    pub definitions: Vec<(String, Range<usize>)>,
}

impl Sections {
    /// Divides `text[start..]`. Ranges are bytes of `text`.
    pub fn of(text: &str, start: usize) -> Self {
        let lenient = lenient::read(&text[start..], false);
        let mut sections = Self::as_written(&lenient.text, start);
        if lenient.is_changed() {
            sections.relocate(|at| {
                let inner = lenient.source(&(at.start - start..at.end - start));
                inner.start + start..inner.end + start
            });
        }
        sections
    }

    /// Lets every range point into another text.
    fn relocate(&mut self, to: impl Fn(&Range<usize>) -> Range<usize>) {
        self.introduction.end = to(&self.introduction).end;
        for section in &mut self.list {
            section.words = to(&section.words);
            section.body = to(&(section.whole.start..section.body)).end;
            // Blanks before its heading go with it.
            let start = to(&(self.introduction.start..section.whole.start)).end;
            section.whole = start..to(&section.whole).end;
        }
        for (_, at) in &mut self.definitions {
            *at = to(at);
        }
    }

    /// Divides a body that begins at `start` of its file.
    fn as_written(body: &str, start: usize) -> Self {
        let parser = Parser::new_ext(body, OPTIONS);
        let mut divider = Divider {
            start,
            ..Divider::default()
        };
        let end = start + body.len();
        let links = parser.reference_definitions().iter();
        divider.definitions = links
            .map(|(label, definition)| (label.to_owned(), divider.at(&definition.span)))
            .collect();
        for (event, range) in parser.into_offset_iter() {
            divider.see(&event, &range);
        }
        let (mut list, mut definitions) = (divider.list, divider.definitions);
        definitions.sort_by_key(|(_, range)| range.start);
        extend(&mut list, end);
        name(&mut list);
        Self {
            introduction: start..list.first().map_or(end, |first| first.whole.start),
            list,
            definitions,
        }
    }

    /// The section that a heading's words or an id mean: an id first, then the first of these words.
    pub fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim().trim_start_matches('#').trim();
        let by_id = self.list.iter().position(|section| section.id == name);
        by_id.or_else(|| self.list.iter().position(|section| section.title == name))
    }
}

/// Walks over a text and notes its headings.
#[derive(Default)]
struct Divider {
    start: usize,
    depth: usize,
    in_heading: bool,
    list: Vec<Section>,
    definitions: Vec<(String, Range<usize>)>,
}

impl Divider {
    fn at(&self, range: &Range<usize>) -> Range<usize> {
        range.start + self.start..range.end + self.start
    }

    fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let at = self.at(range);
        if self.in_heading {
            self.words(event, at);
        } else if self.depth == 0 {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    self.definitions.push((format!("^{label}"), at));
                }
                Event::Start(heading @ Tag::Heading { .. }) => {
                    self.list.push(opened(heading, at));
                    self.in_heading = true;
                }
                _ => {}
            }
        }
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn words(&mut self, event: &Event<'_>, at: Range<usize>) {
        let Some(heading) = self.list.last_mut() else {
            return;
        };
        match event {
            Event::End(TagEnd::Heading(_)) => {
                self.in_heading = false;
                return;
            }
            Event::Text(words) | Event::Code(words) => heading.title.push_str(words),
            _ => {}
        }
        if heading.words.is_empty() {
            heading.words = at;
        } else {
            heading.words.end = heading.words.end.max(at.end);
        }
    }
}

/// A heading whose words are still to come.
fn opened(heading: &Tag<'_>, at: Range<usize>) -> Section {
    let Tag::Heading {
        level,
        id,
        classes,
        attrs,
    } = heading
    else {
        return Section::default();
    };
    let classes = || classes.iter().map(ToString::to_string);
    // A blank ends an attribute: “活动 内容” comes in two.
    let mut rest = attrs.iter().skip_while(|(key, _)| &**key != "after");
    let after = rest.next().and_then(|(_, value)| value.as_ref()).map(|first| {
        let more = rest
            .take_while(|(_, value)| value.is_none())
            .map(|(key, _)| &**key);
        let words: Vec<&str> = std::iter::once(&**first).chain(more).collect();
        words.join(" ").trim_matches(['"', '\'', '“', '”']).to_owned()
    });
    Section {
        level: *level as u8,
        title: String::new(),
        id: id.as_ref().map(ToString::to_string).unwrap_or_default(),
        own_id: id.is_some(),
        hide: classes().any(|class| class == "hide"),
        after,
        classes: classes().filter(|class| class != "hide").collect(),
        words: at.end..at.end,
        body: at.end,
        whole: at,
    }
}

/// A section reaches to the next heading of its level or above.
fn extend(list: &mut [Section], end: usize) {
    for at in 0..list.len() {
        let level = list[at].level;
        let next = list[at + 1..].iter().find(|later| later.level <= level);
        list[at].whole.end = next.map_or(end, |next| next.whole.start);
        list[at].title = list[at].title.trim().to_owned();
    }
}

/// Gives every heading the id that it will have on the page.
fn name(list: &mut [Section]) {
    let mut ids = Ids::default();
    for section in list {
        let wanted = if section.own_id {
            section.id.clone()
        } else {
            slug::slug(&section.title)
        };
        section.id = ids.take(&wanted, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_divided_by_its_headings() {
        let text = "---\n---\n开头。\n\n## 一 {#first}\n\n甲\n\n### 一之一\n\n乙[^1]\n\n> ## 引\n\n标题二\n------\n\n丙\n\n## 一\n\n[^1]: 注\n";
        let sections = Sections::of(text, 8);
        let shown: Vec<_> = sections
            .list
            .iter()
            .map(|s| {
                (
                    s.level,
                    s.title.as_str(),
                    s.id.as_str(),
                    &text[s.words.clone()],
                    text[s.whole.clone()].len(),
                )
            })
            .collect();
        assert_eq!(&text[sections.introduction.clone()], "开头。\n\n");
        assert_eq!(shown[0].0, 2);
        assert_eq!((shown[0].1, shown[0].2, shown[0].3), ("一", "first", "一"));
        assert!(text[sections.list[0].whole.clone()].ends_with("> ## 引\n\n"));
        assert_eq!(shown[1].1, "一之一");
        assert_eq!(
            (shown[2].1, shown[2].2, shown[2].3),
            ("标题二", "biao-ti-er", "标题二")
        );
        assert_eq!((shown[3].1, shown[3].2), ("一", "yi"));
        assert_eq!(sections.definitions[0].0, "^1");
        assert_eq!(sections.find("first"), Some(0));
        assert_eq!(sections.find("一"), Some(0));
    }

    #[test]
    fn what_is_to_be_done_with_a_section_stands_behind_its_heading() {
        let one = |line: &str| Sections::of(line, 0).list[0].clone();
        assert_eq!(
            one("## 我们的 {after=\"活动内容\"}\n").after.as_deref(),
            Some("活动内容")
        );
        assert_eq!(
            one("## 我们的 {after=\"活动 内容\"}\n").after.as_deref(),
            Some("活动 内容")
        );
        assert_eq!(
            one("## 我们的 {after=“活动内容”}\n").after.as_deref(),
            Some("活动内容")
        );
        assert!(one("## 不要 {.hide}\n").hide);
        assert_eq!(one("## 有 `码` 和**粗** {.a}\n").title, "有 码 和粗");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn dividing_never_panics_and_every_range_is_within(text in "[#一a\\-=>\n {}.\"\\[\\]^:*`]{0,80}") {
            let sections = Sections::of(&text, 0);
            for section in &sections.list {
                assert!(text.get(section.whole.clone()).is_some() && text.get(section.words.clone()).is_some());
                assert!(section.body <= section.whole.end && section.words.end <= section.body);
            }
            for (_, range) in &sections.definitions {
                assert!(text.get(range.clone()).is_some());
            }
        }
    }
}
