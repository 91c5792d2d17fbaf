//! What memory should not hold, in files without a name that are gone with the program: bodies that are parsed and not
//! rendered yet, pages of a preview.
//!
//! Where no such file can be made or filled, who asked keeps what he has.

use super::store;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of a file. It is gone when nothing of what is in it is asked for any more.
const FILE: u64 = 64 << 20;

/// Takes in bytes.
#[derive(Debug)]
pub struct Spill {
    /// The folder of the site.
    root: PathBuf,
    /// The file that is being filled, and how many bytes of it are taken.
    filling: Mutex<Option<(Arc<Mutex<File>>, u64)>>,
}

/// Bytes that were taken in.
#[derive(Debug, Clone)]
pub struct Spilled {
    file: Arc<Mutex<File>>,
    at: u64,
    length: usize,
}

impl Spill {
    /// Nothing yet of the site in this folder.
    pub fn of(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            filling: Mutex::default(),
        }
    }

    /// Takes in bytes. Several threads may do so at once.
    pub fn put(&self, bytes: &[u8]) -> io::Result<Spilled> {
        let length = bytes.len() as u64;
        let (file, at) = {
            let mut filling = lock(&self.filling);
            let (file, at) = match filling.take().filter(|(_, taken)| taken + length <= FILE) {
                Some(open) => open,
                None => (Arc::new(Mutex::new(store::nameless(&self.root)?)), 0),
            };
            *filling = Some((file.clone(), at + length));
            (file, at)
        };
        let mut open = lock(&file);
        open.seek(SeekFrom::Start(at))?;
        open.write_all(bytes)?;
        drop(open);
        Ok(Spilled {
            file,
            at,
            length: bytes.len(),
        })
    }
}

impl Spilled {
    /// Reads them back.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; self.length];
        let mut open = lock(&self.file);
        open.seek(SeekFrom::Start(self.at))?;
        open.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_in_is_read_back_from_files_without_a_name_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::of(folder.path());
        let text = |n: usize| format!("第{n}页").repeat(n).into_bytes();
        let all: Vec<Spilled> = (0..40).map(|n| spill.put(&text(n)).unwrap()).collect();
        for (n, bytes) in all.iter().enumerate() {
            assert_eq!(bytes.read().unwrap(), text(n));
        }
        spill.filling.lock().unwrap().as_mut().unwrap().1 = FILE - 4;
        let (last, first) = (spill.put(b"last").unwrap(), spill.put(b"first").unwrap());
        assert_eq!((last.at, first.at), (FILE - 4, 0));
        assert_eq!(last.read().unwrap(), b"last");
        assert_eq!(first.read().unwrap(), b"first");
        let names = std::fs::read_dir(folder.path().join(".wanjia")).unwrap();
        assert_eq!(names.count(), 0);
    }
}
