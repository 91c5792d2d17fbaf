use super::*;

fn read(text: &str) -> Prose {
    prose(text, 0, &Syntax::default())
}

/// The forms and words of a text.
fn words(text: &str) -> Vec<(BlockForm, String)> {
    let blocks = read(text).blocks.into_iter();
    blocks.map(|block| (block.form, block.text)).collect()
}

#[test]
fn blocks_are_what_readers_see_as_one() {
    use BlockForm::{Cell, Heading, Item, Paragraph};
    for (text, expected) in [
        (
            "甲乙\n丙丁\n\n戊",
            vec![(Paragraph, "甲乙丙丁"), (Paragraph, "戊")],
        ),
        (
            "## 标题 {#a}\n\n一 **二** 三",
            vec![(Heading(2), "标题"), (Paragraph, "一 二 三")],
        ),
        (
            "- 甲\n- 乙\n  - 丙\n",
            vec![(Item, "甲"), (Item, "乙"), (Item, "丙")],
        ),
        (
            "- 甲\n\n  乙\n\n- 丙\n",
            vec![(Item, "甲"), (Item, "乙"), (Item, "丙")],
        ),
        (
            "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n",
            vec![
                (Cell(true), "甲"),
                (Cell(true), "乙"),
                (Cell(false), "丙"),
                (Cell(false), "丁"),
            ],
        ),
        (
            "<p>甲<b>乙</b>&lt;</p>\n<p>丙</p>\n",
            vec![(Paragraph, "甲乙<"), (Paragraph, "丙")],
        ),
        ("甲`乙`[丙](丁)![戊](己.png)", vec![(Paragraph, "甲乙丙")]),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(form, words)| (form, words.to_owned()))
            .collect();
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn every_word_knows_where_it_stands() {
    for (text, word) in [
        ("甲**乙**丙\n丁戊", "丙丁"),
        ("##没有空格的标题\n\n甲乙", "标题"),
        ("甲\u{200b}乙丙", "乙丙"),
        ("> 引用\n> 的话", "的话"),
        ("<div>\n甲&amp;乙\n</div>", "甲&乙"),
        ("一二｛｛产假｝｝三", "三"),
    ] {
        let prose = read(text);
        let found = prose.blocks.iter().find_map(|block| {
            let at = block.text.find(word)?;
            Some(&text[block.place(&(at..at + word.len()))])
        });
        let found = found.unwrap_or_else(|| panic!("{text}: {:?}", words(text)));
        assert!(
            found.starts_with(word.chars().next().unwrap())
                && found.ends_with(word.chars().next_back().unwrap()),
            "{text}: {found}"
        );
    }
}

#[test]
fn a_comment_covers_the_block_behind_it() {
    let text = "甲\n\n<!-- check: off sentence-long, 原话 -->\n乙丙\n\n丁";
    let prose = read(text);
    let comment = &prose.quiet[0];
    assert_eq!(comment.rules, ["sentence-long"]);
    assert_eq!(comment.reason, "原话");
    assert_eq!(text[comment.covers.clone()].trim(), "乙丙");
    assert_eq!(read("<!-- check: off a b -->\n").quiet[0].rules, ["a", "b"]);
    assert!(read("<!-- 别的 -->\n\n甲").quiet.is_empty());
}

#[test]
fn tables_say_whether_they_have_a_head() {
    let heads = |text: &str| -> Vec<bool> { read(text).tables.iter().map(|table| table.has_head).collect() };
    assert_eq!(
        heads("| 甲 |\n|---|\n| 乙 |\n\n|  |  |\n|---|---|\n| 乙 | 丙 |\n"),
        [true, false]
    );
    assert_eq!(
        heads("<table>\n<tr><td>甲</td></tr>\n</table>\n\n<table><tr><th>甲</th></tr></table>\n"),
        [false, true]
    );
}
