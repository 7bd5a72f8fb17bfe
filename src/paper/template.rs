//! What all papers of a batch have in common, written once: fonts, page, colour profile.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use super::deflate::Deflater;
use super::file::{COLOURS, CONTENT, FIELD, FIRST_FREE, File, LINK, PAGE, PAGES};
use super::page::Stamp;
use super::plan::Plan;
use super::syntax::object;
use super::typeset::Typeset;
use super::{Refusal, icc};

/// The beginning of every file of a batch.
pub struct Template {
    /// Header and shared objects.
    pub file: File,
    /// The first number that no shared object has.
    pub first_free: u32,
}

/// Whether a file carries link, attachment and seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The page and nothing else.
    Bare,
    /// All of it.
    Sealed,
}

impl Template {
    /// Writes what a batch shares: printpdf lays the objects out, they get numbers of ours and the fonts they left out.
    ///
    /// # Errors
    /// [`Refusal::Document`] if printpdf made something else than a page with fonts.
    pub fn new(plan: &Plan, typeset: &Typeset, extent: Extent, deflater: &mut Deflater) -> Result<Self, Refusal> {
        let mut made = typeset.document(plan.page.width, plan.page.height)?;
        let fault = |fault: lopdf::Error| Refusal::Document(fault.to_string());
        let page = made.page_iter().next().ok_or_else(|| Refusal::Document("no page".to_owned()))?;
        let media = made.get_dictionary(page).and_then(|page| page.get(b"MediaBox")).map_err(fault)?.clone();
        let fonts = fonts(&made, page).map_err(fault)?;
        for (name, program) in typeset.programs() {
            let font = fonts.iter().find(|(known, _)| known == name.as_bytes()).map(|(_, font)| font);
            embed(&mut made, font, deflater.thoroughly(program), program.len()).map_err(fault)?;
        }
        let mut numbers = BTreeMap::new();
        let mut order = Vec::new();
        for (_, font) in &fonts {
            reach(&made, font, &mut numbers, &mut order);
        }
        let number_of = |id: ObjectId| numbers.get(&id).copied();
        let mut file = File::new();
        let mut first_free = FIRST_FREE + u32::try_from(numbers.len()).unwrap_or(0);
        let stamps: Vec<(Stamp, u32)> = plan.dress.stamps().zip(first_free..).collect();
        for id in order {
            let mut kept = made.get_object(id).map_err(fault)?.clone();
            if let Object::Stream(stream) = &mut kept
                && !stream.dict.has(b"Filter")
            {
                stream.set_content(deflater.thoroughly(&stream.content));
                stream.dict.set("Filter", "FlateDecode");
            }
            file.object(numbers[&id], |out| object(out, &kept, &number_of))?;
        }
        file.object(PAGES, |out| out.extend_from_slice(format!("<</Type/Pages/Count 1/Kids[{PAGE} 0 R]>>").as_bytes()));
        file.object(PAGE, |out| {
            out.extend_from_slice(format!("<</Type/Page/Parent {PAGES} 0 R/MediaBox ").as_bytes());
            object(out, &media, &number_of)?;
            out.extend_from_slice(b"/Resources<</Font<<");
            for (name, font) in &fonts {
                out.push(b'/');
                out.extend_from_slice(name);
                out.push(b' ');
                object(out, font, &number_of)?;
            }
            out.extend_from_slice(b">>/XObject<<");
            for (stamp, number) in &stamps {
                out.extend_from_slice(format!("{} {number} 0 R", stamp.name()).as_bytes());
            }
            out.extend_from_slice(format!(">>>>/Contents {CONTENT} 0 R/StructParents 0/Tabs/S").as_bytes());
            if extent == Extent::Sealed {
                out.extend_from_slice(format!("/Annots[{LINK} 0 R {FIELD} 0 R]").as_bytes());
            }
            out.extend_from_slice(b">>");
            Ok(())
        })?;
        file.stream(COLOURS, b"/N 3/Filter/FlateDecode", &deflater.thoroughly(&icc::srgb()));
        for (stamp, number) in stamps {
            first_free = number + 1;
            plan.dress.write(stamp, &plan.colours, (&mut file, number), deflater);
        }
        Ok(Self { file, first_free })
    }
}

/// The fonts the page names.
fn fonts(made: &Document, page: ObjectId) -> lopdf::Result<Vec<(Vec<u8>, Object)>> {
    let resources = made.get_dictionary(page)?.get(b"Resources")?;
    let resources = made.dereference(resources)?.1.as_dict()?;
    let fonts = made.dereference(resources.get(b"Font")?)?.1.as_dict()?;
    let ours = fonts.iter().filter(|(name, _)| name.starts_with(b"F"));
    Ok(ours.map(|(name, font)| (name.clone(), font.clone())).collect())
}

/// Puts a font file where printpdf was given a stub.
fn embed(made: &mut Document, font: Option<&Object>, deflated: Vec<u8>, length: usize) -> lopdf::Result<()> {
    let missing = || lopdf::Error::DictKey("font".to_owned());
    let font = made.dereference(font.ok_or_else(missing)?)?.1.as_dict()?;
    let descendants = made.dereference(font.get(b"DescendantFonts")?)?.1.as_array()?;
    let descendant = made.dereference(descendants.first().ok_or_else(missing)?)?.1.as_dict()?;
    let descriptor = made.dereference(descendant.get(b"FontDescriptor")?)?.1.as_dict()?;
    let program = descriptor.get(b"FontFile2")?.as_reference()?;
    let program = made.get_object_mut(program)?.as_stream_mut()?;
    program.set_content(deflated);
    program.dict.set("Filter", "FlateDecode");
    program.dict.set("Length1", i64::try_from(length).unwrap_or(i64::MAX));
    Ok(())
}

/// Gives a number to everything `object` leads to, in the order in which it is met.
fn reach(made: &Document, object: &Object, numbers: &mut BTreeMap<ObjectId, u32>, order: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) if !numbers.contains_key(id) => {
            numbers.insert(*id, FIRST_FREE + u32::try_from(order.len()).unwrap_or(0));
            order.push(*id);
            if let Ok(object) = made.get_object(*id) {
                reach(made, object, numbers, order);
            }
        }
        Object::Array(items) => items.iter().for_each(|item| reach(made, item, numbers, order)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, entry)| reach(made, entry, numbers, order)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, entry)| reach(made, entry, numbers, order)),
        _ => {}
    }
}
