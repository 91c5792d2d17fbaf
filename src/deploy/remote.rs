//! A folder of another machine, reached by ssh.

use crate::base::Fault;
use crate::message;

/// Options of ssh: it asks nothing, and notices when the other side is gone.
pub(super) const OPTIONS: [&str; 3] = [
    "-oBatchMode=yes",
    "-oConnectTimeout=15",
    "-oServerAliveInterval=15",
];

/// Where a folder of another machine is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Who logs in; ssh knows when nobody says it.
    pub(super) user: Option<String>,
    /// Its name or address.
    pub(super) host: String,
    /// Its port, when it is not the usual one.
    pub(super) port: Option<u16>,
    /// The folder, from the root or from the home of who logs in.
    pub(super) path: String,
}

impl Remote {
    /// Reads `USER@HOST:PORT/PATH`; a path that begins with `~/` is one of the home.
    pub fn read(written: &str) -> Result<Self, Fault> {
        let (authority, path) = written.split_once('/').unwrap_or((written, ""));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let (host, port) = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
            Some((host, rest)) => (host, rest.strip_prefix(':')),
            None => match host.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (host, None),
            },
        };
        let port = match port.map(str::parse) {
            None => None,
            Some(Ok(port)) => Some(port),
            Some(Err(_)) => return Err(wrong(written)),
        };
        let path = path.trim_end_matches('/');
        let path = match path.strip_prefix("~/") {
            Some(home) => home.to_owned(),
            None => format!("/{path}"),
        };
        if !is_name(host) || user.is_some_and(|user| !is_name(user)) || !is_path(&path) {
            return Err(wrong(written));
        }
        Ok(Self {
            user: user.map(str::to_owned),
            host: host.to_owned(),
            port,
            path,
        })
    }

    /// Who and where, as ssh wants it.
    pub(super) fn destination(&self) -> String {
        match &self.user {
            Some(user) => format!("{user}@{}", self.host),
            None => self.host.clone(),
        }
    }

    /// The same as programs want it that set a path apart by a colon.
    pub(super) fn bracketed(&self) -> String {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        match &self.user {
            Some(user) => format!("{user}@{host}"),
            None => host,
        }
    }

    /// As people are told of it.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.destination(), self.path)
    }
}

/// Whether a name of a person or of a machine is one, and nothing that ssh or a shell would take for something else.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('-')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_:%".contains(&byte))
}

/// Whether a path means nothing to a shell: a folder over there goes through one.
fn is_path(path: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "._-+@/".contains(c);
    path.len() > 1
        && !path.starts_with('-')
        && path.chars().all(plain)
        && path
            .trim_start_matches('/')
            .split('/')
            .all(|part| !matches!(part, "" | "." | ".."))
}

fn wrong(written: &str) -> Fault {
    Fault::new(message!("不知道怎么发到 {written}", "there is no way to send to {written}")).hint(message!(
        "写成 用户@主机/srv/www/站名 这样；路径里只有文字、数字和 . _ - + @；~/ 开头是用户自己的文件夹",
        "write it like USER@HOST/srv/www/site; a path has letters, digits and . _ - + @ only, and begins with ~/ for a home"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_another_machine_is_read_and_what_a_shell_would_take_for_something_else_is_refused() {
        let remote = Remote::read("www@a.example.org:2222/srv/网站/jsx/").unwrap();
        assert_eq!(
            (remote.destination().as_str(), remote.port),
            ("www@a.example.org", Some(2222))
        );
        assert_eq!(remote.path, "/srv/网站/jsx");
        assert_eq!(Remote::read("a/~/www").unwrap().path, "www");
        let six = Remote::read("me@[::1]:22/srv").unwrap();
        assert_eq!(
            (six.destination(), six.bracketed()),
            ("me@::1".to_owned(), "me@[::1]".to_owned())
        );
        for odd in [
            "-oProxyCommand=x/srv",
            "a/srv/$(x)",
            "a/srv;x",
            "a/srv/../etc",
            "a/srv/'x",
            "a b/srv",
            "a/srv//x",
            "a",
            "a/",
            "a:x/srv",
            "/srv",
            "a/~/-x",
        ] {
            assert!(Remote::read(odd).is_err(), "{odd}");
        }
    }
}
