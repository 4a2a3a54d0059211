//! Files made to harm who reads them: bombs, loops, depths, spans and lengths beyond measure, truncated and random bytes.
//! Each gives a report or a diagnostic, and none a panic.
//!
//! Here they are small enough for a build that is not optimised. `GONGKAI_HOSTILE_FOLDER` names a folder into which they are
//! written in full size, for `.ci/hostile.sh`, which holds the program to seconds and megabytes.

mod archives;
mod broken;
#[path = "../generator/mod.rs"]
#[allow(dead_code, reason = "what the files say is of no interest here")]
mod generator;
mod markup;
mod pages;
mod plain;

use std::path::Path;
use std::process::Command;

use gongkai::load::document::format_for;
use gongkai::load::load_file;

/// A hostile file.
pub struct Hostile {
    /// Its name with its extension.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Hostile {
    fn new(name: &str, bytes: impl Into<Vec<u8>>) -> Hostile {
        Hostile { name: name.to_owned(), bytes: bytes.into() }
    }
}

/// How large the files are made.
#[derive(Clone, Copy)]
pub struct Size {
    /// By how much the largest are divided.
    divisor: usize,
}

impl Size {
    /// As many as that, or fewer where the files are small.
    fn of(self, count: usize) -> usize {
        (count / self.divisor).max(8)
    }
}

/// All files of a family, made one after the other: some are large.
type Family = fn(Size, &mut dyn FnMut(Hostile));

const FAMILIES: [(&str, Family); 5] = [
    ("plain", plain::all),
    ("markup", markup::all),
    ("archives", archives::all),
    ("pages", pages::all),
    ("broken", broken::all),
];

fn hold(family: &str, size: Size, folder: &Path) {
    let (_, all) = FAMILIES.iter().find(|(name, _)| *name == family).expect("a family");
    let mut skipped = 0;
    all(size, &mut |file| {
        let extension = file.name.rsplit('.').next().unwrap_or_default();
        if format_for(extension).is_none() {
            skipped += 1;
            return;
        }
        let path = folder.join(&file.name);
        std::fs::write(&path, &file.bytes).expect("the file can be written");
        let outcome = load_file(folder, &path).expect("the file can be read");
        let codes: Vec<_> = outcome.diagnostics.iter().map(|one| one.code).collect();
        assert!(!codes.contains(&"internal"), "{}: a panic", file.name);
        assert!(!outcome.reports.is_empty() || !codes.is_empty(), "{}: nothing is said", file.name);
        std::fs::remove_file(&path).expect("the file can be removed");
    });
    if skipped > 0 {
        println!("{family}: {skipped} files skipped, this build does not read their formats");
    }
}

fn in_a_folder(family: &str) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    hold(family, Size { divisor: 400 }, folder.path());
}

#[test]
fn plain_text_beyond_measure_is_survived() {
    in_a_folder("plain");
}

#[test]
fn markup_beyond_measure_is_survived() {
    in_a_folder("markup");
}

#[test]
fn archives_that_explode_are_survived() {
    in_a_folder("archives");
}

#[test]
fn pages_without_end_are_survived() {
    in_a_folder("pages");
}

#[test]
fn truncated_and_random_bytes_are_survived() {
    in_a_folder("broken");
}

#[test]
fn every_hostile_file_has_its_line_when_many_are_extracted() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut paths = Vec::new();
    for (family, all) in FAMILIES {
        let own = folder.path().join("content/reports").join(family);
        std::fs::create_dir_all(&own).expect("the folder can be made");
        all(Size { divisor: 400 }, &mut |file| {
            std::fs::write(own.join(&file.name), &file.bytes).expect("the file can be written");
            paths.push(format!("reports/{family}/{}", file.name));
        });
    }
    std::fs::write(folder.path().join("paths"), paths.join("\n")).expect("the list can be written");
    let list = std::fs::File::open(folder.path().join("paths")).expect("the list is there");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let output = command.current_dir(folder.path()).args(["--root", ".", "extract"]).stdin(list).output();
    let output = output.expect("the program runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("lines are text");
    assert_eq!(text.lines().count(), paths.len());
    for (line, path) in text.lines().zip(&paths) {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        assert_eq!(line["path"], **path);
        let said = ["reports", "diagnostics"].iter().any(|list| !line[list].as_array().is_none_or(Vec::is_empty));
        assert!(said || line["image"].is_object(), "{path}: nothing is said");
        assert!(line["error"].is_null(), "{path}: {}", line["error"]);
    }
}

#[test]
fn hostile_files_in_full_size() {
    let Some(folder) = std::env::var_os("GONGKAI_HOSTILE_FOLDER") else { return };
    for (family, all) in FAMILIES {
        let own = Path::new(&folder).join(family);
        std::fs::create_dir_all(&own).expect("the folder can be made");
        all(Size { divisor: 1 }, &mut |file| {
            std::fs::write(own.join(&file.name), &file.bytes).expect("the file can be written");
        });
    }
}
