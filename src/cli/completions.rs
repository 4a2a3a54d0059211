//! `gongkai completions`: the completions for a shell.

use super::console::Console;
use super::{Exit, help};
use crate::error::Error;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell
    shell: clap_complete::Shell,
}

pub fn run(arguments: &Arguments, console: &mut Console) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut help::command(console.language), "gongkai", &mut script);
    console.print_raw(&script)?;
    Ok(Exit::Done)
}
