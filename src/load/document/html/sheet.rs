//! The rules that a page itself holds, and which of them are for an element. What selectors ask is `selector`'s affair.
//! Bounded: style sheets, rules and comparisons are counted.

use std::cell::Cell;
use std::collections::HashMap;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

use super::css::{Colour, Declarations, Display, Style};
use super::selector::{MOST_CLASSES, Part, Reach, Selector, Weight, is_for};
use super::tree::{Data, Id, Tree};

/// The most bytes of style sheets that are read.
const LONGEST: usize = 512 * 1024;
/// The most rules that are kept.
const MOST_RULES: usize = 4000;
/// The most rules for one name, id or class: if there are more, none of them is used.
const MOST_ALIKE: usize = 64;
/// The most rules within one another.
const MOST_NESTED: usize = 4;
/// The most comparisons of elements with parts of selectors.
const MOST_STEPS: usize = 20_000_000;

#[derive(Debug)]
struct Rule {
    /// From the element itself outwards.
    parts: Vec<Part>,
    weight: Weight,
    said: Declarations,
    /// Whether it holds only under conditions that are not known of.
    depends: bool,
    /// Whether more is asked of its elements than is understood.
    is_loose: bool,
    /// Whether what is more is not a rule around it, whose elements are unknown here.
    in_doubt: bool,
}

/// What is said of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// What the rules and its attribute `style` say.
    pub style: Style,
    /// What is said besides under conditions that are not known of.
    pub perhaps: Option<Style>,
    /// What of that is said on every screen, by a selector that is not understood.
    pub in_doubt: Option<Style>,
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

    /// What the rules and its attribute `style` (`own`) say of an element; `None` where no rule is for it.
    pub fn style(&self, tree: &Tree, id: Id, own: &Declarations) -> Option<Said> {
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
        let (mut said, mut perhaps, mut doubts) = (Declarations::default(), None, None);
        let put = |into: &mut Option<Style>, style: Style| *into = Some(style.or(into.unwrap_or_default()));
        for &rule in &found {
            let Rule { said: Declarations { normal, important }, depends, in_doubt, .. } = self.rules[rule];
            if depends {
                put(&mut perhaps, important.or(normal));
                if in_doubt {
                    put(&mut doubts, important.or(normal));
                }
            } else {
                said = Declarations { normal: normal.or(said.normal), important: important.or(said.important) };
            }
        }
        let style = own.important.or(said.important).or(own.normal).or(said.normal);
        Some(Said { style, perhaps, in_doubt: doubts })
    }

    fn is_for(&self, tree: &Tree, id: Id, parts: &[Part]) -> bool {
        let mut steps = self.steps.get();
        let is_for = is_for(tree, id, parts, &mut steps, MOST_STEPS);
        self.steps.set(steps);
        is_for
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
    /// The selectors, and whether all of them are plain.
    type Prelude = (Vec<Selector>, bool);
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<Self::Prelude, ParseError<()>> {
        let (mut selectors, mut all) = (Vec::new(), true);
        let _: Vec<()> = input.parse_comma_separated_ignoring_errors(|input| {
            let selector = Selector::read(input);
            all &= selector.as_ref().is_some_and(Selector::is_plain);
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
        for selector in selectors {
            let reach = selector.reach;
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
            } else if (is_loose || !selector.is_plain()) && !decides {
                continue;
            }
            if self.sheet.rules.len() >= MOST_RULES {
                self.sheet.hides_backgrounds = true;
                break;
            }
            let in_doubt = reach == Reach::Loose && self.nested == 0 && !self.depends;
            let (weight, depends) = (selector.weight(), self.depends || is_loose);
            self.sheet.rules.push(Rule { parts: selector.parts, weight, said, depends, is_loose, in_doubt });
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

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(style: &str, body: &str) -> bool {
        let tree =
            Tree::parse(&format!("<style>{style}</style><div class=a><p id=i class='b c'>{body}</p></div>")).unwrap();
        let sheet = Sheet::of(&tree);
        let id = tree.ids().find(|&id| tree.name(id) == "span").or(tree.ids().find(|&id| tree.name(id) == "p"));
        let style = sheet.style(&tree, id.unwrap(), &Declarations::default());
        style.and_then(|said| said.style.display) == Some(Display::None)
    }

    #[test]
    fn a_rule_is_for_the_elements_that_its_selector_names() {
        for selector in
            ["p", ".b", "#i", "P.c", ".a p", ".a > p", "div .b.c", "x, .b", "*", "body p", "html > body > .a > p#i"]
        {
            assert!(hidden(&format!("{selector} {{display:none}}"), ""), "{selector}");
        }
        for selector in [
            "x",
            ".x",
            "#x",
            ".p",
            ".x p",
            "p p",
            "body > p",
            "p:hover",
            "p::before",
            "p + p",
            "p:has(b)",
            ".a >",
            "> p",
        ] {
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
        let rules = "p:first-child{display:none}p:last-child{float:left}p + p{opacity:0}";
        let tree = Tree::parse(&format!("<style>{rules}</style>{}", "<p>x</p>".repeat(20_000))).unwrap();
        let sheet = Sheet::of(&tree);
        for id in tree.ids() {
            sheet.style(&tree, id, &Declarations::default());
        }
        assert!(!sheet.is_exhausted(), "a long page with rules for its first and last elements is an ordinary one");
        let many = "p{display:none}".repeat(MOST_ALIKE + 1);
        assert!(!hidden(&many, ""), "too many rules for one name are none");
    }
}
