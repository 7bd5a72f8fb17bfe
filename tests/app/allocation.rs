//! From the closed offer to the public protocol.

use crate::support::{Page, TestHouse, Visitor};
use calamine::Reader;
use rocket::futures::future::join_all;
use rocket::http::Status;
use rocket::tokio;
use stafett::access::SubmissionKey;
use stafett::allocation::{Method, list_hash, verify};
use stafett::applications::ApplicationState;
use stafett::kernel::{ApplicationId, CohortId, Failure, OfferId};
use stafett::offers::OfferState;
use stafett::seats::actions::{Order, allocate};
use stafett::seats::{Refusal, queries};

/// Two cohorts of two seats, five applications from three municipalities, one more addressed and silent.
struct Selection {
    house: TestHouse,
    offer: OfferId,
    cohorts: [CohortId; 2],
    applications: Vec<ApplicationId>,
}

async fn selection(seats: i64) -> Selection {
    let house = TestHouse::open().await;
    house.platform().await;
    let eslov = house.municipality("1285", "Eslöv", 33_793).await;
    let bjuv = house.municipality("1260", "Bjuv", 15_715).await;
    let malmo = house.municipality("1280", "Malmö", 344_166).await;
    let perstorp = house.municipality("1275", "Perstorp", 7_492).await;
    let programme = house.programme().await;
    let cohorts = [house.cohort(programme, "A", seats).await, house.cohort(programme, "B", seats).await];
    let offer = house.offer("BRF-2012-H", &cohorts, &[eslov, bjuv, malmo, perstorp]).await;
    let mut applications = Vec::new();
    for (name, organisation) in
        [("Ada Alm", eslov), ("Bo Berg", bjuv), ("Cia Ceder", malmo), ("Dag Dal", malmo), ("Eva Ek", malmo)]
    {
        let one = house.application((offer, &cohorts), organisation, name, ApplicationState::Eligible).await;
        applications.push(one);
    }
    Selection { house, offer, cohorts, applications }
}

impl Selection {
    fn desk(&self) -> String {
        format!("/desk/offers/{}", self.offer)
    }

    async fn closed_by(&self, karin: &Visitor<'_>) -> Page {
        let page = karin.get(&self.desk()).await;
        karin.send(&page, page.form_to("/close"), &[("early", "yes")]).await
    }

    async fn in_state(&self, state: ApplicationState) -> usize {
        let mut count = 0;
        for id in &self.applications {
            count += usize::from(self.house.find_application(*id).await.state == state);
        }
        count
    }
}

#[rocket::async_test]
async fn closing_freezes_the_sorted_list_and_asks_twice_before_the_deadline() {
    let all = selection(2).await;
    let karin = all.house.as_coordinator().await;
    let page = karin.get(&all.desk()).await;

    let hasty = karin.send(&page, page.form_to("/close"), &[]).await;
    let meant = karin.send(&page, page.form_to("/close"), &[("early", "yes")]).await;
    let twice = karin.send(&page, page.form_to("/close"), &[("early", "yes")]).await;

    hasty.assert_status(Status::UnprocessableEntity);
    hasty.assert_field_error("early", "Sista ansökningsdag har inte passerat.");
    assert_eq!(meant.location(), all.desk());
    twice.assert_status(Status::UnprocessableEntity);
    let offer = all.house.find_offer(all.offer).await;
    let frozen = offer.frozen_references.expect("a list");
    assert_eq!(offer.state, OfferState::Closed);
    assert_eq!(frozen.lines().count(), 5);
    assert!(frozen.lines().is_sorted());
    assert_eq!(offer.list_hash, Some(list_hash(frozen.lines())));
}

#[rocket::async_test]
async fn the_desk_shows_who_applied_and_who_is_silent() {
    let all = selection(2).await;
    all.house.set_application_state(all.applications[4], ApplicationState::AwaitingManager).await;
    let karin = all.house.as_coordinator().await;

    let page = karin.get(&all.desk()).await;
    let eligible = karin.get(&format!("{}?state=eligible", all.desk())).await;
    let reminded = karin.send(&page, page.form_to("/remind"), &[]).await;
    let after = karin.get(&all.desk()).await;

    page.assert_ok();
    for words in ["Ada Alm", "Malmö", "Behörig (4)", "Väntar på chefen (1)", "Har inte sökt (1)", "Perstorp", "0 av 2"]
    {
        page.assert_says(words);
    }
    eligible.assert_says("Ada Alm");
    eligible.assert_does_not_say("Eva Ek");
    assert_eq!(reminded.location(), all.desk());
    after.assert_says("Perstorp påmind 3 september");
}

#[rocket::async_test]
async fn an_allocation_is_previewed_made_once_and_can_be_recomputed_by_anybody() {
    let all = selection(2).await;
    let karin = all.house.as_coordinator().await;
    all.closed_by(&karin).await;

    let preview = karin.get(&format!("{}/allocate", all.desk())).await;
    let before = all.in_state(ApplicationState::Eligible).await;
    let made = karin.send(&preview, preview.form_to("/allocate"), &[]).await;
    let again = karin.send(&preview, preview.form_to("/allocate"), &[]).await;
    let protocol = all.house.visitor().get("/offers/BRF-2012-H/protocol").await;
    let file = all.house.visitor().get("/offers/BRF-2012-H/protocol.json").await;

    preview.assert_says("Omgång A: 2 av 2 platser erbjuds");
    preview.assert_says("1 på reservlistan");
    preview.assert_says("Täckning, omgång 1: organisationen hade ingen plats.");
    assert_eq!(before, 5);
    assert_eq!((made.location(), again.location()), (all.desk().as_str(), all.desk().as_str()));
    assert_eq!(all.in_state(ApplicationState::Offered).await, 4);
    assert_eq!(all.in_state(ApplicationState::Reserve).await, 1);
    for id in &all.applications {
        assert_eq!(all.house.letters_to(*id).await.len(), 1);
    }
    for cohort in all.cohorts {
        let taken = queries::seats_taken(all.house.db().read(), cohort, all.house.now()).await.expect("a count");
        assert_eq!(taken, 2);
    }
    protocol.assert_ok();
    protocol.assert_says("A00001");
    protocol.assert_says("Täckning, omgång 1");
    protocol.assert_does_not_say("Ada Alm");
    let verification = verify(&file.html).expect("a usable file");
    assert_eq!(verification.difference, None);
    assert!(!file.html.contains("Ada"));
}

#[rocket::async_test]
async fn when_everybody_fits_one_button_seats_them_all() {
    let all = selection(3).await;
    let karin = all.house.as_coordinator().await;
    all.closed_by(&karin).await;

    let desk = karin.get(&all.desk()).await;
    let made = karin.send(&desk, desk.form_to("/offer-all"), &[]).await;
    let protocol = all.house.visitor().get("/offers/BRF-2012-H/protocol").await;
    let file = all.house.visitor().get("/offers/BRF-2012-H/protocol.json").await;

    desk.assert_says("Alla behöriga får plats.");
    assert_eq!(made.location(), all.desk());
    assert_eq!(all.in_state(ApplicationState::Offered).await, 5);
    protocol.assert_says("Ingen lottning behövdes");
    assert_eq!(verify(&file.html).expect("a usable file").difference, None);
}

#[rocket::async_test]
async fn two_coordinators_allocating_at_once_have_one_effect() {
    let all = selection(2).await;
    let karin = all.house.as_coordinator().await;
    all.closed_by(&karin).await;
    let version = all.house.find_offer(all.offer).await.version;
    let kaj = all.house.coordinator("Kaj Koordinator").await;

    let tries = (0..8).map(|_| {
        let (inside, now, by, offer) = (all.house.house.clone(), all.house.now(), kaj.clone(), all.offer);
        tokio::spawn(async move {
            let key = SubmissionKey::random().expect("a key");
            let order = Order { offer, version, method: Method::Draw, public_value: "", expected: None, key: &key };
            allocate(&inside.db, &inside.letterhead(), &by, &order, now).await
        })
    });
    let tries = join_all(tries).await;

    let made = tries.iter().filter(|one| matches!(one, Ok(Ok(())))).count();
    let told = tries.iter().filter(|one| matches!(one, Ok(Err(Failure::Refused(Refusal::AlreadyAllocated))))).count();
    assert_eq!((made, told), (1, 7));
    for id in &all.applications {
        assert_eq!(all.house.letters_to(*id).await.len(), 1);
    }
}

#[rocket::async_test]
async fn a_late_application_gets_a_seat_that_was_left() {
    let all = selection(3).await;
    let karin = all.house.as_coordinator().await;
    all.closed_by(&karin).await;
    let desk = karin.get(&all.desk()).await;
    karin.send(&desk, desk.form_to("/offer-all"), &[]).await;
    let eslov = all.house.find_application(all.applications[0]).await.organisation_id;
    let late = all.house.application((all.offer, &all.cohorts), eslov, "Fia Falk", ApplicationState::Eligible).await;

    let desk = karin.get(&all.desk()).await;
    let given = karin.send(&desk, desk.form_to("/give-seat"), &[]).await;
    let again = karin.send(&desk, desk.form_to("/give-seat"), &[]).await;

    desk.assert_says("Lediga platser i ankomstordning");
    assert_eq!((given.location(), again.location()), (all.desk().as_str(), all.desk().as_str()));
    assert_eq!(all.house.find_application(late).await.state, ApplicationState::Offered);
    assert_eq!(all.house.letters_to(late).await.len(), 1);
}

#[rocket::async_test]
async fn the_applications_come_as_a_spreadsheet() {
    let all = selection(2).await;
    let karin = all.house.as_coordinator().await;

    let file = karin.get(&format!("{}/applications.xlsx", all.desk())).await;

    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(file.bytes)).expect("a workbook");
    let rows = book.worksheet_range_at(0).expect("a sheet").expect("a range");
    assert_eq!(rows.height(), 6);
    assert_eq!(rows.get((1, 1)).map(ToString::to_string).as_deref(), Some("Ada Alm"));
}

#[rocket::async_test]
async fn the_desk_is_the_coordinators_and_a_draft_has_no_protocol() {
    let all = selection(2).await;
    let tuva = all.house.as_trainer().await;

    let desk = tuva.get(&all.desk()).await;
    let stranger = all.house.visitor().get(&all.desk()).await;
    let early = all.house.visitor().get("/offers/BRF-2012-H/protocol").await;
    all.house.set_offer_state(all.offer, OfferState::Draft).await;
    let draft = all.house.visitor().get("/offers/BRF-2012-H/protocol").await;

    desk.assert_status(Status::Forbidden);
    assert_eq!(stranger.status, Status::SeeOther);
    early.assert_says("Platserna är inte fördelade än.");
    draft.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn an_allocation_is_what_was_previewed_or_nothing() {
    let all = selection(2).await;
    let karin = all.house.as_coordinator().await;
    all.closed_by(&karin).await;
    let preview = karin.get(&format!("{}/allocate", all.desk())).await;
    all.house.set_application_state(all.applications[0], ApplicationState::NotEligible).await;

    let changed = karin.send(&preview, preview.form_to("/allocate"), &[]).await;
    let offered = all.in_state(ApplicationState::Offered).await;
    let anew = karin.get(&format!("{}/allocate", all.desk())).await;
    let made = karin.send(&anew, anew.form_to("/offer-all"), &[]).await;

    changed.assert_status(Status::Conflict);
    changed.assert_says("Inga platser är erbjudna. Så här blir det nu.");
    assert_eq!(offered, 0);
    made.assert_status(Status::SeeOther);
    assert_eq!(all.in_state(ApplicationState::Offered).await, 4);
}

#[rocket::async_test]
async fn a_cohort_that_has_begun_is_left_out_of_the_allocation() {
    let all = selection(3).await;
    let karin = all.house.as_coordinator().await;
    all.closed_by(&karin).await;
    all.starts_later(all.cohorts[1]).await;
    let begins = stafett::locale::stockholm::parse_local(crate::support::world::day(2012, 10, 4), "09:00");
    all.house.set_clock(begins.expect("a time"));
    let karin = all.house.session_of(stafett::kernel::AccountId(1)).await;

    let preview = karin.get(&format!("{}/allocate", all.desk())).await;
    let made = karin.send(&preview, preview.form_to("/allocate"), &[]).await;

    made.assert_status(Status::SeeOther);
    let begun = queries::free_seats(all.house.db().read(), &all.cohorts).await.expect("read");
    assert_eq!((begun[&all.cohorts[0]].len(), begun[&all.cohorts[1]].len()), (3, 0));
    assert_eq!(all.in_state(ApplicationState::Offered).await, 3);
    assert_eq!(all.in_state(ApplicationState::Reserve).await, 2);
}

impl Selection {
    /// Moves every day of a cohort half a year ahead.
    async fn starts_later(&self, cohort: CohortId) {
        use sea_orm::{ActiveValue::Set, EntityTrait};
        use stafett::cohorts::entity::course_day;
        let tx = self.house.db().begin_write().await.expect("a transaction");
        for day in self.house.days_of(cohort).await {
            let later = day.day + chrono::Days::new(180);
            let row = course_day::ActiveModel { id: Set(day.id), day: Set(later), ..Default::default() };
            course_day::Entity::update(row).exec(&tx).await.expect("a change");
        }
        tx.commit().await.expect("a commit");
    }
}
