//! What stands beneath the strip: extent, rule, learning goals, and the line to sign on.

use super::face::PT_PER_MM;
use super::facts::{Bilingual, Kind};
use super::fit::wrap;
use super::layout::FaceKey;
use super::page::{Paint, Style};
use super::sheet::{Sheet, plain};
use super::{Refusal, wording};

impl Sheet<'_> {
    /// Sets what stands beneath the strip, `lower` millimetres further down if the strip needed that.
    ///
    /// Three columns: extent, period and trainers; the rule; learning goals. Or two, with the goals beneath the rule.
    pub(super) fn details(&mut self, lower: f32) -> Result<(), Refusal> {
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
        let mut goals = Vec::new();
        if !facts.learning_goals.is_empty() {
            goals.push((wording::goals_label(), facts.learning_goals.clone()));
        }
        let plan = &self.plan.details;
        let mut columns = vec![extent, rule];
        match plan.columns.len() {
            0..=2 => columns[1].extend(goals),
            _ => columns.push(goals),
        }
        let between = u16::try_from(plan.columns.len().saturating_sub(1)).map_or(1.0, f32::from).max(1.0);
        let gap = (self.width() - plan.columns.iter().sum::<f32>()) / between;
        let scales = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65];
        // One scale for all: differing type sizes side by side look like a mistake.
        let set = scales.iter().map(|scale| {
            let columns = columns.iter().zip(plan.columns.iter().copied());
            columns.map(|(blocks, width)| self.column(blocks, (plan.top + lower, width), *scale)).collect::<Vec<_>>()
        });
        let set = set
            .into_iter()
            .find(|columns| columns.iter().filter_map(|lines| lines.last()).all(|(y, ..)| *y <= plan.bottom))
            .ok_or(Refusal::DoesNotFit("mål, krav och utbildare / goals, rule and trainers"))?;
        let mut x = self.plan.page.left;
        for (lines, width) in set.into_iter().zip(&plan.columns) {
            for (y, style, text) in lines {
                self.page.text(style, x, y, &text);
            }
            x += width + gap;
        }
        Ok(())
    }

    /// Sets labelled paragraphs beneath each other; baseline, style and text of every line.
    fn column(
        &self,
        blocks: &[(Bilingual, Vec<Bilingual>)],
        (top, width): (f32, f32),
        scale: f32,
    ) -> Vec<(f32, Style, String)> {
        let (plan, colours) = (&self.plan.details, &self.plan.colours);
        let main = plain(plan.main * scale, colours.ink);
        let quiet = plain(plan.second * scale, colours.quiet);
        let label = Style { face: FaceKey::Strong, size: plan.second * scale, colour: colours.accent };
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
        let part = "utfärdare och undertecknare / issuer and signatory";
        let (main, second) = self.voice.pair(&wording::issued(facts));
        let style = self.shrunk(plain(plan.signature.second, plan.colours.ink), &main, width + 30.0, part)?;
        self.page.text(style, left, rule - 16.5, &main);
        if let Some(second) = second {
            let small = plain(plan.signature.second * 0.85, plan.colours.quiet);
            let style = self.shrunk(small, &second, width + 30.0, part)?;
            self.page.text(style, left, rule - 13.0, &second);
        }
        self.page.path(&[(left, rule), (left + width, rule)], Paint::Line(plan.colours.ink, 0.5));
        let style = Style { face: FaceKey::Strong, size: plan.signature.main, colour: plan.colours.ink };
        let style = self.shrunk(style, &facts.signatory_name, width, part)?;
        self.page.text(style, left, rule + 4.8, &facts.signatory_name);
        let style = self.shrunk(plain(plan.signature.second, plan.colours.ink), &facts.signatory_title, width, part)?;
        self.page.text(style, left, rule + 8.8, &facts.signatory_title);
        Ok(())
    }
}
