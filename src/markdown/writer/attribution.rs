//! From where a quotation is, as its last line says it: `—— [[…]]`, ——《办法》第一条, 摘自……, （……）, on a line of its own or
//! behind the last words.

use super::quoted_text;
use crate::markdown::QuoteForm;
use crate::markdown::events::SpannedEvent;
use crate::markdown::reference::Reference;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// What a block quote says of where its words are from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribution {
    /// Index of the first event, among those of the block quote, that belongs to it.
    pub from: usize,
    /// How many bytes of the text before it are words of the quotation, when it begins within one.
    pub kept: Option<usize>,
    /// What it names, as its author wrote it.
    pub to: String,
    /// The words before it.
    pub words: String,
    /// How it names it.
    pub form: QuoteForm,
}

/// Stands for a reference in the text of a line.
const LINK: char = '\u{FFFC}';

/// Words that tell from where something is.
pub(super) const INTRODUCTIONS: [&str; 9] = [
    "摘自",
    "出自",
    "引自",
    "选自",
    "摘录自",
    "来自",
    "出处",
    "来源",
    "原文见",
];

/// A longer last line is a sentence, whatever it begins with.
const LONGEST: usize = 60;

/// The last line of a block quote's last paragraph, flattened.
struct Line {
    /// Index of the line break before it, or of its first event.
    from: usize,
    /// It is all that the block quote holds.
    alone: bool,
    /// Its text, a reference being one character.
    text: String,
    /// Index of each text event, and where its text begins.
    pieces: Vec<(usize, usize)>,
    /// The references in it, as written.
    references: Vec<String>,
}

impl Line {
    fn last(events: &[SpannedEvent<'_>]) -> Option<Self> {
        let close = events.len().checked_sub(2)?;
        if !matches!(events[close].0, Event::End(TagEnd::Paragraph)) {
            return None;
        }
        let begins = |(event, _): &SpannedEvent<'_>| matches!(event, Event::Start(Tag::Paragraph));
        let open = events[..close].iter().rposition(begins)?;
        let breaks = |(event, _): &SpannedEvent<'_>| matches!(event, Event::SoftBreak | Event::HardBreak);
        let broken = events[open..close].iter().rposition(breaks).map(|at| open + at);
        let mut line = Self {
            from: broken.unwrap_or(open + 1),
            alone: open == 1 && broken.is_none(),
            text: String::new(),
            pieces: Vec::new(),
            references: Vec::new(),
        };
        let mut within = false;
        for (at, (event, _)) in events.iter().enumerate().take(close).skip(line.from) {
            match event {
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { .. },
                    dest_url,
                    ..
                }) => {
                    within = true;
                    line.pieces.push((at, line.text.len()));
                    line.text.push(LINK);
                    line.references.push(dest_url.to_string());
                }
                Event::End(TagEnd::Link) => within = false,
                Event::Text(text) | Event::Code(text) if !within => {
                    line.pieces.push((at, line.text.len()));
                    line.text.push_str(text);
                }
                _ => {}
            }
        }
        Some(line)
    }

    /// The event in which what stands from byte `at` begins, and how much of that event's text is before it.
    fn event_at(&self, at: usize) -> Option<(usize, usize)> {
        let (event, start) = *self.pieces.iter().rev().find(|(_, start)| *start <= at)?;
        Some((event, at - start))
    }
}

/// In a block quote's events: what it says of where its words are from. `None` when it says nothing.
pub(super) fn attribution(events: &[SpannedEvent<'_>]) -> Option<Attribution> {
    let line = Line::last(events)?;
    match &line.references[..] {
        [to] => linked(&line, to, events),
        [] => named(&line, events),
        _ => {
            let (before, _) = line.text.split_once(LINK)?;
            let lead = Lead::before(before);
            (lead.words.is_empty() && lead.dash).then(|| Attribution {
                from: line.from,
                kept: None,
                to: line.references.join("、"),
                words: quoted_text(&events[1..line.from]),
                form: QuoteForm::Named,
            })
        }
    }
}

/// What stands before the name of a source: dashes, brackets, 摘自.
struct Lead<'l> {
    /// What is before all that.
    words: &'l str,
    dash: bool,
    introduction: bool,
    bracket: bool,
}

impl<'l> Lead<'l> {
    fn nothing() -> Self {
        Self {
            words: "",
            dash: false,
            introduction: false,
            bracket: false,
        }
    }

    /// Whether anything says that the name is a source.
    fn tells(&self) -> bool {
        self.dash || self.introduction || self.bracket
    }

    fn before(text: &'l str) -> Self {
        let mut lead = Self {
            words: text,
            dash: false,
            introduction: false,
            bracket: false,
        };
        loop {
            let words = lead.words.trim_end();
            let without = |word: &&str| words.strip_suffix(*word);
            if let Some(rest) = words.strip_suffix(is_dash) {
                (lead.words, lead.dash) = (rest, true);
            } else if let Some(rest) = words.strip_suffix(['（', '(', '［', '[', '【', '〔']) {
                (lead.words, lead.bracket) = (rest, true);
            } else if let Some(rest) = INTRODUCTIONS.iter().find_map(without) {
                (lead.words, lead.introduction) = (rest, true);
            } else if let Some(rest) = words.strip_suffix(['：', ':']) {
                lead.words = rest;
            } else {
                lead.words = words;
                return lead;
            }
        }
    }
}

/// Whether words end as a sentence does, so that what follows is none of it.
fn ends_sentence(words: &str) -> bool {
    words.ends_with(['。', '！', '？', '”', '；', '」', '…', '）'])
}

/// A source in brackets behind the end of a sentence: …… 产假。（来源：《规定》第七条）
fn in_brackets(text: &str) -> Option<(&str, Lead<'_>, &str)> {
    let inner = text.strip_suffix(['）', ')'])?;
    let (words, inner) = inner.rsplit_once(['（', '('])?;
    let introduction = INTRODUCTIONS.iter().find_map(|word| inner.strip_prefix(word));
    let name = introduction.unwrap_or(inner).trim_start_matches(['：', ':', ' ']);
    let is_document = names_a_title(name) || Reference::name_and_clause(name).is_some();
    let lead = Lead {
        words,
        dash: false,
        introduction: introduction.is_some(),
        bracket: true,
    };
    (ends_sentence(words.trim_end()) && is_document).then_some((words.trim_end(), lead, name))
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '—' | '―' | '─' | '–' | '－' | '⸺' | '⸻' | '━' | '﹘' | '-')
}

/// What may stand behind the name of a source.
fn is_closing(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '）' | ')' | '］' | ']' | '】' | '〕' | '。' | '.' | '”' | '」' | '』'
        )
}

fn linked(line: &Line, to: &str, events: &[SpannedEvent<'_>]) -> Option<Attribution> {
    let (before, after) = line.text.split_once(LINK)?;
    if !after.chars().all(is_closing) {
        return None;
    }
    let lead = Lead::before(before);
    let mut found = Attribution {
        from: line.from,
        kept: None,
        to: to.to_owned(),
        words: quoted_text(&events[1..line.from]),
        form: QuoteForm::Linked,
    };
    if lead.words.trim().is_empty() {
        return (!line.alone).then_some(found);
    }
    let (event, kept) = line.event_at(lead.words.len())?;
    found.words = quoted_text(&events[1..event]) + &lead.words[lead.words.len() - kept..];
    if lead.dash || lead.introduction {
        // The text is cut where the dash begins.
        (found.from, found.kept) = (event + 1, Some(kept));
    } else if lead.bracket {
        found.form = QuoteForm::Beside;
    } else {
        return None;
    }
    Some(found)
}

/// A source that is named without a link.
fn named(line: &Line, events: &[SpannedEvent<'_>]) -> Option<Attribution> {
    let text = line.text.trim_end();
    let (words, lead, name) = split_name(text)?;
    let name = without_note(name)
        .trim_matches(|c: char| is_closing(c) || matches!(c, '（' | '('))
        .trim();
    let ends_a_sentence = name.ends_with(['；', '！', '？', '，', '、', '：']) || name.contains('。');
    if name.is_empty()
        || ends_a_sentence
        || name.chars().count() > LONGEST
        || (words.is_empty() && line.alone)
    {
        return None;
    }
    let is_document = lead.introduction
        || names_a_title(name)
        || (name.contains('〔') && name.contains('号'))
        || Reference::name_and_clause(name).is_some();
    let before = quoted_text(&events[1..line.from]);
    Some(Attribution {
        from: line.from,
        kept: None,
        to: name.to_owned(),
        words: format!("{before} {words}").trim().to_owned(),
        form: if !lead.tells() || (!words.is_empty() && !lead.dash && !lead.introduction) {
            QuoteForm::Beside
        } else if is_document {
            QuoteForm::Named
        } else {
            QuoteForm::Signed
        },
    })
}

/// A name without a note in brackets: 《办法》第三条（2026年修正）.
fn without_note(name: &str) -> &str {
    let bare = name.trim_end_matches(['。', ' ']);
    let split = bare
        .strip_suffix(['）', ')'])
        .and_then(|name| name.rsplit_once(['（', '(']));
    let document = split.map(|(document, _)| document).filter(|document| {
        Reference::name_and_clause(document.trim()).is_some_and(|split| split.clause.starts_with('第'))
    });
    document.unwrap_or(name)
}

/// Whether a name is a title in 《》, with nothing behind it but a clause or a note in brackets.
fn names_a_title(name: &str) -> bool {
    let tail = name.contains('《').then(|| name.rsplit_once('》')).flatten();
    tail.is_some_and(|(_, tail)| tail.trim().is_empty() || tail.trim().starts_with(['第', '（', '(']))
}

/// Takes a line apart into words, what leads to a name, and the name.
fn split_name(text: &str) -> Option<(&str, Lead<'_>, &str)> {
    // A line that is nothing but its source.
    let start = text.trim_start();
    let mark =
        start.find(|c: char| !(is_dash(c) || c.is_whitespace() || matches!(c, '（' | '(' | '【' | '[')));
    let (head, rest) = start.split_at(mark?);
    let introduction = INTRODUCTIONS.iter().find_map(|word| rest.strip_prefix(word));
    let bracketed = head.contains(['（', '(', '【', '[']) && text.ends_with(['）', ')', '】', ']']);
    if head.contains(is_dash) || introduction.is_some() || bracketed {
        let name = introduction.unwrap_or(rest).trim_start_matches(['：', ':', ' ']);
        let lead = Lead {
            words: "",
            dash: head.contains(is_dash),
            introduction: introduction.is_some(),
            bracket: bracketed,
        };
        return Some(("", lead, name));
    }
    if let Some(found) = in_brackets(text) {
        return Some(found);
    }
    // A line that is nothing but the name of a document and a clause of it.
    if rest.starts_with('《') && head.is_empty() && names_a_title(rest) {
        return Some(("", Lead::nothing(), rest));
    }
    // Behind the end of a sentence: …… 产假。——《规定》第七条
    let at = text.rfind(is_dash)?;
    let (before, dashed) = text.split_at(at);
    let lead = Lead::before(&text[..at + dashed.chars().next()?.len_utf8()]);
    let ended = ends_sentence(lead.words);
    let long = before.ends_with(is_dash) || !dashed.starts_with('-');
    (ended && long).then(|| (lead.words, lead, dashed.trim_start_matches(is_dash)))
}
