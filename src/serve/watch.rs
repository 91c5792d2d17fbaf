//! Watching: when one of the site's own files changes, and not when anything else does.
//!
//! The system tells of changes; where it cannot (no inotify, too many folders, some network drives)
//! the folders are looked through every half second. One save makes several events, so a change is
//! told when there has been a short silence.

use crate::base::Fault;
use crate::message;
use notify::event::ModifyKind;
use notify::{Config, ErrorKind, Event, EventHandler, EventKind, PollWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

const DEBOUNCE: Duration = Duration::from_millis(15);
const MAX_DEBOUNCE: Duration = Duration::from_millis(100);
const POLL_INTERVAL: Duration = Duration::from_millis(500);

type WatchEvent = notify::Result<Event>;

/// Whether anything has come that may be a change.
#[derive(Debug, Clone, Default)]
pub struct News(Arc<AtomicBool>);

impl News {
    /// Whether anything has come since the last wait.
    pub fn has_come(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Takes what the system tells.
#[derive(Clone)]
struct Teller {
    sender: Sender<WatchEvent>,
    news: News,
    wanted: Arc<RwLock<Vec<PathBuf>>>,
}

impl EventHandler for Teller {
    fn handle_event(&mut self, told: WatchEvent) {
        let wanted = self.wanted.read().unwrap_or_else(PoisonError::into_inner);
        if is_change(&wanted, &told) {
            self.news.0.store(true, Ordering::Relaxed);
        }
        drop(wanted);
        // Nobody listens any more at the end of the program.
        let _ = self.sender.send(told);
    }
}

/// Whether an event may be a change of the site.
fn is_change(wanted: &[PathBuf], told: &WatchEvent) -> bool {
    match told {
        Ok(event) if event.need_rescan() => true,
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
        Ok(event) => event.paths.iter().any(|path| concerns(wanted, path)),
        Err(_) => false,
    }
}

/// Watches what a site is made of.
pub struct Watch {
    watcher: Box<dyn Watcher>,
    polling: bool,
    told: Receiver<WatchEvent>,
    teller: Teller,
    /// What is being watched: `true` with all that is below.
    watched: BTreeMap<PathBuf, bool>,
}

impl Watch {
    /// A watch that watches nothing yet.
    pub fn open() -> Result<Self, Fault> {
        let (sender, told) = channel();
        let teller = Teller {
            sender,
            news: News::default(),
            wanted: Arc::default(),
        };
        let (watcher, polling): (Box<dyn Watcher>, bool) = match notify::recommended_watcher(teller.clone()) {
            Ok(watcher) => (Box::new(watcher), false),
            Err(_) => (poller(teller.clone())?, true),
        };
        Ok(Self {
            watcher,
            polling,
            told,
            teller,
            watched: BTreeMap::new(),
        })
    }

    /// What tells whether anything has come since the last wait.
    pub fn news(&self) -> &News {
        &self.teller.news
    }

    /// Whether the folders are looked through, because the system cannot tell.
    pub fn is_polling(&self) -> bool {
        self.polling
    }

    /// Watches these files and folders and nothing else; what is not there yet is seen when it comes.
    /// Returns whether anything new is being watched.
    pub fn follow(&mut self, wanted: Vec<PathBuf>) -> Result<bool, Fault> {
        let targets = targets(&wanted);
        *self.teller.wanted.write().unwrap_or_else(PoisonError::into_inner) = wanted;
        let gone: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|(path, below)| targets.get(*path) != Some(below) || !path.exists())
            .map(|(path, _)| path.clone())
            .collect();
        for path in gone {
            // It may be gone from the disk, and its watch with it.
            let _ = self.watcher.unwatch(&path);
            self.watched.remove(&path);
        }
        let mut new = false;
        for (path, below) in targets {
            if !self.watched.contains_key(&path) {
                new |= self.add(path, below)?;
            }
        }
        Ok(new)
    }

    fn add(&mut self, path: PathBuf, below: bool) -> Result<bool, Fault> {
        let mode = if below {
            RecursiveMode::Recursive
        } else {
            RecursiveMode::NonRecursive
        };
        match self.watcher.watch(&path, mode) {
            Ok(()) => {
                self.watched.insert(path, below);
                Ok(true)
            }
            // Gone since it was seen; its folder is watched.
            Err(error) if matches!(error.kind, ErrorKind::PathNotFound) || !path.exists() => Ok(false),
            Err(_) if !self.polling => self.fall_back(path, below),
            Err(error) => Err(cannot_watch(&error)),
        }
    }

    fn fall_back(&mut self, path: PathBuf, below: bool) -> Result<bool, Fault> {
        self.watcher = poller(self.teller.clone())?;
        self.polling = true;
        for (path, below) in std::mem::take(&mut self.watched) {
            self.add(path, below)?;
        }
        self.add(path, below)
    }

    /// Waits until something of the site has changed and there was a short silence, or until changes
    /// have been coming in for a while. Returns the places that were named; `None` when the system lost some of them.
    pub fn wait(&mut self) -> Option<BTreeSet<PathBuf>> {
        let mut touched = Some(BTreeSet::new());
        // We hold a teller, so there is always one: an error cannot come.
        while let Ok(told) = self.told.recv() {
            if self.concerns(&told, &mut touched) {
                break;
            }
        }
        let end = Instant::now() + MAX_DEBOUNCE;
        let mut quiet = Instant::now() + DEBOUNCE;
        loop {
            let left = quiet.min(end).saturating_duration_since(Instant::now());
            match self.told.recv_timeout(left) {
                Ok(told) if self.concerns(&told, &mut touched) => quiet = Instant::now() + DEBOUNCE,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        self.teller.news.0.store(false, Ordering::Relaxed);
        touched
    }

    /// Whether the site may be another one; the places that an event names are noted.
    fn concerns(&mut self, told: &WatchEvent, touched: &mut Option<BTreeSet<PathBuf>>) -> bool {
        if let Ok(event) = told {
            self.forget_replaced(event);
        }
        let wanted = self.teller.wanted.read().unwrap_or_else(PoisonError::into_inner);
        if !is_change(&wanted, told) {
            return false;
        }
        match told {
            Ok(event) if !event.need_rescan() => {
                let places = event.paths.iter().filter(|path| concerns(&wanted, path));
                touched
                    .iter_mut()
                    .for_each(|touched| touched.extend(places.clone().cloned()));
            }
            _ => *touched = None,
        }
        true
    }

    /// A folder that another was put in the place of is watched no more, though one of its name is there.
    fn forget_replaced(&mut self, event: &Event) {
        if matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        ) {
            for path in &event.paths {
                if self.watched.remove(path).is_some() {
                    let _ = self.watcher.unwatch(path);
                }
            }
        }
    }
}

fn poller(teller: Teller) -> Result<Box<dyn Watcher>, Fault> {
    let config = Config::default().with_poll_interval(POLL_INTERVAL);
    match PollWatcher::new(teller, config) {
        Ok(watcher) => Ok(Box::new(watcher)),
        Err(error) => Err(cannot_watch(&error)),
    }
}

fn cannot_watch(error: &notify::Error) -> Fault {
    Fault::new(message!(
        "无法监视文件变化：{error}",
        "cannot watch for changes: {error}"
    ))
}

/// What to hand to the watcher: folders with all that is below; files and what is not there by their
/// folder, because editors put a new file in the place of the old one.
fn targets(wanted: &[PathBuf]) -> BTreeMap<PathBuf, bool> {
    let mut targets = BTreeMap::new();
    for path in wanted {
        if let Some(parent) = path.parent().filter(|parent| parent.is_dir()) {
            targets.entry(parent.to_path_buf()).or_insert(false);
        }
        if path.is_dir() {
            targets.insert(path.clone(), true);
        }
    }
    targets
}

/// Whether a change at `path` is a change of the site.
fn concerns(wanted: &[PathBuf], path: &Path) -> bool {
    wanted.iter().any(|wanted| {
        path.strip_prefix(wanted).is_ok_and(|inner| {
            inner
                .components()
                .all(|part| !matches!(part, Component::Normal(name) if is_passing(name)))
        })
    })
}

/// Files that editors and systems put down for a moment, and folders that are not content.
fn is_passing(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(&*name, ".git" | ".wanjia" | ".DS_Store" | "4913")
        || matches!(
            ending,
            "swp" | "swo" | "swx" | "swpx" | "tmp" | "crdownload" | "part"
        )
        || name.ends_with('~')
        || name.ends_with("___")
        || name.starts_with(".#")
        || name.starts_with("~$")
        || name.starts_with(".~")
        || name.starts_with(".goutputstream-")
        || (name.starts_with('#') && name.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::Flag;
    use std::fs;
    use std::thread;

    #[test]
    fn only_the_sites_own_files_concern_it() {
        let wanted = ["/s/site.yaml", "/s/content", "/s/facts.yaml"].map(PathBuf::from);
        for path in [
            "/s/content/a.md",
            "/s/content",
            "/s/site.yaml",
            "/s/content/public/a.md",
        ] {
            assert!(concerns(&wanted, Path::new(path)), "{path}");
        }
        for path in [
            "/s/public/index.html",
            "/s/.wanjia/memo",
            "/s",
            "/s/content2/a.md",
            "/s/content/.a.md.swp",
            "/s/content/4913",
            "/s/content/a.md~",
            "/s/content/.#a.md",
            "/s/content/#a.md#",
            "/s/content/~$通知.docx",
            "/s/content/.git/index",
        ] {
            assert!(!concerns(&wanted, Path::new(path)), "{path}");
        }
    }

    /// How long it took until a change was reported. A change that is never reported fails the test.
    fn heard(watch: &mut Watch, change: impl FnOnce()) -> Duration {
        let (sender, begin) = (watch.teller.sender.clone(), Instant::now());
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(20));
            // The test may be over.
            let _ = sender.send(Ok(Event::default().set_flag(Flag::Rescan)));
        });
        change();
        watch.wait();
        assert!(
            begin.elapsed() < Duration::from_secs(19),
            "the change was not told"
        );
        begin.elapsed()
    }

    #[test]
    fn a_change_is_told_soon_and_a_new_folder_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::write(root.join("site.yaml"), "name: a").unwrap();
        let mut watch = Watch::open().unwrap();
        let wanted = vec![root.join("site.yaml"), root.join("content")];
        assert!(watch.follow(wanted.clone()).unwrap());
        assert!(!watch.follow(wanted.clone()).unwrap());
        heard(&mut watch, || {
            fs::write(root.join("site.yaml"), "name: b").unwrap()
        });
        heard(&mut watch, || fs::create_dir(root.join("content")).unwrap());
        assert!(watch.follow(wanted).unwrap());
        heard(&mut watch, || fs::write(root.join("content/a.md"), "a").unwrap());
        let soon = heard(&mut watch, || {
            fs::write(root.join("content/b.md.new"), "a").unwrap();
            fs::rename(root.join("content/b.md.new"), root.join("content/a.md")).unwrap();
        });
        assert!(
            watch.is_polling() || soon < Duration::from_millis(500),
            "{soon:?}"
        );
    }

    #[test]
    fn a_folder_that_another_took_the_place_of_is_followed_on() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("content")).unwrap();
        fs::create_dir(root.join("other")).unwrap();
        let wanted = vec![root.join("content")];
        let mut watch = Watch::open().unwrap();
        watch.follow(wanted.clone()).unwrap();
        heard(&mut watch, || {
            fs::rename(root.join("content"), root.join("former")).unwrap();
            fs::rename(root.join("other"), root.join("content")).unwrap();
        });
        assert!(watch.follow(wanted).unwrap());
        heard(&mut watch, || fs::write(root.join("content/a.md"), "a").unwrap());
    }

    #[test]
    fn changes_that_never_end_are_told_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let mut watch = Watch::open().unwrap();
        watch.follow(vec![root.clone()]).unwrap();
        let writer = thread::spawn(move || {
            for round in 0..60 {
                fs::write(root.join("a.md"), format!("{round}")).unwrap();
                thread::sleep(Duration::from_millis(5));
            }
        });
        watch.wait();
        assert!(!writer.is_finished());
        writer.join().unwrap();
    }

    #[test]
    fn where_the_system_cannot_tell_the_folders_are_looked_through() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let mut watch = Watch::open().unwrap();
        *watch.teller.wanted.write().unwrap() = vec![root.clone()];
        assert!(watch.fall_back(root.clone(), true).unwrap());
        assert!(watch.is_polling());
        heard(&mut watch, || fs::write(root.join("a.md"), "a").unwrap());
    }
}
