//! Where a site is sent to, as people write it.

use super::remote::Remote;
use super::store::StoreAddress;
use crate::base::Fault;
use crate::message;
use std::path::{Path, PathBuf};

/// What is said of a store besides its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreSettings {
    /// Where the store answers: `https://…`.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Whether the bucket stands in the path.
    pub path_style: Option<bool>,
}

/// Where a site is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A folder of another machine, by SFTP.
    Sftp(Remote),
    /// The same, by rsync.
    Rsync(Remote),
    /// An S3-compatible store.
    Store(StoreAddress),
}

impl Target {
    /// Reads a target; a folder is one from `base`.
    pub fn read(written: &str, base: &Path, settings: &StoreSettings) -> Result<Self, Fault> {
        let written = written.trim();
        match written.split_once("://") {
            None if written.is_empty() => Err(unknown(written)),
            None if written.starts_with('~') => Err(home(written)),
            None => Ok(Self::Folder(base.join(written))),
            Some(("sftp", rest)) => Remote::read(rest).map(Self::Sftp),
            Some(("rsync", rest)) => Remote::read(rest).map(Self::Rsync),
            Some(("s3", rest)) => StoreAddress::read(rest, settings).map(Self::Store),
            Some(_) => Err(unknown(written)),
        }
    }
}

impl Target {
    /// Where it is, as people are told of it; a place inside another one begins with that one.
    pub fn place(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Sftp(remote) | Self::Rsync(remote) => remote.place(),
            Self::Store(address) => address.place(),
        }
    }
}

/// A shell knows whose home `~` is; a file has none around it, and quotes keep it from looking.
fn home(written: &str) -> Fault {
    Fault::new(message!(
        "{written} 里的 ~ 没有换成用户的文件夹，会在站点里新建一个叫 ~ 的",
        "the ~ of {written} stands for no home here: a folder named ~ would be made in the site"
    ))
    .hint(message!(
        "写完整的路径，如 /home/用户名/www；命令行里去掉引号；真有叫 ~ 的文件夹，写 ./~",
        "write the whole path, like /home/NAME/www; on the command line take the quotes away; a folder that is called ~ is ./~"
    ))
}

fn unknown(written: &str) -> Fault {
    Fault::new(message!(
        "不知道怎么发到 {written}",
        "there is no way to send to {written}"
    ))
    .hint(message!(
        "可以写：文件夹、sftp://主机/路径、rsync://主机/路径、s3://桶/前缀",
        "it may be a folder, sftp://HOST/PATH, rsync://HOST/PATH or s3://BUCKET/PREFIX"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_that_nothing_expands_is_no_folder() {
        let read = |written| Target::read(written, Path::new("/site"), &StoreSettings::default());
        for written in ["~", "~/www", "~office/www"] {
            assert!(read(written).is_err(), "{written}");
        }
        assert_eq!(read("./~").unwrap(), Target::Folder(PathBuf::from("/site/./~")));
        assert_eq!(
            read("../www~").unwrap(),
            Target::Folder(PathBuf::from("/site/../www~"))
        );
    }
}
