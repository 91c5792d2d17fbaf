//! What lies above the sites of one run, looked at once: a fleet is built of its upstream as it was when the first of its
//! sites was read.
//!
//! Not here: what is kept of texts and pages (`cache`), which holds also where sites are built again.

use crate::base::{Diagnostic, Fingerprint};
use crate::source::{Layer, SourceFile};
use crate::theme::{Theme, ThemeFile};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Themes that are kept: most fleets have one.
const THEMES: usize = 16;

/// What was found in a folder of a layer, and what was told of it.
type Found<T> = Mutex<HashMap<(Layer, String), (Vec<T>, Vec<Diagnostic>)>>;

/// What was found above.
#[derive(Debug, Default)]
pub(super) struct Once {
    /// Only for a run that ends.
    kept: bool,
    lists: Found<SourceFile>,
    themes: Found<ThemeFile>,
    compiled: Mutex<HashMap<Fingerprint, Arc<Theme>>>,
}

impl Once {
    /// For a run that builds each site once.
    pub fn of_run() -> Self {
        Self {
            kept: true,
            ..Self::default()
        }
    }

    /// Whether this is such a run.
    pub fn is_kept(&self) -> bool {
        self.kept
    }

    /// The files of a folder of a layer.
    pub fn list(&self, layer: &Layer, folder: &str, report: &mut Vec<Diagnostic>) -> Vec<SourceFile> {
        self.found(&self.lists, (layer, folder), report, |report| {
            layer.list(folder, report)
        })
    }

    /// The files of a theme in a layer, which `read` reads.
    pub fn theme(
        &self,
        (layer, name): (&Layer, &str),
        report: &mut Vec<Diagnostic>,
        read: impl FnOnce(&mut Vec<Diagnostic>) -> Vec<ThemeFile>,
    ) -> Vec<ThemeFile> {
        self.found(&self.themes, (layer, name), report, read)
    }

    /// The theme of a fingerprint, as another site had it compiled.
    pub fn compiled(&self, of: Fingerprint) -> Option<Arc<Theme>> {
        self.kept.then(|| open(&self.compiled).get(&of).cloned())?
    }

    /// Keeps a theme with which nothing is wrong.
    pub fn keep_compiled(&self, of: Fingerprint, theme: &Arc<Theme>) {
        let mut compiled = open(&self.compiled);
        if self.kept && compiled.len() < THEMES {
            compiled.insert(of, theme.clone());
        }
    }

    /// What is in a folder of a layer: of a site itself it is looked up anew, of one above once.
    fn found<T: Clone>(
        &self,
        known: &Found<T>,
        (layer, name): (&Layer, &str),
        report: &mut Vec<Diagnostic>,
        look: impl FnOnce(&mut Vec<Diagnostic>) -> Vec<T>,
    ) -> Vec<T> {
        if !self.kept || layer.number == 0 {
            return look(report);
        }
        let key = (layer.clone(), name.to_owned());
        let before = open(known).get(&key).cloned();
        let (files, told) = before.unwrap_or_else(|| {
            let mut told = Vec::new();
            let files = look(&mut told);
            open(known).insert(key, (files.clone(), told.clone()));
            (files, told)
        });
        report.extend(told);
        files
    }
}

fn open<K, V>(mutex: &Mutex<HashMap<K, V>>) -> MutexGuard<'_, HashMap<K, V>> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
