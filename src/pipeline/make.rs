//! Making: the jobs of a build, side by side, for a sink that takes what comes of them.

use super::{Artifact, Progress, Sink, pictures};
use crate::base::{Diagnostic, Fault, Message};
use crate::outputs::{Job, JobOutput, Tools};
use rayon::prelude::*;

/// Does the jobs that `sink` has not seen. How many were made, and what was wrong with templates.
pub(super) fn make<'s>(
    stage: &Message,
    jobs: &[Job<'s>],
    tools: Tools<'s>,
    sink: &dyn Sink,
    progress: &dyn Progress,
) -> Result<(usize, Vec<Diagnostic>), Fault> {
    progress.begin(stage, jobs.len());
    let done: Vec<Result<(usize, Vec<Diagnostic>), Fault>> = jobs
        .par_iter()
        .map(|job| {
            let (ready, address) = ((job.ready)(tools), &job.route.path);
            let result = if sink.is_up_to_date(address, ready.key) {
                Ok((0, Vec::new()))
            } else {
                match (ready.make)() {
                    Ok(JobOutput::Bytes(bytes)) => {
                        let artifact = Artifact::Made {
                            address,
                            key: ready.key,
                            bytes: bytes.into_owned(),
                        };
                        sink.write(artifact).map(|()| (1, Vec::new()))
                    }
                    Ok(JobOutput::File(path)) => sink
                        .write(Artifact::File {
                            address,
                            key: ready.key,
                            path,
                        })
                        .map(|()| (1, Vec::new())),
                    Ok(JobOutput::Photo(path)) => match pictures::cleaned(path, &job.route.source) {
                        Ok(bytes) => sink
                            .write(Artifact::Photo {
                                address,
                                key: ready.key,
                                path,
                                bytes,
                            })
                            .map(|()| (1, Vec::new())),
                        Err(wrong) => Ok((0, vec![wrong])),
                    },
                    Err(wrong) => Ok((0, wrong)),
                }
            };
            progress.step();
            result
        })
        .collect();
    progress.end();
    let (mut made, mut wrong) = (0, Vec::new());
    for result in done {
        let (count, diagnostics) = result?;
        made += count;
        wrong.extend(diagnostics);
    }
    Ok((made, wrong))
}
