//! What may be wrong with an upstream, each with a way out.

use crate::base::{Diagnostic, Fault, Message, Span};
use crate::message;

/// Why there is no upstream to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
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

impl Trouble {
    /// The rule that is broken. `None` for the machine's fault, which breaks none.
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Missing { .. } => Some("upstream-missing"),
            Self::Changed { .. } => Some("upstream-changed"),
            Self::Unsafe { .. } => Some("upstream-unsafe"),
            Self::Broken { .. } => Some("archive-broken"),
            Self::Unreachable { .. } => Some("upstream-unreachable"),
            Self::GitMissing => Some("git-missing"),
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
            Some(rule) => Ok(Diagnostic::error(rule, place, self.message()).hint(self.hint())),
            None => Err(Fault::new(self.message()).hint(self.hint())),
        }
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Machine(fault)
    }
}
