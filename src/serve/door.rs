//! The door: takes clients in, one thread for all of them, and passes what they ask to a few who answer.
//!
//! tiny_http gives each connection a thread, believes the length that a body announces, reads any number of
//! headers, and never lets a silent client go. None of that can be set, so it is left with writing the heads of
//! answers (`reply`), while connections are held here and read by `httparse` (`request`).
//!
//! What always holds: at most [`Limits::clients`] connections are open and [`ANSWERERS`] threads answer,
//! however many call. When there is no room, who has been still for the longest goes. A panic while answering
//! is an answer with status 500.

use super::connection::{Answered, Connection, Turn};
use super::reply::Reply;
use super::request::{Request, looks_only};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token, Waker};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Threads that answer requests.
const ANSWERERS: usize = 4;
/// Clients that are let in before others have their turn.
const AT_ONCE: usize = 32;
/// How often clients that use up their time are looked for, and how long to wait when the system has no
/// handles left.
const TICK: Duration = Duration::from_millis(500);
const NO_HANDLES: Duration = Duration::from_millis(50);

const LISTENER: Token = Token(0);
const WAKER: Token = Token(1);
const FIRST_CLIENT: usize = 2;

/// How much is held at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Clients that ask or are answered.
    pub clients: usize,
}

impl Default for Limits {
    /// Half of the handles that a process usually has (1024). Browsers open six connections to a site; the more
    /// there may be, the longer a crowd takes to push out somebody who has only just come.
    fn default() -> Self {
        Self { clients: 512 }
    }
}

/// Who answers.
pub trait Answers: Send + Sync + 'static {
    /// How many bytes a request may bring along, by its head; or the answer, and nothing that it brings is read. Who does not say
    /// otherwise can only be looked at.
    fn admit(&self, request: &Request) -> Result<u64, Reply> {
        looks_only(request).map_or(Ok(0), Err)
    }
    /// The answer to a request.
    fn answer(&self, request: &Request) -> Reply;
    /// Takes a client over who wants to hear of all that happens. Writing to it never waits. Who has nothing to tell lets it go.
    fn listen(&self, client: TcpStream) {
        drop(client);
    }
}

/// Answers those who call at `listener`, in threads of its own, for as long as the process lives.
pub fn open(listener: std::net::TcpListener, limits: Limits, answers: Arc<dyn Answers>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    let (asked, questions) = channel();
    let questions = Arc::new(Mutex::new(questions));
    for _ in 0..ANSWERERS {
        let (questions, answers) = (questions.clone(), answers.clone());
        thread::spawn(move || answer_all(&questions, &*answers));
    }
    thread::spawn(move || {
        // Should the door ever fall shut, it is opened again on the same port.
        while let Ok(listener) = listener.try_clone() {
            let _ = catch_unwind(AssertUnwindSafe(|| {
                Door::new(listener, port, limits, asked.clone(), answers.clone())?.run()
            }));
            thread::sleep(Duration::from_millis(200));
        }
    });
    Ok(())
}

/// A request, whose it is, and where the answer goes.
struct Question {
    client: Token,
    request: Request,
    back: Sender<(Token, Reply)>,
    waker: Arc<Waker>,
}

fn answer_all(questions: &Mutex<Receiver<Question>>, answers: &dyn Answers) {
    loop {
        let next = questions.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(question) = next else { return };
        let reply = catch_unwind(AssertUnwindSafe(|| answers.answer(&question.request)));
        let reply = reply.unwrap_or_else(|_| {
            Reply::text(
                500,
                "程序在这里出错了，请报告给我们。\nThe program failed here; please report it.\n".to_owned(),
            )
        });
        // A door that was opened anew knows nothing of what was asked at the former one.
        if question.back.send((question.client, reply)).is_ok() {
            let _ = question.waker.wake();
        }
    }
}

struct Door {
    poll: Poll,
    waker: Arc<Waker>,
    listener: TcpListener,
    port: u16,
    limits: Limits,
    clients: BTreeMap<Token, Connection>,
    next: usize,
    /// Clients that can go on at once, and whether others may be waiting to be let in.
    busy: BTreeSet<Token>,
    knocking: bool,
    asked: Sender<Question>,
    back: Sender<(Token, Reply)>,
    replies: Receiver<(Token, Reply)>,
    answers: Arc<dyn Answers>,
}

impl Door {
    fn new(
        listener: std::net::TcpListener,
        port: u16,
        limits: Limits,
        asked: Sender<Question>,
        answers: Arc<dyn Answers>,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        let mut listener = TcpListener::from_std(listener);
        poll.registry()
            .register(&mut listener, LISTENER, Interest::READABLE)?;
        let (back, replies) = channel();
        Ok(Self {
            poll,
            waker,
            listener,
            port,
            limits,
            clients: BTreeMap::new(),
            next: FIRST_CLIENT,
            busy: BTreeSet::new(),
            knocking: true,
            asked,
            back,
            replies,
            answers,
        })
    }

    fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(256);
        loop {
            match self.poll.poll(&mut events, self.pause()) {
                Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
            for event in &events {
                match event.token() {
                    LISTENER => self.knocking = true,
                    WAKER => {}
                    client => {
                        self.busy.insert(client);
                    }
                }
            }
            self.deliver();
            for client in std::mem::take(&mut self.busy) {
                self.proceed(client);
            }
            if self.knocking {
                self.let_in();
            }
            let now = Instant::now();
            self.clients.retain(|_, client| !client.is_late(now));
        }
    }

    /// How long the door may sleep when nobody stirs; `None` is for ever.
    fn pause(&self) -> Option<Duration> {
        if !self.busy.is_empty() || (self.knocking && self.has_room()) {
            return Some(Duration::ZERO);
        }
        (!self.clients.is_empty() || self.knocking).then_some(TICK)
    }

    fn has_room(&self) -> bool {
        self.clients.len() < self.limits.clients || self.stillest().is_some()
    }

    /// Sends the answers that were made.
    fn deliver(&mut self) {
        while let Ok((token, reply)) = self.replies.try_recv() {
            let Some(client) = self.clients.remove(&token) else {
                continue;
            };
            match client.answer(reply) {
                Ok(Answered::Taking(client)) => {
                    self.clients.insert(token, client);
                    self.busy.insert(token);
                }
                Ok(Answered::Listening(mut client)) => {
                    if self.poll.registry().deregister(client.stream()).is_ok() {
                        self.answers.listen(client.into_stream());
                    }
                }
                Err(_) => {}
            }
        }
    }

    fn proceed(&mut self, token: Token) {
        let Some(client) = self.clients.get_mut(&token) else {
            return;
        };
        match client.proceed(self.port, &*self.answers) {
            Turn::Idle => {}
            Turn::Again => {
                self.busy.insert(token);
            }
            Turn::Over => {
                self.clients.remove(&token);
            }
            Turn::Asks(request) => {
                let question = Question {
                    client: token,
                    request,
                    back: self.back.clone(),
                    waker: self.waker.clone(),
                };
                if self.asked.send(question).is_err() {
                    self.clients.remove(&token);
                }
            }
        }
    }

    /// Takes in some of those who wait outside. Somebody goes for them only once they are seen: the one who came
    /// last would otherwise be let go for nobody.
    fn let_in(&mut self) {
        for _ in 0..AT_ONCE {
            if !self.has_room() {
                return;
            }
            match self.listener.accept() {
                Ok((stream, _)) => {
                    if self.clients.len() >= self.limits.clients {
                        self.let_go();
                    }
                    self.take_in(stream);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.knocking = false;
                    return;
                }
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::Interrupted | ErrorKind::ConnectionAborted
                    ) => {}
                // No handles are left, it seems.
                Err(_) => {
                    if !self.let_go() {
                        thread::sleep(NO_HANDLES);
                    }
                    return;
                }
            }
        }
    }

    fn take_in(&mut self, mut stream: TcpStream) {
        let token = Token(self.next);
        self.next += 1;
        let both = Interest::READABLE | Interest::WRITABLE;
        if self.poll.registry().register(&mut stream, token, both).is_ok() {
            self.clients.insert(token, Connection::new(stream));
            // They may have sent their request already.
            self.proceed(token);
        }
    }

    /// Lets go whom nothing has reached for the longest; `false` when all wait for us.
    fn let_go(&mut self) -> bool {
        let stillest = self.stillest();
        stillest.is_some_and(|token| self.clients.remove(&token).is_some())
    }

    fn stillest(&self) -> Option<Token> {
        self.clients
            .iter()
            .filter_map(|(token, client)| Some((client.idle_since()?, *token)))
            .min()
            .map(|(_, token)| token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream as Client;

    struct Sample;

    /// What takes in a few bytes and sends them back.
    struct Echo;

    impl Answers for Echo {
        fn admit(&self, request: &Request) -> Result<u64, Reply> {
            if request.target == "/no" {
                Err(Reply::text(403, "no".to_owned()))
            } else {
                Ok(100_000)
            }
        }

        fn answer(&self, request: &Request) -> Reply {
            Reply::bytes(200, "text/plain", request.body.clone())
        }
    }

    impl Answers for Sample {
        fn answer(&self, request: &Request) -> Reply {
            assert_ne!(request.target, "/panic");
            let size = if request.target == "/large" { 30_000_000 } else { 3 };
            Reply::bytes(200, "text/plain", vec![b'a'; size])
        }

        fn listen(&self, mut client: TcpStream) {
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\nheard").unwrap();
        }
    }

    fn opened(clients: usize) -> u16 {
        opened_for(clients, Arc::new(Sample))
    }

    fn opened_for(clients: usize, answers: Arc<dyn Answers>) -> u16 {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        open(listener, Limits { clients }, answers).unwrap();
        port
    }

    fn call(port: u16, sent: &str) -> Client {
        let mut client = Client::connect(("127.0.0.1", port)).unwrap();
        let limit = Some(Duration::from_secs(20));
        client.set_read_timeout(limit).unwrap();
        client.set_write_timeout(limit).unwrap();
        // A door that has answered already may not want the rest.
        let _ = client.write_all(sent.as_bytes());
        client
    }

    fn get(port: u16, target: &str) -> String {
        let mut answer = String::new();
        call(
            port,
            &format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
        )
        .read_to_string(&mut answer)
        .unwrap();
        answer
    }

    #[test]
    fn a_panic_while_answering_is_told_and_others_are_answered() {
        let port = opened(8);
        for _ in 0..2 * ANSWERERS {
            assert!(get(port, "/panic").starts_with("HTTP/1.0 500 "));
        }
        assert!(get(port, "/").ends_with("\r\n\r\naaa"));
    }

    #[test]
    fn nobody_is_let_go_for_nobody() {
        let port = opened(1);
        for _ in 0..50 {
            assert!(get(port, "/").ends_with("\r\n\r\naaa"));
        }
    }

    #[test]
    fn who_is_silent_half_open_or_takes_nothing_in_keeps_nobody_waiting() {
        let port = opened(8);
        let head = format!("GET /large HTTP/1.1\r\nHost: localhost:{port}\r\n");
        let kinds = ["", "GET", &head, &format!("{head}\r\n")];
        let slow: Vec<Client> = (0..60).map(|n| call(port, kinds[n % kinds.len()])).collect();
        assert!(get(port, "/").ends_with("\r\n\r\naaa"));
        assert!(get(port, "/large").len() > 30_000_000);
        drop(slow);
    }

    #[test]
    fn a_body_that_goes_on_and_on_is_not_read() {
        let port = opened(8);
        let mut client = call(
            port,
            &format!(
                "POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 99999999999\r\n\r\n{}",
                "x".repeat(50_000)
            ),
        );
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.0 405 "), "{answer}");
        let piece = [b'x'; 64 * 1024];
        let taken = (0..1000).take_while(|_| client.write_all(&piece).is_ok()).count();
        assert!(taken < 1000);
    }

    #[test]
    fn a_request_in_pieces_is_one_request() {
        let port = opened(8);
        let mut client = call(port, "GET / HT");
        for part in ["TP/1.1\r\nHost: local", &format!("host:{port}\r\n\r"), "\n"] {
            thread::sleep(Duration::from_millis(20));
            client.write_all(part.as_bytes()).unwrap();
        }
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        assert!(answer.ends_with("aaa"), "{answer}");
    }

    #[test]
    fn what_a_request_brings_along_is_read_whole_and_only_when_it_is_taken_on() {
        let port = opened_for(8, Arc::new(Echo));
        let put = |target: &str, length: usize, pieces: &[&str]| {
            let mut client = call(
                port,
                &format!(
                    "PUT {target} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {length}\r\n\r\n{}",
                    pieces[0]
                ),
            );
            for piece in &pieces[1..] {
                thread::sleep(Duration::from_millis(20));
                let _ = client.write_all(piece.as_bytes());
            }
            let mut answer = String::new();
            client.read_to_string(&mut answer).unwrap();
            answer
        };
        assert!(put("/", 6, &["ab", "cd", "ef"]).ends_with("\r\n\r\nabcdef"));
        // What follows is another request's, or nobody's.
        assert!(put("/", 2, &["abcd"]).ends_with("\r\n\r\nab"));
        let long = "x".repeat(100_000);
        assert!(put("/", long.len(), &["", &long]).ends_with(&long));
        assert!(put("/", 100_001, &[""]).starts_with("HTTP/1.0 413 "));
        assert!(put("/no", 5, &[""]).starts_with("HTTP/1.0 403 "));
    }
}
