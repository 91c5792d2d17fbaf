//! Words that tell something by its colour only: who does not see colours, or prints in black, does not get it.

use super::{InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { COLOUR_ALONE = "colour-alone", Reach, Warning, adjustable: true;
    means "只用颜色说事：`红色部分必填`、`标黄的已办结`；看不出颜色、黑白打印的人不知道是哪些", "Something is told by its colour only: `红色部分必填`, `标黄的已办结`; who cannot tell colours or prints in black does not know what is meant";
    mend "再写上文字或记号：`带 * 的必填`、状态写成一列", "Say it in words or with a mark as well: `带 * 的必填`, a column for the state";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: "《中华人民共和国无障碍环境建设法》第三十二条",
    rules: &[&COLOUR_ALONE],
    text: Some(look),
    ..Inspection::NONE
};

const COLOURS: [&str; 8] = ["红", "黄", "蓝", "绿", "橙", "紫", "灰", "粉"];
/// What is coloured, or that it is so to say something, behind the name of a colour with 色.
const PARTS: [&str; 17] = [
    "部分",
    "字体",
    "文字",
    "字样",
    "标注",
    "标记",
    "标识",
    "标出",
    "标示",
    "方框",
    "底纹",
    "背景",
    "格子",
    "单元格",
    "表示",
    "代表",
    "星号",
];
/// Verbs before the name of a colour, without 色 behind it: 标红.
const PAINTED: [&str; 3] = ["标", "涂", "描"];

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    // Official texts stand as they are.
    if inspected.document().is_some_and(|document| document.kind.clauses) {
        return;
    }
    let own = inspected.blocks().iter();
    for block in own.filter(|block| block.is_prose() && !block.is_quoted) {
        let Some(at) = found(&block.plain()) else { continue };
        let words = &block.text[at.clone()];
        let told = message!(
            "“{words}”只用颜色说事",
            "“{words}” tells something by its colour only"
        );
        report.push(
            Diagnostic::new(&COLOUR_ALONE, inspected.span(block, at), told).hint(message!(
                "再写上文字或记号，如“带 * 的必填”",
                "say it in words or with a mark as well, like “带 * 的必填”"
            )),
        );
    }
}

/// Where a text tells something by a colour.
fn found(text: &str) -> Option<Range<usize>> {
    let coloured = COLOURS.iter().flat_map(|colour| text.match_indices(colour));
    let mut all: Vec<Range<usize>> = coloured
        .filter_map(|(at, colour)| {
            let rest = &text[at + colour.len()..];
            let painted = PAINTED.iter().find(|verb| text[..at].ends_with(**verb));
            if let Some(verb) = painted {
                return marks(rest).then(|| at - verb.len()..at + colour.len());
            }
            let rest = rest.strip_prefix('色')?;
            let of = rest.strip_prefix('的').unwrap_or(rest);
            let part = PARTS.iter().find(|part| of.starts_with(**part))?;
            let end = text.len() - of.len() + part.len();
            Some(at..end)
        })
        .collect();
    all.sort_by_key(|at| at.start);
    all.into_iter().next()
}

/// Whether words go on behind 标红 as of what is painted, not as of a plant, a line on the road or a name.
fn marks(rest: &str) -> bool {
    let rest = rest.strip_prefix('色').unwrap_or(rest);
    let next = [
        "的", "处", "部分", "项", "为", "内容", "，", "。", "、", "）", "字", "显示", "提示", "者",
    ];
    rest.is_empty() || next.iter().any(|next| rest.starts_with(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_by_its_colour_is_found_and_colours_of_things_are_not() {
        for (text, expected) in [
            ("红色部分必须填写。", Some("红色部分")),
            ("表中标黄的已经办结。", Some("标黄")),
            ("绿色表示可以办。", Some("绿色表示")),
            ("蓝色的字体是新增内容。", Some("蓝色的字体")),
            ("请看标红处。", Some("标红")),
            ("红色旅游、绿色出行、黄色标线、红绿灯", None),
            ("穿红色衣服的志愿者", None),
            ("开展红色教育，树立绿色殡葬新风", None),
        ] {
            assert_eq!(found(text).map(|at| &text[at]), expected, "{text}");
        }
    }
}
