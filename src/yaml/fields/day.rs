//! Fields that hold a day.

use super::{DATE_WRONG, Fields, Spanned};
use crate::base::{DateError, Day, Diagnostic, Moment, Span};
use crate::message;
use crate::yaml::YamlValue;
use crate::yaml::hint::date_hint;
use std::str::FromStr;

impl Fields {
    /// A day: `2021-08-18`, `2021年8月18日`.
    pub fn day(&mut self, key: &'static str) -> Option<Spanned<Day>> {
        let day: Spanned<Day> = self.parsed(key)?;
        self.days.push((key, day.clone()));
        Some(day)
    }

    /// A day, perhaps with a time: `2026-06-06 14:00`.
    pub fn moment(&mut self, key: &'static str) -> Option<Spanned<Moment>> {
        let moment: Spanned<Moment> = self.parsed(key)?;
        let at = moment.at.clone();
        let value = moment.value.day;
        self.days.push((key, Spanned { value, at }));
        Some(moment)
    }

    /// Every day of this map that was read so far, with the field that says it; days of maps below are not among them.
    pub fn days(&self) -> &[(&'static str, Spanned<Day>)] {
        &self.days
    }

    fn parsed<T: FromStr<Err = DateError>>(&mut self, key: &'static str) -> Option<Spanned<T>> {
        let text = self.one_day(key)?;
        match text.value.parse() {
            Ok(value) => Some(Spanned { value, at: text.at }),
            Err(error) => {
                let written = &text.value;
                let place = Span::new(&self.file, text.at.clone());
                let message = message!("{key} 不是日期：{written}", "`{key}` is not a date: {written}");
                self.report
                    .push(Diagnostic::new(&DATE_WRONG, place, message).hint(date_hint(&error)));
                None
            }
        }
    }

    /// The text of a day; of a list, which no day is, it is told which one to write.
    fn one_day(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        let YamlValue::List(items) = &node.value else {
            return self.as_text(key, node);
        };
        let days = items.iter().filter_map(|item| match &item.value {
            YamlValue::Text(text) | YamlValue::Number(_, text) => text.parse::<Moment>().ok(),
            _ => None,
        });
        let hint = match days.max() {
            Some(last) => {
                let last = last.day;
                message!(
                    "写最近的一个：{key}: {last}",
                    "write the latest one: `{key}: {last}`"
                )
            }
            None => date_hint(&DateError::Unreadable),
        };
        let message = message!("{key} 只写一个日期", "`{key}` takes one day");
        let place = Span::new(&self.file, node.at);
        self.report
            .push(Diagnostic::new(&DATE_WRONG, place, message).hint(hint));
        None
    }
}
