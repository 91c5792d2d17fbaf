//! What git may be given.

use super::*;
use crate::base::Rule;
use crate::upstream::address::{check, shown};

fn rule(url: &str, rev: &str, outside_allowed: bool) -> Option<&'static Rule> {
    let error = check(url, rev, outside_allowed).err()?;
    assert_said(&error);
    error.rule()
}

#[test]
fn addresses_that_speak_to_a_repository_are_allowed() {
    for url in [
        "https://example.org/a/b.git",
        "https://user:token@example.org:8443/a/b",
        "http://example.org/a",
        "ssh://git@example.org:22/a/b.git",
        "git@example.org:a/b.git",
        "git://example.org/a",
        "file:///srv/git/a.git",
        "/srv/git/国家 站点",
        "https://[2001:db8:0:0:0:0:0:1]/a",
    ] {
        assert_eq!(rule(url, "main", true), None, "{url}");
    }
}

#[test]
fn addresses_that_run_programs_or_pass_for_options_are_refused() {
    for url in [
        "ext::sh -c touch% /tmp/x",
        "fd::7",
        "ext::https://example.org/a",
        "--upload-pack=touch /tmp/x",
        "-oProxyCommand=x",
        "ssh://-oProxyCommand=touch%20x/a",
        "ssh://%2doProxyCommand=x/a",
        "ssh://git@-oProxyCommand=x/a",
        "ssh://-x@example.org/a",
        "-x@example.org:a",
        "git@-oProxyCommand=x:a",
        "git@example.org:-x",
        "example.org:a",
        "https:///a",
        "https://-x/a",
        "ftp://example.org/a",
        "rsync://example.org/a",
        "javascript:alert(1)",
        "FILE:///srv/a",
        "file://host/a",
        "../national",
        "national",
        "",
        "https://example.org/a\nb",
        "/srv/\u{1b}[2J",
    ] {
        assert_eq!(rule(url, "main", true), Some(&UPSTREAM_UNSAFE), "{url}");
    }
}

#[test]
fn revisions_are_names_or_commits_and_nothing_else() {
    for rev in [
        "main",
        "v1.2",
        "refs/heads/a/b",
        "发布/2026",
        "9ed8e51",
        "HEAD",
        "a-b_c",
    ] {
        assert_eq!(rule("/srv/a", rev, true), None, "{rev}");
    }
    for rev in [
        "",
        "-f",
        "--upload-pack=x",
        "main:refs/heads/x",
        "+main",
        "a..b",
        "main~1",
        "main^{tree}",
        "@{-1}",
        "@",
        ":/text",
        "a b",
        "a*",
        "a\\b",
        "/a",
        "a/",
        "a//b",
        ".a",
        "a.lock",
        "a.",
        "a\nb",
    ] {
        assert_eq!(rule("/srv/a", rev, true), Some(&UPSTREAM_UNSAFE), "{rev}");
    }
}

#[test]
fn an_upstream_from_elsewhere_names_nothing_of_this_disk() {
    for url in [
        "https://example.org/a",
        "ssh://git@example.org/a",
        "git@example.org:a",
    ] {
        assert_eq!(rule(url, "main", false), None, "{url}");
    }
    for url in [
        "file:///srv/a",
        "/srv/a",
        "http://example.org/a",
        "git://example.org/a",
    ] {
        assert_eq!(rule(url, "main", false), Some(&UPSTREAM_UNSAFE), "{url}");
    }
    let test = TestFolder::new();
    let archive = test.archive("up.zip", zip(&[("site.yaml", b"x")]));
    let error = fetch(&archive, None, &test.cache(), false).unwrap_err();
    assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
    assert_said(&error);
}

#[test]
fn a_password_in_an_address_is_not_shown() {
    assert_eq!(shown("https://token@example.org/a"), "https://…@example.org/a");
    assert_eq!(shown("https://a:b@example.org/a"), "https://…@example.org/a");
    assert_eq!(shown("ssh://git:b@example.org/a"), "ssh://git:…@example.org/a");
    assert_eq!(shown("ssh://git@example.org/a"), "ssh://git@example.org/a");
}
