//! The console: the one place that prints. Words go to stderr, data to stdout. Whatever a text brings along that does something to a
//! terminal is written out; only colours of the program's own get there.

use super::{json, locale, progress, render};
use crate::base::control::visible;
use crate::base::message::Locale;
use crate::base::{Diagnostic, Fault, Message};
use crate::pipeline::Progress;
use crate::serve::ExcerptReader;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};

/// Where and how things are printed.
#[derive(Clone)]
pub struct Console {
    /// Language of words.
    pub locale: Locale,
    /// Data is JSON, and nobody waits for words.
    pub json: bool,
    /// Words may be coloured.
    pub color: bool,
    terminal: bool,
}

impl Console {
    /// The console for a command line that nobody has understood yet.
    pub fn open(arguments: &[OsString]) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        let terminal = std::io::stderr().is_terminal();
        let plain = variable("NO_COLOR").is_some_and(|value| !value.is_empty())
            || variable("TERM").as_deref() == Some("dumb");
        Self {
            locale: locale::chosen(variable),
            json: wants_json(arguments),
            color: terminal && !plain,
            terminal,
        }
    }

    /// A line of words.
    pub fn message(&self, words: &Message) {
        self.text(&format!("{}\n", words.to(self.locale)));
    }

    /// Words that have their ends of lines already.
    pub fn text(&self, text: &str) {
        words(&visible(text));
    }

    /// A report, in colours where the terminal has them.
    pub fn report(&self, report: &[Diagnostic], excerpts: &mut ExcerptReader<'_>) {
        words(&render::report(report, excerpts, self.locale, self.color));
    }

    /// Data; a reader that has gone away is no loss.
    pub fn data(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// What could not be done, in one line, and a way out; for programs also as JSON.
    pub fn fault(&self, fault: &Fault) {
        let label = Message::new("无法完成", "cannot do this");
        let mut text = format!(
            "{}: {}\n",
            label.to(self.locale),
            one_line(fault.message.to(self.locale))
        );
        if self.locale == Locale::Chinese {
            text = text.replacen(": ", "：", 1);
        }
        if let Some(hint) = &fault.hint {
            text.push_str(&format!("  = {}\n", one_line(hint.to(self.locale))));
        }
        self.text(&text);
        if self.json {
            self.data(&json::fault(fault, self.locale));
        }
    }

    /// Shows how far a stage is, when a terminal waits for it.
    pub fn progress(&self) -> Box<dyn Progress> {
        if self.terminal && !self.json {
            Box::new(progress::Bar::new(self.locale))
        } else {
            Box::new(crate::pipeline::NoProgress)
        }
    }
}

fn words(text: &str) {
    // Nobody is left to hear that the terminal is gone.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r'])
        .filter(|part| !part.trim().is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether `--format json` is there, also in a command line that is wrong somewhere else.
fn wants_json(arguments: &[OsString]) -> bool {
    let pair = |pair: &[OsString]| pair[0] == "--format" && pair[1] == "json";
    arguments.windows(2).any(pair) || arguments.iter().any(|argument| argument == "--format=json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_asks_for_json_gets_it_whatever_else_is_wrong() {
        let line = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert!(wants_json(&line("wanjia biuld --format json")));
        assert!(wants_json(&line("wanjia build --format=json")));
        assert!(!wants_json(&line("wanjia build --format text")));
    }

    #[test]
    fn a_fault_stays_one_line() {
        assert_eq!(one_line("一\n二\r\n三"), "一 二 三");
    }
}
