//! The sources that diagnostics name, for who shows them: what is in them, and how they look.

use super::Builder;
use crate::base::Fingerprint;
use crate::source::FileState;
use std::path::Path;
use std::sync::Arc;

impl Builder {
    /// The decoded text of a source that a diagnostic names.
    pub fn text_of(&self, file: &str) -> Option<String> {
        let path = match self.files.get(file) {
            Some(path) => path.to_path_buf(),
            None => crate::source::unlinked(&self.root, file)?,
        };
        std::fs::metadata(&path)
            .ok()
            .filter(|metadata| metadata.is_file() && metadata.len() <= crate::source::MAX_BYTES)?;
        crate::source::decode(&file.into(), std::fs::read(path).ok()?).ok()
    }

    /// How a source that a diagnostic names looks from outside: as it did when the last build read it, if it did.
    pub fn look_of(&self, file: &str) -> Option<Fingerprint> {
        let read = self
            .earlier
            .as_ref()
            .and_then(|earlier| earlier.read.pages.get(file));
        let read = read.and_then(|files| files.iter().find(|read| *read.file == *file));
        let look = |path: &Arc<Path>| std::fs::metadata(path).ok().map(|about| FileState::of(&about));
        let state = read.map(|read| read.state);
        let state = state.or_else(|| look(self.files.get(file)?))?;
        Some(Fingerprint::of(&state))
    }
}
