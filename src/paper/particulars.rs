//! What stands beneath the strip: extent, rule, learning goals, and the line to sign on.

use std::cell::LazyCell;

use super::block::{scaled, ways};
use super::face::PT_PER_MM;
use super::facts::{Bilingual, Kind};
use super::fit::wrap;
use super::layout::FaceKey;
use super::page::{Paint, Style};
use super::sheet::{Sheet, plain};
use super::strip::{self, Setting, Topics};
use super::{Part, Refusal, spoken, wording};

/// Clear space to sign in above the line, in millimetres; how much higher a text in one language alone stands; and how far
/// the text may reach beyond the line.
const ABOVE_TO_SIGN: f32 = 13.0;
const STEP_TO_SECOND: f32 = 3.5;
const BEYOND_THE_LINE: f32 = 30.0;

/// Days up to which the topics are always printed.
const FEW_DAYS: usize = 6;

/// The narrowest a column becomes so that others have more room, in millimetres.
const NARROWEST: f32 = 44.0;

/// Scales tried for all columns where they do not fit in full size; one for all, because differing type sizes side by side
/// look like a mistake.
const BETWEEN: [f32; 4] = [0.95, 0.9, 0.85, 0.8];
const SMALLEST: f32 = 0.75;

/// How the learning goals stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goals {
    /// Each beneath the other, in both languages.
    Listed,
    /// The same, with the rule beneath the extent where there are two columns.
    Apart,
    /// One after the other, all of a language together.
    Running,
}

/// What is tried one after the other.
const FEW_DAYS_WAYS: [(Topics, Goals); 3] =
    [(Topics::Printed, Goals::Listed), (Topics::Printed, Goals::Apart), (Topics::Printed, Goals::Running)];
const MANY_DAYS_WAYS: [(Topics, Goals); 5] = [
    (Topics::Printed, Goals::Listed),
    (Topics::LeftOut, Goals::Listed),
    (Topics::LeftOut, Goals::Apart),
    (Topics::LeftOut, Goals::Running),
    (Topics::Squeezed, Goals::Running),
];

/// Labelled paragraphs.
type Blocks = Vec<(Bilingual, Vec<Bilingual>)>;

/// Baseline, style and text of every line of a column.
type Lines = Vec<(f32, Style, String)>;

impl Sheet<'_> {
    /// The course days and what stands beneath them.
    ///
    /// Of many days only squares, dates and states are printed where their topics would leave too little room, and goals that
    /// do not fit beneath each other are set as running text: what is printed must be large enough to read.
    pub(super) fn body(&mut self) -> Result<(), Refusal> {
        let (plan, days) = (self.plan, &self.facts.days);
        let ways = if days.len() > FEW_DAYS { MANY_DAYS_WAYS.as_slice() } else { FEW_DAYS_WAYS.as_slice() };
        let mut blamed = Part::Days;
        let mut last: Option<(Topics, Option<(Setting, f32)>)> = None;
        for &(topics, goals) in ways {
            if last.as_ref().is_none_or(|(before, _)| *before != topics) {
                last = Some((topics, strip::set(&self.page, plan, self.voice, (days, topics))));
            }
            let Some((_, Some((setting, lower)))) = &last else { continue };
            let Some(columns) = self.details(*lower, goals) else {
                blamed = Part::Details;
                continue;
            };
            setting.draw(&mut self.page, plan, days, self.voice.pair(&spoken::strip()).0);
            for (left, lines) in columns {
                for (y, style, text) in lines {
                    self.page.text(style, left, y, &text);
                }
            }
            return Ok(());
        }
        Err(Refusal::DoesNotFit(blamed))
    }

    /// Sets what stands beneath the strip, `lower` millimetres further down if the strip needed that: left edge and lines of
    /// each column. The columns share the width as the layout says, or, where that is too little for one, by need.
    fn details(&self, lower: f32, goals: Goals) -> Option<Vec<(f32, Lines)>> {
        let plan = &self.plan.details;
        let columns = self.columns(goals);
        let between = u16::try_from(plan.columns.len().saturating_sub(1)).map_or(1.0, f32::from).max(1.0);
        let gap = (self.width() - plan.columns.iter().sum::<f32>()) / between;
        let by_need = LazyCell::new(|| self.by_need(&columns));
        let with = |widths: &[f32], scale: f32| {
            let mut left = self.plan.page.left;
            let mut set = Vec::with_capacity(columns.len());
            for (blocks, width) in columns.iter().zip(widths) {
                let lines = self.column(blocks, (plan.top + lower, *width), scale);
                if lines.last().is_some_and(|(y, ..)| *y > plan.bottom) {
                    return None;
                }
                set.push((left, lines));
                left += width + gap;
            }
            Some(set)
        };
        let at = |scale: f32| with(&plan.columns, scale).or_else(|| with(&by_need, scale));
        at(1.0).or_else(|| {
            // What does not even fit in the smallest type is not tried any other way.
            let smallest = at(SMALLEST)?;
            BETWEEN.into_iter().find_map(at).or(Some(smallest))
        })
    }

    /// Three columns: extent, period and trainers; the rule; learning goals. Or two, with the goals beneath the rule.
    fn columns(&self, goals: Goals) -> Vec<Blocks> {
        let facts = self.facts;
        let mut rule = vec![(wording::rule_label(facts.kind), vec![facts.rule_in_words.clone()])];
        let mut extent = vec![(wording::extent_label(), vec![wording::extent(facts)])];
        extent.push((wording::period_label(), vec![wording::period(facts)]));
        if let Some(last) = facts.expires_on {
            extent.push((wording::expiry_label(), vec![wording::expiry(last)]));
        }
        if !facts.trainers.is_empty() {
            let names = facts.trainers.join(", ");
            extent.push((wording::trainers_label(), vec![Bilingual::new(names.clone(), names)]));
        }
        if facts.kind == Kind::AttendanceCertificate {
            rule.insert(0, (wording::title(facts.kind), vec![wording::attendance_note()]));
        }
        let is_apart = goals != Goals::Listed;
        let goals = match goals {
            Goals::Listed | Goals::Apart => facts.learning_goals.clone(),
            Goals::Running => vec![wording::running(&facts.learning_goals)],
        };
        let goals: Blocks =
            if facts.learning_goals.is_empty() { Vec::new() } else { vec![(wording::goals_label(), goals)] };
        match self.plan.details.columns.len() {
            0..=2 if is_apart => {
                extent.extend(rule);
                vec![extent, goals]
            }
            0..=2 => {
                rule.extend(goals);
                vec![extent, rule]
            }
            _ => vec![extent, rule, goals],
        }
    }

    /// The widths of the columns, shared by how much stands in them.
    fn by_need(&self, columns: &[Blocks]) -> Vec<f32> {
        let plan = &self.plan.details;
        let (main, quiet) = (plain(plan.main, self.plan.colours.ink), plain(plan.second, self.plan.colours.quiet));
        let need = |blocks: &Blocks| {
            let texts = blocks.iter().flat_map(|(_, paragraphs)| paragraphs);
            let areas = texts.map(|text| {
                let (first, second) = self.voice.pair(text);
                let second = second.unwrap_or_default();
                self.page.measure(main, &first) * main.size + self.page.measure(quiet, &second) * quiet.size
            });
            areas.sum::<f32>()
        };
        let needs: Vec<f32> = columns.iter().map(need).collect();
        let narrowest: f32 = plan.columns.iter().map(|_| NARROWEST).sum();
        let (spare, all) = (plan.columns.iter().sum::<f32>() - narrowest, needs.iter().sum::<f32>().max(1.0));
        // What fits into the narrowest column needs no more.
        needs.iter().map(|need| NARROWEST + spare * need / all).collect()
    }

    /// Sets labelled paragraphs beneath each other; baseline, style and text of every line.
    fn column(&self, blocks: &Blocks, (top, width): (f32, f32), scale: f32) -> Lines {
        let (plan, colours) = (&self.plan.details, &self.plan.colours);
        let main = scaled(plain(plan.main, colours.ink), scale);
        let quiet = scaled(plain(plan.second, colours.quiet), scale);
        let label = scaled(Style { face: FaceKey::Strong, size: plan.second, colour: colours.accent }, scale);
        let mut lines = Vec::new();
        let mut y = top - 1.2;
        for (heading, paragraphs) in blocks {
            y += 1.2;
            let heading = [(label, self.voice.joined(heading))];
            let texts = paragraphs.iter().flat_map(|paragraph| {
                let (first, second) = self.voice.pair(paragraph);
                [(main, first), (quiet, second.unwrap_or_default())]
            });
            for (style, text) in heading.into_iter().chain(texts) {
                for text in wrap(self.page.face(style), &text, style.size, width) {
                    y += style.size * 1.27 / PT_PER_MM;
                    lines.push((y, style, text));
                }
            }
        }
        lines
    }

    pub(super) fn signature(&mut self) -> Result<(), Refusal> {
        let (plan, facts) = (self.plan, self.facts);
        let (left, rule, width) = (plan.page.left, plan.signature.rule, plan.signature.width);
        let ink = plain(plan.signature.second, plan.colours.ink);
        let quiet = plain(plan.signature.second * 0.85, plan.colours.quiet);
        let (main, second) = self.voice.pair(&wording::issued(facts));
        let second = second.unwrap_or_default();
        let last = if second.is_empty() { rule - ABOVE_TO_SIGN - STEP_TO_SECOND } else { rule - ABOVE_TO_SIGN };
        let issued = ways(0.9, 2).find_map(|way| {
            let block = self.block(&[(ink, &main), (quiet, &second)], width + BEYOND_THE_LINE, way)?;
            let baseline = last - block.drop();
            (baseline - block.above() >= plan.details.bottom).then_some((block, baseline))
        });
        let (block, baseline) = issued.ok_or(Refusal::DoesNotFit(Part::Issued))?;
        self.write(&block, left, baseline);
        self.page.path(&[(left, rule), (left + width, rule)], Paint::Line(plan.colours.ink, 0.5));
        let style = Style { face: FaceKey::Strong, size: plan.signature.main, colour: plan.colours.ink };
        let style = self.shrunk(style, &facts.signatory_name, width, Part::Signatory)?;
        self.page.text(style, left, rule + 4.8, &facts.signatory_name);
        let title = ways(0.8, 2).find_map(|way| self.block(&[(ink, &facts.signatory_title)], width, way));
        let title = title.ok_or(Refusal::DoesNotFit(Part::SignatoryTitle))?;
        self.write(&title, left, rule + if title.len() > 1 { 8.2 } else { 8.8 });
        Ok(())
    }
}
