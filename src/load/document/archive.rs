//! ZIP archives that office files are: a part's bytes by its name, never more of them than a report can need. Knows
//! nothing of what the parts hold.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::diagnostic::{Diagnostic, Severity};

/// The most bytes of one part that are inflated.
const LARGEST_PART: u64 = 64 * 1024 * 1024;
/// The most bytes of all parts together that are inflated.
const LARGEST_SUM: u64 = 96 * 1024 * 1024;
/// The most parts of an archive. A long document full of pictures has some hundreds.
const MOST_PARTS: usize = 10_000;
/// How each entry of an archive's directory begins.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Why a part cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The archive has no such part.
    Absent,
    /// The archive is damaged.
    Broken,
    /// The archive is locked with a password.
    Locked,
    /// It holds more than a report can.
    TooMuch,
}

impl Trouble {
    /// The trouble in words for the maintainer. `file` is the path below the portal's folder.
    pub fn diagnostic(self, file: &str) -> Box<Diagnostic> {
        Box::new(match self {
            Trouble::Absent | Trouble::Broken => Diagnostic::new(Severity::Error, "office-broken", file),
            Trouble::Locked => Diagnostic::new(Severity::Error, "office-locked", file),
            Trouble::TooMuch => Diagnostic::new(Severity::Error, "office-too-large", file),
        })
    }
}

/// An archive whose parts are inflated one at a time, up to a limit for all of them.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each part by its name, without a `/` at its start and in lower case: names differ in case between the
    /// writers of such files.
    names: BTreeMap<String, usize>,
    /// How many bytes of one part may be inflated.
    most: u64,
    /// How many bytes may still be.
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// It is none, or has too many parts.
    pub fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Trouble> {
        Archive::within(bytes, LARGEST_PART, LARGEST_SUM)
    }

    fn within(bytes: &'a [u8], most: u64, left: u64) -> Result<Archive<'a>, Trouble> {
        let entries = directory_entries(bytes).take(MOST_PARTS + 1).count();
        if entries > MOST_PARTS {
            return Err(Trouble::TooMuch);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(trouble)?;
        let mut names = BTreeMap::new();
        for (index, name) in zip.file_names_raw().enumerate() {
            let name = String::from_utf8_lossy(name).replace('\\', "/");
            names.entry(name.trim_start_matches('/').to_lowercase()).or_insert(index);
        }
        Ok(Archive { zip, names, most, left })
    }

    /// Whether the archive has a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_lowercase())
    }

    /// The names of all parts in lower case, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The bytes of a part.
    ///
    /// # Errors
    /// There is none, or it cannot be inflated, or it is too large.
    pub fn part(&mut self, name: &str) -> Result<Vec<u8>, Trouble> {
        let index = *self.names.get(&name.to_lowercase()).ok_or(Trouble::Absent)?;
        let limit = self.most.min(self.left);
        let file = self.zip.by_index(index).map_err(trouble)?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Trouble::Broken)?;
        if bytes.len() as u64 > limit {
            return Err(Trouble::TooMuch);
        }
        self.left -= bytes.len() as u64;
        Ok(bytes)
    }
}

fn directory_entries(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.windows(ENTRY.len()).enumerate().filter(|(_, window)| *window == ENTRY).map(|(at, _)| at)
}

fn trouble(error: ZipError) -> Trouble {
    match error {
        ZipError::UnsupportedArchive(why) if why.to_lowercase().contains("password") => Trouble::Locked,
        ZipError::InvalidPassword => Trouble::Locked,
        _ => Trouble::Broken,
    }
}

/// An archive with these parts, for tests of what reads them.
#[cfg(test)]
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_by_its_name_in_any_case() {
        let bytes = packed(&[("Word/Document.xml", b"<a/>")]);
        let mut archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.part("word/document.xml").unwrap(), b"<a/>");
        assert_eq!(archive.part("word/styles.xml"), Err(Trouble::Absent));
    }

    #[test]
    fn parts_that_inflate_beyond_measure_are_refused() {
        let bytes = packed(&[("a", &[b' '; 600]), ("b", &[b' '; 600]), ("c", &[b' '; 1100])]);
        let mut archive = Archive::within(&bytes, 1000, 1100).unwrap();
        assert_eq!(archive.part("c"), Err(Trouble::TooMuch));
        assert!(archive.part("a").is_ok());
        assert_eq!(archive.part("b"), Err(Trouble::TooMuch));
    }

    #[test]
    fn a_cut_archive_is_broken() {
        let bytes = packed(&[("a", b"text")]);
        for end in [0, 4, bytes.len() / 2, bytes.len() - 1] {
            assert!(matches!(Archive::open(&bytes[..end]), Err(Trouble::Broken)), "{end}");
        }
    }
}
