//! Whether quoted words are in a text: word for word, white space and the style of quotation marks aside.

use crate::base::characters;

/// Words as they are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken(String);

/// Folds what does not count: white space and what cannot be seen, the style of quotation marks, full-width signs,
/// letters and digits, and signs that look alike.
pub fn spoken(text: &str) -> Spoken {
    Spoken(
        characters::bare(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(narrow)
            .collect(),
    )
}

/// A sign in the one form of those that look alike.
fn narrow(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '＂' | '‘' | '’' | '\'' => '"',
        '―' | '─' | '━' | '⸺' | '⸻' => '—',
        '‐' | '‑' | '‒' | '–' | '−' => '-',
        '•' | '‧' | '・' | '･' | '∙' | '⋅' => '·',
        '○' | '◯' => '〇',
        '∶' => ':',
        '〜' | '∼' => '~',
        '⋯' => '…',
        // Full-width forms are as far from the narrow ones, each.
        '！'..='～' => char::from_u32(c as u32 - ('！' as u32 - '!' as u32)).unwrap_or(c),
        _ => c,
    }
}

/// Why words that look the same as some of `text` are not in it: each character of `quote` that only looks like one
/// there, and that one. Empty when they do not look the same.
pub fn lookalikes(text: &str, quote: &str) -> Vec<(char, char)> {
    let (text, quote) = (spoken(text).0, spoken(quote).0);
    let (seen, wanted) = (characters::look(&text), characters::look(&quote));
    let Some(at) = seen.find(&wanted).filter(|_| !wanted.is_empty()) else {
        return Vec::new();
    };
    // A character stands for a character.
    let there = text.chars().skip(seen[..at].chars().count());
    let mut pairs: Vec<(char, char)> = quote
        .chars()
        .zip(there)
        .filter(|(one, other)| one != other)
        .collect();
    pairs.dedup();
    pairs
}

impl Spoken {
    /// Whether `quote` is in it. An ellipsis (……) in the quote marks left-out words; the parts
    /// must follow each other.
    pub fn says(&self, quote: &Spoken) -> bool {
        if self.0.contains(&quote.0) {
            return true;
        }
        let mut rest = self.0.as_str();
        let mut some = false;
        for part in quote
            .0
            .split("……")
            .map(|part| part.trim_matches('"'))
            .filter(|part| !part.is_empty())
        {
            some = true;
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        some
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The stretch of `text` that is most like `quote`, for a hint; `None` when nothing is.
pub fn nearest_words(text: &str, quote: &str) -> Option<String> {
    let near = Nearest::find(text, quote)?;
    if near.score * 3 < near.pairs.max(1) {
        return None;
    }
    // From the first pair in common to the end of the clause of the sentence.
    let end = near.at.end;
    let more = near.text[end..]
        .iter()
        .take(15)
        .position(|c| "，。；：！？".contains(*c))
        .unwrap_or(0);
    Some(near.text[near.first..end + more].iter().collect())
}

/// How many hundredths of what `quote` says stand together in `text`: pairs of characters, white space and the style of
/// signs aside.
pub fn likeness(text: &str, quote: &str) -> usize {
    let near = Nearest::find(&spoken(text).0, &spoken(quote).0);
    near.map_or(0, |near| near.score.min(near.pairs) * 100 / near.pairs.max(1))
}

/// Where a text is most like a quotation.
struct Nearest {
    /// The text without its white space.
    text: Vec<char>,
    /// The stretch, as long as the quotation.
    at: std::ops::Range<usize>,
    /// Where the first pair of characters stands that is also in the quotation.
    first: usize,
    /// Its pairs of characters that are also in the quotation.
    score: usize,
    /// Pairs of characters of the quotation.
    pairs: usize,
}

impl Nearest {
    fn find(text: &str, quote: &str) -> Option<Self> {
        let text: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).take(20_000).collect();
        let quote: Vec<char> = quote.chars().filter(|c| !c.is_whitespace()).take(400).collect();
        if text.is_empty() || quote.is_empty() {
            return None;
        }
        let pairs: std::collections::HashSet<(char, char)> = quote.windows(2).map(|w| (w[0], w[1])).collect();
        let width = quote.len().min(text.len());
        let hit = |i: usize| {
            usize::from(
                text.get(i + 1)
                    .is_some_and(|next| pairs.contains(&(text[i], *next))),
            )
        };
        let mut score: usize = (0..width).map(hit).sum();
        let (mut best, mut best_at) = (score, 0);
        for start in 1..=text.len() - width {
            score = score + hit(start + width - 1) - hit(start - 1);
            if score > best {
                (best, best_at) = (score, start);
            }
        }
        let at = best_at..best_at + width;
        let first = at.clone().find(|at| hit(*at) == 1).unwrap_or(best_at);
        let pairs = pairs.len();
        Some(Self {
            first,
            at,
            score: best,
            pairs,
            text,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_quote_style_do_not_count() {
        let text = spoken("女职工生育享受“98天”产假，其中\n产前可以休假15天");
        assert!(text.says(&spoken("女职工 生育享受「98天」产假")));
        assert!(text.says(&spoken("……享受“98天”产假……休假15天")));
        assert!(!text.says(&spoken("享受“99天”产假")));
        assert!(!text.says(&spoken("……休假15天……享受“98天”产假")));
    }

    #[test]
    fn what_looks_the_same_is_the_same_or_named() {
        let text = spoken("第二条　给予补贴5000元，98％——本办法·三年");
        for quote in [
            "第⼆条给\u{200b}予补贴５０００元",
            "98%――本办法•三年",
            "补贴5000元,98%",
        ] {
            assert!(text.says(&spoken(quote)), "{quote}");
        }
        assert_eq!(lookalikes("第二条 给予", "第ニ条"), [('ニ', '二')]);
        assert_eq!(lookalikes("第二条 给予", "第三条"), []);
    }

    #[test]
    fn words_are_more_or_less_like_those_of_a_text() {
        let text = "第二条 婚宴不得超过15桌，每桌不得超过500元。";
        assert!(likeness(text, "婚宴不得超过20桌，每桌不得超过５００元。") > 80);
        assert!(likeness(text, "办酒席最多十五桌，一桌五百块。") < 20);
        assert_eq!(likeness("", "甲"), 0);
    }

    #[test]
    fn the_nearest_words_are_shown() {
        let near = nearest_words(
            "第七条 女职工生育享受98天产假，其中产前可以休假15天",
            "女职工生育享受九十八天产假",
        )
        .unwrap();
        assert!(near.contains("女职工生育享受98天产假"), "{near}");
        assert_eq!(nearest_words("甲乙丙", "子丑寅卯"), None);
    }
}
