//! How a line of a text begins and ends: whether something begins with it, whether a sentence goes on behind it.

use super::title;
use crate::markdown::{AnnexLine, ClosingLine, Mark, heads_contents};

/// Whether a line begins something: a clause, an annex, a line of the closing, a number of a document.
pub fn begins_anew(line: &str) -> bool {
    Mark::at_start(line, false).is_some()
        || ClosingLine::of(line).is_some()
        || AnnexLine::of(line).is_some()
        || title::number_of(line).is_some()
        || heads_contents(line)
}

/// Whether nothing follows a line in its paragraph: a heading, a title, a number, a line of the closing.
pub fn stands_alone(line: &str) -> bool {
    is_headed(line)
        || is_short(line) && title::is_header(line)
        || title::is_titled(line) && title::may_be(line) && !line.contains(['。', '，']) && !is_open(line)
        || title::number_of(line).is_some()
        || heads_contents(line)
        || matches!(
            ClosingLine::of(line),
            Some(ClosingLine::Date | ClosingLine::Distribution)
        )
}

/// Whether a line looks like a numbered heading: a mark, and words without a sign of a sentence. The first line of a numbered
/// sentence looks like one too.
pub fn is_headed(line: &str) -> bool {
    is_short(line) && Mark::at_start(line, true).is_some_and(|(_, length)| line.len() > length)
}

fn is_short(line: &str) -> bool {
    line.chars().count() <= 40 && !line.contains(['，', '。', '；', '：']) && !is_open(line)
}

/// Whether a sentence ends with a line.
pub fn is_ended(line: &str) -> bool {
    let mut back = line.trim_end().chars().rev();
    match back.next() {
        None => true,
        Some('。' | '！' | '？' | '；' | '：' | '!' | '?' | ';' | ':' | '…') => true,
        // A dot may be one of a number.
        Some('.') => !back.next().is_some_and(|c| c.is_ascii_digit()),
        Some('”' | '’' | '"' | '）' | ')' | '」' | '】') => {
            line.starts_with(['（', '(', '【']) || back.next().is_some_and(|c| "。！？；…!?".contains(c))
        }
        Some(_) => false,
    }
}

/// Whether a line is part of a sentence, and no heading.
pub fn is_sentence(line: &str) -> bool {
    line.contains(['，', '。', '；', '：', ',']) || is_open(line) || line.chars().count() > 40
}

/// Whether a bracket or a quotation is still open at the end of a line.
pub fn is_open(line: &str) -> bool {
    [('《', '》'), ('（', '）'), ('“', '”'), ('〔', '〕'), ('「', '」')]
        .iter()
        .any(|(open, close)| line.matches(*open).count() > line.matches(*close).count())
}
