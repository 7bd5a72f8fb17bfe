//! The letters of this room: to the holder, and the news to the manager who confirmed the mandate.

use super::entity::certificate;
use super::model::{CertificateKind, EditionCause, RevocationReason};
use crate::access::{Letterhead, links};
use crate::applications::{self, MandateState};
use crate::kernel::{ApplicationId, CertificateId, EmailAddress, Instant, Lang};
use crate::locale::dates;
use crate::outbox::{Addressee, Letter};
use crate::paper::CertificateFacts;
use crate::people::queries as people;
use crate::seats::entity::participant;
use crate::storage::WriteTx;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// How long the private link in the letter lasts; a new one can be asked for on the start page.
const LINK_DAYS: i64 = 365;

/// Who is told about a certificate.
#[derive(Debug, Clone)]
pub struct Told {
    holder: Option<Addressee>,
    lang: Lang,
    application: Option<ApplicationId>,
    manager: Option<Addressee>,
}

/// A certificate with what its letters need.
pub struct About<'a> {
    /// The certificate.
    pub certificate: &'a certificate::Model,
    /// What it prints.
    pub facts: &'a CertificateFacts,
    /// Who is told.
    pub to: Option<&'a Told>,
}

impl About<'_> {
    /// The application whose page the holder gets a link to; `None` when nobody is written to or none was sent.
    fn private_page(&self) -> Option<ApplicationId> {
        let told = self.to?;
        told.holder.as_ref().and(told.application)
    }
}

impl Told {
    /// The address the holder is written to.
    #[must_use]
    pub fn address(&self) -> Option<&EmailAddress> {
        self.holder.as_ref().map(|holder| &holder.email)
    }
}

/// Who is told about each of `certificates`.
///
/// The holder at the application's address, else the person's. The manager only if he or she confirmed, and never
/// about a person with protected personal data.
pub async fn addressees(
    db: &impl ConnectionTrait,
    certificates: &[certificate::Model],
) -> Result<HashMap<CertificateId, Told>, DbErr> {
    let persons: Vec<_> = certificates.iter().map(|one| one.person_id).collect();
    let persons: HashMap<_, _> =
        people::persons_among(db, &persons).await?.into_iter().map(|person| (person.id, person)).collect();
    let participants = participant::Entity::find()
        .filter(participant::Column::Id.is_in(certificates.iter().map(|one| one.participant_id)))
        .all(db)
        .await?;
    let applied: HashMap<_, _> = participants.iter().filter_map(|one| Some((one.id, one.application_id?))).collect();
    let ids: Vec<_> = applied.values().copied().collect();
    let applications = applications::queries::among(db, &ids).await?;
    let applications: HashMap<_, _> = applications.into_iter().map(|one| (one.id, one)).collect();
    let mut mandates = applications::queries::mandates_among(db, &ids).await?;
    mandates.retain(|mandate| mandate.state == MandateState::Confirmed);
    let managers: HashMap<_, _> = mandates.into_iter().map(|one| (one.application_id, one)).collect();
    let told = certificates.iter().filter_map(|one| {
        let person = persons.get(&one.person_id)?;
        let application = applied.get(&one.participant_id).and_then(|id| applications.get(id));
        let email = application.map(|one| one.email.clone()).or_else(|| person.email.clone());
        let manager = application.filter(|_| !person.is_protected).and_then(|one| managers.get(&one.id));
        let lang = application.map_or(person.language.as_str(), |one| one.language.as_str());
        Some((
            one.id,
            Told {
                holder: email.and_then(|email| addressee(&person.true_name, &email)),
                lang: Lang::from_tag(lang).unwrap_or_default(),
                application: application.map(|one| one.id),
                manager: manager.and_then(|one| addressee(&one.manager_name, &one.manager_email)),
            },
        ))
    });
    Ok(told.collect())
}

fn addressee(name: &str, email: &str) -> Option<Addressee> {
    EmailAddress::parse(email).map(|email| Addressee { name: name.to_owned(), email })
}

/// The letters that go out when papers are there: two statements, however many papers.
pub async fn released(
    tx: &WriteTx,
    all: &[About<'_>],
    letterhead: &Letterhead<'_>,
    now: Instant,
) -> Result<Vec<Letter>, DbErr> {
    let applications: Vec<i64> = all.iter().filter_map(|about| about.private_page().map(|page| page.0)).collect();
    let what = (links::Purpose::Application, applications.as_slice());
    let tokens = links::make_many(tx, letterhead.keys, what, now, now.plus_days(LINK_DAYS)).await?;
    let mut tokens = tokens.into_iter();
    let mut letters = Vec::new();
    for about in all {
        let Some(told) = about.to else { continue };
        if let Some(holder) = &told.holder {
            let token = about.private_page().and_then(|_| tokens.next());
            let private = token.map(|token| letterhead.links.application(token.as_str(), told.lang));
            letters.push(to_holder(about, holder.clone(), told.lang, (private, letterhead)));
        }
        let is_first = about.certificate.edition == 1 && about.certificate.kind == CertificateKind::Certificate;
        if let Some(manager) = told.manager.as_ref().filter(|_| is_first) {
            letters.push(to_manager(about, manager.clone(), told.lang));
        }
    }
    Ok(letters)
}

fn to_holder(
    about: &About<'_>,
    to: Addressee,
    lang: Lang,
    (private, letterhead): (Option<String>, &Letterhead<'_>),
) -> Letter {
    let (one, facts) = (about.certificate, about.facts);
    let programme = facts.programme.in_lang(lang);
    let subject = match one.kind {
        CertificateKind::Certificate => {
            lang.say(format!("Ditt intyg: {programme}"), format!("Your certificate: {programme}"))
        }
        CertificateKind::Attendance => {
            lang.say(format!("Ditt närvarointyg: {programme}"), format!("Your certificate of attendance: {programme}"))
        }
    };
    let what = one.kind.word(lang);
    let opening = match (one.edition, one.kind) {
        (2.., _) if one.cause == EditionCause::Renewal => lang.say(
            format!("Ditt {what} är förnyat. Det ersätter det tidigare, som från och med nu visas som ersatt."),
            format!(
                "Your {what} has been renewed. It replaces the earlier one, which is shown as replaced from now on."
            ),
        ),
        (2.., _) if one.cause == EditionCause::Anew => lang.say(
            format!(
                "Här är ditt nya {what} från utbildningen {programme}. Det som återkallades gäller fortfarande inte."
            ),
            format!("Here is your new {what} from {programme}. The one that was revoked still does not hold."),
        ),
        (2.., _) if one.cause != EditionCause::First => lang.say(
            format!("Här är ditt rättade {what}. Det ersätter det tidigare, som från och med nu visas som ersatt."),
            format!(
                "Here is your corrected {what}. It replaces the earlier one, which is shown as replaced from now on."
            ),
        ),
        (_, CertificateKind::Certificate) => lang.say(
            format!("Grattis! Du har uppfyllt kraven i utbildningen {programme} och ditt intyg är utfärdat."),
            format!(
                "Congratulations! You have met the requirements of {programme} and your certificate has been issued."
            ),
        ),
        (_, CertificateKind::Attendance) => lang.say(
            format!("Ditt närvarointyg från utbildningen {programme} är utfärdat. Det visar vilka dagar du deltog."),
            format!(
                "Your certificate of attendance from {programme} has been issued. It shows which days you attended."
            ),
        ),
    };
    let verify = letterhead.links.verify(&one.code);
    let letter =
        Letter::new(to, "certificate.released", ("certificate", one.id.0), lang, subject).text(opening).facts(vec![
            (lang.say("Nummer", "Number").to_owned(), one.number.clone()),
            (lang.say("Utfärdat", "Issued").to_owned(), dates::day_in_words(lang, one.issued_on)),
            (lang.say("Kontrolladress", "Verification address").to_owned(), verify.clone()),
        ]);
    match private {
        Some(private) => letter
            .text(lang.say(
                "Hämta intyget som PDF på din sida. Kontrolladressen kan du ge till den som vill se att intyget är äkta.",
                "Download the certificate as a PDF on your page. Give the verification address to anyone who wants to see that it is genuine.",
            ))
            .action(lang.say("Hämta ditt intyg", "Download your certificate"), private),
        None => letter.action(lang.say("Se intygets uppgifter", "See what the certificate says"), verify),
    }
}

fn to_manager(about: &About<'_>, to: Addressee, lang: Lang) -> Letter {
    let facts = about.facts;
    let programme = facts.programme.in_lang(lang);
    let subject = lang.say(format!("Intyg utfärdat: {programme}"), format!("Certificate issued: {programme}"));
    Letter::new(to, "certificate.news", ("certificate", about.certificate.id.0), lang, subject)
        .text(lang.say(
            format!("Du bekräftade uppdrag och mandat för {}. Nu har {} uppfyllt kraven i utbildningen {programme} och fått sitt intyg.", facts.holder, facts.holder),
            format!("You confirmed the mandate of {}. {} has now met the requirements of {programme} and received the certificate.", facts.holder, facts.holder),
        ))
        .text(lang.say(
            "Nästa steg är arbetet hemma hos er, enligt den genomförandeplan som ni tar fram tillsammans.",
            "The next step is the work at home, following the rollout plan that you make together.",
        ))
}

/// The letter that tells a holder of the revocation; none to somebody who was never told of the certificate.
pub fn revoked(one: &certificate::Model, told: Option<&Told>, reason: RevocationReason) -> Option<Letter> {
    let told = told.filter(|_| one.released_at.is_some())?;
    let (to, lang) = (told.holder.clone()?, told.lang);
    let what = one.kind.word(lang);
    let letter = Letter::new(
        to,
        "certificate.revoked",
        ("certificate", one.id.0),
        lang,
        lang.say(format!("Ditt {what} {} är återkallat", one.number), format!("Your {what} {} is revoked", one.number)),
    );
    Some(
        letter
            .text(lang.say(
                format!("Ditt {what} är återkallat och gäller inte längre. Den som kontrollerar det ser att det är återkallat."),
                format!("Your {what} is revoked and no longer holds. Anyone who verifies it sees that it is revoked."),
            ))
            .facts(vec![
                (lang.say("Nummer", "Number").to_owned(), one.number.clone()),
                (lang.say("Skäl", "Reason").to_owned(), reason.word(lang).to_owned()),
            ])
            .text(lang.say(
                "Svara den som utfärdade intyget om du tycker att det är fel.",
                "Write to the issuer if you think this is wrong.",
            )),
    )
}
