//! Which place a name names: 浙江省杭州市上城区计划生育协会, told apart by levels of GB/T 2260 (province, prefecture, county).

use super::han::is_han;
use super::region::PROVINCES;

/// A level of regions, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    Province,
    Prefecture,
    County,
}

/// What a name tells of the place of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'t> {
    /// The place that the code means.
    Place(&'t str),
    /// A place that the code cannot mean: of another level, or in another province.
    Other(&'t str),
    /// It names no place.
    Nothing,
}

/// What places end in, and of which levels they can be; 市 is of every one.
const ENDS: [(&str, &[Tier]); 12] = [
    ("特别行政区", &[Tier::Province]),
    ("自治区", &[Tier::Province]),
    ("自治州", &[Tier::Prefecture]),
    ("自治县", &[Tier::County]),
    ("自治旗", &[Tier::County]),
    ("地区", &[Tier::Prefecture]),
    ("省", &[Tier::Province]),
    ("盟", &[Tier::Prefecture]),
    ("市", &[Tier::Province, Tier::Prefecture, Tier::County]),
    ("县", &[Tier::County]),
    ("区", &[Tier::County]),
    ("旗", &[Tier::County]),
];

/// Counties of one character that are no 县.
const SHORT: [&str; 3] = ["城区", "郊区", "矿区"];
/// What ends like a place and is none.
const NO_PLACES: [&str; 4] = ["社区", "小区", "联盟", "超市"];
/// The longest name of a place, in characters: 积石山保安族东乡族撒拉族自治县.
const LONGEST: usize = 16;

/// Words for who publishes, behind which a place may begin: 中国计划生育协会长兴县分会.
const OFFICES: [&str; 9] = [
    "协会",
    "计生协",
    "委员会",
    "卫健委",
    "健康局",
    "卫健局",
    "中心",
    "联合会",
    "中国",
];

/// The place that a name names, which has this code: the deepest of the level that the code is of. One that is no code of six
/// digits tells nothing, and any place will do.
pub fn place_named<'t>(name: &'t str, code: &str) -> Named<'t> {
    let parts = name.split(|c| !is_han(c)).flat_map(behind_offices);
    let mut chains = parts.map(chain);
    let Some(places) = chains.find(|places| !places.is_empty()) else {
        return Named::Nothing;
    };
    let last = places[places.len() - 1];
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Named::Place(last);
    }
    let province = PROVINCES.iter().find(|(known, _)| known[..2] == code[..2]);
    let foreign = |place: &&str| {
        let known = PROVINCES.iter().find(|(_, known)| known == place);
        known.is_some() && known != province
    };
    if let Some(other) = places.iter().copied().find(foreign) {
        return Named::Other(other);
    }
    let fits = match tier(code) {
        Tier::Province => province.is_some_and(|(_, province)| *province == last),
        tier => tiers(last).contains(&tier) && (tier != Tier::County || is_county(last, code)),
    };
    if fits {
        Named::Place(last)
    } else {
        Named::Other(last)
    }
}

/// Prefectures that are called 地区; 农村地区 is none.
const REGIONS: [&str; 7] = [
    "大兴安岭地区",
    "喀什地区",
    "阿克苏地区",
    "和田地区",
    "塔城地区",
    "阿勒泰地区",
    "阿里地区",
];
/// What is called 区 and is no county: parts of places, and zones that lie in one or in several.
const ZONES: [&str; 29] = [
    "开发区",
    "高新区",
    "园区",
    "新区",
    "示范区",
    "管理区",
    "试验区",
    "保税区",
    "合作区",
    "景区",
    "名胜区",
    "城区",
    "郊区",
    "矿区",
    "林区",
    "牧区",
    "片区",
    "街区",
    "辖区",
    "校区",
    "院区",
    "军区",
    "战区",
    "住宅区",
    "老区",
    "洪区",
    "涵养区",
    "民族区",
    "市区",
];
/// What begins like the name of a place and speaks of the whole nation.
const NATIONAL: [&str; 5] = ["国家", "国务院", "全国", "中国", "中华人民共和国"];
/// What goes on to a word in which no place ends: 建筑市场, 市容, 县城, 区县, 区域, 红旗渠.
const GOING_ON: [&str; 7] = ["市场", "市容", "县城", "县级", "区县", "区域", "旗渠"];
/// Words for cities that are no names of one.
const CITIES: [&str; 8] = [
    "大城市",
    "小城市",
    "城市",
    "县级市",
    "地级市",
    "直辖市",
    "省辖市",
    "计划单列市",
];
/// What stands in front of 市, 县 and 区 to say which one is meant.
const POINTING: [char; 13] = [
    '本', '我', '各', '全', '该', '每', '外', '邻', '几', '两', '省', '市', '区',
];
/// What no name of a place holds: words of offices and of sentences.
const NO_NAMES: [char; 22] = [
    '的', '与', '及', '或', '在', '对', '为', '局', '厅', '委', '院', '部', '办', '规', '校', '医', '党',
    '员', '政', '了', '是', '有',
];
/// The longest name before 市, 县 or 区, in characters: 呼和浩特, 齐齐哈尔; those of peoples are longer.
const LONGEST_STEM: usize = 4;

/// The places that a text plainly begins with, each in the one before: 浙江省, 杭州市, 西湖区. Where it may be a word or a
/// sentence, none: 国家卫生健康委, 大城市, 高新区管委会, 本市.
pub fn plain_places(text: &str) -> Vec<&str> {
    let text = text.trim_start().trim_start_matches("中共");
    if NATIONAL.iter().any(|nation| text.starts_with(nation)) {
        return Vec::new();
    }
    let mut places = chain(text);
    let (mut end, mut plain) = (0, 0);
    for (at, place) in places.iter().enumerate() {
        let sign = end + place.char_indices().next_back().map_or(0, |(at, _)| at);
        end += place.len();
        let goes_on = GOING_ON.iter().any(|word| text[sign..].starts_with(word));
        // No city lies in another one: 上海市荣誉市民.
        let in_city = at > 0 && places[at - 1].ends_with('市') && place.ends_with('市');
        if goes_on || in_city || !is_plain(place) {
            break;
        }
        plain = at + 1;
    }
    places.truncate(plain);
    places
}

fn is_plain(place: &str) -> bool {
    if PROVINCES.iter().any(|(_, province)| *province == place) || REGIONS.contains(&place) {
        return true;
    }
    let Some((end, tiers)) = ENDS.iter().find(|(end, _)| place.ends_with(end)) else {
        return false;
    };
    let stem = &place[..place.len() - end.len()];
    let of_people = stem.ends_with('族') || end.starts_with("自治") || matches!(*end, "旗" | "盟");
    // Of provinces all names are known.
    !matches!(*end, "地区" | "省" | "特别行政区" | "自治区")
        && !tiers.is_empty()
        && (of_people || stem.chars().count() <= LONGEST_STEM)
        && !ZONES.iter().any(|zone| place.ends_with(zone))
        && !CITIES.contains(&place)
        && stem.chars().all(is_han)
        && !stem.starts_with(POINTING)
        && !stem.contains(NO_NAMES)
}

/// The prefecture that a text names, for a county of this code: its own code and its name. Nobody here knows what the prefecture
/// of a county is called, so it is one that may be it. `None` when the county has none: a province governs it itself.
pub fn prefecture_named<'t>(text: &'t str, county: &str) -> Option<(String, &'t str)> {
    let is_code = county.len() == 6 && county.bytes().all(|byte| byte.is_ascii_digit());
    let province = PROVINCES
        .iter()
        .find(|(known, _)| is_code && known[..2] == county[..2])?;
    let governed_itself = province.1.ends_with('市') || &county[2..4] == "90";
    if tier(county) != Tier::County || governed_itself {
        return None;
    }
    let code = format!("{}00", &county[..4]);
    match place_named(text, &code) {
        Named::Place(name) => Some((code, name)),
        Named::Other(_) | Named::Nothing => None,
    }
}

fn tier(code: &str) -> Tier {
    match (&code[2..4], &code[4..]) {
        ("00", _) => Tier::Province,
        (_, "00") => Tier::Prefecture,
        _ => Tier::County,
    }
}

/// Whether a county of this code can be called so: only some are 市, which their numbers tell; in the prefectures from 21 to 50
/// (地区, 自治州, 盟) the first ones are, elsewhere those from 81 on, and what a province governs itself (90).
fn is_county(place: &str, code: &str) -> bool {
    let number = |at: std::ops::Range<usize>| {
        code[at]
            .parse::<u8>()
            .expect("a code has six digits: who asks has seen to it")
    };
    !place.ends_with('市') || number(4..6) > 80 || matches!(number(2..4), 21..=50 | 90)
}

fn tiers(place: &str) -> &'static [Tier] {
    let end = ENDS.iter().find(|(end, _)| place.ends_with(end));
    end.map_or(&[], |(_, tiers)| tiers)
}

/// The parts of a text that a place may stand at the beginning of: itself, and what is behind an office.
fn behind_offices(text: &str) -> Vec<&str> {
    let behind = OFFICES
        .iter()
        .flat_map(|office| text.match_indices(office).map(|(at, office)| at + office.len()));
    let mut starts: Vec<usize> = behind.chain([0]).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
        .iter()
        .enumerate()
        .map(|(at, start)| &text[*start..starts.get(at + 1).copied().unwrap_or(text.len())])
        .collect()
}

/// The places that a text begins with, each in the one before; none behind a county, where townships and streets begin.
fn chain(text: &str) -> Vec<&str> {
    let (mut places, mut rest) = (Vec::new(), text);
    while let Some(place) = first(
        rest,
        places.last().is_some_and(|last: &&str| last.ends_with('市')),
    ) {
        places.push(place);
        rest = &rest[place.len()..];
        if tiers(place) == [Tier::County] {
            break;
        }
    }
    places
}

/// The shortest place that a text begins with; `in_city` when one of a city's districts may follow.
fn first(text: &str, in_city: bool) -> Option<&str> {
    let ends = text.char_indices().take(LONGEST).map(|(at, c)| at + c.len_utf8());
    ends.map(|end| &text[..end])
        .find(|head| is_place(head, &text[head.len()..], in_city))
}

fn is_place(head: &str, rest: &str, in_city: bool) -> bool {
    let Some((end, _)) = ENDS.iter().find(|(end, _)| head.ends_with(end)) else {
        return false;
    };
    if NO_PLACES.iter().any(|no| head.ends_with(no)) {
        return false;
    }
    match head[..head.len() - end.len()].chars().count() {
        0 => false,
        // 赣县区, 沙县区
        1 => *end == "县" && !rest.starts_with('区') || in_city && SHORT.contains(&head),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_deepest_place_of_the_level_that_its_code_is_of() {
        for (name, code, place) in [
            ("杭州市上城区计划生育协会", "330102", "上城区"),
            ("浙江省杭州市上城区计划生育协会", "330102", "上城区"),
            ("浙江省杭州市计划生育协会", "330100", "杭州市"),
            ("台州市三门县计生协", "331022", "三门县"),
            ("中国计划生育协会长兴县分会", "330522", "长兴县"),
            ("金华市义乌市计生协", "330782", "义乌市"),
            ("义乌市计划生育协会", "330782", "义乌市"),
            ("仙桃市计划生育协会", "429004", "仙桃市"),
            ("恩施土家族苗族自治州恩施市计生协", "422801", "恩施市"),
            ("喀什地区喀什市计生协", "653101", "喀什市"),
            ("喀什地区计生协", "653100", "喀什地区"),
            ("景德镇市浮梁县计生协", "360222", "浮梁县"),
            ("赣州市赣县区计生协", "360704", "赣县区"),
            ("晋城市城区计生协", "140502", "城区"),
            ("沙市区计生协", "421002", "沙市区"),
            ("津市市计生协", "430781", "津市市"),
            ("青岛市市北区计生协", "370203", "市北区"),
            ("泾县计划生育协会", "341823", "泾县"),
            ("德清县莫干山镇计生协", "330521", "德清县"),
            ("杭州市上城区小营社区计生协", "330102", "上城区"),
            ("东乡族自治县计生协", "622926", "东乡族自治县"),
            (
                "积石山保安族东乡族撒拉族自治县计生协",
                "622927",
                "积石山保安族东乡族撒拉族自治县",
            ),
            ("内蒙古自治区兴安盟扎赉特旗计生协", "152223", "扎赉特旗"),
            ("兴安盟计生协", "152200", "兴安盟"),
            ("浙江省计划生育协会", "330000", "浙江省"),
            ("生育友好·榆阳区", "610802", "榆阳区"),
        ] {
            assert_eq!(place_named(name, code), Named::Place(place), "{name}");
        }
    }

    #[test]
    fn a_text_plainly_begins_with_places_or_with_none() {
        for (text, places) in [
            ("河滨市卫生健康委员会", vec!["河滨市"]),
            ("浙江省人民代表大会常务委员会", vec!["浙江省"]),
            ("某某县人民政府", vec!["某某县"]),
            ("中共杭州市西湖区委办公室", vec!["杭州市", "西湖区"]),
            ("浙江省杭州市西湖区", vec!["浙江省", "杭州市", "西湖区"]),
            ("河滨市卫健〔2026〕3号", vec!["河滨市"]),
            (
                "内蒙古自治区兴安盟扎赉特旗",
                vec!["内蒙古自治区", "兴安盟", "扎赉特旗"],
            ),
            (
                "齐齐哈尔市梅里斯达斡尔族区",
                vec!["齐齐哈尔市", "梅里斯达斡尔族区"],
            ),
            ("喀什地区行署", vec!["喀什地区"]),
            ("会昌县人民政府", vec!["会昌县"]),
            ("盐城市人民政府", vec!["盐城市"]),
            ("上海市建筑市场管理总站", vec!["上海市"]),
            ("上海市荣誉市民评审委员会", vec!["上海市"]),
            ("河南省建筑市场管理站", vec!["河南省"]),
            ("郑州市市容管理局", vec!["郑州市"]),
            ("北京市市区两级政府", vec!["北京市"]),
            ("山东省风景名胜区管委会", vec!["山东省"]),
            ("杭州市政府、西湖区政府", vec!["杭州市"]),
        ] {
            assert_eq!(plain_places(text), places, "{text}");
        }
        for text in [
            "国务院",
            "国家卫生健康委员会",
            "全国人民代表大会常务委员会",
            "中国计划生育协会长兴县分会",
            "中华人民共和国民政部",
            "本市人民政府",
            "各县人民政府",
            "大城市养老服务办法",
            "农村地区婚俗",
            "高新区管委会",
            "经济技术开发区管理委员会",
            "人力资源社会保障局与某某县",
            "市卫生健康委员会",
            "老旧小区改造",
            "县人民政府",
            "，凤冈县人民政府",
            "中华人民共和国民族区域自治法",
            "",
        ] {
            assert_eq!(plain_places(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_county_may_name_its_prefecture_when_it_has_one() {
        let named = |text, county| prefecture_named(text, county);
        for text in ["杭州市", "杭州市托育补助办法", "浙江省杭州市卫生健康委员会"] {
            assert_eq!(
                named(text, "330106"),
                Some(("330100".to_owned(), "杭州市")),
                "{text}"
            );
        }
        assert_eq!(
            named("恩施土家族苗族自治州婚俗办法", "422801"),
            Some(("422800".to_owned(), "恩施土家族苗族自治州"))
        );
        for (text, county) in [
            ("杭州市", "330100"),
            ("杭州市上城区办法", "330106"),
            ("桐庐县办法", "330106"),
            ("陕西省榆林市办法", "330106"),
            ("上海市托育办法", "310106"),
            ("荆州市办法", "429004"),
            ("托育办法", "330106"),
            ("杭州市", "33010"),
        ] {
            assert_eq!(named(text, county), None, "{text}");
        }
    }

    #[test]
    fn a_place_of_another_level_or_province_is_not_the_one_of_the_code() {
        for (name, code, other) in [
            ("杭州市计划生育协会", "330102", "杭州市"),
            ("浙江省计划生育协会", "330102", "浙江省"),
            ("杭州市上城区计生协", "330100", "上城区"),
            ("浙江省榆阳区计生协", "610802", "浙江省"),
            ("杭州市计生协", "330000", "杭州市"),
        ] {
            assert_eq!(place_named(name, code), Named::Other(other), "{name}");
        }
        assert_eq!(place_named("小营社区计生协", "330102"), Named::Nothing);
        assert_eq!(place_named("浙江计生协", "330000"), Named::Nothing);
    }
}
