//! What is told of the files that a site offers beside its pages, before they are published as they are.

use crate::base::Diagnostic;
use crate::source::{self, SourceFile};
use rayon::prelude::*;

/// What is wrong with the site's own files; those of an upstream are its own affair, but for those that git has not fetched
/// and drawings that would run something. `trusted` are the site's own drawings.
pub(super) fn told<'f>(files: impl Iterator<Item = &'f SourceFile>, trusted: bool) -> Vec<Diagnostic> {
    let files: Vec<&SourceFile> = files.collect();
    let look = |file: &&SourceFile| {
        let own = |file: &&&SourceFile| file.layer == 0;
        let written = Some(file)
            .filter(own)
            .and_then(|file| source::office_metadata(file));
        let drawing = || {
            Some(file)
                .filter(|file| !(trusted && own(file)))
                .and_then(|file| source::drawing_active(file))
        };
        source::lfs_pointer(file).or(written).or_else(drawing)
    };
    files.par_iter().filter_map(look).collect()
}
