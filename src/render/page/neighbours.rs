//! The bodies of the same group whose disclosure rate comes next to a body's own in its latest year: a comparison that is
//! there without being asked for.

use serde::Serialize;

use super::part::{Cell, Link, Table, TableRow};
use super::{PageKind, Scene, indicator as indicators, value};
use crate::model::{Body, Indicator};
use crate::render::number;

/// How many bodies are shown on each side.
const EACH_WAY: usize = 2;

#[derive(Debug, Serialize)]
pub struct Neighbours {
    note: String,
    table: Table,
    /// The same bodies on the compare page.
    compare: Link,
    /// All bodies of the group.
    group: Link,
}

/// `None` where the body has no place in an order: its level is not known, its rate is not there or of few cases, or it is
/// the only one.
pub fn of(scene: &Scene, position: usize, of: &Body) -> Option<Neighbours> {
    let latest = of.latest();
    let group = of.group()?;
    let indicator = Indicator::DisclosureRate;
    let comparison = scene.comparison(latest.year, group, indicator)?;
    let placed: Vec<_> = comparison.entries.iter().filter(|entry| entry.place.is_some()).collect();
    let own = placed.iter().position(|entry| entry.body == position)?;
    if placed.len() < 2 {
        return None;
    }
    let shown = &placed[own.saturating_sub(EACH_WAY)..placed.len().min(own + EACH_WAY + 1)];
    let rows = shown.iter().map(|entry| {
        let place = entry.place.map_or(number::MISSING.to_owned(), |place| place.to_string());
        let interval = value::interval(&entry.value).unwrap_or_else(|| number::MISSING.to_owned());
        let page = scene.link_to(&PageKind::BodyYear(entry.body, latest.year));
        let reading = indicators::entry_cell(scene, comparison, entry, &page);
        let head = match entry.body == position {
            true => Cell::text(scene.body_name(position)).class("own"),
            false => Cell::link(scene.link_to(&PageKind::Body(entry.body)), scene.body_name(entry.body)),
        };
        TableRow::new(head, [Cell::text(place), reading, Cell::text(interval)].map(|cell| cell.number()).into())
    });
    let (year, name) = (latest.year.to_string(), scene.group_name(group));
    let caption = scene.fill("neighbours.caption", &[("year", &year), ("group", &name)]);
    let heads = ["place", "value", "interval"].map(|key| scene.words(&format!("comparison.{key}")));
    let heads = heads.map(|head| Cell::text(head).number());
    let heads = [Cell::text(scene.words("body.head"))].into_iter().chain(heads).collect();
    let slugs: Vec<&str> = shown.iter().map(|entry| scene.slug(entry.body)).collect();
    let compare = format!("{}?b={}&i={}", scene.link_to(&PageKind::Compare), slugs.join(","), indicator.id());
    Some(Neighbours {
        note: scene.fill("neighbours.note", &[("year", &year), ("group", &name), ("count", &placed.len().to_string())]),
        table: Table::new(caption, heads, rows.collect()).class("sticky"),
        compare: Link::new(compare, scene.words("neighbours.compare")),
        group: Link::new(
            scene.link_to(&PageKind::Year(latest.year)),
            scene.fill("compare.year_link", &[("year", &year)]),
        ),
    })
}
