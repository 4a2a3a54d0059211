//! A page of the maintainer's own words.

use serde::Serialize;

use super::Scene;
use super::shell::Page;
use crate::render::markup::Html;
use crate::render::prose;

#[derive(Debug, Serialize)]
pub struct MarkdownView {
    title: String,
    #[serde(skip)]
    description: String,
    html: Html,
    /// The language of the text, where it is not that of the page around it.
    other_language: Option<&'static str>,
}

impl Page for MarkdownView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.description.clone()
    }
}

pub fn view(scene: &Scene, slug: &str) -> MarkdownView {
    let page = scene.site.markdown(slug, scene.language).expect("the plan holds only pages that there are");
    MarkdownView {
        title: page.title.clone(),
        description: page.description.clone(),
        html: prose::markdown(&page.body_markdown).html,
        other_language: (page.language != scene.language).then(|| page.language.tag()),
    }
}
