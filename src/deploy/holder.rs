//! Who has a lock, as it is written into one that no system lets go of by itself.

use crate::base::{Fault, Message};
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
        let known = (self.since > 0).then(|| now.as_secs().saturating_sub(self.since));
        taken(place, known)
    }
}

/// Says that another deploy has a place, for so many seconds already.
pub(super) fn taken(place: &str, seconds: Option<u64>) -> Fault {
    let told = match seconds.map(ago) {
        Some(Message { zh, en }) => message!(
            "另一次发布正在写 {place}，{zh}以前开始的",
            "another deploy has been writing to {place} for {en}"
        ),
        None => message!(
            "另一次发布正在写 {place}，看不出是什么时候开始的",
            "another deploy is writing to {place}; it cannot be told since when"
        ),
    };
    Fault::new(told).hint(message!(
        "等它结束再运行（--wait 秒数 可以等久些）；发布的机器断电、断网，锁会留下来：问过没有别人在发布，加上 --unlock 再运行一次",
        "run again when it is done (--wait SECONDS waits longer); a machine that lost its power or network leaves the lock: when nobody is deploying, run again with --unlock"
    ))
}

/// So many seconds, as people say it.
fn ago(seconds: u64) -> Message {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        0..120 => message!("{seconds} 秒", "{seconds} seconds"),
        120..7200 => message!("{minutes} 分钟", "{minutes} minutes"),
        7200..172_800 => message!("{hours} 小时", "{hours} hours"),
        _ => message!("{days} 天", "{days} days"),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_when_somebody_has_a_lock_is_said_as_people_say_it_and_what_is_unknown_is_not_guessed() {
        let told = |seconds| taken("x", seconds).message.en;
        assert!(told(Some(90)).ends_with("for 90 seconds"));
        assert!(told(Some(7_100)).ends_with("for 118 minutes"));
        assert!(told(Some(172_799)).ends_with("for 47 hours"));
        assert!(told(Some(600_000)).ends_with("for 6 days"));
        let unknown = Holder::read(b"{}").taken("x").message.en;
        assert!(unknown.contains("cannot be told"), "{unknown}");
        let here = Holder::here();
        assert!(!here.is_dead() && here.taken("x").message.en.ends_with("seconds"));
    }
}
