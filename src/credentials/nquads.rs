//! Canonical N-Quads (W3C RDF Dataset Canonicalization, RDFC-1.0) of the few shapes we sign.
//!
//! The general algorithm expands JSON-LD by its contexts and names blank nodes by hashes of their surroundings. Our documents
//! have known shapes, so their statements are written straight from the facts; what is left of the algorithm is its first
//! step, hashing each blank node's own statements, because in every shape of ours these differ. If they ever did not, the
//! document would be refused, never signed wrongly. Independent implementations check the result in `tests/credential`.

use ring::digest::{SHA256, digest};
use std::borrow::Cow;
use std::fmt::Write;

/// rdf:type.
pub const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// A subject or object as it stands in a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node<'a> {
    /// An address.
    Iri(Cow<'a, str>),
    /// A thing without an address of its own, by its place among those of the document.
    Blank(usize),
    /// A text.
    Literal(Cow<'a, str>),
    /// A text of a named kind.
    Typed(Cow<'a, str>, &'static str),
}

impl<'a> Node<'a> {
    /// An address.
    pub fn iri(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Iri(text.into())
    }

    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Literal(text.into())
    }

    fn write(&self, out: &mut String, label: &impl Fn(usize) -> Cow<'static, str>) {
        match self {
            Self::Iri(iri) => {
                out.push('<');
                out.push_str(iri);
                out.push('>');
            }
            Self::Blank(place) => out.push_str(&label(*place)),
            Self::Literal(text) => escape(text, out),
            Self::Typed(text, kind) => {
                escape(text, out);
                out.push_str("^^<");
                out.push_str(kind);
                out.push('>');
            }
        }
    }
}

/// A text in quotes, escaped as canonical N-Quads escapes.
fn escape(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{C}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\0'..='\u{1F}' | '\u{7F}' => {
                // Writing into memory cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// The statements of a document.
#[derive(Debug, Clone, Default)]
pub struct Quads<'a> {
    statements: Vec<(Node<'a>, &'static str, Node<'a>)>,
    blanks: usize,
}

impl<'a> Quads<'a> {
    /// A thing without an address of its own.
    pub fn blank(&mut self) -> Node<'a> {
        self.blanks += 1;
        Node::Blank(self.blanks - 1)
    }

    /// Adds a statement; said twice it counts once.
    pub fn say(&mut self, subject: &Node<'a>, predicate: &'static str, object: Node<'a>) {
        let statement = (subject.clone(), predicate, object);
        if !self.statements.contains(&statement) {
            self.statements.push(statement);
        }
    }

    /// The canonical text; `None` if two things without an address cannot be told apart by what is said of them.
    #[must_use]
    pub fn canonical(&self) -> Option<String> {
        let mut hashes: Vec<(Vec<u8>, usize)> =
            (0..self.blanks).map(|place| (self.first_degree(place), place)).collect();
        hashes.sort();
        if hashes.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return None;
        }
        let mut names = vec![0; self.blanks];
        for (name, (_, place)) in hashes.iter().enumerate() {
            names[*place] = name;
        }
        let label = |place: usize| Cow::Owned(format!("_:c14n{}", names[place]));
        let mut lines: Vec<String> = (0..self.statements.len()).map(|at| self.line(at, &label)).collect();
        lines.sort();
        Some(lines.concat())
    }

    /// SHA-256 over what is said of a blank node by itself (RDFC-1.0, 4.6).
    fn first_degree(&self, place: usize) -> Vec<u8> {
        let label = |other: usize| Cow::Borrowed(if other == place { "_:a" } else { "_:z" });
        let is_of = |node: &Node<'_>| *node == Node::Blank(place);
        let mut lines: Vec<String> = (0..self.statements.len())
            .filter(|at| is_of(&self.statements[*at].0) || is_of(&self.statements[*at].2))
            .map(|at| self.line(at, &label))
            .collect();
        // Two statements about different others look alike here and both count.
        lines.sort();
        digest(&SHA256, lines.concat().as_bytes()).as_ref().to_vec()
    }

    fn line(&self, at: usize, label: &impl Fn(usize) -> Cow<'static, str>) -> String {
        let (subject, predicate, object) = &self.statements[at];
        let mut line = String::with_capacity(160);
        subject.write(&mut line, label);
        line.push_str(" <");
        line.push_str(predicate);
        line.push_str("> ");
        object.write(&mut line, label);
        line.push_str(" .\n");
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_as_the_standard_says() {
        let mut out = String::new();

        escape("å \"ord\"\\\n\t\r\u{8}\u{c}\u{1}\u{7f} 李明 🎓", &mut out);

        assert_eq!(out, "\"å \\\"ord\\\"\\\\\\n\\t\\r\\b\\f\\u0001\\u007F 李明 🎓\"");
    }

    #[test]
    fn the_order_in_which_things_are_said_makes_no_difference() {
        let one = {
            let mut quads = Quads::default();
            let (first, second) = (quads.blank(), quads.blank());
            quads.say(&first, TYPE, Node::iri("urn:a"));
            quads.say(&first, "urn:knows", second.clone());
            quads.say(&second, TYPE, Node::iri("urn:b"));
            quads.canonical()
        };
        let other = {
            let mut quads = Quads::default();
            let (second, first) = (quads.blank(), quads.blank());
            quads.say(&second, TYPE, Node::iri("urn:b"));
            quads.say(&first, "urn:knows", second.clone());
            quads.say(&first, TYPE, Node::iri("urn:a"));
            quads.say(&first, TYPE, Node::iri("urn:a"));
            quads.canonical()
        };

        assert!(one.is_some());
        assert_eq!(one, other);
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        let mut quads = Quads::default();
        let (first, second) = (quads.blank(), quads.blank());
        quads.say(&first, TYPE, Node::iri("urn:a"));
        quads.say(&second, TYPE, Node::iri("urn:a"));

        assert_eq!(quads.canonical(), None);
    }
}
