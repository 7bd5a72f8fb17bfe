//! How many letters one mailbox gets: a reminder for all who named one manager, and never more in a day than it can bear.

use super::{MANAGER, Scene};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use stafett::access::links;
use stafett::applications::entity::mandate;
use stafett::applications::{ApplicationState, actions, rules};
use stafett::jobs;
use stafett::kernel::*;
use stafett::locale::stockholm;
use stafett::outbox::Posted;

impl Scene {
    /// The path of a manager's page, by a fresh link.
    pub async fn mandate_page(&self, mandate: MandateId) -> String {
        let (tokens, now) = (&self.house.house.tokens, self.house.now());
        let tx = self.house.db().begin_write().await.expect("a transaction");
        let what = (links::Purpose::Mandate, mandate.0);
        let token = links::make(&tx, tokens, what, now, now.plus_days(100)).await.expect("a link");
        tx.commit().await.expect("a commit");
        format!("/mandates/{}", token.as_str())
    }

    async fn awaiting(&self, name: &str) -> ApplicationId {
        let course = (self.offer, self.cohorts.as_slice());
        self.house.application(course, self.bjuv, name, ApplicationState::AwaitingManager).await
    }

    async fn to(&self, email: &str, purpose: &str) -> Vec<Posted> {
        let mut letters = self.letters().await;
        letters.retain(|letter| letter.to_email == email && letter.purpose.contains(purpose));
        letters
    }

    /// Makes the manager of one application somebody else.
    async fn is_asked(&self, application: ApplicationId, email: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        mandate::Entity::update_many()
            .col_expr(mandate::Column::ManagerEmail, Expr::value(email))
            .filter(mandate::Column::ApplicationId.eq(application))
            .exec(&tx)
            .await
            .expect("a change");
        tx.commit().await.expect("a commit");
    }

    /// The job that reminds and sends what was held, at so many minutes after midnight of the `days`th day from now.
    async fn morning(&self, days: u64, minute: i64) -> usize {
        let day = stockholm::today(self.house.now()) + chrono::Days::new(days);
        self.house.set_clock(stockholm::start_of_day(day).plus_minutes(minute));
        jobs::remind_managers(&self.house.house, self.house.now()).await.expect("a run")
    }
}

#[rocket::async_test]
async fn a_manager_whom_fifty_named_is_reminded_in_one_letter_once() {
    let scene = Scene::open(1).await;
    for n in 0..50 {
        scene.awaiting(&format!("Person {n:02}")).await;
    }
    let from = rules::reminder_from(scene.mandates().await[0].deadline_at);
    let (db, head) = (scene.house.db(), scene.house.house.letterhead());

    let first = actions::remind_managers(db, &head, from).await.expect("a run");
    let second = actions::remind_managers(db, &head, from.plus_minutes(60)).await.expect("a run");

    assert_eq!((first, second), (1, 0));
    let letters = scene.to(MANAGER, "reminder").await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text_body.contains("Person 00") && letters[0].text_body.contains("Person 49"));
    scene.house.set_clock(from);
    let page = scene.house.visitor().get(&scene.link_in(MANAGER, "mandate.reminder").await).await;
    page.assert_says("Person 49");
}

#[rocket::async_test]
async fn a_manager_who_cannot_be_written_to_stops_no_other_reminder() {
    let scene = Scene::open(1).await;
    for (name, email) in [("Ada Alm", "a@example.org"), ("Bo Berg", "b@example.org"), ("Cia Ceder", "c@example.org")] {
        let id = scene.awaiting(name).await;
        scene.is_asked(id, email).await;
    }
    let from = rules::reminder_from(scene.mandates().await[0].deadline_at);
    let (db, head) = (scene.house.db(), scene.house.house.letterhead());
    refuse_letters_to(&scene, "b@example.org").await;

    let run = actions::remind_managers(db, &head, from).await;
    let reminded = [scene.to("a@example.org", "").await.len(), scene.to("c@example.org", "").await.len()];
    accept_letters_again(&scene).await;
    let later = actions::remind_managers(db, &head, from.plus_minutes(60)).await;

    assert!(run.is_err(), "what went wrong is told to whoever runs the job");
    assert_eq!(reminded, [1, 1]);
    assert_eq!(later.expect("a run"), 1);
    assert_eq!(scene.to("b@example.org", "reminder").await.len(), 1);
}

/// Lets the database refuse every further letter to `email`.
async fn refuse_letters_to(scene: &Scene, email: &str) {
    let sql = format!(
        "INSERT INTO outbox (message_id, to_name, to_email, purpose, object, object_id, subject, text_body, html_body, \
         state, next_attempt_at, created_at) VALUES ('x', 'x', '{email}', 'x', 'x', 1, 'x', 'x', 'x', 'sent', 0, 0)"
    );
    change(scene, &sql).await;
    change(scene, &format!("CREATE UNIQUE INDEX no_letters ON outbox (to_email) WHERE to_email = '{email}'")).await;
}

async fn accept_letters_again(scene: &Scene) {
    change(scene, "DROP INDEX no_letters").await;
}

async fn change(scene: &Scene, sql: &str) {
    use sea_orm::ConnectionTrait;
    let tx = scene.house.db().begin_write().await.expect("a transaction");
    tx.execute_unprepared(sql).await.expect("done");
    tx.commit().await.expect("a commit");
}

#[rocket::async_test]
async fn what_a_managers_answers_cause_beyond_a_days_share_comes_collected_once() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    for n in 0..13 {
        let id = scene.awaiting(&format!("Person {n:02}")).await;
        shares_an_address(&scene, id).await;
    }
    let path = scene.mandate_page(scene.mandates().await[0].id).await;

    for one in scene.mandates().await {
        visitor.post(&format!("{path}/confirm"), &[("mandate", &one.id.to_string())]).await;
    }
    let same_day = scene.to("alla@example.org", "").await.len();
    let at_night = scene.morning(1, 60).await;
    let in_the_morning = scene.morning(0, 7 * 60).await;
    let again = [scene.morning(0, 8 * 60).await, scene.morning(1, 8 * 60).await];

    assert_eq!((same_day, at_night, in_the_morning, again), (10, 0, 1, [0, 0]));
    let letters = scene.to("alla@example.org", "").await;
    let held: Vec<String> = scene.applications().await.into_iter().skip(10).map(|one| one.reference).collect();
    assert!(held.iter().all(|reference| letters[0].text_body.contains(reference)), "{}", letters[0].text_body);
}

#[rocket::async_test]
async fn a_new_link_beyond_a_days_share_comes_the_next_morning_however_often_it_is_asked_for_at_night() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    for n in 0..10 {
        let id = scene.awaiting(&format!("Person {n:02}")).await;
        shares_an_address(&scene, id).await;
    }
    let path = scene.mandate_page(scene.mandates().await[0].id).await;
    for one in scene.mandates().await {
        visitor.post(&format!("{path}/confirm"), &[("mandate", &one.id.to_string())]).await;
    }

    let asked = visitor.post("/new-link", &[("email", "alla@example.org")]).await;
    let same_day = scene.to("alla@example.org", "links").await.len();
    let at_night = scene.morning(1, 60).await;
    visitor.post("/new-link", &[("email", "alla@example.org")]).await;
    scene.house.write_asked().await;
    let in_the_morning = scene.morning(0, 7 * 60).await;

    assert_eq!(asked.location(), "/new-link/sent");
    assert_eq!((same_day, at_night, in_the_morning), (0, 0, 1));
    let letters = scene.to("alla@example.org", "links").await;
    assert_eq!(letters.len(), 1);
    for application in scene.applications().await {
        assert!(letters[0].text_body.contains(&application.reference));
    }
}

/// Gives an application the address that all of these have; each is of an organisation of its own.
async fn shares_an_address(scene: &Scene, id: ApplicationId) {
    use stafett::applications::entity::application;
    let code = format!("9{:03}", id.0);
    let own = scene.house.municipality(&code, &format!("Kommun {}", id.0), 1000).await;
    let tx = scene.house.db().begin_write().await.expect("a transaction");
    application::Entity::update_many()
        .col_expr(application::Column::Email, Expr::value("alla@example.org"))
        .col_expr(application::Column::OrganisationId, Expr::value(own))
        .filter(application::Column::Id.eq(id))
        .exec(&tx)
        .await
        .expect("a change");
    tx.commit().await.expect("a commit");
}
