//! Which Host headers the preview answers. A page of a stranger can make a browser send requests to
//! this machine under a name of its own (DNS rebinding); then the Host header tells.

/// Whether a request with these Host headers is meant for the preview on `port`.
///
/// There must be exactly one, and it names this machine as a browser would after typing the preview's
/// own address. Port 80 may be left out, as browsers do.
pub fn is_ours(hosts: &[&str], port: u16) -> bool {
    let [host] = hosts else { return false };
    let host = host.trim().to_ascii_lowercase();
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        None if port == 80 => host.as_str(),
        None => return false,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn this_machine_is_answered_by_its_names() {
        for host in ["127.0.0.1:8080", "localhost:8080", "LocalHost:8080", "[::1]:8080"] {
            assert!(is_ours(&[host], 8080), "{host}");
        }
        assert!(is_ours(&["localhost"], 80));
    }

    #[test]
    fn every_other_name_is_refused() {
        for host in [
            "evil.example:8080",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:8080.evil.example",
            "localhost.evil.example:8080",
            "127.0.0.1:8080:8080",
            "user@localhost:8080",
            "0.0.0.0:8080",
            "",
        ] {
            assert!(!is_ours(&[host], 8080), "{host}");
        }
        assert!(!is_ours(&[], 8080));
        assert!(!is_ours(&["localhost:8080", "evil.example"], 8080));
    }
}
