//! Who has a lock, as it is written into one that no system lets go of by itself.

use crate::base::Fault;
use crate::message;
use crate::publish::verify::version;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Who has a lock.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Holder {
    /// One deploy among all.
    pub id: String,
    /// The machine, or the container on it, as a hash; empty where that cannot be known.
    machine: String,
    /// The program there.
    pid: u32,
    /// Since when, in seconds since 1970.
    since: u64,
    /// Counts up while the holder lives.
    pub beat: u64,
    /// How far it is.
    pub done: String,
}

impl Holder {
    /// This program.
    pub fn here() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let (machine, pid) = (machine(), std::process::id());
        Self {
            id: version(format!("{machine} {pid} {}", now.as_nanos()).as_bytes())[..16].to_owned(),
            machine,
            pid,
            since: now.as_secs(),
            beat: 0,
            done: String::new(),
        }
    }

    /// Reads a lock; one that cannot be read is somebody's all the same.
    pub fn read(text: &[u8]) -> Self {
        serde_json::from_slice(text).unwrap_or_default()
    }

    /// As it is written.
    pub fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and numbers are JSON")
    }

    /// Whether it was a program of this machine that is gone.
    pub fn is_dead(&self) -> bool {
        !self.machine.is_empty()
            && self.machine == machine()
            && !Path::new(&format!("/proc/{}", self.pid)).exists()
    }

    /// Says that it has `place`.
    pub fn taken(&self, place: &str) -> Fault {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        taken(place, now.as_secs().saturating_sub(self.since))
    }
}

/// Says that another deploy has a place, for so many seconds already.
pub(super) fn taken(place: &str, seconds: u64) -> Fault {
    Fault::new(message!(
        "另一次发布正在写 {place}，{seconds} 秒以前开始的",
        "another deploy has been writing to {place} for {seconds} s"
    ))
    .hint(message!(
        "等它结束再运行（--wait 秒数 可以等久些）；确实没有别人在发布，写 --unlock",
        "run again when it is done (--wait SECONDS waits longer); if nobody is deploying, say --unlock"
    ))
}

/// What tells this machine, since it was started, and the numbers of its programs from all others.
fn machine() -> String {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    let space = std::fs::read_link("/proc/self/ns/pid");
    match (boot, space) {
        (Ok(boot), Ok(space)) => {
            version(format!("{} {}", boot.trim(), space.display()).as_bytes())[..16].to_owned()
        }
        _ => String::new(),
    }
}
