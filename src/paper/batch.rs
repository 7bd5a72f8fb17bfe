//! Drawing: one paper or a cohort's, from facts to bytes.
//!
//! A batch is what shares fonts. They are cut down to the union of the characters of all its papers, which is done and
//! compressed once; then every paper costs only what is its own.

use std::collections::{BTreeMap, BTreeSet};

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

/// A paper to be made.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// What it says.
    pub facts: &'a CertificateFacts,
    /// The whole text of the QR code, in upper case: `HTTPS://HOST/V/CODE#PAYLOAD`.
    pub qr: &'a str,
    /// The credential to attach as `credential.json`, JSON.
    pub credential: &'a str,
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
        });
        match self.find(layout) {
            Ok(layout) => draw(layout, &works.collect::<Vec<_>>(), Extent::Sealed),
            Err(refusal) => vec![Err(refusal); sheets.len()],
        }
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
        let work = Work { facts, qr: &facts.verify_address, purpose, proof: None };
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
}

fn draw(layout: &Layout, works: &[Work<'_>], extent: Extent) -> Vec<Result<Vec<u8>, Refusal>> {
    let placed: Vec<Result<Placed, Refusal>> =
        works.iter().map(|work| certificate::place(layout, work.facts, work.qr, work.purpose)).collect();
    let mut used: BTreeMap<FaceKey, BTreeSet<char>> = BTreeMap::new();
    for placed in placed.iter().flatten() {
        for (face, chars) in &placed.drawn.used {
            used.entry(*face).or_default().extend(chars);
        }
    }
    let size = (layout.plan.page.width, layout.plan.page.height);
    let mut deflater = Deflater::new();
    let prepared = Typeset::new(&layout.faces, used)
        .and_then(|typeset| Ok((Template::new(size, &typeset, extent, &mut deflater)?, typeset)));
    let (template, typeset) = match prepared {
        Ok(prepared) => prepared,
        Err(refusal) => return vec![Err(refusal); works.len()],
    };
    let mut press = Press::new(&template, deflater);
    let write = |(placed, work): (Result<Placed, Refusal>, &Work<'_>)| {
        let Placed { drawn, about } = placed?;
        let content = content::write(&drawn, &layout.faces, &typeset);
        press.write(&drawn, &content, &about, work.proof)
    };
    placed.into_iter().zip(works).map(write).collect()
}
