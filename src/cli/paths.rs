//! Which site is meant, and where its output may be.

use super::system;
use crate::base::Fault;
use crate::{config, message};
use std::io;
use std::path::{Component, Path, PathBuf};

/// The folder of the site: the one that was named, or the nearest with a site.yaml, here or above.
pub fn root(named: Option<&Path>) -> Result<PathBuf, Fault> {
    let Some(named) = named else {
        return config::find_root(Path::new(".")).ok_or_else(|| {
            let fault = no_site(message!(
                "这里和上级文件夹都没有 site.yaml",
                "there is no site.yaml here or in a parent folder"
            ));
            if let Some(hint) = misnamed(Path::new(".")) {
                return fault.hint(hint);
            }
            match site_below() {
                Some(below) => fault.hint(message!(
                    "站点在 {below} 里：先 cd {below}，再运行",
                    "there is a site in {below}: `cd {below}` first"
                )),
                None => fault,
            }
        });
    };
    let folder = named.display();
    named
        .canonicalize()
        .ok()
        .filter(|root| root.join(config::FILE).is_file())
        .ok_or_else(|| {
            let fault = no_site(message!(
                "{folder} 里没有 site.yaml",
                "there is no site.yaml in {folder}"
            ));
            match misnamed(named) {
                Some(hint) => fault.hint(hint),
                None => fault,
            }
        })
}

/// What to do about a site.yaml under another name.
fn misnamed(folder: &Path) -> Option<crate::base::Message> {
    let found = ["site.yaml.txt", "site.yml", "site.yml.txt", "site.yaml.yaml"]
        .into_iter()
        .find(|name| folder.join(name).is_file())?;
    Some(message!(
        "这里有 {found}：改名为 site.yaml（先让系统显示扩展名）",
        "there is {found}: rename it site.yaml"
    ))
}

fn no_site(message: crate::base::Message) -> Fault {
    Fault::new(message).hint(message!(
        "用 wanjia new site DIR 新建一个站点，或用 --root DIR 指明站点",
        "make a site with `wanjia new site DIR`, or name one with --root DIR"
    ))
}

/// A folder right here that holds a site: most who are told so have forgotten to go into it.
fn site_below() -> Option<String> {
    let mut found: Vec<String> = std::fs::read_dir(".")
        .ok()?
        .filter_map(|entry| {
            entry
                .ok()
                .filter(|entry| entry.path().join(config::FILE).is_file())
        })
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    found.into_iter().next()
}

/// Whether something is at a path.
pub fn stands(path: &Path) -> bool {
    path.exists()
}

/// The output folder: the one that was named, from here, or public/ in the site. It is a fault when it
/// would overwrite what authors write.
pub fn output(root: &Path, named: Option<&Path>) -> Result<PathBuf, Fault> {
    let out = named.map_or_else(|| root.join("public"), Path::to_path_buf);
    let shown = out.display();
    let real = resolved(&out).map_err(|error| Fault::io("使用", "use", &out, &error))?;
    if root.starts_with(&real) {
        return Err(elsewhere(message!(
            "输出文件夹 {shown} 里有站点本身",
            "the output folder {shown} holds the site itself"
        )));
    }
    if system::is_of_the_system(&real) {
        return Err(elsewhere(message!(
            "输出文件夹 {shown} 是系统的文件夹",
            "the output folder {shown} belongs to the system"
        )));
    }
    for name in INPUTS {
        let folder = root.join(name);
        if real.starts_with(&folder) || resolved(&folder).is_ok_and(|folder| real.starts_with(folder)) {
            return Err(elsewhere(message!(
                "输出文件夹 {shown} 在 {name}/ 里",
                "the output folder {shown} is inside {name}/"
            )));
        }
    }
    let standing = real.ancestors().find(|path| path.exists());
    if let Some(file) = standing.filter(|path| !path.is_dir()) {
        let file = file.display();
        return Err(elsewhere(message!(
            "输出文件夹 {shown} 不能用：{file} 是文件",
            "the output folder {shown} cannot be used: {file} is a file"
        )));
    }
    Ok(out)
}

/// Whether a report may be written to a file: not among what authors write.
pub fn report(root: &Path, file: &Path) -> Result<(), Fault> {
    let real = resolved(file).map_err(|error| Fault::io("写入", "write", file, &error))?;
    for name in INPUTS {
        let folder = root.join(name);
        if real.starts_with(&folder) || resolved(&folder).is_ok_and(|folder| real.starts_with(folder)) {
            let shown = file.display();
            return Err(Fault::new(message!(
                "{shown} 在 {name}/ 里，那里的文件会发布或被当成网站的一部分",
                "{shown} is inside {name}/, whose files are a part of the site"
            ))
            .hint(message!(
                "写到别处，例如 --out 检查记录.html",
                "write it elsewhere, for example --out record.html"
            )));
        }
    }
    Ok(())
}

/// Whether a folder is one that holds what authors of a site write, by its name.
pub fn is_input(folder: &Path) -> bool {
    INPUTS.iter().any(|name| folder.ends_with(name))
}

/// Folders of a site that hold what authors write, and what the program remembers.
const INPUTS: [&str; 5] = ["content", "static", "themes", ".wanjia", ".git"];

fn elsewhere(message: crate::base::Message) -> Fault {
    Fault::new(message).hint(message!(
        "换一个文件夹，例如 --out public",
        "choose another folder, for example --out public"
    ))
}

/// The real path of what need not be there yet: links resolved as far as it exists, the rest by its
/// words.
pub fn resolved(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        if let Ok(found) = real.canonicalize() {
            real = found;
        }
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn site() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("site");
        fs::create_dir_all(root.join("content/a")).unwrap();
        fs::write(root.join("site.yaml"), "name: a").unwrap();
        (folder, root)
    }

    #[test]
    fn a_site_is_a_folder_with_a_site_yaml() {
        let (folder, site) = site();
        assert_eq!(root(Some(&site)).unwrap(), site);
        assert!(
            root(Some(&site.join("content")))
                .unwrap_err()
                .hint
                .unwrap()
                .zh
                .contains("wanjia new site DIR")
        );
        assert!(root(Some(&folder.path().join("none"))).is_err());
    }

    #[test]
    fn the_output_stands_beside_what_authors_write() {
        let (folder, site) = site();
        assert_eq!(output(&site, None).unwrap(), site.join("public"));
        assert!(output(&site, Some(&folder.path().join("new/deep"))).is_ok());
        assert!(output(&site, Some(&site.join("content-public"))).is_ok());
    }

    #[test]
    fn the_output_is_refused_where_it_would_overwrite_the_site() {
        let (folder, site) = site();
        fs::write(folder.path().join("file"), "").unwrap();
        for out in [
            "site",
            "site/.",
            "",
            "site/content",
            "site/content/a/new",
            "site/content/../content/x",
            "site/none/../content/x",
            "site/themes/x",
            "site/static",
            "site/site.yaml",
            "file",
            "file/deeper",
        ] {
            let fault = output(&site, Some(&folder.path().join(out))).expect_err(out);
            assert!(fault.hint.unwrap().zh.contains("--out public"), "{out}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_the_content_is_seen_through() {
        let (folder, site) = site();
        std::os::unix::fs::symlink(site.join("content"), folder.path().join("link")).unwrap();
        assert!(output(&site, Some(&folder.path().join("link/x"))).is_err());
        assert!(output(&site, Some(&folder.path().join("link/.."))).is_err());
    }
}
