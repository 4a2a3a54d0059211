//! Selectors of rules: what an element must be, and which elements are. Understood are names, ids, classes, attributes, places
//! among the children of an element, and `:not`, `:is` and `:where` of such, below, in, behind and beside one another. Of
//! others that part is taken: such a rule may be for what that part is for.

use cssparser::{CowRcStr, ParseError, Parser, Token, parse_nth};

use super::tree::{Data, Id, Tree};

/// The most parts of a selector, and the most that is asked of one element.
const MOST_PARTS: usize = 8;
/// The most classes of an element that are looked up.
pub const MOST_CLASSES: usize = 16;
/// The most selectors in brackets.
const MOST_INNER: usize = 8;
/// Attributes whose values are the same in large and small letters.
const CASELESS: [&str; 10] =
    ["align", "bgcolor", "color", "dir", "http-equiv", "lang", "media", "rel", "type", "valign"];

/// A selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// What is asked, from the element itself outwards.
    pub parts: Vec<Part>,
    /// What it is for.
    pub reach: Reach,
}

/// What a selector is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The elements that its parts name.
    Exact,
    /// Some of them: more is asked than is understood.
    Loose,
    /// What is put before or behind them.
    Beside,
}

/// How much a selector counts against others: ids, then classes, then names.
pub type Weight = (usize, usize, usize);

/// What one element must be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    pub name: Option<String>,
    pub id: Option<String>,
    pub classes: Vec<String>,
    conditions: Vec<Condition>,
    /// Where the element stands to the one that the next part outwards asks for.
    step: Step,
}

/// Where an element stands to the one that the next part of a selector asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Step {
    /// Somewhere in it.
    #[default]
    Below,
    /// Directly in it.
    Child,
    /// Directly behind it.
    Next,
    /// Somewhere behind it, in the same element.
    Later,
}

/// What else is asked of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    Attribute { name: String, test: Test, value: String, is_caseless: bool },
    Place(Place),
    Root,
    Not(Vec<Part>),
    Any(Vec<Part>, Weight),
}

/// How the value of an attribute is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    There,
    Is,
    Word,
    Dash,
    Begins,
    Ends,
    Holds,
}

/// A place among the elements in the same element, counted from 1: `step · n + first` for any n from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    step: i32,
    first: i32,
    from_end: bool,
    /// Only elements of the same name are counted.
    of_name: bool,
}

impl Selector {
    /// Whether it asks for nothing but names, ids and classes, below one another.
    pub fn is_plain(&self) -> bool {
        let is_plain = |part: &Part| part.conditions.is_empty() && matches!(part.step, Step::Below | Step::Child);
        self.reach == Reach::Exact && self.parts.iter().all(is_plain)
    }

    /// How much it counts.
    pub fn weight(&self) -> Weight {
        self.parts.iter().map(Part::weight).fold((0, 0, 0), sum)
    }

    /// Reads a selector; `None` where it is not understood at all, or is for nothing that is seen without the visitor's doing.
    pub fn read(input: &mut Parser<'_>) -> Option<Selector> {
        read(input, true)
    }
}

fn sum(a: Weight, b: Weight) -> Weight {
    (a.0 + b.0, a.1 + b.1, a.2 + b.2)
}

impl Part {
    fn weight(&self) -> Weight {
        let own = (usize::from(self.id.is_some()), self.classes.len(), usize::from(self.name.is_some()));
        let of_conditions = self.conditions.iter().map(|condition| match condition {
            Condition::Not(inner) => inner.iter().map(Part::weight).max().unwrap_or_default(),
            Condition::Any(_, weight) => *weight,
            _ => (0, 1, 0),
        });
        of_conditions.fold(own, sum)
    }

    /// Whether the element is as the part asks. `steps` counts the work.
    pub fn fits(&self, tree: &Tree, id: Id, steps: &mut usize) -> bool {
        *steps += 1;
        let has = |class: &String| {
            let all = tree.attribute(id, "class").unwrap_or_default();
            all.split_ascii_whitespace().take(MOST_CLASSES).any(|one| one == class)
        };
        self.name.as_ref().is_none_or(|name| name == tree.name(id))
            && self.id.as_deref().is_none_or(|own| tree.attribute(id, "id") == Some(own))
            && self.classes.iter().all(has)
            && self.conditions.iter().all(|condition| condition.holds(tree, id, steps))
    }
}

impl Condition {
    fn holds(&self, tree: &Tree, id: Id, steps: &mut usize) -> bool {
        match self {
            Condition::Attribute { name, test, value, is_caseless } => {
                let own = tree.attribute(id, name);
                own.is_some_and(|own| match is_caseless {
                    true => test.holds(&own.to_lowercase(), &value.to_lowercase()),
                    false => test.holds(own, value),
                })
            }
            Condition::Place(place) => place.holds(tree, id, steps),
            Condition::Root => tree.node(id).parent == Some(Tree::ROOT),
            Condition::Not(inner) => !inner.iter().any(|part| part.fits(tree, id, steps)),
            Condition::Any(inner, _) => inner.iter().any(|part| part.fits(tree, id, steps)),
        }
    }
}

impl Test {
    fn holds(self, own: &str, value: &str) -> bool {
        match self {
            Test::There => true,
            Test::Is => own == value,
            Test::Word => own.split_ascii_whitespace().any(|word| word == value),
            Test::Dash => own.strip_prefix(value).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
            Test::Begins => !value.is_empty() && own.starts_with(value),
            Test::Ends => !value.is_empty() && own.ends_with(value),
            Test::Holds => !value.is_empty() && own.contains(value),
        }
    }
}

impl Place {
    fn holds(self, tree: &Tree, id: Id, steps: &mut usize) -> bool {
        // Behind the last place that it may be nothing is counted: most lists ask for their first element.
        let last = if self.step > 0 { i32::MAX } else { self.first };
        let mut at = 1;
        let mut beside = id;
        while let Some(next) = if self.from_end { tree.node(beside).next } else { tree.before(beside) } {
            if at > last {
                return false;
            }
            *steps += 1;
            beside = next;
            let is_element = matches!(tree.node(beside).data, Data::Element(..));
            at += i32::from(is_element && (!self.of_name || tree.name(beside) == tree.name(id)));
        }
        let behind = i64::from(at) - i64::from(self.first);
        match i64::from(self.step) {
            0 => behind == 0,
            step => behind % step == 0 && behind / step >= 0,
        }
    }
}

/// Whether a selector with these parts, from the element itself outwards, is for the element. Once `steps` is beyond `most`, it is
/// for none.
pub fn is_for(tree: &Tree, id: Id, parts: &[Part], steps: &mut usize, most: usize) -> bool {
    let Some((part, rest)) = parts.split_first() else { return true };
    if *steps > most || !part.fits(tree, id, steps) {
        return false;
    }
    let Some(outer) = rest.first() else { return true };
    match part.step {
        Step::Child => tree.node(id).parent.is_some_and(|parent| is_for(tree, parent, rest, steps, most)),
        Step::Below => {
            // The nearest is as good as any where all others only have to be around it.
            let any_will_do = rest.iter().all(|part| part.step == Step::Below);
            for above in tree.ancestors(id) {
                if is_for(tree, above, rest, steps, most) {
                    return true;
                }
                if *steps > most || any_will_do && outer.fits(tree, above, steps) {
                    return false;
                }
            }
            false
        }
        Step::Next | Step::Later => {
            let mut beside = id;
            while let Some(before) = tree.before(beside) {
                *steps += 1;
                beside = before;
                if !matches!(tree.node(beside).data, Data::Element(..)) {
                    continue;
                }
                if is_for(tree, beside, rest, steps, most) {
                    return true;
                }
                if part.step == Step::Next || *steps > most {
                    return false;
                }
            }
            false
        }
    }
}

fn read(input: &mut Parser<'_>, is_outer: bool) -> Option<Selector> {
    let mut parts: Vec<Part> = Vec::new();
    let mut part = Part::default();
    let (mut any, mut step) = (false, None);
    let (mut is_loose, mut is_beside) = (false, false);
    while let Ok(token) = input.next_including_whitespace() {
        let token = token.clone();
        match token {
            Token::WhiteSpace(_) => {
                step = step.or(Some(Step::Below));
                continue;
            }
            Token::Delim(mark @ ('>' | '+' | '~')) if matches!(step, None | Some(Step::Below)) => {
                if any {
                    step = Some(step_of(mark));
                    continue;
                }
                // Of what is around the rule nothing is known here.
                is_loose = true;
                continue;
            }
            Token::Delim('&') if !any && parts.is_empty() => {
                is_loose = true;
                continue;
            }
            _ => {}
        }
        if let Some(step) = step.take().filter(|_| any) {
            parts.push(std::mem::replace(&mut part, Part { step, ..Part::default() }));
            any = false;
        }
        match token {
            Token::Colon => match pseudo(input, is_outer)? {
                Pseudo::Condition(condition) => part.conditions.push(condition),
                Pseudo::Beside => is_beside = true,
                Pseudo::Other => is_loose = true,
            },
            Token::SquareBracketBlock => part.conditions.push(attribute(input)?),
            Token::Ident(name) if !any => part.name = Some(name.to_ascii_lowercase()),
            Token::Delim('*') if !any => {}
            Token::IDHash(id) if part.id.is_none() => part.id = Some(id.to_string()),
            Token::Delim('.') => match input.next_including_whitespace() {
                Ok(Token::Ident(class)) => part.classes.push(class.to_string()),
                _ => return None,
            },
            _ => return None,
        }
        any = true;
        if parts.len() >= MOST_PARTS || part.classes.len() + part.conditions.len() > MOST_PARTS {
            return None;
        }
    }
    if !any || step.is_some_and(|step| step != Step::Below) {
        return None;
    }
    parts.push(part);
    parts.reverse();
    let reach = match (is_beside, is_loose) {
        (true, _) => Reach::Beside,
        (false, true) => Reach::Loose,
        (false, false) => Reach::Exact,
    };
    Some(Selector { parts, reach })
}

fn step_of(mark: char) -> Step {
    match mark {
        '>' => Step::Child,
        '+' => Step::Next,
        _ => Step::Later,
    }
}

/// What stands behind a colon.
enum Pseudo {
    Condition(Condition),
    /// What is put before or behind the element.
    Beside,
    /// A condition that is not understood.
    Other,
}

/// Reads what stands behind a colon; `None` where it is for nothing that is seen without the visitor's doing. Within brackets
/// (`is_outer` no longer) there are no further brackets of selectors.
fn pseudo(input: &mut Parser<'_>, is_outer: bool) -> Option<Pseudo> {
    let state = input.next_including_whitespace().ok()?.clone();
    match state {
        Token::Colon => match input.next_including_whitespace().ok()?.clone() {
            Token::Ident(part) if is_beside_element(&part) => Some(Pseudo::Beside),
            // A part of the element that is no text.
            _ => None,
        },
        Token::Ident(state) if is_beside_element(&state) => Some(Pseudo::Beside),
        Token::Ident(state) if is_passing(&state) => None,
        Token::Ident(state) => Some(place(&state).map_or(Pseudo::Other, Pseudo::Condition)),
        Token::Function(name) => Some(function(&name, input, is_outer).map_or(Pseudo::Other, Pseudo::Condition)),
        _ => None,
    }
}

/// The places that have a name.
fn place(state: &str) -> Option<Condition> {
    let at = |step, from_end, of_name| Some(Condition::Place(Place { step, first: 1, from_end, of_name }));
    match state.to_ascii_lowercase().as_str() {
        "first-child" => at(0, false, false),
        "last-child" => at(0, true, false),
        "first-of-type" => at(0, false, true),
        "last-of-type" => at(0, true, true),
        "root" => Some(Condition::Root),
        _ => None,
    }
}

/// Places with numbers, and selectors in brackets. All of the brackets is read.
fn function(name: &CowRcStr<'_>, input: &mut Parser<'_>, is_outer: bool) -> Option<Condition> {
    let name = name.to_ascii_lowercase();
    let found = input.parse_nested_block(|input| {
        let found = match name.as_str() {
            "nth-child" | "nth-last-child" | "nth-of-type" | "nth-last-of-type" => {
                let numbers = parse_nth(input).ok().filter(|_| input.is_exhausted());
                let (from_end, of_name) = (name.contains("last"), name.contains("type"));
                numbers.map(|(step, first)| Condition::Place(Place { step, first, from_end, of_name }))
            }
            "not" if is_outer => inner(input).map(Condition::Not),
            "is" | "where" if is_outer => inner(input).map(|parts| {
                let weight = parts.iter().map(Part::weight).max().filter(|_| name == "is");
                Condition::Any(parts, weight.unwrap_or_default())
            }),
            _ => None,
        };
        while input.next().is_ok() {}
        Ok::<_, ParseError<()>>(found)
    });
    found.ok().flatten()
}

/// Selectors in brackets, each of one element; `None` where one is not understood.
fn inner(input: &mut Parser<'_>) -> Option<Vec<Part>> {
    let parts = input.parse_comma_separated(|input| {
        let selector = read(input, false).filter(|selector| selector.reach == Reach::Exact);
        match selector.and_then(|selector| <[Part; 1]>::try_from(selector.parts).ok()) {
            Some([part]) => Ok(part),
            None => Err(ParseError::<()>::custom(())),
        }
    });
    parts.ok().filter(|parts: &Vec<Part>| parts.len() <= MOST_INNER)
}

/// Whether a pseudo-element is what is put before or behind an element.
fn is_beside_element(state: &str) -> bool {
    ["before", "after"].iter().any(|one| state.eq_ignore_ascii_case(one))
}

/// Whether a pseudo-class is for what the visitor does, for an element without any text, or for a part of an element.
fn is_passing(state: &str) -> bool {
    const PASSING: [&str; 15] = [
        "hover",
        "focus",
        "focus-within",
        "focus-visible",
        "active",
        "visited",
        "target",
        "empty",
        "marker",
        "selection",
        "placeholder",
        "first-letter",
        "first-line",
        "fullscreen",
        "invalid",
    ];
    PASSING.iter().any(|one| state.eq_ignore_ascii_case(one))
}

/// A condition on an attribute; `None` where it is not understood, or the tree does not keep such an attribute.
fn attribute(input: &mut Parser<'_>) -> Option<Condition> {
    let condition = input.parse_nested_block(|input| {
        let name = input.expect_ident_cloned()?.to_ascii_lowercase();
        let test = match input.next().cloned() {
            Err(_) => Test::There,
            Ok(Token::Delim('=')) => Test::Is,
            Ok(Token::IncludeMatch) => Test::Word,
            Ok(Token::DashMatch) => Test::Dash,
            Ok(Token::PrefixMatch) => Test::Begins,
            Ok(Token::SuffixMatch) => Test::Ends,
            Ok(Token::SubstringMatch) => Test::Holds,
            Ok(_) => return Err(ParseError::custom(())),
        };
        let value = if test == Test::There { String::new() } else { input.expect_ident_or_string()?.to_string() };
        let mark = input.next().cloned().ok();
        let is_caseless = match mark {
            None => CASELESS.contains(&name.as_str()),
            Some(Token::Ident(mark)) if mark.eq_ignore_ascii_case("i") => true,
            Some(Token::Ident(mark)) if mark.eq_ignore_ascii_case("s") => false,
            Some(_) => return Err(ParseError::custom(())),
        };
        Ok::<_, ParseError<()>>(Condition::Attribute { name, test, value, is_caseless })
    });
    condition.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids of the elements that a selector is for.
    fn found(selector: &str) -> Option<String> {
        let page = format!(
            "<style>{selector}{{}}</style><table id=t><tr id=r><td id=1 class='a b'>x<td id=2 data-n='Up-to'>y<td id=3>z<tr id=s>\
             <td id=4><p id=5></p><b id=6></b><p id=7 class=a></p></table>"
        );
        let tree = Tree::parse(&page).unwrap();
        let mut input = Parser::new(selector);
        let selector = Selector::read(&mut input).filter(|selector| selector.reach == Reach::Exact)?;
        let of = |id: &Id| is_for(&tree, *id, &selector.parts, &mut 0, 10_000);
        let ids = tree.ids().filter(|id| tree.attribute(*id, "id").is_some()).filter(of);
        Some(ids.filter_map(|id| tree.attribute(id, "id")).collect())
    }

    #[test]
    fn a_selector_is_for_the_elements_that_it_names() {
        for (selector, expected) in [
            ("td:first-child", "14"),
            ("td:last-child", "34"),
            ("td:nth-child(2)", "2"),
            ("td:nth-child(odd)", "134"),
            ("td:nth-child(n + 2)", "23"),
            ("td:nth-child(-n+2)", "124"),
            ("td:nth-last-child(1)", "34"),
            ("#t p:nth-of-type(2)", "7"),
            ("#t p:first-of-type", "5"),
            ("tr:first-child td:first-child", "1"),
            ("td:not(.a)", "234"),
            ("td:not(:first-child, [data-n])", "3"),
            (":is(td, p).a", "17"),
            ("td:where(#r, .b)", "1"),
            ("[class~=b]", "1"),
            ("[class=a]", "7"),
            ("td[class]", "1"),
            ("[data-n|=Up]", "2"),
            ("[data-n^='up' i]", "2"),
            ("[data-n^='up']", ""),
            ("[data-n$=to]", "2"),
            ("[data-n*='-']", "2"),
            ("[data-m]", ""),
            ("td + td", "23"),
            (".a ~ td", "23"),
            ("p + b + p", "7"),
            ("p + p", ""),
            ("tr > td > p ~ p.a", "7"),
            (":root > body > table", "t"),
        ] {
            assert_eq!(found(selector).as_deref(), Some(expected), "{selector}");
        }
        for selector in
            ["td:has(p)", "td:nth-child(2 of .a)", ":not(td p)", "td:checked", "td:hover", "td::marker", "[a=]"]
        {
            assert_eq!(found(selector), None, "{selector}");
        }
    }
}
