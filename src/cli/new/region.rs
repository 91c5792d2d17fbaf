//! `--region`: for which region a new site speaks, as people write it: `330106:西湖区`, `330106 杭州市西湖区`.

use crate::base::Fault;
use crate::base::place::{Named, place_named};
use crate::base::region::{NATION, PROVINCES};
use crate::config::Region;
use crate::fleet::RegionCode;
use crate::message;

/// Reads it. A province and the nation need no name; one that the code cannot mean is a fault.
pub fn read(text: &str) -> Result<Region, Fault> {
    let text = text.trim();
    let code_end = text
        .find(|c: char| c.is_whitespace() || matches!(c, ':' | '：'))
        .unwrap_or(text.len());
    let (code, rest) = text.split_at(code_end);
    let name = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    if code == NATION {
        return Ok(region(code, if name.is_empty() { "全国" } else { name }));
    }
    let code = RegionCode::read(code).map_err(|problem| Fault::new(problem.message(code)).hint(example()))?;
    let code = code.as_str();
    let province = PROVINCES.iter().find(|(province, _)| *province == code);
    match (place_named(name, code), province) {
        (Named::Place(place), _) if name.ends_with(place) => Ok(region(code, place)),
        (Named::Other(other), _) => Err(Fault::new(message!(
            "“{other}”不像是 {code} 的地名",
            "“{other}” can hardly be the name of {code}"
        ))
        .hint(message!("核对代码和地名", "check the code and the name"))),
        (_, Some((_, province))) if name.is_empty() => Ok(region(code, province)),
        _ if name.is_empty() => Err(Fault::new(message!(
            "--region 只写了代码 {code}，没有地名",
            "--region has the code {code} and no name"
        ))
        .hint(example())),
        _ => Ok(region(code, name)),
    }
}

fn region(code: &str, name: &str) -> Region {
    Region {
        code: code.to_owned(),
        name: name.to_owned(),
    }
}

fn example() -> crate::base::Message {
    message!(
        "写六位行政区划代码和地名，如 --region 330106:西湖区",
        "write the six digits and the name, like --region 330106:西湖区"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_a_code_and_the_name_that_it_can_have() {
        for (text, code, name) in [
            ("330106:西湖区", "330106", "西湖区"),
            ("330106 杭州市西湖区", "330106", "西湖区"),
            (" 330106：浙江省杭州市西湖区 ", "330106", "西湖区"),
            ("339999:示范县（虚构）", "339999", "示范县（虚构）"),
            ("330000", "330000", "浙江省"),
            ("330000:浙江", "330000", "浙江"),
            ("000000", NATION, "全国"),
            ("000000:全国", NATION, "全国"),
        ] {
            assert_eq!(read(text).unwrap(), region(code, name), "{text}");
        }
        for text in [
            "",
            "西湖区",
            "33010:西湖区",
            "990106:西湖区",
            "330106",
            "330106:杭州市",
            "330106:上海市",
        ] {
            assert!(read(text).unwrap_err().hint.is_some(), "{text}");
        }
    }
}
