//! What a host shows for an address that the site does not have.

use serde::Serialize;

use super::part::Link;
use super::shell::Page;
use super::{PageKind, Scene};

#[derive(Debug, Serialize)]
pub struct NotFoundView {
    title: String,
    lead: String,
    bodies: Link,
}

impl Page for NotFoundView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

pub fn view(scene: &Scene) -> NotFoundView {
    NotFoundView {
        title: scene.words("not_found.title"),
        lead: scene.words("not_found.lead"),
        bodies: Link::new(scene.link_to(&PageKind::Bodies), scene.words("bodies.title")),
    }
}
