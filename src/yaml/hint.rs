//! What is said of values that are nearly right, and the words that were perhaps meant.

use super::{YamlNode, YamlValue};
use crate::base::{DateError, Diagnostic, Message, Span};
use crate::message;
use crate::rule;
use std::sync::Arc;

rule! { VALUE_CUT = "value-cut", Site, Warning, adjustable: true;
    means "值到 ` #` 为止，后面的被当成注释", "A value ends at ` #`: what follows is taken for a comment";
    mend "要的话整个加引号：`title: \"彩礼 #1\"`；真是注释，`#` 后面空一格", "Put quotes around all of it: `title: \"彩礼 #1\"`; if it is a comment, put a blank behind `#`";
}

/// Says that a text ends at a `#` behind it, if it does.
pub fn cut_off(file: &Arc<str>, node: &YamlNode) -> Option<Diagnostic> {
    let (YamlValue::Text(text) | YamlValue::Number(_, text) | YamlValue::Flag(_, text)) = &node.value else {
        return None;
    };
    let cut = node.cut.clone()?;
    let message = message!(
        "# 后面的没有读进来：这里只有“{text}”",
        "what follows # is a comment: the value is `{text}`"
    );
    Some(
        Diagnostic::new(&VALUE_CUT, Span::new(file, cut), message).hint(message!(
            "要的话整个加上引号；真是注释，# 后面空一格",
            "put quotes around all of it; if it is a comment, put a blank behind #"
        )),
    )
}

/// The way out of a wrong date.
pub(super) fn date_hint(error: &DateError) -> Message {
    match error {
        DateError::Unreadable => message!(
            "写成 2026-06-06；带时间写成 2026-06-06 14:00",
            "write 2026-06-06, with a time 2026-06-06 14:00"
        ),
        DateError::Meant(right) => message!("写成 {right}", "write {right}"),
        DateError::NoSuchDay(days) => message!("这个月只有 {days} 天", "that month has {days} days"),
        DateError::NoDay => message!("写到哪一天，如 2026-06-01", "say which day: 2026-06-01"),
        DateError::FromTo(from, to) => message!(
            "一个字段写一个时间；活动写成两行：start: {from} 和 end: {to}",
            "a field holds one time; of an event write two lines, `start: {from}` and `end: {to}`"
        ),
        DateError::OtherWeekday(day) => message!(
            "这一天是星期{day}，核对日期",
            "that day is another day of the week (星期{day}); check the date"
        ),
    }
}

/// The known word nearest to `word`, if any is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count().max(word.chars().count()) / 3)
        .min()
        .map(|(_, name)| name)
}
