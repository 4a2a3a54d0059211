//! A piece of a report's text. The prose of a portal would else be in memory twice: in the text and in its sections.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use memchr::memchr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Some words: a stretch of a text that others hold too, or a text of their own.
#[derive(Clone)]
pub struct Words {
    text: Arc<str>,
    start: u32,
    length: u32,
}

impl Words {
    /// The stretch `range` of `text`; `None` where there is no such stretch.
    pub fn within(text: &Arc<str>, range: Range<usize>) -> Option<Words> {
        let length = text.get(range.clone())?.len();
        let (start, length) = (u32::try_from(range.start).ok()?, u32::try_from(length).ok()?);
        Some(Words { text: Arc::clone(text), start, length })
    }

    /// The stretch of `text` that these words are; `None` where they are a text of their own.
    pub fn place_in(&self, text: &Arc<str>) -> Option<Range<u32>> {
        Arc::ptr_eq(&self.text, text).then(|| self.start..self.start + self.length)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        let start = self.start as usize;
        &self.text[start..start + self.length as usize]
    }
}

/// The lines of a text as [`str::lines`] divides it, whose ends are looked for many bytes in one step.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let Some(end) = memchr(b'\n', rest.as_bytes()) else {
            return Some(std::mem::take(&mut rest)).filter(|last| !last.is_empty());
        };
        let line = &rest[..end];
        rest = &rest[end + 1..];
        Some(line.strip_suffix('\r').unwrap_or(line))
    })
}

/// Where in a line of a text `words` of it stand first, in bytes. Nearly all words of prose begin their line.
pub fn place_of(words: &str, line: &str) -> Option<usize> {
    let begins = line.len() - line.trim_start().len();
    let is_there = line[begins..].starts_with(words) && !words.starts_with(char::is_whitespace) && !words.is_empty();
    if is_there { Some(begins) } else { line.find(words) }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Words {
        // No file that is read comes near the limit.
        let length = u32::try_from(text.len()).unwrap_or_default();
        Words { text: text.into(), start: 0, length }
    }
}

impl From<String> for Words {
    fn from(text: String) -> Words {
        Words::from(text.as_str())
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Words {}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        <&str>::deserialize(deserializer).map(Words::from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lines_are_those_of_the_library(text in "[a甲\r\n ]{0,12}") {
            prop_assert_eq!(lines(&text).collect::<Vec<_>>(), text.lines().collect::<Vec<_>>());
        }
    }
}
