//! How the parts of an office file refer to one another, and a part as text.

use super::archive::{Archive, Trouble};
use super::xml::{self, Element, Flaw};

/// That a part refers to another.
pub struct Relation {
    /// The kind of relation: the last word of its type.
    pub kind: String,
    /// By what the part names it.
    #[cfg(feature = "xlsx")]
    pub id: String,
    /// The name of the other part.
    pub part: String,
}

/// What a part (`""`: the whole file) is related to.
pub fn related(archive: &mut Archive<'_>, part: &str) -> Option<Vec<Relation>> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = format!("{folder}/_rels/{name}.rels");
    let text = decoded(archive, path.trim_start_matches('/')).ok()?;
    let root = xml::parse(&text).ok()?;
    let one = |relation: &Element<'_>| {
        let kind = relation.attribute("Type")?.rsplit('/').next()?.to_owned();
        let target = relation.attribute("Target")?.into_owned();
        let part = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{folder}/{target}").trim_start_matches('/').to_owned(),
        };
        Some(Relation {
            kind,
            #[cfg(feature = "xlsx")]
            id: relation.attribute("Id").unwrap_or_default().into_owned(),
            part,
        })
    };
    Some(root.elements().filter_map(one).collect())
}

/// A part as text.
///
/// # Errors
/// There is none, it cannot be had, or it is no text.
pub fn decoded(archive: &mut Archive<'_>, name: &str) -> Result<String, Trouble> {
    Ok(xml::decode(archive.part(name)?)?)
}

impl From<Flaw> for Trouble {
    fn from(flaw: Flaw) -> Trouble {
        match flaw {
            Flaw::Broken => Trouble::Broken,
            Flaw::TooMuch => Trouble::TooMuch,
        }
    }
}
