//! Which observed row is which row of the form: one alignment of the two whole sequences, by words and by order.

use std::rc::Rc;

use super::kept::Kept;
use super::observed::Observed;
use super::similarity::{Comparison, Observation, RowPatterns};
use crate::form::{Edition, Row, Table};

/// How sure it is that an observed row is that row of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Its own words say so, and say so of no other row.
    Words,
    /// Its words are too damaged, or stand on another line than its cells: only its order says so.
    Order,
}

/// A row of the form and the observed pieces that make it up.
#[derive(Debug, Clone)]
pub struct Match {
    /// The row of the form.
    pub row: Row,
    /// The piece that holds the cells (or, where none does, the words).
    pub piece: usize,
    /// How sure that is.
    pub trust: Trust,
}

/// The alignment of one table.
#[derive(Debug, Clone, Default)]
pub struct Alignment {
    /// Rows of the form that were found, in the order of the form; behind them those of table `proactive` that stand in another.
    pub matches: Vec<Match>,
    /// Pieces with values that are no row of the form and no repeated group label, in order.
    pub extra: Vec<usize>,
    /// Rows that were found twice with different cells: neither can be trusted.
    pub contested: Vec<Row>,
}

/// Words must fit at least this well for a row to be considered at all.
pub const LEAST_FIT: f64 = 0.35;
/// Words that fit this well, and better than any other row's by `MARGIN`, are trusted.
const TRUSTED_FIT: f64 = 0.55;
const MARGIN: f64 = 0.12;
/// Of a trusted label at least this share must be the row's own words: more, and another row's may be among them.
const TRUSTED_PRECISION: f64 = 0.5;
/// A merged label must be made of the row's own words by this share.
const MERGED_PRECISION: f64 = 0.75;
/// What a match is worth beyond this counts; so a bad match is worse than none.
const COST: f64 = 0.3;
/// What a row without words, or with illegible ones, is worth: only that it stands between its neighbours.
const NAMELESS: f64 = 0.01;
const ILLEGIBLE: f64 = 0.005;

/// How a row of the form can be made of observed pieces that follow one another.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// The pieces `first .. end`.
    first: usize,
    end: usize,
    piece: usize,
    score: f64,
    trust: Trust,
}

/// Aligns the pieces of one table's region with the form's rows.
pub fn align(pieces: &[Observed], table: Table, edition: Edition) -> Alignment {
    thread_local! {
        static KEPT: Kept<Vec<(usize, Candidate)>> = Kept::default();
    }
    let patterns = RowPatterns::of(edition, table);
    let compared: Vec<Rc<Comparison>> = pieces.iter().map(|piece| patterns.compare(&piece.words)).collect();
    let kept = KEPT.with(|kept| kept.of(&what_counts(pieces, table, edition), |_| best(pieces, &compared, patterns)));

    let mut alignment = Alignment::default();
    let mut unused = Vec::new();
    let mut next = 0;
    for &(row, taken) in kept.iter() {
        unused.extend(next..taken.first);
        next = taken.end;
        alignment.matches.push(Match { row: patterns.rows[row], piece: taken.piece, trust: taken.trust });
    }
    unused.extend(next..pieces.len());
    sort_out_unused(pieces, &compared, patterns, &unused, &mut alignment);
    alignment
}

/// All that [`best`] asks about pieces, as a text that is the same only where all of it is: most tables have the same labels.
fn what_counts(pieces: &[Observed], table: Table, edition: Edition) -> String {
    let mut all = format!("{} {}", table as u8, edition as u8);
    for piece in pieces {
        let marks =
            [piece.has_values(), piece.has_marks(), piece.words.is_elsewhere()].map(|is| if is { '+' } else { '-' });
        all.extend(marks);
        all.push_str(itoa::Buffer::new().format(piece.label.len()));
        all.push(' ');
        all.push_str(&piece.label);
    }
    all
}

/// The rows of the form, by their position, and what they are made of in the alignment that is worth most.
fn best(pieces: &[Observed], compared: &[Rc<Comparison>], patterns: &RowPatterns) -> Vec<(usize, Candidate)> {
    // At i, j: the best score of aligning pieces from i with rows from j.
    let (n, m) = (pieces.len(), patterns.rows.len());
    let at = |i: usize, j: usize| i * (m + 1) + j;
    let mut best = vec![0.0f64; at(n, m) + 1];
    let mut step = vec![Step::Stop; at(n, m) + 1];
    for i in (0..n).rev() {
        let alone = Alone::new(&pieces[i], &compared[i], patterns, i);
        let merged = [2, 3].map(|count| Merged::new(pieces, compared, patterns, i, count));
        for j in (0..m).rev() {
            let mut top = (best[at(i + 1, j)], Step::SkipPiece);
            if best[at(i, j + 1)] > top.0 {
                top = (best[at(i, j + 1)], Step::SkipRow);
            }
            let merged = merged.iter().flatten().filter_map(|merged| merged.candidate(compared, patterns, j));
            for candidate in alone.candidate(j).into_iter().chain(merged) {
                let score = candidate.score + best[at(candidate.end, j + 1)];
                if score > top.0 + 1e-9 {
                    top = (score, Step::Take(candidate));
                }
            }
            (best[at(i, j)], step[at(i, j)]) = top;
        }
    }

    let mut taken = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        match step[at(i, j)] {
            Step::Stop => break,
            Step::SkipPiece => i += 1,
            Step::SkipRow => j += 1,
            Step::Take(candidate) => {
                taken.push((j, candidate));
                (i, j) = (candidate.end, j + 1);
            }
        }
    }
    taken
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Stop,
    SkipPiece,
    SkipRow,
    Take(Candidate),
}

/// A piece that may be a row by itself.
struct Alone<'a> {
    at: usize,
    piece: &'a Observed,
    compared: &'a Comparison,
    patterns: &'a RowPatterns,
    best: (usize, f64),
    has_values: bool,
}

impl<'a> Alone<'a> {
    fn new(piece: &'a Observed, compared: &'a Comparison, patterns: &'a RowPatterns, at: usize) -> Alone<'a> {
        Alone { at, piece, compared, patterns, best: best_row(&compared.fits), has_values: piece.has_values() }
    }

    fn candidate(&self, row: usize) -> Option<Candidate> {
        let fit = self.compared.fits[row];
        let (best, best_fit) = self.best;
        let named_otherwise = best != row && best_fit >= TRUSTED_FIT && best_fit - fit >= MARGIN;
        // In the other tables only words are believed.
        let may_be_by_order = self.patterns.table == Table::Requests;
        let is_another = || may_be_by_order && self.patterns.says_another(row, &self.piece.words);
        let (score, trust) = if self.piece.words.is_empty() {
            (NAMELESS, Trust::Order)
        } else if named_otherwise || is_another() {
            // Words that plainly name another row, or make something else of this one's: no order makes them this one's.
            return None;
        } else if fit >= LEAST_FIT {
            (fit - COST, trust(&self.piece.words, self.compared, self.patterns, row))
        } else if self.has_values {
            (ILLEGIBLE, Trust::Order)
        } else {
            return None;
        };
        Some(Candidate { first: self.at, end: self.at + 1, piece: self.at, score, trust })
    }
}

/// Whether a label's own words name the row: they fit it, no other row nearly as well, and hold neither another row's words nor
/// any that make something else of it.
fn trust(words: &Observation, compared: &Comparison, patterns: &RowPatterns, row: usize) -> Trust {
    let fit = compared.fits[row];
    let names = fit >= TRUSTED_FIT
        && fit - rival(&compared.fits, row) >= MARGIN
        && compared.precision[row] >= TRUSTED_PRECISION
        && !compared.group_alone[row]
        && !patterns.says_another(row, words)
        && !patterns.is_shared(row, compared);
    if names { Trust::Words } else { Trust::Order }
}

/// A label over several lines, its cells on one of them.
struct Merged {
    first: usize,
    count: usize,
    /// Which of the pieces holds the cells.
    holder: usize,
    /// Whether words stand beside the cells, or above and below them.
    has_words_around: bool,
    words: Observation,
    compared: Rc<Comparison>,
}

impl Merged {
    /// `None` where the pieces can be no row together.
    fn new(
        pieces: &[Observed],
        compared: &[Rc<Comparison>],
        patterns: &RowPatterns,
        first: usize,
        count: usize,
    ) -> Option<Merged> {
        let run = pieces.get(first..first + count)?;
        let mut with_cells = run.iter().enumerate().filter(|(_, piece)| piece.has_values() || piece.has_marks());
        let (holder, piece) = with_cells.next()?;
        if with_cells.next().is_some() {
            return None;
        }
        let has_words = !piece.words.is_empty();
        let is_between = count == 3 && holder == 1;
        if has_words || is_between {
            // Where one of the pieces is a whole label by itself, it is a row of its own that lost its cells, and the next
            // piece's cells are another row's. But between two lines of a label its cells are its own, be the first line
            // enough to name the row or not.
            let whole = |at: usize| compared[at].recall.iter().any(|recall| *recall >= 0.8);
            let from = if is_between && !has_words { first + 2 } else { first };
            if (from..first + count).any(whole) {
                return None;
            }
        } else if count != 2 {
            return None;
        }
        let label: Vec<&str> = run.iter().map(|piece| piece.label.as_str()).collect();
        let words = Observation::new(&label.concat());
        let compared = patterns.compare(&words);
        Some(Merged { first, count, holder, has_words_around: has_words || is_between, words, compared })
    }

    fn candidate(&self, compared: &[Rc<Comparison>], patterns: &RowPatterns, row: usize) -> Option<Candidate> {
        let (first, end) = (self.first, self.first + self.count);
        let (piece, fit) = (first + self.holder, self.compared.fits[row]);
        if fit < TRUSTED_FIT {
            return None;
        }
        if !self.has_words_around {
            // Cells alone on their line, beside a label alone on its line: possible, never sure.
            return Some(Candidate { first, end, piece, score: fit - COST - 0.05, trust: Trust::Order });
        }
        let better = compared[first..end].iter().all(|one| one.fits[row] + 0.05 < fit);
        if !better || self.compared.precision[row] < MERGED_PRECISION {
            return None;
        }
        let trust = trust(&self.words, &self.compared, patterns, row);
        Some(Candidate { first, end, piece, score: fit - COST - 0.02 * self.count as f64, trust })
    }
}

fn rival(fits: &[f64], row: usize) -> f64 {
    fits.iter().enumerate().filter(|(at, _)| *at != row).map(|(_, fit)| *fit).fold(0.0, f64::max)
}

/// Pieces with values that found no row: repeated group labels are dropped, a second copy of a row contests the first.
fn sort_out_unused(
    pieces: &[Observed],
    compared: &[Rc<Comparison>],
    patterns: &RowPatterns,
    unused: &[usize],
    alignment: &mut Alignment,
) {
    for &at in unused {
        let piece = &pieces[at];
        if !piece.has_values() {
            continue;
        }
        let (best, fit) = best_row(&compared[at].fits);
        let group = patterns.group_fits(&piece.words).into_iter().fold(0.0, f64::max);
        if fit >= TRUSTED_FIT && fit >= group && !patterns.is_turned(best, &piece.words) {
            let row = patterns.rows[best];
            if patterns.table == Table::Proactive {
                // Words without figures are no twin.
                let is_one = |m: &Match| m.row != row || m.trust == Trust::Words || pieces[m.piece].has_values();
                alignment.matches.retain(is_one);
            }
            match alignment.matches.iter().find(|m| m.row == row) {
                Some(twin) if pieces[twin.piece].raw() != piece.raw() => alignment.contested.push(row),
                Some(_) => {}
                // In another place than the form's.
                None if patterns.table == Table::Proactive => {
                    let trust = trust(&piece.words, &compared[at], patterns, best);
                    alignment.matches.push(Match { row, piece: at, trust });
                }
                None => alignment.extra.push(at),
            }
        } else if group < TRUSTED_FIT || fit >= group {
            alignment.extra.push(at);
        }
    }
}

fn best_row(fits: &[f64]) -> (usize, f64) {
    let mut best = (0, 0.0);
    for (at, &fit) in fits.iter().enumerate() {
        if fit > best.1 {
            best = (at, fit);
        }
    }
    best
}
