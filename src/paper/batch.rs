//! Drawing: one paper or a cohort's, from facts to bytes.
//!
//! A batch is what shares fonts. They are cut down to the union of the characters of all its papers, which is done and
//! compressed once; then every paper costs only what is its own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;

use super::certificate::{self, Placed};
use super::content;
use super::deflate::Deflater;
use super::document::{Press, Proof};
use super::facts::CertificateFacts;
use super::layout::{FaceKey, Layout, Layouts};
use super::sheet::Purpose;
use super::template::{Extent, Template};
use super::typeset::Typeset;
use super::{Refusal, Seal};
use crate::kernel::Instant;

/// A paper to be made.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// What it says.
    pub facts: &'a CertificateFacts,
    /// The whole text of the QR code, in upper case: `HTTPS://HOST/V/CODE#PAYLOAD`.
    pub qr: &'a str,
    /// The credential to attach as `credential.json`, JSON.
    pub credential: &'a str,
    /// When the paper says that it was made and sealed: no clock is read, so that the same facts give the same bytes.
    pub sealed_at: Instant,
}

impl Layouts {
    /// Draws and seals papers; each stands for itself, in the order given.
    ///
    /// The same sheets in the same batch give the same bytes, but for the seal. One that cannot be drawn stops no other.
    ///
    /// # Errors
    /// In place of a paper: [`Refusal`] if the layout is unknown, a character has no shape, a text does not fit, the text of the
    /// QR code is too long, or the seal cannot be set.
    pub fn draw_batch(&self, layout: &str, sheets: &[Sheet<'_>], seal: &dyn Seal) -> Vec<Result<Vec<u8>, Refusal>> {
        let works = sheets.iter().map(|sheet| Work {
            facts: sheet.facts,
            qr: sheet.qr,
            purpose: Purpose::Issue,
            proof: Some(Proof { address: sheet.qr, credential: sheet.credential, seal }),
            sealed_at: Some(sheet.sealed_at),
        });
        match self.find(layout) {
            Ok(layout) => draw(layout, &works.collect::<Vec<_>>(), Extent::Sealed),
            Err(refusal) => vec![Err(refusal); sheets.len()],
        }
    }

    /// Puts everything on a paper in its place without drawing it: quick enough to ask for thousands before anything is
    /// promised.
    ///
    /// # Errors
    /// What [`Layouts::draw_batch`] would say about the facts, the layout or the text of the QR code.
    pub fn lay_out(&self, layout: &str, facts: &CertificateFacts, qr: &str) -> Result<(), Refusal> {
        certificate::place(self.find(layout)?, facts, qr, Purpose::Issue).map(|_| ())
    }

    /// Draws a certificate without seal and attachment.
    ///
    /// # Errors
    /// As [`Layouts::draw_batch`].
    pub fn draw(&self, layout: &str, facts: &CertificateFacts) -> Result<Vec<u8>, Refusal> {
        self.draw_bare(layout, facts, Purpose::Issue)
    }

    /// Draws a proof: *Utkast* across it, no number, no code, no QR, no seal, so that it cannot pass for the real one.
    ///
    /// # Errors
    /// As [`Layouts::draw_batch`].
    pub fn draw_preview(&self, layout: &str, facts: &CertificateFacts) -> Result<Vec<u8>, Refusal> {
        self.draw_bare(layout, facts, Purpose::Preview)
    }

    fn draw_bare(&self, layout: &str, facts: &CertificateFacts, purpose: Purpose) -> Result<Vec<u8>, Refusal> {
        let work = Work { facts, qr: &facts.verify_address, purpose, proof: None, sealed_at: None };
        let drawn = draw(self.find(layout)?, &[work], Extent::Bare).pop();
        drawn.unwrap_or_else(|| Err(Refusal::Document("nothing was drawn".to_owned())))
    }
}

/// A paper of whatever kind.
struct Work<'a> {
    facts: &'a CertificateFacts,
    qr: &'a str,
    purpose: Purpose,
    proof: Option<Proof<'a>>,
    sealed_at: Option<Instant>,
}

fn draw(layout: &Layout, works: &[Work<'_>], extent: Extent) -> Vec<Result<Vec<u8>, Refusal>> {
    let mut answers: Vec<Option<Result<Vec<u8>, Refusal>>> = Vec::new();
    // A paper does not carry the letters of scripts that only others of its batch are written in.
    let mut by_scripts: BTreeMap<BTreeSet<u32>, Vec<(usize, &Work<'_>, Placed)>> = BTreeMap::new();
    for (index, work) in works.iter().enumerate() {
        answers.push(match certificate::place(layout, work.facts, work.qr, work.purpose) {
            Ok(placed) => {
                by_scripts.entry(scripts(&placed)).or_default().push((index, work, placed));
                None
            }
            Err(refusal) => Some(Err(refusal)),
        });
    }
    for alike in by_scripts.into_values() {
        let places: Vec<usize> = alike.iter().map(|(index, ..)| *index).collect();
        let drawn = print(layout, alike.into_iter().map(|(_, work, placed)| (placed, work)).collect(), extent);
        for (index, drawn) in places.into_iter().zip(drawn) {
            answers[index] = Some(drawn);
        }
    }
    let left_out = || Err(Refusal::Document("nothing was drawn".to_owned()));
    answers.into_iter().map(|answer| answer.unwrap_or_else(left_out)).collect()
}

/// What a paper is written in besides Latin and its punctuation, as blocks of 256 characters.
fn scripts(placed: &Placed) -> BTreeSet<u32> {
    let used = placed.drawn.used.values().flatten();
    used.map(|c| u32::from(*c) >> 8).filter(|block| !(0..3).contains(block) && !(0x20..0x23).contains(block)).collect()
}

fn print(layout: &Layout, placed: Vec<(Placed, &Work<'_>)>, extent: Extent) -> Vec<Result<Vec<u8>, Refusal>> {
    let mut used: BTreeMap<FaceKey, BTreeSet<char>> = BTreeMap::new();
    for (placed, _) in &placed {
        for (face, chars) in &placed.drawn.used {
            used.entry(*face).or_default().extend(chars);
        }
    }
    let mut deflater = Deflater::new();
    let prepared = Typeset::new(&layout.faces, used)
        .and_then(|typeset| Ok((Template::new(&layout.plan, &typeset, extent, &mut deflater)?, typeset)));
    let (template, typeset) = match prepared {
        Ok(prepared) => prepared,
        Err(refusal) => return vec![Err(refusal); placed.len()],
    };
    let mut press = Press::new(&template, deflater);
    let write = |(Placed { drawn, mut about }, work): (Placed, &Work<'_>)| {
        if let Some(moment) = work.sealed_at.and_then(|at| DateTime::from_timestamp_millis(at.millis())) {
            about.made_at = moment;
        }
        let content = content::write(&drawn, &layout.faces, &typeset);
        press.write(&drawn, &content, &about, work.proof)
    };
    placed.into_iter().map(write).collect()
}
