//! Number formats: what a sheet shows of a number that is stored in a cell.

/// How formats for accounts write a zero that stands in the cell.
const DASHES: [&str; 5] = ["-", "–", "—", "－", "−"];
/// What stands for nothing where a number should be.
const NOTHING: [&str; 3] = ["", "/", "无"];

/// What the format that shows every number as it is goes by, also where a Chinese program wrote its own name for it.
const GENERAL: [&str; 2] = ["General", "G/通用格式"];

/// Stands among the places of digits for all digits that there are.
const ALL: char = 'G';
/// The signs of the yuan.
const YUAN: [char; 2] = ['¥', '￥'];
/// Words for letters in white.
const WHITE: [&str; 4] = ["White", "白色", "Color2", "颜色2"];

/// How a cell shows a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The number itself, rounded to its decimals or grouped at most.
    Plain,
    /// The number with words behind it: a unit.
    With(String),
    /// A share: a hundred times the number.
    Percent,
    /// Nothing in the place of a zero, or a mark for nothing.
    Nothing(String),
    /// Something else: a part of the number, a date, words in its stead, nothing where there is a number.
    Otherwise,
}

/// A number format, taken apart: how it shows what is above zero, below it, and zero, and what it does with text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    above: Shown,
    below: Shown,
    zero: Shown,
    /// How many decimals it shows above zero and below; `None` where it shows all.
    decimals: [Option<usize>; 2],
    /// Whether it shows text as it stands.
    shows_text: bool,
}

impl NumberFormat {
    /// The format that shows every number as it is.
    pub const GENERAL: NumberFormat = NumberFormat {
        above: Shown::Plain,
        below: Shown::Plain,
        zero: Shown::Plain,
        decimals: [None; 2],
        shows_text: true,
    };

    /// A format by its code, as `#,##0;-#,##0;"-"`.
    pub fn of(code: &str) -> NumberFormat {
        if code.trim().is_empty() {
            return NumberFormat::GENERAL;
        }
        let mut sections = sections(code);
        let has_condition = sections.iter().flatten().any(|piece| *piece == Piece::Condition);
        // What is for text stands last.
        let has_text = sections.len() == 4 || sections.last().is_some_and(|last| last.contains(&Piece::Text));
        let text = if has_text { sections.pop() } else { None };
        let is_seen = |piece: &&Piece| **piece != Piece::Literal(' ');
        let shows_text = text.is_none_or(|pieces| pieces.iter().filter(is_seen).eq([&Piece::Text]));
        let (above, below, zero) = match &sections[..] {
            _ if has_condition => (Shown::Otherwise, Shown::Otherwise, Shown::Otherwise),
            [] if shows_text => (Shown::Plain, Shown::Plain, Shown::Plain),
            [all] => (number(all, ""), number(all, ""), zero(all)),
            [others, below] => (number(others, ""), number(below, "-"), zero(others)),
            [above, below, nought] => (number(above, ""), number(below, "-"), zero(nought)),
            _ => (Shown::Otherwise, Shown::Otherwise, Shown::Otherwise),
        };
        let decimals = [sections.first(), sections.get(1).or(sections.first())].map(|section| decimals(section?));
        NumberFormat { above, below, zero, decimals, shows_text }
    }

    /// How many decimals it shows of a number; `None` where it shows all.
    pub fn decimals(&self, number: f64) -> Option<usize> {
        self.decimals[usize::from(number < 0.0)]
    }

    /// How it shows a number.
    pub fn shown(&self, number: f64) -> &Shown {
        match number {
            _ if number > 0.0 => &self.above,
            _ if number < 0.0 => &self.below,
            _ => &self.zero,
        }
    }

    /// Whether it shows text as it stands.
    pub fn shows_text(&self) -> bool {
        self.shows_text
    }

    /// The same on a sheet that shows no zeros.
    pub fn without_zeros(self) -> NumberFormat {
        NumberFormat { zero: Shown::Nothing(String::new()), ..self }
    }
}

/// A piece of a section of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// A place for digits, a point, a comma.
    Digit(char),
    /// What is shown as it stands.
    Literal(char),
    /// `@`: the text of the cell.
    Text,
    Percent,
    /// For which numbers the section is, other than by their sign.
    Condition,
    /// What is shown in another way: a date, a fraction, an exponent.
    Other,
}

/// The sections of a format, between `;` that are not quoted.
fn sections(code: &str) -> Vec<Vec<Piece>> {
    let mut sections = vec![Vec::new()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let begins = |word: &&str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if let Some(word) = GENERAL.into_iter().find(begins) {
            rest = &rest[word.len()..];
            sections.last_mut().into_iter().for_each(|pieces| pieces.push(Piece::Digit(ALL)));
            continue;
        }
        let mut chars = rest.chars();
        chars.next();
        let mut add = |piece: Piece| sections.last_mut().into_iter().for_each(|pieces| pieces.push(piece.clone()));
        match c {
            ';' => sections.push(Vec::new()),
            '[' => {
                // A colour, a currency, a script of digits; a condition begins with what it compares.
                let inner: String = chars.by_ref().take_while(|&c| c != ']').collect();
                let bare: String = inner.chars().filter(|c| !c.is_whitespace()).collect();
                if inner.starts_with(['<', '>', '=']) {
                    add(Piece::Condition);
                } else if WHITE.iter().any(|white| white.eq_ignore_ascii_case(&bare)) {
                    add(Piece::Other);
                } else if let Some(currency) = inner.strip_prefix('$') {
                    let sign = currency.split('-').next().unwrap_or_default();
                    sign.chars().filter(|c| !YUAN.contains(c)).for_each(|c| add(Piece::Literal(c)));
                }
            }
            '_' => drop(chars.next()),
            // Fills the cell with a character, in as many copies as there is room for.
            '*' if chars.next().is_some_and(char::is_numeric) => add(Piece::Other),
            '*' => {}
            '"' => chars.by_ref().take_while(|&c| c != '"').for_each(|c| add(Piece::Literal(c))),
            '\\' => chars.next().into_iter().for_each(|c| add(Piece::Literal(c))),
            '0' | '#' | '?' | '.' | ',' => add(Piece::Digit(c)),
            ' ' | '(' | ')' | '-' | '+' => add(Piece::Literal(c)),
            '%' => add(Piece::Percent),
            '@' => add(Piece::Text),
            '$' => {}
            c if YUAN.contains(&c) => {}
            c if c.is_alphabetic() && !c.is_ascii() => add(Piece::Literal(c)),
            _ => add(Piece::Other),
        }
        rest = chars.as_str();
    }
    sections
}

/// A section taken apart: what is shown before the digits, the places of digits, what is shown behind them. `None` where
/// it shows anything else.
fn parts(section: &[Piece]) -> Option<(String, String, String)> {
    let (mut before, mut digits, mut behind) = (String::new(), String::new(), String::new());
    for piece in section {
        match piece {
            // Digits on both sides of what is shown as it stands.
            Piece::Digit(_) if !behind.is_empty() => return None,
            Piece::Digit(c) => digits.push(*c),
            Piece::Literal(c) if digits.is_empty() => before.push(*c),
            Piece::Literal(c) => behind.push(*c),
            Piece::Text | Piece::Percent | Piece::Condition | Piece::Other => return None,
        }
    }
    Some((before.trim().to_owned(), digits, behind.trim().to_owned()))
}

/// How a section shows a number that is not zero. `sign` is what it must itself show of it: `-` for what is below zero, where
/// that has a section of its own; then brackets do too.
fn number(section: &[Piece], sign: &str) -> Shown {
    if section.contains(&Piece::Percent) && !section.contains(&Piece::Other) {
        return Shown::Percent;
    }
    let Some((before, digits, behind)) = parts(section) else { return Shown::Otherwise };
    // A comma behind the last digit of the whole number shows thousands only, and so may one behind the point.
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    if !digits.contains(['0', '#', '?', ALL]) || whole.ends_with(',') || part.contains(',') {
        return Shown::Otherwise;
    }
    let in_brackets = sign == "-" && before == "(" && behind == ")";
    let is_sign = before == sign || sign.is_empty() && before == "+";
    let is_word = |c: char| !c.is_numeric() && !"+-−－()（）.,%".contains(c);
    match &*behind {
        _ if in_brackets => Shown::Plain,
        "" if is_sign => Shown::Plain,
        words if is_sign && words.chars().all(is_word) => Shown::With(words.to_owned()),
        _ => Shown::Otherwise,
    }
}

/// How many decimals a section shows; `None` where it shows all, or a share.
fn decimals(section: &[Piece]) -> Option<usize> {
    let places = || section.iter().filter_map(|piece| if let Piece::Digit(c) = piece { Some(*c) } else { None });
    (!section.contains(&Piece::Percent) && !places().any(|c| c == ALL) && places().any(|c| c != ','))
        .then(|| places().skip_while(|&c| c != '.').filter(|&c| c != '.').count())
}

/// How a section shows zero: only `0` is a place where it does.
fn zero(section: &[Piece]) -> Shown {
    let has_digit = [Piece::Digit('0'), Piece::Digit(ALL)].iter().any(|digit| section.contains(digit));
    match parts(section) {
        Some((before, digits, behind)) if !has_digit && !digits.contains('.') => match before + &behind {
            shown if NOTHING.contains(&&*shown) => Shown::Nothing(shown),
            shown if shown == "0" || DASHES.contains(&&*shown) => Shown::Plain,
            _ => Shown::Otherwise,
        },
        _ if has_digit => number(section, ""),
        _ => Shown::Otherwise,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: f64) -> Shown {
        NumberFormat::of(code).shown(number).clone()
    }

    #[test]
    fn a_number_is_read_where_it_is_shown_as_it_is() {
        for code in [
            "General",
            "0",
            "#,##0",
            "#,##0.00",
            "0_ ",
            "@",
            "[$-804]0",
            "[$¥-804]0.00",
            "[Red]0",
            "* 0",
            "#,##0.00_);[Red](#,##0.00)",
            "#,##0 ;(#,##0)",
            "_ * #,##0.00_ ",
            "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ",
            "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)",
            "General;-General;;@",
            "G/通用格式",
            "G/通用格式;-G/通用格式",
            "0;-0",
        ] {
            assert_eq!([shown(code, 5.0), shown(code, -5.0)], [Shown::Plain, Shown::Plain], "{code}");
        }
        for (code, shows) in [
            ("0\"万元\"", Shown::With("万元".to_owned())),
            ("0\"件\";-0\"件\"", Shown::With("件".to_owned())),
            ("0.0%", Shown::Percent),
        ] {
            assert_eq!([shown(code, 5.0), shown(code, -5.0)], [shows.clone(), shows], "{code}");
        }
    }

    #[test]
    fn what_is_shown_otherwise_than_stored_is_no_number() {
        for code in [
            ";;;",
            ";-0;0",
            "0,",
            "0,.0",
            "#,##0,.00",
            "0.0,",
            "0@",
            "0!.0,",
            "0-00",
            "0 0",
            "(0)",
            "-0",
            "0-",
            "0\"00\"",
            "\"9\"0",
            "yyyy-mm-dd",
            "\"无\"",
            "0E+00",
            "# ?/?",
            "[>100]0;\"无\"",
            "[=5]\"无\";0",
            "\"-\";0",
            "0\\.0",
            "[$9]0",
            "[$千-804]0",
            "[$€-2] 0.00",
            "[White]0",
            "[color 2]0",
            "[白色]0",
            "*90",
            "0*9",
        ] {
            assert_eq!(shown(code, 5.0), Shown::Otherwise, "{code}");
        }
        for code in ["0;0", "0;[Red]0", "0;;0", "0;\"-\""] {
            assert_eq!([shown(code, 5.0), shown(code, -5.0)], [Shown::Plain, Shown::Otherwise], "{code}");
        }
    }

    #[test]
    fn a_zero_is_one_only_where_it_is_shown() {
        let nothing = |shown: &str| Shown::Nothing(shown.to_owned());
        for (code, shows) in [
            ("0", Shown::Plain),
            ("General;-General", Shown::Plain),
            ("0;-0;0", Shown::Plain),
            ("0\"件\"", Shown::With("件".to_owned())),
            ("0;-0;;@", nothing("")),
            ("#,##0;-#,##0;\"\"", nothing("")),
            ("#,###", nothing("")),
            (";;;", nothing("")),
            ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", Shown::Plain),
            ("_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)", Shown::Plain),
            ("0;-0;\"无\"", nothing("无")),
            ("#.##", Shown::Otherwise),
            ("0;-0;-0", Shown::Otherwise),
        ] {
            assert_eq!(shown(code, 0.0), shows, "{code}");
            assert_eq!(shown(code, -0.0), shows, "{code}");
        }
        assert_eq!(NumberFormat::GENERAL.without_zeros().shown(0.0), &nothing(""));
        assert_eq!(NumberFormat::GENERAL.without_zeros().shown(1.0), &Shown::Plain);
    }

    #[test]
    fn text_is_shown_as_it_stands_unless_the_format_hides_or_adds() {
        for (code, shows) in
            [("0", true), ("@", true), ("0;-0;;@", true), ("0;-0;0", true), (";;;", false), ("\"9\"@", false)]
        {
            assert_eq!(NumberFormat::of(code).shows_text(), shows, "{code}");
        }
    }
}
