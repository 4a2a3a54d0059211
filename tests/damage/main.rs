//! Takes clean reports, damages them at random in the ways in which real ones are damaged, and reads them back: every
//! figure comes back right or is marked as not read.
//!
//! `GONGKAI_DAMAGED_REPORTS` says how many reports are damaged (1,000 if it says nothing); `GONGKAI_DAMAGE_SEED` where the
//! series begins, so that a single case can be looked at again; `GONGKAI_DAMAGE_LAYOUTS` names the layouts (`Ragged,Lines`).

mod clean;
#[path = "../generator/figures.rs"]
mod figures;
mod harm;
#[path = "../generator/random.rs"]
mod random;

use std::collections::BTreeMap;

use gongkai::form::{Edition, FigureKey, identities};
use gongkai::load::document::{Hints, format_for};
use gongkai::load::extract::extract;
use gongkai::report::{Report, State};
use rayon::prelude::*;
use rust_decimal::Decimal;

use clean::{Clean, Sheet, Style};
use random::Random;

fn read(text: &str, style: Style) -> Option<Report> {
    let format = format_for(style.extension()).expect("text is a format");
    let document =
        format.read("reports/a.txt", text.as_bytes()).expect("the text is UTF-8").document().expect("a document");
    extract(&document, String::new(), &Hints::default()).0
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Whether every sum of the report holds that can be decided.
fn is_consistent(report: &Report) -> bool {
    let sum = |keys: &[FigureKey]| keys.iter().map(|key| report.value(*key)).sum::<Option<Decimal>>();
    identities(report.edition()).iter().all(|identity| match (sum(&identity.left), sum(&identity.right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    })
}

/// How the figures of a report came back: how many in each state, and those that are wrong.
#[derive(Default)]
struct Tally {
    states: BTreeMap<State, u64>,
    wrong: Vec<String>,
    /// Reports that the damage made into another one that adds up.
    other_reports: u64,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        for (state, count) in other.states {
            *self.states.entry(state).or_default() += count;
        }
        self.wrong.extend(other.wrong);
        self.other_reports += other.other_reports;
    }
}

fn compare(seed: u64, clean: &Clean, sheet: &Sheet) -> Tally {
    let mut tally = Tally::default();
    let text = sheet.text();
    let Some(report) = read(&text, sheet.style) else { return tally };
    for (key, figure) in report.figures.iter() {
        *tally.states.entry(figure.state()).or_default() += 1;
        let truth = clean.figures.get(&key).copied();
        if figure.value().is_some() && figure.value() != truth {
            tally.wrong.push(format!(
                "seed {seed}, {:?}: {key} is {truth:?} and was read as {:?} ({:?}, {:?})\n{text}",
                sheet.style,
                figure.value(),
                figure.state(),
                figure.raw(),
            ));
        }
    }
    // A number in the place of another one makes a different report. Where that one adds up, no reader can know.
    if !tally.wrong.is_empty() && (sheet.overwritten || sheet.says_otherwise()) && is_consistent(&report) {
        tally.wrong.clear();
        tally.other_reports = 1;
    }
    tally
}

#[test]
fn a_clean_report_is_read_whole_in_every_layout_that_loses_nothing() {
    for seed in 0..30 {
        for edition in Edition::ALL {
            for style in Style::ALL.into_iter().filter(|style| !style.is_glued()) {
                let clean = Clean::new(&mut Random::new(seed), edition);
                let text = clean.sheet(style).text();
                let report = read(&text, style).expect("a clean report is a report");
                assert_eq!(report.edition(), edition, "{style:?} of seed {seed}\n{text}");
                for (key, figure) in report.figures.iter() {
                    let at = || format!("{key} in {style:?} of seed {seed}\n{text}");
                    assert_eq!(figure.state(), State::Reported, "{}", at());
                    assert_eq!(figure.value(), clean.figures.get(&key).copied(), "{}", at());
                }
            }
        }
    }
}

#[test]
fn a_report_without_borders_is_read_as_far_as_its_sums_go() {
    let mut total = Tally::default();
    for seed in 0..30 {
        for edition in Edition::ALL {
            for style in Style::ALL.into_iter().filter(|style| style.is_glued()) {
                let clean = Clean::new(&mut Random::new(seed), edition);
                total.add(compare(seed, &clean, &clean.sheet(style)));
            }
        }
    }
    println!("without borders: {:?}", total.states);
    assert!(total.wrong.is_empty(), "{}", total.wrong[0]);
    let figures: u64 = total.states.values().sum();
    assert!(total.states[&State::Inferred] * 100 >= figures * 80, "{:?}", total.states);
}

#[test]
fn a_row_turned_round_is_not_believed() {
    for seed in 0..1_000 {
        let mut random = Random::new(seed);
        let clean = Clean::new(&mut random, Edition::E2021);
        let mut sheet = clean.sheet(Style::Ragged);
        harm::turn(&mut sheet, &mut random);
        let tally = compare(seed, &clean, &sheet);
        assert!(tally.wrong.is_empty(), "{}", tally.wrong[0]);
    }
}

#[test]
fn no_damage_makes_a_wrong_figure() {
    let count = number("GONGKAI_DAMAGED_REPORTS", 1_000);
    let start = number("GONGKAI_DAMAGE_SEED", 0);
    let named = std::env::var("GONGKAI_DAMAGE_LAYOUTS").unwrap_or_default();
    let is_named = |style: &Style| named.split(',').any(|name| name == format!("{style:?}"));
    let only: Vec<Style> = Style::ALL.into_iter().filter(is_named).collect();
    let total = (start..start + count)
        .into_par_iter()
        .map(|seed| {
            let mut random = Random::new(seed);
            let edition = *random.pick(&Edition::ALL);
            let clean = Clean::new(&mut random, edition);
            let style = *random.pick(&Style::ALL);
            let mut sheet = clean.sheet(if only.is_empty() { style } else { *random.pick(&only) });
            let most = if random.chance(10) { 12 } else { 4 };
            let harms = 1 + random.below(most);
            for _ in 0..harms {
                harm::harm(&mut sheet, &mut random);
            }
            compare(seed, &clean, &sheet)
        })
        .reduce(Tally::default, |mut a, b| {
            a.add(b);
            a
        });
    let figures: u64 = total.states.values().sum();
    println!(
        "{count} damaged reports, {figures} figures: {:?}, {} wrong; {} became another report that adds up",
        total.states,
        total.wrong.len(),
        total.other_reports,
    );
    for wrong in &total.wrong {
        println!("{}", wrong.lines().next().unwrap_or_default());
    }
    assert!(total.wrong.is_empty(), "{} wrong figures, the first:\n{}", total.wrong.len(), total.wrong[0]);
    // A reader that reads nothing would make no mistake either.
    let read: u64 = [State::Reported, State::Inferred].iter().filter_map(|state| total.states.get(state)).sum();
    assert!(total.other_reports * 100 <= count, "too many damaged reports are forgiven");
    assert!(read * 100 >= figures * 75, "only {read} of {figures} figures were read");
}
