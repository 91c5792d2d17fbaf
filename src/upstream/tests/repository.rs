//! Repositories, made with the git program.

use super::*;
use crate::upstream::git::{leads_astray, not_run};
use std::process::Command;

/// A repository with a first commit on `main`, tagged `v1`.
struct Upstream {
    test: TestFolder,
}

impl Upstream {
    fn new() -> Self {
        let upstream = Self {
            test: TestFolder::new(),
        };
        fs::create_dir(upstream.test.at("repo")).unwrap();
        upstream.git(&["init", "--quiet", "--initial-branch=main"]);
        upstream.commit(&[("site.yaml", "name: 一\n"), ("content/a.md", "甲\n")]);
        upstream.git(&["tag", "--annotate", "--message=一", "v1"]);
        upstream
    }

    /// Runs git on it, whatever settings this machine has.
    fn git(&self, words: &[&str]) -> String {
        let mut git = Command::new("git");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            git.env_remove(name);
        }
        git.args(["-c", "user.name=someone", "-c", "user.email=someone@example.org"])
            .args(["-c", "commit.gpgSign=false", "-c", "core.autocrlf=false"])
            .args(words)
            .current_dir(self.test.at("repo"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        let ended = git.output().unwrap();
        assert!(
            ended.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&ended.stderr)
        );
        String::from_utf8(ended.stdout).unwrap().trim().to_owned()
    }

    fn commit(&self, files: &[(&str, &str)]) -> String {
        for (path, words) in files {
            self.test.write(&format!("repo/{path}"), words);
        }
        self.git(&["add", "--all", "--force"]);
        self.git(&["commit", "--quiet", "--message=x"]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn origin(&self, rev: &str) -> Origin {
        Origin::Git {
            url: format!("file://{}", self.test.at("repo").display()),
            rev: rev.to_owned(),
        }
    }

    fn fetch(&self, rev: &str) -> Result<Fetched, UpstreamError> {
        self.test.fetch(&self.origin(rev))
    }

    fn pinned(&self, rev: &str, pin: &str) -> Result<Fetched, UpstreamError> {
        fetch(&self.origin(rev), Some(pin), &self.test.cache(), true)
    }

    /// The repository is not there any more.
    fn vanish(&self) {
        fs::rename(self.test.at("repo"), self.test.at("gone")).unwrap();
    }
}

fn name(fetched: &Fetched) -> String {
    files(&fetched.root)["site.yaml"]
        .trim_start_matches("name: ")
        .trim()
        .to_owned()
}

#[test]
fn a_branch_a_tag_and_a_commit_in_full_or_abbreviated_are_fetched() {
    let upstream = Upstream::new();
    let first = upstream.git(&["rev-parse", "HEAD"]);
    let second = upstream.commit(&[("site.yaml", "name: 二\n")]);
    upstream.commit(&[("site.yaml", "name: 三\n")]);
    for (rev, what) in [
        ("main", "三"),
        ("refs/heads/main", "三"),
        ("HEAD", "三"),
        ("v1", "一"),
        (&first, "一"),
        (&second, "二"),
        (&first[..7], "一"),
        (&second[..9], "二"),
    ] {
        let fetched = upstream.fetch(rev).unwrap();
        assert_eq!(name(&fetched), what, "{rev}");
        assert_eq!(fetched.pin.len(), 40);
    }
    assert_eq!(upstream.fetch("v1").unwrap().pin, first);
    assert_eq!(upstream.test.trees().len(), 3);
}

#[test]
fn a_plain_path_is_an_address_too() {
    let upstream = Upstream::new();
    let origin = Origin::Git {
        url: upstream.test.at("repo").to_str().unwrap().to_owned(),
        rev: "main".to_owned(),
    };
    let fetched = upstream.test.fetch(&origin).unwrap();
    assert_eq!(files(&fetched.root)["content/a.md"], "甲\n");
    assert!(!fetched.root.join(".git").exists());
}

#[test]
fn a_branch_that_moves_stays_where_it_was_until_it_is_asked_for() {
    let upstream = Upstream::new();
    let old = upstream.fetch("main").unwrap();
    let moved = upstream.commit(&[("site.yaml", "name: 二\n")]);
    assert_eq!(upstream.fetch("main").unwrap(), old);
    assert_eq!(upstream.test.resolve(&upstream.origin("main")).unwrap(), moved);
    assert_eq!(upstream.pinned("main", &old.pin).unwrap(), old);
    assert_eq!(name(&upstream.pinned("main", &moved).unwrap()), "二");
    assert_eq!(upstream.fetch("main").unwrap().pin, moved);
}

#[test]
fn a_pin_is_fetched_also_after_the_branch_has_moved_on() {
    let upstream = Upstream::new();
    let first = upstream.git(&["rev-parse", "HEAD"]);
    upstream.commit(&[("site.yaml", "name: 二\n")]);
    assert_eq!(name(&upstream.pinned("main", &first).unwrap()), "一");
    assert_eq!(
        name(&upstream.pinned("main", &first.to_uppercase()).unwrap()),
        "一"
    );
}

#[test]
fn a_branch_that_was_rewritten_is_followed_when_it_is_asked_for() {
    let upstream = Upstream::new();
    upstream.commit(&[("site.yaml", "name: 二\n")]);
    upstream.fetch("main").unwrap();
    upstream.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    let other = upstream.commit(&[("site.yaml", "name: 别\n")]);
    assert_eq!(upstream.test.resolve(&upstream.origin("main")).unwrap(), other);
}

#[test]
fn what_was_fetched_once_is_there_without_the_repository() {
    let upstream = Upstream::new();
    let fetched = upstream.fetch("main").unwrap();
    let short = upstream.fetch(&fetched.pin[..8]).unwrap();
    upstream.vanish();
    assert_eq!(upstream.fetch("main").unwrap(), fetched);
    assert_eq!(upstream.fetch(&fetched.pin[..8]).unwrap(), short);
    assert_eq!(upstream.pinned("any", &fetched.pin).unwrap(), fetched);
    fs::remove_dir_all(&fetched.root).unwrap();
    assert_eq!(name(&upstream.pinned("main", &fetched.pin).unwrap()), "一");
    let error = upstream.test.resolve(&upstream.origin("main")).unwrap_err();
    assert_eq!(error.rule(), Some(&UPSTREAM_UNREACHABLE));
    assert_said(&error);
}

#[test]
fn what_the_repository_does_not_have_is_missing() {
    let upstream = Upstream::new();
    for rev in ["none", "0123456", "0123456789012345678901234567890123456789"] {
        let error = upstream.test.refused(&upstream.origin(rev));
        assert_eq!(error.rule(), Some(&UPSTREAM_MISSING), "{rev}");
        assert!(error.message().zh.contains(rev));
    }
    let error = upstream.pinned("main", &"1".repeat(40)).unwrap_err();
    assert_eq!(error.rule(), Some(&UPSTREAM_MISSING));
    assert!(error.hint().zh.contains("wanjia update"));
    let tree = upstream.git(&["rev-parse", "HEAD^{tree}"]);
    upstream.git(&["tag", "tree", &tree]);
    assert_eq!(
        upstream.test.refused(&upstream.origin("tree")).rule(),
        Some(&UPSTREAM_MISSING)
    );
}

#[test]
fn a_repository_that_is_not_there_is_said_with_the_words_of_git() {
    let upstream = Upstream::new();
    upstream.vanish();
    let error = upstream.test.refused(&upstream.origin("main"));
    assert_eq!(error.rule(), Some(&UPSTREAM_UNREACHABLE));
    assert!(error.message().zh.contains("repository"), "{:?}", error.message());
}

#[test]
fn an_evil_address_or_revision_reaches_no_git() {
    let upstream = Upstream::new();
    let evil = upstream.test.at("evil");
    let touch = evil.display();
    for (url, rev) in [
        (format!("ext::touch {touch}"), "main".to_owned()),
        (format!("--upload-pack=touch {touch}"), "main".to_owned()),
        (format!("ssh://-oProxyCommand=touch {touch}/a"), "main".to_owned()),
        (
            format!("file://{}", upstream.test.at("repo").display()),
            format!("--upload-pack=touch {touch}"),
        ),
    ] {
        let error = upstream.test.refused(&Origin::Git { url, rev });
        assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
    }
    assert!(!evil.exists() && !upstream.test.cache().join("git").exists());
}

#[test]
fn files_are_as_they_were_committed_whatever_their_attributes_say() {
    let upstream = Upstream::new();
    let attributes = "* text eol=crlf ident filter=evil export-subst\nsecret.md export-ignore\n";
    upstream.commit(&[("secret.md", "在\n"), ("a.md", "$Id$ $Format:%H$\n")]);
    upstream.commit(&[(".gitattributes", attributes)]);
    let fetched = upstream.fetch("main").unwrap();
    let found = files(&fetched.root);
    assert_eq!(found["a.md"], "$Id$ $Format:%H$\n");
    assert_eq!(found["secret.md"], "在\n");
    assert_eq!(found[".gitattributes"], attributes);
}

#[test]
fn much_to_say_about_attributes_does_not_stop_git() {
    let upstream = Upstream::new();
    let bad = "a* -bad!name\n".repeat(20_000);
    upstream.commit(&[(".gitattributes", &bad), ("a.md", "甲")]);
    assert_eq!(files(&upstream.fetch("main").unwrap().root)["a.md"], "甲");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_repository_is_refused_and_named() {
    let upstream = Upstream::new();
    std::os::unix::fs::symlink("/etc/passwd", upstream.test.at("repo/content/b.md")).unwrap();
    upstream.commit(&[]);
    let error = upstream.test.refused(&upstream.origin("main"));
    assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
    assert!(error.message().zh.contains("content/b.md"));
}

#[test]
fn a_submodule_is_an_empty_folder() {
    let upstream = Upstream::new();
    let commit = upstream.git(&["rev-parse", "HEAD"]);
    let entry = format!("160000,{commit},sub");
    upstream.git(&["update-index", "--add", "--cacheinfo", &entry]);
    upstream.git(&["commit", "--quiet", "--message=sub"]);
    let fetched = upstream.fetch("main").unwrap();
    assert_eq!(fs::read_dir(fetched.root.join("sub")).unwrap().count(), 0);
}

#[test]
fn names_in_chinese_and_a_folder_inside_are_found() {
    let upstream = Upstream::new();
    upstream.commit(&[("sites/国家/site.yaml", "name: 国家\n")]);
    let fetched = upstream.fetch("main").unwrap();
    let site = inside(&fetched.root, "sites/国家").unwrap();
    assert_eq!(files(&site)["site.yaml"], "name: 国家\n");
}

#[test]
fn locks_of_an_interrupted_fetch_are_cleared() {
    let upstream = Upstream::new();
    let old = upstream.fetch("main").unwrap();
    let moved = upstream.commit(&[("site.yaml", "name: 二\n")]);
    let bare = fs::read_dir(upstream.test.cache().join("git"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    fs::write(bare.path().join("refs/wanjia/asked.lock"), "").unwrap();
    fs::write(bare.path().join("shallow.lock"), "").unwrap();
    assert_eq!(upstream.test.resolve(&upstream.origin("main")).unwrap(), moved);
    assert_ne!(old.pin, moved);
}

#[test]
fn runs_at_once_fetch_one_after_the_other() {
    let upstream = Upstream::new();
    let first = upstream.git(&["rev-parse", "HEAD"]);
    upstream.commit(&[("site.yaml", "name: 二\n")]);
    std::thread::scope(|scope| {
        for (rev, what) in [("main", "二"), ("v1", "一"), (&first[..7], "一"), ("main", "二")] {
            let upstream = &upstream;
            scope.spawn(move || assert_eq!(name(&upstream.fetch(rev).unwrap()), what));
        }
    });
    assert_eq!(upstream.test.trees().len(), 2);
}

#[test]
fn variables_that_lead_to_another_repository_or_program_are_taken_away() {
    for name in [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_SSH_COMMAND",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_COUNT",
    ] {
        assert!(leads_astray(name.as_ref()), "{name}");
    }
    for name in [
        "SSH_AUTH_SOCK",
        "https_proxy",
        "GIT_SSL_CAINFO",
        "GIT_ASKPASS",
        "HOME",
        "PATH",
    ] {
        assert!(!leads_astray(name.as_ref()), "{name}");
    }
}

#[test]
fn a_machine_without_git_is_told_how_to_do_without() {
    let error = not_run(&std::io::ErrorKind::NotFound.into());
    assert_eq!(error, UpstreamError::GitMissing);
    assert_said(&error);
}
