//! What the next run makes of one that was killed. Killed means: what is on the disk stays, and the
//! lock is released.

use super::*;
use crate::publish::journal::{Journal, Step};
use crate::publish::plan::Plan;
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
fn ready(desk: &Desk) -> (Publication, Plan) {
    desk.publish(OLD);
    desk.put("note.txt", "手写");
    let publication = desk.prepare(NEW);
    let gathered = std::mem::take(&mut *publication.gathered());
    let plan = Plan::of(gathered, &publication.old).unwrap();
    publication.staging.write(MANIFEST, &plan.manifest).unwrap();
    (publication, plan)
}

fn with_note(files: Files<'static>) -> Vec<(&'static str, &'static str)> {
    [files, &[("note.txt", "手写")]].concat()
}

/// The next run finds a whole site, and can publish.
#[track_caller]
fn assert_mended(desk: &Desk, site: Files<'static>) {
    drop(desk.open());
    desk.assert_holds(&with_note(site));
    desk.assert_tidy();
    let done = desk.publish(NEW);
    assert_eq!(done.written + done.unchanged, NEW.len());
    desk.assert_holds(&with_note(NEW));
    desk.assert_tidy();
}

#[test]
fn killed_while_writing_the_old_site_stands() {
    for desk in Desk::each() {
        let (publication, _) = ready(&desk);
        kill(publication);
        desk.assert_holds(&with_note(OLD));
        assert_mended(&desk, OLD);
    }
}

#[test]
fn killed_before_the_exchange_the_old_site_stands() {
    let desk = Desk::new(Publication::open);
    let (publication, plan) = ready(&desk);
    assert!(trees(&publication, &plan).complete().unwrap());
    kill(publication);
    desk.assert_holds(&with_note(OLD));
    assert_mended(&desk, OLD);
}

#[test]
fn killed_after_the_exchange_the_new_site_stands() {
    let desk = Desk::new(Publication::open);
    let (publication, plan) = ready(&desk);
    let trees = trees(&publication, &plan);
    assert!(trees.complete().unwrap() && trees.exchange().unwrap());
    kill(publication);
    desk.assert_holds(&with_note(NEW));
    assert_mended(&desk, NEW);
}

#[test]
fn a_foreign_file_that_comes_during_the_exchange_is_brought_over() {
    let desk = Desk::new(Publication::open);
    let (publication, plan) = ready(&desk);
    let trees = trees(&publication, &plan);
    assert!(trees.complete().unwrap());
    desk.put("c/late.txt", "迟到");
    assert!(trees.exchange().unwrap());
    trees.retire();
    drop(publication);
    desk.assert_holds(&[with_note(NEW), vec![("c/late.txt", "迟到")]].concat());
    desk.assert_tidy();
}

#[test]
fn killed_before_the_journal_is_whole_the_old_site_stands() {
    let desk = Desk::new(Publication::open_in_place);
    let (publication, _) = ready(&desk);
    let home = publication.staging.next().parent().unwrap().to_owned();
    kill(publication);
    fs::write(home.join("journal.new"), "{\"steps\": [").unwrap();
    assert_mended(&desk, OLD);
}

#[test]
fn killed_at_any_step_of_the_journal_the_next_run_finishes_the_new_site() {
    let steps = 6;
    for done in 0..=steps {
        let desk = Desk::new(Publication::open_in_place);
        let journal = killed_after(&desk, done);
        assert_eq!(journal.steps.len(), steps, "{journal:?}");
        assert_mended(&desk, NEW);
    }
}

#[test]
fn the_journal_makes_room_first_and_writes_the_manifest_last() {
    let desk = Desk::new(Publication::open_in_place);
    let steps = killed_after(&desk, 0).steps;
    assert!(matches!(&steps[0], Step::Remove(path, _) if path == "a"));
    assert!(matches!(&steps[4], Step::Remove(path, _) if path == "c/y.html"));
    assert_eq!(steps[5], Step::Move(MANIFEST.into()));
}

#[test]
fn a_stale_file_that_somebody_changed_before_the_repair_is_left_alone() {
    let desk = Desk::new(Publication::open_in_place);
    killed_after(&desk, 2);
    desk.put("c/y.html", "改");
    drop(desk.open());
    desk.assert_holds(&[with_note(NEW), vec![("c/y.html", "改")]].concat());
}

#[test]
fn a_repair_follows_no_symlink() {
    let desk = Desk::new(Publication::open_in_place);
    let elsewhere = desk.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    killed_after(&desk, 1);
    std::os::unix::fs::symlink(&elsewhere, desk.at("a")).unwrap();
    assert!(Publication::open(&desk.out()).is_err());
    assert!(tree(&elsewhere).is_empty());
    fs::remove_file(desk.at("a")).unwrap();
    assert_mended(&desk, NEW);
}

#[test]
fn an_interrupted_first_publication_leaves_no_output() {
    for desk in Desk::each() {
        kill(desk.prepare(NEW));
        assert!(!desk.out().exists());
        desk.publish(NEW);
        desk.assert_holds(NEW);
        desk.assert_tidy();
    }
}

fn trees<'a>(publication: &'a Publication, plan: &'a Plan) -> Trees<'a> {
    Trees {
        old: publication.staging.out(),
        new: publication.staging.next(),
        plan,
    }
}

/// Kills a run when so many steps of its journal are done.
fn killed_after(desk: &Desk, done: usize) -> Journal {
    let (mut publication, plan) = ready(desk);
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
