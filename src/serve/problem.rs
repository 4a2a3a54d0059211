//! What is wrong, in words for the browser and as an error for the terminal.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{Style, human_diagnostic};
use crate::error::Error;
use crate::text::Language;

/// Something that the maintainer should mend.
#[derive(Debug, Clone)]
pub struct Problem {
    /// As an error, for the terminal.
    pub error: Arc<Error>,
    /// In words, with the file, the line and the line itself where there is one.
    pub text: Arc<str>,
}

impl Problem {
    /// An error as one problem, or several where it is made of several.
    pub fn of(error: &Arc<Error>, language: Language) -> Vec<Problem> {
        match &**error {
            Error::Settings(diagnostics) => {
                diagnostics.iter().map(|one| Problem::of_diagnostic(one.clone(), language)).collect()
            }
            other => vec![Problem { text: other.message(language).into(), error: Arc::clone(error) }],
        }
    }

    /// One diagnostic.
    pub fn of_diagnostic(diagnostic: Diagnostic, language: Language) -> Problem {
        let text = human_diagnostic(&diagnostic, language, Style::Plain).into();
        Problem { error: Arc::new(Error::Settings(vec![diagnostic])), text }
    }
}
