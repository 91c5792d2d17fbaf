//! Usage errors, in the language of the user and with a way out. clap finds the
//! mistake; its own words are English only.

use crate::base::{Fault, Message};
use crate::message;
use crate::yaml::nearest;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use std::ffi::OsString;

/// The fault that stands for clap's error about these arguments of `command`.
pub fn fault(error: &clap::Error, arguments: &[OsString], command: &Command) -> Fault {
    let help = see_help(arguments, command);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = said(error, ContextKind::InvalidSubcommand);
            let fault = Fault::new(message!("没有 {name} 这个命令", "there is no command `{name}`"));
            fault.hint(suggestion(error, ContextKind::SuggestedSubcommand).unwrap_or(help))
        }
        ErrorKind::UnknownArgument => {
            unknown(error).hint(nearest_option(error, arguments, command).unwrap_or(help))
        }
        ErrorKind::MissingRequiredArgument => {
            let names = said(error, ContextKind::InvalidArg);
            Fault::new(message!("还缺 {names}", "{names} is missing")).hint(help)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8 => {
            wrong_value(error, help)
        }
        ErrorKind::ArgumentConflict => {
            let name = name_of(error);
            Fault::new(message!(
                "{name} 不能这样用，或用了两次",
                "`{name}` cannot be used here, or is used twice"
            ))
            .hint(help)
        }
        _ => {
            let text = error.to_string();
            let line = text
                .lines()
                .next()
                .unwrap_or("")
                .trim_start_matches("error: ")
                .to_owned();
            Fault::new(message!("命令不对：{line}", "the command is wrong: {line}")).hint(help)
        }
    }
}

fn unknown(error: &clap::Error) -> Fault {
    let name = said(error, ContextKind::InvalidArg);
    if name.starts_with('-') {
        Fault::new(message!("没有 {name} 这个选项", "there is no option `{name}`"))
    } else {
        Fault::new(message!(
            "多出了“{name}”；有空格的文字要加引号",
            "`{name}` is one too many; quote texts with spaces"
        ))
    }
}

fn wrong_value(error: &clap::Error, help: Message) -> Fault {
    let (name, value) = (name_of(error), said(error, ContextKind::InvalidValue));
    let fault = if value.is_empty() {
        Fault::new(message!("{name} 后面要写一个值", "`{name}` takes a value"))
    } else {
        Fault::new(message!("{name} 不能是“{value}”", "`{name}` cannot be `{value}`"))
    };
    if let Some(hint) = suggestion(error, ContextKind::SuggestedValue) {
        return fault.hint(hint);
    }
    let values = said(error, ContextKind::ValidValue);
    fault.hint(if values.is_empty() {
        help
    } else {
        message!("可以是：{values}", "it may be: {values}")
    })
}

/// `--port <PORT>` as people call it: `--port`.
fn name_of(error: &clap::Error) -> String {
    let name = said(error, ContextKind::InvalidArg);
    match name.split_once(' ') {
        Some((option, _)) if option.starts_with('-') => option.to_owned(),
        _ => name,
    }
}

fn suggestion(error: &clap::Error, kind: ContextKind) -> Option<Message> {
    let near = said(error, kind);
    (!near.is_empty()).then(|| message!("是不是 {near}？", "did you mean `{near}`?"))
}

/// What clap says of one side of its error; several things are distinguished by commas.
fn said(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

/// The option that was probably meant; clap's own measure misses two letters that changed places.
fn nearest_option(error: &clap::Error, arguments: &[OsString], command: &Command) -> Option<Message> {
    let written = said(error, ContextKind::InvalidArg);
    let written = written.strip_prefix("--")?;
    let below = subcommand(arguments, command);
    let asked = [Some(command), below].into_iter().flatten();
    let known = asked.flat_map(Command::get_arguments).filter_map(Arg::get_long);
    let near = nearest(written, known)?;
    Some(message!("是不是 --{near}？", "did you mean `--{near}`?"))
}

/// The subcommand that the arguments name.
fn subcommand<'a>(arguments: &[OsString], command: &'a Command) -> Option<&'a Command> {
    arguments
        .iter()
        .skip(1)
        .find_map(|argument| command.find_subcommand(argument))
}

fn see_help(arguments: &[OsString], command: &Command) -> Message {
    match subcommand(arguments, command).map(Command::get_name) {
        Some(name) => message!(
            "用 wanjia {name} --help 看写法和例子",
            "see `wanjia {name} --help` for examples"
        ),
        None => message!(
            "用 wanjia --help 看有哪些命令",
            "see `wanjia --help` for the commands"
        ),
    }
}
