//! `gongkai build`: the whole site, from the portal's folder to the output folder.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::mem::ManuallyDrop;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Instant, SystemTime};

use super::Exit;
use super::console::Console;
use super::look;
use super::standing::{Origin, Origins, Said, Standing};
use crate::config::{self, SiteConfig};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::Counts;
use crate::error::Error;
use crate::hidden;
use crate::load::cache::{self, Cache};
use crate::load::{Changed, Readings, facts};
use crate::model::{Portal, ReadCounts};
use crate::picture::{self, Pictures};
use crate::publish::{Content, Manner, Published, copy_of, publish};
use crate::render::history::{self, History};
use crate::render::minify;
use crate::render::notes::Reads;
use crate::render::site::{self, MarkdownPage, RenderError, Site};
use crate::render::template::{TemplateError, Templates};
use crate::report::{Date, State};

/// The most diagnostics that a build lists; `gongkai check` shows all.
const PROBLEMS_SHOWN: usize = 10;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder for the site: new, empty, or of an earlier build [default: public, in the portal's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The address that the site will have, instead of `base_url` in site.toml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Write nothing and exit with 1 when a file of ours has an error
    #[arg(long)]
    strict: bool,
    /// Read every file again, also those that have not changed since the last run
    #[arg(long)]
    fresh: bool,
    /// The day that what is new in the feed is dated with [default: SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<Date>,
    /// Read and write every file again: nothing of earlier builds is used but what the feed remembers
    #[arg(long)]
    clean: bool,
    /// Also write every text file compressed (.gz and .br), for hosts that send those
    #[arg(long)]
    compress: bool,
    /// Take what the reports say from lines of gongkai extract, in files that match this pattern; may be given several times
    #[arg(long, value_name = "PATTERN")]
    extracted: Vec<String>,
}

pub fn run(arguments: &Arguments, root: &Path, mut config: SiteConfig, console: &mut Console) -> Result<Exit, Error> {
    let out = arguments.out.clone().unwrap_or_else(|| root.join("public"));
    refuse_sources(root, &out)?;
    if let Some(url) = &arguments.base_url {
        config.set_base_url(url)?;
    }
    let mut clock = Clock::start();

    // Lines and fonts are nothing that a site is known by.
    let from_lines = !arguments.extracted.is_empty();
    let is_known = !(from_lines || picture::AVAILABLE);
    let packed = if arguments.compress { "compressed" } else { "" };
    // The settings are read already: those that are used count, not those that stand in the file by now.
    let settings = format!("{config:?}");
    let options = [&*settings, packed];
    let standing = is_known.then(|| Standing::of(root, &out, &options)).flatten();
    // A strict build may have to say no.
    let may_stand = !(arguments.fresh || arguments.clean || arguments.strict);
    if let Some(said) = standing.as_ref().filter(|_| may_stand).and_then(Standing::recall) {
        clock.stage("standing");
        problems(&said.diagnostics, Counts::of(&said.diagnostics), console);
        summary(&said.numbers, Published { written: 0, removed: 0, ..said.published }, &out, &clock, console)?;
        return Ok(Exit::Done);
    }

    // A site without a single report would take the place of the last one.
    if !from_lines && !root.join("content").is_dir() {
        return Err(Error::refused("no-content").with("path", root.join("content").display()));
    }
    let progress = console.progress("cli.progress.reading");
    let mut readings = Readings::default();
    let (loaded, used) = if from_lines {
        let files = matching(&arguments.extracted)?;
        let lines = AtomicUsize::new(0);
        let step = || progress.step(1 + lines.fetch_add(1, Ordering::Relaxed));
        let loaded = facts::load(root, &config, &files, &step);
        (loaded, Used::Lines { lines: lines.into_inner(), files: files.len() })
    } else {
        let cache = if arguments.fresh || arguments.clean { Cache::fresh(root) } else { Cache::open(root) };
        let loaded = readings.load(root, &config, &Changed::All, &cache, &|total| progress.step(total));
        (loaded, Used::Files(cache.close()))
    };
    progress.finish();
    let mut loaded = loaded?.with_bodies()?;
    let (theme, problems_of_theme) = look::read(root)?;
    loaded.diagnostics.extend(problems_of_theme);
    clock.stage("load");
    let counts = Counts::of(&loaded.diagnostics);
    problems(&loaded.diagnostics, counts, console);
    if arguments.strict && counts.errors > 0 {
        let text = console.fill("cli.build.strict", &[("out", &out.display().to_string())]);
        console.say(&text);
        return Ok(Exit::Problems);
    }
    if loaded.reports.is_empty() && has_reports(&out) {
        let refused = Error::refused("no-reports").with("path", root.join("content").join("reports").display());
        return Err(refused.with("out", out.display()));
    }

    let (portal, sums) = rayon::join(|| Portal::build(loaded.reports, &loaded.registry), move || readings.into_sums());
    // The program ends with the build, and need not give back millions of figures one by one before.
    let portal = ManuallyDrop::new(portal);
    clock.stage("model");

    let failed = |path: &str, reason: String| Error::refused("render").with("path", path).with("reason", reason);
    let wrong = |error: &TemplateError| Error::Settings(vec![look::template_problem(error, &theme)]);
    let templates = Templates::new(&theme.templates).map_err(|error| wrong(&error))?;
    let pages: Vec<MarkdownPage> = loaded.pages.into_iter().map(MarkdownPage::from).collect();
    let site = site::plan(&portal, &config, &pages, &theme.files, &templates);
    let history = match config.base_url {
        Some(_) => Some(history(&out, &portal, arguments.date, console)?),
        None => None,
    };
    let site = history.iter().fold(site, Site::with_history);
    let pictures = match config.base_url {
        Some(_) => {
            let font = config.share_font.as_ref().map(|font| root.join(font));
            let open = if arguments.clean { Pictures::fresh } else { Pictures::open };
            picture::painter(font.as_deref())?.map(|painter| open(root, painter))
        }
        None => None,
    };
    let site = if pictures.is_some() { site.with_cards() } else { site };
    let paths: Vec<String> = site.paths().map(str::to_owned).collect();
    clock.stage("plan");

    // Of files with others beside them, or drawn, it is not known which belongs to which.
    let known = standing.as_ref().filter(|_| !arguments.compress);
    let may_keep = !(arguments.fresh || arguments.clean);
    let (prints, left) = rayon::join(
        || known.and_then(|standing| site.prints(&(standing.program(), &theme.templates, &theme.files))),
        || known.filter(|_| may_keep).and_then(Standing::left),
    );
    let (origins, kept) = (Origins::new(&paths), AtomicUsize::new(0));
    clock.stage("prints");

    let progress = console.progress("cli.progress.writing");
    let manner = Manner { anew: arguments.clean, packed: arguments.compress };
    let numbers = numbers(&portal);
    let keep = |published, files: &BTreeSet<String>| {
        // A fault of ours may be gone the next time.
        let faulty = loaded.diagnostics.iter().any(|one| one.code == "internal");
        if let Some(standing) = standing.as_ref().filter(|_| !faulty) {
            let (diagnostics, numbers) = (std::mem::take(&mut loaded.diagnostics), numbers.clone());
            let made = prints.as_ref().map(|prints| (prints.ground(), &origins));
            standing.keep(Said { diagnostics, numbers, published }, &sums, files, made);
        }
    };
    // From here on the site is being changed.
    standing.as_ref().inspect(|standing| standing.forget());
    let published = publish(
        &out,
        &paths,
        manner,
        |path| {
            let is_standing = left.as_ref().zip(prints.as_ref()).and_then(|(left, prints)| left.standing(path, prints));
            if let Some((bytes, origin)) = is_standing {
                kept.fetch_add(1, Ordering::Relaxed);
                origins.put(path, origin);
                progress.step(paths.len());
                return Ok(Content::Standing(bytes));
            }
            let note = |reads: Option<Reads>| {
                let print = prints.as_ref().zip(reads.as_ref()).and_then(|(prints, reads)| prints.of(path, reads));
                if let Some((reads, print)) = reads.zip(print) {
                    origins.put(path, Origin::new(reads, print));
                }
            };
            if let Some(original) = site.original(path) {
                note(site.reads_outright(path));
                let file = root.join("content").join(original.source);
                let bytes = match from_lines && !file.exists() {
                    true => facts::original_of(original.text, original.sha256)
                        .ok_or_else(|| Error::refused("original-gone").with("path", file.display())),
                    false => copy_of(&file, original.sha256),
                };
                progress.step(paths.len());
                return bytes.map(Content::Bytes);
            }
            if site.is_large(path) {
                note(site.reads_outright(path));
                progress.step(paths.len());
                return Ok(Content::Written(Box::new(|out| site.write(path, out))));
            }
            if let (Some(pictures), Some(card)) = (&pictures, site.card(path)) {
                let bytes = pictures.png(&card);
                progress.step(paths.len());
                return bytes.map(Content::Bytes);
            }
            let (bytes, reads) = site.render_noting(path).map_err(|error| match &error {
                RenderError::Template { source, .. } => wrong(source),
                RenderError::NoSuchPath(_) | RenderError::Copy(_) | RenderError::Drawn(_) => {
                    failed(path, error.to_string())
                }
            })?;
            note(reads);
            progress.step(paths.len());
            match site.is_loose(path) {
                true => minified(bytes).map(Content::Bytes).map_err(|reason| failed(path, reason)),
                false => Ok(Content::Bytes(bytes)),
            }
        },
        keep,
    );
    progress.finish();
    let published = published?;
    let drawn = pictures.map(Pictures::close);
    clock.stage("publish");

    summary(&numbers, published, &out, &clock, console)?;
    if console.verbose {
        let used = match &used {
            Used::Files(used) => look::cache(used, console),
            Used::Lines { lines, files } => {
                let numbers = [("lines", &*lines.to_string()), ("files", &files.to_string())];
                vec![console.fill("cli.facts.used", &numbers)]
            }
        };
        let kept = [("count", &*kept.into_inner().to_string())];
        let kept = console.fill("cli.build.kept", &kept);
        for line in used.into_iter().chain([kept]).chain(drawn.map(|used| look::pictures(&used, console))) {
            console.print(&line)?;
        }
    }
    Ok(Exit::Done)
}

/// What the reports were read from.
enum Used {
    /// Their files, with what the parse cache was good for.
    Files(cache::Used),
    /// So many lines in so many files.
    Lines { lines: usize, files: usize },
}

/// The files that match any of the patterns, by path. A pattern that is the name of a file means that file.
fn matching(patterns: &[String]) -> Result<Vec<PathBuf>, Error> {
    let mut all = BTreeSet::new();
    for pattern in patterns {
        if Path::new(pattern).is_file() {
            all.insert(PathBuf::from(pattern));
            continue;
        }
        let wrong = |error: glob::PatternError| {
            Error::refused("facts-pattern").with("pattern", pattern).with("reason", error.msg)
        };
        let mut any = false;
        for found in glob::glob(pattern).map_err(wrong)? {
            let file =
                found.map_err(|error| Error::io("list", error.path(), std::io::Error::other(error.to_string())))?;
            if file.is_file() {
                all.insert(file);
                any = true;
            }
        }
        if !any {
            return Err(Error::refused("no-facts").with("pattern", pattern));
        }
    }
    Ok(all.into_iter().collect())
}

fn minified(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let html = String::from_utf8(bytes).map_err(|error| error.to_string())?;
    Ok(minify::minify(html).into_bytes())
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "YYYY-MM-DD".to_owned())
}

/// What is new since the site that stands in the output folder. A file there that cannot be used is as good as none: the
/// feed then begins anew, and says nothing that is not so.
fn history(out: &Path, portal: &Portal, date: Option<Date>, console: &mut Console) -> Result<History, Error> {
    let file = out.join(history::FILE);
    let remembered = match fs::metadata(&file) {
        Ok(metadata) if metadata.is_file() && metadata.len() <= history::LARGEST => {
            fs::read(&file).ok().as_deref().and_then(History::read)
        }
        Ok(_) => None,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(History::begin(portal));
        }
        Err(_) => None,
    };
    match remembered {
        Some(remembered) => Ok(remembered.next(portal, today(date)?)),
        None => {
            let text = console.fill("cli.build.history", &[("path", &file.display().to_string())]);
            console.say(&text);
            Ok(History::begin(portal))
        }
    }
}

/// The day that new entries are dated with: as asked for, else that of `SOURCE_DATE_EPOCH`, by which builds that are to give
/// the same bytes name their moment, else today. In UTC.
fn today(date: Option<Date>) -> Result<Date, Error> {
    if let Some(date) = date {
        return Ok(date);
    }
    match std::env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) {
        Some(value) => {
            let seconds = value.to_str().and_then(|value| value.parse().ok());
            let wrong = || Error::refused("source-date-epoch").with("found", value.to_string_lossy());
            seconds.and_then(Date::of_seconds).ok_or_else(wrong)
        }
        None => {
            let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok();
            elapsed.and_then(|elapsed| Date::of_seconds(elapsed.as_secs())).ok_or_else(|| Error::refused("clock"))
        }
    }
}

/// Whether the site that stands in the output folder has reports: its table of them has more than its head.
fn has_reports(out: &Path) -> bool {
    let table = fs::File::open(out.join("data").join("reports.csv"));
    table.is_ok_and(|table| BufReader::new(table).lines().nth(1).is_some())
}

/// A site in a folder that a portal is read from would be taken for a source the next time, and one in the folder of what is
/// remembered would go with it.
fn refuse_sources(root: &Path, out: &Path) -> Result<(), Error> {
    let target = resolved(out)?;
    for folder in config::FOLDERS.into_iter().chain([hidden::FOLDER]) {
        let source = resolved(&root.join(folder))?;
        if target.starts_with(source) {
            return Err(Error::refused("out-in-sources").with("path", out.display()).with("folder", folder));
        }
    }
    Ok(())
}

/// Where a path leads, with links and `..` followed as the system does; also where the last part of it is still to be made.
fn resolved(path: &Path) -> Result<PathBuf, Error> {
    let absolute = std::path::absolute(path).map_err(|error| Error::io("create", path, error))?;
    let mut at = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(at.pop()),
            part => at.push(part),
        }
        at = at.canonicalize().unwrap_or(at);
    }
    Ok(at)
}

/// A few lines on what is wrong with our files: errors first, then warnings.
fn problems(diagnostics: &[Diagnostic], counts: Counts, console: &mut Console) {
    if diagnostics.is_empty() {
        return;
    }
    let mut worst: Vec<&Diagnostic> = diagnostics.iter().collect();
    worst.sort_by_key(|one| one.severity);
    for one in worst.iter().take(PROBLEMS_SHOWN) {
        let language = console.language;
        console.say(&format!("{}: {}", one.severity.words(language), one.summary(language)));
    }
    if worst.len() > PROBLEMS_SHOWN {
        let text = console.fill("cli.build.more", &[("count", &(worst.len() - PROBLEMS_SHOWN).to_string())]);
        console.say(&text);
    }
    let numbers = [counts.errors, counts.warnings, counts.notes].map(|count| count.to_string());
    let arguments = [("errors", &*numbers[0]), ("warnings", &*numbers[1]), ("notes", &*numbers[2])];
    let text = console.fill("cli.build.problems", &arguments);
    console.say(&text);
}

/// The numbers of the summary that are of the portal, by name.
fn numbers(portal: &Portal) -> Vec<(String, String)> {
    let years = || portal.bodies().iter().flat_map(|body| body.years.iter());
    let read = years().fold(ReadCounts::default(), |sum, year| sum.plus(year.read));
    let findings: usize = years().map(|year| year.findings.len()).sum();
    let numbers = [
        ("bodies", portal.bodies().len()),
        ("reports", years().count()),
        ("findings", findings),
        ("figures", read.total()),
        ("read", read.with_value()),
        ("unread", read.total() - read.with_value()),
        ("blank", read.count(State::Blank)),
        ("missing", read.count(State::Missing)),
        ("unreadable", read.count(State::Unreadable)),
    ];
    numbers.map(|(name, number)| (name.to_owned(), number.to_string())).into()
}

fn summary(
    numbers: &[(String, String)],
    published: Published,
    out: &Path,
    clock: &Clock,
    console: &mut Console,
) -> Result<(), Error> {
    let own = [
        ("out", out.display().to_string()),
        ("pages", published.pages.to_string()),
        ("files", published.files.to_string()),
        ("bytes", size(published.bytes)),
        ("written", published.written.to_string()),
        ("removed", published.removed.to_string()),
        ("seconds", seconds(clock.total_ms())),
    ];
    let numbers = numbers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let arguments: Vec<(&str, &str)> = numbers.chain(own.iter().map(|(name, value)| (*name, value.as_str()))).collect();
    let text = console.fill("cli.build.summary", &arguments);
    console.print(&text)?;
    if console.verbose {
        for (name, elapsed_ms) in &clock.stages {
            let name = console.words(&format!("cli.stage.{name}"));
            let text = console.fill("cli.stage.time", &[("name", &name), ("seconds", &seconds(*elapsed_ms))]);
            console.print(&text)?;
        }
        if !minify::AVAILABLE {
            let text = console.words("cli.build.no-minify");
            console.print(&text)?;
        }
    }
    Ok(())
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

fn seconds(elapsed_ms: u128) -> String {
    format!("{:.2}", elapsed_ms as f64 / 1000.0)
}

/// How long each stage takes. Times are only printed, so that a site does not depend on them.
struct Clock {
    begun: Instant,
    last: Instant,
    stages: Vec<(&'static str, u128)>,
}

impl Clock {
    fn start() -> Clock {
        let now = Instant::now();
        Clock { begun: now, last: now, stages: Vec::new() }
    }

    fn stage(&mut self, name: &'static str) {
        let now = Instant::now();
        self.stages.push((name, (now - self.last).as_millis()));
        self.last = now;
    }

    fn total_ms(&self) -> u128 {
        (self.last - self.begun).as_millis()
    }
}
