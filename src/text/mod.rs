//! Every word that a person reads, in Chinese (the default) and English, and nothing else. Code and templates hold keys.
//!
//! The tables are TOML files beside this one, one per area and language; a key is the path of tables joined by dots
//! (`site.nav.bodies`), a value may hold `{name}` for an argument. Both languages hold the same keys (a test says so).

pub mod finding;
pub mod group;
pub mod place;
pub mod script;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

/// A language of the site and of the program's messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Simplified Chinese, the default.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Every language, the default first.
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    /// The short identifier: `zh`, `en`.
    pub fn id(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    /// The value of an HTML `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }
}

const SOURCES: [(Language, &[&str]); 2] = [
    (
        Language::Zh,
        &[
            include_str!("zh/check.toml"),
            include_str!("zh/cli.toml"),
            include_str!("zh/diagnostic.toml"),
            include_str!("zh/form.toml"),
            include_str!("zh/guide.toml"),
            include_str!("zh/help.toml"),
            include_str!("zh/model.toml"),
            include_str!("zh/place.toml"),
            include_str!("zh/serve.toml"),
            include_str!("zh/site.toml"),
        ],
    ),
    (
        Language::En,
        &[
            include_str!("en/check.toml"),
            include_str!("en/cli.toml"),
            include_str!("en/diagnostic.toml"),
            include_str!("en/form.toml"),
            include_str!("en/guide.toml"),
            include_str!("en/help.toml"),
            include_str!("en/model.toml"),
            include_str!("en/place.toml"),
            include_str!("en/serve.toml"),
            include_str!("en/site.toml"),
        ],
    ),
];

static TABLES: LazyLock<[BTreeMap<String, String>; 2]> = LazyLock::new(|| {
    SOURCES.map(|(_, files)| {
        let mut table = BTreeMap::new();
        for file in files {
            let parsed: toml::Table = file.parse().expect("the text tables are valid TOML: a test reads them all");
            flatten("", &parsed, &mut table);
        }
        table
    })
});

/// The same, to look words up in: a page asks for hundreds of them. Nobody else chooses the keys, so a quick hash will do.
static WORDS: LazyLock<[HashMap<&str, &str, FixedState>; 2]> = LazyLock::new(|| {
    let words = |language| table(language).iter().map(|(key, words)| (key.as_str(), words.as_str())).collect();
    Language::ALL.map(words)
});

fn flatten(prefix: &str, table: &toml::Table, into: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(inner) => flatten(&key, inner, into),
            toml::Value::String(words) => {
                into.insert(key, words.clone());
            }
            other => unreachable!("text tables hold strings only, not {other} at {key}: a test reads them all"),
        }
    }
}

/// Every key with its words, sorted by key.
pub fn table(language: Language) -> &'static BTreeMap<String, String> {
    &TABLES[language as usize]
}

/// The words for `key`, as they stand. A key without words gives the key itself, so that the gap is seen.
pub fn words(language: Language, key: &str) -> &str {
    find(language, key).unwrap_or(key)
}

/// The key of the words for a row of the form, by its identifier, in which a dot parts the group from the row. `length`: `short`
/// or `long`.
pub fn row_key(row: &str, length: &str) -> String {
    format!("form.row.{}.{length}", row.replace('.', "_"))
}

/// The words for `key`, if there are any.
pub fn find(language: Language, key: &str) -> Option<&'static str> {
    WORDS[language as usize].get(key).copied()
}

/// The words for `key` with each `{name}` replaced by the argument of that name. Unknown names stay as they are. Between two
/// arguments that stand side by side (`{body}{year}`) digits and Latin letters do not run into each other; behind full-width
/// punctuation no argument begins with a blank.
pub fn fill(language: Language, key: &str, arguments: &[(&str, &str)]) -> String {
    let mut rest = words(language, key);
    let mut out = String::with_capacity(rest.len() + 16);
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        out.push_str(&rest[..open]);
        match arguments.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => {
                let is_narrow = |c: char| c.is_ascii_alphanumeric();
                if open == 0 && out.ends_with(is_narrow) && value.starts_with(is_narrow) {
                    out.push(' ');
                }
                // A wide mark brings its own blank.
                let is_wide = |c: char| matches!(c, '：' | '，' | '。' | '；' | '、' | '（' | '）');
                out.push_str(if out.ends_with(is_wide) { value.trim_start() } else { value });
            }
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_hold_the_same_keys_with_the_same_arguments() {
        let names = |words: &str| {
            let mut names: Vec<String> =
                words.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(n, _)| n.to_owned()).collect();
            names.sort();
            names.dedup();
            names
        };
        let [zh, en] = Language::ALL.map(table);
        let keys = |t: &BTreeMap<String, String>| t.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(zh), keys(en));
        for (key, words) in zh {
            assert_eq!(names(words), names(&en[key]), "arguments of {key}");
        }
    }

    #[test]
    fn arguments_are_put_in_and_unknown_names_are_kept() {
        assert_eq!(fill(Language::En, "no such {a} {b}", &[("a", "1")]), "no such 1 {b}");
    }

    #[test]
    fn no_blank_stands_behind_full_width_punctuation() {
        assert_eq!(fill(Language::Zh, "甲：{a}，{b}", &[("a", " 1 件"), ("b", "2")]), "甲：1 件，2");
        assert_eq!(fill(Language::Zh, "甲{a}", &[("a", " 1 件")]), "甲 1 件");
    }

    #[test]
    fn a_name_that_ends_in_digits_does_not_run_into_the_year() {
        let title = |body| fill(Language::Zh, "site.body_year.title", &[("body", body), ("year", "2023")]);
        assert_eq!(title("样例市0101"), "样例市0101 2023年");
        assert_eq!(title("样例市B"), "样例市B 2023年");
        assert_eq!(title("样例市"), "样例市2023年");
    }
}
