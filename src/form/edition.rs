//! The editions of the form, and which one a year requires.

use serde::{Deserialize, Serialize};

/// One edition of the statutory form, named for the year from which it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Edition {
    /// Set by 国办公开办函〔2019〕60号, for the reports of 2019 and 2020.
    #[serde(rename = "2019")]
    E2019,
    /// Set by 国办公开办函〔2021〕30号, for the reports of 2021 and later.
    #[serde(rename = "2021")]
    E2021,
}

impl Edition {
    /// Every edition, oldest first.
    pub const ALL: [Edition; 2] = [Edition::E2019, Edition::E2021];

    /// The identifier: the first year to which the edition applies.
    pub fn id(self) -> &'static str {
        match self {
            Edition::E2019 => "2019",
            Edition::E2021 => "2021",
        }
    }

    /// The notice that set the edition.
    pub fn notice(self) -> &'static str {
        match self {
            Edition::E2019 => "国办公开办函〔2019〕60号",
            Edition::E2021 => "国办公开办函〔2021〕30号",
        }
    }

    /// The edition that a report for `year` must use.
    pub fn required_for(year: u16) -> Edition {
        if year >= 2021 { Edition::E2021 } else { Edition::E2019 }
    }
}
