//! 120 applications of the 33 municipalities for two cohorts of forty, through to eighty certificates.

use super::{assert_sound, begin_with_example, on, write_papers};
use crate::support::TestHouse;
use crate::support::world::{DAYS, day};
use rocket::http::Status;
use sea_orm::{EntityTrait, QueryOrder};
use stafett::allocation::verify;
use stafett::applications::ApplicationState;
use stafett::certification::entity::certificate;
use stafett::kernel::{AccountId, ApplicationId, CohortId, OfferId};
use stafett::people::Role;
use stafett::seats::ParticipantState;
use stafett::seats::entity::participant;
use stafett::{organisations, programmes};
use std::collections::HashSet;

const GIVEN: [&str; 12] = ["Ada", "Bo", "Cia", "Dag", "Eva", "Fia", "Gun", "Hans", "Ida", "Jan", "Kim", "Lo"];
const FAMILY: [&str; 10] = ["Alm", "Berg", "Ceder", "Dal", "Ek", "Falk", "Gran", "Hed", "Ivarsson", "Jung"];

/// The offer, its cohorts, its 120 applications, and who runs them.
struct Autumn {
    house: TestHouse,
    karin: AccountId,
    trainers: [AccountId; 2],
    cohorts: [CohortId; 2],
    offer: OfferId,
    applications: Vec<ApplicationId>,
}

impl Autumn {
    async fn with_120_applications() -> Self {
        let house = TestHouse::open().await;
        let karin = house.account(Role::Coordinator, "Karin Koordinator").await;
        begin_with_example(&house, karin).await.assert_says("Allt är på plats");
        let db = house.db().read();
        let homes: Vec<_> =
            organisations::queries::municipalities(db).await.expect("read").iter().map(|home| home.id).collect();
        let version = programmes::queries::latest_versions(db).await.expect("read").remove(0).1.id;
        let cohorts = [house.cohort(version, "HT2012-A", 40).await, house.cohort(version, "HT2012-B", 40).await];
        let trainers =
            [house.account(Role::Trainer, "Tuva Trainer").await, house.account(Role::Trainer, "Tor Trainer").await];
        for (trainer, cohort) in trainers.into_iter().zip(cohorts) {
            house.teaches(trainer, cohort).await;
        }
        let offer = house.offer("BRF-2012-H", &cohorts, &homes).await;
        let mut applications = Vec::new();
        for (number, home) in (0..120).zip(homes.iter().cycle()) {
            let name = format!("{} {}", GIVEN[number / 10], FAMILY[number % 10]);
            let wishes = if number % 2 == 0 { cohorts } else { [cohorts[1], cohorts[0]] };
            let one = house.application((offer, &wishes), *home, &name, ApplicationState::Eligible).await;
            applications.push(one);
        }
        assert_eq!(homes.len(), 33);
        Self { house, karin, trainers, cohorts, offer, applications }
    }

    async fn in_state(&self, state: ApplicationState) -> Vec<ApplicationId> {
        let mut found = Vec::new();
        for id in &self.applications {
            if self.house.find_application(*id).await.state == state {
                found.push(*id);
            }
        }
        found
    }

    async fn allocate(&self) {
        let karin = on(&self.house, self.karin, day(2012, 9, 18)).await;
        let path = format!("/desk/offers/{}", self.offer);
        let desk = karin.get(&path).await;
        karin.send(&desk, desk.form_to("/close"), &[]).await.assert_status(Status::SeeOther);
        let preview = karin.get(&format!("{path}/allocate")).await;
        preview.assert_says("40 av 40 platser erbjuds");
        preview.assert_says("40 på reservlistan");
        let made = karin.send(&preview, preview.form_to("/allocate"), &[]).await;
        assert_eq!(made.location(), path);
    }

    /// The first five of those offered a seat decline, all others accept, until no offer is open.
    async fn answer(&self) -> usize {
        let visitor = self.house.visitor();
        let mut declining = 5;
        let mut offers = 0;
        loop {
            let offered = self.in_state(ApplicationState::Offered).await;
            if offered.is_empty() {
                return offers;
            }
            offers += offered.len();
            for id in offered {
                let answer = if declining > 0 { "decline" } else { "accept" };
                declining -= usize::from(declining > 0);
                let mine = self.house.my_page(id).await;
                let answered = visitor.post(&format!("{mine}/{answer}"), &[]).await;
                answered.assert_status(Status::SeeOther);
            }
        }
    }

    /// "Alla närvarande" on each day of each cohort, then attested.
    async fn attend(&self) {
        for (trainer, cohort) in self.trainers.into_iter().zip(self.cohorts) {
            for course_day in self.house.days_of(cohort).await {
                let trainer = on(&self.house, trainer, course_day.day).await;
                let roster = format!("/days/{}", course_day.id);
                let saved = trainer.fill_in(&roster, 0, &[("do", "all")]).await;
                trainer.follow(&saved).await.assert_says("40 av 40");
                let attested = trainer.fill_in(&format!("{roster}/attest"), 0, &[]).await;
                attested.assert_status(Status::SeeOther);
            }
        }
    }

    async fn certify(&self) {
        let (year, month, date) = DAYS[5];
        let karin = on(&self.house, self.karin, day(year, month, date + 1)).await;
        for cohort in self.cohorts {
            let preview = karin.get(&format!("/desk/cohorts/{cohort}/decide")).await;
            preview.assert_says("Uppfyller kraven: 40");
            karin.send(&preview, preview.form_to("/decide"), &[]).await.assert_status(Status::SeeOther);
            let page = karin.get(&format!("/desk/cohorts/{cohort}/certificates")).await;
            page.assert_says("Utfärda 40 intyg");
            karin.send(&page, 0, &[("kind", "certificate")]).await.assert_status(Status::SeeOther);
        }
        write_papers(&self.house).await;
    }
}

#[rocket::async_test]
async fn of_120_applications_80_people_get_80_seats_and_80_certificates() {
    let autumn = Autumn::with_120_applications().await;

    autumn.allocate().await;
    let offered = autumn.in_state(ApplicationState::Offered).await.len();
    let protocol = autumn.house.visitor().get("/offers/BRF-2012-H/protocol.json").await;
    let offers_in_all = autumn.answer().await;
    autumn.attend().await;
    autumn.certify().await;

    let db = autumn.house.db().read();
    assert_eq!((offered, offers_in_all), (80, 85));
    assert_eq!(verify(&protocol.html).expect("a usable file").difference, None);
    assert_eq!(autumn.in_state(ApplicationState::Declined).await.len(), 5);
    assert_eq!(autumn.in_state(ApplicationState::Reserve).await.len(), 35);
    let people = participant::Entity::find().all(db).await.expect("read");
    assert!(people.iter().all(|one| one.state == ParticipantState::Active));
    let seats: HashSet<_> = people.iter().map(|one| (one.cohort_id, one.seat_number)).collect();
    let persons: HashSet<_> = people.iter().map(|one| one.person_id).collect();
    assert_eq!((people.len(), seats.len(), persons.len()), (80, 80, 80));
    let papers = certificate::Entity::find().order_by_asc(certificate::Column::Number).all(db).await.expect("read");
    assert!(papers.iter().all(|one| one.released_at.is_some()));
    let numbers: Vec<String> = papers.into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, (1..=80).map(|number| format!("BRF-2012-{number:04}")).collect::<Vec<_>>());
    assert_sound(&autumn.house).await;
}
