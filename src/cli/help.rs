//! What `--help` says, and what is said of a command line that cannot be understood, in the language of messages. The words
//! of each command and argument stand in the text tables, under their names.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Command, CommandFactory as _, Parser as _};

use super::{Arguments, here};
use crate::config;
use crate::error::Error;
use crate::load::hint::YEARS;
use crate::text::{Language, fill, find, words};

/// The commands that concern no portal that there is.
const WITHOUT_ROOT: [&str; 2] = ["completions", "init"];

/// Why a command line starts nothing.
pub enum Stop {
    /// Help or the version was asked for, and shown; with the exit code.
    Shown(u8),
    /// It cannot be understood.
    Wrong(Error),
}

/// The command line as typed, from the name of the program on.
///
/// # Errors
/// It asks for help or the version, or cannot be understood.
pub fn understand(typed: &[OsString], language: Language) -> Result<Arguments, Stop> {
    let Err(error) = Arguments::try_parse_from(typed) else { return Ok(Arguments::parse_from(typed)) };
    let asked = command(language).try_get_matches_from(typed).err().unwrap_or(error);
    match asked.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that went away is no failure.
            let _ = asked.print();
            Err(Stop::Shown(0))
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = asked.print();
            Err(Stop::Shown(2))
        }
        _ => Err(Stop::Wrong(wrong(&asked, typed, language))),
    }
}

/// The language of what is said before the command line is understood: the one asked for, else that of the portal.
pub fn language(typed: &[OsString]) -> Option<Language> {
    let root = || config::find_root(value_of(typed, "--root").map(Path::new), &here().ok()?).ok();
    match value_of(typed, "--lang").and_then(OsStr::to_str) {
        Some(id) => Language::ALL.into_iter().find(|language| language.id() == id),
        None => config::read(&root()?).ok().map(|config| config.main_language()),
    }
}

/// What stands behind the name of an option.
fn value_of<'a>(typed: &'a [OsString], name: &str) -> Option<&'a OsStr> {
    let at = typed
        .iter()
        .position(|one| one.to_str().is_some_and(|one| one == name || one.starts_with(&[name, "="].concat())))?;
    match typed[at].to_str()?.split_once('=') {
        Some((_, value)) => Some(OsStr::new(value)),
        None => typed.get(at + 1).map(OsString::as_os_str),
    }
}

/// The commands and their arguments, with their words in a language.
pub fn command(language: Language) -> Command {
    let mut command = Arguments::command();
    // What the crate adds by itself gets its words too.
    command.build();
    let name = command.get_name().to_owned();
    with_words(command, &name, language).mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        with_words(command, &name, language)
    })
}

fn with_words(command: Command, name: &str, language: Language) -> Command {
    let say = |key: &str| words(language, &["help.", key].concat()).to_owned();
    let mut command = command.about(say(&[name, ".about"].concat())).mut_args(|arg| argument(arg, name, language));
    let has_arguments = command.get_positionals().next().is_some();
    let sections = [
        (has_arguments, "arguments", "{positionals}"),
        (command.has_subcommands(), "commands", "{subcommands}"),
        (true, "options", "{options}"),
    ];
    let sections = sections.iter().filter(|(is_there, ..)| *is_there);
    let sections: String = sections.map(|(_, head, all)| [&say(head), "\n", all, "\n\n"].concat()).collect();
    let template =
        ["{about-with-newline}\n", &say("usage"), "{usage}\n\n", sections.trim_end(), "{after-help}"].concat();
    let usage = usage(&mut command, language);
    let command = command.help_template(template).override_usage(usage);
    match find(language, &["help.", name, ".after"].concat()) {
        Some(after) => command.after_help(after),
        None => command,
    }
}

/// How the command is written, with the words for what is left open.
fn usage(command: &mut Command, language: Language) -> String {
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    [("[OPTIONS]", "any-options"), ("<COMMAND>", "a-command")]
        .iter()
        .fold(usage.to_owned(), |usage, (mark, key)| usage.replace(mark, words(language, &["help.", key].concat())))
}

fn argument(arg: Arg, command: &str, language: Language) -> Arg {
    let id = arg.get_id().to_string();
    let is_common = arg.is_global_set() || matches!(&*id, "help" | "version");
    let key = ["help.", if is_common { "common" } else { command }, ".", &id].concat();
    let separator = words(language, "cli.list-separator");
    let default: Vec<String> = arg.get_default_values().iter().map(|one| one.to_string_lossy().into_owned()).collect();
    let values: Vec<String> = arg.get_possible_values().iter().map(|one| one.get_name().to_owned()).collect();
    let help = fill(
        language,
        &key,
        &[
            ("default", &default.join(separator)),
            ("values", &values.join(separator)),
            ("first", &YEARS.start().to_string()),
            ("last", &YEARS.end().to_string()),
        ],
    );
    let is_hidden = arg.is_hide_set() || id == "root" && WITHOUT_ROOT.contains(&command);
    arg.help(help).long_help(None).hide(is_hidden).hide_default_value(true).hide_possible_values(true)
}

/// What is wrong with a command line, and where to look.
fn wrong(error: &clap::Error, typed: &[OsString], language: Language) -> Error {
    let context = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let value = context(ContextKind::InvalidValue);
    let (code, found) = match error.kind() {
        ErrorKind::UnknownArgument => match context(ContextKind::InvalidArg) {
            option if option.starts_with('-') => ("usage-argument", option),
            further => ("usage-further", further),
        },
        ErrorKind::TooManyValues => ("usage-takes-none", context(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => ("usage-command", context(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => ("usage-no-value", context(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => ("usage-value", context(ContextKind::InvalidArg)),
        ErrorKind::MissingRequiredArgument => ("usage-missing", context(ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => ("usage-twice", context(ContextKind::InvalidArg)),
        _ => ("usage", String::new()),
    };
    let commands = command(language);
    let named = typed.iter().skip(1).filter(|one| *one != "help").find_map(|one| commands.find_subcommand(one));
    let help =
        ["gongkai"].into_iter().chain(named.map(Command::get_name)).chain(["--help"]).collect::<Vec<_>>().join(" ");
    let instead = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::ValidValue].map(context);
    let meaning =
        || named.into_iter().flat_map(Command::get_arguments).find(|arg| arg.to_string() == found)?.get_help();
    let hint = match instead.iter().find(|instead| !instead.is_empty()) {
        Some(instead) => {
            let instead = instead.replace(", ", words(language, "cli.list-separator"));
            fill(language, "cli.usage.instead", &[("instead", &instead)])
        }
        None => match meaning() {
            Some(meaning) => fill(language, "cli.usage.meaning", &[("meaning", &meaning.to_string())]),
            None => String::new(),
        },
    };
    Error::refused(code).with("found", found).with("value", value).with("hint", hint).with("help", help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &[&str]) -> Vec<OsString> {
        ["gongkai"].iter().chain(words).map(OsString::from).collect()
    }

    #[test]
    fn every_command_and_argument_has_words_in_both_languages() {
        for language in Language::ALL {
            let command = command(language);
            for one in [&command].into_iter().chain(command.get_subcommands()) {
                let said = one
                    .get_about()
                    .into_iter()
                    .chain(one.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(Arg::get_help));
                for words in said.map(ToString::to_string) {
                    assert!(!words.starts_with("help.") && !words.contains(['{', '}']), "{}: {words}", one.get_name());
                }
                let is_bare = |arg: &&Arg| arg.get_help().is_none();
                assert!(!one.get_arguments().any(|arg| is_bare(&arg)), "{}", one.get_name());
            }
        }
    }

    #[test]
    fn a_wrong_command_line_is_told_in_words_with_what_would_be_right() {
        for (words, says) in [
            (&["biuld"][..], &["`biuld`", "build", "gongkai --help"][..]),
            (&["build", "--ou", "x"], &["`--ou`", "--out", "gongkai build --help"]),
            (&["check", "--format", "xml"], &["--format", "`xml`", "human, json, github", "gongkai check --help"]),
            (&["add", "--year", "1999", "x"], &["--year", "`1999`", "2008", "2100", "gongkai add --help"]),
            (&["build", "--date"], &["--date", "gongkai build --help"]),
            (&["show"], &["<FILE>", "gongkai show --help"]),
            (&["show", "a", "b"], &["`b`", "gongkai show --help"]),
            (&["build", "--strict=yes"], &["--strict", "`yes`", "gongkai build --help"]),
            (&["help", "biuld"], &["`biuld`", "gongkai --help"]),
            (&["build", "--out", "a", "--out", "b"], &["--out", "gongkai build --help"]),
        ] {
            for language in Language::ALL {
                let Err(Stop::Wrong(error)) = understand(&typed(words), language) else { panic!("{words:?}") };
                let message = error.message(language);
                let message = message.replace('、', ", ");
                for part in says {
                    assert!(message.contains(part), "{words:?}: {message}");
                }
                assert!(!message.contains('{'), "{message}");
            }
        }
    }

    #[test]
    fn the_language_asked_for_is_known_before_the_rest_is() {
        assert_eq!(language(&typed(&["--lang", "en", "biuld"])), Some(Language::En));
        assert_eq!(language(&typed(&["build", "--lang=zh"])), Some(Language::Zh));
        assert_eq!(language(&typed(&["build", "--lang", "fr"])), None);
    }
}
