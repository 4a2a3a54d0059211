//! The name of a body and what kind of body it is, by how names are made.

use std::collections::BTreeSet;

use super::normal::is_chinese;
use crate::report::Scope;
use crate::text::script::simplified;

/// Characters of kinds of places and of bodies, and of what stands for a name: they tell no body from another.
const GENERIC: &str = "省市县区州盟旗乡镇街道地自治特林新人民政府办公室厅局委员会院部署处队中心管理开发本级我全各";
/// How the names of bodies end that are no places.
const ENDINGS: [&str; 11] = ["政府", "办公室", "办公厅", "厅", "局", "委员会", "委", "院", "署", "中心", "队"];

/// The body's name as the site shows it, and its scope: `X人民政府` and `X` are one body, the whole government, shown as
/// `X`; `X人民政府办公室` and `X教育局` are agencies and keep their names.
pub fn body_and_scope(name: &str) -> (String, Scope) {
    let place = name.strip_suffix("人民政府").or_else(|| name.strip_suffix("政府")).unwrap_or(name);
    if place.is_empty() {
        return (name.to_owned(), Scope::Government);
    }
    if place.len() < name.len() || is_place(name) {
        return (place.to_owned(), Scope::Government);
    }
    // The general office is named with and without 人民: one agency, one name.
    let agency = match name.split_once("政府") {
        Some((place, office)) if is_place(place) => format!("{place}人民政府{office}"),
        _ => name.to_owned(),
    };
    (agency, Scope::Agency)
}

/// Whether a title plainly names another body than the one that the maintainer says: not one character that could tell a body
/// from another is in both. A short form takes its characters from the whole name, and a name with a province before it keeps
/// them, so neither is another body; a title that only says `市政府` names none.
pub fn is_plainly_another(said: &str, titled: &str) -> bool {
    let telling = |name: &str| -> BTreeSet<char> {
        name.chars().map(simplified).filter(|&c| is_chinese(c) && !GENERIC.contains(c)).collect()
    };
    let (own, other) = (telling(said), telling(titled));
    is_body(titled) && !own.is_empty() && !other.is_empty() && own.is_disjoint(&other)
}

/// Whether the words end as names of places and bodies do.
pub fn is_body(name: &str) -> bool {
    is_place(name) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether two names of offices may be one's, in full and in short: 人社局 and 人力资源和社会保障局, 发展改革委 and 发展和改革委员会,
/// with what stands in brackets or without.
pub fn are_spellings(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        let name = name.split(['(', '（']).next().unwrap_or_default();
        name.strip_suffix("委员会").map_or_else(|| name.to_owned(), |short| [short, "委"].concat())
    };
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut letters = long.chars();
    !is_place(&short)
        && ["局", "委", "厅", "办"].iter().any(|ending| short.ends_with(ending) && long.ends_with(ending))
        && short.chars().all(|letter| letters.any(|other| other == letter))
}

/// Whether the name of an office, as a table's caption gives it, is another's than the report's body: any office is where the
/// report is a whole government's; else one that is no part of the body's name and has no character of it between how both
/// begin and how both end.
pub fn is_other_office(own: &str, scope: Scope, office: &str) -> bool {
    if own.contains(office) || own.is_empty() {
        return false;
    }
    let shared = own.chars().zip(office.chars()).take_while(|(own, other)| own == other).count();
    // The body's own office.
    const OWN: [&str; 4] = ["管委会", "管理委员会", "办事处", "人民政府"];
    if office.strip_prefix(own).is_some_and(|rest| OWN.contains(&rest)) {
        return false;
    }
    match scope {
        Scope::Government => shared > 0 || office.starts_with(['市', '县', '区', '州', '旗', '省']),
        Scope::Agency => {
            let ending = own.chars().rev().zip(office.chars().rev()).take_while(|(own, other)| own == other).count();
            let between = |name: &str| -> BTreeSet<char> {
                let count = name.chars().count().saturating_sub(shared + ending);
                name.chars().skip(shared).take(count).collect()
            };
            let (own, other) = (between(own), between(office));
            !own.is_empty() && !other.is_empty() && own.is_disjoint(&other)
        }
    }
}

/// Names of places end in the kind of place.
fn is_place(name: &str) -> bool {
    const KINDS: [&str; 17] = [
        "省",
        "自治区",
        "市",
        "自治州",
        "地区",
        "盟",
        "县",
        "自治县",
        "区",
        "旗",
        "自治旗",
        "乡",
        "镇",
        "街道",
        "街道办事处",
        "林区",
        "特区",
    ];
    KINDS.iter().any(|kind| name.ends_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn governments_lose_their_suffix_and_agencies_keep_theirs() {
        for (name, shown, scope) in [
            ("固原市人民政府", "固原市", Scope::Government),
            ("固原市", "固原市", Scope::Government),
            ("白水乡人民政府", "白水乡", Scope::Government),
            ("平潭综合实验区", "平潭综合实验区", Scope::Government),
            ("固原市人民政府办公室", "固原市人民政府办公室", Scope::Agency),
            ("固原市政府办公室", "固原市人民政府办公室", Scope::Agency),
            ("样例县教育局", "样例县教育局", Scope::Agency),
            ("样例街道办事处", "样例街道办事处", Scope::Government),
        ] {
            assert_eq!(body_and_scope(name), (shown.to_owned(), scope), "{name}");
        }
    }

    #[test]
    fn only_a_name_that_shares_nothing_is_plainly_another() {
        for (said, titled, is_another) in [
            ("乙县", "甲市", true),
            ("乙县", "甲市人民政府办公室", true),
            ("乙县", "甲县教育局", true),
            ("乙县", "教育局", true),
            ("甲市", "甲市人民政府", false),
            ("甲市", "江苏省甲市", false),
            ("宁夏甲区", "固原市甲区人民政府", false),
            ("甲市发改委", "江苏省甲市发展和改革委员会", false),
            ("发改委", "发展和改革委员会", false),
            ("江苏省人民政府办公厅", "省政府办公厅", false),
            ("甲县民政局", "民政局", false),
            ("甲市", "本市", false),
            ("甲市", "市政府", false),
            ("甲市", "", false),
            ("甲市", "附件", false),
            ("臺東縣", "台东县", false),
            ("Guyuan", "固原市", false),
        ] {
            assert_eq!(is_plainly_another(said, titled), is_another, "{said}, {titled}");
        }
    }
}
