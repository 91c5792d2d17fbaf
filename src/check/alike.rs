//! Words that look the same and are not: they are told by their code points, since nobody sees the difference.

use crate::base::Message;
use crate::base::characters::named;
use crate::markdown::lookalikes;
use crate::message;

/// A hint when `words` look like some of `text` and are others; `None` when they do not look like any of it.
pub(super) fn only_alike(text: &str, words: &str) -> Option<Message> {
    let pairs = lookalikes(text, words);
    if pairs.is_empty() {
        return None;
    }
    let named = pairs.iter().map(|(one, other)| (named(*one), named(*other)));
    let (zh, en): (Vec<_>, Vec<_>) = named
        .map(|(one, other)| (format!("{one}应是{other}"), format!("{one} for {other}")))
        .unzip();
    let (zh, en) = (zh.join("；"), en.join("; "));
    Some(message!(
        "看着一样，字符不同：{zh}",
        "they look the same, but the characters differ: {en}"
    ))
}
