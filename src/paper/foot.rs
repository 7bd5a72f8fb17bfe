//! Across the foot of a page: how to check it, and its code; and sentences that may take two lines.

use super::face::PT_PER_MM;
use super::facts::{Bilingual, Kind};
use super::fit::{Allowance, fit};
use super::layout::FaceKey;
use super::page::{Paint, Role, Style};
use super::sheet::{Sheet, plain};
use super::{Refusal, placeholders, wording};
use crate::kernel::Lang;

/// From the QR code's lower edge to the line across the page, and from there to the words.
const ABOVE: f32 = 6.0;
const BENEATH: f32 = 5.4;

impl Sheet<'_> {
    /// How to check the paper in one line from margin to margin, with the code at its end.
    pub(super) fn check_beneath(&mut self, code: &str) -> Result<(), Refusal> {
        let (plan, check) = (self.plan, &self.plan.check);
        let rule = check.bottom + ABOVE;
        self.page.path(&[(plan.page.left, rule), (plan.page.right, rule)], Paint::Line(plan.colours.accent, 0.5));
        let baseline = rule + BENEATH;
        let strong = Style { face: FaceKey::Strong, size: check.code, colour: plan.colours.ink };
        let strong = self.shrunk(strong, code, self.width() / 2.0, "koden / the code")?;
        let code_left = plan.page.right - self.page.measure(strong, code);
        let room = code_left - plan.page.left - 5.0;
        let part = "kontrolladressen / the verification address";
        let (main, second) = self.voice.pair(&wording::check(self.facts));
        let style = self.shrunk(plain(check.main, plan.colours.ink), &main, room, part)?;
        self.page.text(style, plan.page.left, baseline, &main);
        if let Some(second) = second {
            let style = self.shrunk(plain(check.second, plan.colours.quiet), &second, room, part)?;
            self.page.text(style, plan.page.left, baseline + check.main * 1.3 / PT_PER_MM, &second);
        }
        self.page.next_is(Role::Link);
        self.page.text(strong, code_left, baseline, code);
        Ok(())
    }

    /// What stands before the name, in the operator's words where there are any.
    pub(super) fn lead_words(&self) -> Bilingual {
        self.own(&self.plan.dress.wording.lead, wording::lead())
    }

    /// What the holder did, in the operator's words where there are any.
    pub(super) fn sentence_words(&self) -> Bilingual {
        let own = &self.plan.dress.wording;
        let own = match self.facts.kind {
            Kind::Certificate => &own.sentence,
            Kind::AttendanceCertificate => &own.attendance,
        };
        self.own(own, wording::sentence(self.facts))
    }

    /// The operator's words, and the house's for a language they were not written in.
    fn own(&self, own: &Bilingual, house: Bilingual) -> Bilingual {
        let choose = |lang: Lang, house: String| {
            let template = own.in_lang(lang).trim();
            if template.is_empty() { house } else { placeholders::filled(template, self.facts, lang) }
        };
        Bilingual::new(choose(Lang::Sv, house.sv), choose(Lang::En, house.en))
    }

    /// Writes a sentence on one line, or on so many as the layout has room for; returns the last baseline.
    pub(super) fn sentence_line(&mut self, style: Style, baseline: f32, text: &str) -> Result<f32, Refusal> {
        let most = self.plan.sentence.lines.max(1);
        let least = if most == 1 { style.size / 2.0 } else { style.size * 0.9 };
        let allowances = [
            Allowance { lines: 1, max: style.size, min: least },
            Allowance { lines: most, max: style.size, min: style.size / 2.0 },
        ];
        let fitted = fit(self.page.face(style), text, self.width(), &allowances);
        let fitted = fitted.ok_or(Refusal::DoesNotFit("utbildningens namn / the programme’s name"))?;
        let style = Style { size: fitted.size, ..style };
        let mut at = baseline;
        for (index, line) in fitted.lines.iter().enumerate() {
            if index > 0 {
                at += style.size * 1.3 / PT_PER_MM;
            }
            self.page.text(style, self.plan.page.left, at, line);
        }
        Ok(at)
    }
}
