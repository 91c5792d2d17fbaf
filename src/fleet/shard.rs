//! A part of a fleet, for engines that build it on several machines at once.

use crate::base::Fault;
use crate::message;
use std::str::FromStr;

/// One of so many parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which one, from 0 on.
    index: usize,
    /// How many there are.
    count: usize,
}

/// Looks a variable of the environment up.
pub type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// The number of parts for engines that do not tell it.
const COUNT: &str = "WANJIA_SHARDS";

impl Shard {
    /// Whether the site at a place of the whole fleet belongs to this part. Neighbours go to different parts: those of one
    /// province are alike in size.
    pub fn has(self, place: usize) -> bool {
        place % self.count == self.index
    }

    /// Reads `I/N`, or `auto`: the index that an engine sets.
    pub fn read(text: &str, environment: Environment<'_>) -> Result<Self, Fault> {
        if text == "auto" {
            Self::of_engine(environment)
        } else {
            text.parse()
        }
    }

    /// The part that an engine asks this process for. Slurm numbers the tasks of an array as its author likes, so the first and
    /// the step count too; a list with gaps cannot be told from it, and then [`COUNT`] says how many parts there are from 0 on.
    fn of_engine(environment: Environment<'_>) -> Result<Self, Fault> {
        let number = |name: &str| environment(name)?.trim().parse::<usize>().ok();
        let counted = number(COUNT);
        let slurm = || {
            let (task, first) = (
                number("SLURM_ARRAY_TASK_ID")?,
                number("SLURM_ARRAY_TASK_MIN").unwrap_or(0),
            );
            let step = number("SLURM_ARRAY_TASK_STEP")
                .filter(|step| *step > 0)
                .unwrap_or(1);
            match counted {
                Some(count) => Self::of(task, count),
                None => Self::of(task.checked_sub(first)? / step, number("SLURM_ARRAY_TASK_COUNT")?),
            }
        };
        let kubernetes = || Self::of(number("JOB_COMPLETION_INDEX")?, counted?);
        slurm().or_else(kubernetes).ok_or_else(|| {
            Fault::new(message!(
                "--shard auto：没有找到引擎给的编号",
                "--shard auto: no engine has set an index"
            ))
            .hint(message!(
                "Slurm 数组自带 SLURM_ARRAY_TASK_ID；Kubernetes 有 JOB_COMPLETION_INDEX，另设 {COUNT}=份数；也可以写 --shard 1/4",
                "Slurm arrays set SLURM_ARRAY_TASK_ID; Kubernetes sets JOB_COMPLETION_INDEX, and {COUNT} says how many there are; or write --shard 1/4"
            ))
        })
    }

    fn of(index: usize, count: usize) -> Option<Self> {
        (index < count).then_some(Self { index, count })
    }
}

impl FromStr for Shard {
    type Err = Fault;

    /// `1/4` is the first of four parts.
    fn from_str(text: &str) -> Result<Self, Fault> {
        let parts = text.split_once('/').and_then(|(index, count)| {
            let (index, count): (usize, usize) = (index.trim().parse().ok()?, count.trim().parse().ok()?);
            Self::of(index.checked_sub(1)?, count)
        });
        parts.ok_or_else(|| {
            Fault::new(message!(
                "--shard 写得不对：{text}",
                "--shard is not right: {text}"
            ))
            .hint(message!(
                "写第几份和一共几份，如 1/4；在 Slurm、Kubernetes 里写 auto",
                "say which of how many, like 1/4; write `auto` within Slurm and Kubernetes"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn auto(set: &[(&str, &str)]) -> Option<(usize, usize)> {
        let set: BTreeMap<&str, &str> = set.iter().copied().collect();
        let shard = Shard::read("auto", &|name| set.get(name).map(|value| (*value).to_owned())).ok()?;
        Some((shard.index, shard.count))
    }

    #[test]
    fn every_site_is_in_one_part() {
        let parts: Vec<Shard> = (1..=3).map(|n| format!("{n}/3").parse().unwrap()).collect();
        for place in 0..20 {
            assert_eq!(parts.iter().filter(|part| part.has(place)).count(), 1);
        }
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_index_that_an_engine_sets_is_read_as_the_engine_means_it() {
        let slurm = |id, min, step, count| {
            auto(&[
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", min),
                ("SLURM_ARRAY_TASK_STEP", step),
                ("SLURM_ARRAY_TASK_COUNT", count),
            ])
        };
        assert_eq!(slurm("0", "0", "1", "4"), Some((0, 4)));
        assert_eq!(slurm("9", "1", "4", "3"), Some((2, 3)));
        assert_eq!(
            auto(&[("SLURM_ARRAY_TASK_ID", "5"), ("WANJIA_SHARDS", "8")]),
            Some((5, 8))
        );
        assert_eq!(
            auto(&[("JOB_COMPLETION_INDEX", "2"), ("WANJIA_SHARDS", "4")]),
            Some((2, 4))
        );
        assert_eq!(auto(&[("JOB_COMPLETION_INDEX", "2")]), None);
        assert_eq!(auto(&[]), None);
    }
}
