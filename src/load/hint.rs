//! What a maintainer says of a report (front matter, `report.toml`) is published, so it must be possible: a year, a name, a
//! date, an address. Without a possible one the text decides. Knows nothing of where it was said.

use std::ops::RangeInclusive;

use super::document::Hints;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{Date, Report};

/// Years of which there can be a report: the law is in force since 2008.
pub(crate) const YEARS: RangeInclusive<u16> = 2008..=2100;
/// The longest name of a body, in characters.
const LONGEST_NAME: usize = 100;

/// A body or a year that a maintainer gives decides where a report stands, so it must be a possible one; without it the
/// text decides.
pub(super) fn take_off_impossible_hints(hints: &mut Hints, file: &str) -> Vec<Diagnostic> {
    let problem = |code, found: String| Diagnostic::new(Severity::Error, code, file).with("found", found);
    let mut problems = Vec::new();
    if let Some(year) = hints.year.take_if(|year| !YEARS.contains(year)) {
        problems.push(problem("hint-year", year.to_string()));
    }
    if let Some(body) = hints.body.take_if(|body| !is_name(body)) {
        problems.push(problem("hint-body", shown(&body)));
    }
    problems
}

/// What a maintainer typed, as a message shows it.
pub(super) fn shown(typed: &str) -> String {
    typed.chars().filter(|&c| !is_invisible(c)).take(LONGEST_NAME).collect()
}

/// Whether a body can have this name.
pub(super) fn is_name(text: &str) -> bool {
    let printable = |c: char| !is_invisible(c) && !matches!(c, '<' | '>');
    // A spreadsheet takes what begins like a formula for one.
    !text.starts_with(['=', '+', '-', '@'])
        && text.chars().any(char::is_alphabetic)
        && text.chars().count() <= LONGEST_NAME
        && text.chars().all(printable)
}

/// Controls, and marks that change the direction of text or take no room.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A date or address that a maintainer gives is published as it is, so it must be one.
pub(super) fn take_off_unusable_hints(report: &mut Report) -> Vec<Diagnostic> {
    let file = format!("content/{}", report.source.path);
    let problem = |code, found: &String| Diagnostic::new(Severity::Error, code, &*file).with("found", found);
    let mut problems = Vec::new();
    if let Some(found) = report.published.take_if(|published| !is_date(published)) {
        problems.push(problem("hint-published", &found));
    }
    if let Some(found) = report.url.take_if(|url| !is_web_address(url)) {
        problems.push(problem("hint-url", &found));
    }
    problems
}

/// Whether this is a date as it is published: `YYYY-MM-DD`.
pub(super) fn is_date(text: &str) -> bool {
    Date::parse(text).is_some()
}

/// Whether this is an address of the web that a page may link to.
pub(super) fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| !c.is_whitespace() && !is_invisible(c) && !"\"'<>\\^`{|}".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impossible_year_or_name_is_not_used() {
        let taken = |body: &str, year| {
            let mut hints = Hints { body: Some(body.to_owned()), year: Some(year), ..Hints::default() };
            let codes: Vec<_> = take_off_impossible_hints(&mut hints, "a").iter().map(|one| one.code).collect();
            assert_eq!(codes.len(), usize::from(hints.body.is_none()) + usize::from(hints.year.is_none()));
            codes
        };
        assert_eq!(taken("甲县", 2008), [""; 0]);
        assert_eq!(taken("甲/乙 (县)", 2100), [""; 0]);
        assert_eq!(taken(" ", 2007), ["hint-year", "hint-body"]);
        assert_eq!(taken("甲\n县", 9999), ["hint-year", "hint-body"]);
        assert_eq!(taken("甲\u{202e}县", 2023), ["hint-body"]);
        assert_eq!(taken("<b>甲县</b>", 2023), ["hint-body"]);
        assert_eq!(taken(&"甲".repeat(5000), 2023), ["hint-body"]);
    }

    #[test]
    fn an_address_is_one_of_the_web() {
        for (text, holds) in [
            ("https://example.org/a?b=1&c=甲#d", true),
            ("http://example.org", true),
            ("https://", false),
            ("javascript:alert(1)", false),
            ("https://a.org/\"><script>", false),
            ("https://a.org/a b", false),
        ] {
            assert_eq!(is_web_address(text), holds, "{text}");
        }
    }
}
