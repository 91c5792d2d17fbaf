//! What keeps people from reading a page or using it: pictures without words, links that say nothing, headings out of
//! order, tables without a head.

use super::{InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::base::numeral::is_numeral;
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
            if last > 0 && level > last + 1 || last == 0 && level > 2 {
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

/// Alternative texts that say nothing, and so with a number behind them: 图1, 微信图片_20261129, IMG_2034.
const NOTHING: [&str; 27] = [
    "图",
    "图片",
    "照片",
    "配图",
    "插图",
    "截图",
    "图像",
    "屏幕截图",
    "微信图片",
    "微信截图",
    "企业微信截图",
    "QQ图片",
    "QQ截图",
    "未标题",
    "无标题",
    "未命名",
    "image",
    "img",
    "picture",
    "pic",
    "photo",
    "screenshot",
    "alt",
    "dsc",
    "dscn",
    "mmexport",
    "wx_camera",
];

/// Whether an alternative text does not say what is in a picture.
fn shows_nothing(alt: &str) -> bool {
    let alt = alt.to_lowercase();
    let bare = [".jpg", ".jpeg", ".png", ".webp", ".gif"]
        .iter()
        .find_map(|ending| alt.strip_suffix(ending))
        .unwrap_or(&alt);
    let counted = |c: char| c.is_numeric() || is_numeral(c) || "_-－.:： ()（）年月日时分秒".contains(c);
    let name = bare.trim_end_matches(counted);
    alt.is_empty() || NOTHING.iter().any(|nothing| nothing.to_lowercase() == name)
}

fn images(inspected: &InspectedText<'_>, block: &TextBlock, report: &mut Vec<Diagnostic>) {
    for image in &block.images {
        let alt = image.alt.as_deref().unwrap_or("").trim();
        let name = image.from.rsplit('/').next().unwrap_or("");
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let file = !alt.is_empty() && (alt == name || alt == stem && alt.is_ascii());
        if shows_nothing(alt) || file {
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

/// Words of links that say nothing, alone or one behind the other: 请点击这里查看详情. The longer ones first.
const POINTING: [&str; 28] = [
    "点击", "单击", "这里", "这儿", "此处", "链接", "网址", "查看", "了解", "阅读", "浏览", "进入", "打开",
    "下载", "详情", "详细", "更多", "全文", "内容", "信息", "点", "此", "我", "请", "可", "您", "看", "、",
];

/// Those of them that say nothing even by themselves.
const EMPTY: [&str; 17] = [
    "点击",
    "单击",
    "点",
    "这里",
    "此处",
    "此",
    "链接",
    "网址",
    "查看",
    "了解",
    "阅读",
    "下载",
    "详情",
    "更多",
    "click here",
    "here",
    "more",
];

/// Whether the words of a link, without marks around them, do not say where it leads.
fn says_nothing(words: &str) -> bool {
    let mut rest = words;
    while let Some(shorter) = POINTING.iter().find_map(|part| rest.strip_prefix(part)) {
        rest = shorter;
    }
    EMPTY.contains(&words) || rest.is_empty() && EMPTY.iter().any(|part| words.contains(part))
}

fn links(inspected: &InspectedText<'_>, block: &TextBlock, report: &mut Vec<Diagnostic>) {
    for link in block.links.iter().filter(|link| !link.is_reference) {
        let words = &block.text[link.words.clone()];
        let bare = words
            .trim()
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        if says_nothing(&bare) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_only_point_do_not_say_where_a_link_leads() {
        for words in [
            "请点击",
            "点此查看",
            "请点击这里查看详情",
            "阅读全文",
            "下载",
            "更多信息",
            "here",
        ] {
            assert!(says_nothing(words), "{words}");
        }
        for words in [
            "申请表",
            "点击申请表",
            "全文",
            "查看婚检点",
            "请假办法",
            "信息公开",
            "更多问答",
            "此前的通知",
        ] {
            assert!(!says_nothing(words), "{words}");
        }
    }

    #[test]
    fn names_that_cameras_and_programs_give_do_not_say_what_is_in_a_picture() {
        for alt in [
            "",
            "图1",
            "图一",
            "微信图片_20261129083015",
            "IMG_2034.JPG",
            "屏幕截图 2026-11-29 083015",
            "QQ图片20261129",
        ] {
            assert!(shows_nothing(alt), "{alt}");
        }
        for alt in [
            "图1 婚检流程",
            "老人下棋",
            "微信二维码",
            "截图里的报名页",
            "2026年集体婚礼",
        ] {
            assert!(!shows_nothing(alt), "{alt}");
        }
    }
}
