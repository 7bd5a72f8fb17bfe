//! The answer to a code: what the register says now.

use super::answer::{Answered, WantsJson, in_json, withheld};
use super::sheet::{Sheet, extent, look};
use crate::certification::verification::{Verified, verify};
use crate::certification::{CertificateKind, Validity};
use crate::house::House;
use crate::kernel::{Instant, Lang};
use crate::locale::{dates, stockholm};
use crate::web::hurry::Lookup;
use crate::web::parts::{Chrome, FormErrors, Icon, Tone};
use crate::web::problem::Problem;
use askama::Template;
use rocket::http::Status;
use rocket::{Route, State, get, routes};

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
}

impl Known {
    /// What is shown of a certificate in the register.
    #[must_use]
    pub fn of(shown: &Verified, lang: Lang) -> Self {
        Self {
            number: shown.facts.number.clone(),
            sheet: Sheet::new(shown, lang),
            meaning: meaning(shown, lang),
            issuer: shown.facts.issuer.clone(),
        }
    }
}

#[get("/v/<code>")]
async fn answer(
    code: &str,
    lookup: Lookup,
    json: WantsJson,
    chrome: Chrome,
    house: &State<House>,
) -> Result<Answered<VerifyPage>, Problem> {
    let (now, shown) = (lookup.now, verify(house.db.read(), code).await?);
    if shown.is_none() {
        lookup.missed(house);
    }
    let status = if shown.is_some() { Status::Ok } else { Status::NotFound };
    if json.0 {
        return Ok(Answered::Json(status, in_json(shown.as_ref(), chrome.lang, now)));
    }
    let page = match &shown {
        Some(shown) => known(shown, chrome, now),
        None => unknown(chrome, now),
    };
    Ok(Answered::Page(status, Box::new(page)))
}

/// As the QR says it: upper case keeps the code coarse.
#[get("/V/<code>")]
async fn answer_to_qr(
    code: &str,
    lookup: Lookup,
    json: WantsJson,
    chrome: Chrome,
    house: &State<House>,
) -> Result<Answered<VerifyPage>, Problem> {
    answer(code, lookup, json, chrome, house).await
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
    let said = said(shown, validity, lang);
    if shown.is_masked { format!("{said} {}", withheld(lang)) } else { said }
}

fn said(shown: &Verified, validity: Validity, lang: Lang) -> String {
    let facts = &shown.facts;
    let issued = dates::day_in_words(lang, facts.issued_on);
    let the = shown.certificate.kind.definite(lang);
    let last = facts.expires_on.map(|last| dates::day_in_words(lang, last)).unwrap_or_default();
    match validity {
        Validity::Valid if facts.expires_on.is_some() => lang.say(
            format!("{} utfärdades {issued} av {} och gäller till och med {last}.", capital(the), facts.issuer),
            format!("{} was issued {issued} by {} and is in force until {last}.", capital(the), facts.issuer),
        ),
        Validity::Expired => lang.say(
            format!("{} är äkta men gällde till och med {last}. Be innehavaren om ett förnyat.", capital(the)),
            format!("{} is genuine but was in force until {last}. Ask the holder for a renewed one.", capital(the)),
        ),
        Validity::Valid => lang.say(
            format!("{} utfärdades {issued} av {} och gäller.", capital(the), facts.issuer),
            format!("{} was issued {issued} by {} and is in force.", capital(the), facts.issuer),
        ),
        Validity::Replaced => match &shown.successor {
            Some((number, day)) => {
                let day = dates::day_in_words(lang, *day);
                lang.say(
                    format!("{} gäller inte längre. Det är ersatt av nummer {number}, utfärdat {day}. Be innehavaren om det nya.", capital(the)),
                    format!("{} is no longer in force. It is replaced by number {number}, issued {day}. Ask the holder for the new one.", capital(the)),
                )
            }
            None => lang.say("Det är ersatt av ett nyare.", "It is replaced by a newer one.").to_owned(),
        },
        Validity::Revoked => {
            let day = shown.certificate.revoked_on.map(|day| dates::day_in_words(lang, day)).unwrap_or_default();
            lang.say(
                format!("{} är äkta men återkallades {day} och gäller inte längre.", capital(the)),
                format!("{} is genuine but was revoked {day} and is no longer in force.", capital(the)),
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
    routes![answer, answer_to_qr]
}
