//! The examples are sites that people copy, and the handbook is one that people read: each builds on the
//! sites above it, and nothing is said about it.

mod desk;

use desk::Desk;
use std::fs;
use std::path::Path;
use wanjia::pipeline::BuildOptions;

/// A copy of the national site and of the examples that stand on it, so that a test writes nothing here.
fn copy() -> Desk {
    let desk = Desk::empty();
    for part in [
        "site.yaml",
        "facts.yaml",
        "content",
        "static",
        "themes",
        "examples",
    ] {
        lay(&desk, part);
    }
    desk
}

/// Copies a file or a folder without what a build leaves there.
fn lay(desk: &Desk, path: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if from.is_file() {
        return desk.write(path, fs::read(from).unwrap());
    }
    for entry in fs::read_dir(from).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "public" && !name.starts_with('.') {
            lay(desk, &format!("{path}/{name}"));
        }
    }
}

fn build(desk: &Desk, example: &str) -> desk::Built {
    let root = desk.path(&format!("examples/{example}"));
    desk.build_as(&BuildOptions {
        root,
        ..desk.order(desk::DAY)
    })
}

#[test]
fn every_example_builds_and_nothing_is_said_about_it() {
    let desk = copy();
    for entry in fs::read_dir(desk.path("examples")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let built = build(&desk, &name);
        assert!(
            !built.outcome.failed && built.report.is_empty(),
            "{name}: {:#?}",
            built.report
        );
    }
}

#[test]
fn nothing_is_found_when_the_sites_that_people_copy_are_inspected() {
    let desk = copy();
    lay(&desk, "docs");
    let examples = fs::read_dir(desk.path("examples")).unwrap();
    let examples = examples.map(|entry| entry.unwrap().path());
    for root in [desk.root().to_owned(), desk.path("docs")]
        .into_iter()
        .chain(examples)
    {
        let found = desk.check_as(&BuildOptions {
            root: root.clone(),
            ..desk.order(desk::DAY)
        });
        assert!(found.is_empty(), "{root:?}: {found:#?}");
    }
}

#[test]
fn a_county_has_the_days_of_its_province_the_base_of_the_nation_and_places_of_its_own() {
    let desk = copy();
    build(&desk, "shifan").clean();
    let leave = desk.read("leave/index.html");
    for region in ["000000", "330000"] {
        assert!(leave.contains(&format!("data-region=\"{region}\"")), "{region}");
    }
    assert!(desk.read("services/index.html").contains("示例暖心家园"));
    assert!(
        !desk.path("public/explainers/how-it-is-carried-out").exists(),
        "it is hidden"
    );
}

#[test]
fn one_edit_of_what_the_county_overrides_is_told_as_exactly_one_block() {
    let desk = copy();
    let page = "content/campaigns/nuanxin/index.md";
    let text = fs::read_to_string(desk.path(page)).unwrap();
    let heading = "## 怎么一步步来\n";
    assert!(text.contains(heading), "the section that the county overrides");
    desk.write(
        page,
        text.replace(heading, &format!("{heading}\n上级后来加了一句。\n")),
    );
    let report = build(&desk, "shifan").report;
    assert_eq!(report.len(), 1, "{report:#?}");
    assert!(
        report[0].starts_with("warning[override-drifted] ")
            && report[0].contains("shifan/content/campaigns/nuanxin/index.md:"),
        "{report:#?}"
    );
    // Elsewhere on the same page it arrives by itself.
    desk.write(
        page,
        format!("{}\n## 上级新加的一节\n\n新话。\n", text.trim_end()),
    );
    build(&desk, "shifan").clean();
    assert!(
        desk.read("campaigns/nuanxin/index.html")
            .contains("上级新加的一节")
    );
}

#[test]
fn the_festive_theme_is_one_line_in_site_yaml_and_a_small_part_of_the_one_it_stands_on() {
    let desk = copy();
    let site = fs::read_to_string(desk.path("site.yaml")).unwrap();
    desk.write("site.yaml", format!("{site}\ntheme: xiqing\n"));
    desk.build().clean();
    assert!(desk.read("index.html").contains("class=\"lanterns\""));
    let css = desk
        .output()
        .into_iter()
        .find(|(name, _)| name.starts_with("assets/style."))
        .unwrap()
        .1;
    let css = String::from_utf8(css).unwrap();
    assert!(
        css.contains("/* 喜庆") && css.contains("/* 万家") && !css.contains("oklch("),
        "both stylesheets in one"
    );
    let size = |theme: &str| -> usize {
        let all = desk::files(&desk.path(&format!("themes/{theme}")));
        all.values().map(Vec::len).sum()
    };
    assert!(size("xiqing") * 3 < size("wanjia"));
}

#[test]
fn the_handbook_is_a_site_that_builds_and_nothing_is_said_about_it() {
    let desk = Desk::empty();
    lay(&desk, "docs");
    let root = desk.path("docs");
    let built = desk.build_as(&BuildOptions {
        root,
        ..desk.order(desk::DAY)
    });
    assert!(
        !built.outcome.failed && built.report.is_empty(),
        "{:#?}",
        built.report
    );
}

#[test]
fn the_pictures_of_the_handbook_are_small() {
    for chapter in ["local", "gallery"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs/content")
            .join(chapter);
        let sizes: Vec<u64> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|extension| extension != "md")
            })
            .map(|entry| entry.metadata().unwrap().len())
            .collect();
        assert!(!sizes.is_empty(), "{chapter}");
        assert!(
            sizes.iter().all(|size| *size <= 120 << 10),
            "{chapter}: {sizes:?}"
        );
        assert!(sizes.iter().sum::<u64>() <= 600 << 10, "{chapter}: {sizes:?}");
    }
}
