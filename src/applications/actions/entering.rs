//! Sending an application, or registering one for somebody who phoned: one effect, two letters.

use super::drafts::lock_draft;
use super::managers;
use super::posting::{named, write_if_share_lasts, write_to_applicant};
use crate::access::{Letterhead, SubmissionKey, submissions};
use crate::applications::Refusal;
use crate::applications::answers::{Answers, Complete, Workplace};
use crate::applications::entity::{application, application_draft};
use crate::applications::model::{ApplicationState, Channel};
use crate::applications::terms::Terms;
use crate::applications::{letters, queries, reference, rules};
use crate::journal::{self, Event};
use crate::kernel::{AccountId, Actor, ApplicationId, Failure, Instant, Lang, OfferId, OrganisationId};
use crate::offers;
use crate::organisations::queries as organisations;
use crate::people::{self, Coordinator};
use crate::storage::{Db, WriteTx, is_taken};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// What a coordinator registers for somebody else.
pub struct Registration {
    /// The offer.
    pub offer: OfferId,
    /// What was said, question by question.
    pub answers: Answers,
    /// How it was said.
    pub channel: Channel,
    /// The language of the letters.
    pub lang: Lang,
    /// The form's one-time key.
    pub key: SubmissionKey,
}

/// An application about to be written down.
struct Entry<'a> {
    terms: &'a Terms,
    answers: Complete,
    lang: Lang,
    channel: Channel,
    by: Option<&'a Coordinator>,
    /// The account on whose word it came in: who registered it, or the delegate who proposed it.
    account: Option<AccountId>,
}

/// Sends the application that the draft behind `token` holds, to an offer of whose seats `vacant` were left over.
///
/// The draft is the one-time key: sent once, it leads every later post to the same receipt.
///
/// # Errors
/// Refused after the deadline (the draft stays), while an answer is missing, or when the same address has applied for
/// the same organisation; `Repeated` when the draft was sent before.
pub async fn send(
    db: &Db,
    head: &Letterhead<'_>,
    (token, lang, vacant): (&str, Lang, u64),
    now: Instant,
) -> Result<ApplicationId, Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let draft = lock_draft(&tx, head.keys, token, now).await?.ok_or(Failure::Missing("draft"))?;
    if draft.application_id.is_some() {
        return Err(Failure::Repeated(format!("/apply/{token}/sent")));
    }
    let terms = hold(&tx, draft.offer_id).await?;
    rules::may_apply(&terms.offer, vacant, now).map_err(Failure::Refused)?;
    let answers = Answers::read(&draft.answers).complete(&terms.cohort_ids());
    let answers = answers.ok_or(Failure::Refused(Refusal::Incomplete))?;
    let channel = if draft.proposed_by.is_some() { Channel::Delegate } else { Channel::Web };
    let entry = Entry { terms: &terms, answers, lang, channel, by: None, account: draft.proposed_by };
    let id = enter(&tx, head, entry, now).await?;
    application_draft::Entity::update_many()
        .col_expr(application_draft::Column::ApplicationId, Expr::value(id))
        .filter(application_draft::Column::Id.eq(draft.id))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(id)
}

/// Registers an application for somebody who phoned, wrote or came by; also after the deadline.
///
/// # Errors
/// Refused when the offer has ended, an answer is missing, or the same address has applied for the same organisation;
/// `Repeated` when the form was sent before.
pub async fn register(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    registration: Registration,
    now: Instant,
) -> Result<ApplicationId, Failure<Refusal>> {
    let Registration { offer, answers, channel, lang, key } = registration;
    let tx = db.begin_write().await?;
    submissions::spend(&tx, &key, "/desk/offers", now).await?;
    let terms = hold(&tx, offer).await?;
    rules::may_register(&terms.offer).map_err(Failure::Refused)?;
    let answers = answers.complete(&terms.cohort_ids()).ok_or(Failure::Refused(Refusal::Incomplete))?;
    let entry = Entry { terms: &terms, answers, lang, channel, by: Some(by), account: Some(by.account) };
    let id = enter(&tx, head, entry, now).await?;
    submissions::set_receipt(&tx, &key, &format!("/desk/applications/{id}")).await?;
    tx.commit().await?;
    Ok(id)
}

/// The terms of an offer that stays as it is until the transaction ends.
///
/// It is locked before it is judged, so that nobody closes it between the question and the answer, and so that two who
/// apply at once read the same refusal as one after the other.
async fn hold(tx: &WriteTx, offer: OfferId) -> Result<Terms, Failure<Refusal>> {
    let offer = offers::queries::lock(tx, offer).await?.ok_or(Failure::Missing("offer"))?;
    Ok(Terms::of(tx, offer).await?)
}

/// Writes the application down with everything that belongs to it; the offer is held by the caller.
async fn enter(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    entry: Entry<'_>,
    now: Instant,
) -> Result<ApplicationId, Failure<Refusal>> {
    let Entry { terms, answers, .. } = &entry;
    rules::is_another(answers.email.as_str(), &answers.superior.email).map_err(Failure::Refused)?;
    let organisation = workplace(tx, &answers.workplace, now).await?;
    if let Some(standing) = queries::standing_of(tx, terms.offer.id, organisation, &answers.email).await? {
        return Err(Failure::Refused(Refusal::AlreadyApplied(standing.reference)));
    }
    let application = insert(tx, &entry, organisation, now).await?;
    queries::add_preferences(tx, application.id, &answers.cohorts).await?;
    let deadline = rules::mandate_deadline(&terms.offer, now);
    let who = match entry.by {
        Some(by) => by.actor(),
        None => Actor::Applicant(application.id),
    };
    queries::note_move(tx, application.id, application.state, first_reason(&application), now).await?;
    let event = Event::new("application.submitted", "application", application.id.0)
        .with("reference", application.reference.as_str())
        .with("arrived_by", application.arrived_by.key());
    journal::record(tx, &who, event, now).await?;
    let write = |to: letters::ToApplicant<'_>, lang| letters::received(to, terms, deadline, lang);
    if entry.by.is_some() {
        write_to_applicant(tx, head, (&application, terms), write, now).await?;
    } else {
        write_if_share_lasts(tx, head, (&application, terms), write, now).await?;
    }
    let named = named(tx, &application, terms).await?;
    let question = managers::Question { application: &application, terms, named, deadline };
    managers::ask(tx, head, question, &answers.superior, now).await?;
    Ok(application.id)
}

fn first_reason(application: &application::Model) -> (String, String) {
    match application.arrived_by {
        Channel::Web | Channel::Delegate => (
            "Ansökan är skickad. Din chef har fått en fråga om uppdrag och mandat.".to_owned(),
            "The application has been sent. Your manager has been asked about assignment and mandate.".to_owned(),
        ),
        channel => (
            format!(
                "Ansökan är registrerad av samordnaren efter {}. Din chef har fått en fråga om uppdrag och mandat.",
                channel.word(Lang::Sv)
            ),
            format!(
                "The application was registered by the coordinator after {}. Your manager has been asked about assignment and mandate.",
                channel.word(Lang::En)
            ),
        ),
    }
}

async fn insert(
    tx: &WriteTx,
    entry: &Entry<'_>,
    organisation: OrganisationId,
    now: Instant,
) -> Result<application::Model, Failure<Refusal>> {
    let Entry { terms, answers, .. } = entry;
    let person = match people::queries::person_known_as(tx, &answers.email, &answers.name).await? {
        Some(known) => known.id,
        None => people::queries::add_person(tx, &answers.name, Some(&answers.email), Some(organisation), now).await?,
    };
    let drawn = reference::candidates(&terms.offer.code, now);
    let taken = queries::taken(tx, &drawn).await?;
    let free = drawn.into_iter().find(|one| !taken.contains(one));
    let reference = free.ok_or_else(|| Failure::Storage(DbErr::Custom("no free reference was drawn".to_owned())))?;
    let row = application::ActiveModel {
        offer_id: Set(terms.offer.id),
        reference: Set(reference.clone()),
        person_id: Set(person),
        organisation_id: Set(organisation),
        unit: Set(answers.unit.clone()),
        role: Set(answers.role.clone()),
        mandate_words: Set(answers.mandate.clone()),
        email: Set(answers.email.normalised()),
        language: Set(entry.lang.tag().to_owned()),
        rank: Set(1),
        state: Set(ApplicationState::AwaitingManager),
        arrived_by: Set(entry.channel),
        registered_by: Set(entry.account),
        duplicate_of: Set(None),
        submitted_at: Set(now),
        letter_held_at: Set(None),
        version: Set(1),
        ..application::ActiveModel::default()
    };
    let inserted = application::Entity::insert(row).exec(tx).await.map_err(|error| {
        if is_taken(&error) {
            Failure::Refused(Refusal::AlreadyApplied(String::new()))
        } else {
            Failure::Storage(error)
        }
    })?;
    let written = queries::find(tx, inserted.last_insert_id).await?;
    written.ok_or(Failure::Missing("application"))
}

/// The organisation's row; a typed one that the house knows by name is that one, any other becomes a row of its own.
async fn workplace(tx: &WriteTx, workplace: &Workplace, now: Instant) -> Result<OrganisationId, Failure<Refusal>> {
    let typed = match workplace {
        Workplace::Listed(id) => {
            let known = organisations::find(tx, *id).await?;
            return known.map(|known| known.id).ok_or(Failure::Missing("organisation"));
        }
        Workplace::Typed(name) => name,
    };
    let all = organisations::all(tx).await?;
    if let Some(known) = all.iter().find(|one| one.name.to_lowercase() == typed.to_lowercase()) {
        return Ok(known.id);
    }
    let drawn = reference::candidates("X", now);
    let free = drawn.into_iter().find(|code| all.iter().all(|one| one.code != *code)).unwrap_or_default();
    Ok(organisations::add_other(tx, (free, typed), now).await?)
}
