//! The command line: what was asked, in whose language, and the exit code. One file a command; a new
//! command is a new file and one row in `commands!`.
//!
//! What always holds: JSON goes to stdout and words to stderr; 0 is done, 1 means that the content has
//! errors, 2 that the command was wrong or the machine failed, and then a way out is said.
//!
//! Not here: anything that a second program could want to do without a terminal.

mod accept;
mod build;
mod check;
mod console;
mod deploy;
mod desk;
mod exit;
mod export;
mod fleet;
mod fork;
mod help;
mod home;
mod import;
mod json;
mod locale;
mod localize;
mod merge;
mod new;
mod next;
mod pack;
mod page_name;
mod paths;
mod progress;
mod render;
mod rule;
mod serve;
mod settings;
mod sign;
mod status;
mod system;
mod update;
mod usage_error;
mod verify;
mod watchdog;
mod write;

use crate::base::Fault;
use crate::base::message::Locale;
use crate::deploy::nurse;
use crate::pipeline::pdf;
use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};
use console::Console;
use exit::Exit;
use help::{Both, HelpText};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "wanjia", version)]
struct Arguments {
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Every command: its module, which has `WORDS`, `Request` and `run`, and its name.
macro_rules! commands {
    ($($module:ident $name:ident,)*) => {
        #[derive(Subcommand)]
        enum Command {
            $($name($module::Request),)*
        }

        const COMMANDS: &[&HelpText] = &[$(&$module::WORDS,)*];

        impl Command {
            fn run(&self, root: Option<&Path>, console: &Console) -> Result<Exit, Fault> {
                match self {
                    $(Self::$name(request) => $module::run(root, request, console),)*
                }
            }
        }
    };
}

commands! {
    build Build,
    deploy Deploy,
    check Check,
    next Next,
    verify Verify,
    serve Serve,
    desk Desk,
    new New,
    import Import,
    export Export,
    fork Fork,
    localize Localize,
    status Status,
    merge Merge,
    accept Accept,
    update Update,
    pack Pack,
    fleet Fleet,
    rule Rule,
}

const WORDS: HelpText = HelpText {
    name: "wanjia",
    about: Both(
        "万家：把一个文件夹的 Markdown 变成讲解政策的网站",
        "Turns a folder of Markdown into a website that explains policy",
    ),
    usage: Both("wanjia <命令> [选项]", "wanjia <COMMAND> [OPTIONS]"),
    example: Both(
        "例子：\n  wanjia new site 我的站点     新建一个站点\n  cd 我的站点\n  wanjia serve --open          边写边看\n  wanjia build                 生成到 public/\n\n本地站（内容来自上级站）：\n  wanjia fork 上级站 我县 --name 某某县计划生育协会 --region 610802:某某县\n  wanjia status                哪些和上级不一样，哪些还没填",
        "Examples:\n  wanjia new site mysite       make a new site\n  cd mysite\n  wanjia serve --open          write and look\n  wanjia build                 make public/\n\nA local site, on top of another:\n  wanjia fork ../province county --name \"Our County\" --region \"610802:Our County\"\n  wanjia status                what differs from the upstream, what is not filled in",
    ),
    arguments: &[(
        "root",
        Both(
            "站点文件夹（默认：这里，或最近的有 site.yaml 的上级）",
            "folder of the site (default: here, or the nearest parent with a site.yaml)",
        ),
    )],
    first: 100,
};

/// Carries out a command line, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let console = Console::open(&arguments);
    if let [_, command, file] = &*arguments
        && command == pdf::COMMAND
    {
        return import::print_pdf(Path::new(file), &console);
    }
    if let [_, command, program @ ..] = &*arguments
        && command == nurse::COMMAND
    {
        return ExitCode::from(nurse::nurse(program, std::io::stdin()));
    }
    match obey(&arguments, &console) {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::ContentErrors) => ExitCode::from(1),
        Err(fault) => {
            console.fault(&fault);
            ExitCode::from(2)
        }
    }
}

/// The command line with its words in one language.
fn command(locale: Locale) -> clap::Command {
    let kinds = |argument: Arg| match argument.get_id().as_str() {
        "what" => argument.help(new::kinds(locale)),
        _ => argument,
    };
    let formats = |argument: Arg| match argument.get_id().as_str() {
        "what" => argument.help(export::formats(locale)),
        _ => argument,
    };
    let dressed = help::dress(Arguments::command(), &WORDS, COMMANDS, locale);
    dressed
        .mut_subcommand("fleet", |fleet| help::dress_below(fleet, fleet::BELOW, locale))
        .mut_subcommand("new", |new| new.mut_args(kinds))
        .mut_subcommand("export", |export| export.mut_args(formats))
}

fn obey(arguments: &[OsString], console: &Console) -> Result<Exit, Fault> {
    let mut command = command(console.locale);
    let found = command.try_get_matches_from_mut(arguments).and_then(|matches| {
        let line = Arguments::from_arg_matches(&matches)?;
        Ok((line, home::unexpanded(&matches)))
    });
    let line = match found {
        Ok((_, Some(fault))) => return Err(fault),
        Ok((line, None)) => line,
        Err(error) if !error.use_stderr() => {
            // Help or version: this is what was asked for.
            console.data(&help::polished(&error.to_string(), console.locale));
            return Ok(Exit::Done);
        }
        Err(error) => return Err(usage_error::fault(&error, arguments, &command)),
    };
    match line.command {
        None => {
            console.data(&help::polished(
                &command.render_help().to_string(),
                console.locale,
            ));
            Ok(Exit::Done)
        }
        Some(command) => command.run(line.root.as_deref(), console),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(arguments: &[&str], locale: Locale) -> String {
        let command = command(locale);
        command.try_get_matches_from(arguments).unwrap_err().to_string()
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command(Locale::Chinese).debug_assert();
    }

    fn told(line: &[&str]) -> (String, String) {
        let mut command = command(Locale::Chinese);
        let error = command.try_get_matches_from_mut(line).unwrap_err();
        let arguments: Vec<OsString> = line.iter().map(OsString::from).collect();
        let fault = usage_error::fault(&error, &arguments, &command);
        (fault.message.zh.to_string(), fault.hint.unwrap().zh.to_string())
    }

    #[test]
    fn every_mistake_is_told_with_a_way_out() {
        let cases: [(&[&str], &str, &str); 9] = [
            (&["wanjia", "biuld"], "没有 biuld 这个命令", "是不是 build？"),
            (
                &["wanjia", "zzz"],
                "没有 zzz 这个命令",
                "用 wanjia --help 看有哪些命令",
            ),
            (
                &["wanjia", "build", "--otu", "x"],
                "没有 --otu 这个选项",
                "是不是 --out？",
            ),
            (
                &["wanjia", "build", "more"],
                "多出了“more”；有空格的文字要加引号",
                "用 wanjia build --help 看写法和例子",
            ),
            (
                &["wanjia", "build", "--out"],
                "--out 后面要写一个值",
                "用 wanjia build --help 看写法和例子",
            ),
            (
                &["wanjia", "build", "--format", "xml"],
                "--format 不能是“xml”",
                "可以是：text, json",
            ),
            (
                &["wanjia", "serve", "--port", "70000"],
                "--port 不能是“70000”",
                "用 wanjia serve --help 看写法和例子",
            ),
            (
                &["wanjia", "new", "news"],
                "还缺 <TITLE>",
                "用 wanjia new --help 看写法和例子",
            ),
            (
                &["wanjia", "new", "polisy", "x"],
                "<KIND> 不能是“polisy”",
                "是不是 policy？",
            ),
        ];
        for (line, message, hint) in cases {
            assert_eq!(told(line), (message.to_owned(), hint.to_owned()), "{line:?}");
        }
    }

    #[test]
    fn every_help_has_an_example_in_the_language_of_its_reader() {
        let own = COMMANDS.iter().map(|words| vec!["wanjia", words.name, "--help"]);
        let below = fleet::BELOW
            .iter()
            .map(|words| vec!["wanjia", "fleet", words.name, "--help"]);
        for line in own.chain(below).chain([vec!["wanjia", "--help"]]) {
            let line = line.as_slice();
            let chinese = help(line, Locale::Chinese);
            assert!(
                chinese.contains("用法：") && chinese.contains("例子："),
                "{chinese}"
            );
            for word in [
                "Usage",
                "Options",
                "Arguments",
                "Commands",
                "Print",
                "default",
                "possible",
            ] {
                assert!(!chinese.contains(word), "{word} in {chinese}");
            }
            let english = help(line, Locale::English);
            assert!(
                english.contains("Usage: ") && english.contains("Example"),
                "{english}"
            );
            assert!(!english.chars().any(crate::base::han::is_han), "{english}");
            assert!(english.contains("--root"), "{english}");
        }
    }
}
