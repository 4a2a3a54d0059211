//! A process that reads files for this one, as this one sees it: asked for a line, it gives it, ends, or takes too long.

use std::io::Write as _;
use std::path::Path;
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::worker::framed;

/// Waiting for a disk or a network is not computing: so many times the seconds of computing may pass by the clock.
const CLOCK: u64 = 5;

/// What one file may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Seconds of computing.
    pub seconds: u64,
    /// Address space in MiB.
    pub mebibytes: u64,
}

/// A process that reads files.
#[derive(Debug)]
pub struct Child {
    process: std::process::Child,
    input: ChildStdin,
    lines: Receiver<Vec<u8>>,
    limits: Limits,
}

/// Why there is no line.
#[derive(Debug)]
pub enum Ended {
    /// The process took too long and was ended.
    Slow,
    /// It ended by itself, or something else ended it.
    Died(Option<ExitStatus>),
}

impl Child {
    /// Starts a process that reads files of the portal in `root`.
    pub fn start(root: &Path, limits: Limits) -> std::io::Result<Child> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("extract").arg("--worker").arg("--root").arg(root);
        command.args(["--timeout", &limits.seconds.to_string(), "--memory", &limits.mebibytes.to_string()]);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let lost = || std::io::Error::other("pipe");
        let input = process.stdin.take().ok_or_else(lost)?;
        let mut output = process.stdout.take().ok_or_else(lost)?;
        let (give, lines) = sync_channel(1);
        std::thread::spawn(move || {
            while let Some(line) = framed(&mut output) {
                if give.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Child { process, input, lines, limits })
    }

    /// The line of a file. After anything else than a line the process is of no use any more.
    pub fn line(&mut self, name: &[u8]) -> Result<String, Ended> {
        let length = (name.len() as u64).to_le_bytes();
        let asked = self.input.write_all(&length).and_then(|()| self.input.write_all(name));
        if asked.and_then(|()| self.input.flush()).is_err() {
            return Err(self.ended());
        }
        match self.lines.recv_timeout(Duration::from_secs(self.limits.seconds * CLOCK)) {
            Ok(line) => String::from_utf8(line).map_err(|_| Ended::Died(None)),
            Err(RecvTimeoutError::Timeout) => Err(Ended::Slow),
            Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
        }
    }

    fn ended(&mut self) -> Ended {
        match self.process.wait() {
            Ok(status) if is_out_of_time(status) => Ended::Slow,
            status => Ended::Died(status.ok()),
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Ended {
    /// Whether it was for want of time.
    pub fn is_slow(&self) -> bool {
        matches!(self, Ended::Slow)
    }

    /// The diagnostic that says so.
    pub fn code(&self) -> &'static str {
        match self {
            Ended::Slow => "extract-time",
            Ended::Died(_) => "extract-died",
        }
    }

    /// What its words need.
    pub fn arguments(&self, limits: Limits) -> Vec<(&'static str, String)> {
        match self {
            Ended::Slow => vec![("limit", format!("{} s", limits.seconds))],
            Ended::Died(status) => {
                let found = status.map_or_else(|| "–".to_owned(), words);
                vec![("found", found), ("limit", format!("{} MiB", limits.mebibytes))]
            }
        }
    }
}

#[cfg(unix)]
fn words(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal() {
        Some(signal) => format!("signal {signal}"),
        None => format!("exit {}", status.code().unwrap_or_default()),
    }
}

#[cfg(not(unix))]
fn words(status: ExitStatus) -> String {
    format!("exit {}", status.code().unwrap_or_default())
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn is_out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn is_out_of_time(_: ExitStatus) -> bool {
    false
}
