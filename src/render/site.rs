//! The plan of a site: every output path with the recipe for its bytes. A recipe is followed when someone asks for it:
//! a build asks for all, in parallel, a preview for one. Knows what there is, not how a page looks nor where it goes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::chart::card;
use super::data::{DataFile, DataFiles, Dataset};
use super::history::{self, History};
use super::notes::{Notes, Prints, Reads};
use super::page::{self, ChartKind, PageKind, Paging};
use super::search::Search;
use super::template::{TemplateError, Templates};
use super::{data, link};
use crate::config::SiteConfig;
use crate::model::{Indicator, Portal};
use crate::report::{SourceFile, SourceKind};
use crate::text::Language;

/// A page of the maintainer's own words, from `content/pages/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MarkdownPage {
    /// Its place among the pages, smallest first; pages of one place by slug.
    pub order: i64,
    /// Its name in URLs: `about`.
    pub slug: String,
    /// Its language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// One sentence for lists and search engines; `""` where there is none.
    pub description: String,
    /// The text, in Markdown, without front matter.
    pub body_markdown: String,
}

/// A report's own file, offered for download with the bytes that it has. The disk is not ours: whoever publishes the site
/// copies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original<'a> {
    /// The file, as a path below `content/`.
    pub source: &'a str,
    /// SHA-256 of the bytes that the report was read from, in lower-case hexadecimal.
    pub sha256: &'a str,
    /// Its text as read: of a file that is text, all of it.
    pub text: &'a str,
}

/// Why the bytes of a path cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The site has no such path.
    #[error("{0}: no such path")]
    NoSuchPath(String),
    /// What stands there is a copy of a file, as [`Site::original`] says.
    #[error("{0}: a copy of a file")]
    Copy(String),
    /// What stands there is drawn from what [`Site::card`] says.
    #[error("{0}: a picture")]
    Drawn(String),
    /// A template and its view do not fit.
    #[error("{path}: {source}")]
    Template {
        /// The page.
        path: String,
        /// What does not fit.
        source: TemplateError,
    },
}

#[derive(Debug, Clone)]
enum Recipe<'a> {
    Page(Language, PageKind),
    Chart(Language, ChartKind),
    Data(DataFile),
    Asset(&'a [u8]),
    Original(Original<'a>),
    /// What the compare page loads: the list of bodies, or one of them.
    Compared(Language, Option<usize>),
    Search,
    Card(Language, PageKind),
    Feed(Language),
    History,
    Sitemap,
    Robots,
}

/// The picture of the whole portal, shown where somebody shares a page that has none of its own.
const SHARE_PICTURE: &str = "static/share.png";

/// The files that every site has beside its pages: path, and bytes.
pub const ASSETS: &[(&str, &[u8])] = &[
    ("static/style.css", include_bytes!("../../static/style.css")),
    ("static/theme.js", include_bytes!("../../static/theme.js")),
    ("static/page.js", include_bytes!("../../static/page.js")),
    ("static/charts.js", include_bytes!("../../static/charts.js")),
    ("static/compare.js", include_bytes!("../../static/compare.js")),
    ("static/search.js", include_bytes!("../../static/search.js")),
    ("static/icon.svg", include_bytes!("../../static/icon.svg")),
    (SHARE_PICTURE, include_bytes!("../../static/share.png")),
];

/// Kinds of report file that no browser runs as a page.
const INERT: &[&str] = &[
    "pdf", "txt", "md", "markdown", "csv", "doc", "docx", "wps", "rtf", "odt", "ofd", "xls", "xlsx", "png", "jpg",
    "jpeg", "tif", "tiff", "bin",
];

/// A planned site.
#[derive(Debug)]
pub struct Site<'a> {
    /// For pages, their scene stands before it.
    portal: &'a Portal,
    pub(super) config: &'a SiteConfig,
    pub(super) pages: Vec<&'a MarkdownPage>,
    pub(super) templates: &'a Templates,
    pub(super) paging: Paging,
    /// The pages of lists that are too long for one.
    parts: Vec<PageKind>,
    pub(super) data_files: DataFiles,
    published: Option<&'a str>,
    recipes: BTreeMap<String, Recipe<'a>>,
    search: Option<Search<'a>>,
    history: Option<&'a History>,
    has_cards: bool,
}

/// A picture as those who show it want to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shared {
    /// Where it stands.
    pub(super) path: String,
    /// Its width and height in pixels, where they are known.
    pub(super) size: Option<(u32, u32)>,
    /// Whether it is of this page, not of the whole portal.
    pub(super) is_own: bool,
}

/// Plans a site. `assets` are the portal's own files by output path (`static/logo.svg`); they replace built-in ones.
pub fn plan<'a>(
    portal: &'a Portal,
    config: &'a SiteConfig,
    pages: &'a [MarkdownPage],
    assets: &'a BTreeMap<String, Vec<u8>>,
    templates: &'a Templates,
) -> Site<'a> {
    let mut sorted: Vec<&MarkdownPage> = pages.iter().collect();
    sorted.sort();
    let reports = portal.bodies().iter().flat_map(|body| body.years.iter()).map(|year| year.report());
    let published = reports.filter_map(|report| report.published.as_deref()).max();
    let mut site = Site {
        portal,
        config,
        pages: sorted,
        templates,
        paging: Paging::of(portal),
        parts: Vec::new(),
        data_files: DataFiles::of(portal, data::SHEET),
        published,
        recipes: BTreeMap::new(),
        search: None,
        history: None,
        has_cards: false,
    };
    site.parts = page::parts(&site);
    let mut recipes: BTreeMap<String, Recipe> =
        ASSETS.iter().map(|&(path, bytes)| (path.to_owned(), Recipe::Asset(bytes))).collect();
    recipes.extend(assets.iter().map(|(path, bytes)| (path.clone(), Recipe::Asset(bytes.as_slice()))));
    for kind in site.kinds() {
        for &language in &config.languages {
            recipes.insert(site.path(language, &kind), Recipe::Page(language, kind.clone()));
        }
    }
    recipes.insert("404.html".to_owned(), Recipe::Page(config.main_language(), PageKind::NotFound));
    for chart in page::charts(&site) {
        for &language in &config.languages {
            recipes.insert(site.chart_path(language, chart), Recipe::Chart(language, chart));
        }
    }
    for source in site.sources() {
        let (path, source) = source;
        let original = Original { source: &source.path, sha256: &source.sha256, text: &source.text };
        recipes.insert(path, Recipe::Original(original));
    }
    for &language in &config.languages {
        recipes.insert(site.compared_path(language, None), Recipe::Compared(language, None));
        for position in 0..portal.bodies().len() {
            recipes.insert(site.compared_path(language, Some(position)), Recipe::Compared(language, Some(position)));
        }
    }
    recipes.extend(data_recipes(&site.data_files));
    let search = Search::plan(&site);
    recipes.extend(search.paths().map(|path| (path, Recipe::Search)));
    site.search = Some(search);
    recipes.insert("robots.txt".to_owned(), Recipe::Robots);
    if config.base_url.is_some() {
        recipes.insert("sitemap.xml".to_owned(), Recipe::Sitemap);
    }
    site.recipes = recipes;
    site
}

/// The data files, by path.
fn data_recipes<'a>(files: &DataFiles) -> impl Iterator<Item = (String, Recipe<'a>)> {
    files.all().iter().map(|&file| (format!("data/{}", file.path()), Recipe::Data(file)))
}

impl<'a> Site<'a> {
    /// The same site for spreadsheets with so many lines to a sheet, instead of [`data::SHEET`].
    pub fn with_sheets_of(mut self, lines: usize) -> Site<'a> {
        self.recipes.retain(|_, recipe| !matches!(recipe, Recipe::Data(_)));
        self.data_files = DataFiles::of(self.portal, lines);
        self.recipes.extend(data_recipes(&self.data_files));
        self
    }

    /// The same site with what was new in it: a feed for each language, and the file that the next build remembers it
    /// by. A feed needs whole addresses, so a site without an address stays as it is.
    pub fn with_history(mut self, history: &'a History) -> Site<'a> {
        if self.config.base_url.is_some() {
            self.history = Some(history);
            self.recipes.insert(history::FILE.to_owned(), Recipe::History);
            for &language in &self.config.languages {
                self.recipes.extend(self.feed_path(language).map(|path| (path, Recipe::Feed(language))));
            }
        }
        self
    }

    /// The same site with a picture of each body and indicator, for whoever shares its page. They are drawn by somebody else:
    /// [`Site::card`] says what. A page names its picture by its whole address, so a site without one stays as it is.
    pub fn with_cards(mut self) -> Site<'a> {
        if self.config.base_url.is_some() {
            self.has_cards = true;
            for kind in self.kinds() {
                for &language in &self.config.languages {
                    let path = self.card_path(language, &kind);
                    self.recipes.extend(path.map(|path| (path, Recipe::Card(language, kind.clone()))));
                }
            }
        }
        self
    }

    /// Where the picture of a page stands; `None` where it has none of its own.
    fn card_path(&self, language: Language, kind: &PageKind) -> Option<String> {
        let has_one = self.has_cards && matches!(kind, PageKind::Body(_) | PageKind::Indicator(_));
        has_one.then(|| self.path(language, kind).replace("index.html", "share.png"))
    }

    /// What is to be drawn at a path, as SVG, if a picture stands there.
    pub fn card(&self, path: &str) -> Option<String> {
        match self.recipes.get(path)? {
            Recipe::Card(language, kind) => page::card(self, *language, kind),
            _ => None,
        }
    }

    /// The picture that goes with a page.
    pub(super) fn shared(&self, language: Language, kind: &PageKind) -> Shared {
        match self.card_path(language, kind) {
            Some(path) => Shared { path, size: Some(card::SIZE), is_own: true },
            None => {
                let size = match self.recipes.get(SHARE_PICTURE) {
                    Some(Recipe::Asset(bytes)) => png_size(bytes),
                    _ => None,
                };
                Shared { path: SHARE_PICTURE.to_owned(), size, is_own: false }
            }
        }
    }

    /// Where the feed of a language stands; `None` where the site has none.
    pub(super) fn feed_path(&self, language: Language) -> Option<String> {
        self.history?.updated().map(|_| self.in_language(language, "feed.xml"))
    }

    /// Every output path, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.recipes.keys().map(String::as_str)
    }

    /// Every output path of an HTML page, sorted.
    pub fn page_paths(&self) -> impl Iterator<Item = &str> {
        self.paths().filter(|path| path.ends_with(".html"))
    }

    /// The first page of each kind, in the main language: together they use every template.
    pub fn samples(&self) -> Vec<String> {
        let mut kinds = self.kinds();
        kinds.push(PageKind::NotFound);
        let mut seen = Vec::new();
        kinds.retain(|kind| {
            let kind = std::mem::discriminant(kind);
            let is_new = !seen.contains(&kind);
            seen.extend(is_new.then_some(kind));
            is_new
        });
        kinds.iter().map(|kind| self.path(self.config.main_language(), kind)).collect()
    }

    /// Whether the site has this path.
    pub fn contains(&self, path: &str) -> bool {
        self.recipes.contains_key(path)
    }

    /// The pages about reports that were read from these files, each with its file: a report's own, its text's and its
    /// body's, in every language.
    pub fn pages_of(&self, files: &BTreeSet<String>) -> Vec<(String, String)> {
        let mut pages = Vec::new();
        for (position, body) in self.portal.bodies().iter().enumerate() {
            for year in body.years.iter() {
                let Some(file) = files.get(&year.report().source.path) else { continue };
                let year = year.year;
                for kind in
                    [PageKind::Body(position), PageKind::BodyYear(position, year), PageKind::Source(position, year)]
                {
                    let paths = self.config.languages.iter().map(|&language| self.path(language, &kind));
                    pages.extend(paths.filter(|path| self.contains(path)).map(|path| (file.clone(), path)));
                }
            }
        }
        pages
    }

    /// The file that a path is a copy of, if it is one.
    pub fn original(&self, path: &str) -> Option<Original<'a>> {
        match self.recipes.get(path)? {
            Recipe::Original(original) => Some(*original),
            _ => None,
        }
    }

    /// Every report file that is offered for download, with its output path.
    fn sources(&self) -> Vec<(String, &'a SourceFile)> {
        let mut all = Vec::new();
        for body in self.portal.bodies() {
            for year in body.years.iter() {
                let files = std::iter::once(&year.report().source).chain(year.further());
                let path = |(position, file)| Some((self.original_path(&body.slug, year.year, position, file)?, file));
                all.extend(files.enumerate().filter_map(path));
            }
        }
        all
    }

    /// Where a report's file is offered for download: below `sources/`, under the year. Of several files of one report the
    /// second is `2023-2`. A table of collected figures may hold any number of reports and is there once. `None` where the
    /// portal does not offer them.
    pub(super) fn original_path(&self, slug: &str, year: u16, position: usize, file: &SourceFile) -> Option<String> {
        if !self.config.originals {
            return None;
        }
        let extension = file.path.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
        let plain = extension.len() <= 8 && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let extension = if plain && !extension.is_empty() { extension } else { "bin".to_owned() };
        // A host would show any other kind as a page of its own, with whatever scripts are in it.
        let ending = if INERT.contains(&&*extension) { extension } else { format!("{extension}.txt") };
        Some(match (file.kind, position) {
            (SourceKind::Collected, _) => {
                format!("sources/collected/{}.{ending}", file.sha256.get(..16).unwrap_or("0"))
            }
            (_, 0) => format!("sources/{slug}/{year}.{ending}"),
            (_, position) => format!("sources/{slug}/{year}-{}.{ending}", position + 1),
        })
    }

    /// Whether a path is a page that a minifier makes much smaller. The built-in templates leave it nothing but quotation
    /// marks, and that is not worth the time; Markdown and a portal's own templates are as their authors wrote them.
    pub fn is_loose(&self, path: &str) -> bool {
        match self.recipes.get(path) {
            Some(Recipe::Page(_, kind)) => !self.templates.is_tight() || matches!(kind, PageKind::Markdown(_)),
            _ => false,
        }
    }

    /// The portal, for what is made of all of it. A page asks its scene.
    pub(super) fn whole(&self) -> &'a Portal {
        self.portal
    }

    /// The bytes at a path. Pages are not minified here.
    ///
    /// # Errors
    /// There is no such path, it is a copy of a file or a picture, or a template (of the portal's own) does not fit its view.
    pub fn render(&self, path: &str) -> Result<Vec<u8>, RenderError> {
        self.render_with(path, self.templates)
    }

    /// The same with other templates than those of the plan, which does not depend on them.
    ///
    /// # Errors
    /// As [`Site::render`].
    pub fn render_with(&self, path: &str, templates: &Templates) -> Result<Vec<u8>, RenderError> {
        self.made(path, templates, &Notes::default())
    }

    /// The same as [`Site::render`], with what of the portal it was made of; `None` where that is too much to tell.
    ///
    /// # Errors
    /// As [`Site::render`].
    pub fn render_noting(&self, path: &str) -> Result<(Vec<u8>, Option<Reads>), RenderError> {
        let notes = match self.recipes.get(path) {
            Some(Recipe::Page(_, kind)) => Notes::about(kind.body()),
            Some(Recipe::Chart(_, kind)) => Notes::about(kind.page(&self.paging).body()),
            Some(Recipe::Compared(_, body)) => Notes::about(*body),
            // No scene stands before what the others are made of.
            _ => return Ok((self.render(path)?, self.reads_outright(path))),
        };
        let bytes = self.made(path, self.templates, &notes)?;
        Ok((bytes, notes.reads()))
    }

    /// What a file is made of that no page is: a copy, or data of a year, or of all indicators.
    pub fn reads_outright(&self, path: &str) -> Option<Reads> {
        match self.recipes.get(path)? {
            Recipe::Original(_) => Some(Reads::original()),
            Recipe::Data(file) => match (file.year, file.dataset) {
                (Some(year), _) => Some(Reads::year(year)),
                (None, Dataset::Indicators) => Some(Reads::all_readings()),
                (None, _) => None,
            },
            _ => None,
        }
    }

    /// The prints of all that the files of this site are made of. `look` is what the caller knows of how they look: the program,
    /// templates and static files. `None` where something cannot be known again.
    pub fn prints(&'a self, look: &impl Serialize) -> Option<Prints<'a>> {
        let bodies = self.portal.bodies().iter();
        let bodies: Vec<_> =
            bodies.map(|body| (&body.slug, &body.name, &body.name_en, body.scope, body.level, &body.parent)).collect();
        // What stands here by its words for programmers is made of strings, numbers and sorted maps.
        let settings = format!("{:?}{:?}{}{:?}", self.config, self.pages, self.paging.ground(), self.data_files);
        let feeds: Vec<Option<String>> =
            self.config.languages.iter().map(|&language| self.feed_path(language)).collect();
        let ground = (look, settings, bodies, self.portal.years(), self.published, feeds, self.has_cards);
        Prints::of_site(self, &ground)
    }

    fn made(&self, path: &str, templates: &Templates, notes: &Notes) -> Result<Vec<u8>, RenderError> {
        let recipe = self.recipes.get(path).ok_or_else(|| RenderError::NoSuchPath(path.to_owned()))?;
        let base_url = self.config.base_url.as_deref().unwrap_or_default();
        Ok(match recipe {
            Recipe::Page(language, kind) => page::render(self, templates, *language, kind, notes)
                .map_err(|source| RenderError::Template { path: path.to_owned(), source })?,
            Recipe::Chart(language, chart) => page::chart_file(self, *language, *chart, notes).into_bytes(),
            Recipe::Data(file) => {
                let mut bytes = Vec::new();
                self.data(*file, &mut bytes).expect("memory can be written to");
                bytes
            }
            Recipe::Asset(bytes) => bytes.to_vec(),
            Recipe::Original(_) => return Err(RenderError::Copy(path.to_owned())),
            Recipe::Card(..) => return Err(RenderError::Drawn(path.to_owned())),
            Recipe::Compared(language, body) => page::compared(self, *language, *body, notes),
            Recipe::Search => {
                let bytes = self.search.as_ref().and_then(|search| search.bytes(path));
                bytes.ok_or_else(|| RenderError::NoSuchPath(path.to_owned()))?
            }
            Recipe::Feed(language) => {
                let feed = self.history.and_then(|history| page::feed(self, *language, history));
                let feed = feed.ok_or_else(|| RenderError::NoSuchPath(path.to_owned()))?;
                data::feed_xml(&feed)
            }
            Recipe::History => self.history.map(History::to_bytes).unwrap_or_default(),
            Recipe::Sitemap => data::sitemap_xml(base_url, &self.site_paths()),
            Recipe::Robots if base_url.is_empty() => b"User-agent: *\nAllow: /\n".to_vec(),
            Recipe::Robots => data::robots_txt(base_url),
        })
    }

    /// Whether a path is a file that grows with the portal until it should not be held in memory; [`Site::write`] makes it
    /// piece by piece.
    pub fn is_large(&self, path: &str) -> bool {
        matches!(self.recipes.get(path), Some(Recipe::Data(file)) if file.dataset != Dataset::Package)
    }

    /// Writes the bytes at a path that [`Site::is_large`].
    ///
    /// # Errors
    /// Writing fails, or there is no such path.
    pub fn write(&self, path: &str, out: &mut dyn Write) -> io::Result<()> {
        match self.recipes.get(path) {
            Some(Recipe::Data(file)) => self.data(*file, out),
            _ => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    }

    fn data(&self, DataFile { dataset, year }: DataFile, out: &mut dyn Write) -> io::Result<()> {
        match dataset {
            Dataset::Figures => data::figures_csv(self.portal, year, out),
            Dataset::Findings => data::findings_csv(self.portal, year, out),
            Dataset::Checks => data::checks_csv(self.portal, year, out),
            Dataset::Indicators => data::indicators_csv(self.portal, year, out),
            Dataset::Bodies => data::bodies_csv(self.portal, out),
            Dataset::Reports => data::reports_csv(self.portal, year, out),
            Dataset::Portal => data::portal_json(self.portal, year, out),
            Dataset::Package => {
                let licence = self.config.data_licence.as_ref().map(|licence| data::Licence {
                    name: licence.name.clone(),
                    title: licence.name.clone(),
                    path: licence.url.clone(),
                });
                let title = self.config.title.get(self.config.main_language());
                out.write_all(&data::datapackage_json(self.portal, &self.data_files, title, licence.as_ref()))
            }
        }
    }

    /// When the latest report was published (`YYYY-MM-DD`), as far as the maintainer says so.
    pub(super) fn published(&self) -> Option<&'a str> {
        self.published
    }

    /// Every kind of page that stands in each language, in the order of the navigation.
    fn kinds(&self) -> Vec<PageKind> {
        let mut kinds = vec![PageKind::Home, PageKind::Bodies];
        for (position, body) in self.portal.bodies().iter().enumerate() {
            kinds.push(PageKind::Body(position));
            for year in body.years.iter() {
                kinds.push(PageKind::BodyYear(position, year.year));
                if self.config.source_pages {
                    kinds.push(PageKind::Source(position, year.year));
                }
            }
        }
        kinds.push(PageKind::Years);
        kinds.extend(self.portal.years().iter().map(|&year| PageKind::Year(year)));
        kinds.push(PageKind::Indicators);
        kinds.extend(Indicator::ALL.iter().map(|&indicator| PageKind::Indicator(indicator)));
        kinds.extend([PageKind::Compare, PageKind::Findings, PageKind::Coverage, PageKind::Data, PageKind::Guide]);
        kinds.extend(self.parts.iter().cloned());
        kinds.extend(self.slugs().into_iter().map(|slug| PageKind::Markdown(slug.to_owned())));
        kinds
    }

    /// The slugs of the maintainer's pages, in order, without repeats.
    pub(super) fn slugs(&self) -> Vec<&'a str> {
        let mut slugs: Vec<&str> = Vec::new();
        for page in &self.pages {
            if !slugs.contains(&page.slug.as_str()) {
                slugs.push(&page.slug);
            }
        }
        slugs
    }

    /// The maintainer's page in a language, else in any language that has it, the main one first.
    pub(super) fn markdown(&self, slug: &str, language: Language) -> Option<&'a MarkdownPage> {
        let of = |language: Language| self.pages.iter().find(|p| p.slug == slug && p.language == language).copied();
        of(language).or_else(|| self.config.languages.iter().chain(&Language::ALL).find_map(|&other| of(other)))
    }

    /// Where a page stands.
    pub(super) fn path(&self, language: Language, kind: &PageKind) -> String {
        if *kind == PageKind::NotFound {
            return "404.html".to_owned();
        }
        let slug = |position: &usize| self.portal.bodies()[*position].slug.as_str();
        let mut path = self.in_language(language, "");
        path.reserve(96);
        match kind {
            PageKind::Home | PageKind::NotFound => {}
            PageKind::Bodies => path.push_str("bodies/"),
            PageKind::Body(position) => path.extend(["bodies/", slug(position), "/"]),
            PageKind::BodyYear(position, year) => path.extend(["bodies/", slug(position), "/", &year.to_string(), "/"]),
            PageKind::Source(position, year) => {
                path.extend(["bodies/", slug(position), "/", &year.to_string(), "/source/"]);
            }
            PageKind::Years => path.push_str("years/"),
            PageKind::Year(year) => path.extend(["years/", &year.to_string(), "/"]),
            PageKind::Indicators => path.push_str("indicators/"),
            PageKind::Indicator(indicator) => path.extend(["indicators/", indicator.id(), "/"]),
            PageKind::Compare => path.push_str("compare/"),
            PageKind::Findings => path.push_str("findings/"),
            PageKind::Coverage => path.push_str("coverage/"),
            PageKind::Data => path.push_str("data/"),
            PageKind::Guide => path.push_str("guide/"),
            PageKind::Part(part, page) => path.push_str(&page::part_folder(&self.paging, *part, *page)),
            PageKind::Markdown(slug) => path.extend([slug, "/"]),
        }
        path.push_str("index.html");
        path
    }

    /// Where the file of a chart stands.
    pub(super) fn chart_path(&self, language: Language, chart: ChartKind) -> String {
        self.in_language(language, &chart.path(self.portal.bodies()))
    }

    /// A path in the folder of its language; the main one has none.
    fn in_language(&self, language: Language, path: &str) -> String {
        if language == self.config.main_language() { path.to_owned() } else { format!("{}/{path}", language.id()) }
    }

    /// Where the compare page of a language finds the list of bodies, or one of them: beside itself.
    fn compared_path(&self, language: Language, body: Option<usize>) -> String {
        let page = self.path(language, &PageKind::Compare);
        let file = body.map_or("bodies.json".to_owned(), |position| {
            format!("bodies/{}.json", self.portal.bodies()[position].slug)
        });
        page.replace("index.html", &file)
    }

    fn site_paths(&self) -> Vec<data::SitePath> {
        let folder = |path: String| path.strip_suffix("index.html").map(str::to_owned).unwrap_or(path);
        let mut all = Vec::new();
        for kind in self.kinds() {
            let alternates: Vec<(Language, String)> =
                self.config.languages.iter().map(|&language| (language, folder(self.path(language, &kind)))).collect();
            let entry =
                |(_, path): &(Language, String)| data::SitePath { path: path.clone(), alternates: alternates.clone() };
            all.extend(alternates.iter().map(entry));
        }
        all.sort();
        all
    }

    /// The whole address of a page, where the site knows its own.
    pub(super) fn address(&self, language: Language, kind: &PageKind) -> Option<String> {
        let base_url = self.config.base_url.as_deref()?;
        Some(link::absolute(base_url, &self.path(language, kind)))
    }
}

/// Width and height of a PNG, as its header says; `None` where the bytes are none.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?;
    let (width, rest) = rest.split_first_chunk()?;
    let (height, _) = rest.split_first_chunk()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
}
