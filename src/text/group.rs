//! What a group of bodies is called.

use super::{Language, fill, words};
use crate::report::{Level, Scope};

/// `一级政府 · 地市级`; a level that is not known is said to be so.
pub fn name(language: Language, scope: Scope, level: Option<Level>) -> String {
    let level = level.map_or("site.group.level_unknown".to_owned(), |level| format!("form.level.{}", level.id()));
    let scope = format!("form.scope.{}.name", scope.id());
    let arguments = [("scope", words(language, &scope)), ("level", words(language, &level))];
    fill(language, "site.group.name", &arguments)
}
