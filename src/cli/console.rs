//! The terminal: where results and messages go, whether they may be coloured, and a progress bar.

use std::io::{BufWriter, IsTerminal as _, Stdout, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::render::{Style, harmless, human_diagnostic};
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

    /// Prints a problem with a line end, as it was rendered: what is not the program's own in it is harmless, and colours are its.
    pub fn print_rendered(&mut self, text: &str) -> Result<(), Error> {
        self.print_raw(text.as_bytes()).and_then(|()| self.print_raw(b"\n"))
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
        self.say_rendered(&harmless(text));
    }

    fn say_rendered(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Says why the run stopped.
    pub fn error(&mut self, error: &Error) {
        let style = style_of(std::io::stderr().is_terminal());
        match error {
            Error::Settings(problems) => {
                let texts: Vec<String> =
                    problems.iter().map(|one| human_diagnostic(one, self.language, style)).collect();
                self.say_rendered(&texts.join("\n\n"));
            }
            _ => self.say(&[words(self.language, "cli.failed"), &error.message(self.language)].concat()),
        }
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
