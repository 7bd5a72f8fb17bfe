//! The answer to a code: what the register says now.

use super::answer::{Answered, in_json, prefers_json, withheld};
use super::sheet::{Reader, Sheet, extent, look};
use crate::certification::verification::Verified;
use crate::certification::{CertificateKind, Validity};
use crate::house::House;
use crate::kernel::{Instant, Lang};
use crate::locale::{dates, stockholm};
use crate::web::hurry::Lookup;
use crate::web::kept::KeptPages;
use crate::web::parts::{Chrome, FormErrors, Icon, Tone};
use crate::web::problem::Problem;
use askama::Template;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, Route, State, get, routes};
use std::path::PathBuf;

/// What the register says about a code.
#[derive(Template)]
#[template(path = "certification/verify.html")]
pub struct VerifyPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    answer: &'static str,
    tone: Tone,
    icon: Icon,
    sentence: String,
    known: Option<Known>,
    checked: String,
}

/// The facts of a known certificate.
#[derive(Debug)]
pub struct Known {
    /// Its number.
    pub number: String,
    /// Every printed fact.
    pub sheet: Sheet,
    /// What the award means.
    pub meaning: String,
    /// Who issued it.
    pub issuer: String,
    /// Whether a name on the paper is not shown here.
    pub is_withheld: bool,
    /// How the paper's languages and the reader's go together.
    pub printed: Printed,
}

/// In which languages a paper is, as somebody sees it who reads one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    /// In the reader's.
    SameLanguage,
    /// In the reader's and this one.
    BothLanguages(Lang),
    /// In this one alone.
    OtherLanguage(Lang),
}

impl Printed {
    fn of(shown: &Verified, lang: Lang) -> Self {
        let (main, second) = (shown.facts.main_lang(), shown.facts.second_lang());
        match second {
            Some(second) if main == lang => Self::BothLanguages(second),
            Some(_) => Self::BothLanguages(main),
            None if main == lang => Self::SameLanguage,
            None => Self::OtherLanguage(main),
        }
    }
}

impl Known {
    /// What is shown of a certificate in the register.
    #[must_use]
    pub fn of(shown: &Verified, lang: Lang) -> Self {
        Self {
            number: shown.facts.number.clone(),
            sheet: Sheet::new(shown, Reader::Anybody, lang),
            meaning: meaning(shown, lang),
            issuer: shown.facts.issuer.clone(),
            is_withheld: shown.is_masked || shown.hides_trainers(),
            printed: Printed::of(shown, lang),
        }
    }
}

/// What an answer is given with.
struct Asked<'r> {
    lookup: Lookup,
    wants_json: bool,
    chrome: Chrome,
    house: &'r House,
    pages: &'r KeptPages,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Asked<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let lookup: Lookup = try_outcome!(request.guard().await);
        let chrome: Chrome = try_outcome!(request.guard().await);
        let house: &State<House> = try_outcome!(request.guard().await);
        let pages: &State<KeptPages> = try_outcome!(request.guard().await);
        let wants_json = prefers_json(request);
        Outcome::Success(Self { lookup, wants_json, chrome, house, pages })
    }
}

#[get("/v/<code>")]
async fn answer(code: &str, asked: Asked<'_>) -> Answered<VerifyPage> {
    let wants_json = asked.wants_json;
    looked_up(code, asked).await.unwrap_or_else(|problem| Answered::Problem(problem, wants_json))
}

async fn looked_up(code: &str, asked: Asked<'_>) -> Result<Answered<VerifyPage>, Problem> {
    let Asked { lookup, wants_json, chrome, house, pages } = asked;
    let now = lookup.now;
    if wants_json {
        let shown = house.register().verify(code).await?;
        if shown.is_none() {
            lookup.missed(house)?;
        }
        let status = if shown.is_some() { Status::Ok } else { Status::NotFound };
        return Ok(Answered::Json(status, in_json(shown.as_ref(), chrome.lang, now)));
    }
    let draw = async || {
        let shown = house.register().verify(code).await?;
        Ok::<_, Problem>(shown.map(|shown| known(&shown, chrome.clone(), now)))
    };
    let page = if chrome.is_anybodys() {
        pages.or_draw((house, now), &chrome, draw).await?.map(Answered::Kept)
    } else {
        draw().await?.map(|page| Answered::Page(Status::Ok, Box::new(page)))
    };
    if let Some(page) = page {
        return Ok(page);
    }
    lookup.missed(house)?;
    Ok(Answered::Page(Status::NotFound, Box::new(unknown(chrome, now))))
}

/// As the QR says it: upper case keeps the code coarse.
#[get("/V/<code>")]
async fn answer_to_qr(code: &str, asked: Asked<'_>) -> Answered<VerifyPage> {
    answer(code, asked).await
}

/// As somebody copies it, with a slash behind the code; there is nothing else below one.
#[get("/v/<code>/<rest..>", rank = 20)]
async fn answer_to_slash(code: &str, rest: PathBuf, asked: Asked<'_>) -> Result<Answered<VerifyPage>, Problem> {
    if rest.as_os_str().is_empty() { Ok(answer(code, asked).await) } else { Err(Problem::Missing) }
}

/// Both slips at once.
#[get("/V/<code>/<rest..>", rank = 20)]
async fn answer_to_qr_and_slash(code: &str, rest: PathBuf, asked: Asked<'_>) -> Result<Answered<VerifyPage>, Problem> {
    answer_to_slash(code, rest, asked).await
}

fn known(shown: &Verified, chrome: Chrome, now: Instant) -> VerifyPage {
    let lang = chrome.lang;
    let validity = shown.validity(stockholm::today(now));
    let (tone, icon) = look(validity);
    VerifyPage {
        lang,
        answer: validity.word(lang),
        tone,
        icon,
        sentence: sentence(shown, validity, lang),
        known: Some(Known::of(shown, lang)),
        checked: dates::moment(lang, now),
        errors: FormErrors::none(),
        chrome,
    }
}

/// The page for every code that leads to nothing, whatever the reason.
///
/// It does not repeat the code, not even in the language links, so that all such pages are the same.
fn unknown(mut chrome: Chrome, now: Instant) -> VerifyPage {
    let lang = chrome.lang;
    "/verify".clone_into(&mut chrome.path);
    VerifyPage {
        lang,
        answer: lang.say("Okänt", "Unknown"),
        tone: Tone::Quiet,
        icon: Icon::Question,
        sentence: lang
            .say(
                "Det finns inget utfärdat intyg med den koden här. Jämför koden tecken för tecken med papperet.",
                "No certificate with that code has been issued here. Compare the code with the paper, character by character.",
            )
            .to_owned(),
        known: None,
        checked: dates::moment(lang, now),
        errors: FormErrors::none(),
        chrome,
    }
}

/// The answer in a sentence, and that the name is withheld where it is.
#[must_use]
pub fn sentence(shown: &Verified, validity: Validity, lang: Lang) -> String {
    let mut said = said(shown, validity, lang);
    if shown.is_masked {
        said = format!("{said} {}", withheld(lang));
    }
    if shown.hides_trainers() {
        let trainer = lang.say("En utbildares namn visas inte här.", "The name of a trainer is not shown here.");
        said = format!("{said} {trainer}");
    }
    said
}

fn said(shown: &Verified, validity: Validity, lang: Lang) -> String {
    let facts = &shown.facts;
    let issued = dates::day_in_words(lang, facts.issued_on);
    let the = shown.certificate.kind.definite(lang);
    let last = facts.expires_on.map(|last| dates::day_in_words(lang, last)).unwrap_or_default();
    match validity {
        Validity::Valid if facts.expires_on.is_some() => lang.say(
            format!("{} utfärdades {issued} av {} och gäller till och med {last}.", capital(the), facts.issuer),
            format!("{} was issued on {issued} by {} and is in force until {last}.", capital(the), facts.issuer),
        ),
        Validity::Expired => lang.say(
            format!("{} är äkta men gällde till och med {last}. Be innehavaren om ett förnyat.", capital(the)),
            format!("{} is genuine but was in force until {last}. Ask the holder for a renewed one.", capital(the)),
        ),
        Validity::Valid => lang.say(
            format!("{} utfärdades {issued} av {} och gäller.", capital(the), facts.issuer),
            format!("{} was issued on {issued} by {} and is in force.", capital(the), facts.issuer),
        ),
        Validity::Replaced => match &shown.successor {
            Some((number, day)) => {
                let day = dates::day_in_words(lang, *day);
                lang.say(
                    format!("{} gäller inte längre. Det är ersatt av nummer {number}, utfärdat {day}. Be innehavaren om det nya.", capital(the)),
                    format!("{} is no longer in force. It is replaced by number {number}, issued on {day}. Ask the holder for the new one.", capital(the)),
                )
            }
            None => lang.say("Det är ersatt av ett nyare.", "It is replaced by a newer one.").to_owned(),
        },
        Validity::Revoked => {
            let day = shown.certificate.revoked_on.map(|day| dates::day_in_words(lang, day)).unwrap_or_default();
            lang.say(
                format!("{} är äkta men återkallades {day} och gäller inte längre.", capital(the)),
                format!("{} is genuine but was revoked on {day} and is no longer in force.", capital(the)),
            )
        }
    }
}

/// What the award means, in one sentence.
fn meaning(shown: &Verified, lang: Lang) -> String {
    let facts = &shown.facts;
    let (programme, extent) = (facts.programme.in_lang(lang), extent(shown, lang));
    match shown.certificate.kind {
        CertificateKind::Certificate => {
            let (award, rule) = (facts.award.in_lang(lang), facts.rule_in_words.in_lang(lang));
            lang.say(
                format!("Titeln {award} ges till den som har fullföljt utbildningen {programme}. Kravet: {rule} Innehavaren deltog {extent}."),
                format!("The title {award} is given to those who have completed {programme}. The requirement: {rule} The holder attended {extent}."),
            )
        }
        CertificateKind::Attendance => lang.say(
            format!("Närvarointyget visar vilka dagar innehavaren deltog i utbildningen {programme}: {extent}. Det ger ingen titel."),
            format!("The certificate of attendance shows which days of {programme} the holder attended: {extent}. It awards no title."),
        ),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![answer, answer_to_qr, answer_to_slash, answer_to_qr_and_slash]
}
