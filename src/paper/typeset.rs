//! The fonts of a batch, cut down once to the characters all its papers use.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    FontId, Mm, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfParseErrorSeverity, PdfSaveOptions, Pt, TextItem,
};

use super::Refusal;
use super::face::{Codes, Cut};
use super::layout::{FaceKey, Faces};

/// The cut fonts of a batch and the codes their characters have in it.
pub struct Typeset {
    cuts: BTreeMap<FaceKey, (Cut, BTreeSet<char>)>,
    nothing: Codes,
}

impl Typeset {
    /// Cuts every font down to what is used of it.
    ///
    /// # Errors
    /// [`Refusal::Font`] if one cannot be cut.
    pub fn new(faces: &Faces, used: BTreeMap<FaceKey, BTreeSet<char>>) -> Result<Self, Refusal> {
        let cut = |(key, chars): (FaceKey, BTreeSet<char>)| Ok((key, (faces.get(key).cut(&chars)?, chars)));
        Ok(Self { cuts: used.into_iter().map(cut).collect::<Result<_, Refusal>>()?, nothing: Codes::default() })
    }

    /// The codes of a font.
    pub fn codes(&self, face: FaceKey) -> &Codes {
        self.cuts.get(&face).map_or(&self.nothing, |(cut, _)| &cut.codes)
    }

    /// The font files, in the order of their names.
    pub fn programs(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        self.cuts.iter().map(|(key, (cut, _))| (font_name(*key), cut.program.as_slice()))
    }

    /// A document of one page of `width` × `height` millimetres that names the fonts with widths and characters, as printpdf
    /// makes it; the fonts themselves are left out.
    ///
    /// # Errors
    /// [`Refusal::Document`] if printpdf has something against them.
    pub fn document(&self, width: f32, height: f32) -> Result<lopdf::Document, Refusal> {
        let mut document = PdfDocument::new("");
        let mut ops = vec![Op::StartTextSection];
        for (key, (cut, chars)) in &self.cuts {
            let id = FontId(font_name(*key).to_owned());
            document.resources.fonts.map.insert(id.clone(), PdfFont::new(cut.described.clone()));
            ops.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
            ops.push(Op::ShowText { items: vec![TextItem::Text(chars.iter().collect())] });
        }
        ops.push(Op::EndTextSection);
        document.pages.push(PdfPage::new(Mm(width), Mm(height), ops));
        let options = PdfSaveOptions { optimize: false, subset_fonts: false, ..PdfSaveOptions::default() };
        let mut warnings = Vec::new();
        let file = document.to_lopdf_document(&options, &mut warnings);
        match warnings.into_iter().find(|warning| warning.severity == PdfParseErrorSeverity::Error) {
            Some(warning) => Err(Refusal::Document(warning.msg)),
            None => Ok(file),
        }
    }
}

/// Names of our own: printpdf numbers its own by a counter that differs from run to run.
pub fn font_name(key: FaceKey) -> &'static str {
    match key {
        FaceKey::Display => "Fd",
        FaceKey::Text => "Ft",
        FaceKey::Strong => "Fs",
    }
}
