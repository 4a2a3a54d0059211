//! `gongkai init`: a new portal folder that builds at once.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::Exit;
use super::console::Console;
use crate::error::Error;
use crate::text::Language;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The new folder; it must not exist or must be empty
    dir: PathBuf,
}

/// The files of a new portal whose main language is the one given. A page without a language in its name is in that one.
fn files(language: Language) -> [(&'static str, &'static str); 4] {
    let (zh, en) = (include_str!("starter/about.md"), include_str!("starter/about.en.md"));
    let report = ("content/reports/sample/2023.txt", include_str!("starter/report.txt"));
    match language {
        Language::Zh => [
            ("content/pages/about.en.md", en),
            ("content/pages/about.md", zh),
            report,
            ("site.toml", include_str!("starter/site.toml")),
        ],
        Language::En => [
            ("content/pages/about.md", en),
            ("content/pages/about.zh.md", zh),
            report,
            ("site.toml", include_str!("starter/site.en.toml")),
        ],
    }
}

pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Exit, Error> {
    let dir = &arguments.dir;
    match fs::read_dir(dir) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(Error::refused("init-not-empty").with("path", dir.display()));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(Error::io("create", dir, error)),
    }
    for (path, text) in files(console.language) {
        let file = dir.join(path);
        let folder = file.parent().unwrap_or(dir);
        fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
        fs::write(&file, text).map_err(|error| Error::io("write", &file, error))?;
    }
    let done = console.fill("cli.init.done", &[("path", &dir.display().to_string())]);
    console.print(&done)?;
    Ok(Exit::Done)
}
