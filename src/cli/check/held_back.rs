//! Pages that are not on the site yet: drafts, those of a day to come, those that lack signatures. Who names them has them
//! inspected; otherwise they are told by name.

use crate::base::{Diagnostic, Fault, Message, Rule};
use crate::message;
use crate::pipeline::{BuildOptions, Builder, HiddenReason, Outcome, Progress, Scope};

/// Inspects those of `outcome` that are in a scope somebody named, and adds what is found in them. The site is inspected as it
/// will be when they are on it; what that changes on other pages is not told.
pub(super) fn look(
    builder: &mut Builder,
    (options, asked): (&BuildOptions, &[&'static Rule]),
    scope: &Scope,
    outcome: &mut Outcome,
    progress: &dyn Progress,
) -> Result<(), Fault> {
    let (named, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut outcome.held_back)
        .into_iter()
        .partition(|(path, _)| scope.names(path));
    outcome.held_back = if scope.is_whole() { rest } else { Vec::new() };
    if named.is_empty() {
        return Ok(());
    }
    let shown = BuildOptions {
        drafts: true,
        early: true,
        ..options.clone()
    };
    let found = builder.check(&shown, asked, progress)?;
    outcome.pages += named.len();
    outcome.titles.extend(found.titles);
    let theirs = Scope::at(named.into_iter().map(|(path, _)| path).collect());
    let is_new = |one: &Diagnostic| theirs.holds(one.place.as_ref()) && !outcome.diagnostics.contains(one);
    let new: Vec<Diagnostic> = found.diagnostics.into_iter().filter(is_new).collect();
    outcome.diagnostics.extend(new);
    Ok(())
}

/// What was not looked at, and how to have it looked at; `None` when all was.
pub(super) fn told(held_back: &[(String, HiddenReason)]) -> Option<Message> {
    let (first, _) = held_back.first()?;
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (path, why) in held_back.iter().take(MOST) {
        let Message { zh: inner, en: outer } = reason(*why);
        zh.push(format!("{path}（{inner}）"));
        en.push(format!("{path} ({outer})"));
    }
    let (count, more) = (held_back.len(), if held_back.len() > MOST { "……" } else { "" });
    let (zh, en) = (zh.join("、"), en.join(", "));
    Some(message!(
        "{count} 页还不在网站上，没有查：{zh}{more}；写出路径就查，如 wanjia check {first}",
        "Pages that are not on the site yet and were not inspected ({count}): {en}{more}; name them to have it done, as in wanjia check {first}"
    ))
}

/// So many are told by name.
const MOST: usize = 20;

fn reason(why: HiddenReason) -> Message {
    match why {
        HiddenReason::Draft => message!("草稿", "a draft"),
        HiddenReason::Early => message!("还没到上线的日子", "of a day to come"),
        HiddenReason::Unsigned => message!("审签不齐", "lacks signatures"),
        HiddenReason::Hidden => message!("本站不要的", "left out"),
    }
}
