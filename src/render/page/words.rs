//! A body and its years in plain sentences. A sentence stands only when every figure that it needs is there, and one that
//! compares only when the comparison holds: within the same group and year, or between years counted alike, of rates over
//! enough cases that are not in dispute. What is not there is said to be so, and why.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Scene, value};
use crate::model::{Against, Body, BodyYear, Change, Indicator, NotAvailable, Value};
use crate::render::number;

/// What a sentence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// What was received and handled, or one of them.
    Flow,
    /// How requests ended.
    Outcomes,
    /// Reviews and lawsuits.
    Cases,
    /// What cannot be said.
    Lacking,
    /// The disclosure rate against that of the others of its group.
    Against,
    /// Requests received against the year before.
    ReceivedChange,
    /// The disclosure rate against the year before.
    RateChange,
    /// How many findings there are.
    Findings,
}

/// A sentence with what it says.
pub type Sentence = (Says, String);

impl Says {
    /// Whether it is said with the key numbers, too.
    fn is_of_key_numbers(self) -> bool {
        matches!(self, Says::Flow | Says::Outcomes | Says::Cases | Says::Lacking)
    }
}

/// What stands above the key numbers: what they do not say themselves, as one paragraph.
pub fn lead(scene: &Scene, sentences: &[Sentence]) -> String {
    let beyond = sentences.iter().filter(|(says, _)| !says.is_of_key_numbers());
    paragraph(scene, &beyond.cloned().collect::<Vec<_>>())
}

/// Sentences as one paragraph.
pub fn paragraph(scene: &Scene, sentences: &[Sentence]) -> String {
    let texts: Vec<&str> = sentences.iter().map(|(_, text)| text.as_str()).collect();
    texts.join(&scene.words("summary.join"))
}

/// What one year's report says, where its disclosure rate stands in its group, and how it compares with the year before.
pub fn of_year(scene: &Scene, position: usize, body_year: &BodyYear) -> Vec<Sentence> {
    let year = body_year.year.to_string();
    let name = scene.body_name(position);
    let mut sentences = Vec::new();
    let mut lacking: Vec<(&NotAvailable, Vec<&str>)> = Vec::new();
    let pairs = [
        (Says::Flow, [("received", Indicator::Received), ("handled", Indicator::Handled)]),
        (Says::Outcomes, [("disclosure", Indicator::DisclosureRate), ("refusal", Indicator::RefusalRate)]),
        (Says::Cases, [("reviews", Indicator::Reviews), ("litigation", Indicator::Litigation)]),
    ];
    for (says, pair) in pairs {
        let mut found: Vec<(&str, String)> = Vec::new();
        for (key, indicator) in pair {
            match &body_year.reading(indicator).outcome {
                Ok(value) => found.push((key, number(scene, indicator, value))),
                Err(reason) => match lacking.iter_mut().find(|(same, _)| *same == reason) {
                    Some((_, names)) => names.push(indicator.name(scene.language)),
                    None => lacking.push((reason, vec![indicator.name(scene.language)])),
                },
            }
        }
        let mut arguments = vec![("body", name.as_str()), ("year", year.as_str())];
        arguments.extend(found.iter().map(|(key, number)| (*key, number.as_str())));
        let key = match found.as_slice() {
            [] => continue,
            [(one, _)] => format!("summary.{one}"),
            [(one, _), ..] => format!("summary.{one}_both"),
        };
        sentences.push((says, scene.fill(&key, &arguments)));
    }
    sentences.extend(lacking.into_iter().map(|(reason, names)| {
        let (indicators, reason) = (names.join(&scene.words("summary.comma")), reason.words(scene.language));
        let arguments = [("year", year.as_str()), ("indicators", &*indicators), ("reason", &*reason)];
        (Says::Lacking, scene.fill("summary.not_available", &arguments))
    }));
    sentences.extend(against(scene, position, body_year));
    sentences.extend(changes(scene, position, body_year));
    sentences
}

/// How a year compares with the one before it.
fn changes(scene: &Scene, position: usize, body_year: &BodyYear) -> Vec<Sentence> {
    let body = scene.body(position);
    let before = body_year.year - 1;
    let years = [("year", body_year.year.to_string()), ("before", before.to_string())];
    let fill = |key: &str, change: &str| {
        let arguments = [("year", years[0].1.as_str()), ("before", years[1].1.as_str()), ("change", change)];
        scene.fill(&format!("summary.{key}"), &arguments)
    };
    let mut sentences = Vec::new();
    let trend = body.trend(Indicator::Received);
    let point = trend.point(body_year.year).filter(|point| !point.break_before);
    let values = [reading(Some(body_year), Indicator::Received), reading(body.year(before), Indicator::Received)];
    if let (Some(Ok(change)), [Some(_), Some(_)]) = (point.map(|point| point.change), values) {
        let change = value::change(scene, Indicator::Received, &change);
        sentences.push((Says::ReceivedChange, fill("change", &change)));
    }
    if let Some((key, points)) = rate_change(scene, position, body_year) {
        sentences.push((Says::RateChange, fill(key, &number::points(scene.language, points))));
    }
    sentences
}

/// What the body's latest report says, and how many findings there are.
pub fn of_body(scene: &Scene, position: usize) -> Vec<Sentence> {
    let body = scene.body(position);
    let mut sentences = of_year(scene, position, body.latest());
    let findings: usize = body.years.iter().map(|year| year.findings.len()).sum();
    if findings > 0 {
        sentences.push((Says::Findings, scene.fill("summary.findings", &[("count", &findings.to_string())])));
    }
    sentences
}

/// A number in running text, with a word where it was corrected and where its report's own numbers disagree.
fn number(scene: &Scene, indicator: Indicator, value: &Value) -> String {
    let mut words = value::in_words(scene, indicator, &value.measure);
    for (is_said, key) in [(value.corrected, "summary.corrected"), (value.disputed, "summary.disputed")] {
        if is_said {
            words.push_str(&scene.words(key));
        }
    }
    words
}

/// A value that may be compared with another one: it is there and its report does not contradict it.
fn reading(body_year: Option<&BodyYear>, indicator: Indicator) -> Option<&Value> {
    body_year?.reading(indicator).outcome.as_ref().ok().filter(|value| !value.disputed)
}

/// The disclosure rate against the other bodies of the same scope, level and year taken together.
fn against(scene: &Scene, position: usize, body_year: &BodyYear) -> Option<Sentence> {
    let body = scene.body(position);
    let group = body.group()?;
    reading(Some(body_year), Indicator::DisclosureRate)?;
    let comparison = scene.comparison(body_year.year, group, Indicator::DisclosureRate)?;
    let entry = comparison.entry(position)?;
    let key = match entry.against? {
        Against::Below => "against_below",
        Against::NotDistinguishable => "against_alike",
        Against::Above => "against_above",
    };
    let arguments = [
        ("body", &*scene.body_name(position)),
        ("year", &*body_year.year.to_string()),
        ("group", &*scene.group_name(group)),
        ("count", &*(comparison.entries.len() - 1).to_string()),
        ("others", &*value::in_words(scene, Indicator::DisclosureRate, &comparison.others(entry)?)),
    ];
    Some((Says::Against, scene.fill(&format!("summary.{key}"), &arguments)))
}

/// How the disclosure rate changed from the year before, beyond what chance could do: only where the two intervals do not
/// meet is it said to have changed.
fn rate_change(scene: &Scene, position: usize, body_year: &BodyYear) -> Option<(&'static str, Decimal)> {
    let body = scene.body(position);
    let trend = body.trend(Indicator::DisclosureRate);
    let point = trend.point(body_year.year).filter(|point| !point.break_before)?;
    let Ok(Change::Points(points)) = point.change else { return None };
    let now = reading(Some(body_year), Indicator::DisclosureRate)?.interval()?;
    let then = reading(body.year(body_year.year - 1), Indicator::DisclosureRate)?.interval()?;
    let key = match now.beyond(&then) {
        Ordering::Greater => "rate_up",
        Ordering::Less => "rate_down",
        Ordering::Equal => "rate_alike",
    };
    Some((key, points))
}

/// The bodies whose disclosure rate changed most from the year before to the portal's latest year, beyond what chance could
/// do: position and percentage points, the largest change first, at most `most`. With them how many bodies have a rate of both
/// years that can be compared.
pub fn changed_most(scene: &Scene, most: usize) -> (Vec<(usize, Decimal)>, usize) {
    let Some(&year) = scene.years().last() else { return (Vec::new(), 0) };
    let mut comparable = 0;
    let change = |(position, body): (usize, &Body)| {
        let (key, points) = rate_change(scene, position, body.year(year)?)?;
        comparable += 1;
        (key != "rate_alike").then_some((position, points))
    };
    let mut all: Vec<(usize, Decimal)> = scene.bodies().iter().enumerate().filter_map(change).collect();
    // The sort is stable: equal changes stay in the order of the portal.
    all.sort_by_key(|(_, points)| std::cmp::Reverse(points.abs()));
    all.truncate(most);
    (all, comparable)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::config::SiteConfig;
    use crate::model::testing::{Cell, key, portal, report};
    use crate::model::wilson;
    use crate::render::page::PageKind;
    use crate::render::site::plan;
    use crate::render::template::Templates;
    use crate::report::Scope;
    use crate::text::Language;

    const RECEIVED: &str = "requests/received/total";
    const HANDLED: &str = "requests/handled/total";
    const GRANTED: &str = "requests/granted/total";
    const PARTLY: &str = "requests/partly_granted/total";

    const HALF: Year = [Some(100), Some(100), Some(50)];

    /// Received, handled, granted; `None` is a figure that is not there. No request is partly granted.
    type Year = [Option<u16>; 3];

    fn with<T>(reports: &[(&'static str, u16, Year)], ask: impl Fn(&Scene) -> T) -> T {
        let checked = reports.iter().map(|&(body, year, numbers)| {
            let mut report = report(body, Scope::Government, year, &[(PARTLY, Cell::Is("0"))]);
            for (at, number) in [RECEIVED, HANDLED, GRANTED].into_iter().zip(numbers) {
                if let Some(number) = number {
                    let place = crate::report::Place::new(7, 1, 1);
                    let unit = key(at).column.unit();
                    let raw = number.to_string();
                    report.figures.set(key(at), crate::report::Figure::reported(number.into(), unit, place, &raw));
                }
            }
            crate::check::check(report)
        });
        let (portal, config) = (portal(checked.collect()), SiteConfig::default());
        let (assets, templates) = (BTreeMap::new(), Templates::new(&BTreeMap::new()).unwrap());
        let site = plan(&portal, &config, &[], &assets, &templates);
        ask(&Scene {
            site: &site,
            notes: &Default::default(),
            templates: &templates,
            language: Language::Zh,
            kind: &PageKind::Home,
            path: "index.html",
        })
    }

    fn sentences(reports: &[(&'static str, u16, Year)]) -> BTreeMap<String, Vec<Sentence>> {
        with(reports, |scene| {
            scene.bodies().iter().enumerate().map(|(at, body)| (body.name.clone(), of_body(scene, at))).collect()
        })
    }

    fn has(sentences: &[Sentence], says: Says) -> bool {
        sentences.iter().any(|(other, _)| *other == says)
    }

    fn rate([_, handled, granted]: Year) -> Option<(Decimal, Decimal)> {
        let (handled, granted) = (handled?, granted?);
        (handled > 0 && granted <= handled).then(|| (granted.into(), handled.into()))
    }

    #[test]
    fn a_year_is_told_in_sentences() {
        let told = sentences(&[
            ("样例县", 2022, [Some(200), Some(200), Some(60)]),
            ("样例县", 2023, [Some(214), Some(213), Some(150)]),
            ("另一县", 2023, [Some(400), Some(400), Some(100)]),
            ("三县", 2023, HALF),
            ("四县", 2023, HALF),
        ]);
        let texts: Vec<&str> = told["样例县"].iter().map(|(_, text)| text.as_str()).collect();
        let all = texts.join("\n");
        assert!(all.contains("2023年，样例县新收政府信息公开申请 214 件，办结 213 件。"), "{all}");
        assert!(all.contains("70.4\u{a0}%（150/213）"), "{all}");
        assert!(all.contains("其他 3 个机关合在一起的公开率是 33.3\u{a0}%（200/600），样例县高于这一水平"), "{all}");
        assert!(all.contains("变化 +14 件（+7.0\u{a0}%）"), "{all}");
        assert!(all.contains("公开率比2022年高：+40.4 个百分点"), "{all}");
    }

    #[test]
    fn what_changed_most_is_no_chance_and_of_the_latest_year() {
        let year = |granted| [Some(200), Some(200), Some(granted)];
        let (changed, comparable) = with(
            &[
                ("甲县", 2022, year(60)),
                ("甲县", 2023, year(90)),
                ("乙县", 2022, year(150)),
                ("乙县", 2023, year(60)),
                ("丙县", 2022, year(100)),
                ("丙县", 2023, year(104)),
                ("丁县", 2021, year(0)),
                ("丁县", 2022, year(200)),
            ],
            |scene| {
                let name = |(position, points): (usize, Decimal)| (scene.body_name(position), points.to_string());
                let (most, comparable) = changed_most(scene, 5);
                (most.into_iter().map(name).collect::<Vec<_>>(), comparable)
            },
        );
        assert_eq!(changed, [("乙县".to_owned(), "-45.00".to_owned()), ("甲县".to_owned(), "15.00".to_owned())]);
        assert_eq!(comparable, 3, "丁县 has no report of the latest year");
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 200,
            rng_seed: RngSeed::Fixed(11),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        /// The conditions are worked out anew from the numbers that went in.
        #[test]
        fn no_sentence_without_its_figures_nor_a_comparison_that_does_not_hold(
            years in prop::collection::vec(prop::array::uniform3(prop::option::weighted(0.8, 0u16..300)), 3)
        ) {
            let named = [("样例县", 2022, years[0]), ("样例县", 2023, years[1]), ("另一县", 2023, years[2])];
            let told = sentences(&[&named[..], &[("三县", 2023, HALF), ("四县", 2023, HALF)]].concat());
            let all = &told["样例县"];
            let (now, then, other) = (years[1], years[0], years[2]);
            let interval = |year| rate(year).and_then(|(part, whole)| wilson(part, whole));
            let many = |year| rate(year).is_some_and(|(_, whole)| whole >= Decimal::TEN);
            for (says, text) in all {
                match says {
                    Says::Flow => {
                        for number in [now[0], now[1]].into_iter().flatten() {
                            prop_assert!(text.contains(&crate::render::number::exact(number.into())), "{text}");
                        }
                    }
                    Says::RateChange => {
                        let (now, then) = (interval(now).unwrap(), interval(then).unwrap());
                        prop_assert_eq!(text.contains("高："), now.low > then.high);
                        prop_assert_eq!(text.contains("低："), now.high < then.low);
                    }
                    Says::Against => {
                        // The body itself is none of the others.
                        let (granted, handled) = rate(other).unwrap();
                        let hundred = Decimal::ONE_HUNDRED;
                        let others = wilson(granted + hundred, handled + hundred + hundred).unwrap();
                        let own = interval(now).unwrap();
                        prop_assert_eq!(text.contains("高于"), own.low > others.high);
                        prop_assert_eq!(text.contains("低于"), own.high < others.low);
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(has(all, Says::Flow), now[0].is_some() || now[1].is_some());
            prop_assert_eq!(has(all, Says::ReceivedChange), now[0].is_some() && then[0].is_some());
            prop_assert_eq!(has(all, Says::RateChange), many(now) && many(then));
            prop_assert_eq!(has(all, Says::Against), many(now) && rate(other).is_some());
        }
    }
}
