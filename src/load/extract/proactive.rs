//! Table `proactive` (section 二). No sum checks its cells, so a row is read only when its own words name it and all its
//! cells are there; anything less is not read.

use compact_str::{CompactString, ToCompactString};
use rust_decimal::Decimal;

use super::align::{Alignment, Match, Trust, align};
use super::heads;
use super::normal::{compact, ends_number, has_any, is_chinese};
use super::notes::Notes;
use super::observed::{Observed, names_row};
use super::qualified::ROWS;
use super::slot::{Held, LARGEST_COUNT, Number, Slot};
use crate::diagnostic::Severity;
use crate::form::{Column, Edition, FigureKey, Layout, Row, Table, Unit};
use crate::load::document::Cell;
use crate::report::{Figure, Figures, Place};

/// Words beside a figure by which another holds.
const CORRECTED: [&str; 7] = ["更正", "勘误", "有误", "应为", "改为", "修正", "订正"];
/// The most columns of a row.
const WIDTH: usize = 3;

/// Reads the table from the pieces of its region. Gives the number of rows found; fills `figures`.
pub fn read(pieces: &[Observed], edition: Edition, figures: &mut Figures, notes: &mut Notes<'_>) -> usize {
    let rows: Vec<(Row, &[Column])> = Layout::of(edition).rows(Table::Proactive).collect();
    let alignment = align(pieces, Table::Proactive, edition);
    // Without borders a label that is lost adds its figures to those of the row above: only a whole table is read.
    let is_run = |piece: &Observed| piece.slots.iter().any(|slot| slot.held == Held::Run);
    let whole = alignment.matches.len() == rows.len()
        && alignment.matches.iter().all(|found| found.trust == Trust::Words && is_run(&pieces[found.piece]));
    let behind = empty_behind(pieces, &rows, &alignment);
    let corrections: Vec<usize> = (0..pieces.len()).filter(|at| says_corrected(&pieces[*at].label)).collect();
    for &(row, columns) in &rows {
        let Some(found) = alignment.matches.iter().find(|m| m.row == row) else { continue };
        let piece = &pieces[found.piece];
        let is_loose = |at: usize| alignment.extra.contains(&at) && pieces[at].words.is_empty();
        // Figures before the row's words may be its own, and those behind them the next row's, unless a row above has none.
        let is_bare_row = |at: usize| alignment.matches.iter().any(|m| m.piece == at) && is_bare(&pieces[at]);
        let is_of_head =
            |at: usize| is_below_a_head(&pieces[at]) && !ROWS.iter().any(|row| pieces[at].label.contains(row));
        let is_before = |at: usize| is_loose(at) || is_of_head(at) && !at.checked_sub(1).is_some_and(is_bare_row);
        let is_one_of_several = is_loose(found.piece + 1) || found.piece.checked_sub(1).is_some_and(is_before);
        let is_corrected = corrections.iter().any(|&at| {
            let words = compact(&pieces[at].label);
            let names = |row: Row| words.contains(row.label(edition).own);
            let is_beside = at == found.piece + 1 && !rows.iter().any(|(row, _)| names(*row));
            names(row) || at == found.piece || is_beside
        });
        let sure = found.trust == Trust::Words
            && !is_corrected
            && !alignment.contested.contains(&row)
            && (whole || !is_run(piece))
            && !is_one_of_several;
        let in_order = heads::proactive_in_order(&pieces[..found.piece], row, columns, edition);
        let is_bare = is_bare(piece) && !pieces.get(found.piece + 1).is_some_and(is_below_a_head);
        let is_remarked = is_bare && has_remark(piece);
        let cells = if sure && in_order && !is_remarked { cells(piece, columns, behind) } else { None };
        let printed = match columns.contains(&Column::Amount) {
            true => printed_units(pieces, found.piece),
            false => Vec::new(),
        };
        for (at, &column) in columns.iter().enumerate() {
            let key = FigureKey::proactive(row, column);
            let figure = match &cells {
                Some(cells) => match (cells[at].number(), &cells[at].held) {
                    (Some(number), _) if allowed(number, column) => {
                        let unit = match column {
                            Column::Amount => unit_of(number, &printed),
                            _ => Ok(number.unit.unwrap_or(column.unit())),
                        };
                        match unit {
                            Ok(unit) => Figure::reported(number.value, unit, cells[at].place, &cells[at].raw),
                            Err(code) => {
                                let words = [("row", row.id().to_owned()), ("found", cells[at].raw.to_string())];
                                notes.add(Severity::Warning, code, Some(cells[at].place), &words);
                                Figure::unreadable(column.unit(), Some(cells[at].place), &cells[at].raw, vec![])
                            }
                        }
                    }
                    (None, Held::Empty | Held::Mark) => Figure::blank(column.unit(), cells[at].place, &cells[at].raw),
                    _ => {
                        let words = [
                            ("row", row.id().to_owned()),
                            ("column", column.id().to_owned()),
                            ("found", cells[at].raw.to_string()),
                        ];
                        notes.add(Severity::Warning, "cell-impossible", Some(cells[at].place), &words);
                        Figure::unreadable(column.unit(), Some(cells[at].place), &cells[at].raw, vec![])
                    }
                },
                // Found without anything in its cells: no better than not found.
                None if is_bare && !is_remarked => continue,
                None => Figure::unreadable(column.unit(), Some(piece.place), &shown(piece), vec![]),
            };
            figures.set(key, figure);
        }
        if cells.is_none() && (!is_bare || is_remarked) {
            let has_gap = !is_remarked && has_gap(piece, columns.len());
            let words = [
                ("table", Table::Proactive.id().to_owned()),
                ("row", row.id().to_owned()),
                ("found", if has_gap { bordered(piece) } else { shown(piece) }),
                ("expected", columns.len().to_string()),
            ];
            let code = match (sure, in_order) {
                (true, true) if has_gap => "row-gap",
                (true, true) => "row-cells",
                (true, false) => "row-heads",
                (false, _) => "row-unsure",
            };
            notes.add(Severity::Warning, code, Some(piece.place), &words);
        }
    }
    notes.add_extra(Table::Proactive, pieces, &alignment.extra);
    let found = |m: &&Match| m.trust == Trust::Words && !pieces[m.piece].slots.is_empty();
    alignment.matches.iter().filter(found).count()
}

/// Whether words say that a figure beside them, or above, is not the one that holds.
fn says_corrected(words: &str) -> bool {
    words.contains(['正', '勘', '误', '应', '改']) && has_any(&compact(words), &CORRECTED)
}

/// Nothing stands in the row's cells, nor a number in its label.
fn is_bare(piece: &Observed) -> bool {
    piece.slots.iter().all(|slot| matches!(slot.held, Held::Empty | Held::Mark)) && !has_own_digits(piece)
}

/// Figures stand behind a head, and no row's words: they may be those of the row above.
fn is_below_a_head(piece: &Observed) -> bool {
    piece.has_values() && heads::is_like_head(&compact(&piece.label))
}

/// Words stand in the place of the row's figures: 见附件, 近百.
fn has_remark(piece: &Observed) -> bool {
    matches!(piece.labels.as_slice(), [_, .., last] if !names_row(last, Table::Proactive))
}

/// Nothing is wrong with the row but that some of its cells are empty, where an empty one may be no cell at all.
fn has_gap(piece: &Observed, columns: usize) -> bool {
    let is_plain = |slot: &Slot| matches!(slot.held, Held::Number(_) | Held::Mark | Held::Empty);
    let filled = piece.slots.iter().filter(|slot| slot.held != Held::Empty).count();
    piece.slots.iter().all(is_plain) && !has_own_digits(piece) && filled < columns && columns <= piece.slots.len()
}

/// How many empty cells stand behind the last column of three, where all whole rows of the table agree on it.
fn empty_behind(pieces: &[Observed], rows: &[(Row, &[Column])], alignment: &Alignment) -> Option<usize> {
    let mut all = alignment.matches.iter().filter_map(|found| {
        let (_, columns) = rows.iter().find(|(row, _)| *row == found.row)?;
        let slots = &pieces[found.piece].slots;
        let last = slots.iter().rposition(|slot| slot.held != Held::Empty)?;
        let start = (last + 1).checked_sub(WIDTH)?;
        let whole = slots[start..=last].iter().all(|slot| slot.number().is_some());
        (columns.len() == WIDTH && found.trust == Trust::Words && whole).then(|| slots.len() - 1 - last)
    });
    let first = all.next()?;
    all.all(|behind| behind == first).then_some(first)
}

/// The row's cells by the borders of the table: all that it has, as many as columns; of a row of three columns those before
/// as many empty cells as stand behind all whole rows.
fn by_borders<'s>(piece: &'s Observed, columns: &[Column], behind: Option<usize>) -> Option<&'s [Slot]> {
    let slots = piece.slots.as_slice();
    if !piece.is_certain || slots.len() == columns.len() {
        return Some(slots).filter(|_| piece.is_certain);
    }
    let start = slots.len().checked_sub(WIDTH + behind.filter(|_| columns.len() == WIDTH)?)?;
    let window = &slots[start..start + WIDTH];
    let elsewhere = slots[..start].iter().chain(&slots[start + WIDTH..]);
    elsewhere.into_iter().all(|slot| slot.held == Held::Empty).then_some(window)
}

/// The row's cells, one for each column: those that the borders of the table show; else as many numbers as columns, or a
/// number or mark in each; or nothing but empty cells. Without such borders numbers with an empty cell among them may have
/// been moved along, and nothing could tell.
fn cells(piece: &Observed, columns: &[Column], behind: Option<usize>) -> Option<Vec<Slot>> {
    if let Some(slots) = by_borders(piece, columns, behind).filter(|_| !has_own_digits(piece)) {
        return Some(slots.to_vec());
    }
    let filled: Vec<&Slot> = piece.slots.iter().filter(|slot| slot.held != Held::Empty).collect();
    if let [run] = filled[..]
        && run.held == Held::Run
    {
        return cells_of_run(run, columns.len());
    }
    if filled.iter().any(|slot| !matches!(slot.held, Held::Number(_) | Held::Mark)) || has_own_digits(piece) {
        return None;
    }
    if filled.len() == columns.len() {
        // An empty cell between two filled ones is one cell too many.
        let first = piece.slots.iter().position(|slot| slot.held != Held::Empty)?;
        let together = piece.slots[first..first + columns.len()].iter().all(|slot| slot.held != Held::Empty);
        return together.then(|| filled.into_iter().cloned().collect());
    }
    let all_empty = filled.is_empty() && piece.slots.len() >= columns.len();
    all_empty.then(|| piece.slots.iter().take(columns.len()).cloned().collect())
}

/// The cells of a run of figures without borders: one figure where there is one column, else a digit for each column where
/// no digit could go together with the next one, for a number does not begin with zero.
fn cells_of_run(run: &Slot, columns: usize) -> Option<Vec<Slot>> {
    let cell = |text: CompactString, place: Place| Slot::of(&Cell { text, place });
    if columns == 1 {
        let one = cell(run.raw.clone(), run.place);
        return one.number().is_some().then(|| vec![one]);
    }
    let digits: Vec<(u32, char)> = (0..).zip(run.raw.chars()).filter(|(_, c)| !c.is_whitespace()).collect();
    let (last, before) = digits.split_last()?;
    let only_way = digits.len() == columns && before.iter().all(|(_, c)| *c == '0') && last.1.is_ascii_digit();
    let place = |at: u32| Place { column: run.place.column + at, length: 1, ..run.place };
    only_way.then(|| digits.iter().map(|&(at, c)| cell(c.to_compact_string(), place(at))).collect())
}

/// The units that are printed for an amount, `None` for one that is not known: those between the nearest head above, or the row
/// before, and the amount, or in a cell behind it, and those of captions of the table. The form prints 万元 above fees; a report
/// that does not may mean yuan, a ten-thousandth of that, so what the form prints elsewhere gives none.
fn printed_units(pieces: &[Observed], row: usize) -> Vec<Option<Unit>> {
    let above = &pieces[..row];
    let head = above.iter().rposition(|piece| piece.label.contains("金额"));
    let from = head.or_else(|| above.iter().rposition(Observed::has_values).map(|before| before + 1)).unwrap_or(0);
    let behind =
        pieces.get(row + 1).filter(|next| next.place.line == pieces[row].place.line && next.label.contains('元'));
    let behind = behind.map(|next| format!("({})", compact(&next.label)));
    let words: String = pieces[from..=row].iter().map(|piece| compact(&piece.label)).chain(behind).collect();
    let units = words.match_indices('元');
    let units = units.filter_map(|(at, _)| named_unit(&words[..at], &words[at + '元'.len_utf8()..]));
    units.chain(captioned_units(pieces)).collect()
}

/// The units of money that lines without figures announce for the whole table: `单位：元`, `（单位：件、万元）`. `None` for another.
fn captioned_units(pieces: &[Observed]) -> impl Iterator<Item = Option<Unit>> {
    let captions = pieces.iter().filter(|piece| piece.label.contains('元') && !piece.has_values());
    let words = captions.map(|piece| compact(&piece.label)).filter(|words| !words.contains("金额("));
    let announced =
        words.filter_map(|words| Some(words.split_once("单位")?.1.trim_start_matches([':', '为']).to_owned()));
    announced.flat_map(|units| {
        let named = units.split(|c: char| !is_chinese(c)).filter_map(|unit| match unit {
            "元" | "人民币元" => Some(Some(Unit::Yuan)),
            "万元" | "人民币万元" => Some(Some(Unit::WanYuan)),
            other => other.ends_with('元').then_some(None),
        });
        named.collect::<Vec<_>>()
    })
}

/// The unit of an amount, or why there is none: no unit is certain, or its cell says another than stands above it or beside it.
fn unit_of(number: Number, printed: &[Option<Unit>]) -> Result<Unit, &'static str> {
    let above = printed.first().copied().flatten().filter(|unit| printed.iter().all(|one| *one == Some(*unit)));
    match number.unit.or(above) {
        // Nothing is nothing in any unit.
        unit if number.value.is_zero() => Ok(unit.unwrap_or(Column::Amount.unit())),
        Some(unit) if printed.iter().all(|one| *one == Some(unit)) => Ok(unit),
        Some(_) => Err("amount-units"),
        None => Err("amount-without-unit"),
    }
}

/// Which unit a 元 makes with the words `before` and `behind` it: `None` where it ends a sum (`50万元以上`) and is no unit, and
/// `Some(None)` where it is another unit or none that is certain: 千元, 百万元, 美元, 口元, 万元或元.
fn named_unit(before: &str, behind: &str) -> Option<Option<Unit>> {
    let (many, unit) = match before.strip_suffix('万') {
        Some(many) => (many, Unit::WanYuan),
        None => (before, Unit::Yuan),
    };
    // What stands where a unit is announced is one, also with a digit slipped in before it.
    let announced = many.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_announced = ["单位", "单位:"].iter().any(|words| announced.ends_with(words));
    let multiples = many.trim_end_matches(['十', '百', '千', '万', '亿']);
    if is_announced && (unit == Unit::WanYuan || announced == many) {
        return Some(Some(unit));
    }
    if multiples.ends_with(ends_number) {
        return None;
    }
    let is_plain = multiples == many && (unit == Unit::WanYuan || many.ends_with('(') && behind.starts_with(')'));
    Some(is_plain.then_some(unit))
}

/// Only a change may be negative or called one, only an amount may have a fraction or be in yuan.
fn allowed(number: Number, column: Column) -> bool {
    let money = matches!(number.unit, Some(Unit::Yuan | Unit::WanYuan));
    // Beyond belief for anything counted: two numbers that were glued.
    if column != Column::Amount && number.value.abs() > Decimal::from(LARGEST_COUNT) {
        return false;
    }
    if number.is_change && column != Column::ItemsChange {
        return false;
    }
    match column {
        Column::ItemsChange => number.is_whole() && !money,
        Column::Amount => !number.value.is_sign_negative() && (money || number.unit.is_none()),
        _ => number.is_whole() && !number.value.is_sign_negative() && !money,
    }
}

/// Whether digits stand in a row's label, in any of its cells.
fn has_own_digits(piece: &Observed) -> bool {
    piece.labels.iter().any(|label| has_digits(label))
}

/// Digits inside a label that is no note in brackets, nor its number in a list (`2.`): a number stuck to its label.
fn has_digits(label: &str) -> bool {
    let mut depth = 0i32;
    let number = label.strip_prefix(|c| ('1'..='9').contains(&c));
    let behind = number.and_then(|rest| rest.strip_prefix(['.', '．', '、']));
    let label = behind.filter(|rest| rest.trim_start().starts_with(is_chinese)).unwrap_or(label);
    label.chars().map(super::normal::half_width).any(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth <= 0 && c.is_ascii_digit()
    })
}

/// The row with its borders, so that an empty cell is seen.
fn bordered(piece: &Observed) -> String {
    let cells = piece.slots.iter().map(|slot| slot.raw.as_str());
    std::iter::once(piece.label.as_str()).chain(cells).collect::<Vec<_>>().join(" | ")
}

fn shown(piece: &Observed) -> String {
    format!("{} {}", piece.label, piece.raw()).trim().to_owned()
}
