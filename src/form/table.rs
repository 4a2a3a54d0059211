//! The three statutory tables, their rows, columns and units: the identifiers used in code, files and URLs.

use std::fmt;
use std::sync::LazyLock;

macro_rules! identifiers {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $id:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = concat!("`", $id, "`")] $variant,)* }

        impl $name {
            /// Every value, in the order of the form.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The identifier, as it stands in published files and URLs.
            pub fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)* }
            }

            /// The value with this identifier, if there is one.
            pub fn from_id(id: &str) -> Option<$name> {
                match id { $($id => Some($name::$variant),)* _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.id())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.id())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let id = String::deserialize(deserializer)?;
                $name::from_id(&id).ok_or_else(|| serde::de::Error::custom("no such identifier"))
            }
        }
    };
}

identifiers! {
    /// A table of the form.
    Table {
        Proactive = "proactive",
        Requests = "requests",
        Remedies = "remedies",
    }
}

identifiers! {
    /// A row of any table, in the order of the form. `Other` (edition 2019) stands where the three `other.*` rows of
    /// edition 2021 stand.
    Row {
        Rules = "rules",
        NormativeDocuments = "normative_documents",
        Licences = "licences",
        OtherServices = "other_services",
        Penalties = "penalties",
        CoerciveMeasures = "coercive_measures",
        Fees = "fees",
        CentralProcurement = "central_procurement",
        Received = "received",
        CarriedIn = "carried_in",
        Granted = "granted",
        PartlyGranted = "partly_granted",
        RefusedStateSecret = "refused.state_secret",
        RefusedProhibitedByLaw = "refused.prohibited_by_law",
        RefusedSafetyAndStability = "refused.safety_and_stability",
        RefusedThirdPartyRights = "refused.third_party_rights",
        RefusedInternalAffairs = "refused.internal_affairs",
        RefusedProcessInformation = "refused.process_information",
        RefusedEnforcementFiles = "refused.enforcement_files",
        RefusedInquiryMatters = "refused.inquiry_matters",
        UnavailableNotHeld = "unavailable.not_held",
        UnavailableNeedsCreation = "unavailable.needs_creation",
        UnavailableUnclear = "unavailable.unclear",
        NotProcessedComplaint = "not_processed.complaint",
        NotProcessedRepeated = "not_processed.repeated",
        NotProcessedPublication = "not_processed.publication",
        NotProcessedExcessive = "not_processed.excessive",
        NotProcessedConfirmation = "not_processed.confirmation",
        OtherNotCorrectedInTime = "other.not_corrected_in_time",
        OtherFeeUnpaid = "other.fee_unpaid",
        OtherOther = "other.other",
        Other = "other",
        Handled = "handled",
        CarriedOver = "carried_over",
        Review = "review",
        LitigationDirect = "litigation_direct",
        LitigationAfterReview = "litigation_after_review",
    }
}

identifiers! {
    /// A column of any table, in the order of the form. `Total` serves both `requests` and `remedies`.
    Column {
        Made = "made",
        Repealed = "repealed",
        InForce = "in_force",
        Disclosed = "disclosed",
        PublicTotal = "public_total",
        ItemsLastYear = "items_last_year",
        ItemsChange = "items_change",
        Decisions = "decisions",
        Projects = "projects",
        Amount = "amount",
        NaturalPerson = "natural_person",
        Business = "business",
        Research = "research",
        PublicInterest = "public_interest",
        LegalService = "legal_service",
        OtherOrganisation = "other_organisation",
        Upheld = "upheld",
        Corrected = "corrected",
        Other = "other",
        Pending = "pending",
        Total = "total",
    }
}

/// What a figure counts or measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Unit {
    /// 件: requests, reviews, lawsuits, documents, decisions.
    Case,
    /// 项: items and projects of edition 2019.
    Item,
    /// 万元: 10,000 yuan.
    WanYuan,
    /// 元: yuan, where the cell says so.
    Yuan,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 4] = [Unit::Case, Unit::Item, Unit::WanYuan, Unit::Yuan];

    /// The unit with this name.
    pub fn from_name(name: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The Chinese name, as published.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Case => "件",
            Unit::Item => "项",
            Unit::WanYuan => "万元",
            Unit::Yuan => "元",
        }
    }
}

impl Column {
    /// The columns of table `requests`: the kinds of applicant, then the total.
    pub const REQUESTS: [Column; 7] = [
        Column::NaturalPerson,
        Column::Business,
        Column::Research,
        Column::PublicInterest,
        Column::LegalService,
        Column::OtherOrganisation,
        Column::Total,
    ];

    /// The kinds of applicant, without the total.
    pub const APPLICANTS: [Column; 6] = {
        let [person, business, research, public_interest, legal_service, other, _] = Column::REQUESTS;
        [person, business, research, public_interest, legal_service, other]
    };

    /// The unit that the form prints for the column. A cell may say otherwise (元 instead of 万元).
    pub fn unit(self) -> Unit {
        match self {
            Column::ItemsLastYear | Column::ItemsChange | Column::Projects => Unit::Item,
            Column::Amount => Unit::WanYuan,
            _ => Unit::Case,
        }
    }
}

impl Row {
    /// The group of outcomes that the row belongs to (`refused`, `unavailable`, `not_processed`, `other`), if any.
    pub fn group(self) -> Option<&'static str> {
        static GROUPS: LazyLock<Vec<Option<&'static str>>> =
            LazyLock::new(|| Row::ALL.iter().map(|row| Some(row.id().split_once('.')?.0)).collect());
        GROUPS[self as usize]
    }
}
