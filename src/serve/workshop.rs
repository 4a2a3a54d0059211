//! Makes the state that is shown: reads again what may have changed, and plans the site anew where something has. What
//! cannot be used leaves what was made of it before. Knows nothing of who looks at it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use super::lost::Lost;
use super::problem::Problem;
use super::shown::{Content, Fault, Inputs, Look, State};
use crate::config::{self, SiteConfig};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::load::cache::{Cache, Used};
use crate::load::theme::{self, Theme};
use crate::load::{Changed, Loaded, Readings};
use crate::model::{Portal, Registry};
use crate::render::site::{MarkdownPage, RenderError};
use crate::render::template::{BUILT_IN, Templates};
use crate::report::CheckedReport;
use crate::text::Language;

/// So many earlier templates at most are kept beside the last that are known to be good.
const MOST_EARLIER: usize = 3;

/// Makes one state after the other.
pub struct Workshop {
    root: PathBuf,
    asked: Option<Language>,
    /// What may have changed since it was last looked at.
    changed: Changed,
    config: Option<SiteConfig>,
    readings: Readings,
    /// Whether the reports were read once.
    has_read: bool,
    /// What the content was made of.
    made_of: Option<MadeOf>,
    content: Option<Arc<Content>>,
    lost: Lost,
    look: Arc<Look>,
    /// Pages that the look is still to be tried on.
    samples: VecDeque<String>,
    wrong: Wrong,
    /// How often pages and styles have changed.
    pages: u64,
    styles: u64,
    /// The same, when somebody last asked for news.
    known: (u64, u64),
    used: Option<Used>,
}

/// What is wrong, by what it is wrong with.
#[derive(Default)]
struct Wrong {
    settings: Option<Arc<Error>>,
    /// Of the portal's own look: files that cannot be used.
    theme: Vec<Diagnostic>,
    machine: Option<Arc<Error>>,
    /// A template that is not well formed.
    templates: Option<Diagnostic>,
    /// Faults of templates that only making a page shows, by its path.
    pages: BTreeMap<String, Diagnostic>,
    content: Vec<Problem>,
}

#[derive(PartialEq)]
struct MadeOf {
    config: SiteConfig,
    registry: Registry,
    pages: Vec<MarkdownPage>,
    reports: Vec<CheckedReport>,
}

impl MadeOf {
    /// Whether nothing has changed. Reports that were not read again are known without comparing them.
    fn is_same(&self, other: &MadeOf) -> bool {
        let same = |(one, other): (&CheckedReport, &CheckedReport)| one.is_same(other) || one == other;
        (&self.config, &self.registry, &self.pages) == (&other.config, &other.registry, &other.pages)
            && self.reports.len() == other.reports.len()
            && self.reports.iter().zip(&other.reports).all(same)
    }
}

impl Workshop {
    /// A workshop that has not looked at anything yet.
    ///
    /// # Errors
    /// A built-in template is not well formed.
    pub fn new(root: PathBuf, asked: Option<Language>) -> Result<Workshop, Error> {
        let built_in = Templates::new(&BTreeMap::new())
            .map_err(|error| Error::refused("render").with("path", "templates").with("reason", error))?;
        let built_in = Arc::new(built_in);
        let look = Look { theme: Theme::default(), templates: Arc::clone(&built_in), earlier: vec![built_in] };
        Ok(Workshop {
            root,
            asked,
            changed: Changed::All,
            config: None,
            readings: Readings::default(),
            has_read: false,
            made_of: None,
            content: None,
            lost: Lost::default(),
            look: Arc::new(look),
            samples: VecDeque::new(),
            wrong: Wrong::default(),
            pages: 0,
            styles: 0,
            known: (0, 0),
            used: None,
        })
    }

    /// Remembers what may have changed.
    pub fn add(&mut self, changed: Changed) {
        self.changed.extend(changed);
    }

    /// Looks at what may have changed. `progress` is told of each file of how many, the first time.
    ///
    /// # Errors
    /// A file or folder could not be read, which is then one of the problems. It is looked at again the next time.
    pub fn round(&mut self, progress: &(dyn Fn(usize) + Sync)) -> Result<(), Failed> {
        let outcome = self.look_again(progress);
        let failed = outcome.is_err();
        self.wrong.machine = outcome.err().map(Arc::new);
        if failed { Err(Failed) } else { Ok(()) }
    }

    fn look_again(&mut self, progress: &(dyn Fn(usize) + Sync)) -> Result<(), Error> {
        let before = self.config.clone();
        if self.changed.touches(&self.root.join(config::FILE)) {
            match config::read(&self.root) {
                Ok(config) => (self.config, self.wrong.settings) = (Some(config), None),
                Err(error) => self.wrong.settings = Some(Arc::new(error)),
            }
        }
        let touches = |folder: &str| self.changed.touches_below(&self.root.join(folder));
        if touches("templates") || touches("static") {
            self.theme()?;
        }
        if self.changed.touches_below(&self.root.join("content")) || self.config != before {
            self.content(progress)?;
        }
        self.changed = Changed::nothing();
        Ok(())
    }

    fn theme(&mut self) -> Result<(), Error> {
        let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        let (theme, problems) = theme::read(&self.root, &known)?;
        self.wrong.theme = problems.into_iter().filter(|one| one.severity == Severity::Error).collect();
        let old = &self.look;
        if theme == old.theme {
            return Ok(());
        }
        let others = |theme: &Theme| -> BTreeMap<String, Vec<u8>> {
            let others = theme.files.iter().filter(|(path, _)| !path.ends_with(".css"));
            others.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
        };
        let templates_changed = theme.templates != old.theme.templates;
        let pages_changed = templates_changed || others(&theme) != others(&old.theme);
        let mut look = Look { templates: Arc::clone(&old.templates), earlier: old.earlier.clone(), theme };
        let mut to_try = false;
        if templates_changed {
            match Templates::new(&look.theme.templates) {
                Ok(templates) => {
                    if self.wrong.pages.is_empty() && !look.is_proven() {
                        look.earlier.insert(0, Arc::clone(&look.templates));
                        look.earlier.drain(MOST_EARLIER.min(look.earlier.len() - 1)..look.earlier.len() - 1);
                    }
                    look.templates = Arc::new(templates);
                    self.wrong.templates = None;
                    to_try = true;
                }
                Err(error) => self.wrong.templates = Some(look.problem(&error)),
            }
        }
        self.look = Arc::new(look);
        if to_try {
            self.sample();
        }
        if pages_changed {
            self.pages += 1;
        } else {
            self.styles += 1;
        }
        Ok(())
    }

    fn content(&mut self, progress: &(dyn Fn(usize) + Sync)) -> Result<(), Error> {
        let Some(config) = self.config.clone() else { return Ok(()) };
        self.has_reports_folder()?;
        let loaded = if !self.has_read {
            let cache = Cache::open(&self.root);
            let loaded = self.readings.load(&self.root, &config, &self.changed, &cache, progress)?;
            (self.used, self.has_read) = (Some(cache.close()), true);
            loaded
        } else {
            // The cache takes what a run does not ask for as of no use any more, and most files are not read now.
            self.readings.load(&self.root, &config, &self.changed, &Cache::none(), &|_| ())?
        };
        let Loaded { reports, registry, wrong_registry, pages, diagnostics, .. } = loaded;
        let language = self.language();
        let errors: Vec<Diagnostic> = diagnostics.into_iter().filter(|one| one.severity == Severity::Error).collect();
        let wrong = unread(&errors, &reports);
        self.wrong.content = errors.into_iter().map(|one| Problem::of_diagnostic(one, language)).collect();
        if !wrong_registry.is_empty() {
            return Ok(());
        }
        let pages: Vec<MarkdownPage> = pages.into_iter().map(MarkdownPage::from).collect();
        let made_of = MadeOf { config, registry, pages, reports };
        if let (Some(before), Some(content)) = (&self.made_of, &self.content)
            && before.is_same(&made_of)
        {
            self.pages += u64::from(self.lost.update(None, content, &wrong));
            return Ok(());
        }
        let same_registry = self.made_of.as_ref().is_some_and(|before| before.registry == made_of.registry);
        let before = self.content.as_ref().filter(|_| same_registry);
        let reports = made_of.reports.clone();
        let content = Content::plan(Inputs {
            config: made_of.config.clone(),
            portal: Portal::build_after(before.map(|content| content.portal()), reports, &made_of.registry),
            pages: made_of.pages.clone(),
            templates: Arc::clone(&self.look.templates),
            assets: BTreeMap::new(),
        });
        self.lost.update(self.content.as_ref(), &content, &wrong);
        let is_first = self.content.is_none();
        (self.made_of, self.content) = (Some(made_of), Some(Arc::new(content)));
        if is_first {
            self.sample();
        } else {
            // Other pages than those that could not be made are as likely to be made as before.
            self.samples.extend(self.wrong.pages.keys().cloned());
        }
        self.pages += 1;
        Ok(())
    }

    /// Whether the folder of the reports that are shown is still there: without it nobody took them all away on purpose.
    ///
    /// # Errors
    /// It is gone.
    fn has_reports_folder(&self) -> Result<(), Error> {
        let folder = self.root.join("content/reports");
        match self.reports() > 0 && !folder.is_dir() {
            true => Err(Error::refused("no-reports-folder").with("path", folder.display())),
            false => Ok(()),
        }
    }

    /// The templates are to be tried on every kind of page, first on those that could not be made before.
    fn sample(&mut self) {
        self.samples = self.wrong.pages.keys().cloned().collect();
        self.samples.extend(self.content.iter().flat_map(|content| content.with(|site| site.samples())));
    }

    /// Tries the templates on the next page. When none is left and every page could be made, what these templates give is
    /// what is shown where later ones fail. Says whether there was one.
    pub fn try_next(&mut self) -> bool {
        let (Some(path), Some(content)) = (self.samples.pop_front(), &self.content) else { return false };
        match content.with(|site| site.render_with(&path, &self.look.templates).map(|_| ())) {
            Err(RenderError::Template { source, .. }) => {
                self.wrong.pages.insert(path, self.look.problem(&source));
            }
            _ => {
                self.wrong.pages.remove(&path);
            }
        }
        let all_well = self.samples.is_empty() && self.wrong.templates.is_none() && self.wrong.pages.is_empty();
        if all_well && !self.look.is_proven() {
            let Look { theme, templates, .. } = &*self.look;
            let (templates, earlier) = (Arc::clone(templates), vec![Arc::clone(templates)]);
            self.look = Arc::new(Look { theme: theme.clone(), templates, earlier });
        }
        true
    }

    /// Takes in that a page could not be made when it was asked for.
    pub fn fault(&mut self, fault: Fault) {
        if Arc::ptr_eq(&fault.templates, &self.look.templates) {
            self.wrong.pages.insert(fault.path, fault.diagnostic);
        }
    }

    /// Whether there is something new to see since this was last asked.
    pub fn take_news(&mut self) -> bool {
        let now = (self.pages, self.styles);
        std::mem::replace(&mut self.known, now) != now
    }

    /// What the parse cache was good for, after the first reading.
    pub fn take_used(&mut self) -> Option<Used> {
        self.used.take()
    }

    /// What is to be shown.
    pub fn state(&self) -> State {
        let run = std::process::id();
        State {
            page: format!("{run}-{}", self.pages),
            style: format!("{run}-{}", self.styles),
            content: self.content.clone(),
            lost: Arc::new(self.lost.clone()),
            look: Arc::clone(&self.look),
            problems: self.problems().into(),
            language: self.language(),
        }
    }

    /// How many reports there are.
    pub fn reports(&self) -> usize {
        self.made_of.as_ref().map_or(0, |made_of| made_of.reports.len())
    }

    /// The language of messages.
    pub fn language(&self) -> Language {
        let main = || self.config.as_ref().map_or(Language::Zh, SiteConfig::main_language);
        self.asked.unwrap_or_else(main)
    }

    /// All that is wrong, what keeps most from being seen first.
    fn problems(&self) -> Vec<Problem> {
        let language = self.language();
        let Wrong { settings, theme, machine, templates, pages, content } = &self.wrong;
        let errors = settings.iter().chain(machine).flat_map(|error| Problem::of(error, language));
        // What a page could not be made with is not what the templates say now, where they are not well formed.
        let pages: BTreeSet<&Diagnostic> = pages.values().filter(|_| templates.is_none()).collect();
        let diagnostics = templates.iter().chain(pages).chain(theme);
        let diagnostics = diagnostics.map(|one| Problem::of_diagnostic(one.clone(), language));
        errors.chain(diagnostics).chain(content.iter().cloned()).collect()
    }
}

/// The files with errors, below the content's folder, of which no report is used; of two that disagree, both.
fn unread(errors: &[Diagnostic], reports: &[CheckedReport]) -> BTreeSet<String> {
    let first = errors.iter().flat_map(|one| &one.arguments).filter(|(name, _)| *name == "first");
    let named = errors.iter().map(|one| &one.file).chain(first.map(|(_, file)| file));
    let files: BTreeSet<String> = named.filter_map(|file| Some(file.strip_prefix("content/")?.to_owned())).collect();
    let used: BTreeSet<&str> = reports.iter().map(|checked| &*checked.report().source.path).collect();
    files.into_iter().filter(|file| !used.contains(&**file)).collect()
}

/// That a file or folder could not be read.
#[derive(Debug)]
pub struct Failed;
