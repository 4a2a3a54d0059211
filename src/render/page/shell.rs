//! What stands around every page: head, masthead, the way back, footer.

use serde::Serialize;

use super::part::Link;
use super::{PageKind, Scene, paging, structured};
use crate::render::link;
use crate::render::markup::Html;

/// What a view says of itself to the page around it.
pub trait Page: Serialize {
    /// The title, without the portal's name; `""` for the home page.
    fn title(&self) -> String;

    /// One sentence for search engines.
    fn description(&self) -> String;

    /// The way to the page from the home page, both left out.
    fn crumbs(&self) -> Vec<Link> {
        Vec::new()
    }
}

#[derive(Debug, Serialize)]
struct NavigationEntry {
    href: String,
    text: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct Alternate {
    tag: &'static str,
    href: String,
    text: String,
}

/// The picture that goes with the page where somebody shares it.
#[derive(Debug, Serialize)]
struct Share {
    address: String,
    /// In pixels; `""` where it is not known.
    width: String,
    height: String,
    alt: String,
}

/// The page around a view.
#[derive(Debug, Serialize)]
pub struct Shell {
    language: &'static str,
    title: String,
    description: String,
    site_title: String,
    home: String,
    stylesheet: String,
    theme_script: String,
    page_script: String,
    icon: String,
    script: String,
    chart_script: Option<String>,
    canonical: Option<String>,
    alternates: Vec<Alternate>,
    /// The feed of the page's language, where there is one.
    feed: Option<Link>,
    navigation: Vec<NavigationEntry>,
    other_languages: Vec<Alternate>,
    crumbs: Vec<Link>,
    pages: Vec<Link>,
    publisher: String,
    contact: String,
    licence: String,
    licence_href: String,
    data: String,
    guide: Link,
    /// Of a page with figures: how to cite it; `""` for the others.
    cite: String,
    structured: Option<Html>,
    share: Option<Share>,
}

pub fn shell(scene: &Scene, page: &impl Page) -> Shell {
    use PageKind::{Body, Indicator, Part, Year};
    let (config, language) = (scene.site.config, scene.language);
    let site_title = config.title.get(language).to_owned();
    let title = match page.title() {
        title if title.is_empty() => site_title.clone(),
        title => scene.fill("shell.title", &[("page", &title), ("site", &site_title)]),
    };
    let found = *scene.kind != PageKind::NotFound;
    let alternates = if config.base_url.is_some() && found {
        let alternate = |&language: &crate::text::Language| {
            let href = scene.site.address(language, scene.kind)?;
            Some(Alternate { tag: language.tag(), href, text: String::new() })
        };
        config.languages.iter().filter_map(alternate).collect()
    } else {
        Vec::new()
    };
    let others = config.languages.iter().filter(|&&other| other != language);
    let other_languages = others.map(|&other| Alternate {
        tag: other.tag(),
        href: scene.link_to_path(&scene.site.path(other, if found { scene.kind } else { &PageKind::Home })),
        text: crate::text::words(other, "site.shell.language").to_owned(),
    });
    let licence = config.data_licence.as_ref();
    let mut crumbs = page.crumbs();
    if *scene.kind != PageKind::Home {
        crumbs.insert(0, Link::new(scene.link_to(&PageKind::Home), scene.words("nav.home")));
    }
    let description = page.description();
    let structured = if found { structured::of(scene, &page.title(), &description, &crumbs) } else { None };
    Shell {
        cite: cite(scene, &page.title()),
        structured,
        share: share(scene, &title, &site_title),
        language: language.tag(),
        title,
        description,
        site_title,
        home: scene.link_to(&PageKind::Home),
        stylesheet: scene.link_to_path("static/style.css"),
        theme_script: scene.link_to_path("static/theme.js"),
        page_script: scene.link_to_path("static/page.js"),
        icon: scene.link_to_path("static/icon.svg"),
        script: scene.link_to_path("static/search.js"),
        chart_script: matches!(scene.kind, Body(_) | Indicator(_) | Year(_) | Part(paging::Part::Funnel(..), 1))
            .then(|| scene.link_to_path("static/charts.js")),
        canonical: scene.site.address(language, scene.kind).filter(|_| found),
        alternates,
        feed: feed(scene),
        navigation: navigation(scene),
        other_languages: other_languages.collect(),
        crumbs,
        pages: pages(scene),
        publisher: config.publisher.as_ref().map(|publisher| publisher.get(language).to_owned()).unwrap_or_default(),
        contact: config.contact.clone().unwrap_or_default(),
        licence: licence.map(|licence| licence.name.clone()).unwrap_or_default(),
        licence_href: licence.and_then(|licence| licence.url.clone()).unwrap_or_default(),
        data: scene.link_to(&PageKind::Data),
        guide: Link::new(scene.link_to(&PageKind::Guide), scene.words("guide.title")),
    }
}

/// The picture of the page, by its whole address; `None` where the site has none.
fn share(scene: &Scene, title: &str, site_title: &str) -> Option<Share> {
    let base_url = scene.site.config.base_url.as_deref()?;
    let shared = scene.site.shared(scene.language, scene.kind);
    let (width, height) =
        shared.size.map(|(width, height)| (width.to_string(), height.to_string())).unwrap_or_default();
    let alt = if shared.is_own { title } else { site_title }.to_owned();
    Some(Share { address: link::absolute(base_url, &shared.path), width, height, alt })
}

/// The feed of the page's language, where there is one.
pub fn feed(scene: &Scene) -> Option<Link> {
    let path = scene.site.feed_path(scene.language)?;
    let title = scene.fill("feed.title", &[("site", scene.site.config.title.get(scene.language))]);
    Some(Link::new(scene.link_to_path(&path), title))
}

/// Who says it, the page, how far the data go, and where it stands.
fn cite(scene: &Scene, title: &str) -> String {
    use PageKind::{Body, BodyYear, Compare, Coverage, Data, Findings, Home, Indicator, Part, Year};
    let config = scene.site.config;
    let site_title = config.title.get(scene.language);
    let title = match scene.kind {
        Home | Compare | Coverage | Data | Findings => site_title.to_owned(),
        Body(_) | BodyYear(..) | Indicator(_) | Part(..) | Year(_) => {
            scene.fill("cite.page", &[("title", title), ("site", site_title)])
        }
        _ => return String::new(),
    };
    let ends = match *scene.kind {
        Body(position) => Some((scene.body(position).first().year, scene.body(position).latest().year)),
        BodyYear(_, year) | Year(year) => Some((year, year)),
        _ => scene.years().first().copied().zip(scene.years().last().copied()),
    };
    let data = match (scene.site.published(), ends) {
        (Some(date), _) => scene.fill("cite.published", &[("date", date)]),
        (None, Some((first, last))) if first == last => scene.fill("cite.year", &[("first", &first.to_string())]),
        (None, Some((first, last))) => {
            scene.fill("cite.years", &[("first", &first.to_string()), ("last", &last.to_string())])
        }
        (None, None) => return String::new(),
    };
    let author = config.publisher.as_ref().map_or(site_title, |publisher| publisher.get(scene.language));
    let address = scene.site.address(scene.language, scene.kind).unwrap_or_default();
    let cited =
        scene.fill("cite.text", &[("author", author), ("title", &title), ("data", &data), ("address", &address)]);
    cited.trim_end().to_owned()
}

fn navigation(scene: &Scene) -> Vec<NavigationEntry> {
    let entries = [
        (PageKind::Bodies, "bodies"),
        (PageKind::Years, "years"),
        (PageKind::Indicators, "indicators"),
        (PageKind::Compare, "compare"),
        (PageKind::Findings, "findings"),
        (PageKind::Coverage, "coverage"),
        (PageKind::Data, "data"),
    ];
    let section = match scene.kind {
        PageKind::Body(_) | PageKind::BodyYear(..) | PageKind::Source(..) => &PageKind::Bodies,
        PageKind::Year(_) => &PageKind::Years,
        PageKind::Indicator(_) => &PageKind::Indicators,
        PageKind::Part(part, _) => match part.page() {
            PageKind::Year(_) => &PageKind::Years,
            PageKind::Indicator(_) => &PageKind::Indicators,
            PageKind::Findings => &PageKind::Findings,
            PageKind::Coverage => &PageKind::Coverage,
            _ => &PageKind::Bodies,
        },
        kind => kind,
    };
    let entry = |(kind, key): (PageKind, &str)| NavigationEntry {
        href: scene.link_to(&kind),
        text: scene.words(&format!("nav.{key}")),
        current: kind == *section,
    };
    entries.map(entry).into()
}

/// The maintainer's pages.
fn pages(scene: &Scene) -> Vec<Link> {
    let link = |slug: &str| {
        let page = scene.site.markdown(slug, scene.language)?;
        Some(Link::new(scene.link_to(&PageKind::Markdown(slug.to_owned())), &page.title))
    };
    scene.site.slugs().into_iter().filter_map(link).collect()
}
