//! Which edition of the form a report uses: read off the column heads of its tables and off rows that only one edition
//! has. The notice that a report cites does not decide: reports cite the other one.

use std::sync::LazyLock;

use super::head::Head;
use super::heads::cells;
use super::observed::Observed;
use super::similarity::Pattern;
use crate::form::{Edition, Row};

/// What the tables say about the edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// One edition, and nothing that speaks for the other one.
    Clear(Edition),
    /// More for this edition than for the other.
    Leaning(Edition),
    /// As much for the one as for the other, or nothing at all.
    Unclear,
}

/// Rows of table `requests` that only the edition of 2021 has.
const ROWS_2021: [Row; 2] = [Row::OtherNotCorrectedInTime, Row::OtherFeeUnpaid];

/// What the heads of table `proactive` say.
pub fn of_proactive(pieces: &[Observed]) -> Verdict {
    let heads = pieces.iter().flat_map(cells).map(Head::of);
    let found = heads.fold([0; 2], |[old, new], head| [old | head.editions[0], new | head.editions[1]]);
    verdict(found.map(|found| found.count_ones() as usize))
}

/// What the rows of table `requests` say: the last group is three rows in one edition and one in the other.
pub fn of_requests(pieces: &[Observed]) -> Verdict {
    static PATTERNS: LazyLock<[Pattern; 2]> =
        LazyLock::new(|| ROWS_2021.map(|row| Pattern::new(row.label(Edition::E2021).core)));
    static OTHER: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(Row::Other.label(Edition::E2019).own));
    let is_named = |pattern: &&Pattern| pieces.iter().any(|piece| pattern.recalls(piece.words.letters(), 0.6));
    let named = PATTERNS.iter().filter(is_named).count();
    let alone = pieces.iter().any(|piece| {
        let words = piece.words.letters();
        words.len() <= 8 && piece.numbers().count() >= 5 && OTHER.recalls(words, 0.8)
    });
    verdict([usize::from(alone && named == 0), named])
}

fn verdict([old, new]: [usize; 2]) -> Verdict {
    match (old, new) {
        (0, 0) => Verdict::Unclear,
        (_, 0) => Verdict::Clear(Edition::E2019),
        (0, _) => Verdict::Clear(Edition::E2021),
        _ if old > new => Verdict::Leaning(Edition::E2019),
        _ if new > old => Verdict::Leaning(Edition::E2021),
        _ => Verdict::Unclear,
    }
}

impl Verdict {
    /// The edition, where there is one.
    pub fn edition(self) -> Option<Edition> {
        match self {
            Verdict::Clear(edition) | Verdict::Leaning(edition) => Some(edition),
            Verdict::Unclear => None,
        }
    }
}
