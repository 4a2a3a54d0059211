//! What the styles and the list definitions of a Word document say of its paragraphs: hidden text, raised text, and the
//! numbers that Word prints before paragraphs and that stand nowhere in the text.

use std::collections::{BTreeMap, BTreeSet};

use super::super::xml::Element;
use super::super::{are_alike, is_of_pictures};

/// The longest chain of styles, each based on the next, that is followed.
const LONGEST_CHAIN: usize = 20;
/// Letters of at most so many half-points are specks.
const SPECK: i32 = 4;
/// Letters of at most so many hundredths of their width are lines.
const THREAD: i32 = 10;
/// Letters so many twentieths of a point closer than usual stand over each other.
const PRESSED: i32 = -60;
/// Letters through which so many thousandths of a hundredth of the ground are seen are as good as not there.
const CLEAR: u32 = 85_000;
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
    /// Its colour, as three bytes, where that is written out.
    pub colour: Option<u32>,
    /// Too small to be seen.
    pub tiny: Option<bool>,
    /// Its size, in halves of a point.
    pub size: Option<u32>,
    /// Too narrow to be seen, or pressed into each other.
    pub narrow: Option<bool>,
    /// What it stands on.
    pub ground: Option<Ground>,
    /// Marked in black, as what is to be read no more.
    pub blacked: Option<bool>,
    /// Struck out, hidden or not seen in a part of its table, or by one program and not by another: which that is is not known here.
    pub partly: Option<bool>,
    /// In a font that has pictures in the place of digits.
    pub pictures: Option<bool>,
}

/// The ground that characters stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// White, or as good as white.
    White,
    /// A colour, as three bytes.
    Colour(u32),
    /// Some other colour.
    Other,
}

impl Look {
    /// What an element `rPr` says.
    pub fn of(properties: Option<&Element<'_>>) -> Look {
        let Some(properties) = properties else { return Look::default() };
        let moved = properties.value("position").map(|height| height != "0");
        let raised = properties.value("vertAlign").map(|kind| kind != "baseline").or(moved);
        let strikes = [properties.switch("strike"), properties.switch("dstrike")];
        // No double line is no word on the single one.
        let struck = if strikes.contains(&Some(true)) { Some(true) } else { strikes[0] };
        let white = properties.child("color").map(|colour| is_white(colour, "val", "theme"));
        // Newer programs fill letters like shapes.
        let unfilled = properties.child("textFill").map(|fill| {
            let solid = fill.child("solidFill").and_then(|solid| solid.elements().next());
            fill.child("noFill").is_some() || solid.is_some_and(is_white_fill)
        });
        let at_most = |name: &str, most: i32| {
            properties.value(name).and_then(|value| value.parse::<i32>().ok()).map(|value| value <= most)
        };
        // Two lines of characters in the height of one.
        let layout = properties.child("eastAsianLayout").and_then(|layout| layout.attribute("combine"));
        let is_stacked = layout.is_some_and(|combine| !matches!(&*combine, "0" | "false" | "off"));
        Look {
            hidden: properties.switch("vanish"),
            struck,
            raised,
            white: unfilled.or(white),
            colour: properties.child("color").and_then(|colour| written_out(colour, "val")),
            tiny: at_most("sz", SPECK),
            size: properties.value("sz").and_then(|size| size.parse().ok()),
            narrow: if is_stacked { Some(true) } else { at_most("w", THREAD).or(at_most("spacing", PRESSED)) },
            ground: ground(properties),
            blacked: properties.value("highlight").map(|colour| colour == "black"),
            partly: None,
            pictures: properties.child("rFonts").and_then(|fonts| Some(is_of_pictures(&fonts.attribute("ascii")?))),
        }
    }

    /// Whether nobody sees it.
    pub fn is_unseen(&self) -> bool {
        let is_white = self.white == Some(true) && matches!(self.ground, None | Some(Ground::White));
        let is_blacked = self.blacked == Some(true) && self.white != Some(true);
        let is_lost = match (self.colour, self.ground) {
            (Some(colour), Some(Ground::Colour(ground))) => are_alike(&colour.to_be_bytes(), &ground.to_be_bytes()),
            _ => false,
        };
        let is_other = [self.tiny, self.narrow, self.partly, self.pictures].contains(&Some(true));
        is_white || is_blacked || is_lost || is_other
    }

    /// Whether everybody sees it as it stands.
    pub fn is_plain(&self) -> bool {
        ![self.hidden, self.struck, self.raised].contains(&Some(true)) && !self.is_unseen()
    }

    /// This look, and where it says nothing the other.
    pub fn or(self, other: Look) -> Look {
        Look {
            hidden: self.hidden.or(other.hidden),
            struck: self.struck.or(other.struck),
            raised: self.raised.or(other.raised),
            white: self.white.or(other.white),
            tiny: self.tiny.or(other.tiny),
            size: self.size.or(other.size),
            narrow: self.narrow.or(other.narrow),
            ground: self.ground.or(other.ground),
            colour: self.colour.or(other.colour),
            blacked: self.blacked.or(other.blacked),
            partly: self.partly.or(other.partly),
            pictures: self.pictures.or(other.pictures),
        }
    }
}

/// The ground that an element gives what stands on it, where it says one.
pub fn ground(properties: &Element<'_>) -> Option<Ground> {
    let ground = properties.child("shd")?;
    let says_none = ground.attribute("fill").is_none_or(|fill| fill.eq_ignore_ascii_case("auto"));
    if says_none && ground.attribute("themeFill").is_none() || is_white(ground, "fill", "themeFill") {
        return Some(Ground::White);
    }
    Some(written_out(ground, "fill").map_or(Ground::Other, Ground::Colour))
}

/// A colour that is written out under a name, as three bytes.
fn written_out(element: &Element<'_>, name: &str) -> Option<u32> {
    u32::from_str_radix(&element.attribute(name)?, 16).ok()
}

/// Whether a colour is white, or as good as white: as written under `own`, or as the ground of the document's theme, which
/// stands under `theme`, or `themeColor` for letters.
fn is_white(element: &Element<'_>, own: &str, theme: &str) -> bool {
    let own = written_out(element, own);
    let is_own = own.is_some_and(|colour| are_alike(&colour.to_be_bytes()[1..], &[u8::MAX; 3]));
    let named = element.attribute(&format!("{theme}Color")).or_else(|| element.attribute(theme));
    let is_ground = named.is_some_and(|name| matches!(&*name, "background1" | "light1"));
    let shade = element.attribute(&format!("{theme}Shade")).and_then(|shade| u8::from_str_radix(&shade, 16).ok());
    // Where a colour is written out, it is the one that the theme gives.
    is_own || own.is_none() && is_ground && shade.is_none_or(|shade| are_alike(&[shade], &[u8::MAX]))
}

/// How characters look by a style, or a part of a style of tables, with the ground that it gives cells.
fn look_on_ground(element: &Element<'_>) -> Look {
    let look = Look::of(element.child("rPr"));
    Look { ground: look.ground.or_else(|| element.child("tcPr").and_then(ground)), ..look }
}

/// Whether a colour that fills letters is white, that of the ground, or as good as transparent.
fn is_white_fill(colour: &Element<'_>) -> bool {
    let clear = colour.value("alpha").and_then(|alpha| alpha.parse::<u32>().ok());
    let is_ground =
        matches!(colour.attribute("val").as_deref(), Some("bg1" | "lt1")) && colour.child("lumMod").is_none();
    is_ground || clear.is_some_and(|clear| clear >= CLEAR) || is_white(colour, "val", "theme")
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
    /// Of a style of tables: how characters look in parts of the table, as its first row.
    parts: Vec<Look>,
    mirrored: Option<bool>,
    list: ListUse,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
    default: Option<String>,
    default_table: Option<String>,
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
            match element.attribute("type").as_deref() {
                Some("paragraph") if is_default => styles.default = Some(id.to_string()),
                Some("table") if is_default => styles.default_table = Some(id.to_string()),
                _ => {}
            }
            let style = Style {
                based_on: element.value("basedOn"),
                look: look_on_ground(element),
                parts: element.elements().filter(|part| part.name == "tblStylePr").map(look_on_ground).collect(),
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

    /// How characters in the cells of a table look, with their ground, as far as its style says so.
    pub fn look_in(&self, table: &Element<'_>) -> Look {
        let style = table.child("tblPr").and_then(|properties| properties.value("tblStyle"));
        let style = style.as_deref().or(self.default_table.as_deref());
        let look = self.look(style);
        let mut parts = self.chain(style).flat_map(|style| &style.parts);
        let has_doubtful = parts.any(|part| !part.or(look).is_plain()) && look.is_plain();
        Look { partly: has_doubtful.then_some(true), ..look }
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

    /// What Word prints before a paragraph with these properties; counts it. Empty where it prints nothing, `None` where it
    /// is not known what.
    pub fn next(&mut self, properties: Option<&Element<'_>>, style: Option<&str>, styles: &Styles) -> Option<String> {
        let list_use = ListUse::of(properties).or(styles.list(style));
        let Some(number) = list_use.number else { return Some(String::new()) };
        let Some(list) = self.lists.get(&number) else { return Some(String::new()) };
        let mut id = list.definition.clone();
        if let Some(borrowed) = self.definitions.get(&id).and_then(|definition| definition.borrowed.as_deref())
            && let Some(list) = styles.list(Some(borrowed)).number.and_then(|number| self.lists.get(&number))
        {
            id.clone_from(&list.definition);
        }
        let Some(definition) = self.definitions.get(&id) else { return Some(String::new()) };
        let of_style = |level: &Option<Level>| level.as_ref().is_some_and(|level| level.style.as_deref() == style);
        let by_style = style.and_then(|_| definition.levels.iter().position(of_style));
        let at = list_use.level.or(by_style).unwrap_or(0);
        let Some(Some(level)) = definition.levels.get(at) else { return Some(String::new()) };

        let counts = self.counts.entry(id).or_default();
        let first = self.begun.insert((number, at));
        counts[at] = Some(match (list.starts.get(&at), counts[at]) {
            (Some(&start), _) if first => start,
            (_, Some(before)) => before.saturating_add(1),
            (_, None) => level.start,
        });
        counts[at + 1..].fill(None);
        written(definition, level, counts)
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
    match &*level.format {
        "none" => return Some(String::new()),
        // A bullet that is a digit is seen as one.
        "bullet" => return (!level.text.contains(char::is_numeric)).then(String::new),
        _ => {}
    }
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
    Some(text)
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
            lists.next(Some(&parse(&properties).unwrap()), None, &Styles::default()).unwrap()
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
