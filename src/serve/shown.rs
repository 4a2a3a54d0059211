//! The one state that everybody sees, and who waits for the next. A state is never changed: another takes its place, while
//! answers that are being made out of the old one keep it.

use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};

use data_encoding::HEXLOWER;
use self_cell::self_cell;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

use super::lost::Lost;
use super::problem::Problem;
use super::watch::Message;
use crate::config::SiteConfig;
use crate::diagnostic::Diagnostic;
use crate::load::theme::Theme;
use crate::model::Portal;
use crate::render::site::{self, MarkdownPage, Site};
use crate::render::template::{BUILT_IN, TemplateError, Templates};
use crate::text::Language;

/// All that a plan is made of. The portal's own static files are no part of it: they come from the look.
pub struct Inputs {
    pub config: SiteConfig,
    pub portal: Portal,
    pub pages: Vec<MarkdownPage>,
    pub templates: Arc<Templates>,
    pub assets: BTreeMap<String, Vec<u8>>,
}

self_cell!(
    /// A planned site with what it borrows from.
    pub struct Content {
        owner: Inputs,
        #[not_covariant]
        dependent: Site,
    }
);

impl Content {
    /// Plans a site.
    pub fn plan(inputs: Inputs) -> Content {
        Content::new(inputs, |inputs| {
            site::plan(&inputs.portal, &inputs.config, &inputs.pages, &inputs.assets, &inputs.templates)
        })
    }

    /// The settings that it was planned with.
    pub fn config(&self) -> &SiteConfig {
        &self.borrow_owner().config
    }

    /// The portal that it shows.
    pub fn portal(&self) -> &Portal {
        &self.borrow_owner().portal
    }

    /// Does something with the site.
    pub fn with<T>(&self, work: impl FnOnce(&Site<'_>) -> T) -> T {
        self.with_dependent(|_, site| work(site))
    }
}

/// How pages look.
pub struct Look {
    /// The portal's own files, as they are now.
    pub theme: Theme,
    /// Its templates with the built-in ones: of its own, the last that were well formed.
    pub templates: Arc<Templates>,
    /// Those before that were not known to be wrong, the last first, down to the last that every kind of page could be made
    /// with. What these templates cannot make is shown as the first of those can.
    pub earlier: Vec<Arc<Templates>>,
}

impl Look {
    /// Whether every kind of page could be made.
    pub fn is_proven(&self) -> bool {
        self.earlier.first().is_some_and(|last| Arc::ptr_eq(last, &self.templates))
    }

    /// Where a template is wrong, and why.
    pub fn problem(&self, error: &TemplateError) -> Diagnostic {
        let fault = error.fault();
        let place = fault.place.map(|place| (place.line, place.column, place.length));
        self.theme.problem(&fault.template, place, &fault.message, BUILT_IN)
    }
}

/// That a page cannot be made.
pub struct Fault {
    /// With these templates.
    pub templates: Arc<Templates>,
    /// Its path.
    pub path: String,
    /// Why.
    pub diagnostic: Diagnostic,
}

/// What everybody sees.
#[derive(Clone)]
pub struct State {
    /// Names the state of pages: another one means that open pages are to be loaded again.
    pub page: String,
    /// Names the state of stylesheets.
    pub style: String,
    /// The site; `None` until it could be read.
    pub content: Option<Arc<Content>>,
    /// Pages that it has no more because a report file is wrong.
    pub lost: Arc<Lost>,
    /// How it looks.
    pub look: Arc<Look>,
    /// What is wrong.
    pub problems: Arc<[Problem]>,
    /// The language of messages.
    pub language: Language,
}

impl State {
    /// Names what is wrong: `none`, or a name that another list does not have.
    pub fn problems_name(&self) -> String {
        match self.problems.is_empty() {
            true => "none".to_owned(),
            false => name_of(self.problems.iter().flat_map(|problem| [problem.text.as_bytes(), &[0]])),
        }
    }
}

/// A short name of bytes that no others have.
pub fn name_of<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    pieces.into_iter().for_each(|piece| hasher.update(piece));
    HEXLOWER.encode(&hasher.finalize()[..16])
}

/// Where the state stands.
pub struct Shown {
    state: watch::Sender<State>,
    messages: mpsc::Sender<Message>,
}

impl Shown {
    /// With the first state. `messages` takes the faults of templates that show when a page is asked for.
    pub fn new(state: State, messages: mpsc::Sender<Message>) -> Shown {
        Shown { state: watch::Sender::new(state), messages }
    }

    /// The state.
    pub fn now(&self) -> State {
        self.state.borrow().clone()
    }

    /// Puts another state in its place.
    pub fn put(&self, state: State) {
        self.state.send_replace(state);
    }

    /// Sees every state from now on.
    pub fn follow(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Passes on that a template is wrong.
    pub fn fault(&self, fault: Fault) {
        // Nobody listens any more where the program ends.
        let _ = self.messages.send(Message::Fault(fault));
    }
}
