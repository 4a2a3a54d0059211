//! The name of a body and what kind of body it is, by how names are made.

use crate::report::Scope;

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
}
