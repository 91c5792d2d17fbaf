//! One deploy into a store at a time: `.wanjia/lock`, which only one can put.
//!
//! Who has it puts it again every few seconds. A lock that does not change for a while is that of nobody; so is one of a program
//! of this machine that is gone. Stores spell "only when nothing is there" in different ways: which one holds is tried.

use super::client::{Answer, Ask, Client};
use crate::base::{Fault, Message};
use crate::deploy::Order;
use crate::deploy::holder::Holder;
use crate::message;
use std::time::{Duration, Instant};

/// Where it lies.
const LOCK: &str = ".wanjia/lock";
/// A lock is no longer than that, in bytes.
const MOST: u64 = 1 << 20;
/// How often whoever has it says so.
const BEAT: Duration = Duration::from_secs(5);
/// A lock that is not heard of for so long is nobody's.
const SILENCE: Duration = Duration::from_secs(20);

/// How a store spells that something may only be put where nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As HTTP has it: AWS, MinIO, SeaweedFS, Ceph.
    Standard,
    /// Aliyun.
    Oss,
    /// Tencent.
    Cos,
    /// Not at all.
    Unknown,
}

/// The headers by which a request is refused where something is.
const CONDITIONS: [&str; 3] = [
    "if-none-match",
    "x-oss-forbid-overwrite",
    "x-cos-forbid-overwrite",
];

impl Spelling {
    const ALL: [Self; 3] = [Self::Standard, Self::Oss, Self::Cos];

    /// The request as one that is refused where something is.
    pub fn only_new(self, ask: Ask) -> Ask {
        match self {
            Self::Standard => ask.header(CONDITIONS[0], "*"),
            Self::Oss => ask.header(CONDITIONS[1], "true"),
            Self::Cos => ask.header(CONDITIONS[2], "true"),
            Self::Unknown => ask,
        }
    }
}

/// The request as one that writes over whatever is there.
pub(super) fn over_all(ask: &Ask) -> Ask {
    let mut plain = ask.clone();
    plain.headers.retain(|(name, _)| !CONDITIONS.contains(name));
    plain
}

/// Whether a store refused because something else is there.
pub(super) fn is_there(status: u16) -> bool {
    matches!(status, 409 | 412)
}

/// A store that this run has to itself.
#[derive(Debug)]
pub(super) struct Lock {
    holder: Holder,
    /// The version of our lock.
    etag: Option<String>,
    /// How the store spells conditions.
    pub spelling: Spelling,
    /// Who had it and never let go.
    pub former: Option<Holder>,
    /// Whether it was put on condition that none was there, as every store may spell it.
    is_new: bool,
    last: Instant,
}

impl Lock {
    /// Takes the lock, or waits as long as the order says.
    pub fn take(client: &Client<'_>, place: &str, order: &Order<'_>) -> Result<Self, Fault> {
        let begin = Instant::now();
        let mut lock = Self {
            holder: Holder::here(),
            etag: None,
            spelling: Spelling::Standard,
            former: None,
            is_new: false,
            last: begin,
        };
        let mut who = Holder::default();
        let mut seen: Option<(Vec<u8>, Instant)> = None;
        loop {
            match client.get(LOCK, MOST)? {
                None if lock.put_new(client)? => break,
                None => {}
                Some(there) => {
                    who = Holder::read(&there.body);
                    let since = match &seen {
                        Some((body, since)) if *body == there.body => *since,
                        _ => Instant::now(),
                    };
                    let broken = order.unlock && lock.former.is_none();
                    let is_left = broken || who.is_dead() || since.elapsed() >= SILENCE;
                    if is_left && lock.take_over(client, &there)? {
                        lock.former = Some(who);
                        break;
                    }
                    seen = Some((there.body, since));
                }
            }
            if begin.elapsed() >= order.wait {
                return Err(who.taken(place));
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        lock.probe(client, place)?;
        Ok(lock)
    }

    /// Which deploy it is.
    pub fn id(&self) -> &str {
        &self.holder.id
    }

    /// What is said of a store that keeps no conditions.
    pub fn note(&self) -> Option<Message> {
        (self.spelling == Spelling::Unknown).then(|| {
            message!(
                "这个对象存储没有“已有就不写”，两次发布在同一秒开始，分不出先后",
                "this store cannot refuse to write over something: two deploys that begin in the same second are not told apart"
            )
        })
    }

    /// Says that this run lives, when it is time, and how far it is.
    pub fn beat(&mut self, client: &Client<'_>, done: &dyn Fn() -> String) -> Result<(), Fault> {
        if self.last.elapsed() < BEAT {
            return Ok(());
        }
        self.last = Instant::now();
        self.holder.beat += 1;
        self.holder.done = done();
        let mut ask = self.ask(client)?;
        match self.etag.clone().filter(|_| self.spelling == Spelling::Standard) {
            Some(etag) => ask = ask.header("if-match", etag),
            None if self.is_ours(client)? => {}
            None => return Err(broken()),
        }
        let answer = client.ask(&ask, MOST)?;
        match answer.status {
            _ if answer.is_well() => self.etag = answer.etag,
            // An answer that was lost on the way: then it is ours that lies there.
            status if is_there(status) || status == 404 => {
                if !self.is_ours(client)? {
                    return Err(broken());
                }
            }
            _ => return Err(client.refused(&ask, &answer)),
        }
        Ok(())
    }

    /// Lets go, of a lock that is still ours.
    pub fn release(mut self, client: &Client<'_>) -> Result<(), Fault> {
        let ask = Ask::new("DELETE", LOCK);
        let Some(etag) = self.etag.clone().filter(|_| self.spelling == Spelling::Standard) else {
            return match self.is_ours(client)? {
                true => client.must(&ask).map(drop),
                false => Ok(()),
            };
        };
        let answer = client.ask(&ask.clone().header("if-match", etag), MOST)?;
        match answer.status {
            // Somebody broke it: it is theirs to let go of.
            status if is_there(status) || status == 404 => Ok(()),
            _ if answer.is_well() => Ok(()),
            _ => client.must(&ask).map(drop),
        }
    }

    /// Whether the lock that lies there is ours.
    pub fn is_ours(&mut self, client: &Client<'_>) -> Result<bool, Fault> {
        let there = client.get(LOCK, MOST)?.unwrap_or_default();
        let ours = Holder::read(&there.body).id == self.holder.id;
        if ours {
            self.etag = there.etag;
        }
        Ok(ours)
    }

    fn ask(&self, client: &Client<'_>) -> Result<Ask, Fault> {
        client.put(LOCK, &self.holder.text())
    }

    /// Puts the lock where none is; whether that was done.
    fn put_new(&mut self, client: &Client<'_>) -> Result<bool, Fault> {
        let ask = self.ask(client)?;
        // How this one spells it is not known yet.
        let guarded = Spelling::ALL
            .iter()
            .fold(ask.clone(), |ask, spelling| spelling.only_new(ask));
        let answer = client.ask(&guarded, MOST)?;
        self.is_new = answer.is_well();
        let answer = match answer.status {
            status if is_there(status) => return self.is_ours(client),
            // A store that has never heard of conditions.
            400 | 501 => client.must(&ask)?,
            _ if answer.is_well() => answer,
            _ => return Err(client.refused(&guarded, &answer)),
        };
        self.etag = answer.etag;
        Ok(true)
    }

    fn take_over(&mut self, client: &Client<'_>, there: &Answer) -> Result<bool, Fault> {
        let mut ask = self.ask(client)?;
        if let Some(etag) = &there.etag {
            ask = ask.header("if-match", etag.clone());
        }
        let answer = client.ask(&ask, MOST)?;
        self.etag = answer.etag.clone();
        match answer.status {
            status if is_there(status) || status == 404 => self.is_ours(client),
            400 | 501 => client.must(&self.ask(client)?).map(|_| true),
            _ if answer.is_well() => Ok(true),
            _ => Err(client.refused(&ask, &answer)),
        }
    }

    /// Finds out how the store spells conditions: what is there may not be put again.
    fn probe(&mut self, client: &Client<'_>, place: &str) -> Result<(), Fault> {
        let ask = self.ask(client)?;
        let mut found = None;
        for spelling in Spelling::ALL {
            let answer = client.ask(&spelling.only_new(ask.clone()), MOST)?;
            if is_there(answer.status) {
                found = Some(spelling);
                break;
            }
            self.etag = answer.etag.or(self.etag.take());
        }
        self.spelling = found.unwrap_or(Spelling::Unknown);
        match found {
            Some(Spelling::Standard) => return Ok(()),
            Some(_) if self.is_new => return Ok(()),
            _ => {}
        }
        // Whoever else wrote it at the same time has done so by now; the last one has it.
        std::thread::sleep(Duration::from_secs(1));
        let there = client.get(LOCK, MOST)?.unwrap_or_default();
        let holder = Holder::read(&there.body);
        if holder.id == self.holder.id {
            return Ok(());
        }
        Err(holder.taken(place))
    }
}

fn broken() -> Fault {
    Fault::new(message!(
        "另一次发布抢走了锁，这一次停下了",
        "another deploy took the lock, so this one has stopped"
    ))
    .hint(message!(
        "等它结束，再运行一次",
        "run it again when that one is done"
    ))
}
