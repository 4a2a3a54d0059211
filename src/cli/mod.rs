//! The command line: the only part that prints, reads the environment or looks at a clock. One file per command; each
//! gives an [`Exit`] or the error that stopped it.
//!
//! Results go to standard output; problems, progress and errors to standard error, except where problems are the result
//! (`check`).

mod add;
mod build;
mod check;
mod completions;
mod console;
mod extract;
mod help;
mod init;
mod look;
mod serve;
mod show;
mod standing;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use self::console::Console;
use self::help::Stop;
use crate::config::{self, SiteConfig};
use crate::error::Error;
use crate::text::Language;

/// Reads annual reports on government information disclosure, checks that their figures add up, and writes a website.
#[derive(Debug, Parser)]
#[command(name = "gongkai", version)]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Args)]
struct Common {
    /// The portal's folder [default: the nearest parent with a site.toml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The language of messages [default: the first of `languages` in site.toml]
    #[arg(long, global = true, value_enum)]
    lang: Option<Lang>,
    /// Say how long each stage took
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    Zh,
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::Zh => Language::Zh,
            Lang::En => Language::En,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the whole site
    Build(build::Arguments),
    /// Show the portal in a browser, following every change of its files
    Serve(serve::Arguments),
    /// Put report files into the portal, each to its place
    Add(add::Arguments),
    /// Read and check all reports, and make no site
    Check(check::Arguments),
    /// Show what was understood of one report: every figure with its state, every sum with both sides
    Show(show::Arguments),
    /// Say what each of many report files holds, as lines of JSON, for other programs and for building from them
    Extract(extract::Arguments),
    /// Make a new portal folder that builds at once
    Init(init::Arguments),
    /// Print the completions for a shell
    Completions(completions::Arguments),
}

/// How a command ended that was not stopped by an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done.
    Done,
    /// Done, and the maintainer's files are not all right.
    Problems,
}

/// Runs the program with the arguments of the process: exit code 0, 1 or 2 as `--help` says.
pub fn main() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let language = help::language(&typed).unwrap_or(Language::Zh);
    let arguments = match help::understand(&typed, language) {
        Ok(arguments) => arguments,
        Err(Stop::Shown(code)) => return ExitCode::from(code),
        Err(Stop::Wrong(error)) => {
            Console::new(language, false).error(&error);
            return ExitCode::from(2);
        }
    };
    let asked = arguments.common.lang.map(Language::from);
    let mut console = Console::new(language, arguments.common.verbose);
    match run(&arguments, asked, &mut console).and_then(|exit| console.flush().map(|()| exit)) {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Problems) => ExitCode::from(1),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments, asked: Option<Language>, console: &mut Console) -> Result<Exit, Error> {
    match &arguments.command {
        Command::Init(_) | Command::Completions(_) if arguments.common.root.is_some() => {
            Err(Error::refused("root-unused"))
        }
        Command::Init(own) => init::run(own, console),
        Command::Completions(own) => completions::run(own, console),
        Command::Show(own) => show::run(own, arguments.common.root.as_deref(), asked, console),
        Command::Serve(own) => {
            // Its settings are read while it serves: what is wrong in them is shown in the browser.
            let root = config::find_root(arguments.common.root.as_deref(), &here()?)?;
            serve::run(own, root, asked, console)
        }
        Command::Extract(own) => {
            let root = config::find_root(arguments.common.root.as_deref(), &here()?)?;
            // Settings have no part in what a file says; only the language of messages is theirs.
            let main = || config::read(&root).ok().map(|config| config.main_language());
            console.language = asked.or_else(main).unwrap_or(console.language);
            extract::run(own, &root)
        }
        Command::Add(own) => {
            let (root, config) = portal(&arguments.common, asked, console)?;
            add::run(own, &root, &config, console)
        }
        Command::Build(own) => {
            let (root, config) = portal(&arguments.common, asked, console)?;
            build::run(own, &root, config, console)
        }
        Command::Check(own) => {
            let (root, config) = portal(&arguments.common, asked, console)?;
            check::run(own, &root, &config, console)
        }
    }
}

/// The portal's folder and settings; from here on messages are in its language, unless another was asked for.
fn portal(common: &Common, asked: Option<Language>, console: &mut Console) -> Result<(PathBuf, SiteConfig), Error> {
    let root = config::find_root(common.root.as_deref(), &here()?)?;
    let config = config::read(&root)?;
    console.language = asked.unwrap_or(config.main_language());
    Ok((root, config))
}

fn here() -> Result<PathBuf, Error> {
    std::env::current_dir().map_err(|error| Error::io("list", std::path::Path::new("."), error))
}
