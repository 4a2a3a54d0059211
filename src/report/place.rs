//! Where in a source something stands.

use std::fmt;

/// A place in a source file, exact enough to check by eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line of the file, counted from 1.
    pub line: u32,
    /// First character of the cell in its line, counted from 1 in characters; 0 where only the line is known.
    pub column: u32,
    /// Length of the raw text in characters.
    pub length: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)
    }
}
