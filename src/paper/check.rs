//! The QR code and the words that tell how to check the paper.

use super::face::PT_PER_MM;
use super::fit::wrap;
use super::layout::FaceKey;
use super::page::{Paint, Role, Style};
use super::plan::Words;
use super::sheet::{Purpose, Sheet, plain};
use super::{Part, Refusal, qr, spoken, wording};

/// The clear space around a 30 mm code of 25 modules, in millimetres.
const QUIET_ZONE: f32 = 4.8;

impl Sheet<'_> {
    /// The QR code with its quiet zone kept clear, and left of it how to check the paper.
    pub(super) fn check(&mut self) -> Result<(), Refusal> {
        let (plan, check, facts) = (self.plan, &self.plan.check, self.facts);
        let (x, y) = (plan.page.right - check.qr, check.bottom - check.qr);
        let mut quiet_zone = QUIET_ZONE;
        let code = match self.purpose {
            Purpose::Issue => {
                let modules = qr::encode(self.qr)?;
                quiet_zone = check.qr / f32::from(modules.side) * f32::from(qr::QUIET_MODULES);
                let alternative = self.voice.pair(&spoken::qr(facts.kind)).0;
                self.page.qr((x, y), check.qr, modules, alternative);
                wording::grouped(&facts.code)
            }
            Purpose::Preview => {
                self.page.rectangle((x, y), (check.qr, check.qr), Paint::Line(plan.colours.quiet, 0.7));
                let word = plain(check.main, plan.colours.quiet);
                self.page.text(word, x + 3.0, y + 6.0, &self.voice.joined(&wording::draft()));
                self.voice.joined(&wording::draft())
            }
        };
        if check.words == Words::Beneath {
            return self.check_beneath(&code);
        }
        // At least as much as the coarsest code needs, so that the words stand still from paper to paper.
        let left = x - quiet_zone.max(QUIET_ZONE) - 1.5 - check.width;
        let (main, second) = self.voice.pair(&wording::check(facts));
        let label = Style { face: FaceKey::Strong, size: check.second, colour: plan.colours.accent };
        let strong = Style { face: FaceKey::Strong, size: check.code, colour: plan.colours.ink };
        let strong = self.shrunk(strong, &code, check.width, Part::Code)?;
        let texts = [
            (label, self.voice.joined(&wording::check_label(facts.kind))),
            (plain(check.main, plan.colours.ink), main),
            (plain(check.second, plan.colours.quiet), second.unwrap_or_default()),
        ];
        let mut lines = Vec::new();
        for (style, text) in texts {
            lines.extend(
                wrap(self.page.face(style), &text, style.size, check.width).into_iter().map(|line| (style, line)),
            );
        }
        let height: f32 = lines.iter().map(|(style, _)| style.size * 1.27 / PT_PER_MM).sum();
        let mut baseline = check.bottom - 7.5 - height;
        if baseline < plan.details.bottom {
            return Err(Refusal::DoesNotFit(Part::Address));
        }
        for (style, text) in lines {
            baseline += style.size * 1.27 / PT_PER_MM;
            self.page.text(style, left, baseline, &text);
        }
        self.page.next_is(Role::Link);
        self.page.text(strong, left, check.bottom - 0.3, &code);
        Ok(())
    }
}
