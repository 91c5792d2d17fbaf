use crate::base::tests::fuzz;
use crate::import::{Draft, Wanted, read};

/// The draft of a page, and what is told.
fn draft(text: &str) -> (String, Vec<String>) {
    let document = read("a.md", text.as_bytes()).unwrap();
    let wanted = Wanted {
        kind: None,
        policy: false,
        name: "页面",
        days: &[],
        today: "2026-11-28".parse().unwrap(),
    };
    let draft = Draft::of(&document, &wanted);
    let told = draft.diagnostics(&"a.md".into());
    (
        draft.text,
        told.iter().map(|told| told.message.zh.to_string()).collect(),
    )
}

const WANTED: &str = "---\ntitle: 三孩: 政策\ndate: 2021-08-19\naliases: [\"/old/a/\"]\nsummary: 一句话\ntags: [\"婚俗\", \"权益\", \"通知\"]\nextra: {\"hits\":\"012\"}\ndraft: true\n---\n\n正文。\n";

#[test]
fn front_matter_of_other_generators_says_the_same_in_yaml_toml_and_json() {
    let yaml = "---\ntitle: \"三孩: 政策\"\ndate: 2021-08-18T20:00:00Z\nurl: /old/a/\ndescription: 一句话\ntags: 婚俗, 权益\ncategories: [通知, 权益]\nhits: 012\nlayout: post\n---\n正文。\n";
    let toml = "+++\ntitle = '三孩: 政策'\ndate = 2021-08-18T20:00:00Z\naliases = ['/old/a/']\ndescription = '一句话'\ntags = ['婚俗', '权益']\ncategories = ['通知']\nhits = '012'\ndraft = false\n+++\n正文。\n";
    let json = "{\"title\": \"三孩: 政策\", \"date\": \"2021-08-18T20:00:00Z\", \"url\": \"/old/a/\", \"description\": \"一句话\", \"tags\": [\"婚俗，权益\", \"通知\"], \"hits\": \"012\"}\n正文。\n";
    let wanted = WANTED.replace("title: 三孩: 政策", "title: \"三孩: 政策\"");
    for text in [yaml, toml, json] {
        assert_eq!(draft(text).0, wanted, "{text}");
    }
}

#[test]
fn what_no_yaml_is_is_read_a_line_at_a_time() {
    for text in [
        "---\ntitle: 三孩: 政策\ndate: 2021-8-18\ntags:\n- 婚俗\n---\n正文。\n",
        "\u{feff}---\ntitle：三孩: 政策\ndate: 2021-8-18\ntags: 婚俗\n---\n正文。\n",
        "title: 三孩: 政策\ndate: 2021-8-18\ntags: [婚俗]\n---\n正文。\n",
    ] {
        let (text, _) = draft(text);
        assert!(
            text.starts_with("---\ntitle: \"三孩: 政策\"\ndate: 2021-08-18\ntags: [\"婚俗\"]\n"),
            "{text}"
        );
    }
    assert!(read("a.md", b"+++\ntitle = \n+++\n").is_err());
}

#[test]
fn a_heading_is_the_title_when_nothing_else_says_it() {
    assert_eq!(
        draft("# 家长课堂\n\n正文。\n").0,
        "---\ntitle: 家长课堂\ndraft: true\n---\n\n正文。\n"
    );
}

#[test]
fn tags_of_generators_are_turned_or_told_and_code_stays() {
    let (text, told) = draft(
        "---\ntitle: 甲\n---\n{{< youtube x >}}课堂{{ site.name }}免费[[注]]。\n\n`{{ 码 }}`\n\n```\n{{ 码 }} [a](b.md)\n```\n\n{% highlight sh %}\nls {{x}}\n{% endhighlight %}\n\n![图](/img/a.png) [办法]({{< ref \"b.md\" >}}) [外](https://example.org/)\n<!--more-->\n{:.c}\n",
    );
    assert!(text.contains("课堂免费\\[\\[注]]。"), "{text}");
    assert!(
        text.contains("`{{ 码 }}`") && text.contains("{{ 码 }} [a](b.md)"),
        "{text}"
    );
    assert!(text.contains("```sh\nls {{x}}\n```"), "{text}");
    assert!(text.contains("办法 [外](https://example.org/)"), "{text}");
    assert!(!text.contains("more") && !text.contains("{:"), "{text}");
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told[0].contains("{{< youtube x >}}") && told[2].contains("/img/a.png") && told[3].contains("b.md"),
        "{told:?}"
    );
}

#[test]
#[ignore = "benches/fuzz.sh"]
fn fuzz_import_markdown() {
    let seeds: Vec<Vec<u8>> = [
        "---\ntitle: a\n---\n![a](b) [c](d \"e\") {{< figure src=\"x\" >}} {% asset_img a b %} <img src=a alt='b'>\n".as_bytes(),
        b"+++\ntitle = 'a'\n[x]\ny = [1, 2]\n+++\n[a]({{< ref \"b\" >}})",
        b"{\"title\": \"a\", \"tags\": [\"b\"]}\n`a` \\[ ```\n",
    ]
    .into_iter()
    .map(<[u8]>::to_vec)
    .collect();
    fuzz::fuzz("import_md", &seeds, |input| {
        if let Ok(document) = read("a.md", input) {
            let wanted = Wanted {
                kind: None,
                policy: true,
                name: "a",
                days: &[],
                today: "2026-11-28".parse().unwrap(),
            };
            Draft::of(&document, &wanted);
        }
    });
}
