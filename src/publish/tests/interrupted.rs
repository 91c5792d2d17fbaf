//! What the next run makes of one that was killed. Killed means: what is on the disk stays, and the
//! lock is released.

use super::*;
use crate::publish::journal::{Journal, JournalStep};
use crate::publish::plan::CommitPlan;
use crate::publish::{MANIFEST, Trees};

const OLD: Files = &[
    ("a", "一"),
    ("b/x.html", "二"),
    ("c/y.html", "三"),
    ("d.html", "四"),
];
const NEW: Files = &[
    ("a/z.html", "五"),
    ("b/x.html", "贰"),
    ("d.html", "四"),
    ("e.html", "六"),
];

fn kill(publication: Publication) {
    publication.staging.kill();
}

/// A publication of `NEW` over `OLD` that is ready to be put in place.
fn ready(folder: &TestFolder) -> (Publication, CommitPlan) {
    folder.publish(OLD);
    folder.put("note.txt", "手写");
    let publication = folder.prepare(NEW);
    let gathered = std::mem::take(&mut *publication.collected());
    let plan = CommitPlan::of(gathered, None, &publication.old).unwrap();
    publication.staging.write(MANIFEST, &plan.manifest).unwrap();
    (publication, plan)
}

fn with_note(files: Files<'static>) -> Vec<(&'static str, &'static str)> {
    [files, &[("note.txt", "手写")]].concat()
}

/// The next run finds a whole site, and can publish.
#[track_caller]
fn assert_mended(folder: &TestFolder, site: Files<'static>) {
    drop(folder.open());
    folder.assert_holds(&with_note(site));
    folder.assert_tidy();
    let done = folder.publish(NEW);
    assert_eq!(done.written + done.unchanged, NEW.len());
    folder.assert_holds(&with_note(NEW));
    folder.assert_tidy();
}

#[test]
fn killed_while_writing_the_old_site_stands() {
    for folder in TestFolder::each() {
        let (publication, _) = ready(&folder);
        kill(publication);
        folder.assert_holds(&with_note(OLD));
        assert_mended(&folder, OLD);
    }
}

#[test]
fn killed_before_the_exchange_the_old_site_stands() {
    let folder = TestFolder::new(Publication::open);
    let (publication, plan) = ready(&folder);
    assert!(trees(&publication, &plan).complete().unwrap());
    kill(publication);
    folder.assert_holds(&with_note(OLD));
    assert_mended(&folder, OLD);
}

#[test]
fn killed_after_the_exchange_the_new_site_stands() {
    let folder = TestFolder::new(Publication::open);
    let (publication, plan) = ready(&folder);
    let trees = trees(&publication, &plan);
    assert!(trees.complete().unwrap() && trees.exchange().unwrap());
    kill(publication);
    folder.assert_holds(&with_note(NEW));
    assert_mended(&folder, NEW);
}

#[test]
fn a_foreign_file_that_comes_during_the_exchange_is_brought_over() {
    let folder = TestFolder::new(Publication::open);
    let (publication, plan) = ready(&folder);
    let trees = trees(&publication, &plan);
    assert!(trees.complete().unwrap());
    folder.put("c/late.txt", "迟到");
    assert!(trees.exchange().unwrap());
    trees.retire();
    drop(publication);
    folder.assert_holds(&[with_note(NEW), vec![("c/late.txt", "迟到")]].concat());
    folder.assert_tidy();
}

#[test]
fn killed_before_the_journal_is_whole_the_old_site_stands() {
    let folder = TestFolder::new(Publication::open_in_place);
    let (publication, _) = ready(&folder);
    let home = publication.staging.next().parent().unwrap().to_owned();
    kill(publication);
    fs::write(home.join("journal.new"), "{\"steps\": [").unwrap();
    assert_mended(&folder, OLD);
}

#[test]
fn killed_at_any_step_of_the_journal_the_next_run_finishes_the_new_site() {
    let steps = 6;
    for done in 0..=steps {
        let folder = TestFolder::new(Publication::open_in_place);
        let journal = killed_after(&folder, done);
        assert_eq!(journal.steps.len(), steps, "{journal:?}");
        assert_mended(&folder, NEW);
    }
}

#[test]
fn the_journal_makes_room_first_and_writes_the_manifest_last() {
    let folder = TestFolder::new(Publication::open_in_place);
    let steps = killed_after(&folder, 0).steps;
    assert!(matches!(&steps[0], JournalStep::Remove(path, _) if path == "a"));
    assert!(matches!(&steps[4], JournalStep::Remove(path, _) if path == "c/y.html"));
    assert_eq!(steps[5], JournalStep::Move(MANIFEST.into()));
}

#[test]
fn a_stale_file_that_somebody_changed_before_the_repair_is_left_alone() {
    let folder = TestFolder::new(Publication::open_in_place);
    killed_after(&folder, 2);
    folder.put("c/y.html", "改");
    drop(folder.open());
    folder.assert_holds(&[with_note(NEW), vec![("c/y.html", "改")]].concat());
}

#[test]
fn a_repair_follows_no_symlink() {
    let folder = TestFolder::new(Publication::open_in_place);
    let elsewhere = folder.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    killed_after(&folder, 1);
    std::os::unix::fs::symlink(&elsewhere, folder.at("a")).unwrap();
    assert!(Publication::open(&folder.out()).is_err());
    assert!(tree(&elsewhere).is_empty());
    fs::remove_file(folder.at("a")).unwrap();
    assert_mended(&folder, NEW);
}

#[test]
fn an_interrupted_first_publication_leaves_no_output() {
    for folder in TestFolder::each() {
        kill(folder.prepare(NEW));
        assert!(!folder.out().exists());
        folder.publish(NEW);
        folder.assert_holds(NEW);
        folder.assert_tidy();
    }
}

fn trees<'a>(publication: &'a Publication, plan: &'a CommitPlan) -> Trees<'a> {
    Trees::of(&publication.staging, plan).unwrap()
}

/// Kills a run when so many steps of its journal are done.
fn killed_after(folder: &TestFolder, done: usize) -> Journal {
    let (mut publication, plan) = ready(folder);
    let journal = Journal::of(&plan);
    publication.staging.begin(&journal).unwrap();
    let begun = Journal {
        steps: journal.steps[..done].to_vec(),
    };
    begun
        .carry_out(publication.staging.next(), publication.staging.out())
        .unwrap();
    kill(publication);
    journal
}
