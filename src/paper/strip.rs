//! The strip of course days: a square for each, its date, its state in a word and its topic.

use super::Refusal;
use super::facts::{DayFact, DayState};
use super::fit::wrap;
use super::layout::FaceKey;
use super::page::{Page, Paint, PartId, Style};
use super::plan::{Colour, Plan};
use super::sheet::Voice;
use super::{spoken, wording};

/// Between two days, in millimetres.
const GUTTER: f32 = 4.5;
/// Between a square and the words beside it.
const BESIDE: f32 = 1.9;
/// Between a square and the topic beneath it.
const BENEATH: f32 = 1.6;
/// Between two rows of days.
const BETWEEN_ROWS: f32 = 4.5;
/// Line spacing as a multiple of the type size.
const LEADING: f32 = 1.24;

const WHITE: Colour = Colour(1.0, 1.0, 1.0);

/// Draws all days from the strip's top; returns by how many millimetres they reach beyond its bottom.
///
/// Everything is set smaller, in steps down to 65 %, until it fits; then the strip grows by up to a centimetre
/// and what follows stands lower. Nothing is left out or cut off.
///
/// # Errors
/// [`Refusal::DoesNotFit`] if the topics are too long even then.
pub fn draw(page: &mut Page<'_>, plan: &Plan, voice: Voice, days: &[DayFact]) -> Result<f32, Refusal> {
    let scales = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65];
    let room = plan.strip.bottom - plan.strip.top;
    let (setting, lower) = [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
        .into_iter()
        .flat_map(|lower| scales.map(|scale| (lower, scale)))
        .filter_map(|(lower, scale)| Some((Setting::at(page, plan, voice, days, scale)?, lower)))
        .find(|(setting, lower)| setting.height(days.len()) <= room + lower)
        .ok_or(Refusal::DoesNotFit("utbildningsdagarna / the course days"))?;
    let squares = page.figure(voice.pair(&spoken::strip()).0);
    setting.draw(page, plan, days, squares);
    Ok(lower)
}

/// A day's words, broken into lines.
struct Cell {
    date: String,
    state: String,
    topic: Vec<String>,
    second: Vec<String>,
}

/// The strip set at one scale.
struct Setting {
    scale: f32,
    per_row: usize,
    column: f32,
    row_height: f32,
    cells: Vec<Cell>,
}

impl Setting {
    fn at(page: &Page<'_>, plan: &Plan, voice: Voice, days: &[DayFact], scale: f32) -> Option<Self> {
        let most = usize::from(plan.strip.columns).max(1);
        let rows = days.len().div_ceil(most).max(1);
        let per_row = days.len().div_ceil(rows).max(1);
        let width = plan.page.right - plan.page.left;
        let columns = f32::from(u16::try_from(per_row.max(4.min(most))).ok()?);
        let column = (width - GUTTER * (columns - 1.0)) / columns;
        let (strong, main, second) = styles(plan, scale);
        let beside = column - plan.strip.square * scale - BESIDE;
        let cells: Vec<Cell> = days
            .iter()
            .map(|day| {
                let (topic, english) = voice.pair(&day.topic);
                Cell {
                    date: voice.pair(&wording::day(day)).0,
                    state: voice.joined(&wording::state(day.state)),
                    topic: wrap(page.face(main), &topic, main.size, column),
                    second: wrap(page.face(second), &english.unwrap_or_default(), second.size, column),
                }
            })
            .collect();
        let fits = cells
            .iter()
            .all(|cell| page.measure(strong, &cell.date) <= beside && page.measure(second, &cell.state) <= beside);
        let tallest = cells.iter().map(|cell| cell.height(main, second)).fold(0.0, f32::max);
        let row_height = (plan.strip.square + BENEATH) * scale + tallest;
        fits.then_some(Self { scale, per_row, column, row_height, cells })
    }

    /// Millimetres from the top of the first row to the bottom of the last.
    fn height(&self, days: usize) -> f32 {
        let rows = f32::from(u16::try_from(days.div_ceil(self.per_row)).unwrap_or(u16::MAX));
        self.row_height * rows + BETWEEN_ROWS * (rows - 1.0)
    }

    fn draw(&self, page: &mut Page<'_>, plan: &Plan, days: &[DayFact], squares: PartId) {
        let (strong, main, second) = styles(plan, self.scale);
        let side = plan.strip.square * self.scale;
        let (mut x, mut y) = (plan.page.left, plan.strip.top);
        for (index, (cell, day)) in self.cells.iter().zip(days).enumerate() {
            if index > 0 && index % self.per_row == 0 {
                x = plan.page.left;
                y += self.row_height + BETWEEN_ROWS;
            }
            page.within(squares, |page| square(page, plan, (x, y), side, day.state));
            page.text(strong, x + side + BESIDE, y + side * 0.42, &cell.date);
            page.text(second, x + side + BESIDE, y + side * 0.42 + line(strong), &cell.state);
            let mut baseline = y + side + BENEATH * self.scale;
            for (style, lines) in [(main, &cell.topic), (second, &cell.second)] {
                for text in lines {
                    baseline += line(style);
                    page.text(style, x, baseline, text);
                }
                baseline += 0.3;
            }
            x += self.column + GUTTER;
        }
    }
}

impl Cell {
    fn height(&self, main: Style, second: Style) -> f32 {
        let lines = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
        lines(self.topic.len()) * line(main) + lines(self.second.len()) * line(second) + 0.6
    }
}

/// Millimetres from one baseline to the next.
fn line(style: Style) -> f32 {
    style.size * LEADING / super::face::PT_PER_MM
}

fn styles(plan: &Plan, scale: f32) -> (Style, Style, Style) {
    let style = |face, size, colour| Style { face, size: size * scale, colour };
    let (strip, colours) = (&plan.strip, &plan.colours);
    (
        style(FaceKey::Strong, strip.main, colours.ink),
        style(FaceKey::Text, strip.main, colours.ink),
        style(FaceKey::Text, strip.second, colours.quiet),
    )
}

/// The state as a shape, so that it reads in black and white: filled with a tick, half filled, outline with a
/// stroke (absent), outline with a tick (made up), outline with a plus (credited), crossed out (cancelled).
fn square(page: &mut Page<'_>, plan: &Plan, at: (f32, f32), side: f32, state: DayState) {
    let accent = plan.colours.accent;
    let point = |x: f32, y: f32| (at.0 + x * side, at.1 + y * side);
    let outline = |page: &mut Page<'_>, colour| {
        page.rectangle(point(0.04, 0.04), (side * 0.92, side * 0.92), Paint::Line(colour, 1.1));
    };
    let tick = |page: &mut Page<'_>, colour| {
        page.path(&[point(0.24, 0.52), point(0.43, 0.71), point(0.77, 0.31)], Paint::Line(colour, side * 0.3));
    };
    match state {
        DayState::Present => {
            page.rectangle(at, (side, side), Paint::Fill(accent));
            tick(page, WHITE);
        }
        DayState::Partial => {
            page.path(&[point(0.0, 0.0), point(0.0, 1.0), point(1.0, 1.0)], Paint::Fill(accent));
            outline(page, accent);
        }
        DayState::Absent => {
            outline(page, accent);
            page.path(&[point(0.3, 0.5), point(0.7, 0.5)], Paint::Line(accent, side * 0.22));
        }
        DayState::MadeUp => {
            outline(page, accent);
            tick(page, accent);
        }
        DayState::Credited => {
            outline(page, accent);
            page.path(&[point(0.25, 0.5), point(0.75, 0.5)], Paint::Line(accent, side * 0.3));
            page.path(&[point(0.5, 0.25), point(0.5, 0.75)], Paint::Line(accent, side * 0.3));
        }
        DayState::Cancelled => {
            outline(page, plan.colours.quiet);
            page.path(&[point(0.04, 0.96), point(0.96, 0.04)], Paint::Line(plan.colours.quiet, 1.1));
        }
    }
}
