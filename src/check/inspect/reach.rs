//! What keeps people from reading a page or using it: pictures without words, links that say nothing, headings out of
//! order, tables without a head.

use super::{InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::markdown::{BlockForm, TextBlock};
use crate::message;
use crate::rule;

rule! { ALT_EMPTY = "alt-empty", Reach, Warning, adjustable: true;
    means "图片没有替代文字，或替代文字等于没说（图片、image、文件名）", "A picture has no alternative text, or one that says nothing (图片, image, the name of the file)";
    mend "写清图上是什么：`![老人在活动室下棋](图.jpg)`", "Say what is in the picture: `![Elders playing chess](picture.jpg)`";
}

rule! { HEADING_ORDER = "heading-order", Reach, Warning, adjustable: true;
    means "标题跳了级，比如二级下面直接是四级", "Headings skip a level, a fourth one right below a second";
    mend "标题一级一级往下用", "Go down one level at a time";
}

rule! { LINK_WORDS = "link-words", Reach, Warning, adjustable: true;
    means "链接的文字没说去哪里：点击这里、详情、更多", "The words of a link do not say where it leads: 点击这里, 详情, 更多";
    mend "把去处写成链接文字，如“申请表（Word）”", "Let the words name the place, like “form (Word)”";
}

rule! { TABLE_HEADLESS = "table-headless", Reach, Warning, adjustable: true;
    means "表格没有表头", "A table has no head";
    mend "第一行写每一列是什么；HTML 表格用 `<th>`", "Name the columns in the first row; in HTML with `<th>`";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: "《中华人民共和国无障碍环境建设法》第三十二条",
    rules: &[&ALT_EMPTY, &HEADING_ORDER, &LINK_WORDS, &TABLE_HEADLESS],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let mut last = 0;
    for block in inspected.blocks() {
        images(inspected, block, report);
        links(inspected, block, report);
        if let BlockForm::Heading(level) = block.form {
            if last > 0 && level > last + 1 || last == 0 && level > 3 {
                report.push(skipped(inspected, block, last, level));
            }
            last = level;
        }
    }
    for table in inspected
        .prose
        .tables
        .iter()
        .filter(|table| !table.has_head && table.rows > 0)
    {
        let told = message!("表格没有表头", "the table has no head");
        report.push(
            Diagnostic::new(&TABLE_HEADLESS, inspected.place(&table.at), told).hint(message!(
                "第一行写每一列是什么",
                "name the columns in the first row"
            )),
        );
    }
}

fn skipped(inspected: &InspectedText<'_>, block: &TextBlock, last: u8, level: u8) -> Diagnostic {
    let told = match last {
        0 => message!(
            "第一个标题就是 {level} 级",
            "the first heading is of level {level}"
        ),
        _ => message!(
            "{last} 级标题下面是 {level} 级",
            "below a heading of level {last} there is one of level {level}"
        ),
    };
    let next = if last == 0 { 2 } else { last + 1 };
    Diagnostic::new(&HEADING_ORDER, inspected.place(&block.at), told)
        .hint(message!("改成 {next} 级", "make it level {next}"))
}

/// Alternative texts that say nothing.
const NOTHING: [&str; 16] = [
    "",
    "图",
    "图片",
    "照片",
    "配图",
    "插图",
    "截图",
    "图像",
    "image",
    "img",
    "picture",
    "photo",
    "screenshot",
    "图1",
    "图一",
    "alt",
];

fn images(inspected: &InspectedText<'_>, block: &TextBlock, report: &mut Vec<Diagnostic>) {
    for image in &block.images {
        let alt = image.alt.as_deref().unwrap_or("").trim();
        let name = image.from.rsplit('/').next().unwrap_or("");
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let file = !alt.is_empty() && (alt == name || alt == stem && alt.is_ascii());
        if NOTHING.contains(&&*alt.to_lowercase()) || file {
            let told = if alt.is_empty() {
                message!("图片没有替代文字", "the picture has no alternative text")
            } else {
                message!(
                    "替代文字“{alt}”没说图上是什么",
                    "the alternative text “{alt}” does not say what is in the picture"
                )
            };
            report.push(
                Diagnostic::new(&ALT_EMPTY, inspected.place(&image.at), told).hint(message!(
                    "在方括号里写清图上是什么",
                    "say in the brackets what is in the picture"
                )),
            );
        }
    }
}

/// Words of links that say nothing by themselves.
const EMPTY: [&str; 22] = [
    "点击这里",
    "点这里",
    "点此",
    "点击此处",
    "这里",
    "此处",
    "点击",
    "点我",
    "链接",
    "网址",
    "详情",
    "更多",
    "查看",
    "查看更多",
    "查看详情",
    "点击查看",
    "点击查看详情",
    "点击下载",
    "下载",
    "click here",
    "here",
    "more",
];

fn links(inspected: &InspectedText<'_>, block: &TextBlock, report: &mut Vec<Diagnostic>) {
    for link in block.links.iter().filter(|link| !link.is_reference) {
        let words = &block.text[link.words.clone()];
        let bare = words
            .trim()
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        if EMPTY.contains(&&*bare) {
            let told = message!(
                "链接文字“{words}”没说去哪里",
                "the words “{words}” do not say where the link leads"
            );
            report.push(
                Diagnostic::new(&LINK_WORDS, inspected.span(block, link.words.clone()), told)
                    .hint(message!("把去处写成链接文字", "let the words name the place")),
            );
        }
    }
}
