//! The file around a page: metadata, identity, compression.

use std::fmt::Write as _;

use chrono::NaiveDate;
use lopdf::{Dictionary, Document, Object, Stream, StringFormat};
use printpdf::{PdfDocument, PdfFont, PdfParseErrorSeverity, PdfSaveOptions};

use super::Refusal;
use super::page::Drawn;

/// What the file says about itself.
pub struct About {
    /// The title a reader's window shows.
    pub title: String,
    /// The issuer.
    pub author: String,
    /// What it is about.
    pub subject: String,
    /// BCP 47 tag of the main language.
    pub lang: &'static str,
    /// The day it was made; no clock is read, so that the same facts give the same bytes.
    pub made_on: NaiveDate,
    /// 16 bytes that tell this file from others (ISO 32000-1, 14.4).
    pub identity: Vec<u8>,
}

/// Writes one page as a PDF file.
///
/// printpdf lays the objects out; what it gets wrong or draws from a counter is replaced: Info (it writes
/// empty keys of a print standard), XMP (unescaped), identity and version. No script, no form, no attachment.
///
/// # Errors
/// [`Refusal::Document`] if the file cannot be put together.
pub fn write(drawn: Drawn, about: &About) -> Result<Vec<u8>, Refusal> {
    let mut document = PdfDocument::new(&about.title);
    document.resources.fonts.map.extend(drawn.fonts.into_iter().map(|(id, font)| (id, PdfFont::new(font))));
    document.pages.push(drawn.page);
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, ..PdfSaveOptions::default() };
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.iter().find(|warning| warning.severity == PdfParseErrorSeverity::Error) {
        return Err(Refusal::Document(warning.msg.clone()));
    }
    describe(&mut file, about).map_err(|fault| Refusal::Document(fault.to_string()))?;
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|fault| Refusal::Document(fault.to_string()))?;
    Ok(bytes)
}

fn describe(file: &mut Document, about: &About) -> lopdf::Result<()> {
    "1.7".clone_into(&mut file.version);
    let xmp = Dictionary::from_iter([("Type", "Metadata".into()), ("Subtype", "XML".into())]);
    let xmp = file.add_object(Stream::new(xmp, xmp_packet(about).into_bytes()).with_compression(false));
    let catalog = file.catalog_mut()?;
    catalog.set("Metadata", xmp);
    catalog.set("Lang", Object::string_literal(about.lang));
    catalog.set("ViewerPreferences", Dictionary::from_iter([("DisplayDocTitle", Object::Boolean(true))]));
    catalog.set("PageLayout", "SinglePage");
    let pages: Vec<_> = file.page_iter().collect();
    for page in pages {
        let page = file.get_dictionary_mut(page)?;
        page.remove(b"Annots");
        let resources = page.get(b"Resources")?.as_reference()?;
        let resources = file.get_dictionary_mut(resources)?;
        for unused in ["XObject", "ExtGState", "Shading"] {
            resources.remove(unused.as_bytes());
        }
    }
    let when = format!("D:{}120000Z", about.made_on.format("%Y%m%d"));
    let info = file.add_object(Dictionary::from_iter([
        ("Title", text(&about.title)),
        ("Author", text(&about.author)),
        ("Subject", text(&about.subject)),
        ("Creator", text("Stafett")),
        ("Producer", text("Stafett (printpdf, lopdf)")),
        ("CreationDate", Object::string_literal(when.as_str())),
        ("ModDate", Object::string_literal(when.as_str())),
    ]));
    file.trailer.set("Info", info);
    let identity = Object::String(about.identity.clone(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identity.clone(), identity]);
    file.prune_objects();
    file.renumber_objects();
    file.compress();
    Ok(())
}

/// A text string in UTF-16 with its mark, which every reader understands.
fn text(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// The same facts as Info in XMP (ISO 16684-1), which archives read.
fn xmp_packet(about: &About) -> String {
    let (title, author, subject) = (escape(&about.title), escape(&about.author), escape(&about.subject));
    let (lang, when) = (about.lang, about.made_on.format("%Y-%m-%dT12:00:00Z"));
    let mut packet = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        packet,
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>\n\
         <dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>\n\
         <xmp:CreatorTool>Stafett</xmp:CreatorTool>\n\
         <xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>\n\
         <pdf:Producer>Stafett (printpdf, lopdf)</pdf:Producer>\n\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    );
    packet
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
