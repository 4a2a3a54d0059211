//! A report as a PDF file, printed by a headless Chromium (`$CHROMIUM`, or /usr/bin/chromium). Printing is slow, so further
//! files are copies of those printed: the same report, other bytes.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::html;
use crate::sheet::Sheet;

/// The bytes of the file that will stand at `file`. Prints it while fewer than `most` are `printed`.
pub fn document(sheet: &Sheet, printed: &mut Vec<Vec<u8>>, most: usize, file: &Path) -> io::Result<Vec<u8>> {
    if printed.len() < most.max(1) {
        printed.push(print(sheet, file)?);
        return Ok(printed[printed.len() - 1].clone());
    }
    let name = file.display().to_string();
    let number = name.bytes().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    let mut bytes = printed[number % printed.len()].clone();
    bytes.extend_from_slice(format!("\n% copy {number:x}\n").as_bytes());
    Ok(bytes)
}

fn print(sheet: &Sheet, file: &Path) -> io::Result<Vec<u8>> {
    let [page, profile] = ["print.html", "profile"].map(|end| file.with_extension(end));
    let page = std::path::absolute(page)?;
    fs::write(&page, html::printable(sheet))?;
    let chromium = std::env::var_os("CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
    let status = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        .args(["--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--print-to-pdf={}", file.display()))
        .arg(format!("file://{}", page.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    fs::remove_file(&page)?;
    fs::remove_dir_all(&profile)?;
    if !status.success() {
        return Err(io::Error::other("the browser did not print"));
    }
    fs::read(file)
}
