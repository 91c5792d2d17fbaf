//! What is in the files of a preview: held in memory up to a bound, and beyond it in files on the disk that have no name and
//! are gone with the program. Fifty thousand pages take more than a gigabyte.
//!
//! Where no such file can be made or filled, memory takes what comes.

use crate::pipeline::nameless;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes that are held in memory.
const HELD: usize = 48 << 20;
/// Bytes of a file on the disk. It is gone when nothing that is shown is in it any more.
const FILE: u64 = 64 << 20;

/// Takes in what is in files.
#[derive(Debug)]
pub(super) struct Bodies {
    /// The folder of the site.
    root: PathBuf,
    most: usize,
    held: Arc<AtomicUsize>,
    /// The file that is being filled, and how many bytes of it are taken.
    filling: Mutex<Option<(Arc<File>, u64)>>,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub struct Body(Arc<Place>);

#[derive(Debug)]
enum Place {
    /// In memory, and the count of what is there.
    Memory(Arc<Vec<u8>>, Arc<AtomicUsize>),
    /// On the disk: where it begins, and how many bytes it has.
    Disk(Arc<File>, u64, usize),
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Memory(bytes, held) = self {
            held.fetch_sub(bytes.len(), Ordering::Relaxed);
        }
    }
}

impl Bodies {
    /// Nothing yet of the site in this folder.
    pub fn of(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            most: HELD,
            held: Arc::default(),
            filling: Mutex::default(),
        }
    }

    /// Takes in what is in a file.
    pub fn take(&self, bytes: Vec<u8>) -> Body {
        let held = self.held.load(Ordering::Relaxed);
        if held + bytes.len() > self.most
            && let Ok(place) = self.put(&bytes)
        {
            return Body(Arc::new(place));
        }
        self.held.fetch_add(bytes.len(), Ordering::Relaxed);
        Body(Arc::new(Place::Memory(Arc::new(bytes), self.held.clone())))
    }

    fn put(&self, bytes: &[u8]) -> io::Result<Place> {
        let length = bytes.len() as u64;
        let (file, at) = {
            let mut filling = self.filling.lock().unwrap_or_else(PoisonError::into_inner);
            let (file, at) = match filling.take().filter(|(_, taken)| taken + length <= FILE) {
                Some(open) => open,
                None => (Arc::new(nameless(&self.root)?), 0),
            };
            *filling = Some((file.clone(), at + length));
            (file, at)
        };
        write_at(&file, bytes, at)?;
        Ok(Place::Disk(file, at, bytes.len()))
    }
}

impl Body {
    /// Reads it.
    pub fn read(&self) -> io::Result<Arc<Vec<u8>>> {
        match &*self.0 {
            Place::Memory(bytes, _) => Ok(bytes.clone()),
            Place::Disk(file, at, length) => {
                let mut bytes = vec![0; *length];
                read_at(file, &mut bytes, *at)?;
                Ok(Arc::new(bytes))
            }
        }
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

/// Here reading moves the place at which another thread reads: memory takes it all.
#[cfg(not(unix))]
fn write_at(_: &File, _: &[u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_memory_should_not_hold_is_read_from_the_disk_and_what_goes_makes_room() {
        let folder = tempfile::tempdir().unwrap();
        let bodies = Bodies {
            most: 100,
            ..Bodies::of(folder.path())
        };
        let text = |n: usize| format!("第{n}页").repeat(3).into_bytes();
        let all: Vec<Body> = (0..40).map(|n| bodies.take(text(n))).collect();
        let held = bodies.held.load(Ordering::Relaxed);
        assert!((1..=100).contains(&held), "{held}");
        for (n, body) in all.iter().enumerate() {
            assert_eq!(*body.read().unwrap(), text(n));
        }
        assert!(matches!(&*all[39].0, Place::Disk(_, at, _) if *at > 0));
        // No file of it has a name.
        let names = std::fs::read_dir(folder.path().join(".wanjia")).unwrap();
        assert_eq!(names.count(), 0);
        drop(all);
        assert_eq!(bodies.held.load(Ordering::Relaxed), 0);
        assert!(matches!(&*bodies.take(text(1)).0, Place::Memory(..)));
    }

    #[test]
    fn a_file_on_the_disk_that_is_full_is_followed_by_another() {
        let folder = tempfile::tempdir().unwrap();
        let bodies = Bodies {
            most: 0,
            ..Bodies::of(folder.path())
        };
        *bodies.filling.lock().unwrap() = Some((Arc::new(nameless(folder.path()).unwrap()), FILE - 4));
        let (last, first) = (bodies.take(b"last".to_vec()), bodies.take(b"first".to_vec()));
        assert!(matches!(&*last.0, Place::Disk(_, at, 4) if *at == FILE - 4));
        assert!(matches!(&*first.0, Place::Disk(_, 0, 5)));
        assert_eq!(
            (&**last.read().unwrap(), &**first.read().unwrap()),
            (&b"last"[..], &b"first"[..])
        );
    }
}
