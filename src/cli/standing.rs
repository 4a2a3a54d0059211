//! Whether the site that stands in the output folder is the one that a build would make: of the same program, settings and
//! files, and not touched since. A build that finds it so has nothing to do; one that does not may still find single files
//! of the site so ([`Left`]).
//!
//! What a site is made of is known by hashes of all bytes that a build reads, what a file of it is made of by what its making
//! asked for ([`crate::render::notes`]). Of the site itself the size and the time of each file are compared, as the last
//! build left them. In doubt (a link among the files, a record that is not whole, a file that changed while the build ran)
//! nothing is said, and the build runs.
//!
//! A report is hashed by whoever reads it. Before that only as many are hashed as it takes to see that something has changed,
//! which is one where its size or time tells which.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::config;
use crate::diagnostic::Diagnostic;
use crate::hidden;
use crate::load::source;
use crate::publish::{self, Published};
use crate::render::notes::{Print, Prints, Reads};

/// The records' folder in the portal's hidden folder.
const NAME: &str = "built";
/// A larger file than this is no report, page or template; hashing it is not worth the time.
const LARGEST: u64 = 256 * 1024 * 1024;

/// So many bytes of the program are hashed at a time.
const PIECE: u64 = 1024 * 1024;

/// A SHA-256.
type Sum = [u8; 32];

/// What a site is made of, and where it is remembered.
#[derive(Debug)]
pub struct Standing {
    program: Sum,
    /// Of the options and of what the inputs are called.
    named: Sum,
    root: PathBuf,
    /// What is read, as it stood before.
    inputs: Vec<Input>,
    /// Of the bytes of each input, but for the reports.
    sums: Vec<Option<Sum>>,
    /// Where the site is remembered, and what stood there.
    record: PathBuf,
    before: Option<Record>,
    out: PathBuf,
}

/// A file that a build reads.
#[derive(Debug, PartialEq, Eq)]
struct Input {
    file: PathBuf,
    look: Look,
}

/// What a file looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Look {
    bytes: u64,
    changed: SystemTime,
}

/// What a build said, to be said again.
#[derive(Debug, Serialize, Deserialize)]
pub struct Said {
    /// What is wrong with the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The numbers of the summary by name, but for what was written and how long it took.
    pub numbers: Vec<(String, String)>,
    /// What stands in the output folder.
    pub published: Published,
}

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// Of all that the site was made of.
    made_of: Sum,
    /// Of what that was called.
    named: Sum,
    /// What each input looked like, with the hash of the bytes that were read of it.
    inputs: Vec<(Look, Sum)>,
    files: Vec<Stamp>,
    said: Said,
}

/// A file of the site as it was left.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    path: String,
    bytes: u64,
    changed: SystemTime,
}

impl Standing {
    /// Looks at everything that a build of the portal in `root` into `out` would read. `options` are the arguments that
    /// a site depends on. `None` where it cannot be known for sure.
    pub fn of(root: &Path, out: &Path, options: &[&str]) -> Option<Standing> {
        let out = std::path::absolute(out).ok()?;
        let name = HEXLOWER.encode(&Sha256::digest(out.as_os_str().as_encoded_bytes())[..8]);
        let record = hidden::below(root, NAME).join(name);
        let (inputs, before) = rayon::join(|| inputs(root), || read(&record));
        let inputs = inputs?;
        let reports = root.join("content").join("reports");
        let sum = |Input { file, look }: &Input| {
            let is_report = source::is_read(&reports, file, look.bytes);
            if is_report { Ok(None) } else { sum_of(file).map(Some) }
        };
        let (program, rest) = inputs.split_first()?;
        let mut sums = vec![Some(sum_of_pieces(program).ok()?)];
        sums.extend(rest.par_iter().map(sum).collect::<io::Result<Vec<Option<Sum>>>>().ok()?);
        let mut named = Sha256::new();
        // Lengths come before what is of any length, so that two lists never look the same.
        let mut add = |bytes: &[u8]| {
            named.update((bytes.len() as u64).to_le_bytes());
            named.update(bytes);
        };
        options.iter().for_each(|option| add(option.as_bytes()));
        for input in &inputs {
            let inside = input.file.strip_prefix(root).unwrap_or(Path::new("program"));
            add(inside.as_os_str().as_encoded_bytes());
        }
        let program = sums.first().copied().flatten()?;
        let (root, named) = (root.to_owned(), named.finalize().into());
        Some(Standing { program, named, root, inputs, sums, record, before, out })
    }

    /// What the build said that made the site, if the site stands as it left it.
    pub fn recall(&self) -> Option<&Said> {
        let before = self.before.as_ref()?;
        let is_of_these = before.named == self.named && self.are_same(&before.inputs);
        (is_of_these && stamps(&self.out)? == before.files).then_some(&before.said)
    }

    /// Whether the inputs have the bytes that they had. That a file looks the same proves nothing, so all are hashed; those that
    /// look otherwise come first, because one that differs is enough.
    fn are_same(&self, before: &[(Look, Sum)]) -> bool {
        let is_same = |(input, known): (&Input, &Option<Sum>), sum: &Sum| match known {
            Some(known) => known == sum,
            None => sum_of(&input.file).is_ok_and(|now| now == *sum),
        };
        let are_same = |alike: bool| {
            let inputs = self.inputs.par_iter().zip(&self.sums).zip(before);
            let group = inputs.filter(|((input, _), (look, _))| (input.look == *look) == alike);
            group.all(|(input, (_, sum))| is_same(input, sum))
        };
        before.len() == self.inputs.len() && are_same(false) && are_same(true)
    }

    /// The program that builds.
    pub fn program(&self) -> Sum {
        self.program
    }

    /// What the last build left.
    pub fn left(&self) -> Option<Left<'_>> {
        let (before, making): (&Record, Making<Origin>) = (self.before.as_ref()?, read(&self.making())?);
        let is_of_it = making.made_of == before.made_of && making.files.len() == before.files.len();
        is_of_it.then_some(Left { out: &self.out, ground: making.ground, files: &before.files, origins: making.files })
    }

    /// Forgets what is remembered, before the site is changed: a build that is cut off leaves nothing to go by.
    pub fn forget(&self) {
        let _ = fs::remove_file(&self.record);
    }

    /// Remembers the site as it stands in its `files`, which are sorted, and what they are `made` of. `read` says which bytes of
    /// each report were read. Failing to is no more than a slower build the next time.
    pub fn keep(
        &self,
        said: Said,
        read: &HashMap<PathBuf, String>,
        files: &BTreeSet<String>,
        made: Option<(Print, &Origins)>,
    ) {
        let files: Vec<&String> = files.iter().collect();
        let made = made.filter(|(_, origins)| origins.paths.iter().eq(files.iter().copied()));
        let stamps = || {
            let stand = files.into_par_iter().enumerate().map(|(at, path)| {
                // A file that was left is known as it was when it was looked at: somebody may have changed it since.
                let stood = made.and_then(|(_, origins)| origins.of[at].get()?.stood);
                match stood {
                    Some((bytes, changed)) => Some(Stamp { path: path.clone(), bytes, changed }),
                    None => stamp(&self.out, path),
                }
            });
            stand.collect::<Option<Vec<Stamp>>>()
        };
        let (files, inputs) = rayon::join(stamps, || inputs(&self.root));
        // What changed meanwhile may have been read as it was before or after.
        let Some(files) = files.filter(|_| inputs.is_some_and(|now| now == self.inputs)) else { return };
        let Some(sums) = self.all_sums(read) else { return };
        let mut made_of = Sha256::new_with_prefix(self.named);
        sums.iter().for_each(|sum| made_of.update(sum));
        let made_of = made_of.finalize().into();
        // A time before 1970 cannot be written down; where a file looks otherwise is only where it is hashed first.
        let look = |input: &Input| Look { changed: input.look.changed.max(SystemTime::UNIX_EPOCH), ..input.look };
        let inputs = self.inputs.iter().map(look).zip(sums).collect();
        let record = Record { made_of, named: self.named, inputs, files, said };
        let write_making = || match made {
            Some((ground, origins)) => {
                let files = origins.of.iter().map(OnceLock::get).collect();
                write(&self.making(), &Making { made_of, ground, files })
            }
            None => Ok(()),
        };
        let write_all = || {
            hidden::make(self.record.parent().unwrap_or(Path::new("")))?;
            let (record, making) = rayon::join(|| write(&self.record, &record), write_making);
            record.and(making)
        };
        if write_all().is_err() {
            self.forget();
        }
    }

    /// The hash of each input: of a report, of the bytes that were `read`. `None` where other files were read than there are:
    /// one was put there, or taken away, while the build ran.
    fn all_sums(&self, read: &HashMap<PathBuf, String>) -> Option<Vec<Sum>> {
        let reports = self.sums.iter().filter(|sum| sum.is_none()).count();
        let sum = |(input, known): (&Input, &Option<Sum>)| {
            known.or_else(|| HEXLOWER.decode(read.get(&input.file)?.as_bytes()).ok()?.try_into().ok())
        };
        if reports == read.len() { self.inputs.par_iter().zip(&self.sums).map(sum).collect() } else { None }
    }

    fn making(&self) -> PathBuf {
        self.record.with_extension("making")
    }
}

/// What a file of the site was made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Origin {
    /// What its making asked for.
    reads: Reads,
    /// What that was.
    print: Print,
    /// The size and the time of a file that was left as it stood.
    #[serde(skip)]
    stood: Option<(u64, SystemTime)>,
}

impl Origin {
    /// Of a file that is made now.
    pub fn new(reads: Reads, print: Print) -> Origin {
        Origin { reads, print, stood: None }
    }
}

/// What the files of a site were made of, each in the order of the paths.
#[derive(Serialize, Deserialize)]
struct Making<O> {
    made_of: Sum,
    ground: Print,
    files: Vec<Option<O>>,
}

/// The files that the last build left.
#[derive(Debug)]
pub struct Left<'a> {
    out: &'a Path,
    ground: Print,
    /// Sorted by path.
    files: &'a [Stamp],
    /// What each of them was made of.
    origins: Vec<Option<Origin>>,
}

impl Left<'_> {
    /// The number of bytes of a file that is still what it would be made, with what it is made of.
    pub fn standing(&self, path: &str, prints: &Prints) -> Option<(u64, Origin)> {
        let at = self.files.binary_search_by(|stamp| stamp.path.as_str().cmp(path)).ok()?;
        let (stamp, origin) = (&self.files[at], self.origins[at].as_ref()?);
        let is_same = self.ground == prints.ground() && prints.of(path, &origin.reads)? == origin.print;
        (is_same && self::stamp(self.out, path)? == *stamp)
            .then(|| (stamp.bytes, Origin { stood: Some((stamp.bytes, stamp.changed)), ..origin.clone() }))
    }
}

/// What the files of a site are made of, put down while they are made.
#[derive(Debug)]
pub struct Origins<'a> {
    paths: &'a [String],
    of: Vec<OnceLock<Origin>>,
}

impl<'a> Origins<'a> {
    /// For the files at these paths, which are sorted.
    pub fn new(paths: &'a [String]) -> Origins<'a> {
        Origins { paths, of: paths.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Puts down what a file is made of.
    pub fn put(&self, path: &str, origin: Origin) {
        if let Ok(at) = self.paths.binary_search_by(|other| other.as_str().cmp(path)) {
            let _ = self.of[at].set(origin);
        }
    }
}

/// What was written with a checksum, if it is whole.
fn read<T: for<'de> Deserialize<'de>>(file: &Path) -> Option<T> {
    let written = fs::read(file).ok()?;
    let (bytes, sum) = written.split_last_chunk::<32>()?;
    if Sha256::digest(bytes)[..] != sum[..] {
        return None;
    }
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}

fn write(file: &Path, value: &impl Serialize) -> io::Result<()> {
    let mut written = postcard::to_stdvec(value).map_err(io::Error::other)?;
    let sum = Sha256::digest(&written);
    written.extend_from_slice(&sum);
    fs::write(file, &written)
}

/// Everything that a build of the portal in `root` reads, the program first; `None` where it cannot be known for sure.
fn inputs(root: &Path) -> Option<Vec<Input>> {
    let mut folders = Vec::new();
    for folder in config::FOLDERS {
        let folder = root.join(folder);
        folders.extend(fs::symlink_metadata(&folder).is_ok().then_some(folder));
    }
    let mut inputs = Vec::new();
    // Folders are listed side by side, level by level.
    while !folders.is_empty() {
        let listed: Vec<(Vec<Input>, Vec<PathBuf>)> = folders.par_iter().map(|at| list(at)).collect::<Option<_>>()?;
        folders.clear();
        for (files, below) in listed {
            inputs.extend(files);
            folders.extend(below);
        }
    }
    inputs.par_sort_unstable_by(|a, b| a.file.as_os_str().cmp(b.file.as_os_str()));
    let program = std::env::current_exe().ok()?;
    let about = fs::metadata(&program).ok()?;
    inputs.insert(0, input(program, &about)?);
    let settings = root.join(config::FILE);
    if let Ok(about) = fs::metadata(&settings) {
        inputs.push(input(settings, &about)?);
    }
    Some(inputs)
}

/// The files in a folder, and the folders in it.
fn list(folder: &Path) -> Option<(Vec<Input>, Vec<PathBuf>)> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        match entry.file_type().ok()?.is_dir() {
            true => folders.push(entry.path()),
            false => files.push(input(entry.path(), &entry.metadata().ok()?)?),
        }
    }
    Some((files, folders))
}

fn input(file: PathBuf, about: &fs::Metadata) -> Option<Input> {
    let look = Look { bytes: about.len(), changed: about.modified().ok()? };
    (about.is_file() && look.bytes <= LARGEST).then_some(Input { file, look })
}

fn sum_of(file: &Path) -> io::Result<Sum> {
    Ok(Sha256::digest(fs::read(file)?).into())
}

/// Of a large file, by the hashes of its pieces, so that several threads have something to do.
fn sum_of_pieces(input: &Input) -> io::Result<Sum> {
    let of_piece = |number: u64| {
        let mut file = File::open(&input.file)?;
        file.seek(io::SeekFrom::Start(number * PIECE))?;
        let mut bytes = Vec::with_capacity(PIECE as usize);
        file.take(PIECE).read_to_end(&mut bytes)?;
        Ok(Sha256::digest(bytes).into())
    };
    let pieces = input.look.bytes.div_ceil(PIECE);
    let sums: Vec<Sum> = (0..pieces).into_par_iter().map(of_piece).collect::<io::Result<_>>()?;
    Ok(Sha256::digest(sums.as_flattened()).into())
}

/// The files of the site in a folder, as they stand; `None` where one is not there.
fn stamps(out: &Path) -> Option<Vec<Stamp>> {
    publish::files(out)?.par_iter().map(|path| stamp(out, path)).collect()
}

fn stamp(out: &Path, path: &str) -> Option<Stamp> {
    let there = fs::symlink_metadata(out.join(path)).ok().filter(fs::Metadata::is_file)?;
    Some(Stamp { path: path.to_owned(), bytes: there.len(), changed: there.modified().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{Manner, publish};

    struct Portal {
        folder: tempfile::TempDir,
    }

    impl Portal {
        fn new() -> Portal {
            let portal = Portal { folder: tempfile::tempdir().unwrap() };
            fs::create_dir_all(portal.report("a.txt").parent().unwrap()).unwrap();
            let page = ["index.html".to_owned()];
            publish(&portal.out(), &page, Manner::default(), |_| Ok(b"page".to_vec()), |_, _| ()).unwrap();
            portal
        }

        fn report(&self, name: &str) -> PathBuf {
            self.folder.path().join("content/reports").join(name)
        }

        fn out(&self) -> PathBuf {
            self.folder.path().join("public")
        }

        fn look(&self) -> Standing {
            Standing::of(self.folder.path(), &self.out(), &[]).unwrap()
        }

        /// Remembers the site as made of a report that says this.
        fn keep(&self, standing: &Standing, read: &str, stood: Option<(u64, SystemTime)>) {
            let said = Said { diagnostics: Vec::new(), numbers: Vec::new(), published: Published::default() };
            let sum = HEXLOWER.encode(&Sha256::digest(read));
            let (reads, print) = (postcard::from_bytes::<Reads>(&[0]).unwrap(), Print::default());
            let (read, paths) = (HashMap::from([(self.report("a.txt"), sum)]), ["index.html".to_owned()]);
            let origins = Origins::new(&paths);
            origins.put(&paths[0], Origin { reads, print, stood });
            standing.keep(said, &read, &BTreeSet::from(paths.clone()), Some((print, &origins)));
        }
    }

    #[test]
    fn what_changes_while_a_build_runs_leaves_nothing_to_go_by() {
        let portal = Portal::new();
        let (report, another) = (portal.report("a.txt"), portal.report("b.txt"));
        let is_known = |change: &dyn Fn(), read: &str, stood: Option<(u64, SystemTime)>| {
            fs::write(&report, "81").unwrap();
            let standing = portal.look();
            standing.forget();
            change();
            portal.keep(&standing, read, stood);
            fs::write(&report, "81").unwrap();
            portal.look().recall().is_some()
        };
        assert!(is_known(&|| (), "81", None));
        // What was read may be either; the change is undone afterwards.
        assert!(!is_known(&|| fs::write(&report, "82 and more").unwrap(), "81", None));
        assert!(!is_known(&|| fs::write(&another, "2").unwrap(), "81", None));
        fs::remove_file(&another).unwrap();
        // A change that was undone before the end, and read between.
        assert!(!is_known(&|| (), "82", None));
        // A file of the site that was found standing, and has another time since.
        assert!(!is_known(&|| (), "81", Some((4, SystemTime::UNIX_EPOCH))));
        assert!(is_known(&|| (), "81", None));
    }

    #[test]
    fn a_file_is_known_by_its_bytes_and_not_by_its_time() {
        let portal = Portal::new();
        let report = portal.report("a.txt");
        let put = |text: &str, seconds: u64| {
            fs::write(&report, text).unwrap();
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            fs::File::options().append(true).open(&report).unwrap().set_modified(time).unwrap();
        };
        put("81", 1000);
        portal.keep(&portal.look(), "81", None);
        let is_known = || portal.look().recall().is_some();
        assert!(is_known());
        put("81", 2000);
        assert!(is_known());
        put("82", 1000);
        assert!(!is_known());
        put("82", 2000);
        assert!(!is_known());
        put("81", 1000);
        assert!(is_known());
        // A file that nobody reads says something by being there.
        fs::write(portal.report("b.bak"), "").unwrap();
        assert!(!is_known());
        portal.keep(&portal.look(), "81", None);
        assert!(is_known());
        let day = std::time::Duration::from_secs(86_400);
        let file = fs::File::options().append(true).open(&report).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH - day).unwrap();
        portal.look().forget();
        assert!(!is_known());
        portal.keep(&portal.look(), "81", None);
        assert!(is_known());
    }

    #[test]
    fn a_site_of_other_files_than_there_are_is_not_remembered() {
        let portal = Portal::new();
        let is_known = || portal.look().recall().is_some();
        fs::write(portal.report("a.txt"), "81").unwrap();
        // It was somewhere else when the reports were read.
        fs::write(portal.report("b.txt"), "2").unwrap();
        portal.keep(&portal.look(), "81", None);
        assert!(!is_known());
        fs::rename(portal.report("b.txt"), portal.report("b.tmp")).unwrap();
        portal.keep(&portal.look(), "81", None);
        assert!(is_known());
        // It is gone again.
        fs::remove_file(portal.report("a.txt")).unwrap();
        portal.look().forget();
        portal.keep(&portal.look(), "81", None);
        assert!(!is_known());
    }
}
