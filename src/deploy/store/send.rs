//! Many objects, some at a time: put, put again where that may help, deleted.

use super::super::local::LocalSite;
use super::client::{Answer, Ask, Client, RETRIES, is_passing, pause};
use super::lock::{Lock, Spelling, is_there, over_all};
use super::plan::{Plan, Remote};
use super::state::{State, digits};
use super::{MOST_DOUBT, not_ours};
use crate::base::Fault;
use crate::base::media::content_type;
use crate::deploy::Watch;
use crate::hosting::cache_control;
use crate::publish::verify::version;
use std::collections::{BTreeMap, BTreeSet};

/// No curl makes more requests than that, and none that begins late is signed too early.
const BATCH: usize = 500;
/// Nor does it send more bytes than that, unless one file has them.
const BATCH_BYTES: u64 = 64 << 20;

/// Objects on their way.
pub(super) struct Sending<'s> {
    client: &'s Client<'s>,
    lock: &'s mut Lock,
    state: &'s State,
    /// Whatever lies there is written over.
    over_all: bool,
    /// The place of each path among those that are pending.
    places: BTreeMap<&'s str, usize>,
    done: Vec<bool>,
    watch: &'s dyn Watch,
}

/// An object that is to be put.
struct Object {
    ask: Ask,
    size: u64,
}

impl<'s> Sending<'s> {
    /// What is pending is to be sent, but for what a deploy has sent that broke.
    pub fn new(
        client: &'s Client<'s>,
        lock: &'s mut Lock,
        state: &'s State,
        over_all: bool,
        watch: &'s dyn Watch,
    ) -> Self {
        let pending = &state.pending;
        let sent: BTreeSet<&str> = state.sent().collect();
        let done = pending.keys().map(|path| sent.contains(path.as_str()));
        Self {
            client,
            lock,
            state,
            over_all,
            places: pending.keys().map(String::as_str).zip(0..).collect(),
            done: done.collect(),
            watch,
        }
    }

    /// Which of what is pending was sent, as it is remembered.
    pub fn done(&self) -> String {
        digits(&self.done)
    }

    /// Whether nobody else has taken the lock, as far as that can be told.
    pub fn has_lock(&mut self) -> bool {
        self.lock.is_ours(self.client).unwrap_or(false)
    }

    /// Makes a request that may take long; the lock is kept meanwhile. Its status, which is one that will not pass.
    pub fn alone(&mut self, ask: &Ask) -> Result<u16, Fault> {
        Ok(self.settled(std::slice::from_ref(ask))?[0])
    }

    /// Makes one that must be granted.
    pub fn must(&mut self, ask: &Ask) -> Result<(), Fault> {
        match self.alone(ask)? {
            200..300 => Ok(()),
            _ => Err(self.told(ask)),
        }
    }

    /// Sends all that a plan sends, a group after the other.
    pub fn put_all(&mut self, plan: &Plan, site: &LocalSite, remote: &Remote) -> Result<(), Fault> {
        if self.lock.spelling == Spelling::Unknown && !self.over_all {
            self.look_before(plan, site, remote)?;
        }
        for group in &plan.groups {
            let objects: Vec<Object> = group
                .iter()
                .map(|path| self.object(path, site, self.over_all || remote.owns(path)))
                .collect();
            let mut rest = objects.as_slice();
            while !rest.is_empty() {
                let (batch, later) = rest.split_at(batch_of(rest));
                rest = later;
                let asks: Vec<Ask> = batch.iter().map(|object| object.ask.clone()).collect();
                self.ask_all(&asks)?;
            }
        }
        Ok(())
    }

    /// Deletes objects.
    pub fn delete_all(&mut self, keys: &[String]) -> Result<(), Fault> {
        for batch in keys.chunks(BATCH) {
            let asks: Vec<Ask> = batch.iter().map(|key| Ask::new("DELETE", key)).collect();
            self.ask_all(&asks)?;
        }
        Ok(())
    }

    /// Looks where something new is to go: this store would write over whatever lies there.
    fn look_before(&mut self, plan: &Plan, site: &LocalSite, remote: &Remote) -> Result<(), Fault> {
        let new: Vec<&String> = plan.sends().filter(|path| !remote.owns(path)).collect();
        for batch in new.chunks(BATCH) {
            let heads: Vec<Ask> = batch.iter().map(|path| Ask::new("HEAD", path)).collect();
            let statuses = self.settled(&heads)?;
            let there = batch.iter().zip(&statuses).filter(|(_, status)| **status != 404);
            let there: Vec<Ask> = there
                .map(|(path, _)| self.object(path, site, false).ask)
                .collect();
            self.look_at(&there.iter().collect::<Vec<_>>())?;
        }
        Ok(())
    }

    fn object(&self, path: &str, site: &LocalSite, ours: bool) -> Object {
        let ask = Ask::new("PUT", path)
            .header("content-type", content_type(path))
            .header("cache-control", cache_control(path));
        let ask = Ask {
            body: Some((site.root.join(path), site.files[path].clone())),
            ..ask
        };
        Object {
            ask: if ours {
                ask
            } else {
                self.lock.spelling.only_new(ask)
            },
            size: site.size(path),
        }
    }

    /// Makes requests that must all be granted.
    fn ask_all(&mut self, asks: &[Ask]) -> Result<(), Fault> {
        let statuses = self.settled(asks)?;
        let mut there = Vec::new();
        for (ask, status) in asks.iter().zip(statuses) {
            match status {
                200..300 => {}
                404 if ask.method == "DELETE" => {}
                status if is_there(status) => there.push(ask),
                _ => return Err(self.told(ask)),
            }
        }
        self.look_at(&there)
    }

    /// The status of each request, asked again where that may help; a fault when one does not get through any more.
    fn settled(&mut self, asks: &[Ask]) -> Result<Vec<u16>, Fault> {
        let mut statuses = vec![0; asks.len()];
        let mut open: Vec<usize> = (0..asks.len()).collect();
        for round in 0..=RETRIES {
            pause(round);
            let now: Vec<Ask> = open.iter().map(|place| asks[*place].clone()).collect();
            let heard = self.once(&now)?;
            for (place, status) in open.iter().zip(heard) {
                statuses[*place] = status;
                if matches!(status, 200..300) || status == 404 && asks[*place].method == "DELETE" {
                    self.is_done(&asks[*place]);
                }
            }
            open.retain(|place| is_passing(statuses[*place]));
            if open.is_empty() {
                return Ok(statuses);
            }
            let gone = open.iter().find(|place| is_gone(&asks[**place]));
            if let Some(place) = gone {
                return Err(LocalSite::changed(&asks[*place].key));
            }
        }
        Err(self.told(&asks[open[0]]))
    }

    /// The status of each; 0 for those that were not answered.
    fn once(&mut self, asks: &[Ask]) -> Result<Vec<u16>, Fault> {
        let mut statuses = vec![0; asks.len()];
        let (client, lock, done) = (self.client, &mut *self.lock, &self.done);
        let mut heard = |place: usize, status: u16| {
            if let Some(slot) = statuses.get_mut(place) {
                *slot = status;
            }
        };
        client.many(asks, &mut heard, &mut || lock.beat(client, &|| digits(done)))?;
        Ok(statuses)
    }

    fn is_done(&mut self, ask: &Ask) {
        match (ask.method, self.places.get(ask.key.as_str())) {
            ("PUT", Some(place)) => self.done[*place] = true,
            ("DELETE", _) => {}
            // It is no file of the site.
            _ => return,
        }
        self.watch.step();
    }

    /// Asks once more, alone, to hear why it is refused.
    fn told(&self, ask: &Ask) -> Fault {
        if changed(ask) {
            return LocalSite::changed(&ask.key);
        }
        match self.client.ask(ask, 1 << 16) {
            Ok(answer) if answer.is_well() => self.client.refused(ask, &Answer::default()),
            Ok(answer) => self.client.refused(ask, &answer),
            Err(fault) => fault,
        }
    }

    /// Looks at what lies where something new was to go. That may be our own: an answer was lost on the way, or a deploy broke.
    fn look_at(&mut self, asks: &[&Ask]) -> Result<(), Fault> {
        let (mut foreign, mut former) = (Vec::new(), Vec::new());
        for ask in asks {
            let (file, own) = ask
                .body
                .as_ref()
                .map_or((None, ""), |(file, hash)| (Some(file), hash));
            let size = file.and_then(|file| std::fs::metadata(file).ok());
            let most = size.map_or(0, |found| found.len() + 1).max(MOST_DOUBT);
            let there = match foreign.len() {
                // So many are enough to say it.
                20.. => None,
                _ => self.client.ask(&Ask::new("GET", &ask.key), most).ok(),
            };
            let there = there.filter(Answer::is_well).map(|there| version(&there.body));
            let claims = self.state.claims.get(&ask.key);
            match there {
                Some(hash) if hash == own => self.is_done(ask),
                Some(hash) if claims.is_some_and(|claims| claims.contains(&hash)) => {
                    former.push(over_all(ask))
                }
                _ => foreign.push(ask.key.clone()),
            }
        }
        if !foreign.is_empty() {
            return Err(not_ours(&foreign));
        }
        let statuses = self.settled(&former)?;
        let refused = former
            .iter()
            .zip(statuses)
            .find(|(_, status)| !matches!(status, 200..300));
        refused.map_or(Ok(()), |(ask, _)| Err(self.told(ask)))
    }
}

/// Whether the file of a request is not there any more.
fn is_gone(ask: &Ask) -> bool {
    ask.body.as_ref().is_some_and(|(file, _)| !file.is_file())
}

/// Whether the file of a request is no longer the one that was to be sent.
fn changed(ask: &Ask) -> bool {
    let Some((file, hash)) = &ask.body else {
        return false;
    };
    std::fs::read(file).map_or(true, |bytes| version(&bytes) != *hash)
}

/// How many of these objects one curl sends.
fn batch_of(objects: &[Object]) -> usize {
    let mut bytes = 0;
    let fits = objects.iter().take(BATCH).take_while(|object| {
        bytes += object.size;
        bytes <= BATCH_BYTES
    });
    fits.count().max(1)
}
