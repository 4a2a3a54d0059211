//! The list of bodies, in groups that may be compared: whole governments and single agencies apart, levels apart.

use serde::Serialize;

use super::Scene;
use super::paging::{self, List, PlaceEntry};
use super::part::Link;
use super::shell::Page;
use crate::model::Body;
use crate::render::number;
use crate::report::{Level, Scope};
use crate::text::group;

/// One body in a list.
#[derive(Debug, Serialize)]
pub struct BodyEntry {
    link: Link,
    years: String,
    /// What the search looks in: the name in all languages, the slug, the parent.
    search: String,
}

/// The bodies of one scope and level.
#[derive(Debug, Serialize)]
pub struct GroupView {
    name: String,
    bodies: Vec<BodyEntry>,
}

#[derive(Debug, Serialize)]
pub struct BodiesView {
    title: String,
    lead: String,
    groups: Vec<GroupView>,
    /// The places that the list is divided into; it has no groups then.
    places: Vec<PlaceEntry>,
}

impl Page for BodiesView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

pub fn view(scene: &Scene) -> BodiesView {
    let count = scene.bodies().len().to_string();
    let places = paging::places(scene);
    BodiesView {
        title: scene.words("bodies.title"),
        lead: scene.fill(if places.is_empty() { "bodies.lead" } else { "paging.bodies_lead" }, &[("count", &count)]),
        groups: groups(scene),
        places,
    }
}

/// All bodies in groups, in the order of the portal. None where they are too many: their places have them.
pub fn groups(scene: &Scene) -> Vec<GroupView> {
    if scene.site.paging.splits(List::Bodies) {
        return Vec::new();
    }
    let mut groups: Vec<((Scope, Option<Level>), GroupView)> = Vec::new();
    for (position, body) in scene.bodies().iter().enumerate() {
        let key = (body.scope, body.level);
        if groups.last().is_none_or(|(last, _)| *last != key) {
            groups.push((key, GroupView { name: group_name(scene, body), bodies: Vec::new() }));
        }
        let entry = entry(scene, position, body);
        groups.last_mut().expect("a group was made for the first body").1.bodies.push(entry);
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The bodies of a place, each with what it is: they are of several groups.
pub fn of_place(scene: &Scene, name: String, positions: impl Iterator<Item = usize>) -> GroupView {
    let bodies = positions.map(|position| {
        let body = scene.body(position);
        let own = entry(scene, position, body);
        BodyEntry { years: format!("{} · {}", group_name(scene, body), own.years), ..own }
    });
    GroupView { name, bodies: bodies.collect() }
}

/// What a body is: `一级政府 · 地市级`, or that its level is not known.
pub fn group_name(scene: &Scene, body: &Body) -> String {
    group::name(scene.language, body.scope, body.level)
}

fn entry(scene: &Scene, position: usize, body: &Body) -> BodyEntry {
    let years = number::years(body.first().year, body.latest().year);
    let search = [Some(&body.name), body.name_en.as_ref(), body.parent.as_ref(), Some(&body.slug)];
    BodyEntry {
        link: scene.body_link(position),
        years: scene.fill("bodies.years", &[("years", &years), ("count", &body.years.len().to_string())]),
        search: search.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "),
    }
}
