//! The terminal: where results and messages go, whether they may be coloured, and a progress bar.

use std::borrow::Cow;
use std::io::{BufWriter, IsTerminal as _, Stdout, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::render::{Style, human_diagnostic};
use crate::error::Error;
use crate::text::{Language, fill, words};

/// A run that takes no longer than this shows no progress bar.
const QUIET_FOR: Duration = Duration::from_secs(1);

/// Standard output and standard error, in one language.
#[derive(Debug)]
pub struct Console {
    /// The language of messages.
    pub language: Language,
    /// Whether the times of stages are shown.
    pub verbose: bool,
    out: BufWriter<Stdout>,
}

impl Console {
    /// A console on the standard streams.
    pub fn new(language: Language, verbose: bool) -> Console {
        Console { language, verbose, out: BufWriter::new(std::io::stdout()) }
    }

    /// Prints a result, with a line end.
    pub fn print(&mut self, text: &str) -> Result<(), Error> {
        self.print_raw(harmless(text).as_bytes()).and_then(|()| self.print_raw(b"\n"))
    }

    /// Prints bytes of a result as they are.
    pub fn print_raw(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes).map_err(stdout_error)
    }

    /// Hands over everything that was printed.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.out.flush().map_err(stdout_error)
    }

    /// Says something beside the result. A terminal that is gone is no reason to stop.
    pub fn say(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = writeln!(std::io::stderr(), "{}", harmless(text));
    }

    /// Says why the run stopped.
    pub fn error(&mut self, error: &Error) {
        let style = style_of(std::io::stderr().is_terminal());
        let text = match error {
            Error::Settings(problems) => {
                let texts: Vec<String> =
                    problems.iter().map(|one| human_diagnostic(one, self.language, style)).collect();
                texts.join("\n\n")
            }
            _ => [words(self.language, "cli.failed"), &error.message(self.language)].concat(),
        };
        self.say(&text);
    }

    /// How results may be shown.
    pub fn style(&self) -> Style {
        style_of(std::io::stdout().is_terminal())
    }

    /// Words of this console's language.
    pub fn words(&self, key: &str) -> String {
        words(self.language, key).to_owned()
    }

    /// Words of this console's language, filled in.
    pub fn fill(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        fill(self.language, key, arguments)
    }

    /// A progress bar on standard error. It shows itself only on a terminal, and only once a second has passed.
    pub fn progress(&self, key: &str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let template = format!("{} {{wide_bar}} {{pos}}/{{len}}", words(self.language, key));
        bar.set_style(ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Progress { bar, done: AtomicU64::new(0), started: Instant::now() }
    }
}

/// How far a stage is.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    done: AtomicU64,
    started: Instant,
}

impl Progress {
    /// One more is done, of `total`.
    pub fn step(&self, total: usize) {
        let done = 1 + self.done.fetch_add(1, Ordering::Relaxed);
        if self.started.elapsed() >= QUIET_FOR {
            self.bar.set_length(total as u64);
            self.bar.set_position(done);
        }
    }

    /// Takes the bar off the terminal.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style_of(terminal: bool) -> Style {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if terminal && wanted { Style::Coloured } else { Style::Plain }
}

fn stdout_error(error: std::io::Error) -> Error {
    Error::io("write", Path::new("/dev/stdout"), error)
}

/// A text without what would command a terminal: names of files may hold anything. Line ends, tabs and the colours of our own
/// messages stay.
fn harmless(text: &str) -> Cow<'_, str> {
    let is_command = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !text.contains(is_command) {
        return Cow::Borrowed(text);
    }
    let is_colour = |at: usize| {
        let rest = text[at..].strip_prefix("\u{1b}[");
        rest.is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m'))
    };
    let shown = |(at, c): (usize, char)| if is_command(c) && !is_colour(at) { '\u{fffd}' } else { c };
    Cow::Owned(text.char_indices().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_command_no_terminal() {
        for (text, expected) in [
            ("年报\n\t2023.txt", "年报\n\t2023.txt"),
            ("\u{1b}[1;31m错误\u{1b}[0m", "\u{1b}[1;31m错误\u{1b}[0m"),
            ("a\u{1b}]0;owned\u{7}\u{1b}[2J.txt", "a\u{fffd}]0;owned\u{fffd}\u{fffd}[2J.txt"),
        ] {
            assert_eq!(harmless(text), expected);
        }
    }
}
