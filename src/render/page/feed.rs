//! What was new, in words and with addresses: the feed of a language.

use super::figure::{anchor, shown_words};
use super::{PageKind, Scene, shell};
use crate::render::data::{Feed, FeedEntry};
use crate::render::history::{About, Changed, Entry, History, What};
use crate::render::link;
use crate::render::markup::Html;
use crate::text::Language;
use crate::text::finding::figure_name;

/// The feed; `None` where the site has no address, or nothing in it has a date.
pub fn feed(scene: &Scene, history: &History) -> Option<Feed> {
    let config = scene.site.config;
    let base_url = config.base_url.as_deref()?;
    let title = config.title.get(scene.language);
    let entries = history.entries().iter().map(|entry| view(scene, base_url, entry));
    Some(Feed {
        language: scene.language.tag(),
        address: link::absolute(base_url, &scene.site.feed_path(scene.language)?),
        home: scene.site.address(scene.language, &PageKind::Home)?,
        title: shell::feed(scene)?.text,
        subtitle: scene.words("feed.subtitle"),
        author: config.publisher.as_ref().map_or(title, |publisher| publisher.get(scene.language)).to_owned(),
        updated: history.updated()?,
        entries: entries.collect(),
    })
}

fn view(scene: &Scene, base_url: &str, entry: &Entry) -> FeedEntry {
    let place = Place::of(scene, base_url, entry);
    let (title, content) = words(scene, entry, &place);
    let id = format!("{}#{}", place.name, entry.mark);
    let href = match &entry.what {
        What::Changed { count: 1, figures } => figures.first().map(|one| place.figure(one)),
        _ => None,
    };
    let content = Html::trusted(content);
    FeedEntry { id, title, href: href.unwrap_or(place.page), updated: entry.date, content }
}

/// Where an entry leads.
struct Place {
    /// The address that the page of its report has or had.
    name: String,
    /// The address of that page, or of the nearest one that there still is.
    page: String,
    /// Whether the page of the report is still there.
    is_there: bool,
}

impl Place {
    fn of(scene: &Scene, base_url: &str, entry: &Entry) -> Place {
        let address = |kind: &PageKind| link::absolute(base_url, &scene.site.path(scene.language, kind));
        let home = address(&PageKind::Home);
        let Some(About { slug, year, .. }) = &entry.about else {
            return Place { name: home.clone(), page: home, is_there: false };
        };
        let name = link::absolute(&home, &format!("bodies/{slug}/{year}/index.html"));
        let position = scene.bodies().iter().position(|body| body.slug == *slug);
        let is_there = position.is_some_and(|position| scene.body(position).year(*year).is_some());
        let page = match position {
            Some(position) if is_there => address(&PageKind::BodyYear(position, *year)),
            Some(position) => address(&PageKind::Body(position)),
            None => address(&PageKind::Bodies),
        };
        Place { name, page, is_there }
    }

    /// The address of a figure, where it still has one.
    fn figure(&self, changed: &Changed) -> String {
        match changed.after {
            Some(_) if self.is_there => format!("{}#{}", self.page, anchor(changed.figure)),
            _ => self.page.clone(),
        }
    }
}

/// The title of an entry as text, and what else there is to say as HTML.
fn words(scene: &Scene, entry: &Entry, place: &Place) -> (String, String) {
    let name = |about: &About| match (&about.name_en, scene.language) {
        (Some(name), Language::En) => name.clone(),
        _ => about.name.clone(),
    };
    let body = entry.about.as_ref().map(name).unwrap_or_default();
    let year = entry.about.as_ref().map(|about| about.year.to_string()).unwrap_or_default();
    let fill = |key: &str, further: &[(&str, &str)]| {
        scene.fill(&format!("feed.{key}"), &[&[("body", &*body), ("year", &*year)], further].concat())
    };
    let paragraph = |text: &str| format!("<p>{}</p>", Html::escaped(text));
    match &entry.what {
        What::Added { published: Some(date) } => {
            (fill("added", &[]), paragraph(&fill("published", &[("date", &date.to_string())])))
        }
        What::Added { published: None } => (fill("added", &[]), paragraph(&fill("unpublished", &[]))),
        What::Removed => (fill("removed", &[]), paragraph(&fill("removed_note", &[]))),
        What::Further { count } => {
            (fill("further", &[("count", &count.to_string())]), paragraph(&fill("further_note", &[])))
        }
        What::Changed { count, figures } => {
            let sides = |one: &Changed| {
                let figure = figure_name(one.figure, scene.language);
                [figure, shown_words(scene, one.before), shown_words(scene, one.after)]
            };
            let title = match figures.as_slice() {
                [one] if *count == 1 => {
                    let [figure, before, after] = sides(one);
                    fill("changed_one", &[("figure", &figure), ("before", &before), ("after", &after)])
                }
                _ => fill("changed", &[("count", &count.to_string())]),
            };
            let mut list = String::from("<ul>");
            for one in figures {
                let [figure, before, after] = sides(one);
                let text = fill("figure", &[("figure", &figure), ("before", &before), ("after", &after)]);
                let href = place.figure(one);
                list.push_str(&format!("<li><a href=\"{}\">{}</a></li>", Html::escaped(&href), Html::escaped(&text)));
            }
            list.push_str("</ul>");
            if *count > figures.len() {
                list.push_str(&paragraph(&fill("more", &[("count", &(count - figures.len()).to_string())])));
            }
            (title, list)
        }
    }
}
