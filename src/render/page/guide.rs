//! What an applicant can do: what each outcome means in law, with articles and deadlines. The words and their sources
//! stand in the text tables; here is only their order.

use serde::Serialize;

use super::part::Link;
use super::shell::Page;
use super::{PageKind, Scene};
use crate::text::find;

/// What may leave an applicant without some of what was asked for: being asked to complete the request, and outcomes by the
/// identifier of row or group.
const OUTCOMES: [&str; 5] = ["completion", "partly_granted", "refused", "unavailable", "not_processed"];

#[derive(Debug, Serialize)]
struct Point {
    text: String,
    basis: String,
}

#[derive(Debug, Serialize)]
struct GuideSection {
    id: &'static str,
    title: String,
    points: Vec<Point>,
}

#[derive(Debug, Serialize)]
pub struct GuideView {
    title: String,
    lead: String,
    sections: Vec<GuideSection>,
    laws: [String; 3],
}

impl Page for GuideView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

pub fn view(scene: &Scene) -> GuideView {
    let order = ["answer"].into_iter().chain(OUTCOMES).chain(["remedies"]);
    GuideView {
        title: scene.words("guide.title"),
        lead: scene.words("guide.lead"),
        sections: order.map(|id| section(scene, id)).collect(),
        laws: ["regulation", "review_law", "litigation_law"].map(|law| scene.words(&format!("guide.{law}"))),
    }
}

fn section(scene: &Scene, id: &'static str) -> GuideSection {
    let of = |key: String| find(scene.language, &format!("site.guide.{id}.{key}"));
    let point = |number: u32| Some((of(format!("p{number}"))?, of(format!("p{number}_basis"))?));
    let points = (1..).map_while(point).map(|(text, basis)| Point { text: text.to_owned(), basis: basis.to_owned() });
    GuideSection { id, title: scene.words(&format!("guide.{id}.title")), points: points.collect() }
}

/// Links to what can be done about each outcome, for pages that show outcomes.
pub fn links(scene: &Scene) -> Vec<Link> {
    let link =
        |id: &str| Link::new(scene.link_to_anchor(&PageKind::Guide, id), scene.words(&format!("guide.{id}.title")));
    OUTCOMES.into_iter().chain(["remedies"]).map(link).collect()
}
