//! A site on a desk: a folder that a test writes into, builds and looks at.
//!
//! Not every test uses all of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use wanjia::base::{Diagnostic, Level};
use wanjia::pipeline::{BuildOptions, Builder, NoProgress, Outcome, PublishSummary};

/// The day on which tests happen, unless they say another.
pub const DAY: &str = "2026-11-23";

/// The day of the clock, on whichever day a site is built.
pub const CLOCK: &str = "2026-11-28";

/// site.yaml of a test that does not care.
pub const SITE: &str =
    "name: 测试站\nurl: https://example.org/\ntheme: bare\nregion: {code: \"000000\", name: 全国}\n";

/// A theme that shows nothing but the text. A site that wants the built-in components and margins gives
/// it a theme.yaml that says `extends: wanjia`.
const BARE: &[(&str, &str)] = &[
    ("templates/page.html", "{{ page.content | safe }}"),
    ("templates/news.html", "{% include \"page.html\" %}"),
    ("templates/campaign.html", "{% include \"page.html\" %}"),
    ("templates/policy.html", "{% include \"page.html\" %}"),
    ("templates/explainer.html", "{% include \"page.html\" %}"),
    ("templates/question.html", "{% include \"page.html\" %}"),
    ("templates/event.html", "{% include \"page.html\" %}"),
    ("templates/place.html", "{% include \"page.html\" %}"),
    (
        "templates/section.html",
        "{{ page.content | safe }}{% block listing %}{% endblock %}",
    ),
    ("templates/home.html", "{{ page.content | safe }}"),
    ("templates/tag.html", "{{ page.title }}"),
    ("templates/tags.html", "{{ page.title }}"),
    (
        "templates/parts/clause-notes.html",
        "{% for e in explainers %}<a class=\"clause-explainer\" href=\"{{ e.href }}\">{{ e.title }}</a>{% endfor %}",
    ),
    ("templates/not-found.html", "{{ page.title }}"),
];

/// A site in a folder of its own.
pub struct Desk {
    folder: TempDir,
}

/// What came of a build.
pub struct Built {
    pub outcome: Outcome,
    pub published: PublishSummary,
    /// `error[rule] file:line:column message | hint`, in the order of the report.
    pub report: Vec<String>,
}

/// What came of the program.
pub struct Run {
    /// Its exit code; `None` when it was killed.
    pub code: Option<i32>,
    /// What it printed.
    pub out: String,
    /// What it said besides.
    pub said: String,
}

/// Runs the program in a folder, in Chinese. It must not panic.
pub fn run(folder: &Path, line: &[&str]) -> Run {
    ended(program(folder, line))
}

/// The program on a machine where no other program is.
pub fn run_alone(folder: &Path, line: &[&str]) -> Run {
    let mut program = program(folder, line);
    program.env("PATH", folder);
    ended(program)
}

fn program(folder: &Path, line: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_wanjia"));
    program.args(line).current_dir(folder).env("WANJIA_LANG", "zh");
    program
}

fn ended(mut program: Command) -> Run {
    let output = program.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (code, out, said) = (output.status.code(), text(output.stdout), text(output.stderr));
    assert_ne!(code, Some(101), "{said}");
    Run { code, out, said }
}

/// An archive with these parts, as office programs make their documents.
pub fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A PDF of one page, with this content stream and these objects from 5 on.
pub fn pdf(content: &str, objects: &[&[u8]], resources: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let page =
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R/Resources<<{resources}>>>>");
    let stream = format!("<</Length {}>>stream\n{content}\nendstream", content.len());
    let head: [&[u8]; 4] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page.as_bytes(),
        stream.as_bytes(),
    ];
    for (at, object) in head.iter().chain(objects).enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
        bytes.extend(*object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!(
            "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
            places.len() + 1
        )
        .bytes(),
    );
    bytes
}

/// A PDF of lines of Chinese, as programs write it that embed their fonts: characters by number, and a table that says which
/// they are. The font itself has no shapes: nobody looks at it.
pub fn pdf_of(lines: &[&str]) -> Vec<u8> {
    let mut letters: Vec<char> = lines.concat().chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let number = |c: char| letters.binary_search(&c).unwrap() + 1;
    let shown: String = lines
        .iter()
        .map(|line| {
            let codes: String = line.chars().map(|c| format!("{:04x}", number(c))).collect();
            format!("<{codes}> Tj 0 -24 Td ")
        })
        .collect();
    let known: String = letters
        .iter()
        .map(|c| format!("<{:04x}> <{:04x}>\n", number(*c), *c as u32))
        .collect();
    let map = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /A def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{} beginbfchar\n{known}endbfchar\nendcmap\nend\nend",
        letters.len()
    );
    let font = "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 8 0 R>>";
    let inner = "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 7 0 R>>";
    let about = "<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>";
    let map = format!("<</Length {}>>stream\n{map}\nendstream", map.len());
    pdf(
        &format!("BT /F 12 Tf 40 350 Td {shown}ET"),
        &[font, inner, about, &map].map(str::as_bytes),
        "/Font<</F 5 0 R>>",
    )
}

impl Desk {
    /// A site with the bare theme and nothing in it.
    pub fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.write("site.yaml", SITE);
        desk.bare();
        desk
    }

    /// An empty folder.
    pub fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A site with one good page at `content/a.md`.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let desk = Self::new();
        for (path, text) in files {
            desk.write(path, text);
        }
        desk
    }

    /// Puts the files of the bare theme where the site has none of its own.
    pub fn bare(&self) {
        for (inner, text) in BARE {
            let path = format!("themes/bare/{inner}");
            if !self.path(&path).exists() {
                self.write(&path, text);
            }
        }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path(path)).unwrap();
    }

    /// A file of the output.
    pub fn read(&self, path: &str) -> String {
        let path = self.path("public").join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every file of the output with its bytes.
    pub fn output(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("public"))
    }

    pub fn order(&self, day: &str) -> BuildOptions {
        BuildOptions {
            root: self.root().to_path_buf(),
            url: None,
            drafts: false,
            early: false,
            clock: CLOCK.parse().unwrap(),
            today: day.parse().unwrap(),
        }
    }

    /// Builds with the memo that earlier builds left on the disk.
    pub fn build(&self) -> Built {
        self.build_on(DAY)
    }

    pub fn build_on(&self, day: &str) -> Built {
        self.build_as(&self.order(day))
    }

    /// What `wanjia check` says, in the form of [`Built::report`].
    pub fn check(&self, day: &str) -> Vec<String> {
        self.check_as(&self.order(day))
    }

    pub fn check_as(&self, order: &BuildOptions) -> Vec<String> {
        let mut builder = Builder::open(self.root());
        let outcome = builder
            .check(order, &[], &NoProgress)
            .unwrap_or_else(|fault| panic!("{fault}"));
        let found = outcome.diagnostics.iter();
        found.map(|diagnostic| line(&builder, diagnostic)).collect()
    }

    /// As a fleet builds its sites: what one process found out is carried over to the next.
    pub fn build_carrying(&self, day: &str) -> Built {
        self.build_by(Builder::open(self.root()).carrying(), &self.order(day))
    }

    pub fn build_as(&self, order: &BuildOptions) -> Built {
        self.build_by(Builder::open(self.root()), order)
    }

    fn build_by(&self, mut workshop: Builder, order: &BuildOptions) -> Built {
        let (outcome, published) = workshop
            .publish(order, &self.path("public"), &NoProgress)
            .unwrap_or_else(|fault| panic!("{fault}"));
        let report = outcome
            .diagnostics
            .iter()
            .map(|diagnostic| line(&workshop, diagnostic))
            .collect();
        Built {
            outcome,
            published,
            report,
        }
    }
}

impl Built {
    /// The site was published and nothing was said about it.
    pub fn clean(self) -> Self {
        assert!(
            !self.outcome.failed && self.report.is_empty(),
            "{:#?}",
            self.report
        );
        self
    }
}

/// Every file below a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut rest = vec![folder.to_path_buf()];
    while let Some(next) = rest.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rest.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// `error[rule] file:line:column message | hint`
pub fn line(workshop: &Builder, diagnostic: &Diagnostic) -> String {
    let level = if diagnostic.level == Level::Error {
        "error"
    } else {
        "warning"
    };
    let place =
        diagnostic
            .place
            .as_ref()
            .map_or(String::new(), |place| match workshop.text_of(&place.file) {
                Some(text) => {
                    let (line, column) = line_column(&text, place.start);
                    format!(" {}:{line}:{column}", place.file)
                }
                None => format!(" {}", place.file),
            });
    let hint = diagnostic
        .hint
        .as_ref()
        .map_or(String::new(), |hint| format!(" | {}", hint.zh));
    format!(
        "{level}[{}]{place} {}{hint}",
        diagnostic.rule, diagnostic.message.zh
    )
}

/// Line and column of a byte, both from 1, in characters.
pub fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (
        before.matches('\n').count() + 1,
        before[start..].chars().count() + 1,
    )
}
