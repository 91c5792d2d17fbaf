//! What a store remembers of us, beside the manifest of the site that is read: `.wanjia/state.json`.
//!
//! It is written before anything else is, and says what is about to come; so what an interrupted deploy has left is known.

use super::super::local::{Listing, is_fit};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where it lies.
pub(super) const STATE: &str = ".wanjia/state.json";

/// What a store remembers.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// Which deploy says so.
    pub id: String,
    /// What it was to send, when it did not come to its end.
    pub pending: Listing,
    /// What may lie where nothing was ours when that began: the SHA-256 of all that it, and those before it that broke too, may
    /// have put there. If something else does, it is somebody's.
    pub claims: BTreeMap<String, Vec<String>>,
    /// Which of what is pending it has sent, a bit each in the order of the paths.
    pub done: String,
    /// The manifest that it was to put at the end, by its SHA-256, when that is another one than was there before: once that
    /// lies there, everything does.
    pub manifest: Option<String>,
    /// The signature that lies there, by its SHA-256.
    pub signature: Option<String>,
    /// Assets of the former build, which stay for one more.
    pub kept: BTreeSet<String>,
    /// What is ours, is no longer of the site, and still is there.
    pub withdrawn: BTreeSet<String>,
}

impl State {
    /// Reads it; what no site of ours could have is left out.
    pub fn read(text: &[u8]) -> Option<Self> {
        let mut state: Self = serde_json::from_slice(text).ok()?;
        let count = state.pending.len();
        state.pending.retain(|path, _| is_fit(path));
        if state.pending.len() < count {
            // The bits are of another list.
            state.done.clear();
        }
        state.claims.retain(|path, _| is_fit(path));
        state.kept.retain(|path| is_fit(path));
        state.withdrawn.retain(|path| is_fit(path));
        Some(state)
    }

    /// What was sent is ours.
    pub fn take_sent(&mut self) {
        let sent: Vec<String> = self.sent().map(str::to_owned).collect();
        sent.iter().for_each(|path| drop(self.claims.remove(path)));
    }

    /// As it is written.
    pub fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("lists of texts are JSON")
    }

    /// Which of what is pending was sent.
    pub fn sent(&self) -> impl Iterator<Item = &str> {
        let done = bits(&self.done);
        let sent = self.pending.keys().enumerate();
        sent.filter(move |(place, _)| done.get(*place) == Some(&true))
            .map(|(_, path)| path.as_str())
    }
}

/// Bits as hexadecimal digits, four each.
pub(super) fn digits(bits: &[bool]) -> String {
    let digit = |four: &[bool]| {
        let value = four.iter().fold(0, |value, bit| value * 2 + u32::from(*bit)) << (4 - four.len());
        char::from_digit(value, 16).expect("four bits are a digit")
    };
    bits.chunks(4).map(digit).collect()
}

fn bits(digits: &str) -> Vec<bool> {
    let four = |digit: char| digit.to_digit(16).unwrap_or(0);
    digits
        .chars()
        .flat_map(|digit| [8, 4, 2, 1].map(|bit| four(digit) & bit != 0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_written_as_digits_and_read_back() {
        let many = [true, false, true, true, false, true];
        assert_eq!(digits(&many), "b4");
        assert_eq!(bits("b4")[..6], many);
        let state = State {
            pending: ["a", "b", "c"]
                .map(|path| (path.to_owned(), String::new()))
                .into(),
            done: digits(&[true, false, true]),
            ..State::default()
        };
        assert_eq!(State::read(&state.text()), Some(state.clone()));
        assert_eq!(state.sent().collect::<Vec<_>>(), ["a", "c"]);
        let odd =
            br#"{"pending": {"../x": "", "ok": ""}, "done": "8", "withdrawn": ["/etc", ".wanjia/lock"]}"#;
        let read = State::read(odd).unwrap();
        assert_eq!(read.sent().count(), 0, "whose bit it was is not known");
        assert_eq!((read.pending.len(), read.withdrawn.len()), (1, 0));
    }
}
