//! What people drop into content/ and static/: what goes with which page, what is told, what is never published.

mod desk;

use desk::Desk;

fn good() -> Desk {
    Desk::with(&[("content/good.md", "---\ntitle: 好\n---\n好。\n")])
}

#[test]
fn what_programs_leave_over_is_told_and_not_published() {
    let desk = good();
    let page = "---\ntitle: 好\n---\n好。\n";
    for file in [
        "content/good - 副本.md",
        "content/good.md.bak",
        "content/~$表.docx",
        "content/desktop.ini",
        "static/Thumbs.db",
        "content/good (冲突副本).md",
        "content/旧 - 副本/甲.md",
    ] {
        desk.write(file, page);
    }
    let report = desk.build().report;
    assert_eq!(report.len(), 7, "{report:#?}");
    assert!(
        report
            .iter()
            .all(|line| line.starts_with("warning[file-leftover] ")),
        "{report:#?}"
    );
    let output = desk.output();
    let left = |name: &&String| {
        ["副本", "bak", "fu-ben", "desktop", "Thumbs", "~"]
            .iter()
            .any(|word| name.contains(word))
    };
    assert_eq!(output.keys().find(left), None);
}

#[test]
fn what_an_upstream_left_over_is_its_own_affair() {
    let desk = good();
    desk.write("site.yaml", format!("{}extends: up\n", desk::SITE));
    desk.write(
        "up/site.yaml",
        "name: 上游\nurl: https://example.com/\ntheme: bare\n",
    );
    desk.write("up/content/甲.md.bak", "甲");
    desk.write("up/content/甲.markdown", "甲");
    assert_eq!(desk.build().report, [""; 0]);
}

#[test]
fn a_page_whose_name_has_another_ending_is_told_and_not_published() {
    let desk = good();
    for file in ["甲.MD", "乙.markdown", "丙.mdx", "丁.txt", "戊.md.txt"] {
        desk.write(&format!("content/{file}"), "---\ntitle: 甲\n---\n正文。\n");
    }
    desk.write("content/说明.txt", "只供下载。\n");
    let report = desk.build().report;
    let rules: Vec<&str> = report
        .iter()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    let misnamed = "warning[page-misnamed]";
    assert_eq!(
        rules,
        [
            misnamed,
            misnamed,
            misnamed,
            "warning[double-extension]",
            misnamed
        ],
        "{report:#?}"
    );
    let published = desk.output();
    assert!(published.contains_key("说明.txt"), "{:?}", published.keys());
    let raw = |name: &&String| name.starts_with(['甲', '乙', '丙', '丁', '戊']);
    assert_eq!(published.keys().find(raw), None);
}

#[test]
fn names_with_a_dot_in_static_are_copied_but_for_those_of_git_and_of_systems() {
    let desk = good();
    for file in [
        ".well-known/security.txt",
        ".nojekyll",
        ".git/config",
        ".gitignore",
        ".DS_Store",
        "._a.png",
        ".env",
        ".htpasswd",
        "sub/.svn/entries",
    ] {
        desk.write(&format!("static/{file}"), "x");
    }
    desk.write("content/.draft/a.md", "x");
    assert_eq!(desk.build().report, [""; 0]);
    let output = desk.output();
    let dotted: Vec<&String> = output
        .keys()
        .filter(|name| name.contains("/.") || name.starts_with('.'))
        .collect();
    assert_eq!(dotted, [".nojekyll", ".well-known/security.txt"]);
}

#[test]
fn a_folder_without_pages_goes_with_the_page_beside_it() {
    let desk = good();
    desk.write(
        "content/新闻/通知.md",
        "---\ntitle: 通知\n---\n![图](images/图.png) [表](附件/一/表.docx) [二](通知.assets/二.pdf)\n",
    );
    desk.write("content/新闻/images/图.png", [0x89, b'P']);
    desk.write("content/新闻/附件/一/表.docx", "x");
    desk.write("content/新闻/通知.assets/二.pdf", "x");
    desk.write("content/稿.md", "---\ntitle: 稿\ndraft: true\n---\n稿。\n");
    desk.write("content/稿.assets/密.pdf", "x");
    let report = desk.build().report;
    assert!(
        report.iter().all(|line| line.contains("image-broken")),
        "{report:#?}"
    );
    let output = desk.output();
    for file in [
        "xin-wen/images/图.png",
        "xin-wen/附件/一/表.docx",
        "xin-wen/通知.assets/二.pdf",
    ] {
        assert!(output.contains_key(file), "{file}: {:?}", output.keys());
    }
    assert!(!output.keys().any(|name| name.contains("密")));
    let page = desk.read("xin-wen/tong-zhi/index.html");
    assert!(
        page.contains("href=\"/xin-wen/%E9%99%84%E4%BB%B6/%E4%B8%80/%E8%A1%A8.docx\""),
        "{page}"
    );
}

#[test]
fn what_git_has_not_fetched_is_told() {
    let desk = good();
    desk.write(
        "static/图.png",
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n",
    );
    desk.write(
        ".gitmodules",
        "[submodule \"p\"]\n\tpath = content/policies\n\turl = https://example.org/p.git\n",
    );
    std::fs::create_dir_all(desk.path("content/policies")).unwrap();
    let report = desk.build().report;
    let rules: Vec<&str> = report
        .iter()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        rules,
        ["warning[submodule-empty]", "error[lfs-pointer]"],
        "{report:#?}"
    );
    desk.write("content/policies/a.md", "---\ntitle: 甲\n---\n");
    desk.remove("static/图.png");
    assert_eq!(desk.build().report, [""; 0]);
}

#[test]
fn attachments_tell_of_their_comments_changes_and_authors() {
    let desk = good();
    let core = "<cp:coreProperties><dc:creator>张三</dc:creator><cp:lastModifiedBy>Administrator</cp:lastModifiedBy></cp:coreProperties>";
    let clean = "<w:document><w:body><w:p>甲</w:p></w:body></w:document>";
    let changed = "<w:document><w:ins w:id=\"1\" w:author=\"x\">乙</w:ins></w:document>";
    desk.write("static/净.docx", desk::archive(&[("word/document.xml", clean)]));
    desk.write(
        "static/人.docx",
        desk::archive(&[("word/document.xml", clean), ("docProps/core.xml", core)]),
    );
    desk.write("static/改.docx", desk::archive(&[("word/document.xml", changed)]));
    desk.write(
        "static/批.docx",
        desk::archive(&[(
            "word/comments.xml",
            "<w:comments><w:comment w:id=\"0\"/></w:comments>",
        )]),
    );
    desk.write(
        "static/表.xlsx",
        desk::archive(&[(
            "xl/comments1.xml",
            "<comments><commentList><comment ref=\"A1\"/></commentList></comments>",
        )]),
    );
    desk.write(
        "static/文.pdf",
        "%PDF-1.4\n1 0 obj<</Author (Li Si)/Title (x)>>endobj\n",
    );
    desk.write("static/坏.docx", "PK");
    let report = desk.build().report;
    let said: Vec<&str> = report
        .iter()
        .map(|line| {
            line.strip_prefix("warning[office-metadata] static/")
                .unwrap()
                .split(" | ")
                .next()
                .unwrap()
        })
        .collect();
    assert_eq!(
        said,
        [
            "人.docx 附件里留着作者姓名（张三）",
            "批.docx 附件里留着批注",
            "改.docx 附件里留着修订痕迹",
            "文.pdf:1:1 附件里留着作者姓名（Li Si）",
            "表.xlsx 附件里留着批注"
        ],
        "{report:#?}"
    );
}
