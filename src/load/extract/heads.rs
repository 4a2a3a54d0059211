//! Whether the column heads stand in the form's order. Cells are laid over the columns in that order; where a head that can
//! be read says otherwise, they are not. A head that is damaged or lost says nothing.

use std::rc::Rc;
use std::sync::LazyLock;

use compact_str::CompactString;

use super::brackets::NUMERALS;
use super::head::{self, COLUMNS, Head, is_one_count, is_total};
use super::normal::{compact, letters};
use super::observed::Observed;
use super::qualified::CONTENT;
use super::similarity::Pattern;
use super::slot::Slot;
use crate::form::{Column, Edition, Row};

/// The heads of table `requests` in the order of the form.
const APPLICANTS: [&str; 7] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
/// The heads above them.
const ABOVE_APPLICANTS: [&str; 2] = ["申请人情况", "总计"];
/// The heads of one block of table `remedies`.
const RESULTS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
/// The heads above the blocks.
const BLOCKS: [&[&str]; 2] = [&["行政复议", "行政诉讼"], &["未经复议直接起诉", "复议后起诉"]];

/// Words of which so many letters are a head's, and which are so much of a head, are that head, perhaps of another year.
const LIKE_HEAD: f64 = 0.7;

/// The same of one column of a row, which is told from the few others of that row.
const LIKE_COLUMN: f64 = 0.6;

/// What is known of each head of a line.
fn known(heads: Vec<&str>) -> Vec<Rc<Head>> {
    heads.into_iter().map(Head::of).collect()
}

/// The applicants on one line of heads, in the order in which they stand.
fn applicants(heads: &[Rc<Head>]) -> Vec<usize> {
    heads.iter().filter_map(|head| head.applicant).collect()
}

/// The heads on one line that are among `names`, as indices, in the order in which they stand.
fn order(heads: &[Rc<Head>], names: &[&str]) -> Vec<usize> {
    heads.iter().filter_map(|head| names.iter().position(|name| *name == head.words)).collect()
}

/// Which result a head of table `remedies` names.
fn result(head: &Rc<Head>) -> Option<usize> {
    let total = is_total(&head.words).then_some(RESULTS.len() - 1);
    total.or_else(|| RESULTS.iter().position(|name| *name == head.words))
}

/// The results that a line of heads of table `remedies` names, in the order in which they stand, each with how many damaged
/// heads stand between it and the one before.
fn results(heads: &[Rc<Head>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut damaged = 0;
    for head in heads {
        match result(head) {
            Some(result) => found.push((result, std::mem::take(&mut damaged))),
            None => damaged += 1,
        }
    }
    found
}

/// The cells of a line of heads. On a line without borders its blanks are the borders.
pub fn cells(piece: &Observed) -> Vec<&str> {
    match piece.labels.as_slice() {
        [only] => only.split_whitespace().collect(),
        many => many.iter().map(CompactString::as_str).collect(),
    }
}

fn rises(order: &[usize]) -> bool {
    order.windows(2).all(|pair| pair[0] < pair[1])
}

/// A line of heads has words and no figures.
fn heads(pieces: &[Observed]) -> impl Iterator<Item = &Observed> {
    pieces.iter().filter(|piece| !piece.words.is_empty() && !piece.has_values())
}

/// Heads that stand one a line, line after line: a line of heads that was broken at its borders.
fn one_a_line(pieces: &[Observed]) -> Vec<Vec<&str>> {
    let mut runs: Vec<Vec<&str>> = Vec::new();
    let mut goes_on = false;
    for piece in pieces {
        let only = if piece.has_values() { None } else { only_cell(piece) };
        match (only, runs.last_mut()) {
            (Some(only), Some(run)) if goes_on => run.push(only),
            (Some(only), _) => runs.push(vec![only]),
            (None, _) => {}
        }
        goes_on = only.is_some();
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// What [`cells`] gives, where it gives one.
fn only_cell(piece: &Observed) -> Option<&str> {
    let [only] = piece.labels.as_slice() else { return None };
    let mut cells = only.split_whitespace();
    cells.next().filter(|_| cells.next().is_none())
}

/// Whether names that stand in one text without borders stand there in this order.
fn glued_in_order(piece: &Observed, names: &[&str]) -> bool {
    cells(piece).into_iter().filter(|cell| cell.len() > 60).all(|cell| {
        let places: Vec<usize> = names.iter().filter_map(|name| cell.find(name)).collect();
        rises(&places)
    })
}

/// Whether 自然人, 法人或其他组织 and 总计 stand in this order, in whatever words the second is written.
fn groups_in_order(heads: &[Rc<Head>]) -> bool {
    let groups = heads.iter().filter_map(|head| match head.words.as_str() {
        "自然人" | "公民" | "个人" | "公民个人" => Some(0),
        total if is_total(total) => Some(2),
        "组织" | "单位" | "法人" => Some(1),
        words if words.starts_with("法人") && words.ends_with("组织") => Some(1),
        words if words.starts_with("企事业") => Some(1),
        _ => None,
    });
    rises(&groups.collect::<Vec<usize>>())
}

/// Whether a head that is none of the table's stands among those that are: 外国人 beside 科研机构. `place`: which of `names` a head
/// is; of these the first `elsewhere` stand on another line than the others. On a line of groups nothing is foreign.
fn has_foreign(
    heads: &[Rc<Head>],
    names: &[&str],
    elsewhere: usize,
    place: impl Fn(&Rc<Head>) -> Option<usize>,
) -> bool {
    let known = || heads.iter().enumerate().filter_map(|(at, head)| Some((at, place(head)?)));
    let of_line = known().filter(|(_, name)| name + 1 < names.len()).count();
    let (Some((first, name)), Some((last, _))) = (known().next(), known().next_back()) else { return false };
    if of_line < 2 {
        return false;
    }
    let first = if name > elsewhere { first.saturating_sub(1) } else { first };
    let is_own = |letter: &char| names.iter().chain(BLOCKS.concat().iter()).any(|name| name.contains(*letter));
    let is_foreign = |head: &Rc<Head>| {
        let letters: Vec<char> = head.words.chars().collect();
        let own = letters.iter().filter(|letter| is_own(letter)).count();
        // One letter alone may be damaged, and 团体 are organisations.
        let has_own_words = letters.windows(2).any(|two| !two.iter().any(is_own) && *two != ['团', '体']);
        head.length > 1 && 2 * own < head.length || has_own_words || head.words.contains('已')
    };
    heads[first..last].iter().any(|head| place(head).is_none() && is_foreign(head))
}

/// Whether no line of heads contradicts the order of table `requests`.
pub fn requests_in_order(pieces: &[Observed]) -> bool {
    // Line after line the total comes before the heads below its neighbours.
    let broken = one_a_line(pieces).into_iter().all(|run| {
        let order = applicants(&known(run));
        order.split(|head| *head == APPLICANTS.len() - 1).all(rises)
    });
    let whole = heads(pieces).all(|piece| {
        let heads = known(cells(piece));
        !has_foreign(&heads, &APPLICANTS, 1, |head| head.applicant)
            && rises(&applicants(&heads))
            && rises(&order(&heads, &ABOVE_APPLICANTS))
            && groups_in_order(&heads)
            && glued_in_order(piece, &APPLICANTS[..APPLICANTS.len() - 2])
    });
    broken && whole
}

/// Whether every column of table `requests` has its head in full words.
pub fn requests_are_named(pieces: &[Observed]) -> bool {
    let found: Vec<usize> = heads(pieces).flat_map(|piece| order(&known(cells(piece)), &APPLICANTS)).collect();
    (0..APPLICANTS.len()).all(|head| found.contains(&head))
}

/// Whether no line of heads contradicts the order of table `remedies`: in each block the total comes last.
pub fn remedies_in_order(pieces: &[Observed]) -> bool {
    let glued = heads(pieces).all(|piece| BLOCKS.iter().all(|names| glued_in_order(piece, names)));
    let lines = heads(pieces).map(cells).chain(one_a_line(pieces));
    glued
        && lines.into_iter().map(known).all(|line| {
            let blocks = BLOCKS.iter().all(|names| rises(&order(&line, names)));
            let results = results(&line);
            let total = RESULTS.len() - 1;
            let total_first = results.iter().any(|(result, _)| *result != total)
                && results.first().is_some_and(|(result, _)| *result == total);
            // A new block begins behind a total, and only there; its first heads may be damaged.
            let steps = results.windows(2).all(|pair| {
                let ((before, _), (head, damaged)) = (pair[0], pair[1]);
                before < head || (before == total && (head <= damaged || head == total))
            });
            blocks && !total_first && steps && !has_foreign(&line, &RESULTS, 0, result)
        })
}

/// Whether the total is the last of its figures: a head names it, or its letters stand there, and else the figures say so, in rows
/// that are made of blocks of `block` figures, `blocks` a row. Without either it may as well be the first.
pub fn total_is_last(pieces: &[Observed], block: usize, blocks: usize) -> bool {
    let above = pieces.iter().position(Observed::has_values).unwrap_or(pieces.len());
    let names_total = |piece: &Observed| piece.label.contains(['总', '合']);
    // Behind figures it may be a row's label of which the figures stand on another line: （七）总计.
    if heads(&pieces[..above]).any(names_total)
        || heads(&pieces[above..]).any(|piece| names_total(piece) && !is_label_of_total(&piece.label))
    {
        return true;
    }
    let rows = pieces.iter().filter_map(|piece| counts(piece, block * blocks));
    let all: Vec<Vec<i64>> = rows.flat_map(|row| row.chunks(block).map(<[i64]>::to_vec).collect::<Vec<_>>()).collect();
    let is_filled = |row: &&Vec<i64>| row.iter().any(|count| *count != 0);
    let says_so = |row: &Vec<i64>| {
        let sum = row.iter().sum::<i64>();
        matches!((row.first(), row.last()), (Some(first), Some(last)) if 2 * last == sum && 2 * first != sum)
    };
    !all.iter().any(|row| is_filled(&row)) || all.iter().any(says_so)
}

/// Whether a label is the word for the total and nothing else but a number.
fn is_label_of_total(label: &str) -> bool {
    let words: String = letters(label).into_iter().skip_while(|letter| NUMERALS.contains(*letter)).collect();
    is_total(&words)
}

/// The figures of a row that has `width` of them; nothing where nothing stands.
fn counts(piece: &Observed, width: usize) -> Option<Vec<i64>> {
    let own: Vec<i64> = piece.slots.iter().filter_map(Slot::count).collect();
    let is_whole = piece.slots.len() == width && piece.slots.iter().all(Slot::is_plain);
    match own.len() == width {
        true => Some(own),
        false => is_whole.then(|| piece.slots.iter().map(|slot| slot.count().unwrap_or(0)).collect()),
    }
}

/// Whether applicants stand before the figures of table `requests`: its rows are its columns.
pub fn requests_are_turned(pieces: &[Observed]) -> bool {
    let rows = pieces.iter().filter(|piece| piece.has_values());
    let named: Vec<usize> = rows.filter_map(|piece| Head::of(&piece.label).applicant).collect();
    // Labels of rows have letters of the others.
    (0..4).filter(|applicant| named.contains(applicant)).count() > 1
}

/// Whether results or blocks stand before the figures of table `remedies`: its rows are its columns.
pub fn remedies_are_turned(pieces: &[Observed]) -> bool {
    let names = |words: &str| RESULTS.iter().chain(BLOCKS.iter().copied().flatten()).any(|name| words.contains(name));
    pieces.iter().any(|piece| piece.has_values() && names(&compact(&piece.label)))
}

/// Whether the words are like a head of table `proactive`, of whatever year, with or without what stands in brackets.
pub fn is_like_head(words: &str) -> bool {
    let is_like = |words: &str| {
        let letters = letters(words);
        letters.len() >= 3 && COLUMNS.values().any(|head| head.likeness(&letters) >= LIKE_HEAD)
    };
    let before = words.split_once('(').map_or(words, |(before, _)| before);
    is_one_count(before) || is_like(before) || before.len() < words.len() && is_like(words)
}

/// Whether a head is the form's own for the year before.
pub fn is_head_of_last_year(words: &str) -> bool {
    static OWN: LazyLock<Pattern> =
        LazyLock::new(|| Pattern::new(Column::ItemsLastYear.label(Edition::E2019, Row::Licences).own));
    OWN.likeness(&letters(words)) >= LIKE_HEAD
}

/// Whether the nearest line of heads above a row of table `proactive` does not contradict the order of its columns.
pub fn proactive_in_order(above: &[Observed], row: Row, columns: &[Column], edition: Edition) -> bool {
    let places = columns.iter().map(|column| head::place(*column, row, edition));
    let Some(places) = places.collect::<Option<Vec<usize>>>() else { return false };
    let recognised = |heads: Vec<&str>| -> Vec<usize> {
        let heads = known(heads).into_iter().filter(|head| head.length >= 3);
        let nearest = heads.filter_map(|head| head.nearest(&places));
        nearest.filter(|(_, fit)| *fit >= LIKE_COLUMN).map(|(nearest, _)| nearest).collect()
    };
    let lines = above.iter().rev().filter(|piece| !piece.has_values()).map(cells);
    let whole = lines.filter(|heads| heads.len() > 1).map(recognised);
    let broken = one_a_line(above).into_iter().rev().map(recognised);
    let last = columns.len() - 1;
    let holds = |order: Option<Vec<usize>>| {
        // Heads may be repeated.
        let steps = |pair: &[usize]| pair[0] < pair[1] || (pair[0] == last && pair[1] == 0);
        order.is_none_or(|order| order.first() != Some(&last) && order.windows(2).all(steps))
    };
    let many = |order: &Vec<usize>| order.len() > 1;
    // The nearest ones above, with or without rows between. The form's own may be repeated there from elsewhere in the table.
    let is_line = |piece: &&Observed| !piece.has_values() && !piece.has_marks() && cells(piece).len() > 1;
    let own = above.iter().rev().skip_while(|piece| !is_line(piece)).take_while(is_line);
    let mut own: Vec<Vec<Rc<Head>>> = own.map(|piece| known(cells(piece))).collect();
    let lacks_heads = |heads: &Vec<Rc<Head>>| heads.len() == 2 && columns.len() > 2 && heads[1].counts;
    let lacking = own.iter().any(lacks_heads);
    // One a line, if those are nearer: a letter alone is the end of one that was broken.
    let nearest = above.iter().rposition(|piece| is_line(&piece) || only_cell(piece) == Some(CONTENT));
    if let Some(content) = nearest.filter(|at| only_cell(&above[*at]).is_some()) {
        let behind = above[content + 1..].iter().take_while(|piece| !piece.has_values());
        let heads = known(behind.filter_map(only_cell).collect()).into_iter().filter(|head| head.length > 1);
        own = vec![heads.collect()];
    }
    // Nor those of the other edition, over columns that mean other things.
    let is_of_other_edition = |head: &Rc<Head>| head.counts && head.is_of_other_edition(edition);
    if lacking || own.iter().flatten().any(is_of_other_edition) {
        return false;
    }
    let says_what = |head: &&Rc<Head>| head.is_measure && !head.is_of_form() || head.words.contains('减');
    let counts: Vec<&Rc<Head>> = own.iter().flatten().filter(says_what).collect();
    let fits = |head: &&Rc<Head>| head.nearest(&places).is_some_and(|(at, _)| !head.means_another(places[at]));
    let are_own = match columns {
        [_] => counts.is_empty() || counts.iter().any(fits),
        _ => counts.iter().all(fits),
    };
    are_own && holds(whole.into_iter().find(many)) && holds(broken.into_iter().find(many))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Table;
    use crate::load::document::format_for;
    use crate::load::extract::layout::lay_out;
    use crate::load::extract::observed::observe;

    fn pieces(text: &str) -> Vec<Observed> {
        let lines = format_for("txt").unwrap().read("a.txt", text.as_bytes()).unwrap().document().unwrap().lines;
        observe(&lay_out(&lines, Table::Requests).rows, Table::Requests)
    }

    #[test]
    fn heads_in_another_order_are_noticed() {
        for (head, in_order) in [
            ("\t自然人\t法人或其他组织\t\t\t总计\t", true),
            ("\t\t商业企业\t科研机构\t其他\t", true),
            ("\t\t科研机构\t商业企业\t其他\t", false),
            ("\t申请人情况\t\t\t总计\t", true),
            ("\t总计\t申请人情况\t\t", false),
            ("\t法人或其他组织\t\t\t自然人\t总计\t", false),
            ("\t总计\t法人或其他组织\t\t", false),
            ("总计 自然人 商业企业", false),
            ("\t总计\t自然人\t法人或其他组织\t", false),
            ("\t公民\t法人或其他组织\t\t总计\t", true),
            ("\t法人或其他组织\t\t公民个人\t总计\t", false),
            ("\t企事业单位\t\t个人\t总计\t", false),
            ("\t科研院所\t企业\t公益组织\t法律服务\t其他\t", false),
            ("\t企业\t科研院所\t公益组织\t法律服务\t其他\t", true),
        ] {
            assert_eq!(requests_in_order(&pieces(head)), in_order, "{head}");
        }
        for (head, in_order) in [
            ("行政复议\t\t\t\t\t行政诉讼\t", true),
            ("结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t", true),
            ("结果\t结果\t其他\t尚未\t总计\t未经复议直接起诉\t复议后起诉\t", true),
            ("结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果\t结果纠正\t其他结果\t", true),
            ("结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果纠正\t结果维持\t其他结果\t", false),
            ("总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t", false),
            ("行政诉讼\t\t\t\t\t行政复议\t", false),
            ("复议后起诉\t\t未经复议直接起诉\t", false),
        ] {
            assert_eq!(remedies_in_order(&pieces(head)), in_order, "{head}");
        }
        let columns = [Column::Made, Column::Repealed, Column::InForce];
        for (head, in_order) in [
            ("信息内容\t本年制发件数\t本年废止件数\t现行有效件数\t", true),
            ("信息内容\t本年废止件数\t本年制发件数\t现行有效件数\t", false),
            ("信息内容\t现行有效件数\t本年制发件数\t本年废止件数\t", false),
            ("信息内容\t本年制\t本年废\t现行\t", true),
            ("信息内容\t废止件数\t制发件数\t现行有效件数\t", false),
            ("信息内容\t制发件数\t废止件数\t有效件数\t", true),
        ] {
            assert_eq!(proactive_in_order(&pieces(head), Row::Rules, &columns, Edition::E2021), in_order, "{head}");
        }
        // The heads of the rows above are not this row's, whether figures, marks or nothing stands in those rows.
        let columns = [Column::Projects, Column::Amount];
        for cells in ["3\t-1", "无\t无", "\t"] {
            let above = format!(
                "信息内容\t上一年项目数量\t本年增/减\t\n行政事业性收费\t{cells}\t\n第二十条第（九）项\t\t\t\n\
                 信息内容\t采购项目数量\t采购总金额（单位：万元）\t"
            );
            assert!(proactive_in_order(&pieces(&above), Row::CentralProcurement, &columns, Edition::E2019), "{above}");
        }
    }
}
