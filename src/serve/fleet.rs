//! The preview of a fleet: all sites under one local address, each below its code. A site is built into memory when somebody looks
//! at it, as it would be published, but for its address; so its links, its search and its pictures work where it is shown.
//!
//! What always holds: only the few sites that were looked at last are in memory; a page that is asked for is as its files are then.

use super::door::{self, Answers, Limits};
use super::http::{Pages, answer};
use super::reply::Reply;
use super::request::Request;
use super::snapshot::{Snapshot, SnapshotStore};
use super::{ExcerptReader, cannot_serve, failure, mime};
use crate::base::html::escape;
use crate::base::message::Locale;
use crate::base::{Day, Fault};
use crate::pipeline::{BuildOptions, Builder, NoProgress, SharedCache};
use std::convert::Infallible;
use std::fmt::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// A site of a fleet, as it is shown.
#[derive(Debug, Clone)]
pub struct ServedSite {
    /// Its code; where it is shown.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its folder.
    pub root: PathBuf,
}

/// So many sites are in memory.
const OPEN: usize = 3;
/// A page that is asked for so shortly after another one is of the same build.
const FRESH: Duration = Duration::from_millis(700);

/// Shows sites on `listener` until the process ends; files are named from the folder `names_from`. `opened` is told where.
pub fn run_fleet(
    sites: Vec<ServedSite>,
    names_from: &Path,
    listener: TcpListener,
    locale: Locale,
    opened: &mut dyn FnMut(&str),
) -> Result<Infallible, Fault> {
    let port = listener
        .local_addr()
        .map_err(|error| cannot_serve(&error))?
        .port();
    let shown = ShownFleet::new(sites, names_from, port, locale);
    door::open(listener, Limits::default(), Arc::new(shown)).map_err(|error| cannot_serve(&error))?;
    opened(&format!("http://127.0.0.1:{port}/"));
    loop {
        std::thread::park();
    }
}

/// The sites, and those of them that are in memory.
struct ShownFleet {
    sites: Vec<ServedSite>,
    names_from: PathBuf,
    port: u16,
    locale: Locale,
    cache: Arc<SharedCache>,
    /// Who builds has this; the site that was looked at last comes last.
    open: Mutex<Vec<OpenSite>>,
    /// The same sites for who only looks.
    snapshots: RwLock<Vec<(usize, Arc<SnapshotStore>)>>,
}

/// A site in memory.
struct OpenSite {
    /// Which one.
    at: usize,
    builder: Builder,
    snapshots: Arc<SnapshotStore>,
    /// When it was built last.
    built: Option<Instant>,
}

impl Answers for ShownFleet {
    fn answer(&self, request: &Request) -> Reply {
        let path = request.target.split('?').next().unwrap_or("");
        let inner = path.strip_prefix('/').unwrap_or("");
        if inner.is_empty() {
            return Reply::page(200, self.list().into_bytes());
        }
        let (first, rest) = inner.split_once('/').unwrap_or((inner, ""));
        let Some(at) = (0..self.sites.len()).find(|at| self.place(*at) == first) else {
            return match first {
                // What is the preview's own stands above all sites.
                ".wanjia" => {
                    let none = SnapshotStore::new(0, &self.names_from).snapshot();
                    answer(&request.target, &none, Pages::Still)
                }
                _ => Reply::text(404, "没有这个站。\nThere is no such site.\n".to_owned()),
            };
        };
        if inner == first {
            return Reply::text(301, String::new()).with("Location", &format!("/{first}/"));
        }
        let last = rest.rsplit('/').next().unwrap_or("");
        let is_page = !last.contains('.') || mime::is_page(last);
        let snapshot = match self.known(at).filter(|_| !is_page) {
            Some(snapshot) => snapshot,
            None => self.fresh(at),
        };
        answer(&request.target, &snapshot, Pages::Still)
    }

    /// No page follows what is saved, so nobody listens.
    fn listen(&self, _: mio::net::TcpStream) {}
}

impl ShownFleet {
    fn new(sites: Vec<ServedSite>, names_from: &Path, port: u16, locale: Locale) -> Self {
        Self {
            sites,
            names_from: names_from.to_path_buf(),
            port,
            locale,
            cache: SharedCache::shared(),
            open: Mutex::default(),
            snapshots: RwLock::default(),
        }
    }

    /// The first part of the addresses of a site: its code, or a number when that is none that an address takes as it is.
    fn place(&self, at: usize) -> String {
        let code = &self.sites[at].code;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        match !code.is_empty() && code.bytes().all(plain) {
            true => code.clone(),
            false => format!("site-{}", at + 1),
        }
    }

    /// A site as it is in memory.
    fn known(&self, at: usize) -> Option<Arc<Snapshot>> {
        let all = self.snapshots.read().unwrap_or_else(PoisonError::into_inner);
        let found = all.iter().find(|(known, _)| *known == at)?;
        Some(found.1.snapshot())
    }

    /// A site as its files are now.
    fn fresh(&self, at: usize) -> Arc<Snapshot> {
        let mut open = self.open();
        let mut site = match open.iter().position(|site| site.at == at) {
            Some(place) => open.remove(place),
            None => OpenSite {
                at,
                builder: Builder::open_beside(&self.sites[at].root, &self.names_from, &self.cache),
                snapshots: Arc::new(SnapshotStore::new(0, &self.sites[at].root)),
                built: None,
            },
        };
        if site.built.is_none_or(|built| built.elapsed() > FRESH) {
            self.build(&mut site);
            site.built = Some(Instant::now());
        }
        let snapshot = site.snapshots.snapshot();
        open.push(site);
        let surplus = open.len().saturating_sub(OPEN);
        open.drain(..surplus);
        let now = open
            .iter()
            .map(|site| (site.at, site.snapshots.clone()))
            .collect();
        *self.snapshots.write().unwrap_or_else(PoisonError::into_inner) = now;
        snapshot
    }

    fn build(&self, site: &mut OpenSite) {
        let today = Day::today_in_shanghai();
        let base = format!("/{}/", self.place(site.at));
        let options = BuildOptions {
            root: self.sites[site.at].root.clone(),
            url: Some(format!("http://127.0.0.1:{}{base}", self.port)),
            drafts: false,
            early: false,
            clock: today,
            today,
        };
        site.snapshots.begin();
        let made = site.builder.build(&options, &*site.snapshots, &NoProgress);
        let wrong = match made {
            Ok(outcome) if !outcome.failed => None,
            Ok(outcome) => {
                let text_of = |file: &str| site.builder.text_of(file);
                let mut excerpts = ExcerptReader::new(&text_of);
                Some(failure::report_page(
                    &outcome.diagnostics,
                    &mut excerpts,
                    self.locale,
                ))
            }
            Err(fault) => Some(failure::fault_page(&fault, self.locale)),
        };
        match wrong {
            Some(page) => site.snapshots.fail(&base, page),
            None => site.snapshots.publish(&base),
        };
    }

    fn open(&self) -> MutexGuard<'_, Vec<OpenSite>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page that names all sites.
    fn list(&self) -> String {
        let (lang, title) = match self.locale {
            Locale::Chinese => ("zh-CN", "各站"),
            Locale::English => ("en", "Sites"),
        };
        let mut out = format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n<h1>{title} <small>{}</small></h1>\n<ul>\n",
            include_str!("fleet.css"),
            self.sites.len()
        );
        for (at, site) in self.sites.iter().enumerate() {
            let _ = writeln!(
                out,
                "<li><a href=\"/{}/\"><b>{}</b> {}</a></li>",
                self.place(at),
                escape(&site.code),
                escape(&site.name)
            );
        }
        out + "</ul>\n</main>\n</body>\n</html>\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(folder: &Path) -> ShownFleet {
        let site = |code: &str| {
            let root = folder.join(code);
            std::fs::create_dir_all(root.join("content")).unwrap();
            std::fs::write(
                root.join("site.yaml"),
                format!("name: 站{code}\nurl: https://example.org/\n"),
            )
            .unwrap();
            std::fs::write(
                root.join("content/a.md"),
                "---\ntitle: 甲\n---\n\n[首页](_index.md)\n",
            )
            .unwrap();
            std::fs::write(root.join("content/_index.md"), "---\ntitle: 首页\n---\n").unwrap();
            ServedSite {
                code: code.to_owned(),
                name: format!("站{code}"),
                root,
            }
        };
        let sites = ["610801", "610802", "610803", "610804"].map(site);
        ShownFleet::new(sites.to_vec(), folder, 8080, Locale::Chinese)
    }

    fn ask(fleet: &ShownFleet, target: &str) -> (u16, String) {
        let request = Request::of(
            &format!("GET {target} HTTP/1.1\r\nHost: localhost:8080\r\n\r\n"),
            8080,
        );
        let reply = fleet.answer(&request);
        let status = reply.status();
        let mut text = Vec::new();
        let mut source = reply.into_source(false).unwrap().unwrap();
        std::io::Read::read_to_end(&mut source, &mut text).unwrap();
        (status, String::from_utf8_lossy(&text).into_owned())
    }

    #[test]
    fn every_site_is_below_its_code_with_links_that_stay_there() {
        let folder = tempfile::tempdir().unwrap();
        let fleet = shown(folder.path());
        let (status, list) = ask(&fleet, "/");
        assert!(
            status == 200 && list.contains("<a href=\"/610803/\"><b>610803</b> 站610803</a>"),
            "{list}"
        );
        assert_eq!(ask(&fleet, "/610803").0, 301);
        let (status, page) = ask(&fleet, "/610803/a/");
        assert!(
            status == 200 && page.contains("href=\"/610803/\"") && !page.contains("href=\"/\""),
            "{page}"
        );
        assert!(!page.contains("reload.js"), "{page}");
        let (status, text) = ask(&fleet, "/610803/search/");
        assert!(status == 200 && text.contains("/610803/search/"), "{text}");
        assert_eq!(ask(&fleet, "/610809/a/").0, 404);
        assert_eq!(ask(&fleet, "/610803/none/").0, 404);
        assert_eq!(ask(&fleet, "/.wanjia/failure.css").0, 200);
    }

    #[test]
    fn only_the_sites_that_were_looked_at_last_are_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let fleet = shown(folder.path());
        for code in ["610801", "610802", "610803", "610801", "610804"] {
            assert_eq!(ask(&fleet, &format!("/{code}/a/")).0, 200);
        }
        let known: Vec<usize> = (0..4).filter(|at| fleet.known(*at).is_some()).collect();
        assert_eq!(known, [0, 2, 3]);
    }

    #[test]
    fn a_page_is_as_its_files_are_and_what_is_wrong_is_told_until_it_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let fleet = shown(folder.path());
        let write = |text: &str| std::fs::write(folder.path().join("610801/content/a.md"), text).unwrap();
        assert_eq!(ask(&fleet, "/610801/a/").0, 200);
        for (text, status, words) in [
            ("---\ntitle: 甲\n---\n\n[没有](nothing.md)\n", 500, "Refresh: 3"),
            ("---\ntitle: 甲\n---\n\n改好了。\n", 200, "改好了。"),
        ] {
            std::thread::sleep(FRESH + Duration::from_millis(100));
            write(text);
            let (found, page) = ask(&fleet, "/610801/a/");
            assert!(found == status && page.contains(words), "{page}");
        }
        assert_eq!(ask(&fleet, "/610802/a/").0, 200);
    }
}
