//! The strip of course days: a square for each, its date, its state in a word and its topic.

use super::block::scaled;
use super::facts::{DayFact, DayState};
use super::fit::wrap;
use super::layout::FaceKey;
use super::page::{Page, Paint, Style};
use super::plan::{Colour, Plan};
use super::sheet::Voice;
use super::wording;

/// Between two days, in millimetres.
const GUTTER: f32 = 4.5;
/// Between a square and the words beside it.
const BESIDE: f32 = 1.9;
/// Between a square and the topic beneath it.
const BENEATH: f32 = 1.6;
/// Between two rows of days.
const BETWEEN_ROWS: f32 = 4.5;
/// The same where no topics stand between them.
const BETWEEN_BARE: f32 = 3.5;
const BETWEEN_SQUEEZED: f32 = 2.0;
/// Below a square without a topic, for the state that stands beside it.
const BARE: f32 = 1.0;
/// Line spacing as a multiple of the type size.
const LEADING: f32 = 1.24;

const WHITE: Colour = Colour(1.0, 1.0, 1.0);

/// Whether the days' topics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topics {
    /// Beneath each day.
    Printed,
    /// Not at all: squares, dates and states only.
    LeftOut,
    /// The same, as small as it can be.
    Squeezed,
}

/// Sets all days from the strip's top; also by how many millimetres they reach beyond its bottom, less than none where days
/// without topics leave room.
///
/// Everything is set smaller, in steps, until it fits; then the strip grows by up to a centimetre and what follows stands
/// lower. No day is left out. `None` if they do not fit even then.
pub fn set(page: &Page<'_>, plan: &Plan, voice: Voice, (days, topics): (&[DayFact], Topics)) -> Option<(Setting, f32)> {
    let room = plan.strip.bottom - plan.strip.top;
    let at = |scale| Setting::at(page, plan, voice, (days, topics), scale);
    // What does not even fit like this is not tried any other way.
    let smallest = || at(SMALLEST).filter(|setting| setting.height() <= room + MOST_LOWER);
    if topics == Topics::Squeezed {
        return smallest().map(|setting| set_higher(setting, room));
    }
    let mut larger = Vec::with_capacity(SCALES.len());
    for (index, scale) in SCALES.into_iter().enumerate() {
        match at(scale) {
            Some(setting) if setting.height() <= room => {
                return Some(if topics == Topics::Printed { (setting, 0.0) } else { set_higher(setting, room) });
            }
            Some(setting) => larger.push(setting),
            None => {}
        }
        if index == 0 {
            smallest()?;
        }
    }
    [2.0, 4.0, 6.0, 8.0, MOST_LOWER].into_iter().find_map(|lower| {
        larger.iter().find(|setting| setting.height() <= room + lower).map(|setting| (setting.clone(), lower))
    })
}

/// What follows stands as much higher as there is room left.
fn set_higher(setting: Setting, room: f32) -> (Setting, f32) {
    let lower = setting.height() - room;
    (setting, lower)
}

/// How many millimetres the strip may grow.
const MOST_LOWER: f32 = 10.0;

/// The scales tried; below the last one the larger type, too, would be too small to read.
const SCALES: [f32; 5] = [1.0, 0.95, 0.9, 0.85, SMALLEST];
const SMALLEST: f32 = 0.8;

/// A day's words, broken into lines.
#[derive(Clone)]
struct Cell {
    date: String,
    state: String,
    topic: Vec<String>,
    second: Vec<String>,
}

/// The strip set at one scale.
#[derive(Clone)]
pub struct Setting {
    scale: f32,
    per_row: usize,
    column: f32,
    row_height: f32,
    between: f32,
    cells: Vec<Cell>,
}

impl Setting {
    fn at(
        page: &Page<'_>,
        plan: &Plan,
        voice: Voice,
        (days, topics): (&[DayFact], Topics),
        scale: f32,
    ) -> Option<Self> {
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
                let (topic, english) = match topics {
                    Topics::Printed => voice.pair(&day.topic),
                    Topics::LeftOut | Topics::Squeezed => (String::new(), None),
                };
                let state = wording::state(day.state);
                let joined = voice.joined(&state);
                // A long word in both languages does not make the dates of all days illegible.
                let is_short = scale > SMALLEST || page.measure(second, &joined) <= beside;
                Cell {
                    date: voice.pair(&wording::day(day)).0,
                    state: if is_short { joined } else { voice.pair(&state).0 },
                    topic: wrap(page.face(main), &topic, main.size, column),
                    second: wrap(page.face(second), &english.unwrap_or_default(), second.size, column),
                }
            })
            .collect();
        let fits = cells
            .iter()
            .all(|cell| page.measure(strong, &cell.date) <= beside && page.measure(second, &cell.state) <= beside);
        let tallest = cells.iter().map(|cell| cell.height(main, second)).fold(0.0, f32::max);
        let (row_height, between) = match topics {
            Topics::Printed => ((plan.strip.square + BENEATH) * scale + tallest, BETWEEN_ROWS),
            Topics::LeftOut => (plan.strip.square * scale + BARE, BETWEEN_BARE),
            Topics::Squeezed => (plan.strip.square * scale + BARE, BETWEEN_SQUEEZED),
        };
        fits.then_some(Self { scale, per_row, column, row_height, between, cells })
    }

    /// Millimetres from the top of the first row to the bottom of the last.
    fn height(&self) -> f32 {
        let rows = f32::from(u16::try_from(self.cells.len().div_ceil(self.per_row)).unwrap_or(u16::MAX));
        self.row_height * rows + self.between * (rows - 1.0)
    }

    /// Draws the days; `spoken` is what stands for the squares where the page is read out.
    pub fn draw(&self, page: &mut Page<'_>, plan: &Plan, days: &[DayFact], spoken: String) {
        let squares = page.figure(spoken);
        let (strong, main, second) = styles(plan, self.scale);
        let side = plan.strip.square * self.scale;
        let (mut x, mut y) = (plan.page.left, plan.strip.top);
        for (index, (cell, day)) in self.cells.iter().zip(days).enumerate() {
            if index > 0 && index % self.per_row == 0 {
                x = plan.page.left;
                y += self.row_height + self.between;
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
    let style = |face, size, colour| scaled(Style { face, size, colour }, scale);
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
