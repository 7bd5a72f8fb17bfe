//! One paper as a file: what it shares with its batch, and after that what only it has.

use std::collections::HashMap;

use ring::digest::{Context, SHA256};

use super::about::{About, PRODUCER};
use super::content::Content;
use super::deflate::Deflater;
use super::file::{
    ATTACHMENT, CATALOG, COLOURS, CONTENT, CREDENTIAL, FIELD, File, INFO, LINK, METADATA, OUTLINE, PAGE, PAGES,
    SIGNATURE, STRUCTURE, stream,
};
use super::page::Drawn;
use super::seal::{self, Seal};
use super::structure::{self, corners, lang_code};
use super::syntax::{literal, numbers, text, whole};
use super::template::Template;
use super::{Refusal, spoken, xmp};

/// What makes a page a paper that proves itself.
#[derive(Clone, Copy)]
pub struct Proof<'a> {
    /// Where the link leads: what the QR code says.
    pub address: &'a str,
    /// The credential to attach, JSON.
    pub credential: &'a str,
    /// Who seals.
    pub seal: &'a dyn Seal,
}

/// Writes the papers of a batch.
pub struct Press<'a> {
    template: &'a Template,
    deflater: Deflater,
    /// Structures already compressed: in a batch they are nearly always the same.
    outlines: HashMap<Vec<u8>, Vec<u8>>,
}

impl<'a> Press<'a> {
    /// A press for files that begin with `template`.
    pub fn new(template: &'a Template, deflater: Deflater) -> Self {
        Self { template, deflater, outlines: HashMap::new() }
    }

    /// Writes one file, sealed if there is a proof: the same input gives the same bytes, but for the seal.
    ///
    /// # Errors
    /// [`Refusal::Document`] if the seal cannot be set.
    pub fn write(
        &mut self,
        drawn: &Drawn,
        content: &Content,
        about: &About,
        proof: Option<Proof<'_>>,
    ) -> Result<Vec<u8>, Refusal> {
        let mut file = self.template.file.clone();
        catalog(&mut file, about, proof.is_some());
        file.stream(CONTENT, b"/Filter/FlateDecode", &self.deflater.quickly(&content.bytes));
        information(&mut file, about);
        file.stream(METADATA, b"/Type/Metadata/Subtype/XML", xmp::packet(about).as_bytes());
        let seal_name = proof.map(|_| about.lang.say(spoken::seal().sv, spoken::seal().en));
        self.outline(&mut file, structure::write(drawn, content, seal_name.as_deref(), self.template.first_free));
        let identity = identity(content, about, proof);
        let Some(proof) = proof else { return Ok(file.finish(&identity)) };
        self.attach(&mut file, about, proof.credential);
        link(&mut file, about, proof.address, drawn.link.map(|area| corners(area, drawn.height)));
        field(&mut file, seal_name.as_deref().unwrap_or_default());
        let room =
            file.object(SIGNATURE, |out| seal::make_room(out, proof.seal.longest(), &about.moment(), &about.author));
        seal::set(file.finish(&identity), room, proof.seal)
    }

    /// The structure, in one compressed stream: it is long and says the same things again and again.
    fn outline(&mut self, file: &mut File, objects: Vec<(u32, Vec<u8>)>) {
        let (mut index, mut bodies) = (Vec::new(), Vec::new());
        let count = objects.len();
        for (place, (number, body)) in objects.into_iter().enumerate() {
            file.in_outline(number, place);
            whole(&mut index, number);
            index.push(b' ');
            whole(&mut index, u32::try_from(bodies.len()).unwrap_or(u32::MAX));
            index.push(b' ');
            bodies.extend(body);
            bodies.push(b'\n');
        }
        let first = index.len();
        index.append(&mut bodies);
        let Self { deflater, outlines, .. } = self;
        let compressed = outlines.entry(index).or_insert_with_key(|plain| deflater.thoroughly(plain));
        file.stream(OUTLINE, format!("/Type/ObjStm/N {count}/First {first}/Filter/FlateDecode").as_bytes(), compressed);
    }

    fn attach(&mut self, file: &mut File, about: &About, credential: &str) {
        let deflated = self.deflater.quickly(credential.as_bytes());
        file.object(CREDENTIAL, |out| {
            let mut entries = seal::CREDENTIAL_HEAD.to_vec();
            whole(&mut entries, u32::try_from(credential.len()).unwrap_or(u32::MAX));
            entries.extend_from_slice(b"/ModDate");
            literal(&mut entries, about.moment().as_bytes());
            entries.extend_from_slice(b">>/Filter/FlateDecode");
            stream(out, &entries, &deflated);
        });
        file.object(ATTACHMENT, |out| {
            out.extend_from_slice(b"<</Type/Filespec/F(credential.json)/UF(credential.json)/AFRelationship/Data/Desc");
            text(out, spoken::credential().in_lang(about.lang));
            out.extend_from_slice(format!("/EF<</F {CREDENTIAL} 0 R/UF {CREDENTIAL} 0 R>>>>").as_bytes());
        });
    }
}

fn catalog(file: &mut File, about: &About, is_sealed: bool) {
    file.object(CATALOG, |out| {
        let shared = format!(
            "<</Type/Catalog/Pages {PAGES} 0 R/Lang({})/MarkInfo<</Marked true>>/StructTreeRoot {STRUCTURE} 0 R\
             /Metadata {METADATA} 0 R/ViewerPreferences<</DisplayDocTitle true>>/PageLayout/SinglePage\
             /OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)\
             /Info(sRGB IEC61966-2.1)/DestOutputProfile {COLOURS} 0 R>>]",
            lang_code(about.lang),
        );
        out.extend_from_slice(shared.as_bytes());
        if is_sealed {
            let proofs = format!(
                "/AF[{ATTACHMENT} 0 R]/Names<</EmbeddedFiles<</Names[(credential.json){ATTACHMENT} 0 R]>>>>\
                 /AcroForm<</Fields[{FIELD} 0 R]/SigFlags 3>>",
            );
            out.extend_from_slice(proofs.as_bytes());
        }
        out.extend_from_slice(b">>");
    });
}

fn information(file: &mut File, about: &About) {
    file.object(INFO, |out| {
        for (key, value) in
            [("<</Title", about.title.as_str()), ("/Author", &about.author), ("/Subject", &about.subject)]
        {
            out.extend_from_slice(key.as_bytes());
            text(out, value);
        }
        let moment = about.moment();
        out.extend_from_slice(
            format!("/Creator(Stafett)/Producer({}", PRODUCER.replace('(', "\\(").replace(')', "\\)")).as_bytes(),
        );
        out.extend_from_slice(format!(")/CreationDate({moment})/ModDate({moment})>>").as_bytes());
    });
}

/// The link over the printed code, as PDF/UA has it: with words of its own and a place in the structure.
fn link(file: &mut File, about: &About, address: &str, area: Option<[f32; 4]>) {
    file.object(LINK, |out| {
        out.extend_from_slice(b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/StructParent 1/P ");
        out.extend_from_slice(format!("{PAGE} 0 R/Rect[").as_bytes());
        numbers(out, &area.unwrap_or_default());
        out.extend_from_slice(b"]/Contents");
        text(out, spoken::link(&about.code).in_lang(about.lang));
        out.extend_from_slice(b"/A<</S/URI/URI");
        literal(out, address.as_bytes());
        out.extend_from_slice(b">>>>");
    });
}

/// The field of the seal: without a place on the page, because what is printed there says nothing about the file.
fn field(file: &mut File, name: &str) {
    file.object(FIELD, |out| {
        out.extend_from_slice(b"<</Type/Annot/Subtype/Widget/FT/Sig/F 132/Rect[0 0 0 0]/StructParent 2/T(Seal)/TU");
        text(out, name);
        out.extend_from_slice(format!("/P {PAGE} 0 R/V {SIGNATURE} 0 R>>").as_bytes());
    });
}

/// 16 bytes that differ where the paper differs.
fn identity(content: &Content, about: &About, proof: Option<Proof<'_>>) -> [u8; 16] {
    let mut hash = Context::new(&SHA256);
    for part in [about.title.as_str(), &about.author, &about.subject, proof.map_or("", |proof| proof.credential)] {
        hash.update(part.as_bytes());
        hash.update(&[0]);
    }
    hash.update(&content.bytes);
    let mut identity = [0; 16];
    identity.copy_from_slice(&hash.finish().as_ref()[..16]);
    identity
}
