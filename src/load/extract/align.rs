//! Which observed row is which row of the form: one alignment of the two whole sequences, by words and by order.

use super::observed::Observed;
use super::similarity::{Observation, RowPattern};
use crate::form::{Edition, Row};

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
    /// Rows of the form that were found, in the order of the form.
    pub matches: Vec<Match>,
    /// Pieces with values that are no row of the form and no repeated group label, in order.
    pub extra: Vec<usize>,
    /// Rows that were found twice with different cells: neither can be trusted.
    pub contested: Vec<Row>,
}

/// Words must fit at least this well for a row to be considered at all.
const LEAST_FIT: f64 = 0.35;
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
struct Candidate {
    /// The pieces `first .. end`.
    end: usize,
    piece: usize,
    score: f64,
    trust: Trust,
}

/// Aligns the pieces of one table's region with the form's rows.
pub fn align(pieces: &[Observed], rows: &[Row], edition: Edition) -> Alignment {
    let patterns: Vec<&RowPattern> = rows.iter().map(|&row| &RowPattern::all(edition)[row as usize]).collect();
    let fits: Vec<Vec<f64>> =
        pieces.iter().map(|piece| patterns.iter().map(|pattern| pattern.fit(&piece.words)).collect()).collect();
    let candidates: Vec<Vec<Vec<Candidate>>> = (0..pieces.len())
        .map(|first| {
            let merged: Vec<Merged> =
                [2, 3].iter().filter_map(|count| Merged::new(pieces, &patterns, first, *count)).collect();
            (0..rows.len()).map(|row| candidates(pieces, &fits, &patterns, &merged, first, row)).collect()
        })
        .collect();

    // best[i][j]: the best score of aligning pieces from i with rows from j.
    let (n, m) = (pieces.len(), rows.len());
    let mut best = vec![vec![0.0f64; m + 1]; n + 1];
    let mut step = vec![vec![Step::Stop; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let mut top = (best[i + 1][j], Step::SkipPiece);
            if best[i][j + 1] > top.0 {
                top = (best[i][j + 1], Step::SkipRow);
            }
            for (at, candidate) in candidates[i][j].iter().enumerate() {
                let score = candidate.score + best[candidate.end][j + 1];
                if score > top.0 + 1e-9 {
                    top = (score, Step::Take(at));
                }
            }
            (best[i][j], step[i][j]) = top;
        }
    }

    let mut alignment = Alignment::default();
    let mut unused = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        match step[i][j] {
            Step::Stop => break,
            Step::SkipPiece => {
                unused.push(i);
                i += 1;
            }
            Step::SkipRow => j += 1,
            Step::Take(at) => {
                let candidate = &candidates[i][j][at];
                alignment.matches.push(Match { row: rows[j], piece: candidate.piece, trust: candidate.trust });
                (i, j) = (candidate.end, j + 1);
            }
        }
    }
    unused.extend(i..n);
    sort_out_unused(pieces, &fits, &patterns, &unused, &mut alignment);
    alignment
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Stop,
    SkipPiece,
    SkipRow,
    Take(usize),
}

fn candidates(
    pieces: &[Observed],
    fits: &[Vec<f64>],
    patterns: &[&RowPattern],
    merged: &[Merged],
    first: usize,
    row: usize,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    let piece = &pieces[first];
    let fit = fits[first][row];
    let (best, best_fit) = best_row(&fits[first]);
    let named_otherwise = best != row && best_fit >= TRUSTED_FIT && best_fit - fit >= MARGIN;
    let alone = if piece.words.is_empty() {
        Some((NAMELESS, Trust::Order))
    } else if named_otherwise {
        // Words that plainly name another row: no order makes them this one's.
        None
    } else if fit >= LEAST_FIT {
        Some((fit - COST, trust(&piece.words, &fits[first], patterns, row)))
    } else {
        piece.has_values().then_some((ILLEGIBLE, Trust::Order))
    };
    found.extend(alone.map(|(score, trust)| Candidate { end: first + 1, piece: first, score, trust }));
    found.extend(merged.iter().filter_map(|merged| merged.candidate(fits, patterns, first, row)));
    found
}

/// Whether a label's own words name the row: they fit it, no other row nearly as well, and hold no other row's words.
fn trust(words: &Observation, fits: &[f64], patterns: &[&RowPattern], row: usize) -> Trust {
    let fit = fits[row];
    let names = fit >= TRUSTED_FIT
        && fit - rival(fits, row) >= MARGIN
        && patterns[row].precision(words) >= TRUSTED_PRECISION
        && !patterns[row].is_group_alone(words)
        && !patterns.iter().any(|other| patterns[row].shares_with(other, words));
    if names { Trust::Words } else { Trust::Order }
}

/// A label over several lines, its cells on one of them.
struct Merged {
    count: usize,
    /// Which of the pieces holds the cells, and whether words stand beside them.
    holder: usize,
    holder_has_words: bool,
    words: Observation,
    fits: Vec<f64>,
    /// Whether one of the pieces is a whole label by itself: then it is a row of its own that lost its cells, and the
    /// next piece's cells are another row's.
    whole_alone: bool,
}

impl Merged {
    fn new(pieces: &[Observed], patterns: &[&RowPattern], first: usize, count: usize) -> Option<Merged> {
        let run = pieces.get(first..first + count)?;
        let mut with_cells = run.iter().enumerate().filter(|(_, piece)| piece.has_values() || piece.has_marks());
        let (holder, piece) = with_cells.next()?;
        if with_cells.next().is_some() {
            return None;
        }
        let label: Vec<&str> = run.iter().map(|piece| piece.label.as_str()).collect();
        let words = Observation::new(&label.concat());
        let fits = patterns.iter().map(|pattern| pattern.fit(&words)).collect();
        let whole = |piece: &Observed| patterns.iter().any(|pattern| pattern.recall(&piece.words) >= 0.8);
        // Between two lines of a label its cells are its own, be the first line enough to name the row or not.
        let is_between = count == 3 && holder == 1 && piece.words.is_empty();
        let whole_alone = if is_between { whole(&run[2]) } else { run.iter().any(whole) };
        Some(Merged { count, holder, holder_has_words: !piece.words.is_empty(), words, fits, whole_alone })
    }

    fn candidate(&self, fits: &[Vec<f64>], patterns: &[&RowPattern], first: usize, row: usize) -> Option<Candidate> {
        let (end, piece, fit) = (first + self.count, first + self.holder, self.fits[row]);
        if fit < TRUSTED_FIT {
            return None;
        }
        let is_between = self.count == 3 && self.holder == 1;
        if !self.holder_has_words && !is_between {
            // Cells alone on their line, beside a label alone on its line: possible, never sure.
            let score = fit - COST - 0.05;
            return (self.count == 2).then_some(Candidate { end, piece, score, trust: Trust::Order });
        }
        let better = fits[first..end].iter().all(|fits| fits[row] + 0.05 < fit);
        if !better || self.whole_alone || patterns[row].precision(&self.words) < MERGED_PRECISION {
            return None;
        }
        let trust = trust(&self.words, &self.fits, patterns, row);
        Some(Candidate { end, piece, score: fit - COST - 0.02 * self.count as f64, trust })
    }
}

fn rival(fits: &[f64], row: usize) -> f64 {
    fits.iter().enumerate().filter(|(at, _)| *at != row).map(|(_, fit)| *fit).fold(0.0, f64::max)
}

/// Pieces with values that found no row: repeated group labels are dropped, a second copy of a row contests the first.
fn sort_out_unused(
    pieces: &[Observed],
    fits: &[Vec<f64>],
    patterns: &[&RowPattern],
    unused: &[usize],
    alignment: &mut Alignment,
) {
    for &at in unused {
        let piece = &pieces[at];
        if !piece.has_values() {
            continue;
        }
        let (row, fit) = best_row(&fits[at]);
        let group = patterns.iter().map(|pattern| pattern.group_fit(&piece.words)).fold(0.0, f64::max);
        if fit >= TRUSTED_FIT && fit >= group {
            let row = patterns[row].row;
            let twin = alignment.matches.iter().find(|m| m.row == row);
            if twin.is_some_and(|twin| pieces[twin.piece].raw() != piece.raw()) {
                alignment.contested.push(row);
            }
        } else if group < TRUSTED_FIT {
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
