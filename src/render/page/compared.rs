//! What the compare page asks for while someone chooses: the list of bodies, and each body's indicators as they are
//! written on its own page. JSON, one file a body and language, so that a choice of six loads six small files.

use serde_json::{Map, Value, json};

use super::{PageKind, Scene, bodies, value};
use crate::model::{Body, Indicator, Reading};

/// Every body, in the order of the portal: `id`, `name`, `group`, and what else it is found by.
pub fn list(scene: &Scene) -> Value {
    let entry = |body: &Body| {
        json!({
            "id": body.slug,
            "name": body.name_in(scene.language),
            "other": [Some(&body.name), body.name_en.as_ref(), Some(&body.slug)],
            "group": bodies::group_name(scene, body),
        })
    };
    Value::Array(scene.bodies().iter().map(entry).collect())
}

/// One body: its name, its group, whether it may be compared (its level is known), and by year and indicator what is
/// shown. `value` is for drawing and sorting, percent for shares, and not there where nothing may be drawn; `text`,
/// `note` and `mark` are what a table shows and `why` what the mark means: no value, or one that was not read itself; `low`
/// and `high` are the 95 % interval, in percent; `disputed` says that the report's own numbers disagree.
pub fn body(scene: &Scene, position: usize) -> Value {
    let body = scene.body(position);
    let years = body.years.iter().map(|year| {
        let readings = Indicator::ALL
            .iter()
            .map(|&indicator| (indicator.id().to_owned(), reading(scene, year.reading(indicator))));
        let address = scene.link_to(&PageKind::BodyYear(position, year.year));
        (year.year.to_string(), json!({ "href": address, "of": readings.collect::<Map<_, _>>() }))
    });
    json!({
        "id": body.slug,
        "name": body.name_in(scene.language),
        "group": bodies::group_name(scene, body),
        "comparable": body.level.is_some(),
        "years": years.collect::<Map<_, _>>(),
    })
}

fn reading(scene: &Scene, reading: &Reading) -> Value {
    let cell = value::cell(scene, &reading.outcome);
    let mut object = Map::new();
    let words = [("text", cell.text), ("note", cell.note), ("mark", cell.mark), ("why", cell.title)];
    object.extend(
        words.into_iter().filter(|(_, words)| !words.is_empty()).map(|(name, words)| (name.to_owned(), json!(words))),
    );
    let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
    if reading.outcome.as_ref().is_ok_and(|found| found.disputed) {
        put("disputed", json!(true));
    }
    if let Some((value, interval)) = reading.value().and_then(value::drawn) {
        put("value", json!(value));
        if let Some((low, high)) = interval {
            put("low", json!(low));
            put("high", json!(high));
        }
    }
    Value::Object(object)
}
