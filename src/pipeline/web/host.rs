//! Hosts: which addresses can be asked, where their hosts are, and which of those are open to everybody.

use super::{Lookup, Manners};
use crate::check::inspect::{Closed, Verdict};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use url::{Host, Url};

/// The address without its anchor; `None` for what is no web page, or brings a password along.
pub(super) fn url(written: &str) -> Option<Url> {
    let mut url = Url::parse(written).ok()?;
    let plain = url.username().is_empty() && url.password().is_none();
    let web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    url.set_fragment(None);
    (plain && web).then_some(url)
}

/// Where a host is, as the system knows it.
pub(super) fn lookup(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok((host, port).to_socket_addrs()?.collect())
}

/// Where the host of an address is; nowhere in particular when a proxy knows. Otherwise the verdict that is known without asking.
pub(super) fn place(url: &Url, manners: &Manners) -> Result<Vec<SocketAddr>, Verdict> {
    let port = url.port_or_known_default().unwrap_or(80);
    let found = match url.host() {
        Some(Host::Ipv4(ip)) => Ok(vec![SocketAddr::from((ip, port))]),
        Some(Host::Ipv6(ip)) => Ok(vec![SocketAddr::from((ip, port))]),
        Some(Host::Domain(name)) if !manners.private && is_local(name) => return Err(Verdict::Private),
        Some(Host::Domain(name)) => find(name, port, manners.lookup),
        None => return Err(Verdict::NotAsked),
    };
    match found {
        Ok(all) if !manners.private && !all.iter().all(|at| is_public(at.ip())) => Err(Verdict::Private),
        Ok(all) => Ok(all),
        Err(_) if manners.proxied => Ok(Vec::new()),
        Err(_) => Err(Verdict::Closed(Closed::NoName)),
    }
}

fn find(name: &str, port: u16, lookup: Lookup) -> io::Result<Vec<SocketAddr>> {
    let found = lookup(name, port)?;
    if found.is_empty() {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(found)
}

/// Names that mean this machine or this network, also to a proxy.
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let inner = ["localhost", "local", "internal", "lan", "home.arpa"];
    let ends = |last: &&str| name.strip_suffix(last).is_some_and(|rest| rest.ends_with('.'));
    !name.contains('.') || inner.iter().any(ends)
}

/// Whether an address is on the open internet: none of the blocks that IANA keeps for other ends.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match inner(ip) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a == 100 && b & 0xc0 == 64
        || a == 192 && b == 0 && c == 0
        || a == 198 && b & 0xfe == 18
        || a >= 224)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // 2000::/3 is all that was ever given out; 2001:db8::/32 is for examples.
    let [first, second, ..] = ip.segments();
    first & 0xe000 == 0x2000 && !(first == 0x2001 && second == 0x0db8)
}

/// The IPv4 address that an IPv6 address stands for: mapped, by NAT64, or by 6to4.
fn inner(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let of = |high: u16, low: u16| Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => of(g, h),
        [0x2002, high, low, ..] => of(high, low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_machine_or_of_a_private_network_is_not_public() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fc00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["1.2.4.8", "223.5.5.5", "2400:3200::1", "64:ff9b::df05:505"] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn a_host_with_one_private_address_is_private_however_it_is_written() {
        let mixed: Lookup = |_, port| {
            Ok(vec![
                SocketAddr::from(([1, 2, 4, 8], port)),
                SocketAddr::from(([10, 0, 0, 1], port)),
            ])
        };
        let manners = Manners {
            lookup: mixed,
            ..Manners::polite()
        };
        for written in [
            "http://example.org/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://127.0.0.1。/",
            "http://localhost/",
            "http://router/",
            "http://nas.local/",
        ] {
            let url = url(written).unwrap();
            assert_eq!(place(&url, &manners), Err(Verdict::Private), "{written}");
        }
        assert!(url("ftp://example.org/").is_none() && url("https://me:pw@example.org/").is_none());
        assert_eq!(
            url("http://例子.中国/通知#一").unwrap().as_str(),
            "http://xn--fsqu00a.xn--fiqs8s/%E9%80%9A%E7%9F%A5"
        );
    }
}
