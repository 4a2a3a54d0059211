//! The machine failed, or was asked for what cannot be done: the run stops, with exit code 2. What is wrong with a
//! content file is a [`Diagnostic`] and what is wrong with a report's numbers is a finding; neither is an error.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::text::{Language, fill};

/// Why a run stopped. Every message names the path that it is about.
#[derive(Debug)]
pub enum Error {
    /// The operating system refused to read or write something.
    Io {
        /// What was being done: the words stand under `error.io.{doing}`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A settings file or a template without which nothing can be done is wrong.
    Settings(Vec<Diagnostic>),
    /// What was asked for cannot be done.
    Refused {
        /// Why: the words stand under `error.{code}`.
        code: &'static str,
        /// Names and values for the words.
        arguments: Vec<(&'static str, String)>,
    },
}

impl Error {
    /// The operating system refused something. `doing` is one of the keys under `error.io`: `read`, `write`, `open`, `list`,
    /// `create`, `remove`.
    pub fn io(doing: &'static str, path: &Path, source: std::io::Error) -> Error {
        Error::Io { doing, path: path.to_owned(), source }
    }

    /// A folder in which files are looked for cannot be listed, or leads to itself.
    pub fn walk(folder: &Path, error: walkdir::Error) -> Error {
        let path = error.path().unwrap_or(folder).to_owned();
        let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("loop"));
        Error::Io { doing: "list", path, source }
    }

    /// What was asked for cannot be done; `code` names the words under `error`.
    pub fn refused(code: &'static str) -> Error {
        Error::Refused { code, arguments: Vec::new() }
    }

    /// Adds an argument for the words of a refusal. Other errors carry their own.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Error {
        if let Error::Refused { arguments, .. } = &mut self {
            arguments.push((name, value.to_string()));
        }
        self
    }

    /// The message in a language, without a line end. Settings errors are better shown by `diagnostic::render`.
    pub fn message(&self, language: Language) -> String {
        match self {
            Error::Io { doing, path, source } => {
                let path = path.display().to_string();
                let reason = reason(source, language);
                fill(language, &format!("error.io.{doing}"), &[("path", &path), ("reason", &reason)])
            }
            Error::Settings(diagnostics) => {
                diagnostics.iter().map(|one| one.summary(language)).collect::<Vec<_>>().join("\n")
            }
            Error::Refused { code, arguments } => {
                let arguments: Vec<(&str, &str)> = arguments.iter().map(|(name, value)| (*name, &**value)).collect();
                fill(language, &format!("error.{code}"), &arguments)
            }
        }
    }

    /// Whether the reader of our output went away, which is no failure (`gongkai check | head`).
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

fn reason(source: &std::io::Error, language: Language) -> String {
    let code = match source.kind() {
        std::io::ErrorKind::NotFound => "not-found",
        std::io::ErrorKind::PermissionDenied => "permission-denied",
        std::io::ErrorKind::AlreadyExists => "already-exists",
        std::io::ErrorKind::NotADirectory => "not-a-directory",
        std::io::ErrorKind::IsADirectory => "is-a-directory",
        std::io::ErrorKind::StorageFull => "storage-full",
        std::io::ErrorKind::ReadOnlyFilesystem => "read-only",
        _ => return source.to_string(),
    };
    crate::text::words(language, &format!("error.reason.{code}")).to_owned()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Language::Zh))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
