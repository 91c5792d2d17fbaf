//! `deploy`: where a site is sent. Keys of a store are never written there.

use crate::base::{Diagnostic, Span};
use crate::message;
use crate::yaml::{FIELD_WRONG, Fields, YamlValue};

/// Where a site is sent: `deploy` of site.yaml or of fleet.yaml. Nothing of it comes down from a site above.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeploySettings {
    /// Folder or address.
    pub to: Option<String>,
    /// Address of an S3-compatible store.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Whether the bucket stands in the path of its addresses, and not in the name of the host.
    pub path_style: Option<bool>,
}

/// Reads `deploy: {to: …, endpoint: …, region: …, path_style: …}`, or `deploy: TARGET`.
pub fn read(fields: &mut Fields) -> DeploySettings {
    let Some(node) = fields.node("deploy") else {
        return DeploySettings::default();
    };
    if let YamlValue::Text(to) = &node.value {
        let to = Some(to.clone());
        if to.as_deref().is_some_and(has_password) {
            tell_secret(fields, "deploy");
        }
        return DeploySettings {
            to,
            ..DeploySettings::default()
        };
    }
    let mut map = Fields::new(fields.file(), node);
    if let Some(key) = map.keys().into_iter().find(|key| is_secret(key)) {
        tell_secret(fields, &format!("deploy.{key}"));
        return DeploySettings::default();
    }
    let mut text = |key| {
        let found = map.text(key).map(|text| text.value.trim().to_owned());
        found.filter(|text| !text.is_empty())
    };
    let (to, endpoint, region) = (text("to"), text("endpoint"), text("region"));
    let path_style = map.flag("path_style");
    for (key, value) in [("to", &to), ("endpoint", &endpoint)] {
        if value.as_deref().is_some_and(has_password) {
            // What else is wrong would show the line.
            tell_secret(fields, &format!("deploy.{key}"));
            return DeploySettings::default();
        }
    }
    fields.merge_errors(map.finish());
    DeploySettings {
        to,
        endpoint,
        region,
        path_style,
    }
}

/// Whether an address brings a password along: `https://name:password@host`.
pub fn has_password(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else {
        return false;
    };
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    authority
        .rsplit_once('@')
        .is_some_and(|(user, _)| user.contains(':'))
}

fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let words = [
        "key",
        "secret",
        "token",
        "password",
        "passwd",
        "pwd",
        "credential",
        "密钥",
        "密码",
        "口令",
    ];
    words.iter().any(|word| key.contains(word))
}

/// Says that a secret stands in the file, without the line that would show it.
fn tell_secret(fields: &mut Fields, key: &str) {
    let file = fields.file().clone();
    let told = message!(
        "{file} 的 {key} 里写了密钥或密码：这个文件会交给别人看",
        "{file} holds a secret in `{key}`, and others will read that file"
    );
    let told = Diagnostic {
        place: None,
        ..Diagnostic::new(&FIELD_WRONG, Span::top(&file), told)
    };
    fields.push(told.hint(message!(
        "删掉这一行，去服务商那里换一把密钥；密钥只放在环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 里，SFTP 用 ssh 的密钥",
        "take it out and have a new key made; keys go into the environment, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and SFTP takes those of ssh"
    )));
}

#[cfg(test)]
mod tests {
    use crate::config::{FILE, read};

    fn told(text: &str) -> Vec<(String, bool)> {
        let mut report = Vec::new();
        let text = format!("name: a\nurl: https://example.org/\n{text}");
        read(&FILE.into(), &text, None, &mut report);
        let told = report.iter();
        told.map(|told| (told.message.en.to_string(), told.place.is_some()))
            .collect()
    }

    #[test]
    fn a_secret_in_site_yaml_is_told_and_never_shown() {
        for text in [
            "deploy: {to: \"s3://a/b\", secret_access_key: GEHEIM}\n",
            "deploy:\n  endpoint: https://id:GEHEIM@example.org\n",
            "deploy: sftp://me:GEHEIM@example.org/www\n",
        ] {
            let told = told(text);
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].0.contains("holds a secret"), "{told:?}");
            // A place would bring the line along.
            assert!(!told[0].0.contains("GEHEIM") && !told[0].1);
        }
        assert_eq!(told("deploy: {to: sftp://me@example.org/www}\n"), []);
        assert_eq!(told("deploy: {too: x}\n").len(), 1);
    }
}
