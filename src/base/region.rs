//! Provinces of China by code and name (GB/T 2260), and whose name a text begins with.

/// The code of the whole nation.
pub const NATION: &str = "000000";

/// Provinces, autonomous regions, municipalities and special administrative regions.
pub const PROVINCES: [(&str, &str); 34] = [
    ("110000", "北京市"),
    ("120000", "天津市"),
    ("130000", "河北省"),
    ("140000", "山西省"),
    ("150000", "内蒙古自治区"),
    ("210000", "辽宁省"),
    ("220000", "吉林省"),
    ("230000", "黑龙江省"),
    ("310000", "上海市"),
    ("320000", "江苏省"),
    ("330000", "浙江省"),
    ("340000", "安徽省"),
    ("350000", "福建省"),
    ("360000", "江西省"),
    ("370000", "山东省"),
    ("410000", "河南省"),
    ("420000", "湖北省"),
    ("430000", "湖南省"),
    ("440000", "广东省"),
    ("450000", "广西壮族自治区"),
    ("460000", "海南省"),
    ("500000", "重庆市"),
    ("510000", "四川省"),
    ("520000", "贵州省"),
    ("530000", "云南省"),
    ("540000", "西藏自治区"),
    ("610000", "陕西省"),
    ("620000", "甘肃省"),
    ("630000", "青海省"),
    ("640000", "宁夏回族自治区"),
    ("650000", "新疆维吾尔自治区"),
    ("710000", "台湾省"),
    ("810000", "香港特别行政区"),
    ("820000", "澳门特别行政区"),
];

/// How far into a text the name of a place may reach, in characters.
const LONGEST: usize = 12;

/// What the names of places end in.
const ENDS: [&str; 11] = [
    "省",
    "市",
    "自治区",
    "自治州",
    "自治县",
    "县",
    "区",
    "旗",
    "盟",
    "镇",
    "乡",
];

/// Whether the region of a code lies in that of another one, or is it: 610802 lies in 610800, 610000 and [`NATION`]. Of a code that
/// is none nothing is known, so it does.
pub fn lies_in(code: &str, above: &str) -> bool {
    let is_code = |code: &str| code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit());
    if above == NATION || !is_code(code) || !is_code(above) {
        return true;
    }
    let digits = match (&above[2..4], &above[4..]) {
        ("00", "00") => 2,
        (_, "00") => 4,
        _ => 6,
    };
    code[..digits] == above[..digits]
}

/// The province that a text begins with, when it names no smaller place behind it; its code and name.
pub fn province_of(text: &str) -> Option<(&'static str, &'static str)> {
    let (code, name) = PROVINCES.into_iter().find(|(_, name)| text.starts_with(name))?;
    (!begins_with_place(&text[name.len()..])).then_some((code, name))
}

/// Whether a text begins with what looks like the name of a place: 榆林市…, 某某县….
pub fn begins_with_place(text: &str) -> bool {
    !place_in_front(text).is_empty()
}

/// The name of a place that a text begins with, as far as one can tell: 榆林市; empty when there is none.
pub fn place_in_front(text: &str) -> &str {
    let head: String = text.chars().take(LONGEST).collect();
    let ends = ENDS.iter().filter_map(|end| {
        let at = head.find(end)?;
        let is_name = at >= 2 * '县'.len_utf8() && head[..at].chars().all(crate::base::han::is_han);
        is_name.then_some(at + end.len())
    });
    &text[..ends.min().unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_lies_in_its_prefecture_its_province_and_the_nation() {
        for above in ["610802", "610800", "610000", NATION] {
            assert!(lies_in("610802", above), "{above}");
        }
        for other in ["610803", "610100", "330000"] {
            assert!(!lies_in("610802", other), "{other}");
        }
        assert!(!lies_in(NATION, "330000"));
        assert!(lies_in("429004", "420000"));
    }

    #[test]
    fn a_text_tells_its_province_unless_it_is_that_of_a_smaller_place() {
        assert_eq!(
            province_of("上海市人口与计划生育条例"),
            Some(("310000", "上海市"))
        );
        assert_eq!(province_of("广东省广州市人民代表大会"), None);
        assert_eq!(province_of("女职工劳动保护特别规定"), None);
        assert!(begins_with_place("榆林市生育补助办法"));
        assert!(!begins_with_place("女职工劳动保护特别规定"));
    }
}
