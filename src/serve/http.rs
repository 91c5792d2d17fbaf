//! What the preview answers: each request is routed to a file of the snapshot. Nothing here changes anything.
//!
//! Not here: connections (`door`), what is a request at all (`request`).

use super::door::{self, Answers, Limits};
use super::mime;
use super::reload::ReloadStream;
use super::reply::Reply;
use super::request::Request;
use super::route::{Destination, route};
use super::snapshot::{FileContent, Snapshot, SnapshotFile, SnapshotStore};
use crate::base::address::NOT_FOUND;
use crate::pipeline::{open_regular, photo};
use std::fs::File;
use std::io::{self, Read};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// How often tabs are asked whether they are still there.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(10);

/// Answers requests on `listener`, in threads of its own, for as long as the process lives.
pub fn open(
    listener: TcpListener,
    snapshots: Arc<SnapshotStore>,
    reload_stream: Arc<ReloadStream>,
) -> io::Result<()> {
    let heartbeat = reload_stream.clone();
    thread::spawn(move || {
        loop {
            thread::sleep(HEARTBEAT_INTERVAL);
            heartbeat.heartbeat();
        }
    });
    let preview = ShownSite {
        snapshots,
        reload_stream,
    };
    door::open(listener, Limits::default(), Arc::new(preview))
}

/// The site as it is shown now.
struct ShownSite {
    snapshots: Arc<SnapshotStore>,
    reload_stream: Arc<ReloadStream>,
}

impl Answers for ShownSite {
    fn answer(&self, request: &Request) -> Reply {
        answer(&request.target, &self.snapshots.snapshot(), Pages::Live)
    }

    fn listen(&self, client: mio::net::TcpStream) {
        self.reload_stream
            .subscribe(Box::new(client), || self.snapshots.snapshot().version);
    }
}

/// Whether pages that are shown follow what is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pages {
    /// They load themselves anew.
    Live,
    /// They are as they were when they were asked for; what is wrong is looked at again after a while.
    Still,
}

impl Pages {
    fn of(self, html: &[u8], version: u64) -> Vec<u8> {
        match self {
            Self::Live => with_reload(html, version),
            Self::Still => html.to_vec(),
        }
    }
}

/// The answer of a site that is shown.
pub(super) fn answer(target: &str, snapshot: &Snapshot, pages: Pages) -> Reply {
    match route(target, &snapshot.base, |address| {
        snapshot.assets.contains_key(address)
    }) {
        Destination::Events => Reply::events(),
        Destination::Own(name) => own(name),
        Destination::Moved(address) => Reply::text(301, String::new()).with("Location", &address),
        Destination::Found(address) if !(snapshot.failure.is_some() && mime::is_page(&address)) => {
            found(snapshot, &address, pages)
        }
        Destination::Missing { page: false } => missing(snapshot, pages),
        Destination::Found(_) | Destination::Missing { .. } => match &snapshot.failure {
            Some(page) => {
                let reply = Reply::page(500, pages.of(page.as_bytes(), snapshot.version));
                if pages == Pages::Live {
                    reply
                } else {
                    reply.with("Refresh", "3")
                }
            }
            None => missing(snapshot, pages),
        },
    }
}

fn own(name: &str) -> Reply {
    let text = match name {
        "reload.js" => include_str!("reload.js"),
        "panel.css" => include_str!("panel.css"),
        _ => include_str!("failure.css"),
    };
    Reply::bytes(200, mime::content_type(name), text.as_bytes().to_vec())
}

fn found(snapshot: &Snapshot, address: &str, pages: Pages) -> Reply {
    let Some(asset) = snapshot.assets.get(address) else {
        return missing(snapshot, pages);
    };
    if !mime::is_page(address) {
        return raw(asset, mime::content_type(address)).unwrap_or_else(|error| unreadable(&error));
    }
    match bytes(asset) {
        Ok(html) => {
            let panel = snapshot.panels.get(address).map_or("", |panel| &**panel);
            let html = [&html, panel.as_bytes()].concat();
            Reply::page(200, pages.of(&html, snapshot.version))
        }
        Err(error) => unreadable(&error),
    }
}

/// The site's own page for what is not there, or a few words when it has none.
fn missing(snapshot: &Snapshot, pages: Pages) -> Reply {
    match snapshot.assets.get(NOT_FOUND).map(bytes) {
        Some(Ok(html)) => Reply::page(404, pages.of(&html, snapshot.version)),
        _ => Reply::text(404, "没有这个地址。\nThere is no such address.\n".to_owned()),
    }
}

fn raw(asset: &SnapshotFile, kind: &'static str) -> io::Result<Reply> {
    Ok(match &asset.body {
        FileContent::File(path) => {
            let file = unmoved(path)?;
            let length = file.metadata()?.len();
            Reply::file(200, kind, file, length)
        }
        FileContent::Made(_) | FileContent::Photo(_) => Reply::bytes(200, kind, bytes(asset)?),
    })
}

/// A file that was there at the last build and cannot be read now; the next build will tell.
fn unreadable(error: &io::Error) -> Reply {
    Reply::text(
        404,
        format!("文件读不出来：{error}\nThe file cannot be read: {error}\n"),
    )
}

fn bytes(asset: &SnapshotFile) -> io::Result<Arc<Vec<u8>>> {
    match &asset.body {
        FileContent::Made(body) => body.read(),
        FileContent::File(path) => read(path).map(Arc::new),
        FileContent::Photo(path) => read(path).map(photo).map(Arc::new),
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    unmoved(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a file that the build took in, by its real path, unless it or a folder above it has become a link since:
/// that could lead anywhere.
fn unmoved(path: &Path) -> io::Result<File> {
    if path.canonicalize()? == path {
        return open_regular(path);
    }
    Err(io::Error::new(
        io::ErrorKind::NotFound,
        "has become a link since the last build",
    ))
}

/// The page with the script that loads it anew. Browsers take what follows the end of a page for a part of
/// its body.
fn with_reload(html: &[u8], version: u64) -> Vec<u8> {
    let script = format!("<script src=\"/.wanjia/reload.js\" data-version=\"{version}\" defer></script>");
    [html, script.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_follows_the_page() {
        assert_eq!(
            String::from_utf8(with_reload(b"<body>a</body></html>\n", 3)).unwrap(),
            "<body>a</body></html>\n<script src=\"/.wanjia/reload.js\" data-version=\"3\" defer></script>"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_became_a_link_is_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().canonicalize().unwrap().join(path);
        std::fs::create_dir_all(at("site/files")).unwrap();
        std::fs::create_dir_all(at("secret")).unwrap();
        std::fs::write(at("secret/a.txt"), "geheim").unwrap();
        std::fs::write(at("site/files/a.txt"), "offen").unwrap();
        assert_eq!(read(&at("site/files/a.txt")).unwrap(), b"offen");

        std::fs::remove_file(at("site/files/a.txt")).unwrap();
        symlink(at("secret/a.txt"), at("site/files/a.txt")).unwrap();
        assert!(read(&at("site/files/a.txt")).is_err());

        std::fs::remove_dir_all(at("site/files")).unwrap();
        symlink(at("secret"), at("site/files")).unwrap();
        assert!(read(&at("site/files/a.txt")).is_err());
    }
}
