//! How a mark begins: what tells by a character or two that a line has none, or the one that most clauses of laws have.

use super::{CITED, FORMAL, Mark};
use crate::base::numeral;

/// Whether words that cite an article may begin so; most do not, and are read no further. A character that is no common
/// ideograph may only look like one of these.
pub(super) fn may_cite(c: char) -> bool {
    !matches!(c, '\u{4E00}'..='\u{9FFF}')
        || matches!(c, '第' | '笫' | '苐')
        || CITED.iter().any(|word| word.starts_with(c))
}

/// Whether a mark may begin so; most lines do not, and are read no further.
pub(super) fn may_begin(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => {
            matches!(c, '第' | '笫' | '苐') || numeral::is_numeral(c) || FORMAL.contains(c)
        }
        '（' | '(' | '〇' | '○' | '0'..='9' | '０'..='９' => true,
        '“' | '”' | '《' | '》' | '*' => false,
        // Rare: characters that only look like these.
        c => !c.is_ascii(),
    }
}

/// The mark of a line that begins as most clauses of a law do, which nothing has to be folded for: 第十八条 and a blank.
pub(super) fn plain(line: &str) -> Option<(Mark, usize)> {
    let inner = line.strip_prefix('第')?;
    let end = inner.find(|c| !"一二三四五六七八九十百零".contains(c))?;
    let n = numeral::parse(&inner[..end])?;
    let mut rest = inner[end..].chars();
    let mark = match rest.next()? {
        '编' => Mark::Part(n),
        '章' => Mark::Chapter(n),
        '节' => Mark::Section(n),
        '条' => Mark::Article(n, 0),
        _ => return None,
    };
    let spaced = matches!(rest.next()?, ' ' | '\u{3000}');
    spaced.then(|| (mark, '第'.len_utf8() + end + '条'.len_utf8()))
}
