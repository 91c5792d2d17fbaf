//! `wanjia export review` as its users see it: what goes to those who pass a page, and that nothing changed is left out.

mod desk;

use desk::Desk;
use std::path::Path;
use std::process::Command;

const SITE: &str = "name: 测试站\nurl: https://example.org/jsx/\nregion: {code: \"310000\", name: 上海市}\nsignoff: {policy: 终审}\n";

const LAW: &str = "---\ntitle: 某某条例\nkind: policy\nissuer: 某某市\nissued: 2021-11-25\nsignoff: {起草: 李四 2026-11-01, 终审: 张三 2026-11-20}\n---\n\n第一条 婚假三天。\n\n第二条 产假一百五十八天。\n";

fn facts(days: u32) -> String {
    format!("婚假:\n  value: {days}\n  unit: 天\n  source: 某某条例#第一条\n  since: 2021-11-25\n")
}

fn site() -> Desk {
    let desk = Desk::empty();
    desk.write("site.yaml", SITE);
    desk.write("facts.yaml", facts(10));
    desk.write("content/law.md", LAW);
    desk.write(
        "content/a.md",
        "---\ntitle: 婚假有几天\n---\n\n婚假{{婚假}}，见[另一页](b.md)。\n",
    );
    desk.write("content/b.md", "---\ntitle: 另一页\n---\n\n乙。\n");
    desk
}

/// Runs the program in a site: its exit code and what it said.
fn wanjia(desk: &Desk, line: &[&str]) -> (Option<i32>, String) {
    let run = desk::run(desk.root(), line);
    (run.code, run.said)
}

/// Runs git in a site, whatever settings this machine has.
fn git(desk: &Desk, words: &[&str]) {
    let mut git = Command::new("git");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        git.env_remove(name);
    }
    let ended = git
        .args(["-c", "user.name=someone", "-c", "user.email=someone@example.org"])
        .args(["-c", "commit.gpgSign=false"])
        .args(words)
        .current_dir(desk.root())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
}

/// A site whose first state is committed, as `v1`.
fn committed() -> Desk {
    let desk = site();
    git(&desk, &["init", "--quiet", "--initial-branch=main"]);
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message=x"]);
    git(&desk, &["tag", "v1"]);
    desk
}

fn read(desk: &Desk, file: &str) -> String {
    let path = desk.path("export/review").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Exports since `v1`: the list of changes.
fn review(desk: &Desk) -> String {
    let (code, said) = wanjia(desk, &["export", "review", "--since", "v1"]);
    assert_eq!(code, Some(0), "{said}");
    read(desk, "index.html")
}

#[test]
fn a_fact_that_changed_brings_along_every_page_that_shows_it_and_no_other() {
    let desk = committed();
    desk.write("facts.yaml", facts(13));
    let list = review(&desk);
    assert!(list.contains("改动 1 页。"), "{list}");
    assert!(
        list.contains("婚假<del>10</del>天，见另一页。") && list.contains("婚假<ins>13</ins>天"),
        "{list}"
    );
    assert!(desk.path("export/review/site/a/index.html").exists());
    assert!(!desk.path("export/review/site/b/index.html").exists());
}

#[test]
fn a_page_that_goes_to_be_passed_says_that_it_is_not_published() {
    let desk = committed();
    desk.write(
        "content/new.md",
        "---\ntitle: 新页\ndraft: true\n---\n\n见[甲](a.md)和[乙](b.md)，![图](p.svg)。\n",
    );
    desk.write(
        "content/p.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
    );
    desk.write(
        "content/a.md",
        "---\ntitle: 婚假有几天\n---\n\n婚假{{婚假}}。改过。\n",
    );
    let list = review(&desk);
    assert!(
        list.contains("新增 1 页，改动 1 页。") && list.contains("<span class=\"tag\">草稿</span>"),
        "{list}"
    );
    let page = read(&desk, "site/new/index.html");
    for said in [
        "<meta name=\"robots\" content=\"noindex,nofollow\">",
        "href=\"../../review.css\"",
        "<div class=\"review-mark\" aria-hidden=\"true\"></div>",
        "href=\"../a/index.html\"",
        "href=\"https://example.org/jsx/b/\"",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert!(page.contains("../p.svg") && desk.path("export/review/site/p.svg").exists());
    assert!(!page.contains("href=\"../search/"), "{page}");
}

#[test]
fn the_sheet_bears_the_names_of_those_who_have_signed() {
    let desk = committed();
    desk.write("content/law.md", LAW.replace("三天", "十天"));
    review(&desk);
    let sheet = read(&desk, "signoff.html");
    assert!(
        sheet.contains(
            "<td data-side=\"起草\">李四<br><small>2026-11-01</small></td><td data-side=\"初审\"></td>"
        ),
        "{sheet}"
    );
    assert!(
        sheet.contains("<span>签名</span>张三</p><p><span>日期</span>2026年11月20日</p>"),
        "{sheet}"
    );
    // A page that lacks a signature goes along, and says so.
    desk.write(
        "content/law.md",
        LAW.replace(", 终审: 张三 2026-11-20", "").replace("三天", "十天"),
    );
    assert!(review(&desk).contains("审签未齐"));
}

#[test]
fn a_page_that_is_gone_and_a_draft_that_is_ready_are_told() {
    let desk = committed();
    desk.write("content/c.md", "---\ntitle: 草稿页\ndraft: true\n---\n\n丙。\n");
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message=y"]);
    git(&desk, &["tag", "--force", "v1"]);
    desk.write("content/c.md", "---\ntitle: 草稿页\n---\n\n丙。\n");
    desk.write("content/a.md", "---\ntitle: 婚假有几天\n---\n\n婚假{{婚假}}。\n");
    desk.remove("content/b.md");
    let list = review(&desk);
    assert!(
        list.contains("改动 1 页，草稿转为发布 1 页，撤去 1 页。"),
        "{list}"
    );
    assert!(
        list.contains("<li>另一页<span class=\"file\">/b/</span></li>"),
        "{list}"
    );
}

#[test]
fn without_a_word_it_is_compared_with_what_was_published_last() {
    let desk = site();
    let (_, said) = wanjia(&desk, &["export", "review"]);
    assert!(
        read(&desk, "index.html").contains("没有旧版可比，全部列出：新增 3 页。"),
        "{said}"
    );
    wanjia(&desk, &["build"]);
    let (code, said) = wanjia(&desk, &["export", "review"]);
    assert!(code == Some(0) && said.contains("没有改动"), "{said}");
    desk.write("facts.yaml", facts(13));
    wanjia(&desk, &["export", "review"]);
    let list = read(&desk, "index.html");
    assert!(
        list.contains("和上次发布的网站相比：改动 1 页。") && list.contains("<ins>13</ins>"),
        "{list}"
    );
}

#[test]
fn without_git_the_dates_of_files_tell_and_that_is_said() {
    let desk = site();
    let (code, said) = wanjia(&desk, &["export", "review", "--since", "2000-01-01"]);
    assert!(code == Some(0) && said.contains("看的是文件的日期"), "{said}");
    let list = read(&desk, "index.html");
    assert!(
        list.contains("改动 3 页") && list.contains("没有旧文可比"),
        "{list}"
    );
    let (code, said) = wanjia(&desk, &["export", "review", "--since", "v1"]);
    assert!(code == Some(2) && said.contains("不在 git 仓库里"), "{said}");
    let (_, said) = wanjia(&desk, &["export", "review", "--since", "2999-01-01"]);
    assert!(said.contains("没有改动"), "{said}");
}

#[test]
fn a_revision_that_is_none_is_told_and_a_day_before_all_commits_makes_all_new() {
    let desk = committed();
    for odd in ["v2", "--output=x", "HEAD:site.yaml"] {
        let (code, said) = wanjia(&desk, &["export", "review", &format!("--since={odd}")]);
        assert!(code == Some(2) && said.contains("没有分支、标签或提交"), "{said}");
    }
    let (code, said) = wanjia(&desk, &["export", "review", "--since", "2000-01-01"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(read(&desk, "index.html").contains("新增 3 页"));
    let (code, _) = wanjia(&desk, &["export", "review", "--since", "HEAD~0"]);
    assert_eq!(code, Some(0));
}

#[test]
fn an_upstream_outside_of_the_repository_is_the_one_of_today() {
    let desk = Desk::empty();
    desk.write("up/site.yaml", "name: 上级\nurl: https://example.org/up/\n");
    desk.write("up/content/u.md", "---\ntitle: 上级页\n---\n\n甲。\n");
    desk.write(
        "own/site.yaml",
        "name: 本站\nurl: https://example.org/\nextends: ../up\n",
    );
    desk.write("own/content/a.md", "---\ntitle: 本站页\n---\n\n甲。\n");
    let own = |words: &[&str]| git(&desk, &[&["-C", "own"], words].concat());
    own(&["init", "--quiet", "--initial-branch=main"]);
    own(&["add", "--all"]);
    own(&["commit", "--quiet", "--message=x"]);
    desk.write("own/content/a.md", "---\ntitle: 本站页\n---\n\n乙。\n");
    let (code, said) = wanjia(&desk, &["export", "review", "--root", "own", "--since", "HEAD"]);
    assert_eq!(code, Some(0), "{said}");
    let list = std::fs::read_to_string(desk.path("own/export/review/index.html")).unwrap();
    assert!(
        list.contains("：改动 1 页。") && list.contains("<del>甲</del>。"),
        "{list}"
    );
}

#[test]
fn an_upstream_in_an_archive_is_the_one_that_it_was() {
    let desk = Desk::empty();
    let pack = |words: &str| {
        desk.write("up/site.yaml", "name: 上级\nurl: https://example.org/up/\n");
        desk.write("up/content/u.md", format!("---\ntitle: 上级页\n---\n\n{words}\n"));
        wanjia(&desk, &["pack", "--root", "up", "--out", "up.zip"]);
        let zip = std::fs::read(desk.path("up.zip")).unwrap();
        let digest = <sha2::Sha256 as sha2::Digest>::digest(zip);
        let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let extends = format!("extends:\n  archive: ../up.zip\n  sha256: {hash}\nlanguage: zh-CN\n");
        desk.write(
            "own/site.yaml",
            format!("name: 本站\nurl: https://example.org/\n{extends}"),
        );
        wanjia(&desk, &["build", "--root", "own"]);
    };
    desk.write("own/.gitignore", "/public/\n/.wanjia/\n");
    pack("甲的话。");
    let own = |words: &[&str]| git(&desk, &[&["-C", "own"], words].concat());
    own(&["init", "--quiet", "--initial-branch=main"]);
    own(&["add", "--all"]);
    own(&["commit", "--quiet", "--message=x"]);
    pack("乙的话。");
    let (code, said) = wanjia(&desk, &["export", "review", "--root", "own", "--since", "HEAD"]);
    assert_eq!(code, Some(0), "{said}");
    let list = std::fs::read_to_string(desk.path("own/export/review/index.html")).unwrap();
    assert!(
        list.contains("<del>甲</del>的话。") && list.contains("<ins>乙</ins>"),
        "{list}"
    );
    assert!(!list.contains("今天的"), "{list}");
}

#[test]
fn nothing_that_the_repository_names_is_run() {
    let desk = committed();
    let trap = desk.path("trap.sh");
    desk.write(
        "trap.sh",
        format!("#!/bin/sh\ntouch '{}'\ncat\n", desk.path("sprung").display()),
    );
    desk.write(".gitattributes", "*.md filter=trap\n");
    Command::new("chmod").args(["+x"]).arg(&trap).status().unwrap();
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message=y"]);
    let trap = trap.to_string_lossy().into_owned();
    for key in [
        "core.fsmonitor",
        "filter.trap.smudge",
        "core.sshCommand",
        "uploadpack.packObjectsHook",
        "tar.tar.command",
    ] {
        git(&desk, &["config", key, &trap]);
    }
    desk.write("facts.yaml", facts(13));
    let (code, said) = wanjia(&desk, &["export", "review", "--since", "HEAD"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!desk.path("sprung").exists());
}

#[test]
fn a_second_export_is_the_same_and_what_is_not_ours_is_left_alone() {
    let desk = committed();
    desk.write("facts.yaml", facts(13));
    let line = ["export", "review", "--since", "v1", "--to", "zip"];
    wanjia(&desk, &line);
    let zip = || std::fs::read(desk.path("export/review.zip")).unwrap();
    let first = zip();
    let (code, said) = wanjia(&desk, &line);
    assert!(code == Some(0) && first == zip(), "{said}");
    desk.write("export/review.zip", "somebody's");
    let (code, said) = wanjia(&desk, &line);
    assert!(
        code == Some(2) && said.contains("没有动它") && zip() == b"somebody's",
        "{said}"
    );

    desk.write("mine/notes.txt", "somebody's");
    for folder in ["mine", "content/x", "public"] {
        wanjia(&desk, &["build"]);
        let (code, said) = wanjia(&desk, &["export", "review", "--since", "v1", "--out", folder]);
        assert_eq!(code, Some(2), "{folder}: {said}");
    }
    assert!(desk.path("public/404.html").exists() && !desk.path("mine/index.html").exists());
    assert_eq!(files(&desk.path("mine")), ["notes.txt"]);
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn an_error_in_a_page_that_is_to_be_passed_is_told_and_nothing_is_written() {
    let desk = committed();
    desk.write("content/b.md", "---\ntitle: 另一页\n---\n\n[没有](nowhere.md)\n");
    let (code, said) = wanjia(&desk, &["export", "review", "--since", "v1"]);
    assert!(
        code == Some(1) && said.contains("nowhere.md") && said.contains("没有导出"),
        "{said}"
    );
    assert!(!desk.path("export").exists());
}

#[test]
fn an_archive_needs_a_name() {
    let desk = site();
    let (code, said) = wanjia(&desk, &["export", "review", "--to", "zip", "--out", ".."]);
    assert_eq!(
        (code, said.contains("不能做压缩包的名字")),
        (Some(2), true),
        "{said}"
    );
}

#[test]
fn a_page_whose_day_is_still_to_come_is_passed_before_it_comes() {
    let desk = committed();
    desk.write(
        "content/soon.md",
        "---\ntitle: 下月\npublish: 2099-01-01\n---\n\n文。\n",
    );
    let list = review(&desk);
    assert!(
        list.contains("新增 1 页。") && list.contains("<span class=\"tag\">2099年1月1日发布</span>"),
        "{list}"
    );
    let page = read(&desk, "site/soon/index.html");
    assert!(page.contains("未到发布日"), "{page}");
}

const ALL: &str = "---\ntitle: 婚假有几天\n---\n\n去[窗口](b.md)问。\n\n![合影](p.svg)\n\n- [ ] 带身份证\n\n讲**三句**话。\n";

/// A site with a page of all that is no word, committed as `v1` and published; the page is then written anew.
fn with_all(change: &[(&str, &str)]) -> Desk {
    let desk = site();
    let picture =
        |size: u32| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"9\"/>");
    desk.write("content/a.md", ALL);
    desk.write("content/p.svg", picture(9));
    desk.write("content/q.svg", picture(8));
    git(&desk, &["init", "--quiet", "--initial-branch=main"]);
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "--message=x"]);
    git(&desk, &["tag", "v1"]);
    assert_eq!(wanjia(&desk, &["build"]).0, Some(0));
    let text = change
        .iter()
        .fold(ALL.to_owned(), |text, (old, new)| text.replace(old, new));
    desk.write("content/a.md", text);
    desk
}

/// What a review says that differs, against the commit and against what was published.
fn differences(desk: &Desk) -> [String; 2] {
    let table = |list: String| {
        let begin = list.find("<tbody>").unwrap_or_else(|| panic!("{list}"));
        list[begin..list.find("</tbody>").unwrap()].to_owned()
    };
    let since = table(review(desk));
    let (code, said) = wanjia(desk, &["export", "review"]);
    assert_eq!(code, Some(0), "{said}");
    [since, table(read(desk, "index.html"))]
}

#[test]
fn links_pictures_and_boxes_that_changed_alone_are_seen() {
    for (old, new, del, ins) in [
        ("(b.md)", "(law.md)", "〔链接：/b/〕", "〔链接：/law/〕"),
        ("(p.svg)", "(q.svg)", "〔图片：/p.svg〕", "〔图片：/q.svg〕"),
        ("![合影]", "![留影]", "<del>合</del>影", "<ins>留</ins>影"),
        ("- [ ]", "- [x]", "<del>☐</del>", "<ins>☑</ins>"),
        ("**三句**", "*三句*", "〔粗体起〕", "〔着重起〕"),
    ] {
        for list in differences(&with_all(&[(old, new)])) {
            assert!(list.contains(del) && list.contains(ins), "{old}: {list}");
            assert_eq!(list.matches("<tr>").count(), 1, "{old}: {list}");
        }
    }
}

#[test]
fn links_and_pictures_are_seen_as_well_where_the_words_beside_them_changed() {
    let change = [
        ("(b.md)问", "(law.md)打听"),
        ("![合影](p.svg)", "新的![合影](q.svg)"),
    ];
    for list in differences(&with_all(&change)) {
        for said in [
            "〔链接：/law/〕",
            "打听</ins>",
            "〔图片：/q.svg〕",
            "<ins>新的</ins>",
        ] {
            assert!(list.contains(said), "{said}: {list}");
        }
    }
}

#[test]
fn what_is_no_word_is_not_shown_where_it_did_not_change() {
    for list in differences(&with_all(&[("问。", "问一问。")])) {
        assert!(list.contains("去窗口问<ins>一问</ins>。"), "{list}");
        assert!(!list.contains('〔'), "{list}");
    }
}

#[test]
fn a_picture_with_other_content_under_its_old_name_is_seen() {
    for since in [&["--since", "v1"][..], &[]] {
        let desk = with_all(&[]);
        desk.write(
            "content/p.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"7\" height=\"7\"/>",
        );
        let (code, said) = wanjia(&desk, &[&["export", "review"], since].concat());
        assert_eq!(code, Some(0), "{said}");
        let list = read(&desk, "index.html");
        assert!(
            list.contains("改动 1 页。") && list.contains("名字没有变的文件：<span class=\"file\">/p.svg"),
            "{list}"
        );
    }
}

#[test]
fn an_old_review_is_not_taken_for_one_that_finds_nothing() {
    let desk = committed();
    desk.write("facts.yaml", facts(13));
    review(&desk);
    desk.write("facts.yaml", facts(10));
    let (code, said) = wanjia(&desk, &["export", "review", "--since", "v1"]);
    assert!(
        code == Some(0) && said.contains("没有改动") && said.contains("不要当成这一次的送审稿"),
        "{said}"
    );
}
