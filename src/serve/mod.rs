//! The preview: the portal in a browser while it is worked on. Pages are made in memory when they are asked for, and open
//! pages follow every change of the portal's files. Nothing is written, but for the parse cache.
//!
//! 1. `watch` hears which files have changed and waits until a burst of changes is over.
//! 2. `workshop` reads again what has changed and plans the site anew. What cannot be used leaves the last state in place
//!    and is said, in the browser and to the caller.
//! 3. `shown` holds the one state that everybody sees: content, look, and what is wrong.
//! 4. `host` speaks HTTP; `answer` gives the bytes of one address out of one state, with [`TAG`] in each page.
//!
//! Steps 1 and 2 are the calling thread's, step 4 a thread with a runtime of its own.

mod answer;
mod host;
mod lost;
mod problem;
mod shown;
mod watch;
mod workshop;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};

pub use self::answer::TAG;
use self::problem::Problem;
use self::shown::Shown;
use self::watch::{Heard, Watch};
use self::workshop::Workshop;
use crate::error::Error;
use crate::load::cache::Used;
use crate::text::Language;

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The portal's folder.
    pub root: PathBuf,
    /// The address to listen at.
    pub host: IpAddr,
    /// The first port to try; 0 for any that is free.
    pub port: u16,
    /// The language of messages; the portal's main one if `None`.
    pub language: Option<Language>,
}

/// What happens, for whoever tells the maintainer.
#[derive(Debug)]
pub enum Event<'a> {
    /// The server listens; pages come when they are read.
    Listening(SocketAddr),
    /// All files have been read for the first time, with this use of the parse cache.
    Read(Used),
    /// Files have changed.
    Changed,
    /// What may have changed has been looked at.
    Round {
        /// The language of the portal.
        language: Language,
        /// How many reports it has.
        reports: usize,
        /// Whether there is something new to see.
        is_new: bool,
    },
    /// These are wrong and were not before.
    Problems(&'a [&'a Error]),
    /// What was wrong is no longer.
    Mended,
    /// The system does not say which files change: all are read again every few seconds.
    Blind(String),
}

/// Serves the portal until the process ends. `progress` is told of each file of how many, in the first reading.
///
/// # Errors
/// No port is free, or the machine refuses something without which nothing can be served.
pub fn run(
    options: Options,
    progress: &(dyn Fn(usize) + Sync),
    say: &mut dyn FnMut(Event<'_>),
) -> Result<std::convert::Infallible, Error> {
    let root = options.root.canonicalize().map_err(|error| Error::io("list", &options.root, error))?;
    let (listener, address) = host::bind(options.host, options.port)?;
    let (messages, inbox) = mpsc::channel();
    // Before anything is read, so that no change is missed.
    let mut watch = Watch::start(&root, messages.clone(), inbox);
    let mut workshop = Workshop::new(root.clone(), options.language)?;
    let shown = Arc::new(Shown::new(workshop.state(), messages));
    host::start(listener, Arc::clone(&shown), root.into())?;
    say(Event::Listening(address));
    let mut teller = Teller { shown, told: Arc::from([]) };
    loop {
        while workshop.round(progress).is_err() {
            // A file may have gone while it was read: what is heard next says so.
            match watch.soon() {
                Some(changed) => workshop.add(changed),
                None => break,
            }
        }
        if let Some(used) = workshop.take_used() {
            say(Event::Read(used));
        }
        if let Some(reason) = watch.take_blindness() {
            say(Event::Blind(reason));
        }
        let (language, reports, is_new) = (workshop.language(), workshop.reports(), workshop.take_news());
        teller.put(&workshop);
        say(Event::Round { language, reports, is_new });
        teller.tell(say);
        loop {
            while !watch.has_heard() && workshop.try_next() {
                teller.put(&workshop);
                teller.tell(say);
            }
            match watch.next() {
                Heard::Fault(fault) => {
                    workshop.fault(fault);
                    teller.put(&workshop);
                    teller.tell(say);
                }
                Heard::Files(changed) => {
                    say(Event::Changed);
                    workshop.add(changed);
                    break;
                }
            }
        }
    }
}

/// Shows the state to browsers, and says what is new of what is wrong.
struct Teller {
    shown: Arc<Shown>,
    told: Arc<[Problem]>,
}

impl Teller {
    fn put(&self, workshop: &Workshop) {
        self.shown.put(workshop.state());
    }

    fn tell(&mut self, say: &mut dyn FnMut(Event<'_>)) {
        let problems = self.shown.now().problems;
        let known: BTreeSet<&str> = self.told.iter().map(|problem| &*problem.text).collect();
        let new: Vec<&Error> =
            problems.iter().filter(|one| !known.contains(&*one.text)).map(|one| &*one.error).collect();
        if !new.is_empty() {
            say(Event::Problems(&new));
        }
        if problems.is_empty() && !self.told.is_empty() {
            say(Event::Mended);
        }
        self.told = problems;
    }
}
