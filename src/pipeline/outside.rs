//! Links to other sites: asked when it is wished, and what came of it remembered for some days.

use super::web::{self, Manners, Unasked};
use super::{Progress, store};
use crate::base::Day;
use crate::check::inspect::{OutsideLink, Verdict};
use crate::message;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// In `.wanjia/`.
const FILE: &str = "links";

/// So many days what is there, or has moved, is not asked again. All else may be mended any day.
const DAYS: i32 = 7;

/// How links to other sites were asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedOutside {
    /// Addresses in all.
    pub addresses: usize,
    /// Of these, answered by what was heard in the last days.
    pub remembered: usize,
    /// Left out, because they are in a private network.
    pub private: usize,
    /// Left out, because there are too many of one host, or nobody could ask them.
    pub left: usize,
    /// Why none could be asked.
    pub failed: Option<Unasked>,
}

/// What was heard, by address, with the day.
type Heard = BTreeMap<String, (Day, Verdict)>;

/// Asks what is not remembered. `today` is the day of the clock.
pub(super) fn ask(
    root: &Path,
    links: &[OutsideLink],
    manners: &Manners,
    today: Day,
    progress: &dyn Progress,
) -> (BTreeMap<String, Verdict>, AskedOutside) {
    let file = store::beside(root, FILE);
    let mut heard: Heard = store::read(&file).unwrap_or_default();
    heard.retain(|_, (day, verdict)| is_fresh(*day, verdict, today));
    let wanted: BTreeSet<String> = links.iter().map(|link| link.address.clone()).collect();
    let new: BTreeSet<String> = wanted
        .iter()
        .filter(|address| !heard.contains_key(*address))
        .cloned()
        .collect();
    let mut summary = AskedOutside {
        addresses: wanted.len(),
        remembered: wanted.len() - new.len(),
        ..AskedOutside::default()
    };
    let mut verdicts: BTreeMap<String, Verdict> = heard
        .iter()
        .filter(|(address, _)| wanted.contains(*address))
        .map(|(address, (_, verdict))| (address.clone(), verdict.clone()))
        .collect();
    if new.is_empty() {
        return (verdicts, summary);
    }
    progress.begin(&message!("问站外链接", "asking other sites"), new.len());
    let answers = web::ask(&new, manners, &|| progress.step());
    progress.end();
    match answers {
        Err(why) => {
            summary.failed = Some(why);
            summary.left = new.len();
        }
        Ok(answers) => {
            for (address, verdict) in answers {
                match verdict {
                    Verdict::Private => summary.private += 1,
                    Verdict::NotAsked => summary.left += 1,
                    ref told => {
                        heard.insert(address.clone(), (today, told.clone()));
                    }
                }
                verdicts.insert(address, verdict);
            }
            // What cannot be remembered is asked again the next time.
            let _ = store::write(&file, &heard);
        }
    }
    (verdicts, summary)
}

fn is_fresh(heard: Day, verdict: &Verdict, today: Day) -> bool {
    let most = match verdict {
        Verdict::Fine | Verdict::Moved(_) => DAYS,
        _ => 1,
    };
    (0..most).contains(&heard.days_to(today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_well_is_believed_for_a_week_and_what_is_not_for_the_day() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let fresh = |verdict, today| is_fresh(day("2026-11-20"), &verdict, day(today));
        assert!(fresh(Verdict::Fine, "2026-11-26") && !fresh(Verdict::Fine, "2026-11-27"));
        assert!(fresh(Verdict::Certificate, "2026-11-20") && !fresh(Verdict::Certificate, "2026-11-21"));
        assert!(!fresh(Verdict::Fine, "2026-11-19"), "a day to come");
    }
}
