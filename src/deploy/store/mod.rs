//! An S3-compatible store.
//!
//! Assets go first, then pages, the manifest last, and what is no longer of the site after it; each object is the old or the new
//! one. What changed is known by the manifest that lies there. Before anything is sent the store is told what will be
//! ([`state`]), so that a deploy that breaks is gone on with, and nothing that it left is forgotten.

mod address;
mod client;
mod lock;
mod plan;
mod send;
mod sign;
mod state;
mod time;

use super::local::{LocalSite, MANIFEST, MOST_MANIFEST, listing_of, some};
use super::{Order, Sent, Watch};
use crate::base::Fault;
use crate::message;
use crate::publish::signature::SIGNATURE;
use crate::publish::verify::version;
use client::{Ask, Client};
use lock::{Lock, is_there};
use plan::{Plan, Remote};
use send::Sending;
use state::{STATE, State};

pub use address::StoreAddress;
pub use sign::Keys;

/// So many pages go away at most when nobody says another number.
const MOST_DELETES: usize = 256;
/// What is larger, in bytes, and may be ours or not, is left alone.
const MOST_DOUBT: u64 = 64 << 20;

/// Sends a site into a store.
pub(super) fn deploy(
    address: &StoreAddress,
    site: &LocalSite,
    order: &Order<'_>,
    watch: &dyn Watch,
) -> Result<Sent, Fault> {
    let client = Client::open(address, order)?;
    if order.dry_run {
        let remote = look(&client, site, order, None)?;
        let mut sent = Plan::of(site, &remote, order).told(site);
        sent.requests = client.requests();
        return Ok(sent);
    }
    let mut lock = Lock::take(&client, &address.place(), order)?;
    let note = lock.note();
    let result = locked(&client, &mut lock, site, order, watch);
    let released = lock.release(&client);
    let mut sent = result?;
    released?;
    sent.requests = client.requests();
    sent.notes.extend(note);
    Ok(sent)
}

/// Looks at what the store has of ours. A lock that was left knows how far its deploy came.
fn look(
    client: &Client<'_>,
    site: &LocalSite,
    order: &Order<'_>,
    lock: Option<&Lock>,
) -> Result<Remote, Fault> {
    let manifest = client.get(MANIFEST, MOST_MANIFEST)?.unwrap_or_default();
    let state = client.get(STATE, MOST_MANIFEST)?.unwrap_or_default();
    let listing = listing_of(&manifest.body);
    if listing.is_none() && !manifest.body.is_empty() && !order.all {
        return Err(not_ours(&[MANIFEST.to_owned()]));
    }
    let mut state = State::read(&state.body).unwrap_or_default();
    let former = lock.and_then(|lock| lock.former.as_ref());
    if let Some(former) = former.filter(|former| former.id == state.id && !former.done.is_empty()) {
        state.done.clone_from(&former.done);
    }
    state.take_sent();
    let ours = listing.is_some();
    let mut remote = Remote {
        listing: listing.unwrap_or_default(),
        manifest: if ours { manifest.body } else { Vec::new() },
        etag: manifest.etag,
        state,
    };
    for path in remote.doubts(site) {
        let there = client.get(&path, MOST_DOUBT)?.unwrap_or_default();
        let hash = version(&there.body);
        if remote.state.claims[&path].contains(&hash) {
            remote.state.claims.remove(&path);
        }
    }
    Ok(remote)
}

fn locked(
    client: &Client<'_>,
    lock: &mut Lock,
    site: &LocalSite,
    order: &Order<'_>,
    watch: &dyn Watch,
) -> Result<Sent, Fault> {
    let remote = look(client, site, order, Some(lock))?;
    let plan = Plan::of(site, &remote, order);
    super::bound_deletes(
        plan.pages_that_go(),
        Some(order.max_deletes.unwrap_or(MOST_DELETES)),
    )?;
    let sent = plan.told(site);
    if plan.is_empty() {
        return Ok(sent);
    }
    let mut state = plan.intent(site, &remote, lock.id());
    let intent = client.put(STATE, &state.text())?;
    let steps = plan.sends().count() + plan.delete.len();
    watch.begin(&message!("发送", "sending"), steps);
    let mut sending = Sending::new(client, lock, &state, order.all, watch);
    sending.must(&intent)?;
    if let Err(fault) = sending.put_all(&plan, site, &remote) {
        // How far it came is told, so that the next one goes on from there; not over what is told by who has broken the lock.
        let (done, is_ours) = (sending.done(), sending.has_lock());
        if is_ours {
            state.done = done;
            let _ = client.put(STATE, &state.text()).and_then(|ask| client.must(&ask));
        }
        return Err(fault);
    }
    put_signature(client, site, &plan, &remote)?;
    if plan.manifest {
        put_manifest(client, &mut sending, site, &remote)?;
    }
    sending.delete_all(&plan.delete)?;
    let rest = State {
        id: state.id.clone(),
        kept: plan.kept,
        signature: plan.signature,
        withdrawn: plan.left.into_iter().collect(),
        ..State::default()
    };
    sending.must(&client.put(STATE, &rest.text())?)?;
    Ok(sent)
}

/// Puts the signature just before what it signs; one that was left of a former build goes away.
fn put_signature(client: &Client<'_>, site: &LocalSite, plan: &Plan, remote: &Remote) -> Result<(), Fault> {
    if plan.signature == remote.state.signature && !plan.manifest {
        return Ok(());
    }
    let ask = match &site.signature {
        Some(signature) => client.put(SIGNATURE, signature)?,
        None if remote.state.signature.is_some() => Ask::new("DELETE", SIGNATURE),
        None => return Ok(()),
    };
    client.must(&ask).map(drop)
}

/// Puts the manifest, unless somebody has put another one meanwhile.
fn put_manifest(
    client: &Client<'_>,
    sending: &mut Sending<'_>,
    site: &LocalSite,
    remote: &Remote,
) -> Result<(), Fault> {
    let ask = client.put(MANIFEST, &site.manifest)?;
    let guarded = match &remote.etag {
        Some(etag) => ask.clone().header("if-match", etag.clone()),
        None => ask.clone().header("if-none-match", "*"),
    };
    match sending.alone(&guarded)? {
        200..300 => Ok(()),
        status if is_there(status) => {
            // An answer that was lost on the way: then it is ours that lies there.
            let there = client.get(MANIFEST, MOST_MANIFEST)?.unwrap_or_default();
            if there.body == site.manifest {
                return Ok(());
            }
            Err(Fault::new(message!(
                "发送的时候，别人换了那里的 manifest.json",
                "somebody replaced manifest.json there meanwhile"
            ))
            .hint(message!("再运行一次", "run it again")))
        }
        // A store that has never heard of conditions; another one says here why it refuses.
        _ => sending.must(&ask),
    }
}

/// Says that something else lies where a file of ours should.
fn not_ours(paths: &[String]) -> Fault {
    let (count, shown) = (paths.len(), some(paths));
    Fault::new(message!(
        "桶里已经有 {count} 个不是 wanjia 发的文件：{shown}；没有动它们",
        "{count} objects are in the way that wanjia has not sent: {shown}; they were left alone"
    ))
    .hint(message!(
        "换一个前缀；要盖掉它们，写 --all",
        "choose another prefix, or say --all to write over them"
    ))
}
