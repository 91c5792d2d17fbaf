//! Signed manifests.

use super::Stage;
use serde_json::Value as Json;
use std::fs;

/// A key without a password, made by `minisign -G -W` for this test only.
const SECRET: &str = "untrusted comment: minisign encrypted secret key\nRWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAcYx+2D20KACL3utaVB/hxrVVN+IOVcIpvGE0s93RV99fZ8XuZWZ0FFabiYVBhEDKK4++CgTduOxuMywDNguSkXfCi/ERwuVmAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
const PUBLIC: &str = "RWRxjH7YPbQoAFabiYVBhEDKK4++CgTduOxuMywDNguSkXfCi/ERwuVm";
const OTHER: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

const SIGNATURE: &str = "public/manifest.json.minisig";

/// How the signature of an output stands, and the exit code.
fn verified(stage: &Stage, key: &[&str]) -> (Option<i32>, Json) {
    let line: Vec<&str> = ["verify", "public", "--format", "json"]
        .iter()
        .chain(key)
        .copied()
        .collect();
    let (code, json, _) = stage.wanjia(&line);
    (code, json["signature"].clone())
}

#[test]
fn a_manifest_is_signed_the_same_each_time_and_a_former_signature_does_not_stay() {
    let stage = Stage::new();
    let key = tempfile::NamedTempFile::new().unwrap();
    fs::write(key.path(), SECRET).unwrap();
    let sign = ["--sign-key", key.path().to_str().unwrap()];
    let build = |more: &[&str]| {
        let line: Vec<&str> = ["build"].iter().chain(more).copied().collect();
        let (code, _, said) = stage.wanjia(&line);
        assert_eq!(code, Some(0), "{said}");
    };
    build(&[]);
    assert_eq!(verified(&stage, &[]), (Some(0), "none".into()));
    assert_eq!(
        verified(&stage, &["--public-key", PUBLIC]),
        (Some(1), "missing".into())
    );
    build(&sign);
    let first = fs::read(stage.path(SIGNATURE)).unwrap();
    fs::remove_file(stage.path(SIGNATURE)).unwrap();
    build(&sign);
    assert_eq!(fs::read(stage.path(SIGNATURE)).unwrap(), first);
    assert_eq!(verified(&stage, &[]), (Some(0), "unchecked".into()));
    assert_eq!(
        verified(&stage, &["--public-key", PUBLIC]),
        (Some(0), "good".into())
    );
    assert_eq!(
        verified(&stage, &["--public-key", OTHER]),
        (Some(1), "bad".into())
    );
    let manifest = fs::read_to_string(stage.path("public/manifest.json")).unwrap();
    assert!(
        manifest.starts_with("{\"files\": {") && !manifest.contains("minisig"),
        "{manifest}"
    );

    stage.sent("www");
    assert_eq!(
        fs::read(stage.path("www/current/manifest.json.minisig")).unwrap(),
        first
    );
    stage.edit("a", "第二版。");
    stage.sent("www");
    assert!(!stage.path(SIGNATURE).exists(), "it was of the former build");
    assert!(!stage.path("www/current/manifest.json.minisig").exists());

    stage.desk.write("site.key", SECRET);
    let (code, _, said) = stage.wanjia(&["deploy", "--to", "www", "--sign-key", "site.key"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("站点里") && said.contains("移到站点外面"), "{said}");
}
