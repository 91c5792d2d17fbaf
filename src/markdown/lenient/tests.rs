//! Every case of the handbook comes out as what it is read as, and every span is true.

use super::*;
use crate::markdown::{Syntax, parse};

fn html(text: &str) -> String {
    let body = parse(&"a.md".into(), text, 0, &Syntax::default());
    body.tree.html().trim().to_owned()
}

/// Line breaks are shown as ⏎ in the handbook.
fn written(case: &str) -> String {
    case.replace('⏎', "\n")
}

#[test]
fn every_case_of_the_handbook_is_read_as_it_says() {
    let mut wrong = String::new();
    for (as_written, as_read) in leniencies().flat_map(|leniency| leniency.cases) {
        let (one, other) = (html(&written(as_written)), html(&written(as_read)));
        if one != other || one.is_empty() {
            wrong += &format!("{as_written}\n  {one}\n  {other}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn code_and_raw_html_stay_as_they_are() {
    for leniency in leniencies() {
        for (as_written, _) in leniency.cases {
            let text = written(as_written);
            for around in [format!("```\n{text}\n```\n"), format!("<div>\n{text}\n</div>\n")] {
                if !text.contains("\n\n") && !text.contains("```") {
                    assert_eq!(read(&around, false).text, around, "{as_written}");
                }
            }
        }
    }
}

#[test]
fn time_grows_with_the_length_of_a_text() {
    for piece in [
        "[甲](a b",
        "https://a.cn/....",
        "a@b.cn@",
        "**甲 ",
        "*a*",
        "···a\n",
        "1、甲\n（1）乙\n",
        "|甲|乙|\n丙\n",
        "［［甲",
        "| a\tb\n",
        "~~a、~~b",
    ] {
        let text = piece.repeat(20_000);
        let start = std::time::Instant::now();
        let _ = parse(&"a.md".into(), &text, 0, &Syntax::default());
        assert!(start.elapsed().as_secs() < 20, "{piece} {:?}", start.elapsed());
    }
}

proptest::proptest! {
    #![proptest_config(crate::base::tests::cases(512))]
    #[test]
    fn reading_kindly_never_panics_and_every_place_is_within(text in "[#＃＊一。a1\\-•、.　 \t\n|｜~*`<>!（）(){}｛｝\\[\\]【】:/@]{0,60}") {
        let lenient = read(&text, false);
        for at in 0..=lenient.text.len() {
            let place = lenient.source(&(at..lenient.text.len()));
            assert!(place.end <= text.len() && place.start <= place.end);
        }
    }
}
