//! `wanjia import` as its users see it: what becomes of a file, and that nobody's page is lost.

mod desk;

use desk::Desk;
use serde_json::Value;

const NOTICE: &str = "某某县民政局文件\n\n某民发〔2026〕5号\n\n关于开好家长课堂的通知\n\n各镇人民政府：\n\n现通知如下：\n\n一、总体要求\n\n每季一期，\n\n免费参加。\n\n某某县民政局\n\n2026年3月9日\n";

/// A site with a section of policies, and the notice as a file beside it.
fn office() -> Desk {
    let desk = Desk::new();
    desk.write(
        "content/policies/_index.md",
        "---\ntitle: 政策\ncontains: policy\n---\n",
    );
    desk.write("通知.txt", NOTICE);
    desk
}

/// Runs the program in a site: its exit code, what it printed and what it said.
fn wanjia(desk: &Desk, line: &[&str]) -> (Option<i32>, String, String) {
    let run = desk::run(desk.root(), line);
    (run.code, run.out, run.said)
}

const PAGE: &str = "content/policies/guan-yu-kai-hao-jia-zhang-ke-tang-de-tong-zhi.md";

const DRAFT: &str = "---
title: 关于开好家长课堂的通知
number: 某民发〔2026〕5号
issuer: 某某县民政局
issued: 2026-03-09
recipients: 各镇人民政府
draft: true
---

现通知如下：

## 一、总体要求

每季一期，免费参加。

某某县民政局

2026年3月9日

";

fn page(desk: &Desk) -> String {
    std::fs::read_to_string(desk.path(PAGE)).unwrap()
}

#[test]
fn who_a_document_goes_to_and_who_signs_it_are_read_however_they_are_set() {
    let html = |above: &str, signed: &str| {
        format!(
            "<html><head><meta charset=utf-8></head><body><p align=center>关于办好婚检的通知</p>{above}<p>请办好婚检工作，一件一件落实。</p>\
             <p align=right>{signed}</p><p align=right>2026年5月20日</p></body></html>"
        )
    };
    let one = "上海市民政局";
    for (above, signed, recipients, issuer) in [
        ("<p>主送：各区人民政府</p>", one, "各区人民政府", one),
        (
            "<p>各区卫生健康委、民政局，</p><p>各有关单位：</p>",
            one,
            "各区卫生健康委、民政局，各有关单位",
            one,
        ),
        (
            "<p>各区卫生健康委、民政局，<br/>各有关单位：</p>",
            "上海市卫生健康委员会 &nbsp; 上海市民政局",
            "各区卫生健康委、民政局，各有关单位",
            "上海市卫生健康委员会、上海市民政局",
        ),
        (
            "<p>各区人民政府：</p>",
            "上海市卫生健康委员会&#9;上海市民政局",
            "各区人民政府",
            "上海市卫生健康委员会、上海市民政局",
        ),
    ] {
        let desk = office();
        desk.write("婚检.html", html(above, signed));
        let (code, _, said) = wanjia(&desk, &["import", "婚检.html"]);
        assert_eq!(code, Some(0), "{said}");
        let text = desk.path("content/policies/guan-yu-ban-hao-hun-jian-de-tong-zhi.md");
        let text = std::fs::read_to_string(text).unwrap();
        let (front, body) = text.split_once("draft: true").unwrap();
        assert!(
            front.contains(&format!("recipients: {recipients}\n")) && !body.contains("各区"),
            "{text}"
        );
        assert!(front.contains(&format!("issuer: {issuer}\n")), "{text}");
    }
}

#[test]
fn a_notice_becomes_a_draft_with_its_title_block_in_the_front_matter() {
    let desk = office();
    let (code, _, said) = wanjia(&desk, &["import", "通知.txt"]);
    assert_eq!((code, page(&desk).as_str()), (Some(0), DRAFT), "{said}");
    assert!(
        said.contains("[import-joined] 原文在“免费参加。”前面断开") && said.contains("tong-zhi.md:14:1"),
        "{said}"
    );
    let built = wanjia(&desk, &["build", "--drafts"]);
    assert_eq!(built.0, Some(0), "{}", built.2);
    let html = desk.read("policies/guan-yu-kai-hao-jia-zhang-ke-tang-de-tong-zhi/index.html");
    assert!(html.contains("id=\"s1\""), "{html}");
}

#[test]
fn json_tells_each_file_with_its_page_and_what_is_to_be_looked_at() {
    let desk = office();
    desk.write("坏.docx", "no archive");
    let (code, json, _) = wanjia(&desk, &["import", "通知.txt", "坏.docx", "--format", "json"]);
    let told: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(code, Some(1), "{json}");
    let done = &told["imported"][0];
    assert_eq!(done["source"], "通知.txt");
    assert_eq!((&done["page"], &done["kind"]), (&PAGE.into(), &"policy".into()));
    assert_eq!(done["diagnostics"][0]["rule"], "import-joined");
    assert_eq!(done["diagnostics"][0]["line"], 14);
    assert_eq!(told["failed"][0]["source"], "坏.docx");
}

#[test]
fn a_dry_run_prints_the_page_and_writes_nothing() {
    let desk = office();
    let (code, printed, _) = wanjia(&desk, &["import", "通知.txt", "--dry-run"]);
    assert_eq!((code, printed.as_str()), (Some(0), DRAFT));
    assert!(!desk.path(PAGE).exists());
}

#[test]
fn a_page_that_is_there_is_never_written_over() {
    let desk = office();
    desk.write(PAGE, "---\ntitle: 自己写的\n---\n");
    let (code, _, said) = wanjia(&desk, &["import", "通知.txt"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("没有动它") && page(&desk).contains("自己写的"),
        "{said}"
    );
    let (code, ..) = wanjia(&desk, &["import", "通知.txt", "--name", "ke-tang"]);
    assert_eq!(code, Some(0));
    assert!(desk.path("content/policies/ke-tang.md").exists());
}

#[test]
fn a_page_that_cannot_be_read_is_not_taken_for_an_empty_one() {
    let desk = office();
    wanjia(&desk, &["import", "通知.txt"]);
    let (gbk, ..) = encoding_rs::GBK.encode("---\ntitle: 课堂\n---\n后来改过的话。\n");
    desk.write(PAGE, &gbk);
    desk.write("通知.txt", NOTICE.replace("现通知如下：", "现将事项通知如下："));
    let (code, _, said) = wanjia(&desk, &["import", "通知.txt"]);
    assert!(code == Some(1) && said.contains("不是 UTF-8"), "{said}");
    assert_eq!(std::fs::read(desk.path(PAGE)).unwrap(), &*gbk);
}

#[test]
#[cfg(unix)]
fn a_folder_is_not_left_by_a_link_and_says_so() {
    let desk = office();
    desk.write("别处/不该导入.txt", NOTICE.replace("家长", "别处"));
    desk.write("稿/通知.txt", NOTICE);
    std::os::unix::fs::symlink(desk.path("别处/不该导入.txt"), desk.path("稿/甲.txt")).unwrap();
    std::os::unix::fs::symlink(desk.path("别处"), desk.path("稿/乙")).unwrap();
    let (code, _, said) = wanjia(&desk, &["import", "稿"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("有 2 个链接") && !said.contains("不该导入"),
        "{said}"
    );
}

#[test]
fn a_command_without_a_word_is_a_wrong_use() {
    let desk = office();
    let (code, _, said) = wanjia(&desk, &["import", "通知.txt", "--ocr", " "]);
    assert!(code == Some(2) && said.contains("--ocr"), "{said}");
}

#[test]
fn what_changed_in_the_source_is_merged_into_what_the_author_made_of_the_draft() {
    let desk = office();
    wanjia(&desk, &["import", "通知.txt"]);
    desk.write(PAGE, DRAFT.replace("## 一、总体要求", "## 一、总的要求"));
    assert!(wanjia(&desk, &["import", "通知.txt"]).2.contains("和上次一样"));
    desk.write("通知.txt", NOTICE.replace("现通知如下：", "现将事项通知如下："));
    let (code, _, said) = wanjia(&desk, &["import", "通知.txt"]);
    assert_eq!(code, Some(0), "{said}");
    let merged = page(&desk);
    assert!(
        merged.contains("一、总的要求") && merged.contains("现将事项"),
        "{merged}"
    );
    assert!(desk.path(".wanjia/backup").exists());
    desk.write("通知.txt", NOTICE.replace("一、总体要求", "一、要求"));
    let (code, _, said) = wanjia(&desk, &["import", "通知.txt"]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(page(&desk), merged, "the author's page stays");
    let beside = std::fs::read_to_string(desk.path(&format!("{PAGE}.merge"))).unwrap();
    assert!(
        beside.contains("<<<<<<< 本站") && beside.contains(">>>>>>> 这次导入"),
        "{beside}"
    );
}

#[test]
fn a_folder_is_imported_past_what_cannot_be_read() {
    let desk = office();
    desk.write("收文/甲.txt", NOTICE);
    desk.write("收文/子/乙.txt", NOTICE.replace("家长", "新婚"));
    desk.write("收文/~$乙.txt", "x");
    desk.write("收文/丙.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let (code, _, said) = wanjia(&desk, &["import", "收文"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("导入了 2 份，1 份没有导入"), "{said}");
    let (code, _, said) = wanjia(&desk, &["import", "没有"]);
    assert_eq!(code, Some(2), "{said}");
}

#[test]
fn a_kind_without_an_offices_fields_keeps_the_lines_in_its_text() {
    let desk = office();
    let (_, printed, _) = wanjia(&desk, &["import", "通知.txt", "--kind", "news", "--dry-run"]);
    assert!(
        printed.contains("\nkind: news\nsource: 某某县民政局\ndate: 2026-03-09\n"),
        "{printed}"
    );
    assert!(
        printed.contains("某民发〔2026〕5号") && printed.contains("各镇人民政府："),
        "{printed}"
    );
}

#[test]
fn a_draft_of_any_kind_builds_whatever_the_document_leaves_out() {
    let desk = office();
    desk.write("随笔.txt", "今天开了一堂课。\n");
    for kind in [
        "page",
        "news",
        "campaign",
        "explainer",
        "question",
        "event",
        "place",
    ] {
        let (code, _, said) = wanjia(&desk, &["import", "随笔.txt", "--kind", kind, "--name", kind]);
        assert_eq!(code, Some(0), "{said}");
    }
    let (code, _, said) = wanjia(&desk, &["build", "--drafts"]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn links_to_pages_of_the_own_site_lead_there_wherever_it_is_published() {
    let desk = office();
    desk.write("content/policies/a.md", "---\ntitle: 甲\n---\n第一条 甲。\n");
    let home = {
        let settings = std::fs::read_to_string(desk.path("site.yaml")).unwrap();
        let line = settings
            .lines()
            .find_map(|line| line.strip_prefix("url: "))
            .unwrap();
        format!("{}/", line.trim().trim_end_matches('/'))
    };
    let link = |path: &str| format!("<p>看<a href=\"{home}{path}\">这里</a>。</p>");
    let html = format!(
        "<title>通知</title><h1>通知</h1>{}{}{}",
        link("policies/a/"),
        link("policies/b/"),
        link("policies/a/#art1")
    );
    desk.write("网页.html", &html);
    let (code, draft, said) = wanjia(&desk, &["import", "网页.html", "--dry-run"]);
    assert_eq!(code, Some(0), "{said}");
    for to in [
        "/policies/a/",
        &format!("{home}policies/b/"),
        &format!("{home}policies/a/#art1"),
    ] {
        assert!(draft.contains(&format!("看[这里]({to})。")), "{to}: {draft}");
    }
}

#[test]
fn news_has_the_day_and_the_source_that_stand_below_its_title_and_a_missing_day_is_told() {
    let desk = office();
    desk.write("会.txt", "我县关于举办集体婚礼的通知\n\n来源：县融媒体中心　发布时间：2026-05-20 10:00 浏览次数：12\n\n三十对新人参加了婚礼，大家都很高兴。\n");
    let (_, draft, said) = wanjia(&desk, &["import", "会.txt", "--kind", "news", "--dry-run"]);
    assert!(
        draft.contains("source: 县融媒体中心\ndate: 2026-05-20\n"),
        "{draft}"
    );
    assert!(
        !draft.contains("浏览") && !said.contains("import-date"),
        "{draft}{said}"
    );
    desk.write(
        "会.txt",
        "我县关于举办集体婚礼的通知\n\n三十对新人参加了婚礼，大家都很高兴。\n",
    );
    let (_, _, said) = wanjia(&desk, &["import", "会.txt", "--kind", "news"]);
    assert!(said.contains("警告[import-date] 原文里没有找到 date"), "{said}");
    assert!(said.contains(".md:4:1"), "{said}");
}

#[test]
fn a_title_that_is_only_the_name_of_the_file_is_told() {
    let desk = office();
    desk.write(
        "表.txt",
        "带身份证、户口簿，到一楼办理，当天办好，不收钱。\n\n有事打电话问。\n",
    );
    let (code, draft, said) = wanjia(&desk, &["import", "表.txt", "--kind", "page", "--dry-run"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(draft.contains("title: 表\n"), "{draft}");
    assert!(said.contains("import-title"), "{said}");
    desk.write("表.txt", "关于一楼办事的通知\n\n带身份证、户口簿，到一楼办理。\n");
    let (_, draft, said) = wanjia(&desk, &["import", "表.txt", "--kind", "page", "--dry-run"]);
    assert!(
        draft.contains("title: 关于一楼办事的通知\n") && !said.contains("import-title"),
        "{draft}{said}"
    );
}

#[test]
fn a_document_that_the_site_has_already_is_told_and_its_draft_takes_no_name_from_the_page() {
    let desk = office();
    desk.write(
        "content/policies/mine.md",
        "---\ntitle: 关于开好家长课堂的通知\nnumber: 某民发〔2026〕5号\nissuer: 某某县民政局\nissued: 2026-03-09\n---\n现通知如下。\n",
    );
    desk.write(
        "content/policies/other.md",
        "---\ntitle: 关于落实课堂的通知\nissuer: 某某县民政局\nissued: 2026-04-09\n---\n见[[关于开好家长课堂的通知]]、[[某民发〔2026〕5号]]。\n",
    );
    let (code, _, said) = wanjia(&desk, &["import", "通知.txt"]);
    assert_eq!(code, Some(0), "{said}");
    let told = "警告[import-known] 网站里已经有文号是 某民发〔2026〕5号 的页面：content/policies/mine.md";
    assert!(said.contains(told), "{said}");
    let (_, _, said) = wanjia(&desk, &["import", "通知.txt"]);
    assert!(!said.contains("import-known"), "told once: {said}");
    let (code, _, said) = wanjia(&desk, &["build", "--drafts"]);
    assert_eq!(code, Some(0), "{said}");
    let html = desk.read("policies/other/index.html");
    assert!(
        html.contains("/policies/mine/\"") && !html.contains("tong-zhi/\">《"),
        "{html}"
    );
}

#[test]
fn a_document_whose_page_got_a_number_behind_its_name_finds_it_again_alone() {
    let desk = office();
    desk.write("稿/a.txt", NOTICE);
    desk.write("稿/b.txt", NOTICE.replace("5号", "6号"));
    assert_eq!(wanjia(&desk, &["import", "稿"]).0, Some(0));
    let (code, _, said) = wanjia(&desk, &["import", "稿/b.txt"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("tong-zhi-2.md（和上次一样"), "{said}");
}

#[test]
fn a_file_with_nothing_in_it_becomes_no_page() {
    let desk = office();
    desk.write("空.txt", "\n\n");
    let (code, _, said) = wanjia(&desk, &["import", "空.txt"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("空.txt：没有导入，里面什么也没有"), "{said}");
}
