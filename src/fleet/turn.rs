//! One process at a time builds a site of a fleet, on whatever machine: engines promise “at least once”, and so may run a task
//! again while the first one is still at it.

use super::sites::{Fleet, FleetSite};
use crate::base::Fault;
use crate::message;
use crate::pipeline::RECORDS;
use std::fs::{self, File, TryLockError};
use std::time::{Duration, Instant};

/// No site takes longer to build.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often it is tried.
const PAUSE: Duration = Duration::from_millis(100);

/// A site that is this process's to build, until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Turn {
    /// Nothing where no file can be locked: then only the output itself is watched.
    _lock: Option<File>,
}

impl Turn {
    /// Takes a site, and waits when another process has it; `waits` is told then.
    pub fn take(fleet: &Fleet, site: &FleetSite, waits: &mut dyn FnMut(&FleetSite)) -> Result<Self, Fault> {
        Self::within(PATIENCE, fleet, site, waits)
    }

    fn within(
        patience: Duration,
        fleet: &Fleet,
        site: &FleetSite,
        waits: &mut dyn FnMut(&FleetSite),
    ) -> Result<Self, Fault> {
        let begin = Instant::now();
        let folder = fleet.root.join(RECORDS);
        let file = fs::create_dir_all(&folder).and_then(|()| {
            let place = folder.join(format!("{}.lock", site.code));
            File::options().create(true).append(true).open(place)
        });
        let Ok(file) = file else {
            return Ok(Self { _lock: None });
        };
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _lock: Some(file) }),
                Err(TryLockError::Error(_)) => return Ok(Self { _lock: None }),
                Err(TryLockError::WouldBlock) if begin.elapsed() >= patience => return Err(taken(site)),
                Err(TryLockError::WouldBlock) => {}
            }
            if !told {
                waits(site);
                told = true;
            }
            std::thread::sleep(PAUSE);
        }
    }
}

fn taken(site: &FleetSite) -> Fault {
    let (code, seconds) = (&site.code, PATIENCE.as_secs());
    Fault::new(message!(
        "另一个任务正在生成 {code}，等了 {seconds} 秒",
        "another task is building {code}; it was waited for {seconds} s"
    ))
    .hint(message!(
        "看那个任务是不是停住了；结束它，再运行一次 wanjia fleet build --resume",
        "see whether that task hangs; end it, then run `wanjia fleet build --resume` again"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::FleetSettings;
    use std::path::Path;

    fn fleet(root: &Path) -> (Fleet, FleetSite) {
        let settings = FleetSettings::begin("up".to_owned(), "a.csv".to_owned());
        fs::write(root.join("a.csv"), "code,name\n610802,榆阳区计生协\n").unwrap();
        let site = FleetSite {
            code: "610802".to_owned(),
            name: "榆阳区计生协".to_owned(),
            root: root.to_path_buf(),
            out: root.join("out"),
        };
        (Fleet::of(root, settings).unwrap(), site)
    }

    #[test]
    fn who_comes_second_waits_until_the_first_is_done_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let (fleet, site) = fleet(folder.path());
        let mut told = 0;
        let first = Turn::take(&fleet, &site, &mut |_| told += 1).unwrap();
        let fault = Turn::within(PAUSE * 3, &fleet, &site, &mut |_| told += 1).unwrap_err();
        assert!(fault.message.en.contains("another task is building 610802"));
        assert_eq!(told, 1, "only who waits is told, and once");
        let done = std::thread::spawn(move || {
            std::thread::sleep(PAUSE * 3);
            drop(first);
        });
        assert!(Turn::take(&fleet, &site, &mut |_| told += 1).is_ok());
        assert_eq!(told, 2);
        done.join().unwrap();
    }
}
