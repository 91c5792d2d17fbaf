//! Pairing runs of marks: CommonMark's procedure, in time that grows with the length of the line.

use super::Cut;
use super::run::Run;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// Pairs the runs of one scope, as the parser does it: a closer takes the nearest opener that fits, and
/// what is between them is left over.
pub(super) fn pair(text: &str, runs: Vec<Run>, cell: bool, cuts: &mut Vec<Cut>) {
    let mut openers = Openers::default();
    for run in runs.into_iter().filter(|run| run.byte != b'~' || run.length <= 2) {
        let (opens, closes) = run.flanks(text, cell);
        let left = run.at..run.at + run.length;
        let mut run = Opener {
            byte: run.byte,
            length: run.length,
            both: opens && closes,
            left,
        };
        while closes
            && !run.left.is_empty()
            && let Some(mut opener) = openers.take(&run)
        {
            join(&mut opener, &mut run, cuts);
            openers.add(opener);
        }
        if opens {
            openers.add(run);
        }
    }
}

/// Pairs as many marks as both have left, from the inside out, two at a time.
fn join(opener: &mut Opener, closer: &mut Opener, cuts: &mut Vec<Cut>) {
    while !opener.left.is_empty() && !closer.left.is_empty() {
        let width = opener.left.len().min(closer.left.len()).min(2);
        let tag = match (opener.byte, width) {
            (b'~', _) => Tag::Strikethrough,
            (_, 1) => Tag::Emphasis,
            _ => Tag::Strong,
        };
        let end = Event::End(tag.to_end());
        opener.left.end -= width;
        let span = opener.left.end..closer.left.start + width;
        cuts.push(Cut {
            at: opener.left.end,
            width,
            tag: Event::Start(tag),
            span: span.clone(),
        });
        cuts.push(Cut {
            at: closer.left.start,
            width,
            tag: end,
            span,
        });
        closer.left.start += width;
    }
}

/// A run, and the marks of it that are not paired yet.
struct Opener {
    byte: u8,
    length: usize,
    both: bool,
    left: Range<usize>,
}

impl Opener {
    /// Whether `self` may be closed by `closer`: CommonMark's rule of three.
    fn fits(&self, closer: &Opener) -> bool {
        self.byte == closer.byte
            && (self.byte != b'~' || self.length == closer.length)
            && (!(self.both || closer.both)
                || !(self.length + closer.length).is_multiple_of(3)
                || closer.length.is_multiple_of(3))
    }
}

/// Open runs, and for each sort of closer how many of them it need not be shown again, which keeps long
/// lines linear.
#[derive(Default)]
struct Openers {
    open: Vec<Opener>,
    floors: [usize; 9],
}

impl Openers {
    const TILDES: usize = 8;

    fn add(&mut self, opener: Opener) {
        if opener.left.is_empty() {
            return;
        }
        if opener.byte == b'~' {
            self.floors[Self::TILDES] = self.floors[Self::TILDES].min(self.open.len());
        }
        self.open.push(opener);
    }

    /// The nearest opener that fits; what was opened after it is dropped.
    fn take(&mut self, closer: &Opener) -> Option<Opener> {
        let (floor, only) = Self::sorts(closer);
        let from = if closer.both {
            self.floors[floor]
        } else {
            self.floors[floor].min(self.floors[only])
        };
        let from = from.min(self.open.len());
        let Some(found) = self.open[from..].iter().rposition(|opener| opener.fits(closer)) else {
            self.floors[floor] = self.open.len();
            if !closer.both {
                self.floors[only] = self.open.len();
            }
            return None;
        };
        self.open.truncate(from + found + 1);
        let opener = self.open.pop();
        self.floors
            .iter_mut()
            .for_each(|floor| *floor = (*floor).min(self.open.len()));
        opener
    }

    /// The floor of a closer, and that of closers of its mark that cannot open.
    fn sorts(closer: &Opener) -> (usize, usize) {
        match closer.byte {
            b'*' => (closer.length % 3, 3),
            b'_' => (4 + closer.length % 3, 7),
            _ => (Self::TILDES, Self::TILDES),
        }
    }
}
