//! The preview: builds the site into memory, shows it on this machine only, watches its files and
//! builds it again when one changes.
//!
//! In goes the folder of a site and a port; it ends only by a fault before the first page is shown.
//! It is the same build as every other, with another sink: [`SnapshotStore`].
//!
//! What always holds: browsers see the last build that succeeded, or a page that says what is wrong;
//! never pages of two builds. An edit is shown before the index of search is made anew. Nothing is written to the disk but the memo, and pages that memory should not hold, in files without a name. No name of another host is
//! answered. Whatever calls, threads, connections and memory are bounded.
//!
//! Not here: printing (`cli` observes through [`BuildObserver`]), opening a browser.

mod body;
mod connection;
mod door;
mod excerpt;
mod failure;
mod fleet;
mod host;
mod http;
mod mime;
mod panel;
mod reload;
mod reply;
mod request;
mod route;
mod snapshot;
mod watch;

pub use door::{Answers, Limits, open};
pub use excerpt::{Excerpt, ExcerptReader};
pub use fleet::{ServedSite, run_fleet};
pub use panel::tally;
pub use reply::Reply;
pub use request::{Method, Request, looks_only};
pub use route::decoded;
pub use snapshot::SnapshotStore;

use crate::base::message::Locale;
use crate::base::{Day, Fault, Fingerprint, Message, OutputPath};
use crate::pipeline::{Artifact, BuildOptions, Builder, Outcome, Progress, RenderLog, Sink};
use crate::{config, message};
use panel::KnownPanels;
use reload::ReloadStream;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use watch::{News, Watch};

/// Observes the preview, which itself prints nothing.
pub trait BuildObserver {
    /// How far a build is.
    fn progress(&self) -> Box<dyn Progress>;
    /// This program, which reads PDF in a process of its own.
    fn own_program(&self) -> Option<PathBuf>;
    /// Where builds note which pages templates of sites above are making.
    fn renders(&self) -> Arc<RenderLog>;
    /// The first page can be looked at.
    fn opened(&mut self, url: &str);
    /// A build came to its end; `excerpts` finds the lines that its diagnostics point at.
    fn built(&mut self, outcome: &Outcome, excerpts: &mut ExcerptReader<'_>, took: Duration);
    /// A build could not be carried out; the preview goes on.
    fn failed(&mut self, fault: &Fault);
    /// Something worth knowing.
    fn noted(&mut self, note: &Message);
}

/// Takes a port of this machine, reachable from this machine only. Port 0 is any free one.
pub fn listen(port: u16) -> Result<TcpListener, Fault> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        let fault = Fault::new(match error.kind() {
            ErrorKind::AddrInUse => message!("端口 {port} 已经有程序在用", "port {port} is in use already"),
            _ => message!("无法使用端口 {port}：{error}", "cannot use port {port}: {error}"),
        });
        match free_port_after(port) {
            Some(free) => fault.hint(message!(
                "换一个端口：--port {free}",
                "choose another port: --port {free}"
            )),
            None => fault.hint(message!(
                "让系统挑一个空闲端口：--port 0",
                "let the system choose a free port: --port 0"
            )),
        }
    })
}

fn free_port_after(port: u16) -> Option<u16> {
    let start = port.checked_add(1)?.max(1024);
    (start..=start.saturating_add(50)).find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
}

/// A site of no more pages is inspected before it is first shown: that takes no time.
const SMALL: usize = 300;

/// Shows the site at `root` on `listener` until the process ends. Only what goes wrong before the first
/// page is shown ends it; later faults are shown in the page.
pub fn run(
    root: &Path,
    listener: TcpListener,
    locale: Locale,
    observer: &mut dyn BuildObserver,
) -> Result<Infallible, Fault> {
    let mut preview = Preview::new(root, &listener, locale)?;
    preview.builder = preview
        .builder
        .watched_by(&observer.renders())
        .reading_pdf_by(observer.own_program());
    let mut watch = Watch::open()?;
    watch.follow(preview.builder.watched())?;
    let mut shown = preview.show_pages(observer)?;
    if shown.as_ref().is_some_and(|shown| shown.pages <= SMALL) {
        // Who looks at once sees what inspection found, and nothing is loaded again.
        let rest = preview.make_rest(shown.take(), Trigger::Changed, watch.news(), observer);
        preview.note(rest, observer);
    }
    http::open(listener, preview.snapshots.clone(), preview.reload_stream.clone())
        .map_err(|error| cannot_serve(&error))?;
    observer.opened(&preview.url());
    let rest = preview.make_rest(shown, Trigger::Changed, watch.news(), observer);
    preview.note(rest, observer);
    // A memo that cannot be written only makes the next start slower.
    preview.builder.save();
    loop {
        let (why, touched) = await_change(&mut watch, preview.builder.watched(), observer);
        preview.hear(touched);
        let pages = preview.show_pages(observer);
        let shown = preview.note(pages, observer).flatten();
        let rest = preview.make_rest(shown, why, watch.news(), observer);
        preview.note(rest, observer);
    }
}

/// Why the site is built again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trigger {
    /// Something changed.
    Changed,
    /// Something is watched only now and may have changed just before.
    Unsure,
}

/// Waits for a change: why the site is built again, and which files were written when nothing else was.
fn await_change(
    watch: &mut Watch,
    wanted: Vec<PathBuf>,
    observer: &mut dyn BuildObserver,
) -> (Trigger, Option<BTreeSet<PathBuf>>) {
    let polling = watch.is_polling();
    let followed = watch.follow(wanted);
    if watch.is_polling() && !polling {
        observer.noted(&slow_watch());
    }
    match followed {
        Ok(true) => return (Trigger::Unsure, None),
        Ok(false) => {}
        Err(fault) => observer.failed(&fault),
    }
    (Trigger::Changed, watch.wait())
}

fn slow_watch() -> Message {
    Message::new(
        "系统不能通知文件变化（可能监视的文件夹太多），改为每半秒查看一次",
        "the system cannot tell of changes (perhaps too many folders are watched), so they are looked for every half second",
    )
}

fn cannot_serve(error: &std::io::Error) -> Fault {
    Fault::new(message!(
        "预览无法启动：{error}",
        "the preview cannot start: {error}"
    ))
}

/// The snapshot as a sink that may be given up, with the index of search or without it.
struct Stage<'p> {
    snapshots: &'p SnapshotStore,
    /// The index is wanted, too, unless another edit comes.
    rest: Option<&'p News>,
}

impl Sink for Stage<'_> {
    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool {
        self.snapshots.is_up_to_date(address, key)
    }

    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        self.snapshots.write(artifact)
    }

    fn keeps_rest(&self) -> bool {
        self.snapshots.keeps_rest()
    }

    fn wants_search(&self) -> bool {
        self.rest.is_some()
    }

    fn given_up(&self) -> bool {
        self.rest.is_some_and(News::has_come)
    }
}

/// Pages that are shown and still lack their index.
struct Shown {
    base: String,
    options: BuildOptions,
    /// The version of the snapshot before they were.
    before: u64,
    /// How many.
    pages: usize,
    /// Browsers have not been told of a change yet.
    untold: bool,
    /// How long they took.
    took: Duration,
}

/// A site being shown.
struct Preview {
    root: PathBuf,
    port: u16,
    locale: Locale,
    builder: Builder,
    snapshots: Arc<SnapshotStore>,
    reload_stream: Arc<ReloadStream>,
    panels: KnownPanels,
    /// What site.yaml says of where the site is; nothing when it has to be looked up.
    address: Option<Address>,
}

/// Where a site is.
#[derive(Debug, Clone)]
struct Address {
    /// The path of its home page.
    base: String,
    /// Whether it is said where it is published.
    is_published: bool,
}

impl Preview {
    fn new(root: &Path, listener: &TcpListener, locale: Locale) -> Result<Self, Fault> {
        let port = listener
            .local_addr()
            .map_err(|error| cannot_serve(&error))?
            .port();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // Microseconds, which a script can still hold as a number, so that no restart repeats a version.
        let start = u64::try_from(now.as_micros()).unwrap_or_default();
        Ok(Self {
            root: root.to_owned(),
            port,
            locale,
            builder: Builder::open(root).again(),
            snapshots: Arc::new(SnapshotStore::new(start, root)),
            reload_stream: Arc::default(),
            panels: KnownPanels::default(),
            address: None,
        })
    }

    /// Takes up which files have been written since the last build, when that is known.
    fn hear(&mut self, touched: Option<BTreeSet<PathBuf>>) {
        let is_settings = |path: &PathBuf| path.file_name().is_some_and(|name| name == config::FILE);
        if touched.as_ref().is_none_or(|files| files.iter().any(is_settings)) {
            self.address = None;
        }
        self.builder.touch(touched);
    }

    /// Where the site is; site.yaml is read when it may have changed.
    fn address(&mut self) -> Address {
        let (root, known) = (&self.root, &mut self.address);
        let look_up = || Address {
            base: config::base_path(root),
            is_published: config::says_address(root),
        };
        known.get_or_insert_with(look_up).clone()
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, config::base_path(&self.root))
    }

    fn options(&self, Address { base, is_published }: &Address) -> BuildOptions {
        BuildOptions {
            root: self.root.clone(),
            // Codes to scan and lines on paper show the address that the site will have, if it is known.
            url: (!is_published).then(|| format!("http://127.0.0.1:{}{base}", self.port)),
            drafts: true,
            early: true,
            clock: Day::today_in_shanghai(),
            today: Day::today_in_shanghai(),
        }
    }

    /// Makes the pages and shows them; what takes longer comes after it. `None` when the content is wrong: that is shown and told.
    fn show_pages(&mut self, observer: &mut dyn BuildObserver) -> Result<Option<Shown>, Fault> {
        let begin = Instant::now();
        let address = self.address();
        let options = self.options(&address);
        let base = address.base;
        self.snapshots.begin();
        let before = self.snapshots.snapshot().version;
        let sink = Stage {
            snapshots: &self.snapshots,
            rest: None,
        };
        self.builder.inspect_beside(false);
        let progress = observer.progress();
        let outcome = self.builder.build(&options, &sink, &*progress)?;
        drop(progress);
        let text_of = |file: &str| self.builder.text_of(file);
        let mut excerpts = ExcerptReader::new(&text_of);
        let changed = if outcome.failed {
            let page = failure::report_page(&outcome.diagnostics, &mut excerpts, self.locale);
            self.snapshots.fail(&base, page)
        } else {
            self.snapshots.show_pages(&base)
        };
        // Where the rest takes no time, browsers load once and not twice.
        let told = outcome.failed || outcome.pages > SMALL;
        self.tell(changed && told);
        if outcome.failed {
            observer.built(&outcome, &mut excerpts, begin.elapsed());
            return Ok(None);
        }
        Ok(Some(Shown {
            base,
            options,
            before,
            pages: outcome.pages,
            untold: changed && !told,
            took: begin.elapsed(),
        }))
    }

    /// Makes what the pages that are shown lack: the index of search, and what inspection says. When another edit comes it is given up.
    fn make_rest(
        &mut self,
        shown: Option<Shown>,
        why: Trigger,
        news: &News,
        observer: &mut dyn BuildObserver,
    ) -> Result<(), Fault> {
        let Some(shown) = shown else { return Ok(()) };
        self.snapshots.begin_rest();
        let sink = Stage {
            snapshots: &self.snapshots,
            rest: Some(news),
        };
        self.builder.inspect_beside(true);
        // The pages have just been read; what has changed since is told, and then this is given up.
        self.builder.touch(Some(BTreeSet::new()));
        let progress = observer.progress();
        let outcome = self.builder.build(&shown.options, &sink, &*progress)?;
        drop(progress);
        if outcome.given_up {
            self.tell(shown.untold);
            return Ok(());
        }
        let text_of = |file: &str| self.builder.text_of(file);
        let mut excerpts = ExcerptReader::new(&text_of);
        let changed = if outcome.failed {
            let page = failure::report_page(&outcome.diagnostics, &mut excerpts, self.locale);
            self.snapshots.fail(&shown.base, page)
        } else {
            let changed = self.snapshots.publish(&shown.base);
            let look = |file: &str| self.builder.look_of(file);
            let panels = self.panels.panels(&outcome, &mut excerpts, &look, self.locale);
            self.snapshots.annotate(panels) || changed
        };
        self.tell(changed || shown.untold);
        if self.snapshots.snapshot().version != shown.before || why == Trigger::Changed {
            observer.built(&outcome, &mut excerpts, shown.took);
        }
        Ok(())
    }

    fn tell(&self, changed: bool) {
        if changed {
            self.reload_stream.broadcast(self.snapshots.snapshot().version);
        }
    }

    /// What came of a build; one that could not be carried out is shown and told.
    fn note<T>(&self, done: Result<T, Fault>, observer: &mut dyn BuildObserver) -> Option<T> {
        match done {
            Ok(done) => Some(done),
            Err(fault) => {
                self.show_fault(&fault);
                observer.failed(&fault);
                None
            }
        }
    }

    /// Shows that a build could not be carried out.
    fn show_fault(&self, fault: &Fault) {
        let base = self.snapshots.snapshot().base.clone();
        if self
            .snapshots
            .fail(&base, failure::fault_page(fault, self.locale))
        {
            self.reload_stream.broadcast(self.snapshots.snapshot().version);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_a_fault_with_a_way_out() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        let fault = listen(port).unwrap_err();
        assert!(fault.message.zh.contains(&port.to_string()));
        assert!(fault.hint.unwrap().en.contains("--port "));
    }

    impl Preview {
        /// Builds as after an edit, pages and the rest.
        fn build_once(&mut self) {
            self.hear(None);
            let shown = self.show_pages(&mut Silent).unwrap();
            self.make_rest(shown, Trigger::Changed, &News::default(), &mut Silent)
                .unwrap();
        }
    }

    /// An author writes a file of a site.
    fn put(site: &Path, path: &str, text: &str) {
        let at = site.join(path);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, text).unwrap();
    }

    struct Silent;

    impl BuildObserver for Silent {
        fn progress(&self) -> Box<dyn Progress> {
            Box::new(crate::pipeline::NoProgress)
        }
        fn own_program(&self) -> Option<PathBuf> {
            None
        }
        fn renders(&self) -> Arc<RenderLog> {
            Arc::default()
        }
        fn opened(&mut self, _: &str) {}
        fn built(&mut self, outcome: &Outcome, _: &mut ExcerptReader<'_>, _: Duration) {
            assert!(!outcome.failed, "{:?}", outcome.diagnostics);
        }
        fn failed(&mut self, fault: &Fault) {
            panic!("{fault:?}");
        }
        fn noted(&mut self, _: &Message) {}
    }

    #[test]
    fn what_is_printed_or_scanned_in_the_preview_shows_the_address_of_the_published_site() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("content")).unwrap();
        std::fs::write(folder.path().join("content/_index.md"), "---\ntitle: 首页\n---\n").unwrap();
        let home = |settings: &str| {
            std::fs::write(folder.path().join(config::FILE), settings).unwrap();
            let listener = listen(0).unwrap();
            let mut preview = Preview::new(folder.path(), &listener, Locale::Chinese).unwrap();
            preview.build_once();
            let snapshot = preview.snapshots.snapshot();
            match &snapshot.assets["index.html"].body {
                snapshot::FileContent::Made(body) => {
                    String::from_utf8(body.read().unwrap().to_vec()).unwrap()
                }
                other => panic!("{other:?}"),
            }
        };
        let said = home("name: 例\nurl: https://example.org/jsx/\n");
        assert!(said.contains("https://example.org/jsx/") && !said.contains("127.0.0.1"));
        for none in ["name: 例\n", "name: 例\nurl: 待定\n"] {
            assert!(home(none).contains("http://127.0.0.1:"), "{none}");
        }
    }

    #[test]
    fn what_inspection_finds_is_shown_beside_the_page_and_keeps_nothing_from_being_shown() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| put(folder.path(), path, text);
        write(config::FILE, "name: 例\n");
        write(
            "content/a.md",
            "---\ntitle: 甲\nsummary: 甲。\n---\n\n国 务院的文件。\n",
        );
        let mut preview = Preview::new(folder.path(), &listen(0).unwrap(), Locale::Chinese).unwrap();
        preview.build_once();
        let shown = preview.snapshots.snapshot();
        assert!(shown.failure.is_none() && shown.panels["a/index.html"].contains("“国务院”中间有空格"));
        write(
            "content/a.md",
            "---\ntitle: 甲\nsummary: 甲。\n---\n\n国务院的文件。\n",
        );
        preview.build_once();
        let mended = preview.snapshots.snapshot();
        assert!(!mended.panels.contains_key("a/index.html") && mended.version > shown.version);
    }

    #[test]
    fn what_is_written_while_pages_are_shown_is_read_when_it_is_told_and_not_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| put(folder.path(), path, text);
        write(config::FILE, "name: 例\n");
        write("content/a.md", "---\ntitle: 甲\nsummary: 甲。\n---\n\n甲。\n");
        let mut preview = Preview::new(folder.path(), &listen(0).unwrap(), Locale::Chinese).unwrap();
        let shown = preview.show_pages(&mut Silent).unwrap();
        write("content/b.md", "---\ntitle: 乙\nsummary: 乙。\n---\n\n乙。\n");
        preview
            .make_rest(shown, Trigger::Changed, &News::default(), &mut Silent)
            .unwrap();
        let has_b = |preview: &Preview| preview.snapshots.snapshot().assets.contains_key("b/index.html");
        assert!(!has_b(&preview));
        assert!(
            preview
                .snapshots
                .snapshot()
                .assets
                .contains_key("search/index.json")
        );
        preview.build_once();
        assert!(has_b(&preview));
    }

    #[test]
    fn the_preview_is_reachable_from_this_machine_only() {
        assert!(listen(0).unwrap().local_addr().unwrap().ip().is_loopback());
    }
}
