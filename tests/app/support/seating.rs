//! An offer whose seats have been given, and people around it.

use super::TestHouse;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use stafett::applications::entity::{application, application_preference};
use stafett::applications::{Applicant, ApplicationState, Channel};
use stafett::kernel::*;
use stafett::offers::OfferState;
use stafett::offers::entity::offer;
use stafett::people::entity::person;
use stafett::people::{self, Coordinator, Role, SignedIn};
use stafett::seats::entity::{reserve, seat_offer};
use stafett::seats::{ReserveState, SeatOfferState};

impl TestHouse {
    /// The proof of a coordinator, for tests that call actions.
    pub async fn coordinator(&self, name: &str) -> Coordinator {
        let account = self.account(Role::Coordinator, name).await;
        let account =
            people::queries::find_account(self.db().read(), account).await.expect("read").expect("an account");
        let who = SignedIn::prove(&account, name.to_owned()).expect("active");
        Coordinator::prove(who).expect("a coordinator")
    }

    /// Sets the state of an offer, as if all that leads there had happened.
    pub async fn set_offer_state(&self, id: OfferId, state: OfferState) {
        let tx = self.db().begin_write().await.expect("a transaction");
        offer::Entity::update_many()
            .col_expr(offer::Column::State, Expr::value(state))
            .filter(offer::Column::Id.eq(id))
            .exec(&tx)
            .await
            .expect("a row");
        tx.commit().await.expect("a commit");
    }

    /// Sets the state of an application, as if all that leads there had happened.
    pub async fn set_application_state(&self, id: ApplicationId, state: ApplicationState) {
        let tx = self.db().begin_write().await.expect("a transaction");
        application::Entity::update_many()
            .col_expr(application::Column::State, Expr::value(state))
            .filter(application::Column::Id.eq(id))
            .exec(&tx)
            .await
            .expect("a row");
        tx.commit().await.expect("a commit");
    }

    /// A municipality, a cohort of `seats` seats and an offer of them whose seats have been given.
    pub async fn allocated(&self, seats: i64) -> (OfferId, CohortId, OrganisationId) {
        self.platform().await;
        let eslov = self.municipality("1285", "Eslöv", 33_793).await;
        let programme = self.programme().await;
        let cohort = self.cohort(programme, "A", seats).await;
        let offer = self.offer("BRF-2012-H", &[cohort], &[eslov]).await;
        self.set_offer_state(offer, OfferState::Allocated).await;
        (offer, cohort, eslov)
    }

    /// Many eligible applications at once.
    pub async fn crowd(
        &self,
        (offer, cohort): (OfferId, CohortId),
        organisation: OrganisationId,
        state: ApplicationState,
        size: u32,
    ) -> Vec<ApplicationId> {
        let tx = self.db().begin_write().await.expect("a transaction");
        let mut ids = Vec::new();
        for number in 0..size {
            let email = format!("sokande{number}@example.org");
            let row = person::ActiveModel {
                true_name: Set(format!("Sökande {number}")),
                email: Set(Some(email.clone())),
                organisation_id: Set(Some(organisation)),
                language: Set("sv".into()),
                is_protected: Set(false),
                created_at: Set(self.now()),
                version: Set(1),
                ..Default::default()
            };
            let person = person::Entity::insert(row).exec(&tx).await.expect("a person").last_insert_id;
            let row = application::ActiveModel {
                offer_id: Set(offer),
                reference: Set(format!("C{number:05}")),
                person_id: Set(person),
                organisation_id: Set(organisation),
                unit: Set(String::new()),
                role: Set("lärare".into()),
                mandate_words: Set(String::new()),
                email: Set(email),
                language: Set("sv".into()),
                rank: Set(1),
                state: Set(state),
                arrived_by: Set(Channel::Web),
                submitted_at: Set(self.now()),
                version: Set(1),
                ..Default::default()
            };
            let id = application::Entity::insert(row).exec(&tx).await.expect("an application").last_insert_id;
            let row = application_preference::ActiveModel {
                application_id: Set(id),
                cohort_id: Set(cohort),
                position: Set(1),
            };
            application_preference::Entity::insert(row).exec_without_returning(&tx).await.expect("a wish");
            ids.push(id);
        }
        tx.commit().await.expect("a commit");
        ids
    }

    /// Offers seat `seat` to an application, to be answered within ten days.
    pub async fn seat_offer(&self, application: ApplicationId, cohort: CohortId, seat: i64) -> SeatOfferId {
        let found = self.find_application(application).await;
        let tx = self.db().begin_write().await.expect("a transaction");
        let row = seat_offer::ActiveModel {
            offer_id: Set(found.offer_id),
            cohort_id: Set(cohort),
            seat_number: Set(seat),
            application_id: Set(application),
            person_id: Set(found.person_id),
            state: Set(SeatOfferState::Offered),
            offered_at: Set(self.now()),
            reply_by: Set(self.now().plus_days(10)),
            version: Set(1),
            ..Default::default()
        };
        let id = seat_offer::Entity::insert(row).exec(&tx).await.expect("a seat offer").last_insert_id;
        tx.commit().await.expect("a commit");
        id
    }

    /// Puts an application on the reserve list.
    pub async fn reserve(&self, application: ApplicationId, number: i64) {
        let found = self.find_application(application).await;
        let tx = self.db().begin_write().await.expect("a transaction");
        let row = reserve::ActiveModel {
            offer_id: Set(found.offer_id),
            application_id: Set(application),
            number: Set(number),
            state: Set(ReserveState::Waiting),
            ..Default::default()
        };
        reserve::Entity::insert(row).exec(&tx).await.expect("a reserve");
        tx.commit().await.expect("a commit");
    }

    /// The holder of a fresh private link to an application.
    pub async fn applicant(&self, application: ApplicationId) -> Applicant {
        let path = self.my_page(application).await;
        let token = path.trim_start_matches("/my/");
        Applicant::prove(self.db().read(), &self.house.tokens, token, self.now())
            .await
            .expect("read")
            .expect("an applicant")
    }

    /// The state of the latest seat offer made to an application.
    pub async fn seat_of(&self, application: ApplicationId) -> Option<seat_offer::Model> {
        stafett::seats::queries::seat_offer_of(self.db().read(), application).await.expect("read")
    }

    /// What letters about an application were left in the outbox, newest first.
    pub async fn letters_to(&self, application: ApplicationId) -> Vec<stafett::outbox::Posted> {
        stafett::outbox::about(self.db().read(), "application", application.0).await.expect("read")
    }

    pub async fn find_application(&self, id: ApplicationId) -> application::Model {
        application::Entity::find_by_id(id).one(self.db().read()).await.expect("read").expect("an application")
    }

    pub async fn find_offer(&self, id: OfferId) -> offer::Model {
        offer::Entity::find_by_id(id).one(self.db().read()).await.expect("read").expect("an offer")
    }
}
