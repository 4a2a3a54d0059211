//! The pages: one file and one plain view for each kind. A view holds strings ready to print, in the order in which they
//! are shown; templates neither count, sort nor round.

mod bodies;
mod body;
mod body_year;
mod card;
mod charts;
mod compare;
mod compared;
mod coverage;
mod data;
mod feed;
mod figure;
mod file;
mod findings;
mod form_table;
mod guide;
mod home;
mod indicator;
mod markdown;
mod neighbours;
mod not_found;
mod outcome;
mod paging;
mod part;
mod places;
mod readings;
mod shell;
mod source;
mod structured;
mod table;
mod value;
mod words;
mod year;

pub(super) use charts::ChartKind;
pub(super) use paging::{Paging, Part};

use self::part::Link;
use self::readings::Readings;
use super::data::Feed;
use super::history::History;
use super::link;
use super::notes::Notes;
use super::site::Site;
use super::template::{TemplateError, Templates};
use super::tongue;
use crate::form::Row;
use crate::model::{Body, BodyYear, Comparison, CoverageRow, Group, Indicator, Portal};
use crate::text::{Language, fill, row_key, words};

/// A kind of page and what it is about. Bodies are named by their position in `Portal::bodies`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PageKind {
    Home,
    Bodies,
    Body(usize),
    BodyYear(usize, u16),
    Source(usize, u16),
    Years,
    Year(u16),
    Indicators,
    Indicator(Indicator),
    Compare,
    Findings,
    Coverage,
    Data,
    Guide,
    /// A part of a list that is too long for its page, and which of its pages.
    Part(Part, usize),
    Markdown(String),
    NotFound,
}

impl PageKind {
    /// The body that it is about, by its position.
    pub(super) fn body(&self) -> Option<usize> {
        match *self {
            PageKind::Body(position) | PageKind::BodyYear(position, _) | PageKind::Source(position, _) => {
                Some(position)
            }
            _ => None,
        }
    }
}

/// What every view is made with: the site, the language, and the page that is being made. A view reaches the portal through
/// its scene only, which notes what is asked for.
#[derive(Clone, Copy)]
struct Scene<'a> {
    site: &'a Site<'a>,
    notes: &'a Notes,
    templates: &'a Templates,
    language: Language,
    kind: &'a PageKind,
    path: &'a str,
}

/// Makes one page.
pub(super) fn render(
    site: &Site,
    templates: &Templates,
    language: Language,
    kind: &PageKind,
    notes: &Notes,
) -> Result<Vec<u8>, TemplateError> {
    let path = site.path(language, kind);
    let scene = Scene { site, notes, templates, language, kind, path: &path };
    match kind {
        PageKind::Home => scene.finish("home.html", &home::view(&scene)),
        PageKind::Bodies => scene.finish("bodies.html", &bodies::view(&scene)),
        PageKind::Body(body) => scene.finish("body.html", &body::view(&scene, *body)),
        PageKind::BodyYear(body, year) => scene.finish("body_year.html", &body_year::view(&scene, *body, *year)),
        PageKind::Source(body, year) => scene.finish("source.html", &source::view(&scene, *body, *year)),
        PageKind::Years => scene.finish("years.html", &year::index(&scene)),
        PageKind::Year(year) => scene.finish("year.html", &year::view(&scene, *year)),
        PageKind::Indicators => scene.finish("indicators.html", &indicator::index(&scene)),
        PageKind::Indicator(indicator) => scene.finish("indicator.html", &indicator::view(&scene, *indicator)),
        PageKind::Compare => scene.finish("compare.html", &compare::view(&scene)),
        PageKind::Findings => scene.finish("findings.html", &findings::view(&scene)),
        PageKind::Coverage => scene.finish("coverage.html", &coverage::view(&scene)),
        PageKind::Data => scene.finish("data.html", &data::view(&scene)),
        PageKind::Guide => scene.finish("guide.html", &guide::view(&scene)),
        PageKind::Part(part, page) => scene.finish("part.html", &paging::view(&scene, *part, *page)),
        PageKind::Markdown(slug) => scene.finish("markdown.html", &markdown::view(&scene, slug)),
        PageKind::NotFound => scene.finish("404.html", &not_found::view(&scene)),
    }
}

/// Every page that a part of a list stands on.
pub(super) fn parts(site: &Site) -> Vec<PageKind> {
    let parts = paging::parts(site.whole(), &site.paging).into_iter();
    parts.flat_map(|(part, pages)| (1..=pages).map(move |page| PageKind::Part(part, page))).collect()
}

/// The folder of a part of a list.
pub(super) fn part_folder(paging: &Paging, part: Part, page: usize) -> String {
    let folder = paging::folder(paging, part);
    if page > 1 { format!("{folder}{page}/") } else { folder }
}

/// Every chart that the pages show.
pub(super) fn charts(site: &Site) -> Vec<ChartKind> {
    let kind = PageKind::Home;
    let language = site.config.main_language();
    charts::all(&Scene { site, notes: &Notes::default(), templates: site.templates, language, kind: &kind, path: "" })
}

/// Makes the file of one chart.
pub(super) fn chart_file(site: &Site, language: Language, chart: ChartKind, notes: &Notes) -> String {
    let kind = chart.page(&site.paging);
    let path = site.path(language, &kind);
    charts::file(&Scene { site, notes, templates: site.templates, language, kind: &kind, path: &path }, chart)
}

/// Makes the picture, as SVG, that goes with a page where somebody shares it; `None` for a page without one of its own.
pub(super) fn card(site: &Site, language: Language, kind: &PageKind) -> Option<String> {
    let path = site.path(language, kind);
    let notes = Notes::default();
    card::card(&Scene { site, notes: &notes, templates: site.templates, language, kind, path: &path })
}

/// Makes the feed of a language; `None` where nothing in it has a date.
pub(super) fn feed(site: &Site, language: Language, history: &History) -> Option<Feed> {
    let kind = PageKind::Home;
    let path = site.path(language, &kind);
    let notes = Notes::default();
    feed::feed(&Scene { site, notes: &notes, templates: site.templates, language, kind: &kind, path: &path }, history)
}

/// What the compare page loads: the list of bodies, or one of them.
pub(super) fn compared(site: &Site, language: Language, body: Option<usize>, notes: &Notes) -> Vec<u8> {
    let path = site.path(language, &PageKind::Compare);
    let scene = Scene { site, notes, templates: site.templates, language, kind: &PageKind::Compare, path: &path };
    let written = match body {
        None => serde_json::to_vec(&compared::list(&scene)),
        Some(position) => serde_json::to_vec(&compared::body(&scene, position)),
    };
    let mut bytes = written.expect("text and numbers are JSON");
    bytes.push(b'\n');
    bytes
}

impl<'a> Scene<'a> {
    fn finish(&self, template: &str, page: &impl shell::Page) -> Result<Vec<u8>, TemplateError> {
        let shell = shell::shell(self, page);
        let html = self.templates.render(template, self.language, &shell, page)?;
        if self.language == Language::Zh {
            return Ok(html);
        }
        let html = String::from_utf8(html).expect("templates and what they show are text");
        Ok(tongue::mark(html).into_bytes())
    }

    /// A link to a page in the same language.
    fn link_to(&self, kind: &PageKind) -> String {
        self.link_to_path(&self.site.path(self.language, kind))
    }

    /// A link to an element of a page in the same language.
    fn link_to_anchor(&self, kind: &PageKind, anchor: &str) -> String {
        let mut path = self.site.path(self.language, kind);
        path.extend(["#", anchor]);
        self.link_to_path(&path)
    }

    /// A link to an output path.
    fn link_to_path(&self, path: &str) -> String {
        match self.kind {
            PageKind::NotFound => link::from_host(self.site.config.base_url.as_deref(), path),
            _ => link::relative(self.path, path),
        }
    }

    /// The link to a line of a report's text, where the site publishes it.
    fn link_to_line(&self, body: usize, year: u16, line: u32) -> Option<String> {
        let source = PageKind::Source(body, year);
        self.site.config.source_pages.then(|| self.link_to_anchor(&source, &format!("L{line}")))
    }

    /// The words of the site for a key below `site`.
    fn words(&self, key: &str) -> String {
        words(self.language, &["site.", key].concat()).to_owned()
    }

    /// The same, with arguments put in.
    fn fill(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        fill(self.language, &["site.", key].concat(), arguments)
    }

    /// Words of another area by their whole key.
    fn term(&self, key: &str) -> String {
        words(self.language, key).to_owned()
    }

    /// The short name of a row of the form.
    fn row_name(&self, row: Row) -> String {
        self.term(&row_key(row.id(), "short"))
    }

    /// All of the portal.
    fn portal(&self) -> &'a Portal {
        self.notes.all();
        self.site.whole()
    }

    fn bodies(&self) -> &'a [Body] {
        self.portal().bodies()
    }

    fn body(&self, position: usize) -> &'a Body {
        self.notes.body(position);
        &self.site.whole().bodies()[position]
    }

    /// How much of each report of a body was read, by the years of [`Scene::span`].
    fn coverage_of(&self, position: usize) -> &'a CoverageRow {
        self.notes.body(position);
        &self.site.whole().coverage().rows[position]
    }

    fn comparison(&self, year: u16, group: Group, indicator: Indicator) -> Option<&'a Comparison> {
        self.notes.comparison(year, group, indicator);
        self.site.whole().comparison(year, group, indicator)
    }

    /// The comparisons of an indicator, by year (oldest first) and group.
    fn comparisons_of(&self, indicator: Indicator) -> impl DoubleEndedIterator<Item = &'a Comparison> + use<'a> {
        self.notes.comparisons(indicator);
        self.site.whole().comparisons_of(indicator)
    }

    /// An indicator of a body.
    fn readings(&self, position: usize, indicator: Indicator) -> Readings<'a> {
        self.notes.readings(indicator);
        Readings::new(&self.site.whole().bodies()[position], indicator)
    }

    /// How many bodies there are. Like their names, it changes every page, so it is not noted.
    fn count(&self) -> usize {
        self.site.whole().bodies().len()
    }

    /// Every year from the first report to the last.
    fn span(&self) -> &'a [u16] {
        &self.site.whole().coverage().years
    }

    /// Every year that has a report. A change of them changes every page, so it is not noted.
    fn years(&self) -> &'a [u16] {
        self.site.whole().years()
    }

    fn body_year(&self, position: usize, year: u16) -> &'a BodyYear {
        self.body(position).year(year).expect("the plan holds only years that have a report")
    }

    /// What a body is called in addresses.
    fn slug(&self, position: usize) -> &'a str {
        &self.site.whole().bodies()[position].slug
    }

    fn body_name(&self, position: usize) -> String {
        // What bodies are called is no matter of one page.
        self.site.whole().bodies()[position].name_in(self.language).to_owned()
    }

    /// The page of a body, by its name.
    fn body_link(&self, position: usize) -> Link {
        Link::new(self.link_to(&PageKind::Body(position)), self.body_name(position))
    }

    /// What the report of a year is called.
    fn year_title(&self, position: usize, year: u16) -> String {
        self.fill("body_year.title", &[("body", &self.body_name(position)), ("year", &year.to_string())])
    }

    /// The first body of a name: the government where an agency has it too.
    fn body_named(&self, name: &str) -> Option<usize> {
        self.site.whole().bodies().iter().position(|body| body.name == name)
    }

    /// `一级政府 · 地市级`: what a group of bodies is.
    fn group_name(&self, group: Group) -> String {
        crate::text::group::name(self.language, group.scope, Some(group.level))
    }
}
