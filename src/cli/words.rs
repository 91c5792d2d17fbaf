//! What --help says, in both languages. The shape of the command line is derived by clap; its words are
//! put on here.

use crate::base::message::Locale;
use clap::{Arg, ArgAction, Command};

/// A text in Chinese and in English.
#[derive(Clone, Copy)]
pub struct Both(pub &'static str, pub &'static str);

impl Both {
    /// The text in one language.
    pub fn to(self, tongue: Locale) -> &'static str {
        match tongue {
            Locale::Chinese => self.0,
            Locale::English => self.1,
        }
    }
}

/// The words of a command.
pub struct Words {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it does, in one clause.
    pub about: Both,
    /// How it is called.
    pub usage: Both,
    /// An example that works as it stands.
    pub example: Both,
    /// What each of its arguments means, by id.
    pub arguments: &'static [(&'static str, Both)],
    /// Where its arguments stand among those that come from above.
    pub first: usize,
}

const LAST: usize = 900;
const OPTIONS: Both = Both("选项", "Options");
const ARGUMENTS: Both = Both("参数", "Arguments");

/// Puts the words of one language on a command and its subcommands.
pub fn dress(command: Command, words: &Words, subcommands: &[&Words], tongue: Locale) -> Command {
    let heading = Both("命令", "Commands");
    let mut command = put_on(command, words, tongue)
        .subcommand_help_heading(heading.to(tongue))
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(flag(
            "version",
            'V',
            ArgAction::Version,
            Both("显示版本", "print the version"),
            tongue,
        ));
    for words in subcommands {
        command = command.mut_subcommand(words.name, |command| put_on(command, words, tongue));
    }
    command
}

fn put_on(command: Command, words: &Words, tongue: Locale) -> Command {
    let usage = Both("用法：", "Usage: ").to(tongue);
    let command = command
        .about(words.about.to(tongue))
        .override_usage(words.usage.to(tongue))
        .after_help(words.example.to(tongue))
        .help_template(format!(
            "{{about-with-newline}}\n{usage}{{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .term_width(0)
        .disable_help_flag(true)
        .mut_args(|argument| describe(argument, words, tongue));
    command.arg(flag(
        "help",
        'h',
        ArgAction::Help,
        Both("显示这份说明", "print this help"),
        tongue,
    ))
}

fn describe(argument: Arg, words: &Words, tongue: Locale) -> Arg {
    let heading = if argument.is_positional() {
        ARGUMENTS
    } else {
        OPTIONS
    };
    let takes_value = matches!(argument.get_action(), ArgAction::Set);
    let argument = argument
        .help_heading(heading.to(tongue))
        .hide_default_value(takes_value)
        .hide_possible_values(takes_value);
    let id = argument.get_id().as_str();
    let Some(row) = words.arguments.iter().position(|(name, _)| *name == id) else {
        return argument;
    };
    let help = words.arguments[row].1.to(tongue);
    argument.help(help).display_order(words.first + row)
}

/// Help as it is printed: clap puts narrow colons behind wide headings.
pub fn polished(help: &str, tongue: Locale) -> String {
    match tongue {
        Locale::Chinese => help.lines().map(wide_colon).collect(),
        Locale::English => help.to_owned(),
    }
}

fn wide_colon(line: &str) -> String {
    match line.strip_suffix(':') {
        Some(heading) if !heading.starts_with(' ') => format!("{heading}：\n"),
        _ => format!("{line}\n"),
    }
}

fn flag(name: &'static str, short: char, action: ArgAction, help: Both, tongue: Locale) -> Arg {
    Arg::new(name)
        .long(name)
        .short(short)
        .action(action)
        .help(help.to(tongue))
        .help_heading(OPTIONS.to(tongue))
        .display_order(LAST)
}
