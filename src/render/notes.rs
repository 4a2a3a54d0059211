//! What of a portal each file of the site is made of. Pages reach the portal only through their scene, which notes what was
//! asked for; so a later build can tell whether a file is still what it would make, without making it.
//!
//! What is not noted by name counts as all of the portal: a page that asks for something new is made every time until
//! somebody says what it asks for, and never wrongly left as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::site::Site;
use crate::model::{Body, BodyYear, Group, Indicator, Portal};

/// Something of a portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Read {
    /// A body with all its reports, by its position.
    Body(u32),
    /// One comparison, or that there is none.
    Comparison(u16, Group, Indicator),
    /// All comparisons of an indicator.
    Comparisons(Indicator),
    /// The indicator of all bodies and years.
    Readings(Indicator),
    /// What is known of all bodies, with their reports of a year.
    Year(u16),
    /// The file that is copied.
    Original,
}

/// More than this is not kept one by one: such a page is made of all the portal. A page of a divided list asks for fewer.
const MOST: usize = 1000;

/// What a file was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reads(Vec<Read>);

/// Notes what is asked for while a file is made.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The body whose page it is: asked for all the time.
    own: Option<usize>,
    /// `None` once it is too much to tell.
    reads: Mutex<Option<BTreeSet<Read>>>,
}

impl Notes {
    /// For a file that is about a body, or about none.
    pub(super) fn about(own: Option<usize>) -> Notes {
        let reads = own.into_iter().map(|body| Read::Body(place(body))).collect();
        Notes { own, reads: Mutex::new(Some(reads)) }
    }

    pub(super) fn body(&self, body: usize) {
        if self.own != Some(body) {
            self.add(Read::Body(place(body)));
        }
    }

    pub(super) fn comparison(&self, year: u16, group: Group, indicator: Indicator) {
        self.add(Read::Comparison(year, group, indicator));
    }

    pub(super) fn comparisons(&self, indicator: Indicator) {
        self.add(Read::Comparisons(indicator));
    }

    pub(super) fn readings(&self, indicator: Indicator) {
        self.add(Read::Readings(indicator));
    }

    /// All of the portal.
    pub(super) fn all(&self) {
        *lock(&self.reads) = None;
    }

    fn add(&self, read: Read) {
        let mut reads = lock(&self.reads);
        if let Some(known) = reads.as_mut() {
            known.insert(read);
            if known.len() > MOST {
                *reads = None;
            }
        }
    }

    /// What was asked for; `None` where it was too much to tell.
    pub(super) fn reads(self) -> Option<Reads> {
        let reads = self.reads.into_inner().unwrap_or_else(PoisonError::into_inner);
        reads.map(|reads| Reads(reads.into_iter().collect()))
    }
}

impl Reads {
    /// Those of a copy.
    pub(super) fn original() -> Reads {
        Reads(vec![Read::Original])
    }

    /// Those of a file about every indicator of all bodies and years.
    pub(super) fn all_readings() -> Reads {
        Reads(Indicator::ALL.iter().map(|&indicator| Read::Readings(indicator)).collect())
    }

    /// Those of a file about the reports of a year.
    pub(super) fn year(year: u16) -> Reads {
        Reads(vec![Read::Year(year)])
    }
}

fn place(body: usize) -> u32 {
    u32::try_from(body).unwrap_or(u32::MAX)
}

/// A hash by which something is known again; of two different things it is not the same.
pub type Print = [u8; 16];

/// The prints of all that a site is made of.
#[derive(Debug)]
pub struct Prints<'a> {
    site: &'a Site<'a>,
    ground: Print,
    bodies: Vec<OfBody>,
    /// What many pages ask for, once it was asked for.
    shared: Mutex<BTreeMap<Read, Option<Print>>>,
}

impl<'a> Prints<'a> {
    pub(super) fn of_site(site: &'a Site<'a>, ground: &impl Serialize) -> Option<Prints<'a>> {
        let bodies = site.whole().bodies().par_iter().with_max_len(16).map(OfBody::new).collect::<Option<_>>()?;
        Some(Prints { site, ground: print(ground)?, bodies, shared: Mutex::default() })
    }

    /// Of what every page is made of besides its own matter: settings, words, what bodies are called, the years.
    pub fn ground(&self) -> Print {
        self.ground
    }

    /// Of what a file at a path would be made of now, if it asked for the same as before. `None` where that is not there.
    pub fn of(&self, path: &str, reads: &Reads) -> Option<Print> {
        let mut hasher = Sha256::new();
        for &read in &reads.0 {
            hasher.update(match read {
                Read::Body(body) => self.bodies.get(body as usize)?.whole,
                Read::Original => print(self.site.original(path)?.sha256)?,
                shared => self.shared(shared)?,
            });
        }
        Some(short(hasher))
    }

    fn shared(&self, read: Read) -> Option<Print> {
        if let Some(&known) = lock(&self.shared).get(&read) {
            return known;
        }
        let portal = self.site.whole();
        let made = match read {
            Read::Comparison(year, group, indicator) => print(&portal.comparison(year, group, indicator)),
            Read::Comparisons(indicator) => print(&portal.comparisons_of(indicator).collect::<Vec<_>>()),
            Read::Readings(indicator) => of_readings(portal, indicator),
            Read::Year(year) => print(&self.bodies.iter().map(|body| body.year(year)).collect::<Vec<_>>()),
            Read::Body(_) | Read::Original => None,
        };
        lock(&self.shared).insert(read, made);
        made
    }
}

/// The prints of a body.
#[derive(Debug)]
struct OfBody {
    /// All of it.
    whole: Print,
    /// What is known of it beside its reports.
    known: Print,
    years: Vec<(u16, Print)>,
}

impl OfBody {
    fn new(body: &Body) -> Option<OfBody> {
        // Nothing is left out: what a body may have one day must stand here too.
        let Body { slug, name, name_en, scope, level, parent, region_code, population, years } = body;
        let known = print(&(slug, name, name_en, scope, level, parent, region_code, population))?;
        let of_year = |year: &BodyYear| {
            // Why a figure was corrected is not written down with it.
            let figures = year.report().figures.iter();
            let corrections = figures.filter_map(|(key, figure)| Some((key, figure.correction()?)));
            print(&(year, corrections.collect::<Vec<_>>()))
        };
        let years: Vec<(u16, Print)> =
            years.iter().map(|year| Some((year.year, of_year(year)?))).collect::<Option<_>>()?;
        Some(OfBody { whole: print(&(known, &years))?, known, years })
    }

    fn year(&self, year: u16) -> (Print, Option<Print>) {
        (self.known, self.years.iter().find(|(other, _)| *other == year).map(|(_, print)| *print))
    }
}

fn of_readings<'p>(portal: &'p Portal, indicator: Indicator) -> Option<Print> {
    let of_year = |year: &'p BodyYear| (year.year, year.report().edition(), year.reading(indicator));
    let of_body = |body: &'p Body| print(&body.years.iter().map(of_year).collect::<Vec<_>>());
    print(&portal.bodies().par_iter().map(of_body).collect::<Option<Vec<Print>>>()?)
}

/// `None` where a value cannot be written: it is like no other.
fn print<T: Serialize + ?Sized>(value: &T) -> Option<Print> {
    // A report, which most of them are of, takes about as much.
    let written = postcard::to_extend(value, Vec::with_capacity(8 * 1024)).ok()?;
    Some(short(Sha256::new_with_prefix(written)))
}

fn short(hasher: Sha256) -> Print {
    let mut print = Print::default();
    print.copy_from_slice(&hasher.finalize()[..16]);
    print
}

/// A lock is held for a moment only and nothing in it can fail half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::check::{check, check_with};
    use crate::form::{Check, Edition, Table, Unit};
    use crate::model::testing::{key, portal, report};
    use crate::report::{
        CheckInstance, CheckedReport, ExtraRow, Figure, Figures, Finding, Outcome, Place, Report, Scope, Section,
        SectionKind, Severity, SourceKind, Spot, State, SumRef, Words,
    };

    fn prints_of(report: CheckedReport) -> (Print, Print) {
        let portal = portal(vec![report]);
        let [body] = portal.bodies() else { panic!("one report is of one body") };
        let print = OfBody::new(body).unwrap();
        (print.whole, print.years[0].1)
    }

    #[test]
    fn reports_that_differ_in_anything_have_other_prints() {
        let with = |change: &dyn Fn(&mut Report)| {
            let mut one = report("甲县", Scope::Government, 2023, &[]);
            one.source.text = "甲县\n平稳。平稳。\n".into();
            let words = |range| Words::within(&one.source.text, range).unwrap();
            let paragraphs = vec![vec![(2, words(7..16)), (3, "无。".into())]];
            one.sections.push(Section { kind: SectionKind::Overview, heading: "一、".to_owned(), paragraphs });
            let place = Place::new(1, 2, 3);
            let cells = vec![("3".to_owned(), place)];
            one.extra_rows.push(ExtraRow { table: Table::Requests, label: "其他".to_owned(), cells, place });
            change(&mut one);
            one
        };
        let within = |one: &mut Report, range| {
            one.sections[0].paragraphs[0][0].1 = Words::within(&one.source.text, range).unwrap();
        };
        let changes: [&dyn Fn(&mut Report); 24] = [
            &|_| (),
            &|one| one.source.path.push('x'),
            &|one| one.source.sha256 = "11".repeat(32),
            &|one| one.source.kind = SourceKind::Collected,
            &|one| one.source.spots = [Spot::Page { page: 1, x: 2, y: 3 }].into(),
            &|one| one.title.push('x'),
            &|one| one.body.push('x'),
            &|one| one.scope = Scope::Agency,
            &|one| one.year = 2022,
            &|one| one.published = Some("2024-01-31".to_owned()),
            &|one| one.url = Some("2024-01-31".to_owned()),
            &|one| one.sections.clear(),
            &|one| one.sections[0].kind = SectionKind::Problems,
            &|one| one.sections[0].heading.push('x'),
            &|one| one.sections[0].paragraphs[0][0].0 = 4,
            &|one| within(one, 16..25),
            &|one| within(one, 7..13),
            &|one| one.sections[0].paragraphs[0][1].1 = "有。".into(),
            &|one| one.sections[0].paragraphs.push(Vec::new()),
            &|one| one.figures = Figures::from_fn(Edition::E2019, |key| Figure::missing(key.column.unit())),
            &|one| one.extra_rows[0].table = Table::Remedies,
            &|one| one.extra_rows[0].label.push('x'),
            &|one| one.extra_rows[0].cells[0].0.push('x'),
            &|one| one.extra_rows[0].place = Place::new(1, 2, 4),
        ];
        let mut prints: Vec<(Print, Print)> = changes.map(|change| prints_of(check(with(change)))).into();
        let one = check(with(&|_| ()));
        prints.push(prints_of(one.clone().with_further(vec![one.report().source.clone()])));
        prints.push(prints_of(one.with_further(vec![with(changes[2]).source])));
        let says = CheckInstance {
            check: Check::RequestsFlow,
            at: "prose".to_owned(),
            quote: "平稳".to_owned(),
            outcome: Outcome::Undecided { lacking: Vec::new() },
        };
        let says = check_with(Arc::new(with(&|_| ())), vec![says].into());
        prints.push(prints_of(says.clone()));
        let finding = Finding {
            check: Check::RequestsFlow,
            at: "total".to_owned(),
            severity: Severity::Notice,
            quote: String::new(),
            left: None,
            right: None,
            details: Vec::new(),
        };
        prints.push(prints_of(says.with_settled(vec![finding])));
        for (at, print) in prints.iter().enumerate() {
            for (other, earlier) in prints[..at].iter().enumerate() {
                assert!(print.0 != earlier.0 && print.1 != earlier.1, "{at} and {other}");
            }
        }
    }

    /// How a figure is written down is made for another purpose, so that everything of it counts has to be seen.
    #[test]
    fn figures_that_differ_in_anything_have_other_prints() {
        let (unit, place) = (Unit::Case, Place::new(7, 3, 2));
        let one = Figure::reported(3.into(), unit, place, "3");
        let sum = |at: &str| SumRef { check: Check::RequestsFlow, at: at.to_owned() };
        let corrected =
            |original: &Figure, why: &str, shown: &str| Figure::corrected(original, 4.into(), unit, why, shown);
        let figures = vec![
            Figure::reported(3.into(), Unit::Item, place, "3"),
            Figure::reported(3.into(), unit, Place::new(8, 3, 2), "3"),
            Figure::reported(3.into(), unit, place.at(Spot::Page { page: 1, x: 2, y: 3 }), "3"),
            Figure::reported(3.into(), unit, place, "3 "),
            Figure::reported("3.0".parse().unwrap(), unit, place, "3"),
            Figure::reported((-3).into(), unit, place, "3"),
            Figure::inferred(3.into(), unit, Some(place), "3", vec![sum("total")]),
            Figure::inferred(3.into(), unit, Some(place), "3", vec![sum("legal_entity")]),
            Figure::inferred(3.into(), unit, None, "3", vec![sum("total")]),
            Figure::unreadable(unit, Some(place), "3", vec!["3".to_owned()]),
            Figure::unreadable(unit, Some(place), "3", Vec::new()),
            Figure::blank(unit, place, "3"),
            Figure::missing(unit),
            corrected(&one, "why", "shown"),
            corrected(&one, "another", "shown"),
            corrected(&one, "why", "elsewhere"),
            corrected(&Figure::reported(5.into(), unit, place, "3"), "why", "shown"),
            corrected(&Figure::unreadable(unit, Some(place), "3", Vec::new()), "why", "shown"),
            one,
        ];
        let print_of = |figure: &Figure| {
            let mut report = report("甲县", Scope::Government, 2023, &[]);
            report.figures.set(key("requests/received/total"), figure.clone());
            prints_of(check(report))
        };
        let prints: Vec<(Print, Print)> = figures.iter().map(print_of).collect();
        assert_eq!(figures.iter().filter(|figure| figure.state() == State::Corrected).count(), 5);
        for (at, figure) in figures.iter().enumerate() {
            for (other, print) in figures.iter().zip(&prints).take(at) {
                assert!(prints[at].0 != print.0 && prints[at].1 != print.1, "{figure:?} and {other:?}");
            }
        }
    }
}
