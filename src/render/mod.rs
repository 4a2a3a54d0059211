//! The portal becomes a site: pages, charts and data files, each made on its own from plain views. Knows no disk.

pub mod chart;
pub mod data;
pub mod history;
pub mod link;
pub mod markup;
pub mod members;
pub mod minify;
pub mod notes;
pub mod number;
pub mod page;
pub mod prose;
pub mod search;
pub mod site;
pub mod template;
pub mod tongue;
