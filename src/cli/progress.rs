//! A bar on the terminal for those who have waited a second. Until then, and wherever nobody watches,
//! nothing is drawn.

use crate::base::Message;
use crate::base::message::Locale;
use crate::pipeline::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const WAIT: Duration = Duration::from_secs(1);
const FRAME: Duration = Duration::from_millis(80);

/// Draws how far a build is. Steps are counted by whoever works; a thread of its own draws, and is gone
/// with the bar.
pub struct Bar {
    state: Arc<State>,
    locale: Locale,
    /// Dropped to end the drawing.
    open: Option<Sender<()>>,
    painter: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    stage: Mutex<String>,
    total: AtomicUsize,
    done: AtomicUsize,
}

impl Bar {
    /// A bar that appears after a second.
    pub fn new(locale: Locale) -> Self {
        let (open, closed) = channel();
        let state = Arc::new(State::default());
        let shared = state.clone();
        let painter = thread::spawn(move || paint(&shared, &closed));
        Self {
            state,
            locale,
            open: Some(open),
            painter: Some(painter),
        }
    }
}

impl Progress for Bar {
    fn begin(&self, stage: &Message, total: usize) {
        *self.state.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage.to(self.locale).to_owned();
        self.state.done.store(0, Ordering::Relaxed);
        self.state.total.store(total, Ordering::Relaxed);
    }

    fn step(&self) {
        self.state.done.fetch_add(1, Ordering::Relaxed);
    }

    fn end(&self) {
        self.state.total.store(0, Ordering::Relaxed);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        drop(self.open.take());
        if let Some(painter) = self.painter.take() {
            // A painter that fell over leaves nothing to clean up.
            let _ = painter.join();
        }
    }
}

fn paint(state: &State, closed: &Receiver<()>) {
    if closed.recv_timeout(WAIT) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new(0);
    // The pattern is ours and right; were it wrong, the plain style would do.
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
        bar.set_style(style.progress_chars("━━╌"));
    }
    loop {
        bar.set_message(state.stage.lock().unwrap_or_else(PoisonError::into_inner).clone());
        let total = state.total.load(Ordering::Relaxed);
        bar.set_length(total as u64);
        bar.set_position(state.done.load(Ordering::Relaxed).min(total) as u64);
        if closed.recv_timeout(FRAME) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    bar.finish_and_clear();
}
