//! Makes reports from known figures in every layout and format, reads them back, and holds every figure against what was
//! printed: none may come back wrong, and where a layout loses nothing nearly all must come back.
//!
//! `GONGKAI_GENERATED_REPORTS` says how many files are made (300 if it says nothing). `GONGKAI_PRINTED_FOLDER` names a folder
//! for pages that other programs print: `GONGKAI_TO_PRINT` (how many of each kind) fills it, and when it holds PDF files
//! they are read as well; without it that part is skipped. `GONGKAI_READING_TABLE` names a Markdown file between whose marks
//! the table of results is written. `GONGKAI_SEED_FOLDER` names one into which a few files of each kind are put, for fuzzing
//! to begin with. `GONGKAI_LAYOUT` looks at one layout alone and prints what was not read.

#[path = "../generator/mod.rs"]
mod generator;
mod table;
mod tally;

use std::path::{Path, PathBuf};

use gongkai::load::document::format_for;
use gongkai::load::load_file;
use gongkai::report::Report;
use rayon::prelude::*;

use generator::layout::{LAYOUTS, Layout, Loss, Maker};
use tally::Tally;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn folder() -> Option<PathBuf> {
    std::env::var_os("GONGKAI_PRINTED_FOLDER").map(PathBuf::from)
}

/// Reads a file as the portal would.
fn read(file: &Path) -> Option<Report> {
    let root = file.parent().expect("a file stands in a folder");
    let outcome = load_file(root, file).expect("the file can be read");
    outcome.reports.first().map(|checked| checked.report().clone())
}

/// The printed files of a layout in the folder, by their seeds.
fn printed(folder: &Path, layout: &Layout) -> Vec<(u64, PathBuf)> {
    let entries = std::fs::read_dir(folder.join(layout.name)).into_iter().flatten().flatten();
    let mut files: Vec<(u64, PathBuf)> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == layout.extension))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.parse().ok()?, path)))
        .collect();
    files.sort();
    files
}

fn look(layout: &Layout, count: u64) -> Tally {
    let seeds: Vec<(u64, Option<PathBuf>)> = match (layout.maker, folder()) {
        (Maker::Here, _) => (0..count).map(|seed| (seed, None)).collect(),
        (_, Some(folder)) => printed(&folder, layout).into_iter().map(|(seed, path)| (seed, Some(path))).collect(),
        (_, None) => Vec::new(),
    };
    let made_here = tempfile::tempdir().expect("a folder can be made");
    seeds
        .into_par_iter()
        .map(|(seed, path)| {
            let made = layout.make(seed);
            let name = format!("{}-{seed}", layout.name);
            let file = path.unwrap_or_else(|| {
                let file = made_here.path().join(format!("{name}.{}", layout.extension));
                std::fs::write(&file, &made.bytes).expect("the file can be written");
                file
            });
            let mut tally = Tally::default();
            tally.add(&name, &made.known, read(&file).as_ref());
            tally
        })
        .reduce(Tally::default, Tally::join)
}

#[test]
fn pages_for_other_programs_to_print() {
    let (Some(folder), Some(count)) = (folder(), number("GONGKAI_TO_PRINT")) else { return };
    for layout in LAYOUTS.iter().filter(|layout| layout.maker != Maker::Here) {
        let own = folder.join(layout.name);
        std::fs::create_dir_all(&own).expect("the folder can be made");
        for seed in 0..count {
            let file = own.join(format!("{seed}.{}", layout.made_as));
            std::fs::write(file, layout.make(seed).bytes).expect("the page can be written");
        }
    }
}

#[test]
fn seeds_for_fuzzing() {
    let Some(folder) = std::env::var_os("GONGKAI_SEED_FOLDER") else { return };
    for layout in LAYOUTS.iter().filter(|layout| layout.maker == Maker::Here) {
        let target = match layout.extension {
            "txt" => "text",
            "md" => "markdown",
            "htm" => "html",
            "mht" => "mhtml",
            other => other,
        };
        let own = Path::new(&folder).join(target);
        std::fs::create_dir_all(&own).expect("the folder can be made");
        for seed in 0..2 {
            let file = own.join(format!("{}-{seed}", layout.name));
            std::fs::write(file, layout.make(seed).bytes).expect("the seed can be written");
        }
    }
}

#[test]
fn every_figure_comes_back_right_or_not_at_all() {
    let only = std::env::var("GONGKAI_LAYOUT").ok();
    let here = LAYOUTS.iter().filter(|layout| layout.maker == Maker::Here).count() as u64;
    let each = number("GONGKAI_GENERATED_REPORTS").unwrap_or(300).div_ceil(here);
    let mut results: Vec<(&Layout, Tally)> = Vec::new();
    for layout in LAYOUTS.iter().filter(|layout| only.as_deref().is_none_or(|name| layout.name.starts_with(name))) {
        if format_for(layout.extension).is_none() {
            println!("{}: skipped, this build does not read .{}", layout.name, layout.extension);
            continue;
        }
        let tally = look(layout, each);
        if tally.files == 0 {
            println!("{}: skipped, no folder of printed files is named", layout.name);
            continue;
        }
        if only.is_some() {
            tally.gaps.iter().for_each(|gap| println!("{gap}"));
        }
        results.push((layout, tally));
    }
    let rows = table::rows(&results);
    println!("{rows}");
    if let Some(file) = std::env::var_os("GONGKAI_READING_TABLE") {
        table::write(Path::new(&file), &rows);
    }
    let mut faults = Vec::new();
    for (layout, tally) in &results {
        faults.extend(tally.wrong.iter().cloned());
        let is_whole = tally.reported * 1000 >= tally.numbers * 999;
        if layout.loss == Loss::Nothing && !is_whole {
            let first = tally.gaps.first().map(String::as_str).unwrap_or_default();
            faults.push(format!(
                "{}: {} of {} numbers were reported; {first}",
                layout.name, tally.reported, tally.numbers
            ));
        }
    }
    for fault in faults.iter().take(60) {
        println!("{fault}");
    }
    assert!(faults.is_empty(), "{} faults", faults.len());
}
