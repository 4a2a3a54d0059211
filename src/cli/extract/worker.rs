//! The process that reads files for another: it is asked for one path at a time on standard input and answers with one line.
//! It limits itself, so that a file that is made to do harm ends it and nothing else.

use std::io::{Read, Write as _};

use super::child::Limits;
use crate::load::facts::{Portal, extract};

/// The most bytes of one question or answer.
const LONGEST: usize = 512 * 1024 * 1024;

/// Answers until nobody asks any more.
pub fn run(portal: &Portal, limits: Limits) {
    let (mut input, mut out) = (std::io::stdin().lock(), std::io::stdout().lock());
    while let Some(name) = framed(&mut input) {
        limit_time(limits);
        let line = extract(portal, &name);
        let length = (line.len() as u64).to_le_bytes();
        let written = out.write_all(&length).and_then(|()| out.write_all(line.as_bytes())).and_then(|()| out.flush());
        if written.is_err() {
            return;
        }
    }
}

/// A stretch of bytes with its length before it; `None` at the end, or where there is no more of it.
pub fn framed(input: &mut impl Read) -> Option<Vec<u8>> {
    let mut length = [0; 8];
    input.read_exact(&mut length).ok()?;
    let length = usize::try_from(u64::from_le_bytes(length)).ok().filter(|length| *length <= LONGEST)?;
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn set(resource: rustix::process::Resource, most: u64) {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let hard = getrlimit(resource).maximum;
    let most = hard.map_or(most, |hard| hard.min(most));
    // A limit that is refused was set lower by somebody else.
    let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: hard });
}

/// Limits the memory of this process and begins it anew: what it reserved at its start, which is more than a file may have,
/// is given back. Where the system cannot do it, it goes on as it is.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub fn begin_anew(limits: Limits) {
    use std::os::unix::process::CommandExt as _;
    set(rustix::process::Resource::As, limits.mebibytes.saturating_mul(1024 * 1024));
    set(rustix::process::Resource::Core, 0);
    if let Ok(program) = std::env::current_exe() {
        let _ = std::process::Command::new(program).args(std::env::args_os().skip(1)).arg("--limited").exec();
    }
}

/// The system counts the seconds of the whole process, so each file has its own on top of those that are gone.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn limit_time(limits: Limits) {
    let gone = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    set(rustix::process::Resource::Cpu, u64::try_from(gone).unwrap_or_default() + 1 + limits.seconds);
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub fn begin_anew(_: Limits) {}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn limit_time(_: Limits) {}
