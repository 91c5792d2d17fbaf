//! What the desk answers.

use super::ask::Ask;
use super::next_address;
use super::preview::Preview;
use super::program::Program;
use super::refusal::Refusal;
use super::session::Session;
use super::text::Wanted;
use crate::base::message::Locale;
use crate::cli::console::Console;
use crate::cli::import::LARGEST_DOCUMENT;
use crate::pipeline::Builder;
use crate::serve::{Answers, Method, Reply, Request, looks_only};
use crate::{config, kind, local, source};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many requests wait for a command to end at most; four are answered at a time.
const MOST_WAITING: usize = 2;

/// A desk.
pub struct Desk {
    /// The folder of the site.
    pub(super) root: PathBuf,
    session: Session,
    pub(super) program: Program,
    pub(super) preview: Preview,
    console: Console,
    /// Remembers what it read, for the list of pages.
    pub(super) builder: Mutex<Builder>,
    /// Held while a file is written: it is looked at and written as one thing.
    writing: Mutex<()>,
    /// Held while a command works.
    working: Mutex<()>,
    /// How many requests wait for a command to end.
    waiting: AtomicUsize,
}

impl Desk {
    /// A desk for the site at `root`.
    pub fn new(
        root: PathBuf,
        session: Session,
        program: Program,
        preview: Preview,
        console: Console,
    ) -> Self {
        Self {
            builder: Mutex::new(Builder::open(&root)),
            root,
            session,
            program,
            preview,
            console,
            writing: Mutex::default(),
            working: Mutex::default(),
            waiting: AtomicUsize::default(),
        }
    }
}

impl Answers for Desk {
    fn admit(&self, request: &Request) -> Result<u64, Reply> {
        let refuse = |refusal: Refusal| Err(refusal.reply(self.locale()));
        let ask = match Ask::of(request.method, &request.target) {
            Ok(Ask::Front(_)) => return looks_only(request).map_or(Ok(0), Err),
            _ if !self.session.knows(request) => return refuse(Refusal::stranger()),
            Ok(ask) => ask,
            Err(refusal) => return refuse(refusal),
        };
        if matches!(request.method, Method::Get | Method::Head) {
            return looks_only(request).map_or(Ok(0), Err);
        }
        if !self.session.may_write(request) {
            return refuse(Refusal::foreign());
        }
        Ok(match ask {
            Ask::Import { .. } | Ask::Picture(..) => LARGEST_DOCUMENT,
            // A text in JSON may take more bytes than by itself.
            _ => 2 * source::MAX_BYTES,
        })
    }

    fn answer(&self, request: &Request) -> Reply {
        let done = Ask::of(request.method, &request.target).and_then(|ask| self.carry_out(ask, request));
        done.unwrap_or_else(|refusal| refusal.reply(self.locale()))
    }
}

impl Desk {
    /// The language of what is said.
    pub(super) fn locale(&self) -> Locale {
        self.console.locale
    }

    /// The page of the desk, for who was let in, and the way in for who has a ticket.
    fn front(&self, request: &Request, ticket: Option<&str>) -> Reply {
        let entered = ticket.and_then(|ticket| self.session.enter(ticket));
        if let Some(cookie) = entered {
            self.console.message(&next_address(&self.session.address()));
            return Reply::text(303, String::new())
                .with("Location", "/")
                .with("Set-Cookie", &cookie);
        }
        if !self.session.knows(request) {
            return Reply::text(403, Refusal::stranger().words(self.locale()));
        }
        if ticket.is_some() {
            return Reply::text(303, String::new()).with("Location", "/");
        }
        front_page(self.locale(), &self.preview.origin)
    }

    fn carry_out(&self, ask: Ask, request: &Request) -> Result<Reply, Refusal> {
        let body = &request.body;
        match ask {
            Ask::Front(ticket) => Ok(self.front(request, ticket.as_deref())),
            Ask::Part(part) => {
                let kind = crate::base::media::content_type(part.name);
                Ok(Reply::bytes(200, kind, part.text.as_bytes().to_vec()))
            }
            Ask::Pages => self.pages(),
            Ask::ReadPage(page) => self.read_page(&page),
            Ask::WritePage(page) => self.write_page(&page, &Wanted::of(body)?),
            Ask::Localize(page) => self.localize(&page, body),
            Ask::ReadFacts => self.read_facts(),
            Ask::WriteFacts => self.write_file(local::FACTS, &Wanted::of(body)?),
            Ask::ReadSettings => self.read_file(config::FILE),
            Ask::WriteSettings => self.write_file(config::FILE, &Wanted::of(body)?),
            Ask::History(page, at) => self.history(&page, at.as_deref()),
            Ask::Keep(page) => self.keep(&page, body),
            Ask::Check(page) => self.check(page.as_ref()),
            Ask::Build => self.alone(|| self.program.reply("build", &[])),
            Ask::Import { name, into, kind } => self.import(&name, into.as_ref(), kind.as_deref(), body),
            Ask::Picture(page, name) => self.lay(&page, &name, body),
            Ask::New => self.begin(body),
        }
    }

    /// Nobody else writes meanwhile.
    pub(super) fn write_alone(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a command work when no other one does. A few wait for their turn; others must not keep the desk from answering.
    pub(super) fn alone(&self, work: impl FnOnce() -> Result<Reply, Refusal>) -> Result<Reply, Refusal> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= MOST_WAITING {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(Refusal::busy());
        }
        let _working = self.working.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        work()
    }
}

/// The page of the desk.
fn front_page(locale: Locale, preview: &str) -> Reply {
    let language = match locale {
        Locale::Chinese => "zh-CN",
        Locale::English => "en",
    };
    let kinds: Vec<String> = kind::KINDS
        .iter()
        .map(|known| format!("{}={}", known.kind.name, known.kind.label))
        .collect();
    let html = include_str!("page/desk.html")
        .replace("%语言%", language)
        .replace("%种类%", &kinds.join(" "));
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src {preview}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    Reply::page(200, html.into_bytes())
        .with("Content-Security-Policy", &policy)
        .with("Referrer-Policy", "no-referrer")
}
