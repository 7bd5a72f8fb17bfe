//! The little XML that a drawing needs: tags and their attributes, nothing that refers to anything else.

/// A tag with its attributes.
#[derive(Debug, Clone, PartialEq)]
pub enum Tag<'a> {
    /// `<name a="b">`.
    Open(&'a str, Vec<(&'a str, &'a str)>),
    /// `</name>`; follows at once where a tag closes itself.
    Close(&'a str),
}

/// Reads all tags in order; comments and text are passed over.
///
/// `None` for anything else: document types, entities and character references, sections, unquoted values.
pub fn read(text: &str) -> Option<Vec<Tag<'_>>> {
    let mut tags = Vec::new();
    let mut rest = text.trim_start_matches('\u{FEFF}');
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")? + 3..];
        } else if let Some(declaration) = rest.strip_prefix("<?xml") {
            rest = &declaration[declaration.find("?>")? + 2..];
        } else if let Some(closing) = rest.strip_prefix("</") {
            let end = closing.find('>')?;
            tags.push(Tag::Close(named(closing[..end].trim_end())?));
            rest = &closing[end + 1..];
        } else {
            rest = open(&rest[1..], &mut tags)?;
        }
    }
    Some(tags)
}

/// Reads an opening tag behind its `<` and returns what follows it.
fn open<'a>(text: &'a str, tags: &mut Vec<Tag<'a>>) -> Option<&'a str> {
    let end = text.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')?;
    let name = named(&text[..end])?;
    let mut rest = &text[end..];
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        if let Some(rest) = rest.strip_prefix("/>") {
            tags.extend([Tag::Open(name, attributes), Tag::Close(name)]);
            return Some(rest);
        }
        if let Some(rest) = rest.strip_prefix('>') {
            tags.push(Tag::Open(name, attributes));
            return Some(rest);
        }
        let (key, value) = rest.split_once('=')?;
        let key = named(key.trim_ascii_end())?;
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'')?;
        let (value, after) = value[1..].split_once(quote)?;
        if value.contains(['&', '<']) || attributes.iter().any(|(other, _)| *other == key) {
            return None;
        }
        attributes.push((key, value));
        rest = after;
    }
}

fn named(name: &str) -> Option<&str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
    (!name.is_empty() && name.chars().all(is_plain)).then_some(name)
}
