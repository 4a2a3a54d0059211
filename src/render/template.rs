//! The templates: built in, each replaceable by a file of the same name in a portal's own `templates/` folder. A field
//! that a template asks for and its view does not have is an error, never an empty place on a page.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera, Value};

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
    "home.html",
    "indicator.html",
    "indicators.html",
    "markdown.html",
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

/// All templates of a site, parsed.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    words: [Value; Language::ALL.len()],
}

impl Templates {
    /// The built-in templates, those named in `own` (file name to text) replaced or added.
    ///
    /// # Errors
    /// A template is not well formed, or extends one that is not there.
    pub fn new(own: &BTreeMap<String, String>) -> Result<Templates, TemplateError> {
        let mut all: BTreeMap<&str, &str> = BUILT_IN.iter().copied().collect();
        all.extend(own.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let mut tera = Tera::default();
        tera.autoescape_on([".html"]);
        tera.add_raw_templates(all)?;
        Ok(Templates { tera, words: Language::ALL.map(words_of_site) })
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
    ) -> Result<String, TemplateError> {
        let mut context = Context::new();
        context.insert_value("t", self.words[language as usize].clone());
        context.insert_value("shell", Value::try_from_serializable(shell)?);
        context.insert_value("page", Value::try_from_serializable(page)?);
        Ok(self.tera.render(name, &context)?)
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
