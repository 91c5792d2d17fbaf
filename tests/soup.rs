//! Whatever is written in a body: reading and rendering it never panics, places are true, ids are unique,
//! and nothing in it runs.

use proptest::prelude::*;
use std::collections::{BTreeSet, HashSet};
use wanjia::html::{Node, read};
use wanjia::markdown::{
    Body, ComponentData, Content, PlacedRequest, Request, SlotContents, Syntax, parse, render,
};

/// Pieces that meet each other badly.
const PIECES: &[&str] = &[
    "婚育",
    "新风",
    "，",
    "。",
    "“",
    "”",
    "《",
    "》",
    " ",
    "  \n",
    "\n",
    "\n\n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "`",
    "```\n",
    "```steps\n",
    "items:\n",
    "- title: ",
    "> ",
    ">",
    "- ",
    "1. ",
    "# ",
    "## ",
    "### 标题 {#id}\n",
    "[",
    "]",
    "(",
    ")",
    "![",
    "[[",
    "]]",
    "[[条例#第一条]]",
    "[[条例|",
    "{{",
    "}}",
    "{{婚假}}",
    "[^a]",
    "[^a]: ",
    "|",
    "|-|-|\n",
    "|a|b|\n",
    "> [!NOTE]\n",
    ": ",
    "- [ ] ",
    "—— ",
    "第一条 ",
    "第二条　",
    "第三章 ",
    "第一节 ",
    "第二款 ",
    "（一）",
    "(二)",
    "一、",
    "二、",
    "1.",
    "（1）",
    "第（三）项 ",
    "\\",
    "&amp;",
    "&#x41;",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<p>",
    "<script>",
    "</script>",
    "<img src=x onerror=y>",
    "<a href='javascript:z'>",
    "</a>",
    "<table>",
    "<td>",
    "</section>",
    "<section class=\"clause\">",
    "<!--",
    "-->",
    "<svg onload=\"x\">",
    "<style>",
    "https://a.b/",
    "<https://a.b>",
    "a",
    "b",
    "😀",
    "é",
    "\u{200b}",
    "\t",
    "    ",
    "---\n",
    "===\n",
    "\u{3000}",
    "<details open>\n\n",
    "<math>",
    "<noscript>",
    "<textarea>",
    "<title>",
    "<select><option>",
    "<template>",
    "]]>",
    "<![CDATA[",
    "<?php ",
    "<INPUT type=text>",
    "<iframe src=\"//x\">",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

fn syntax(clauses: bool, trusted: bool) -> Syntax {
    Syntax {
        clauses,
        trusted,
        components: BTreeSet::from(["steps".to_owned(), "own".to_owned()]),
    }
}

/// SlotContents as the site gives them.
fn answers(body: &Body) -> SlotContents {
    let contents = body.outline.questions.iter().map(|asked| match &asked.question {
        Request::Link(_)
        | Request::Picture(_)
        | Request::Raw(_)
        | Request::Reference { labelled: true, .. } => Content::Words("/x/".to_owned()),
        Request::Filled(words) => Content::Words(words.clone()),
        Request::Reference { .. } => Content::Nodes(read("<a class=\"reference\" href=\"/x/\">条</a>")),
        Request::Fact { .. } => Content::Nodes(read("<data>3天</data>")),
        Request::Quote { .. } | Request::GroundQuote { .. } | Request::NearQuote(_) | Request::Braced(_) => {
            Content::Nothing
        }
        Request::Component { .. } => Content::Nodes(read("<ol></ol>")),
        Request::Word { chinese, .. } => Content::Words(chinese.clone()),
    });
    let margins = (0..body.outline.clauses.clauses.len())
        .map(|clause| (u32::try_from(clause).unwrap(), read("<aside></aside>")));
    let clause = |at: u32| {
        matches!(
            body.outline.clauses.clauses[at as usize].shape,
            wanjia::markdown::Shape::Clause
        )
    };
    SlotContents {
        contents: contents.collect(),
        margins: margins.filter(|(at, _)| clause(*at)).collect(),
    }
}

fn check(text: &str, body: &Body) {
    for asked in &body.outline.questions {
        let at = &asked.at;
        assert!(at.start <= at.end && at.end <= text.len(), "{at:?} in {text:?}");
        assert!(
            text.is_char_boundary(at.start) && text.is_char_boundary(at.end),
            "{at:?} in {text:?}"
        );
        match &asked.question {
            // Its name has nothing in it that cannot be seen.
            Request::Fact { name, .. } => assert!(
                wanjia::base::characters::bare(&text[at.clone()]).contains(name.as_str()),
                "{:?} is not {name:?}",
                &text[at.clone()]
            ),
            Request::Component { data, .. } => assert!(
                questions_of(data)
                    .iter()
                    .all(|index| *index < body.outline.questions.len())
            ),
            _ => {}
        }
    }
    for diagnostic in &body.outline.report {
        let place = diagnostic.place.as_ref().unwrap();
        assert!(
            text.is_char_boundary(place.start) && text.is_char_boundary(place.end),
            "{diagnostic:?}"
        );
    }
    for heading in body.outline.headings.iter() {
        assert!(text.is_char_boundary(heading.at.start) && text.is_char_boundary(heading.at.end));
    }
    for piece in body.tree.pieces() {
        if let Node::Slot(question) = piece.node {
            assert!((question as usize) < body.outline.questions.len());
        }
    }
    let clauses = &body.outline.clauses;
    let of_clauses = clauses.clauses.iter().map(|clause| &clause.nodes);
    let of_points = clauses.points.iter().map(|point| &point.nodes);
    for nodes in of_clauses.chain(of_points) {
        let (start, end) = (nodes.start as usize, nodes.end as usize);
        assert!(
            start <= end && end <= body.tree.len(),
            "{nodes:?} in {:?}",
            body.tree
        );
    }
}

fn questions_of(piece: &ComponentData) -> Vec<usize> {
    match piece {
        ComponentData::Text(text) => text
            .pieces()
            .filter_map(|piece| match piece.node {
                Node::Slot(question) => Some(question as usize),
                _ => None,
            })
            .collect(),
        ComponentData::Address(question) => vec![*question],
        ComponentData::List(items) => items.iter().flat_map(questions_of).collect(),
        ComponentData::Map(pairs) => pairs.iter().flat_map(|(_, value)| questions_of(value)).collect(),
        _ => Vec::new(),
    }
}

/// Tags of HTML as a reader sees them: name and attributes.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
            continue;
        }
        let name: String = rest
            .chars()
            .take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/'))
            .collect();
        rest = &rest[name.len()..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let key: String = rest
                .chars()
                .take_while(|c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/'))
                .collect();
            rest = &rest[key.len()..];
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').unwrap_or(quoted.len());
                value = quoted[..end].to_owned();
                rest = quoted.get(end + 1..).unwrap_or("");
            } else if let Some(bare) = rest.strip_prefix('=') {
                value = bare
                    .chars()
                    .take_while(|c| !c.is_whitespace() && *c != '>')
                    .collect();
                rest = &bare[value.len()..];
            } else if key.is_empty() {
                rest = rest
                    .get(rest.chars().next().map_or(0, char::len_utf8)..)
                    .unwrap_or("");
            }
            attributes.push((key.to_ascii_lowercase(), value));
        }
        found.push((name.to_ascii_lowercase(), attributes));
    }
    found
}

fn ids_of(html: &str) -> Vec<String> {
    tags(html)
        .into_iter()
        .flat_map(|(_, attributes)| attributes)
        .filter(|(key, _)| key == "id")
        .map(|(_, value)| value)
        .collect()
}

fn harmless(html: &str) {
    for (name, attributes) in tags(html) {
        assert!(
            !matches!(
                name.as_str(),
                "script"
                    | "style"
                    | "iframe"
                    | "object"
                    | "embed"
                    | "svg"
                    | "math"
                    | "base"
                    | "meta"
                    | "link"
                    | "form"
                    | "textarea"
                    | "select"
                    | "template"
                    | "noscript"
                    | "title"
            ),
            "<{name}> in {html}"
        );
        for (key, value) in attributes {
            assert!(
                !key.starts_with("on") && key != "style" && key != "srcset",
                "{key} in {html}"
            );
            let value = value.to_ascii_lowercase();
            assert!(
                !value.trim_start().starts_with("javascript:") && !value.trim_start().starts_with("data:"),
                "{key}={value} in {html}"
            );
            assert!(key != "src" || !value.contains("//"), "{key}={value} in {html}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_with_true_places_and_poured(text in soup(), clauses: bool, trusted: bool) {
        let body = parse(&"a.md".into(), &text, 0, &syntax(clauses, trusted));
        check(&text, &body);
        let html = render(&body, &answers(&body)).into_html();
        prop_assert!(html.len() >= body.tree.html().len());
    }

    #[test]
    fn a_body_behind_front_matter_has_the_same_html_and_moved_places(text in soup(), clauses: bool) {
        let front = "---\ntitle: 标题\n---\n";
        let alone = parse(&"a.md".into(), &text, 0, &syntax(clauses, false));
        let whole = format!("{front}{text}");
        let behind = parse(&"a.md".into(), &whole, front.len(), &syntax(clauses, false));
        check(&whole, &behind);
        prop_assert_eq!(&alone.tree, &behind.tree);
        // Words of the program stand nowhere in the author's text.
        let written = |asked: &&PlacedRequest| !matches!(asked.question, Request::Word { .. });
        let places = |body: &Body, by: usize| body.outline.questions.iter().filter(written)
            .map(|asked| (asked.at.start - by, asked.at.end - by)).collect::<Vec<_>>();
        prop_assert_eq!(places(&alone, 0), places(&behind, front.len()));
    }

    #[test]
    fn nothing_of_an_untrusted_text_can_run_or_ask_another_host(text in soup(), clauses: bool) {
        let body = parse(&"a.md".into(), &text, 0, &syntax(clauses, false));
        harmless(&render(&body, &answers(&body)).into_html());
    }

    #[test]
    fn every_id_of_a_page_is_unique(text in soup(), clauses: bool) {
        let body = parse(&"a.md".into(), &text, 0, &syntax(clauses, false));
        let html = render(&body, &answers(&body)).into_html();
        let ids = ids_of(&html);
        let unique: HashSet<&String> = ids.iter().collect();
        prop_assert_eq!(unique.len(), ids.len(), "{}", html);
    }

    #[test]
    fn reading_the_same_text_twice_gives_the_same_body(text in soup(), clauses: bool) {
        let read = || parse(&"a.md".into(), &text, 0, &syntax(clauses, false));
        let (one, two) = (read(), read());
        prop_assert_eq!(one.tree, two.tree);
        prop_assert_eq!(one.outline.ids.clone(), two.outline.ids.clone());
    }
}

#[test]
fn where_no_clause_is_recognised_the_first_character_of_the_mark_is_shown() {
    for (text, first) in [
        ("第一条甲", "第"),
        ("- 第一条　甲", "第"),
        ("**第一条甲**", "第"),
        ("【第一条】甲", "【"),
        ("(第一条)甲", "("),
        ("1。甲\n2。乙", "1"),
        ("> （一）  \n二、", "（"),
        ("\u{200b}> 一，甲\n二，乙", "一"),
    ] {
        let body = parse(&"a.md".into(), text, 0, &syntax(true, false));
        let told = body.outline.report.iter();
        let places: Vec<_> = told
            .filter(|told| told.rule.as_str() == wanjia::markdown::CLAUSE_UNRECOGNISED.code)
            .map(|told| told.place.as_ref().unwrap())
            .map(|place| &text[place.start..place.end])
            .collect();
        assert_eq!(places, [first], "{text:?}");
    }
}

#[test]
fn the_reader_of_tags_reads_tags() {
    let found = tags("<p class=\"a\" id=\"x\">a<br/><img src=y onerror=z>");
    assert_eq!(
        found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["p", "br", "img"]
    );
    assert_eq!(found[2].1[1], ("onerror".to_owned(), "z".to_owned()));
    assert_eq!(ids_of("<p id=\"x\"><b id=\"y\">"), ["x", "y"]);
}
