//! The shapes that values have in real regulations.

use serde::{Deserialize, Serialize};

/// A value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// One number, and how it was written.
    Number(f64, String),
    /// From … to …, as written: the employer or the locality chooses.
    Range(String, String),
    /// In words: 三个月 is not 90 days.
    Words(String),
    /// By case.
    Cases(Vec<Case>),
}

/// The value in one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// `一孩`
    pub when: String,
    /// Its value; never cases again.
    pub value: Value,
}

impl Value {
    /// As it is printed. `say` gives words of ours in the language of the page.
    pub fn with_unit(&self, unit: &str, say: &dyn Fn(&str) -> String) -> String {
        match self {
            Value::Number(_, written) => format!("{written}{}", counted(unit)),
            Value::Range(from, to) => {
                let range = say("#至#").replacen('#', from, 1).replacen('#', to, 1);
                range + &counted(unit)
            }
            Value::Words(words) => words.clone(),
            Value::Cases(cases) => {
                let cases: Vec<String> = cases
                    .iter()
                    .map(|case| case.when.clone() + &say("：") + &case.value.with_unit(unit, say))
                    .collect();
                cases.join(&say("；"))
            }
        }
    }

    /// Whether it is words, which bring no unit.
    pub fn is_words(&self) -> bool {
        matches!(self, Value::Words(_))
    }

    /// The number, when it is one.
    pub fn number(&self) -> Option<(f64, &str)> {
        match self {
            Value::Number(number, written) => Some((*number, written)),
            _ => None,
        }
    }
}

/// A unit behind a number: 3月 is March, three months are 3个月.
pub fn counted(unit: &str) -> String {
    match unit {
        "月" | "工作日" => format!("个{unit}"),
        _ => unit.to_owned(),
    }
}
