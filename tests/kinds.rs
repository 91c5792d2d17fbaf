//! The eight kinds in the built-in theme: what their fields say is visible, and what every page has.

mod desk;

use desk::Desk;

const SITE: &str = "name: 测试站\nurl: https://example.org/jsx/\nregion: {code: \"310000\", name: 上海市}\nbrand: {organiser: 测试协会, phone: 12356, email: a@example.org, address: 某路一号, icp: 沪ICP备1号, slogan: 新风进万家}\n";

fn site() -> Desk {
    let desk = Desk::empty();
    desk.write("site.yaml", SITE);
    for (path, text) in [
        ("content/_index.md", "---\ntitle: 测试站\n---\n"),
        (
            "content/policies/_index.md",
            "---\ntitle: 政策\ncontains: policy\n---\n",
        ),
        (
            "content/policies/new.md",
            "---\ntitle: 新条例\nnumber: 沪府〔2021〕2号\nissuer: 市政府\nissued: 2021-08-18\neffective: 2021-09-01\nadopted: 2021-08-03\namended: 2022-05-06\nstatus: 现行\n\
             recipients: 各区县\naliases_of_title: [生育条例]\nreplaces: [旧条例]\nsource_url: https://www.shanghai.gov.cn/a.html\n---\n第一条 甲的话。\n\n第二条 乙的话。\n",
        ),
        (
            "content/policies/old.md",
            "---\ntitle: 旧条例\nstatus: 废止\nreplaced_by: [新条例]\n---\n第一条 旧话。\n",
        ),
        (
            "content/explainers/e.md",
            "---\ntitle: 白话甲\nkind: explainer\nexplains: [新条例#第一条]\nsummary: 一句话说清\n---\n说。\n",
        ),
        (
            "content/questions/q.md",
            "---\ntitle: 怎么办？\nkind: question\nanswers: [新条例#第二条]\n---\n这样办。\n",
        ),
        (
            "content/campaigns/c/index.md",
            "---\ntitle: 婚育新风\nkind: campaign\nemblem: 婚\nslogans: [婚事新办, 丧事简办]\nperiod: {start: 2026-05-01, end: 2026-06-30}\n\
             organisers: [甲协会, 乙协会]\nbasis: [新条例#第二条]\nactivities:\n- {title: 集体婚礼, start: 2026-05-20 14:00, end: 2026-05-20 16:00, place: 人民公园, contact: 张老师}\n\
             materials:\n- {title: 倡议书, file: letter.txt}\n---\n行动的话。\n",
        ),
        ("content/campaigns/c/letter.txt", "倡议"),
        (
            "content/events/v.md",
            "---\ntitle: 讲座\nkind: event\nstart: 2026-06-06 14:00\nend: 2026-06-06\nplace: 文化馆\ncontact: 李老师\ncampaign: 婚育新风\nrepeat: yearly\n---\n讲。\n",
        ),
        (
            "content/places/p.md",
            "---\ntitle: 某街道暖心家园\nkind: place\ncategory: 暖心家园\naddress: 某街二号\nphones: [021-12345678, \"12356\"]\nhours: 周一至周五\ncoordinates: 31.2,121.4\n---\n来。\n",
        ),
        (
            "content/news/n.md",
            "---\ntitle: 动态一\nkind: news\ndate: 2026-01-02\nauthor: 王记者\nsource: 某报\ntags: [婚俗]\naudience: [新婚夫妻]\n---\n新闻。\n",
        ),
        (
            "content/about.md",
            "---\ntitle: 关于\nupdated: 2026-02-03\n---\n关于我们。\n",
        ),
    ] {
        desk.write(path, text);
    }
    desk
}

#[test]
fn what_a_kinds_fields_say_is_visible_on_its_page() {
    let desk = site();
    desk.build().clean();
    for (path, words) in [
        (
            "policies/new",
            "新条例 沪府〔2021〕2号 市政府 2021年8月18日 2021年9月1日 2021年8月3日 2022年5月6日 现行 各区县 生育条例 旧条例 白话甲 怎么办？ 第一条 甲的话。",
        ),
        ("policies/old", "废止 新条例 旧话。"),
        ("explainers/e", "白话甲 第一条 甲的话。 一句话说清 说。"),
        ("questions/q", "怎么办？ 第二条 乙的话。 这样办。"),
        (
            "campaigns/c",
            "婚育新风 婚事新办 丧事简办 5月1日 6月30日 甲协会 乙协会 第二条 乙的话。 集体婚礼 14:00 16:00 人民公园 张老师 倡议书 讲座 行动的话。",
        ),
        ("events/v", "讲座 6月6日 14:00 文化馆 李老师 婚育新风 每年 讲。"),
        (
            "places/p",
            "某街道暖心家园 暖心家园 某街二号 021-12345678 12356 周一至周五 31.2, 121.4 来。",
        ),
        ("news/n", "动态一 2026年1月2日 王记者 某报 婚俗 新婚夫妻 新闻。"),
        ("about", "关于 2026年2月3日 关于我们。"),
    ] {
        let html = desk.read(&format!("{path}/index.html"));
        let text = text_of(&html);
        for word in words.split(' ') {
            assert!(
                text.contains(word),
                "{word} is not to be seen on /{path}/:\n{text}"
            );
        }
    }
    assert!(
        desk.read("policies/new/index.html")
            .contains("https://www.shanghai.gov.cn/a.html")
    );
    assert!(
        desk.read("campaigns/c/index.html")
            .contains("href=\"/jsx/campaigns/c/letter.txt\"")
    );
    let footer = text_of(&desk.read("about/index.html"));
    for word in ["测试协会", "12356", "a@example.org", "某路一号", "沪ICP备1号"] {
        assert!(footer.contains(word), "{word} is missing in the footer");
    }
}

#[test]
fn every_page_says_its_kind_language_title_and_address_and_has_one_h1_and_landmarks() {
    let desk = site();
    desk.build().clean();
    let kind_of = |address: &str| match address {
        "index.html" => "home".to_owned(),
        "404.html" => "not-found".to_owned(),
        address if address.starts_with("tags/") || address.starts_with("audiences/") => "tag".to_owned(),
        "policies/new/index.html" | "policies/old/index.html" => "policy".to_owned(),
        "explainers/e/index.html" => "explainer".to_owned(),
        "questions/q/index.html" => "question".to_owned(),
        "campaigns/c/index.html" | "campaigns/c/leaflet/index.html" => "campaign".to_owned(),
        "events/v/index.html" => "event".to_owned(),
        "places/p/index.html" => "place".to_owned(),
        "news/n/index.html" => "news".to_owned(),
        "about/index.html" => "page".to_owned(),
        "search/index.html" => "search".to_owned(),
        _ => "section".to_owned(),
    };
    let pages: Vec<(String, String)> = pages(&desk);
    assert!(pages.len() > 15, "{}", pages.len());
    for (address, html) in &pages {
        let kind = kind_of(address);
        assert!(
            html.contains(&format!("data-kind=\"{kind}\"")),
            "{address} is no {kind}"
        );
        assert!(html.contains("<html lang=\"zh-CN\" dir=\"ltr\""), "{address}");
        assert_eq!(html.matches("<h1").count(), 1, "{address}");
        for part in [
            "<title>",
            "<meta name=\"description\" content=\"",
            "<link rel=\"canonical\" href=\"https://example.org/jsx/",
            "<main",
            "<header",
            "<footer",
            "<nav",
        ] {
            assert!(html.contains(part), "{address} has no {part}");
        }
        assert_eq!(html.matches("rel=\"stylesheet\"").count(), 1, "{address}");
        let address = address.strip_suffix("index.html").unwrap_or(address);
        // A leaflet is another form of its campaign.
        let address = address.strip_suffix("leaflet/").unwrap_or(address);
        assert!(
            html.contains(&format!(
                "rel=\"canonical\" href=\"https://example.org/jsx/{address}\""
            )),
            "{address}"
        );
    }
}

#[test]
fn every_link_of_every_page_has_the_base_path_and_leads_to_a_file() {
    let desk = site();
    desk.build().clean();
    let output = desk.output();
    for (address, html) in pages(&desk) {
        let own = address.strip_suffix("index.html").unwrap_or(&address);
        for link in attributes(&html, "href")
            .into_iter()
            .chain(attributes(&html, "src"))
        {
            if link.starts_with("https://")
                || link.starts_with("tel:")
                || link.starts_with("geo:")
                || link.starts_with("mailto:")
            {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let path = path.split('?').next().unwrap_or(path);
            let inner = if path.is_empty() {
                Some(own)
            } else {
                path.strip_prefix("/jsx/")
            };
            let inner = inner.unwrap_or_else(|| panic!("{link} on {address} leaves the base path"));
            let file = if inner.is_empty() || inner.ends_with('/') {
                format!("{inner}index.html")
            } else {
                inner.to_owned()
            };
            let target = output
                .get(&file)
                .unwrap_or_else(|| panic!("{link} on {address} leads nowhere"));
            if !anchor.is_empty() && anchor != "top" {
                let target = String::from_utf8_lossy(target);
                assert!(
                    target.contains(&format!("id=\"{anchor}\"")),
                    "{link} on {address}: no such id"
                );
            }
        }
    }
}

#[test]
fn every_id_of_a_page_is_unique() {
    let desk = site();
    desk.build().clean();
    for (address, html) in pages(&desk) {
        let mut ids = attributes(&html, "id");
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(all, ids.len(), "{address}");
    }
}

#[test]
fn no_page_asks_another_host_for_anything_and_no_script_is_inline() {
    let desk = site();
    desk.build().clean();
    for (address, html) in pages(&desk) {
        for source in attributes(&html, "src") {
            assert!(source.starts_with("/jsx/"), "{source} on {address}");
        }
        assert!(
            !html.contains("unsafe-") && !html.contains(" style=\"") && !html.contains("<style"),
            "{address}"
        );
        for script in html.split("<script").skip(1) {
            assert!(
                script.contains("src=") || script.contains("application/ld+json"),
                "{address} has an inline script"
            );
        }
    }
}

#[test]
fn the_clause_and_its_explainer_lead_to_each_other_in_the_built_in_theme() {
    let desk = site();
    desk.build().clean();
    let policy = desk.read("policies/new/index.html");
    let first = &policy[policy
        .find("<section class=\"clause\" id=\"art1\" data-clause=\"第一条\">")
        .unwrap()..];
    let first = &first[..first.find("</section>").unwrap()];
    assert!(
        first.contains("class=\"clause-explainer\" href=\"/jsx/explainers/e/\""),
        "{first}"
    );
    assert!(!first.contains("乙的话"), "{first}");
    let explainer = desk.read("explainers/e/index.html");
    assert!(
        explainer.contains("class=\"explained-clause\" href=\"/jsx/policies/new/#art1\""),
        "{explainer}"
    );
}

fn pages(desk: &Desk) -> Vec<(String, String)> {
    let html = desk
        .output()
        .into_iter()
        .filter(|(address, _)| address.ends_with(".html"));
    html.map(|(address, bytes)| (address, String::from_utf8(bytes).unwrap()))
        .collect()
}

fn attributes(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    html.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(value, _)| value.replace("&amp;", "&"))
        .collect()
}

/// What people read in the body.
fn text_of(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    let mut out = String::new();
    for part in body.split('<').skip(1) {
        out.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    out.replace("&#x2F;", "/").replace("&amp;", "&")
}

#[test]
fn a_policy_is_not_in_force_before_its_day() {
    let desk = Desk::empty();
    desk.write("site.yaml", SITE);
    for (name, status) in [("a", ""), ("b", "status: 现行\n"), ("c", "status: 尚未施行\n")] {
        let text = format!(
            "---\ntitle: 办法{name}\nkind: policy\neffective: 2026-07-01\n{status}---\n第一条 甲。\n"
        );
        desk.write(&format!("content/{name}.md"), text);
    }
    desk.build_on("2026-06-30");
    for name in ["a", "b", "c"] {
        assert!(
            text_of(&desk.read(&format!("{name}/index.html"))).contains("这份文件尚未施行"),
            "{name}"
        );
    }
    desk.build_on("2026-07-01");
    for name in ["a", "b", "c"] {
        assert!(
            !desk.read(&format!("{name}/index.html")).contains("尚未施行"),
            "{name}"
        );
    }
}

#[test]
fn a_policy_that_another_one_replaces_is_over_when_that_is_in_force_whichever_of_them_says_so() {
    let desk = Desk::empty();
    desk.write("site.yaml", SITE);
    let policy = |name: &str, title: &str, fields: &str| {
        desk.write(
            &format!("content/policies/{name}.md"),
            format!("---\ntitle: {title}\nkind: policy\neffective: 2020-01-01\n{fields}---\n第一条 甲。\n"),
        );
    };
    policy("old", "旧办法", "");
    policy("older", "更旧办法", "replaced_by: 新条例\n");
    policy("told", "修改过的办法", "status: 已修改\n");
    desk.write(
        "content/policies/new.md",
        "---\ntitle: 新条例\nkind: policy\neffective: 2026-07-01\nreplaces: [旧办法, 修改过的办法]\n---\n第一条 乙。\n",
    );
    let read = |name: &str| desk.read(&format!("policies/{name}/index.html"));
    desk.build_on("2026-06-30");
    for name in ["old", "older"] {
        assert!(!read(name).contains("class=\"banner\""), "{}", read(name));
    }
    desk.build_on("2026-07-01");
    for name in ["old", "older"] {
        let page = read(name);
        assert!(
            page.contains("这份文件已废止") && page.contains("href=\"/jsx/policies/new/\""),
            "{page}"
        );
    }
    assert!(read("told").contains("这份文件已修改") && read("told").contains("修改见："));
    let new = read("new");
    assert!(
        new.contains("现行") && new.contains("更旧办法") && new.contains("旧办法"),
        "{new}"
    );
    desk.write(
        "content/policies/new.md",
        "---\ntitle: 新条例\nkind: policy\neffective: 2026-07-01\n---\n第一条 乙。\n",
    );
    desk.build_on("2026-07-01");
    assert!(!read("old").contains("废止") && read("older").contains("这份文件已废止"));
}
