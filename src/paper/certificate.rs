//! Places the facts of a certificate on the page, from top to bottom in the order they are read.

use sha2::{Digest, Sha256};

use super::document::{self, About};
use super::facts::{Bilingual, CertificateFacts, Kind};
use super::fit::{Allowance, Fitted, fit, wrap};
use super::layout::{Colour, FaceKey, Layout, Plan};
use super::page::{Page, Paint, Style};
use super::{Refusal, face::PT_PER_MM, qr, strip, wording};
use crate::kernel::Lang;

/// The clear space around a 30 mm code of 25 modules, in millimetres.
const QUIET_ZONE: f32 = 4.8;

/// How far letters such as g reach below the baseline, as a part of the type size.
const DESCENDER: f32 = 0.25;

/// Whether the paper counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The real paper.
    Issue,
    /// A proof: marked across, without number and code.
    Preview,
}

/// The languages of a paper: one speaks, the other follows in smaller type.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    main: Lang,
    second: Option<Lang>,
}

impl Voice {
    /// The main text and, unless empty or the same, the second.
    pub fn pair(self, text: &Bilingual) -> (String, Option<String>) {
        let main = text.in_lang(self.main);
        let second = self.second.map(|lang| text.in_lang(lang)).filter(|second| !second.is_empty() && *second != main);
        (main.to_owned(), second.map(str::to_owned))
    }

    /// Both on one line, for short words.
    pub fn joined(self, text: &Bilingual) -> String {
        match self.pair(text) {
            (main, Some(second)) => format!("{main} · {second}"),
            (main, None) => main,
        }
    }
}

/// Draws a certificate.
///
/// # Errors
/// [`Refusal`], before anything is drawn where the facts themselves are at fault.
pub fn draw(layout: &Layout, facts: &CertificateFacts, purpose: Purpose) -> Result<Vec<u8>, Refusal> {
    if facts.holder.trim().is_empty() {
        return Err(Refusal::NoHolder);
    }
    let missing: std::collections::BTreeSet<char> = facts.texts().flat_map(|text| layout.faces.missing(text)).collect();
    if !missing.is_empty() {
        return Err(Refusal::Undrawable(missing.into_iter().collect()));
    }
    let voice = Voice { main: facts.main_lang(), second: facts.second_lang() };
    let page = Page::new(layout.plan.page.width, layout.plan.page.height, &layout.faces);
    let mut sheet = Sheet { page, plan: &layout.plan, facts, voice, purpose };
    sheet.ground();
    sheet.header()?;
    sheet.person()?;
    let lower = strip::draw(&mut sheet.page, sheet.plan, voice, &facts.days)?;
    sheet.details(lower)?;
    sheet.signature()?;
    sheet.check()?;
    let drawn = sheet.page.finish()?;
    document::write(drawn, &about(facts, voice, purpose)?)
}

fn about(facts: &CertificateFacts, voice: Voice, purpose: Purpose) -> Result<About, Refusal> {
    let kind = voice.pair(&wording::title(facts.kind)).0;
    let title = match purpose {
        Purpose::Issue => format!("{kind} {}: {}", facts.number, facts.holder),
        Purpose::Preview => format!("{} {kind}: {}", voice.pair(&wording::draft()).0, facts.holder),
    };
    let frozen = serde_json::to_vec(facts).map_err(|fault| Refusal::Document(fault.to_string()))?;
    let mut identity = Sha256::new();
    identity.update(title.as_bytes());
    identity.update(&frozen);
    Ok(About {
        title,
        author: facts.issuer.clone(),
        subject: voice.pair(&facts.programme).0,
        lang: voice.main.say("sv-SE", "en-GB"),
        made_on: facts.issued_on,
        identity: identity.finalize().iter().take(16).copied().collect(),
    })
}

/// The page with what is needed to fill it.
struct Sheet<'a> {
    page: Page<'a>,
    plan: &'a Plan,
    facts: &'a CertificateFacts,
    voice: Voice,
    purpose: Purpose,
}

impl Sheet<'_> {
    fn width(&self) -> f32 {
        self.plan.page.right - self.plan.page.left
    }

    /// The frame, and across a proof the word that says so.
    fn ground(&mut self) {
        let (sheet, colours) = (&self.plan.page, &self.plan.colours);
        let frame = &self.plan.frame;
        for (inset, line) in [(frame.inset, frame.line), (frame.inset + frame.gap, frame.inner)] {
            let size = (sheet.width - 2.0 * inset, sheet.height - 2.0 * inset);
            self.page.rectangle((inset, inset), size, Paint::Line(colours.accent, line));
        }
        if self.purpose == Purpose::Preview {
            let style = Style { face: FaceKey::Display, size: 150.0, colour: colours.pale };
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
        let small = self.text(header.number, plan.colours.quiet);
        let room = self.width() - self.page.measure(small, &number) - 10.0;
        let style = Style { face: FaceKey::Strong, size: header.issuer, colour: plan.colours.accent };
        let style = self.shrunk(style, &self.facts.issuer, room, "utfärdaren / the issuer")?;
        self.page.text(style, plan.page.left, header.baseline, &self.facts.issuer);
        self.page.text_ending(small, plan.page.right, header.baseline, &number);
        let title = wording::title(self.facts.kind);
        self.side_by_side(&plan.title, plan.colours.ink, &title, "rubriken / the title")
    }

    /// Name, what was done, and what for.
    fn person(&mut self) -> Result<(), Refusal> {
        let (plan, facts) = (self.plan, self.facts);
        let (main, second) = self.voice.pair(&wording::lead());
        let lead = self.text(plan.lead.main, plan.colours.ink);
        let end = self.page.text(lead, plan.page.left, plan.lead.baseline, &main);
        let quiet = self.text(plan.lead.second, plan.colours.quiet);
        self.page.text(quiet, end + 3.0, plan.lead.baseline, &second.unwrap_or_default());
        self.holder()?;
        let (main, second) = self.voice.pair(&wording::sentence(facts));
        let part = "utbildningens namn / the programme’s name";
        let style = self.shrunk(self.text(plan.sentence.main, plan.colours.ink), &main, self.width(), part)?;
        self.page.text(style, plan.page.left, plan.sentence.baseline, &main);
        if let Some(second) = second {
            let style =
                self.shrunk(self.text(plan.sentence.second, plan.colours.quiet), &second, self.width(), part)?;
            let baseline = plan.sentence.baseline + plan.sentence.main * 0.44;
            self.page.text(style, plan.page.left, baseline, &second);
        }
        let gained = match facts.kind {
            Kind::Certificate => &facts.award,
            Kind::AttendanceCertificate => &facts.programme,
        };
        self.side_by_side(&plan.award, plan.colours.accent, gained, "titeln / the title awarded")
    }

    fn holder(&mut self) -> Result<(), Refusal> {
        let (plan, holder) = (self.plan, &self.plan.holder);
        let mut style = Style { face: FaceKey::Display, size: 0.0, colour: plan.colours.ink };
        let name: String = unicode_normalization::UnicodeNormalization::nfc(self.facts.holder.as_str()).collect();
        let Fitted { size, lines } = fit(self.page.face(style), &name, self.width(), &holder.sizes)
            .ok_or(Refusal::DoesNotFit("namnet / the name"))?;
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

    /// Sets what stands beneath the strip, `lower` millimetres further down if the strip needed that.
    ///
    /// Three columns: extent, period and trainers; the rule; learning goals.
    fn details(&mut self, lower: f32) -> Result<(), Refusal> {
        let facts = self.facts;
        let mut rule = vec![(wording::rule_label(facts.kind), vec![facts.rule_in_words.clone()])];
        let mut extent = vec![(wording::extent_label(), vec![wording::extent(facts)])];
        extent.push((wording::period_label(), vec![wording::period(facts)]));
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
        let gap = (self.width() - plan.columns.iter().sum::<f32>()) / 2.0;
        let columns = [extent, rule, goals];
        let scales = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65];
        // One scale for all three: differing type sizes side by side look like a mistake.
        let set = scales.iter().map(|scale| {
            let columns = columns.iter().zip(plan.columns);
            columns.map(|(blocks, width)| self.column(blocks, (plan.top + lower, width), *scale)).collect::<Vec<_>>()
        });
        let set = set
            .into_iter()
            .find(|columns| columns.iter().filter_map(|lines| lines.last()).all(|(y, ..)| *y <= plan.bottom))
            .ok_or(Refusal::DoesNotFit("mål, krav och utbildare / goals, rule and trainers"))?;
        let mut x = self.plan.page.left;
        for (lines, width) in set.into_iter().zip(plan.columns) {
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
        let main = self.text(plan.main * scale, colours.ink);
        let quiet = self.text(plan.second * scale, colours.quiet);
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

    fn signature(&mut self) -> Result<(), Refusal> {
        let (plan, facts) = (self.plan, self.facts);
        let (left, rule, width) = (plan.page.left, plan.signature.rule, plan.signature.width);
        let part = "utfärdare och undertecknare / issuer and signatory";
        let (main, second) = self.voice.pair(&wording::issued(facts));
        let style = self.shrunk(self.text(plan.signature.second, plan.colours.ink), &main, width + 30.0, part)?;
        self.page.text(style, left, rule - 16.5, &main);
        if let Some(second) = second {
            let small = self.text(plan.signature.second * 0.85, plan.colours.quiet);
            let style = self.shrunk(small, &second, width + 30.0, part)?;
            self.page.text(style, left, rule - 13.0, &second);
        }
        self.page.path(&[(left, rule), (left + width, rule)], Paint::Line(plan.colours.ink, 0.5));
        let style = Style { face: FaceKey::Strong, size: plan.signature.main, colour: plan.colours.ink };
        let style = self.shrunk(style, &facts.signatory_name, width, part)?;
        self.page.text(style, left, rule + 4.8, &facts.signatory_name);
        let style =
            self.shrunk(self.text(plan.signature.second, plan.colours.ink), &facts.signatory_title, width, part)?;
        self.page.text(style, left, rule + 8.8, &facts.signatory_title);
        Ok(())
    }

    /// The QR code with its quiet zone kept clear, and left of it how to check the paper.
    fn check(&mut self) -> Result<(), Refusal> {
        let (plan, check, facts) = (self.plan, &self.plan.check, self.facts);
        let (x, y) = (plan.page.right - check.qr, check.bottom - check.qr);
        let mut quiet_zone = QUIET_ZONE;
        let code = match self.purpose {
            Purpose::Issue => {
                let modules = qr::encode(&facts.verify_address)?;
                quiet_zone = check.qr / f32::from(modules.side) * f32::from(qr::QUIET_MODULES);
                self.page.qr((x, y), check.qr, modules);
                wording::grouped(&facts.code)
            }
            Purpose::Preview => {
                self.page.rectangle((x, y), (check.qr, check.qr), Paint::Line(plan.colours.quiet, 0.7));
                let word = self.text(check.main, plan.colours.quiet);
                self.page.text(word, x + 3.0, y + 6.0, &self.voice.joined(&wording::draft()));
                self.voice.joined(&wording::draft())
            }
        };
        // At least as much as the coarsest code needs, so that the words stand still from paper to paper.
        let left = x - quiet_zone.max(QUIET_ZONE) - 1.5 - check.width;
        let (main, second) = self.voice.pair(&wording::check(facts));
        let label = Style { face: FaceKey::Strong, size: check.second, colour: plan.colours.accent };
        let strong = Style { face: FaceKey::Strong, size: check.code, colour: plan.colours.ink };
        let strong = self.shrunk(strong, &code, check.width, "koden / the code")?;
        let texts = [
            (label, self.voice.joined(&wording::check_label(facts.kind))),
            (self.text(check.main, plan.colours.ink), main),
            (self.text(check.second, plan.colours.quiet), second.unwrap_or_default()),
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
            return Err(Refusal::DoesNotFit("kontrolladressen / the verification address"));
        }
        for (style, text) in lines {
            baseline += style.size * 1.27 / PT_PER_MM;
            self.page.text(style, left, baseline, &text);
        }
        self.page.text(strong, left, check.bottom - 0.3, &code);
        Ok(())
    }

    fn text(&self, size: f32, colour: Colour) -> Style {
        Style { face: FaceKey::Text, size, colour }
    }

    /// The style made as small as it takes for `text` to fit on one line of `width`, down to half its size.
    fn shrunk(&self, style: Style, text: &str, width: f32, part: &'static str) -> Result<Style, Refusal> {
        let one_line = Allowance { lines: 1, max: style.size, min: style.size / 2.0 };
        if text.is_empty() || self.page.measure(style, text) <= width {
            return Ok(style);
        }
        let composed: String = unicode_normalization::UnicodeNormalization::nfc(text).collect();
        let fitted = fit(self.page.face(style), &composed, width, &[one_line]).ok_or(Refusal::DoesNotFit(part))?;
        Ok(Style { size: fitted.size, ..style })
    }

    /// The main text in display type and the second, smaller, after it on the same baseline.
    fn side_by_side(
        &mut self,
        at: &super::layout::Baseline,
        colour: Colour,
        text: &Bilingual,
        part: &'static str,
    ) -> Result<(), Refusal> {
        let (main, second) = self.voice.pair(text);
        let second = second.unwrap_or_default();
        let display = Style { face: FaceKey::Display, size: at.main, colour };
        let quiet = self.text(at.second, self.plan.colours.quiet);
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
