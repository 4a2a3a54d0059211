//! Who may know whom: a single crate has no walls of its own, so this reads the sources for them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Each part with the parts that it may name, in the direction of the flow. What stands here is what ARCHITECTURE.md says.
const WALLS: [(&str, &[&str]); 15] = [
    ("form", &[]),
    ("report", &["form"]),
    ("text", &["form", "report"]),
    ("hidden", &[]),
    ("diagnostic", &["report", "text"]),
    ("error", &["diagnostic", "text"]),
    ("config", &["diagnostic", "error", "text"]),
    ("check", &["form", "report"]),
    ("model", &["check", "form", "report", "text"]),
    ("load", &["check", "config", "diagnostic", "error", "form", "hidden", "model", "report", "text"]),
    ("render", &["check", "config", "form", "model", "report", "text"]),
    ("picture", &["error", "hidden"]),
    ("publish", &["error"]),
    ("serve", &["config", "diagnostic", "error", "load", "model", "publish", "render", "report", "text"]),
    (
        "cli",
        &[
            "check",
            "config",
            "diagnostic",
            "error",
            "form",
            "hidden",
            "load",
            "model",
            "picture",
            "publish",
            "render",
            "report",
            "serve",
            "text",
        ],
    ),
];

fn sources(path: &Path, into: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), into);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
        into.push(fs::read_to_string(path).unwrap());
    }
}

/// The parts that a source names as `crate::part` or inside `use crate::{…}`.
fn named(source: &str) -> BTreeSet<&str> {
    let parts = WALLS.map(|(part, _)| part);
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .flat_map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric() && c != '_').take(if rest.starts_with('{') { 99 } else { 1 })
        })
        .filter_map(|word| parts.into_iter().find(|part| *part == word))
        .collect()
}

#[test]
fn parts_know_only_the_parts_before_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (part, allowed) in WALLS {
        let mut all = Vec::new();
        for path in [src.join(part), src.join(format!("{part}.rs"))] {
            if path.exists() {
                sources(&path, &mut all);
            }
        }
        assert!(!all.is_empty(), "{part} is no longer there");
        for other in all.iter().flat_map(|source| named(source)).filter(|other| *other != part) {
            assert!(allowed.contains(&other), "{part} must not know {other}");
        }
    }
}

#[test]
fn every_part_has_its_wall() {
    let lib = include_str!("../src/lib.rs");
    let parts: BTreeSet<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(parts, WALLS.iter().map(|(part, _)| *part).collect());
}

#[test]
fn only_the_command_line_prints_reads_the_environment_or_looks_at_a_clock() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (part, _) in WALLS.iter().filter(|(part, _)| *part != "cli") {
        let mut all = Vec::new();
        for path in [src.join(part), src.join(format!("{part}.rs"))] {
            if path.exists() {
                sources(&path, &mut all);
            }
        }
        for source in all {
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for word in ["println!", "eprintln!", "std::env", "SystemTime", "Instant::now"] {
                assert!(!code.contains(word), "{part} uses {word}");
            }
        }
    }
}

/// What a page asks of the portal is noted by its scene. A page that reached past it would be left as it is where it must not be.
#[test]
fn pages_reach_the_portal_through_their_scene_only() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/page");
    let mut past = Vec::new();
    for file in fs::read_dir(pages).unwrap() {
        let file = file.unwrap().path();
        let source = fs::read_to_string(&file).unwrap();
        let scene = file.ends_with("mod.rs");
        assert!(!scene || source.contains(".whole()"), "the scene has another way now");
        past.extend((!scene && source.contains("whole()")).then_some(file));
    }
    assert_eq!(past, [""; 0].map(Path::new));
}
