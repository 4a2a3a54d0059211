//! Puts checks, their outcomes and the places of the form into words of a language. The words themselves stand in the
//! text tables; nothing is added up or judged here.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::{Language, fill, find, row_key, words};
use crate::form::{Check, Edition, FigureKey, Row, identities};
use crate::report::{Finding, Severity, Side, plain};

/// The name of a check.
pub fn check_name(check: Check, language: Language) -> &'static str {
    catalogue(check, "name", language)
}

/// What must equal what.
pub fn check_rule(check: Check, language: Language) -> &'static str {
    catalogue(check, "rule", language)
}

/// The article, notice or line of the form that the check rests on.
pub fn check_basis(check: Check, language: Language) -> &'static str {
    catalogue(check, "basis", language)
}

/// What the check is about, in words for citizens.
pub fn check_explain(check: Check, language: Language) -> &'static str {
    catalogue(check, "explain", language)
}

/// What the two sides of a check are; `None` for `form.*`, which compares no numbers.
pub fn side_names(check: Check, language: Language) -> Option<[&'static str; 2]> {
    has_sides(check).then(|| ["left", "right"].map(|side| catalogue(check, side, language)))
}

/// Whether a check compares numbers.
pub fn has_sides(check: Check) -> bool {
    !matches!(check, Check::FormEdition | Check::FormComplete)
}

fn catalogue(check: Check, field: &str, language: Language) -> &'static str {
    find(language, &["check.", check.id(), ".", field].concat())
        .expect("every check has its words: a test reads them all")
}

/// One plain sentence with both numbers (or, for `form.*`, with what was expected and found). Never an accusation.
pub fn message(finding: &Finding, language: Language) -> String {
    let place = place_name(&finding.at, language);
    let side = |side: &Option<Side>| side.as_ref().map(|side| side_words(finding.check, side)).unwrap_or_default();
    let (left, right) = (side(&finding.left), side(&finding.right));
    let difference = finding.difference().unwrap_or_default().abs().normalize().to_string();
    let details = detail_words(finding, language);
    let mut arguments: Vec<(&str, &str)> = vec![
        ("where", &place),
        ("quote", &finding.quote),
        ("left", &left),
        ("right", &right),
        ("difference", &difference),
    ];
    arguments.extend(details.iter().map(|(name, value)| (*name, value.as_str())));
    let mut text = fill(language, &format!("check.{}.message", finding.check.id()), &arguments);
    if details.get("unreadable").is_some_and(|count| count != "0") {
        text.push_str(&fill(language, "check.form.complete.unreadable", &arguments));
    }
    text
}

/// A side as people write it: `213 + 1 = 214`, or the number alone where nothing was added.
pub fn side_words(check: Check, side: &Side) -> String {
    let unit = if check == Check::ProseShare { "%" } else { "" };
    let mut value = plain(side.value);
    value.push_str(unit);
    if side.expression == value || side.expression.is_empty() {
        value
    } else {
        [&side.expression, " = ", &value].concat()
    }
}

/// The words for a severity.
pub fn severity_name(severity: Severity, language: Language) -> &'static str {
    find(language, &format!("check.severity.{}", severity.id())).expect("every severity has its words")
}

/// Where on the form something stands, in words: `requests/granted`, `requests/refused`, `requests/*/business`,
/// `requests/received/total`, a table, `prose` or `form`. What is none of these stays as it is.
pub fn place_name(at: &str, language: Language) -> Cow<'static, str> {
    /// The places of all sums, which every page of a report names, in each language.
    static SUMS: LazyLock<[HashMap<String, String>; Language::ALL.len()]> = LazyLock::new(|| {
        let places = Edition::ALL.iter().flat_map(|&edition| identities(edition)).map(|identity| identity.place());
        let places: Vec<String> = places.collect();
        Language::ALL.map(|language| places.iter().map(|at| (at.clone(), name_of_place(at, language))).collect())
    });
    match SUMS[language as usize].get(at) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(name_of_place(at, language)),
    }
}

fn name_of_place(at: &str, language: Language) -> String {
    let mut parts = at.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(table), Some("*"), Some(column)) if !table.is_empty() => {
            let column = words(language, &format!("form.column.{column}.long")).to_owned();
            fill(language, "check.place.column", &[("column", &column)])
        }
        (Some(_), Some(row), Some(column)) => {
            let row = row_name(row, language);
            let column = words(language, &format!("form.column.{column}.long")).to_owned();
            fill(language, "check.place.cell", &[("row", &row), ("column", &column)])
        }
        (Some(_), Some(row), None) => row_name(row, language),
        (Some(name), None, None) => find(language, &format!("check.place.{name}"))
            .or_else(|| find(language, &format!("form.table.{name}.long")))
            .unwrap_or(at)
            .to_owned(),
        _ => at.to_owned(),
    }
}

/// One figure of the form in words, for lists of what is lacking.
pub fn figure_name(key: FigureKey, language: Language) -> String {
    place_name(&key.to_string(), language).into_owned()
}

/// A row, or a group of rows, by its identifier.
fn row_name(id: &str, language: Language) -> String {
    let Some(row) = Row::from_id(id) else {
        return find(language, &format!("form.group.{id}.long")).unwrap_or(id).to_owned();
    };
    let own = words(language, &row_key(id, "short")).to_owned();
    match row.group() {
        Some(group) => {
            let group = words(language, &format!("form.group.{group}.short")).to_owned();
            fill(language, "check.place.group", &[("group", &group), ("row", &own)])
        }
        None => own,
    }
}

/// The details of a finding by name, identifiers put into words, with `what` for the parts of a form that are missing.
fn detail_words(finding: &Finding, language: Language) -> BTreeMap<&'static str, String> {
    let mut details: BTreeMap<&'static str, String> = finding.details.iter().cloned().collect();
    if finding.check == Check::FormEdition {
        for name in ["expected", "found"] {
            if let Some(id) = details.get_mut(name) {
                let key = format!("form.edition.{id}");
                *id = format!(
                    "{}（{}）",
                    words(language, &format!("{key}.name")),
                    words(language, &format!("{key}.notice"))
                );
            }
        }
    }
    if finding.check == Check::FormComplete {
        details.insert("what", missing_words(&details, language));
    }
    details
}

fn missing_words(details: &BTreeMap<&'static str, String>, language: Language) -> String {
    let list = |name: &str| details.get(name).map(String::as_str).unwrap_or_default();
    let table_name = |table: &str| words(language, &format!("form.table.{table}.short")).to_owned();
    let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
    for (table, _) in list("rows").split_whitespace().filter_map(|at| at.split_once('/')) {
        *rows.entry(table).or_default() += 1;
    }
    let absent = list("absent")
        .split_whitespace()
        .map(|table| fill(language, "check.form.complete.absent", &[("table", &table_name(table))]));
    let cut = rows.iter().map(|(table, count)| {
        let arguments = [("table", table_name(table)), ("count", count.to_string())];
        fill(language, "check.form.complete.rows", &arguments.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    absent.chain(cut).collect::<Vec<_>>().join(words(language, "check.place.separator"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Column, Edition, Layout};
    use crate::report::State;

    #[test]
    fn every_check_has_all_its_words_in_both_languages() {
        for language in Language::ALL {
            for check in Check::ALL {
                for field in ["name", "rule", "basis", "explain", "message"] {
                    assert!(!catalogue(check, field, language).is_empty());
                }
                let form = matches!(check, Check::FormEdition | Check::FormComplete);
                assert!(form != side_names(check, language).is_some_and(|sides| sides[0] != sides[1]), "{check:?}");
            }
        }
    }

    #[test]
    fn every_figure_of_the_form_has_a_name() {
        for language in Language::ALL {
            for edition in Edition::ALL {
                for &key in Layout::of(edition).keys() {
                    let name = figure_name(key, language);
                    assert!(!name.contains("form.") && !name.contains('{'), "{key}: {name}");
                }
            }
            for column in Column::ALL {
                assert!(find(language, &format!("form.column.{column}.short")).is_some());
            }
            for row in Row::ALL {
                assert!(find(language, &row_key(row.id(), "long")).is_some());
            }
            for state in State::ALL {
                assert!(find(language, &format!("form.state.{}.explain", state.id())).is_some());
            }
        }
    }

    #[test]
    fn places_are_named_in_words() {
        for (at, expected) in [
            ("requests/granted", "予以公开"),
            ("requests/refused.state_secret", "不予公开·国家秘密"),
            ("requests/refused", "不予公开"),
            ("requests/*/business", "“商业企业”列"),
            ("requests/received/total", "新收·总计"),
            ("remedies/litigation", "行政诉讼"),
            ("remedies", "政府信息公开行政复议、行政诉讼情况"),
            ("prose", "正文"),
            ("something else", "something else"),
        ] {
            assert_eq!(place_name(at, Language::Zh), expected);
        }
    }

    #[test]
    fn a_message_holds_both_numbers_and_leaves_no_gap() {
        let side = |value: i64, expression: &str| {
            Some(Side { value: value.into(), expression: expression.to_owned(), figures: vec![], places: vec![] })
        };
        for check in Check::ALL {
            let mut finding = Finding {
                check,
                at: "requests/*/total".to_owned(),
                severity: Severity::Conflict,
                quote: "收到申请 5 件".to_owned(),
                left: side(1234, "1230 + 4"),
                right: side(987, "987"),
                details: vec![("earlier_year", "2022".to_owned()), ("later_year", "2023".to_owned())],
            };
            if check == Check::FormEdition {
                finding.details = ["expected", "found", "year"]
                    .map(|n| (n, if n == "found" { "2019" } else { "2021" }.into()))
                    .into();
            }
            if check == Check::FormComplete {
                let details =
                    [("missing", "22"), ("total", "200"), ("unreadable", "3"), ("absent", "remedies"), ("rows", "")];
                finding.details = details.map(|(name, value)| (name, value.to_owned())).into();
            }
            for language in Language::ALL {
                let text = message(&finding, language);
                assert!(!text.contains('{'), "{text}");
                let form = matches!(check, Check::FormEdition | Check::FormComplete);
                assert!(form || text.contains("1234") && text.contains("987"), "{text}");
            }
        }
    }
}
