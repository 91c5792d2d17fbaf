//! What is filled in beside an article: title, digest, author, address; in the lengths that are taken.

use crate::base::Message;
use crate::export::ExportedPage;
use crate::message;

/// Characters of a title, a digest and an author at most.
const TITLE: usize = 64;
const DIGEST: usize = 120;
const AUTHOR: usize = 8;

/// The fields beside an article.
pub(super) struct Fields {
    /// 标题.
    pub title: String,
    /// 摘要.
    pub digest: String,
    /// 作者; empty for none.
    pub author: String,
    /// 原文链接; empty for a site without an address.
    pub url: String,
    /// What was cut.
    pub told: Vec<Message>,
}

impl Fields {
    /// Those of a page.
    pub fn of(page: &ExportedPage<'_>) -> Self {
        let (view, mut told) = (&page.view.page, Vec::new());
        let whole = &view.title;
        let (title, cut) = within(whole, TITLE);
        if cut {
            let count = whole.chars().count();
            told.push(message!(
                "标题有 {count} 字，公众号最多 {TITLE} 字，后面的省略了：换一个短的",
                "the title has {count} characters, WeChat takes {TITLE}: the rest is left out; write a shorter one"
            ));
        }
        let summary = view.summary.as_ref().unwrap_or(&view.description);
        let (digest, cut) = within(summary, DIGEST);
        if cut {
            told.push(message!(
                "摘要超过 {DIGEST} 字，在句子末尾截断了",
                "the digest is longer than {DIGEST} characters and ends after a sentence"
            ));
        }
        let author = view.author.clone().unwrap_or_default();
        if author.chars().count() > AUTHOR {
            told.push(message!(
                "作者“{author}”超过 {AUTHOR} 字，公众号里填不下",
                "the author `{author}` is longer than the {AUTHOR} characters that WeChat takes"
            ));
        }
        let url = if page.site().config.has_url() {
            view.permalink.as_str().to_owned()
        } else {
            String::new()
        };
        Self {
            title,
            digest,
            author,
            url,
            told,
        }
    }

    /// Characters of the title, of so many.
    pub fn title_length(&self) -> (usize, usize) {
        (self.title.chars().count(), TITLE)
    }

    /// Characters of the digest, of so many.
    pub fn digest_length(&self) -> (usize, usize) {
        (self.digest.chars().count(), DIGEST)
    }
}

/// A text of at most so many characters, and whether anything was left out. It ends after a sentence where one ends in the second
/// half, else with an ellipsis.
fn within(text: &str, most: usize) -> (String, bool) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= most {
        return (text, false);
    }
    let sentence = (most / 2..most)
        .rev()
        .find(|at| matches!(characters[*at], '。' | '！' | '？' | '；'));
    let short = match sentence {
        Some(end) => characters[..=end].iter().collect(),
        None => characters[..most - 1].iter().chain(['…'].iter()).collect(),
    };
    (short, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_ends_after_a_sentence_or_with_an_ellipsis() {
        assert_eq!(within("一 二\n三", 5), ("一 二 三".to_owned(), false));
        let (short, cut) = within(&"婚".repeat(70), 64);
        assert_eq!(
            (short.chars().count(), short.ends_with('…'), cut),
            (64, true, true)
        );
        let long = format!("{}。{}", "婚".repeat(40), "假".repeat(40));
        assert_eq!(within(&long, 64).0, format!("{}。", "婚".repeat(40)));
    }
}
