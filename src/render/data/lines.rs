//! Lines of a CSV file (RFC 4180). A large portal has millions, so their cells go into one buffer as they come, and what is known
//! to need no quotes is not looked through for them.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};
use std::ops::Range;

/// One cell.
pub enum Cell<'a> {
    /// Any text; in quotes where it must be.
    Text(Cow<'a, str>),
    /// What needs no quotes: an identifier, a number, a text that is [`quoted`].
    Ready(&'a str),
    /// A whole number.
    Whole(i64),
    /// Any text that a value is written as.
    Shown(&'a dyn Display),
}

impl<'a, T: Into<Cow<'a, str>>> From<T> for Cell<'a> {
    fn from(text: T) -> Cell<'a> {
        Cell::Text(text.into())
    }
}

/// Lines that are sorted among themselves by the `K` texts that each comes with.
pub struct Lines<'k, const K: usize> {
    bytes: Vec<u8>,
    lines: Vec<([&'k str; K], Range<usize>)>,
}

impl<'k, const K: usize> Lines<'k, K> {
    pub fn new() -> Lines<'k, K> {
        Lines { bytes: Vec::new(), lines: Vec::new() }
    }

    pub fn add<const N: usize>(&mut self, key: [&'k str; K], cells: [Cell; N]) {
        let start = self.bytes.len();
        for cell in cells {
            put(&mut self.bytes, &cell);
            self.bytes.push(b',');
        }
        if let Some(last) = self.bytes.last_mut() {
            *last = b'\n';
        }
        self.lines.push((key, start..self.bytes.len()));
    }

    /// Writes them. Lines that are alike in their keys keep their order.
    pub fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.lines.is_sorted_by_key(|(key, _)| key) {
            out.write_all(&self.bytes)
        } else {
            self.lines.sort_by_key(|(key, _)| *key);
            self.lines.iter().try_for_each(|(_, line)| out.write_all(&self.bytes[line.clone()]))
        }
    }
}

/// A text as it stands in a cell.
pub fn quoted(text: &str) -> String {
    let mut cell = text.as_bytes().to_vec();
    quote(&mut cell, 0);
    String::from_utf8(cell).expect("quotes are put around whole characters")
}

fn put(line: &mut Vec<u8>, cell: &Cell) {
    let start = line.len();
    match cell {
        Cell::Ready(text) => line.extend_from_slice(text.as_bytes()),
        Cell::Whole(number) => line.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
        Cell::Text(text) => {
            line.extend_from_slice(text.as_bytes());
            quote(line, start);
        }
        Cell::Shown(value) => {
            let _ = write!(line, "{value}");
            quote(line, start);
        }
    }
}

/// Puts quotes around what begins at `start`, where a reader would take it for something else.
fn quote(line: &mut Vec<u8>, start: usize) {
    if line[start..].iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        let text = line.split_off(start);
        line.push(b'"');
        for byte in text {
            line.extend(std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 }));
        }
        line.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written<const K: usize>(lines: Lines<K>) -> String {
        let mut out = Vec::new();
        lines.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_sorted_and_keep_their_order_where_they_are_alike() {
        let mut lines = Lines::new();
        for (key, number) in [("b", 1), ("a", 2), ("b", 3), ("a", 4)] {
            lines.add([key], [Cell::Ready(key), Cell::Whole(number)]);
        }
        assert_eq!(written(lines), "a,2\na,4\nb,1\nb,3\n");
        let mut lines = Lines::new();
        lines.add(["a"], [Cell::from(""), Cell::Shown(&-5)]);
        assert_eq!(written(lines), ",-5\n");
    }

    proptest! {
        /// By the writer of another's making, and back by its reader.
        #[test]
        fn any_texts_are_written_as_others_write_them(cells in proptest::array::uniform4("[a,;\"'\r\n 甲—]{0,5}")) {
            let [a, b, c, d] = &cells;
            let mut lines = Lines::new();
            let shown: &dyn Display = c;
            lines.add([], [Cell::from(a), Cell::Ready(&quoted(b)), Cell::Shown(shown), Cell::from(d)]);
            let line = written(lines);
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            prop_assert_eq!(&line, &String::from_utf8(writer.into_inner().unwrap()).unwrap());
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
            let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(read, vec![csv::StringRecord::from(cells.to_vec())]);
        }
    }
}
