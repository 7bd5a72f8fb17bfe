//! A PDF handed in: whole or altered, sealed by whom, and what the register says. The file is looked at and forgotten.

use super::checking::CheckingPage;
use super::sheet::look;
use super::verify::{Known, sentence};
use crate::certification::examination::{Copied, Examined, Inside, Ours, examine};
use crate::house::House;
use crate::kernel::{Instant, Lang};
use crate::locale::{dates, stockholm};
use crate::web::hurry::PaperLook;
use crate::web::parts::{Chip, Chrome, FormErrors, Icon, Tone};
use crate::web::problem::Problem;
use crate::web::sending;
use crate::web::upload::{Sent, Upload};
use askama::Template;
use rocket::http::Status;
use rocket::response::{self, Responder};
use rocket::{Request, Route, State, post, routes};

/// A file of at most two megabytes.
type Brought = Upload<{ 2 << 20 }>;

/// What was found out about a file.
#[derive(Debug, Template)]
#[template(path = "certification/paper.html")]
pub struct PaperPage {
    lang: Lang,
    chrome: Chrome,
    errors: FormErrors,
    answer: &'static str,
    tone: Tone,
    icon: Icon,
    sentence: String,
    /// What was looked at, one by one, with how it came out.
    looked: Vec<(Chip, String)>,
    known: Option<Known>,
    checked: String,
}

/// The answer about a file, or the form again.
#[derive(Debug)]
enum Answered {
    Page(Box<PaperPage>),
    Again(Box<CheckingPage>),
}

impl<'r> Responder<'r, 'static> for Answered {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        match self {
            Self::Page(page) => sending::show(&*page, Status::Ok),
            Self::Again(page) => sending::show(&*page, Status::UnprocessableEntity),
        }
    }
}

#[post("/verify", data = "<upload>")]
async fn look_at(
    chrome: Chrome,
    look: PaperLook,
    upload: Result<Brought, Problem>,
    house: &State<House>,
) -> Result<Answered, Problem> {
    let lang = chrome.lang;
    // What is no form of ours brings no file either.
    let wrong = match upload.map_or(Sent::Nothing, |upload| upload.file) {
        Sent::File(pdf) => {
            let examined = examine(house.register(), &pdf).await?;
            return Ok(Answered::Page(Box::new(page(&examined, chrome, look.0))));
        }
        Sent::Nothing => lang.say("Välj PDF-filen med intyget.", "Choose the PDF file of the certificate."),
        Sent::TooLarge => lang.say(
            "Filen är större än 2 MB. Så stora är inga intyg härifrån.",
            "The file is larger than 2 MB. No certificate from here is that large.",
        ),
    };
    let errors = [("file", wrong)].into_iter().collect();
    Ok(Answered::Again(Box::new(CheckingPage::again(chrome, errors, ""))))
}

fn page(examined: &Examined, mut chrome: Chrome, now: Instant) -> PaperPage {
    let lang = chrome.lang;
    // The address only takes files; from the answer one changes the language by way of the form.
    "/verify".clone_into(&mut chrome.path);
    let unknown = lang.say("Okänd fil", "Unknown file");
    let (answer, tone, icon, sentence) = match examined {
        Examined::Ours(ours) => of_ours(ours, lang, now),
        Examined::Altered => (lang.say("Ändrad", "Altered"), Tone::Stop, Icon::Cross, altered(lang)),
        Examined::OtherSeal => (unknown, Tone::Quiet, Icon::Question, other_seal(lang)),
        Examined::Foreign => (unknown, Tone::Quiet, Icon::Question, foreign(lang)),
    };
    let ours = match examined {
        Examined::Ours(ours) => Some(ours),
        _ => None,
    };
    PaperPage {
        lang,
        answer,
        tone,
        icon,
        sentence,
        looked: ours.map(|ours| looked(ours, lang)).unwrap_or_default(),
        known: ours.and_then(|ours| ours.shown.as_ref()).map(|shown| Known::of(shown, lang)),
        checked: dates::moment(lang, now),
        errors: FormErrors::none(),
        chrome,
    }
}

fn altered(lang: Lang) -> String {
    lang.say(
        "Filen är inte som vi förseglade den: någon har ändrat något, sparat om den eller skrivit ut den till en ny fil. Lita \
         inte på det som står i den. Be om originalfilen, eller skriv koden från intyget och jämför med svaret.",
        "The file is not as we sealed it: somebody changed something, saved it anew or printed it to a new file. Do not trust \
         what it says. Ask for the original file, or type the code of the certificate and compare with the answer.",
    )
    .to_owned()
}

fn other_seal(lang: Lang) -> String {
    lang.say(
        "Filen är hel, men den är förseglad av någon annan än oss. Vi kan inte säga vem, och inte om det som står i den är sant.",
        "The file is whole, but somebody else sealed it. We cannot tell who, nor whether what it says is true.",
    )
    .to_owned()
}

fn foreign(lang: Lang) -> String {
    lang.say(
        "Det här är inget förseglat intyg härifrån: en annan fil, ett utkast, en inskannad kopia eller en utskrift till PDF. \
         Skriv i stället koden som står bredvid QR-koden.",
        "This is no sealed certificate from here: another file, a draft, a scanned copy or a print to PDF. \
         Type the code printed beside the QR code instead.",
    )
    .to_owned()
}

fn of_ours(ours: &Ours, lang: Lang, now: Instant) -> (&'static str, Tone, Icon, String) {
    let Some(shown) = &ours.shown else {
        let sentence = lang.say(
            "Sigillet är vårt, men intyget finns inte bland dem som är utfärdade. Fråga utfärdaren.",
            "The seal is ours, but the certificate is not among those that are issued. Ask the issuer.",
        );
        return (lang.say("Okänt", "Unknown"), Tone::Quiet, Icon::Question, sentence.to_owned());
    };
    if ours.copy == Copied::Other || ours.inside == Inside::Unsound {
        let sentence = lang.say(
            "Sigillet är vårt, men filen stämmer inte med det som utfärdaren har sparat. Fråga utfärdaren.",
            "The seal is ours, but the file does not agree with what the issuer keeps. Ask the issuer.",
        );
        return (lang.say("Stämmer inte", "Does not agree"), Tone::Stop, Icon::Cross, sentence.to_owned());
    }
    if ours.copy == Copied::Gone && ours.seal.retired_at.is_some() {
        let sentence = lang.say(
            "Sigillet är vårt men taget ur bruk, och utfärdaren har ingen fil att jämföra med: det går inte att säga om filen \
             förseglades i tid. Skriv koden från intyget och jämför med svaret.",
            "The seal is ours but retired, and the issuer keeps no file to compare with: whether the file was sealed in time \
             cannot be told. Type the code of the certificate and compare with the answer.",
        );
        return (cannot_be_told(lang), Tone::Quiet, Icon::Question, sentence.to_owned());
    }
    let validity = shown.validity(stockholm::today(now));
    let (tone, icon) = look(validity);
    (validity.word(lang), tone, icon, sentence(shown, validity, lang))
}

fn cannot_be_told(lang: Lang) -> &'static str {
    lang.say("Går inte att säga", "Cannot be told")
}

/// Seal, register and credential, each with how it came out.
fn looked(ours: &Ours, lang: Lang) -> Vec<(Chip, String)> {
    let good = || Chip::new(lang.say("Stämmer", "Holds"), Tone::Done, Icon::Check);
    let bad = || Chip::new(lang.say("Stämmer inte", "Does not hold"), Tone::Stop, Icon::Cross);
    let silent = || Chip::new(cannot_be_told(lang), Tone::Quiet, Icon::Question);
    let whole = lang.say(
        "Filen är hel: inget har ändrats sedan den förseglades.",
        "The file is whole: nothing was changed since it was sealed.",
    );
    let copy = match ours.copy {
        Copied::Same => (
            good(),
            lang.say(
                "Filen är, byte för byte, den som utfärdaren har sparat.",
                "The file is, byte for byte, the one that the issuer keeps.",
            ),
        ),
        Copied::Other => (
            bad(),
            lang.say(
                "Utfärdaren har sparat en annan fil för det här intyget. Fråga utfärdaren.",
                "The issuer keeps another file for this certificate. Ask the issuer.",
            ),
        ),
        Copied::Gone => (
            silent(),
            lang.say("Utfärdaren har ingen fil att jämföra med.", "The issuer keeps no file to compare with."),
        ),
    };
    let inside = match &ours.inside {
        Inside::Signed(key) => (
            good(),
            lang.say(
                format!("Det maskinläsbara intyget i filen är undertecknat med utfärdarens nyckel {key}."),
                format!("The machine-readable credential in the file is signed with the issuer’s key {key}."),
            ),
        ),
        Inside::Unsound => (
            bad(),
            lang.say(
                "Det maskinläsbara intyget i filen stämmer inte.",
                "The machine-readable credential in the file does not hold.",
            )
            .to_owned(),
        ),
    };
    vec![(good(), whole.to_owned()), (good(), sealed_by(ours, lang)), (copy.0, copy.1.to_owned()), inside]
}

fn sealed_by(ours: &Ours, lang: Lang) -> String {
    let mark: String = ours.seal.id.chars().take(16).collect();
    let day = |at| dates::day_in_words(lang, stockholm::today(at));
    match ours.seal.retired_at {
        None => lang.say(
            format!("Den är förseglad av oss, med sigillet {mark}…, som är i bruk."),
            format!("It is sealed by us, with the seal {mark}…, which is in use."),
        ),
        Some(at) => lang.say(
            format!("Den är förseglad av oss, med sigillet {mark}…, som togs ur bruk {}. Det som förseglades dessförinnan gäller.", day(at)),
            format!("It is sealed by us, with the seal {mark}…, which was retired {}. What was sealed before that stays good.", day(at)),
        ),
    }
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![look_at]
}
