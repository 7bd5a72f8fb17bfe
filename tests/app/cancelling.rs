//! A cohort is cancelled: what people had in it ends, their applications stay.

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::applications::ApplicationState;
use stafett::cohorts::CohortState;
use stafett::jobs::lapse_seats;
use stafett::kernel::{ApplicationId, CohortId, OfferId};
use stafett::offers::OfferState;
use stafett::offers::entity::offer_cohort;
use stafett::seats::{ParticipantState, queries};

const REASON: &str = "Utbildaren är sjuk.";

/// Two cohorts: Ada has a seat in A, Bo is offered one there, Cia applies for A only, Dan for B only.
struct Two {
    house: TestHouse,
    offer: OfferId,
    a: CohortId,
    b: CohortId,
    ada: ApplicationId,
    bo: ApplicationId,
    cia: ApplicationId,
    dan: ApplicationId,
}

async fn two() -> Two {
    let house = TestHouse::open().await;
    let (offer, a, eslov) = house.allocated(2).await;
    let programme = house.find_cohort(a).await.programme_version_id;
    let b = house.cohort(programme, "B", 2).await;
    let place = offer_cohort::ActiveModel { cohort_id: Set(b), offer_id: Set(offer), position: Set(2) };
    let tx = house.db().begin_write().await.expect("a transaction");
    offer_cohort::Entity::insert(place).exec_without_returning(&tx).await.expect("a row");
    tx.commit().await.expect("a commit");
    let mut made = Vec::new();
    let people = [
        ("Ada Alm", &[a, b][..], ApplicationState::Offered),
        ("Bo Berg", &[a, b][..], ApplicationState::Offered),
        ("Cia Ceder", &[a][..], ApplicationState::AwaitingManager),
        ("Dan Dal", &[b][..], ApplicationState::AwaitingManager),
    ];
    for (name, wishes, state) in people {
        made.push(house.application((offer, wishes), eslov, name, state).await);
    }
    house.seat_offer(made[0], a, 1).await;
    house.seat_offer(made[1], a, 2).await;
    house.visitor().post(&format!("{}/accept", house.my_page(made[0]).await), &[]).await;
    Two { house, offer, a, b, ada: made[0], bo: made[1], cia: made[2], dan: made[3] }
}

impl Two {
    async fn cancel(&self, karin: &Visitor<'_>, cohort: CohortId, reason: &str) -> Page {
        karin.fill_in(&format!("/desk/cohorts/{cohort}/cancel"), 0, &[("reason", reason)]).await
    }

    async fn told(&self, application: ApplicationId) -> Vec<stafett::outbox::Posted> {
        let mut letters = self.house.letters_to(application).await;
        letters.retain(|letter| letter.purpose == "cohort.cancelled");
        letters
    }

    async fn state(&self, application: ApplicationId) -> ApplicationState {
        self.house.find_application(application).await.state
    }
}

#[rocket::async_test]
async fn seats_end_applications_stay_and_everybody_concerned_reads_why() {
    let two = two().await;
    let karin = two.house.as_coordinator().await;
    let question = karin.get(&format!("/desk/cohorts/{}/cancel", two.a)).await;

    let done = two.cancel(&karin, two.a, REASON).await;
    let again = karin.send(&question, 0, &[("reason", REASON)]).await;

    question.assert_says("2 personer har en plats eller ett platserbjudande.");
    assert_eq!(done.location(), "/desk/cohorts");
    again.assert_status(Status::Conflict);
    assert_eq!(two.house.find_cohort(two.a).await.state, CohortState::Cancelled);
    assert_eq!(
        (two.state(two.ada).await, two.state(two.bo).await),
        (ApplicationState::Eligible, ApplicationState::Eligible)
    );
    assert_eq!(two.state(two.cia).await, ApplicationState::AwaitingManager);
    let seats = queries::held_in(two.house.db().read(), two.a).await.expect("read");
    assert_eq!(seats.len(), 0);
    for application in [two.ada, two.bo, two.cia] {
        let letters = two.told(application).await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].text_body.contains(REASON), "{}", letters[0].text_body);
        let mine = two.house.visitor().get(&two.house.my_page(application).await).await;
        mine.assert_says("Omgång A är inställd: Utbildaren är sjuk. Ansökan finns kvar.");
    }
    assert_eq!(two.told(two.dan).await.len(), 0);
    let calendar = two.told(two.ada).await.remove(0).attachment.expect("a calendar");
    assert_eq!(calendar.matches("STATUS:CANCELLED").count(), 6);
    assert_eq!(two.told(two.bo).await.remove(0).attachment, None);
    two.house.visitor().get("/offers/BRF-2012-H").await.assert_says("Omgång A är inställd.");
}

#[rocket::async_test]
async fn who_lost_a_seat_gets_another_cohorts_seat_and_takes_part_there() {
    let two = two().await;
    let karin = two.house.as_coordinator().await;
    two.cancel(&karin, two.a, REASON).await;
    let mine = two.house.my_page(two.ada).await;
    let too_late = two.house.visitor().post(&format!("{mine}/accept"), &[]).await;

    let desk = karin.get(&format!("/desk/offers/{}", two.offer)).await;
    karin.send(&desk, desk.form_to("/give-seat"), &[]).await;
    let accepted = two.house.visitor().post(&format!("{mine}/accept"), &[]).await;

    too_late.assert_status(Status::UnprocessableEntity);
    too_late.assert_says("Omgången är inställd.");
    assert_eq!(accepted.status, Status::SeeOther, "{}", accepted.text());
    let ada = queries::participant_of(two.house.db().read(), two.ada).await.expect("read").expect("Ada");
    assert_eq!((ada.cohort_id, ada.state), (two.b, ParticipantState::Active));
    let broken = stafett::check::queries::broken(two.house.db().read(), two.house.now()).await.expect("read");
    assert_eq!(broken.len(), 0);
}

#[rocket::async_test]
async fn without_another_cohort_the_offer_ends_and_takes_no_more_applications() {
    let two = two().await;
    let karin = two.house.as_coordinator().await;

    two.cancel(&karin, two.a, REASON).await;
    let open = two.house.visitor().get("/offers/BRF-2012-H").await;
    two.cancel(&karin, two.b, "För få sökande.").await;
    let over = two.house.visitor().get("/offers/BRF-2012-H").await;

    open.assert_says("Lediga platser: 2.");
    over.assert_says("Ansökan är stängd");
    assert_eq!(two.house.find_offer(two.offer).await.state, OfferState::Ended);
    assert_eq!(two.told(two.ada).await.len(), 2);
    assert_eq!(lapse_seats(&two.house.house, two.house.now().plus_days(11)).await.expect("a run"), 0);
}

#[rocket::async_test]
async fn a_reason_is_needed_and_what_has_begun_is_not_cancelled() {
    let two = two().await;
    let karin = two.house.as_coordinator().await;
    let begins = stafett::locale::stockholm::start_of_day(crate::support::world::day(2012, 10, 4)).plus_minutes(540);

    let empty = two.cancel(&karin, two.a, "").await;
    two.house.set_clock(begins);
    let kim = two.house.signed_in(stafett::people::Role::Coordinator, "Kim Koordinator").await;
    let begun = kim.get(&format!("/desk/cohorts/{}/cancel", two.a)).await;
    let posted = kim.post(&format!("/desk/cohorts/{}/cancel", two.a), &[("version", "1"), ("reason", REASON)]).await;

    empty.assert_field_error("reason", "Skriv varför");
    begun.assert_says("Omgången har börjat och kan inte ställas in.");
    posted.assert_status(Status::UnprocessableEntity);
    assert_eq!(two.house.find_cohort(two.a).await.state, CohortState::Published);
}
