//! What stands on a page of a PDF: letters at places, ruling lines, coloured areas.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};

/// The most drawing instructions of a document.
pub(super) const MAX_EVENTS: u64 = 2_000_000;
/// What one form counts for, times the square of its depth.
const FORM_EVENTS: u64 = 20;
/// The most letters and lines kept for one page.
const MAX_KEPT: usize = 200_000;
/// A filled area thinner than this is a line, in points.
const THIN: f64 = 3.0;

/// A letter, or a few that are drawn as one. The page is measured in points from its top left corner.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) baseline: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

/// A straight line along a row or a column of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Height for a line across, distance from the left for a line down.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// A coloured area.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) rect: Rect,
    pub(super) colour: [u8; 3],
}

/// Everything kept of one page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) height: f64,
    pub(super) letters: Vec<Letter>,
    pub(super) across: Vec<Rule>,
    pub(super) down: Vec<Rule>,
    pub(super) areas: Vec<Area>,
    pub(super) pictures: usize,
    pub(super) unknown_letters: usize,
}

/// Carried out of the drawing library when a document draws without end.
#[derive(Debug)]
pub(super) struct TooManyEvents;

/// Collects one page as it is drawn.
#[derive(Debug)]
pub(super) struct Collector<'c> {
    pub(super) page: Page,
    pub(super) events: &'c mut u64,
    /// How many of the three calls that begin a form have come in a row.
    pub(super) form_steps: u8,
    /// For each open clip, true when it is the frame of a form.
    pub(super) clips: Vec<bool>,
}

impl Collector<'_> {
    /// Counts an instruction. The library cannot be told to stop, so the way out is to unwind
    /// to where the page was begun; no message is printed.
    fn count(&mut self) {
        self.form_steps = 0;
        self.count_times(1);
    }

    fn count_times(&mut self, times: u64) {
        *self.events += times;
        if *self.events > MAX_EVENTS {
            std::panic::resume_unwind(Box::new(TooManyEvents));
        }
    }

    fn line(&mut self, one: Point, other: Point) {
        if self.page.across.len() + self.page.down.len() >= MAX_KEPT {
            return;
        }
        let (width, height) = ((one.x - other.x).abs(), (one.y - other.y).abs());
        if height <= 1.0 && width > THIN {
            let at = f64::midpoint(one.y, other.y);
            self.page.across.push(Rule { at, from: one.x.min(other.x), to: one.x.max(other.x) });
        } else if width <= 1.0 && height > THIN {
            let at = f64::midpoint(one.x, other.x);
            self.page.down.push(Rule { at, from: one.y.min(other.y), to: one.y.max(other.y) });
        }
    }

    fn area(&mut self, rect: Rect, paint: &Paint<'_>) {
        let Paint::Color(colour) = paint else { return };
        let [red, green, blue, opacity] = colour.to_rgba().to_rgba8();
        if rect.height() <= THIN || rect.width() <= THIN {
            let (middle_x, middle_y) = (f64::midpoint(rect.x0, rect.x1), f64::midpoint(rect.y0, rect.y1));
            if rect.width() > rect.height() {
                self.line(Point::new(rect.x0, middle_y), Point::new(rect.x1, middle_y));
            } else {
                self.line(Point::new(middle_x, rect.y0), Point::new(middle_x, rect.y1));
            }
        } else if opacity > 0 && self.page.areas.len() < MAX_KEPT {
            self.page.areas.push(Area { rect, colour: [red, green, blue] });
        }
    }

    fn path(&mut self, path: &BezPath, is_stroke: bool, paint: &Paint<'_>) {
        if !is_stroke {
            // Several rectangles are often filled at once.
            for part in sub_paths(path) {
                self.area(part, paint);
            }
            return;
        }
        let mut first = Point::ZERO;
        let mut last = Point::ZERO;
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(end) => {
                    first = end;
                    last = end;
                }
                PathEl::LineTo(end) => {
                    self.line(last, end);
                    last = end;
                }
                PathEl::QuadTo(_, end) | PathEl::CurveTo(_, _, end) => last = end,
                PathEl::ClosePath => {
                    self.line(last, first);
                    last = first;
                }
            }
        }
    }
}

/// The box around each part of a path that has no curves.
fn sub_paths(path: &BezPath) -> Vec<Rect> {
    let mut boxes = Vec::new();
    let mut current: Option<Rect> = None;
    let mut has_curves = false;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(point) => {
                boxes.extend(current.take().filter(|_| !has_curves));
                has_curves = false;
                current = Some(Rect::from_points(point, point));
            }
            PathEl::LineTo(point) => current = current.map(|rect| rect.union_pt(point)),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => has_curves = true,
            PathEl::ClosePath => {}
        }
    }
    boxes.extend(current.filter(|_| !has_curves));
    boxes
}

impl Device<'_> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'_>, mode: &PathDrawMode) {
        self.count();
        let is_stroke = matches!(mode, PathDrawMode::Stroke(_));
        self.path(&(transform * path.clone()), is_stroke, paint);
    }

    fn draw_rect(&mut self, rect: &Rect, transform: Affine, paint: &Paint<'_>, mode: &PathDrawMode) {
        self.count();
        let is_stroke = matches!(mode, PathDrawMode::Stroke(_));
        self.path(&(transform * rect.to_path(0.1)), is_stroke, paint);
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        self.count();
        if self.page.letters.len() >= MAX_KEPT {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(letters)) => letters.chars().take(16).collect(),
            None => {
                self.page.unknown_letters += 1;
                '\u{fffd}'.to_string()
            }
        };
        let placed = transform * glyph_transform;
        let origin = placed * Point::ZERO;
        let up = placed * Point::new(0.0, 1000.0) - origin;
        let advance = match glyph {
            Glyph::Outline(outline) => f64::from(outline.advance_width().unwrap_or(500.0)),
            Glyph::Type3(_) => 500.0,
        };
        let end = placed * Point::new(advance, 0.0);
        let is_level = (end.y - origin.y).abs() <= (end.x - origin.x).abs() * 0.1 && end.x >= origin.x;
        let numbers = [origin.x, origin.y, end.x, up.y];
        if !is_level || numbers.iter().any(|number| !number.is_finite() || number.abs() > 1e6) {
            return;
        }
        self.page.letters.push(Letter {
            left: origin.x,
            right: end.x,
            baseline: origin.y,
            size: up.y.abs().clamp(1.0, 500.0),
            text,
        });
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.count();
        self.page.pictures += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        // A form inside a form costs the library far more than a line or a letter, and forms
        // that draw each other twice grow without end.
        let is_form = std::mem::take(&mut self.form_steps) == 2;
        self.clips.push(is_form);
        if !is_form {
            self.count_times(1);
            return;
        }
        let depth = self.clips.iter().filter(|is_form| **is_form).count() as u64;
        self.count_times(FORM_EVENTS * depth * depth);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.count();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {
        self.form_steps = 1;
        self.count_times(1);
    }

    fn set_blend_mode(&mut self, _: BlendMode) {
        self.form_steps = if self.form_steps == 1 { 2 } else { 0 };
        self.count_times(1);
    }

    fn pop_clip_path(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}
}
