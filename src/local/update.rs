//! `update`: the upstream from a repository or an archive moves to another state. Only site.yaml and
//! site.lock change.

use super::fork::fault;
use super::{FileChange, LocalSite, left_alone, lock_draft};
use crate::base::{Day, Fault, Fingerprint, Level};
use crate::config::{self, Extends};
use crate::fact::Lookup;
use crate::message;
use crate::overlay::{self, LOCK_BROKEN, LayerResolver, Lock, Override, Pinned, Records, Update};
use crate::source;
use crate::upstream::{self, Origin};
use crate::yaml::{self, YamlNode, YamlValue};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Takes away what was fetched of upstreams, but for those whose pin is in `keep`.
pub fn forget_upstreams(root: &Path, keep: &[&str]) -> Result<(), Fault> {
    upstream::sweep(&overlay::cache(root), keep)
}

/// What an update comes to.
#[derive(Debug, Clone)]
pub enum Updated {
    /// The upstream is a folder: what is there counts at once.
    Always,
    /// It is in this state already.
    Nothing,
    /// It moves.
    Moves(Box<UpdatePlan>),
}

/// A move of the upstream.
#[derive(Debug, Clone)]
pub struct UpdatePlan {
    /// site.yaml, when it says another state, and site.lock.
    pub files: Vec<FileChange>,
    /// What changed.
    pub update: Update,
    /// What the site overrides, seen from the new state.
    pub overrides: Vec<Override>,
    /// States that are still needed.
    pub keep: Vec<String>,
}

/// Moves the upstream of a site to a file or a revision, or to the present state of the one that
/// site.yaml names. `here` is the folder that a file is named from.
pub fn update(root: &Path, here: &Path, to: Option<&str>, today: Day) -> Result<Updated, Fault> {
    let mut told = Vec::new();
    let before = LayerResolver {
        root,
        names_from: root,
        url: None,
        own_texts: None,
        allow_cached: false,
    };
    let Some(own) = before.own_layer(&mut told) else {
        return Err(Fault::new(message!("没有 site.yaml", "there is no site.yaml")));
    };
    if let Some(broken) = told.iter().find(|told| told.breaks(&LOCK_BROKEN)) {
        return Err(left_alone(broken));
    }
    let site = source::read(
        &own.layer
            .one(config::FILE)
            .ok_or_else(|| Fault::new(message!("没有 site.yaml", "there is no site.yaml")))?,
    )
    .map_err(|told| Fault::new(told.message))?;
    let Some(extends) = &own.config.extends else {
        return Err(
            Fault::new(message!("这个站点没有上级", "this site has no upstream")).hint(message!(
                "在 site.yaml 里写 extends",
                "write `extends` in site.yaml"
            )),
        );
    };
    let (site_new, pinned, from) = match &extends.value {
        Extends::Folder(folder) => return of_folder(folder, to),
        Extends::Archive { file, sha256, .. } => {
            let (site_new, pinned) = of_archive(root, here, file, to, &site)?;
            (site_new, pinned, sha256.clone())
        }
        Extends::Git { url, rev, .. } => {
            let (site_new, pinned) = of_git(root, url, rev, to, &site)?;
            let before = own.lock.upstream.as_ref();
            (site_new, pinned, before.map(|pinned| pinned.pin.clone()))
        }
    };
    // Without a former state everything is new.
    let from = from.unwrap_or_default();
    let is_git = matches!(extends.value, Extends::Git { .. });
    if pinned.pin == from && site_new == site {
        return Ok(Updated::Nothing);
    }
    let mut lock = own.lock.clone();
    lock.upstream = is_git.then(|| pinned.clone());
    moved(root, (&site, &site_new), lock, (from, pinned.pin), today)
}

/// site.yaml with the archive `to`, or the one that it names, as it is now; and its state.
fn of_archive(
    root: &Path,
    here: &Path,
    file: &str,
    to: Option<&str>,
    site: &str,
) -> Result<(String, Pinned), Fault> {
    let wanted = to.map_or_else(|| root.join(file.trim()), |to| here.join(to));
    if !wanted.is_file() {
        let shown = to.unwrap_or(file.trim());
        return Err(
            Fault::new(message!("没有压缩包 {shown}", "there is no archive {shown}")).hint(message!(
                "核对文件名；新的压缩包用 wanjia update --to ../新文件.zip",
                "check the name; for a new archive run `wanjia update --to ../new.zip`"
            )),
        );
    }
    let origin = Origin::Archive {
        file: wanted.clone(),
        sha256: None,
    };
    let hash = upstream::resolve(&origin, &overlay::cache(root)).map_err(|trouble| fault(&trouble))?;
    let name = to.map(|_| overlay::relative(&wanted, root));
    let pinned = Pinned {
        from: file.to_owned(),
        rev: String::new(),
        pin: hash.clone(),
    };
    Ok((
        edited(site, &[("archive", name), ("sha256", Some(hash))])?,
        pinned,
    ))
}

/// site.yaml with the revision `to`, or the one that it names, as it is now; and its state.
fn of_git(
    root: &Path,
    url: &str,
    rev: &str,
    to: Option<&str>,
    site: &str,
) -> Result<(String, Pinned), Fault> {
    let rev = to.unwrap_or(rev).to_owned();
    let origin = Origin::Git {
        url: overlay::address(root, url),
        rev: rev.clone(),
    };
    let pin = upstream::resolve(&origin, &overlay::cache(root)).map_err(|trouble| fault(&trouble))?;
    let from = url.to_owned();
    Ok((
        edited(site, &[("rev", to.map(str::to_owned))])?,
        Pinned { from, rev, pin },
    ))
}

fn of_folder(folder: &str, to: Option<&str>) -> Result<Updated, Fault> {
    match to {
        None => Ok(Updated::Always),
        Some(_) => Err(Fault::new(message!(
            "上级是文件夹 {folder}，里面是什么就用什么，没有版本可换",
            "the upstream is the folder {folder}: what is there counts, there is no other state"
        ))
        .hint(message!(
            "要换上级，改 site.yaml 的 extends",
            "for another upstream change `extends` in site.yaml"
        ))),
    }
}

/// Looks at the site as it would be, and tells what changes.
fn moved(
    root: &Path,
    (old, new): (&str, &str),
    mut lock: Lock,
    (from, to): (String, String),
    today: Day,
) -> Result<Updated, Fault> {
    let before = LocalSite::resolve(&LayerResolver {
        root,
        names_from: root,
        url: None,
        own_texts: None,
        allow_cached: true,
    })?;
    let text = lock.write();
    let after = LocalSite::resolve(&LayerResolver {
        root,
        names_from: root,
        url: None,
        own_texts: Some((new, &text)),
        allow_cached: false,
    })?;
    if let Some(wrong) = after
        .diagnostics
        .iter()
        .find(|told| told.level == Level::Error && after.chain.broken)
    {
        let mut fault = Fault::new(wrong.message.clone());
        fault.hint.clone_from(&wrong.hint);
        return Err(fault);
    }
    let update = difference(&before, &after, (from, to), today);
    lock.update = Some(update.clone());
    let site = (new != old).then(|| FileChange {
        file: config::FILE.to_owned(),
        text: super::as_on_disk(&root.join(config::FILE), new.to_owned()),
        keep_former: true,
    });
    let files = in_order(site, &lock);
    let keep = after
        .chain
        .layers
        .iter()
        .filter_map(|site| site.pin.clone())
        .collect();
    let moves = UpdatePlan {
        files,
        update,
        overrides: after.overrides,
        keep,
    };
    Ok(Updated::Moves(Box::new(moves)))
}

/// The files of a move, that with the pin last: who is stopped in between has not moved yet, and moves by the same command.
/// A repository's pin is in the lock, an archive's in site.yaml.
fn in_order(site: Option<FileChange>, lock: &Lock) -> Vec<FileChange> {
    let mut files: Vec<FileChange> = site.into_iter().collect();
    let at = if lock.upstream.is_some() { files.len() } else { 0 };
    files.insert(at, lock_draft(lock));
    files
}

/// What is new, other and gone in the pages and facts from above.
fn difference(before: &LocalSite, after: &LocalSite, (from, to): (String, String), today: Day) -> Update {
    let (old, new) = (fingerprints(before), fingerprints(after));
    let only = |a: &BTreeMap<String, Fingerprint>, b: &BTreeMap<String, Fingerprint>| -> Vec<String> {
        a.keys().filter(|path| !b.contains_key(*path)).cloned().collect()
    };
    let changed = new
        .iter()
        .filter(|(path, fingerprint)| old.get(*path).is_some_and(|other| other != *fingerprint));
    let (was, is) = (values(before, today), values(after, today));
    let names: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    Update {
        from,
        to,
        added: only(&new, &old),
        changed: changed.map(|(path, _)| path.clone()).collect(),
        removed: only(&old, &new),
        facts: names
            .into_iter()
            .filter(|name| was.get(*name) != is.get(*name))
            .cloned()
            .collect(),
    }
}

/// The pages from above, by path.
fn fingerprints(local: &LocalSite) -> BTreeMap<String, Fingerprint> {
    let records = Records::of(&local.chain.layers);
    let fingerprint = |stack: &overlay::PageFiles| {
        let text = overlay::text_of(&stack.files, records, &mut Vec::new()).ok()?;
        Some((
            stack.file()?.inner().to_owned(),
            Fingerprint::of_bytes(text.text.as_bytes()),
        ))
    };
    local.above.by_key.values().filter_map(fingerprint).collect()
}

/// The facts from above, as they are printed.
fn values(local: &LocalSite, today: Day) -> BTreeMap<String, String> {
    let mut book = local.chain.fact_table(&mut Vec::new());
    book.layers.retain(|sheet| sheet.layer > 0);
    let value = |name: &str| match book.lookup(name, today) {
        Lookup::Entry(entry, _) => format!("{} {:?} {:?}", entry.text(), entry.since, entry.until),
        other => format!("{other:?}"),
    };
    book.names()
        .into_iter()
        .map(|name| (name.to_owned(), value(name)))
        .collect()
}

/// site.yaml with other values under `extends`; all else stays as its author wrote it.
fn edited(site: &str, values: &[(&str, Option<String>)]) -> Result<String, Fault> {
    let wrong = || {
        Fault::new(message!(
            "site.yaml 的 extends 读不懂",
            "`extends` of site.yaml cannot be read"
        ))
        .hint(message!(
            "先用 wanjia build 看哪里不对",
            "see what is wrong with `wanjia build`"
        ))
    };
    let node = yaml::read(&config::FILE.into(), site, 0..site.len(), &mut Vec::new());
    let Some(YamlNode {
        value: YamlValue::Map(pairs),
        ..
    }) = node
    else {
        return Err(wrong());
    };
    let (_, said, extends) = pairs
        .into_iter()
        .find(|(key, ..)| key == "extends")
        .ok_or_else(wrong)?;
    let YamlValue::Map(fields) = &extends.value else {
        return Err(wrong());
    };
    let first = fields.first().map_or(said.end, |(_, at, _)| at.start);
    let flow = site[said.end..first].contains('{');
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for (key, value) in values {
        let Some(value) = value else { continue };
        let value = yaml::quoted(value);
        match fields.iter().find(|(known, ..)| known == key) {
            Some((.., node)) => changes.push((whole(site, &node.at), value)),
            None => {
                let (.., last) = fields.last().ok_or_else(wrong)?;
                let end = whole(site, &last.at).end;

                let indent = &site[site[..first].rfind('\n').map_or(0, |at| at + 1)..first];
                let join = if flow {
                    ", ".to_owned()
                } else {
                    format!("\n{indent}")
                };
                changes.push((end..end, format!("{join}{key}: {value}")));
            }
        }
    }
    changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = site.to_owned();
    for (range, value) in changes {
        text.replace_range(range, &value);
    }
    Ok(text)
}

/// A value's place with the quotes around it.
fn whole(text: &str, at: &Range<usize>) -> Range<usize> {
    let quote = |c: Option<char>| c.is_some_and(|c| c == '"' || c == '\'');
    let (before, after) = (
        text[..at.start].chars().next_back(),
        text[at.end..].chars().next(),
    );
    if quote(before) && before == after {
        at.start - 1..at.end + 1
    } else {
        at.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_with_the_pin_is_written_last() {
        let files = |upstream| {
            let lock = Lock {
                upstream,
                ..Lock::default()
            };
            let site = FileChange {
                file: config::FILE.to_owned(),
                text: String::new(),
                keep_former: true,
            };
            let files = in_order(Some(site), &lock);
            files.into_iter().map(|file| file.file).collect::<Vec<_>>()
        };
        assert_eq!(files(None), ["site.lock", "site.yaml"]);
        let pinned = Pinned {
            from: "https://example.org/".into(),
            rev: "main".into(),
            pin: "0".into(),
        };
        assert_eq!(files(Some(pinned)), ["site.yaml", "site.lock"]);
    }
}
