//! What may be wrong with an upstream, each with a way out.

use crate::base::{Diagnostic, Fault, Message, Rule, Span};
use crate::message;
use crate::rule;

rule! { UPSTREAM_MISSING = "upstream-missing", Site, Error, adjustable: false;
    means "找不到上级站点：没有这个压缩包、这个分支（标签、提交）或这个文件夹", "The upstream is not there: no such archive, branch, tag, commit or folder";
    mend "核对 `extends` 的写法；上级改写过历史，就运行 `wanjia update`", "Check `extends`; if the upstream has rewritten its history, run `wanjia update`";
}

rule! { UPSTREAM_CHANGED = "upstream-changed", Site, Error, adjustable: false;
    means "上级站点的压缩包和记下的 SHA-256 不一样", "The SHA-256 of the upstream archive is not the one recorded";
    mend "是新版本，运行 `wanjia update`；不是，换回原来的文件", "Run `wanjia update` if it is a new version; put the former file back if not";
}

rule! { UPSTREAM_UNSAFE = "upstream-unsafe", Site, Error, adjustable: false;
    means "git 地址、版本、路径不允许，或压缩包、仓库里有链接、设备、越界的路径、各种系统上不都能用的名字", "A git address, revision or path is not allowed, or the archive or repository holds links, devices, paths that lead out, or names that some systems cannot store";
    mend "看提示里允许的写法；把链接换成文件本身", "See the hint for what is allowed; replace links by the files themselves";
}

rule! { UPSTREAM_UNREACHABLE = "upstream-unreachable", Site, Error, adjustable: false;
    means "git 取不到上级站点", "Git cannot fetch the upstream";
    mend "看 git 的原话；检查地址、网络和读取权限", "Read what git says; check the address, the network and your access";
}

rule! { ARCHIVE_BROKEN = "archive-broken", Site, Error, adjustable: false;
    means "压缩包损坏、不完整，有重名的文件，或解开后太大（2 GB、10 万项、单个 512 MB 以内）", "The archive is damaged, incomplete, has two files of one name, or is too large when unpacked (2 GB, 100,000 entries, 512 MB a file at most)";
    mend "重新下载，或重新存成普通的 zip、tar.gz", "Download it again, or pack it again as a plain zip or tar.gz";
}

rule! { GIT_MISSING = "git-missing", Site, Error, adjustable: false;
    means "上级站点在 git 仓库里，而这台机器没有 git", "The upstream is a git repository, and this machine has no git";
    mend "安装 git，或改用压缩包：`extends: {archive: 文件}`", "Install git, or use an archive: `extends: {archive: FILE}`";
}

/// Why there is no upstream to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UpstreamError {
    /// What is named is not there: a file, a revision, a folder.
    Missing {
        /// What.
        message: Message,
        /// Where else to look.
        hint: Message,
    },
    /// An archive is another than the one that was agreed on.
    Changed {
        /// The archive.
        file: String,
        /// The hash agreed on.
        expected: String,
        /// The hash that it has, or that somebody else says it has.
        found: String,
    },
    /// An address, a revision, a path or an entry that is not allowed.
    Unsafe {
        /// Which.
        message: Message,
        /// What is allowed.
        hint: Message,
    },
    /// An archive that cannot be unpacked.
    Broken {
        /// The archive.
        file: String,
        /// Why not.
        why: Message,
    },
    /// Git could not fetch.
    Unreachable {
        /// The repository, without passwords.
        url: String,
        /// What git said.
        words: String,
    },
    /// There is no git on this machine.
    GitMissing,
    /// The machine's fault: a disk that is full, a cache that may not be written.
    Machine(Fault),
}

impl UpstreamError {
    /// The rule that is broken. `None` for the machine's fault, which breaks none.
    pub fn rule(&self) -> Option<&'static Rule> {
        match self {
            Self::Missing { .. } => Some(&UPSTREAM_MISSING),
            Self::Changed { .. } => Some(&UPSTREAM_CHANGED),
            Self::Unsafe { .. } => Some(&UPSTREAM_UNSAFE),
            Self::Broken { .. } => Some(&ARCHIVE_BROKEN),
            Self::Unreachable { .. } => Some(&UPSTREAM_UNREACHABLE),
            Self::GitMissing => Some(&GIT_MISSING),
            Self::Machine(_) => None,
        }
    }

    /// What is wrong, in one clause.
    pub fn message(&self) -> Message {
        match self {
            Self::Missing { message, .. } | Self::Unsafe { message, .. } => message.clone(),
            Self::Changed {
                file,
                expected,
                found,
            } => message!(
                "上级站点的压缩包变了：{file} 的 SHA-256 应是 {expected}，却是 {found}",
                "the archive of the upstream has changed: SHA-256 of {file} should be {expected} and is {found}"
            ),
            Self::Broken { file, why } => {
                let Message { zh, en } = why;
                message!("无法解开 {file}：{zh}", "cannot unpack {file}: {en}")
            }
            Self::Unreachable { url, words } => message!(
                "取不到上级站点 {url}：{words}",
                "cannot fetch the upstream {url}: {words}"
            ),
            Self::GitMissing => message!(
                "上级站点在 git 仓库里，而这台机器没有 git",
                "the upstream is a git repository, and this machine has no git"
            ),
            Self::Machine(fault) => fault.message.clone(),
        }
    }

    /// What one can do now.
    pub fn hint(&self) -> Message {
        match self {
            Self::Missing { hint, .. } | Self::Unsafe { hint, .. } => hint.clone(),
            Self::Changed { .. } => message!(
                "确认是新版本，就运行 wanjia update；不是，就换回原来的文件",
                "if it is a new version, run `wanjia update`; if not, put the former file back"
            ),
            Self::Broken { .. } => message!(
                "重新下载或重新打包，存成普通的 zip 或 tar.gz",
                "download or pack it again, as a plain zip or tar.gz"
            ),
            Self::Unreachable { .. } => message!(
                "检查地址、网络和读取权限；在终端里用 git ls-remote 试试这个地址",
                "check the address, the network and your access; try `git ls-remote` with this address"
            ),
            Self::GitMissing => message!(
                "安装 git，或把上级站点下载成压缩包，写 extends: {{archive: 文件}}",
                "install git, or download the upstream as an archive and write `extends: {{archive: FILE}}`"
            ),
            Self::Machine(fault) => fault.hint.clone().unwrap_or_else(|| {
                message!(
                    "检查 .wanjia/upstream 的权限和磁盘空间；也可以把它删掉重来",
                    "check permissions and space of .wanjia/upstream; it may be deleted and is made anew"
                )
            }),
        }
    }

    /// As a diagnostic at `place`, where the upstream is named; the machine's fault stays one.
    pub fn at(&self, place: Span) -> Result<Diagnostic, Fault> {
        match self.rule() {
            Some(rule) => Ok(Diagnostic::new(rule, place, self.message()).hint(self.hint())),
            None => Err(Fault::new(self.message()).hint(self.hint())),
        }
    }
}

impl From<Fault> for UpstreamError {
    fn from(fault: Fault) -> Self {
        Self::Machine(fault)
    }
}
