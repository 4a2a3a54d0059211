//! What declarations of CSS say of how text looks, as far as it decides what is read. A value that is not understood says
//! nothing. Knows no element and no rule.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, Token, color,
};

/// Lengths up to this (in pixels) are none that a text could be seen in.
const SPECK: f32 = 1.0;
/// What is moved left or up by more than this (in pixels) is off the screen; to the right or down it must be more.
const AWAY: f32 = 999.0;

/// How large letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Of no size.
    Speck,
    /// Of a size of their own, in hundredths of a pixel.
    Seen(u32),
}

/// Red, green and blue.
pub type Rgb = (u8, u8, u8);

/// A colour, of letters or of what is behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// None: what is behind shows through.
    Clear,
    /// White, or as good as white.
    White,
    /// So pale that it is hardly seen on white.
    Pale(Rgb),
    /// Another; `None` where it is not known which.
    Other(Option<Rgb>),
}

impl Colour {
    /// This colour; a pale one is another than white.
    fn or_other(self) -> Colour {
        if let Colour::Pale(rgb) = self { Colour::Other(Some(rgb)) } else { self }
    }
}

/// What an element is in the flow of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// Nowhere.
    None,
    /// Part of a line.
    Inline,
    /// A box of its own.
    Box,
}

macro_rules! style {
    ($($(#[$doc:meta])* $name:ident: $kind:ty,)*) => {
        /// What is said of an element; `None` where nothing is said.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Style { $($(#[$doc])* pub $name: Option<$kind>,)* }

        impl Style {
            /// This style, and where it says nothing the other.
            pub fn or(self, other: Style) -> Style {
                Style { $($name: self.$name.or(other.$name),)* }
            }
        }
    };
}

style! {
    /// What it is in the flow.
    display: Display,
    /// `visibility`.
    visible: bool,
    /// Nothing of it is left by its opacity.
    faded: bool,
    /// Scaled down to nothing, if it is a box.
    shrunk: bool,
    /// The size of its letters.
    size: Size,
    /// The same in hundredths of the size around it.
    scale: u32,
    /// Its first line begins off the screen.
    indented_away: bool,
    /// Word does not show it; browsers do.
    word_hides: bool,
    /// Whether it is put elsewhere, and whether it leaves the flow for that.
    placed: bool,
    /// Out of the flow.
    loose: bool,
    /// Moved off the screen, if it is placed.
    left_away: bool,
    /// The same, up or down.
    top_away: bool,
    /// Moved off the screen by its margin.
    margin_away: bool,
    /// Raised or lowered, if it is placed.
    moved: bool,
    /// All of it is clipped off, if it is out of the flow.
    clipped: bool,
    /// All of it is clipped off.
    masked: bool,
    /// Perhaps not seen, or not where it stands, in a way whose outcome is not known.
    strange: bool,
    /// Moved to the side, if it is placed.
    aside: bool,
    /// Without height.
    flat: bool,
    /// Without height at most.
    flat_at_most: bool,
    /// Without width.
    narrow: bool,
    /// Without width at most.
    narrow_at_most: bool,
    /// What does not fit is not shown.
    cut: bool,
    /// Struck out.
    struck: bool,
    /// Raised or lowered like a note's mark.
    raised: bool,
    /// Raised or lowered by Word.
    shifted: bool,
    /// Out of the order of the source.
    floats: bool,
    /// Its children are not in the order of the source.
    reversed: bool,
    /// From right to left.
    rightward: bool,
    /// All characters are in the direction of the element, digits too.
    forced: bool,
    /// The colour of its letters.
    colour: Colour,
    /// What is behind them.
    background: Colour,
    /// A mark of a note.
    note: bool,
    /// What is put before or behind it may be a part of a number.
    adds: bool,
    /// What stands before it as an item of a list is a number, or may be one.
    counted: bool,
}

impl Style {
    /// Whether it may hide, show, move or raise what would otherwise not be so.
    pub fn decides(&self) -> bool {
        let any = [self.faded, self.shrunk, self.indented_away, self.left_away, self.top_away, self.margin_away];
        let hides = [self.clipped, self.masked, self.cut, self.strange, self.struck];
        let moves = [self.loose, self.floats, self.reversed, self.forced, self.raised, self.shifted];
        self.display.is_some()
            || self.visible.is_some()
            || self.size == Some(Size::Speck)
            || any.into_iter().chain(hides).chain(moves).any(|said| said == Some(true))
    }

    /// Whether it is that of most text: it changes nothing of what can be seen anyhow.
    pub fn is_plain(&self) -> bool {
        let seen = self.size != Some(Size::Speck) && matches!(self.colour, None | Some(Colour::Other(_)));
        seen && Style { size: None, scale: None, colour: None, counted: None, ..*self } == Style::default()
    }
}

/// The declarations of a rule or of an attribute `style`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Declarations {
    /// What they say.
    pub normal: Style,
    /// What they say with `!important`.
    pub important: Style,
}

impl Declarations {
    /// Reads the declarations of an attribute `style`.
    pub fn parse(text: &str) -> Declarations {
        Declarations::read(&mut Parser::new(text))
    }

    /// Reads the declarations of a block.
    pub fn read(input: &mut Parser<'_>) -> Declarations {
        let mut all = Declarations::default();
        for (style, important) in RuleBodyParser::new(input, &mut Reader).flatten() {
            let said: &mut Style = if important { &mut all.important } else { &mut all.normal };
            *said = style.or(*said);
        }
        all
    }
}

/// Reads one declaration after another.
struct Reader;

impl<'i> DeclarationParser<'i> for Reader {
    type Declaration = (Style, bool);
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(Style, bool), ParseError<()>> {
        let mut value = Value::default();
        value.read(input);
        Ok((value.style(&name.to_ascii_lowercase()), value.important))
    }
}

impl AtRuleParser<'_> for Reader {
    type Prelude = ();
    type AtRule = (Style, bool);
    type Error = ();
}

impl QualifiedRuleParser<'_> for Reader {
    type Prelude = ();
    type QualifiedRule = (Style, bool);
    type Error = ();
}

impl RuleBodyItemParser<'_, (Style, bool), ()> for Reader {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}

/// The value of a declaration, taken apart: the words, the lengths (in pixels; parts of a whole apart), the colours, and
/// the functions with theirs.
#[derive(Default)]
struct Value {
    words: Vec<String>,
    lengths: Vec<f32>,
    parts: Vec<f32>,
    plain: Vec<f32>,
    relative: Vec<f32>,
    colours: Vec<Colour>,
    functions: Vec<(String, Value)>,
    strings: Vec<String>,
    important: bool,
}

impl Value {
    fn read(&mut self, input: &mut Parser<'_>) {
        while let Ok(token) = input.next() {
            match token.clone() {
                Token::Ident(word) => {
                    if let Ok(rgb) = color::parse_named_color(&word) {
                        self.colours.push(shade(rgb, 1.0));
                    }
                    if word.eq_ignore_ascii_case("transparent") {
                        self.colours.push(Colour::Clear);
                    }
                    self.words.push(word.to_ascii_lowercase());
                }
                Token::Delim('!') => {
                    self.important = input.expect_ident_matching("important").is_ok();
                }
                Token::Hash(hash) | Token::IDHash(hash) => {
                    if let Ok((red, green, blue, alpha)) = color::parse_hash_color(hash.as_bytes()) {
                        self.colours.push(shade((red, green, blue), alpha));
                    }
                }
                Token::Number { value, .. } => self.plain.push(value),
                Token::Percentage { unit_value, .. } => self.parts.push(unit_value),
                Token::Dimension { value, unit, .. } => match pixels(value, &unit) {
                    Some(length) => {
                        self.lengths.push(length);
                        if ["em", "ex", "ch"].iter().any(|own| unit.eq_ignore_ascii_case(own)) {
                            self.relative.push(value);
                        }
                    }
                    None => self.words.push("?".to_owned()),
                },
                Token::QuotedString(text) => self.strings.push(text.to_string()),
                Token::UnquotedUrl(_) => self.functions.push(("url".to_owned(), Value::default())),
                Token::Function(name) => {
                    let mut inner = Value::default();
                    let _: Result<(), ParseError<()>> = input.parse_nested_block(|input| {
                        inner.read(input);
                        Ok(())
                    });
                    let name = name.to_ascii_lowercase();
                    if name == "rgb" || name == "rgba" {
                        self.colours.push(inner.shade());
                    }
                    self.functions.push((name, inner));
                }
                _ => {}
            }
        }
    }

    /// The colour of `rgb(…)`.
    fn shade(&self) -> Colour {
        let channel = |at: usize| match self.parts.len() >= 3 {
            true => self.parts.get(at).map(|part| part * 255.0),
            false => self.plain.get(at).copied(),
        };
        let (Some(red), Some(green), Some(blue)) = (channel(0), channel(1), channel(2)) else {
            return Colour::Other(None);
        };
        let alpha = match self.parts.len() {
            1 => self.parts[0],
            4.. => self.parts[3],
            3 => self.plain.first().copied().unwrap_or(1.0),
            _ => self.plain.get(3).copied().unwrap_or(1.0),
        };
        shade((red as u8, green as u8, blue as u8), alpha)
    }

    fn says(&self, word: &str) -> bool {
        self.words.iter().any(|one| one == word)
    }

    /// The length that the value is, if it is one; numbers without a unit count as pixels.
    fn length(&self) -> Option<f32> {
        self.lengths.first().or(self.plain.first()).copied()
    }

    /// The only word.
    fn word(&self) -> Option<&str> {
        self.words.first().map(String::as_str).filter(|word| !matches!(*word, "inherit" | "unset" | "revert"))
    }

    fn style(&self, name: &str) -> Style {
        let none = Style::default();
        let is = |word: &str| self.word().map(|one| one == word);
        let speck = || {
            let length = self.length().map(|length| length.abs() <= SPECK);
            length.or(self.parts.first().map(|&part| part == 0.0)).or(self.word().map(|_| false))
        };
        let says_none =
            self.word().is_some_and(|word| matches!(word, "none" | "normal" | "auto" | "visible" | "initial"));
        let strange = Some(!says_none);
        // What is worked out by the browser.
        let worked_out = (!self.functions.is_empty()).then_some(true);
        let away = || {
            let far = |length: f32| length <= -AWAY || length >= 5.0 * AWAY;
            self.length().map(far).or(self.parts.first().map(|part| part.abs() > 5.0)).or(self.word().map(|_| false))
        };
        let moved = || {
            let moved = self.length().map(|length| length != 0.0);
            moved.or(self.parts.first().map(|&part| part != 0.0)).or(self.word().map(|_| false))
        };
        match name {
            "display" => Style {
                display: self.word().map(|word| match word {
                    "none" => Display::None,
                    "inline" | "contents" => Display::Inline,
                    _ => Display::Box,
                }),
                strange: worked_out,
                ..none
            },
            "visibility" => Style {
                visible: self.word().map(|word| !matches!(word, "hidden" | "collapse")),
                strange: worked_out,
                ..none
            },
            "opacity" => {
                let opacity = self.plain.first().or(self.parts.first()).copied();
                let doubtful = opacity.is_none_or(|opacity| (0.01..0.2).contains(&opacity));
                Style { faded: opacity.map(|opacity| opacity <= 0.01), strange: Some(doubtful), ..none }
            }
            "transform" => {
                let scaled = self.functions.iter().find(|(name, _)| name.starts_with("scale"));
                let gone = scaled.map(|(_, value)| value.plain.contains(&0.0));
                Style { shrunk: gone, strange, ..none }
            }
            "translate"
            | "rotate"
            | "scale"
            | "zoom"
            | "filter"
            | "mask"
            | "mask-image"
            | "-webkit-mask"
            | "-webkit-mask-image"
            | "content-visibility"
            | "-webkit-text-fill-color"
            | "grid-area"
            | "grid-column"
            | "grid-row"
            | "grid-column-start"
            | "grid-row-start" => Style { strange, ..none },
            "line-height" => Style { strange: (self.length() == Some(0.0)).then_some(true), ..none },
            "font-size" => {
                Style { size: self.size(), scale: self.scale(), strange: worked_out.or(self.is_small()), ..none }
            }
            "font" => Style { size: self.size().filter(|_| !self.words.is_empty()), ..none },
            "text-indent" => Style { indented_away: away(), ..none },
            "mso-hide" => Style { word_hides: is("all"), ..none },
            "position" => Style {
                placed: self.word().map(|word| word != "static"),
                loose: self.word().map(|word| matches!(word, "absolute" | "fixed")),
                ..none
            },
            "left" | "right" => Style { left_away: away(), aside: moved(), ..none },
            "top" | "bottom" => Style { top_away: away(), moved: moved(), ..none },
            "margin-left" => {
                let back = self.length().is_some_and(|length| length < 0.0);
                Style { margin_away: away(), strange: back.then_some(true), ..none }
            }
            "clip" => {
                let rect = self.functions.iter().find(|(name, _)| name == "rect").map(|(_, value)| {
                    let mut lengths = value.lengths.iter().chain(&value.plain);
                    value.words.is_empty() && lengths.all(|length| length.abs() <= SPECK)
                });
                Style { clipped: rect.or(is("auto").map(|_| false)), ..none }
            }
            "clip-path" => {
                let shape = self.functions.first().map(|(name, value)| match name.as_str() {
                    "inset" => value.parts.first().is_some_and(|&part| part >= 0.5),
                    "circle" => value.length().or(value.parts.first().copied()) == Some(0.0),
                    _ => false,
                });
                let strange = Some(!says_none && shape != Some(true));
                Style { masked: shape.or(is("none").map(|_| false)), strange, ..none }
            }
            "height" => Style { flat: speck(), ..none },
            "max-height" => Style { flat_at_most: speck(), ..none },
            "width" => Style { narrow: speck(), ..none },
            "max-width" => Style { narrow_at_most: speck(), ..none },
            "overflow" | "overflow-x" | "overflow-y" => {
                Style { cut: self.word().map(|word| matches!(word, "hidden" | "clip")), ..none }
            }
            "text-decoration" | "text-decoration-line" => {
                Style { struck: Some(self.says("line-through")).filter(|_| !self.words.is_empty()), ..none }
            }
            "vertical-align" => {
                let edge = self.word().map(|word| matches!(word, "top" | "bottom" | "text-top" | "text-bottom"));
                let raised = self.word().map(|word| matches!(word, "super" | "sub")).or(moved());
                Style { raised, shifted: edge, ..none }
            }
            "mso-text-raise" => Style { shifted: moved(), ..none },
            "float" => Style { floats: self.word().map(|word| word != "none"), ..none },
            "order" => Style { floats: self.plain.first().map(|&order| order != 0.0), ..none },
            "flex-direction" | "flex-flow" => {
                let reversed = self.words.iter().any(|word| word.ends_with("-reverse"));
                Style { reversed: Some(reversed), ..none }
            }
            "direction" => Style { rightward: is("rtl"), ..none },
            "unicode-bidi" => Style { forced: self.word().map(|word| word.ends_with("override")), ..none },
            "color" => {
                let other = self.words.iter().any(|word| word != "inherit") || !self.functions.is_empty();
                let colour = self.colours.first().copied().or(other.then_some(Colour::Other(None)));
                let strange =
                    matches!(colour, Some(Colour::Pale(_))) || self.colours.is_empty() && !self.functions.is_empty();
                Style { colour: colour.map(Colour::or_other), strange: strange.then_some(true), ..none }
            }
            "background" | "background-color" | "background-image" => {
                let picture = self.functions.iter().any(|(name, _)| name != "rgb" && name != "rgba");
                let colour = if picture { Some(Colour::Other(None)) } else { self.colours.first().copied() };
                let clear = (self.says("none") || self.says("initial")).then_some(Colour::Clear);
                Style {
                    background: colour
                        .map(Colour::or_other)
                        .or(clear)
                        .filter(|_| name != "background-image" || picture),
                    ..none
                }
            }
            "content" => {
                let joins = |c: char| c.is_numeric() || "-−.,，%％十百千万亿".contains(c);
                let is_unknown = self.functions.iter().any(|(name, _)| name != "url");
                Style { adds: Some(is_unknown || self.strings.iter().any(|text| text.contains(joins))), ..none }
            }
            "list-style" | "list-style-type" => {
                let mark = ["none", "disc", "circle", "square"].into_iter().any(|mark| self.says(mark));
                Style { counted: Some(!mark), ..none }
            }
            // A picture may be that of a digit.
            "list-style-image" => Style { counted: (!says_none).then_some(true), ..none },
            "mso-footnote-id" | "mso-endnote-id" => Style { note: Some(true), ..none },
            _ => none,
        }
    }

    /// Whether it is a size of letters that are hardly seen, if browsers do not enlarge them.
    fn is_small(&self) -> Option<bool> {
        let part = self.parts.first().or(self.relative.first()).map(|part| (0.0..0.2).contains(part) && *part > 0.0);
        let length = self.lengths.first().map(|length| (0.0..2.0).contains(length) && *length > 0.0);
        part.or(length).filter(|is_small| *is_small)
    }

    /// The size of letters. A size in parts of the size around it says nothing, unless it is no part at all.
    fn size(&self) -> Option<Size> {
        let part = self.parts.first().or(self.relative.first());
        if let Some(part) = part {
            return (*part == 0.0).then_some(Size::Speck);
        }
        // Numbers without a unit are weights, except for nothing.
        match self.lengths.first().or(self.plain.iter().find(|&&number| number == 0.0)) {
            // Browsers enlarge what is small, but not what is nothing.
            Some(0.0) => Some(Size::Speck),
            Some(length) => Some(Size::Seen((length * 100.0) as u32)),
            None => match self.word()? {
                "smaller" | "larger" => None,
                "xx-small" => Some(Size::Seen(900)),
                "x-small" => Some(Size::Seen(1000)),
                "small" => Some(Size::Seen(1300)),
                _ => Some(Size::Seen(1600)),
            },
        }
    }

    /// How large letters are for those around them, where that is said.
    fn scale(&self) -> Option<u32> {
        let part = self.parts.first().or(self.relative.first()).filter(|part| **part > 0.0);
        part.map(|part| (part * 100.0) as u32).or((self.word() == Some("smaller")).then_some(83))
    }
}

/// A length in pixels, near enough; `None` for units that are not known.
fn pixels(value: f32, unit: &str) -> Option<f32> {
    let one = match unit.to_ascii_lowercase().as_str() {
        "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "em" | "rem" | "pc" | "ch" => 16.0,
        "ex" => 8.0,
        "in" => 96.0,
        "cm" => 37.8,
        "mm" => 3.78,
        "vw" | "vh" => 10.0,
        _ => return None,
    };
    Some(value * one)
}

fn shade(rgb: Rgb, alpha: f32) -> Colour {
    let (red, green, blue) = rgb;
    match red.min(green).min(blue) {
        _ if alpha < 0.02 => Colour::Clear,
        250.. => Colour::White,
        225.. => Colour::Pale(rgb),
        _ => Colour::Other(Some(rgb).filter(|_| alpha >= 1.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Style {
        Declarations::parse(text).normal
    }

    #[test]
    fn what_is_not_understood_says_nothing() {
        for text in ["", ";;", "display", "display:", "font-stretch: 2em", "x: none", "}{"] {
            assert_eq!(said(text), Style::default(), "{text}");
        }
    }

    #[test]
    fn what_the_browser_works_out_may_hide() {
        for text in
            ["opacity: calc(1 - var(--x))", "display: var(--x)", "filter: blur(9px)", "font-size: 1%", "color: #f8f8f8"]
        {
            assert_eq!(said(text).strange, Some(true), "{text}");
        }
        for text in
            ["filter: none", "opacity: 1", "font-size: 12px", "color: #333", "transform: none", "margin-left: 2px"]
        {
            assert_ne!(said(text).strange, Some(true), "{text}");
        }
    }

    #[test]
    fn the_last_word_counts_and_an_important_one_more() {
        assert_eq!(said("DISPLAY : none ; display:inline").display, Some(Display::Inline));
        let both = Declarations::parse("display:none !important; display:inline");
        assert_eq!((both.important.display, both.normal.display), (Some(Display::None), Some(Display::Inline)));
        assert_eq!(said("/* ; */ mso-x: 'a;b'; visibility:\nhidden").visible, Some(false));
    }

    #[test]
    fn lengths_and_colours_are_what_they_are_to_the_eye() {
        assert_eq!(said("font-size:0").size, Some(Size::Speck));
        assert_eq!(said("font-size:10.5pt").size, Some(Size::Seen(1400)));
        assert_eq!((said("font-size:50%").scale, said("font-size:smaller").scale), (Some(50), Some(83)));
        assert_eq!(said("font:bold 12px/1.5 x").size, Some(Size::Seen(1200)));
        assert_eq!(said("font:0/0 a").size, Some(Size::Speck));
        assert_eq!(said("left:-9999px").left_away, Some(true));
        assert_eq!(said("text-indent:-2em").indented_away, Some(false));
        assert_eq!(said("vertical-align:3pt").raised, Some(true));
        assert_eq!(said("vertical-align:baseline").raised, Some(false));
        for white in ["white", "#FFF", "#fffefe", "rgb(255,255,255)", "rgb(100%, 100%, 100%)"] {
            assert_eq!(said(&format!("color:{white}")).colour, Some(Colour::White), "{white}");
        }
        assert_eq!(said("color:rgba(0,0,0,0)").colour, Some(Colour::Clear));
        assert_eq!(said("background:url(a.png)").background, Some(Colour::Other(None)));
        assert_eq!(said("background:#fff none").background, Some(Colour::White));
    }
}
