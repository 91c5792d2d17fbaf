//! The machine's kind of wrong: a disk that is full, a port that is taken, a command that cannot be
//! carried out. It ends the command with exit code 2 and says a way out.

use super::Message;
use crate::message;
use std::fmt;
use std::path::Path;

/// What failed, and a way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// One clause: what could not be done and why.
    pub message: Message,
    /// What one can do now.
    pub hint: Option<Message>,
}

impl Fault {
    /// A fault without a way out that would be worth saying.
    pub fn new(message: Message) -> Self {
        Self { message, hint: None }
    }

    /// Adds the way out.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }

    /// A file operation that the system refused. `zh` and `en` are verbs: `写入`, `write`.
    pub fn io(zh: &str, en: &str, path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        let fault = Self::new(message!(
            "无法{zh} {path}：{error}",
            "cannot {en} {path}: {error}"
        ));
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => fault.hint(message!(
                "磁盘已满：腾出空间，或用 --out 换一个位置",
                "the disk is full: free some space, or choose another place with --out"
            )),
            std::io::ErrorKind::PermissionDenied => fault.hint(message!(
                "检查这个文件和所在文件夹的权限",
                "check the permissions of this file and its folder"
            )),
            _ => fault,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.zh)
    }
}

impl std::error::Error for Fault {}
