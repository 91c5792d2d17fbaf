//! Folders that belong to the system or to a person as a whole: no site is ever published over them.

use std::path::{Component, Path};

/// Folders of the system, all that is below them included.
const WHOLE: [&str; 20] = [
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib32",
    "/lib64",
    "/proc",
    "/sbin",
    "/sys",
    "/usr/bin",
    "/usr/include",
    "/usr/lib",
    "/usr/lib64",
    "/usr/libexec",
    "/usr/sbin",
    "/System",
    "/Library",
    "/Applications",
    "/private/etc",
];

/// Folders that hold others; those below them may be for sites: `/var/www/html`, `/usr/share/nginx/html`.
const THEMSELVES: [&str; 17] = [
    "/",
    "/usr",
    "/usr/local",
    "/usr/share",
    "/var",
    "/var/lib",
    "/var/log",
    "/opt",
    "/run",
    "/tmp",
    "/root",
    "/home",
    "/Users",
    "/Volumes",
    "/private",
    "/private/tmp",
    "/private/var",
];

/// Folders of people: each folder right below is somebody's home.
const HOMES: [&str; 2] = ["/home", "/Users"];

/// On the drive of the system, all that is below them included.
const WINDOWS: [&str; 4] = ["windows", "program files", "program files (x86)", "programdata"];

/// Whether a folder, by its real and whole path, belongs to the system, or is the home of a person.
pub fn is_of_the_system(folder: &Path) -> bool {
    let is_home = std::env::home_dir().is_some_and(|home| home == folder)
        || folder
            .parent()
            .is_some_and(|above| HOMES.iter().any(|homes| above == Path::new(homes)));
    is_home
        || THEMSELVES.iter().any(|one| folder == Path::new(one))
        || WHOLE.iter().any(|one| folder.starts_with(one))
        || is_of_windows(folder)
}

/// A drive as a whole, a folder of Windows, or a home below `Users`.
fn is_of_windows(folder: &Path) -> bool {
    let mut parts = folder.components();
    if !matches!(parts.next(), Some(Component::Prefix(_))) {
        return false;
    }
    let names: Vec<String> = parts
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
            _ => None,
        })
        .collect();
    match names.first().map(String::as_str) {
        None => true,
        Some("users") => names.len() <= 2,
        Some(first) => WINDOWS.contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_the_system_and_of_people_are_known() {
        for folder in [
            "/",
            "/usr",
            "/usr/lib/x",
            "/etc/nginx",
            "/home",
            "/home/wang",
            "/tmp",
            "/root",
            "/Users/li",
        ] {
            assert!(is_of_the_system(Path::new(folder)), "{folder}");
        }
        for folder in [
            "/var/www",
            "/var/www/html",
            "/usr/share/nginx/html",
            "/home/wang/site",
            "/srv/site",
            "/tmp/x",
            "/public",
            "/libx",
        ] {
            assert!(!is_of_the_system(Path::new(folder)), "{folder}");
        }
    }
}
