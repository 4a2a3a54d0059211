//! The portal becomes a site: pages, charts and data files. Knows nothing of where they are written.

pub mod data;
