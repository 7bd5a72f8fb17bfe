//! PDF syntax (ISO 32000-1, 7.3): numbers, strings, and the objects lopdf hands over, as bytes.

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use super::Refusal;

/// Writes a whole number.
pub fn whole(out: &mut Vec<u8>, value: u32) {
    if value >= 10 {
        whole(out, value / 10);
    }
    out.push(b'0' + u8::try_from(value % 10).unwrap_or(0));
}

/// Writes a number with at most three decimals, which is finer than any printer.
#[expect(clippy::cast_possible_truncation, reason = "a page is far smaller than 2³¹ thousandths of a point")]
pub fn number(out: &mut Vec<u8>, value: f32) {
    let thousandths = (value * 1000.0).round() as i32;
    if thousandths < 0 {
        out.push(b'-');
    }
    let thousandths = thousandths.unsigned_abs();
    whole(out, thousandths / 1000);
    let mut rest = thousandths % 1000;
    if rest > 0 {
        out.push(b'.');
        rest += 1000;
        while rest.is_multiple_of(10) {
            rest /= 10;
        }
        let leading_one = out.len();
        whole(out, rest);
        out.remove(leading_one);
    }
}

/// Writes numbers with spaces between them.
pub fn numbers(out: &mut Vec<u8>, values: &[f32]) {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        number(out, *value);
    }
}

/// Writes bytes as a literal string.
pub fn literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for &byte in bytes {
        escaped(out, byte);
    }
    out.push(b')');
}

/// Writes one byte inside a literal string; a bare carriage return would be read as a line feed.
pub fn escaped(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        b'\r' => out.extend_from_slice(b"\\r"),
        byte => out.push(byte),
    }
}

/// Writes bytes as a hexadecimal string in lower case.
pub fn hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'<');
    out.extend_from_slice(data_encoding::HEXLOWER.encode(bytes).as_bytes());
    out.push(b'>');
}

/// Writes a text string: as it is if plain, else in UTF-16 with its mark, which every reader understands.
pub fn text(out: &mut Vec<u8>, text: &str) {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        literal(out, text.as_bytes());
    } else {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        hexadecimal(out, &units.flat_map(u16::to_be_bytes).collect::<Vec<_>>());
    }
}

/// Writes a reference.
pub fn reference(out: &mut Vec<u8>, number: u32) {
    whole(out, number);
    out.extend_from_slice(b" 0 R");
}

/// Writes an object of lopdf; `number_of` says under which number a referenced one is kept here.
///
/// # Errors
/// [`Refusal::Document`] if something referenced is not kept.
pub fn object(out: &mut Vec<u8>, object: &Object, number_of: &dyn Fn(ObjectId) -> Option<u32>) -> Result<(), Refusal> {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(value) => number(out, *value),
        Object::Name(name) => self::name(out, name),
        Object::String(bytes, StringFormat::Literal) => literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => hexadecimal(out, bytes),
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                self::object(out, item, number_of)?;
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => dictionary(out, entries, number_of)?,
        Object::Stream(stream) => {
            let mut entries = stream.dict.clone();
            entries.set("Length", i64::try_from(stream.content.len()).unwrap_or(i64::MAX));
            dictionary(out, &entries, number_of)?;
            out.extend_from_slice(b"stream\n");
            out.extend_from_slice(&stream.content);
            out.extend_from_slice(b"\nendstream");
        }
        Object::Reference(id) => {
            let number = number_of(*id).ok_or_else(|| Refusal::Document(format!("object {} is not kept", id.0)))?;
            reference(out, number);
        }
    }
    Ok(())
}

fn dictionary(
    out: &mut Vec<u8>,
    entries: &Dictionary,
    number_of: &dyn Fn(ObjectId) -> Option<u32>,
) -> Result<(), Refusal> {
    out.extend_from_slice(b"<<");
    for (key, value) in entries {
        name(out, key);
        out.push(b' ');
        object(out, value, number_of)?;
    }
    out.extend_from_slice(b">>");
    Ok(())
}

/// Writes a name; what is not a regular character stands as its code.
fn name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"#()<>[]{}/%".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_can_be() {
        let values = [0.0, 1.0, -1.5, 12.34, 0.001, 841.89, -0.0004, 100.05];

        let written = values.map(|value| {
            let mut out = Vec::new();
            number(&mut out, value);
            String::from_utf8(out).unwrap()
        });

        assert_eq!(written, ["0", "1", "-1.5", "12.34", "0.001", "841.89", "0", "100.05"]);
    }

    #[test]
    fn what_would_end_a_string_is_escaped() {
        let mut out = Vec::new();

        text(&mut out, "a) /JS (\\b");
        text(&mut out, "Å");

        assert_eq!(out, b"(a\\) /JS \\(\\\\b)<feff00c5>");
    }
}
