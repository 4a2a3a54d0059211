//! Which edition of the form a report uses: read off the column heads of its tables and off rows that only one edition
//! has. The notice that a report cites does not decide: reports cite the other one.

use std::sync::LazyLock;

use super::heads::cells;
use super::normal::letters;
use super::observed::Observed;
use super::similarity::Pattern;
use crate::form::Edition;

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

/// Words of heads and rows that only one edition has, without digits and marks.
const HEADS: [(Edition, &[&str]); 2] = [
    (Edition::E2019, &["制作数量", "公开数量", "对外公开", "上一年", "项目数量", "采购", "其他对外管理服务事项"]),
    (Edition::E2021, &["制发件数", "废止件数", "现行有效", "收费金额"]),
];
const ROWS_2021: [&str; 2] = ["申请人无正当理由逾期不补正", "申请人逾期未按收费通知要求缴纳费用"];

/// What the heads of table `proactive` say.
pub fn of_proactive(pieces: &[Observed]) -> Verdict {
    static PATTERNS: LazyLock<[Vec<Pattern>; 2]> =
        LazyLock::new(|| HEADS.map(|(_, heads)| heads.iter().map(|head| Pattern::new(head)).collect()));
    let cells: Vec<Vec<char>> = pieces.iter().flat_map(cells).map(letters).filter(|cell| !cell.is_empty()).collect();
    let is_there =
        |pattern: &&Pattern| cells.iter().any(|cell| pattern.recall(cell) >= 0.75 && pattern.precision(cell) >= 0.4);
    verdict([0, 1].map(|edition| PATTERNS[edition].iter().filter(is_there).count()))
}

/// What the rows of table `requests` say: the last group is three rows in one edition and one in the other.
pub fn of_requests(pieces: &[Observed]) -> Verdict {
    static PATTERNS: LazyLock<[Pattern; 2]> = LazyLock::new(|| ROWS_2021.map(Pattern::new));
    static OTHER: LazyLock<Pattern> = LazyLock::new(|| Pattern::new("（六）其他处理"));
    let is_named = |pattern: &&Pattern| pieces.iter().any(|piece| pattern.recall(piece.words.letters()) >= 0.6);
    let named = PATTERNS.iter().filter(is_named).count();
    let alone = pieces.iter().any(|piece| {
        let words = piece.words.letters();
        words.len() <= 8 && piece.numbers().count() >= 5 && OTHER.recall(words) >= 0.8
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
