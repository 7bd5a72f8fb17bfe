//! Across the foot of a page: how to check it, and its code.

use super::face::PT_PER_MM;
use super::layout::FaceKey;
use super::page::{Paint, Role, Style};
use super::sheet::{Sheet, plain};
use super::{Part, Refusal, wording};

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
        let strong = self.shrunk(strong, code, self.width() / 2.0, Part::Code)?;
        let code_left = plan.page.right - self.page.measure(strong, code);
        let room = code_left - plan.page.left - 5.0;
        let (main, second) = self.voice.pair(&wording::check(self.facts));
        let style = self.shrunk(plain(check.main, plan.colours.ink), &main, room, Part::Address)?;
        self.page.text(style, plan.page.left, baseline, &main);
        if let Some(second) = second {
            let style = self.shrunk(plain(check.second, plan.colours.quiet), &second, room, Part::Address)?;
            self.page.text(style, plan.page.left, baseline + check.main * 1.3 / PT_PER_MM, &second);
        }
        self.page.next_is(Role::Link);
        self.page.text(strong, code_left, baseline, code);
        Ok(())
    }
}
