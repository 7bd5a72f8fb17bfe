//! The structure tree (ISO 32000-1, 14.7 and 14.8; PDF/UA-1): what a screen reader reads, in its order.
//!
//! Document, and in it a heading, paragraphs, figures with what they show in words, the link, and the field of the seal. Text in
//! the second language is tagged as such, in the middle of a paragraph by a span.

use super::content::{Content, points};
use super::file::{FIELD, LINK, PAGE, PARENTS, STRUCTURE};
use super::page::{Area, Drawn, PartId, Role};
use super::syntax::{literal, numbers, reference, text, whole};
use crate::kernel::Lang;

/// The key of the page, of the link and of the field in the tree of parents.
const LINK_KEY: u32 = 1;
const FIELD_KEY: u32 = 2;

/// BCP 47 tag of a language as it is written here.
pub fn lang_code(lang: Lang) -> &'static str {
    lang.say("sv-SE", "en-GB")
}

/// The objects of the tree with their numbers, elements from `first` on; `seal` names the field of the seal, if there is one.
pub fn write(drawn: &Drawn, content: &Content, seal: Option<&str>, first: u32) -> Vec<(u32, Vec<u8>)> {
    let mut tree = Tree { elements: vec![Vec::new()], first, parents: vec![0; content.sequences.len()] };
    let mut kids = Vec::new();
    let (mut link, mut field) = (None, None);
    for (index, role) in drawn.parts.iter().enumerate() {
        let part = PartId(index);
        let sequences: Vec<(u32, Option<Lang>)> = (0..)
            .zip(&content.sequences)
            .filter_map(|(sequence, (whose, lang))| (*whose == part).then_some((sequence, *lang)))
            .collect();
        if sequences.is_empty() {
            continue;
        }
        match role {
            Role::Heading => kids.push(tree.textual("H1", first, &sequences, &[])),
            Role::Paragraph => kids.push(tree.textual("P", first, &sequences, &[])),
            Role::Figure(alternative) => {
                kids.push(tree.figure(alternative, drawn.area_of(part), drawn.height, &sequences));
            }
            Role::Link if seal.is_none() => kids.push(tree.textual("P", first, &sequences, &[])),
            Role::Link => {
                let paragraph = tree.reserve();
                let inner = tree.textual("Link", paragraph, &sequences, &[LINK]);
                tree.element(&Element::plain(paragraph, "P", first), &[inner]);
                link = Some(inner);
                kids.push(paragraph);
            }
        }
    }
    if let Some(seal) = seal {
        let mut attributes = b"/Alt".to_vec();
        text(&mut attributes, seal);
        let form = tree.reserve();
        tree.leaf(&Element { attributes, ..Element::plain(form, "Form", first) }, &[], &[FIELD]);
        field = Some(form);
        kids.push(form);
    }
    tree.element(&Element::plain(first, "Document", STRUCTURE), &kids);
    tree.finish(link, field)
}

struct Tree {
    elements: Vec<Vec<u8>>,
    first: u32,
    /// The element of every marked sequence.
    parents: Vec<u32>,
}

impl Tree {
    fn reserve(&mut self) -> u32 {
        self.elements.push(Vec::new());
        self.first + u32::try_from(self.elements.len() - 1).unwrap_or(0)
    }

    fn begin(&mut self, element: &Element) -> &mut Vec<u8> {
        let out = &mut self.elements[(element.number - self.first) as usize];
        out.extend_from_slice(b"<</S/");
        out.extend_from_slice(element.kind.as_bytes());
        out.extend_from_slice(b"/P ");
        reference(out, element.parent);
        out.extend_from_slice(&element.attributes);
        out
    }

    /// An element that holds other elements.
    fn element(&mut self, element: &Element, kids: &[u32]) {
        let out = self.begin(element);
        out.extend_from_slice(b"/K[");
        for kid in kids {
            reference(out, *kid);
            out.push(b' ');
        }
        out.extend_from_slice(b"]>>");
    }

    /// An element that holds marked sequences and annotations.
    fn leaf(&mut self, element: &Element, sequences: &[u32], objects: &[u32]) {
        let kids: Vec<Kid> = sequences.iter().map(|sequence| Kid::Sequence(*sequence)).collect();
        self.mixed(element, &kids, objects);
    }

    fn mixed(&mut self, element: &Element, kids: &[Kid], objects: &[u32]) {
        for kid in kids {
            if let Kid::Sequence(sequence) = kid {
                self.parents[*sequence as usize] = element.number;
            }
        }
        let out = self.begin(element);
        out.extend_from_slice(b"/Pg ");
        reference(out, PAGE);
        out.extend_from_slice(b"/K[");
        for kid in kids {
            match kid {
                Kid::Sequence(sequence) => whole(out, *sequence),
                Kid::Element(element) => reference(out, *element),
            }
            out.push(b' ');
        }
        for object in objects {
            out.extend_from_slice(b"<</Type/OBJR/Obj ");
            reference(out, *object);
            out.extend_from_slice(b"/Pg ");
            reference(out, PAGE);
            out.extend_from_slice(b">>");
        }
        out.extend_from_slice(b"]>>");
    }

    /// Text: in one language the element says which, in several the foreign stretches are spans.
    fn textual(&mut self, kind: &'static str, parent: u32, sequences: &[(u32, Option<Lang>)], objects: &[u32]) -> u32 {
        let number = self.reserve();
        let own = sequences
            .first()
            .and_then(|(_, lang)| *lang)
            .filter(|lang| sequences.iter().all(|(_, other)| *other == Some(*lang)));
        let mut kids = Vec::new();
        for (sequence, lang) in sequences {
            match lang.filter(|_| own.is_none()) {
                None => kids.push(Kid::Sequence(*sequence)),
                Some(lang) => {
                    let span = self.reserve();
                    let element = Element { attributes: language(lang), ..Element::plain(span, "Span", number) };
                    self.leaf(&element, &[*sequence], &[]);
                    kids.push(Kid::Element(span));
                }
            }
        }
        let attributes = own.map(language).unwrap_or_default();
        self.mixed(&Element { number, kind, parent, attributes }, &kids, objects);
        number
    }

    fn figure(&mut self, alternative: &str, area: Area, height: f32, sequences: &[(u32, Option<Lang>)]) -> u32 {
        let mut attributes = b"/Alt".to_vec();
        text(&mut attributes, alternative);
        attributes.extend_from_slice(b"/A<</O/Layout/Placement/Block/BBox[");
        numbers(&mut attributes, &corners(area, height));
        attributes.extend_from_slice(b"]>>");
        let number = self.reserve();
        let sequences: Vec<u32> = sequences.iter().map(|(sequence, _)| *sequence).collect();
        self.leaf(&Element { attributes, ..Element::plain(number, "Figure", self.first) }, &sequences, &[]);
        number
    }

    fn finish(self, link: Option<u32>, field: Option<u32>) -> Vec<(u32, Vec<u8>)> {
        let mut root = b"<</Type/StructTreeRoot/K ".to_vec();
        reference(&mut root, self.first);
        root.extend_from_slice(format!("/ParentTree {PARENTS} 0 R/ParentTreeNextKey {}>>", FIELD_KEY + 1).as_bytes());
        let mut parents = b"<</Nums[0[".to_vec();
        for parent in &self.parents {
            reference(&mut parents, *parent);
            parents.push(b' ');
        }
        parents.push(b']');
        for (key, element) in [(LINK_KEY, link), (FIELD_KEY, field)] {
            if let Some(element) = element {
                parents.push(b' ');
                whole(&mut parents, key);
                parents.push(b' ');
                reference(&mut parents, element);
            }
        }
        parents.extend_from_slice(b"]>>");
        let elements = (self.first..).zip(self.elements);
        [(STRUCTURE, root), (PARENTS, parents)].into_iter().chain(elements).collect()
    }
}

/// The beginning of an element.
struct Element {
    number: u32,
    kind: &'static str,
    parent: u32,
    attributes: Vec<u8>,
}

impl Element {
    fn plain(number: u32, kind: &'static str, parent: u32) -> Self {
        Self { number, kind, parent, attributes: Vec::new() }
    }
}

enum Kid {
    Sequence(u32),
    Element(u32),
}

fn language(lang: Lang) -> Vec<u8> {
    let mut out = b"/Lang".to_vec();
    literal(&mut out, lang_code(lang).as_bytes());
    out
}

/// Left, bottom, right and top in points, as PDF counts.
pub fn corners((left, top, width, height): Area, sheet: f32) -> [f32; 4] {
    [points(left), points(sheet - top - height), points(left + width), points(sheet - top)]
}
