//! Writing iCalendar (RFC 5545) into memory, which cannot fail.

use crate::base::characters::is_unprintable;

/// Octets of a line, its end not counted.
const LINE: usize = 75;

/// A calendar in the making.
pub struct Ics {
    out: String,
}

impl Ics {
    /// Begins a calendar of this name. Times in it are those of Shanghai.
    pub fn new(name: &str) -> Self {
        let mut ics = Self { out: String::new() };
        ics.line("BEGIN", "VCALENDAR");
        ics.line("VERSION", "2.0");
        ics.line("PRODID", "-//wanjia//wanjia//ZH");
        ics.line("CALSCALE", "GREGORIAN");
        ics.line("METHOD", "PUBLISH");
        ics.text("NAME", name);
        ics.text("X-WR-CALNAME", name);
        ics.line("X-WR-TIMEZONE", "Asia/Shanghai");
        ics.line("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
        // No summer time since 1991.
        ics.within("VTIMEZONE", |ics| {
            ics.line("TZID", "Asia/Shanghai");
            ics.within("STANDARD", |ics| {
                ics.line("DTSTART", "19700101T000000");
                ics.line("TZOFFSETFROM", "+0800");
                ics.line("TZOFFSETTO", "+0800");
                ics.line("TZNAME", "CST");
            });
        });
        ics
    }

    /// A component with what is in it.
    pub fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.line("BEGIN", name);
        inside(self);
        self.line("END", name);
    }

    /// A property whose value is a text of people.
    pub fn text(&mut self, name: &str, text: &str) {
        let mut value = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\\' | ';' | ',' => value.extend(['\\', c]),
                '\n' => value.push_str("\\n"),
                c if is_unprintable(c) => {}
                c => value.push(c),
            }
        }
        self.line(name, &value);
    }

    /// A property with its value as it is.
    pub fn line(&mut self, name: &str, value: &str) {
        let mut room = LINE;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if c.len_utf8() > room {
                self.out.push_str("\r\n ");
                room = LINE - 1;
            }
            self.out.push(c);
            room -= c.len_utf8();
        }
        self.out.push_str("\r\n");
    }

    /// The calendar.
    pub fn finish(mut self) -> Vec<u8> {
        self.line("END", "VCALENDAR");
        self.out.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn a_text_comes_back_from_its_folded_lines(text in "[a-c婚;,\\\\\n🏠]{0,200}") {
            let mut ics = Ics { out: String::new() };
            ics.text("SUMMARY", &text);
            assert!(ics.out.split("\r\n").all(|line| line.len() <= LINE));
            let unfolded = ics.out.replace("\r\n ", "");
            let value = unfolded.strip_prefix("SUMMARY:").unwrap().strip_suffix("\r\n").unwrap();
            let back = value.replace("\\\\", "\0").replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",");
            assert_eq!(back.replace('\0', "\\"), text);
        }
    }
}
