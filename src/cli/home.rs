//! Paths that begin with `~`. A shell puts the folder of a user there, unless quotes or an equals sign before it (`--out=~/x`)
//! keep it from looking; taken as it is written, it would be a folder of that name right here.

use crate::base::{Fault, path};
use crate::message;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// What is said of the first path on a command line that begins so, those of commands below included.
pub fn unexpanded(line: &ArgMatches) -> Option<Fault> {
    let paths = |id: &clap::Id| line.try_get_many::<PathBuf>(id.as_str()).ok().flatten();
    let mut own = line.ids().filter_map(paths).flatten();
    own.find_map(|path| told(path)).or_else(|| {
        let (_, below) = line.subcommand()?;
        unexpanded(below)
    })
}

/// What is said of a path that begins so. A folder that is called `~name` and is there is one like others.
pub fn told(path: &Path) -> Option<Fault> {
    let written = path.to_str()?;
    let first = Path::new(path.components().next()?.as_os_str());
    let is_there = first != Path::new("~") && first.exists();
    (path::is_of_home(written) && !is_there).then(|| {
        Fault::new(message!(
            "{written} 里的 ~ 没有换成用户的文件夹，会在这里新建一个叫 ~ 的",
            "the ~ of {written} stands for no home here: a folder named ~ would be made"
        ))
        .hint(message!(
            "去掉引号，选项和路径之间用空格，不用等号；或写完整的路径，如 /home/用户名/x；真有叫 ~ 的文件夹，写 ./~",
            "take quotes away, and put a blank, not an equals sign, between option and path; or write the whole path, like /home/NAME/x; a folder that is called ~ is ./~"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::Locale;
    use crate::cli::command;

    #[test]
    fn no_command_takes_a_home_that_nothing_expands() {
        let told = |line: &str| {
            let line: Vec<&str> = line.split(' ').collect();
            let matches = command(Locale::Chinese).try_get_matches_from(line).unwrap();
            unexpanded(&matches)
        };
        for line in [
            "wanjia build --out ~/x",
            "wanjia build --out=~",
            "wanjia --root ~/site build",
            "wanjia build --server-config=~/conf",
            "wanjia build --sign-key ~office/key",
            "wanjia pack --out ~/x.zip",
            "wanjia check --out ~/x.html",
            "wanjia deploy --out ~/x",
            "wanjia import ~/通知.docx",
            "wanjia import 通知.docx --into ~/content",
            "wanjia export docx policies/a --out ~/x",
            "wanjia fork ../up ~/x --name a --region 610802:a",
            "wanjia fleet report --year 2026 --out ~/x",
            "wanjia fleet new ~/t.csv",
        ] {
            assert!(told(line).is_some(), "{line}");
        }
        for line in [
            "wanjia build --out ./~",
            "wanjia build --out ../x~/~y",
            "wanjia import ~$通知.docx",
            "wanjia new news ~/标题",
        ] {
            assert!(told(line).is_none(), "{line}");
        }
    }
}
