//! Names in URLs. The rule is plain, so that a name gives the same slug in every portal, and it never looks at other
//! bodies; the portal settles what happens when two bodies would have one slug.

use pinyin::ToPinyin;

/// Longest default slug. A path part may be 255 bytes long on common file systems; this leaves room for endings.
const LONGEST: usize = 120;

/// The default slug of a name: the pinyin of the whole name, without tones and run together (固原市 → `guyuanshi`, ü as
/// `v`). Latin letters and digits stay, in lower case; anything else parts words with one `-`. A character with several
/// readings gets its most common one, except in the place names of [`PLACES`]. A name without anything to read gives
/// the hexadecimal numbers of its characters: `u3002`.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    let mut parted = false;
    while let Some(character) = rest.chars().next() {
        let (sound, length) = match PLACES.iter().find(|(place, _)| rest.starts_with(place)) {
            Some((place, sound)) => ((*sound).to_owned(), place.len()),
            None => (sound(character), character.len_utf8()),
        };
        if sound.is_empty() {
            parted = true;
        } else {
            if parted && !out.is_empty() {
                out.push('-');
            }
            parted = false;
            out.push_str(&sound);
        }
        rest = &rest[length..];
    }
    if out.is_empty() {
        out = name.chars().map(|c| format!("u{:x}", u32::from(c))).collect::<Vec<_>>().join("-");
    }
    if out.is_empty() {
        out.push('u');
    }
    out.truncate(LONGEST);
    out
}

/// Place names that the most common readings of their characters get wrong.
const PLACES: &[(&str, &str)] = &[
    ("重庆", "chongqing"),
    ("厦门", "xiamen"),
    ("长", "chang"),
    ("六安", "luan"),
    ("六合", "luhe"),
    ("蚌埠", "bengbu"),
    ("台州", "taizhou"),
    ("天台", "tiantai"),
    ("丽水", "lishui"),
    ("乐清", "yueqing"),
    ("乐亭", "laoting"),
    ("番禺", "panyu"),
    ("东莞", "dongguan"),
    ("莘县", "shenxian"),
    ("单县", "shanxian"),
    ("浚县", "xunxian"),
    ("繁峙", "fanshi"),
    ("洪洞", "hongtong"),
    ("阿坝", "aba"),
    ("会稽", "kuaiji"),
    ("宿迁", "suqian"),
    ("尉犁", "yuli"),
];

/// The sound of one character in `a`–`z` and `0`–`9`; empty where it has none.
fn sound(character: char) -> String {
    if character.is_ascii_alphanumeric() {
        return character.to_ascii_lowercase().to_string();
    }
    let plain = character.to_pinyin().map(|pinyin| pinyin.plain()).unwrap_or("");
    plain
        .chars()
        .map(|c| match c {
            'ü' => 'v',
            'ê' => 'e',
            other => other,
        })
        .filter(char::is_ascii_lowercase)
        .collect()
}

/// Whether a slug that a maintainer gives can stand in a URL and as a folder name.
pub(super) fn is_valid(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= LONGEST
        && !slug.starts_with('-')
        && !slug.ends_with('-')
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    #[test]
    fn a_name_becomes_its_pinyin() {
        for (name, expected) in [
            ("固原市", "guyuanshi"),
            ("平潭综合实验区", "pingtanzongheshiyanqu"),
            ("固原市人民政府办公室", "guyuanshirenminzhengfubangongshi"),
            ("重庆市长寿区", "chongqingshichangshouqu"),
            ("吕梁市", "lvliangshi"),
            ("银川市（本级）", "yinchuanshi-benji"),
            ("Test 县 2", "test-xian-2"),
        ] {
            assert_eq!(slug(name), expected);
        }
    }

    #[test]
    fn a_name_without_sound_still_has_a_slug() {
        assert_eq!(slug("。"), "u3002");
        assert_eq!(slug(""), "u");
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(49),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn every_slug_can_stand_in_a_url(name in "\\PC{0,60}") {
            let slug = slug(&name);
            prop_assert!(!slug.is_empty() && slug.len() <= LONGEST);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }
}
