//! `wanjia import` of what comes together: folders, archives, existing sites, and formats that outside programs read.

mod desk;

use desk::Desk;
use std::process::Command;

/// A site with a section of policies.
fn office() -> Desk {
    let desk = Desk::new();
    desk.write(
        "content/policies/_index.md",
        "---\ntitle: 政策\ncontains: policy\n---\n",
    );
    desk
}

/// Runs the program in a site: its exit code and what it said.
fn wanjia(desk: &Desk, line: &[&str]) -> (Option<i32>, String) {
    let run = desk::run(desk.root(), line);
    (run.code, run.out + &run.said)
}

fn page(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.path(&format!("content/policies/{name}"))).unwrap()
}

/// A page of the old site.
fn old(title: &str, text: &str) -> String {
    format!(
        "<html><head><meta name=ArticleTitle content='{title}'><meta name=PubDate content='2025-03-12 09:30'></head><body>\
         <div class=nav><a href=/index.html>首页</a></div><div class=TRS_Editor>{text}</div></body></html>"
    )
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";

#[test]
fn an_existing_site_brings_its_links_pictures_files_and_former_addresses() {
    let desk = office();
    let links: String = (0..12)
        .map(|at| format!("<li><a href='tzgg/{at}.html'>关于开办第{at}期家长课堂的通知</a></li>"))
        .collect();
    desk.write("old/index.html", format!("<ul>{links}</ul>"));
    desk.write(
        "old/tzgg/1.html",
        old(
            "关于开办家长课堂的通知",
            "<p>课堂免费，办法见<a href='../zcwj/2.html#d1'>管理办法</a>，报名用<a href='./P1.pdf'>报名表</a>。</p><p><img src='/img/a.png'></p>",
        ),
    );
    desk.write("old/zcwj/2.html", old("课堂管理办法", "<p>第一条 课堂免费。</p><p>见<a href='http://www.example.org/tzgg/1.html'>通知</a>和<a href='/没有.html'>附录</a>。</p>"));
    desk.write("old/tzgg/P1.pdf", b"%PDF-1.4\n");
    desk.write("old/img/a.png", PNG);
    let (_, said) = wanjia(&desk, &["import", "old"]);
    let notice = page(&desk, "guan-yu-kai-ban-jia-zhang-ke-tang-de-tong-zhi/index.md");
    assert!(notice.contains("aliases: [\"/tzgg/1.html\"]"), "{notice}\n{said}");
    assert!(
        notice.contains("[管理办法](/policies/ke-tang-guan-li-ban-fa.md)"),
        "{notice}"
    );
    assert!(
        notice.contains("[报名表](p1.pdf)") && notice.contains("![](picture-1.png)"),
        "{notice}"
    );
    assert!(
        desk.path("content/policies/guan-yu-kai-ban-jia-zhang-ke-tang-de-tong-zhi/p1.pdf")
            .exists()
    );
    let rules = page(&desk, "ke-tang-guan-li-ban-fa.md");
    assert!(
        rules.contains("[通知](/policies/guan-yu-kai-ban-jia-zhang-ke-tang-de-tong-zhi/index.md)"),
        "{rules}"
    );
    assert!(
        said.contains("[import-link]") && said.contains("1 页是栏目的目录"),
        "{said}"
    );
    let built = wanjia(&desk, &["build", "--drafts"]);
    assert_eq!(built.0, Some(0), "{}", built.1);
    assert!(
        desk.read("tzgg/1.html").contains("guan-yu-kai-ban"),
        "the former address leads on"
    );
}

#[test]
fn two_documents_of_one_title_become_two_pages_and_stay_what_they_are_when_imported_again() {
    let desk = office();
    desk.write("收文/甲/通知.txt", "关于开课的通知\n\n第一处写的话。\n");
    desk.write("收文/乙/通知.txt", "关于开课的通知\n\n另一处写的话。\n");
    for told in [1, 0] {
        let (code, said) = wanjia(&desk, &["import", "收文"]);
        assert_eq!(code, Some(0), "{said}");
        let known = said.matches("[import-known] 网站里已经有这个标题的页面").count();
        assert_eq!(known, told, "the second is told once: {said}");
    }
    let both = page(&desk, "guan-yu-kai-ke-de-tong-zhi.md") + &page(&desk, "guan-yu-kai-ke-de-tong-zhi-2.md");
    assert!(both.contains("第一处") && both.contains("另一处"), "{both}");
    assert!(
        !desk
            .path("content/policies/guan-yu-kai-ke-de-tong-zhi-3.md")
            .exists()
    );
}

/// An archive of files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An archive as programs of old write it, which name files in GBK: the name `??.txt` becomes this one.
fn in_gbk(name: [u8; 4], text: &str) -> Vec<u8> {
    let mut bytes = zipped(&[("????.txt", text.as_bytes())]);
    while let Some(at) = bytes.windows(4).position(|part| part == b"????") {
        bytes[at..at + 4].copy_from_slice(&name);
    }
    bytes
}

#[test]
fn archives_that_are_not_unpacked_here_are_named_with_a_way_out() {
    let desk = office();
    desk.write("old/通知.txt", "关于开办家长课堂的通知\n\n课堂免费。");
    desk.write("old/2025/收文.RAR", "Rar!");
    desk.write("old/发文.zip", zipped(&[("附件.7z", b"7z"), ("a.jpg", b"x")]));
    let (code, said) = wanjia(&desk, &["import", "old"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("里面的文稿没有导入：old/2025/收文.RAR、old/发文.zip/附件.7z\n  = 用解压软件解开"),
        "{said}"
    );
    assert!(!said.contains("rar 1") && said.contains("jpg 1"), "{said}");
    let (code, said) = wanjia(&desk, &["import", "old/2025"]);
    assert!(
        code == Some(2) && said.contains("old/2025/收文.RAR\n  = 用解压软件解开"),
        "{said}"
    );
    let (code, said) = wanjia(&desk, &["import", "old/2025/收文.RAR"]);
    assert!(
        code == Some(1) && said.contains("没有导入，这种压缩包这里解不开\n  = 用解压软件解开"),
        "{said}"
    );
}

#[test]
fn archives_in_folders_and_in_archives_are_imported_and_what_is_not_is_told() {
    let desk = office();
    let notice = |name: &str| format!("关于{name}的通知\n\n课堂免费。\n");
    let inner = zipped(&[("丙.txt", notice("丙").as_bytes()), ("表.xlsx", b"x")]);
    desk.write(
        "old/收文.zip",
        zipped(&[("乙.txt", notice("乙").as_bytes()), ("内.zip", &inner)]),
    );
    desk.write("old/gbk.zip", in_gbk([0xcd, 0xa8, 0xd6, 0xaa], &notice("甲")));
    desk.write("old/图.zip", zipped(&[("a.jpg", b"x")]));
    desk.write("old/坏.zip", "PK");
    let nested = (0..4).fold(notice("丁").into_bytes(), |inner, at| {
        let name = if at == 0 { "丁.txt" } else { "层.zip" };
        zipped(&[(name, &inner)])
    });
    desk.write("old/套.zip", nested);
    let mut locked = zipped(&[("戊.txt", notice("戊").as_bytes())]);
    for mark in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let at = locked.windows(4).position(|part| part == mark).unwrap();
        locked[at + if mark[2] == 3 { 6 } else { 8 }] |= 1;
    }
    desk.write("old/锁.zip", locked);
    let (code, said) = wanjia(&desk, &["import", "old", "--format", "json"]);
    assert_eq!(code, Some(1), "{said}");
    for (source, name) in [
        ("old/gbk.zip/通知.txt", "jia"),
        ("old/收文.zip/乙.txt", "yi"),
        ("old/收文.zip/内.zip/丙.txt", "bing"),
    ] {
        assert!(said.contains(source), "{source}: {said}");
        page(&desk, &format!("guan-yu-{name}-de-tong-zhi.md"));
    }
    for failed in [
        "old/坏.zip",
        "压缩包里套了太多层压缩包",
        "old/锁.zip",
        "压缩包加了密码",
    ] {
        assert!(said.contains(failed), "{failed}: {said}");
    }
    assert!(said.contains("xlsx 1") && said.contains("zip 1"), "{said}");
}

#[test]
fn an_archive_is_a_folder() {
    let desk = office();
    let files = [
        ("发/通知.txt", "关于开课的通知\n\n课堂免费。\n".as_bytes()),
        ("发/表.xlsx", b"x"),
        ("../外.txt", b"x"),
    ];
    desk.write("收文.zip", zipped(&files));
    let (code, said) = wanjia(&desk, &["import", "收文.zip"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("收文.zip/../外.txt：没有导入"), "{said}");
    assert!(
        said.contains("收文.zip/发/通知.txt → content/policies/guan-yu-kai-ke-de-tong-zhi.md"),
        "{said}"
    );
    assert!(said.contains("xlsx 1"), "{said}");
    desk.write("坏.zip", "PK");
    assert_eq!(wanjia(&desk, &["import", "坏.zip"]).0, Some(2));
}

/// Whether a program of the machine is there: without it a test has nothing to show.
fn is_there(program: &str) -> bool {
    let there = Command::new(program).arg("-v").output().is_ok();
    if !there {
        eprintln!("{program} is not on this machine: not tested");
    }
    there
}

/// A page that is a grey picture and nothing else.
fn scanned() -> Vec<u8> {
    let mut picture = b"<</Type/XObject/Subtype/Image/Width 240/Height 240/ColorSpace/DeviceGray/BitsPerComponent 8/Length 57600>>stream\n".to_vec();
    picture.extend([128; 240 * 240]);
    picture.extend(b"\nendstream");
    desk::pdf(
        "q 300 0 0 400 0 0 cm /I Do Q",
        &[&picture],
        "/XObject<</I 5 0 R>>",
    )
}

#[test]
fn words_of_a_pdf_become_paragraphs() {
    if !is_there("pdftotext") {
        return;
    }
    let desk = office();
    let text = "BT /F 12 Tf 60 350 Td (Rules of the class) Tj -20 -30 Td (1. The class is free.) Tj ET";
    let font: &[u8] = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    desk.write("rules.pdf", desk::pdf(text, &[font], "/Font<</F 5 0 R>>"));
    let (code, said) = wanjia(&desk, &["import", "rules.pdf"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        page(&desk, "rules.md").contains("1. The class is free."),
        "{}",
        page(&desk, "rules.md")
    );
}

/// The same on a machine where no other program is.
fn alone(desk: &Desk, line: &[&str]) -> (Option<i32>, String) {
    let run = desk::run_alone(desk.root(), line);
    (run.code, run.out + &run.said)
}

#[test]
fn without_poppler_a_pdf_is_read_by_the_program_itself_and_that_is_told() {
    let desk = office();
    let words = "课堂免费，每人每年３次。";
    desk.write("关于开课的通知.pdf", desk::pdf_of(&["关于开课的通知", words]));
    let (code, said) = alone(&desk, &["import", "关于开课的通知.pdf", "--name", "a"]);
    assert_eq!(code, Some(0), "{said}");
    let read = page(&desk, "a.md");
    assert!(
        read.contains("title: 关于开课的通知") && read.contains("课堂免费，每人每年"),
        "{read}"
    );
    assert!(
        said.contains("没有 poppler") && said.contains("对照原文"),
        "{said}"
    );
    desk.write("扫描.pdf", scanned());
    let (code, said) = alone(&desk, &["import", "扫描.pdf"]);
    assert!(
        code == Some(1) && said.contains("像是扫描件") && said.contains("装上 poppler"),
        "{said}"
    );
    desk.write("坏.pdf", "%PDF-1.4\n");
    let (code, said) = alone(&desk, &["import", "坏.pdf"]);
    assert!(code == Some(1) && said.contains("PDF 读不出来"), "{said}");
}

#[test]
fn a_scan_shows_its_pages_or_what_a_command_recognises_and_either_is_told() {
    if !is_there("pdftotext") {
        return;
    }
    let desk = office();
    desk.write("扫描.pdf", scanned());
    let (code, said) = wanjia(&desk, &["import", "扫描.pdf", "--name", "a"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("[import-scan]") && said.contains("--ocr"), "{said}");
    assert!(page(&desk, "a/index.md").contains("![](picture-1.jpg)"));
    desk.write(
        "ocr",
        "#!/bin/sh\ntest -s \"$1\" && printf '关于开课的通知\\n\\n课 堂免费。\\n'\n",
    );
    let (code, said) = wanjia(
        &desk,
        &[
            "import",
            "扫描.pdf",
            "--name",
            "b",
            "--ocr",
            &format!("sh {}/ocr {{}}", desk.root().display()),
        ],
    );
    assert_eq!(code, Some(0), "{said}");
    let read = page(&desk, "b.md");
    assert!(
        read.contains("title: 关于开课的通知") && read.contains("课堂免费。"),
        "{read}"
    );
    assert_eq!(said.matches("[import-scan]").count(), 2, "{said}");
}

#[test]
fn a_page_that_was_named_alone_takes_no_files_along() {
    let desk = office();
    let text = "<p>课堂免费，办法见<a href='./P1.pdf'>报名表</a>。</p>";
    desk.write("下载/1.html", old("关于开办家长课堂的通知", text));
    desk.write("下载/P1.pdf", b"%PDF-1.4\n");
    let (_, said) = wanjia(&desk, &["import", "下载/1.html", "--name", "ke-tang"]);
    assert!(!desk.path("content/policies/ke-tang/P1.pdf").exists(), "{said}");
    assert!(said.contains("import-link") && said.contains("P1.pdf"), "{said}");
}

#[test]
fn what_no_program_reads_is_refused_with_the_way_out() {
    let desk = office();
    desk.write("坏.pdf", "%PDF-1.4\n");
    desk.write("假.doc", "no document");
    desk.write(
        "网页.doc",
        "<html><body><p>关于开课的通知</p><p>课堂免费。</p></body></html>",
    );
    let (code, said) = wanjia(&desk, &["import", "坏.pdf", "假.doc", "网页.doc"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("导入了 1 份，2 份没有导入"), "{said}");
}

#[test]
fn a_file_of_an_old_office_program_is_read_through_libreoffice() {
    if !is_there("soffice") {
        return;
    }
    let desk = office();
    let words: String = "关于开课的通知\n第一条 课堂免费。"
        .split('\n')
        .map(|line| {
            let letters: String = line.chars().map(|c| format!("\\u{}?", c as i32)).collect();
            format!("{letters}\\par ")
        })
        .collect();
    desk.write(
        "通知.wps",
        format!("{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 SimSun;}}}}\\f0 {words}}}"),
    );
    let (code, said) = wanjia(&desk, &["import", "通知.wps"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        page(&desk, "guan-yu-kai-ke-de-tong-zhi.md").contains("第一条 课堂免费。"),
        "{said}"
    );
}

#[test]
fn a_tree_of_another_generator_keeps_its_links_pictures_and_addresses() {
    let desk = office();
    desk.write("hugo/content/posts/a.md", "+++\ntitle = '家长课堂'\ndate = 2021-08-18\n+++\n见[办法](/posts/b/)和[附则]({{< ref \"b.md\" >}})。\n\n![课堂](/img/a.png)\n");
    desk.write(
        "hugo/content/posts/b.md",
        "---\ntitle: 课堂办法\n---\n第一条 课堂免费。\n",
    );
    desk.write("hugo/static/img/a.png", PNG);
    let (code, said) = wanjia(&desk, &["import", "hugo"]);
    assert_eq!(code, Some(0), "{said}");
    let class = page(&desk, "jia-zhang-ke-tang/index.md");
    assert!(
        class.contains("issued: 2021-08-18\naliases: [\"/posts/a/\"]"),
        "{class}"
    );
    assert!(
        class.contains("[办法](/policies/ke-tang-ban-fa.md)和[附则](/policies/ke-tang-ban-fa.md)"),
        "{class}"
    );
    assert!(class.contains("![课堂](picture-1.png)"), "{class}");
    let built = wanjia(&desk, &["build", "--drafts"]);
    assert_eq!(built.0, Some(0), "{}", built.1);
}

#[test]
fn a_page_of_an_old_site_that_lists_others_with_their_days_is_left_out() {
    let desk = office();
    let item = |at: usize| format!("<li><a href='t{at}.html'>我县开展婚检</a> 2025-03-0{at}</li>");
    desk.write(
        "old/tz/index.html",
        format!(
            "<title>通知公告</title><h1>通知公告</h1><ul>{}{}</ul>",
            item(1),
            item(2)
        ),
    );
    for at in 1..3 {
        desk.write(
            &format!("old/tz/t{at}.html"),
            format!("<title>我县开展第{at}次婚检</title><h1>我县开展第{at}次婚检</h1><p>发布时间：2025-03-0{at} 来源：云岭县卫健局 浏览次数：1</p><p>婚检免费，详见正文。</p>"),
        );
    }
    let (code, said) = wanjia(&desk, &["import", "old", "--kind", "news", "--into", "news"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("导入了 2 份") && said.contains("1 页是栏目的目录"),
        "{said}"
    );
    let page = std::fs::read_to_string(desk.path("content/news/wo-xian-kai-zhan-di-1-ci-hun-jian.md"));
    let page = page.unwrap_or_else(|error| panic!("{error}: {said}"));
    assert!(
        page.contains("source: 云岭县卫健局\ndate: 2025-03-01\n") && !page.contains("浏览"),
        "{page}"
    );
}

/// The former addresses of the page that a text of a tree becomes, as its front matter says them; and what is said of it.
fn former(settings: &str, says: &str, file: &str, fields: &str) -> (String, String) {
    let desk = office();
    if !settings.is_empty() {
        desk.write(&format!("old/{settings}"), says);
    }
    desk.write(
        &format!("old/{file}"),
        format!("---\ntitle: 家长课堂\n{fields}---\n课堂免费。\n"),
    );
    let (code, said) = wanjia(&desk, &["import", "old"]);
    assert_eq!(code, Some(0), "{said}");
    let text = page(&desk, "jia-zhang-ke-tang.md");
    let line = text.lines().find_map(|line| line.strip_prefix("aliases: "));
    (line.unwrap_or_default().to_owned(), said)
}

#[test]
fn addresses_that_hexo_made_by_its_settings_lead_on() {
    let (set, post) = ("_config.yml", "source/_posts/ke-tang.md");
    for (says, file, fields, address) in [
        ("title: x\n", post, "date: 2021-08-09\n", "/2021/08/09/ke-tang/"),
        (
            "permalink: posts/:title.html # 固定\n",
            post,
            "",
            "/posts/ke-tang.html",
        ),
        (
            "permalink: :category/:i_month/:name/\n",
            "source/_posts/a/ke-tang.md",
            "date: 2021-08-09\ncategories: [[政策], [政策, 解 读]]\n",
            "/政策/解-读/8/ke-tang/",
        ),
        (
            "category_map:\n  政策: zc\npermalink: :category/:title/\n",
            post,
            "categories: 政策\n",
            "/zc/ke-tang/",
        ),
        (
            "new_post_name: :year-:month-:day-:title.md\n",
            "source/_posts/2021-08-09-ke-tang.md",
            "",
            "/2021/08/09/ke-tang/",
        ),
        (
            "title: x\n",
            "source/_posts/2021-08-09-ke-tang.md",
            "date: 2021-08-10\n",
            "/2021/08/10/2021-08-09-ke-tang/",
        ),
        (
            "permalink: :title/\n",
            post,
            "permalink: hun-jia/ke\naliases: [/a.html]\n",
            "/hun-jia/ke/\", \"/a.html",
        ),
        ("title: x\n", "source/about/index.md", "", "/about/"),
        ("title: x\n", "source/about.md", "", "/about.html"),
    ] {
        let (aliases, said) = former(set, says, file, fields);
        assert_eq!(
            aliases,
            format!("[\"{address}\"]"),
            "{says}{file}\n{fields}{said}"
        );
    }
}

#[test]
fn addresses_that_hugo_made_by_its_settings_lead_on() {
    let post = "content/posts/Ke-Tang.md";
    for (set, says, fields, address) in [
        ("", "", "", "/posts/ke-tang/"),
        ("", "", "slug: 课堂 一\n", "/posts/课堂-一/"),
        ("", "", "url: kt/a.html\n", "/kt/a.html"),
        ("", "", "aliases: [/b/]\n", "/posts/ke-tang/\", \"/b/"),
        (
            "hugo.toml",
            "[permalinks]\nposts = '/:year/:month/:title/'\n",
            "date: 2021-08-09T08:00:00+08:00\n",
            "/2021/08/家长课堂/",
        ),
        (
            "hugo.yaml",
            "permalinks:\n  page:\n    posts: /:section/:slugorfilename/\n",
            "",
            "/posts/ke-tang/",
        ),
        (
            "config/_default/permalinks.toml",
            "posts = '/n/:slug'\n",
            "slug: kt\n",
            "/posts/kt/",
        ),
        ("config.json", "{\"uglyURLs\": true}", "", "/posts/ke-tang.html"),
        (
            "config.toml",
            "disablePathToLower = true\n",
            "",
            "/posts/Ke-Tang/",
        ),
    ] {
        let (aliases, said) = former(set, says, post, fields);
        assert_eq!(aliases, format!("[\"{address}\"]"), "{says}{fields}{said}");
    }
}

#[test]
fn addresses_that_jekyll_made_by_its_settings_lead_on() {
    let (set, post) = ("_config.yml", "_posts/2021-08-09-Ke-Tang.md");
    for (says, file, fields, address) in [
        ("", post, "", "/2021/08/09/Ke-Tang.html"),
        (
            "",
            post,
            "categories: News local\ndate: 2021-08-10\n",
            "/news/local/2021/08/10/Ke-Tang.html",
        ),
        (
            "",
            "news/_posts/2021-08-09-a.md",
            "categories: [news, 婚 俗]\n",
            "/news/婚 俗/2021/08/09/a.html",
        ),
        ("permalink: pretty\n", post, "slug: kt\n", "/2021/08/09/kt/"),
        (
            "permalink: none\n",
            post,
            "category: news\n",
            "/news/Ke-Tang.html",
        ),
        ("permalink: /p/:slug:output_ext\n", post, "", "/p/ke-tang.html"),
        ("permalink: pretty\n", post, "permalink: /:year/kt\n", "/2021/kt"),
        ("permalink: pretty\n", "about.md", "", "/about/"),
        ("", "help/index.md", "", "/help/"),
        ("", "help/a.md", "", "/help/a.html"),
    ] {
        let (aliases, said) = former(set, says, file, fields);
        assert_eq!(
            aliases,
            format!("[\"{address}\"]"),
            "{says}{file}\n{fields}{said}"
        );
    }
}

#[test]
fn a_former_address_that_cannot_be_known_is_told() {
    // Settings of more than a megabyte are not read.
    let long = format!("permalink: /x/:title/\n{}", "# \n".repeat(400_000));
    for (set, says, file, fields) in [
        ("_config.yml", "permalink: :hash/\n", "source/_posts/a.md", ""),
        ("_config.yml", "title: x\n", "source/_posts/a.md", ""),
        (
            "_config.yml",
            "new_post_name: :i_day-:title.md\npermalink: :title/\n",
            "source/_posts/a.md",
            "",
        ),
        (
            "_config.yml",
            "permalink: weekdate\n",
            "_posts/2021-08-09-a.md",
            "",
        ),
        (
            "_config.yml",
            "defaults:\n  - scope:\n      path: ''\n    values:\n      permalink: /x/:title/\n",
            "_posts/2021-08-09-a.md",
            "",
        ),
        ("_config.yml", "", "_policies/a.md", ""),
        (
            "hugo.toml",
            "[permalinks]\nposts = '/:weekdayname/:title/'\n",
            "content/posts/a.md",
            "date: 2021-08-09\n",
        ),
        ("hugo.toml", "[languages.en]\n", "content/posts/a.en.md", ""),
        (
            "hugo.toml",
            "permalinks = [\n",
            "content/posts/a.md",
            "date: 2021-08-09\n",
        ),
        ("_config.yml", &long, "_posts/2021-08-09-a.md", ""),
        ("_config.yml", &long, "source/_posts/a.md", "date: 2021-08-09\n"),
    ] {
        let (aliases, said) = former(set, says, file, fields);
        assert!(
            aliases.is_empty() && said.contains("[import-address]"),
            "{says}{aliases}{said}"
        );
    }
    let (aliases, said) = former("_config.yml", "", "_drafts/a.md", "");
    assert!(aliases.is_empty() && !said.contains("import-address"), "{said}");
}

#[test]
fn a_part_of_a_site_has_the_settings_above_it_and_links_find_the_addresses_that_these_make() {
    let desk = office();
    desk.write("old/_config.yml", "permalink: /p/:title.html\n");
    desk.write(
        "old/_posts/2021-08-09-a.md",
        "---\ntitle: 家长课堂\n---\n见[办法](/p/b.html)。\n",
    );
    desk.write(
        "old/_posts/2021-08-09-b.md",
        "---\ntitle: 课堂办法\n---\n课堂免费。\n",
    );
    let (code, said) = wanjia(&desk, &["import", "old/_posts"]);
    assert_eq!(code, Some(0), "{said}");
    let text = page(&desk, "jia-zhang-ke-tang.md");
    assert!(
        text.contains("[\"/p/a.html\"]") && text.contains("[办法](/policies/ke-tang-ban-fa.md)"),
        "{text}{said}"
    );
}

#[test]
fn only_former_addresses_that_the_site_takes_are_written_and_the_draft_builds() {
    let desk = office();
    let notice = |title: &str| old(title, "<p>课堂免费。</p>");
    desk.write("old/a b?.htm", notice("甲通知"));
    desk.write("old/policies/index.html", notice("乙通知"));
    desk.write("old/404.html", notice("丙通知"));
    desk.write("old/tzgg/1.html", notice("丁通知"));
    let saved = format!(
        "MIME-Version: 1.0\nContent-Type: text/html\n\n{}",
        notice("戊通知")
    );
    desk.write("old/a.mht", saved);
    for round in ["新页面", "和上次一样"] {
        let (code, said) = wanjia(&desk, &["import", "old"]);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(said.matches(round).count(), 5, "{said}");
        for lost in ["/a b?.htm（", "/policies/，", "/404.html，"] {
            assert!(said.contains(&format!("aliases：{lost}")), "{said}");
        }
        assert_eq!(said.matches("警告[import-address]").count(), 3, "{said}");
    }
    for name in ["jia", "yi", "bing", "wu"] {
        let text = page(&desk, &format!("{name}-tong-zhi.md"));
        assert!(!text.contains("aliases"), "{text}");
    }
    assert!(page(&desk, "ding-tong-zhi.md").contains("aliases: [\"/tzgg/1.html\"]"));
    let (code, said) = wanjia(&desk, &["build", "--drafts"]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn no_draft_takes_an_address_that_another_page_has() {
    let desk = office();
    desk.write(
        "content/policies/课堂.md",
        "---\ntitle: 占\nkind: page\nslug: jia-tong-zhi\naliases: [/old/1.html]\n---\n文。\n",
    );
    desk.write("old/1.html", old("甲通知", "<p>课堂免费。</p>"));
    desk.write("two/old/1.html", old("乙通知", "<p>课堂免费。</p>"));
    let slug = |title: &str, aliases: &str| {
        format!("---\ntitle: {title}\nslug: old\naliases: [{aliases}]\n---\n文。\n")
    };
    desk.write("md/1.md", slug("子", "/policies/old, /policies/zi"));
    desk.write("md/2.md", slug("丑", "/x?id=1"));
    let (code, said) = wanjia(&desk, &["import", "old", "two", "md"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(page(&desk, "jia-tong-zhi-2.md").contains("aliases: [\"/1.html\"]"));
    assert!(!page(&desk, "yi-tong-zhi.md").contains("aliases"), "{said}");
    let first = page(&desk, "zi.md");
    assert!(
        first.contains("slug: old") && first.contains("aliases: [\"/policies/zi\"]"),
        "{first}"
    );
    let second = page(&desk, "chou.md");
    assert!(
        !second.contains("slug") && !second.contains("aliases"),
        "{second}"
    );
    for told in [
        "没有写 slug: old",
        "/x?id=1（",
        "/old/1.html，它已经是 content/policies/课堂.md 的",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let (code, said) = wanjia(&desk, &["build", "--drafts"]);
    assert_eq!(code, Some(0), "{said}");
}
