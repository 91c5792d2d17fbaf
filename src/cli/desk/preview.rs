//! The preview beside the desk: that of `wanjia serve`, at a port of its own.

use crate::base::{Fault, Message};
use crate::cli::console::Console;
use crate::cli::watchdog::Watchdog;
use crate::pipeline::{NoProgress, Outcome, Progress, RenderLog};
use crate::serve::{self, BuildObserver, ExcerptReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A preview that goes on in a thread.
pub struct Preview {
    /// Where it is: `http://127.0.0.1:8080`.
    pub origin: String,
}

impl Preview {
    /// Begins to show the site at `root`.
    pub fn begin(root: &Path, console: &Console, watchdog: &Watchdog) -> Result<Self, Fault> {
        let listener = serve::listen(0)?;
        let address = listener
            .local_addr()
            .map_err(|error| Fault::io("使用", "use", root, &error))?;
        let (root, console, renders) = (root.to_owned(), console.clone(), watchdog.renders.clone());
        std::thread::spawn(move || {
            let mut quiet = Quiet { renders };
            // What is wrong with the site is shown in the preview itself; this ends only when the machine fails.
            let Err(fault) = serve::run(&root, listener, console.locale, &mut quiet);
            console.fault(&fault);
        });
        Ok(Self {
            origin: format!("http://{address}"),
        })
    }
}

/// Observes the preview and says nothing: the desk tells what inspection finds.
struct Quiet {
    renders: Arc<RenderLog>,
}

impl BuildObserver for Quiet {
    fn progress(&self) -> Box<dyn Progress> {
        Box::new(NoProgress)
    }

    fn own_program(&self) -> Option<PathBuf> {
        std::env::current_exe().ok()
    }

    fn renders(&self) -> Arc<RenderLog> {
        self.renders.clone()
    }

    fn opened(&mut self, _: &str) {}

    fn built(&mut self, _: &Outcome, _: &mut ExcerptReader<'_>, _: Duration) {}

    fn failed(&mut self, _: &Fault) {}

    fn noted(&mut self, _: &Message) {}
}
