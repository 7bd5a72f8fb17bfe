//! What was handed in and answered, as pages show it.

use crate::assignments::{FileKind, HandIn, State, Verdict, Way, queries};
use crate::kernel::{AccountId, HandInId, Lang, ParticipantId};
use crate::locale::{dates, numbers};
use crate::people;
use crate::web::parts::{Chip, Icon, Tone};
use crate::web::reply::Download;
use rocket::http::ContentType;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

/// How far an assignment has come, as a chip.
#[must_use]
pub(super) fn chip(state: Option<State>, lang: Lang) -> Chip {
    let Some(state) = state else {
        return Chip::new(lang.say("Inte inlämnad", "Not handed in"), Tone::Quiet, Icon::Ring);
    };
    let (tone, icon) = match state {
        State::HandedIn => (Tone::Sea, Icon::Clock),
        State::Returned => (Tone::Now, Icon::Again),
        State::Approved => (Tone::Done, Icon::Check),
    };
    Chip::new(state.word(lang), tone, icon)
}

/// One thing handed in, with what was answered.
pub struct Told {
    /// Its number.
    pub id: HandInId,
    /// In which way, in a word.
    pub way: &'static str,
    /// When.
    pub at: String,
    /// The words; empty for a file.
    pub words: String,
    /// What the file is and how large; `None` where there is none.
    pub file: Option<String>,
    /// Whether what was handed in is no longer kept.
    pub is_disposed: bool,
    /// Whether its file is not kept because something was handed in anew before anybody had answered.
    pub is_superseded: bool,
    /// How it stands.
    pub chip: Chip,
    /// The answers, oldest first: what, when, by whom, and the comment.
    pub answers: Vec<(String, String)>,
}

/// Everything a participant has handed in for an assignment, newest first.
pub(super) async fn told(
    db: &impl ConnectionTrait,
    (participant, assignment): (ParticipantId, &str),
    lang: Lang,
) -> Result<Vec<Told>, DbErr> {
    let handed = queries::all_of(db, participant, assignment).await?;
    let ids: Vec<HandInId> = handed.iter().map(|one| one.id).collect();
    let (files, answers) = (queries::files_of(db, &ids).await?, queries::answers_to(db, &ids).await?);
    let accounts: Vec<AccountId> = answers.iter().map(|one| one.answered_by).collect();
    let names: HashMap<AccountId, String> = people::queries::names_of(db, &accounts, lang).await?.into_iter().collect();
    let answered = |one: &crate::assignments::Answer| {
        let what = match one.verdict {
            Verdict::Approved => lang.say("Godkänd", "Approved"),
            Verdict::Returned => lang.say("Återlämnad", "Returned"),
        };
        let (at, by) = (dates::moment(lang, one.answered_at), names.get(&one.answered_by).map_or("", String::as_str));
        (format!("{what} {at}, {by}"), one.comment.clone())
    };
    let tell = |one: HandIn| Told {
        id: one.id,
        way: one.way.word(lang),
        at: dates::moment(lang, one.handed_in_at),
        file: files.get(&one.id).map(|(kind, size)| size_in_words(*kind, *size)),
        is_disposed: one.words.is_empty() && !files.contains_key(&one.id) && !is_superseded(&one),
        is_superseded: is_superseded(&one) && one.way == Way::File && !files.contains_key(&one.id),
        chip: chip(Some(one.state), lang),
        answers: answers.iter().filter(|answer| answer.hand_in_id == one.id).map(answered).collect(),
        words: one.words,
    };
    Ok(handed.into_iter().map(tell).collect())
}

/// Whether something was handed in anew before this was answered.
fn is_superseded(one: &HandIn) -> bool {
    !one.is_current && one.state == State::HandedIn
}

/// `PDF, 240 kB`.
fn size_in_words(kind: FileKind, bytes: i64) -> String {
    let thousands = (bytes + 999) / 1000;
    format!("{}, {} kB", kind.extension().to_uppercase(), numbers::number(thousands))
}

/// The file of one thing handed in, to be kept: named by its number, never by what somebody once called it.
pub(super) async fn download(db: &impl ConnectionTrait, id: HandInId) -> Result<Option<Download>, DbErr> {
    let Some(file) = queries::file(db, id).await? else { return Ok(None) };
    let kind = match file.kind {
        FileKind::Pdf => ContentType::PDF,
        FileKind::Odt => ContentType::new("application", "vnd.oasis.opendocument.text"),
        FileKind::Docx => {
            ContentType::new("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        FileKind::Txt => ContentType::Plain,
    };
    let name = format!("hemuppgift-{id}.{}", file.kind.extension());
    Ok(Some(Download { bytes: file.bytes, kind, name }))
}
