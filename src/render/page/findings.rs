//! Findings: where a report's own numbers disagree, with both sides and where they stand. Never an accusation.

use serde::Serialize;

use super::paging::{self, List};
use super::part::{Cell, Link, Table, TableRow};
use super::shell::Page;
use super::{PageKind, Scene, data, figure};
use crate::check::figure_before;
use crate::form::Check;
use crate::model::{BodyYear, CheckCount};
use crate::render::data::Dataset;
use crate::report::{CheckInstance, Finding, Outcome, Severity, Side, SourceFile};
use crate::text::finding::{
    check_basis, check_explain, check_name, check_rule, figure_name, has_sides, message, place_name, severity_name,
    side_names, side_words,
};
use crate::text::place::place_words;

/// One side of a check, with the places of its parts.
#[derive(Debug, Clone, Serialize)]
pub struct SideView {
    /// What the side is: the printed total, what its parts add up to.
    pub name: &'static str,
    pub text: String,
    pub places: Vec<Link>,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    /// Its anchor on the page of its body and year.
    pub id: String,
    pub check: String,
    pub severity: String,
    pub severity_class: &'static str,
    pub message: String,
    /// Which of its figures are an editor's, and what the source has; `""` where none is.
    pub corrected: String,
    pub explain: String,
    pub sides: Vec<SideView>,
    /// The page of its body and year, at the finding itself.
    pub link: Link,
}

/// The findings of a report, in their order.
pub fn of_report(scene: &Scene, body: usize, body_year: &BodyYear) -> Vec<FindingView> {
    body_year.findings.iter().enumerate().map(|(index, f)| view_of(scene, body, body_year, index, f)).collect()
}

/// The findings about a section's own words: those whose stated number stands in one of its lines.
pub fn of_section<'f>(
    body_year: &BodyYear,
    findings: &'f [FindingView],
    section: &crate::report::Section,
) -> Vec<&'f FindingView> {
    let is_line = |line: u32| section.paragraphs.iter().flatten().any(|(own, _)| *own == line);
    let said_here = |finding: &Finding| {
        let places = finding.left.iter().flat_map(|side| &side.places);
        !finding.quote.is_empty() && places.map(|place| place.line).any(is_line)
    };
    let both = body_year.findings.iter().zip(findings);
    both.filter(|(finding, _)| said_here(finding)).map(|(_, view)| view).collect()
}

/// What did not hold of the source's own figures, in one sentence each.
pub fn settled(scene: &Scene, body_year: &BodyYear) -> Vec<String> {
    let words = |finding: &Finding| {
        let (check, message) = (check_name(finding.check, scene.language), message(finding, scene.language));
        scene.fill("finding.settled_one", &[("check", check), ("message", &message)])
    };
    body_year.settled().iter().map(words).collect()
}

fn view_of(scene: &Scene, body: usize, body_year: &BodyYear, index: usize, finding: &Finding) -> FindingView {
    let language = scene.language;
    let id = figure::finding_anchor(index);
    let names = side_names(finding.check, language).unwrap_or_default();
    let sides = names.into_iter().zip(finding.left.iter().chain(&finding.right));
    let title = scene.year_title(body, body_year.year);
    let mut sides: Vec<SideView> =
        sides.map(|side| side_view(scene, body, body_year.year, finding.check, side)).collect();
    if let Some((side, link)) = sides.last_mut().zip(year_before(scene, body, body_year.year, finding)) {
        side.places.insert(0, link);
    }
    let report = body_year.report();
    let corrected = finding.figures().into_iter().filter_map(|key| figure::corrected_words(scene, report, key));
    FindingView {
        corrected: corrected.collect::<Vec<_>>().join(&scene.term("check.place.separator")),
        check: check_name(finding.check, language).to_owned(),
        severity: severity_name(finding.severity, language).to_owned(),
        severity_class: finding.severity.id(),
        message: message(finding, language),
        explain: check_explain(finding.check, language).to_owned(),
        sides,
        link: Link::new(scene.link_to_anchor(&PageKind::BodyYear(body, body_year.year), &id), title),
        id,
    }
}

fn side_view(scene: &Scene, body: usize, year: u16, check: Check, (name, side): (&'static str, &Side)) -> SideView {
    let mut lines: Vec<u32> = side.places.iter().map(|place| place.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let source = &scene.body_year(body, year).report().source;
    let link = |lines: &[u32]| {
        let (first, last) = (lines.first()?, lines.last()?);
        let text = if first == last {
            line_words(scene, source, *first)
        } else if source.spots.is_empty() {
            scene.fill("source.lines", &[("first", &first.to_string()), ("last", &last.to_string())])
        } else {
            let ends = [("first", &*line_words(scene, source, *first)), ("last", &*line_words(scene, source, *last))];
            crate::text::fill(scene.language, "place.range", &ends)
        };
        Some(Link::new(scene.link_to_line(body, year, *first)?, text))
    };
    let places = lines.chunk_by(|before, after| before + 1 == *after).filter_map(link).collect();
    SideView { name, text: side_words(check, side), places }
}

/// Where a line of a file stands, in words.
fn line_words(scene: &Scene, source: &SourceFile, line: u32) -> String {
    match source.spots.is_empty() {
        true => scene.fill("source.line", &[("line", &line.to_string())]),
        false => place_words(source.place(line, 0, 0), scene.language),
    }
}

/// Where the number of the year before stands that a finding compares with, in the report of that year.
fn year_before(scene: &Scene, body: usize, year: u16, finding: &Finding) -> Option<Link> {
    let own = *finding.left.as_ref()?.figures.first()?;
    let (year, key) = (year.checked_sub(1)?, figure_before(finding.check, own)?);
    let report = scene.body_year(body, year).report();
    let line = report.figure(key)?.place()?.line;
    let place = line_words(scene, &report.source, line);
    let text = scene.fill("finding.of_year", &[("year", &year.to_string()), ("place", &place)]);
    Some(Link::new(scene.link_to_line(body, year, line)?, text))
}

/// How the instances of one check came out on one report.
#[derive(Debug, Clone, Serialize)]
pub struct CheckView {
    pub name: String,
    pub rule: String,
    pub basis: String,
    pub explain: String,
    /// `相符 25，不一致 1`.
    pub summary: String,
    pub failed: bool,
    pub table: Table,
}

/// Every check that was made on a report, with both sides of every instance.
pub fn checks(scene: &Scene, body: usize, body_year: &BodyYear) -> Vec<CheckView> {
    let all = scene.body(body).instances(body_year);
    let counts = body_year.check_counts();
    let made = counts.into_iter().filter(|(_, count)| count.held + count.failed + count.undecided > 0);
    made.map(|(check, count)| {
        let instances = all.iter().filter(|instance| instance.check == check);
        let name = check_name(check, scene.language).to_owned();
        let head = |key: &str| Cell::text(scene.words(&format!("check.{key}")));
        let sides = side_names(check, scene.language);
        let sides = sides.into_iter().flatten().map(Cell::text);
        let heads: Vec<Cell> = [head("at")].into_iter().chain(sides).chain([head("outcome")]).collect();
        CheckView {
            rule: check_rule(check, scene.language).to_owned(),
            basis: check_basis(check, scene.language).to_owned(),
            explain: check_explain(check, scene.language).to_owned(),
            summary: summary(scene, [(check, count)]),
            failed: count.failed > 0,
            table: Table::new(
                scene.fill("check.caption", &[("check", &name)]),
                heads,
                instances.map(|instance| instance_row(scene, body_year, instance)).collect(),
            ),
            name,
        }
    })
    .collect()
}

fn instance_row(scene: &Scene, body_year: &BodyYear, instance: &CheckInstance) -> TableRow {
    let language = scene.language;
    let place = place_name(&instance.at, language);
    let head = if instance.quote.is_empty() {
        Cell::text(place)
    } else {
        Cell::text(place).note(scene.fill("finding.quote", &[("quote", &instance.quote)]))
    };
    let outcome = |key: &str| Cell::text(scene.term(&format!("check.outcome.{key}")));
    let has_sides = has_sides(instance.check);
    let compared = |[left, right]: [&Side; 2], outcome: Cell| {
        let cell = |side: &Side| Cell::text(side_words(instance.check, side));
        if has_sides { vec![cell(left), cell(right), outcome] } else { vec![outcome] }
    };
    let cells = match &instance.outcome {
        Outcome::Holds { left, right } => compared([left, right], outcome("holds")),
        Outcome::Fails { left, right } if has_sides => compared([left, right], outcome("fails").class("disputed")),
        Outcome::Fails { .. } => {
            let finding = body_year.findings.iter().find(|finding| finding.check == instance.check);
            let said = finding.map(|finding| message(finding, language)).unwrap_or_default();
            vec![Cell::text(severity_name(Severity::Notice, language)).note(said)]
        }
        Outcome::Undecided { lacking } => {
            let names: Vec<String> = lacking.iter().take(4).map(|&key| figure_name(key, language)).collect();
            let more = if lacking.len() > names.len() { scene.words("check.more") } else { String::new() };
            let named = names.join(&scene.words("summary.comma")) + &more;
            let lacking = crate::text::fill(language, "check.outcome.lacking", &[("figures", &named)]);
            let mut cells = if has_sides { vec![Cell::gap(); 2] } else { Vec::new() };
            cells.push(outcome("undecided").class("gap").note(lacking));
            cells
        }
    };
    TableRow::new(head, cells)
}

/// `相符 25，不一致 1，提示 1，无法判断 3`; what did not occur is left out. A form that is not complete is no conflict of
/// numbers, so it counts as a notice.
pub fn summary(scene: &Scene, counts: impl IntoIterator<Item = (Check, CheckCount)>) -> String {
    let mut parts = [("held", 0), ("failed", 0), ("notice", 0), ("undecided", 0)];
    for (check, count) in counts {
        let failed = if has_sides(check) { 1 } else { 2 };
        parts[0].1 += count.held;
        parts[failed].1 += count.failed;
        parts[3].1 += count.undecided;
    }
    let named = parts.iter().filter(|(_, n)| *n > 0);
    let words: Vec<String> =
        named.map(|(key, n)| scene.fill(&format!("check.{key}"), &[("count", &n.to_string())])).collect();
    words.join(&scene.words("check.comma"))
}

/// The findings of one body.
#[derive(Debug, Serialize)]
pub struct BodyFindings {
    pub body: Link,
    pub findings: Vec<FindingView>,
}

/// The page of all findings.
#[derive(Debug, Serialize)]
pub struct FindingsView {
    title: String,
    lead: String,
    by_check: Table,
    /// The places that the list is divided into; it has no bodies then.
    places: Option<Table>,
    bodies: Vec<BodyFindings>,
    empty: bool,
    data: Link,
}

impl Page for FindingsView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn description(&self) -> String {
        self.lead.clone()
    }
}

pub fn view(scene: &Scene) -> FindingsView {
    let all = || scene.bodies().iter().flat_map(|body| body.years.iter()).flat_map(|year| &year.findings);
    let conflicts = all().filter(|finding| finding.severity == Severity::Conflict).count();
    let notices = all().count() - conflicts;
    let rows = Check::ALL.into_iter().map(|check| {
        let failed = all().filter(|finding| finding.check == check).count();
        let cells = vec![Cell::text(check_rule(check, scene.language)), Cell::text(failed.to_string()).number()];
        TableRow::new(Cell::text(check_name(check, scene.language)), cells)
    });
    let heads = vec![
        Cell::text(scene.words("check.name")),
        Cell::text(scene.words("check.rule")),
        Cell::text(scene.words("findings.count")).number(),
    ];
    let splits = scene.site.paging.splits(List::Findings);
    let whole = scene.bodies().iter().enumerate().filter(|_| !splits);
    let bodies = whole.map(|(position, body)| BodyFindings {
        body: scene.body_link(position),
        findings: body.years.iter().rev().flat_map(|year| of_report(scene, position, year)).collect(),
    });
    FindingsView {
        title: scene.words("findings.title"),
        lead: scene.fill("findings.lead", &[("conflicts", &conflicts.to_string()), ("notices", &notices.to_string())]),
        by_check: Table::new(scene.words("findings.by_check"), heads, rows.collect()),
        places: splits.then(|| places(scene)),
        bodies: bodies.filter(|body| !body.findings.is_empty()).collect(),
        empty: conflicts + notices == 0,
        data: data::way(scene, Dataset::Findings, None),
    }
}

/// The places that the list is divided into: in how many bodies something was found, and what. Places without are left out.
fn places(scene: &Scene) -> Table {
    let heads = ["with_findings", "conflicts", "notices"].map(|key| scene.words(&format!("paging.{key}"))).into();
    let caption = scene.words("paging.findings_caption");
    paging::table(scene, List::Findings, caption, heads, |place| {
        let members = scene.site.paging.places.all[place].members.iter();
        let of_bodies = members.map(|member| scene.body(member.body).years.iter().flat_map(|year| &year.findings));
        let mut counts = [0; 3];
        for findings in of_bodies {
            let before = counts[1] + counts[2];
            for finding in findings {
                counts[if finding.severity == Severity::Conflict { 1 } else { 2 }] += 1;
            }
            counts[0] += usize::from(counts[1] + counts[2] > before);
        }
        (counts[0] > 0).then(|| counts.map(|count| Cell::text(count.to_string())).into())
    })
}
