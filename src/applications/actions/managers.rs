//! Mandates: asked, answered by the manager, recorded by a coordinator, passed on to the right person.

use super::moving::after_confirmation;
use super::posting::{language_of, may_post, named, write_if_share_lasts, write_to_applicant};
use crate::access::{Letterhead, links};
use crate::applications::answers::Superior;
use crate::applications::entity::{application, mandate};
use crate::applications::letters::{self, Asking, Named};
use crate::applications::model::{ApplicationState, Channel, MandateChannel, MandateState};
use crate::applications::terms::Terms;
use crate::applications::{Applicant, ApplicantsManager, Refusal, queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{ApplicationId, Day, Failure, Instant, Lang, MandateId};
use crate::locale::dates;
use crate::outbox;
use crate::people::Coordinator;
use crate::storage::{Db, WriteTx};
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};

/// What a manager answers on the page behind the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagersAnswer {
    /// *Godkänn uppdrag och mandat.*
    Confirm,
    /// *Avböj*, with the reason the applicant will read.
    Decline(String),
    /// *Fel person*: this is the right one.
    WrongPerson(Superior),
}

/// A mandate that a coordinator received otherwise.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The application.
    pub application: ApplicationId,
    /// Its version when the form was opened.
    pub version: i64,
    /// How it came.
    pub channel: Channel,
    /// Who gave it.
    pub from: String,
    /// When it was given.
    pub on: Day,
    /// In what words; may be empty.
    pub words: String,
}

/// A question about to be put to a manager.
pub(super) struct Question<'a> {
    pub(super) application: &'a application::Model,
    pub(super) terms: &'a Terms,
    pub(super) named: Named,
    pub(super) deadline: Instant,
}

/// Asks `superior`: a new mandate, a link, a letter (unless the address has had its share today).
pub(super) async fn ask(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    question: Question<'_>,
    superior: &Superior,
    now: Instant,
) -> Result<MandateId, DbErr> {
    let Question { application, terms, named, deadline } = question;
    let row = mandate::ActiveModel {
        application_id: Set(application.id),
        manager_name: Set(superior.name.to_string()),
        manager_email: Set(superior.email.normalised()),
        state: Set(MandateState::Asked),
        asked_at: Set(now),
        deadline_at: Set(deadline),
        reason: Set(String::new()),
        received_by: Set(MandateChannel::Link),
        version: Set(1),
        ..mandate::ActiveModel::default()
    };
    let id = mandate::Entity::insert(row).exec(tx).await?.last_insert_id;
    if may_post(tx, head, &superior.email, &format!("mandate.asked {}", application.id), now).await? {
        let until = rules::mandate_link_ends(deadline);
        let token = links::make(tx, head.keys, (links::Purpose::Mandate, id.0), now, until).await?;
        let lang = language_of(application);
        let link = head.links.mandate(token.as_str(), lang);
        let to = (application, superior.email.clone());
        let letter = letters::asked(to, &[named], (terms, deadline), (Asking::First, link), lang);
        outbox::put(tx, letter, now).await?;
    }
    Ok(id)
}

/// Takes the manager's answer to the question about one employee.
///
/// The application is locked before the answer is judged, so that it cannot cross a withdrawal or a second answer.
///
/// # Errors
/// Missing when the mandate is not of the link's address; `Repeated` when it was answered just so before; refused
/// when answered otherwise, after the deadline, or when the application waits no more.
pub async fn answer_mandate(
    db: &Db,
    head: &Letterhead<'_>,
    by: &ApplicantsManager,
    (mandate, answer): (MandateId, ManagersAnswer),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let of_address = queries::mandates_of_manager(&tx, &by.mandate.manager_email).await?;
    let asked = of_address.into_iter().find(|one| one.id == mandate).ok_or(Failure::Missing("mandate"))?;
    let application = queries::lock(&tx, asked.application_id).await?.ok_or(Failure::Missing("application"))?;
    let asked = mandate::Entity::find_by_id(asked.id).one(&tx).await?.ok_or(Failure::Missing("mandate"))?;
    let is_repeated = matches!(
        (&answer, asked.state),
        (ManagersAnswer::Confirm, MandateState::Confirmed) | (ManagersAnswer::Decline(_), MandateState::Declined)
    );
    if is_repeated {
        return Err(Failure::Repeated(format!("/mandates/{}", by.token())));
    }
    rules::may_answer(application.state, (asked.state, asked.deadline_at), now).map_err(Failure::Refused)?;
    let terms = Terms::find(&tx, application.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    match answer {
        ManagersAnswer::Confirm => confirm(&tx, head, (&application, &asked), &terms, now).await?,
        ManagersAnswer::Decline(reason) => {
            decline(&tx, head, (&application, &asked, &reason), &terms, now).await?;
        }
        ManagersAnswer::WrongPerson(right) => {
            pass_on(&tx, head, (&application, &asked), &right, now).await?;
        }
    }
    let now_stands = mandate::Entity::find_by_id(asked.id).one(&tx).await?.map(|one| one.state);
    let word = now_stands.map_or("", |state| state.word(Lang::En));
    let event = Event::new("mandate.answered", "application", application.id.0)
        .with("mandate", asked.id.0)
        .with("answer", word);
    journal::record(&tx, &by.actor(), event, now).await?;
    by.note_used(&tx, head.keys, now).await?;
    tx.commit().await?;
    Ok(())
}

type AskedOf<'a> = (&'a application::Model, &'a mandate::Model);

async fn confirm(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (application, asked): AskedOf<'_>,
    terms: &Terms,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    queries::end_mandate(tx, asked.id, MandateState::Confirmed, "", now).await?;
    let reason = (
        format!("{} har godkänt uppdrag och mandat.", asked.manager_name),
        format!("{} has confirmed assignment and mandate.", asked.manager_name),
    );
    let state = after_confirmation(tx, application, reason, now).await?;
    let write = |to: letters::ToApplicant<'_>, lang| letters::moved(to, state, None, lang);
    write_if_share_lasts(tx, head, (application, terms), write, now).await?;
    Ok(())
}

async fn decline(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (application, asked, reason): (&application::Model, &mandate::Model, &str),
    terms: &Terms,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    queries::end_mandate(tx, asked.id, MandateState::Declined, reason, now).await?;
    let said = (
        format!("{} har avböjt: {reason}", asked.manager_name),
        format!("{} has declined: {reason}", asked.manager_name),
    );
    queries::move_to(tx, application, ApplicationState::NotEligible, said, now).await?;
    let write = |to: letters::ToApplicant<'_>, lang| letters::moved(to, ApplicationState::NotEligible, None, lang);
    write_if_share_lasts(tx, head, (application, terms), write, now).await?;
    Ok(())
}

/// Ends the mandate and its links and asks `right` instead.
async fn pass_on(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (application, asked): AskedOf<'_>,
    right: &Superior,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    rules::is_another(&application.email, &right.email).map_err(Failure::Refused)?;
    let earlier = queries::mandates_among(tx, &[application.id]).await?;
    let today = earlier.iter().filter(|one| one.asked_at > now.plus_days(-1)).count();
    if today > 3 {
        return Err(Failure::Refused(Refusal::TooManyLetters));
    }
    queries::end_mandate(tx, asked.id, MandateState::Redirected, "", now).await?;
    links::end_all(tx, links::Purpose::Mandate, asked.id.0, now).await?;
    let terms = Terms::find(tx, application.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    let deadline = rules::mandate_deadline(&terms.offer, now);
    let named = named(tx, application, &terms).await?;
    let question = Question { application, terms: &terms, named, deadline };
    ask(tx, head, question, right, now).await?;
    let reason = (
        format!("Frågan om uppdrag och mandat är skickad till {}.", right.name),
        format!("The question about assignment and mandate has been sent to {}.", right.name),
    );
    queries::move_to(tx, application, application.state, reason, now).await?;
    Ok(())
}

/// Lets the applicant name another manager while the first one has not answered.
///
/// # Errors
/// Refused when no answer is awaited, for the applicant's own address, and after several changes in a day; stale when
/// the application has moved since the form was opened.
pub async fn change_manager(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Applicant,
    (right, version): (Superior, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let application = queries::lock(&tx, by.application.id).await?.ok_or(Failure::Missing("application"))?;
    if !rules::awaits_manager(application.state) {
        return Err(Failure::Refused(Refusal::NotAwaitingManager));
    }
    if application.version != version {
        return Err(Failure::Stale);
    }
    let asked = queries::mandate_of(&tx, application.id).await?;
    let asked = asked.filter(|one| one.state == MandateState::Asked);
    let asked = asked.ok_or(Failure::Refused(Refusal::NotAwaitingManager))?;
    pass_on(&tx, head, (&application, &asked), &right, now).await?;
    let event = Event::new("mandate.redirected", "application", application.id.0).with("mandate", asked.id.0);
    journal::record(&tx, &by.actor(), event, now).await?;
    by.note_used(&tx, head.keys, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Records a mandate that came by phone, e-mail or paper; also after the manager's deadline.
///
/// # Errors
/// Refused when the application waits for no manager; stale when it has moved since the form was opened.
pub async fn record_mandate(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    recorded: Recorded,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let application = queries::lock_as_seen(&tx, (recorded.application, recorded.version)).await?;
    let asked = queries::mandate_of(&tx, application.id).await?.filter(|one| one.state == MandateState::Asked);
    let asked = asked.filter(|_| rules::awaits_manager(application.state));
    let asked = asked.ok_or(Failure::Refused(Refusal::NotAwaitingManager))?;
    let terms = Terms::find(&tx, application.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    queries::end_mandate(&tx, asked.id, MandateState::Confirmed, &recorded.words, now).await?;
    queries::note_recorded(&tx, asked.id, recorded.channel.into(), by.account).await?;
    let state = after_confirmation(&tx, &application, in_words(&recorded), now).await?;
    let write = |to: letters::ToApplicant<'_>, lang| letters::moved(to, state, None, lang);
    write_to_applicant(&tx, head, (&application, &terms), write, now).await?;
    journal::record(&tx, &by.actor(), as_event(&recorded), now).await?;
    tx.commit().await?;
    Ok(())
}

fn in_words(recorded: &Recorded) -> (String, String) {
    let Recorded { channel, from, on, .. } = recorded;
    (
        format!(
            "{from} godkände uppdrag och mandat {}; registrerat av samordnaren efter {}.",
            dates::day_in_words(Lang::Sv, *on),
            channel.word(Lang::Sv)
        ),
        format!(
            "{from} confirmed assignment and mandate on {}; registered by the coordinator after {}.",
            dates::day_in_words(Lang::En, *on),
            channel.word(Lang::En)
        ),
    )
}

fn as_event(recorded: &Recorded) -> Event {
    Event::new("mandate.recorded", "application", recorded.application.0)
        .with("channel", recorded.channel.key())
        .with("on", dates::iso(recorded.on))
}
