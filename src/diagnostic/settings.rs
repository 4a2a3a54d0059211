//! Settings files (TOML) into a type, with what is wrong in them as diagnostics that point at the line. Knows no
//! setting by name: the types say which keys there are.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::{Diagnostic, Severity, Span};
use crate::report::Spot;

/// The most problems of one file that are told.
const MOST: usize = 20;

/// Reads a settings file. `file` is its path below the portal's folder.
///
/// # Errors
/// At least one diagnostic, in the order of the file: the text is no TOML, which is told alone, or it holds keys that the type does
/// not have, lacks some, or has values of another kind.
pub fn read_settings<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Vec<Diagnostic>> {
    toml::from_str(text).map_err(|first| {
        let mut errors = with_those_behind::<T>(text, first);
        errors.sort_by_key(|error| error.span().map(|span| span.start));
        errors.iter().map(|error| diagnose(file, text, error)).collect()
    })
}

/// Where in the text such a value is.
const NOWHERE: Range<usize> = usize::MAX - 1..usize::MAX;

/// An error and those that are left when what it is about is taken away or, where it lacks, put in, and so on.
fn with_those_behind<T: DeserializeOwned>(text: &str, first: toml::de::Error) -> Vec<toml::de::Error> {
    let Ok(mut root) = DeTable::parse(text) else { return vec![first] };
    let (mut told, mut taken) = (Vec::new(), Vec::new());
    let mut next = Some(first);
    while let Some(error) = next.filter(|_| told.len() < MOST) {
        // A key that was taken away lacks for that, and is the first of its name that does.
        let is_lacking = |key: &String| error.message() == format!("missing field `{key}`");
        let follows = taken.iter().position(is_lacking).map(|at| taken.remove(at)).is_some();
        next = match put_in::<T>(&mut root, &error) {
            Some(further) => further,
            None => {
                let key = error.span().and_then(|span| take_away(root.get_mut(), &span));
                taken.extend(key.clone());
                key.and_then(|_| T::deserialize(Deserializer::from(root.clone())).err())
            }
        };
        if !follows {
            told.push(error);
        }
    }
    told
}

/// Puts in a key that is lacking, and gives the next error, if there is one; `None` where none lacks, or nothing stands in for it.
fn put_in<T: DeserializeOwned>(
    root: &mut Spanned<DeTable<'_>>,
    error: &toml::de::Error,
) -> Option<Option<toml::de::Error>> {
    let key = error.message().strip_prefix("missing field `")?.strip_suffix('`')?.to_owned();
    let mut values = stand_ins();
    let (kinds, mut at) = (values.len(), 0);
    while let Some(value) = values.get(at) {
        lacking(root, error)?.insert(Spanned::new(NOWHERE, key.clone().into()), Spanned::new(NOWHERE, value.clone()));
        let next = T::deserialize(Deserializer::from(root.clone())).err();
        let Some(refused) = next.as_ref().filter(|next| next.span() == Some(NOWHERE)) else { return Some(next) };
        // Of values that are named the first is one.
        let named = refused.message().strip_prefix("unknown variant ").and_then(|rest| rest.split('`').nth(3));
        values.extend(named.filter(|_| at < kinds).map(|named| DeValue::String(named.to_owned().into())));
        at += 1;
    }
    lacking(root, error)?.remove(&Spanned::new(NOWHERE, key.into()));
    None
}

/// What is put in the place of a key that is lacking, so that the others that lack are told too: a value of each kind.
fn stand_ins() -> Vec<DeValue<'static>> {
    let (text, list, table) =
        (DeValue::String("".into()), DeValue::Array(DeArray::new()), DeValue::Table(DeTable::new()));
    let number = DeValue::parse("1").map(Spanned::into_inner);
    [text, DeValue::Boolean(true), list, table].into_iter().chain(number).collect()
}

/// The table that an error says to lack a key.
fn lacking<'t, 'i>(root: &'t mut Spanned<DeTable<'i>>, error: &toml::de::Error) -> Option<&'t mut DeTable<'i>> {
    match error.span().filter(|span| *span != root.span()) {
        Some(span) => table_at(root.get_mut(), &span),
        None => Some(root.get_mut()),
    }
}

/// The table of which the span is this.
fn table_at<'t, 'i>(table: &'t mut DeTable<'i>, span: &Range<usize>) -> Option<&'t mut DeTable<'i>> {
    table.iter_mut().find_map(|(_, value)| table_in(value, span))
}

fn table_in<'t, 'i>(value: &'t mut Spanned<DeValue<'i>>, span: &Range<usize>) -> Option<&'t mut DeTable<'i>> {
    let is_it = value.span() == *span;
    match value.get_mut() {
        DeValue::Table(table) => match is_it {
            true => Some(table),
            false => table_at(table, span),
        },
        DeValue::Array(array) => array.iter_mut().find_map(|element| table_in(element, span)),
        _ => None,
    }
}

/// Takes the innermost entry of a table away that a span of the text is in, and gives its key. Tables under heads of their own
/// are not in the span of the table that holds them.
fn take_away(table: &mut DeTable<'_>, span: &Range<usize>) -> Option<String> {
    let key = table.iter().find(|(key, _)| key.span() == *span).map(|(key, _)| key.clone());
    if key.is_none() {
        let inner = table.iter_mut().find_map(|(_, value)| take_from(value.get_mut(), span));
        if inner.is_some() {
            return inner;
        }
    }
    let holds = |(_, value): &(_, &Spanned<DeValue<'_>>)| is_in(span, &value.span());
    let key = key.or_else(|| table.iter().find(holds).map(|(key, _)| key.clone()))?;
    table.remove(&key).map(|_| key.get_ref().to_string())
}

/// The same of a value, if it is a table or a list, of which the whole element goes where none of its entries does.
fn take_from(value: &mut DeValue<'_>, span: &Range<usize>) -> Option<String> {
    let array = match value {
        DeValue::Table(table) => return take_away(table, span),
        DeValue::Array(array) => array,
        _ => return None,
    };
    let inner = array.iter_mut().find_map(|element| take_from(element.get_mut(), span));
    inner.or_else(|| {
        let at = array.iter().position(|element| is_in(span, &element.span()))?;
        let all = std::mem::replace(array, DeArray::new());
        *array = all.into_iter().enumerate().filter(|(i, _)| *i != at).map(|(_, one)| one).collect();
        Some(String::new())
    })
}

fn is_in(span: &Range<usize>, place: &Range<usize>) -> bool {
    place.start <= span.start && span.end <= place.end
}

fn diagnose(file: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = [("unknown field", "settings-unknown-key"), ("unknown variant", "settings-unknown-value")];
    let unknown = unknown.iter().find(|(begin, _)| message.starts_with(begin));
    let diagnostic = if let Some((_, code)) = unknown {
        let found = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        let diagnostic = Diagnostic::new(Severity::Error, code, file).with("found", found);
        diagnostic.with("expected", if known.is_empty() { "–".to_owned() } else { known.join(", ") })
    } else if message.starts_with("missing field") {
        let key = quoted.next().unwrap_or_default();
        Diagnostic::new(Severity::Error, "settings-missing-key", file).with("expected", key)
    } else if message.starts_with("duplicate key") {
        Diagnostic::new(Severity::Error, "settings-key-twice", file)
    } else if let Some(kind) = expected_kind(message) {
        Diagnostic::new(Severity::Error, "settings-kind", file).with("kind", kind)
    } else {
        Diagnostic::new(Severity::Error, "settings-invalid", file).with("found", message.trim())
    };
    match error.span() {
        Some(range) => diagnostic.at(Span::of_bytes(text, range)),
        None => diagnostic,
    }
}

/// What is wrong with a line at the top of a Markdown file, which was read as TOML. `line` is how it stands there.
pub fn front_matter_problem(file: &str, line: &str, error: &toml::de::Error) -> Diagnostic {
    let problem = Diagnostic { span: None, ..diagnose(file, "", error) };
    let kind = match expected_kind(error.message()) {
        _ if matches!(problem.code, "settings-unknown-key" | "settings-key-twice") => return problem,
        Some("text") => "line",
        Some("number") => "whole-number",
        Some(kind) => kind,
        None => return Diagnostic::new(Severity::Error, "front-matter", file).with("found", line.trim()),
    };
    Diagnostic::new(Severity::Error, "front-matter-kind", file).with("found", line.trim()).with("kind", kind)
}

/// A setting `key: value` at the top of a Markdown file as TOML. Values are text, but for numbers, true and false under the keys
/// named as `bare`, and for what YAML takes for a list or a table.
pub fn front_matter_as_toml(key: &str, value: &str, bare: &[&str]) -> String {
    let (key, value) = (key.trim(), value.trim());
    let between = |begin, end| value.starts_with(begin) && value.ends_with(end);
    let text = value.trim_matches(['"', '\'']);
    let is_bare = bare.contains(&key) && (text.parse::<i64>().is_ok() || text.parse::<bool>().is_ok());
    match () {
        () if is_bare => format!("{key} = {text}"),
        () if between('[', ']') => format!("{key} = []"),
        () if between('{', '}') => format!("{key} = {{}}"),
        () => format!("{key} = {}", toml::Value::String(text.to_owned())),
    }
}

/// The kind of value that a setting takes, where the value is of another: a key under `cli.kind`.
fn expected_kind(message: &str) -> Option<&'static str> {
    match message.trim() {
        "wanted string or table" => return Some("text"),
        "text or zh and en" => return Some("text-by-language"),
        "text or name and url" => return Some("text-and-address"),
        "text or number" => return Some("text-or-number"),
        _ => {}
    }
    let (_, expected) = message.split_once("expected ").filter(|_| message.starts_with("invalid "))?;
    match expected.trim() {
        "a string" => Some("text"),
        "a boolean" => Some("boolean"),
        "a sequence" => Some("list"),
        "a map" => Some("table"),
        other if other.starts_with("struct ") => Some("table"),
        "u16" | "u32" | "u64" | "usize" | "i64" => Some("number"),
        _ => None,
    }
}

/// The most characters of a line that a diagnostic carries along.
const SHOWN: usize = 400;

impl Span {
    /// The stretch of a text that a range of bytes covers, as far as its first line goes. For many of one text see [`Lines`].
    pub fn of_bytes(text: &str, range: Range<usize>) -> Span {
        Lines::of(text).span(range)
    }

    /// A whole line of a text, cut to a readable length.
    pub fn of_line(number: u32, line: &str) -> Span {
        Span { line: number, column: 0, length: 0, text: line.chars().take(SHOWN).collect(), spot: Spot::Line }
    }
}

/// A text with where its lines begin, so that pointing at each of many stretches does not take counting all lines before.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// In bytes, the first at 0.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn of(text: &'a str) -> Lines<'a> {
        Lines { text, starts: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect() }
    }

    /// The stretch that a range of bytes covers, as far as its first line goes.
    pub fn span(&self, range: Range<usize>) -> Span {
        let text = self.text;
        let start = floor(text, range.start.min(text.len()));
        let end = floor(text, range.end.clamp(start, text.len()));
        let number = self.starts.partition_point(|&line| line <= start);
        let line_start = self.starts[number - 1];
        let line_end = self.starts.get(number).map_or(text.len(), |next| next - 1);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let column = 1 + text[line_start..start].chars().count();
        let length = text[start..end.min(line_end).max(start)].chars().count().max(1);
        Span {
            line: number as u32,
            column: column as u32,
            length: length as u32,
            text: line.chars().take(SHOWN).collect(),
            spot: Spot::Line,
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only its name matters")]
        title: Option<String>,
    }

    #[test]
    fn an_unknown_key_names_its_line_and_the_known_keys() {
        let problem = read_settings::<Sample>("site.toml", "# 甲\ntitel = 1\n").unwrap_err().remove(0);
        assert_eq!(problem.code, "settings-unknown-key");
        assert_eq!(problem.arguments, [("found", "titel".to_owned()), ("expected", "title".to_owned())]);
        let span = problem.span.unwrap();
        assert_eq!((span.line, span.column, span.length, span.text.as_str()), (2, 1, 5, "titel = 1"));
    }

    #[test]
    fn all_keys_that_an_entry_lacks_are_told_at_once() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Level {
            Province,
        }
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only what lacks matters")]
        struct Entry {
            name: toml::Spanned<String>,
            level: Level,
            year: u16,
            parts: Vec<String>,
            why: Option<String>,
        }
        #[derive(Debug, serde::Deserialize)]
        #[expect(dead_code, reason = "only what lacks matters")]
        struct All {
            title: String,
            entry: Vec<Entry>,
        }
        let problems = |text: &str| -> Vec<(u32, &str, String)> {
            let problems = read_settings::<All>("a.toml", text).unwrap_err();
            let line = |one: &Diagnostic| one.span.as_ref().map_or(0, |span| span.line);
            problems.iter().map(|one| (line(one), one.code, one.arguments[0].1.clone())).collect()
        };
        let lacks = |line, key: &str| (line, "settings-missing-key", key.to_owned());
        assert_eq!(
            problems("[[entry]]\nwhy = ''\n[[entry]]\nname = 'a'\nyear = 'x'\nyeer = 1\n"),
            [
                lacks(1, "name"),
                lacks(1, "level"),
                lacks(1, "year"),
                lacks(1, "parts"),
                lacks(1, "title"),
                lacks(3, "level"),
                lacks(3, "parts"),
                (5, "settings-kind", "number".to_owned()),
                (6, "settings-unknown-key", "yeer".to_owned()),
            ]
        );
    }

    #[test]
    fn a_value_of_another_kind_names_the_kind_in_plain_words() {
        let problem = read_settings::<Sample>("site.toml", "title = 3\n").unwrap_err().remove(0);
        assert_eq!((problem.code, problem.arguments), ("settings-kind", vec![("kind", "text".to_owned())]));
        assert_eq!(expected_kind("invalid value: integer `70000`, expected u16"), Some("number"));
        #[derive(Debug, serde::Deserialize)]
        struct Sized {
            #[expect(dead_code, reason = "only its kind matters")]
            level: Level,
        }
        #[derive(Debug, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Level {
            Province,
            County,
        }
        let problem = |text: &str| read_settings::<Sized>("a.toml", text).unwrap_err().remove(0);
        assert_eq!(problem("level = 3").arguments, [("kind", "text".to_owned())]);
        let named = [("found", "city".to_owned()), ("expected", "province, county".to_owned())];
        assert_eq!(
            (problem("level = 'city'").code, problem("level = 'city'").arguments),
            ("settings-unknown-value", named.into())
        );
    }

    #[test]
    fn a_span_counts_characters_and_stays_on_its_line() {
        let text = "标题 = \"青\n铜\"\n";
        let start = text.find('"').unwrap();
        let span = Span::of_bytes(text, start..text.len());
        assert_eq!((span.line, span.column, span.length), (1, 6, 2));
    }
}
