//! One client: what it has sent, what it is sent, and how long it may take. Nothing here ever waits.

use super::door::Answers;
use super::reply::Reply;
use super::request::{Announced, LONGEST_HEAD, Method, Reading, Request, read, too_much};
use mio::net::TcpStream;
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

/// A client that has not asked by then is let go, and so is one that takes nothing in for as long.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long and how much is read from a client that has its answer: what is still on its way would
/// otherwise take the answer back on its side.
const FAREWELL: (Duration, usize) = (Duration::from_secs(2), 64 * 1024);
/// Bytes that are read or sent at once, and how often that is done before others have their turn.
const PIECE: usize = 16 * 1024;
const PIECES: usize = 32;

/// A client.
pub struct Connection {
    stream: TcpStream,
    state: State,
    /// When it came, or when something last got through to it.
    since: Instant,
}

enum State {
    Asking(Vec<u8>),
    /// Its head is here; how many bytes of what it brings along are still to come.
    Bringing(Request, u64),
    /// Its answer is being made; whether only the head is wanted.
    Waiting(bool),
    Taking(Outgoing),
    Leaving(usize),
}

/// What came of a client's turn.
pub enum Turn {
    /// It is for the client to do something.
    Idle,
    /// There is more to be done at once.
    Again,
    /// It asks for this.
    Asks(Request),
    /// It is gone, or should be.
    Over,
}

impl Connection {
    /// A client that has just come.
    pub fn new(stream: TcpStream) -> Self {
        // Answers of several small writes do not wait 40 ms for the browser's acknowledgement.
        let _ = stream.set_nodelay(true);
        Self {
            stream,
            state: State::Asking(Vec::new()),
            since: Instant::now(),
        }
    }

    /// Its connection, to be watched or let go.
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// The connection alone.
    pub fn into_stream(self) -> TcpStream {
        self.stream
    }

    /// Since when nothing has got through; `None` while its answer is being made.
    pub fn idle_since(&self) -> Option<Instant> {
        (!matches!(self.state, State::Waiting(_))).then_some(self.since)
    }

    /// Whether it has used up its time.
    pub fn is_late(&self, now: Instant) -> bool {
        let patience = match self.state {
            State::Waiting(_) => return false,
            State::Leaving(_) => FAREWELL.0,
            State::Asking(_) | State::Bringing(..) | State::Taking(_) => PATIENCE,
        };
        now.duration_since(self.since) > patience
    }

    /// Goes on as far as that is possible without waiting.
    pub fn proceed(&mut self, port: u16, answers: &dyn Answers) -> Turn {
        let done = match &mut self.state {
            State::Asking(_) => self.ask(port, answers),
            State::Bringing(..) => self.bring(),
            State::Waiting(_) => Ok(Turn::Idle),
            State::Taking(_) => self.take(),
            State::Leaving(_) => self.leave(),
        };
        match done {
            Ok(turn) => turn,
            Err(error) if error.kind() == ErrorKind::WouldBlock => Turn::Idle,
            Err(error) if error.kind() == ErrorKind::Interrupted => Turn::Again,
            Err(_) => Turn::Over,
        }
    }

    /// Begins to send an answer; returns the client itself when it is to hear of all that happens.
    pub fn answer(mut self, reply: Reply) -> io::Result<Answered> {
        let head_only = matches!(self.state, State::Waiting(true));
        Ok(match reply.into_source(head_only)? {
            Some(source) => {
                self.state = State::Taking(Outgoing::new(source));
                self.since = Instant::now();
                Answered::Taking(self)
            }
            None => Answered::Listening(self),
        })
    }

    fn ask(&mut self, port: u16, answers: &dyn Answers) -> io::Result<Turn> {
        let State::Asking(bytes) = &mut self.state else {
            return Ok(Turn::Idle);
        };
        let before = bytes.len();
        let mut piece = [0; 4096];
        let read_now = self.stream.read(&mut piece)?;
        if read_now == 0 {
            return Ok(Turn::Over);
        }
        bytes.extend(&piece[..read_now]);
        // A head that trickles in is read again only where it may be whole: reading stays linear.
        if before > 0 && bytes.len() < LONGEST_HEAD && !has_blank_line(&bytes[before.saturating_sub(3)..]) {
            return Ok(Turn::Again);
        }
        let bytes = std::mem::take(bytes);
        match read(&bytes, port) {
            Reading::More => {
                self.state = State::Asking(bytes);
                Ok(Turn::Again)
            }
            Reading::Whole(request, head) => self.admit(request, &bytes[head..], answers),
            Reading::Refused(reply) => self.refuse(reply),
        }
    }

    /// Takes a request on whose head is here, and with it the first bytes of what it brings along.
    fn admit(&mut self, mut request: Request, rest: &[u8], answers: &dyn Answers) -> io::Result<Turn> {
        let most = match answers.admit(&request) {
            Ok(most) => most,
            Err(reply) => return self.refuse(reply),
        };
        let length = match request.announced {
            Announced::Nothing => 0,
            Announced::Bytes(length) if length <= most => length,
            _ => return self.refuse(too_much()),
        };
        let first = rest.len().min(usize::try_from(length).map_err(io::Error::other)?);
        request.body.extend(&rest[..first]);
        let left = length - first as u64;
        if left == 0 {
            return Ok(self.asks(request));
        }
        self.state = State::Bringing(request, left);
        self.since = Instant::now();
        Ok(Turn::Again)
    }

    fn bring(&mut self) -> io::Result<Turn> {
        for _ in 0..PIECES {
            let State::Bringing(request, left) = &mut self.state else {
                return Ok(Turn::Idle);
            };
            let before = request.body.len();
            let piece = (*left).min(PIECE as u64);
            let done = (&mut self.stream).take(piece).read_to_end(&mut request.body);
            let came = (request.body.len() - before) as u64;
            *left -= came;
            if came > 0 {
                self.since = Instant::now();
            }
            if *left == 0 {
                break;
            }
            if done? == 0 {
                return Ok(Turn::Over);
            }
        }
        match std::mem::replace(&mut self.state, State::Waiting(false)) {
            State::Bringing(request, 0) => Ok(self.asks(request)),
            state => {
                self.state = state;
                Ok(Turn::Again)
            }
        }
    }

    fn asks(&mut self, request: Request) -> Turn {
        self.state = State::Waiting(request.method == Method::Head);
        Turn::Asks(request)
    }

    fn refuse(&mut self, reply: Reply) -> io::Result<Turn> {
        let source = reply.into_source(false)?;
        self.state = State::Taking(Outgoing::new(source.unwrap_or_else(|| Box::new(io::empty()))));
        Ok(Turn::Again)
    }

    fn take(&mut self) -> io::Result<Turn> {
        let State::Taking(outgoing) = &mut self.state else {
            return Ok(Turn::Idle);
        };
        for _ in 0..PIECES {
            if !outgoing.send(&mut self.stream)? {
                self.stream.shutdown(Shutdown::Write)?;
                self.state = State::Leaving(FAREWELL.1);
                self.since = Instant::now();
                return Ok(Turn::Again);
            }
            self.since = Instant::now();
        }
        Ok(Turn::Again)
    }

    fn leave(&mut self) -> io::Result<Turn> {
        let State::Leaving(left) = &mut self.state else {
            return Ok(Turn::Idle);
        };
        let read_now = self.stream.read(&mut [0; 4096])?;
        *left = left.saturating_sub(read_now);
        Ok(if read_now == 0 || *left == 0 {
            Turn::Over
        } else {
            Turn::Again
        })
    }
}

/// A client whose answer has begun.
pub enum Answered {
    /// It takes the answer in.
    Taking(Connection),
    /// It listens to all that happens.
    Listening(Connection),
}

/// An answer on its way.
struct Outgoing {
    source: Box<dyn Read + Send>,
    piece: Vec<u8>,
    sent: usize,
}

impl Outgoing {
    fn new(source: Box<dyn Read + Send>) -> Self {
        Self {
            source,
            piece: Vec::new(),
            sent: 0,
        }
    }

    /// Sends what goes into the connection at once; `false` when all is sent.
    fn send(&mut self, stream: &mut TcpStream) -> io::Result<bool> {
        if self.sent == self.piece.len() {
            self.sent = 0;
            self.piece.clear();
            let more = self
                .source
                .by_ref()
                .take(PIECE as u64)
                .read_to_end(&mut self.piece)?;
            if more == 0 {
                return Ok(false);
            }
        }
        match stream.write(&self.piece[self.sent..])? {
            0 => Err(ErrorKind::WriteZero.into()),
            written => {
                self.sent += written;
                Ok(true)
            }
        }
    }
}

fn has_blank_line(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|two| two == b"\n\n") || bytes.windows(3).any(|three| three == b"\n\r\n")
}
