//! Fuzzing: whatever reads what others wrote is given inputs that nobody would write, made of real ones by small damages.
//!
//! Each reader has a test `fuzz_NAME`, which is left out unless it is asked for: `benches/fuzz.sh [SECONDS] [NAME]`.
//! The seeds are the input files of the golden tests, so what is learnt there is tried here too.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// No input may take longer: it is at most `LONGEST` bytes.
const PATIENCE: Duration = Duration::from_secs(5);

/// No input grows longer by damages, in bytes.
const LONGEST: usize = 16 << 10;

/// What readers look for, in pieces that are put in anywhere.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "---\n",
    "：",
    ": ",
    "# ",
    "第一条 ",
    "第十条之一 ",
    "一、",
    "（一）",
    "1. ",
    "附件1",
    "{{产假}}",
    "[[a#第一条]]",
    "[[",
    "]]",
    "{{",
    "}}",
    "《",
    "》",
    "〔2021〕",
    "\u{3000}",
    "\t",
    "\u{200b}",
    "\u{feff}",
    "```steps\n",
    "```\n",
    "> ",
    "| a | b |\n|---|---|\n",
    "**",
    "~~",
    "<p",
    "<!--",
    "-->",
    "</div>",
    " style=\"",
    "\"",
    "'",
    "&#x",
    ";",
    "[^1]",
    "[a](b)",
    "![a](b)",
    "&a *a",
    "!!str ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "0x1F",
    "2026-11-28",
    "{% ",
    " %}",
    "{% for a in b %}",
    "{% endfor %}",
    "{{ a.b | c }}",
    "\0",
    "\u{10ffff}",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "sha256: ",
    "value: ",
    "source: ",
    "<w:p>",
    "</w:p>",
    "<w:tbl><w:tr><w:tc>",
    "</w:tc></w:tr></w:tbl>",
    "<w:vMerge/>",
    "<w:r><w:t>",
    "</w:t></w:r>",
    " w:val=\"99999999999\"",
    "<w:fldChar w:fldCharType=\"begin\"/>",
];

/// A row of numbers that look random and are the same every time.
pub struct Chance(u64);

impl Chance {
    /// A number below `n`, which is not 0.
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("it is below a usize")
    }

    /// One place in a text of so many bytes, or its end.
    fn place(&mut self, size: usize) -> usize {
        self.below(size + 1)
    }
}

/// The input files of the golden tests whose path is wanted.
pub fn golden(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut seeds = Vec::new();
    for text in files.iter().map(|file| std::fs::read_to_string(file).unwrap()) {
        for part in text.split("\n-- ").skip(1) {
            let (path, words) = part.split_once('\n').unwrap_or((part, ""));
            let words = words
                .split("\n== ")
                .next()
                .expect("a text that is split has a first part");
            if wanted(path) && words.len() < LONGEST {
                seeds.push(words.as_bytes().to_vec());
            }
        }
    }
    assert!(!seeds.is_empty(), "no seeds");
    seeds
}

/// One damage: bytes changed, taken out, put in, doubled, or taken from another seed.
fn damage(input: &mut Vec<u8>, seeds: &[Vec<u8>], chance: &mut Chance) {
    let (at, size) = (chance.place(input.len()), chance.below(32));
    let end = (at + size).min(input.len());
    match chance.below(7) {
        0 => drop(input.drain(at..end)),
        1 => {
            let copy = input[at..end].to_vec();
            let times = 1 + chance.below(8);
            input.splice(at..at, copy.repeat(times));
        }
        2 if at < input.len() => input[at] ^= 1 << chance.below(8),
        3 => {
            let other = &seeds[chance.below(seeds.len())];
            let from = chance.place(other.len());
            let to = (from + chance.below(256)).min(other.len());
            input.splice(at..end, other[from..to].iter().copied());
        }
        4 => {
            let to = chance.place(input.len());
            let piece = input[at..end].to_vec();
            input.splice(to..to, piece);
        }
        _ => {
            let piece = PIECES[chance.below(PIECES.len())];
            input.splice(at..at, piece.bytes());
        }
    }
    input.truncate(LONGEST);
}

/// Gives a reader damaged seeds for the seconds of `WANJIA_FUZZ_SECONDS` (10), beginning with the row of `WANJIA_FUZZ_ROW`.
///
/// # Panics
/// When the reader panics or takes too long; the input lies below `target/fuzz/` then.
pub fn fuzz(name: &str, seeds: &[Vec<u8>], read: impl Fn(&[u8])) {
    let number = |name: &str, or: u64| {
        std::env::var(name)
            .ok()
            .and_then(|said| said.parse().ok())
            .unwrap_or(or)
    };
    let time = Duration::from_secs(number("WANJIA_FUZZ_SECONDS", 10));
    let mut chance =
        Chance(0x9e37_79b9_7f4a_7c15 ^ number("WANJIA_FUZZ_ROW", 1).wrapping_mul(0x0100_0000_01b3));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let kept = folder.join(name);
    let (begun, mut count, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    let (done, at, now) = (AtomicU64::new(0), AtomicU64::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        let (done, at, now, kept) = (&done, &at, &now, &kept);
        // A reader that never comes back cannot tell: somebody else keeps the input, and the run ends.
        scope.spawn(move || {
            let mut last = (u64::MAX, Instant::now());
            while done.load(Ordering::Relaxed) == 0 {
                std::thread::sleep(Duration::from_millis(100));
                let number = at.load(Ordering::Relaxed);
                if number != last.0 {
                    last = (number, Instant::now());
                }
                if last.1.elapsed() > 2 * PATIENCE {
                    let input: MutexGuard<'_, Vec<u8>> = now.lock().unwrap();
                    std::fs::write(kept, &*input).unwrap();
                    eprintln!("input {number} does not end; it is in {}", kept.display());
                    std::process::exit(1);
                }
            }
        });
        let mut failed = String::new();
        while begun.elapsed() < time && failed.is_empty() {
            let mut input = seeds[chance.below(seeds.len())].clone();
            for _ in 0..=chance.below(6) {
                damage(&mut input, seeds, &mut chance);
            }
            let start = Instant::now();
            now.lock().unwrap().clone_from(&input);
            at.store(count, Ordering::Relaxed);
            let panicked = catch_unwind(AssertUnwindSafe(|| read(&input))).is_err();
            let took = start.elapsed();
            (count, slowest) = (count + 1, slowest.max(took));
            if panicked || took > PATIENCE {
                std::fs::write(kept, &input).unwrap();
                let _ = write!(
                    failed,
                    "{name}: input {count} took {took:?}, panicked: {panicked}; it is in {}",
                    kept.display()
                );
            }
        }
        done.store(1, Ordering::Relaxed);
        assert!(failed.is_empty(), "{failed}");
    });
    println!("{name:<14}{count:>10} inputs, slowest {slowest:.1?}");
}

#[test]
fn damages_are_the_same_every_time_and_keep_their_size() {
    let seeds = vec![b"title: a\n".repeat(3), "第一条 甲。\n".repeat(4).into_bytes()];
    let row = |start: u64| {
        let (mut chance, mut input) = (Chance(start), seeds[0].clone());
        (0..500).for_each(|_| damage(&mut input, &seeds, &mut chance));
        assert!(input.len() <= LONGEST);
        input
    };
    assert_eq!(row(7), row(7));
    assert_ne!(row(7), row(8));
}

#[test]
fn golden_files_are_seeds() {
    let seeds = golden(|path| path == "facts.yaml");
    assert!(seeds.len() > 5);
    assert!(seeds.iter().all(|seed| !seed.starts_with(b"==")));
}
