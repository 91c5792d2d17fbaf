//! Files and fields as they are dropped in: what is read, what is told, what is never published.

mod desk;

use desk::Desk;

/// What is said of a site with these files beside a good page, without the hints.
fn said(files: &[(&str, &str)]) -> Vec<String> {
    let desk = Desk::with(&[("content/good.md", "---\ntitle: 好\n---\n好。\n")]);
    for (path, text) in files {
        desk.write(path, text);
    }
    desk.build().report
}

#[track_caller]
fn says(files: &[(&str, &str)], expected: &[&str]) {
    let report = said(files);
    assert_eq!(report.len(), expected.len(), "{report:#?}");
    for (line, start) in report.iter().zip(expected) {
        assert!(line.starts_with(start), "{line}\ndoes not begin with\n{start}");
    }
}

#[test]
fn a_line_that_was_meant_to_be_the_mark_of_the_front_matter_is_told_at_its_place() {
    for mark in ["——", "－－－", "—-", "----", "– – –", "+++"] {
        let text = format!("{mark}\ntitle: 甲\n---\n正文\n");
        says(
            &[("content/a.md", &text)],
            &["error[front-matter-missing] content/a.md:1:1"],
        );
    }
    says(
        &[("content/a.md", "\n——\ntitle: 甲\n——\n正文\n")],
        &["error[front-matter-missing] content/a.md:2:1"],
    );
    says(
        &[("content/a.md", "---\ntitle: 甲\n——\n正文\n")],
        &["error[front-matter-unclosed] content/a.md:3:1"],
    );
    let report = said(&[("content/a.md", "---\ntitle: 甲\n——\n正文\n")]);
    assert!(report[0].contains("三个半角的减号"), "{report:#?}");
}

#[test]
fn blank_lines_before_the_front_matter_mean_nothing() {
    says(&[("content/a.md", "\n \n---\ntitle: 甲\n---\n正文\n")], &[]);
    // Places count from the first line of the file.
    says(
        &[("content/a.md", "\n\n---\ntitle: 甲\ndate: x\n---\n正文\n")],
        &["error[date-wrong] content/a.md:5:7"],
    );
}

#[test]
fn settings_under_a_wrong_name_are_told() {
    says(
        &[("facts.yaml.txt", "甲: {value: 1}\n")],
        &["warning[double-extension] facts.yaml.txt:1:1"],
    );
    says(
        &[("site.yaml.txt", "name: 甲\n")],
        &["warning[double-extension] site.yaml.txt:1:1"],
    );
    says(
        &[("facts.yml", "甲: {value: 1}\n")],
        &["warning[double-extension] facts.yml:1:1"],
    );
}
