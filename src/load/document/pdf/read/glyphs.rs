//! What is drawn on a page: characters and straight lines, each where a reader sees it. Stands between the interpreter of
//! the format and everything else, so that only this file and `guard` know it. It does not know what a line of text is.

use std::collections::HashSet;

use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

use super::radicals::plain;

/// Millimetres in a point.
const MM: f64 = 25.4 / 72.0;
/// Units of a font's em as the interpreter lays glyphs out.
const EM: f64 = 1000.0;
/// A filled shape thinner than this, in mm, is a line.
const THIN: f64 = 1.0;
/// A line shorter than this, in mm, borders nothing.
const SHORT: f64 = 0.8;

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
}

/// How much may still be drawn. Runs out only in files that are made to.
pub struct Budget {
    /// Operations left.
    pub left: u64,
    /// What one nested form costs at most.
    pub form: u64,
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
}

/// Everything that is drawn on a page. Unwinds with [`Spent`] when the budget is.
pub fn collect<'a>(page: &PdfPage<'a>, cache: &InterpreterCache<'a>, budget: &mut Budget) -> Page {
    let (width, height) = page.render_dimensions();
    let frame = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, frame, cache, page.xref(), InterpreterSettings::default());
    // What runs over the edge of the page is the rest of something that begins on it: without it a number would be another.
    let seen = frame.inflate(frame.width(), frame.height());
    let mut canvas =
        Canvas { frame: seen, clips: Vec::new(), drawn: Vec::new(), rules: Vec::new(), has_image: false, budget };
    interpret_page(page, &mut context, &mut canvas);
    let (drawn, rules, has_image) = (canvas.drawn, canvas.rules, canvas.has_image);
    upright(drawn, rules, has_image, frame)
}

/// A character as drawn, in points of the page.
struct Drawn {
    char: char,
    centre: Point,
    /// From the beginning of the character to its end.
    along: Vec2,
    size: f64,
    visible: bool,
}

struct Canvas<'b> {
    frame: Rect,
    clips: Vec<Rect>,
    drawn: Vec<Drawn>,
    rules: Vec<(Point, Point)>,
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

    fn stroked(&mut self, path: &BezPath) {
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
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                    last = point;
                    continue;
                }
            };
            self.rule(last, end);
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
        match mode {
            DrawMode::Fill(_) => self.filled(&path),
            DrawMode::Stroke(_) => self.stroked(&path),
            DrawMode::FillAndStroke(..) => {
                self.filled(&path);
                self.stroked(&path);
            }
            DrawMode::Invisible => {}
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

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.budget.spend(1);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.budget.spend(run.glyphs().len() as u64);
        let upright = run.writing_mode() == WritingMode::Horizontal;
        let (before, mut is_seen) = (self.drawn.len(), false);
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
                if c.is_whitespace() || !centre.is_finite() || !self.frame.contains(centre) {
                    continue;
                }
                is_seen |= self.clip().inflate(1.0, 1.0).contains(centre);
                let along = if upright { em * share } else { -up };
                let visible = !matches!(mode, DrawMode::Invisible);
                self.drawn.push(Drawn { char: c, centre, along, size: up.hypot(), visible });
            }
        }
        // A number of which a part is cut off is taken whole: the part alone would be another number.
        if !is_seen {
            self.drawn.truncate(before);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.budget.spend(1);
        self.has_image = true;
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.draw_path(&rect.to_path(0.1), props, mode);
    }
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

/// Turns a page the way its text runs, to mm, without what is hidden, slanted or drawn twice.
fn upright(drawn: Vec<Drawn>, rules: Vec<(Point, Point)>, has_image: bool, frame: Rect) -> Page {
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
    let mut page = Page { height: (height * MM) as f32, has_image, ..Page::default() };
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
        page.glyphs.push(Glyph {
            char: one.char,
            left: (centre.x - width / 2.0) as f32,
            right: (centre.x + width / 2.0) as f32,
            middle: centre.y as f32,
            size: size as f32,
        });
    }
    for (from, to) in rules {
        let (from, to) = (transform * from, transform * to);
        let (dx, dy) = ((from.x - to.x).abs(), (from.y - to.y).abs());
        let level = dx > dy;
        if dx.min(dy) > 0.4 {
            continue;
        }
        let (at, a, b) =
            if level { ((from.y + to.y) / 2.0, from.x, to.x) } else { ((from.x + to.x) / 2.0, from.y, to.y) };
        page.rules.push(Rule { level, at: at as f32, from: a.min(b) as f32, to: a.max(b) as f32 });
    }
    page
}
