//! A day of a published cohort moves, and those who are to come are told.

use crate::support::{TestHouse, Visitor};
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::kernel::{ApplicationId, CohortId};
use stafett::locale::stockholm;
use stafett::outbox::Posted;
use stafett::seats::queries;

/// Ada has a seat, Bo is offered one, Cia waits; ten days from now Bo must answer.
struct Three {
    house: TestHouse,
    cohort: CohortId,
    ada: ApplicationId,
    bo: ApplicationId,
    cia: ApplicationId,
}

async fn three() -> Three {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(2).await;
    house.participant((offer, cohort), 1, eslov, "Ada Alm").await;
    let taking_part = queries::participants_of(house.db().read(), cohort).await.expect("read");
    let ada = taking_part[0].application_id.expect("an application");
    let bo = house.application((offer, &[cohort]), eslov, "Bo Berg", ApplicationState::Offered).await;
    house.seat_offer(bo, cohort, 2).await;
    let cia = house.application((offer, &[cohort]), eslov, "Cia Ceder", ApplicationState::Reserve).await;
    house.reserve(cia, 1).await;
    Three { house, cohort, ada, bo, cia }
}

impl Three {
    fn edit(&self) -> String {
        format!("/desk/cohorts/{}/edit", self.cohort)
    }

    async fn moved_letters(&self, application: ApplicationId) -> Vec<Posted> {
        let mut letters = self.house.letters_to(application).await;
        letters.retain(|letter| letter.purpose == "seat.days_moved");
        letters
    }

    async fn counts(&self) -> [usize; 3] {
        [
            self.moved_letters(self.ada).await.len(),
            self.moved_letters(self.bo).await.len(),
            self.moved_letters(self.cia).await.len(),
        ]
    }

    async fn karin(&self) -> Visitor<'_> {
        self.house.as_coordinator().await
    }
}

#[rocket::async_test]
async fn everybody_with_a_seat_or_a_seat_offer_reads_the_old_and_the_new_once() {
    let three = three().await;
    let karin = three.karin().await;
    let opened = karin.get(&three.edit()).await;
    let fields = [("day-3", "2012-10-30"), ("starts-3", "10:00"), ("room-4", "Lilla salen")];

    let saved = karin.send(&opened, 0, &fields).await;
    let stale = karin.send(&opened, 0, &fields).await;
    let unchanged = karin.fill_in(&three.edit(), 0, &[("capacity", "3")]).await;

    opened.assert_says("får alla som har en plats eller ett platserbjudande ett brev");
    assert_eq!((saved.status, unchanged.status), (Status::SeeOther, Status::SeeOther));
    stale.assert_status(Status::Conflict);
    assert_eq!(three.counts().await, [1, 1, 0]);
    let text = three.moved_letters(three.ada).await[0].text_body.replace('\u{a0}', " ");
    for words in [
        "Dag 3, tidigare",
        "torsdag 1 november 2012 kl. 9.00–16.00, Stora salen",
        "tisdag 30 oktober 2012 kl. 10.00–16.00, Stora salen",
        "fredag 2 november 2012 kl. 9.00–16.00, Lilla salen",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    assert!(!text.contains("Dag 1,"), "{text}");
}

#[rocket::async_test]
async fn who_has_the_seat_gets_the_calendar_anew_and_who_is_offered_one_the_deadline() {
    let three = three().await;
    let karin = three.karin().await;

    karin.fill_in(&three.edit(), 0, &[("day-2", "2012-10-08")]).await.assert_status(Status::SeeOther);

    let (seated, offered) =
        (three.moved_letters(three.ada).await.remove(0), three.moved_letters(three.bo).await.remove(0));
    let calendar = seated.attachment.expect("a calendar");
    assert!(calendar.contains("DTSTART;TZID=Europe/Stockholm:20121008T090000"), "{calendar}");
    assert!(calendar.contains("SEQUENCE:2") && calendar.contains(&format!("UID:cohort-{}-day-2@", three.cohort)));
    assert_eq!(offered.attachment, None);
    assert!(offered.text_body.contains("Du är fortfarande erbjuden platsen. Svara senast"), "{}", offered.text_body);
}

#[rocket::async_test]
async fn an_earlier_day_1_is_the_last_moment_to_answer() {
    let three = three().await;
    let karin = three.karin().await;

    karin.fill_in(&three.edit(), 0, &[("day-1", "2012-09-10")]).await.assert_status(Status::SeeOther);

    let begins = stockholm::parse_local(crate::support::world::day(2012, 9, 10), "09:00").expect("a time");
    assert_eq!(three.house.seat_of(three.bo).await.expect("a seat").reply_by, begins);
}

#[rocket::async_test]
async fn what_planning_refuses_moves_nothing_and_tells_nobody() {
    let three = three().await;
    let karin = three.karin().await;

    let refused = karin.fill_in(&three.edit(), 0, &[("day-3", "2012-10-01")]).await;

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_field_error("day-3", "Dag 3 måste komma efter dag 2.");
    assert_eq!(three.counts().await, [0, 0, 0]);
}
