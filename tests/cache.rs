//! The parse cache: whatever happened to files or to the cache itself, a run with it gives what a run without it gives.

#[path = "generator/random.rs"]
#[allow(dead_code, reason = "others draw in more ways")]
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use gongkai::config::{self, SiteConfig};
use gongkai::load::cache::{Cache, Trouble, Used};
use gongkai::load::{Changed, Loaded, Readings, load_with};
use random::Random;
use tempfile::TempDir;

/// A portal with the example's reports.
struct Portal {
    folder: TempDir,
    config: SiteConfig,
}

impl Portal {
    fn new() -> Portal {
        let folder = tempfile::tempdir().unwrap();
        let example = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (path, bytes) in tree(&example.join("content")) {
            write(&folder.path().join("content").join(path), &bytes);
        }
        fs::write(folder.path().join("site.toml"), "").unwrap();
        let config = config::read(folder.path()).unwrap();
        Portal { folder, config }
    }

    /// With only so many of the reports: quicker, where many runs are compared.
    fn of(reports: usize) -> Portal {
        let portal = Portal::new();
        for file in &portal.reports()[reports..] {
            fs::remove_file(file).unwrap();
        }
        portal
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn read(&self, cache: Cache) -> (Loaded, Used) {
        let loaded = load_with(self.root(), &self.config, &cache, &|_| ()).unwrap();
        (loaded, cache.close())
    }

    /// Reads with the cache as it lies there, and holds that it makes no difference.
    fn compared(&self, what: &str) -> Used {
        let (plain, _) = self.read(Cache::none());
        let (loaded, used) = self.read(Cache::open(self.root()));
        assert_same(&loaded, &plain, what);
        used
    }

    fn packs(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.root().join(".gongkai/reading")).unwrap().map(|entry| entry.unwrap().path());
        let mut packs: Vec<PathBuf> =
            entries.filter(|path| path.extension().is_some_and(|end| end == "pack")).collect();
        packs.sort();
        packs
    }

    fn reports(&self) -> Vec<PathBuf> {
        let reports = self.root().join("content/reports");
        tree(&reports).into_keys().filter(|path| !path.ends_with(".toml")).map(|path| reports.join(path)).collect()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.current_dir(self.root()).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

fn assert_same(loaded: &Loaded, plain: &Loaded, what: &str) {
    assert_eq!(loaded.reports.len(), plain.reports.len(), "{what}");
    for (one, other) in loaded.reports.iter().zip(&plain.reports) {
        assert!(one == other, "{what}: {} differs", one.report().source.path);
    }
    assert_eq!(loaded.diagnostics, plain.diagnostics, "{what}");
}

fn write(file: &Path, bytes: &[u8]) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// Something that a maintainer might do to the files of a portal.
fn change(portal: &Portal, random: &mut Random) -> String {
    let files = portal.reports();
    let file = random.pick(&files);
    let other = random.pick(&files);
    let beside = file.with_file_name("report.toml");
    let mut text = fs::read(file).unwrap();
    match random.below(8) {
        0 | 1 => {
            let digits: Vec<usize> = (0..text.len()).filter(|&at| text[at].is_ascii_digit()).collect();
            if !digits.is_empty() {
                text[*random.pick(&digits)] = b'0' + random.below(10) as u8;
            }
            fs::write(file, text).unwrap();
        }
        2 => {
            text.truncate(random.below(text.len() + 1));
            fs::write(file, text).unwrap();
        }
        3 if files.len() > 3 => fs::remove_file(file).unwrap(),
        4 => fs::rename(file, file.with_file_name(format!("moved-{}.txt", random.below(3)))).unwrap(),
        5 => {
            fs::copy(file, other).unwrap();
        }
        6 => fs::write(beside, format!("year = {}\n", 2019 + random.below(6))).unwrap(),
        _ => {
            let _ = fs::remove_file(beside);
        }
    }
    file.display().to_string()
}

#[cfg(unix)]
#[test]
fn folders_whose_names_look_alike_are_told_apart_when_little_is_read_again() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    // 北京 and 吉林 as an archive from an old system has them: neither name is text here, and both are shown alike.
    let portal = Portal::of(0);
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/reports");
    for (name, report) in [(b"\xb1\xb1\xbe\xa9", "guyuan/2023.txt"), (b"\xbc\xaa\xc1\xd6", "suqian/2023.txt")] {
        let bytes = fs::read(example.join(report)).unwrap();
        write(&portal.root().join("content/reports").join(OsStr::from_bytes(name)).join("2023.txt"), &bytes);
    }
    let mut readings = Readings::default();
    for changed in [Changed::All, Changed::nothing()] {
        let loaded = readings.load(portal.root(), &portal.config, &changed, &Cache::none(), &|_| ()).unwrap();
        let bodies: BTreeSet<&str> = loaded.reports.iter().map(|checked| &*checked.report().body).collect();
        assert_eq!(bodies, BTreeSet::from(["固原市", "宿迁市"]));
    }
    assert_eq!(readings.into_sums().len(), 2);
}

#[test]
fn after_any_change_a_run_with_the_cache_is_one_without() {
    let portal = Portal::new();
    let mut random = Random::new(20);
    let all = portal.reports().len();
    assert_eq!(portal.compared("at first").read, all);
    assert_eq!(portal.compared("again").read, 0);
    for step in 0..40 {
        let what = change(&portal, &mut random);
        portal.compared(&format!("step {step}, after {what}"));
    }
    assert_eq!(portal.compared("at last").read, 0);
}

#[test]
fn one_changed_file_is_the_only_one_read() {
    let portal = Portal::new();
    portal.compared("at first");
    let file = &portal.reports()[0];
    let mut text = fs::read(file).unwrap();
    text.push(b'\n');
    fs::write(file, text).unwrap();
    assert_eq!(portal.compared("one changed").read, 1);
}

#[test]
fn no_flipped_byte_of_the_cache_changes_anything() {
    let portal = Portal::of(2);
    portal.compared("at first");
    let (plain, _) = portal.read(Cache::none());
    let [pack] = &portal.packs()[..] else { panic!("one run makes one pack") };
    let whole = fs::read(pack).unwrap();
    let mut random = Random::new(7);
    // The head, the index with the tail, and all between.
    let index = whole.len() - 2 * 64 - 32;
    let mut places: Vec<usize> = (0..32).step_by(4).chain((index..whole.len()).step_by(4)).collect();
    places.extend((0..40).map(|_| random.below(whole.len())));
    for at in places {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << random.below(8);
        // A run replaces what it finds damaged, so each begins with this one pack alone.
        for other in portal.packs() {
            fs::remove_file(other).unwrap();
        }
        fs::write(pack, flipped).unwrap();
        let (loaded, used) = portal.read(Cache::open(portal.root()));
        assert_same(&loaded, &plain, &format!("byte {at}"));
        assert!(used.read > 0, "byte {at} was not missed");
    }
}

#[test]
fn a_torn_empty_or_foreign_cache_is_as_good_as_none() {
    let portal = Portal::of(2);
    portal.compared("at first");
    let pack = portal.packs()[0].clone();
    let whole = fs::read(&pack).unwrap();
    let mut random = Random::new(3);
    for length in [0, 1, 31, 32, 63, 64, whole.len() - 1].into_iter().chain((0..6).map(|_| random.below(whole.len()))) {
        for other in portal.packs() {
            fs::remove_file(other).unwrap();
        }
        fs::write(&pack, &whole[..length]).unwrap();
        assert!(portal.compared(&format!("{length} bytes")).read > 0);
        assert_eq!(portal.compared("again").read, 0);
    }
    for other in portal.packs() {
        fs::remove_file(other).unwrap();
    }
    fs::write(&pack, "something else".repeat(1000)).unwrap();
    fs::write(pack.with_file_name("unfinished"), "torn").unwrap();
    portal.compared("foreign");
    fs::remove_dir_all(portal.root().join(".gongkai")).unwrap();
    portal.compared("deleted");
    assert_eq!(portal.compared("and made again").read, 0);
}

#[test]
fn without_room_or_leave_a_run_works_and_says_so_when_asked() {
    let portal = Portal::new();
    let hidden = portal.root().join(".gongkai");
    fs::write(&hidden, "a file where the folder should be").unwrap();
    assert!(matches!(portal.compared("a file").trouble, Some(Trouble::Failed(_))));
    let quiet = portal.run(&["build", "--lang", "en"]);
    assert!(quiet.status.success() && !String::from_utf8(quiet.stdout).unwrap().contains("cache"), "nobody asked");
    let told = String::from_utf8(portal.run(&["build", "--lang", "en", "-v"]).stdout).unwrap();
    assert_eq!(told.matches("the parse cache was not written").count(), 1, "{told}");
    fs::remove_file(&hidden).unwrap();
    #[cfg(target_os = "linux")]
    {
        portal.compared("with room");
        fs::write(&portal.reports()[0], "第一页").unwrap();
        let unfinished = hidden.join("reading/unfinished");
        std::os::unix::fs::symlink("/dev/full", &unfinished).unwrap();
        let used = portal.compared("a full disk");
        assert!(matches!(used.trouble, Some(Trouble::Failed(_))), "{used:?}");
        assert_eq!(used.read, 1);
        assert!(portal.compared("room again").trouble.is_none());
        assert_eq!(portal.compared("and kept").read, 0);
    }
}

#[test]
fn builds_with_the_cache_without_it_and_several_at_once_give_the_same_bytes() {
    let portal = Portal::new();
    let first = portal.run(&["build", "--fresh", "--out", "first"]);
    assert!(first.status.success(), "{first:?}");
    let expected = tree(&portal.root().join("first"));
    let outs = ["a", "b", "c"];
    for round in 0..2 {
        if round == 0 {
            fs::remove_dir_all(portal.root().join(".gongkai")).unwrap();
        }
        let runs: Vec<_> = outs.iter().map(|out| portal.command(&["build", "--out", out]).spawn().unwrap()).collect();
        for run in runs {
            assert!(run.wait_with_output().unwrap().status.success());
        }
        for out in outs {
            assert!(tree(&portal.root().join(out)) == expected, "{out} in round {round} differs");
        }
    }
    assert_eq!(portal.compared("after that").read, 0);
}

#[test]
fn a_run_killed_at_any_moment_leaves_a_cache_that_can_be_used() {
    let portal = Portal::new();
    let kills: usize = std::env::var("GONGKAI_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let mut random = Random::new(11);
    for number in 0..kills {
        change(&portal, &mut random);
        if number % 3 == 0 {
            let _ = fs::remove_dir_all(portal.root().join(".gongkai"));
        }
        let mut run = portal.command(&["check"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(random.below(300) as u64));
        run.kill().unwrap();
        run.wait().unwrap();
        assert!(portal.compared(&format!("kill {number}")).trouble.is_none());
        assert_eq!(portal.compared("again").read, 0);
    }
}
