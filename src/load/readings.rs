//! What each file said, kept in memory for a run that goes on while files change: only what is named as changed is read
//! again, and what comes out is what a first reading of the same files would give. It does not watch files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::Cache;
use super::document::Hints;
use super::source::{self, Source};
use super::{Extracted, Loaded, Settled, assemble, registry, understand_bytes};
use crate::config::SiteConfig;
use crate::error::Error;

/// What may have changed since the last reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// Anything: every file is read, and its hash says whether it has changed.
    All,
    /// What stands at these paths, or below them.
    Paths(BTreeSet<PathBuf>),
}

impl Changed {
    /// No change.
    pub fn nothing() -> Changed {
        Changed::Paths(BTreeSet::new())
    }

    /// Whether nothing may have changed.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Changed::Paths(paths) if paths.is_empty())
    }

    /// What stands at this path, or below it, may have changed as well.
    pub fn add(&mut self, path: PathBuf) {
        if let Changed::Paths(paths) = self {
            paths.insert(path);
        }
    }

    /// All this may have changed as well.
    pub fn extend(&mut self, further: Changed) {
        match (&mut *self, further) {
            (Changed::Paths(paths), Changed::Paths(further)) => paths.extend(further),
            _ => *self = Changed::All,
        }
    }

    /// Whether a file may have changed.
    pub fn touches(&self, file: &Path) -> bool {
        match self {
            Changed::All => true,
            Changed::Paths(paths) => !paths.is_empty() && file.ancestors().any(|at| paths.contains(at)),
        }
    }

    /// Whether something in a folder may have changed.
    pub fn touches_below(&self, folder: &Path) -> bool {
        match self {
            Changed::All => true,
            Changed::Paths(paths) => paths.iter().any(|path| path.starts_with(folder) || folder.starts_with(path)),
        }
    }
}

/// What was read so far.
#[derive(Debug, Default)]
pub struct Readings {
    files: BTreeMap<PathBuf, Arc<Kept>>,
    settled: Settled,
}

/// What one file said, with what it depends on.
#[derive(Debug)]
struct Kept {
    hints: Hints,
    /// SHA-256 and number of its bytes; `None` where it must be read again.
    bytes: Option<(String, usize)>,
    /// It must be looked at again even where nothing says that it has changed: it has another name, or could not be used.
    elsewhere: bool,
    extracted: Arc<Extracted>,
}

impl Readings {
    /// Reads the portal in `root` as [`super::load_with`] does. Of the report files those are read again that may have changed.
    ///
    /// # Errors
    /// A file or folder cannot be read. What was read before is then still kept.
    pub fn load(
        &mut self,
        root: &Path,
        config: &SiteConfig,
        changed: &Changed,
        cache: &Cache,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Loaded, Error> {
        let content = root.join("content");
        let read_all = || {
            let (sources, diagnostics) = source::find(&content)?;
            let kept = sources
                .par_iter()
                // Else one thread is left with hundreds of them when the others have done theirs.
                .with_max_len(16)
                .map(|source| {
                    let before = self.files.get(&source.file).filter(|kept| kept.hints == source.hints);
                    let kept = match before {
                        Some(kept) if !kept.elsewhere && !changed.touches(&source.file) => Ok(Arc::clone(kept)),
                        before => read(source, before.map(Arc::as_ref), cache).map(Arc::new),
                    };
                    progress(sources.len());
                    kept
                })
                .collect::<Result<Vec<_>, Error>>()?;
            Ok::<_, Error>((sources, diagnostics, kept))
        };
        // A long list of bodies takes as long to understand as hundreds of reports.
        let (read, registry) = rayon::join(read_all, || registry::read(&content));
        let (sources, diagnostics, kept) = read?;
        let extracted: Vec<Arc<Extracted>> = kept.iter().map(|kept| Arc::clone(&kept.extracted)).collect();
        let (loaded, settled) =
            assemble(&content, config, &sources, &extracted, registry?, diagnostics, &self.settled)?;
        self.files = sources.into_iter().map(|source| source.file).zip(kept).collect();
        self.settled = settled;
        Ok(loaded)
    }

    /// SHA-256 of the bytes of each report file that was read, in lower-case hexadecimal.
    pub fn into_sums(self) -> HashMap<PathBuf, String> {
        let sum = |kept: Arc<Kept>| Some(Arc::into_inner(kept)?.bytes?.0);
        self.files.into_iter().filter_map(|(file, kept)| Some((file, sum(kept)?))).collect()
    }
}

fn read(source: &Source, before: Option<&Kept>, cache: &Cache) -> Result<Kept, Error> {
    let shown = format!("content/{}", source.path);
    let kept = |bytes, elsewhere, extracted| Kept { hints: source.hints.clone(), bytes, elsewhere, extracted };
    let bytes = match source::read(&shown, &source.file)? {
        Ok(bytes) => bytes,
        Err(problem) => {
            let extracted = Extracted { diagnostics: vec![*problem], ..Extracted::default() };
            return Ok(kept(None, true, Arc::new(extracted)));
        }
    };
    let stamp = (bytes.sha256.clone(), bytes.bytes.len());
    if let Some(before) = before.filter(|before| before.bytes.as_ref() == Some(&stamp)) {
        return Ok(kept(Some(stamp), bytes.elsewhere, Arc::clone(&before.extracted)));
    }
    let (extracted, lasting) = understand_bytes(source, &bytes, cache);
    Ok(kept(lasting.then_some(stamp), bytes.elsewhere, Arc::new(extracted)))
}
