//! What kind of body a report speaks for.

use serde::{Deserialize, Serialize};

/// Whose figures a report gives. The two are never joined into one series or ranked in one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A whole government: a place and all that report to it.
    Government,
    /// A single agency.
    Agency,
}

impl Scope {
    /// The identifier, as published.
    pub fn id(self) -> &'static str {
        match self {
            Scope::Government => "government",
            Scope::Agency => "agency",
        }
    }
}

/// The level of government that a body belongs to; for an agency, the level of its government.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省、自治区、直辖市.
    Province,
    /// 地级市、自治州、盟.
    Prefecture,
    /// 县、县级市、市辖区、旗.
    County,
    /// 乡、镇、街道.
    Township,
}

impl Level {
    /// Every level, highest first.
    pub const ALL: [Level; 4] = [Level::Province, Level::Prefecture, Level::County, Level::Township];

    /// The identifier, as published.
    pub fn id(self) -> &'static str {
        match self {
            Level::Province => "province",
            Level::Prefecture => "prefecture",
            Level::County => "county",
            Level::Township => "township",
        }
    }
}
