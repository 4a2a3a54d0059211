//! The level of government that a name tells by itself. Plain rules on its ending; where a name does not tell for
//! sure (市 may be any of three levels, a development zone any of two), nothing is guessed and a maintainer may say.

use crate::report::{Level, Scope};

/// The four cities that are provinces.
const MUNICIPALITIES: [&str; 4] = ["北京市", "天津市", "上海市", "重庆市"];

/// Endings with 区 or 盟 or 旗 in them that say nothing, or nothing for sure, of a level.
const UNSURE: &[&str] = &[
    "特别行政区",
    "开发区",
    "经开区",
    "高新区",
    "实验区",
    "试验区",
    "示范区",
    "新区",
    "管理区",
    "园区",
    "景区",
    "名胜区",
    "保税区",
    "度假区",
    "工业区",
    "化工区",
    "核心区",
    "合作区",
    "自贸区",
    "贸易区",
    "特区",
    "林区",
    "矿区",
    "社区",
    "小区",
    "库区",
    "港区",
    "经济区",
    "先行区",
    "集聚区",
    "聚集区",
    "产业区",
    "功能区",
    "片区",
    "灌区",
    "牧区",
    "垦区",
    "校区",
    "院区",
    "城区",
    "郊区",
    "辖区",
    "行政区",
    "保护区",
    "生态区",
    "旅游区",
    "科技区",
    "街区",
    "联盟",
    "地区",
];

/// Endings that name a unit of government.
const ENDINGS: &[(&str, Option<Level>)] = &[
    ("自治区", Some(Level::Province)),
    ("省", Some(Level::Province)),
    ("自治州", Some(Level::Prefecture)),
    ("盟", Some(Level::Prefecture)),
    ("县", Some(Level::County)),
    ("旗", Some(Level::County)),
    ("区", Some(Level::County)),
    ("乡", Some(Level::Township)),
    ("镇", Some(Level::Township)),
    ("街道", Some(Level::Township)),
    ("市", None),
];

/// The level that a name tells, `None` where it does not. For an agency it is the level of its government: that of
/// the name before 人民政府, or else of the unit that the name begins with, if only one level can be read there.
pub(super) fn level(name: &str, scope: Scope) -> Option<Level> {
    let name = name.strip_suffix("街道办事处").map_or_else(|| name.to_owned(), |place| format!("{place}街道"));
    match scope {
        Scope::Government => ending(&name)?,
        Scope::Agency => match name.split_once("人民政府") {
            Some((government, _)) => ending(government)?,
            None => only_level(&name),
        },
    }
}

/// What the ending of a name tells: outer `None` where it names no unit, inner `None` where the level is not sure.
fn ending(name: &str) -> Option<Option<Level>> {
    if MUNICIPALITIES.contains(&name) {
        return Some(Some(Level::Province));
    }
    if name.ends_with("地区") && name.chars().count() > 3 {
        return Some(Some(Level::Prefecture));
    }
    let &(unit, level) = ENDINGS.iter().find(|(unit, _)| name.ends_with(unit))?;
    if name == unit {
        return None;
    }
    let unsure = UNSURE.iter().any(|unsure| name.ends_with(unsure)) || (unit == "区" && is_long(name));
    Some(level.filter(|_| !unsure))
}

/// Whether a name that ends with 区 is longer than those of districts commonly are (红寺堡区), without the city or
/// province before it. Zones of many kinds (航空港综合经济区) have long names, and no list holds them all.
fn is_long(name: &str) -> bool {
    let own = ["自治区", "省", "自治州", "盟", "市"]
        .iter()
        .filter_map(|unit| name.rfind(unit).map(|at| &name[at + unit.len()..]))
        .filter(|rest| !rest.is_empty())
        .min_by_key(|rest| rest.len())
        .unwrap_or(name);
    own.chars().count() > 4
}

/// The level of the units that a name may begin with, if all of them are of one known level.
fn only_level(name: &str) -> Option<Level> {
    let beginnings = name.char_indices().map(|(at, c)| &name[..at + c.len_utf8()]).filter(|part| *part != name);
    let mut found = None;
    for level in beginnings.filter_map(ending) {
        match (found, level?) {
            (None, level) => found = Some(level),
            (Some(before), level) if before == level => {}
            _ => return None,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_government_tells_its_level_by_its_ending_or_not_at_all() {
        for (name, expected) in [
            ("福建省", Some(Level::Province)),
            ("宁夏回族自治区", Some(Level::Province)),
            ("重庆市", Some(Level::Province)),
            ("临夏回族自治州", Some(Level::Prefecture)),
            ("锡林郭勒盟", Some(Level::Prefecture)),
            ("大兴安岭地区", Some(Level::Prefecture)),
            ("西吉县", Some(Level::County)),
            ("银川市西夏区", Some(Level::County)),
            ("鄂伦春自治旗", Some(Level::County)),
            ("白水乡", Some(Level::Township)),
            ("古城镇", Some(Level::Township)),
            ("南关街道", Some(Level::Township)),
            ("南关街道办事处", Some(Level::Township)),
            ("固原市", None),
            ("青铜峡市", None),
            ("平潭综合实验区", None),
            ("经济技术开发区", None),
            ("浦东新区", None),
            ("吴忠市红寺堡区", Some(Level::County)),
            ("市中区", Some(Level::County)),
            ("甲市沿江循环化工区", None),
            ("香港特别行政区", None),
            ("新疆生产建设兵团", None),
            ("市", None),
            ("", None),
        ] {
            assert_eq!(level(name, Scope::Government), expected, "{name}");
        }
    }

    #[test]
    fn an_agency_has_the_level_of_its_government_where_only_one_can_be_read() {
        for (name, expected) in [
            ("西吉县人民政府办公室", Some(Level::County)),
            ("固原市原州区人民政府办公室", Some(Level::County)),
            ("固原市人民政府办公室", None),
            ("浙江省文化和旅游厅", Some(Level::Province)),
            ("宁夏回族自治区教育厅", Some(Level::Province)),
            ("西夏区教育局", Some(Level::County)),
            ("市北区教育局", Some(Level::County)),
            // 区 and 乡 could both end the government's name, and only a reader knows that 乡村 is one word.
            ("原州区乡村振兴局", None),
            ("青海省民和县教育局", None),
            ("固原市教育局", None),
            ("开发区管理委员会", None),
        ] {
            assert_eq!(level(name, Scope::Agency), expected, "{name}");
        }
    }
}
