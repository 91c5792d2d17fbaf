//! Which addresses and revisions git may be given.
//!
//! Only transports that speak to a repository: `ext::` and its like run whatever program the address
//! names. A revision is a name or a commit, never an option, a pattern or an expression.

use super::UpstreamError;
use crate::message;
use std::path::Path;

/// An address and a revision that git may see.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address<'a> {
    /// The repository.
    pub url: &'a str,
    /// What of it.
    pub rev: &'a str,
    /// The transports that git may use, also when it is sent elsewhere, for `GIT_ALLOW_PROTOCOL`.
    pub transports: &'static str,
}

/// Refuses an address or a revision that git must not see.
pub(super) fn check<'a>(
    url: &'a str,
    rev: &'a str,
    outside_allowed: bool,
) -> Result<Address<'a>, UpstreamError> {
    let Some(transport) = transport(url) else {
        return Err(refused(url));
    };
    if !outside_allowed && !matches!(transport, "https" | "ssh") {
        return Err(of_this_disk(Path::new(url)));
    }
    if is_rev(rev) {
        let transports = if outside_allowed {
            "https:http:ssh:git:file"
        } else {
            "https:ssh"
        };
        return Ok(Address { url, rev, transports });
    }
    let rev = rev.escape_debug();
    Err(UpstreamError::Unsafe {
        message: message!("rev 不能写成 {rev}", "`rev` may not be {rev}"),
        hint: message!(
            "写分支、标签或提交号，如 main、v1.2、9ed8e51",
            "write a branch, a tag or a commit, like main, v1.2 or 9ed8e51"
        ),
    })
}

/// An upstream from elsewhere that names something of this disk, or what could be read on the way.
pub(super) fn of_this_disk(named: &Path) -> UpstreamError {
    let named = shown(&named.display().to_string());
    UpstreamError::Unsafe {
        message: message!(
            "上级站点的上级只能用 https 或 ssh 的 git 地址，不能是 {named}",
            "the upstream of an upstream must be a git repository by https or ssh, not {named}"
        ),
        hint: message!(
            "请上级站点改用 https 地址，或直接继承最上面的站点",
            "ask the upstream to name it by https, or extend the topmost site itself"
        ),
    }
}

/// The address without what is secret in it.
pub(super) fn shown(url: &str) -> String {
    match secret(url) {
        Some(secret) => url.replacen(secret, "…", 1),
        None => url.to_owned(),
    }
}

/// The part of an address that may hold a password: before the `@` of its host.
pub(super) fn secret(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let (user, _) = authority(rest).rsplit_once('@')?;
    match (scheme, user.split_once(':')) {
        ("http" | "https", _) => Some(user),
        (_, Some((_, password))) => Some(password),
        _ => None,
    }
    .filter(|secret| !secret.is_empty())
}

/// The transport of an address, if it is one that is allowed.
fn transport(url: &str) -> Option<&str> {
    let odd = |c: char| c.is_control() || c.is_whitespace() && c != ' ';
    if url.starts_with('-') || url.contains("::") || url.contains(odd) {
        return None;
    }
    if let Some((scheme, rest)) = url.split_once("://") {
        let fine = match scheme {
            "file" => rest.starts_with('/'),
            "https" | "http" | "ssh" | "git" => is_authority(authority(rest)),
            _ => false,
        };
        return fine.then_some(scheme);
    }
    if Path::new(url).is_absolute() {
        return Some("file");
    }
    let (host, path) = url.split_once(':')?;
    let fine = host.contains('@') && !host.contains('/') && is_authority(host) && !path.starts_with('-');
    (fine && !path.is_empty()).then_some("ssh")
}

/// `user:password@host:port` of what follows `://`.
fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Whether it can be taken for nothing but a host: ssh takes one that begins with `-` for an option, also
/// after git has decoded `%2d`.
fn is_authority(authority: &str) -> bool {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("user", authority));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !user.is_empty()
        && !user.starts_with(['-', '%'])
        && !host.is_empty()
        && !host.starts_with(['-', ':'])
        && host.chars().all(plain)
}

/// Whether it can be the name of a branch or tag, or a commit: the rules that git has for names.
fn is_rev(rev: &str) -> bool {
    let odd = |c: char| {
        c.is_control() || c.is_whitespace() || matches!(c, '~' | '^' | ':' | '?' | '*' | '[' | '\\')
    };
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock");
    !rev.starts_with(['-', '+'])
        && rev != "@"
        && !rev.contains(odd)
        && !rev.contains("..")
        && !rev.contains("@{")
        && !rev.ends_with('.')
        && rev.split('/').all(part)
}

fn refused(url: &str) -> UpstreamError {
    let url = shown(url).escape_debug().to_string();
    UpstreamError::Unsafe {
        message: message!(
            "git 地址不能写成 {url}",
            "the address of a repository may not be {url}"
        ),
        hint: message!(
            "写 https://…、ssh://…、git@主机:路径、file:///… 或绝对路径",
            "write https://…, ssh://…, git@HOST:PATH, file:///… or an absolute path"
        ),
    }
}
