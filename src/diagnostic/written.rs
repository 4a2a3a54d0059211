//! Diagnostics that were written down by this program and are read again. Their codes and the names of their arguments are
//! words of the program's own sources, so they come back as such.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer, de};

use super::{Also, Diagnostic, Severity, Span};
use crate::text::Language;

/// The longest name of an argument that is taken for one, in bytes.
const LONGEST_NAME: usize = 32;

#[derive(Deserialize)]
struct Parts<'a> {
    file: String,
    span: Option<Span>,
    severity: Severity,
    code: &'a str,
    also: Option<Box<Also>>,
    #[serde(borrow)]
    arguments: Vec<(&'a str, String)>,
}

impl<'de> Deserialize<'de> for Diagnostic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Diagnostic, D::Error> {
        let Parts { file, span, severity, code, also, arguments } = Parts::deserialize(deserializer)?;
        if crate::text::find(Language::En, &format!("diagnostic.{code}.message")).is_none() {
            return Err(de::Error::custom("no diagnostic has this code"));
        }
        let argument = |(name, value)| Some((known(name)?, value));
        let arguments: Option<Vec<_>> = arguments.into_iter().map(argument).collect();
        match (known(code), arguments) {
            (Some(code), Some(arguments)) => Ok(Diagnostic { file, span, severity, code, also, arguments }),
            _ => Err(de::Error::custom("no name of the program")),
        }
    }
}

/// The name as one that lives as long as the program. Each is kept once: there are as many as the sources have, a few dozen.
fn known(name: &str) -> Option<&'static str> {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    if name.len() > LONGEST_NAME || !name.bytes().all(plain) {
        return None;
    }
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Some(known);
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_comes_back_as_it_was_and_an_unknown_one_does_not() {
        let of = |code| Diagnostic::new(Severity::Warning, code, "content/a.txt").with("found", "甲").with("limit", 3);
        let also = Some(Box::new(Also { file: "content/b.txt".to_owned(), span: Span::of_line(1, "字") }));
        let known = Diagnostic { also, ..of("empty-file").at(Span::of_line(3, "文")) };
        let bytes = postcard::to_stdvec(&known).unwrap();
        assert_eq!(postcard::from_bytes::<Diagnostic>(&bytes).unwrap(), known);
        let bytes = postcard::to_stdvec(&of("no-such-code")).unwrap();
        assert!(postcard::from_bytes::<Diagnostic>(&bytes).is_err());
    }
}
