//! What stands before the name and after it, in the operator's words where there are any.

use super::block::{Way, scaled, scales, ways};
use super::edition::own;
use super::face::PT_PER_MM;
use super::facts::{Bilingual, Kind};
use super::sheet::{Sheet, plain};
use super::{Part, Refusal, wording};

/// Between the two languages of a line, in millimetres.
const GAP: f32 = 3.0;

/// How much smaller the words before the name become before they take two lines.
const ON_ONE_LINE: f32 = 0.8;

/// How far capital letters with a ring or an accent reach above the baseline, as a part of the type size.
const TALL: f32 = 0.95;

/// Clear space around them, in millimetres.
const CLEAR: f32 = 0.3;

impl Sheet<'_> {
    /// What stands before the name: both languages on one line, else each on its own, closer to the heading.
    pub(super) fn lead(&mut self) -> Result<(), Refusal> {
        let (plan, left) = (self.plan, self.plan.page.left);
        let (main, second) = self.voice.pair(&self.lead_words());
        let second = second.unwrap_or_default();
        let (ink, quiet) = (plain(plan.lead.main, plan.colours.ink), plain(plan.lead.second, plan.colours.quiet));
        for scale in scales().take_while(|scale| *scale >= ON_ONE_LINE - 0.01) {
            let (ink, quiet) = (scaled(ink, scale), scaled(quiet, scale));
            let between = if second.is_empty() { 0.0 } else { GAP };
            if self.page.measure(ink, &main) + between + self.page.measure(quiet, &second) <= self.width() {
                let end = self.page.text(ink, left, plan.lead.baseline, &main);
                self.page.text(quiet, end + GAP, plan.lead.baseline, &second);
                return Ok(());
            }
        }
        let lines = if second.is_empty() { 2 } else { 1 };
        let top = plan.title.baseline + 0.25 * plan.title.main / PT_PER_MM + CLEAR;
        let bottom = plan.lead.baseline + 0.25 * plan.lead.main / PT_PER_MM;
        for scale in scales() {
            let Some(block) = self.block(&[(ink, &main), (quiet, &second)], self.width(), Way { lines, scale }) else {
                continue;
            };
            if let Some(baseline) = block.baseline(plan.lead.baseline, (top, bottom)) {
                self.write(&block, left, baseline);
                return Ok(());
            }
        }
        Err(Refusal::DoesNotFit(Part::Lead))
    }

    /// What the holder did: each language on one line, or on two where it is long, both made smaller together.
    pub(super) fn sentence(&mut self) -> Result<(), Refusal> {
        let (plan, colours) = (self.plan, &self.plan.colours);
        let (main, second) = self.voice.pair(&self.sentence_words());
        let second = second.unwrap_or_default();
        let texts =
            [(plain(plan.sentence.main, colours.ink), &*main), (plain(plan.sentence.second, colours.quiet), &*second)];
        let top = plan.holder.rule + 4.0 * CLEAR;
        let bottom = plan.award.baseline - TALL * plan.award.main / PT_PER_MM;
        for way in ways(0.9, plan.sentence.lines.max(2)) {
            let Some(block) = self.block(&texts, self.width(), way) else { continue };
            if let Some(baseline) = block.baseline(plan.sentence.baseline, (top, bottom)) {
                self.write(&block, plan.page.left, baseline);
                return Ok(());
            }
        }
        Err(Refusal::DoesNotFit(Part::Sentence))
    }

    fn lead_words(&self) -> Bilingual {
        own(&self.plan.dress.wording.lead, wording::lead(), self.facts)
    }

    fn sentence_words(&self) -> Bilingual {
        let words = &self.plan.dress.wording;
        let words = match self.facts.kind {
            Kind::Certificate => &words.sentence,
            Kind::AttendanceCertificate => &words.attendance,
        };
        own(words, wording::sentence(self.facts), self.facts)
    }
}
