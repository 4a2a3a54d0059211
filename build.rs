//! Names the reader and the painter. The reader: a number that changes whenever the reading of a report could, so that nothing that an older program
//! understood is taken for this one's. It is made of the sources that reading may use, the exact dependencies, the
//! features and the way of compiling. The painter likewise, for the pictures that were drawn.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What reading may use: the part `load` and all that `tests/walls.rs` lets it name, and what they are compiled with.
const SOURCES: [&str; 13] = [
    "src/check",
    "src/config.rs",
    "src/diagnostic",
    "src/error.rs",
    "src/form",
    "src/lib.rs",
    "src/load",
    "src/model",
    "src/report",
    "src/text",
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
];

/// What decides how a drawing becomes a picture.
const PAINTER: [&str; 2] = ["src/picture", "Cargo.lock"];

fn main() -> io::Result<()> {
    let mut files = BTreeMap::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        collect(Path::new(source), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    let settings: BTreeMap<String, String> =
        env::vars().filter(|(name, _)| name.starts_with("CARGO_FEATURE_") || name.starts_with("CARGO_CFG_")).collect();
    settings.hash(&mut hasher);
    for name in ["TARGET", "PROFILE", "OPT_LEVEL", "DEBUG"] {
        env::var(name).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo:rustc-env=GONGKAI_READER={:016x}", hasher.finish());

    let mut files = BTreeMap::new();
    for source in PAINTER {
        println!("cargo:rerun-if-changed={source}");
        collect(Path::new(source), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    println!("cargo:rustc-env=GONGKAI_PAINTER={:016x}", hasher.finish());
    Ok(())
}

/// Every file at or below a path, with its bytes; a path that is not there counts as such.
fn collect(path: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), into)?;
        }
    } else if path.is_file() {
        into.insert(path.to_owned(), fs::read(path)?);
    }
    Ok(())
}
