//! Lists that are too long for one page. The page of the list keeps what sums it up and leads to its places; each place has
//! its rows on pages of its own, and what is in order of value stands on pages by rank. Which pages there are is
//! decided here, where a row stands too; how a row looks is the affair of the list.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use rust_decimal::Decimal;
use serde::Serialize;

use super::bodies::{self, GroupView};
use super::findings::{self, BodyFindings};
use super::part::{Cell, Chart, Link, Table, TableRow};
use super::places::{Name, Places};
use super::shell::Page;
use super::{PageKind, Scene, charts, compare, coverage, data, indicator, value, year};
use crate::form::Edition;
use crate::model::{Body, Comparison, Funnel, Group, Indicator, Kind, Portal, Quartiles};
use crate::render::data::Dataset;
use crate::report::{Level, Scope};

/// The most rows of a list on one page.
pub const ROWS: usize = 200;
/// About how many cells with figures a page may hold and still be light.
const CELLS: usize = 1200;

/// A list of bodies, or of what is about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Bodies,
    Year(u16),
    /// Bodies over the years.
    Indicator(Indicator),
    Findings,
    Coverage,
}

/// A part of a list, on one page or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A place, by its position in [`Places::all`].
    Place(List, usize),
    /// The bodies of a group by the size of an indicator, in the year that is shown of it.
    Rank(Indicator, Group),
    /// The bodies of a group against the limits of chance.
    Funnel(Indicator, u16, Group),
}

/// What an indicator is shaded by: the lowest and the highest value of each group, of each edition where they count otherwise.
pub type Ranges = BTreeMap<((Scope, Option<Level>), Option<Edition>), (Decimal, Decimal)>;

/// How the lists of a portal are divided.
#[derive(Debug)]
pub struct Paging {
    pub places: Places,
    /// How many bodies, years and findings there are.
    counts: [usize; 3],
    ranges: Vec<OnceLock<Ranges>>,
}

impl Paging {
    pub fn of(portal: &Portal) -> Paging {
        let years = portal.bodies().iter().flat_map(|body| body.years.iter());
        let findings = years.map(|year| year.findings.len()).sum();
        Paging {
            places: Places::of(portal.bodies(), ROWS),
            counts: [portal.bodies().len(), portal.coverage().years.len(), findings],
            ranges: Indicator::ALL.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// All that pages outside the lists may know of it, as one text.
    pub fn ground(&self) -> String {
        let [bodies, years, _] = self.counts;
        format!("{:?}{bodies} {years} {}", self.places, self.splits(List::Findings))
    }

    /// Whether a list is too long for one page. That of an indicator shares its page with comparisons and funnel plots.
    pub fn splits(&self, list: List) -> bool {
        let [bodies, years, findings] = self.counts;
        match list {
            List::Findings => findings > ROWS,
            List::Indicator(_) => bodies * (years + COMPARED) > CELLS,
            List::Bodies | List::Year(_) | List::Coverage => bodies > self.rows(list),
        }
    }

    /// How many rows a page of the list holds.
    fn rows(&self, list: List) -> usize {
        let columns = match list {
            List::Bodies | List::Findings => 1,
            List::Year(_) => compare::MAIN.len(),
            List::Indicator(_) | List::Coverage => self.counts[1],
        };
        (CELLS / columns.max(1)).clamp(1, ROWS)
    }

    /// What an indicator is shaded by, worked out once.
    pub fn ranges(&self, indicator: Indicator, make: impl FnOnce() -> Ranges) -> &Ranges {
        self.ranges[indicator as usize].get_or_init(make)
    }
}

/// How many cells the comparison and the funnel plots of an indicator have for each body.
const COMPARED: usize = 12;

/// Every part of a list with the number of its pages.
pub fn parts(portal: &Portal, paging: &Paging) -> Vec<(Part, usize)> {
    let mut parts = Vec::new();
    let body = |body: usize| &portal.bodies()[body];
    let mut put = |part: Part, rows: usize, most: usize| {
        if rows > 0 {
            parts.push((part, rows.div_ceil(most)));
        }
    };
    let years = portal.years().iter().map(|&year| List::Year(year));
    let indicators = Indicator::ALL.iter().map(|&indicator| List::Indicator(indicator));
    for list in [List::Bodies].into_iter().chain(years).chain(indicators).chain([List::Findings, List::Coverage]) {
        if !paging.splits(list) {
            continue;
        }
        for place in 0..paging.places.all.len() {
            put(Part::Place(list, place), length(paging, list, place, body), paging.rows(list));
        }
        if let List::Indicator(indicator) = list {
            for comparison in indicator::shown(portal.comparisons_of(indicator)).into_values() {
                put(Part::Rank(indicator, comparison.group), ranked(comparison), ROWS);
            }
            for comparison in indicator::funnels(portal.comparisons_of(indicator)) {
                let &Comparison { year, group, .. } = comparison;
                put(Part::Funnel(indicator, year, group), Funnel::count(comparison).unwrap_or(0), ROWS);
            }
        }
    }
    parts
}

/// How many rows the list of a place has. Only where it is about findings are bodies asked.
fn length<'b>(paging: &Paging, list: List, place: usize, body: impl Fn(usize) -> &'b Body) -> usize {
    let members = &paging.places.all[place].members;
    match list {
        List::Findings => {
            let years = members.iter().flat_map(|member| body(member.body).years.iter());
            years.map(|year| year.findings.len()).sum()
        }
        _ => members.len(),
    }
}

/// How many rows a comparison has.
fn ranked(comparison: &Comparison) -> usize {
    comparison.entries.len() + comparison.without.len()
}

/// The folder of a part. Below a year, an indicator, the findings and the coverage nothing else has a name of its own but
/// `rank` and `funnel`, which no place is called; below a body there are only years.
pub fn folder(paging: &Paging, part: Part) -> String {
    match part {
        Part::Place(list, place) => {
            let slug = &paging.places.all[place].slug;
            match list {
                List::Bodies => format!("bodies/{slug}/all/"),
                List::Year(year) => format!("years/{year}/{slug}/"),
                List::Indicator(indicator) => format!("indicators/{}/{slug}/", indicator.id()),
                List::Findings => format!("findings/{slug}/"),
                List::Coverage => format!("coverage/{slug}/"),
            }
        }
        Part::Rank(indicator, group) => format!("indicators/{}/rank/{}/", indicator.id(), group.id()),
        Part::Funnel(indicator, year, group) => {
            format!("indicators/{}/funnel/{year}-{}/", indicator.id(), group.id())
        }
    }
}

impl List {
    /// The page that sums it up.
    pub fn page(self) -> PageKind {
        match self {
            List::Bodies => PageKind::Bodies,
            List::Year(year) => PageKind::Year(year),
            List::Indicator(indicator) => PageKind::Indicator(indicator),
            List::Findings => PageKind::Findings,
            List::Coverage => PageKind::Coverage,
        }
    }
}

impl Part {
    /// The page that leads to it.
    pub fn page(self) -> PageKind {
        match self {
            Part::Place(list, _) => list.page(),
            Part::Rank(indicator, _) | Part::Funnel(indicator, ..) => PageKind::Indicator(indicator),
        }
    }
}

/// The page that holds the row of a body.
pub fn holding(scene: &Scene, list: List, body: usize) -> PageKind {
    let paging = &scene.site.paging;
    if !paging.splits(list) || list == List::Findings {
        return list.page();
    }
    let (place, position) = paging.places.at(body);
    PageKind::Part(Part::Place(list, place), 1 + position / paging.rows(list))
}

/// What a place is called.
fn name(scene: &Scene, name: &Name) -> String {
    match name {
        Name::Body(position) => scene.body_name(*position),
        Name::Words(words) => words.clone(),
        Name::Unknown => scene.words("paging.unknown"),
        Name::All => scene.words("paging.all"),
    }
}

/// A link to a part, named as its place.
fn place_link(scene: &Scene, list: List, place: usize) -> Link {
    let words = name(scene, &scene.site.paging.places.all[place].name);
    Link::new(scene.link_to(&PageKind::Part(Part::Place(list, place), 1)), words)
}

/// The place of a body, where the list of bodies is divided.
pub fn place_of(scene: &Scene, body: usize) -> Option<Link> {
    let paging = &scene.site.paging;
    let place = paging.places.at(body).0;
    let is_place = paging.places.all[place].name != Name::Body(body);
    (paging.splits(List::Bodies) && is_place).then(|| {
        let words = name(scene, &paging.places.all[place].name);
        Link::new(scene.link_to(&holding(scene, List::Bodies, body)), words)
    })
}

/// A place in a plain list, with the number of its bodies.
#[derive(Debug, Serialize)]
pub struct PlaceEntry {
    place: Link,
    bodies: String,
}

/// The places of the list of bodies, where it is divided; empty where not.
pub fn places(scene: &Scene) -> Vec<PlaceEntry> {
    let paging = &scene.site.paging;
    if !paging.splits(List::Bodies) {
        return Vec::new();
    }
    let entry = |place: usize| PlaceEntry {
        place: place_link(scene, List::Bodies, place),
        bodies: scene.fill("paging.count", &[("count", &paging.places.all[place].members.len().to_string())]),
    };
    (0..paging.places.all.len()).map(entry).collect()
}

/// The places of a divided list, each with what `cells` says of it; `None` leaves a place out.
pub fn table(
    scene: &Scene,
    list: List,
    caption: String,
    heads: Vec<String>,
    cells: impl Fn(usize) -> Option<Vec<Cell>>,
) -> Table {
    let places = &scene.site.paging.places.all;
    let rows = places.iter().enumerate().filter_map(|(place, one)| {
        let cells = [Cell::text(one.members.len().to_string())].into_iter().chain(cells(place)?);
        let Link { href, text } = place_link(scene, list, place);
        Some(TableRow::new(Cell::link(href, text), cells.map(|cell| cell.number()).collect()))
    });
    let rows = rows.collect();
    let numbers = [scene.words("paging.bodies")].into_iter().chain(heads);
    let numbers = numbers.map(|head| Cell::text(head).number());
    let heads = [Cell::text(scene.words("paging.place"))].into_iter().chain(numbers).collect();
    Table::new(caption, heads, rows).class("sticky").filterable()
}

/// The heads of what [`spread`] says.
pub fn spread_heads(scene: &Scene) -> Vec<String> {
    ["with", "lowest", "median", "highest"].map(|key| scene.words(&format!("paging.{key}"))).into()
}

/// Of each place, how many of the group's bodies have a value of how many, and the lowest, the middle and the highest of those
/// that are not of few cases. A dash where there is none.
pub fn spread(scene: &Scene, comparison: &Comparison) -> Vec<Vec<Cell>> {
    let places = &scene.site.paging.places;
    let mut found: Vec<(usize, usize, Vec<Decimal>)> = vec![(0, 0, Vec::new()); places.all.len()];
    for entry in &comparison.entries {
        let (with, all, values) = &mut found[places.at(entry.body).0];
        (*with, *all) = (*with + 1, *all + 1);
        values.extend(entry.place.map(|_| entry.value.measure.number()));
    }
    for (body, _) in &comparison.without {
        found[places.at(*body).0].1 += 1;
    }
    let shown = |value: Option<Decimal>| match value {
        Some(value) => Cell::text(value::number_of(comparison.indicator, value)),
        None => Cell::gap(),
    };
    let cells = |(with, all, values): (usize, usize, Vec<Decimal>)| {
        let (lowest, highest) = (values.iter().min().copied(), values.iter().max().copied());
        let median = Quartiles::of(values).map(|quartiles| quartiles.median).or(lowest);
        let counted = match all {
            0 => Cell::gap(),
            _ => Cell::text(format!("{with}/{all}")),
        };
        vec![counted, shown(lowest), shown(median), shown(highest)]
    };
    found.into_iter().map(cells).collect()
}

/// The group with the most bodies of several comparisons.
pub fn largest<'c>(comparisons: impl Iterator<Item = &'c Comparison>) -> Option<&'c Comparison> {
    comparisons.max_by_key(|comparison| (ranked(comparison), std::cmp::Reverse(comparison.group)))
}

/// The way to all rows of a comparison or of a funnel plot.
pub fn way(scene: &Scene, part: Part, rows: usize) -> Link {
    let key = if matches!(part, Part::Funnel(..)) { "paging.way_plot" } else { "paging.way" };
    let words = scene.fill(key, &[("count", &rows.to_string())]);
    Link::new(scene.link_to(&PageKind::Part(part, 1)), words)
}

/// One of the pages of a part.
#[derive(Debug, Serialize)]
struct Numbered {
    link: Link,
    is_current: bool,
}

/// The pages of a part, where there are several.
#[derive(Debug, Serialize)]
struct Numbers {
    before: Option<Link>,
    numbers: Vec<Numbered>,
    after: Option<Link>,
}

/// The findings of a place below.
#[derive(Debug, Serialize)]
struct Below {
    name: String,
    bodies: Vec<BodyFindings>,
}

/// One page of a part.
#[derive(Debug, Serialize)]
pub struct PartView {
    title: String,
    lead: String,
    note: String,
    whole: Link,
    chart: Option<Chart>,
    numbers: Option<Numbers>,
    table: Option<Table>,
    groups: Vec<GroupView>,
    below: Vec<Below>,
    /// Why some cells have no number.
    reasons: Vec<String>,
    data: Option<Link>,
    #[serde(skip)]
    crumbs: Vec<Link>,
}

impl Page for PartView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }

    fn crumbs(&self) -> Vec<Link> {
        self.crumbs.clone()
    }
}

pub fn view(scene: &Scene, part: Part, page: usize) -> PartView {
    let mut view = match part {
        Part::Place(list, place) => of_place(scene, list, place, page),
        Part::Rank(indicator, group) => of_rank(scene, indicator, group, page),
        Part::Funnel(indicator, year, group) => of_funnel(scene, indicator, year, group, page),
    };
    if page > 1 {
        view.title = scene.fill("paging.numbered", &[("title", &view.title), ("page", &page.to_string())]);
    }
    view
}

/// A page without its rows: `rows` in all, of which it holds those from the second number on.
fn frame(scene: &Scene, part: Part, page: usize, about: &str, rows: usize, most: usize) -> (PartView, Range<usize>) {
    let range = (page - 1) * most..(page * most).min(rows);
    let pages = rows.div_ceil(most);
    let link = |number: usize, words: String| Link::new(scene.link_to(&PageKind::Part(part, number)), words);
    let numbered = |number: usize| Numbered { link: link(number, number.to_string()), is_current: number == page };
    let numbers = (pages > 1).then(|| Numbers {
        before: (page > 1).then(|| link(page - 1, scene.words("paging.before"))),
        numbers: (1..=pages).map(numbered).collect(),
        after: (page < pages).then(|| link(page + 1, scene.words("paging.after"))),
    });
    let (whole, crumbs) = above(scene, part);
    let counts = [("count", rows), ("first", range.start + 1), ("last", range.end)];
    let counts = counts.map(|(name, count)| (name, count.to_string()));
    let counts = counts.each_ref().map(|(name, count)| (*name, count.as_str()));
    let is_finding = matches!(part, Part::Place(List::Findings, _));
    let key = match (is_finding, pages > 1) {
        (true, false) => "paging.findings",
        (true, true) => "paging.findings_part",
        (false, false) => "paging.lead",
        (false, true) => "paging.lead_part",
    };
    let view = PartView {
        title: scene.fill("paging.title", &[("list", &whole.text), ("part", about)]),
        lead: scene.fill(key, &counts),
        note: String::new(),
        whole,
        chart: None,
        numbers,
        table: None,
        groups: Vec::new(),
        below: Vec::new(),
        reasons: Vec::new(),
        data: None,
        crumbs,
    };
    (view, range)
}

/// The page that leads to a part, and the way there.
fn above(scene: &Scene, part: Part) -> (Link, Vec<Link>) {
    let page = |kind: PageKind, key: &str| Link::new(scene.link_to(&kind), scene.words(key));
    match part.page() {
        PageKind::Year(year) => {
            let words = scene.fill("year.title", &[("year", &year.to_string())]);
            let whole = Link::new(scene.link_to(&PageKind::Year(year)), words);
            (whole.clone(), vec![page(PageKind::Years, "nav.years"), whole])
        }
        PageKind::Indicator(indicator) => {
            let whole = Link::new(scene.link_to(&PageKind::Indicator(indicator)), indicator.name(scene.language));
            (whole.clone(), vec![page(PageKind::Indicators, "nav.indicators"), whole])
        }
        kind => {
            let key = match kind {
                PageKind::Findings => "findings.title",
                PageKind::Coverage => "coverage.title",
                _ => "bodies.title",
            };
            let whole = page(kind, key);
            (whole.clone(), vec![whole])
        }
    }
}

fn of_place(scene: &Scene, list: List, place: usize, page: usize) -> PartView {
    let paging = &scene.site.paging;
    let one = &paging.places.all[place];
    let rows = length(paging, list, place, |body| scene.body(body));
    let about = name(scene, &one.name);
    let (mut view, range) = frame(scene, Part::Place(list, place), page, &about, rows, paging.rows(list));
    let range = range.start.min(rows)..range.end;
    if list == List::Findings {
        view.note = scene.words("finding.lead");
        view.below = findings_of(scene, place, range);
        return view;
    }
    let members = &one.members[range];
    let positions = || members.iter().map(|member| member.body);
    let table = match list {
        List::Bodies => {
            for chunk in members.chunk_by(|before, after| before.under == after.under) {
                let bodies = chunk.iter().map(|member| member.body);
                view.groups.push(bodies::of_place(scene, name(scene, &chunk[0].under), bodies));
            }
            return view;
        }
        List::Year(year) => {
            view.note = scene.words("group.rule");
            year::place_table(scene, year, positions(), view.title.clone())
        }
        List::Indicator(indicator) => {
            view.note = indicator::heat_note(scene, indicator);
            view.reasons = indicator::reasons(scene, indicator, positions());
            view.data = Some(data::way(scene, Dataset::Indicators, None));
            indicator::heat(scene, indicator, positions())
        }
        List::Coverage => {
            view.note = scene.words("coverage.note");
            coverage::table(scene, positions())
        }
        List::Findings => return view,
    };
    view.table = Some(under(scene, table, members.iter().map(|member| &member.under)));
    view
}

/// A table with the names of the places below over the first of their rows; without any where there is only one place.
fn under<'m>(scene: &Scene, mut table: Table, places: impl Iterator<Item = &'m Name>) -> Table {
    let mut last: Option<&Name> = None;
    for (row, place) in table.rows.iter_mut().zip(places) {
        if last != Some(place) && !matches!(place, Name::All | Name::Unknown) {
            row.above = name(scene, place);
        }
        last = Some(place);
    }
    table
}

/// The findings of a place, some of them: the latest year of each body first.
fn findings_of(scene: &Scene, place: usize, range: Range<usize>) -> Vec<Below> {
    let mut below: Vec<(&Name, Below)> = Vec::new();
    let mut at = 0;
    for member in &scene.site.paging.places.all[place].members {
        let years = || scene.body(member.body).years.iter().rev();
        let own: usize = years().map(|year| year.findings.len()).sum();
        let wanted = range.start.clamp(at, at + own) - at..range.end.clamp(at, at + own) - at;
        at += own;
        if wanted.is_empty() {
            continue;
        }
        let all = years().flat_map(|year| findings::of_report(scene, member.body, year));
        let of_body = BodyFindings {
            body: scene.body_link(member.body),
            findings: all.skip(wanted.start).take(wanted.len()).collect(),
        };
        if below.last().is_none_or(|(name, _)| **name != member.under) {
            below.push((&member.under, Below { name: name(scene, &member.under), bodies: Vec::new() }));
        }
        below.last_mut().expect("a place was made for the first body").1.bodies.push(of_body);
    }
    below.into_iter().map(|(_, below)| below).collect()
}

fn of_rank(scene: &Scene, indicator: Indicator, group: Group, page: usize) -> PartView {
    let shown = indicator::shown(scene.comparisons_of(indicator));
    let comparison = shown.get(&group).copied().expect("the plan holds only groups that are shown");
    let year = comparison.year.to_string();
    let about = scene.fill("paging.rank", &[("group", &scene.group_name(group)), ("year", &year)]);
    let part = Part::Rank(indicator, group);
    let (mut view, range) = frame(scene, part, page, &about, ranked(comparison), ROWS);
    let against = (indicator.kind() == Kind::Share).then_some("comparison.against_note");
    let notes = ["group.rule", "group.order"].into_iter().chain(against).map(|key| scene.words(key));
    view.note = notes.collect::<Vec<_>>().join(&scene.words("summary.join"));
    view.table = Some(indicator::ranked(scene, comparison, range));
    view
}

fn of_funnel(scene: &Scene, indicator: Indicator, year: u16, group: Group, page: usize) -> PartView {
    let comparison = scene.comparison(year, group, indicator);
    let comparison = comparison.expect("the plan holds only comparisons that there are");
    let about = scene.fill("paging.funnel", &[("group", &scene.group_name(group)), ("year", &year.to_string())]);
    let part = Part::Funnel(indicator, year, group);
    let (mut view, range) = frame(scene, part, page, &about, Funnel::count(comparison).unwrap_or(0), ROWS);
    view.note = scene.words("chart.funnel.lead");
    if page == 1 {
        view.chart = charts::chart(scene, charts::ChartKind::Funnel(indicator, year, group));
    }
    let points = Funnel::some(comparison, range);
    view.table = Some(indicator::against_chance(scene, comparison, &points));
    view
}

/// Whether a comparison has too many bodies for a mark each.
pub fn is_crowded(scene: &Scene, comparison: &Comparison) -> bool {
    const MARKS: usize = 60;
    scene.site.paging.splits(List::Bodies) && ranked(comparison) > MARKS
}

/// The bounds between which values of an indicator are counted together: tenths of a share, else 1, 2, 5, 10 and so on.
pub fn bounds(indicator: Indicator, highest: Decimal) -> Vec<Decimal> {
    if indicator.kind() == Kind::Share {
        return (0..=10).map(|tenth| Decimal::new(tenth, 1)).collect();
    }
    let mut bounds = vec![Decimal::ZERO];
    let mut tens = Some(Decimal::ONE);
    while let Some(power) = tens {
        for factor in [1, 2, 5] {
            let Some(bound) = power.checked_mul(factor.into()) else { return bounds };
            bounds.push(bound);
            if bound > highest {
                return bounds;
            }
        }
        tens = power.checked_mul(Decimal::TEN);
    }
    bounds
}
