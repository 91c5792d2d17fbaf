//! The bell: every open tab listens to one event stream and hears when there is something new to see.
//!
//! A stream is a raw connection that we write to ourselves: the server would send it in chunks that
//! never flush. A tab that is closed is noticed at the next stroke and let go, connection and all.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A connection that hears the bell.
pub type Listener = Box<dyn Write + Send>;

const HEAD: &str = "HTTP/1.1 200 OK\r\n\
    Content-Type: text/event-stream; charset=utf-8\r\n\
    Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Connection: close\r\n\r\n\
    retry: 500\n\n";

/// Everyone who listens.
#[derive(Default)]
pub struct Bell {
    listeners: Mutex<Vec<Listener>>,
}

impl Bell {
    /// Takes in a listener and tells it at once which turn is shown, so that nothing is missed between
    /// loading a page and listening. `turn` is asked while no stroke can fall.
    pub fn join(&self, mut listener: Listener, turn: impl FnOnce() -> u64) {
        let mut listeners = self.listeners();
        let greeting = format!("{HEAD}{}", message(turn()));
        if send(&mut listener, &greeting).is_ok() {
            listeners.push(listener);
        }
    }

    /// Tells everyone that another turn is shown.
    pub fn ring(&self, turn: u64) {
        self.say(&message(turn));
    }

    /// Says nothing to everyone: keeps streams open and finds out who has left.
    pub fn beat(&self) {
        self.say(":\n\n");
    }

    fn say(&self, text: &str) {
        self.listeners()
            .retain_mut(|listener| send(listener, text).is_ok());
    }

    fn listeners(&self) -> MutexGuard<'_, Vec<Listener>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn message(turn: u64) -> String {
    format!("data: {turn}\n\n")
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
        let (bell, tab) = (Bell::default(), Tab::default());
        bell.join(Box::new(tab.clone()), || 3);
        bell.ring(4);
        let heard = String::from_utf8(tab.heard.lock().unwrap().clone()).unwrap();
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream"));
        assert!(heard.ends_with("retry: 500\n\ndata: 3\n\ndata: 4\n\n"), "{heard}");
    }

    #[test]
    fn a_closed_tab_is_let_go_at_the_next_beat() {
        let (bell, tab, other) = (Bell::default(), Tab::default(), Tab::default());
        bell.join(Box::new(tab.clone()), || 1);
        bell.join(Box::new(other), || 1);
        *tab.closed.lock().unwrap() = true;
        bell.beat();
        assert_eq!(bell.listeners().len(), 1);
    }
}
