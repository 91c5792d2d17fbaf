//! Who publishes: what the footer must say, the form of numbers of record, and what is still the upstream's.

use super::{InspectedSite, InspectedText, Inspection};
use crate::base::{Diagnostic, Level, Message, OutputPath, Span};
use crate::config::{Brand, Config, FILE, Profile};
use crate::message;
use crate::rule;

rule! { IDENTITY_MISSING = "identity-missing", Identity, Warning, adjustable: true;
    means "页脚缺主办单位、联系方式、备案号；政府网站还要网站标识码", "The footer lacks organiser, contact or numbers of record; for a government site the site code too";
    mend "在 site.yaml 的 `brand` 里补上", "Add them to `brand` in site.yaml";
}

rule! { IDENTITY_UPSTREAM = "identity-upstream", Identity, Error, adjustable: true;
    means "本地站还显示着上级的电话、备案号、主办单位、标志", "A local site still shows telephone, numbers of record, organiser or logo of its upstream";
    mend "换成本单位的", "Put your own there";
}

rule! { RECORD_FORM = "record-form", Identity, Warning, adjustable: true;
    means "备案号、网站标识码的写法不对", "A number of record or the site code is not in its form";
    mend "照批下来的写：京ICP备12345678号-1、京公网安备11010802012345号、十位标识码", "Write it as it was granted: 京ICP备12345678号-1, 京公网安备11010802012345号, a site code of ten digits";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: "国办发〔2017〕47号",
    rules: &[&IDENTITY_MISSING, &IDENTITY_UPSTREAM, &RECORD_FORM],
    gov: &[(&IDENTITY_MISSING, Level::Error)],
    text: Some(text),
    site: Some(site),
};

fn site(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    let config = &inspected.site.config;
    report.extend(missing(inspected));
    for (form, value, right) in [
        ("icp", &config.brand.icp, is_icp as fn(&str) -> bool),
        ("police", &config.brand.police, is_police),
        ("site_id", &config.brand.site_id, is_site_code),
    ] {
        if let Some(value) = value.as_ref().filter(|value| !right(value.trim())) {
            let told = message!(
                "{form} 的写法不对：{value}",
                "`{form}` is not in its form: {value}"
            );
            report.push(
                Diagnostic::new(&RECORD_FORM, inspected.setting(form), told)
                    .hint(message!("照批下来的写", "write it as it was granted")),
            );
        }
    }
    report.extend(foreign_logo(inspected));
    for above in inspected.above {
        for (field, value) in shown(&above.brand) {
            if shown(&config.brand).contains(&(field, value)) {
                report.push(still_theirs(&above.name, value, inspected.setting(field)));
            }
        }
    }
}

/// A logo whose file is the upstream's, because the site has none of its name.
fn foreign_logo(inspected: &InspectedSite<'_>) -> Option<Diagnostic> {
    let site = inspected.site;
    let logo = &site.config.brand.logo.as_ref()?.value;
    let file = site.files.get(&OutputPath::at(logo.trim_start_matches('/')))?;
    let owner = site.owners.get(file.layer).filter(|_| file.layer > 0)?;
    let (name, logo) = (&owner.name, file.inner());
    let told = message!(
        "标志 {logo} 是上级站“{name}”的文件",
        "the logo {logo} is a file of the upstream “{name}”"
    );
    Some(
        Diagnostic::new(&IDENTITY_UPSTREAM, inspected.setting("logo"), told).hint(message!(
            "把本单位的标志放进 static/{logo}；没有就删去 logo",
            "put your own logo at static/{logo}; without one take `logo` out"
        )),
    )
}

fn missing(inspected: &InspectedSite<'_>) -> Option<Diagnostic> {
    let config = &inspected.site.config;
    let brand = &config.brand;
    let gov = config.profile == Profile::Gov;
    let contact = brand.phone.is_some() || brand.email.is_some() || brand.address.is_some();
    let parts = [
        (
            brand.organiser.is_none(),
            message!("organiser 主办单位", "organiser"),
        ),
        (
            !contact,
            message!("phone 电话或 email、address", "phone or email or address"),
        ),
        (brand.icp.is_none(), message!("icp 备案号", "icp")),
        (brand.police.is_none(), message!("police 公安备案号", "police")),
        (
            gov && brand.site_id.is_none(),
            message!("site_id 网站标识码", "site_id"),
        ),
    ];
    let parts: Vec<Message> = parts
        .into_iter()
        .filter_map(|(missing, name)| missing.then_some(name))
        .collect();
    let zh = parts.iter().map(|part| &*part.zh).collect::<Vec<_>>().join("、");
    let en = parts.iter().map(|part| &*part.en).collect::<Vec<_>>().join(", ");
    (!parts.is_empty()).then(|| {
        let told = message!("页脚还缺：{zh}", "the footer lacks: {en}");
        Diagnostic::new(&IDENTITY_MISSING, inspected.setting("brand"), told).hint(message!(
            "在 {FILE} 的 brand 里补上",
            "add them to `brand` in {FILE}"
        ))
    })
}

/// What shows whose site it is.
fn shown(brand: &Brand) -> Vec<(&'static str, &str)> {
    let all = [
        ("phone", &brand.phone),
        ("email", &brand.email),
        ("icp", &brand.icp),
        ("police", &brand.police),
        ("site_id", &brand.site_id),
        ("organiser", &brand.organiser),
    ];
    all.into_iter()
        .filter_map(|(field, value)| Some((field, value.as_deref()?.trim())))
        .collect()
}

fn still_theirs(name: &str, value: &str, place: Span) -> Diagnostic {
    let told = message!(
        "“{value}”是上级站“{name}”的",
        "“{value}” is of the upstream “{name}”"
    );
    Diagnostic::new(&IDENTITY_UPSTREAM, place, told).hint(message!("换成本单位的", "put your own there"))
}

/// Telephone and numbers of record of the upstream in the text of pages, also of those that come down.
fn text(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let above: Vec<&Config> = inspected.above.iter().collect();
    if inspected.page.is_none() || above.is_empty() {
        return;
    }
    for config in above {
        for (field, value) in shown(&config.brand) {
            if field == "organiser" || value.len() < 6 {
                continue;
            }
            for block in inspected.blocks() {
                if let Some(at) = block.text.find(value) {
                    let place = inspected.span(block, at..at + value.len());
                    report.push(still_theirs(&config.name, value, place));
                }
            }
        }
    }
}

const PROVINCES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇云藏陕秦甘陇青宁新港澳";

/// 京ICP备12345678号-1
fn is_icp(text: &str) -> bool {
    let mut chars = text.chars();
    let province = chars.next().is_some_and(|c| PROVINCES.contains(c));
    let rest = chars.as_str().trim_start().to_ascii_uppercase();
    let number = rest.strip_prefix("ICP备").or_else(|| rest.strip_prefix("ICP证"));
    let Some(number) = number.map(str::trim_start) else {
        return false;
    };
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let behind = number[digits..].strip_prefix('号');
    let page = |rest: &str| {
        rest.is_empty()
            || rest
                .strip_prefix('-')
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    province && (6..=10).contains(&digits) && behind.is_some_and(page)
}

/// 京公网安备11010802012345号: fourteen digits.
fn is_police(text: &str) -> bool {
    let mut chars = text.chars();
    let province = chars.next().is_some_and(|c| PROVINCES.contains(c));
    let rest = chars.as_str().trim_start();
    let number = rest
        .strip_prefix("公网安备")
        .and_then(|rest| rest.strip_suffix('号'));
    province
        && number.is_some_and(|number| {
            let number = number.trim();
            number.len() == 14 && number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

fn is_site_code(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_record_have_their_form() {
        assert!(is_icp("京ICP备12345678号-1") && is_icp("沪ICP备05012345号"));
        assert!(!is_icp("ICP备12345678号") && !is_icp("京ICP备号") && !is_icp("京ICP备12345678"));
        assert!(is_police("京公网安备 11010802012345号") && !is_police("11010802012345"));
        assert!(!is_police("京公网安备1101080201234号"), "13 digits");
        assert!(is_site_code("bm12345678") && !is_site_code("123"));
    }
}
