//! `gongkai init`: a new portal folder that builds at once.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::Exit;
use super::console::Console;
use crate::error::Error;
use crate::text::Language;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gongkai init my-portal
  gongkai init my-portal --lang en    with the comments of site.toml in English")]
pub struct Arguments {
    /// The new folder; it must not exist or must be empty
    dir: PathBuf,
}

const FILES: [(&str, &str); 3] = [
    ("content/pages/about.en.md", include_str!("starter/about.en.md")),
    ("content/pages/about.md", include_str!("starter/about.md")),
    ("content/reports/sample/2023.txt", include_str!("starter/report.txt")),
];

pub fn run(arguments: &Arguments, asked: Option<Language>, console: &mut Console) -> Result<Exit, Error> {
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
    let settings = match asked.unwrap_or(Language::Zh) {
        Language::Zh => include_str!("starter/site.toml"),
        Language::En => include_str!("starter/site.en.toml"),
    };
    for (path, text) in FILES.into_iter().chain([("site.toml", settings)]) {
        let file = dir.join(path);
        let folder = file.parent().unwrap_or(dir);
        fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
        fs::write(&file, text).map_err(|error| Error::io("write", &file, error))?;
    }
    let done = console.fill("cli.init.done", &[("path", &dir.display().to_string())]);
    console.print(&done)?;
    Ok(Exit::Done)
}
