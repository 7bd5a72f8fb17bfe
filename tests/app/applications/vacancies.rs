//! *Lediga platser*: what is left over once the seats have been given, in order of arrival.

use super::{MANAGER, Scene};
use crate::support::TestHouse;
use crate::support::world::day;
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::journal;
use stafett::kernel::ApplicationId;
use stafett::locale::stockholm;
use stafett::offers::OfferState;
use stafett::seats::SeatOfferState;

const LEFT: &str = "Vi erbjuder plats i den ordning ansökningarna kommer in.";

/// An offer of 40 seats that have been given once; three days after its deadline.
async fn left_over() -> Scene {
    let scene = Scene::open(1).await;
    scene.house.set_offer_state(scene.offer, OfferState::Allocated).await;
    scene.house.set_clock(stockholm::start_of_day(day(2012, 9, 20)).plus_minutes(600));
    scene
}

impl Scene {
    async fn late(&self, name: &str) -> ApplicationId {
        self.house.set_clock(self.house.now().plus_minutes(1));
        let course = (self.offer, self.cohorts.as_slice());
        self.house.application(course, self.bjuv, name, ApplicationState::Eligible).await
    }

    async fn state_of(&self, application: ApplicationId) -> ApplicationState {
        self.house.find_application(application).await.state
    }
}

#[rocket::async_test]
async fn seats_left_over_are_applied_for_confirmed_and_offered_with_one_button() {
    let scene = left_over().await;
    let visitor = scene.house.visitor();
    let karin = scene.house.as_coordinator().await;

    let start = visitor.get("/").await;
    let offer = visitor.get(&start.link("Läs mer och ansök")).await;
    let apply = visitor.get(&offer.link("Ansök om en plats")).await;
    let receipt = scene.apply(&visitor, "Vera Vik", "vera.vik@example.org").await;
    let mandate = visitor.get(&scene.link_in(MANAGER, "mandate.asked").await).await;
    visitor.send(&mandate, mandate.form_to("/confirm"), &[]).await;
    let desk = karin.get(&format!("/desk/offers/{}", scene.offer)).await;
    karin.send(&desk, desk.form_to("/give-seat"), &[]).await;

    for page in [&start, &offer, &apply] {
        page.assert_says("Lediga platser: 40.");
        page.assert_says(LEFT);
    }
    offer.assert_does_not_say("Ansökan är stängd");
    receipt.assert_says("Är du behörig erbjuder samordnaren dig en ledig plats");
    desk.assert_says("Lediga platser: 40.");
    let vera = scene.applications().await.remove(0).id;
    assert_eq!(scene.state_of(vera).await, ApplicationState::Offered);
    let letters = scene.letters().await;
    let received = letters.iter().find(|letter| letter.purpose == "application.received").expect("a receipt");
    assert!(received.text_body.contains("i den ordning ansökningarna kom in"), "{}", received.text_body);
    visitor.get("/").await.assert_says("Lediga platser: 39.");
    visitor.get("/?lang=en").await.assert_says("Free seats: 39. We offer seats in the order applications come in.");
}

#[rocket::async_test]
async fn the_first_to_arrive_is_served_first_and_another_only_with_a_reason_that_is_kept() {
    let scene = left_over().await;
    let karin = scene.house.as_coordinator().await;
    let (ada, bo) = (scene.late("Ada Alm").await, scene.late("Bo Berg").await);
    let path = format!("/desk/offers/{}", scene.offer);
    let desk = karin.get(&path).await;
    let fields = [("application", bo.to_string()), ("cohort", scene.cohorts[0].to_string())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let form = desk.form_to("/give-seat");

    let refused = karin.send(&desk, form, &fields).await;
    let reason = [("reason", "Bo är ersättare för en kollega.")];
    let given = karin.send(&refused, refused.form_to("/give-seat"), &[&fields[..], &reason].concat()).await;

    desk.assert_says("Låt gå före sin tur : Bo Berg");
    refused.assert_status(Status::UnprocessableEntity);
    let first = scene.house.find_application(ada).await;
    refused.assert_says(&format!("Ansökan {} kom in före och kan gå omgången.", first.reference));
    assert_eq!(given.location(), path);
    assert_eq!((first.state, scene.state_of(bo).await), (ApplicationState::Eligible, ApplicationState::Offered));
    let history = journal::history_of(scene.house.db().read(), "application", bo.0).await.expect("read");
    let kept = history.iter().find(|told| told.entry.event == "seat.given_out_of_order").expect("an entry");
    assert!(kept.values.as_ref().is_some_and(|values| values.contains("Bo är ersättare")), "{kept:?}");
    assert!(kept.entry.details.contains(&first.reference), "{kept:?}");
    scene.house.visitor().get(&scene.house.my_page(bo).await).await.assert_says("Bo är ersättare för en kollega.");
}

#[rocket::async_test]
async fn who_became_eligible_after_the_allocation_stands_in_line_by_arrival() {
    let scene = left_over().await;
    let karin = scene.house.as_coordinator().await;
    let slow = scene.late("Ada Alm").await;
    scene.house.set_application_state(slow, ApplicationState::AwaitingManager).await;
    let bo = scene.late("Bo Berg").await;
    let path = format!("/desk/offers/{}", scene.offer);

    let before = karin.get(&path).await;
    scene.house.set_application_state(slow, ApplicationState::Eligible).await;
    let desk = karin.get(&path).await;
    karin.send(&desk, desk.form_to("/give-seat"), &[]).await;

    before.assert_does_not_say("Låt gå före sin tur");
    assert_eq!(scene.state_of(slow).await, ApplicationState::Offered);
    assert_eq!(scene.state_of(bo).await, ApplicationState::Eligible);
}

#[rocket::async_test]
async fn a_seat_that_a_reserve_waits_for_is_not_vacant() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(2).await;
    let bo = house.application((offer, &[cohort]), eslov, "Bo Berg", ApplicationState::Reserve).await;
    house.reserve(bo, 1).await;

    let page = house.visitor().get("/offers/BRF-2012-H").await;

    page.assert_says("Lediga platser: 1.");
}

#[rocket::async_test]
async fn it_ends_when_the_seats_are_full_or_day_1_begins_and_what_was_typed_stays() {
    let scene = left_over().await;
    let visitor = scene.house.visitor();
    let draft = scene.fill(&visitor, "Vera Vik", "vera.vik@example.org").await;
    let begins = stockholm::parse_local(day(2012, 10, 4), "09:00").expect("a time");

    scene.house.set_clock(stafett::kernel::Instant::from_millis(begins.millis() - 1));
    let before = visitor.get("/offers/BRF-2012-H").await;
    scene.house.set_clock(begins);
    let after = visitor.get("/offers/BRF-2012-H").await;
    let start = visitor.get("/").await;
    let sent = visitor.post(&format!("{draft}/check"), &[]).await;

    before.assert_says("Lediga platser: 40.");
    after.assert_says("Ansökan är stängd");
    start.assert_does_not_say("Lediga platser");
    sent.assert_status(Status::UnprocessableEntity);
    sent.assert_says("Vera Vik");
    assert_eq!(scene.applications().await.len(), 0);
}

#[rocket::async_test]
async fn a_full_cohort_takes_no_more_applications() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(1).await;
    let ada = house.application((offer, &[cohort]), eslov, "Ada Alm", ApplicationState::Offered).await;
    house.seat_offer(ada, cohort, 1).await;

    let page = house.visitor().get("/offers/BRF-2012-H").await;
    let apply = house.visitor().get("/offers/BRF-2012-H/apply").await;

    page.assert_says("Ansökan är stängd");
    apply.assert_says("Ansökningstiden är slut");
    assert_eq!(house.seat_of(ada).await.expect("a seat").state, SeatOfferState::Offered);
}

#[rocket::async_test]
async fn whose_seat_offer_ran_out_is_made_eligible_again_and_given_a_vacant_seat() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(2).await;
    let ada = house.application((offer, &[cohort]), eslov, "Ada Alm", ApplicationState::Offered).await;
    let seat = house.seat_offer(ada, cohort, 1).await;
    house.set_clock(house.now().plus_days(11));
    stafett::jobs::lapse_seats(&house.house, house.now()).await.expect("a run");
    let lapsed = house.find_application(ada).await.state;
    let karin = house.as_coordinator().await;
    let (file, desk) = (format!("/desk/applications/{ada}"), format!("/desk/offers/{offer}"));

    let page = karin.get(&file).await;
    let fields = [("verdict", "eligible"), ("reason", "Låg på sjukhus när svarstiden gick ut.")];
    let decided = karin.send(&page, page.form_to("/decide"), &fields).await;
    let waiting = karin.get(&desk).await;
    let given = karin.send(&waiting, waiting.form_to("/give-seat"), &[]).await;

    assert_eq!(lapsed, ApplicationState::Lapsed);
    decided.assert_status(Status::SeeOther);
    assert_eq!(given.location(), desk);
    let seated = house.seat_of(ada).await.expect("a seat offer");
    assert_eq!(house.find_application(ada).await.state, ApplicationState::Offered);
    assert!(seated.id != seat && seated.state == SeatOfferState::Offered);
    house.visitor().get(&house.my_page(ada).await).await.assert_says("Låg på sjukhus när svarstiden gick ut.");
}
