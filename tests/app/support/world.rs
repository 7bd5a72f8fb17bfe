//! Rows that a test takes as given. What a test is about goes through pages and actions; this is for what came before.

use super::TestHouse;
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::applications::entity::{application, application_preference, mandate};
use stafett::applications::{ApplicationState, Channel, MandateState};
use stafett::assignments::entity::{file, hand_in};
use stafett::assignments::{FileKind, State, Way};
use stafett::cohorts::entity::{cohort, cohort_seat, cohort_trainer, course_day};
use stafett::cohorts::{Cohort, CohortState};
use stafett::kernel::*;
use stafett::locale::stockholm;
use stafett::offers::entity::{offer, offer_cohort, offer_organisation};
use stafett::offers::{Offer, OfferState};
use stafett::organisations::entity::{organisation, platform};
use stafett::organisations::{Organisation, OrganisationKind};
use stafett::people::entity::person;
use stafett::programmes::entity::{award_title, programme, programme_day, programme_version};
use stafett::requirements::entity as completion_rule;
use stafett::seats::entity::{participant, seat_offer};
use stafett::seats::{ParticipantState, SeatOfferState};

/// Five of six days with days 1 and 6: the demo's rule.
pub const RULE: &str = r#"{"rule":{"all":[{"days_attended":{"min":5,"accept":["present","partial","made_up","credited"]}},{"days_required":{"days":[1,6],"accept":["present","partial","made_up","credited"]}}]},"partial_percent":75,"make_up":{"days":[1,2,3,4,5,6],"max":1,"within_months":12,"forms":["other_cohort","written","single_session"]}}"#;

/// The course days of the founding cohort in autumn 2012.
pub const DAYS: [(i32, u32, u32); 6] =
    [(2012, 10, 4), (2012, 10, 5), (2012, 11, 1), (2012, 11, 2), (2012, 12, 4), (2012, 12, 5)];

pub fn day(year: i32, month: u32, date: u32) -> Day {
    NaiveDate::from_ymd_opt(year, month, date).expect("a day")
}

macro_rules! insert {
    ($house:expr, $entity:path, $row:expr) => {{
        let tx = $house.db().begin_write().await.expect("a transaction");
        let id = <$entity>::insert($row).exec(&tx).await.expect("a row").last_insert_id;
        tx.commit().await.expect("a commit");
        id
    }};
}

macro_rules! insert_keyed {
    ($house:expr, $entity:path, $row:expr) => {{
        let tx = $house.db().begin_write().await.expect("a transaction");
        <$entity>::insert($row).exec_without_returning(&tx).await.expect("a row");
        tx.commit().await.expect("a commit");
    }};
}

impl TestHouse {
    /// The platform "Barnrättsforum Test", issuer code BRF.
    pub async fn platform(&self) {
        let row = platform::ActiveModel {
            id: Set(1),
            name: Set("Barnrättsforum Test".into()),
            region: Set("Skåne".into()),
            issuer_code: Set("BRF".into()),
            issuer_name: Set("Barnrättsforum Test".into()),
            signatory_name: Set("Sigrid Signatär".into()),
            signatory_title: Set("ordförande".into()),
            contact_email: Set("kansli@example.org".into()),
            is_demo: Set(false),
            version: Set(1),
        };
        insert_keyed!(self, platform::Entity, row);
        self.house.publish().await.expect("its keys and its host");
    }

    /// A municipality.
    pub async fn municipality(&self, code: &str, name: &str, weight: i64) -> OrganisationId {
        let row = organisation::ActiveModel {
            code: Set(code.into()),
            name: Set(name.into()),
            kind: Set(OrganisationKind::Municipality),
            weight: Set(weight),
            area: Set(Some("NV".into())),
            tile_column: Set(Some(code.bytes().map(i64::from).sum::<i64>() % 6)),
            tile_row: Set(Some(code.bytes().last().map_or(0, i64::from) % 8)),
            is_pilot: Set(false),
            created_at: Set(self.now()),
            version: Set(1),
            ..Default::default()
        };
        insert!(self, organisation::Entity, row)
    }

    pub async fn organisation(&self, id: OrganisationId) -> Organisation {
        stafett::organisations::queries::find(self.db().read(), id).await.expect("read").expect("an organisation")
    }

    /// A programme of six days, its award title since 2012, and the demo's rule.
    pub async fn programme(&self) -> ProgrammeVersionId {
        let rule = completion_rule::ActiveModel {
            number: Set(1),
            hash: Set("test".into()),
            rule: Set(RULE.into()),
            created_at: Set(self.now()),
            ..Default::default()
        };
        let rule = insert!(self, completion_rule::Entity, rule);
        let row = programme::ActiveModel {
            name_sv: Set("Barnrättsstrateg".into()),
            name_en: Set("Child Rights Strategist".into()),
            created_at: Set(self.now()),
            ..Default::default()
        };
        let programme = insert!(self, programme::Entity, row);
        let title = award_title::ActiveModel {
            programme_id: Set(programme),
            title_sv: Set("Barnkonventionspilot".into()),
            title_en: Set("Child Rights Pilot".into()),
            from_day: Set(day(2012, 1, 1)),
            to_day: Set(None),
            ..Default::default()
        };
        insert!(self, award_title::Entity, title);
        let version = programme_version::ActiveModel {
            programme_id: Set(programme),
            number: Set(1),
            summary_sv: Set("Sex dagar om barnkonventionen i kommunen.".into()),
            summary_en: Set("Six days on the Convention on the Rights of the Child.".into()),
            rule_id: Set(rule),
            layout: Set("formal-landscape".into()),
            created_at: Set(self.now()),
            ..Default::default()
        };
        let version = insert!(self, programme_version::Entity, version);
        for number in 1..=6 {
            let row = programme_day::ActiveModel {
                programme_version_id: Set(version),
                number: Set(number),
                title_sv: Set(format!("Tema {number}")),
                title_en: Set(format!("Theme {number}")),
                topics_sv: Set(format!("Ämne {number}")),
                topics_en: Set(format!("Topic {number}")),
                goals_sv: Set(format!("Mål {number}")),
                goals_en: Set(format!("Goal {number}")),
                starts_minute: Set(540),
                ends_minute: Set(960),
                minutes: Set(360),
                ..Default::default()
            };
            insert!(self, programme_day::Entity, row);
        }
        version
    }

    /// A published cohort of `programme` on [`DAYS`] with `capacity` seats.
    pub async fn cohort(&self, programme: ProgrammeVersionId, code: &str, capacity: i64) -> CohortId {
        let rule = programme_version::Entity::find_by_id(programme).one(self.db().read()).await.expect("read");
        let row = cohort::ActiveModel {
            programme_version_id: Set(programme),
            code: Set(code.into()),
            name: Set(format!("Omgång {code}")),
            term: Set("HT 2012".into()),
            place: Set("Eslöv".into()),
            room: Set("Stora salen".into()),
            languages: Set("sv".into()),
            capacity: Set(capacity),
            state: Set(CohortState::Published),
            rule_id: Set(rule.map(|version| version.rule_id)),
            created_at: Set(self.now()),
            version: Set(1),
            ..Default::default()
        };
        let cohort = insert!(self, cohort::Entity, row);
        for (number, (year, month, date)) in (1..).zip(DAYS) {
            let row = course_day::ActiveModel {
                cohort_id: Set(cohort),
                number: Set(number),
                day: Set(day(year, month, date)),
                starts_minute: Set(540),
                ends_minute: Set(960),
                minutes: Set(360),
                room: Set("Stora salen".into()),
                is_cancelled: Set(false),
                ..Default::default()
            };
            insert!(self, course_day::Entity, row);
        }
        for number in 1..=capacity {
            insert_keyed!(
                self,
                cohort_seat::Entity,
                cohort_seat::ActiveModel { cohort_id: Set(cohort), number: Set(number) }
            );
        }
        cohort
    }

    /// Lets the rule of `cohort` ask for the days of the demo's rule, and for the assignment "plan" approved.
    pub async fn asks_for_a_plan(&self, cohort: CohortId) {
        let asked = r#"{"assignment":{"key":"plan","state":"approved"}}"#;
        let rule = stafett::requirements::CompletionRule::parse(
            &RULE.replace("]}}]},\"partial", &format!("]}}}},{asked}]}},\"partial")),
        );
        let rule = rule.expect("a rule");
        let tx = self.db().begin_write().await.expect("a transaction");
        let id = stafett::requirements::queries::add_rule(&tx, &rule, self.now()).await.expect("a rule");
        stafett::cohorts::queries::pin_rule(&tx, cohort, id).await.expect("pinned");
        tx.commit().await.expect("a commit");
    }

    /// Something handed in for the assignment "plan", with a file.
    pub async fn handed_in(&self, participant: ParticipantId) -> HandInId {
        let row = hand_in::ActiveModel {
            participant_id: Set(participant),
            assignment: Set("plan".into()),
            way: Set(Way::File),
            words: Set(String::new()),
            handed_in_at: Set(self.now()),
            state: Set(State::HandedIn),
            is_current: Set(true),
            version: Set(1),
            ..Default::default()
        };
        let id = insert!(self, hand_in::Entity, row);
        let row = file::ActiveModel {
            hand_in_id: Set(id),
            participant_id: Set(participant),
            kind: Set(FileKind::Txt),
            size: Set(9),
            bytes: Set(b"Min plan.".to_vec()),
        };
        insert_keyed!(self, file::Entity, row);
        id
    }

    pub async fn find_cohort(&self, id: CohortId) -> Cohort {
        cohort::Entity::find_by_id(id).one(self.db().read()).await.expect("read").expect("a cohort")
    }

    /// The ids of a cohort's days, in order.
    pub async fn days_of(&self, id: CohortId) -> Vec<course_day::Model> {
        use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
        course_day::Entity::find()
            .filter(course_day::Column::CohortId.eq(id))
            .order_by_asc(course_day::Column::Number)
            .all(self.db().read())
            .await
            .expect("read")
    }

    /// Makes `trainer` one of the cohort's trainers.
    pub async fn teaches(&self, trainer: AccountId, cohort: CohortId) {
        let row = cohort_trainer::ActiveModel { cohort_id: Set(cohort), account_id: Set(trainer) };
        insert_keyed!(self, cohort_trainer::Entity, row);
    }

    /// A published offer of `cohorts`, open for two weeks from now, addressed to `organisations`.
    pub async fn offer(&self, code: &str, cohorts: &[CohortId], organisations: &[OrganisationId]) -> OfferId {
        let deadline = stockholm::last_second_of(stockholm::today(self.now()) + chrono::Days::new(14));
        let row = offer::ActiveModel {
            code: Set(code.into()),
            title: Set("Barnrättsstrateg hösten 2012".into()),
            audience_sv: Set("För dig som ska driva barnrätt i din kommun.".into()),
            audience_en: Set("For you who will drive child rights in your municipality.".into()),
            cost_sv: Set("Utbildningen är kostnadsfri.".into()),
            cost_en: Set("The course is free of charge.".into()),
            duty_sv: Set("Du leder en genomförandeplan hemma.".into()),
            duty_en: Set("You lead a rollout plan at home.".into()),
            guarantee: Set(2),
            cap: Set(4),
            deadline_at: Set(deadline),
            mandate_deadline_at: Set(deadline.plus_days(7)),
            reply_days: Set(10),
            state: Set(OfferState::Published),
            lot_secret: Set("00".repeat(32)),
            lot_commitment: Set("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925".into()),
            public_value_name: Set(String::new()),
            published_at: Set(Some(self.now())),
            created_at: Set(self.now()),
            version: Set(1),
            ..Default::default()
        };
        let offer = insert!(self, offer::Entity, row);
        for (position, cohort) in (1..).zip(cohorts) {
            let row =
                offer_cohort::ActiveModel { cohort_id: Set(*cohort), offer_id: Set(offer), position: Set(position) };
            insert_keyed!(self, offer_cohort::Entity, row);
        }
        for organisation in organisations {
            let row = offer_organisation::ActiveModel {
                offer_id: Set(offer),
                organisation_id: Set(*organisation),
                reminded_at: Set(None),
            };
            insert_keyed!(self, offer_organisation::Entity, row);
        }
        offer
    }

    pub async fn person(&self, name: &str, organisation: OrganisationId) -> PersonId {
        let row = person::ActiveModel {
            true_name: Set(name.into()),
            email: Set(Some(format!("{}@example.org", name.to_lowercase().replace(' ', ".")))),
            organisation_id: Set(Some(organisation)),
            language: Set("sv".into()),
            is_protected: Set(false),
            created_at: Set(self.now()),
            version: Set(1),
            ..Default::default()
        };
        insert!(self, person::Entity, row)
    }

    /// An application in `state`, willing to attend every cohort of the offer in the given order.
    pub async fn application(
        &self,
        (offer, cohorts): (OfferId, &[CohortId]),
        organisation: OrganisationId,
        name: &str,
        state: ApplicationState,
    ) -> ApplicationId {
        let person = self.person(name, organisation).await;
        let row = application::ActiveModel {
            offer_id: Set(offer),
            reference: Set(format!("A{:05}", person.0)),
            person_id: Set(person),
            organisation_id: Set(organisation),
            unit: Set("Barn och utbildning".into()),
            role: Set("utvecklingsledare".into()),
            mandate_words: Set("Jag ska leda arbetet med barnkonventionen.".into()),
            email: Set(format!("{}@example.org", name.to_lowercase().replace(' ', "."))),
            language: Set("sv".into()),
            rank: Set(1),
            state: Set(state),
            arrived_by: Set(Channel::Web),
            submitted_at: Set(self.now()),
            version: Set(1),
            ..Default::default()
        };
        let application = insert!(self, application::Entity, row);
        for (position, cohort) in (1..).zip(cohorts) {
            let row = application_preference::ActiveModel {
                application_id: Set(application),
                cohort_id: Set(*cohort),
                position: Set(position),
            };
            insert_keyed!(self, application_preference::Entity, row);
        }
        let mandate_state =
            if state == ApplicationState::AwaitingManager { MandateState::Asked } else { MandateState::Confirmed };
        let row = mandate::ActiveModel {
            application_id: Set(application),
            manager_name: Set("Maja Chef".into()),
            manager_email: Set("maja.chef@example.org".into()),
            state: Set(mandate_state),
            asked_at: Set(self.now()),
            deadline_at: Set(self.now().plus_days(21)),
            reason: Set(String::new()),
            received_by: Set(stafett::applications::model::MandateChannel::Link),
            version: Set(1),
            ..Default::default()
        };
        insert!(self, mandate::Entity, row);
        application
    }

    /// A participant in seat `seat` of `cohort`, with the application and accepted seat offer behind it.
    pub async fn participant(
        &self,
        (offer, cohort): (OfferId, CohortId),
        seat: i64,
        organisation: OrganisationId,
        name: &str,
    ) -> ParticipantId {
        let application = self.application((offer, &[cohort]), organisation, name, ApplicationState::Participant).await;
        let person = self.find_application(application).await.person_id;
        let row = seat_offer::ActiveModel {
            offer_id: Set(offer),
            cohort_id: Set(cohort),
            seat_number: Set(seat),
            application_id: Set(application),
            person_id: Set(person),
            state: Set(SeatOfferState::Accepted),
            offered_at: Set(self.now()),
            reply_by: Set(self.now().plus_days(10)),
            answered_at: Set(Some(self.now())),
            version: Set(1),
            ..Default::default()
        };
        insert!(self, seat_offer::Entity, row);
        let row = participant::ActiveModel {
            cohort_id: Set(cohort),
            person_id: Set(person),
            organisation_id: Set(organisation),
            application_id: Set(Some(application)),
            seat_number: Set(seat),
            state: Set(ParticipantState::Active),
            joined_at: Set(self.now()),
            version: Set(1),
            ..Default::default()
        };
        insert!(self, participant::Entity, row)
    }
}
