//! The picture that goes with the page of a body or an indicator where somebody shares it. Its figures are those of the
//! page, marked as there.

use super::charts::{self, BodyChart, ChartKind};
use super::part::Cell;
use super::{PageKind, Scene, bodies, body, indicator, value};
use crate::model::{Comparison, Indicator};
use crate::render::chart::card::{Card, Fact};

/// The charts that stand for a body: the first that there is.
const CHARTS: [BodyChart; 3] = [BodyChart::Outcomes, BodyChart::Flow, BodyChart::Remedies];
/// So many figures of a body: the first of its page.
const FACTS: usize = 3;
/// So many groups of bodies at most.
const GROUPS: usize = 3;

/// The card of a page, as SVG; `None` for a page that has none of its own.
pub fn card(scene: &Scene) -> Option<String> {
    let (mut card, charts) = match *scene.kind {
        PageKind::Body(position) => {
            (of_body(scene, position), CHARTS.map(|chart| ChartKind::Body(position, chart)).to_vec())
        }
        PageKind::Indicator(indicator) => of_indicator(scene, indicator),
        _ => return None,
    };
    card.language = scene.language.tag();
    card.portal = scene.site.config.title.get(scene.language).to_owned();
    card.address = scene.site.address(scene.language, scene.kind).unwrap_or_default();
    let drawn: Vec<_> = charts.into_iter().filter_map(|kind| charts::of_card(scene, kind)).collect();
    Some(card.draw(&drawn))
}

fn of_body(scene: &Scene, position: usize) -> Card {
    let member = scene.body(position);
    let facts = body::facts(scene, position, member.latest());
    Card {
        name: scene.body_name(position),
        kind: bodies::group_name(scene, member),
        facts: facts.into_iter().take(FACTS).map(|fact| fact_of(fact.label, fact.value)).collect(),
        ..Card::default()
    }
}

/// A figure as on its page: with the counts of a rate, its state, and that it is disputed.
fn fact_of(label: String, cell: Cell) -> Fact {
    let note = [cell.note, cell.mark].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
    let warning = cell.dispute.map(|link| link.text).unwrap_or_default();
    Fact { label, value: cell.text, note, warning }
}

/// The groups with most bodies, each with its median, or with its only body.
fn of_indicator(scene: &Scene, indicator: Indicator) -> (Card, Vec<ChartKind>) {
    let mut shown: Vec<&Comparison> = indicator::shown(scene.comparisons_of(indicator)).into_values().collect();
    shown.sort_by_key(|comparison| std::cmp::Reverse(comparison.entries.len()));
    let fact = |comparison: &&Comparison| {
        let (year, group) = (comparison.year.to_string(), scene.group_name(comparison.group));
        let label = scene.fill("card.group", &[("group", &group), ("year", &year)]);
        let names = |disputed: bool| {
            let entries = comparison.entries.iter().filter(|entry| entry.value.disputed || !disputed);
            entries.map(|entry| scene.body_name(entry.body)).collect::<Vec<_>>().join(&scene.words("summary.comma"))
        };
        let warning = match names(true) {
            bodies if bodies.is_empty() => bodies,
            bodies => scene.fill("chart.funnel.disputed", &[("bodies", &bodies)]),
        };
        let fact = match (comparison.entries.as_slice(), &comparison.quartiles) {
            ([only], _) => {
                let fact = fact_of(label, value::measure_cell(scene, &only.value.measure));
                let note = [names(false), fact.note].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
                Fact { note: note.join(" · "), ..fact }
            }
            (_, Some(quartiles)) => {
                let note = scene.fill("card.median", &[("count", &quartiles.count.to_string())]);
                Fact { label, value: value::number_of(indicator, quartiles.median), note, ..Fact::default() }
            }
            (all, None) => {
                let value = scene.fill("card.few", &[("count", &all.len().to_string())]);
                Fact { label, value, ..Fact::default() }
            }
        };
        Fact { warning, ..fact }
    };
    let facts = shown.iter().take(GROUPS).map(fact).collect();
    let of_group = |comparison: &Comparison| {
        [
            ChartKind::Comparison(indicator, comparison.year, comparison.group),
            ChartKind::Funnel(indicator, comparison.year, comparison.group),
        ]
    };
    let card = Card {
        name: indicator.name(scene.language).to_owned(),
        kind: scene.words("card.indicator"),
        lead: indicator.definition(scene.language).to_owned(),
        facts,
        ..Card::default()
    };
    (card, shown.iter().take(1).flat_map(|comparison| of_group(comparison)).collect())
}
