//! Rollout plans: those trained tell what happened, coaches confirm, coordinators see all of it.

mod twice;

use crate::support::world::day;
use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};
use stafett::applications::ApplicationState;
use stafett::graduates::{Source, entity::graduate};
use stafett::kernel::{CohortId, Day, OrganisationId, PersonId};
use stafett::people::Role;
use stafett::rollouts::entity::{local_training, rollout_plan};
use stafett::rollouts::{Milestone, queries};

/// Writes down that somebody completed the programme on `on`.
pub async fn graduate(house: &TestHouse, person: PersonId, organisation: OrganisationId, on: Day) {
    use stafett::programmes::entity::programme;
    let programme = programme::Entity::find().one(house.db().read()).await.expect("read").expect("a programme").id;
    let row = graduate::ActiveModel {
        person_id: Set(person),
        programme_id: Set(programme),
        organisation_id: Set(organisation),
        cohort_id: Set(None),
        course: Set("HT 2012 A".into()),
        completed_on: Set(on),
        source: Set(Source::Course),
        import_id: Set(None),
        withdrawn_at: Set(None),
        certified_at: Set(Some(house.now())),
        revoked_at: Set(None),
        created_at: Set(house.now()),
        ..Default::default()
    };
    let tx = house.db().begin_write().await.expect("a transaction");
    graduate::Entity::insert(row).exec(&tx).await.expect("a graduate");
    tx.commit().await.expect("a commit");
}

/// Eslöv with one graduate, and the path of that graduate's plan.
async fn trained_home(house: &TestHouse) -> (OrganisationId, String) {
    let home = house.municipality("1285", "Eslöv", 33_793).await;
    let programme = house.programme().await;
    let cohort = house.cohort(programme, "A", 4).await;
    let offer = house.offer("HT12", &[cohort], &[home]).await;
    let application = house.application((offer, &[cohort]), home, "Ada Alm", ApplicationState::Participant).await;
    let person = house.find_application(application).await.person_id;
    graduate(house, person, home, day(2012, 6, 5)).await;
    (home, format!("{}/plan", house.my_page(application).await))
}

/// The only cohort there is.
async fn cohort_of(house: &TestHouse) -> CohortId {
    use stafett::cohorts::entity::cohort;
    cohort::Entity::find().one(house.db().read()).await.expect("read").expect("a cohort").id
}

/// Opens the plan by the private link and reads its page.
async fn opened(visitor: &Visitor<'_>, path: &str) -> Page {
    let receipt = visitor.fill_in(path, 0, &[]).await;
    let page = visitor.follow(&receipt).await;
    page.assert_ok();
    page
}

const TRAINING: [(&str, &str); 4] =
    [("day", "2012-09-01"), ("title", "Konventionen på en timme"), ("officials", "23"), ("politicians", "4")];

async fn reached(house: &TestHouse, home: OrganisationId) -> Vec<&'static str> {
    let plan = queries::plan_of(house.db().read(), home).await.expect("read").expect("a plan");
    let reached = queries::milestones_of(house.db().read(), &plan).await.expect("read");
    reached.iter().map(|one| one.milestone.code()).collect()
}

#[rocket::async_test]
async fn a_graduate_opens_the_plan_and_a_told_training_ticks_milestones() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();

    let page = opened(&visitor, &path).await;
    let receipt = visitor.send(&page, page.form_to("/tell"), &TRAINING).await;
    let page = visitor.follow(&receipt).await;

    page.assert_says("Tack! Det du berättade är sparat.");
    page.assert_says("Konventionen på en timme");
    page.assert_says("Ej verifierad");
    page.assert_says("3 av 13 milstolpar");
    assert_eq!(reached(&house, home).await, ["M1", "M5", "M6"]);
}

#[rocket::async_test]
async fn a_council_decision_is_shown_like_a_record_and_ticks_its_milestone() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();
    opened(&visitor, &path).await;

    let form = visitor.get(&format!("{path}?tell=decision")).await;
    let decision = [
        ("body", "council"),
        ("day", "2012-08-27"),
        ("title", "Plan för barnets rättigheter"),
        ("paragraph", "100"),
        ("registry_number", "KS 2012/0504"),
    ];
    let receipt = visitor.send(&form, form.form_to("/tell"), &decision).await;
    let page = visitor.follow(&receipt).await;

    page.assert_says("Kommunfullmäktige §\u{a0}100");
    page.assert_says("KS 2012/0504");
    page.assert_says("från 27 augusti 2012");
    page.assert_says("Uppgivet, ej styrkt");
    assert_eq!(reached(&house, home).await, ["M1", "M9"]);
}

#[rocket::async_test]
async fn what_was_told_by_mistake_is_taken_away_and_its_milestones_with_it() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let page = opened(&visitor, &path).await;
    visitor.send(&page, page.form_to("/tell"), &TRAINING).await;
    let page = visitor.get(&format!("{path}?tell=local_network")).await;
    let network = [("day", "2012-09-01"), ("words", "Första träffen."), ("members", "9"), ("departments", "3")];
    visitor.send(&page, page.form_to("/tell"), &network).await;

    let page = visitor.get(&path).await;
    let before = reached(&house, home).await;
    let receipt = visitor.send(&page, page.form_to("/remove"), &[]).await;
    let once_more = visitor.send(&page, page.form_to("/remove"), &[]).await;
    let page = visitor.follow(&receipt).await;

    assert_eq!(once_more.location(), receipt.location());
    assert_eq!(before, ["M1", "M5", "M6", "M7", "M8"]);
    page.assert_does_not_say("Konventionen på en timme");
    assert_eq!(reached(&house, home).await, ["M1", "M7", "M8"]);
    assert_eq!(local_training::Entity::find().count(house.db().read()).await.expect("a count"), 1);
}

#[rocket::async_test]
async fn a_training_counts_once_its_coach_has_verified_it() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let page = opened(&visitor, &path).await;
    visitor.send(&page, page.form_to("/tell"), &TRAINING).await;
    let coach = house.account(Role::Trainer, "Tuva Trainer").await;
    let plan = queries::plan_of(house.db().read(), home).await.expect("read").expect("a plan");
    let (address, coach_id) = (format!("/plans/{}", plan.id), coach.to_string());
    let trainer = house.session_of(coach).await;

    let before = trainer.get(&address).await;
    let coordinator = house.as_coordinator().await;
    let page = coordinator.get(&address).await;
    coordinator.send(&page, page.form_to("/coach"), &[("coach", &coach_id)]).await;
    let page = trainer.get(&address).await;
    page.assert_says("Verifierat: 0 deltagartillfällen");
    let receipt = trainer.send(&page, page.form_to("/verify"), &[]).await;
    let page = trainer.follow(&receipt).await;
    let taken_away = visitor.post(&format!("{path}/remove"), &[("told", "training-1")]).await;

    before.assert_status(Status::NotFound);
    page.assert_says("Verifierat: 27 deltagartillfällen (23 tjänstemän, 4 politiker, 0 andra)");
    taken_away.assert_status(Status::UnprocessableEntity);
    taken_away.assert_says("Coachen har styrkt den här uppgiften.");
}

#[rocket::async_test]
async fn only_those_trained_reach_the_plan_and_only_their_own() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();
    opened(&visitor, &path).await;
    let other = house.municipality("1260", "Bjuv", 15_715).await;
    let version = house.find_cohort(cohort_of(&house).await).await.programme_version_id;
    let cohort = house.cohort(version, "B", 4).await;
    let offer = house.offer("HT12B", &[cohort], &[home, other]).await;
    let untrained = house.application((offer, &[cohort]), home, "Bo Berg", ApplicationState::Participant).await;
    let foreign = house.application((offer, &[cohort]), other, "Cia Carl", ApplicationState::Participant).await;
    let foreign_person = house.find_application(foreign).await.person_id;
    graduate(&house, foreign_person, other, day(2012, 6, 5)).await;

    let untrained = visitor.get(&format!("{}/plan", house.my_page(untrained).await)).await;
    let foreign_path = format!("{}/plan", house.my_page(foreign).await);
    let foreign = visitor.get(&foreign_path).await;
    let told = visitor.post(&format!("{foreign_path}/tell"), &[("kind", "training")]).await;
    let made_up = visitor.get(&format!("/my/{}/plan", "a".repeat(32))).await;
    let trainer = house.as_trainer().await.get("/plans/1").await;

    for page in [&untrained, &told, &made_up, &trainer] {
        page.assert_status(Status::NotFound);
    }
    foreign.assert_says("Bjuv: genomförandeplan");
    foreign.assert_does_not_say("Eslöv");
}

#[rocket::async_test]
async fn twenty_identical_posts_tell_one_thing() {
    let house = TestHouse::open().await;
    let (_, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let page = opened(&visitor, &path).await;

    let form = page.form_to("/tell");
    let posts = (0..20).map(|_| visitor.send(&page, form, &TRAINING));
    let answers = rocket::futures::future::join_all(posts).await;

    let receipts: Vec<&str> = answers.iter().map(Page::location).collect();
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]), "{receipts:?}");
    assert_eq!(local_training::Entity::find().count(house.db().read()).await.expect("a count"), 1);
}

#[rocket::async_test]
async fn colleagues_who_open_the_plan_at_once_open_one() {
    let house = TestHouse::open().await;
    let (_, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let pages = [visitor.get(&path).await, visitor.get(&path).await];

    let posts = pages.iter().map(|page| visitor.send(page, 0, &[]));
    let answers = rocket::futures::future::join_all(posts).await;

    assert_eq!(answers[0].location(), answers[1].location());
    assert_eq!(rollout_plan::Entity::find().count(house.db().read()).await.expect("a count"), 1);
}

#[rocket::async_test]
async fn the_second_saver_of_the_situation_sees_both_texts() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let page = opened(&visitor, &path).await;
    let form = page.form_to("/situation");

    let first = visitor.send(&page, form, &[("situation", "Vi har en policy."), ("aims", "")]).await;
    let second = visitor.send(&page, form, &[("situation", "Vi har ingen policy."), ("aims", "")]).await;
    let saved_anyway = visitor.send(&second, second.form_to("/situation"), &[]).await;

    assert!(first.location().contains("done=written"));
    second.assert_status(Status::Conflict);
    second.assert_says("Någon annan hann spara");
    second.assert_says("Vi har en policy.");
    second.assert_says("Vi har ingen policy.");
    assert!(saved_anyway.location().contains("done=written"));
    assert_eq!(reached(&house, home).await, ["M1", "M2"]);
}

#[rocket::async_test]
async fn a_plan_goes_from_home_to_the_coach_and_is_adopted() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let page = opened(&visitor, &path).await;

    let too_early = visitor.send(&page, page.form_to("/state"), &[("state", "submitted")]).await;
    let page = visitor.get(&path).await;
    visitor.send(&page, page.form_to("/situation"), &[("situation", "Så är det.")]).await;
    let page = visitor.get(&path).await;
    let submitted = visitor.send(&page, page.form_to("/state"), &[("state", "submitted")]).await;
    let submitted = visitor.follow(&submitted).await;
    let not_theirs = visitor.send(&submitted, submitted.form_to("/state"), &[("state", "adopted")]).await;
    let coordinator = house.as_coordinator().await;
    let page = coordinator.get(&coordinator.get("/plans").await.link("Eslöv")).await;
    coordinator.send(&page, page.form_to("/comments"), &[("comment", "Bra början, ta med skolan.")]).await;
    coordinator.send(&page, page.form_to("/state"), &[("state", "adopted")]).await;
    let adopted = visitor.get(&path).await;

    too_early.assert_field_error("situation", "Beskriv nuläget innan du lämnar in planen.");
    submitted.assert_says("Coachen läser planen.");
    not_theirs.assert_status(Status::UnprocessableEntity);
    adopted.assert_says("Antagen");
    adopted.assert_says("Bra början, ta med skolan. Karin Koordinator, 3 september 2012");
    adopted.assert_says("Samla en arbetsgrupp");
    assert_eq!(reached(&house, home).await, ["M1", "M2", "M3"]);
    let states = queries::states_on(house.db().read(), day(2012, 9, 3)).await.expect("read");
    assert_eq!(states, [(home, stafett::rollouts::PlanState::Adopted)]);
    assert!(queries::states_on(house.db().read(), day(2012, 9, 2)).await.expect("read").is_empty());
}

#[rocket::async_test]
async fn wrong_answers_are_named_and_what_was_typed_is_kept() {
    let house = TestHouse::open().await;
    let (_, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let page = opened(&visitor, &path).await;
    let form = page.form_to("/tell");

    let wrong =
        [("day", "2012-09-01"), ("title", "Om konventionen"), ("officials", "många"), ("link", "javascript:alert(1)")];
    let nonsense = visitor.send(&page, form, &wrong).await;
    let nobody = visitor.send(&page, form, &[("day", "2012-09-01"), ("title", "Om konventionen")]).await;
    let ahead =
        visitor.send(&page, form, &[("day", "2012-12-01"), ("title", "Om konventionen"), ("officials", "3")]).await;

    nonsense.assert_status(Status::UnprocessableEntity);
    nonsense.assert_field_error("officials", "Skriv ett heltal");
    nonsense.assert_field_error("link", "Skriv en hel webbadress");
    assert!(nonsense.html.contains("value=\"många\"") && nonsense.html.contains("value=\"Om konventionen\""));
    nobody.assert_field_error("officials", "Skriv hur många som deltog");
    ahead.assert_field_error("day", "Dagen ligger framåt i tiden.");
    assert_eq!(local_training::Entity::find().count(house.db().read()).await.expect("a count"), 0);
}

#[rocket::async_test]
async fn a_milestone_is_ticked_by_hand_with_evidence_and_taken_back() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let page = opened(&visitor, &path).await;
    let form = page.form_to("/milestones");

    let bare = visitor.send(&page, form, &[("milestone", "M10"), ("reached_on", "2012-09-01")]).await;
    let budget = [("milestone", "M10"), ("reached_on", "2012-09-01"), ("evidence", "Budget 2013, s. 14")];
    let ticked = visitor.send(&page, form, &budget).await;
    let page = visitor.follow(&ticked).await;
    let by_news = [("milestone", "M9"), ("reached_on", "2012-09-01"), ("evidence", "Jag vet")];
    let followed = visitor.send(&page, page.form_to("/milestones"), &by_news).await;
    let held = reached(&house, home).await;
    visitor.send(&page, page.form_to("/remove"), &[]).await;

    bare.assert_field_error("evidence", "Skriv vad som visar det");
    page.assert_says("Budget 2013, s. 14");
    followed.assert_field_error("milestone", "bockas av när du berättar");
    assert_eq!(held, ["M1", "M10"]);
    assert_eq!(reached(&house, home).await, ["M1"]);
}

#[rocket::async_test]
async fn the_plan_speaks_english_and_carries_the_language_on() {
    let house = TestHouse::open().await;
    let (_, path) = trained_home(&house).await;
    let visitor = house.visitor();

    let page = visitor.get(&format!("{path}?lang=en")).await;
    page.assert_says("Eslöv: rollout plan");
    let receipt = visitor.send(&page, 0, &[]).await;
    let page = visitor.follow(&receipt).await;
    let receipt = visitor.send(&page, page.form_to("/tell"), &TRAINING).await;
    let page = visitor.follow(&receipt).await;

    page.assert_says("Thank you! What you told us is saved.");
    page.assert_says("First training of officials");
    page.assert_does_not_say("Milstolpe");
}

#[rocket::async_test]
async fn figures_read_what_was_told() {
    let house = TestHouse::open().await;
    let (home, path) = trained_home(&house).await;
    let visitor = house.visitor();
    let page = opened(&visitor, &path).await;
    visitor.send(&page, page.form_to("/tell"), &TRAINING).await;
    let db = house.db().read();

    let inside = queries::local_trainings_between(db, day(2012, 9, 1), day(2012, 9, 1)).await.expect("read");
    let outside = queries::local_trainings_between(db, day(2012, 9, 2), day(2012, 9, 30)).await.expect("read");
    let milestones = queries::milestones_reached(db, day(2012, 9, 3)).await.expect("read");
    let before = queries::milestones_reached(db, day(2012, 8, 31)).await.expect("read");

    assert_eq!((inside.len(), outside.len()), (1, 0));
    let trained = (home, Milestone::Trained, day(2012, 6, 5));
    let heads = |milestone| (home, milestone, day(2012, 9, 1));
    assert_eq!(milestones, [trained, heads(Milestone::OfficialsTrained), heads(Milestone::PoliticiansTrained)]);
    assert_eq!(before, [trained]);
}
