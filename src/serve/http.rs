//! HTTP: each request is checked, routed to an asset and answered. Nothing here changes anything.

use super::reload::ReloadStream;
use super::route::{Destination, route};
use super::snapshot::{FileContent, Snapshot, SnapshotFile, SnapshotStore};
use super::{host, mime};
use crate::base::address::NOT_FOUND;
use crate::pipeline::photo;
use std::borrow::Cow;
use std::io::{self, Cursor, Read};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

/// Threads that answer requests.
const WORKERS: usize = 4;
/// How often tabs are asked whether they are still there.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(10);

/// Answers requests on `listener`, in threads of its own, for as long as the process lives.
pub fn open(
    listener: TcpListener,
    snapshots: Arc<SnapshotStore>,
    reload_stream: Arc<ReloadStream>,
) -> io::Result<()> {
    let port = listener.local_addr()?.port();
    without_delay(&listener)?;
    let heartbeat = reload_stream.clone();
    thread::spawn(move || {
        loop {
            thread::sleep(HEARTBEAT_INTERVAL);
            heartbeat.heartbeat();
        }
    });
    thread::spawn(move || {
        // The server gives up permanently when it cannot take in one connection, say for want of file
        // handles. Then it is opened again on the same port.
        while let Ok(listener) = listener.try_clone() {
            if let Ok(server) = Server::from_listener(listener, None) {
                serve(&server, &snapshots, &reload_stream, port);
            }
            thread::sleep(Duration::from_millis(200));
        }
    });
    Ok(())
}

fn serve(server: &Server, snapshots: &SnapshotStore, reload_stream: &ReloadStream, port: u16) {
    thread::scope(|threads| {
        for _ in 0..WORKERS {
            threads.spawn(|| {
                while let Ok(request) = server.recv() {
                    // A client who has gone away is no loss.
                    let _ = answer(request, snapshots, reload_stream, port);
                }
                // Only one of us hears that the server gave up, and passes it on.
                server.unblock();
            });
        }
    });
}

/// Accepted connections inherit this from the listener on Linux: answers of several small writes do
/// not wait 40 ms for the browser's acknowledgement.
#[cfg(unix)]
fn without_delay(listener: &TcpListener) -> io::Result<()> {
    let copy = std::os::fd::OwnedFd::from(listener.try_clone()?);
    std::net::TcpStream::from(copy).set_nodelay(true)
}

#[cfg(not(unix))]
fn without_delay(_: &TcpListener) -> io::Result<()> {
    Ok(())
}

fn answer(
    request: Request,
    snapshots: &SnapshotStore,
    reload_stream: &ReloadStream,
    port: u16,
) -> io::Result<()> {
    let hosts: Vec<&str> = request
        .headers()
        .iter()
        .filter(|header| header.field.equiv("Host"))
        .map(|header| header.value.as_str())
        .collect();
    if !host::is_ours(&hosts, port) {
        let words = format!(
            "这是本机预览，只回答 http://127.0.0.1:{port}/ 。\nThis is a preview on this machine; it answers http://127.0.0.1:{port}/ only.\n"
        );
        return send(request, Reply::text(403, words));
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        let reply = Reply::text(
            405,
            "预览只能查看。\nThe preview can only be looked at.\n".to_owned(),
        );
        return send(request, reply.with("Allow", "GET, HEAD"));
    }
    let snapshot = snapshots.snapshot();
    match route(request.url(), &snapshot.base, |address| {
        snapshot.assets.contains_key(address)
    }) {
        Destination::Events => listen(request, snapshots, reload_stream),
        Destination::Own(name) => send(request, own(name)),
        Destination::Moved(address) => send(
            request,
            Reply::text(301, String::new()).with("Location", &address),
        ),
        Destination::Found(address) if !(snapshot.failure.is_some() && mime::is_page(&address)) => {
            found(request, &snapshot, &address, 200)
        }
        Destination::Missing { page: false } => missing(request, &snapshot),
        Destination::Found(_) | Destination::Missing { .. } => match &snapshot.failure {
            Some(page) => send(
                request,
                Reply::page(500, with_reload(page.as_bytes(), snapshot.version).into()),
            ),
            None => missing(request, &snapshot),
        },
    }
}

fn listen(request: Request, snapshots: &SnapshotStore, reload_stream: &ReloadStream) -> io::Result<()> {
    if *request.method() == Method::Head {
        return send(request, Reply::text(200, String::new()));
    }
    reload_stream.subscribe(request.into_writer(), || snapshots.snapshot().version);
    Ok(())
}

fn own(name: &str) -> Reply<'static> {
    let text = match name {
        "reload.js" => include_str!("reload.js"),
        _ => include_str!("failure.css"),
    };
    Reply {
        status: 200,
        kind: mime::content_type(name),
        body: text.as_bytes().into(),
        more: None,
    }
}

fn found(request: Request, snapshot: &Snapshot, address: &str, status: u16) -> io::Result<()> {
    let Some(asset) = snapshot.assets.get(address) else {
        return missing(request, snapshot);
    };
    if !mime::is_page(address) {
        return raw(request, asset, mime::content_type(address), status);
    }
    match bytes(asset) {
        Ok(html) => send(
            request,
            Reply::page(status, with_reload(&html, snapshot.version).into()),
        ),
        Err(error) => unreadable(request, &error),
    }
}

/// The site's own page for what is not there, or a few words when it has none.
fn missing(request: Request, snapshot: &Snapshot) -> io::Result<()> {
    match snapshot.assets.get(NOT_FOUND).map(bytes) {
        Some(Ok(html)) => send(
            request,
            Reply::page(404, with_reload(&html, snapshot.version).into()),
        ),
        _ => send(
            request,
            Reply::text(404, "没有这个地址。\nThere is no such address.\n".to_owned()),
        ),
    }
}

fn raw(request: Request, asset: &SnapshotFile, kind: &'static str, status: u16) -> io::Result<()> {
    match &asset.body {
        FileContent::Made(bytes) => send(
            request,
            Reply {
                status,
                kind,
                body: bytes.as_slice().into(),
                more: None,
            },
        ),
        FileContent::Photo(_) => match bytes(asset) {
            Ok(body) => send(
                request,
                Reply {
                    status,
                    kind,
                    body,
                    more: None,
                },
            ),
            Err(error) => unreadable(request, &error),
        },
        FileContent::File(path) => match std::fs::File::open(path)
            .and_then(|file| Ok((file.metadata()?.len(), file)))
        {
            Ok((length, file)) => respond(request, status, kind, None, file, usize::try_from(length).ok()),
            Err(error) => unreadable(request, &error),
        },
    }
}

/// A file that was there at the last build and cannot be read now; the next build will tell.
fn unreadable(request: Request, error: &io::Error) -> io::Result<()> {
    send(
        request,
        Reply::text(
            404,
            format!("文件读不出来：{error}\nThe file cannot be read: {error}\n"),
        ),
    )
}

fn bytes(asset: &SnapshotFile) -> io::Result<Cow<'_, [u8]>> {
    match &asset.body {
        FileContent::Made(bytes) => Ok(Cow::Borrowed(bytes)),
        FileContent::File(path) => std::fs::read(path).map(Cow::Owned),
        FileContent::Photo(path) => photo(path).map(Cow::Owned),
    }
}

/// The page with the script that loads it anew. Browsers take what follows the end of a page for a part of
/// its body.
fn with_reload(html: &[u8], version: u64) -> Vec<u8> {
    let script = format!("<script src=\"/.wanjia/reload.js\" data-version=\"{version}\" defer></script>");
    [html, script.as_bytes()].concat()
}

struct Reply<'a> {
    status: u16,
    kind: &'static str,
    body: Cow<'a, [u8]>,
    more: Option<(&'static str, String)>,
}

impl<'a> Reply<'a> {
    fn text(status: u16, text: String) -> Self {
        Self {
            status,
            kind: "text/plain; charset=utf-8",
            body: text.into_bytes().into(),
            more: None,
        }
    }

    fn page(status: u16, body: Cow<'a, [u8]>) -> Self {
        Self {
            status,
            kind: "text/html; charset=utf-8",
            body,
            more: None,
        }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.more = Some((name, value.to_owned()));
        self
    }
}

fn send(request: Request, reply: Reply<'_>) -> io::Result<()> {
    let length = reply.body.len();
    respond(
        request,
        reply.status,
        reply.kind,
        reply.more,
        Cursor::new(reply.body),
        Some(length),
    )
}

fn respond(
    request: Request,
    status: u16,
    kind: &str,
    more: Option<(&str, String)>,
    body: impl Read,
    length: Option<usize>,
) -> io::Result<()> {
    let mut headers = vec![
        ("Content-Type", kind),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];
    headers.extend(more.as_ref().map(|(name, value)| (*name, value.as_str())));
    let headers = headers
        .into_iter()
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok())
        .collect();
    let response = Response::new(StatusCode(status), headers, body, length, None);
    request.respond(response.with_chunked_threshold(usize::MAX))
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
}
