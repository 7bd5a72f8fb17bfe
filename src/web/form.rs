//! Forms as they were sent, and how they are read: every wrong field is named, and nothing typed is lost.

use super::parts::FormErrors;
use super::problem::Problem;
use crate::access::SubmissionKey;
use crate::kernel::{Day, EmailAddress, Lang, PersonName, Refusal as _};
use crate::locale::{personal_number, text};
use rocket::data::{self, Data, FromData, ToByteUnit};
use rocket::http::{ContentType, RawStr, Status};
use rocket::{Request, outcome::Outcome};
use std::fmt::Display;

/// The fields of a form exactly as they were sent.
///
/// A page that is shown again takes its values from here. Fields nobody asks for are never looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Submitted(Vec<(String, String)>);

/// The limits of `Rocket.toml`, each with what holds (in KiB) where none is set: a form, and a pasted spreadsheet or drawing.
const FORM: (&str, u64) = ("form", 64);
const PASTE: (&str, u64) = ("paste", 2048);

#[rocket::async_trait]
impl<'r> FromData<'r> for Submitted {
    type Error = Problem;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        if request.content_type() != Some(&ContentType::Form) {
            return Outcome::Error((Status::UnsupportedMediaType, Problem::Unreadable));
        }
        let most = |(limit, default): (&str, u64)| request.limits().get(limit).unwrap_or(default.kibibytes()).as_u64();
        let path = request.uri().path();
        let largest = match path.as_str() {
            path if path.starts_with("/desk/imports") || path.starts_with("/setup/certificates") => most(PASTE),
            // May carry another form, whose fields it names at greater length.
            path if path.starts_with("/sign-in") => 2 * most(FORM),
            _ => most(FORM),
        };
        match data.open(largest.bytes()).into_string().await {
            Ok(body) if body.is_complete() => Outcome::Success(Self::parse(&body)),
            Ok(_) => Outcome::Error((Status::PayloadTooLarge, Problem::TooLarge)),
            Err(_) => Outcome::Error((Status::BadRequest, Problem::Unreadable)),
        }
    }
}

impl Submitted {
    /// Reads an `application/x-www-form-urlencoded` body; line ends become `\n`.
    #[must_use]
    pub fn parse(body: &str) -> Self {
        // NUL is no character of any text, and PostgreSQL refuses it: it is dropped where it comes in.
        let decoded = |text: &str| RawStr::new(text).url_decode_lossy().replace("\r\n", "\n").replace('\0', "");
        let pair = |part: &str| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), decoded(value))
        };
        Self(body.split('&').filter(|part| !part.is_empty()).map(pair).collect())
    }

    /// A form that is shown with values already in it.
    #[must_use]
    pub fn of<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// The same form with one more field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// What was typed in `name`; empty when the field was not sent.
    #[must_use]
    pub fn get(&self, name: impl AsRef<str>) -> &str {
        let name = name.as_ref();
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// All that was ticked under `name`.
    #[must_use]
    pub fn all(&self, name: impl AsRef<str>) -> Vec<&str> {
        let name = name.as_ref();
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether `name` was sent with anything in it.
    #[must_use]
    pub fn has(&self, name: impl AsRef<str>) -> bool {
        !self.get(name).is_empty()
    }

    /// Field and value, in the order they were sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The form's submission key.
    ///
    /// # Errors
    /// When the form carries none of ours, as only a made-up form does.
    pub fn key(&self) -> Result<SubmissionKey, Problem> {
        SubmissionKey::parse(self.get("submission_key")).ok_or(Problem::Unreadable)
    }

    /// The version the form was opened with.
    ///
    /// # Errors
    /// When the form carries none that a row could have, as only a made-up form does.
    pub fn version(&self) -> Result<i64, Problem> {
        self.version_in("version")
    }

    /// The same in another field, where a form changes two things.
    ///
    /// # Errors
    /// As [`Submitted::version`].
    pub fn version_in(&self, field: &str) -> Result<i64, Problem> {
        let version: i32 = self.get(field).parse().map_err(|_| Problem::Unreadable)?;
        if version < 0 { Err(Problem::Unreadable) } else { Ok(i64::from(version)) }
    }

    /// The version an editing form carries: the one it was sent with, else `saved`, which the page has just read.
    ///
    /// A form shown again after an error must not be handed the newest version: its next save would overwrite, without
    /// a word, what somebody else saved meanwhile.
    #[must_use]
    pub fn opened_with(&self, saved: impl Display) -> String {
        if self.has("version") { self.get("version").to_owned() } else { saved.to_string() }
    }

    /// What was typed, on top of what is saved now: for the page that shows both, whose next save may overwrite.
    #[must_use]
    pub fn over_saved(mut self) -> Self {
        self.0.retain(|(name, _)| name != "version");
        self
    }
}

/// A new submission key for a form that is about to be shown.
///
/// # Errors
/// When the machine has no randomness to give.
pub fn new_key() -> Result<String, Problem> {
    SubmissionKey::random().map(|key| key.as_str().to_owned()).map_err(|error| Problem::broken(&error))
}

/// Reads fields into types and collects what is wrong with them, in the order they are asked for.
///
/// A field that is wrong reads as `None`; when [`Reading::is_sound`] says yes, none did.
#[derive(Debug)]
pub struct Reading<'a> {
    form: &'a Submitted,
    lang: Lang,
    errors: FormErrors,
}

impl<'a> Reading<'a> {
    /// Starts reading `form`; sentences will be in `lang`.
    #[must_use]
    pub fn new(form: &'a Submitted, lang: Lang) -> Self {
        Self { form, lang, errors: FormErrors::none() }
    }

    /// The form that is read.
    #[must_use]
    pub fn form(&self) -> &'a Submitted {
        self.form
    }

    /// Whether nothing was wrong so far.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }

    /// What was wrong.
    #[must_use]
    pub fn errors(self) -> FormErrors {
        self.errors
    }

    /// Adds a sentence about `field` that only the page can know.
    pub fn wrong(&mut self, field: &str, sentence: impl Into<String>) {
        self.errors.add(field, sentence);
    }

    /// One line of at most `most` characters; `missing` is said when it is empty.
    pub fn line(&mut self, field: &str, most: usize, missing: &str) -> Option<String> {
        let value = self.optional_line(field, most)?;
        if value.is_empty() {
            self.errors.add(field, missing);
            return None;
        }
        Some(value)
    }

    /// One line that may be empty.
    pub fn optional_line(&mut self, field: &str, most: usize) -> Option<String> {
        let line = self.optional_number_line(field, most)?;
        self.without_personal_number(field, line)
    }

    /// One line that may be empty and hold any figures, such as a registry number or an address of the web.
    pub fn optional_number_line(&mut self, field: &str, most: usize) -> Option<String> {
        self.checked(field, most, text::line(self.form.get(field)))
    }

    /// Several lines of at most `most` characters; `missing` is said when there is nothing.
    pub fn words(&mut self, field: &str, most: usize, missing: &str) -> Option<String> {
        let value = self.optional_words(field, most)?;
        if value.is_empty() {
            self.errors.add(field, missing);
            return None;
        }
        Some(value)
    }

    /// Several lines that may be empty.
    pub fn optional_words(&mut self, field: &str, most: usize) -> Option<String> {
        let words = self.checked(field, most, text::paragraphs(self.form.get(field)))?;
        self.without_personal_number(field, words)
    }

    /// The words, unless a personal identity number stands in them: nothing that is written freely may keep one.
    fn without_personal_number(&mut self, field: &str, words: String) -> Option<String> {
        if !personal_number::stands_in(&words) {
            return Some(words);
        }
        let sentence = self.lang.say(
            "Ta bort personnumret. Vi behöver det inte och får inte spara det.",
            "Remove the personal identity number. We do not need it and may not keep it.",
        );
        self.errors.add(field, sentence);
        None
    }

    fn checked(&mut self, field: &str, most: usize, cleaned: Result<String, text::TextRefusal>) -> Option<String> {
        match cleaned {
            Ok(value) if value.chars().count() <= most => Some(value),
            Ok(_) => {
                let (sv, en) = (format!("Skriv högst {most} tecken."), format!("Write at most {most} characters."));
                self.errors.add(field, self.lang.say(sv, en));
                None
            }
            Err(unprintable) => {
                self.errors.add(field, unprintable.sentence(self.lang));
                None
            }
        }
    }

    /// A person's name.
    pub fn name(&mut self, field: &str) -> Option<PersonName> {
        match PersonName::parse(self.form.get(field)) {
            Ok(name) => Some(name),
            Err(wrong) => {
                self.errors.add(field, wrong.sentence(self.lang));
                None
            }
        }
    }

    /// An e-mail address.
    pub fn email(&mut self, field: &str) -> Option<EmailAddress> {
        let email = EmailAddress::parse(self.form.get(field));
        if email.is_none() {
            let sentence = self.lang.say(
                "Skriv en e-postadress som namn@example.org.",
                "Write an e-mail address such as name@example.org.",
            );
            self.errors.add(field, sentence);
        }
        email
    }

    /// A day, as the date field sends it.
    pub fn day(&mut self, field: &str) -> Option<Day> {
        let day = Day::parse_from_str(self.form.get(field).trim(), "%Y-%m-%d").ok();
        let day = day.filter(|day| (1900..2200).contains(&chrono::Datelike::year(day)));
        if day.is_none() {
            self.errors
                .add(field, self.lang.say("Skriv ett datum som 2026-10-04.", "Write a date such as 2026-10-04."));
        }
        day
    }

    /// A time of day in minutes since midnight, as the time field sends it.
    pub fn minute_of_day(&mut self, field: &str) -> Option<i64> {
        let typed = self.form.get(field).trim().replace('.', ":");
        let minute = typed.split_once(':').and_then(|(hours, minutes)| {
            let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
            ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
        });
        if minute.is_none() {
            self.errors.add(field, self.lang.say("Skriv ett klockslag som 09:00.", "Write a time such as 09:00."));
        }
        minute
    }

    /// A whole number within `range`.
    pub fn number(&mut self, field: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let number = self.form.get(field).trim().parse::<i64>().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let (least, most) = (range.start(), range.end());
            let (sv, en) = (
                format!("Skriv ett heltal från {least} till {most}."),
                format!("Write a whole number from {least} to {most}."),
            );
            self.errors.add(field, self.lang.say(sv, en));
        }
        number
    }

    /// A whole number within `range`; an empty field is zero.
    pub fn number_or_zero(&mut self, field: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        if self.form.get(field).trim().is_empty() { Some(0) } else { self.number(field, range) }
    }

    /// A whole number within `range`, or none where the field is empty; `None` outside where it is wrong.
    ///
    /// For what may be left out and where zero means zero.
    pub fn optional_number(&mut self, field: &str, range: std::ops::RangeInclusive<i64>) -> Option<Option<i64>> {
        if self.form.get(field).trim().is_empty() { Some(None) } else { self.number(field, range).map(Some) }
    }

    /// One of the choices the form offered; `missing` is said when it is none of them.
    pub fn choice<T>(&mut self, field: &str, missing: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let chosen = read(self.form.get(field));
        if chosen.is_none() {
            self.errors.add(field, missing);
        }
        chosen
    }
}
