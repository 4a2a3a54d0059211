//! A portal's hidden folder: what its commands remember from one run to the next. It may be deleted at any time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Its name in the portal's folder.
pub const FOLDER: &str = ".gongkai";
/// What keeps all of the hidden folder out of version control.
const IGNORED: (&str, &str) = (".gitignore", "*\n");

/// The folder `name` in the hidden folder of the portal in `root`.
pub fn below(root: &Path, name: &str) -> PathBuf {
    root.join(FOLDER).join(name)
}

/// Makes a folder that [`below`] named, where it is not there.
///
/// # Errors
/// The folder, or the file beside it that keeps it out of version control, cannot be made.
pub fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignored = folder.with_file_name(IGNORED.0);
    if ignored.exists() { Ok(()) } else { fs::write(ignored, IGNORED.1) }
}
