//! `site.toml`: the maintainer's settings as typed, turned into settings as meant. Every key may be left out. It also
//! finds the portal's folder. It knows nothing of reports.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, Severity, Span, read_settings};
use crate::error::Error;
use crate::text::{Language, words};

/// The name of the settings file; it marks a portal's folder.
pub const FILE: &str = "site.toml";

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Localized {
    /// In Chinese.
    pub zh: String,
    /// In English; the Chinese text where the maintainer gives none.
    pub en: String,
}

impl Localized {
    /// The text in a language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }

    fn from_words(key: &str) -> Localized {
        Localized { zh: words(Language::Zh, key).to_owned(), en: words(Language::En, key).to_owned() }
    }
}

/// The licence of the published data.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its name: `CC-BY-4.0`.
    pub name: String,
    /// Where its text stands, if the maintainer says so.
    pub url: Option<String>,
}

/// The settings of a portal, as meant: complete and valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteConfig {
    /// The portal's name.
    pub title: Localized,
    /// One sentence on what the portal is.
    pub description: Localized,
    /// The address that the site will have, with `http://` or `https://` and a `/` at its end. `None` where it is not
    /// known: what needs whole addresses (the site map, the feed) is then left out. Links inside the site never need it.
    pub base_url: Option<String>,
    /// The languages of the site, the main one first; never empty, without repeats.
    pub languages: Vec<Language>,
    /// Who publishes the portal, where the maintainer says so.
    pub publisher: Option<Localized>,
    /// Where readers can write to (an e-mail or web address), where the maintainer says so.
    pub contact: Option<String>,
    /// The licence of the data, where the maintainer gives one.
    pub data_licence: Option<Licence>,
    /// Whether the text of each report file is published, line by line, so that figures can link into it.
    pub source_pages: bool,
    /// Whether the report files themselves are offered for download; unless the maintainer says so, if their text is
    /// published.
    pub originals: bool,
    /// Whether a search looks in the text of the reports; `None` where the maintainer leaves it to their number.
    pub search_text: Option<bool>,
    /// The font of share pictures, as a path from the portal's folder; `None` where one of the system's is to be taken.
    pub share_font: Option<String>,
}

impl Default for SiteConfig {
    fn default() -> SiteConfig {
        SiteConfig {
            title: Localized::from_words("cli.default.title"),
            description: Localized::from_words("cli.default.description"),
            base_url: None,
            languages: Language::ALL.to_vec(),
            publisher: None,
            contact: None,
            data_licence: None,
            source_pages: true,
            originals: true,
            search_text: None,
            share_font: None,
        }
    }
}

impl SiteConfig {
    /// The main language of the site.
    pub fn main_language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::Zh)
    }

    /// Replaces the address with one given on the command line.
    ///
    /// # Errors
    /// The address is none that a site can have.
    pub fn set_base_url(&mut self, typed: &str) -> Result<(), Error> {
        let meant = base_url(typed).ok_or_else(|| Error::refused("base-url").with("found", typed))?;
        self.base_url = Some(meant);
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "text or zh and en")]
enum TypedLocalized {
    Both(String),
    Each(TypedLanguages),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedLanguages {
    zh: Option<String>,
    en: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "text or name and url")]
enum TypedLicence {
    Name(String),
    Whole(Licence),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    title: Option<Spanned<TypedLocalized>>,
    description: Option<TypedLocalized>,
    base_url: Option<Spanned<String>>,
    languages: Option<Vec<Spanned<String>>>,
    publisher: Option<TypedLocalized>,
    contact: Option<Spanned<String>>,
    data_licence: Option<Spanned<TypedLicence>>,
    source_pages: Option<bool>,
    originals: Option<bool>,
    search_text: Option<bool>,
    share_font: Option<String>,
}

/// Turns the text of a `site.toml` into settings. `file` is how messages name it.
///
/// # Errors
/// What is wrong in the file, sorted by line.
pub fn parse(file: &str, text: &str) -> Result<SiteConfig, Vec<Diagnostic>> {
    let typed: Typed = read_settings(file, text)?;
    let mut problems = Vec::new();
    let mut config = SiteConfig::default();
    if let Some(title) = typed.title {
        let span = title.span();
        config.title = localized(title.into_inner(), config.title);
        if [&config.title.zh, &config.title.en].into_iter().any(|title| title.trim().is_empty()) {
            problems.push(Diagnostic::new(Severity::Error, "settings-title", file).at(Span::of_bytes(text, span)));
        }
    }
    if let Some(description) = typed.description {
        config.description = localized(description, config.description);
    }
    if let Some(typed) = typed.base_url.filter(|typed| !typed.get_ref().trim().is_empty()) {
        config.base_url = base_url(typed.get_ref());
        if config.base_url.is_none() {
            problems.push(problem("settings-base-url", file, text, &typed));
        }
    }
    if let Some(names) = typed.languages {
        config.languages.clear();
        for name in &names {
            match Language::ALL.into_iter().find(|language| language.id() == name.get_ref()) {
                Some(language) if config.languages.contains(&language) => {
                    problems.push(problem("settings-language-twice", file, text, name));
                }
                Some(language) => config.languages.push(language),
                None => problems.push(problem("settings-language", file, text, name)),
            }
        }
        if names.is_empty() {
            problems.push(Diagnostic::new(Severity::Error, "settings-no-language", file));
        }
    }
    config.publisher = typed.publisher.map(|publisher| {
        let nothing = Localized { zh: String::new(), en: String::new() };
        localized(publisher, nothing)
    });
    let contact = typed.contact.filter(|typed| !typed.get_ref().trim().is_empty());
    if let Some(typed) = contact.as_ref().filter(|typed| !is_contact(typed.get_ref())) {
        problems.push(problem("settings-contact", file, text, typed));
    }
    config.contact = contact.map(Spanned::into_inner);
    config.data_licence = typed.data_licence.map(|typed| {
        let span = typed.span();
        let licence = match typed.into_inner() {
            TypedLicence::Name(name) => Licence { name, url: None },
            TypedLicence::Whole(licence) => licence,
        };
        if let Some(url) = licence.url.as_ref().filter(|url| !is_web_address(url)) {
            let problem = Diagnostic::new(Severity::Error, "settings-licence-url", file).with("found", url);
            problems.push(problem.at(Span::of_bytes(text, span)));
        }
        licence
    });
    config.source_pages = typed.source_pages.unwrap_or(config.source_pages);
    config.originals = typed.originals.unwrap_or(config.source_pages);
    config.search_text = typed.search_text;
    config.share_font = typed.share_font;
    if problems.is_empty() {
        Ok(config)
    } else {
        problems.sort_by_key(|problem| problem.span.as_ref().map(|span| (span.line, span.column)));
        Err(problems)
    }
}

/// The folders that a portal is read from.
pub const FOLDERS: [&str; 3] = ["content", "templates", "static"];

/// Reads the settings of the portal in `root`. A portal without a `site.toml` has the default settings.
///
/// # Errors
/// The file is there and cannot be read, or is wrong.
pub fn read(root: &Path) -> Result<SiteConfig, Error> {
    let path = root.join(FILE);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(SiteConfig::default()),
        Err(error) => return Err(Error::io("read", &path, error)),
    };
    match std::str::from_utf8(&bytes) {
        Ok(text) => parse(FILE, text.trim_start_matches('\u{feff}')).map_err(Error::Settings),
        Err(_) => Err(Error::Settings(vec![Diagnostic::new(Severity::Error, "settings-not-utf-8", FILE)])),
    }
}

/// The portal's folder: `given` where the maintainer names one, else the nearest of `start` and its parents that holds
/// a `site.toml`.
///
/// # Errors
/// The folder named is none or holds neither `site.toml` nor `content`; or no parent holds a `site.toml`.
pub fn find_root(given: Option<&Path>, start: &Path) -> Result<PathBuf, Error> {
    if let Some(given) = given {
        let metadata = std::fs::metadata(given).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::refused("no-root").with("path", given.display()),
            _ => Error::io("list", given, error),
        })?;
        if !metadata.is_dir() {
            let error = std::io::Error::from(std::io::ErrorKind::NotADirectory);
            return Err(Error::io("list", given, error));
        }
        if !given.join(FILE).is_file() && !given.join("content").is_dir() {
            return Err(Error::refused("no-portal-here").with("path", given.display()));
        }
        return Ok(given.to_owned());
    }
    start
        .ancestors()
        .find(|folder| folder.join(FILE).is_file())
        .map(Path::to_owned)
        .ok_or_else(|| Error::refused("no-portal").with("path", start.display()))
}

fn localized(typed: TypedLocalized, default: Localized) -> Localized {
    match typed {
        TypedLocalized::Both(text) => Localized { zh: text.clone(), en: text },
        TypedLocalized::Each(TypedLanguages { zh: Some(zh), en: Some(en) }) => Localized { zh, en },
        TypedLocalized::Each(
            TypedLanguages { zh: Some(one), en: None } | TypedLanguages { zh: None, en: Some(one) },
        ) => Localized { zh: one.clone(), en: one },
        TypedLocalized::Each(TypedLanguages { zh: None, en: None }) => default,
    }
}

/// The address with a `/` at its end, or `None` where it is none that a site can have.
fn base_url(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"))?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    let host_is_plain = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
    let path_is_plain = !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"'<>\\".contains(c));
    let path_stays = rest.split('/').skip(1).all(|part| part != ".." && part != ".");
    (host_is_plain && path_is_plain && path_stays).then(|| format!("{}/", typed.trim_end_matches('/')))
}

/// Whether this is an address of the web that a page may link to.
fn is_web_address(typed: &str) -> bool {
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'<>\\^`{|}".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && rest.chars().all(plain))
}

/// Whether readers can write there: an e-mail address, also as a link, or one of the web.
fn is_contact(typed: &str) -> bool {
    let mail = typed.strip_prefix("mailto:").unwrap_or(typed);
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "@:/<>\"'".contains(c));
    is_web_address(typed) || mail.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host))
}

fn problem(code: &'static str, file: &str, text: &str, value: &Spanned<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Severity::Error, code, file).with("found", value.get_ref());
    diagnostic.at(Span::of_bytes(text, value.span()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_a_whole_configuration() {
        assert_eq!(parse("site.toml", "").unwrap(), SiteConfig::default());
    }

    #[test]
    fn who_may_not_publish_the_text_does_not_publish_the_file() {
        assert!(!parse("site.toml", "source_pages = false").unwrap().originals);
        assert!(parse("site.toml", "source_pages = false\noriginals = true").unwrap().originals);
        assert!(!parse("site.toml", "originals = false").unwrap().originals);
    }

    #[test]
    fn a_text_in_one_language_serves_both() {
        let config = parse("site.toml", "title.zh = '甲'\npublisher = '乙'").unwrap();
        assert_eq!(config.title, Localized { zh: "甲".into(), en: "甲".into() });
        assert_eq!(config.publisher.unwrap().en, "乙");
    }

    #[test]
    fn an_address_must_be_one_that_a_site_can_have() {
        for (typed, meant) in [
            ("https://example.org", Some("https://example.org/")),
            ("http://localhost:8000/a/b/", Some("http://localhost:8000/a/b/")),
            ("https://公开.example/", Some("https://公开.example/")),
            ("example.org", None),
            ("https://", None),
            ("https:///a", None),
            ("ftp://example.org", None),
            ("https://example.org/?a", None),
            ("https://example.org/a b", None),
            ("https://example.org/../a", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(base_url(typed).as_deref(), meant, "{typed}");
        }
    }

    #[test]
    fn every_wrong_value_is_named_with_its_line() {
        let problems = parse("site.toml", "base_url = 'x'\nlanguages = ['zh', 'fr', 'zh']\n").unwrap_err();
        let seen: Vec<_> = problems.iter().map(|p| (p.code, p.span.as_ref().unwrap().line)).collect();
        assert_eq!(seen, [("settings-base-url", 1), ("settings-language", 2), ("settings-language-twice", 2)]);
        for (text, code) in [
            ("\ntitle = ''", "settings-title"),
            ("\ntitle = { zh = '甲', en = ' ' }", "settings-title"),
            ("\ncontact = 'someone'", "settings-contact"),
            ("\ncontact = 'javascript:alert(1)'", "settings-contact"),
            ("\ndata_licence = { name = 'CC0-1.0', url = 'foo' }", "settings-licence-url"),
        ] {
            let problems = parse("site.toml", text).unwrap_err();
            let seen: Vec<_> = problems.iter().map(|p| (p.code, p.span.as_ref().unwrap().line)).collect();
            assert_eq!(seen, [(code, 2)], "{text}");
        }
    }

    #[test]
    fn readers_can_write_by_mail_or_on_the_web() {
        for contact in ["mailto:someone@example.org", "someone@例子.中国", "https://example.org/contact?to=us"] {
            let config = parse("site.toml", &format!("contact = '{contact}'")).unwrap();
            assert_eq!(config.contact.as_deref(), Some(contact));
        }
        assert_eq!(parse("site.toml", "contact = ''").unwrap().contact, None);
    }

    #[test]
    fn no_portal_is_found_above_a_folder_without_one() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(find_root(None, folder.path()), Err(Error::Refused { code: "no-portal", .. })));
        std::fs::write(folder.path().join(FILE), "").unwrap();
        let below = folder.path().join("content/reports");
        std::fs::create_dir_all(&below).unwrap();
        assert_eq!(find_root(None, &below).unwrap(), folder.path());
    }
}
