//! `gongkai extract`: what each of many report files says, one line of JSON for each path on standard input. Made to be run
//! many times over by something else (see docs/scale.md), so a file can do it no harm: files are read in other processes,
//! each with a limit of time and of memory, and a process that ends early costs one line that says so.

mod child;
mod worker;

use std::io::{BufRead, BufReader, IsTerminal as _, Read as _, Write as _};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use clap::value_parser;

use self::child::{Child, Limits};
use super::{Exit, here};
use crate::error::Error;
use crate::load::facts::{Portal, cut_off};

/// How many paths may wait for each process: enough that none is idle while one reads a large file.
const WAITING: usize = 8;
/// The longest line that is taken for a path; of a longer one only this much is looked at.
const LONGEST: u64 = 64 * 1024;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How many files are read at the same time [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// So many seconds of computing for one report, and five times as many by the clock
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// So much memory (address space, in MiB) for one report
    #[arg(long, value_name = "MIB", default_value_t = 2048, value_parser = value_parser!(u64).range(256..=1_048_576))]
    memory: u64,
    /// Read the files that another process names, for that process
    #[arg(long, hide = true)]
    worker: bool,
    /// The limits hold already
    #[arg(long, hide = true)]
    limited: bool,
}

/// What was asked for: a path, and where its line is to go.
type Task = (Vec<u8>, SyncSender<Result<String, Error>>);

pub fn run(arguments: &Arguments, root: &Path) -> Result<Exit, Error> {
    let portal = Portal::new(root, &here()?);
    let limits = Limits { seconds: arguments.timeout, mebibytes: arguments.memory };
    if arguments.worker {
        if !arguments.limited {
            worker::begin_anew(limits);
        }
        worker::run(&portal, limits);
        return Ok(Exit::Done);
    }
    if std::io::stdin().is_terminal() {
        return Err(Error::refused("extract-terminal"));
    }
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let jobs = arguments.jobs.map_or(cores, NonZeroUsize::get);

    // Lines come out in the order of the paths: each path waits for its own line in a queue that bounds how far reading runs ahead.
    let (ask, asked) = sync_channel::<Task>(jobs);
    let (queue, answers) = sync_channel::<Receiver<Result<String, Error>>>(jobs * WAITING);
    let asked = Arc::new(Mutex::new(asked));
    let mut readers = Vec::with_capacity(jobs);
    for _ in 0..jobs {
        let (asked, portal, root) = (Arc::clone(&asked), portal.clone(), root.to_owned());
        readers.push(std::thread::spawn(move || answer(&asked, &portal, &root, limits)));
    }
    std::thread::spawn(move || name_all(&ask, &queue));

    let mut out = std::io::stdout().lock();
    let cut = |error: std::io::Error| Error::refused("extract-cut").with("reason", error);
    for answer in answers {
        let lost = || Error::refused("extract-worker").with("reason", "–");
        let mut line = answer.recv().unwrap_or_else(|_| Err(lost()))?;
        line.push('\n');
        out.write_all(line.as_bytes()).and_then(|()| out.flush()).map_err(cut)?;
    }
    // The processes end before this one does, so that who measures it measures them.
    for reader in readers {
        let _ = reader.join();
    }
    Ok(Exit::Done)
}

/// Names one path after another to those who read, until there are no more or nobody wants their lines.
fn name_all(ask: &SyncSender<Task>, queue: &SyncSender<Receiver<Result<String, Error>>>) {
    let mut input = BufReader::new(std::io::stdin().lock());
    // Programs that write a list as text may begin it with a byte order mark.
    if input.fill_buf().is_ok_and(|first| first.starts_with(b"\xef\xbb\xbf")) {
        input.consume(3);
    }
    loop {
        let (tell, told) = sync_channel(1);
        let name = match next_line(&mut input) {
            Ok(Some(name)) => name,
            Ok(None) => return,
            Err(error) => {
                let _ = tell.send(Err(Error::refused("extract-input").with("reason", error)));
                let _ = queue.send(told);
                return;
            }
        };
        if queue.send(told).is_err() || ask.send((name, tell)).is_err() {
            return;
        }
    }
}

/// The next line without its end. Of one that is too long to be a path there is the beginning, which is too long as well.
fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        line.pop_if(|byte| *byte == b'\r');
    } else if line.len() as u64 == LONGEST {
        loop {
            let mut rest = Vec::new();
            input.by_ref().take(LONGEST).read_until(b'\n', &mut rest)?;
            if rest.last().is_none_or(|byte| *byte == b'\n') {
                break;
            }
        }
    }
    Ok(Some(line))
}

/// Gives the line of one path after another, by a process that reads them.
fn answer(asked: &Mutex<Receiver<Task>>, portal: &Portal, root: &Path, limits: Limits) {
    let mut child: Option<Child> = None;
    loop {
        let task = asked.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((name, tell)) = task else { return };
        let line = read(&name, &mut child, root, limits, portal);
        if tell.send(line).is_err() {
            return;
        }
    }
}

/// Has a file read. What an older process could not do is asked of a new one once more, so that what is said of a file does
/// not depend on what was read before it.
fn read(name: &[u8], child: &mut Option<Child>, root: &Path, limits: Limits, portal: &Portal) -> Result<String, Error> {
    loop {
        let is_new = child.is_none();
        let mut reader = match child.take() {
            Some(reader) => reader,
            None => {
                Child::start(root, limits).map_err(|error| Error::refused("extract-worker").with("reason", error))?
            }
        };
        let ended = match reader.line(name) {
            Ok(line) => {
                *child = Some(reader);
                return Ok(line);
            }
            Err(ended) => ended,
        };
        drop(reader);
        if is_new || ended.is_slow() {
            return Ok(cut_off(portal, name, ended.code(), &ended.arguments(limits)));
        }
    }
}
