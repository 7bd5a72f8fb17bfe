//! Writing the rows of a course: cohorts, offers, people and how they came to their seats.

use super::cast::Somebody;
use crate::applications::entity::{application, application_move, application_preference, mandate};
use crate::applications::model::MandateChannel;
use crate::applications::{ApplicationState, Channel, MandateState};
use crate::attendance::MarkKind;
use crate::attendance::entity::mark;
use crate::cohorts::CohortState;
use crate::cohorts::entity::{cohort, cohort_seat, cohort_trainer, course_day};
use crate::kernel::{
    AccountId, ApplicationId, CohortId, CourseDayId, Day, Instant, OfferId, OrganisationId, ParticipantId, PersonId,
    ProgrammeVersionId, RuleId,
};
use crate::locale::stockholm;
use crate::people::entity::person;
use crate::seats::entity::{participant, seat_offer};
use crate::seats::{ParticipantState, SeatOfferState};
use crate::storage::WriteTx;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait};

const STARTS: i64 = 9 * 60;
const ENDS: i64 = 16 * 60;
const MINUTES: i64 = 360;

/// A cohort to be written.
#[derive(Debug, Clone)]
pub(super) struct CohortPlan {
    pub code: String,
    pub name: String,
    pub term: String,
    pub place: String,
    pub room: String,
    pub capacity: i64,
    pub state: CohortState,
    pub days: Vec<Day>,
}

/// A cohort that has been written.
#[derive(Debug, Clone)]
pub(super) struct CohortRows {
    pub id: CohortId,
    pub days: Vec<(CourseDayId, Day)>,
}

/// The stage: the transaction everything is written in, and who teaches.
pub(super) struct Stage<'a> {
    pub tx: &'a WriteTx,
    pub programme: ProgrammeVersionId,
    pub rule: RuleId,
    pub trainers: &'a [AccountId],
    pub today: Day,
}

impl Stage<'_> {
    /// Writes a cohort with its days, seats and trainers.
    pub(super) async fn cohort(&self, plan: &CohortPlan, at: Instant) -> Result<CohortRows, DbErr> {
        let row = cohort::ActiveModel {
            programme_version_id: Set(self.programme),
            code: Set(plan.code.clone()),
            name: Set(plan.name.clone()),
            term: Set(plan.term.clone()),
            place: Set(plan.place.clone()),
            room: Set(plan.room.clone()),
            languages: Set("sv".to_owned()),
            capacity: Set(plan.capacity),
            state: Set(plan.state),
            rule_id: Set(Some(self.rule)),
            created_at: Set(at),
            version: Set(1),
            ..Default::default()
        };
        let id = cohort::Entity::insert(row).exec(self.tx).await?.last_insert_id;
        let mut days = Vec::with_capacity(plan.days.len());
        for (number, day) in (1..).zip(&plan.days) {
            let row = course_day::ActiveModel {
                cohort_id: Set(id),
                number: Set(number),
                day: Set(*day),
                starts_minute: Set(STARTS),
                ends_minute: Set(ENDS),
                minutes: Set(MINUTES),
                room: Set(plan.room.clone()),
                is_cancelled: Set(false),
                attested_at: Set((*day < self.today).then(|| stockholm::start_of_day(*day).plus_minutes(ENDS + 20))),
                attested_by: Set(self.trainers.first().copied().filter(|_| *day < self.today)),
                ..Default::default()
            };
            days.push((course_day::Entity::insert(row).exec(self.tx).await?.last_insert_id, *day));
        }
        let seats =
            (1..=plan.capacity).map(|number| cohort_seat::ActiveModel { cohort_id: Set(id), number: Set(number) });
        cohort_seat::Entity::insert_many(seats).exec_without_returning(self.tx).await?;
        let teaching = self
            .trainers
            .iter()
            .map(|trainer| cohort_trainer::ActiveModel { cohort_id: Set(id), account_id: Set(*trainer) });
        cohort_trainer::Entity::insert_many(teaching).exec_without_returning(self.tx).await?;
        Ok(CohortRows { id, days })
    }

    /// Writes a person.
    pub(super) async fn person(
        &self,
        who: &Somebody,
        organisation: OrganisationId,
        at: Instant,
    ) -> Result<PersonId, DbErr> {
        let row = person::ActiveModel {
            true_name: Set(who.name.clone()),
            email: Set(Some(who.email.clone())),
            organisation_id: Set(Some(organisation)),
            language: Set("sv".to_owned()),
            is_protected: Set(false),
            created_at: Set(at),
            version: Set(1),
            ..Default::default()
        };
        Ok(person::Entity::insert(row).exec(self.tx).await?.last_insert_id)
    }

    /// Writes an application in `state` with its mandate and the moves that led there.
    pub(super) async fn application(
        &self,
        (offer, cohorts): (OfferId, &[CohortId]),
        (who, organisation): (&Somebody, OrganisationId),
        state: ApplicationState,
        at: Instant,
    ) -> Result<(ApplicationId, PersonId), DbErr> {
        let person = self.person(who, organisation, at).await?;
        let row = application::ActiveModel {
            offer_id: Set(offer),
            reference: Set(reference(person)),
            person_id: Set(person),
            organisation_id: Set(organisation),
            unit: Set(who.unit.clone()),
            role: Set(who.role.clone()),
            mandate_words: Set(who.mandate.sv.clone()),
            email: Set(who.email.clone()),
            language: Set("sv".to_owned()),
            rank: Set(1),
            state: Set(state),
            arrived_by: Set(Channel::Web),
            submitted_at: Set(at),
            version: Set(1),
            ..Default::default()
        };
        let id = application::Entity::insert(row).exec(self.tx).await?.last_insert_id;
        let wishes = (1..).zip(cohorts).map(|(position, cohort)| application_preference::ActiveModel {
            application_id: Set(id),
            cohort_id: Set(*cohort),
            position: Set(position),
        });
        application_preference::Entity::insert_many(wishes).exec_without_returning(self.tx).await?;
        self.mandate(id, who, state, at).await?;
        let moves = moves_to(state).into_iter().zip(0..).map(|((state, reason), day)| application_move::ActiveModel {
            application_id: Set(id),
            at: Set(at.plus_days(day)),
            state: Set(state),
            reason_sv: Set(reason.sv.to_owned()),
            reason_en: Set(reason.en.to_owned()),
            ..Default::default()
        });
        application_move::Entity::insert_many(moves).exec_without_returning(self.tx).await?;
        Ok((id, person))
    }

    async fn mandate(
        &self,
        application: ApplicationId,
        who: &Somebody,
        state: ApplicationState,
        at: Instant,
    ) -> Result<(), DbErr> {
        let is_open = state == ApplicationState::AwaitingManager;
        let is_declined = state == ApplicationState::NotEligible;
        let row = mandate::ActiveModel {
            application_id: Set(application),
            manager_name: Set(who.manager_name.clone()),
            manager_email: Set(who.manager_email.clone()),
            state: Set(match () {
                () if is_open => MandateState::Asked,
                () if is_declined => MandateState::Declined,
                () => MandateState::Confirmed,
            }),
            asked_at: Set(at),
            deadline_at: Set(at.plus_days(21)),
            answered_at: Set((!is_open).then(|| at.plus_days(1))),
            reason: Set(if is_declined { "Vi kan inte avvara sex dagar i år.".to_owned() } else { String::new() }),
            received_by: Set(MandateChannel::Link),
            version: Set(1),
            ..Default::default()
        };
        mandate::Entity::insert(row).exec_without_returning(self.tx).await.map(|_| ())
    }

    /// Seats somebody whose application is written: the accepted seat offer and the participant.
    pub(super) async fn seat(
        &self,
        (offer, cohort, seat): (OfferId, CohortId, i64),
        (application, person, organisation): (ApplicationId, PersonId, OrganisationId),
        name_on_certificate: Option<&str>,
        at: Instant,
    ) -> Result<ParticipantId, DbErr> {
        let row = seat_offer::ActiveModel {
            offer_id: Set(offer),
            cohort_id: Set(cohort),
            seat_number: Set(seat),
            application_id: Set(application),
            person_id: Set(person),
            state: Set(SeatOfferState::Accepted),
            offered_at: Set(at.plus_days(-4)),
            reply_by: Set(at.plus_days(6)),
            answered_at: Set(Some(at)),
            version: Set(1),
            ..Default::default()
        };
        seat_offer::Entity::insert(row).exec_without_returning(self.tx).await?;
        let row = participant::ActiveModel {
            cohort_id: Set(cohort),
            person_id: Set(person),
            organisation_id: Set(organisation),
            application_id: Set(Some(application)),
            seat_number: Set(seat),
            state: Set(ParticipantState::Active),
            name_on_certificate: Set(name_on_certificate.map(str::to_owned)),
            name_confirmed_at: Set(name_on_certificate.map(|_| at.plus_days(90))),
            joined_at: Set(at),
            version: Set(1),
            ..Default::default()
        };
        Ok(participant::Entity::insert(row).exec(self.tx).await?.last_insert_id)
    }

    /// Marks one participant on `days` as `kinds` say (`None` leaves a day open), in the afternoon of each day.
    pub(super) async fn marks(
        &self,
        participant: ParticipantId,
        days: &[(CourseDayId, Day)],
        kinds: &[Option<MarkKind>],
    ) -> Result<(), DbErr> {
        let Some(trainer) = self.trainers.first() else { return Ok(()) };
        let rows: Vec<mark::ActiveModel> = days
            .iter()
            .zip(kinds)
            .filter_map(|((id, day), kind)| {
                let kind = (*kind)?;
                Some(mark::ActiveModel {
                    participant_id: Set(participant),
                    course_day_id: Set(*id),
                    kind: Set(kind),
                    minutes: Set(match kind {
                        MarkKind::Present => Some(MINUTES),
                        MarkKind::Partial => Some(300),
                        _ => None,
                    }),
                    reference: Set(String::new()),
                    reason: Set(String::new()),
                    nonce: Set(format!("demo-{participant}-{id}")),
                    marked_at: Set(stockholm::start_of_day(*day).plus_minutes(10 * 60)),
                    account_id: Set(Some(*trainer)),
                    guest_name: Set(String::new()),
                    device: Set("telefon".to_owned()),
                    ..Default::default()
                })
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        mark::Entity::insert_many(rows).exec_without_returning(self.tx).await.map(|_| ())
    }
}

/// A reference that looks like those the house gives out.
fn reference(person: PersonId) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rest = person.0.unsigned_abs().wrapping_mul(2_654_435_761) % 33_554_432;
    let mut text = String::from("BRF-");
    for _ in 0..5 {
        let index = usize::try_from(rest % 32).unwrap_or_default();
        text.push(char::from(LETTERS[index]));
        rest /= 32;
    }
    text
}

struct Reason {
    sv: &'static str,
    en: &'static str,
}

/// How an application came to `state`, one move a day.
fn moves_to(state: ApplicationState) -> Vec<(ApplicationState, Reason)> {
    use ApplicationState as State;
    let step = |state, sv, en| (state, Reason { sv, en });
    let sent = step(
        State::AwaitingManager,
        "Ansökan kom in. Din chef har fått en länk för att godkänna uppdrag och mandat.",
        "The application has arrived. Your manager has been sent a link to confirm assignment and mandate.",
    );
    let eligible = step(
        State::Eligible,
        "Din chef har godkänt uppdrag och mandat.",
        "Your manager has confirmed assignment and mandate.",
    );
    let offered = step(
        State::Offered,
        "Alla behöriga fick plats, så ingen lottning behövdes.",
        "Everybody eligible was seated, so no draw was needed.",
    );
    let taken = step(State::Participant, "Du har tackat ja till platsen.", "You have accepted the seat.");
    match state {
        State::AwaitingManager => vec![sent],
        State::Eligible => vec![sent, eligible],
        State::NotEligible => vec![
            sent,
            step(
                State::NotEligible,
                "Din chef har avböjt: Vi kan inte avvara sex dagar i år.",
                "Your manager has declined: we cannot spare six days this year.",
            ),
        ],
        State::Offered => vec![sent, eligible, offered],
        State::Declined => {
            vec![
                sent,
                eligible,
                offered,
                step(State::Declined, "Du har tackat nej till platsen.", "You have declined the seat."),
            ]
        }
        State::Withdrawn => {
            vec![sent, step(State::Withdrawn, "Du har tagit tillbaka ansökan.", "You have withdrawn the application.")]
        }
        _ => vec![sent, eligible, offered, taken],
    }
}
