//! A part of a fleet, for engines that build it on several machines at once.

use super::sites::{Fleet, FleetSite};
use crate::base::{Fault, Message};
use crate::message;
use std::collections::BTreeSet;
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

/// Says how many parts there are.
pub(super) const COUNT: &str = "WANJIA_SHARDS";
/// What engines set: the index of a task, from 0 on.
const INDICES: [&str; 2] = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"];

fn no_index() -> Fault {
    Fault::new(message!(
        "--shard auto：没有找到引擎给的编号",
        "--shard auto: no engine has set an index"
    ))
    .hint(message!(
        "Slurm 数组有 SLURM_ARRAY_TASK_ID，Kubernetes 有 JOB_COMPLETION_INDEX，另设 {COUNT}=份数；也可以写 --shard 1/4",
        "Slurm arrays set SLURM_ARRAY_TASK_ID, Kubernetes sets JOB_COMPLETION_INDEX, and {COUNT} says how many parts there are; or write --shard 1/4"
    ))
}

fn way_out() -> Message {
    message!(
        "数组从 0 数起，另设 {COUNT}=份数：sbatch --array=0-9 --export=ALL,{COUNT}=10；wanjia fleet engine 写好的作业都是这样",
        "count the array from 0 and set {COUNT}: sbatch --array=0-9 --export=ALL,{COUNT}=10; jobs of `wanjia fleet engine` do so"
    )
}

impl Shard {
    /// Whether the site at a place of the whole fleet belongs to this part. Neighbours go to different parts: those of one
    /// province are alike in size.
    fn has(self, place: usize) -> bool {
        place % self.count == self.index
    }

    /// Those of these sites that belong to this part, by their places in the whole fleet.
    pub fn of<'f>(self, fleet: &Fleet, sites: &[&'f FleetSite]) -> Vec<&'f FleetSite> {
        let mine = fleet.sites.iter().enumerate();
        let mine: BTreeSet<&str> = mine
            .filter(|(place, _)| self.has(*place))
            .map(|(_, site)| site.code.as_str())
            .collect();
        let of_this = |site: &&&'f FleetSite| mine.contains(site.code.as_str());
        sites.iter().filter(of_this).copied().collect()
    }

    /// Reads `I/N`, or `auto`: the index that an engine sets.
    pub fn read(text: &str, environment: Environment<'_>) -> Result<Self, Fault> {
        if text == "auto" {
            Self::of_engine(environment)
        } else {
            text.parse()
        }
    }

    /// The part that an engine asks this process for. Of the engine only the index is taken, counted from 0: what Slurm says of
    /// the size of an array is not what its author meant as soon as tasks are left out or a part of them is submitted again, and
    /// Kubernetes says nothing. How many parts there are [`COUNT`] says.
    fn of_engine(environment: Environment<'_>) -> Result<Self, Fault> {
        let number = |name: &str| environment(name)?.trim().parse::<usize>().ok();
        let found = INDICES.iter().find_map(|name| Some((*name, number(name)?)));
        let Some((name, index)) = found else {
            return Err(no_index());
        };
        let Some(count) = number(COUNT) else {
            return Err(Fault::new(message!(
                "--shard auto：{name}={index}，可是没有 {COUNT}，不知道一共几份",
                "--shard auto: {name}={index}, and no {COUNT} says how many parts there are"
            ))
            .hint(way_out()));
        };
        Self::among(index, count).ok_or_else(|| {
            Fault::new(message!(
                "--shard auto：{name}={index}，可是一共只有 {count} 份（从 0 数起）",
                "--shard auto: {name}={index}, and there are only {count} parts, counted from 0"
            ))
            .hint(way_out())
        })
    }

    fn among(index: usize, count: usize) -> Option<Self> {
        (index < count).then_some(Self { index, count })
    }
}

impl FromStr for Shard {
    type Err = Fault;

    /// `1/4` is the first of four parts.
    fn from_str(text: &str) -> Result<Self, Fault> {
        let parts = text.split_once('/').and_then(|(index, count)| {
            let (index, count): (usize, usize) = (index.trim().parse().ok()?, count.trim().parse().ok()?);
            Self::among(index.checked_sub(1)?, count)
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
        assert_eq!(
            auto(&[("SLURM_ARRAY_TASK_ID", "5"), ("WANJIA_SHARDS", "8")]),
            Some((5, 8))
        );
        assert_eq!(
            auto(&[("JOB_COMPLETION_INDEX", "2"), ("WANJIA_SHARDS", "4")]),
            Some((2, 4))
        );
        // What Slurm says of the array is not what it was made for when only two tasks of eight are submitted again.
        let again = [
            ("SLURM_ARRAY_TASK_ID", "7"),
            ("SLURM_ARRAY_TASK_MIN", "3"),
            ("SLURM_ARRAY_TASK_COUNT", "2"),
            ("SLURM_ARRAY_TASK_STEP", "4"),
        ];
        assert_eq!(auto(&again), None);
        assert_eq!(
            auto(&[&again[..], &[("WANJIA_SHARDS", "8")]].concat()),
            Some((7, 8))
        );
        for short in [
            &[("JOB_COMPLETION_INDEX", "2")][..],
            &[("JOB_COMPLETION_INDEX", "4"), ("WANJIA_SHARDS", "4")],
        ] {
            assert_eq!(auto(short), None, "{short:?}");
        }
        assert_eq!(auto(&[]), None);
    }
}
