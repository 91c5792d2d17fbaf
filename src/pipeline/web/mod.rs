//! Addresses of other sites, asked politely whether they still lead somewhere.
//!
//! In go addresses as authors wrote them; out comes a [`Verdict`] for each. Curl asks, as it does for `wanjia verify`: it knows
//! the certificates and the proxy of this machine and the old ciphers that offices still use.
//!
//! What always holds: one question at a time for each host, with a pause behind it; HEAD first, and of what is read no more than
//! [`curl::MOST_BYTES`]; every host is looked up first, and curl is told where it is, so that no address, and no redirect, leads
//! into the network of the one who asks; each redirect is followed here, not by curl.
//!
//! Not here: which addresses there are and what is told of them (`check`), what is remembered (`outside`).

mod curl;
mod host;
mod round;

#[cfg(test)]
mod tests;

use crate::check::inspect::{Closed, Verdict};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// Looks up where a host is.
pub type Lookup = fn(&str, u16) -> io::Result<Vec<SocketAddr>>;

/// How addresses are asked.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Also what is in a private network or on this machine.
    pub private: bool,
    /// A proxy looks names up: what this machine does not find may still be there.
    pub proxied: bool,
    /// Between two questions to one host; the first retry waits twice as long, each further one twice as long again.
    pub pause: Duration,
    /// For an answer.
    pub patience: Duration,
    /// How often it is asked again when nothing came back.
    pub retries: u32,
    /// Of one host.
    pub most: usize,
    /// Where hosts are.
    pub lookup: Lookup,
}

impl Manners {
    /// As a guest asks.
    pub fn polite() -> Self {
        Self {
            private: false,
            proxied: false,
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(20),
            retries: 2,
            most: 300,
            lookup: host::lookup,
        }
    }
}

/// Why nothing could be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unasked {
    /// There is no curl.
    NoCurl,
    /// No host is found: there is no network.
    Offline,
}

/// Hosts that are asked side by side.
const SIDE_BY_SIDE: usize = 8;

/// A host that is always there: it is looked up, not asked, when no other one is found.
const ALWAYS: &str = "www.gov.cn";

/// Asks addresses; `step` is called behind each.
pub fn ask(
    addresses: &BTreeSet<String>,
    manners: &Manners,
    step: &(dyn Fn() + Sync),
) -> Result<BTreeMap<String, Verdict>, Unasked> {
    if !curl::is_there() {
        return Err(Unasked::NoCurl);
    }
    let mut found = BTreeMap::new();
    let mut hosts: BTreeMap<String, Vec<(String, Url)>> = BTreeMap::new();
    for written in addresses {
        match host::url(written) {
            Some(url) => {
                let host = url.host_str().unwrap_or_default().to_owned();
                hosts.entry(host).or_default().push((written.clone(), url));
            }
            None => {
                step();
                found.insert(written.clone(), Verdict::NotAsked);
            }
        }
    }
    let waiting: Mutex<VecDeque<_>> = Mutex::new(hosts.into_values().collect());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let answers = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some(addresses) = next() {
                    let heard = round::visit(addresses, manners, step);
                    answers
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .extend(heard);
                }
            });
        }
    });
    found.extend(answers.into_inner().unwrap_or_else(PoisonError::into_inner));
    if !is_closed_to_us(&found, manners) {
        return Ok(found);
    }
    // Who knows only the names of an own network does not know which of the others are gone.
    for verdict in found.values_mut().filter(|verdict| **verdict == NO_NAME) {
        *verdict = Verdict::NotAsked;
    }
    let nothing = found
        .values()
        .all(|verdict| matches!(verdict, Verdict::NotAsked | Verdict::Private));
    if nothing { Err(Unasked::Offline) } else { Ok(found) }
}

const NO_NAME: Verdict = Verdict::Closed(Closed::NoName);

/// Whether a host was not found, and not even one that is always there.
fn is_closed_to_us(found: &BTreeMap<String, Verdict>, manners: &Manners) -> bool {
    found.values().any(|verdict| *verdict == NO_NAME) && (manners.lookup)(ALWAYS, 443).is_err()
}
