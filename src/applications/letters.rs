//! The letters of this room.
//!
//! A stranger may have caused them, so nothing that was typed stands in them but the applicant's name (letters only, at
//! most 80) and the organisation, if the house knows it; all other words wait on the page behind the link.

use super::entity::application;
use super::model::{ApplicationState, Channel};
use super::rules;
use super::terms::Terms;
use crate::kernel::{CohortId, EmailAddress, Instant, Lang, MandateId};
use crate::locale::{dates, text};
use crate::outbox::{Addressee, Letter};
use crate::people::Person;

/// The applicant as a letter may name them.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// The name, letters only; for the person's own letters.
    own: String,
    /// What stands for a protected person in letters to others: the reference.
    reference: Option<String>,
    /// The organisation's name; `None` when the applicant typed it.
    pub organisation: Option<String>,
}

impl Named {
    /// Takes from a name what may stand in a letter to somebody else: no full stop, so that no address can hide in it.
    pub(super) fn new(person: Option<&Person>, application: &application::Model, organisation: Option<String>) -> Self {
        let is_protected = person.is_none_or(|person| person.is_protected);
        let reference = is_protected.then(|| application.reference.clone());
        Self { own: person.map(own_name).unwrap_or_default(), reference, organisation }
    }

    fn with_organisation(&self, lang: Lang) -> String {
        let organisation =
            self.organisation.as_deref().unwrap_or(lang.say("en annan organisation", "another organisation"));
        match &self.reference {
            Some(reference) => {
                let words = lang.say(
                    "en medarbetare med skyddade personuppgifter, ansökan",
                    "an employee with protected personal data, application",
                );
                format!("{words} {reference}, {organisation}")
            }
            None => format!("{}, {organisation}", self.own),
        }
    }
}

/// The person's name for their own letters, as far as it may stand in one: no full stop, so that no address can hide in it.
pub fn own_name(person: &Person) -> String {
    let kept: String = person.true_name.chars().filter(|letter| !".,·`´".contains(*letter)).collect();
    text::truncate(&kept, 80)
}

/// Who a letter to an applicant goes to, and about which application.
pub(super) struct ToApplicant<'a> {
    pub(super) application: &'a application::Model,
    pub(super) email: EmailAddress,
    pub(super) named: &'a Named,
    pub(super) link: String,
}

impl ToApplicant<'_> {
    fn letter(self, purpose: &'static str, lang: Lang, subject: String) -> (Letter, String) {
        let to = Addressee { name: self.named.own.clone(), email: self.email };
        (Letter::new(to, purpose, ("application", self.application.id.0), lang, subject), self.link)
    }
}

fn see_it(lang: Lang) -> &'static str {
    lang.say("Se min ansökan", "See my application")
}

/// The receipt: reference, what happens next, by when, who decides, the private link.
pub(super) fn received(to: ToApplicant<'_>, terms: &Terms, mandate_by: Instant, lang: Lang) -> Letter {
    let (application, named) = (to.application, to.named);
    let facts = vec![
        (lang.say("Referens", "Reference").to_owned(), application.reference.clone()),
        (lang.say("Namn", "Name").to_owned(), named.own.clone()),
        (lang.say("Utbildning", "Course").to_owned(), terms.offer.title.clone()),
    ];
    let how = match application.arrived_by {
        Channel::Web | Channel::Delegate => lang.say(
            "Tack, din ansökan är mottagen.".to_owned(),
            "Thank you, your application has been received.".to_owned(),
        ),
        channel => lang.say(
            format!(
                "Samordnaren har registrerat din ansökan efter {}. Hör av dig om du inte har sökt.",
                channel.word(lang)
            ),
            format!(
                "The coordinator has registered your application after {}. Tell us if you have not applied.",
                channel.word(lang)
            ),
        ),
    };
    let subject = lang.say("Din ansökan är mottagen", "Your application has been received");
    let (letter, link) = to.letter("application.received", lang, format!("{subject} ({})", application.reference));
    letter
        .text(how)
        .facts(facts)
        .text(next_after_receipt(application, terms, mandate_by, lang))
        .action(see_it(lang), link)
        .text(lang.say("Länken är bara din. Dela den inte med någon.", "The link is yours alone. Do not share it."))
}

fn next_after_receipt(application: &application::Model, terms: &Terms, mandate_by: Instant, lang: Lang) -> String {
    let by = dates::moment(lang, mandate_by);
    if rules::is_late(&terms.offer, application.submitted_at) {
        return lang.say(
            format!("Nu frågar vi din chef om uppdrag och mandat. Chefen svarar senast {by}. Är du behörig erbjuds du en ledig plats i den ordning ansökningarna kom in, så länge platserna räcker."),
            format!("We now ask your manager about assignment and mandate. The manager answers by {by}. If you are eligible you are offered a free seat in order of arrival, as long as there are seats."),
        );
    }
    let end = dates::moment(lang, terms.offer.deadline_at);
    lang.say(
        format!("Nu frågar vi din chef om uppdrag och mandat. Chefen svarar senast {by}. Samordnaren fördelar platserna när ansökningstiden har gått ut, {end}, och du får besked med brev."),
        format!("We now ask your manager about assignment and mandate. The manager answers by {by}. The coordinator gives out the seats when the application period is over, {end}, and you are told by letter."),
    )
}

/// What an applicant is told when the application has moved to `state`.
///
/// `said` is the coordinator's reason and stands in the letter; a manager's reason waits on the page.
pub(super) fn moved(to: ToApplicant<'_>, state: ApplicationState, said: Option<&str>, lang: Lang) -> Letter {
    let reference = to.application.reference.clone();
    let (subject, body) = match state {
        ApplicationState::Eligible => (
            lang.say("Du är behörig", "You are eligible"),
            lang.say(
                "Din ansökan uppfyller kraven och är med när platserna fördelas. Du behöver inte göra något nu.",
                "Your application meets the requirements and takes part when seats are given out. You need not do anything now.",
            ),
        ),
        ApplicationState::SupplementRequested => (
            lang.say("Vi behöver veta mer om din ansökan", "We need to know more about your application"),
            lang.say(
                "Samordnaren behöver en komplettering. Läs vad som saknas på Min ansökan och svara samordnaren.",
                "The coordinator needs a supplement. Read what is missing on My application and answer the coordinator.",
            ),
        ),
        ApplicationState::Withdrawn => (
            lang.say("Din ansökan är återtagen", "Your application has been withdrawn"),
            lang.say(
                "Ansökan är inte längre med. Hör av dig om det inte var meningen.",
                "The application no longer takes part. Tell us if that was not the intention.",
            ),
        ),
        _ => (
            lang.say("Du är inte behörig", "You are not eligible"),
            lang.say(
                "Din ansökan är inte med när platserna fördelas. Läs varför på Min ansökan.",
                "Your application does not take part when seats are given out. Read why on My application.",
            ),
        ),
    };
    let (letter, link) = to.letter("application.moved", lang, format!("{subject} ({reference})"));
    let letter = letter.text(body);
    match said {
        Some(said) => letter.text(said),
        None => letter,
    }
    .action(see_it(lang), link)
}

/// Whether a manager is asked, reminded, or told of several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    First,
    Reminder,
    Collected,
}

/// The question to the manager: who, which days, where, what it costs, the duty afterwards, and the one-time link.
pub(super) fn asked(
    (application, email): (&application::Model, EmailAddress),
    named: &[Named],
    (terms, deadline): (&Terms, Instant),
    (asking, link): (Asking, String),
    lang: Lang,
) -> Letter {
    let (purpose, subject) = match asking {
        Asking::First => ("mandate.asked", lang.say("Godkänn uppdrag och mandat", "Confirm assignment and mandate")),
        Asking::Reminder => (
            "mandate.reminder",
            lang.say("Påminnelse: godkänn uppdrag och mandat", "Reminder: confirm assignment and mandate"),
        ),
        Asking::Collected => (
            "mandate.collected",
            lang.say("Flera frågor om uppdrag och mandat", "Several questions about assignment and mandate"),
        ),
    };
    let mut facts: Vec<(String, String)> =
        named.iter().map(|one| (lang.say("Sökande", "Applicant").to_owned(), one.with_organisation(lang))).collect();
    facts.push((lang.say("Utbildning", "Course").to_owned(), terms.offer.title.clone()));
    facts.extend(terms.cohorts_in_words(lang));
    facts.push((lang.say("Kostnad", "Cost").to_owned(), terms.cost(lang).to_owned()));
    facts.push((lang.say("Efteråt", "Afterwards").to_owned(), terms.duty(lang).to_owned()));
    facts.push((lang.say("Svara senast", "Answer by").to_owned(), dates::moment(lang, deadline)));
    // The name in the letter's head was typed by the applicant, so the address stands alone.
    let to = Addressee { name: String::new(), email };
    Letter::new(to, purpose, ("application", application.id.0), lang, subject.to_owned())
        .text(lang.say(
            "Den som söker har angett dig som chef. Vi behöver ditt besked om uppdrag och mandat innan en plats kan ges.",
            "The applicant has named you as manager. We need your word on assignment and mandate before a seat can be given.",
        ))
        .facts(facts)
        .action(lang.say("Läs och svara", "Read and answer"), link)
        .text(lang.say(
            "Du behöver inget konto. Är du fel person kan du peka ut rätt person på sidan. Inget händer förrän du trycker på en knapp där.",
            "You need no account. If you are the wrong person you can name the right one on the page. Nothing happens until you press a button there.",
        ))
}

/// New private links to every application of an address; each with its reference and course.
pub(super) fn new_links(
    (email, about): (EmailAddress, &application::Model),
    links: Vec<(String, String)>,
    lang: Lang,
) -> Letter {
    let opening = lang.say(
        "Någon, troligen du, har bett om en ny länk till det här. Var det inte du kan du slänga brevet.",
        "Somebody, probably you, has asked for a new link. If it was not you, throw this letter away.",
    );
    with_links((email, about), opening, links, lang)
}

/// New private links after the applicant's address was corrected.
pub(super) fn readdressed(to: (EmailAddress, &application::Model), links: Vec<(String, String)>, lang: Lang) -> Letter {
    let opening = lang.say(
        "Din e-postadress hos oss är rättad. Länkarna som gick till den förra adressen går inte längre att använda; här är nya.",
        "Your e-mail address with us has been corrected. The links sent to the former address no longer work; here are new ones.",
    );
    with_links(to, opening, links, lang)
}

fn with_links(
    (email, about): (EmailAddress, &application::Model),
    opening: &str,
    links: Vec<(String, String)>,
    lang: Lang,
) -> Letter {
    let to = Addressee { name: String::new(), email };
    let subject = lang.say("Din nya länk", "Your new link").to_owned();
    let letter = Letter::new(to, "application.links", ("application", about.id.0), lang, subject).text(opening);
    links
        .into_iter()
        .fold(letter, |letter, (reference, link)| letter.action(format!("{} ({reference})", see_it(lang)), link))
}

/// What came of an application, as the manager who confirmed the mandate is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A seat in this cohort is offered.
    Offered(CohortId),
    /// A place on the reserve list.
    Reserve,
    /// No part in the competition for seats.
    NotEligible,
}

impl Outcome {
    /// What the letter is for; one of each is written per mandate.
    pub(super) fn purpose(self) -> &'static str {
        match self {
            Self::Offered(_) => "outcome.offered",
            Self::Reserve => "outcome.reserve",
            Self::NotEligible => "outcome.not_eligible",
        }
    }

    fn words(self, lang: Lang) -> (&'static str, &'static str) {
        match self {
            Self::Offered(_) => (
                lang.say("Din medarbetare är erbjuden en plats", "Your employee is offered a seat"),
                lang.say(
                    "Du har godkänt uppdrag och mandat. Nu är din medarbetare erbjuden en plats och svarar själv på erbjudandet.",
                    "You have confirmed assignment and mandate. Your employee is now offered a seat and answers the offer in person.",
                ),
            ),
            Self::Reserve => (
                lang.say("Din medarbetare har en reservplats", "Your employee has a reserve place"),
                lang.say(
                    "Du har godkänt uppdrag och mandat. Platserna räckte inte till alla. Din medarbetare står på reservlistan och får ett brev om en plats blir ledig.",
                    "You have confirmed assignment and mandate. There were not seats for all. Your employee is on the reserve list and gets a letter if a seat falls free.",
                ),
            ),
            Self::NotEligible => (
                lang.say("Din medarbetare är inte behörig", "Your employee is not eligible"),
                lang.say(
                    "Du har godkänt uppdrag och mandat, men ansökan är inte behörig och är inte med när platserna fördelas. Din medarbetare kan läsa varför på sin sida.",
                    "You have confirmed assignment and mandate, but the application is not eligible and takes no part when seats are given out. Your employee can read why on the application's page.",
                ),
            ),
        }
    }
}

/// The news to the manager who confirmed the mandate: what came of it, and no link to the applicant's page.
pub(super) fn outcome(
    (mandate, email): (MandateId, EmailAddress),
    named: &Named,
    terms: &Terms,
    outcome: Outcome,
    lang: Lang,
) -> Letter {
    let (subject, body) = outcome.words(lang);
    let mut facts = vec![
        (lang.say("Sökande", "Applicant").to_owned(), named.with_organisation(lang)),
        (lang.say("Utbildning", "Course").to_owned(), terms.offer.title.clone()),
    ];
    if let Outcome::Offered(seat_in) = outcome {
        let words = terms.cohorts_in_words(lang).into_iter();
        facts.extend(words.zip(terms.cohort_ids()).filter(|(_, id)| *id == seat_in).map(|(words, _)| words));
    }
    // The name in the letter's head was typed by the applicant, so the address stands alone.
    let to = Addressee { name: String::new(), email };
    Letter::new(to, outcome.purpose(), ("mandate", mandate.0), lang, subject.to_owned())
        .text(body)
        .facts(facts)
        .text(lang.say("Du behöver inte göra något.", "There is nothing you need to do."))
}

/// One person's way in, as the letter tells it.
pub(super) struct WayIn {
    pub(super) name: String,
    pub(super) link: String,
    pub(super) code: String,
}

/// The way in for everybody behind an address: a link and a code each. Names stand here and nowhere else.
pub(super) fn way_in((email, about): (EmailAddress, (&'static str, i64)), ways: Vec<WayIn>, lang: Lang) -> Letter {
    let to = Addressee { name: String::new(), email };
    let subject = lang.say("Logga in", "Sign in").to_owned();
    let letter = Letter::new(to, "sign_in", about, lang, subject).text(lang.say(
        "Någon, troligen du, vill logga in med den här adressen. Var det inte du kan du slänga brevet.",
        "Somebody, probably you, wants to sign in with this address. If it was not you, throw this letter away.",
    ));
    let each = |letter: Letter, way: WayIn| {
        let code = vec![(lang.say("Kod", "Code").to_owned(), way.code)];
        let words = lang.say(format!("Logga in: {}", way.name), format!("Sign in: {}", way.name));
        letter.facts(code).action(words, way.link)
    };
    ways.into_iter().fold(letter, each).text(lang.say(
        "Länk och kod gäller i 30 minuter och en gång. Koden skriver du på sidan där du bad om brevet. Lämna aldrig ut den till någon.",
        "Link and code last 30 minutes and work once. Type the code on the page where you asked for this letter. Never give it to anybody.",
    ))
}

/// The proposal to apply, on a delegate's word: who, for what, and the way to the application that waits to be sent.
pub(super) fn proposed(
    (draft, email): (i64, EmailAddress),
    (delegate, organisation): (&str, &str),
    (terms, until, link): (&Terms, Instant, String),
    lang: Lang,
) -> Letter {
    let to = Addressee { name: String::new(), email };
    let subject = lang.say("Du är föreslagen till en utbildning", "You are proposed for a course");
    let mut facts = vec![
        (lang.say("Utbildning", "Course").to_owned(), terms.offer.title.clone()),
        (lang.say("Organisation", "Organisation").to_owned(), organisation.to_owned()),
        (lang.say("Föreslagen av", "Proposed by").to_owned(), delegate.to_owned()),
    ];
    facts.extend(terms.cohorts_in_words(lang));
    facts.push((lang.say("Kostnad", "Cost").to_owned(), terms.cost(lang).to_owned()));
    facts.push((lang.say("Efteråt", "Afterwards").to_owned(), terms.duty(lang).to_owned()));
    facts.push((lang.say("Svara senast", "Answer by").to_owned(), dates::moment(lang, until)));
    Letter::new(to, "proposal.sent", ("draft", draft), lang, subject.to_owned())
        .text(lang.say(
            "Din organisation har föreslagit dig. En ansökan är påbörjad åt dig: läs den, ändra det som är fel och skicka den om du vill. Gör du inget händer inget.",
            "Your organisation has proposed you. An application has been begun for you: read it, change what is wrong and send it if you want to. If you do nothing, nothing happens.",
        ))
        .facts(facts)
        .action(lang.say("Läs och skicka ansökan", "Read and send the application"), link)
        .text(lang.say("Länken är bara din. Dela den inte med någon.", "The link is yours alone. Do not share it."))
}

/// Once more, on a coordinator's word: something waits for the applicant's answer.
pub(super) fn once_more(to: ToApplicant<'_>, by: Instant, lang: Lang) -> Letter {
    let reference = to.application.reference.clone();
    let subject = lang.say("Vi har inte hört av dig", "We have not heard from you");
    let (letter, link) = to.letter("application.once_more", lang, format!("{subject} ({reference})"));
    let letter = letter.text(lang.say(
        "Det finns något att svara på i din ansökan. Vi skickar länken igen ifall det förra brevet inte kom fram.",
        "There is something to answer in your application. We send the link again in case the last letter did not arrive.",
    ));
    let letter = letter.facts(vec![(lang.say("Svara senast", "Answer by").to_owned(), dates::moment(lang, by))]);
    letter.action(see_it(lang), link)
}
