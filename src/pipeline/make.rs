//! Making: the jobs of a build, side by side, for a sink that takes what comes of them.

use super::earlier::KnownJob;
use super::{Artifact, Progress, Sink, pictures};
use crate::base::{Diagnostic, Fault, Message, OutputPath, Reads};
use crate::outputs::{Job, JobOutput, PreparedJob, Tools};
use rayon::prelude::*;

/// So many jobs are in memory.
const AT_ONCE: usize = 8192;

/// With what jobs are done, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Making<'s> {
    /// With what.
    pub tools: Tools<'s>,
    /// For whom.
    pub sink: &'s dyn Sink,
    /// Who waits.
    pub progress: &'s dyn Progress,
    /// What is looked at for each job is noted.
    pub noting: bool,
}

/// What came of jobs.
#[derive(Default)]
pub(super) struct Done {
    /// Of how many files it was found out what they are made of.
    pub considered: usize,
    /// How many files were made.
    pub made: usize,
    /// What was wrong with templates and photos.
    pub wrong: Vec<Diagnostic>,
    /// Where the jobs were, when what they look at is noted.
    pub done: Vec<OutputPath>,
    /// The jobs with nothing wrong, when what they look at is noted.
    pub known: Vec<(OutputPath, KnownJob)>,
}

impl<'s> Making<'s> {
    /// Does the jobs that the sink has not seen, of so many. A large site has half a million, and only some thousand of
    /// them are in memory at a time.
    pub fn make(
        &self,
        stage: &Message,
        count: usize,
        mut jobs: impl Iterator<Item = Job<'s>>,
    ) -> Result<Done, Fault> {
        self.progress.begin(stage, count);
        let mut all = Done::default();
        loop {
            let some: Vec<Job<'s>> = jobs.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                break;
            }
            let done: Vec<Result<Done, Fault>> = some
                .par_iter()
                .map(|job| {
                    let done = self.job(job);
                    self.progress.step();
                    done
                })
                .collect();
            for one in done {
                all.add(one?);
            }
            all.considered += some.len();
            if self.noting {
                all.done.extend(some.into_iter().map(|job| job.route.path));
            }
        }
        self.progress.end();
        Ok(all)
    }

    fn job(&self, job: &Job<'s>) -> Result<Done, Fault> {
        let prepare = || {
            job.reads.repeat();
            (job.ready)(self.tools)
        };
        if self.sink.given_up() {
            return Ok(Done::default());
        }
        if !self.noting {
            return self.write(job, prepare());
        }
        let (ready, reads) = Reads::of(prepare);
        let key = ready.key;
        let mut done = self.write(job, ready)?;
        // What is wrong is to be told each time.
        if done.wrong.is_empty() {
            done.known.push((job.route.path.clone(), KnownJob { key, reads }));
        }
        Ok(done)
    }

    /// Makes what the sink has not seen.
    fn write(&self, job: &Job<'s>, ready: PreparedJob<'s>) -> Result<Done, Fault> {
        let (address, key) = (&job.route.path, ready.key);
        if self.sink.is_up_to_date(address, key) {
            return Ok(Done::default());
        }
        let artifact = match (ready.make)() {
            Ok(JobOutput::Bytes(bytes)) => Artifact::Made {
                address,
                key,
                bytes: bytes.into_owned(),
            },
            Ok(JobOutput::File(path)) => Artifact::File { address, key, path },
            Ok(JobOutput::Photo(path)) => match pictures::cleaned(path, &job.route.source) {
                Ok(bytes) => Artifact::Photo {
                    address,
                    key,
                    path,
                    bytes,
                },
                Err(wrong) => return Ok(Done::wrong(vec![wrong])),
            },
            Err(wrong) => return Ok(Done::wrong(wrong)),
        };
        self.sink.write(artifact)?;
        Ok(Done {
            made: 1,
            ..Done::default()
        })
    }
}

impl Done {
    fn add(&mut self, one: Self) {
        self.made += one.made;
        self.wrong.extend(one.wrong);
        self.known.extend(one.known);
    }

    fn wrong(wrong: Vec<Diagnostic>) -> Self {
        Self {
            wrong,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Day;
    use crate::pipeline::{BuildOptions, Builder};
    use std::sync::Mutex;

    /// Stages: how many steps were told, and how many were done.
    #[derive(Default)]
    struct Steps(Mutex<Vec<(String, usize, usize)>>);

    impl Progress for Steps {
        fn begin(&self, stage: &Message, total: usize) {
            self.0.lock().unwrap().push((stage.en.to_string(), total, 0));
        }

        fn step(&self) {
            self.0.lock().unwrap().last_mut().unwrap().2 += 1;
        }

        fn end(&self) {}
    }

    #[test]
    fn as_many_files_are_made_as_are_told_when_it_begins() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        std::fs::create_dir_all(root.join("content/news")).unwrap();
        std::fs::write(root.join("site.yaml"), "name: 甲\nurl: https://example.org/\n").unwrap();
        for (file, kind) in [("a", "news"), ("b", "campaign"), ("news/_index", "page")] {
            let text = format!("---\ntitle: 甲\nkind: {kind}\ndate: 2026-01-02\n---\n\n乙。\n");
            std::fs::write(root.join(format!("content/{file}.md")), text).unwrap();
        }
        let day: Day = "2026-06-01".parse().unwrap();
        let order = BuildOptions {
            root: root.clone(),
            url: None,
            drafts: false,
            early: false,
            clock: day,
            today: day,
        };
        let steps = Steps::default();
        let out = folder.path().join("out");
        Builder::open(&root).publish(&order, &out, &steps).unwrap();
        let stages = steps.0.into_inner().unwrap();
        let made = stages.iter().find(|(stage, ..)| stage == "making pages").unwrap();
        assert!(made.1 > 10 && made.1 == made.2, "{stages:?}");
    }
}
