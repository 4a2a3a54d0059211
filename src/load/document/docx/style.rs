//! What the styles and the list definitions of a Word document say of its paragraphs: hidden text, raised text, and the
//! numbers that Word prints before paragraphs and that stand nowhere in the text.

use std::collections::{BTreeMap, BTreeSet};

use super::super::xml::Element;

/// The longest chain of styles, each based on the next, that is followed.
const LONGEST_CHAIN: usize = 20;
/// Letters of at most so many half-points are specks.
const SPECK: u32 = 4;
/// Letters of at most so many hundredths of their width are lines.
const THREAD: u32 = 10;
/// A colour whose parts are all at least this is as good as white.
const NEARLY_WHITE: u8 = 232;
/// The levels of a list.
const LEVELS: usize = 9;

/// How characters look, as far as it decides what is read. `None` where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// Not shown at all.
    pub hidden: Option<bool>,
    /// Struck out.
    pub struck: Option<bool>,
    /// Raised or lowered: a note's mark, an exponent.
    pub raised: Option<bool>,
    /// White, or as good as white.
    pub white: Option<bool>,
    /// Too small to be seen.
    pub tiny: Option<bool>,
    /// Too narrow to be seen.
    pub narrow: Option<bool>,
    /// On a ground of its own colour.
    pub shaded: Option<bool>,
    /// Marked in black, as what is to be read no more.
    pub blacked: Option<bool>,
}

impl Look {
    /// What an element `rPr` says.
    pub fn of(properties: Option<&Element<'_>>) -> Look {
        let Some(properties) = properties else { return Look::default() };
        let moved = properties.value("position").map(|height| height != "0");
        let raised = properties.value("vertAlign").map(|kind| kind != "baseline").or(moved);
        let struck = properties.switch("strike").or_else(|| properties.switch("dstrike"));
        let white = properties.child("color").map(|colour| is_white(colour, "val", "theme"));
        // Newer programs fill letters like shapes.
        let unfilled = properties.child("textFill").map(|fill| {
            let solid = fill.child("solidFill").and_then(|solid| solid.child("srgbClr"));
            fill.child("noFill").is_some() || solid.is_some_and(|colour| is_white(colour, "val", "theme"))
        });
        let at_most = |name: &str, most: u32| {
            properties.value(name).and_then(|value| value.parse::<u32>().ok()).map(|value| value <= most)
        };
        Look {
            hidden: properties.switch("vanish"),
            struck,
            raised,
            white: unfilled.or(white),
            tiny: at_most("sz", SPECK),
            narrow: at_most("w", THREAD),
            shaded: is_shaded(properties),
            blacked: properties.value("highlight").map(|colour| colour == "black"),
        }
    }

    /// Whether nobody sees it.
    pub fn is_unseen(&self) -> bool {
        let is_white = self.white == Some(true) && self.shaded != Some(true);
        let is_blacked = self.blacked == Some(true) && self.white != Some(true);
        is_white || is_blacked || self.tiny == Some(true) || self.narrow == Some(true)
    }

    /// This look, and where it says nothing the other.
    pub fn or(self, other: Look) -> Look {
        Look {
            hidden: self.hidden.or(other.hidden),
            struck: self.struck.or(other.struck),
            raised: self.raised.or(other.raised),
            white: self.white.or(other.white),
            tiny: self.tiny.or(other.tiny),
            narrow: self.narrow.or(other.narrow),
            shaded: self.shaded.or(other.shaded),
            blacked: self.blacked.or(other.blacked),
        }
    }
}

/// Whether the ground has a colour, where that is said.
pub fn is_shaded(properties: &Element<'_>) -> Option<bool> {
    let ground = properties.child("shd")?;
    let says_none = ground.attribute("fill").is_none_or(|fill| fill.eq_ignore_ascii_case("auto"));
    let says_none = says_none && ground.attribute("themeFill").is_none();
    Some(!says_none && !is_white(ground, "fill", "themeFill"))
}

/// Whether a colour is white, or as good as white: as written under `own`, or as the ground of the document's theme, which
/// stands under `theme`, or `themeColor` for letters.
fn is_white(element: &Element<'_>, own: &str, theme: &str) -> bool {
    let own = element.attribute(own).and_then(|colour| u32::from_str_radix(&colour, 16).ok());
    let is_own = own.is_some_and(|colour| colour.to_be_bytes()[1..].iter().all(|&part| part >= NEARLY_WHITE));
    let named = element.attribute(&format!("{theme}Color")).or_else(|| element.attribute(theme));
    let is_ground = named.is_some_and(|name| matches!(&*name, "background1" | "light1"));
    let shade = element.attribute(&format!("{theme}Shade")).and_then(|shade| u8::from_str_radix(&shade, 16).ok());
    // Where a colour is written out, it is the one that the theme gives.
    is_own || own.is_none() && is_ground && shade.is_none_or(|shade| shade >= NEARLY_WHITE)
}

/// Whether a table, or a style of tables, shows its columns from right to left, where it says so.
fn is_mirrored(element: &Element<'_>) -> Option<bool> {
    element.child("tblPr")?.switch("bidiVisual")
}

/// Which list a paragraph belongs to, and on which level of it, as far as it is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct ListUse {
    number: Option<u32>,
    level: Option<usize>,
}

impl ListUse {
    fn of(paragraph: Option<&Element<'_>>) -> ListUse {
        let Some(list) = paragraph.and_then(|properties| properties.child("numPr")) else { return ListUse::default() };
        ListUse {
            number: list.value("numId").and_then(|id| id.parse().ok()),
            level: list.value("ilvl").and_then(|level| level.parse().ok()).filter(|&level| level < LEVELS),
        }
    }

    fn or(self, other: ListUse) -> ListUse {
        ListUse { number: self.number.or(other.number), level: self.level.or(other.level) }
    }
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    look: Look,
    mirrored: Option<bool>,
    list: ListUse,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
    default: Option<String>,
    /// How characters look of which no style says more.
    pub common: Look,
}

impl Styles {
    /// The styles of the part `styles`.
    pub fn of(root: &Element<'_>) -> Styles {
        let mut styles = Styles::default();
        let common = root.child("docDefaults").and_then(|defaults| defaults.child("rPrDefault")?.child("rPr"));
        styles.common = Look::of(common);
        for element in root.elements().filter(|element| element.name == "style") {
            let Some(id) = element.attribute("styleId") else { continue };
            let is_default = matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on"));
            if is_default && element.attribute("type").as_deref() == Some("paragraph") {
                styles.default = Some(id.to_string());
            }
            let style = Style {
                based_on: element.value("basedOn"),
                look: Look::of(element.child("rPr")),
                mirrored: is_mirrored(element),
                list: ListUse::of(element.child("pPr")),
            };
            styles.styles.insert(id.into_owned(), style);
        }
        styles
    }

    /// The name of the style that a paragraph has.
    pub fn name_of(&self, properties: Option<&Element<'_>>) -> Option<String> {
        properties.and_then(|properties| properties.value("pStyle")).or_else(|| self.default.clone())
    }

    /// How characters of a style look.
    pub fn look(&self, style: Option<&str>) -> Look {
        self.chain(style).fold(Look::default(), |look, style| look.or(style.look))
    }

    /// Whether the columns of a table are seen from right to left.
    pub fn mirrors(&self, table: &Element<'_>) -> bool {
        let style = table.child("tblPr").and_then(|properties| properties.value("tblStyle"));
        let by_style = || self.chain(style.as_deref()).find_map(|style| style.mirrored);
        is_mirrored(table).or_else(by_style) == Some(true)
    }

    fn list(&self, style: Option<&str>) -> ListUse {
        self.chain(style).fold(ListUse::default(), |list, style| list.or(style.list))
    }

    fn chain(&self, style: Option<&str>) -> impl Iterator<Item = &Style> {
        let first = style.and_then(|id| self.styles.get(id));
        let next = |style: &&Style| style.based_on.as_ref().and_then(|id| self.styles.get(id));
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }
}

/// One level of a list: how its numbers are written.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// `第%1章`: `%1` stands for the number of the first level.
    text: String,
    decimal_only: bool,
    style: Option<String>,
}

#[derive(Debug, Default)]
struct Definition {
    levels: Vec<Option<Level>>,
    /// The style whose list this definition borrows.
    borrowed: Option<String>,
}

#[derive(Debug)]
struct List {
    definition: String,
    starts: BTreeMap<usize, u32>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub struct Lists {
    definitions: BTreeMap<String, Definition>,
    lists: BTreeMap<u32, List>,
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    begun: BTreeSet<(u32, usize)>,
}

impl Lists {
    /// The lists of the part `numbering`.
    pub fn of(root: &Element<'_>) -> Lists {
        let mut all = Lists::default();
        for element in root.elements() {
            match element.name {
                "abstractNum" => {
                    let Some(id) = element.attribute("abstractNumId") else { continue };
                    all.definitions.insert(id.into_owned(), definition(element));
                }
                "num" => {
                    let id = element.attribute("numId").and_then(|id| id.parse().ok());
                    let (Some(id), Some(definition)) = (id, element.value("abstractNumId")) else { continue };
                    let overrides = element.elements().filter(|one| one.name == "lvlOverride");
                    let starts = overrides.filter_map(|one| {
                        Some((one.attribute("ilvl")?.parse().ok()?, one.value("startOverride")?.parse().ok()?))
                    });
                    all.lists.insert(id, List { definition, starts: starts.collect() });
                }
                _ => {}
            }
        }
        all
    }

    /// What Word prints before a paragraph with these properties; counts it. Empty where it prints nothing or where it
    /// is not known how.
    pub fn next(&mut self, properties: Option<&Element<'_>>, style: Option<&str>, styles: &Styles) -> String {
        let list_use = ListUse::of(properties).or(styles.list(style));
        let Some(number) = list_use.number else { return String::new() };
        let Some(list) = self.lists.get(&number) else { return String::new() };
        let mut id = list.definition.clone();
        if let Some(borrowed) = self.definitions.get(&id).and_then(|definition| definition.borrowed.as_deref())
            && let Some(list) = styles.list(Some(borrowed)).number.and_then(|number| self.lists.get(&number))
        {
            id.clone_from(&list.definition);
        }
        let Some(definition) = self.definitions.get(&id) else { return String::new() };
        let of_style = |level: &Option<Level>| level.as_ref().is_some_and(|level| level.style.as_deref() == style);
        let by_style = style.and_then(|_| definition.levels.iter().position(of_style));
        let at = list_use.level.or(by_style).unwrap_or(0);
        let Some(Some(level)) = definition.levels.get(at) else { return String::new() };

        let counts = self.counts.entry(id).or_default();
        let first = self.begun.insert((number, at));
        counts[at] = Some(match (list.starts.get(&at), counts[at]) {
            (Some(&start), _) if first => start,
            (_, Some(before)) => before.saturating_add(1),
            (_, None) => level.start,
        });
        counts[at + 1..].fill(None);
        written(definition, level, counts).unwrap_or_default()
    }
}

fn definition(element: &Element<'_>) -> Definition {
    let mut levels = vec![None; LEVELS];
    for one in element.elements().filter(|one| one.name == "lvl") {
        let at = one.attribute("ilvl").and_then(|at| at.parse::<usize>().ok()).filter(|&at| at < LEVELS);
        let Some(at) = at else { continue };
        levels[at] = Some(Level {
            start: one.value("start").and_then(|start| start.parse().ok()).unwrap_or(0),
            format: one.value("numFmt").unwrap_or_else(|| "decimal".to_owned()),
            text: one.value("lvlText").unwrap_or_default(),
            decimal_only: one.switch("isLgl") == Some(true),
            style: one.value("pStyle"),
        });
    }
    Definition { levels, borrowed: element.value("numStyleLink") }
}

/// The number as printed; `None` where a format is not known.
fn written(definition: &Definition, level: &Level, counts: &[Option<u32>; LEVELS]) -> Option<String> {
    let mut text = String::new();
    let mut rest = level.text.chars().peekable();
    while let Some(c) = rest.next() {
        let digit = if c == '%' { rest.peek().and_then(|digit| digit.to_digit(10)) } else { None };
        let Some(digit) = digit else {
            text.push(c);
            continue;
        };
        rest.next();
        let at = (digit as usize).checked_sub(1)?;
        let other = definition.levels.get(at)?.as_ref()?;
        let format = if level.decimal_only { "decimal" } else { &other.format };
        text.push_str(&in_format(counts[at].unwrap_or(other.start), format)?);
    }
    (level.format != "bullet" && level.format != "none").then_some(text)
}

fn in_format(number: u32, format: &str) -> Option<String> {
    match format {
        "decimal" => Some(number.to_string()),
        "decimalFullWidth" => {
            number.to_string().bytes().map(|digit| char::from_u32(0xff10 + u32::from(digit - b'0'))).collect()
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital" => chinese(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&number) => {
            char::from_u32(0x2460 + number - 1).map(String::from)
        }
        _ => None,
    }
}

/// A number below a hundred in Chinese, as lists count.
fn chinese(number: u32) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number as usize / 10, number as usize % 10);
    match tens {
        0 if ones > 0 => Some(DIGITS[ones].to_owned()),
        1 => Some(format!("十{}", DIGITS[ones])),
        2..=9 => Some(format!("{}十{}", DIGITS[tens], DIGITS[ones])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::xml::parse;
    use super::*;

    #[test]
    fn lists_count_in_chinese_and_deeper_levels_begin_anew() {
        let root = parse(
            "<numbering><abstractNum abstractNumId='7'>\
             <lvl ilvl='0'><start val='1'/><numFmt val='chineseCounting'/><lvlText val='%1、'/></lvl>\
             <lvl ilvl='1'><start val='1'/><numFmt val='decimal'/><lvlText val='%2.'/></lvl></abstractNum>\
             <num numId='3'><abstractNumId val='7'/></num></numbering>",
        )
        .unwrap();
        let mut lists = Lists::of(&root);
        let mut next = |level: usize| {
            let properties = format!("<pPr><numPr><ilvl val='{level}'/><numId val='3'/></numPr></pPr>");
            lists.next(Some(&parse(&properties).unwrap()), None, &Styles::default())
        };
        let written: Vec<String> = [0, 1, 1, 0, 1].into_iter().map(&mut next).collect();
        assert_eq!(written, ["一、", "1.", "2.", "二、", "1."]);
        assert_eq!((0..9).map(|_| next(0)).last().unwrap(), "十一、");
    }

    #[test]
    fn a_style_takes_from_the_style_it_is_based_on() {
        let root = parse(
            "<styles><style styleId='a'><rPr><vanish/></rPr></style><style styleId='b'><basedOn val='a'/></style>\
             <style styleId='c'><basedOn val='b'/><rPr><vanish val='0'/></rPr></style>\
             <style styleId='d'><basedOn val='d'/></style>\
             <docDefaults><rPrDefault><rPr><strike/></rPr></rPrDefault></docDefaults></styles>",
        )
        .unwrap();
        let styles = Styles::of(&root);
        assert_eq!(styles.common.struck, Some(true));
        let hidden = |id| styles.look(Some(id)).hidden;
        assert_eq!([hidden("a"), hidden("b"), hidden("c"), hidden("d")], [Some(true), Some(true), Some(false), None]);
    }
}
