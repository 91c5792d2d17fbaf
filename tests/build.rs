//! One build path, run again: what is made, parsed and written the second time.

mod desk;

use desk::{Desk, SITE, files};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};
use wanjia::pipeline::{Builder, NoProgress};

/// Two sections, a policy with an explainer, facts, a tag; its files are a while old.
fn site() -> Desk {
    let desk = Desk::with(&[
        (
            "content/news/_index.md",
            "---\ntitle: 动态\ncontains: news\n---\n",
        ),
        (
            "content/news/a.md",
            "---\ntitle: 甲\ndate: 2026-01-02\ntags: [婚俗]\n---\n甲文。\n",
        ),
        (
            "content/news/b.md",
            "---\ntitle: 乙\ndate: 2026-01-03\n---\n{{婚假}}\n",
        ),
        (
            "content/p/law.md",
            "---\ntitle: 条例\nkind: policy\n---\n第一条 甲的话。\n",
        ),
        (
            "content/p/e.md",
            "---\ntitle: 解读\nkind: explainer\nexplains: [条例#第一条]\n---\n说{{婚假}}。\n",
        ),
        ("content/about.md", "---\ntitle: 关于\n---\n关于。\n"),
        ("static/logo.svg", "<svg/>"),
        (
            "facts.yaml",
            "婚假:\n- {value: 3, unit: 天, until: 2026-11-30}\n- {value: 10, unit: 天, since: 2026-12-01}\n",
        ),
    ]);
    // What search makes of a change is told by a test of its own.
    desk.write("site.yaml", format!("{SITE}search: false\n"));
    desk.write(
        "themes/bare/templates/section.html",
        "{% for p in list.pages %}{{ p.title }} {% endfor %}{% block listing %}{% endblock %}",
    );
    desk.write(
        "themes/bare/templates/explainer.html",
        "{% for e in page.explainer.explains %}{{ e.html | safe }}{% endfor %}{{ page.content | safe }}",
    );
    age(&desk);
    desk
}

/// Makes every file a minute old, so that size and time are enough to know it again.
fn age(desk: &Desk) {
    for path in files(desk.root())
        .keys()
        .filter(|path| !path.starts_with("public") && !path.starts_with(".wanjia"))
    {
        set_time(desk, path, SystemTime::now() - Duration::from_secs(60));
    }
}

fn set_time(desk: &Desk, path: &str, time: SystemTime) {
    std::fs::File::options()
        .append(true)
        .open(desk.path(path))
        .unwrap()
        .set_modified(time)
        .unwrap();
}

/// Writes a file as if somebody had done so half a minute ago.
fn edit(desk: &Desk, path: &str, text: &str) {
    desk.write(path, text);
    set_time(desk, path, SystemTime::now() - Duration::from_secs(30));
}

/// What changed in the output between two builds.
fn changed(desk: &Desk, build: impl FnOnce()) -> Vec<String> {
    let before = desk.output();
    build();
    let after = desk.output();
    let names = before
        .keys()
        .chain(after.keys())
        .filter(|name| before.get(*name) != after.get(*name) && *name != "manifest.json");
    let mut names: Vec<String> = names.cloned().collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn a_rebuild_of_an_unchanged_site_parses_makes_and_writes_nothing() {
    let desk = site();
    let first = desk.build().clean();
    assert_eq!(
        (
            first.outcome.parsed,
            first.published.unchanged,
            first.published.removed
        ),
        (6, 0, 0)
    );
    assert!(
        first.outcome.made > 15 && first.published.written == first.outcome.made,
        "{first:?}",
        first = first.outcome
    );
    let times = |desk: &Desk| -> BTreeMap<String, SystemTime> {
        desk.output()
            .keys()
            .map(|file| {
                (
                    file.clone(),
                    std::fs::metadata(desk.path("public").join(file))
                        .unwrap()
                        .modified()
                        .unwrap(),
                )
            })
            .collect()
    };
    let before = times(&desk);
    let second = desk.build().clean();
    assert_eq!(
        (
            second.outcome.parsed,
            second.outcome.made,
            second.published.written,
            second.published.removed
        ),
        (0, 0, 0, 0)
    );
    assert_eq!(second.published.unchanged, first.published.written);
    assert_eq!(second.outcome.pages, first.outcome.pages);
    assert_eq!(times(&desk), before);
}

#[test]
fn an_edited_text_is_parsed_alone_and_only_its_own_page_is_made() {
    let desk = site();
    desk.build().clean();
    edit(&desk, "content/about.md", "---\ntitle: 关于\n---\n改了。\n");
    let mut built = None;
    let changed = changed(&desk, || built = Some(desk.build().clean()));
    let built = built.unwrap();
    assert_eq!(
        (built.outcome.parsed, built.outcome.made, built.published.written),
        (1, 1, 1)
    );
    assert_eq!(changed, ["about/index.html"]);
}

#[test]
fn an_edited_title_is_made_again_wherever_it_is_shown() {
    let desk = site();
    desk.build().clean();
    edit(
        &desk,
        "content/news/a.md",
        "---\ntitle: 新题\ndate: 2026-01-02\ntags: [婚俗]\n---\n甲文。\n",
    );
    let mut built = None;
    let changed = changed(&desk, || built = Some(desk.build().clean()));
    assert_eq!(built.unwrap().outcome.parsed, 1);
    assert_eq!(
        changed,
        [
            "atom.xml",
            "news/atom.xml",
            "news/index.html",
            "tags/hun-su/atom.xml"
        ]
    );
    assert!(desk.read("news/index.html").contains("新题"));
}

#[test]
fn an_edited_clause_is_made_again_on_the_page_that_explains_it() {
    let desk = site();
    desk.build().clean();
    edit(
        &desk,
        "content/p/law.md",
        "---\ntitle: 条例\nkind: policy\n---\n第一条 乙的话。\n",
    );
    let mut built = None;
    let changed = changed(&desk, || built = Some(desk.build().clean()));
    assert_eq!(built.unwrap().outcome.parsed, 1);
    assert_eq!(changed, ["p/e/index.html", "p/law/index.html"]);
    assert!(desk.read("p/e/index.html").contains("乙的话"));
}

#[test]
fn a_new_explainer_appears_at_its_clause_though_the_policy_was_not_touched() {
    let desk = site();
    desk.build().clean();
    edit(
        &desk,
        "content/p/f.md",
        "---\ntitle: 又一篇\nkind: explainer\nexplains: [条例#第一条]\n---\n",
    );
    let built = desk.build().clean();
    assert_eq!(built.outcome.parsed, 1);
    assert!(desk.read("p/law/index.html").contains("/p/f/"));
    desk.remove("content/p/f.md");
    let built = desk.build().clean();
    assert_eq!((built.outcome.parsed, built.published.removed), (0, 1));
    assert!(!desk.read("p/law/index.html").contains("/p/f/"));
}

#[test]
fn a_touched_file_of_the_same_text_makes_nothing() {
    let desk = site();
    desk.build().clean();
    set_time(
        &desk,
        "content/about.md",
        SystemTime::now() - Duration::from_secs(5),
    );
    let built = desk.build().clean();
    assert_eq!(
        (built.outcome.parsed, built.outcome.made, built.published.written),
        (0, 0, 0)
    );
}

#[test]
fn a_change_within_the_same_tick_of_the_clock_and_of_the_same_size_is_seen() {
    let desk = site();
    let now = SystemTime::now();
    desk.write("content/about.md", "---\ntitle: 关于\n---\n一一。\n");
    set_time(&desk, "content/about.md", now);
    desk.build().clean();
    desk.write("content/about.md", "---\ntitle: 关于\n---\n二二。\n");
    set_time(&desk, "content/about.md", now);
    desk.build().clean();
    assert!(desk.read("about/index.html").contains("二二"));
}

#[test]
#[cfg(unix)]
fn a_change_that_keeps_size_and_time_is_seen() {
    let desk = site();
    desk.build().clean();
    let path = "content/about.md";
    let time = std::fs::metadata(desk.path(path)).unwrap().modified().unwrap();
    desk.write(path, "---\ntitle: 关于\n---\n改了。\n");
    set_time(&desk, path, time);
    desk.build().clean();
    assert!(desk.read("about/index.html").contains("改了。"));
}

#[test]
fn a_template_is_made_into_all_its_pages_again() {
    let desk = site();
    desk.build().clean();
    edit(
        &desk,
        "themes/bare/templates/page.html",
        "新样 {{ page.content | safe }}",
    );
    let built = desk.build().clean();
    assert_eq!(built.outcome.parsed, 0);
    for page in ["about", "news/a", "news/b", "p/law"] {
        assert!(
            desk.read(&format!("{page}/index.html")).starts_with("新样"),
            "{page}"
        );
    }
}

#[test]
fn another_day_flips_facts_without_parsing_anything() {
    let desk = site();
    desk.build_on("2026-11-30").clean();
    assert!(desk.read("news/b/index.html").contains("3天"));
    let mut built = None;
    let changed = changed(&desk, || built = Some(desk.build_on("2026-12-01").clean()));
    assert_eq!(built.unwrap().outcome.parsed, 0);
    assert_eq!(
        changed,
        [
            "atom.xml",
            "news/atom.xml",
            "news/b/index.html",
            "p/e/index.html",
            "sources.json"
        ]
    );
    assert!(desk.read("news/b/index.html").contains("10天"));
}

#[test]
fn another_day_brings_pages_and_leaves_a_notice_of_those_that_are_over() {
    let desk = site();
    edit(
        &desk,
        "content/x.md",
        "---\ntitle: 限时\npublish: 2026-12-01\nexpires: 2026-12-31\n---\n只在十二月。\n",
    );
    let there = |day: &str| {
        desk.build_on(day).clean();
        let page = desk
            .output()
            .contains_key("x/index.html")
            .then(|| desk.read("x/index.html"));
        page.map(|page| page.contains("只在十二月"))
    };
    assert_eq!(there("2026-11-30"), None);
    assert_eq!(
        (there("2026-12-01"), there("2026-12-31")),
        (Some(true), Some(true))
    );
    assert_eq!(there("2027-01-01"), Some(false));
}

#[test]
fn what_a_remembered_document_says_is_said_again() {
    let desk = site();
    edit(
        &desk,
        "content/about.md",
        "---\ntitle: 关于\nreview_by: 2026-01-01\n---\n[无](none.md)\n",
    );
    desk.write("site.yaml", format!("{SITE}rules: {{link-broken: warning}}\n"));
    let first = desk.build().report;
    assert_eq!(first.len(), 2, "{first:?}");
    let second = desk.build();
    assert_eq!((second.outcome.parsed, second.report), (0, first));
}

#[test]
fn an_error_is_told_again_by_the_next_build_and_the_mended_site_is_whole() {
    let desk = site();
    desk.build().clean();
    let before = desk.output();
    edit(&desk, "content/about.md", "---\ntitel: 关于\n---\n");
    let first = desk.build();
    let second = desk.build();
    assert!(first.outcome.failed && second.outcome.failed);
    assert_eq!(first.report, second.report);
    assert_eq!((second.outcome.parsed, desk.output() == before), (0, true));
    edit(&desk, "content/about.md", "---\ntitle: 关于\n---\n关于。\n");
    desk.build().clean();
    assert!(desk.output() == before);
}

#[test]
fn two_builds_of_one_input_are_equal_byte_for_byte_whatever_the_threads_and_the_folder() {
    let build = |threads: usize| {
        let desk = site();
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| drop(desk.build().clean()));
        desk.output()
    };
    let one = build(1);
    assert!(one.len() > 15);
    for threads in [2, 5] {
        assert!(build(threads) == one, "{threads} threads");
    }
}

#[test]
fn the_memo_changes_no_byte_of_the_output() {
    let desk = site();
    desk.build().clean();
    let before = desk.output();
    std::fs::remove_dir_all(desk.path(".wanjia")).unwrap();
    let built = desk.build().clean();
    assert_eq!((built.outcome.parsed, built.published.written), (6, 0));
    assert!(desk.output() == before);
    for broken in [
        b"".as_slice(),
        b"noise",
        &std::fs::read(desk.path(".wanjia/memo")).unwrap()[..200],
    ] {
        desk.write(".wanjia/memo", broken);
        desk.write(".wanjia/published", broken);
        let built = desk.build().clean();
        assert_eq!((built.outcome.parsed, built.published.written), (6, 0));
        assert!(desk.output() == before);
    }
    for file in [".wanjia/memo", ".wanjia/published"] {
        let mut flipped = std::fs::read(desk.path(file)).unwrap();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0x55;
        flipped.truncate(flipped.len() - 3);
        desk.write(file, flipped);
    }
    desk.build();
    assert!(desk.output() == before);
}

#[test]
fn a_file_of_the_output_that_somebody_lost_or_spoilt_is_made_again() {
    let desk = site();
    desk.build().clean();
    let before = desk.output();
    desk.remove("public/about/index.html");
    desk.write("public/news/a/index.html", "别人改过");
    let built = desk.build().clean();
    assert_eq!(built.outcome.parsed, 0);
    assert!(desk.output() == before);
}

#[test]
fn what_is_no_longer_made_is_removed_and_what_others_put_there_stays() {
    let desk = site();
    desk.build().clean();
    desk.write("public/google-verify.html", "别人的");
    desk.write("public/about/notes.txt", "别人的");
    desk.remove("content/about.md");
    desk.remove("content/news/b.md");
    desk.remove("static/logo.svg");
    let built = desk.build().clean();
    assert_eq!(built.published.removed, 3);
    let output = desk.output();
    assert!(output.contains_key("google-verify.html") && output.contains_key("about/notes.txt"));
    assert!(
        !output.contains_key("about/index.html")
            && !output.contains_key("news/b/index.html")
            && !output.contains_key("logo.svg")
    );
}

#[test]
fn the_manifest_lists_every_file_sorted_with_its_hash_and_not_itself() {
    let desk = site();
    desk.build().clean();
    let manifest: serde_json::Value = serde_json::from_str(&desk.read("manifest.json")).unwrap();
    let listed: Vec<(String, String)> = manifest["files"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(file, hash)| (file.clone(), hash.as_str().unwrap().to_owned()))
        .collect();
    let made: Vec<(String, String)> = desk
        .output()
        .into_iter()
        .filter(|(file, _)| file != "manifest.json")
        .map(|(file, bytes)| {
            (
                file,
                Sha256::digest(&bytes)
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
            )
        })
        .collect();
    assert_eq!(listed, made);
}

#[test]
fn one_workshop_builds_again_and_again_as_a_new_one_would() {
    let desk = site();
    let mut workshop = Builder::open(desk.root());
    let out = desk.path("public");
    let mut publish = |desk: &Desk| {
        workshop
            .publish(&desk.order(desk::DAY), &out, &NoProgress)
            .unwrap()
            .0
    };
    assert_eq!(publish(&desk).parsed, 6);
    assert_eq!((publish(&desk).parsed, publish(&desk).made), (0, 0));
    edit(&desk, "content/about.md", "---\ntitle: 改\n---\n改。\n");
    assert_eq!(publish(&desk).parsed, 1);
    let warm = desk.output();
    std::fs::remove_dir_all(desk.path(".wanjia")).unwrap();
    std::fs::remove_dir_all(&out).unwrap();
    desk.build().clean();
    assert!(desk.output() == warm);
}

#[test]
fn a_builder_that_builds_again_considers_only_what_an_edit_reaches() {
    let desk = site();
    let mut builder = Builder::open(desk.root()).again();
    let out = desk.path("public");
    let mut publish = |desk: &Desk| {
        let order = desk.order(desk::DAY);
        let outcome = builder.publish(&order, &out, &NoProgress).unwrap().0;
        assert!(!outcome.failed, "{:?}", outcome.diagnostics);
        let fresh = Desk::empty();
        for (path, bytes) in files(desk.root()) {
            if !path.starts_with("public") && !path.starts_with(".wanjia") {
                fresh.write(&path, bytes);
            }
        }
        fresh.build().clean();
        assert!(desk.output() == fresh.output());
        outcome.considered
    };
    let all = publish(&desk);
    assert!(all > 15);
    edit(
        &desk,
        "content/about.md",
        "---\ntitle: 关于\n---\n别的话，{{婚假}}。\n",
    );
    let body = publish(&desk);
    assert!((1..=8).contains(&body), "{body} of {all}");
    edit(
        &desk,
        "content/news/a.md",
        "---\ntitle: 丙\ndate: 2026-01-02\ntags: [婚俗]\n---\n甲文。\n",
    );
    let title = publish(&desk);
    assert!(title > body && title < all, "{title} of {all}");
    // A clause is shown on the page that explains it.
    edit(
        &desk,
        "content/p/law.md",
        "---\ntitle: 条例\nkind: policy\n---\n第一条 乙的话。\n",
    );
    let clause = publish(&desk);
    assert!(clause > body && clause < all, "{clause} of {all}");
    edit(
        &desk,
        "content/news/c.md",
        "---\ntitle: 新来的\ndate: 2026-01-04\n---\n新。\n",
    );
    assert!(publish(&desk) > all);
}

#[test]
fn only_the_files_that_are_said_to_be_touched_are_read_until_nobody_can_say() {
    let desk = site();
    let mut builder = Builder::open(desk.root()).again();
    let out = desk.path("public");
    let mut publish = |touched: Option<&[&str]>| {
        let touched = touched.map(|paths| paths.iter().map(|path| desk.path(path)).collect());
        builder.touch(touched);
        let outcome = builder
            .publish(&desk.order(desk::DAY), &out, &NoProgress)
            .unwrap()
            .0;
        assert!(!outcome.failed, "{:?}", outcome.diagnostics);
        [desk.read("about/index.html"), desk.read("news/a/index.html")].concat()
    };
    publish(None);
    edit(&desk, "content/about.md", "---\ntitle: 关于\n---\n先写的。\n");
    edit(
        &desk,
        "content/news/a.md",
        "---\ntitle: 甲\ndate: 2026-01-02\ntags: [婚俗]\n---\n后写的。\n",
    );
    let shown = publish(Some(&["content/about.md", "content/.about.md.new"]));
    assert!(shown.contains("先写的") && !shown.contains("后写的"));
    // A file that nobody knew, a folder, one that is gone: then all is read.
    for touched in ["content/neu.md", "content/news", "static"] {
        let text = format!("---\ntitle: 关于\n---\n{touched}改了。\n");
        edit(&desk, "content/about.md", &text);
        if touched.ends_with("neu.md") {
            edit(&desk, touched, "---\ntitle: 新\n---\n新。\n");
        }
        let shown = publish(Some(&[touched]));
        assert!(
            shown.contains(&format!("{touched}改了")) && shown.contains("后写的"),
            "{touched}"
        );
    }
    std::fs::remove_file(desk.path("content/neu.md")).unwrap();
    publish(Some(&["content/neu.md"]));
    assert!(!desk.path("public/neu/index.html").exists());
    std::fs::rename(desk.path("content/news"), desk.path("news")).unwrap();
    builder.touch(Some([desk.path("content/news")].into()));
    builder
        .publish(&desk.order(desk::DAY), &out, &NoProgress)
        .unwrap();
    assert!(!desk.path("public/news/a/index.html").exists());
}

#[test]
fn nothing_of_a_site_is_read_in_which_nothing_has_changed() {
    let desk = site();
    let settled = || std::thread::sleep(Duration::from_millis(80));
    settled();
    desk.build().clean();
    std::fs::remove_file(desk.path(".wanjia/memo")).unwrap();
    let again = desk.build().clean();
    assert_eq!((again.outcome.parsed, again.outcome.made), (0, 0));
    assert!(again.outcome.pages > 6 && again.published.unchanged > 15);
    for (path, text) in [
        ("facts.yaml", "婚假: {value: 5, unit: 天}\n"),
        ("static/logo.svg", "<svg><!-- another --></svg>"),
        ("content/about.md", "---\ntitle: 关于\n---\n改了。\n"),
    ] {
        desk.write(path, text);
        settled();
        let _ = std::fs::remove_file(desk.path(".wanjia/memo"));
        let changed = desk.build().clean();
        assert!(
            changed.outcome.parsed == 6 && changed.published.written > 0,
            "{path}"
        );
    }
    std::fs::remove_file(desk.path("public/index.html")).unwrap();
    assert_eq!(desk.build().clean().published.written, 1);
    // What is wrong with a file that is not read is told all the same.
    desk.write("content/new.md.txt", "---\ntitle: 新\n---\n新。\n");
    settled();
    assert!(desk.build().report.concat().contains("new.md.txt"));
    assert!(desk.build().report.concat().contains("new.md.txt"));
    std::fs::remove_file(desk.path("content/new.md.txt")).unwrap();
    assert_eq!(desk.build().report, Vec::<String>::new());
}

#[test]
fn a_section_that_changes_what_its_pages_are_has_them_read_again() {
    let desk = site();
    desk.build().clean();
    edit(
        &desk,
        "content/news/_index.md",
        "---\ntitle: 动态\ncontains: page\n---\n",
    );
    let built = desk.build().clean();
    assert_eq!(built.outcome.parsed, 3);
}

#[test]
fn the_index_of_search_is_made_again_only_when_something_changed_and_is_the_same_as_from_nothing() {
    let desk = site();
    desk.write("site.yaml", SITE);
    age(&desk);
    let first = desk.build().clean();
    let again = desk.build().clean();
    assert!(first.outcome.made > again.outcome.made && again.outcome.made == 0);
    edit(&desk, "content/about.md", "---\ntitle: 关于\n---\n改了。\n");
    let names = changed(&desk, || {
        let built = desk.build().clean();
        // The law may be read again for the page that explains it; no page is for the index.
        assert!(built.outcome.parsed == 1 && built.outcome.reparsed <= 1);
    });
    let elsewhere = |name: &&String| !name.starts_with("search/") && *name != "about/index.html";
    assert_eq!(names.iter().find(elsewhere), None, "{names:?}");
    let here = desk.output();
    std::fs::remove_dir_all(desk.path(".wanjia")).unwrap();
    std::fs::remove_dir_all(desk.path("public")).unwrap();
    desk.build().clean();
    assert_eq!(desk.output(), here);
}

#[test]
fn a_page_that_is_longer_than_a_file_of_the_index_moves_on_whole_when_those_before_it_grow() {
    let articles = |count: usize| {
        let words = "保障当事人的合法权益".repeat(30);
        let article = |n| format!("第{n}条 {words}\n\n");
        let text: String = (1..=count).map(article).collect();
        format!("---\ntitle: 例{count}\nkind: policy\n---\n{text}")
    };
    let desk = Desk::with(&[("content/a.md", &articles(60)), ("content/b.md", &articles(330))]);
    desk.build();
    for count in [160, 40] {
        desk.write("content/a.md", articles(count));
        desk.build();
        let here = desk.output();
        std::fs::remove_dir_all(desk.path(".wanjia")).unwrap();
        std::fs::remove_dir_all(desk.path("public")).unwrap();
        desk.build();
        let new = desk.output();
        let differ: Vec<&String> = here
            .keys()
            .filter(|path| here.get(*path) != new.get(*path))
            .collect();
        assert!(differ.is_empty() && here.len() == new.len(), "{differ:?}");
    }
}

#[test]
fn a_manifest_that_is_broken_or_gone_is_made_anew_from_what_is_remembered() {
    let desk = site();
    desk.build().clean();
    let before = desk.output();
    for broken in [Some(""), Some("{"), Some("[1]"), None] {
        edit(&desk, "content/about.md", "---\ntitle: 关于\n---\n别的。\n");
        match broken {
            Some(text) => desk.write("public/manifest.json", text),
            None => desk.remove("public/manifest.json"),
        }
        desk.build().clean();
        assert!(desk.read("about/index.html").contains("别的。"), "{broken:?}");
        edit(&desk, "content/about.md", "---\ntitle: 关于\n---\n关于。\n");
        desk.build().clean();
        assert!(desk.output() == before, "{broken:?}");
    }
}

#[test]
fn a_folder_with_other_things_in_it_is_left_alone() {
    let desk = site();
    desk.write("public/mine.txt", "我的");
    let mut builder = Builder::open(desk.root());
    let fault = builder
        .publish(&desk.order(desk::DAY), &desk.path("public"), &NoProgress)
        .unwrap_err();
    assert!(fault.to_string().contains("mine.txt"), "{fault}");
    assert_eq!(desk.output().into_keys().collect::<Vec<_>>(), ["mine.txt"]);
    // What begins with a dot is of programs: a checkout of the published site, say.
    std::fs::rename(desk.path("public/mine.txt"), desk.path("public/.nojekyll")).unwrap();
    desk.build().clean();
}

#[test]
fn what_somebody_put_where_a_site_was_published_once_is_left_alone() {
    let desk = site();
    desk.build().clean();
    std::fs::remove_dir_all(desk.path("public")).unwrap();
    desk.write("public/index.html", "别人的");
    let mut builder = Builder::open(desk.root());
    let refused = builder.publish(&desk.order(desk::DAY), &desk.path("public"), &NoProgress);
    assert!(refused.is_err());
    assert_eq!(desk.read("index.html"), "别人的");
}
