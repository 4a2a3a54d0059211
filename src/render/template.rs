//! The templates: built in, each replaceable by a file of the same name in a portal's own `templates/` folder. A field
//! that a template asks for and its view does not have is an error, never an empty place on a page.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::text::{Language, table};

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        /// Every built-in template: its name, and its text.
        pub const BUILT_IN: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../templates/", $name)))),*];
    };
}

built_in! {
    "404.html",
    "base.html",
    "bodies.html",
    "body.html",
    "body_year.html",
    "compare.html",
    "coverage.html",
    "data.html",
    "findings.html",
    "guide.html",
    "home.html",
    "indicator.html",
    "indicators.html",
    "markdown.html",
    "part.html",
    "parts.html",
    "source.html",
    "year.html",
    "years.html",
}

/// A template that cannot be used. The message names the template, the line and what is wrong there.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct TemplateError(Box<tera::Error>);

impl From<tera::Error> for TemplateError {
    fn from(error: tera::Error) -> TemplateError {
        TemplateError(Box::new(error))
    }
}

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The template's name; `""` where it is not known.
    pub template: String,
    /// The stretch of the template, where one is known.
    pub place: Option<FaultPlace>,
    /// What is wrong there, in one line.
    pub message: String,
}

/// A stretch of one line of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultPlace {
    /// The line, counted from 1.
    pub line: usize,
    /// The first character, counted from 1.
    pub column: usize,
    /// How many characters; at least 1.
    pub length: usize,
}

impl TemplateError {
    /// The template, the place and what is wrong, apart.
    pub fn fault(&self) -> Fault {
        let text = self.0.to_string();
        let whole = |template: &str| Fault { template: template.to_owned(), place: None, message: one_line(&text) };
        match self.0.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let length = if span.end_line == span.start_line {
                    span.end_col.saturating_sub(span.start_col).max(1)
                } else {
                    1
                };
                Fault {
                    template: report.filename().to_owned(),
                    place: Some(FaultPlace { line: span.start_line, column: span.start_col + 1, length }),
                    message: one_line(report.message()),
                }
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => whole(tpl),
            ErrorKind::MissingParent { current, .. } => whole(current),
            ErrorKind::Msg(reports) => first_of(reports).unwrap_or_else(|| whole("")),
            _ => whole(""),
        }
    }
}

/// The first of the reports into which Tera puts several faults at once: `error: WHAT`, then `--> NAME:LINE:COLUMN`.
fn first_of(reports: &str) -> Option<Fault> {
    let mut lines = reports.lines().map(str::trim);
    let message = one_line(lines.next()?.trim_start_matches("error: "));
    let place = lines.find_map(|line| line.strip_prefix("--> "))?;
    let mut parts = place.trim().rsplitn(3, ':');
    let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let carets = lines.map(|line| line.trim_start_matches('|').trim()).find(|line| line.starts_with('^'));
    let length = carets.map_or(1, |carets| carets.chars().take_while(|&c| c == '^').count());
    Some(Fault { template: parts.next()?.to_owned(), place: Some(FaultPlace { line, column, length }), message })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As many bytes as most pages have at most.
const PAGE: usize = 64 * 1024;

/// All templates of a site, parsed.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    words: [Value; Language::ALL.len()],
    is_tight: bool,
}

impl Templates {
    /// The built-in templates, those named in `own` (file name to text) replaced or added.
    ///
    /// # Errors
    /// A template is not well formed, or extends one that is not there.
    pub fn new(own: &BTreeMap<String, String>) -> Result<Templates, TemplateError> {
        // A copy that nobody has changed yet is the built-in one.
        let is_tight = own.iter().all(|(name, text)| BUILT_IN.contains(&(name, text)));
        let built_in = |text: &str| if is_tight { text.replace('\n', "") } else { text.to_owned() };
        let mut all: BTreeMap<&str, String> = BUILT_IN.iter().map(|&(name, text)| (name, built_in(text))).collect();
        let own = own.iter().filter(|_| !is_tight);
        all.extend(own.map(|(name, text)| (name.as_str(), text.clone())));
        let mut tera = Tera::default();
        tera.autoescape_on([".html"]);
        tera.add_raw_templates(all)?;
        Ok(Templates { tera, words: Language::ALL.map(words_of_site), is_tight })
    }

    /// Whether pages come out without white space that could go: so they do of the built-in templates, where a line's end
    /// means nothing, and a blank that is meant stands before it. In a portal's own templates it may mean something.
    pub fn is_tight(&self) -> bool {
        self.is_tight
    }

    /// Renders a page: the template sees its view as `page`, what all pages have as `shell`, the words of the site as `t`.
    ///
    /// # Errors
    /// The template asks for something that the view does not have.
    pub fn render(
        &self,
        name: &str,
        language: Language,
        shell: &impl Serialize,
        page: &impl Serialize,
    ) -> Result<Vec<u8>, TemplateError> {
        let mut context = Context::new();
        context.insert_value("t", self.words[language as usize].clone());
        context.insert_value("shell", Value::try_from_serializable(shell)?);
        context.insert_value("page", Value::try_from_serializable(page)?);
        let mut html = Vec::with_capacity(PAGE);
        self.tera.render_to(name, &context, &mut html)?;
        Ok(html)
    }
}

/// The words under `site` as nested maps, so that `t.nav.bodies` gives those of `site.nav.bodies`.
fn words_of_site(language: Language) -> Value {
    let mut root = serde_json::Map::new();
    for (key, words) in table(language) {
        let Some(key) = key.strip_prefix("site.") else { continue };
        let mut parts: Vec<&str> = key.split('.').collect();
        let last = parts.pop().unwrap_or_default();
        let mut at = &mut root;
        for part in parts {
            let next = at.entry(part).or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
            at = next.as_object_mut().expect("a key of a TOML file holds words or a table, never both");
        }
        at.insert(last.to_owned(), serde_json::Value::String(words.clone()));
    }
    Value::from_serializable(&root)
}
