//! Places the facts of a certificate on the page, from top to bottom in the order they are read.

use chrono::{NaiveTime, TimeDelta};
use unicode_normalization::UnicodeNormalization;

use super::about::About;
use super::facts::{Bilingual, CertificateFacts, Kind};
use super::fit::{Fitted, fit};
use super::layout::{FaceKey, Layout};
use super::ornament::Room;
use super::page::{Drawn, Page, Paint, Role, Style};
use super::plan::{Colour, LogoRoom, TextLine};
use super::sheet::{Purpose, Sheet, Voice, plain};
use super::{Part, Refusal, face::PT_PER_MM, wording};

/// How far letters such as g reach below the baseline, as a part of the type size.
const DESCENDER: f32 = 0.25;

/// Half the height of a capital letter, as a part of the type size.
const HALF_CAPITAL: f32 = 0.357;

/// Between a logo and the issuer's name, in millimetres.
const AFTER_LOGO: f32 = 4.0;

/// A certificate with everything in its place, and what its file says about itself.
pub struct Placed {
    /// The page.
    pub drawn: Drawn,
    /// Title, issuer, language.
    pub about: About,
}

/// Puts the facts of a certificate in their places; `qr` is what the code in the corner says.
///
/// # Errors
/// [`Refusal`], before anything is drawn where the facts themselves are at fault.
pub fn place(layout: &Layout, facts: &CertificateFacts, qr: &str, purpose: Purpose) -> Result<Placed, Refusal> {
    if facts.holder.trim().is_empty() {
        return Err(Refusal::NoHolder);
    }
    for (part, text) in facts.texts() {
        let missing: Vec<char> = layout.faces.missing(text).into_iter().filter(|c| !c.is_whitespace()).collect();
        if !missing.is_empty() {
            return Err(if part == Part::Holder {
                Refusal::Undrawable(missing)
            } else {
                Refusal::UndrawableIn(part, missing)
            });
        }
    }
    let voice = Voice::of(facts);
    let page = Page::new(layout.plan.page.height, &layout.faces);
    let mut sheet = Sheet { page, plan: &layout.plan, facts, voice, purpose, qr };
    sheet.ground();
    sheet.header()?;
    sheet.person()?;
    sheet.body()?;
    sheet.signature()?;
    sheet.check()?;
    Ok(Placed { drawn: sheet.page.finish()?, about: about(facts, voice, purpose) })
}

fn about(facts: &CertificateFacts, voice: Voice, purpose: Purpose) -> About {
    let kind = voice.pair(&wording::title(facts.kind)).0;
    let title = match purpose {
        Purpose::Issue => format!("{kind} {}: {}", facts.number, facts.holder),
        Purpose::Preview => format!("{} {kind}: {}", voice.pair(&wording::draft()).0, facts.holder),
    };
    About {
        title,
        author: facts.issuer.clone(),
        subject: voice.pair(&facts.programme).0,
        lang: voice.main,
        code: wording::grouped(&facts.code),
        made_at: facts.issued_on.and_time(NaiveTime::MIN + TimeDelta::hours(12)).and_utc(),
    }
}

impl Sheet<'_> {
    /// The frame, and across a proof the word that says so.
    fn ground(&mut self) {
        let (sheet, colours) = (&self.plan.page, &self.plan.colours);
        if let Some(artwork) = &self.plan.dress.artwork {
            let room = Room { x: 0.0, y: 0.0, width: sheet.width, height: sheet.height };
            artwork.draw(&mut self.page, room);
        }
        let lines = self.plan.frame.iter();
        let lines = lines.flat_map(|frame| [(frame.inset, frame.line), (frame.inset + frame.gap, frame.inner)]);
        for (inset, line) in lines {
            let size = (sheet.width - 2.0 * inset, sheet.height - 2.0 * inset);
            self.page.rectangle((inset, inset), size, Paint::Line(colours.accent, line));
        }
        if self.purpose == Purpose::Preview {
            let style = Style { face: FaceKey::Display, size: sheet.width / 2.0, colour: colours.pale };
            let word = "UTKAST";
            let (sin, cos) = 24.0_f32.to_radians().sin_cos();
            let (half, drop) = (self.page.measure(style, word) / 2.0, 18.0);
            let at = (sheet.width / 2.0 - half * cos + drop * sin, sheet.height / 2.0 + half * sin + drop * cos);
            self.page.text_turned(style, at, 24.0, word);
        }
    }

    fn header(&mut self) -> Result<(), Refusal> {
        let (plan, header) = (self.plan, &self.plan.header);
        let number = match self.purpose {
            Purpose::Issue => self.voice.pair(&wording::number(&self.facts.number)).0,
            Purpose::Preview => self.voice.joined(&wording::draft()),
        };
        let small = plain(header.number, plan.colours.quiet);
        let mut left = plan.page.left;
        if let Some(logo) = &plan.dress.logo {
            let LogoRoom { top, height, width } = header.logo;
            // A wide one takes less than the height: it is centred on the issuer's capital letters beside it.
            let (wide, high) = logo.size();
            let used = height.min(width * high / wide);
            let middle = header.baseline - header.issuer * HALF_CAPITAL / PT_PER_MM;
            let y = (middle - used / 2.0).min(top + height - used);
            left += logo.draw(&mut self.page, Room { x: left, y, width, height: used }) + AFTER_LOGO;
        }
        let room = plan.page.right - left - self.page.measure(small, &number) - 10.0;
        let style = Style { face: FaceKey::Strong, size: header.issuer, colour: plan.colours.accent };
        let style = self.shrunk(style, &self.facts.issuer, room, Part::Issuer)?;
        self.page.text(style, left, header.baseline, &self.facts.issuer);
        self.page.text_ending(small, plan.page.right, header.baseline, &number);
        let title = wording::title(self.facts.kind);
        self.page.next_is(Role::Heading);
        self.side_by_side(&plan.title, plan.colours.ink, &title, Part::Title)
    }

    /// Name, what was done, and what for.
    fn person(&mut self) -> Result<(), Refusal> {
        let (plan, facts) = (self.plan, self.facts);
        self.lead()?;
        self.holder()?;
        self.sentence()?;
        let (gained, part) = match facts.kind {
            Kind::Certificate => (&facts.award, Part::Award),
            Kind::AttendanceCertificate => (&facts.programme, Part::Programme),
        };
        self.side_by_side(&plan.award, plan.colours.accent, gained, part)
    }

    fn holder(&mut self) -> Result<(), Refusal> {
        let (plan, holder) = (self.plan, &self.plan.holder);
        let mut style = Style { face: FaceKey::Display, size: 0.0, colour: plan.colours.ink };
        let name: String = self.facts.holder.nfc().collect();
        let Fitted { size, lines } =
            fit(self.page.face(style), &name, self.width(), &holder.sizes).ok_or(Refusal::DoesNotFit(Part::Holder))?;
        style.size = size;
        let step = size * 1.16 / PT_PER_MM;
        let mut baseline = holder.rule - holder.clear - DESCENDER * size / PT_PER_MM - step * steps(lines.len() - 1);
        for text in &lines {
            self.page.text(style, plan.page.left, baseline, text);
            baseline += step;
        }
        let points = [(plan.page.left, holder.rule), (plan.page.right, holder.rule)];
        self.page.path(&points, Paint::Line(plan.colours.accent, 0.7));
        Ok(())
    }

    /// The main text in display type and the second, smaller, after it on the same baseline.
    fn side_by_side(&mut self, at: &TextLine, colour: Colour, text: &Bilingual, part: Part) -> Result<(), Refusal> {
        let (main, second) = self.voice.pair(text);
        let second = second.unwrap_or_default();
        let display = Style { face: FaceKey::Display, size: at.main, colour };
        let quiet = plain(at.second, self.plan.colours.quiet);
        let gap = 4.0;
        let second_width = self.page.measure(quiet, &second);
        let display = self.shrunk(display, &main, self.width() - second_width.min(self.width() / 2.0) - gap, part)?;
        let end = self.page.text(display, self.plan.page.left, at.baseline, &main);
        let quiet = self.shrunk(quiet, &second, self.plan.page.right - end - gap, part)?;
        self.page.text(quiet, end + gap, at.baseline, &second);
        Ok(())
    }
}

fn steps(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
