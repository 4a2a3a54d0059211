//! What the portal showed the last time, and what was new ever since: the file `changes.json` of a site, which the next
//! build finds in its output folder. It is not trusted: a file that is not whole, or not of this format, is none.
//!
//! Nothing here knows the day. What is new in a build is dated by whoever starts the build; all else keeps its date. So
//! a build in which nothing is new gives the same bytes on any day, and so does the first one: its entries are the
//! reports whose day of publication is known, dated so.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use data_encoding::HEXLOWER;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

use crate::form::{Column, Edition, FigureKey, Layout, Row, Table, Unit};
use crate::model::{Body, BodyYear, FigureChange, Portal, ReportChange, Shown, ShownBody, Snapshot, WhatChanged};
use crate::report::{Date, State};

/// The path of the file in a site.
pub const FILE: &str = "changes.json";
/// A file is never taken for one of ours that is larger: of 100,000 reports it would be a third of this.
pub const LARGEST: u64 = 256 * 1024 * 1024;
/// The most entries that are kept.
const MOST: usize = 100;
/// The most figures that an entry names.
const MOST_FIGURES: usize = 20;

/// What a portal shows, and what was new in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    shown: Snapshot,
    entries: Vec<Entry>,
}

/// One thing that was new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What tells it from other entries on the same report.
    pub mark: String,
    /// The day since when.
    pub date: Date,
    /// The report; `None` where it is about many.
    pub about: Option<About>,
    /// What was new.
    pub what: What,
}

/// The report that an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The name of its body in URLs.
    pub slug: String,
    /// The name of its body.
    pub name: String,
    /// The English name, where there is one.
    pub name_en: Option<String>,
    /// The year reported on.
    pub year: u16,
}

/// What was new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum What {
    /// The portal had no such report before.
    Added {
        /// When the body published it, where that is known.
        published: Option<Date>,
    },
    /// Figures are others than they were.
    Changed {
        /// How many.
        count: usize,
        /// The first of them.
        figures: Vec<Changed>,
    },
    /// The portal has the report no longer.
    Removed,
    /// More reports than have entries of their own changed at once.
    Further {
        /// How many more.
        count: usize,
    },
}

/// A figure that is another than it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// Which figure.
    #[serde(serialize_with = "write_key", deserialize_with = "read_key")]
    pub figure: FigureKey,
    /// As it was; `None` where the form had no such figure.
    #[serde(serialize_with = "write_shown", deserialize_with = "read_shown")]
    pub before: Option<Shown>,
    /// As it was from then on; `None` where the form has no such figure.
    #[serde(serialize_with = "write_shown", deserialize_with = "read_shown")]
    pub after: Option<Shown>,
}

/// The content of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    entries: Vec<Entry>,
    bodies: BTreeMap<String, KeptBody>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptBody {
    name: String,
    name_en: Option<String>,
    /// The edition of each year's report and its figures in the order of the form, with blanks between them.
    years: BTreeMap<u16, String>,
}

impl History {
    /// The history of a portal that nobody remembers: its latest reports whose day of publication is known.
    pub fn begin(portal: &Portal) -> History {
        let years = portal.bodies().iter().flat_map(|body| body.years.iter().map(move |year| (body, year)));
        let entry = |(body, year): (&Body, &BodyYear)| {
            let published = published(year)?;
            let about = About {
                slug: body.slug.clone(),
                name: body.name.clone(),
                name_en: body.name_en.clone(),
                year: year.year,
            };
            let what = What::Added { published: Some(published) };
            Some(Entry { mark: "added".to_owned(), date: published, about: Some(about), what })
        };
        let mut entries: Vec<Entry> = years.filter_map(entry).collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.date));
        entries.truncate(MOST);
        History { shown: Snapshot::of(portal), entries }
    }

    /// The same a build later. What is new in the portal is dated `today`.
    pub fn next(self, portal: &Portal, today: Date) -> History {
        let shown = Snapshot::of(portal);
        let changes = self.shown.changes_to(&shown);
        let told = if changes.len() > MOST { MOST - 1 } else { changes.len() };
        let mut entries: Vec<Entry> = Vec::new();
        for change in &changes[..told] {
            let about = About {
                slug: change.slug.clone(),
                name: change.name.clone(),
                name_en: change.name_en.clone(),
                year: change.year,
            };
            let (mark, what) = what(portal, change);
            entries.push(self.entry(mark, Some(about), today, what));
        }
        if told < changes.len() {
            entries.push(self.entry("further", None, today, What::Further { count: changes.len() - told }));
        }
        entries.extend(self.entries);
        entries.truncate(MOST);
        History { shown, entries }
    }

    /// What was new, newest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The day of the latest entry; `None` where there is none.
    pub fn updated(&self) -> Option<Date> {
        self.entries.iter().map(|entry| entry.date).max()
    }

    /// A new entry, under a mark that no other on the same report has.
    fn entry(&self, mark: &str, about: Option<About>, date: Date, what: What) -> Entry {
        let report = |about: &Option<About>| about.as_ref().map(|about| (about.slug.clone(), about.year));
        let is_taken =
            |mark: &str| self.entries.iter().any(|entry| entry.mark == mark && report(&entry.about) == report(&about));
        let marks = (2_usize..).map(|number| format!("{mark}-{date}-{number}"));
        let mut marks = std::iter::once(format!("{mark}-{date}")).chain(marks);
        let mark = marks.find(|mark| !is_taken(mark)).expect("there are more numbers than entries");
        Entry { mark, date, about, what }
    }

    /// The bytes of the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = |body: &ShownBody| KeptBody {
            name: body.name.clone(),
            name_en: body.name_en.clone(),
            years: body.years.iter().map(|(&year, report)| (year, write_report(report))).collect(),
        };
        let kept = Kept {
            entries: self.entries.clone(),
            bodies: self.shown.bodies.iter().map(|(slug, shown)| (slug.clone(), body(shown))).collect(),
        };
        let kept = serde_json::to_string(&kept).expect("plain values are written to memory");
        format!("{HEAD}{}{MIDDLE}{kept}{END}", sha256(&kept)).into_bytes()
    }

    /// The history that a file holds; `None` where the file is damaged or none of ours.
    pub fn read(bytes: &[u8]) -> Option<History> {
        let rest = std::str::from_utf8(bytes).ok()?.strip_prefix(HEAD)?;
        let (sum, rest) = rest.split_once(MIDDLE)?;
        let kept = rest.strip_suffix(END)?;
        if sum != sha256(kept) {
            return None;
        }
        let kept: Kept = serde_json::from_str(kept).ok()?;
        let body = |(slug, body): (String, KeptBody)| {
            let year = |(year, report): (u16, String)| Some((year, read_report(&report)?));
            let years = body.years.into_iter().map(year).collect::<Option<_>>()?;
            Some((slug, ShownBody { name: body.name, name_en: body.name_en, years }))
        };
        let bodies = kept.bodies.into_iter().map(body).collect::<Option<_>>()?;
        Some(History { shown: Snapshot { bodies }, entries: kept.entries })
    }
}

const HEAD: &str = "{\"format\":1,\"sha256\":\"";
const MIDDLE: &str = "\",\"kept\":";
const END: &str = "}\n";

fn sha256(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text))
}

fn published(year: &BodyYear) -> Option<Date> {
    Date::parse(year.report().published.as_deref()?)
}

fn what(portal: &Portal, change: &ReportChange) -> (&'static str, What) {
    let changed = |one: &FigureChange| Changed { figure: one.key, before: one.before, after: one.after };
    match &change.what {
        WhatChanged::Added => {
            let body = portal.bodies().iter().find(|body| body.slug == change.slug);
            ("added", What::Added { published: body.and_then(|body| published(body.year(change.year)?)) })
        }
        WhatChanged::Figures(figures) => {
            let first = figures.iter().take(MOST_FIGURES).map(changed).collect();
            ("changed", What::Changed { count: figures.len(), figures: first })
        }
        WhatChanged::Removed => ("removed", What::Removed),
    }
}

fn write_report((edition, figures): &(Edition, Vec<Shown>)) -> String {
    let mut out = edition.id().to_owned();
    for shown in figures {
        out.push(' ');
        out.push_str(&written(shown));
    }
    out
}

fn read_report(text: &str) -> Option<(Edition, Vec<Shown>)> {
    let mut words = text.split(' ');
    let id = words.next()?;
    let edition = Edition::ALL.into_iter().find(|edition| edition.id() == id)?;
    let figures: Vec<Shown> = words.map(shown).collect::<Option<_>>()?;
    (figures.len() == Layout::of(edition).keys().len()).then_some((edition, figures))
}

/// The letter of a state.
const LETTERS: [(State, char); 6] = [
    (State::Reported, 'r'),
    (State::Inferred, 'i'),
    (State::Corrected, 'c'),
    (State::Blank, 'b'),
    (State::Missing, 'm'),
    (State::Unreadable, 'u'),
];

/// `r251`, `c12.5万元`, `b`: the letter of the state, the value, and a unit that is not 件.
fn written(shown: &Shown) -> String {
    let letter = LETTERS.iter().find(|(state, _)| *state == shown.state()).map_or('m', |(_, letter)| *letter);
    let unit = if shown.unit() == Unit::Case { "" } else { shown.unit().name() };
    format!("{letter}{}{unit}", shown.value().map(|value| value.to_string()).unwrap_or_default())
}

fn shown(text: &str) -> Option<Shown> {
    let mut rest = text.chars();
    let letter = rest.next()?;
    let state = LETTERS.iter().find(|(_, one)| *one == letter)?.0;
    let rest = rest.as_str();
    let digits = rest.trim_end_matches(|c: char| !c.is_ascii());
    let unit = match &rest[digits.len()..] {
        "" => Unit::Case,
        name => Unit::from_name(name)?,
    };
    let value = if digits.is_empty() { None } else { Some(Decimal::from_str(digits).ok()?) };
    Shown::new(state, value, unit)
}

fn write_key<S: Serializer>(key: &FigureKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(key)
}

fn read_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FigureKey, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parts: Vec<&str> = text.split('/').collect();
    let key = || {
        let [table, row, column] = parts[..] else { return None };
        Some(FigureKey { table: Table::from_id(table)?, row: Row::from_id(row)?, column: Column::from_id(column)? })
    };
    key().ok_or_else(|| de::Error::custom("no such figure"))
}

fn write_shown<S: Serializer>(shown: &Option<Shown>, serializer: S) -> Result<S::Ok, S::Error> {
    shown.as_ref().map(written).serialize(serializer)
}

fn read_shown<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Shown>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| shown(&text).ok_or_else(|| de::Error::custom("no such value"))).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{numbers, portal};

    const RECEIVED: &str = "requests/received/total";

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn with(values: &[(u16, &'static str)]) -> Portal {
        portal(values.iter().map(|&(year, value)| numbers("甲县", year, &[(RECEIVED, value)])).collect())
    }

    fn marks(history: &History) -> Vec<(&str, u16)> {
        history.entries.iter().map(|entry| (&*entry.mark, entry.about.as_ref().map_or(0, |about| about.year))).collect()
    }

    #[test]
    fn a_file_comes_back_as_it_was() {
        let mut history = History::begin(&with(&[(2020, "5"), (2023, "7")]));
        history = history.next(&with(&[(2020, "6"), (2024, "1")]), day("2025-01-02"));
        assert_eq!(
            marks(&history),
            [("changed-2025-01-02", 2020), ("removed-2025-01-02", 2023), ("added-2025-01-02", 2024)]
        );
        assert_eq!(History::read(&history.to_bytes()).as_ref(), Some(&history));
    }

    #[test]
    fn every_kind_of_value_comes_back_as_it_was() {
        for text in ["r0", "r251", "i3", "c12.50万元", "r-3项", "r1元", "b", "m", "u"] {
            assert_eq!(written(&shown(text).unwrap()), text);
        }
        for text in ["", "x1", "r", "b1", "r1 ", "r1斤", "元", "r万", "rr1"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn a_damaged_file_is_none() {
        let bytes = History::begin(&with(&[(2023, "5")])).to_bytes();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert_eq!(History::read(&flipped), None, "byte {at}");
            assert_eq!(History::read(&bytes[..at]), None, "cut at {at}");
        }
        // Whole, and yet not what this program could have written.
        for kept in [r#"{"entries":[],"bodies":{"a":{"name":"甲","name_en":null,"years":{"2023":"2021 r1"}}}}"#, "[]"]
        {
            let bytes = format!("{HEAD}{}{MIDDLE}{kept}{END}", sha256(kept));
            assert_eq!(History::read(bytes.as_bytes()), None);
        }
    }

    #[test]
    fn the_same_day_twice_gives_two_names() {
        let mut history = History::begin(&with(&[(2023, "5")]));
        for value in ["6", "5", "6"] {
            history = history.next(&with(&[(2023, value)]), day("2025-01-02"));
        }
        let expected = ["changed-2025-01-02-3", "changed-2025-01-02-2", "changed-2025-01-02"];
        assert_eq!(marks(&history), expected.map(|mark| (mark, 2023)));
    }

    #[test]
    fn entries_are_so_many_and_no_more_and_what_is_left_out_is_said() {
        let many = |count: u16| {
            let report = |number: u16| numbers("甲县", 1000 + number, &[]);
            portal((0..count).map(report).collect())
        };
        let history = History::begin(&many(0)).next(&many(100), day("2025-01-02"));
        assert_eq!(history.entries.len(), 100);
        assert!(history.entries.iter().all(|entry| entry.about.is_some()));
        let history = history.next(&many(250), day("2025-01-03"));
        assert_eq!(history.entries.len(), 100);
        assert_eq!(history.entries[99].what, What::Further { count: 51 });
        assert!(history.entries.iter().all(|entry| entry.date == day("2025-01-03")));
    }
}
