//! The lines of all files, by the path of their report. They are read one after another and taken apart in parallel, and
//! none is kept as text. Lines that say the same are one; a line that only says that reading failed gives way to another.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::written::{self, Read, Sum, Unusable};
use super::{LONGEST, READER};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::error::Error;
use crate::load::document::Hints;
use crate::load::{Extracted, source};

/// The most problems that are shown at once.
const PROBLEMS_SHOWN: usize = 20;
/// How much is shown of a line that is not used, in bytes.
const SHOWN: usize = 80;

/// Which of the files a line stands in, and as which of its lines, from 1.
type At = (usize, u32);

/// What one line says.
#[derive(Debug)]
pub struct Line {
    /// Where it stands.
    pub at: At,
    sum: Sum,
    /// The hints that stood beside the report.
    pub hints: Hints,
    /// SHA-256 and number of the bytes that were read.
    pub bytes: Option<(String, usize)>,
    /// What the file says. Of a failure, the diagnostic that says so.
    pub extracted: Arc<Extracted>,
    /// It says that nothing is known of the file.
    pub is_failure: bool,
}

/// What all lines say.
#[derive(Debug, Default)]
pub struct Gathered {
    /// By the report's path below `content/`.
    pub lines: BTreeMap<String, Line>,
    /// Of lines that are of no report of the portal: why not.
    pub said: Vec<Diagnostic>,
    /// Lines that cannot be used.
    pub problems: Problems,
    /// Of reports on which lines contradict each other, where each of them first stands.
    contradicting: BTreeMap<String, BTreeMap<Sum, At>>,
}

/// The first problems by file and line, and how many more there are.
#[derive(Debug, Default)]
pub struct Problems {
    first: BTreeSet<Diagnostic>,
    count: usize,
}

impl Problems {
    /// One more.
    pub fn add(&mut self, problem: Diagnostic) {
        self.first.insert(problem);
        self.count += 1;
        if self.first.len() > PROBLEMS_SHOWN {
            self.first.pop_last();
        }
    }

    /// Those to be shown, and how many more there are.
    pub fn into_parts(self) -> (Vec<Diagnostic>, usize) {
        let more = self.count.saturating_sub(self.first.len());
        (self.first.into_iter().collect(), more)
    }
}

/// Reads all lines of all files.
///
/// # Errors
/// A file cannot be read.
pub fn gather(files: &[PathBuf], progress: &(dyn Fn() + Sync)) -> Result<Gathered, Error> {
    let gathered = Mutex::new(Gathered::default());
    Lines::of(files).par_bridge().try_for_each(|line| {
        let (at, line) = line?;
        let read = match line.len() > LONGEST {
            true => Err(Unusable::Damaged),
            false => written::read(&line),
        };
        gathered.lock().unwrap_or_else(PoisonError::into_inner).add(files, at, &line, read);
        progress();
        Ok(())
    })?;
    let mut gathered = gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
    gathered.contradictions(files);
    Ok(gathered)
}

/// Where a line stands, for a diagnostic.
pub fn at(files: &[PathBuf], line: &Line) -> (String, Span) {
    (shown(files, line.at), Span::of_line(line.at.1, ""))
}

fn shown(files: &[PathBuf], at: At) -> String {
    files.get(at.0).map(|file| file.display().to_string()).unwrap_or_default()
}

impl Gathered {
    fn add(&mut self, files: &[PathBuf], at: At, line: &[u8], read: Result<(Read, Sum), Unusable>) {
        let problem = |code| {
            let begin = String::from_utf8_lossy(&line[..line.len().min(SHOWN)]).into_owned();
            Diagnostic::new(Severity::Error, code, shown(files, at)).at(Span::of_line(at.1, &begin))
        };
        let (Read { path, bytes, hints, said }, sum) = match read {
            Ok(read) => read,
            Err(Unusable::Damaged) => return self.problems.add(problem("facts-damaged")),
            Err(Unusable::OtherReader) => {
                let found = written::reader_of(line).unwrap_or_default();
                return self.problems.add(problem("facts-reader").with("found", found).with("expected", READER));
            }
        };
        let is_report = is_report(&path);
        let (extracted, is_failure) = match said {
            Ok(extracted) if is_report => (extracted, false),
            Ok(_) => return self.problems.add(problem("facts-path").with("found", path)),
            // What lies beside reports, or was left behind, is no report: the portal lacks nothing.
            Err(said) if matches!(said.code, "extract-beside" | "extract-left-over") => return,
            Err(said) if is_report => (Extracted { diagnostics: vec![said], ..Extracted::default() }, true),
            Err(said) => return self.said.push(said),
        };
        let line = Line { at, sum, hints, bytes, extracted: Arc::new(extracted), is_failure };
        match self.lines.entry(path) {
            Entry::Vacant(place) => drop(place.insert(line)),
            Entry::Occupied(mut place) => {
                let other = place.get_mut();
                match (other.is_failure, line.is_failure) {
                    (true, false) => *other = line,
                    (false, true) => {}
                    (true, true) => {
                        if line.at < other.at {
                            *other = line;
                        }
                    }
                    (false, false) if other.sum == line.sum => other.at = other.at.min(line.at),
                    (false, false) => {
                        let places = self.contradicting.entry(place.key().clone()).or_default();
                        let first = places.entry(line.sum).or_insert(line.at);
                        *first = line.at.min(*first);
                    }
                }
            }
        }
    }

    /// Says which lines contradict each other. In whatever order they were taken apart, it is the first two.
    fn contradictions(&mut self, files: &[PathBuf]) {
        for (path, mut places) in std::mem::take(&mut self.contradicting) {
            if let Some(line) = self.lines.get(&path) {
                places.entry(line.sum).and_modify(|at| *at = line.at.min(*at)).or_insert(line.at);
            }
            let mut places: Vec<At> = places.into_values().collect();
            places.sort();
            let [first, second, ..] = places[..] else { continue };
            let span = |at: At| Span::of_line(at.1, "");
            let problem = Diagnostic::new(Severity::Error, "facts-contradict", shown(files, second));
            let problem = problem.at(span(second)).and_at(shown(files, first), span(first));
            self.problems.add(problem.with("found", path));
        }
    }
}

/// Whether a portal would read a file at this path below `content/` as a report.
fn is_report(path: &str) -> bool {
    let Some(below) = path.strip_prefix("reports/") else { return false };
    let is_name = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
    below.split('/').all(is_name) && source::may_be_report(below)
}

/// The lines of several files, one after another, each with where it stands. Of a line that is too long there is only the
/// beginning.
struct Lines<'a> {
    files: &'a [PathBuf],
    /// The file that is read, with the number of the line that was read last.
    open: Option<(BufReader<File>, u32)>,
    next: usize,
}

impl Lines<'_> {
    fn of(files: &[PathBuf]) -> Lines<'_> {
        Lines { files, open: None, next: 0 }
    }

    fn read(&mut self) -> Result<Option<(At, Vec<u8>)>, Error> {
        loop {
            let Some((open, number)) = &mut self.open else {
                let Some(file) = self.files.get(self.next) else { return Ok(None) };
                let open = File::open(file).map_err(|error| Error::io("read", file, error))?;
                self.open = Some((BufReader::with_capacity(256 * 1024, open), 0));
                self.next += 1;
                continue;
            };
            let file = &self.files[self.next - 1];
            let mut line = Vec::new();
            let mut part = open.take(LONGEST as u64 + 2);
            let read = part.read_until(b'\n', &mut line).map_err(|error| Error::io("read", file, error))?;
            if read == 0 {
                self.open = None;
                continue;
            }
            *number += 1;
            if line.last() == Some(&b'\n') {
                line.pop();
            } else if line.len() > LONGEST {
                skip_line(open).map_err(|error| Error::io("read", file, error))?;
            }
            return Ok(Some(((self.next - 1, *number), line)));
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<(At, Vec<u8>), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.read();
        if read.is_err() {
            (self.open, self.next) = (None, self.files.len());
        }
        read.transpose()
    }
}

/// Reads on to the end of a line.
fn skip_line(from: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let there = from.fill_buf()?;
        let (length, is_end) = match there.iter().position(|&byte| byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (there.len(), there.is_empty()),
        };
        from.consume(length);
        if is_end {
            return Ok(());
        }
    }
}
