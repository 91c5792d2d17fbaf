//! Photos that pages show, made smaller once: what was made lies in `.wanjia/pictures`, named by what it
//! was made of, and is made again only when that changes. A picture takes a second, so nothing of it is
//! thrown away with the output folder or with a new version of the program.

use super::Progress;
use super::documents::is_stable;
use super::earlier::Answers;
use super::memo::Memo;
use super::store;
use crate::base::{Diagnostic, Fault, Fingerprint, Span};
use crate::check::{self, ImageProblem};
use crate::message;
use crate::picture::{self, ImageError, ImageSet, OutputFormat, Picture, Rendition};
use crate::site::Site;
use crate::source::FILE_UNREADABLE;
use crate::source::{FileState, SourceFile};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Version of how images are made: counted up when they are made in another way.
const FORMAT_VERSION: u32 = 2;
const FOLDER: &str = "pictures";

/// What became of a picture.
type PictureOutcome = Result<SizesRecord, ImageError>;

/// What was made of a picture, without its bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SizesRecord {
    width: u32,
    height: u32,
    whole: Option<SizeRecord>,
    renditions: Vec<SizeRecord>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct SizeRecord {
    width: u32,
    kind: OutputFormat,
    /// Fingerprint of its bytes.
    fingerprint: Fingerprint,
    /// Its file when it was written.
    state: FileState,
}

/// A picture that a page shows.
struct ImageUse<'s> {
    address: &'s str,
    file: &'s SourceFile,
    places: &'s [Span],
}

impl ImageUse<'_> {
    /// It cannot be shown in other sizes; without an error, because no browser shows it.
    fn problem(&self, error: Option<ImageError>) -> ImageProblem {
        ImageProblem {
            file: self.file.file.clone(),
            places: self.places.to_vec(),
            error,
        }
    }
}

/// Makes the pictures that pages show, and lists those that could not be made: those are shown as they are.
pub(super) fn prepare(
    site: &Site,
    answers: &Answers,
    root: &Path,
    memo: &mut Memo,
    progress: &dyn Progress,
) -> Result<(ImageSet, Vec<ImageProblem>), Fault> {
    let widths = &site.config.images;
    let wanted = site.shown_pictures(&answers.resolved, answers.picturing.iter().copied());
    let uses_that = |is: fn(&str) -> bool| {
        let those = wanted.iter().filter(move |(address, _)| is(address.as_str()));
        those.filter_map(|(address, places)| {
            let file = site.files.get(address)?;
            Some(ImageUse {
                address: address.as_str(),
                file,
                places,
            })
        })
    };
    let mut problems: Vec<ImageProblem> = uses_that(picture::is_unsupported)
        .map(|image_use| image_use.problem(None))
        .collect();
    if widths.is_empty() {
        return Ok((ImageSet::new(), problems));
    }
    let image_uses: Vec<ImageUse<'_>> = uses_that(picture::is_sized).collect();
    if image_uses.is_empty() {
        memo.set_pictures(BTreeMap::new());
        return Ok((ImageSet::new(), problems));
    }
    let store = PictureCache {
        folder: memo.picture_folder(root, FOLDER)?,
        widths,
    };
    let records = store.records(&image_uses, memo, progress)?;
    let linked = site.linked_files();
    let mut shown = ImageSet::new();
    for (image_use, (key, record)) in image_uses.iter().zip(&records) {
        match record {
            Ok(made) => {
                let kept = linked.contains(image_use.address);
                shown.insert(
                    image_use.address.to_owned(),
                    store.picture(image_use.address, *key, made, kept),
                );
            }
            Err(error) => problems.push(image_use.problem(Some(error.clone()))),
        }
    }
    store.forget(&records);
    Ok((shown, problems))
}

/// What was made of pictures, on disk.
struct PictureCache<'s> {
    folder: PathBuf,
    widths: &'s [u32],
}

impl PictureCache<'_> {
    /// What became of each picture, from the disk or made now.
    fn records(
        &self,
        image_uses: &[ImageUse<'_>],
        memo: &mut Memo,
        progress: &dyn Progress,
    ) -> Result<Vec<(Fingerprint, PictureOutcome)>, Fault> {
        let known: Vec<(Fingerprint, Option<PictureOutcome>, bool)> = image_uses
            .par_iter()
            .map(|image_use| self.known(image_use.file, memo))
            .collect();
        // Two pages may show the same picture: it is made once.
        let mut first: BTreeMap<Fingerprint, usize> = BTreeMap::new();
        for (number, (key, ..)) in known.iter().enumerate() {
            first.entry(*key).or_insert(number);
        }
        let is_missing = |number: usize| known[number].1.is_none() && first[&known[number].0] == number;
        let missing = (0..known.len()).filter(|number| is_missing(*number)).count();
        if missing > 0 {
            progress.begin(&message!("缩小图片", "making pictures smaller"), missing);
        }
        let make = |number: usize, now: bool| {
            let (key, _, large) = &known[number];
            if !is_missing(number) || *large != now {
                return Ok(None);
            }
            let made = self.make(image_uses[number].file, *key);
            progress.step();
            made.map(Some)
        };
        let all = 0..known.len();
        let small = all.clone().into_par_iter().map(|number| make(number, false));
        let small: Vec<Option<PictureOutcome>> = small.collect::<Result<_, Fault>>()?;
        // One after the other, so that memory lasts.
        let large = all.map(|number| make(number, true));
        let large: Vec<Option<PictureOutcome>> = large.collect::<Result<_, Fault>>()?;
        if missing > 0 {
            progress.end();
        }
        let made: Vec<Option<PictureOutcome>> = small
            .into_iter()
            .zip(large)
            .map(|(small, large)| small.or(large))
            .collect();
        let records: Vec<(Fingerprint, PictureOutcome)> = known
            .iter()
            .filter_map(|(key, known, _)| Some((*key, known.clone().or_else(|| made[first[key]].clone())?)))
            .collect();
        let stamp = image_uses
            .iter()
            .zip(&records)
            .filter(|(image_use, _)| is_stable(&image_use.file.state));
        memo.set_pictures(
            stamp
                .map(|(image_use, (key, _))| (image_use.file.file.clone(), (stat_hash(image_use.file), *key)))
                .collect::<BTreeMap<Arc<str>, _>>(),
        );
        Ok(records)
    }

    /// The key of a picture, what is known of it, and whether it is a large one.
    fn known(&self, file: &SourceFile, memo: &Memo) -> (Fingerprint, Option<PictureOutcome>, bool) {
        let recipe = Fingerprint::of(&(FORMAT_VERSION, self.widths));
        if let Some(key) = memo.picture(&file.file, stat_hash(file))
            && let Some(record) = self.read(key)
        {
            return (key, Some(record), false);
        }
        match std::fs::read(&file.path) {
            Ok(bytes) => {
                let key = Fingerprint::join(&[Fingerprint::of_bytes(&bytes), recipe]);
                let record = self.read(key);
                let large = record.is_none() && picture::is_large(&bytes);
                (key, record, large)
            }
            Err(error) => (recipe, Some(Err(ImageError::Broken(error.to_string()))), false),
        }
    }

    fn make(&self, file: &SourceFile, key: Fingerprint) -> Result<PictureOutcome, Fault> {
        let made = match std::fs::read(&file.path) {
            Ok(bytes) => picture::sizes(&bytes, self.widths),
            Err(error) => Err(ImageError::Broken(error.to_string())),
        };
        let record = match made {
            Ok(made) => {
                let keep = |sized: picture::Encoded| {
                    let mut part = SizeRecord {
                        width: sized.width,
                        kind: sized.kind,
                        fingerprint: Fingerprint::of_bytes(&sized.bytes),
                        state: FileState::default(),
                    };
                    let file = self.file(key, &part);
                    store::put(&file, &sized.bytes)?;
                    part.state = state(&file).unwrap_or_default();
                    Ok(part)
                };
                Ok(SizesRecord {
                    width: made.width,
                    height: made.height,
                    whole: made.whole.map(keep).transpose()?,
                    renditions: made
                        .renditions
                        .into_iter()
                        .map(keep)
                        .collect::<Result<_, Fault>>()?,
                })
            }
            Err(error) => Err(error),
        };
        // The record comes last: where it exists all files exist.
        store::write(&self.record(key), &record)?;
        Ok(record)
    }

    fn read(&self, key: Fingerprint) -> Option<PictureOutcome> {
        let record: PictureOutcome = store::read(&self.record(key))?;
        let stands = |part: &SizeRecord| {
            let file = self.file(key, part);
            let seen = state(&file).filter(|seen| seen.is_noted() && *seen == part.state);
            seen.is_some()
                || std::fs::read(&file).is_ok_and(|bytes| Fingerprint::of_bytes(&bytes) == part.fingerprint)
        };
        let whole = record
            .as_ref()
            .is_ok_and(|made| !made.whole.iter().chain(&made.renditions).all(stands));
        (!whole).then_some(record)
    }

    fn record(&self, key: Fingerprint) -> PathBuf {
        self.folder.join(key.hex())
    }

    fn file(&self, key: Fingerprint, part: &SizeRecord) -> PathBuf {
        let (key, width, ending) = (key.hex(), part.width, part.kind.extension());
        self.folder.join(format!(
            "{key}-{width}-{}.{ending}",
            &part.fingerprint.hex()[..10]
        ))
    }

    /// A picture as pages show it. One that readers may keep stays at its address as its author made it.
    fn picture(&self, address: &str, key: Fingerprint, made: &SizesRecord, kept: bool) -> Picture {
        let stem = address.rsplit_once('.').map_or(address, |(stem, _)| stem);
        let beside = |part: &SizeRecord| {
            let (fingerprint, ending) = (&part.fingerprint.hex()[..10], part.kind.extension());
            format!("{stem}-{}.{fingerprint}.{ending}", part.width)
        };
        let other = |part: &SizeRecord| Rendition {
            address: beside(part),
            width: part.width,
            file: self.file(key, part),
        };
        Picture {
            width: made.width,
            height: made.height,
            address: match &made.whole {
                Some(whole) if kept => beside(whole),
                _ => address.to_owned(),
            },
            file: made.whole.as_ref().map(|whole| self.file(key, whole)),
            renditions: made.renditions.iter().map(other).collect(),
        }
    }

    /// Takes away what no picture is made of any more, once it is more than what is in use: an author may
    /// take a picture out and put it in again.
    fn forget(&self, records: &[(Fingerprint, PictureOutcome)]) {
        let used: BTreeSet<String> = records.iter().map(|(key, _)| key.hex()).collect();
        let Ok(entries) = std::fs::read_dir(&self.folder) else {
            return;
        };
        let key_of = |path: &Path| Some(path.file_name()?.to_str()?.get(..32)?.to_owned());
        let idle: Vec<(String, PathBuf)> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter_map(|path| Some((key_of(&path)?, path)))
            .filter(|(key, _)| !used.contains(key))
            .collect();
        let keys: BTreeSet<&String> = idle.iter().map(|(key, _)| key).collect();
        if keys.len() > used.len() + 16 {
            for (_, path) in &idle {
                let _ = std::fs::remove_file(path);
            }
        }
    }
}

/// What one sees of a file that was made.
fn state(file: &Path) -> Option<FileState> {
    std::fs::metadata(file).ok().map(|about| FileState::of(&about))
}

fn stat_hash(file: &SourceFile) -> Fingerprint {
    Fingerprint::of(&(file.state, file.path.to_string_lossy()))
}

/// A photo that was let through, as it is put out: without what its camera noted.
pub fn photo(bytes: Vec<u8>) -> Vec<u8> {
    picture::clean(&bytes).map_or(bytes, |clean| clean.bytes)
}

/// A photo without what its camera noted. A file that nothing can be taken out of passes unless it tells
/// a place.
pub(super) fn cleaned(path: &Path, file: &Arc<str>) -> Result<Vec<u8>, Diagnostic> {
    let bytes = std::fs::read(path).map_err(|error| {
        Diagnostic::new(
            &FILE_UNREADABLE,
            Span::top(file),
            message!("读不了：{error}", "cannot be read: {error}"),
        )
    })?;
    if let Some(clean) = picture::clean(&bytes) {
        return Ok(clean.bytes);
    }
    if picture::has_location(&bytes) {
        return Err(check::image_has_location(file));
    }
    Ok(bytes)
}
