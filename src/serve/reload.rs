//! Live reload: every open tab listens to one event stream and hears when there is something new to see.
//!
//! A stream is a raw connection that we write to ourselves and never wait for. A tab that is closed, or takes
//! nothing in, is noticed at a later message and let go, connection and all.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A connection that gets the event stream.
pub type Listener = Box<dyn Write + Send>;

const HEAD: &str = "HTTP/1.1 200 OK\r\n\
    Content-Type: text/event-stream; charset=utf-8\r\n\
    Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Connection: close\r\n\r\n\
    retry: 500\n\n";

/// Tabs that are told. A browser opens six at most; when there are more, who has listened for the longest goes.
const MOST_LISTENERS: usize = 64;

/// The event stream: all connections that listen.
#[derive(Default)]
pub struct ReloadStream {
    listeners: Mutex<Vec<Listener>>,
}

impl ReloadStream {
    /// Adds a listener and sends it at once which version is shown, so that nothing is missed between
    /// loading a page and listening. `version` is asked while nothing can be broadcast.
    pub fn subscribe(&self, mut listener: Listener, version: impl FnOnce() -> u64) {
        let mut listeners = self.listeners();
        let greeting = format!("{HEAD}{}", message(version()));
        if send(&mut listener, &greeting).is_ok() {
            if listeners.len() >= MOST_LISTENERS {
                listeners.remove(0);
            }
            listeners.push(listener);
        }
    }

    /// Sends everyone that another version is shown.
    pub fn broadcast(&self, version: u64) {
        self.send_all(&message(version));
    }

    /// Sends everyone an empty comment: keeps streams open and finds out who has left.
    pub fn heartbeat(&self) {
        self.send_all(":\n\n");
    }

    fn send_all(&self, text: &str) {
        self.listeners()
            .retain_mut(|listener| send(listener, text).is_ok());
    }

    fn listeners(&self) -> MutexGuard<'_, Vec<Listener>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn message(version: u64) -> String {
    format!("data: {version}\n\n")
}

fn send(listener: &mut Listener, text: &str) -> io::Result<()> {
    listener.write_all(text.as_bytes())?;
    listener.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[derive(Clone, Default)]
    struct Tab {
        heard: Arc<Mutex<Vec<u8>>>,
        closed: Arc<Mutex<bool>>,
    }

    impl Write for Tab {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if *self.closed.lock().unwrap() {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            self.heard.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_tab_hears_the_turn_at_once_and_every_later_one() {
        let (reload_stream, tab) = (ReloadStream::default(), Tab::default());
        reload_stream.subscribe(Box::new(tab.clone()), || 3);
        reload_stream.broadcast(4);
        let heard = String::from_utf8(tab.heard.lock().unwrap().clone()).unwrap();
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream"));
        assert!(heard.ends_with("retry: 500\n\ndata: 3\n\ndata: 4\n\n"), "{heard}");
    }

    #[test]
    fn there_are_never_more_listeners_than_are_allowed() {
        let reload_stream = ReloadStream::default();
        for _ in 0..MOST_LISTENERS + 5 {
            reload_stream.subscribe(Box::new(Tab::default()), || 1);
        }
        assert_eq!(reload_stream.listeners().len(), MOST_LISTENERS);
    }

    #[test]
    fn a_closed_tab_is_let_go_at_the_next_beat() {
        let (reload_stream, tab, other) = (ReloadStream::default(), Tab::default(), Tab::default());
        reload_stream.subscribe(Box::new(tab.clone()), || 1);
        reload_stream.subscribe(Box::new(other), || 1);
        *tab.closed.lock().unwrap() = true;
        reload_stream.heartbeat();
        assert_eq!(reload_stream.listeners().len(), 1);
    }
}
