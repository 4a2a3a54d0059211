//! What a label says in brackets behind its words: `行政处罚（市本级）`. A note that is not known to change nothing makes the
//! figures of its row others than the form's.

use std::sync::LazyLock;

use super::elsewhere::Own;
use super::normal::is_chinese;
use super::similarity::Pattern;
use crate::form::{Edition, Row};
use crate::report::Scope;

/// Numbers of rows and of clauses.
pub const NUMERALS: &str = "一二三四五六七八九十第条项款";
/// What the form counts in, and what stands between two such words. Sums of money are looked at with their amounts.
const UNITS: &str = "件项个条份宗起例元万";
/// What others count in, who count people or visits and not cases.
const OTHER_UNITS: [&str; 9] = ["人次", "人数", "户次", "家次", "件次", "人", "次", "户", "家"];
/// Words for the report's own year, and for a sum.
pub const OF_THE_YEAR: &str = "本当年度";
const SUMS: [&str; 8] = ["合计", "小计", "总计", "汇总", "总数", "数量", "件数", "个数"];
/// How notes begin that only explain: an example, what is included, and how many decimals there are.
const EXPLAINING: [&str; 3] = ["如", "含", "保留"];
/// Of a note that repeats words of the form at least this share are the form's.
const LIKE_FORM: f64 = 0.75;

/// The brackets of a compact text.
const OPEN: [char; 4] = ['(', '[', '【', '〔'];
const CLOSE: [char; 4] = [')', ']', '】', '〕'];

/// What stands in the brackets of a compact text. One that is not closed reaches to the end.
fn in_brackets(text: &str) -> impl Iterator<Item = &str> {
    text.split(OPEN).skip(1).map(|rest| rest.split(CLOSE).next().unwrap_or_default())
}

/// What stands outside of the brackets of a compact text.
pub fn outside_brackets(text: &str) -> String {
    let mut depth = 0;
    let is_outside = |c: &char| {
        depth += i32::from(OPEN.contains(c));
        let outside = depth == 0;
        depth -= i32::from(depth > 0 && CLOSE.contains(c));
        outside
    };
    text.chars().filter(is_outside).collect()
}

/// The notes of a compact label that are not known to change nothing: they may make other figures of the row's.
pub fn notes(label: &str) -> impl Iterator<Item = &str> {
    in_brackets(label).filter(|note| !is_harmless(note))
}

/// Whether the words give, in brackets or behind `单位`, a unit in which the form does not count.
pub fn names_other_unit(words: &str) -> bool {
    let is_other = |unit: &str| OTHER_UNITS.contains(&unit);
    let named =
        |words: &str| words.strip_prefix("单位").is_some_and(|unit| is_other(unit.trim_start_matches([':', '为'])));
    named(words) || in_brackets(words).any(|inner| is_other(inner) || named(inner))
}

/// Whether the words say in brackets that they are of a part of the report's body, or of more than it.
pub fn names_other_scope(words: &str, own: &Own<'_>) -> bool {
    in_brackets(words).any(|note| is_scope(note) && !names_own(note, own))
}

/// Whether a note is known to change nothing: a number, a unit of the form, the report's year, words of the form.
pub fn is_harmless(note: &str) -> bool {
    let letters: Vec<char> = note.chars().filter(|c| is_chinese(*c)).collect();
    let all = |of: &str| letters.iter().all(|letter| of.contains(*letter));
    let unit = note.trim_start_matches("单位").trim_start_matches(':');
    // A numeral of which the reading was wrong is one letter.
    letters.len() < 2 && !OTHER_UNITS.contains(&unit)
        || all(NUMERALS)
        || all(OF_THE_YEAR)
        || unit.chars().all(|c| UNITS.contains(c) || !is_chinese(c))
        || note.contains('元')
        || SUMS.contains(&note)
        || EXPLAINING.iter().any(|word| note.starts_with(word))
        || letters.len() > 2 && is_of_form(&letters)
}

/// Whether the letters are those of some label of the form.
fn is_of_form(letters: &[char]) -> bool {
    static LABELS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
        let labels = Edition::ALL.into_iter().flat_map(|edition| Row::ALL.iter().map(move |row| row.label(edition)));
        labels.map(|label| Pattern::new(label.own)).collect()
    });
    LABELS.iter().any(|label| label.precision(letters) >= LIKE_FORM)
}

/// Whether a note says whose figures they are by how far they reach: `全市`, `市本级`, `局机关`.
fn is_scope(note: &str) -> bool {
    let is_all = note.starts_with('全') && note != "全文";
    is_all || note.ends_with("本级") || note.ends_with("机关") || note.starts_with('仅')
}

/// Whether a note names no other than the report's own body: `全市` of a city, `本级` of an office.
pub fn names_own(note: &str, own: &Own<'_>) -> bool {
    let is_whole = note.strip_prefix(['全', '本']).is_some_and(|kind| !kind.is_empty() && own.body.ends_with(kind));
    let is_of_office = || own.scope == Scope::Agency && (note.ends_with("本级") || note.ends_with("机关"));
    is_whole || note == own.body || is_of_office()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: Own<'_> = Own { body: "样例市", scope: Scope::Government, year: 2023 };
    const OFFICE: Own<'_> = Own { body: "样例市教育局", scope: Scope::Agency, year: 2023 };

    #[test]
    fn notes_that_change_nothing_are_told_from_those_that_may() {
        for label in [
            "(一)予以公开",
            "(二)部分公开(区分处理的,只计这一情形,不计其他情形)",
            "(二)部分公开(区分处理的",
            "3.危及(三安全一稳定)",
            "第二十条第(五)项行政许可(件)",
            "行政许可(单位:件)",
            "行政许可(如:3)",
            "行政许可(2023年度)",
            "行政许可(含委托)",
            "行政许可(合计)",
            "行政事业性收费(50万元以上)",
            "(土)总计",
            "行政许可(xuke)",
        ] {
            assert_eq!(notes(label).next(), None, "{label}");
        }
        for label in ["行政处罚(人次)", "行政处罚(次)", "行政处罚[网络]", "行政处罚(市本级", "行政处罚(仅办公室)"]
        {
            assert!(notes(label).any(|note| !names_own(note, &CITY)), "{label}");
        }
    }

    #[test]
    fn whose_figures_they_are_is_the_reports_own_body_or_not() {
        for (note, of_city, of_office) in [
            ("(全市)", true, false),
            ("(本市)", true, false),
            ("(样例市)", true, false),
            ("(全县)", false, false),
            ("(市本级)", false, true),
            ("(局机关)", false, true),
            ("(本局)", false, true),
        ] {
            let label = format!("行政处罚{note}");
            let is_own = |own| notes(&label).all(|note| names_own(note, own));
            assert_eq!([is_own(&CITY), is_own(&OFFICE)], [of_city, of_office], "{note}");
        }
        assert!(names_other_scope("三、收到和处理情况(市本级)", &CITY));
        assert!(!names_other_scope("三、收到和处理情况(全市)", &CITY));
        assert!(names_other_scope("三、收到和处理情况(全市)", &OFFICE));
    }

    #[test]
    fn people_and_visits_are_no_cases() {
        for (words, expected) in [
            ("单位:人次", true),
            ("(单位:人次)", true),
            ("自然人(人)", true),
            ("(单位:件)", false),
            ("自然人", false),
            ("(如:3人)", false),
        ] {
            assert_eq!(names_other_unit(words), expected, "{words}");
        }
    }
}
