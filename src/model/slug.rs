//! Names in URLs, and the level of government that a name tells. Plain rules on the name alone; where a name does
//! not tell, nothing is guessed.

use crate::report::{Level, Scope};

/// The default slug of a name: the pinyin of each Chinese character without tones, run together; letters and digits
/// stay, in lower case; everything else parts words with `-`. 固原市 → `guyuanshi`.
pub(super) fn slug(name: &str) -> String {
    let _ = name;
    todo!()
}

/// The level that a name tells by its ending, `None` where it does not (市 may be any of three).
pub(super) fn level(name: &str, scope: Scope) -> Option<Level> {
    let _ = (name, scope);
    todo!()
}
