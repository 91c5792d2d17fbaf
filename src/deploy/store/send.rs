//! Many objects, some at a time: put, put again where that may help, deleted.

use super::super::local::{Listing, LocalSite};
use super::client::{Answer, Ask, Client, RETRIES, is_passing, pause};
use super::lock::{Lock, is_there};
use super::plan::{Plan, Remote};
use super::state::digits;
use super::{compare, not_ours};
use crate::base::Fault;
use crate::deploy::Watch;
use crate::hosting::{cache_control, content_type};
use crate::publish::verify::version;
use std::collections::BTreeMap;

/// No curl makes more requests than that, and none that begins late is signed too early.
const BATCH: usize = 500;
/// Nor does it send more bytes than that, unless one file has them.
const BATCH_BYTES: u64 = 64 << 20;

/// Objects on their way.
pub(super) struct Sending<'s> {
    client: &'s Client<'s>,
    lock: &'s mut Lock,
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
    /// Nothing is sent yet of what is pending.
    pub fn new(
        client: &'s Client<'s>,
        lock: &'s mut Lock,
        pending: &'s Listing,
        watch: &'s dyn Watch,
    ) -> Self {
        Self {
            client,
            lock,
            places: pending.keys().map(String::as_str).zip(0..).collect(),
            done: vec![false; pending.len()],
            watch,
        }
    }

    /// Which of what is pending was sent, as it is remembered.
    pub fn done(&self) -> String {
        digits(&self.done)
    }

    /// Sends all that a plan sends, a group after the other.
    pub fn put_all(&mut self, plan: &Plan, site: &LocalSite, remote: &Remote) -> Result<(), Fault> {
        for group in &plan.groups {
            let objects: Vec<Object> = group
                .iter()
                .map(|path| self.object(path, site, remote.owns(path)))
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
            size: site.sizes.get(path).copied().unwrap_or_default(),
        }
    }

    /// Makes requests until all are granted, or one is refused, or none gets through any more.
    fn ask_all(&mut self, asks: &[Ask]) -> Result<(), Fault> {
        let mut open: Vec<usize> = (0..asks.len()).collect();
        let mut there = Vec::new();
        for round in 0..=RETRIES {
            pause(round);
            let now: Vec<Ask> = open.iter().map(|place| asks[*place].clone()).collect();
            let statuses = self.once(&now)?;
            let mut again = Vec::new();
            for (place, status) in open.iter().zip(statuses) {
                match status {
                    200..300 => self.is_done(&asks[*place].key),
                    404 if asks[*place].method == "DELETE" => self.is_done(&asks[*place].key),
                    status if is_there(status) => there.push(&asks[*place]),
                    status if is_passing(status) => again.push(*place),
                    _ => return Err(self.told(&asks[*place])),
                }
            }
            if again.is_empty() {
                return self.look_at(&there);
            }
            open = again;
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

    fn is_done(&mut self, key: &str) {
        if let Some(place) = self.places.get(key) {
            self.done[*place] = true;
        }
        self.watch.step();
    }

    /// Asks once more, alone, to hear why it is refused.
    fn told(&self, ask: &Ask) -> Fault {
        match self.client.ask(ask, 1 << 16) {
            Ok(answer) if answer.is_well() => self.client.refused(ask, &Answer::default()),
            Ok(answer) => match changed(ask) {
                true => LocalSite::changed(&ask.key),
                false => self.client.refused(ask, &answer),
            },
            Err(fault) => fault,
        }
    }

    /// Looks at what lies where something new was to go. An answer that was lost on the way leaves our own there.
    fn look_at(&mut self, asks: &[&Ask]) -> Result<(), Fault> {
        let mut foreign = Vec::new();
        for ask in asks {
            let hash = ask.body.as_ref().map_or("", |(_, hash)| hash);
            let size = ask
                .body
                .as_ref()
                .and_then(|(file, _)| std::fs::metadata(file).ok());
            let most = size.map_or(0, |found| found.len()) + 1;
            let there = match foreign.len() {
                // So many are enough to say it.
                20.. => None,
                _ => self.client.ask(&compare(&ask.key), most).ok(),
            };
            if there.is_some_and(|there| there.is_well() && version(&there.body) == hash) {
                self.is_done(&ask.key);
            } else {
                foreign.push(ask.key.clone());
            }
        }
        if foreign.is_empty() {
            return Ok(());
        }
        Err(not_ours(&foreign))
    }
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
