//! What programs read of a page: where it stands in the site (schema.org `BreadcrumbList`), and of the home page and the
//! page of the data what there is to download (`Dataset`). All addresses are whole, so a site without one has none of it.

use serde_json::{Value, json};

use super::part::Link;
use super::{PageKind, Scene};
use crate::render::link;
use crate::render::markup::Html;

/// The page's JSON-LD; `None` where the site has no address.
pub fn of(scene: &Scene, title: &str, description: &str, crumbs: &[Link]) -> Option<Html> {
    let base_url = scene.site.config.base_url.as_deref()?;
    let address = scene.site.address(scene.language, scene.kind)?;
    let mut graph = Vec::new();
    if !crumbs.is_empty() {
        graph.push(breadcrumbs(base_url, scene.path, title, &address, crumbs));
    }
    if matches!(scene.kind, PageKind::Home | PageKind::Data) {
        graph.push(dataset(scene, base_url, description, &address));
    }
    if graph.is_empty() {
        return None;
    }
    let whole = json!({ "@context": "https://schema.org", "@graph": graph });
    // Nothing in a string can end the element that holds it.
    Some(Html::trusted(whole.to_string().replace('<', "\\u003c")))
}

fn breadcrumbs(base_url: &str, path: &str, title: &str, address: &str, crumbs: &[Link]) -> Value {
    let place = |(at, name, item): (usize, &str, String)| json!({ "@type": "ListItem", "position": at, "name": name, "item": item });
    let whole = |link: &Link| link::resolved(base_url, path, &link.href);
    let mut items: Vec<Value> =
        crumbs.iter().enumerate().map(|(at, link)| place((at + 1, &link.text, whole(link)))).collect();
    items.push(place((crumbs.len() + 1, title, address.to_owned())));
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

fn dataset(scene: &Scene, base_url: &str, description: &str, address: &str) -> Value {
    let config = scene.site.config;
    let years = scene.years();
    let mut dataset = json!({
        "@type": "Dataset",
        "name": config.title.get(scene.language),
        "description": description,
        "url": address,
        "inLanguage": scene.language.tag(),
        "isAccessibleForFree": true,
    });
    let mut put = |name: &str, value: Option<Value>| {
        if let (Some(object), Some(value)) = (dataset.as_object_mut(), value) {
            object.insert(name.to_owned(), value);
        }
    };
    put("temporalCoverage", years.first().zip(years.last()).map(|(first, last)| json!(format!("{first}/{last}"))));
    put("dateModified", scene.site.published().map(|date| json!(date)));
    put("license", config.data_licence.as_ref().map(|licence| json!(licence.url.as_ref().unwrap_or(&licence.name))));
    let publisher = config.publisher.as_ref().map(|publisher| publisher.get(scene.language));
    put("creator", publisher.map(|name| json!({ "@type": "Organization", "name": name })));
    let files = scene.site.data_files.all().iter().map(|file| {
        let (name, kind) = (file.path(), if file.dataset.is_table() { "text/csv" } else { "application/json" });
        let place = link::absolute(base_url, &format!("data/{name}"));
        json!({ "@type": "DataDownload", "name": name, "encodingFormat": kind, "contentUrl": place })
    });
    put("distribution", Some(files.collect()));
    dataset
}
