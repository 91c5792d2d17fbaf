//! What templates of a site above may cost. Tera renders as long as a template wants, so every loop, part and value that is set
//! gets a call of a function behind it that counts, and what is written goes through a writer that counts as well. The counts are
//! the same on any machine. What is neither a loop nor a part nor set (a filter that makes much of little) costs time only:
//! [`RenderLog`] says what is running to whoever can end the program.

use super::scan::{self, Tag};
use crate::base::edit::{self, Edit, Edits};
use crate::config::TemplateLimits;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Kwargs, State, Tera, Value};

/// The functions that count, as templates call them: one more, a part that begins, a part that ends.
const COUNT: &str = "wanjia_count";
const ENTER: &str = "wanjia_enter";
const LEAVE: &str = "wanjia_leave";

/// So many parts, blocks and components may stand within each other: Tera makes each with the stack of the machine, and a
/// theme has about ten.
pub(super) const DEEPEST: u64 = 20;

/// What a render has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// Rounds of loops and parts.
    Steps,
    /// What it writes.
    Output,
    /// A value that it sets.
    Value,
    /// Parts within parts.
    Depth,
}

impl Excess {
    const ALL: [Self; 4] = [Self::Steps, Self::Output, Self::Value, Self::Depth];

    /// How it gets through Tera, which knows errors as texts only.
    fn code(self) -> &'static str {
        match self {
            Self::Steps => "wanjia: too many steps",
            Self::Output => "wanjia: too much output",
            Self::Value => "wanjia: too large a value",
            Self::Depth => "wanjia: too deep",
        }
    }

    /// The field of `limits` that allows more, if one does.
    pub fn limit(self) -> Option<&'static str> {
        match self {
            Self::Steps => Some("template_steps"),
            Self::Output | Self::Value => Some("template_kb"),
            Self::Depth => None,
        }
    }

    /// The one that an error of Tera's is about.
    pub fn of(message: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|excess| message.contains(excess.code()))
    }
}

/// What the render on this thread may still cost.
#[derive(Clone, Copy)]
struct Allowance {
    steps: u64,
    /// Parts that are open.
    depth: u64,
    /// Bytes of the page and of one value.
    bytes: u64,
    /// More was written than that.
    spilled: bool,
}

thread_local! {
    // A function of Tera's sees nothing of the render that calls it; a render stays on its thread.
    static LEFT: Cell<Option<Allowance>> = const { Cell::new(None) };
}

/// Lets templates call the functions that count.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(COUNT, |kwargs: Kwargs, _: &State| count(&kwargs));
    tera.register_function(ENTER, |kwargs: Kwargs, _: &State| {
        let depth = deeper(|depth| depth + 1);
        if depth > DEEPEST {
            return Err(tera::Error::message(Excess::Depth.code()));
        }
        count(&kwargs)
    });
    tera.register_function(LEAVE, |_: Kwargs, _: &State| {
        deeper(|depth| depth.saturating_sub(1));
        ""
    });
}

/// Changes how many parts are open, and says how many there are.
fn deeper(change: impl FnOnce(u64) -> u64) -> u64 {
    let left = LEFT.get().map(|left| Allowance {
        depth: change(left.depth),
        ..left
    });
    LEFT.set(left);
    left.map_or(0, |left| left.depth)
}

fn count(kwargs: &Kwargs) -> Result<&'static str, tera::Error> {
    let Some(mut left) = LEFT.get() else {
        return Ok("");
    };
    let too_much = |excess: Excess| Err(tera::Error::message(excess.code()));
    if left.spilled {
        return too_much(Excess::Output);
    }
    if let Some(value) = kwargs.get::<&Value>("of")?
        && size(value) > left.bytes
    {
        return too_much(Excess::Value);
    }
    let cost = kwargs.get::<u64>("cost")?.unwrap_or(1);
    match left.steps.checked_sub(cost) {
        Some(rest) => left.steps = rest,
        None => return too_much(Excess::Steps),
    }
    LEFT.set(Some(left));
    Ok("")
}

/// How long a text, and how many items a list or a map has.
fn size(value: &Value) -> u64 {
    let length = value.as_str().map(str::len).or_else(|| value.len());
    length.map_or(0, |length| length as u64)
}

/// A template with the calls that count, and the way back to its own places.
pub(super) fn counted(text: &str) -> Option<(String, Edits)> {
    let tags = scan::tags(text);
    let mut edits: Vec<Edit> = tags.iter().filter_map(|tag| with_call(text, tag)).collect();
    // One that extends another is made in its place, block by block.
    if !tags.iter().any(|tag| tag.word == "extends") {
        edits.push(Edit::new(0..0, call(ENTER, &cost(text.len()), false)));
        edits.push(Edit::new(text.len()..text.len(), call(LEAVE, "", false)));
    }
    edit::apply(text, edits)
}

/// A tag with the call before or behind it, where one belongs.
fn with_call(text: &str, tag: &Tag<'_>) -> Option<Edit> {
    let written = &text[tag.at.clone()];
    let behind = |call: String| format!("{written}{call}");
    let with = match tag.word {
        "for" => behind(call(COUNT, &cost(tag.inside), tag.trims)),
        "block" | "component" => behind(call(ENTER, &cost(tag.inside), tag.trims)),
        "endblock" | "endcomponent" => call(LEAVE, "", tag.trims_before) + written,
        "set" | "set_global" | "endset" => {
            behind(call(COUNT, &format!("cost=1, of={}", tag.sets?), tag.trims))
        }
        _ => return None,
    };
    Some(Edit::new(tag.at.clone(), with))
}

/// A step, and one for each kilobyte of text.
fn cost(length: usize) -> String {
    format!("cost={}", 1 + length / 1000)
}

/// A call; what a tag does to the blanks beside it, a call between them goes on doing.
fn call(function: &str, arguments: &str, trims: bool) -> String {
    let (open, close) = if trims { ("{{-", "-}}") } else { ("{{", "}}") };
    format!("{open} {function}({arguments}) {close}")
}

/// Renders within limits: `make` writes to what it is given. An error of Tera's when something was too much.
pub(super) fn within(
    limits: TemplateLimits,
    html: &mut Vec<u8>,
    make: impl FnOnce(&mut BoundedWriter<'_>) -> Result<(), tera::Error>,
) -> Result<(), tera::Error> {
    let bytes = limits.kilobytes * 1000;
    LEFT.set(Some(Allowance {
        steps: limits.steps,
        depth: 0,
        bytes,
        spilled: false,
    }));
    let made = make(&mut BoundedWriter { html, bytes });
    let spilled = LEFT.take().is_some_and(|left| left.spilled);
    match made {
        // Nothing that counts came behind it.
        Ok(()) if spilled => Err(tera::Error::message(Excess::Output.code())),
        made => made,
    }
}

/// Keeps so many bytes and forgets the rest: where it was written the next call that counts tells, and that knows the place.
pub(super) struct BoundedWriter<'a> {
    html: &'a mut Vec<u8>,
    bytes: u64,
}

impl Write for BoundedWriter<'_> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if (self.html.len() + text.len()) as u64 <= self.bytes {
            self.html.extend_from_slice(text);
        } else if let Some(left) = LEFT.get() {
            LEFT.set(Some(Allowance {
                spilled: true,
                ..left
            }));
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Which pages templates of a site above are making now, for whoever ends the program when one takes too long.
#[derive(Debug, Default)]
pub struct RenderLog(Mutex<(u64, BTreeMap<u64, RunningRender>)>);

/// A page, or a part of one, that is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningRender {
    /// The file of its template, as people name it.
    pub file: Arc<str>,
    /// Seconds that it may take.
    pub seconds: u64,
}

impl RenderLog {
    /// Notes that a render begins; it ends when what is returned is dropped.
    pub fn begin(&self, render: RunningRender) -> RenderEntry<'_> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = log.0;
        log.0 += 1;
        log.1.insert(number, render);
        RenderEntry { log: self, number }
    }

    /// What is running, each with a number of its own.
    pub fn running(&self) -> Vec<(u64, RunningRender)> {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.1
            .iter()
            .map(|(number, render)| (*number, render.clone()))
            .collect()
    }
}

/// A render that is in the log as long as this lives.
pub struct RenderEntry<'a> {
    log: &'a RenderLog,
    number: u64,
}

impl Drop for RenderEntry<'_> {
    fn drop(&mut self) {
        let mut log = self.log.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.1.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loop_part_and_value_counts_and_a_place_leads_back() {
        let text = "甲{% for a in b -%} x{% endfor %}{% set c = a ~ a %}{% set d %}y{% endset %}{% raw %}{% for %}{% endraw %}";
        let (counted, edits) = counted(text).unwrap();
        assert_eq!(
            counted,
            "{{ wanjia_enter(cost=1) }}甲{% for a in b -%}{{- wanjia_count(cost=1) -}} x{% endfor %}\
             {% set c = a ~ a %}{{ wanjia_count(cost=1, of=c) }}{% set d %}y{% endset %}{{ wanjia_count(cost=1, of=d) }}\
             {% raw %}{% for %}{% endraw %}{{ wanjia_leave() }}"
        );
        let at = counted.find("{{- wanjia").unwrap();
        assert_eq!(&text[edits.start(at)..edits.end(at + 20)], "{% for a in b -%}");
    }

    #[test]
    fn a_template_that_extends_another_begins_with_that() {
        let (counted, _) = counted("{# a #}{% extends \"x\" %}{% block b %}c {%- endblock %}").unwrap();
        assert_eq!(
            counted,
            "{# a #}{% extends \"x\" %}{% block b %}{{ wanjia_enter(cost=1) }}c {{- wanjia_leave() -}}{%- endblock %}"
        );
    }

    #[test]
    fn what_runs_is_in_the_log_until_it_ends() {
        let log = RenderLog::default();
        let render = RunningRender {
            file: "a.html".into(),
            seconds: 3,
        };
        let entry = log.begin(render.clone());
        assert_eq!(log.running(), [(0, render)]);
        drop(entry);
        assert!(log.running().is_empty());
    }
}
