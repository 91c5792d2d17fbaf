//! `wanjia rule`: the manual of a rule, or the list of all.

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::render::level_name;
use crate::base::message::Locale;
use crate::base::{Chapter, Fault, Rule, Text};
use crate::yaml::nearest;
use crate::{check, message};
use clap::Args;
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "rule",
    about: Both(
        "一条规则是什么意思，怎么办；不写代码，就列出全部",
        "What a rule means and the way out; without a code, the list of all",
    ),
    usage: Both("wanjia rule [代码]", "wanjia rule [CODE]"),
    example: Both(
        "代码写在每条提示的方括号里。\n\n例子：\n  wanjia rule clause-not-found\n  wanjia rule                      全部规则",
        "The code stands in brackets in each message.\n\nExamples:\n  wanjia rule clause-not-found\n  wanjia rule                      all rules",
    ),
    arguments: &[("code", Both("规则的代码", "code of the rule"))],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Prints what the handbook says of a rule, or the first line of each.
pub fn run(_: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let text = match &request.code {
        Some(code) => manual(find(code)?, console.locale),
        None => list(console.locale),
    };
    console.data(&text);
    Ok(Exit::Done)
}

/// The rule of a code, also of one that was copied with its brackets.
pub(super) fn find(written: &str) -> Result<&'static Rule, Fault> {
    let code = written.trim().trim_matches(['[', ']', '`']);
    check::named(code).ok_or_else(|| {
        let hint = match nearest(code, check::rules().map(|rule| rule.code)) {
            Some(near) => message!("是不是 {near}？", "did you mean `{near}`?"),
            None => message!("用 wanjia rule 看有哪些规则", "see `wanjia rule` for the rules"),
        };
        Fault::new(message!("没有 {code} 这条规则", "there is no rule `{code}`")).hint(hint)
    })
}

fn manual(rule: &Rule, locale: Locale) -> String {
    let code = rule.code;
    let mut text = format!("{code} · {}\n\n", level_name(rule.level).to(locale));
    for (heading, said) in [
        (Text::new("意思：", "Meaning: "), rule.meaning),
        (Text::new("办法：", "Way out: "), rule.remedy),
    ] {
        text += &format!("{}{}\n", heading.to(locale), said.to(locale));
    }
    let may = if rule.adjustable {
        message!(
            "轻重：能改，在 site.yaml 里写 rules: {{{code}: error}}（或 warning、off）",
            "Level: may be set in site.yaml, `rules: {{{code}: error}}` (or warning, off)"
        )
    } else {
        message!("轻重：不能改", "Level: is fixed")
    };
    text + may.to(locale) + "\n"
}

/// All rules by chapter, a line each.
fn list(locale: Locale) -> String {
    let width = check::rules().map(|rule| rule.code.len()).max().unwrap_or(0);
    let chapters = Chapter::ALL.map(|chapter| {
        let rules = check::rules().filter(|rule| rule.chapter == chapter);
        let rows = rules.map(|rule| format!("  {:width$}  {}\n", rule.code, rule.meaning.to(locale)));
        format!("{}\n{}", chapter.title().to(locale), rows.collect::<String>())
    });
    chapters.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_line_and_a_manual_in_the_language_of_its_reader() {
        for locale in [Locale::Chinese, Locale::English] {
            let all = list(locale);
            for rule in check::rules() {
                let (meaning, remedy) = (rule.meaning.to(locale), rule.remedy.to(locale));
                let row = |line: &&str| line.trim_start().starts_with(rule.code) && line.ends_with(meaning);
                assert_eq!(all.lines().filter(row).count(), 1, "{}", rule.code);
                let manual = manual(rule, locale);
                assert!(manual.contains(meaning) && manual.contains(remedy), "{manual}");
            }
        }
    }

    #[test]
    fn a_manual_says_level_meaning_and_way_out() {
        let found = manual(find("[review-due]").unwrap(), Locale::Chinese);
        assert!(found.starts_with("review-due · 警告\n\n意思："), "{found}");
        assert!(found.contains("\n办法："), "{found}");
        assert!(found.contains("rules: {review-due: error}"), "{found}");
        let fixed = manual(find("theme-missing").unwrap(), Locale::English);
        assert!(fixed.starts_with("theme-missing · error\n\nMeaning: "), "{fixed}");
        assert!(fixed.ends_with("Level: is fixed\n"), "{fixed}");
    }

    #[test]
    fn a_code_that_is_no_rule_is_told_with_the_nearest_one() {
        let hint = |code: &str| find(code).unwrap_err().hint.unwrap().en;
        assert_eq!(hint("link-brokn"), "did you mean `link-broken`?");
        assert_eq!(hint("zzz"), "see `wanjia rule` for the rules");
    }
}
