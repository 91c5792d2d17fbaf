//! The texts of --help in both languages. The shape of the command line is derived by clap; its texts are
//! put on here.

use crate::base::message::Locale;
use clap::{Arg, ArgAction, Command};

/// A text in Chinese and in English.
#[derive(Clone, Copy)]
pub struct Both(pub &'static str, pub &'static str);

impl Both {
    /// The text in one language.
    pub fn to(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Chinese => self.0,
            Locale::English => self.1,
        }
    }
}

/// The words of a command.
pub struct HelpText {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it does, in one clause.
    pub about: Both,
    /// How it is called.
    pub usage: Both,
    /// An example that works as it is.
    pub example: Both,
    /// What each of its arguments means, by id.
    pub arguments: &'static [(&'static str, Both)],
    /// Where its arguments are among those that come from above.
    pub first: usize,
}

/// What `--format` means, for all commands that tell their result as text or as JSON.
pub const FORMAT: (&str, Both) = (
    "format",
    Both(
        "结果的写法：text 或 json（默认：text）",
        "how to tell the result: text or json (default: text)",
    ),
);

const LAST: usize = 900;
const OPTIONS: Both = Both("选项", "Options");
const ARGUMENTS: Both = Both("参数", "Arguments");

/// Puts the words of one language on a command and its subcommands.
pub fn dress(command: Command, words: &HelpText, subcommands: &[&HelpText], locale: Locale) -> Command {
    let heading = Both("命令", "Commands");
    let mut command = put_on(command, words, locale)
        .subcommand_help_heading(heading.to(locale))
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(flag(
            "version",
            'V',
            ArgAction::Version,
            Both("显示版本", "print the version"),
            locale,
        ));
    for words in subcommands {
        command = command.mut_subcommand(words.name, |command| put_on(command, words, locale));
    }
    command
}

/// Puts the words of one language on the commands below a command.
pub fn dress_below(command: Command, below: &[&HelpText], locale: Locale) -> Command {
    let heading = Both("命令", "Commands").to(locale);
    let command = command
        .subcommand_help_heading(heading)
        .disable_help_subcommand(true);
    below.iter().fold(command, |command, words| {
        command.mut_subcommand(words.name, |command| put_on(command, words, locale))
    })
}

fn put_on(command: Command, words: &HelpText, locale: Locale) -> Command {
    let usage = Both("用法：", "Usage: ").to(locale);
    let command = command
        .about(words.about.to(locale))
        .override_usage(words.usage.to(locale))
        .after_help(words.example.to(locale))
        .help_template(format!(
            "{{about-with-newline}}\n{usage}{{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .term_width(0)
        .disable_help_flag(true)
        .mut_args(|argument| describe(argument, words, locale));
    command.arg(flag(
        "help",
        'h',
        ArgAction::Help,
        Both("显示这份说明", "print this help"),
        locale,
    ))
}

fn describe(argument: Arg, words: &HelpText, locale: Locale) -> Arg {
    let heading = if argument.is_positional() {
        ARGUMENTS
    } else {
        OPTIONS
    };
    let takes_value = matches!(argument.get_action(), ArgAction::Set);
    let argument = argument
        .help_heading(heading.to(locale))
        .hide_default_value(takes_value)
        .hide_possible_values(takes_value);
    let id = argument.get_id().as_str();
    let Some(row) = words.arguments.iter().position(|(name, _)| *name == id) else {
        return argument;
    };
    let help = words.arguments[row].1.to(locale);
    argument.help(help).display_order(words.first + row)
}

/// Help as it is printed: clap puts half-width colons behind wide headings.
pub fn polished(help: &str, locale: Locale) -> String {
    match locale {
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

fn flag(name: &'static str, short: char, action: ArgAction, help: Both, locale: Locale) -> Arg {
    Arg::new(name)
        .long(name)
        .short(short)
        .action(action)
        .help(help.to(locale))
        .help_heading(OPTIONS.to(locale))
        .display_order(LAST)
}
