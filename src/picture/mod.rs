//! Makes PNG files of drawings (SVG), and keeps them in the portal's `.gongkai/pictures/`, since one takes a tenth of a
//! second. It knows no site: a drawing comes in, bytes go out.
//!
//! A picture is kept under a name made of what it was drawn from (drawing, fonts, program) and of its own bytes, so that one
//! that is damaged or foreign is drawn again. What a run has not asked for is removed at its end.

#[cfg(feature = "share-pictures")]
mod painter;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::hidden;

#[cfg(feature = "share-pictures")]
pub use painter::Painter;

/// Draws nothing: this program was built without the feature.
#[cfg(not(feature = "share-pictures"))]
#[derive(Debug)]
pub enum Painter {}

#[cfg(not(feature = "share-pictures"))]
impl Painter {
    fn name(&self) -> &[u8] {
        match *self {}
    }

    fn draw(&self, _: &str) -> Result<Vec<u8>, Error> {
        match *self {}
    }
}

/// Whether this program can draw.
pub const AVAILABLE: bool = cfg!(feature = "share-pictures");

/// The painter; `None` where this program cannot draw. `font` is the font file to draw with, where the maintainer names one.
///
/// # Errors
/// The font cannot be read or has no Chinese characters, or the system has none at the places that are known.
#[cfg_attr(not(feature = "share-pictures"), expect(unused_variables, reason = "nobody draws"))]
pub fn painter(font: Option<&Path>) -> Result<Option<Painter>, Error> {
    #[cfg(feature = "share-pictures")]
    return Painter::open(font).map(Some);
    #[cfg(not(feature = "share-pictures"))]
    Ok(None)
}

/// The pictures' folder in the portal's hidden folder.
const NAME: &str = "pictures";
/// The ending of a picture that is being written.
const UNFINISHED: &str = "unfinished";

/// The pictures of one run.
#[derive(Debug)]
pub struct Pictures {
    painter: Painter,
    folder: PathBuf,
    /// Those that earlier runs left, by what they were drawn from.
    kept: BTreeMap<String, Kept>,
    /// Whether those may be used.
    is_fresh: bool,
    drawn: AtomicUsize,
    reused: AtomicUsize,
    trouble: Mutex<Option<Error>>,
}

#[derive(Debug)]
struct Kept {
    file: PathBuf,
    sum: String,
    used: AtomicBool,
}

/// How a run came to its pictures.
#[derive(Debug)]
pub struct Used {
    /// How many earlier runs had drawn.
    pub reused: usize,
    /// How many were drawn.
    pub drawn: usize,
    /// Why some could not be kept, or removed. The run itself is none the worse.
    pub trouble: Option<Error>,
}

impl Pictures {
    /// The pictures of the portal in `root`.
    pub fn open(root: &Path, painter: Painter) -> Pictures {
        let folder = hidden::below(root, NAME);
        let mut kept = BTreeMap::new();
        for file in files(&folder) {
            let Some((key, sum)) = file.file_name().and_then(|name| parts(name.to_str()?)) else { continue };
            let entry = Kept { file: file.clone(), sum, used: AtomicBool::new(false) };
            kept.insert(key, entry);
        }
        let none = || AtomicUsize::new(0);
        Pictures { painter, folder, kept, is_fresh: false, drawn: none(), reused: none(), trouble: Mutex::new(None) }
    }

    /// The same, with every picture to be drawn again.
    pub fn fresh(root: &Path, painter: Painter) -> Pictures {
        Pictures { is_fresh: true, ..Pictures::open(root, painter) }
    }

    /// The PNG of a drawing.
    ///
    /// # Errors
    /// The drawing is no SVG, which would be a fault of ours.
    pub fn png(&self, svg: &str) -> Result<Vec<u8>, Error> {
        let key = hash(&[env!("GONGKAI_PAINTER").as_bytes(), self.painter.name(), svg.as_bytes()]);
        if let Some(kept) = self.kept.get(&key).filter(|_| !self.is_fresh)
            && let Ok(bytes) = fs::read(&kept.file)
            && hash(&[&bytes]) == kept.sum
        {
            kept.used.store(true, Ordering::Relaxed);
            self.reused.fetch_add(1, Ordering::Relaxed);
            return Ok(bytes);
        }
        let bytes = self.painter.draw(svg)?;
        self.drawn.fetch_add(1, Ordering::Relaxed);
        let sum = hash(&[&bytes]);
        if let Some(kept) = self.kept.get(&key).filter(|kept| kept.sum == sum) {
            // It is drawn over the damaged one.
            kept.used.store(true, Ordering::Relaxed);
        }
        self.note(self.keep(&key, &sum, &bytes));
        Ok(bytes)
    }

    fn keep(&self, key: &str, sum: &str, bytes: &[u8]) -> Result<(), Error> {
        hidden::make(&self.folder).map_err(|error| Error::io("create", &self.folder, error))?;
        let unfinished = self.folder.join(format!("{key}.{UNFINISHED}"));
        let file = self.folder.join(format!("{key}-{sum}.png"));
        let written = fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, &file));
        written.map_err(|error| Error::io("write", &file, error))
    }

    /// Removes what nobody asked for, and says what there was to do.
    pub fn close(self) -> Used {
        let remove = |file: &Path| match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", file, error)),
            _ => Ok(()),
        };
        for kept in self.kept.values().filter(|kept| !kept.used.load(Ordering::Relaxed)) {
            self.note(remove(&kept.file));
        }
        for file in files(&self.folder) {
            let name = file.file_name().and_then(|name| name.to_str()?.strip_suffix(&format!(".{UNFINISHED}")));
            if name.is_some_and(is_hash) {
                self.note(remove(&file));
            }
        }
        Used {
            reused: self.reused.into_inner(),
            drawn: self.drawn.into_inner(),
            trouble: self.trouble.into_inner().unwrap_or_default(),
        }
    }

    /// Remembers the first thing that went wrong.
    fn note(&self, done: Result<(), Error>) {
        if let (Err(error), Ok(mut trouble)) = (done, self.trouble.lock()) {
            trouble.get_or_insert(error);
        }
    }
}

/// What a picture was drawn from and its own bytes, by its name.
fn parts(name: &str) -> Option<(String, String)> {
    let (key, sum) = name.strip_suffix(".png")?.split_once('-')?;
    (is_hash(key) && is_hash(sum)).then(|| (key.to_owned(), sum.to_owned()))
}

fn is_hash(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The length of a hash as it is written.
const LENGTH: usize = 40;

fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut out = HEXLOWER.encode(&hasher.finalize());
    out.truncate(LENGTH);
    out
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

#[cfg(all(test, feature = "share-pictures"))]
mod tests {
    use super::*;

    const RED: &str =
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="4"><path fill="#f00" d="M0 0h9v4z"/></svg>"##;
    const BLUE: &str =
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="4"><path fill="#00f" d="M0 0h9v4z"/></svg>"##;

    /// The pictures of one run over these drawings, with how many were drawn.
    fn run(root: &Path, drawings: &[&str]) -> (Vec<Vec<u8>>, usize) {
        let pictures = Pictures::open(root, painter(None).unwrap().unwrap());
        let made = drawings.iter().map(|svg| pictures.png(svg).unwrap()).collect();
        let used = pictures.close();
        assert!(used.trouble.is_none(), "{used:?}");
        assert_eq!(used.drawn + used.reused, drawings.len());
        (made, used.drawn)
    }

    fn kept(root: &Path) -> Vec<PathBuf> {
        files(&hidden::below(root, NAME))
    }

    #[test]
    fn what_was_drawn_is_not_drawn_again_unless_it_is_damaged() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let (first, drawn) = run(root, &[RED, BLUE]);
        assert_eq!(drawn, 2);
        assert_ne!(first[0], first[1]);
        assert_eq!(run(root, &[RED, BLUE]), (first.clone(), 0));
        let fresh = Pictures::fresh(root, painter(None).unwrap().unwrap());
        assert_eq!([RED, BLUE].map(|svg| fresh.png(svg).unwrap()).to_vec(), first);
        assert_eq!((fresh.close().drawn, kept(root).len()), (2, 2));
        for damage in [&b""[..], b"other", &first[1]] {
            let file = kept(root).into_iter().find(|file| fs::read(file).unwrap() == first[0]).unwrap();
            fs::write(&file, damage).unwrap();
            assert_eq!(run(root, &[RED, BLUE]), (first.clone(), 1));
        }
        let file = kept(root).pop().unwrap();
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        let pictures = Pictures::open(root, painter(None).unwrap().unwrap());
        assert_eq!([RED, BLUE].map(|svg| pictures.png(svg).unwrap()).to_vec(), first);
        assert!(pictures.close().trouble.is_some(), "a folder stands in its place");
    }

    #[test]
    fn what_nobody_asks_for_goes_and_what_is_not_ours_stays() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        run(root, &[RED, BLUE]);
        let folder = hidden::below(root, NAME);
        fs::write(folder.join("mine.png"), "mine").unwrap();
        fs::write(folder.join("mine.unfinished"), "mine").unwrap();
        fs::write(folder.join(format!("{}.{UNFINISHED}", "0".repeat(LENGTH))), "torn").unwrap();
        run(root, &[BLUE]);
        let left = kept(root);
        assert_eq!(left.len(), 3, "{left:?}");
        assert!(left.contains(&folder.join("mine.png")) && left.contains(&folder.join("mine.unfinished")));
        assert_eq!(fs::read_to_string(hidden::below(root, ".gitignore")).unwrap(), "*\n");
    }

    #[test]
    fn a_folder_that_cannot_be_written_stops_nobody() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(".gongkai"), "a file").unwrap();
        let pictures = Pictures::open(root.path(), painter(None).unwrap().unwrap());
        assert!(!pictures.png(RED).unwrap().is_empty());
        assert!(pictures.close().trouble.is_some());
    }
}
