//! What is wrong with OUR files, or was not understood in them: for the maintainer, never for the public.

pub mod render;
mod settings;
mod written;

pub use settings::{Lines, front_matter_as_toml, front_matter_problem, read_settings};

use serde::{Deserialize, Serialize};

use crate::report::Spot;
use crate::text::place::spot_words;
use crate::text::{Language, fill, find, row_key};

/// The most characters of an argument: a damaged row can be of any length.
const LONGEST_ARGUMENT: usize = 400;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something could not be read or used; it is not on the site.
    Error,
    /// Something is odd; the site shows what could be read.
    Warning,
    /// Something that a maintainer may want to know.
    Note,
}

impl Severity {
    /// The identifier, as `check` prints it for programs.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// What it is called.
    pub fn words(self, language: Language) -> &'static str {
        find(language, &["cli.level.", self.id()].concat()).unwrap_or(self.id())
    }
}

/// One stretch of a file that a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Line, counted from 1.
    pub line: u32,
    /// First character, counted from 1; 0 for the whole line.
    pub column: u32,
    /// Length in characters; 0 for the whole line.
    pub length: u32,
    /// The line itself, as it stands in the file (cut to a readable length where it is longer).
    pub text: String,
    /// Where it is in the original, where that is no text.
    pub spot: Spot,
}

/// A second place that a diagnostic concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Also {
    /// The file, as in [`Diagnostic`].
    pub file: String,
    /// Where in it.
    pub span: Span,
}

/// One thing that a maintainer should know about a file. Its words stand in the text tables under
/// `diagnostic.{code}.message`, `.expected` and `.help`, filled in with `arguments`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// The file, as a path below the portal's folder with `/` between its parts: `content/reports/a/2023.txt`.
    pub file: String,
    /// Where in the file; `None` where it concerns the whole file.
    pub span: Option<Span>,
    /// How bad it is.
    pub severity: Severity,
    /// What it is: a stable name in kebab case, which is also the name of its words in the text tables.
    pub code: &'static str,
    /// Another place that it concerns, in this or another file.
    pub also: Option<Box<Also>>,
    /// Names and values for the words: `found`, `expected` and whatever else the text names in braces.
    pub arguments: Vec<(&'static str, String)>,
}

impl Diagnostic {
    /// A diagnostic about a whole file, without arguments.
    pub fn new(severity: Severity, code: &'static str, file: impl Into<String>) -> Diagnostic {
        Diagnostic { file: file.into(), span: None, severity, code, also: None, arguments: Vec::new() }
    }

    /// Points at a stretch of the file.
    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    /// Points at a second place.
    pub fn and_at(mut self, file: impl Into<String>, span: Span) -> Diagnostic {
        self.also = Some(Box::new(Also { file: file.into(), span }));
        self
    }

    /// Adds an argument for the words, cut to a readable length.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Diagnostic {
        let mut value = value.to_string();
        if let Some((at, _)) = value.char_indices().nth(LONGEST_ARGUMENT) {
            value.truncate(at);
            value.push('…');
        }
        self.arguments.push((name, value));
        self
    }

    /// The words under `diagnostic.{code}.{part}` (`message`, `expected`, `help`), filled in. `None` where a code has
    /// no such part.
    pub fn words(&self, part: &str, language: Language) -> Option<String> {
        let key = format!("diagnostic.{}.{part}", self.code);
        find(language, &key)?;
        let named: Vec<(&str, String)> =
            self.arguments.iter().map(|(name, value)| (*name, in_words(name, value, language))).collect();
        let arguments: Vec<(&str, &str)> = named.iter().map(|(name, value)| (*name, &**value)).collect();
        Some(fill(language, &key, &arguments))
    }

    /// What was found, in one line; the code where it has no words.
    pub fn message(&self, language: Language) -> String {
        self.words("message", language).unwrap_or_else(|| self.code.to_owned())
    }

    /// File, line and message in one line.
    pub fn summary(&self, language: Language) -> String {
        let message = self.message(language);
        match &self.span {
            Some(span) if span.spot == Spot::Line => format!("{}:{}: {message}", self.file, span.line),
            Some(span) => format!("{} · {}: {message}", self.file, spot_words(span.spot, span.line, language)),
            None => format!("{}: {message}", self.file),
        }
    }
}

/// Identifiers of the form as the form's own words; every other argument as it stands.
fn in_words(name: &str, value: &str, language: Language) -> String {
    let key = match name {
        "table" => format!("form.table.{value}.long"),
        "row" => row_key(value, "long"),
        "column" => format!("form.column.{value}.long"),
        "kind" => format!("cli.kind.{value}"),
        _ => return value.to_owned(),
    };
    find(language, &key).unwrap_or(value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of all diagnostics that the sources make, read off the sources themselves.
    fn codes() -> Vec<String> {
        let sources = walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/load"))
            .into_iter()
            .chain(walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/config.rs")))
            .chain(walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli")))
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file());
        let mut codes = Vec::new();
        for source in sources {
            let text = std::fs::read_to_string(source.path()).unwrap();
            for (at, _) in text.match_indices("Severity::") {
                let after = text[at..].trim_start_matches(|c: char| c != ',' && c != ')' && c != ';');
                if let Some(code) = after.strip_prefix(", \"").and_then(|rest| rest.split('"').next()) {
                    codes.push(code.to_owned());
                }
            }
        }
        codes.sort();
        codes.dedup();
        codes
    }

    #[test]
    fn every_diagnostic_says_what_was_found_what_was_expected_and_what_would_help() {
        let codes = codes();
        assert!(codes.len() > 20, "{codes:?}");
        for code in codes {
            for part in ["message", "expected", "help"] {
                for language in Language::ALL {
                    let key = format!("diagnostic.{code}.{part}");
                    assert!(crate::text::find(language, &key).is_some(), "{key} has no words in {}", language.tag());
                }
            }
        }
    }
}
