//! The rules that a page itself holds, and which of them are for an element. Understood are selectors of names, ids and
//! classes, also below one another. Of other selectors that part is taken: such a rule may be for what that part is for. Bounded: style sheets, rules and comparisons are counted.

use std::cell::Cell;
use std::collections::HashMap;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
};

use super::css::{Colour, Declarations, Display, Style};
use super::tree::{Data, Id, Tree};

/// The most bytes of style sheets that are read.
const LONGEST: usize = 512 * 1024;
/// The most rules that are kept.
const MOST_RULES: usize = 4000;
/// The most rules for one name, id or class: if there are more, none of them is used.
const MOST_ALIKE: usize = 64;
/// The most classes of an element that are looked up.
const MOST_CLASSES: usize = 16;
/// The most parts of a selector.
const MOST_PARTS: usize = 8;
/// The most rules within one another.
const MOST_NESTED: usize = 4;
/// The most comparisons of elements with parts of selectors.
const MOST_STEPS: usize = 20_000_000;

/// What one element must be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Part {
    name: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    /// The attributes that it must have, with whatever value.
    attributes: Vec<String>,
    /// Whether the part before it is for the parent itself.
    child: bool,
}

/// What a selector is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The elements that its parts name.
    Exact,
    /// Some of them: more is asked than is understood.
    Loose,
    /// What is put before or behind them.
    Beside,
}

#[derive(Debug)]
struct Rule {
    /// From the element itself outwards.
    parts: Vec<Part>,
    weight: (usize, usize, usize),
    said: Declarations,
    /// Whether it holds only under conditions that are not known of.
    depends: bool,
    /// Whether more is asked of its elements than is understood.
    is_loose: bool,
}

/// The rules of a page.
#[derive(Debug, Default)]
pub struct Sheet {
    rules: Vec<Rule>,
    names: HashMap<String, Vec<usize>>,
    ids: HashMap<String, Vec<usize>>,
    classes: HashMap<String, Vec<usize>>,
    /// Whether there are rules for elements of every name.
    for_all: bool,
    /// Whether there may be backgrounds that are not known of.
    pub hides_backgrounds: bool,
    /// Whether a rule may put a part of a number before or behind an element.
    pub adds: bool,
    steps: Cell<usize>,
}

impl Sheet {
    /// The rules of all style sheets in a page.
    pub fn of(tree: &Tree) -> Sheet {
        let mut sheet = Sheet::default();
        let mut left = LONGEST;
        for id in tree.ids() {
            match tree.name(id) {
                "style" if is_for_screens(tree.attribute(id, "media").unwrap_or_default()) => {
                    let Some(Data::Text(text)) = tree.children(id).next().map(|text| &tree.node(text).data) else {
                        continue;
                    };
                    if text.len() > left {
                        sheet.hides_backgrounds = true;
                        continue;
                    }
                    left -= text.len();
                    let mut reader = Reader { sheet: &mut sheet, depends: false, nested: 0 };
                    let mut input = Parser::new(text);
                    StyleSheetParser::new(&mut input, &mut reader).for_each(drop);
                }
                "link" => {
                    let rel = tree.attribute(id, "rel").unwrap_or_default();
                    sheet.hides_backgrounds |= rel.to_ascii_lowercase().contains("stylesheet");
                }
                _ => {}
            }
        }
        sheet.index(false);
        for keys in [&mut sheet.names, &mut sheet.ids, &mut sheet.classes] {
            keys.retain(|_, rules| rules.len() <= MOST_ALIKE);
        }
        sheet.index(true);
        sheet.for_all = sheet.names.contains_key("");
        sheet
    }

    /// Makes the rules known under what they are for: those with other selectors than are understood, or the others.
    fn index(&mut self, loose: bool) {
        let sheet = self;
        for index in 0..sheet.rules.len() {
            let Some(part) = sheet.rules[index].parts.first().filter(|_| sheet.rules[index].is_loose == loose) else {
                continue;
            };
            let (keys, key) = match (&part.id, part.classes.first(), &part.name) {
                (Some(id), _, _) => (&mut sheet.ids, id),
                (None, Some(class), _) => (&mut sheet.classes, class),
                (None, None, name) => (&mut sheet.names, name.as_ref().unwrap_or(const { &String::new() })),
            };
            let alike = keys.entry(key.clone()).or_default();
            if !loose || alike.len() < MOST_ALIKE {
                alike.push(index);
            }
        }
    }

    /// Whether more was to be compared than is compared: what was read of the page cannot be relied on.
    pub fn is_exhausted(&self) -> bool {
        self.steps.get() > MOST_STEPS
    }

    /// Whether the page has a rule for a class.
    pub fn knows(&self, class: &str) -> bool {
        self.classes.contains_key(class)
    }

    /// What the rules and its attribute `style` (`own`) say of an element, and whether more is said of it under
    /// conditions that are not known of; `None` where no rule is for it.
    pub fn style(&self, tree: &Tree, id: Id, own: &Declarations) -> Option<(Style, Option<Style>)> {
        if self.rules.is_empty() {
            return None;
        }
        let mut found: Vec<usize> = Vec::new();
        let mut look = |keys: &HashMap<String, Vec<usize>>, key: &str| {
            let rules = keys.get(key).into_iter().flatten();
            found.extend(rules.copied().filter(|&rule| self.is_for(tree, id, &self.rules[rule].parts)));
        };
        if self.for_all {
            look(&self.names, "");
        }
        look(&self.names, tree.name(id));
        for (name, value) in tree.attributes(id) {
            match &**name {
                "id" => look(&self.ids, value),
                "class" if !self.classes.is_empty() => {
                    value.split_ascii_whitespace().take(MOST_CLASSES).for_each(|class| look(&self.classes, class));
                }
                _ => {}
            }
        }
        if found.is_empty() {
            return None;
        }
        found.sort_by_key(|&rule| (self.rules[rule].weight, rule));
        let (mut said, mut perhaps) = (Declarations::default(), None);
        for &rule in &found {
            let Rule { said: Declarations { normal, important }, depends, .. } = self.rules[rule];
            if depends {
                perhaps = Some(important.or(normal).or(perhaps.unwrap_or_default()));
            } else {
                said = Declarations { normal: normal.or(said.normal), important: important.or(said.important) };
            }
        }
        Some((own.important.or(said.important).or(own.normal).or(said.normal), perhaps))
    }

    fn is_for(&self, tree: &Tree, id: Id, parts: &[Part]) -> bool {
        let Some((first, mut rest)) = parts.split_first() else { return false };
        if !self.fits(tree, id, first) {
            return false;
        }
        let mut child = first.child;
        for above in tree.ancestors(id) {
            let Some((part, further)) = rest.split_first() else { break };
            if self.is_exhausted() {
                return false;
            }
            if self.fits(tree, above, part) {
                (child, rest) = (part.child, further);
            } else if child {
                return false;
            }
        }
        rest.is_empty()
    }

    fn fits(&self, tree: &Tree, id: Id, part: &Part) -> bool {
        self.steps.set(self.steps.get().saturating_add(1));
        let has = |class: &String| {
            let all = tree.attribute(id, "class").unwrap_or_default();
            all.split_ascii_whitespace().take(MOST_CLASSES).any(|one| one == class)
        };
        part.name.as_ref().is_none_or(|name| name == tree.name(id))
            && part.id.as_deref().is_none_or(|own| tree.attribute(id, "id") == Some(own))
            && part.classes.iter().all(has)
            && part.attributes.iter().all(|name| tree.attribute(id, name).is_some())
    }
}

/// Whether a list of media is for any screen.
fn is_for_screens(media: &str) -> bool {
    let mut words = media.split([',', ' ']).filter(|word| !word.is_empty());
    words.all(|word| ["all", "screen", "only"].iter().any(|one| word.eq_ignore_ascii_case(one)))
}

struct Reader<'s> {
    sheet: &'s mut Sheet,
    depends: bool,
    /// Within how many rules it reads.
    nested: usize,
}

impl DeclarationParser<'_> for Reader<'_> {
    type Declaration = ();
    type Error = ();
}

impl RuleBodyItemParser<'_, (), ()> for Reader<'_> {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}

impl<'i> QualifiedRuleParser<'i> for Reader<'_> {
    /// The selectors, each with what it is for, and whether all are understood.
    type Prelude = (Vec<(Vec<Part>, Reach)>, bool);
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<Self::Prelude, ParseError<()>> {
        let (mut selectors, mut all) = (Vec::new(), true);
        let _: Vec<()> = input.parse_comma_separated_ignoring_errors(|input| {
            let selector = selector(input);
            all &= selector.as_ref().is_some_and(|(_, reach)| *reach == Reach::Exact);
            selectors.extend(selector);
            while input.next().is_ok() {}
            Ok::<(), ParseError<()>>(())
        });
        Ok((selectors, all))
    }

    fn parse_block(
        &mut self,
        (selectors, all): Self::Prelude,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let start = input.state();
        let said = Declarations::read(input);
        if self.nested < MOST_NESTED && input.slice_from(start.position()).contains('{') {
            input.reset(&start);
            let mut inner = Reader { sheet: &mut *self.sheet, nested: self.nested + 1, ..*self };
            RuleBodyParser::new(input, &mut inner).for_each(drop);
        }
        let coloured = |style: Style| matches!(style.background, Some(Colour::Other(_)));
        self.sheet.hides_backgrounds |= (!all || self.depends) && (coloured(said.normal) || coloured(said.important));
        if said == Declarations::default() {
            return Ok(());
        }
        let decides = said.normal.decides() || said.important.decides();
        // What is put there may be hidden itself, as what ends floats.
        let hides = |style: Style| {
            style.visible == Some(false) || style.display == Some(Display::None) || style.flat == Some(true)
        };
        let is_hidden = hides(said.normal) || hides(said.important);
        let adds = said.important.adds.or(said.normal.adds).map(|adds| adds && !is_hidden);
        for (parts, reach) in selectors {
            // What is within a rule is for less than its selector says.
            let is_loose = reach == Reach::Loose || reach == Reach::Exact && self.nested > 0;
            // Nothing is put beside an element but by rules for that, which say nothing of the element itself.
            let of_element = |style: Style| Style { adds: None, ..style };
            let mut said = Declarations { normal: of_element(said.normal), important: of_element(said.important) };
            if reach == Reach::Beside {
                if adds.is_none() || self.depends {
                    continue;
                }
                said = Declarations { normal: Style { adds, ..Style::default() }, ..Declarations::default() };
                self.sheet.adds |= adds == Some(true);
            } else if is_loose && !decides {
                continue;
            }
            if self.sheet.rules.len() >= MOST_RULES {
                self.sheet.hides_backgrounds = true;
                break;
            }
            let count = |of: fn(&Part) -> usize| parts.iter().map(of).sum();
            let weight = (
                count(|part| usize::from(part.id.is_some())),
                count(|part| part.classes.len()),
                count(|part| usize::from(part.name.is_some())),
            );
            self.sheet.rules.push(Rule { parts, weight, said, depends: self.depends || is_loose, is_loose });
        }
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Reader<'_> {
    /// Whether what is in it holds only under conditions.
    type Prelude = bool;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<bool, ParseError<()>> {
        let start = input.position();
        while input.next().is_ok() {}
        let prelude = input.slice_from(start).trim();
        self.sheet.hides_backgrounds |= name.eq_ignore_ascii_case("import");
        let is_media = name.eq_ignore_ascii_case("media");
        let is_other = ["supports", "layer", "container", "scope"].iter().any(|other| name.eq_ignore_ascii_case(other));
        match is_media && !prelude.eq_ignore_ascii_case("print") || is_other {
            true => Ok(!(is_media && is_for_screens(prelude))),
            false => Err(ParseError::custom(())),
        }
    }

    fn parse_block(&mut self, depends: bool, _: &ParserState, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        let mut inner = Reader { depends: self.depends || depends, sheet: &mut *self.sheet, ..*self };
        StyleSheetParser::new(input, &mut inner).for_each(drop);
        Ok(())
    }
}

/// A selector, from its last part to its first, and what it is for; `None` where it is not understood, or is for nothing that
/// is seen without the visitor's doing.
fn selector(input: &mut Parser<'_>) -> Option<(Vec<Part>, Reach)> {
    let mut parts: Vec<Part> = Vec::new();
    let mut part = Part::default();
    let (mut any, mut blank, mut child) = (false, false, false);
    let (mut is_loose, mut is_beside) = (false, false);
    while let Ok(token) = input.next_including_whitespace() {
        let token = token.clone();
        match token {
            Token::WhiteSpace(_) => {
                blank = true;
                continue;
            }
            Token::Delim('>') if any && !child => {
                child = true;
                continue;
            }
            // Beside another element: that one is passed over, and what is above it is above this one too.
            Token::Delim('+' | '~') if any && !child => {
                part = Part { child: part.child, ..Part::default() };
                (any, blank, is_loose) = (false, true, true);
                continue;
            }
            // Of what is around the rule nothing is known here.
            Token::Delim('&' | '>' | '+' | '~') if !any && parts.is_empty() && !child => {
                is_loose = true;
                continue;
            }
            _ => {}
        }
        if any && (blank || child) {
            parts.push(std::mem::take(&mut part));
            part.child = child;
            (any, child) = (false, false);
        }
        blank = false;
        match token {
            Token::Colon => {
                is_loose = true;
                let state = match input.next_including_whitespace().cloned() {
                    Ok(Token::Colon) => input.next_including_whitespace().cloned(),
                    state => state,
                };
                match state {
                    Ok(Token::Function(_)) => {}
                    Ok(Token::Ident(state)) if is_beside_element(&state) => is_beside = true,
                    Ok(Token::Ident(state)) if !is_passing(&state) => {}
                    _ => return None,
                }
            }
            Token::SquareBracketBlock => {
                is_loose = true;
                part.attributes.push(attribute_name(input)?);
            }
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
        if parts.len() >= MOST_PARTS || part.classes.len() + part.attributes.len() > MOST_PARTS {
            return None;
        }
    }
    if !any || child {
        return None;
    }
    parts.push(part);
    parts.reverse();
    let reach = match (is_beside, is_loose) {
        (true, _) => Reach::Beside,
        (false, true) => Reach::Loose,
        (false, false) => Reach::Exact,
    };
    Some((parts, reach))
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

/// The name in a condition on an attribute; `None` where it is one that the tree does not keep or that hides by itself.
fn attribute_name(input: &mut Parser<'_>) -> Option<String> {
    let name = input.parse_nested_block(|input| {
        let name = input.expect_ident_cloned()?;
        while input.next().is_ok() {}
        Ok::<_, ParseError<()>>(name.to_ascii_lowercase())
    });
    name.ok().filter(|name| super::tree::keeps(name) && name != "hidden")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(style: &str, body: &str) -> bool {
        let tree =
            Tree::parse(&format!("<style>{style}</style><div class=a><p id=i class='b c'>{body}</p></div>")).unwrap();
        let sheet = Sheet::of(&tree);
        let id = tree.ids().find(|&id| tree.name(id) == "span").or(tree.ids().find(|&id| tree.name(id) == "p"));
        let style = sheet.style(&tree, id.unwrap(), &Declarations::default());
        style.and_then(|(style, _)| style.display) == Some(Display::None)
    }

    #[test]
    fn a_rule_is_for_the_elements_that_its_selector_names() {
        for selector in
            ["p", ".b", "#i", "P.c", ".a p", ".a > p", "div .b.c", "x, .b", "*", "body p", "html > body > .a > p#i"]
        {
            assert!(hidden(&format!("{selector} {{display:none}}"), ""), "{selector}");
        }
        for selector in
            ["x", ".x", "#x", ".p", ".x p", "p p", "body > p", "p:hover", "p::before", "p + p", "[id]", ".a >", "> p"]
        {
            assert!(!hidden(&format!("{selector} {{display:none}}"), ""), "{selector}");
        }
    }

    #[test]
    fn of_several_rules_the_weightiest_counts_then_the_last() {
        assert!(!hidden(".b{display:none} p.b{display:block}", ""));
        assert!(!hidden(".b{display:none} .c{display:block}", ""));
        assert!(hidden("#i{display:none} .c{display:block}", ""));
        assert!(hidden("p{display:none !important} #i{display:block}", ""));
    }

    #[test]
    fn rules_for_paper_and_for_small_screens_are_not_for_the_screen() {
        for media in ["print", "screen and (max-width: 600px)", "(min-width:1px)", "not all"] {
            assert!(!hidden(&format!("@media {media} {{ p {{display:none}} }}"), ""), "{media}");
        }
        assert!(hidden("<!-- @charset 'x'; @media screen { p {display:none} } -->", ""));
        assert!(hidden("@font-face { src: url(x) } p { display: none", ""), "what is not closed ends with the sheet");
    }

    #[test]
    fn a_page_made_to_take_all_time_ends() {
        let rules: String = (0..60).map(|_| "b b b b b b b.x {display:none}").collect();
        let page = format!("<style>{rules}</style><b>{}", "<b class=x>".repeat(400));
        let tree = Tree::parse(&page).unwrap();
        let sheet = Sheet::of(&tree);
        sheet.steps.set(MOST_STEPS - 1000);
        for id in tree.ids() {
            sheet.style(&tree, id, &Declarations::default());
        }
        assert!(sheet.is_exhausted() && sheet.steps.get() < MOST_STEPS + 200_000);
        for deep in ["@media screen{", "p{display:a(", "p{display:[(", "@x{", "p:not(", "p{", "p{&>p{", "p{@media x{"] {
            hidden(&deep.repeat(30_000), "");
        }
        let many = "p{display:none}".repeat(MOST_ALIKE + 1);
        assert!(!hidden(&many, ""), "too many rules for one name are none");
    }
}
