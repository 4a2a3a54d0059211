//! The text of one paragraph of a Word document as a reader of the printed page sees it: what was inserted, not what was
//! deleted; the result of a field, not its code; nothing hidden. Text boxes and pictures are handed on.

use super::super::assembly::ILLEGIBLE;
use super::super::xml::{Element, Node};
use super::style::{Look, Styles, ground};

/// What a paragraph holds.
#[derive(Debug, Default)]
pub struct Inline<'e, 'a> {
    /// Its text; a line break is `\n`, a tab `\t`.
    pub text: String,
    /// The contents of the text boxes that hang on it.
    pub boxes: Vec<&'e Element<'a>>,
    /// Whether a picture, an embedded object or a field without its result stands in it.
    pub picture: bool,
    /// Whether it takes in another file.
    pub embeds: bool,
}

/// A field that is open.
#[derive(Debug)]
struct Field {
    /// Its code as far as it was read; the first word says what it is.
    code: String,
    in_code: bool,
}

/// Fields that are open: they begin and end anywhere, also in other paragraphs.
#[derive(Debug, Default)]
pub struct Fields(Vec<Field>);

impl Fields {
    fn in_code(&self) -> bool {
        self.0.iter().any(|field| field.in_code)
    }

    /// Whether what stands here is worked out anew whenever the page is shown.
    fn is_worked_out(&self) -> bool {
        self.0.iter().any(|field| is_worked_out(&field.code))
    }
}

/// Fields whose result Word works out anew when it shows the page; what is stored is what it once was.
const WORKED_OUT: [&str; 6] = ["PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME"];
/// The longest code of a field that is kept, in bytes.
const LONGEST_CODE: usize = 40;

/// How large letters are where nothing is said, in halves of a point.
const USUAL: u32 = 20;
/// Digits of less than so many hundredths of the size of those before them are a note's mark, and no part of their number.
const SAME: u32 = 85;

fn is_worked_out(code: &str) -> bool {
    let kind = code.split_whitespace().next().unwrap_or_default();
    WORKED_OUT.iter().any(|name| name.eq_ignore_ascii_case(kind))
}

/// Reads a paragraph. `style` is the name of its style, `around` how the characters of its cell look, with their ground.
pub fn read<'e, 'a>(
    paragraph: &'e Element<'a>,
    style: Option<&str>,
    styles: &Styles,
    fields: &mut Fields,
    around: Look,
) -> Inline<'e, 'a> {
    let ground = paragraph.child("pPr").and_then(ground).or(around.ground);
    let look = Look { ground, ..styles.look(style).or(around).or(styles.common) };
    let mut reader = Reader { styles, look, fields, found: Inline::default(), size: USUAL };
    reader.contents(paragraph);
    reader.found
}

/// The children of an element that are part of the text as accepted, wrappers opened: what was deleted or moved away,
/// placeholders and tables of contents are not among them. A placeholder with digits stands as the control that holds it, and so does
/// what is written in several ways with other digits.
pub fn accepted<'e, 'a>(element: &'e Element<'a>) -> Vec<&'e Element<'a>> {
    let mut all = Vec::new();
    for child in element.elements() {
        match child.name {
            "ins" | "moveTo" | "smartTag" | "customXml" | "sdtContent" | "hyperlink" | "dir" => {
                all.extend(accepted(child));
            }
            "sdt" if is_contents(child) => {}
            "sdt" if !is_unfilled(child) || child.holds("tc") => all.extend(accepted(child)),
            // What nobody has filled in is seen all the same.
            "sdt" if child.text().contains(char::is_numeric) => all.push(child),
            "AlternateContent" if has_two_readings(child) => all.push(child),
            "AlternateContent" => all.extend(chosen(child).map(accepted).unwrap_or_default()),
            "sdt" | "del" | "moveFrom" => {}
            _ => all.push(child),
        }
    }
    all
}

/// A content control that holds the table of contents.
fn is_contents(control: &Element<'_>) -> bool {
    let gallery = control.child("sdtPr").and_then(|properties| properties.child("docPartObj")?.value("docPartGallery"));
    gallery.as_deref() == Some("Table of Contents")
}

/// A content control that nobody has filled in.
fn is_unfilled(control: &Element<'_>) -> bool {
    control.child("sdtPr").is_some_and(|properties| properties.switch("showingPlcHdr") == Some(true))
}

/// Whether several ways to write the same thing have digits and do not have the same: which of them is seen depends on the program
/// that shows them.
fn has_two_readings(alternatives: &Element<'_>) -> bool {
    let mut all = alternatives.elements().map(digits).filter(|digits| !digits.is_empty());
    all.next().is_some_and(|first| all.any(|other| other != first))
}

/// The digits of the text in an element.
fn digits(element: &Element<'_>) -> String {
    match element.name {
        "t" => element.text().chars().filter(|c| c.is_numeric()).collect(),
        _ => element.elements().map(digits).collect(),
    }
}

/// One of several ways to write the same thing: the first, unless only the last has text.
fn chosen<'e, 'a>(alternatives: &'e Element<'a>) -> Option<&'e Element<'a>> {
    let (choice, fallback) = (alternatives.child("Choice"), alternatives.child("Fallback"));
    match (choice, fallback) {
        (Some(choice), Some(fallback)) if !choice.holds("t") && fallback.holds("t") => Some(fallback),
        (choice, fallback) => choice.or(fallback),
    }
}

struct Reader<'r, 'e, 'a> {
    styles: &'r Styles,
    look: Look,
    fields: &'r mut Fields,
    found: Inline<'e, 'a>,
    /// How large the last digits are.
    size: u32,
}

impl<'e, 'a> Reader<'_, 'e, 'a> {
    fn contents(&mut self, element: &'e Element<'a>) {
        for child in accepted(element) {
            match child.name {
                "r" => self.run(child),
                "bdo" => self.ordered(child),
                "fldSimple" => self.field(child),
                "oMath" | "oMathPara" => self.formula(child),
                "sdt" | "AlternateContent" => self.found.text.push(ILLEGIBLE),
                "subDoc" => self.found.embeds = true,
                _ => {}
            }
        }
    }

    /// A field that is written as one element.
    fn field(&mut self, element: &'e Element<'a>) {
        let code = element.attribute("instr").unwrap_or_default().into_owned();
        self.fields.0.push(Field { code, in_code: false });
        self.contents(element);
        self.fields.0.pop();
    }

    /// Text whose order is forced: digits that run from right to left are seen as another number.
    fn ordered(&mut self, element: &'e Element<'a>) {
        let start = self.found.text.len();
        self.contents(element);
        let is_turned = element.attribute("val").as_deref() == Some("rtl");
        if is_turned && self.found.text[start..].contains(char::is_numeric) {
            self.found.text.truncate(start);
            self.found.text.push(ILLEGIBLE);
        }
    }

    fn run(&mut self, run: &'e Element<'a>) {
        let properties = run.child("rPr");
        let style = properties.and_then(|properties| properties.value("rStyle"));
        let (own, by_style) = (Look::of(properties), self.styles.look(style.as_deref()));
        let mut look = own.or(by_style).or(self.look);
        // Two styles that both hide it show it, in Word alone.
        if own.hidden.is_none() && by_style.hidden == Some(true) && self.look.hidden == Some(true) {
            look = Look { hidden: Some(false), partly: Some(true), ..look };
        }
        let start = self.found.text.len();
        let mut behind_mark = None;
        for piece in accepted(run) {
            if piece.name == "footnoteReference" || piece.name == "endnoteReference" {
                let has_own_mark =
                    piece.attribute("customMarkFollows").is_some_and(|said| said != "0" && said != "false");
                if has_own_mark {
                    // The rest of such a run is the note's mark.
                    break;
                }
                behind_mark = Some(self.found.text.len());
            }
            self.piece(piece, look);
        }
        // Digits behind a mark do not join those before it.
        if let Some(mark) = behind_mark.filter(|&mark| self.found.text[mark..].starts_with(char::is_numeric)) {
            self.found.text.insert(mark, '^');
        }
        let written = self.found.text.split_off(start);
        let struck = look.struck == Some(true) && !written.trim().is_empty();
        // `12` with a raised `1` is not 121, and `12` behind a struck-out `13` not 1312.
        let raised = look.raised == Some(true) && written.contains(|c: char| c.is_ascii_digit());
        // Nor is it with a small one.
        let size = look.size.unwrap_or(USUAL);
        let goes_on = self.found.text.ends_with(char::is_numeric) && written.starts_with(char::is_numeric);
        let resized = goes_on && 100 * size.min(self.size) < SAME * size.max(self.size);
        if written.contains(char::is_numeric) {
            self.size = size;
        }
        // What nobody sees is neither the number of its cell nor a part of it, nor is what is seen otherwise than it is stored.
        let unseen = (look.is_unseen() || self.fields.is_worked_out()) && written.contains(char::is_numeric);
        // What stands in a run from right to left beside digits is seen at their other side.
        let is_rightward = properties.is_some_and(|properties| properties.switch("rtl") == Some(true));
        let turned =
            is_rightward && written.contains(char::is_numeric) && !written.trim().chars().all(|c| c.is_ascii_digit());
        match (struck, raised || resized) {
            _ if unseen || turned => self.found.text.push(ILLEGIBLE),
            (true, _) => self.found.text.extend(["~~", &written, "~~"]),
            (false, true) => self.found.text.extend(["^", &written]),
            (false, false) => self.found.text.push_str(&written),
        }
    }

    fn piece(&mut self, piece: &'e Element<'a>, look: Look) {
        if piece.name == "fldChar" {
            match piece.attribute("fldCharType").as_deref() {
                Some("begin") => self.fields.0.push(Field { code: String::new(), in_code: true }),
                Some("separate") => self.fields.0.last_mut().into_iter().for_each(|field| field.in_code = false),
                Some("end") => {
                    let has_no_result = self.fields.0.pop().is_some_and(|field| field.in_code);
                    self.found.picture |= has_no_result && !self.fields.in_code();
                }
                _ => {}
            }
            return;
        }
        if piece.name == "instrText" {
            let field = self.fields.0.last_mut().filter(|field| field.code.len() < LONGEST_CODE);
            field.into_iter().for_each(|field| field.code.push_str(&piece.text()));
            return;
        }
        if look.hidden == Some(true) || self.fields.in_code() {
            return;
        }
        let text = &mut self.found.text;
        match piece.name {
            "t" => text.push_str(&piece.text()),
            "tab" | "ptab" => text.push('\t'),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            // A character of a font of symbols: what it looks like is not known.
            "sym" => text.push('\u{fffd}'),
            "AlternateContent" => text.push(ILLEGIBLE),
            // What the program works out when it shows the page.
            "pgNum" | "dayShort" | "dayLong" | "monthShort" | "monthLong" | "yearShort" | "yearLong" => {
                text.push(ILLEGIBLE)
            }
            "ruby" => piece.child("rubyBase").into_iter().for_each(|base| self.contents(base)),
            "drawing" | "pict" | "object" => self.drawing(piece),
            _ => {}
        }
    }

    fn drawing(&mut self, drawing: &'e Element<'a>) {
        let before = self.found.boxes.len();
        boxes(drawing, &mut self.found.boxes);
        self.found.picture |= self.found.boxes.len() == before;
    }

    /// How a run of a formula looks: it has properties of its own kind beside those of text.
    fn formula_look(&self, run: &Element<'_>) -> Look {
        let all = run.elements().filter(|properties| properties.name == "rPr");
        let own = all.fold(Look::default(), |look, properties| look.or(Look::of(Some(properties))));
        own.or(self.look)
    }

    /// A formula that is one row of characters is text; a fraction or an exponent is none.
    fn formula(&mut self, formula: &'e Element<'a>) {
        for child in accepted(formula) {
            match child.name {
                "r" => {
                    let pieces = child.elements().filter(|piece| piece.name == "t");
                    let written: String = pieces.map(Element::text).collect();
                    let is_plain = self.formula_look(child).is_plain() || !written.contains(char::is_numeric);
                    match is_plain {
                        true => self.found.text.push_str(&written),
                        false => self.found.text.push(ILLEGIBLE),
                    }
                }
                "oMath" => self.formula(child),
                name if name.ends_with("Pr") => {}
                _ => self.found.text.push(ILLEGIBLE),
            }
        }
    }
}

/// The outermost contents of text boxes in a drawing.
fn boxes<'e, 'a>(element: &'e Element<'a>, into: &mut Vec<&'e Element<'a>>) {
    for node in &element.children {
        let Node::Element(child) = node else { continue };
        match child.name {
            "txbxContent" => into.push(child),
            "AlternateContent" => chosen(child).into_iter().for_each(|one| boxes(one, into)),
            _ => boxes(child, into),
        }
    }
}
