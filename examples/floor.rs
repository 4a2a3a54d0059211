//! Writes as many files of the same sizes as a site has, at the same paths, from memory and in as many threads: what a
//! build of that site cannot be faster than. `benches/portal.sh` divides by it.
//!
//! `cargo run --release --example floor -- SITE OUT`

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

fn main() -> io::Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [site, out] = arguments.as_slice() else { return Err(io::Error::other("floor SITE OUT")) };
    let mut files: Vec<(PathBuf, usize)> = Vec::new();
    sizes(site, Path::new(""), &mut files)?;
    let longest = files.iter().map(|(_, size)| *size).max().unwrap_or_default();
    let bytes = vec![b'x'; longest];
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    folders.iter().try_for_each(|folder| fs::create_dir_all(out.join(folder)))?;
    files.par_iter().try_for_each(|(path, size)| fs::write(out.join(path), &bytes[..*size]))
}

/// Every file below `folder` of the site, with its size.
fn sizes(site: &Path, folder: &Path, files: &mut Vec<(PathBuf, usize)>) -> io::Result<()> {
    for entry in fs::read_dir(site.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        let about = entry.metadata()?;
        match about.is_dir() {
            true => sizes(site, &path, files)?,
            false => files.push((path, usize::try_from(about.len()).unwrap_or_default())),
        }
    }
    Ok(())
}
