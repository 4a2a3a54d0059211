//! What is drawn on a page: characters and straight lines, each where a reader sees it. Stands between the interpreter of
//! the format and everything else, so that only this file, `annotations` and `guard` know it. It does not know what a line of text is.

use std::collections::HashSet;

use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::kurbo::{
    Affine, BezPath, CubicBez, Line, ParamCurve, ParamCurveNearest, PathEl, Point, QuadBez, Rect, Shape, Vec2,
};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, SoftMask, StrokeProps, TransformExt, interpret_page,
};

use super::annotations::{Over, laid_over};
use super::lines::{ILLEGIBLE, is_numeral};
use super::radicals::plain;

/// Millimetres in a point.
const MM: f64 = 25.4 / 72.0;
/// Units of a font's em as the interpreter lays glyphs out.
const EM: f64 = 1000.0;
/// A curve is followed as straight lines over so much of it each.
const CHORD: f64 = 0.25;
/// Where each of them begins.
const CHORDS: [f64; 4] = [0.0, 0.25, 0.5, 0.75];
/// A filled shape thinner than this, in mm, is a line.
const THIN: f64 = 1.0;
/// A line shorter than this, in mm, borders nothing.
const SHORT: f64 = 0.8;
/// A filled shape smaller than this, in mm, is no ground of a character and covers none.
const SMALL: f64 = 1.0;
/// Colours nearer to each other than this, of 1, are one to the eye.
const ALIKE: f32 = 0.09;
/// How far from the middle of a character a line strikes it out, in sizes of its type.
const NEAR: f32 = 0.15;
/// How far, in points, something runs over the edge of a page at most.
const EDGE: f64 = 30.0;
/// A line paler than this, of 1, strikes nothing out.
const PALE: f32 = 0.25;

/// A character where it is seen. All lengths are in mm; places are from the left and the upper edge of the page as it is
/// read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character; U+FFFD where the file does not say which one it is.
    pub char: char,
    /// Its left edge.
    pub left: f32,
    /// Its right edge, by what its font says of its width.
    pub right: f32,
    /// The middle of a full character on its line.
    pub middle: f32,
    /// The size of its type.
    pub size: f32,
    /// Whether a blank was drawn directly before it.
    pub after_blank: bool,
}

impl Glyph {
    /// Its middle between left and right.
    pub fn centre(&self) -> f32 {
        (self.left + self.right) / 2.0
    }
}

/// A straight line, in mm. `at` is its place across, `from` and `to` along its direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Whether it runs from left to right, else from top to bottom.
    pub level: bool,
    /// From the upper edge of a level one, from the left edge of the other.
    pub at: f32,
    /// Where it begins.
    pub from: f32,
    /// Where it ends; not before `from`.
    pub to: f32,
}

/// What is drawn on one page.
#[derive(Debug, Default)]
pub struct Page {
    /// The characters that can be seen, in the order in which they were drawn.
    pub glyphs: Vec<Glyph>,
    /// The lines.
    pub rules: Vec<Rule>,
    /// Height of the page as it is read, in mm.
    pub height: f32,
    /// Whether any picture is drawn.
    pub has_image: bool,
    /// How many characters the file gives no meaning for.
    pub unnamed: usize,
    /// Whether its text lies under a picture of the page: what a program recognised in the picture.
    pub is_recognised: bool,
}

/// How much may still be drawn. Runs out only in files that are made to.
pub struct Budget {
    /// Operations left.
    pub left: u64,
    /// What one nested form costs at most.
    pub form: u64,
    /// Comparisons of what is drawn with what is drawn over it that are left.
    pub comparisons: u64,
}

/// What is unwound when the budget is spent: the interpreter cannot be told to stop otherwise.
pub struct Spent;

impl Budget {
    fn spend(&mut self, cost: u64) {
        match self.left.checked_sub(cost) {
            Some(left) => self.left = left,
            None => std::panic::resume_unwind(Box::new(Spent)),
        }
    }

    fn compare(&mut self, count: usize) {
        match self.comparisons.checked_sub(count as u64) {
            Some(left) => self.comparisons = left,
            None => std::panic::resume_unwind(Box::new(Spent)),
        }
    }
}

/// Everything that is drawn on a page. Unwinds with [`Spent`] when the budget is.
pub fn collect<'a>(page: &PdfPage<'a>, cache: &InterpreterCache<'a>, budget: &mut Budget) -> Page {
    let (width, height) = page.render_dimensions();
    let frame = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, frame, cache, page.xref(), InterpreterSettings::default());
    // What runs over the edge of the page is the rest of something that begins on it: without it a number would be another.
    let seen = frame.inflate(EDGE, EDGE);
    let mut canvas = Canvas {
        frame: seen,
        clips: Vec::new(),
        opacities: Vec::new(),
        drawn: Vec::new(),
        digits: Vec::new(),
        blank: false,
        grounds: Vec::new(),
        rules: Vec::new(),
        bends: Vec::new(),
        strikes: Vec::new(),
        has_image: false,
        budget,
    };
    interpret_page(page, &mut context, &mut canvas);
    for over in laid_over(page) {
        match over {
            Over::Cover(area) => canvas.cover(transform.transform_rect_bbox(area)),
            Over::Text(area, digits) => canvas.write_anew(transform.transform_rect_bbox(area), &digits),
        }
    }
    upright(canvas, frame)
}

/// A character as drawn, in points of the page.
struct Drawn {
    char: char,
    centre: Point,
    /// From the beginning of the character to its end.
    along: Vec2,
    size: f64,
    visible: bool,
    /// Whether a blank was drawn directly before it.
    after_blank: bool,
    /// Whether nobody sees it: it has the colour of its ground, or something was drawn over it.
    unseen: bool,
    /// Whether it is seen as in a mirror.
    mirrored: bool,
    /// Whether a picture that nothing shows through was drawn over it.
    under_picture: bool,
}

/// A filled shape that characters may stand on.
struct Ground {
    area: Rect,
    /// Its colour; `None` where that is not one colour, or where the shape does not fill all of the area.
    colour: Option<[f32; 3]>,
}

struct Canvas<'b> {
    frame: Rect,
    clips: Vec<Rect>,
    opacities: Vec<f32>,
    drawn: Vec<Drawn>,
    /// Which characters are digits that may still be covered.
    digits: Vec<usize>,
    /// Whether the last character was a blank.
    blank: bool,
    grounds: Vec<Ground>,
    rules: Vec<(Point, Point)>,
    /// The curves of what is drawn at the moment, as short straight lines.
    bends: Vec<(Point, Point)>,
    /// The lines that would strike out digits that they run through.
    strikes: Vec<(Point, Point)>,
    has_image: bool,
    budget: &'b mut Budget,
}

impl Canvas<'_> {
    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.frame)
    }

    fn push_clip(&mut self, rect: Rect) {
        self.clips.push(self.clip().intersect(rect));
    }

    /// The colour and the opacity of what is drawn; `None` where it has not one colour.
    fn colour(&self, props: &DrawProps<'_>) -> Option<([f32; 3], f32)> {
        let plain = props.soft_mask.is_none() && matches!(props.blend_mode, BlendMode::Normal);
        let Paint::Color(colour) = &props.paint else { return None };
        let [red, green, blue, alpha] = colour.to_rgba().components();
        let opacity = self.opacities.last().copied().unwrap_or(1.0);
        plain.then_some(([red, green, blue], alpha * opacity))
    }

    /// Makes the characters unseen that stand within an area.
    fn cover(&mut self, area: Rect) {
        self.budget.compare(self.drawn.len());
        self.drawn.iter_mut().filter(|one| area.contains(one.centre)).for_each(|one| one.unseen = true);
    }

    /// Keeps which characters stand under a picture that nothing shows through.
    fn cover_by_picture(&mut self, path: &BezPath) {
        let bounds = path.bounding_box();
        if path.area().abs() > 0.98 * bounds.area() {
            let area = bounds.intersect(self.clip());
            self.budget.compare(self.drawn.len());
            self.drawn.iter_mut().filter(|one| area.contains(one.centre)).for_each(|one| one.under_picture = true);
        }
    }

    /// Makes the digits in an area unseen where a text with other ones may be written there, or marks that text where there are
    /// none.
    fn write_anew(&mut self, area: Rect, digits: &str) {
        self.budget.compare(self.drawn.len());
        let inside = self.drawn.iter().filter(|one| one.visible && area.contains(one.centre) && is_numeral(one.char));
        let drawn: String = inside.map(|one| one.char).collect();
        if drawn == digits {
            return;
        }
        self.cover(area);
        if drawn.is_empty() {
            self.drawn.push(Drawn {
                char: ILLEGIBLE,
                centre: area.center(),
                along: Vec2::new(area.height() / 2.0, 0.0),
                size: area.height() / 2.0,
                visible: true,
                after_blank: false,
                unseen: true,
                mirrored: false,
                under_picture: false,
            });
        }
    }

    /// Whether nobody sees a character that is drawn at a place in a colour.
    fn is_unseen(&mut self, at: Point, (colour, opacity): ([f32; 3], f32)) -> bool {
        let above = self.grounds.iter().rev().position(|ground| ground.area.contains(at));
        self.budget.compare(above.map_or(self.grounds.len(), |above| above + 1));
        let ground = above.map_or(Some([1.0; 3]), |above| self.grounds[self.grounds.len() - 1 - above].colour);
        opacity < ALIKE || ground.is_some_and(|ground| distance(colour, ground) * opacity < ALIKE)
    }

    /// Keeps a filled shape as the ground of what is drawn later. It covers the digits that were drawn before.
    fn ground(&mut self, path: &BezPath, colour: Option<([f32; 3], f32)>) {
        let bounds = path.bounding_box();
        let area = bounds.intersect(self.clip());
        if colour.is_some_and(|(_, opacity)| opacity < ALIKE) || area.width().min(area.height()) * MM < SMALL {
            return;
        }
        let is_whole = path.area().abs() > 0.98 * bounds.area();
        let colour = colour.filter(|&(_, opacity)| is_whole && opacity > 1.0 - ALIKE).map(|(colour, _)| colour);
        if colour.is_some() {
            self.budget.compare(self.digits.len());
            let drawn = &mut self.drawn;
            self.digits.retain(|&digit| {
                let is_covered = area.contains(drawn[digit].centre);
                drawn[digit].unseen |= is_covered;
                !is_covered
            });
        }
        self.grounds.push(Ground { area, colour });
    }

    /// A line, as far as it can be seen.
    fn rule(&mut self, from: Point, to: Point) {
        let clip = self.clip().inflate(0.5, 0.5);
        if from.distance(to) * MM < SHORT || !(from.is_finite() && to.is_finite()) {
            return;
        }
        let clamp = |p: Point| Point::new(p.x.clamp(clip.x0, clip.x1), p.y.clamp(clip.y0, clip.y1));
        let (from, to) = (clamp(from), clamp(to));
        let seen = if (from.x - to.x).abs() > (from.y - to.y).abs() {
            clip.y0 < from.y && from.y < clip.y1
        } else {
            clip.x0 < from.x && from.x < clip.x1
        };
        if seen && from.distance(to) * MM >= SHORT {
            self.rules.push((from, to));
        }
    }

    /// The lines of a filled shape: itself where it is thin, its edges where it is a frame.
    fn filled(&mut self, path: &BezPath) {
        let shapes: Vec<Rect> = subpaths(path).iter().map(Shape::bounding_box).collect();
        for shape in &shapes {
            let (width, height) = (shape.width() * MM, shape.height() * MM);
            let centre = shape.center();
            if height <= THIN && width > height {
                self.rule(Point::new(shape.x0, centre.y), Point::new(shape.x1, centre.y));
            } else if width <= THIN {
                self.rule(Point::new(centre.x, shape.y0), Point::new(centre.x, shape.y1));
            }
        }
        if let [a, b] = shapes[..] {
            let (outer, inner) = if a.area() >= b.area() { (a, b) } else { (b, a) };
            let gaps = [inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1];
            if gaps.iter().all(|gap| (0.0..=THIN).contains(&(gap * MM))) {
                self.edges(outer);
            }
        }
    }

    fn edges(&mut self, rect: Rect) {
        let corners = [(rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x1, rect.y1), (rect.x0, rect.y1)];
        let corners = corners.map(Point::from);
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            self.rule(*from, *to);
        }
    }

    /// The lines of a path, and what it covers where it is as broad as `width`, in points, and of one colour. Of its curves only
    /// what they strike out counts.
    fn stroked(&mut self, path: &BezPath, width: f64, colour: Option<([f32; 3], f32)>) {
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            let end = match *element {
                PathEl::MoveTo(point) => {
                    start = point;
                    last = point;
                    continue;
                }
                PathEl::LineTo(point) => point,
                PathEl::ClosePath => start,
                PathEl::QuadTo(by, end) => {
                    let curve = QuadBez::new(last, by, end);
                    self.budget.spend(CHORDS.len() as u64);
                    self.bends.extend(CHORDS.map(|at| (curve.eval(at), curve.eval(at + CHORD))));
                    last = end;
                    continue;
                }
                PathEl::CurveTo(by, then, end) => {
                    let curve = CubicBez::new(last, by, then, end);
                    self.budget.spend(CHORDS.len() as u64);
                    self.bends.extend(CHORDS.map(|at| (curve.eval(at), curve.eval(at + CHORD))));
                    last = end;
                    continue;
                }
            };
            self.rule(last, end);
            let is_level = (last.y - end.y).abs() < 0.5;
            if width * MM >= SMALL && (is_level || (last.x - end.x).abs() < 0.5) {
                let (along, across) = if is_level { (0.0, width / 2.0) } else { (width / 2.0, 0.0) };
                self.ground(&Rect::from_points(last, end).inflate(along, across).to_path(0.1), colour);
            }
            last = end;
        }
    }
}

fn subpaths(path: &BezPath) -> Vec<BezPath> {
    let mut all: Vec<BezPath> = Vec::new();
    for &element in path.elements() {
        match (element, all.last_mut()) {
            (PathEl::MoveTo(_), _) | (_, None) => all.push(BezPath::from_vec(vec![match element {
                PathEl::MoveTo(point) => PathEl::MoveTo(point),
                _ => continue,
            }])),
            (_, Some(path)) => path.push(element),
        }
    }
    all
}

impl<'a> Device<'a> for Canvas<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.budget.spend(1 + path.elements().len() as u64);
        let path = props.transform * path.clone();
        let (colour, first) = (self.colour(&props), self.rules.len());
        if matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) {
            self.ground(&path, colour);
        }
        let scale = props.transform.determinant().abs().sqrt();
        let width = |stroke: &StrokeProps| f64::from(stroke.line_width) * scale;
        match mode {
            DrawMode::Fill(_) => self.filled(&path),
            DrawMode::Stroke(stroke) => self.stroked(&path, width(stroke), colour),
            DrawMode::FillAndStroke(_, stroke) => {
                self.filled(&path);
                self.stroked(&path, width(stroke), colour);
            }
            DrawMode::Invisible => {}
        }
        let bends = std::mem::take(&mut self.bends);
        if colour.is_none_or(|(colour, opacity)| distance(colour, [1.0; 3]) * opacity > PALE) {
            let clip = self.clip();
            self.strikes.extend_from_slice(&self.rules[first..]);
            self.strikes.extend(bends.into_iter().filter(|(from, to)| clip.contains(from.midpoint(*to))));
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.budget.spend(self.budget.form + clip.path.elements().len() as u64);
        self.push_clip(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.budget.spend(1);
        self.push_clip(*rect);
    }

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.budget.spend(1);
        let around = self.opacities.last().copied().unwrap_or(1.0);
        self.opacities.push(around * opacity);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.budget.spend(run.glyphs().len() as u64);
        let upright = run.writing_mode() == WritingMode::Horizontal;
        let (before, digits_before, mut is_seen) = (self.drawn.len(), self.digits.len(), false);
        let colour = self.colour(&props);
        for glyph in run.glyphs() {
            let text: Vec<char> = match glyph.as_unicode() {
                Some(BfString::Char(c)) => vec![c],
                Some(BfString::String(text)) => text.chars().take(16).collect(),
                None => vec![char::REPLACEMENT_CHARACTER],
            };
            let advance = match &**glyph {
                FontGlyph::Outline(outline) => outline.advance_width().map(f64::from),
                // The width of such a glyph is in units of its own that are not told.
                FontGlyph::Type3(_) => None,
            };
            let wide = text.iter().map(|&c| if is_wide(c) { EM } else { EM * 0.55 }).sum();
            let advance = advance.filter(|width| (1.0..=4.0 * EM).contains(width)).unwrap_or(wide);
            let transform = props.transform * glyph.transform();
            let origin = transform * Point::ZERO;
            let em = transform * Point::new(EM, 0.0) - origin;
            let up = transform * Point::new(0.0, EM) - origin;
            let share = advance / EM / text.len().max(1) as f64;
            for (index, &c) in text.iter().enumerate() {
                let c = plain(c);
                if c.is_control() {
                    continue;
                }
                let centre = origin + em * share * (index as f64 + 0.5) + up * 0.36;
                self.blank |= c.is_whitespace();
                if c.is_whitespace() || !centre.is_finite() || !self.frame.contains(centre) {
                    continue;
                }
                is_seen |= self.clip().inflate(1.0, 1.0).contains(centre);
                let along = if upright { em * share } else { -up };
                let visible = !matches!(mode, DrawMode::Invisible);
                let is_digit = visible && is_numeral(c);
                let unseen = is_digit && colour.is_some_and(|colour| self.is_unseen(centre, colour));
                if is_digit {
                    self.digits.push(self.drawn.len());
                }
                let after_blank = std::mem::take(&mut self.blank);
                let mirrored = em.cross(up) > 0.0;
                self.drawn.push(Drawn {
                    char: c,
                    centre,
                    along,
                    size: up.hypot(),
                    visible,
                    after_blank,
                    unseen,
                    mirrored,
                    under_picture: false,
                });
            }
        }
        // A number of which a part is cut off is taken whole: the part alone would be another number.
        if !is_seen {
            self.drawn.truncate(before);
            self.digits.truncate(digits_before);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.budget.spend(1);
        self.has_image = true;
        let size = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let path = props.transform * size.to_path(0.1);
        self.ground(&path, None);
        let plain = props.soft_mask.is_none() && matches!(props.blend_mode, BlendMode::Normal);
        if plain && self.opacities.last().is_none_or(|&opacity| opacity > 1.0 - ALIKE) && is_solid(&image) {
            self.cover_by_picture(&path);
        }
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {
        self.opacities.pop();
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.draw_path(&rect.to_path(0.1), props, mode);
    }
}

/// Whether nothing shows through a picture.
fn is_solid(image: &Image<'_, '_>) -> bool {
    let Image::Raster(picture) = image else { return false };
    let stream = picture.stream();
    let sees_through = |key: &[u8]| stream.dict().contains_key(key);
    !sees_through(b"SMask") && !sees_through(b"Mask") && !sees_through(b"SMaskInData")
}

/// How far two colours are apart at most in one of their parts, from 0 to 1.
fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.into_iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

fn is_wide(c: char) -> bool {
    c >= '\u{2e80}' || matches!(c, '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}')
}

/// Marks of a font's own, such as bullets: they are no text that could be read.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// Which way most characters run: how often a quarter turn brings them upright, 0 to 3.
fn turns(drawn: &[Drawn]) -> usize {
    let mut votes = [0; 4];
    for one in drawn {
        if let Some(turn) = quarter(one.along) {
            votes[turn] += 1;
        }
    }
    (0..4).rev().max_by_key(|&turn| votes[turn]).unwrap_or(0)
}

/// The direction in quarter turns clockwise from upright; `None` for a slant, as of a watermark.
fn quarter(along: Vec2) -> Option<usize> {
    let length = along.hypot();
    if length <= 0.0 {
        return None;
    }
    let (x, y) = (along.x / length, along.y / length);
    match (x, y) {
        _ if x > 0.97 => Some(0),
        _ if y > 0.97 => Some(1),
        _ if x < -0.97 => Some(2),
        _ if y < -0.97 => Some(3),
        _ => None,
    }
}

/// Turns a page the way its text runs, to mm, without what is hidden, slanted or drawn twice. Digits that nobody can read are
/// illegible.
fn upright(canvas: Canvas<'_>, frame: Rect) -> Page {
    let Canvas { drawn, rules, strikes, has_image, budget, .. } = canvas;
    let turn = turns(&drawn);
    let (width, height) = (frame.width(), frame.height());
    let (transform, height) = match turn {
        0 => (Affine::IDENTITY, height),
        1 => (Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]), width),
        2 => (Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]), height),
        _ => (Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]), width),
    };
    let transform = Affine::scale(MM) * transform;
    // Text that cannot be seen is what a program for recognising characters lays under a picture; beside text that can be
    // seen it is nothing that a reader reads.
    let visible = drawn.iter().filter(|one| one.visible).count();
    let seen = visible * 2 >= drawn.len();
    let under_picture = drawn.iter().filter(|one| one.visible && one.under_picture).count();
    // Some such programs write as others do, and draw the picture over it.
    let is_layer = under_picture * 2 > visible;
    let is_recognised = !drawn.is_empty() && (!seen || is_layer);
    let mut page = Page { height: (height * MM) as f32, has_image, is_recognised, ..Page::default() };
    let mut known: HashSet<(char, i32, i32)> = HashSet::new();
    for one in drawn.iter().filter(|one| one.visible == seen && quarter(one.along).is_some()) {
        let (centre, size) = (transform * one.centre, one.size * MM);
        let sideways = quarter(one.along) != Some(turn);
        let width = if sideways { size } else { one.along.hypot() * MM };
        // Bold type is often drawn twice, a hair apart.
        let step = (size * 0.08).max(0.2);
        let (x, y) = ((centre.x / step).floor() as i32, (centre.y / step).floor() as i32);
        let twice = (x - 1..=x + 1).any(|x| (y - 1..=y + 1).any(|y| known.contains(&(one.char, x, y))));
        if twice {
            continue;
        }
        known.insert((one.char, x, y));
        if is_private(one.char) {
            page.unnamed += 1;
            continue;
        }
        page.unnamed += usize::from(one.char == char::REPLACEMENT_CHARACTER);
        let is_upside_down = quarter(one.along) == Some((turn + 2) % 4);
        let is_unseen = one.unseen || one.under_picture && !is_recognised;
        let is_lost = is_numeral(one.char) && (is_unseen || one.mirrored || is_upside_down);
        page.glyphs.push(Glyph {
            char: if is_lost { ILLEGIBLE } else { one.char },
            left: (centre.x - width / 2.0) as f32,
            right: (centre.x + width / 2.0) as f32,
            middle: centre.y as f32,
            size: size as f32,
            after_blank: one.after_blank,
        });
    }
    page.rules = rules.into_iter().filter_map(|line| rule(transform, line)).collect();
    let mut slanted: Vec<(Point, Point)> = Vec::new();
    let level = strikes.into_iter().filter_map(|line| match rule(transform, line) {
        None => {
            slanted.push((transform * line.0, transform * line.1));
            None
        }
        line => line.filter(|line| line.level),
    });
    strike_out(&mut page.glyphs, level, budget);
    cross_out(&mut page.glyphs, &slanted, budget);
    page
}

/// A line turned as its page is; `None` where it is slanted.
fn rule(transform: Affine, (from, to): (Point, Point)) -> Option<Rule> {
    let (from, to) = (transform * from, transform * to);
    let (dx, dy) = ((from.x - to.x).abs(), (from.y - to.y).abs());
    let level = dx > dy;
    let (at, a, b) = if level { ((from.y + to.y) / 2.0, from.x, to.x) } else { ((from.x + to.x) / 2.0, from.y, to.y) };
    (dx.min(dy) <= 0.4).then(|| Rule { level, at: at as f32, from: a.min(b) as f32, to: a.max(b) as f32 })
}

/// Makes the digits illegible through whose middle a slanted line runs, however long it is.
fn cross_out(glyphs: &mut [Glyph], lines: &[(Point, Point)], budget: &mut Budget) {
    let mut digits: Vec<usize> = (0..glyphs.len()).filter(|&index| is_numeral(glyphs[index].char)).collect();
    digits.sort_by(|&a, &b| glyphs[a].middle.total_cmp(&glyphs[b].middle));
    let farthest = NEAR * digits.iter().map(|&index| glyphs[index].size).fold(0.0, f32::max);
    for &(from, to) in lines {
        let (top, bottom) = (from.y.min(to.y) as f32 - farthest, from.y.max(to.y) as f32 + farthest);
        let first = digits.partition_point(|&index| glyphs[index].middle < top);
        let end = digits.partition_point(|&index| glyphs[index].middle <= bottom);
        budget.compare(end.saturating_sub(first));
        let line = Line::new(from, to);
        for &index in digits.get(first..end).unwrap_or_default() {
            let glyph = &mut glyphs[index];
            let centre = Point::new(f64::from(glyph.centre()), f64::from(glyph.middle));
            if line.nearest(centre, 1e-3).distance_sq.sqrt() <= f64::from(NEAR * glyph.size) {
                glyph.char = ILLEGIBLE;
            }
        }
    }
}

/// Makes the digits illegible through whose middle a line runs that is about as long as the words that it strikes out. The
/// lines of a table are longer, and an underline runs lower.
fn strike_out(glyphs: &mut [Glyph], strikes: impl Iterator<Item = Rule>, budget: &mut Budget) {
    let mut order: Vec<usize> = (0..glyphs.len()).collect();
    order.sort_by(|&a, &b| glyphs[a].middle.total_cmp(&glyphs[b].middle));
    let farthest = NEAR * glyphs.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
    for line in strikes {
        let first = order.partition_point(|&index| glyphs[index].middle < line.at - farthest);
        let end = order.partition_point(|&index| glyphs[index].middle <= line.at + farthest);
        budget.compare(end - first);
        let is_struck = |glyph: &Glyph| {
            let near = (glyph.middle - line.at).abs() <= NEAR * glyph.size;
            near && (line.from..=line.to).contains(&glyph.centre())
        };
        let struck: Vec<usize> = order[first..end].iter().copied().filter(|&index| is_struck(&glyphs[index])).collect();
        let left = struck.iter().map(|&index| glyphs[index].left - glyphs[index].size).fold(f32::MAX, f32::min);
        let right = struck.iter().map(|&index| glyphs[index].right + glyphs[index].size).fold(f32::MIN, f32::max);
        if left <= line.from && line.to <= right {
            for index in struck {
                let glyph = &mut glyphs[index];
                glyph.char = if is_numeral(glyph.char) { ILLEGIBLE } else { glyph.char };
            }
        }
    }
}
