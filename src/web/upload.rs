//! Files as they were sent (`multipart/form-data`, RFC 7578): read into memory, never written anywhere.

use rocket::data::{self, Data, FromData, ToByteUnit};
use rocket::http::ContentType;
use rocket::outcome::Outcome;
use rocket::tokio::io::{AsyncReadExt, sink};
use rocket::{Request, tokio};
use std::convert::Infallible;

/// The largest file that is looked at, in bytes.
pub const LARGEST: usize = 2 << 20;
/// What may stand around the file: boundaries and headers.
const AROUND: usize = 16 << 10;
/// What is still taken in of a file that is too large, so that the sender hears the answer instead of a connection cut off.
const PATIENCE_MIB: u64 = 32;

/// The file in the field `file` of a form.
#[derive(Debug, PartialEq, Eq)]
pub enum Upload {
    /// Its bytes.
    File(Vec<u8>),
    /// No file was chosen, or no form of ours was sent.
    Nothing,
    /// It is larger than [`LARGEST`].
    TooLarge,
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Upload {
    type Error = Infallible;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let boundary = request.content_type().filter(|kind| kind.is_form_data()).and_then(boundary);
        let mut stream = data.open(PATIENCE_MIB.mebibytes());
        let mut body = Vec::new();
        let whole = (&mut stream).take((LARGEST + AROUND) as u64 + 1).read_to_end(&mut body).await;
        let upload = match (whole, boundary) {
            (Ok(_), _) if body.len() > LARGEST + AROUND => {
                // Whether the rest arrives changes nothing about the answer.
                let _ = tokio::io::copy(&mut stream, &mut sink()).await;
                Self::TooLarge
            }
            (Ok(_), Some(boundary)) => match file_in(&body, &boundary) {
                Some(file) if file.len() > LARGEST => Self::TooLarge,
                Some(file) if !file.is_empty() => Self::File(file.to_vec()),
                _ => Self::Nothing,
            },
            _ => Self::Nothing,
        };
        Outcome::Success(upload)
    }
}

fn boundary(kind: &ContentType) -> Option<String> {
    kind.param("boundary").filter(|mark| (1..=70).contains(&mark.len())).map(|mark| format!("--{mark}"))
}

/// The content of the part that is called `file`.
fn file_in<'b>(body: &'b [u8], mark: &str) -> Option<&'b [u8]> {
    let between = format!("\r\n{mark}");
    let mut rest = body.strip_prefix(mark.as_bytes())?;
    loop {
        rest = rest.strip_prefix(b"\r\n")?;
        let head = find(rest, b"\r\n\r\n")?;
        let content = &rest[head + 4..];
        let end = find(content, between.as_bytes())?;
        if is_the_file(&rest[..head]) {
            return Some(&content[..end]);
        }
        rest = &content[end + between.len()..];
    }
}

fn is_the_file(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    head.split("\r\n").filter_map(|line| line.split_once(':')).any(|(name, value)| {
        name.eq_ignore_ascii_case("content-disposition")
            && value.split(';').any(|part| part.trim().eq_ignore_ascii_case("name=\"file\""))
    })
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = text.get(from..)?.iter().position(|byte| *byte == first) {
        if text[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (head, content) in parts {
            body.extend_from_slice(format!("--AaB\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--AaB--\r\n");
        body
    }

    #[test]
    fn the_file_is_found_to_the_byte() {
        let pdf = b"%PDF-1.7\r\n\r\n--Aa\r\n--A\r\n\0\xff";
        let sent = body(&[("name=\"lang\"", b"sv"), ("name=\"file\"; filename=\"a;b.pdf\"\r\nContent-Type: x/y", pdf)]);

        let file = file_in(&sent, "--AaB");

        assert_eq!(file, Some(&pdf[..]));
    }

    #[test]
    fn a_form_without_the_file_or_cut_off_has_none() {
        let other = body(&[("name=\"files\"; filename=\"a.pdf\"", b"x")]);
        let whole = body(&[("name=\"file\"; filename=\"a.pdf\"", b"content")]);

        let found: Vec<usize> = (0..whole.len()).filter(|end| file_in(&whole[..*end], "--AaB").is_some()).collect();

        assert_eq!(file_in(&other, "--AaB"), None);
        assert_eq!(file_in(&whole, "--Other"), None);
        // Only the mark behind the file tells that it is whole; what follows the mark is no part of it.
        assert_eq!(found, (whole.len() - 4..whole.len()).collect::<Vec<_>>());
    }

    #[test]
    fn a_field_left_empty_is_an_empty_file() {
        let empty = body(&[("name=\"file\"; filename=\"\"", b"")]);

        assert_eq!(file_in(&empty, "--AaB"), Some(&b""[..]));
    }
}
