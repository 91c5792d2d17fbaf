//! What the program says on a page, it says in the language of the page: see `themes/wanjia/words/`.

mod desk;

use desk::Desk;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SITE: &str = "name: Test site\nurl: https://example.org/\nlanguages: [zh-CN, en, zh-Hant]\nregion: {code: \"310000\", name: Shanghai}\n";

const FACTS: &str = "leave: {label: Leave, value: 10, unit: \" days\", counting: days of work, since: 2021-11-25, verified: 2021-12-01, source: \"policies/p#第二条\", authority: Shanghai}\n\
                     local: {label: Local, status: local}\nother: {label: Other, value: 3, unit: \" days\", status: delegated}\n";

/// An English page of each kind, with facts, repeats, footnotes, tables, alerts.
const PAGES: [(&str, &str); 9] = [
    ("plain", "aliases: [/en/old/]\n---\nWords.\n"),
    (
        "news/n",
        "date: 2026-01-02\nauthor: A\nsource: B\n---\nWords[^1], {{leave}}, {{local}} and {{other}}.\n\n> [!WARNING]\n> Take care.\n\n\
         | a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n",
    ),
    (
        "policies/p",
        "number: \"1\"\nissuer: Office\nissued: 2021-06-01\neffective: 2021-07-01\nstatus: 现行\nrecipients: All\n\
         source_url: https://example.org/x\ntags: [t]\naudience: [u]\n---\n第一条 One.\n\n第二条 10 days.\n",
    ),
    ("explainers/e", "explains: [\"policies/p#第二条\"]\n---\nWords.\n"),
    (
        "questions/q",
        "answers: [\"policies/p#第二条\"]\n---\n{{leave}}.\n",
    ),
    (
        "events/v",
        "start: 2026-06-06T14:00\nend: 2026-06-06T16:00\nrepeat: yearly\nplace: House\ncontact: Somebody\n---\nCome.\n",
    ),
    (
        "campaigns/c",
        "emblem: C\nslogans: [One, Two]\nperiod: {start: 2026-05-01, end: 2026-06-01}\norganisers: [A, B]\nbasis: [\"policies/p#第二条\"]\n\
         activities:\n- {title: Day, start: 2026-05-05, repeat: monthly, place: Hall}\n---\nWords.\n\n```facts\nfacts: [leave, local]\n```\n",
    ),
    (
        "places/s",
        "category: Hall\naddress: Street 1\nphones: [\"1\", \"2\"]\nhours: Always\ncoordinates: \"31.2,121.5\"\n---\nWords.\n",
    ),
    ("_index", "summary: Words.\n---\nWelcome.\n"),
];

/// What authors wrote in Chinese, or law names so.
const CONTENT: [&str; 5] = ["第一条", "第二条", "规定", "简体中文", "繁體中文"];

fn site() -> Desk {
    let desk = Desk::empty();
    desk.write("site.yaml", SITE);
    desk.write("facts.yaml", FACTS);
    desk.write("content/_index.md", "---\ntitle: 首页\n---\n");
    desk.write(
        "content/policies/p.md",
        "---\ntitle: 规定\n---\n第一条 一。\n\n第二条 10天。\n",
    );
    for (folder, kind) in [
        ("news", "news"),
        ("policies", "policy"),
        ("explainers", "explainer"),
        ("questions", "question"),
        ("events", "event"),
        ("campaigns", "campaign"),
        ("places", "place"),
    ] {
        for (language, title) in [("", "栏目"), (".en", "Section")] {
            desk.write(
                &format!("content/{folder}/_index{language}.md"),
                format!("---\ntitle: {title}\ncontains: {kind}\n---\n"),
            );
        }
    }
    for (path, text) in PAGES {
        desk.write(
            &format!("content/{path}.en.md"),
            format!("---\ntitle: Page {path}\n{text}"),
        );
    }
    desk
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn english_pages_have_no_chinese_but_what_their_authors_wrote() {
    let desk = site();
    let built = desk.build_on("2026-05-01");
    assert_eq!(built.report, Vec::<String>::new());
    let mut wrong = Vec::new();
    let mut looked = 0;
    for (path, bytes) in desk.output() {
        if !path.starts_with("en/") || !path.ends_with(".html") {
            continue;
        }
        let html = String::from_utf8(bytes).unwrap();
        looked += 1;
        let html = CONTENT.iter().fold(html, |html, words| html.replace(words, ""));
        let runs = html.split(|c| !is_han(c)).filter(|run| !run.is_empty());
        wrong.extend(runs.map(|run| format!("{path}: {run}")));
    }
    assert!(looked > 15, "{looked}");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_page_in_traditional_characters_has_a_search_box_in_them() {
    let desk = site();
    let built = desk.build_on("2026-05-01");
    assert_eq!(built.report, Vec::<String>::new());
    let page = desk.read("zh-Hant/index.html");
    let at = page.find("/assets/script.").unwrap();
    let name = &page[at + 1..at + page[at..].find('"').unwrap()];
    let script = desk.read(name);
    for words in ["found:'找到 # 頁'", "none:'沒有找到'", "kind:'類型'"] {
        let (name, said) = words.split_once(':').unwrap();
        assert!(script.contains(&format!("{name}: {said}")), "{words}");
    }
    assert!(!script.contains("没有找到"));
}

#[test]
fn a_card_names_the_kind_of_its_page_in_the_language_of_the_page() {
    let card = |label: &str| {
        let desk = site();
        desk.write("themes/wanjia/words/en.yaml", format!("解读: {label}\n"));
        assert_eq!(desk.build_on("2026-05-01").report, Vec::<String>::new());
        let bytes = |path: &str| desk.output().get(path).unwrap().clone();
        (bytes("en/explainers/e/card.png"), bytes("en/plain/card.png"))
    };
    let (one, other) = (card("Explainer"), card("Reading"));
    assert!(one.0 != other.0);
    assert!(one.1 == other.1);
    // What has no word of its own in the language is left out.
    assert!(card("解读").0 != one.0);
}

#[test]
fn the_search_script_has_no_words_of_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/search/js");
    for name in [
        "box",
        "searchpage",
        "words",
        "dom",
        "asked",
        "start",
        "load",
        "worker",
        "result",
        "engine",
        "select",
    ] {
        let text = fs::read_to_string(folder.join(format!("{name}.js"))).unwrap();
        assert!(!text.chars().any(is_han), "{name}.js");
    }
}

/// Chinese strings of a source that are no message and no text of a rule.
fn strings(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap();
    let mut source: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    for (open, close) in [("message!(", ')'), ("rule! {", '}')] {
        while let Some(at) = source.find(open) {
            let mut depth = 1;
            let (start, mut quoted, mut escaped) = (at + open.len(), false, false);
            let begin = open.chars().next_back().unwrap();
            let end = source[start..].char_indices().find(|(_, c)| {
                match c {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' => quoted = !quoted,
                    _ if quoted => {}
                    c if *c == begin => depth += 1,
                    c if *c == close => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            source.replace_range(at..start + end.unwrap().0 + 1, "");
        }
    }
    // How a new page begins is a draft for its author.
    let said: String = source
        .split("r##\"")
        .map(|part| part.split_once("\"##").map_or(part, |(_, rest)| rest))
        .collect();
    let pieces = said.split('"').skip(1).step_by(2);
    pieces
        .filter(|piece| piece.chars().any(is_han))
        .map(str::to_owned)
        .collect()
}

/// Chinese that is read and not said, or names parts of a law; and what Chinese units are counted in.
const NOT_SAID: [&str; 4] = ["第", "个{unit}", "月", "工作日"];

#[test]
fn all_that_the_program_says_on_a_page_is_translated() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = |language: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(root.join(format!("themes/wanjia/words/{language}.yaml"))).unwrap();
        let keys = text.lines().filter_map(|line| line.split_once(": "));
        keys.map(|(key, _)| key.trim_matches('"').to_owned()).collect()
    };
    let (english, traditional) = (known("en"), known("zh-Hant"));
    let mut missing = BTreeSet::new();
    for room in [
        "kind",
        "document",
        "fact",
        "markdown/writer",
        "theme/from_site",
        "theme/answers.rs",
        "outputs",
    ] {
        let files = walkdir::WalkDir::new(root.join("src").join(room));
        for file in files.into_iter().map(|file| file.unwrap().into_path()) {
            // What is wrong with facts.yaml is a message; units, what quotations begin their source with, directions, words
            // that are no reason, other names of roles and samples are read, not said.
            let apart = [
                "fact/loose.rs",
                "fact/read.rs",
                "fact/unit.rs",
                "writer/attribution.rs",
                "writer/beside.rs",
                "beside/block.rs",
                "writer/ground.rs",
                "kind/coordinates.rs",
                "kind/presence.rs",
                "kind/sample.rs",
                "kind/signoff.rs",
            ];
            if file.extension().is_none_or(|end| end != "rs") || apart.iter().any(|end| file.ends_with(end)) {
                continue;
            }
            for said in strings(&fs::read_to_string(&file).unwrap()) {
                let exempt = NOT_SAID.contains(&said.as_str());
                let translated = english.contains(&said) && traditional.contains(&said);
                if !exempt && !translated {
                    missing.insert(format!("{}: {said}", file.strip_prefix(root).unwrap().display()));
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn a_translation_has_what_is_no_word_of_its_original_in_every_build() {
    let desk = site();
    desk.write("content/policies/old.md", "---\ntitle: 旧规定\nkind: policy\nstatus: 废止\nnumber: 某发〔2020〕1号\nissued: 2020-01-02\n---\n第一条 一。\n");
    desk.write(
        "content/policies/old.en.md",
        "---\ntitle: Old rule\nkind: policy\nsummary: Words.\n---\nArticle 1.\n",
    );
    desk.write(
        "content/places/q.md",
        "---\ntitle: 服务点\nkind: place\nphones: [\"021-6868\"]\nhours: 9:00-17:00\n---\n来。\n",
    );
    desk.write(
        "content/places/q.en.md",
        "---\ntitle: Service point\nkind: place\n---\nCome.\n",
    );
    let page = |path: &str| String::from_utf8(desk.output()[path].clone()).unwrap();
    assert_eq!(desk.build().report, Vec::<String>::new());
    let policy = page("en/policies/old/index.html");
    assert!(
        policy.contains("某发〔2020〕1号") && policy.contains("Repealed"),
        "{policy}"
    );
    assert!(page("en/places/q/index.html").contains("021-6868"));
    // Of the original nothing is left behind when it changes.
    desk.write(
        "content/places/q.md",
        "---\ntitle: 服务点\nkind: place\nphones: [\"021-7979\"]\n---\n来。\n",
    );
    desk.build();
    let place = page("en/places/q/index.html");
    assert!(
        place.contains("021-7979") && !place.contains("021-6868"),
        "{place}"
    );
}
