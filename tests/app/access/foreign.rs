//! What is somebody else's looks exactly like what is not there: status, headers and every byte of the page.

use super::For::{Markers, Trainers};
use super::TABLE;
use crate::support::world::day;
use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::kernel::{AccountId, OrganisationId};
use stafett::people::Role;
use stafett::rollouts::entity::{council_decision, local_training, rollout_plan};
use stafett::rollouts::{Body, PlanState};

/// A number that nothing has.
const NOBODYS: &str = "987654";

/// Parameters of an address and what stands there: Tuva's, and Tom's.
type Numbers = Vec<(&'static str, String, String)>;

/// Two trainers, each with a cohort of an own and a plan they coach.
async fn two_trainers(house: &TestHouse) -> (Visitor<'_>, Numbers) {
    let (bjuv, eslov) =
        (house.municipality("1260", "Bjuv", 15_715).await, house.municipality("1285", "Eslöv", 33_793).await);
    let programme = house.programme().await;
    let (hers, his) = (house.cohort(programme, "A", 4).await, house.cohort(programme, "B", 4).await);
    let offer = house.offer("HT12", &[hers, his], &[bjuv, eslov]).await;
    let (tuva, tom) = (house.account(Role::Trainer, "Tuva").await, house.account(Role::Trainer, "Tom").await);
    house.teaches(tuva, hers).await;
    house.teaches(tom, his).await;
    let ada = house.participant((offer, hers), 1, bjuv, "Ada Alm").await;
    let bo = house.participant((offer, his), 1, eslov, "Bo Berg").await;
    let (her_hand_in, his_hand_in) = (house.handed_in(ada).await, house.handed_in(bo).await);
    let day_of = |days: Vec<stafett::cohorts::entity::course_day::Model>| days[0].id.to_string();
    let (my_plan, my_decision, my_training) = coached(house, bjuv, tuva).await;
    let (his_plan, his_decision, his_training) = coached(house, eslov, tom).await;
    let numbers = vec![
        ("days/<id>", day_of(house.days_of(hers).await), day_of(house.days_of(his).await)),
        ("cohorts/<id>", hers.to_string(), his.to_string()),
        ("hand-ins/<id>", her_hand_in.to_string(), his_hand_in.to_string()),
        ("participants/<participant>", ada.to_string(), bo.to_string()),
        ("plans/<id>", my_plan, his_plan),
        ("decisions/<decision>", my_decision, his_decision),
        ("trainings/<training>", my_training, his_training),
    ];
    (house.session_of(tuva).await, numbers)
}

/// A plan with a coach, a decision and a training to verify.
async fn coached(house: &TestHouse, home: OrganisationId, coach: AccountId) -> (String, String, String) {
    let tx = house.db().begin_write().await.expect("a transaction");
    let plan = rollout_plan::ActiveModel {
        organisation_id: Set(home),
        state: Set(PlanState::Draft),
        coach_id: Set(Some(coach)),
        situation: Set(String::new()),
        aims: Set(String::new()),
        created_at: Set(house.now()),
        version: Set(1),
        ..Default::default()
    };
    let plan = rollout_plan::Entity::insert(plan).exec(&tx).await.expect("a plan").last_insert_id;
    let decision = council_decision::ActiveModel {
        plan_id: Set(plan),
        body: Set(Body::Council),
        decided_on: Set(day(2012, 6, 1)),
        title: Set("Handlingsplan".to_owned()),
        in_force_from: Set(day(2012, 6, 1)),
        told_by: Set("Ada Alm".to_owned()),
        told_at: Set(house.now()),
        ..Default::default()
    };
    let decision = council_decision::Entity::insert(decision).exec(&tx).await.expect("a decision").last_insert_id;
    let training = local_training::ActiveModel {
        plan_id: Set(plan),
        day: Set(day(2012, 6, 1)),
        title: Set("Halvdag".to_owned()),
        told_by: Set("Ada Alm".to_owned()),
        told_at: Set(house.now()),
        ..Default::default()
    };
    let training = local_training::Entity::insert(training).exec(&tx).await.expect("a training").last_insert_id;
    tx.commit().await.expect("a commit");
    (plan.to_string(), decision.to_string(), training.to_string())
}

async fn ask(visitor: &Visitor<'_>, method: &str, path: &str) -> Page {
    if method == "GET" { visitor.get(path).await } else { visitor.post(path, &[]).await }
}

/// The page with its own address taken out: it stands in the links that change the language.
fn without(page: &Page, path: &str) -> (Status, String, Vec<(String, String)>) {
    let mut headers: Vec<_> = page.headers.clone().into_iter().collect();
    headers.sort();
    (page.status, page.html.replace(path, "/here").replace(&path.replace('/', "%2F"), "/here"), headers)
}

#[rocket::async_test]
async fn another_trainers_day_and_another_coachs_plan_look_missing_to_the_last_byte() {
    let house = TestHouse::open().await;
    let (tuva, numbers) = two_trainers(&house).await;
    let with = |address: &str, number: &dyn Fn(usize) -> String| {
        numbers.iter().enumerate().fold(address.to_owned(), |address, (n, (place, ..))| {
            let (room, _) = place.split_once('/').expect("a room and a number");
            address.replace(place, &format!("{room}/{}", number(n)))
        })
    };
    let mut compared = 0;

    for (method, address, _) in TABLE.iter().filter(|row| matches!(row.2, Trainers | Markers)) {
        let places: Vec<usize> = (0..numbers.len()).filter(|n| address.contains(numbers[*n].0)).collect();
        let own = |n: usize| numbers[n].1.clone();
        // Each number in turn is Tom's, or nobody's, while the others are Tuva's own.
        for place in &places {
            let his = with(address, &|n| if n == *place { numbers[n].2.clone() } else { own(n) });
            let nobodys = with(address, &|n| if n == *place { NOBODYS.to_owned() } else { own(n) });

            let (foreign, missing) = (ask(&tuva, method, &his).await, ask(&tuva, method, &nobodys).await);

            assert_eq!(foreign.status, Status::NotFound, "{method} {his}");
            assert_eq!(without(&foreign, &his), without(&missing, &nobodys), "{method} {his}");
            compared += 1;
        }
        if *method == "GET" {
            ask(&tuva, method, &with(address, &own)).await.assert_ok();
        }
    }

    assert!(compared >= 20, "only {compared} addresses were compared");
}
