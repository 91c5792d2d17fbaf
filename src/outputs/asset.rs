//! Files: the theme's assets and static files, and those of the site. The site's own come first.

use super::job::{Job, JobOutput, PrepareJob, of_known};
use crate::base::{Fingerprint, OutputPath};
use crate::picture::{ImageSet, may_have_metadata};
use crate::site::Site;
use crate::source::SourceFile;
use crate::theme::{Asset, Theme};
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

/// Files of the theme by their path in the output.
pub(super) type Shipped<'s> = HashMap<&'s OutputPath, &'s Asset>;

/// Files of the theme by their path in the output.
pub(super) fn shipped(theme: &Theme) -> Shipped<'_> {
    theme.shipped().map(|asset| (&asset.address, asset)).collect()
}

/// A file of the theme.
pub(super) fn job(asset: &Asset) -> PrepareJob<'_> {
    of_known(asset.fingerprint, asset, |asset, _| {
        Ok(JobOutput::Bytes(Cow::Borrowed(&asset.bytes)))
    })
}

/// A file of the site; a photo that was made anew in its full size is that one.
pub(super) fn file<'s>(site: &'s Site, pictures: &'s ImageSet, path: &OutputPath) -> Option<PrepareJob<'s>> {
    let file = site.files.get(path)?;
    let picture = pictures.get(path.as_str());
    let anew = picture.filter(|picture| picture.address == path.as_str());
    Some(match anew.and_then(|picture| picture.file.as_deref()) {
        Some(made) => copy(made),
        None => given(may_have_metadata(path.as_str()), file),
    })
}

/// A file as its author gave it; a photo without what its camera noted.
fn given(photo: bool, file: &SourceFile) -> PrepareJob<'_> {
    let key = Fingerprint::of(&(photo, file.state, file.path.to_string_lossy()));
    of_known(key, (photo, &*file.path), |(photo, path), _| {
        Ok(if photo {
            JobOutput::Photo(path)
        } else {
            JobOutput::File(path)
        })
    })
}

/// Pictures in other sizes and formats.
pub(super) fn pictures<'s>(site: &'s Site, pictures: &'s ImageSet) -> Vec<Job<'s>> {
    let mut jobs = Vec::new();
    for (address, picture) in pictures {
        let Some(of) = site.files.get(address.as_str()) else {
            continue;
        };
        let anew = picture.file.as_deref().filter(|_| picture.address != *address);
        let anew = anew.map(|made| (&picture.address, made));
        let others = picture
            .renditions
            .iter()
            .map(|other| (&other.address, other.file.as_path()));
        jobs.extend(anew.into_iter().chain(others).filter_map(|(address, made)| {
            let route = site.routes.made(OutputPath::at(address), &of.file)?;
            Some(Job::new(route, copy(made)))
        }));
    }
    jobs
}

/// A copy of a file whose name tells what is in it.
fn copy(file: &Path) -> PrepareJob<'_> {
    let name = file.file_name().expect("a copy has a name of its own");
    let key = Fingerprint::of(&("picture", name.to_string_lossy()));
    of_known(key, file, |file, _| Ok(JobOutput::File(file)))
}
