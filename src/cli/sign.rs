//! Signing the manifest of an output with a key that lies elsewhere.

use super::help::Both;
use crate::base::Fault;
use crate::message;
use crate::pipeline::signature::{SIGNATURE, SigningKey, is_left_over};
use std::fs;
use std::path::{Path, PathBuf};

/// What `--sign-key` means, for all that have it.
pub const SIGN_KEY: (&str, Both) = (
    "sign_key",
    Both(
        "用这把 minisign 私钥给 manifest.json 签名（默认：环境变量 WANJIA_SIGN_KEY；没有就不签）",
        "signs manifest.json with this secret key of minisign (default: WANJIA_SIGN_KEY; without it nothing is signed)",
    ),
);

/// Signs the manifest of an output when there is a key, which may not lie in the site; takes a signature of ours away that was
/// left of a former build when there is none.
pub fn sign(root: &Path, out: &Path, named: Option<&Path>) -> Result<(), Fault> {
    let at = out.join(SIGNATURE);
    let Ok(manifest) = fs::read(out.join("manifest.json")) else {
        // Whoever needs it says that it is missing.
        return Ok(());
    };
    let there = fs::read(&at).ok();
    let variable = || std::env::var_os("WANJIA_SIGN_KEY").map(PathBuf::from);
    let Some(file) = named.map(Path::to_path_buf).or_else(variable) else {
        if there.is_some_and(|there| is_left_over(&manifest, &there)) {
            fs::remove_file(&at).map_err(|error| Fault::io("删除", "remove", &at, &error))?;
        }
        return Ok(());
    };
    if file.canonicalize().is_ok_and(|file| file.starts_with(root)) {
        let shown = file.display();
        return Err(Fault::new(message!(
            "私钥 {shown} 在站点里，会和站点一起交给别人",
            "the secret key {shown} lies in the site and would be handed on with it"
        ))
        .hint(message!("把它移到站点外面", "move it out of the site")));
    }
    let signature = SigningKey::read(&file)?.sign(&manifest).into_bytes();
    if there.as_ref() == Some(&signature) {
        return Ok(());
    }
    let new = out.join(format!(".{SIGNATURE}.new"));
    let written = fs::write(&new, signature).and_then(|()| fs::rename(&new, &at));
    written.map_err(|error| Fault::io("写入", "write", &at, &error))
}
