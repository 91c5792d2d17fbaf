//! What was published where, in memory and in `.wanjia/`: the files with their stamps, of what all of it was made, and what
//! was said. When nothing has changed that tells all that there is to tell.
//!
//! What another program, another version or a broken file says is not believed.

use super::memo::program;
use super::{Outcome, store};
use crate::base::{Diagnostic, Fault, Fingerprint};
use crate::publish::Stamp;
use crate::site::HiddenReason;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FILE: &str = "published";

/// A few outputs at most are remembered: the usual one and a trial.
const MOST: usize = 4;

/// Files by address: of what each was made, and its stamp.
pub(super) type Stamps = BTreeMap<String, (Fingerprint, Stamp)>;

/// What was published from a site's folder.
#[derive(Debug, Default)]
pub(super) struct Published {
    root: PathBuf,
    places: Option<BTreeMap<PathBuf, Place>>,
    changed: bool,
}

/// What is in an output folder.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Place {
    files: Arc<Stamps>,
    /// Of what all of it was made, and what was said; `None` when that does not tell all.
    outcome: Option<(Fingerprint, Said)>,
}

/// What a build says of a site, besides what it did.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Said {
    pages: usize,
    diagnostics: Vec<Diagnostic>,
    name: String,
    unsigned: usize,
    held_back: Vec<(String, HiddenReason)>,
}

#[derive(Deserialize)]
struct OnDisk {
    program: String,
    places: BTreeMap<PathBuf, Place>,
}

/// The same as it is written: nothing of it is copied.
#[derive(Serialize)]
struct Written<'p> {
    program: String,
    places: &'p BTreeMap<PathBuf, Place>,
}

impl Published {
    /// What was published from a folder, read when somebody asks.
    pub fn at(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            ..Self::default()
        }
    }

    fn places(&mut self) -> &mut BTreeMap<PathBuf, Place> {
        let root = &self.root;
        self.places.get_or_insert_with(|| {
            let disk = store::read::<OnDisk>(&store::beside(root, FILE));
            let ours = disk.filter(|disk| disk.program == program());
            ours.map_or_else(BTreeMap::new, |disk| disk.places)
        })
    }

    /// The files in a folder, with their SHA-256.
    pub fn hashes(&mut self, place: &Path) -> BTreeMap<String, [u8; 32]> {
        let files = self.of(place).iter();
        files
            .map(|(path, (_, stamp))| (path.clone(), stamp.sha256))
            .collect()
    }

    /// The files in a folder.
    pub fn of(&mut self, place: &Path) -> &Stamps {
        &self.places().entry(place.to_path_buf()).or_default().files
    }

    /// The files in a folder, for somebody to keep.
    pub fn files(&mut self, place: &Path) -> Arc<Stamps> {
        self.places()
            .entry(place.to_path_buf())
            .or_default()
            .files
            .clone()
    }

    /// Remembers what is in a folder.
    pub fn set(&mut self, place: &Path, files: Stamps) {
        let known = self.places();
        let same = known.get(place).is_some_and(|known| *known.files == files);
        if same {
            return;
        }
        let (files, outcome) = (Arc::new(files), None);
        known.insert(place.to_path_buf(), Place { files, outcome });
        while known.len() > MOST {
            let oldest = known.keys().find(|key| *key != place).cloned();
            let Some(oldest) = oldest else { break };
            known.remove(&oldest);
        }
        self.changed = true;
    }

    /// Remembers of what all was made and what was said.
    pub fn set_outcome(&mut self, place: &Path, inputs: Option<Fingerprint>, outcome: &Outcome) {
        let said = inputs.map(|inputs| {
            let said = Said {
                pages: outcome.pages,
                diagnostics: outcome.diagnostics.clone(),
                name: outcome.name.clone(),
                unsigned: outcome.unsigned,
                held_back: outcome.held_back.clone(),
            };
            (inputs, said)
        });
        let known = self.places().entry(place.to_path_buf()).or_default();
        let was = known.outcome.as_ref().map(|(inputs, _)| *inputs);
        self.changed = self.changed || was != inputs;
        if let Some(known) = self.places().get_mut(place) {
            known.outcome = said;
        }
    }

    /// Whether it is remembered what was said of what is in a folder.
    pub fn has_outcome(&mut self, place: &Path) -> bool {
        self.places()
            .get(place)
            .is_some_and(|place| place.outcome.is_some())
    }

    /// What was said when a folder was filled with what is made of these inputs.
    pub fn outcome(&mut self, place: &Path, inputs: Fingerprint) -> Option<Outcome> {
        let (of, said) = self.places().get(place)?.outcome.clone()?;
        (of == inputs).then(|| Outcome {
            pages: said.pages,
            diagnostics: said.diagnostics,
            name: said.name,
            unsigned: said.unsigned,
            held_back: said.held_back,
            ..Outcome::default()
        })
    }

    /// Leaves it in `.wanjia/` for the next program.
    pub fn save(&mut self) -> Result<(), Fault> {
        let Some(places) = self.places.as_ref().filter(|_| self.changed) else {
            return Ok(());
        };
        let disk = Written {
            program: program(),
            places,
        };
        store::write(&store::beside(&self.root, FILE), &disk)?;
        self.changed = false;
        Ok(())
    }
}
