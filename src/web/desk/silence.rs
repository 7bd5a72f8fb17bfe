//! Who has not reacted: gathered from seat offers, mandates and proposals, the nearest deadline first.

use crate::access::entity::link;
use crate::access::links::{self, Purpose};
use crate::applications::actions::open_until;
use crate::applications::{self, Application, Draft, Mandate, owned, rules};
use crate::kernel::{ApplicationId, DraftId, Instant, Lang, MandateId, PersonId};
use crate::offers::{self, Offer};
use crate::outbox::{self, Posted, State};
use crate::people::{self, Person, masked_name};
use crate::protection;
use crate::seats::{self, SeatOffer};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashSet;

/// Days after which silence is worth a call.
const PATIENCE_DAYS: i64 = 3;

/// What somebody has not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The seat offer to an application.
    Seat(ApplicationId),
    /// The question to a manager.
    Mandate(MandateId),
    /// A delegate's proposal.
    Proposal(DraftId),
}

impl Kind {
    /// Reads `seat-12`.
    pub fn parse(text: &str) -> Option<Self> {
        let (word, id) = text.split_once('-')?;
        match word {
            "seat" => id.parse().ok().map(Self::Seat),
            "mandate" => id.parse().ok().map(Self::Mandate),
            "proposal" => id.parse().ok().map(Self::Proposal),
            _ => None,
        }
    }
}

/// Somebody who has not reacted.
pub struct Silent {
    pub kind: Kind,
    pub name: String,
    /// Offer, and for a manager the applicant.
    pub about: String,
    /// The address, where it may be shown.
    pub email: String,
    /// The address that letters go to, for nobody's eyes.
    pub kept: String,
    pub version: i64,
    pub sent: Instant,
    pub deadline: Instant,
    pub is_opened: bool,
    pub is_parked: bool,
    pub application: Option<ApplicationId>,
}

/// What everything is told from, each read with one statement.
struct Facts {
    applications: Vec<Application>,
    persons: Vec<Person>,
    offers: Vec<Offer>,
    letters: Vec<Posted>,
    /// Addresses of protected persons.
    covered: HashSet<String>,
}

impl Facts {
    fn name(&self, one: &Application, lang: Lang) -> String {
        let person = self.persons.iter().find(|person| person.id == one.person_id);
        person.map(|person| person.shown_name(lang)).unwrap_or_default()
    }

    /// What points at the applicant, as the desk may see it; nothing when they are protected.
    fn shown(&self, one: &Application, text: &str) -> String {
        let person = self.persons.iter().find(|person| person.id == one.person_id);
        let is_open = person.is_some_and(|person| !person.is_protected);
        if is_open { text.to_owned() } else { String::new() }
    }

    fn title(&self, id: crate::kernel::OfferId) -> String {
        self.offers.iter().find(|offer| offer.id == id).map(|offer| offer.title.clone()).unwrap_or_default()
    }

    /// Whether the latest letter to this address about the object was given up.
    fn is_parked(&self, (object, id): (&str, i64), email: &str) -> bool {
        let to = |letter: &&Posted| {
            letter.object == object && letter.object_id == id && letter.to_email.eq_ignore_ascii_case(email)
        };
        self.letters.iter().find(to).is_some_and(|letter| letter.state == State::Parked)
    }
}

/// Everybody whose letter has not been used for days, or did not arrive at all.
///
/// # Errors
/// When the database does not answer.
pub async fn silent(db: &impl ConnectionTrait, now: Instant, lang: Lang) -> Result<Vec<Silent>, DbErr> {
    let seats = seats::queries::unanswered(db, now).await?;
    let mandates = applications::queries::mandates_asked(db).await?;
    let proposals = owned::proposals(db, None, now).await?;
    let mut ids: Vec<ApplicationId> = seats.iter().map(|seat| seat.application_id).collect();
    ids.extend(mandates.iter().map(|mandate| mandate.application_id));
    let applications = applications::queries::among(db, &ids).await?;
    let persons: Vec<PersonId> = applications.iter().map(|one| one.person_id).collect();
    let mut of: Vec<_> = applications.iter().map(|one| one.offer_id).collect();
    of.extend(proposals.iter().map(|draft| draft.offer_id));
    let about: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut letters = outbox::about_any_of(db, "application", &about).await?;
    let drafts: Vec<i64> = proposals.iter().map(|draft| draft.id.0).collect();
    letters.extend(outbox::about_any_of(db, "draft", &drafts).await?);
    let facts = Facts {
        persons: people::queries::persons_among(db, &persons).await?,
        offers: offers::queries::among(db, &of).await?,
        applications,
        letters,
        covered: protection::queries::addresses(db).await?,
    };
    let to_applicants = links::to_any_of(db, Purpose::Application, &about).await?;
    let mandate_ids: Vec<i64> = mandates.iter().map(|mandate| mandate.id.0).collect();
    let to_managers = links::to_any_of(db, Purpose::Mandate, &mandate_ids).await?;
    let mut found: Vec<Silent> = Vec::new();
    found.extend(seats.iter().filter_map(|seat| about_seat(seat, &facts, &to_applicants, lang)));
    found.extend(mandates.iter().filter_map(|one| about_mandate(one, (&facts, &mandates), &to_managers, (now, lang))));
    found.extend(proposals.iter().filter_map(|draft| about_proposal(draft, &facts, lang)));
    // A proposal whose time is over waits for nobody.
    found.retain(|one| one.deadline >= now);
    found.retain(|one| one.is_parked || one.sent <= now.plus_days(-PATIENCE_DAYS));
    found.sort_by_key(|one| one.deadline);
    Ok(found)
}

fn about_seat(seat: &SeatOffer, facts: &Facts, links: &[link::Model], lang: Lang) -> Option<Silent> {
    let one = facts.applications.iter().find(|one| one.id == seat.application_id)?;
    let own: Vec<&link::Model> =
        links.iter().filter(|link| link.object_id == one.id.0 && link.created_at >= seat.offered_at).collect();
    Some(Silent {
        kind: Kind::Seat(one.id),
        name: facts.name(one, lang),
        about: facts.title(one.offer_id),
        email: facts.shown(one, &one.email),
        kept: one.email.clone(),
        version: one.version,
        sent: own.first().map_or(seat.offered_at, |link| link.created_at),
        deadline: seat.reply_by,
        is_opened: own.iter().any(|link| link.opened_at.is_some()),
        is_parked: facts.is_parked(("application", one.id.0), &one.email),
        application: Some(one.id),
    })
}

/// A manager's answer; one link speaks of everybody who named the address, so all of the address's links count.
fn about_mandate(
    asked: &Mandate,
    (facts, all): (&Facts, &[Mandate]),
    links: &[link::Model],
    (now, lang): (Instant, Lang),
) -> Option<Silent> {
    let one = facts.applications.iter().find(|one| one.id == asked.application_id)?;
    (rules::awaits_manager(one.state) && asked.deadline_at >= now).then_some(())?;
    let of_address: Vec<i64> =
        all.iter().filter(|other| other.manager_email == asked.manager_email).map(|other| other.id.0).collect();
    let own: Vec<&link::Model> =
        links.iter().filter(|link| of_address.contains(&link.object_id) && link.created_at >= asked.asked_at).collect();
    Some(Silent {
        kind: Kind::Mandate(asked.id),
        name: manager_shown(facts.shown(one, &asked.manager_name), lang),
        about: format!("{}: {}", facts.name(one, lang), facts.title(one.offer_id)),
        email: facts.shown(one, &asked.manager_email),
        kept: asked.manager_email.clone(),
        version: asked.version,
        sent: own.first().map_or(asked.asked_at, |link| link.created_at),
        deadline: asked.deadline_at,
        is_opened: own.iter().any(|link| link.opened_at.is_some()),
        is_parked: facts.is_parked(("application", one.id.0), &asked.manager_email),
        application: Some(one.id),
    })
}

fn manager_shown(name: String, lang: Lang) -> String {
    if name.is_empty() { lang.say("Chefen", "The manager").to_owned() } else { name }
}

fn about_proposal(draft: &Draft, facts: &Facts, lang: Lang) -> Option<Silent> {
    let offer = facts.offers.iter().find(|offer| offer.id == draft.offer_id)?;
    let (mut name, kept) = owned::proposed(draft);
    let mut email = kept.clone();
    if facts.covered.contains(&kept.to_lowercase()) {
        masked_name(lang).clone_into(&mut name);
        email.clear();
    }
    let sent = facts.letters.iter().find(|letter| letter.object == "draft" && letter.object_id == draft.id.0);
    Some(Silent {
        kind: Kind::Proposal(draft.id),
        name,
        about: offer.title.clone(),
        version: draft.version,
        sent: sent.map_or(draft.created_at, |letter| letter.created_at),
        deadline: open_until(draft, offer.deadline_at),
        is_opened: false,
        is_parked: facts.is_parked(("draft", draft.id.0), &kept),
        kept,
        email,
        application: None,
    })
}
