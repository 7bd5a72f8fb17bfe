//! Forms that may bring a file along (`multipart/form-data`, RFC 7578): read into memory, never written anywhere.

use super::form::Submitted;
use super::problem::Problem;
use rocket::data::{self, Data, DataStream, FromData, ToByteUnit};
use rocket::http::{ContentType, Status};
use rocket::tokio::io::{AsyncReadExt, copy, sink};
use rocket::tokio::time::{Duration, timeout};
use rocket::{Request, outcome::Outcome};
use std::ops::Range;

/// How many bytes all other fields may have together, with what stands around them.
const AROUND: usize = 512 << 10;

/// What is still taken in of a file that is too large, so that the sender hears the answer instead of a connection cut off.
const PATIENCE_MIB: u64 = 64;

/// How long one may take to send.
const SENDING: Duration = Duration::from_mins(3);

/// The fields of a form, and the one file it brought, of at most `LARGEST` bytes.
///
/// No more of the body is held than the largest file that is taken and the other fields; of a larger file only the fields
/// before it are left, so the field of the file stands last. The file's name and what the browser calls it are never looked
/// at. A form without a file may come as any other form does.
#[derive(Debug)]
pub struct Upload<const LARGEST: usize> {
    /// Every field but the file's.
    pub form: Submitted,
    /// The file.
    pub file: Sent,
}

/// The file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// None was chosen, or an empty one.
    Nothing,
    /// These bytes.
    File(Vec<u8>),
    /// It is larger than what is taken.
    TooLarge,
}

#[rocket::async_trait]
impl<'r, const LARGEST: usize> FromData<'r> for Upload<LARGEST> {
    type Error = Problem;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let Some(mark) = request.content_type().filter(|kind| kind.is_form_data()).and_then(boundary) else {
            let form = Submitted::from_data(request, data).await;
            return form.map(|form| Self { form, file: Sent::Nothing });
        };
        let length = request.headers().get_one("Content-Length").and_then(|length| length.parse().ok());
        let read = read(data.open(PATIENCE_MIB.mebibytes()), length.unwrap_or_default(), LARGEST + AROUND);
        let Ok(Ok((body, is_cut))) = timeout(SENDING, read).await else {
            return Outcome::Error((Status::BadRequest, Problem::Unreadable));
        };
        match taken_apart(body, &mark, LARGEST, is_cut) {
            Ok((form, file)) => Outcome::Success(Self { form, file }),
            Err(Problem::TooLarge) => Outcome::Error((Status::PayloadTooLarge, Problem::TooLarge)),
            Err(other) => Outcome::Error((Status::BadRequest, other)),
        }
    }
}

fn boundary(kind: &ContentType) -> Option<String> {
    kind.param("boundary").filter(|mark| (1..=70).contains(&mark.len())).map(|mark| format!("--{mark}"))
}

/// Reads as much as may be, and lets the rest pass by; says whether there was a rest.
async fn read(mut stream: DataStream<'_>, length: usize, most: usize) -> Result<(Vec<u8>, bool), std::io::Error> {
    let mut body = Vec::with_capacity(length.min(most) + 1);
    (&mut stream).take(most as u64 + 1).read_to_end(&mut body).await?;
    let is_cut = body.len() > most;
    if is_cut {
        // Whether the rest arrives changes nothing about the answer.
        let _ = copy(&mut stream, &mut sink()).await;
    }
    Ok((body, is_cut))
}

/// The fields and the file of a body, the file's bytes without a copy. A part whose end is missing is the file that was too
/// large, where the body `is_cut`; else somebody hung up.
fn taken_apart(mut body: Vec<u8>, mark: &str, largest: usize, is_cut: bool) -> Result<(Submitted, Sent), Problem> {
    let mut form = Submitted::default();
    let mut file: Option<Range<usize>> = None;
    let between = format!("\r\n{mark}").into_bytes();
    let mut at = if body.starts_with(mark.as_bytes()) { mark.len() } else { return Err(Problem::Unreadable) };
    let mut others = 0;
    while body[at..].starts_with(b"\r\n") {
        let head = find(&body[at..], b"\r\n\r\n").map(|end| at..at + end);
        let Some(head) = head else { return if is_cut { Err(Problem::TooLarge) } else { Err(Problem::Unreadable) } };
        let (field, content) = (Field::of(&body[head.clone()]), head.end + 4);
        let Some(end) = find(&body[content..], &between).map(|end| content + end) else {
            return match (is_cut, field) {
                (true, Some(Field::File)) => Ok((form, Sent::TooLarge)),
                (true, _) => Err(Problem::TooLarge),
                (false, _) => Err(Problem::Unreadable),
            };
        };
        match field {
            Some(Field::File) => file = Some(content..end),
            Some(Field::Named(name)) => {
                others += end - content;
                // As in any other form: line ends become `\n`, and NUL is no character of any text.
                let value = String::from_utf8_lossy(&body[content..end]).replace("\r\n", "\n").replace('\0', "");
                form = form.with(&name, value);
            }
            None => {}
        }
        at = end + between.len();
    }
    if others > AROUND {
        return Err(Problem::TooLarge);
    }
    let file = match file {
        Some(range) if range.len() > largest => Sent::TooLarge,
        Some(range) if !range.is_empty() => {
            body.truncate(range.end);
            body.drain(..range.start);
            Sent::File(body)
        }
        _ => Sent::Nothing,
    };
    Ok((form, file))
}

/// What a part of a form is.
#[derive(Debug)]
enum Field {
    /// A file: it says what it was called where it comes from.
    File,
    /// Anything else, by its name.
    Named(String),
}

impl Field {
    /// What the head of a part says.
    fn of(head: &[u8]) -> Option<Self> {
        let head = String::from_utf8_lossy(head);
        let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        let mut said = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-disposition"));
        let said = said.next()?.1;
        if said.split(';').any(|part| part.trim_start().starts_with("filename")) {
            return Some(Self::File);
        }
        let mut parts = said.split(';').map(str::trim);
        parts.find_map(|part| part.strip_prefix("name=\"")?.strip_suffix('"')).map(|name| Self::Named(name.to_owned()))
    }
}

/// Where `wanted` begins in `text`.
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

    fn body(parts: &[(&str, &str)]) -> Vec<u8> {
        let part = |(head, content): &(&str, &str)| {
            format!("--AaB\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
        };
        format!("{}--AaB--\r\n", parts.iter().map(part).collect::<String>()).into_bytes()
    }

    #[test]
    fn fields_and_file_are_told_apart() {
        let sent = body(&[("name=\"words\"", "ett\r\ntvå"), ("name=\"file\"; filename=\"a;b.pdf\"", "%PDF\r\n--Aa")]);

        let (form, file) = taken_apart(sent, "--AaB", 1000, false).expect("a form");

        assert_eq!(form.get("words"), "ett\ntvå");
        assert_eq!(file, Sent::File(b"%PDF\r\n--Aa".to_vec()));
    }

    #[test]
    fn a_file_that_was_cut_is_too_large_and_what_stands_before_it_is_kept() {
        let whole = body(&[("name=\"words\"", "kvar"), ("name=\"file\"; filename=\"a\"", "a lot")]);
        let cut = whole[..whole.len() - 12].to_vec();

        let told =
            taken_apart(cut.clone(), "--AaB", 1000, true).map(|(form, file)| (form.get("words").to_owned(), file));
        let hung_up = taken_apart(cut, "--AaB", 1000, false);

        assert!(matches!(told, Ok((words, Sent::TooLarge)) if words == "kvar"));
        assert!(matches!(hung_up, Err(Problem::Unreadable)));
    }

    #[test]
    fn a_file_is_whole_only_with_the_mark_behind_it_and_is_kept_to_the_byte() {
        let pdf = "%PDF-1.7\r\n\r\n--Aa\r\n--A\r\n\0";
        let whole = body(&[("name=\"lang\"", "sv"), ("name=\"paper\"; filename=\"a.pdf\"\r\nContent-Type: x/y", pdf)]);

        let of = |end: usize| taken_apart(whole[..end].to_vec(), "--AaB", 1000, false);
        let found: Vec<usize> = (0..whole.len()).filter(|end| matches!(of(*end), Ok((_, Sent::File(_))))).collect();

        assert_eq!(of(whole.len()).map(|(_, file)| file).ok(), Some(Sent::File(pdf.as_bytes().to_vec())));
        assert_eq!(found, (whole.len() - 4..whole.len()).collect::<Vec<_>>());
    }

    #[test]
    fn a_file_of_more_than_is_taken_is_too_large_even_when_it_came_whole() {
        let sent = body(&[("name=\"words\"", "kvar"), ("name=\"file\"; filename=\"a\"", "12345")]);

        let (form, file) = taken_apart(sent, "--AaB", 4, false).expect("a form");

        assert_eq!((form.get("words"), file), ("kvar", Sent::TooLarge));
    }

    #[test]
    fn a_file_left_empty_is_none_and_a_body_of_another_mark_is_no_form() {
        let empty = body(&[("name=\"file\"; filename=\"\"", "")]);

        let told = taken_apart(empty.clone(), "--AaB", 1000, false).map(|(_, file)| file);

        assert!(matches!(told, Ok(Sent::Nothing)));
        assert!(matches!(taken_apart(empty, "--Other", 1000, false), Err(Problem::Unreadable)));
    }
}
