//! Which paragraphs of a draft are headings.

use crate::import::model::Paragraph;
use crate::markdown::{AnnexLine, ClosingLine, Mark};

/// How deep headings are, as the text goes on.
#[derive(Default)]
pub struct Outline {
    /// Styles tell every heading and its level.
    exact: bool,
    /// An article has begun: 一、 is an item of it, not a heading.
    in_article: bool,
    /// Headings that are open: how deep each would be by itself, and how deep it is.
    open: Vec<(usize, usize)>,
}

impl Outline {
    /// The outline of a text; `exact` when styles tell every heading and its level.
    pub fn new(exact: bool) -> Self {
        Self {
            exact,
            ..Self::default()
        }
    }

    /// The level of a paragraph as a heading, from 2; `None` when it is none.
    pub fn level(&mut self, paragraph: &Paragraph, words: &str) -> Option<usize> {
        let words = words.trim();
        if self.exact {
            let level = paragraph.heading.filter(|_| !words.is_empty());
            return level.map(|level| (usize::from(level) + 1).min(6));
        }
        let mark = Mark::at_start(words, false).map(|(mark, _)| mark);
        let annex = AnnexLine::of(words).is_some();
        self.in_article = !annex && (self.in_article || matches!(mark, Some(Mark::Article(..))));
        let short = words.chars().count() <= 60 && !words.contains('\n');
        // A style that says heading is believed of a question too, and of what announces a list.
        let asks = words.ends_with(['：', '！', '？', ':', '!', '?']) && paragraph.heading.is_none();
        let ended = asks || words.ends_with(['。', '；', '，', ';']);
        if words.is_empty() || paragraph.text || !short || ended || annex || ClosingLine::of(words).is_some()
        {
            return None;
        }
        let wanted = self.wanted(paragraph, words)?;
        self.open.retain(|(above, _)| *above < wanted);
        let level = self.open.last().map_or(2, |(_, above)| above + 1).min(6);
        self.open.push((wanted, level));
        Some(level)
    }

    /// How deep a heading would be by itself.
    fn wanted(&self, paragraph: &Paragraph, words: &str) -> Option<usize> {
        let styled = paragraph.heading.map(|level| usize::from(level.max(1)) + 10);
        match Mark::at_start(words, true).map(|(mark, _)| mark) {
            Some(Mark::Part(_)) => Some(1),
            Some(Mark::Chapter(_)) => Some(2),
            Some(Mark::Section(_)) => Some(3),
            Some(Mark::Article(..) | Mark::Paragraph(_) | Mark::Item(_)) => None,
            Some(Mark::First(_)) if !self.in_article || styled.is_some() => Some(4),
            Some(mark) if styled.is_some() && !self.in_article => Some(4 + mark.outline_level()),
            Some(_) => None,
            None => styled,
        }
    }
}
