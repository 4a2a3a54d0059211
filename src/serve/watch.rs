//! Which files of the portal have changed. The system's word is taken for what may have changed, never for what has: where
//! it is in doubt, everything may have. Knows folders, not what is in them.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::shown::Fault;
use crate::config;
use crate::load::Changed;
use crate::load::source::is_left_over;

/// A burst of changes is over when nothing is heard for so long: programs that save a file do so in several steps.
const QUIET: Duration = Duration::from_millis(10);
/// A burst of more steps than this is looked at in pieces.
const LONGEST_BURST: usize = 10_000;
/// How long to wait for word of a file that went while it was read.
const SOON: Duration = Duration::from_millis(100);
/// How often everything is looked at where the system says nothing.
const BLIND: Duration = Duration::from_secs(3);

/// The folders that a portal has in others.
const WITHIN: [&str; 2] = ["content/reports", "content/pages"];

/// What reaches the thread that makes the site.
pub enum Message {
    /// The system has something to say of files.
    Files(notify::Result<notify::Event>),
    /// A template turned out to be wrong when a page was asked for.
    Fault(Fault),
}

/// What is heard.
pub enum Heard {
    /// These files may have changed.
    Files(Changed),
    /// A template is wrong.
    Fault(Fault),
}

/// Hears of changes.
pub struct Watch {
    root: PathBuf,
    inbox: Receiver<Message>,
    watcher: Option<RecommendedWatcher>,
    waiting: VecDeque<Message>,
    blind: Option<String>,
    blind_is_said: bool,
}

impl Watch {
    /// Begins to listen for changes in the portal in `root`, an absolute path without links.
    pub fn start(root: &Path, messages: Sender<Message>, inbox: Receiver<Message>) -> Watch {
        let folder = root.to_owned();
        let tell = move |event| {
            if tells(&folder, &event) {
                let _ = messages.send(Message::Files(event));
            }
        };
        // Links in the folders lead to what is not read, or to what is listened to anyway.
        let watcher = RecommendedWatcher::new(tell, Config::default().with_follow_symlinks(false));
        let blind = watcher.as_ref().err().map(ToString::to_string);
        let mut watch = Watch {
            root: root.to_owned(),
            inbox,
            watcher: watcher.ok(),
            waiting: VecDeque::new(),
            blind,
            blind_is_said: false,
        };
        watch.listen_to(root, RecursiveMode::NonRecursive);
        for folder in config::FOLDERS.map(|folder| root.join(folder)).iter().filter(|folder| folder.is_dir()) {
            watch.listen_below(folder);
        }
        watch
    }

    /// Why the system cannot say what changes, once.
    pub fn take_blindness(&mut self) -> Option<String> {
        let reason = self.blind.clone().filter(|_| !self.blind_is_said);
        self.blind_is_said |= reason.is_some();
        reason
    }

    /// Whether something has been heard that [`Watch::next`] will say.
    pub fn has_heard(&mut self) -> bool {
        self.waiting.extend(self.inbox.try_iter());
        !self.waiting.is_empty()
    }

    /// Waits for the next change.
    pub fn next(&mut self) -> Heard {
        loop {
            let patience = self.blind.is_some().then_some(BLIND);
            match self.message(patience) {
                Some(Message::Fault(fault)) => return Heard::Fault(fault),
                Some(Message::Files(first)) => {
                    if let Some(changed) = self.burst(first) {
                        return Heard::Files(changed);
                    }
                }
                None => return Heard::Files(Changed::All),
            }
        }
    }

    /// The next change of files, where it comes at once.
    pub fn soon(&mut self) -> Option<Changed> {
        let mut faults = Vec::new();
        let changed = loop {
            match self.message(Some(SOON)) {
                Some(Message::Files(first)) => match self.burst(first) {
                    Some(changed) => break Some(changed),
                    None => continue,
                },
                Some(fault) => faults.push(fault),
                None => break None,
            }
        };
        self.waiting.extend(faults);
        changed
    }

    /// All that one burst says; `None` where nothing in it concerns the portal.
    fn burst(&mut self, first: notify::Result<notify::Event>) -> Option<Changed> {
        let mut changed = Changed::Paths(BTreeSet::new());
        self.note(first, &mut changed);
        if changed.is_nothing() {
            return None;
        }
        let mut faults = Vec::new();
        for _ in 0..LONGEST_BURST {
            match self.message(Some(QUIET)) {
                Some(Message::Files(event)) => self.note(event, &mut changed),
                Some(fault) => faults.push(fault),
                None => break,
            }
        }
        self.waiting.extend(faults);
        Some(changed)
    }

    /// The next message; `None` where none comes in time.
    fn message(&mut self, patience: Option<Duration>) -> Option<Message> {
        if let Some(message) = self.waiting.pop_front() {
            return Some(message);
        }
        match patience {
            // The watcher and the shown state hold senders, so that the channel does not end.
            None => self.inbox.recv().ok(),
            Some(patience) => match self.inbox.recv_timeout(patience) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(patience);
                    None
                }
            },
        }
    }

    fn note(&mut self, event: notify::Result<notify::Event>, changed: &mut Changed) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.fail(error);
                *changed = Changed::All;
                return;
            }
        };
        if event.need_rescan() {
            *changed = Changed::All;
        }
        for path in event.paths {
            if !concerns(&self.root, &path) {
                continue;
            }
            // What lies in a new folder is looked at only after it is listened to, so that nothing can come in between.
            if path.is_dir() && (!path.is_symlink() || self.may_be_links().any(|link| link == path)) {
                self.listen_below(&path);
            }
            changed.add(path);
        }
    }

    /// Listens to a folder with all that lies in it, and to where the portal's own folders in it lead that are links.
    fn listen_below(&mut self, folder: &Path) {
        let leads_on =
            |link: &PathBuf| link != folder && link.starts_with(folder) && link.is_symlink() && link.is_dir();
        let links: Vec<PathBuf> = self.may_be_links().filter(leads_on).collect();
        for folder in links.iter().map(PathBuf::as_path).chain([folder]) {
            // With the dot it is the folder, and not the link to it.
            self.listen_to(&folder.join("."), RecursiveMode::Recursive);
        }
    }

    /// The folders that are read also where they are links.
    fn may_be_links(&self) -> impl Iterator<Item = PathBuf> {
        config::FOLDERS.iter().chain(&WITHIN).map(|folder| self.root.join(folder))
    }

    fn listen_to(&mut self, path: &Path, mode: RecursiveMode) {
        let listening = self.watcher.as_mut().map(|watcher| watcher.watch(path, mode));
        if let Some(Err(error)) = listening {
            self.fail(error);
        }
    }

    fn fail(&mut self, error: notify::Error) {
        let gone = match &error.kind {
            ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
            ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
            _ => false,
        };
        if !gone {
            self.blind.get_or_insert(error.to_string());
        }
    }
}

/// Whether the system's word is of a change in what a portal is read from, or of trouble. Our own reading is told as well.
fn tells(root: &Path, event: &notify::Result<notify::Event>) -> bool {
    let Ok(event) = event else { return true };
    let is_change = match event.kind {
        // For some ways of writing this is the only word.
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    };
    event.need_rescan() || (is_change && event.paths.iter().any(|path| concerns(root, path)))
}

/// Whether a path is one that a portal is read from.
fn concerns(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return false };
    let mut parts = below.components().map(|part| part.as_os_str().to_string_lossy());
    match parts.next() {
        Some(first) if config::FOLDERS.contains(&&*first) => !parts.any(|part| is_left_over(&part)),
        Some(first) => first == config::FILE && parts.next().is_none(),
        None => false,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::sync::mpsc;

    use super::*;

    fn heard(watch: &mut Watch) -> BTreeSet<PathBuf> {
        match watch.next() {
            Heard::Files(Changed::Paths(paths)) => paths,
            _ => panic!("everything may have changed"),
        }
    }

    #[test]
    fn a_link_is_listened_to_only_where_it_is_a_folder_of_the_portal() {
        let folder = tempfile::tempdir().unwrap();
        let (root, beside) = (folder.path().join("portal"), folder.path().join("beside"));
        for folder in ["reports", "large/deep", "style"] {
            fs::create_dir_all(beside.join(folder)).unwrap();
        }
        fs::create_dir_all(root.join("content")).unwrap();
        symlink(beside.join("reports"), root.join("content/reports")).unwrap();
        symlink(beside.join("large"), root.join("content/large")).unwrap();
        let (messages, inbox) = mpsc::channel();
        let mut watch = Watch::start(&root, messages, inbox);
        fs::write(beside.join("large/deep/a.txt"), "a").unwrap();
        fs::write(beside.join("reports/b.txt"), "b").unwrap();
        assert_eq!(heard(&mut watch), BTreeSet::from([root.join("content/reports/b.txt")]));
        // The same of a link that comes later.
        symlink(beside.join("style"), root.join("static")).unwrap();
        assert_eq!(heard(&mut watch), BTreeSet::from([root.join("static")]));
        fs::write(beside.join("style/c.css"), "c").unwrap();
        assert_eq!(heard(&mut watch), BTreeSet::from([root.join("static/c.css")]));
    }
}
