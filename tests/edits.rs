//! Edits at random, one after the other: a build that remembers publishes what a build from nothing publishes.
//!
//! `WANJIA_EDITS` and, for the preview, `WANJIA_SHOWN_EDITS` say how many edits (60), `WANJIA_SEED` with which they begin.

mod desk;

use desk::{Built, Desk, files};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};
use wanjia::base::{Day, Diagnostic, Fault, Fingerprint, OutputPath};
use wanjia::pipeline::{Artifact, BuildOptions, Builder, NoProgress, Sink};

/// Numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(n).unwrap()).unwrap()
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// A site on top of another one, with all that refers to something else.
fn site() -> Desk {
    let desk = Desk::empty();
    desk.write(
        "site.yaml",
        "name: 某县\nurl: https://example.org/a/\nregion: {code: \"310000\", name: 某县}\nextends: up\n",
    );
    desk.write(
        "up/site.yaml",
        "name: 全国\nurl: https://example.org/up/\nregion: {code: \"000000\", name: 全国}\n",
    );
    desk.write(
        "up/facts.yaml",
        "产假: {value: 98, unit: 天, source: 规定#第二条}\n婚假: {status: local}\n",
    );
    desk.write(
        "facts.yaml",
        "婚假:\n- {value: 3, unit: 天, until: 2026-11-30}\n- {value: 10, unit: 天, since: 2026-12-01}\n",
    );
    desk.write("up/content/_index.md", "---\ntitle: 首页\n---\n欢迎。\n");
    desk.write(
        "up/content/p/_index.md",
        "---\ntitle: 政策\ncontains: policy\n---\n",
    );
    desk.write("up/content/p/rule.md", policy("规定", 6, 40));
    desk.write("up/content/p/long.md", policy("长条例", 60, 200));
    desk.write("up/content/p/a.md", policy("短条例", 30, 100));
    desk.write(
        "up/content/e/one.md",
        "---\ntitle: 解读\nkind: explainer\nexplains: [规定#第二条]\ntags: [婚俗]\n---\n说{{产假}}和{{婚假}}，见[[规定#第三条]]。\n",
    );
    desk.write(
        "up/content/n/_index.md",
        "---\ntitle: 动态\ncontains: news\n---\n",
    );
    desk.write(
        "up/content/way.md",
        "---\ntitle: 去哪里\n---\n先看。\n\n## 一\n\n全国的一。\n\n## 二\n\n全国的二。\n",
    );
    for n in 1..=6 {
        desk.write(
            &format!("up/content/n/x{n}.md"),
            format!(
                "---\ntitle: 消息{n}\ndate: 2026-11-0{n}\ntags: [标{}]\n---\n第{n}条消息。\n",
                n % 3
            ),
        );
    }
    desk.write(
        "content/about.md",
        "---\ntitle: 关于\n---\n关于我们，{{婚假}}。\n",
    );
    desk.write(
        "content/n/x1.md",
        "---\ntitle: 本县的消息1\ndate: 2026-11-01\n---\n本县的。\n",
    );
    desk.write("static/note.txt", "甲\n");
    desk
}

/// A policy of so many articles, each so many characters long.
fn policy(title: &str, articles: usize, length: usize) -> String {
    let mut text = format!("---\ntitle: {title}\nkind: policy\nissued: 2026-01-01\n---\n");
    for n in 1..=articles {
        let words: String = "为了规范管理保障当事人的合法权益根据有关法律结合实际制定本规定"
            .chars()
            .cycle()
            .skip(n * 7 % 31)
            .take(length)
            .collect();
        let _ = write!(text, "第{n}条 {title}{words}。\n\n");
    }
    text
}

/// The pages, above and here.
fn pages(desk: &Desk) -> Vec<String> {
    let all = files(desk.root());
    let pages = all.into_keys().filter(|path| {
        (path.starts_with("content/") || path.starts_with("up/content/")) && path.ends_with(".md")
    });
    pages.collect()
}

fn text(desk: &Desk, path: &str) -> String {
    std::fs::read_to_string(desk.path(path)).unwrap()
}

/// Replaces a file and gives it the time of the former one.
fn replace_in_silence(desk: &Desk, path: &str, text: &str) {
    let time = std::fs::metadata(desk.path(path)).unwrap().modified().unwrap();
    desk.write(path, text);
    let file = std::fs::File::options()
        .write(true)
        .open(desk.path(path))
        .unwrap();
    file.set_modified(time).unwrap();
}

/// Makes one edit; the words say which.
fn edit(desk: &Desk, dice: &mut Dice, n: usize, day: &mut usize) -> String {
    let all = pages(desk);
    let page = dice.one(&all).clone();
    match dice.below(17) {
        0 | 1 => {
            desk.write(
                &page,
                text(desk, &page) + &format!("\n加一句{n}，{{{{婚假}}}}。\n"),
            );
            format!("append to {page}")
        }
        2 => {
            let changed = text(desk, &page).replacen("title: ", &format!("title: 新{n}"), 1);
            desk.write(&page, changed);
            format!("retitle {page}")
        }
        3 if all.len() > 8 && !page.ends_with("_index.md") => {
            desk.remove(&page);
            format!("remove {page}")
        }
        4 if !page.ends_with("_index.md") => {
            let to = page.replace(".md", &format!("-{n}.md"));
            std::fs::rename(desk.path(&page), desk.path(&to)).unwrap();
            format!("rename {page} to {to}")
        }
        5 => {
            desk.write(
                "up/facts.yaml",
                format!(
                    "产假: {{value: {}, unit: 天}}\n婚假: {{status: local}}\n",
                    90 + n % 20
                ),
            );
            "facts above".to_owned()
        }
        6 => {
            desk.write(
                "facts.yaml",
                format!("婚假: {{value: {}, unit: 天}}\n", n % 30 + 1),
            );
            "facts here".to_owned()
        }
        7 => {
            let yaml = text(desk, "site.yaml");
            let line = dice.one(&[
                "synonyms: {婚假: [结婚假]}\n",
                "menu: [p, n]\n",
                "hide: [n/x2.md]\n",
                "",
            ]);
            let first: String = yaml
                .lines()
                .take(4)
                .fold(String::new(), |all, line| all + line + "\n");
            desk.write("site.yaml", first + line);
            format!("site.yaml {line}")
        }
        8 => {
            let inner = format!(
                "{{% extends \"below/page.html\" %}}{{% block main %}}第{n}版{{{{ super() }}}}{{% endblock %}}"
            );
            desk.write("themes/wanjia/templates/page.html", inner);
            "template".to_owned()
        }
        9 => {
            desk.write("static/note.txt", format!("乙{n}\n"));
            "static".to_owned()
        }
        10 => damage(desk, dice),
        11 => {
            *day += 1 + dice.below(9);
            "another day".to_owned()
        }
        12 => {
            let changed = text(desk, &page);
            let at = dice.below(2);
            let (from, to) = [("第2条", "第二条"), ("消息", "讯息")][at];
            desk.write(&page, changed.replacen(from, to, 1));
            format!("reword {page}")
        }
        13 => {
            let letters = text(desk, &page).replacen('为', "以", 1);
            replace_in_silence(desk, &page, &letters);
            format!("same size and time {page}")
        }
        14 => {
            desk.write(
                &format!("content/n/y{n}.en.md"),
                "---\ntitle: News\ndate: 2026-11-11\n---\nHello.\n",
            );
            desk.write(
                &format!("content/n/y{n}.md"),
                "---\ntitle: 新闻\ndate: 2026-11-11\n---\n你好。\n",
            );
            format!("new page {n}")
        }
        15 => {
            // Among them are two that are wrong: a section twice, and one that is not there.
            let change = *dice.one(&[
                "## 一\n\n县的一。\n",
                "## 一\n\n县的一。\n\n## 一\n\n县又说一。\n",
                "## 三 {.hide}\n",
                "## 一 {.hide}\n",
            ]);
            let lines = "\n".repeat(dice.below(3));
            desk.write(
                "content/way.md",
                format!("---\ninherit: true\n---\n{lines}{change}"),
            );
            format!("change of an inherited page: {change}")
        }
        _ => {
            desk.write("up/content/p/a.md", policy("短条例", 20 + n * 29 % 60, 100));
            "another policy before the long one".to_owned()
        }
    }
}

/// Flips, cuts or loses bytes of what builds remember.
fn damage(desk: &Desk, dice: &mut Dice) -> String {
    let remembered: Vec<String> = files(&desk.path(".wanjia")).into_keys().collect();
    if remembered.is_empty() {
        return "nothing is remembered".to_owned();
    }
    let path = desk.path(".wanjia").join(dice.one(&remembered));
    let mut bytes = std::fs::read(&path).unwrap();
    let how = dice.below(3);
    match how {
        _ if bytes.is_empty() => {}
        0 => (0..1 + dice.below(8)).for_each(|_| {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }),
        1 => bytes.truncate(dice.below(bytes.len())),
        _ => bytes.clear(),
    }
    std::fs::write(&path, bytes).unwrap();
    format!("damage {how} {}", path.display())
}

/// Copies a site without what builds made.
fn copy(from: &Path, to: &Desk) {
    for (path, bytes) in files(from) {
        if !path.starts_with("public") && !path.starts_with(".wanjia") {
            to.write(&path, bytes);
        }
    }
}

/// How many edits, the dice that say which, and the site that they are made to; old enough for size and time to be believed.
fn begin(name: &str, default: usize) -> (usize, usize, Dice, Desk) {
    let count =
        |name: &str, default: usize| std::env::var(name).map_or(default, |n| n.parse().expect("a number"));
    let (edits, seed) = (count(name, default), count("WANJIA_SEED", 1));
    let desk = site();
    for path in files(desk.root()).into_keys() {
        let file = std::fs::File::options()
            .write(true)
            .open(desk.path(&path))
            .unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(60))
            .unwrap();
    }
    (edits, seed, Dice(u64::try_from(seed).unwrap()), desk)
}

/// So many days after the first one.
fn date(day: usize) -> Day {
    (0..day).fold("2026-11-20".parse().unwrap(), |day: Day, _| day.next())
}

/// Undoes what is wrong, so that the next edit is seen.
fn repair(desk: &Desk) {
    let whole = files(site().root());
    for path in content(desk).into_keys().filter(|path| !whole.contains_key(path)) {
        desk.remove(&path);
    }
    for (path, bytes) in whole {
        desk.write(&path, bytes);
    }
}

/// Edits after which nothing can be published show little: no more than every third may be one.
fn mostly_published(edits: usize, failed: usize) {
    assert!(failed * 3 <= edits, "{failed} of {edits} edits broke the site");
}

#[test]
fn what_is_published_after_any_edit_is_what_a_build_from_nothing_publishes() {
    as_from_nothing(Desk::build_on);
}

#[test]
fn what_is_carried_over_to_another_process_publishes_what_a_build_from_nothing_publishes() {
    as_from_nothing(Desk::build_carrying);
}

#[test]
fn what_is_carried_over_is_not_looked_at_again() {
    let (.., desk) = begin("WANJIA_EDITS", 1);
    desk.remove("content/n/x1.md");
    let day = date(0).to_string();
    let first = desk.build_carrying(&day).outcome.considered;
    let page = "up/content/n/x5.md";
    desk.write(page, text(&desk, page) + "又一句。\n");
    let edited = desk.build_carrying(&day);
    assert!(edited.published.written > 0, "{:?}", edited.report);
    let (files, parsed) = (edited.outcome.considered, edited.outcome.parsed);
    assert!(files * 2 < first && parsed == 1, "{files} of {first}, {parsed}");
    desk.write(page, text(&desk, page).replace("标2", "标1"));
    let other = desk.build_carrying(&day).outcome.considered;
    assert!(other * 2 > first, "{other} of {first}: its place is another one");
}

#[test]
fn what_is_carried_over_is_of_the_same_settings_facts_theme_and_day() {
    let (.., desk) = begin("WANJIA_EDITS", 1);
    desk.remove("content/n/x1.md");
    let facts = "婚假: {value: 15, unit: 天}\n";
    let changes: [(&str, &str, usize); 4] = [
        ("facts.yaml", facts, 0),
        (
            "up/facts.yaml",
            "产假: {value: 99, unit: 天, source: 规定#第二条}\n婚假: {status: local}\n",
            0,
        ),
        ("up/content/p/rule.md", &policy("规定", 5, 40), 0),
        (
            "facts.yaml",
            "婚假:\n- {value: 15, unit: 天, until: 2026-11-30}\n- {value: 16, unit: 天, since: 2026-12-01}\n",
            20,
        ),
    ];
    desk.build_carrying(&date(0).to_string());
    for (path, text, day) in changes {
        desk.write(path, text);
        for day in [0, day] {
            let day = date(day).to_string();
            desk.build_carrying(&day);
            let clean = Desk::empty();
            copy(desk.root(), &clean);
            clean.build_on(&day);
            assert_eq!(
                files(&desk.path("public")),
                files(&clean.path("public")),
                "{path} {day}"
            );
        }
    }
}

#[test]
fn what_is_carried_over_is_done_again_where_an_edited_policy_says_otherwise_than_is_quoted() {
    let (.., desk) = begin("WANJIA_EDITS", 1);
    let rule = |of: &str| {
        let words = format!("自愿登记的双方应当亲自到一方户口所在地的登记机关申请{of}登记。");
        format!(
            "---\ntitle: 登记办法\nkind: policy\nissued: 2026-01-01\n---\n第一条 {words}\n\n第二条 略。\n"
        )
    };
    desk.write("up/content/p/quoted.md", rule("结婚"));
    desk.write(
        "up/content/e/quotes.md",
        "---\ntitle: 怎样登记\nkind: explainer\nexplains: [登记办法#第一条]\n---\n《登记办法》第一条规定：“自愿登记的双方应当亲自到一方户口所在地的登记机关申请结婚登记。”照此办理。\n",
    );
    let day = date(0).to_string();
    for of in ["结婚", "离婚", "结婚"] {
        desk.write("up/content/p/quoted.md", rule(of));
        let built = desk.build_carrying(&day);
        let clean = Desk::empty();
        copy(desk.root(), &clean);
        let fresh = clean.build_on(&day);
        assert_eq!(built.report, fresh.report, "{of}");
        assert_eq!(desk.output(), clean.output(), "{of}");
    }
}

/// Edits at random, each followed by a build that remembers and one from nothing.
fn as_from_nothing(build_on: fn(&Desk, &str) -> Built) {
    let (edits, seed, mut dice, desk) = begin("WANJIA_EDITS", 60);
    let mut day = 0;
    let first = build_on(&desk, &date(day).to_string());
    assert!(!first.outcome.failed, "{:?}", first.report);
    let (mut story, mut failed) = (Vec::new(), 0);
    for n in 0..edits {
        story.push(edit(&desk, &mut dice, n, &mut day));
        let built = build_on(&desk, &date(day).to_string());
        let fresh = Desk::empty();
        copy(desk.root(), &fresh);
        let clean = fresh.build_on(&date(day).to_string());
        let told = &story[story.len().saturating_sub(6)..];
        assert_eq!(built.report, clean.report, "seed {seed}, edit {n}: {told:#?}");
        if n % 4 == 0 {
            // Old enough for states to be believed: nothing has changed, and the same is said again.
            std::thread::sleep(Duration::from_millis(60));
            for turn in ["knows", "is as it was"] {
                let again = build_on(&desk, &date(day).to_string());
                assert_eq!(
                    again.report, clean.report,
                    "{turn}, seed {seed}, edit {n}: {told:#?}"
                );
            }
        }
        if clean.outcome.failed {
            story.push(format!("repair of {:?}", clean.report.first()));
            repair(&desk);
            let repaired = build_on(&desk, &date(day).to_string());
            assert!(!repaired.outcome.failed, "{:?}", repaired.report);
            failed += 1;
            continue;
        }
        let (remembered, new) = (desk.output(), fresh.output());
        let differ: Vec<&String> = remembered
            .keys()
            .chain(new.keys())
            .filter(|path| remembered.get(*path) != new.get(*path))
            .collect();
        assert!(differ.is_empty(), "seed {seed}, edit {n}: {differ:?} {told:#?}");
    }
    mostly_published(edits, failed);
}

/// A preview without its server: one builder and one set of files for all edits.
struct Preview {
    builder: Builder,
    files: Files,
}

/// What is shown and what comes in, by address: of what it was made, and what is in it.
#[derive(Default)]
struct Files {
    shown: BTreeMap<String, (Fingerprint, Vec<u8>)>,
    new: Mutex<BTreeMap<String, (Fingerprint, Vec<u8>)>>,
    /// What does not come in stays.
    rest_stays: AtomicBool,
    /// The last build was not shown.
    failed: bool,
    search: bool,
    /// The pages that were shown before what takes longer was made.
    first: BTreeMap<String, (Fingerprint, Vec<u8>)>,
}

impl Sink for Files {
    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool {
        let known = self
            .shown
            .get(address.as_str())
            .filter(|(known, _)| *known == key);
        if let Some(known) = known {
            let mut new = self.new.lock().unwrap();
            new.insert(address.to_string(), known.clone());
        }
        known.is_some()
    }
    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        let (address, key, bytes) = match artifact {
            Artifact::Made { address, key, bytes }
            | Artifact::Photo {
                address, key, bytes, ..
            } => (address, key, bytes),
            Artifact::File { address, key, path } => (address, key, std::fs::read(path).unwrap()),
        };
        self.new.lock().unwrap().insert(address.to_string(), (key, bytes));
        Ok(())
    }
    fn keeps_rest(&self) -> bool {
        self.rest_stays.store(!self.failed, Ordering::Relaxed);
        !self.failed
    }
    fn wants_search(&self) -> bool {
        self.search
    }
}

impl Files {
    /// Shows what came in, with what stays; without the index of search that of the last time.
    fn show(&mut self) {
        let is_index = |path: &String| path.starts_with("search/") && !path.ends_with(".html");
        let (stays, search) = (self.rest_stays.load(Ordering::Relaxed), self.search);
        let mut new = std::mem::take(&mut *self.new.lock().unwrap());
        for (path, file) in std::mem::take(&mut self.shown) {
            let is_index = is_index(&path);
            if is_index && !search || stays && !is_index {
                new.entry(path).or_insert(file);
            }
        }
        self.shown = new;
    }
}

impl Preview {
    fn of(desk: &Desk) -> Self {
        Self {
            builder: Builder::open(desk.root()).again(),
            files: Files::default(),
        }
    }

    /// Builds as after an edit: the pages, then what takes longer. What was said of the content.
    fn build(&mut self, desk: &Desk, day: usize) -> Vec<Diagnostic> {
        let options = BuildOptions {
            root: desk.root().to_path_buf(),
            url: None,
            drafts: false,
            early: false,
            clock: date(day),
            today: date(day),
        };
        let mut said = Vec::new();
        for rest in [false, true] {
            self.files.search = rest;
            self.files.rest_stays.store(false, Ordering::Relaxed);
            self.builder.inspect_beside(rest);
            let outcome = self.builder.build(&options, &self.files, &NoProgress).unwrap();
            self.files.failed = outcome.failed;
            if outcome.failed {
                self.files.new.lock().unwrap().clear();
                return outcome.diagnostics;
            }
            self.files.show();
            if !rest {
                self.files.first = self.files.shown.clone();
            }
            said = outcome.findings;
        }
        said
    }
}

#[test]
fn what_the_preview_shows_after_any_edit_is_what_a_preview_from_nothing_shows() {
    let (edits, seed, mut dice, desk) = begin("WANJIA_SHOWN_EDITS", 60);
    let mut day = 0;
    let mut preview = Preview::of(&desk);
    preview.build(&desk, day);
    assert!(!preview.files.failed);
    let (mut story, mut failed) = (Vec::new(), 0);
    let mut before = content(&desk);
    for n in 0..edits {
        story.push(edit(&desk, &mut dice, n, &mut day));
        let after = content(&desk);
        preview.builder.touch(Some(touched(&desk, &before, &after)));
        before = after;
        let found = preview.build(&desk, day);
        let fresh = Desk::empty();
        copy(desk.root(), &fresh);
        let mut clean = Preview::of(&fresh);
        let told = &story[story.len().saturating_sub(6)..];
        assert_eq!(
            found,
            clean.build(&fresh, day),
            "seed {seed}, edit {n}: {told:#?}"
        );
        if clean.files.failed {
            story.push(format!("repair of {:?}", found.first()));
            repair(&desk);
            preview.build(&desk, day);
            before = content(&desk);
            failed += 1;
            continue;
        }
        let (remembered, new) = (&preview.files.shown, &clean.files.shown);
        let differ = |remembered: &BTreeMap<String, (Fingerprint, Vec<u8>)>| -> Vec<String> {
            let all = remembered.keys().chain(new.keys());
            let differ = all.filter(|path| {
                // Of what a file that is taken over was made is also where it lies.
                let of = |files: &BTreeMap<String, (Fingerprint, Vec<u8>)>| {
                    let (key, bytes) = files.get(*path)?.clone();
                    Some((Some(key).filter(|_| *path != "note.txt"), bytes))
                };
                of(remembered) != of(new)
            });
            differ.cloned().collect()
        };
        let late = differ(remembered);
        assert!(late.is_empty(), "seed {seed}, edit {n}: {late:?} {told:#?}");
        // Pages are right at once; the index, feeds and the like a moment later.
        let mut first = differ(&preview.files.first);
        first.retain(|path| path.ends_with(".html"));
        assert!(
            first.is_empty(),
            "seed {seed}, edit {n}, at first: {first:?} {told:#?}"
        );
    }
    mostly_published(edits, failed);
}

/// All files of a site but what builds made.
fn content(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(desk.root());
    files.retain(|path, _| !path.starts_with("public") && !path.starts_with(".wanjia"));
    files
}

/// The files that were written, came or went, as a watcher names them.
fn touched(
    desk: &Desk,
    before: &BTreeMap<String, Vec<u8>>,
    after: &BTreeMap<String, Vec<u8>>,
) -> BTreeSet<PathBuf> {
    let all = before.keys().chain(after.keys());
    all.filter(|path| before.get(*path) != after.get(*path))
        .map(|path| desk.path(path))
        .collect()
}
