//! What is in the files of a preview: held in memory up to a bound, and beyond it on the disk. Fifty thousand pages take
//! more than a gigabyte.

use crate::pipeline::{Spill, Spilled};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes that are held in memory.
const HELD: usize = 32 << 20;

/// Takes in what is in files.
#[derive(Debug)]
pub(super) struct Bodies {
    most: usize,
    held: Arc<AtomicUsize>,
    spill: Spill,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub struct Body(Arc<Place>);

#[derive(Debug)]
enum Place {
    /// In memory, and the count of what is there.
    Memory(Arc<Vec<u8>>, Arc<AtomicUsize>),
    Disk(Spilled),
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
            most: HELD,
            held: Arc::default(),
            spill: Spill::of(root),
        }
    }

    /// Takes in what is in a file. What the disk does not take is held in memory.
    pub fn take(&self, mut bytes: Vec<u8>) -> Body {
        let held = self.held.load(Ordering::Relaxed);
        if held + bytes.len() > self.most
            && let Ok(spilled) = self.spill.put(&bytes)
        {
            return Body(Arc::new(Place::Disk(spilled)));
        }
        // What makes files has room for more of each.
        bytes.shrink_to_fit();
        self.held.fetch_add(bytes.len(), Ordering::Relaxed);
        Body(Arc::new(Place::Memory(Arc::new(bytes), self.held.clone())))
    }
}

impl Body {
    /// Reads it.
    pub fn read(&self) -> io::Result<Arc<Vec<u8>>> {
        match &*self.0 {
            Place::Memory(bytes, _) => Ok(bytes.clone()),
            Place::Disk(spilled) => spilled.read().map(Arc::new),
        }
    }
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
        assert!(matches!(&*all[39].0, Place::Disk(_)));
        drop(all);
        assert_eq!(bodies.held.load(Ordering::Relaxed), 0);
        assert!(matches!(&*bodies.take(text(1)).0, Place::Memory(..)));
    }
}
