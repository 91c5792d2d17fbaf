//! Ends the program when a page that a template of a site above makes takes longer than it may, or all the machine's memory: a
//! render cannot be stopped from outside. Nothing has been published then.

use super::console::Console;
use crate::base::Fault;
use crate::message;
use crate::pipeline::{RenderLog, RunningRender};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often it looks.
const LOOK: Duration = Duration::from_millis(100);
/// Memory that the program may take more while one page is made, in kilobytes: a page takes some megabytes.
const MOST_MEMORY: u64 = 1 << 20;

/// Looks at renders as long as it lives.
pub struct Watchdog {
    /// What it looks at.
    pub renders: Arc<RenderLog>,
    /// Dropped to end the looking.
    open: Option<Sender<()>>,
    looker: Option<JoinHandle<()>>,
}

impl Watchdog {
    /// Begins to look; what is wrong is told on the console.
    pub fn begin(console: &Console) -> Self {
        let (open, closed) = channel();
        let renders = Arc::new(RenderLog::default());
        let (console, log) = (console.clone(), renders.clone());
        let looker = thread::spawn(move || {
            if let Some(fault) = look(&log, &closed, resident) {
                console.fault(&fault);
                std::process::exit(2);
            }
        });
        Self {
            renders,
            open: Some(open),
            looker: Some(looker),
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        drop(self.open.take());
        if let Some(looker) = self.looker.take() {
            // One that fell over leaves nothing to clean up.
            let _ = looker.join();
        }
    }
}

/// When a render was first seen, and how much memory the program had then.
type Seen = (Instant, Option<u64>);

/// Looks until `closed`, or until a render is over what it may take: why the program ends.
fn look(log: &RenderLog, closed: &Receiver<()>, memory: fn() -> Option<u64>) -> Option<Fault> {
    let mut seen: BTreeMap<u64, Seen> = BTreeMap::new();
    while closed.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
        let running = log.running();
        if running.is_empty() {
            seen.clear();
            continue;
        }
        let (now, taken) = (Instant::now(), memory());
        seen.retain(|number, _| running.iter().any(|(other, _)| other == number));
        for (number, render) in running {
            let (begun, had) = *seen.entry(number).or_insert((now, taken));
            if now.duration_since(begun) > Duration::from_secs(render.seconds) {
                return Some(too_long(&render));
            }
            if taken
                .zip(had)
                .is_some_and(|(taken, had)| taken > had + MOST_MEMORY)
            {
                return Some(too_large(&render));
            }
        }
    }
    None
}

/// Kilobytes of memory that the program has, on systems that tell it in a file.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn too_long(render: &RunningRender) -> Fault {
    let RunningRender { file, seconds } = render;
    Fault::new(message!(
        "上级的模板 {file} 做一页用了 {seconds} 秒还没有做完，没有发布",
        "the template {file} of a site above did not finish a page in {seconds} s; nothing is published"
    ))
    .hint(message!(
        "告诉上级站；真要这么久，在自己的 site.yaml 里写 limits: {{template_seconds: …}}",
        "tell the site above; if it takes that long, write `limits: {{template_seconds: …}}` in your own site.yaml"
    ))
}

fn too_large(render: &RunningRender) -> Fault {
    let (file, most) = (&render.file, MOST_MEMORY >> 10);
    Fault::new(message!(
        "上级的模板 {file} 做一页用了 {most} MB 以上的内存，没有发布",
        "the template {file} of a site above takes more than {most} MB of memory for a page; nothing is published"
    ))
    .hint(message!("告诉上级站", "tell the site above"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_at(seconds: u64, memory: fn() -> Option<u64>) -> Option<Fault> {
        let log = RenderLog::default();
        let _entry = log.begin(RunningRender {
            file: "up/a.html".into(),
            seconds,
        });
        let (open, closed) = channel::<()>();
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(1500));
            drop(open);
        });
        look(&log, &closed, memory)
    }

    #[test]
    fn a_page_that_takes_too_long_or_too_much_ends_the_program_and_no_other() {
        let fault = looked_at(1, || None).expect("it takes longer");
        assert!(fault.message.en.contains("up/a.html") && fault.message.en.contains("1 s"));
        assert!(looked_at(60, || Some(7)).is_none());
        assert!(looked_at(60, resident).is_none());
    }

    #[test]
    fn memory_that_grows_while_a_page_is_made_is_seen() {
        use std::sync::atomic::{AtomicU64, Ordering};
        static HAD: AtomicU64 = AtomicU64::new(0);
        let fault = looked_at(60, || Some(HAD.fetch_add(MOST_MEMORY / 3, Ordering::Relaxed)));
        assert!(fault.is_some_and(|fault| fault.message.en.contains("1024 MB")));
    }
}
