use std::fs;

use super::*;
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::document::Hints;

fn source(path: &str) -> Source {
    Source::bare(path.to_owned(), path.into())
}

fn bytes(text: &str) -> Bytes {
    let sha256 = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    Bytes { bytes: text.into(), sha256, elsewhere: false }
}

fn said(path: &str) -> Extracted {
    let problem = Diagnostic::new(Severity::Warning, "empty-file", path);
    Extracted { diagnostics: vec![problem], ..Extracted::default() }
}

fn keep(root: &Path, paths: &[&str]) -> Used {
    let cache = Cache::open(root);
    for path in paths {
        let (source, bytes) = (source(path), bytes(path));
        if cache.recall(&source, &bytes).is_none() {
            cache.keep(&source, &bytes, &mut said(path));
        }
    }
    cache.close()
}

fn size(root: &Path) -> u64 {
    folder::packs(&folder::below(root)).iter().map(|pack| fs::metadata(pack).unwrap().len()).sum()
}

#[test]
fn what_was_kept_is_recalled_for_the_same_path_bytes_and_hints_alone() {
    let folder = tempfile::tempdir().unwrap();
    let used = keep(folder.path(), &["a", "b"]);
    assert_eq!((used.reused, used.read, used.trouble.is_none()), (0, 2, true));
    let cache = Cache::open(folder.path());
    let recalled = |source: &Source, text: &str| cache.recall(source, &bytes(text)).map(|said| said.diagnostics);
    assert_eq!(recalled(&source("a"), "a"), Some(said("a").diagnostics));
    assert_eq!(recalled(&source("b"), "a"), None);
    assert_eq!(recalled(&source("a"), "a "), None);
    let hints = Hints { year: Some(2023), ..Hints::default() };
    assert_eq!(recalled(&Source { hints, ..source("a") }, "a"), None);
    assert!(Cache::fresh(folder.path()).recall(&source("a"), &bytes("a")).is_none());
    assert!(Cache::none().recall(&source("a"), &bytes("a")).is_none());
}

#[test]
fn a_run_that_reads_nothing_new_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(keep(folder.path(), &[]).read, 0);
    assert!(!folder.path().join(".gongkai").exists());
    keep(folder.path(), &["a"]);
    assert_eq!(fs::read_to_string(folder.path().join(".gongkai/.gitignore")).unwrap(), "*\n");
    let packs = || folder::packs(&folder::below(folder.path()));
    let written: Vec<_> = packs().iter().map(|pack| fs::metadata(pack).unwrap().modified().unwrap()).collect();
    assert_eq!(keep(folder.path(), &["a"]).reused, 1);
    let now: Vec<_> = packs().iter().map(|pack| fs::metadata(pack).unwrap().modified().unwrap()).collect();
    assert_eq!(now, written);
}

#[test]
fn what_no_file_uses_any_more_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..1500).map(|number| format!("file-{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    keep(folder.path(), &names);
    let before = size(folder.path());
    assert!(before > LITTLE);
    assert_eq!(keep(folder.path(), &names[..10]).reused, 10);
    assert!(size(folder.path()) < before / 50);
    assert_eq!(keep(folder.path(), &names[..10]).reused, 10);
}

#[test]
fn packs_stay_few() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..40).map(|number| format!("file-{number}")).collect();
    for count in 1..=names.len() {
        let names: Vec<&str> = names[..count].iter().map(String::as_str).collect();
        let used = keep(folder.path(), &names);
        assert_eq!((used.reused, used.read), (count - 1, 1));
        assert!(folder::packs(&folder::below(folder.path())).len() <= MOST_PACKS);
    }
}

#[test]
fn another_programs_cache_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder::below(folder.path());
    let Claim::Ours(mut claimed) = folder::claim(&below, b"another reader!!").unwrap() else { panic!("busy") };
    let key = key(&source("a"), &bytes("a")).unwrap();
    claimed.add(&key, &entry::encode(&mut said("b"), &bytes("a")).unwrap()).unwrap();
    claimed.finish().unwrap();
    assert_eq!(keep(folder.path(), &["a"]).reused, 0);
    assert_eq!(folder::packs(&below).len(), 1);
    assert_eq!(keep(folder.path(), &["a"]).reused, 1);
}

#[test]
fn one_run_at_a_time_writes() {
    let folder = tempfile::tempdir().unwrap();
    let first = Cache::open(folder.path());
    first.keep(&source("a"), &bytes("a"), &mut said("a"));
    assert!(matches!(keep(folder.path(), &["b"]).trouble, Some(Trouble::Busy)));
    assert!(first.close().trouble.is_none());
    let used = keep(folder.path(), &["a", "b"]);
    assert_eq!((used.reused, used.trouble.is_none()), (1, true));
}

#[test]
fn a_run_that_is_given_up_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    keep(folder.path(), &["a"]);
    let given_up = Cache::open(folder.path());
    given_up.keep(&source("b"), &bytes("b"), &mut said("b"));
    drop(given_up);
    assert!(!folder::below(folder.path()).join("unfinished").exists());
    assert_eq!(keep(folder.path(), &["a", "b"]).reused, 1);
}
