//! Seats offered, answered, lapsed and passed on.

use crate::support::{TestHouse, world};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::applications::ApplicationState;
use stafett::cohorts::entity::cohort_seat;
use stafett::kernel::{ApplicationId, CohortId, Failure, Instant, Lang, OfferId, OrganisationId};
use stafett::locale::stockholm;
use stafett::seats::actions::{Answering, Gift, accept, decline, give_seat, lapse_due};
use stafett::seats::{ParticipantState, Refusal, SeatOfferState, queries};
use stafett::web::parts::Chrome;
use stafett::web::parts::LangFrom;
use stafett::web::seats::my_section;

/// One seat offered to Ada; Bo and Cia wait.
struct OneSeat {
    house: TestHouse,
    offer: OfferId,
    cohort: CohortId,
    eslov: OrganisationId,
    ada: ApplicationId,
    bo: ApplicationId,
    cia: ApplicationId,
}

async fn one_seat() -> OneSeat {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(1).await;
    let mut made = Vec::new();
    for (name, state) in [
        ("Ada Alm", ApplicationState::Offered),
        ("Bo Berg", ApplicationState::Reserve),
        ("Cia Ceder", ApplicationState::Reserve),
    ] {
        made.push(house.application((offer, &[cohort]), eslov, name, state).await);
    }
    house.seat_offer(made[0], cohort, 1).await;
    house.reserve(made[1], 1).await;
    house.reserve(made[2], 2).await;
    OneSeat { house, offer, cohort, eslov, ada: made[0], bo: made[1], cia: made[2] }
}

impl OneSeat {
    async fn states(&self) -> [ApplicationState; 3] {
        [
            self.house.find_application(self.ada).await.state,
            self.house.find_application(self.bo).await.state,
            self.house.find_application(self.cia).await.state,
        ]
    }

    async fn lapse(&self) -> usize {
        lapse_due(self.house.db(), &self.house.house.letterhead(), self.house.now()).await.expect("a run")
    }
}

/// One millisecond after Ada's deadline.
fn too_late(house: &TestHouse) -> Instant {
    Instant::from_millis(house.now().plus_days(10).millis() + 1)
}

#[rocket::async_test]
async fn a_yes_makes_a_participant_once_and_sends_the_calendar() {
    let one = one_seat().await;
    let visitor = one.house.visitor();
    let mine = one.house.my_page(one.ada).await;

    let first = visitor.post(&format!("{mine}/accept"), &[]).await;
    let again = visitor.post(&format!("{mine}/accept"), &[]).await;

    assert_eq!((first.location(), again.location()), (mine.as_str(), mine.as_str()));
    let participant = queries::participant_of(one.house.db().read(), one.ada).await.expect("read").expect("Ada");
    assert_eq!((participant.seat_number, participant.state), (1, ParticipantState::Active));
    assert_eq!(one.states().await[0], ApplicationState::Participant);
    let letters = one.house.letters_to(one.ada).await;
    assert_eq!(letters.len(), 1);
    let attached = letters[0].attachment.clone().expect("a calendar");
    assert!(attached.contains("BEGIN:VEVENT") && attached.contains("TZID=Europe/Stockholm:20121004T090000"));
}

#[rocket::async_test]
async fn the_calendar_is_there_once_the_seat_is_taken() {
    let one = one_seat().await;
    let visitor = one.house.visitor();
    let mine = one.house.my_page(one.ada).await;

    let before = visitor.get(&format!("{mine}/calendar.ics")).await;
    visitor.post(&format!("{mine}/accept"), &[]).await;
    let after = visitor.get(&format!("{mine}/calendar.ics")).await;

    before.assert_status(Status::NotFound);
    after.assert_ok();
    assert!(after.headers["content-type"].starts_with("text/calendar"));
    assert_eq!(after.html.matches("BEGIN:VEVENT").count(), 6);
    assert!(after.html.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    assert!(after.html.contains(&format!("UID:cohort-{}-day-1@stafett.example.org", one.cohort)));
}

#[rocket::async_test]
async fn a_no_promotes_exactly_the_first_reserve() {
    let one = one_seat().await;
    let mine = one.house.my_page(one.ada).await;

    let answer = one.house.visitor().post(&format!("{mine}/decline"), &[]).await;

    assert_eq!(answer.status, Status::SeeOther);
    assert_eq!(one.states().await, [ApplicationState::Declined, ApplicationState::Offered, ApplicationState::Reserve]);
    assert_eq!(one.house.letters_to(one.bo).await.len(), 1);
    assert_eq!(one.house.letters_to(one.cia).await.len(), 0);
    let reply_by = one.house.seat_of(one.bo).await.expect("a seat").reply_by;
    let today = stockholm::today(one.house.now());
    assert_eq!(reply_by, stockholm::last_second_of(today + chrono::Days::new(10)));
}

#[rocket::async_test]
async fn a_lapse_promotes_exactly_one_however_often_the_job_runs() {
    let one = one_seat().await;
    one.house.set_clock(too_late(&one.house));

    let runs = [one.lapse().await, one.lapse().await, one.lapse().await];

    assert_eq!(runs, [1, 0, 0]);
    assert_eq!(one.states().await, [ApplicationState::Lapsed, ApplicationState::Offered, ApplicationState::Reserve]);
    assert_eq!(one.house.letters_to(one.bo).await.len(), 1);
}

#[rocket::async_test]
async fn nobody_is_promoted_once_day_1_has_begun() {
    let one = one_seat().await;
    let begins = stockholm::parse_local(chrono::NaiveDate::from_ymd_opt(2012, 10, 4).expect("a day"), "09:00");
    one.house.set_clock(begins.expect("a time"));

    let lapsed = one.lapse().await;

    assert_eq!(lapsed, 1);
    assert_eq!(one.states().await, [ApplicationState::Lapsed, ApplicationState::Reserve, ApplicationState::Reserve]);
}

#[rocket::async_test]
async fn the_last_millisecond_is_in_time_and_the_next_is_told_so() {
    let one = one_seat().await;
    let who = one.house.applicant(one.ada).await;
    let (db, head) = (one.house.db(), one.house.house.letterhead());
    let late = too_late(&one.house);

    let too_late = accept(db, &head, &Answering::Applicant(&who), late).await;
    let in_time = accept(db, &head, &Answering::Applicant(&who), Instant::from_millis(late.millis() - 1)).await;

    assert!(matches!(too_late, Err(Failure::Refused(Refusal::TooLate))));
    assert!(in_time.is_ok());
}

#[rocket::async_test]
async fn a_lapsed_seat_is_free_before_any_job_has_run() {
    let one = one_seat().await;
    one.house.set_application_state(one.bo, ApplicationState::Withdrawn).await;
    one.house.set_application_state(one.cia, ApplicationState::Withdrawn).await;
    let dag = one.house.application((one.offer, &[one.cohort]), one.eslov, "Dag Dal", ApplicationState::Eligible).await;
    let karin = one.house.coordinator("Karin Koordinator").await;
    one.house.set_clock(too_late(&one.house));

    let taken = queries::seats_taken(one.house.db().read(), one.cohort, one.house.now()).await.expect("a count");
    let gift = Gift { application: dag, cohort: one.cohort, reason: "", key: None };
    let given = give_seat(one.house.db(), &one.house.house.letterhead(), &karin, &gift, one.house.now()).await;

    assert_eq!(taken, 0);
    assert!(given.is_ok(), "{given:?}");
    assert_eq!(one.house.seat_of(one.ada).await.expect("a seat").state, SeatOfferState::Lapsed);
    assert_eq!(one.house.seat_of(dag).await.expect("a seat").state, SeatOfferState::Offered);
}

#[rocket::async_test]
async fn a_reserve_comes_before_a_late_application() {
    let one = one_seat().await;
    let dag = one.house.application((one.offer, &[one.cohort]), one.eslov, "Dag Dal", ApplicationState::Eligible).await;
    let karin = one.house.coordinator("Karin Koordinator").await;
    one.house.set_clock(too_late(&one.house));

    let gift = Gift { application: dag, cohort: one.cohort, reason: "", key: None };
    let given = give_seat(one.house.db(), &one.house.house.letterhead(), &karin, &gift, one.house.now()).await;

    assert!(matches!(given, Err(Failure::Refused(Refusal::NoSeat))));
    one.lapse().await;
    assert_eq!(one.states().await[1], ApplicationState::Offered);
}

#[rocket::async_test]
async fn a_reserve_who_cannot_attend_the_cohort_is_passed_by() {
    let house = TestHouse::open().await;
    let (offer, first, eslov) = house.allocated(1).await;
    let programme = house.find_cohort(first).await.programme_version_id;
    let second = house.cohort(programme, "B", 1).await;
    let ada = house.application((offer, &[first]), eslov, "Ada Alm", ApplicationState::Offered).await;
    house.seat_offer(ada, first, 1).await;
    let bo = house.application((offer, &[second]), eslov, "Bo Berg", ApplicationState::Reserve).await;
    let cia = house.application((offer, &[first]), eslov, "Cia Ceder", ApplicationState::Reserve).await;
    let place = stafett::offers::entity::offer_cohort::ActiveModel {
        cohort_id: Set(second),
        offer_id: Set(offer),
        position: Set(2),
    };
    let tx = house.db().begin_write().await.expect("a transaction");
    stafett::offers::entity::offer_cohort::Entity::insert(place).exec_without_returning(&tx).await.expect("a row");
    tx.commit().await.expect("a commit");
    house.reserve(bo, 1).await;
    house.reserve(cia, 2).await;

    let who = house.applicant(ada).await;
    let answer = decline(house.db(), &house.house.letterhead(), &Answering::Applicant(&who), house.now()).await;

    assert!(answer.is_ok(), "{answer:?}");
    assert_eq!(house.find_application(bo).await.state, ApplicationState::Reserve);
    assert_eq!(house.find_application(cia).await.state, ApplicationState::Offered);
}

#[rocket::async_test]
async fn a_withdrawal_before_day_1_gives_the_seat_to_the_next_reserve() {
    let one = one_seat().await;
    let (visitor, mine) = (one.house.visitor(), one.house.my_page(one.ada).await);
    visitor.post(&format!("{mine}/accept"), &[]).await;

    let answer = visitor.post(&format!("{mine}/give-back"), &[]).await;

    assert_eq!(answer.status, Status::SeeOther);
    let participant = queries::participant_of(one.house.db().read(), one.ada).await.expect("read").expect("Ada");
    assert_eq!(participant.state, ParticipantState::Withdrawn);
    assert_eq!(one.states().await, [ApplicationState::Withdrawn, ApplicationState::Offered, ApplicationState::Reserve]);
}

#[rocket::async_test]
async fn a_seat_is_not_given_back_once_the_last_day_has_passed() {
    let one = one_seat().await;
    let (visitor, mine) = (one.house.visitor(), one.house.my_page(one.ada).await);
    visitor.post(&format!("{mine}/accept"), &[]).await;
    one.house.set_clock(stockholm::start_of_day(world::day(2012, 12, 6)));

    let answer = visitor.post(&format!("{mine}/give-back"), &[]).await;

    answer.assert_says("Utbildningen är slut, så platsen går inte att lämna tillbaka.");
    let participant = queries::participant_of(one.house.db().read(), one.ada).await.expect("read").expect("Ada");
    assert_eq!(participant.state, ParticipantState::Active);
}

#[rocket::async_test]
async fn a_raised_capacity_reaches_the_reserves_by_the_same_path() {
    let one = one_seat().await;
    let seat = cohort_seat::ActiveModel { cohort_id: Set(one.cohort), number: Set(2) };
    let tx = one.house.db().begin_write().await.expect("a transaction");
    cohort_seat::Entity::insert(seat).exec_without_returning(&tx).await.expect("a seat");
    tx.commit().await.expect("a commit");

    one.lapse().await;

    assert_eq!(one.states().await, [ApplicationState::Offered, ApplicationState::Offered, ApplicationState::Reserve]);
    assert_eq!(one.house.seat_of(one.bo).await.expect("a seat").seat_number, 2);
}

#[rocket::async_test]
async fn the_coordinator_records_a_yes_by_telephone_and_the_person_gets_a_letter() {
    let one = one_seat().await;
    let karin = one.house.as_coordinator().await;
    let path = format!("/desk/offers/{}/answer/{}", one.offer, one.ada);

    let nothing_chosen = karin.fill_in(&path, 0, &[]).await;
    let done = karin.fill_in(&path, 0, &[("answer", "accept"), ("channel", "phone")]).await;

    nothing_chosen.assert_status(Status::UnprocessableEntity);
    nothing_chosen.assert_field_error("channel", "Välj hur svaret kom.");
    assert_eq!(done.location(), format!("/desk/offers/{}", one.offer));
    assert_eq!(one.states().await[0], ApplicationState::Participant);
    let letters = one.house.letters_to(one.ada).await;
    assert!(letters[0].text_body.contains("Registrerat av samordnaren efter telefon"));
}

#[rocket::async_test]
async fn my_application_shows_the_seat_to_answer_and_then_the_seat() {
    let one = one_seat().await;
    let who = one.house.applicant(one.ada).await;
    let chrome = Chrome::public(Lang::Sv, LangFrom::Reader, "/my/x", "Stafett");
    let section = async |now| my_section::section(&one.house.house, &who, &chrome, now).await.expect("a section");

    let to_answer = section(one.house.now()).await.expect("something");
    let too_late = section(too_late(&one.house)).await.expect("something");

    assert!(to_answer.contains("Tacka ja till platsen") && to_answer.contains("senast 13 september"));
    assert!(to_answer.contains("/decline") && to_answer.contains("Omgång A"));
    assert!(too_late.contains("Svarsfristen har gått ut") && !too_late.contains("Tacka ja"));
}

#[rocket::async_test]
async fn a_link_to_nothing_looks_missing() {
    let one = one_seat().await;

    let answers = [
        one.house.visitor().post("/my/abcdefgh/accept", &[]).await,
        one.house.visitor().post("/my/x/decline", &[]).await,
    ];

    for page in &answers {
        page.assert_status(Status::NotFound);
    }
    assert_eq!(one.states().await[0], ApplicationState::Offered);
}

#[rocket::async_test]
async fn an_answer_that_comes_too_late_is_told_on_my_application() {
    let one = one_seat().await;
    let (visitor, mine) = (one.house.visitor(), one.house.my_page(one.ada).await);
    one.house.set_clock(too_late(&one.house));

    let page = visitor.post(&format!("{mine}/accept?lang=en"), &[]).await;

    page.assert_status(Status::UnprocessableEntity);
    page.assert_says("My application");
    page.assert_says("One thing needs to be put right");
    page.assert_says("The reply deadline has passed");
}
