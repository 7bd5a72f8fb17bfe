//! Forms that create.

use super::{FRAME, Press};
use crate::privacy::Ground;
use crate::rollouts::graduate;
use crate::support::TestHouse;
use crate::support::filled::{BO, OFFER};
use crate::support::world::day;
use stafett::applications::ApplicationState;
use stafett::locale::stockholm;
use stafett::offers::OfferState;
use stafett::people::Role;

const TRAINING: [(&str, &str); 4] =
    [("day", "2012-09-01"), ("title", "Konventionen på en timme"), ("officials", "23"), ("politicians", "4")];

/// The house and the form, filled in.
pub async fn creating(form: &str) -> (TestHouse, Press) {
    let ground = Ground::new().await;
    let press = if form.starts_with("rollouts/") { plans(form, &ground).await } else { others(form, &ground).await };
    (ground.house, press)
}

#[expect(clippy::too_many_lines, reason = "one arm for each form")]
async fn others(form: &str, ground: &Ground) -> Press {
    let (house, offer) = (&ground.house, ground.offer);
    let desk = house.account(Role::Coordinator, "Karin Koordinator").await;
    match form {
        "applications/propose.html 1" => {
            let dora = house.delegate("Dora Delegat", &[ground.bjuv]).await;
            let path = format!("/organisation/{}/offers/{offer}/propose", ground.bjuv);
            Press::new(dora, &path, "/propose", &BO)
        }
        "applications/register.html 1" => {
            let bjuv = ground.bjuv.to_string();
            let said = [&BO[..], &[("organisation", bjuv.as_str())]].concat();
            Press::new(desk, &format!("/desk/offers/{offer}/register"), "/register", &said)
        }
        "applications/start.html 1" => Press::new(None, "/offers/H12/apply", "/apply", &[]),
        "assignments/hand_in.html 1" => {
            let who = ground.participant(1, "Ada Alm").await.0;
            house.asks_for_a_plan(ground.cohort).await;
            let path = format!("{}/assignments/1", ground.my_page_of(who).await);
            Press::new(None, &path, "/assignments/1", &[("way", "text"), ("words", "Vår plan.")])
        }
        "attendance/hand_out.html 1" => {
            let day = house.days_of(ground.cohort).await[0].id;
            let path = format!("/desk/cohorts/{}/days/{day}/links", ground.cohort);
            Press::new(desk, &path, "/links", &[])
        }
        "completion/dispense.html 1" => {
            let who = ground.participant(1, "Ada Alm").await.0;
            let path = format!("/desk/cohorts/{}/dispense/{who}", ground.cohort);
            Press::new(desk, &path, &path, &[("demand", "all/0"), ("reason", "Skäl")])
        }
        "attendance/participant.html 1" => {
            let (who, days) = (ground.participant(1, "Ada Alm").await.0, house.days_of(ground.cohort).await);
            house.set_clock(stockholm::start_of_day(days[0].day).plus_minutes(600));
            let path = format!("/days/{}/participants/{who}", days[0].id);
            Press::new(desk, &path, &path, &[("kind", "absent"), ("reason", "Fel rad")])
        }
        "attendance/roster.html 1" => {
            let tuva = house.account(Role::Trainer, "Tuva Trainer").await;
            house.teaches(tuva, ground.cohort).await;
            let (who, days) = (ground.participant(1, "Ada Alm").await.0, house.days_of(ground.cohort).await);
            house.set_clock(stockholm::start_of_day(days[0].day).plus_minutes(600));
            let path = format!("/days/{}", days[0].id);
            Press::new(tuva, &path, &path, &[(&format!("mark-{who}"), "present"), ("do", "save")])
        }
        "cohorts/new.html 1" => Press::new(desk, "/desk/cohorts/new", "/desk/cohorts/new", &FRAME),
        "imports/preview.html 1" => {
            let rows = "År;Organisation;Namn;E-post;Kurs\n2010;Bjuv;Cia Ek;;Kurs 1\n2011;1260;Bo Ek;;Kurs 2\n";
            let before = Some(("rows".to_owned(), rows.to_owned()));
            Press { before, ..Press::new(desk, "/desk/imports", "/desk/imports", &[]) }
        }
        "offers/edit.html 1" => {
            let chosen = ground.draft(desk).await;
            let said = [&OFFER[..], &[("cohorts", &chosen)]].concat();
            Press::new(desk, "/desk/offers/new", "/desk/offers/new", &said)
        }
        "people/accounts/invite.html 1" => {
            let adam = house.account(Role::Administrator, "Adam Administrator").await;
            let ida = [("name", "Ida Ek"), ("email", "ida@example.org"), ("role", "trainer"), ("language", "sv")];
            Press::new(adam, "/accounts/new", "/accounts/new", &ida)
        }
        "persons/asking.html 1" => {
            ground.application("Ada Alm", ApplicationState::Eligible).await;
            Press::new(None, "/my", "/my", &[("email", "ada.alm@example.org")])
        }
        "privacy/rule.html 1" => {
            let adam = house.account(Role::Administrator, "Adam Administrator").await;
            ground.run("INSERT INTO feedback (about, words, given_at, answered_at) VALUES ('/', 'ord', 0, 0)").await;
            Press::new(adam, "/retention/feedback", "/dispose", &[])
        }
        "public/feedback.html 1" => Press::new(None, "/feedback", "/feedback", &[("words", "Kartan syns inte.")]),
        "seats/allocate.html 1" => {
            ground.closed_with(2, desk).await;
            Press::new(desk, &format!("/desk/offers/{offer}/allocate"), "/offer-all", &[])
        }
        "seats/allocate.html 2" => {
            ground.closed_with(5, desk).await;
            Press::new(desk, &format!("/desk/offers/{offer}/allocate"), "/allocate", &[])
        }
        "seats/desk.html 1" => {
            ground.closed_with(2, desk).await;
            Press::new(desk, &format!("/desk/offers/{offer}"), "/offer-all", &[])
        }
        "seats/desk.html 2" => {
            house.set_offer_state(offer, OfferState::Allocated).await;
            house.set_clock(stockholm::start_of_day(day(2012, 9, 20)).plus_minutes(600));
            ground.application("Ada Alm", ApplicationState::Eligible).await;
            Press::new(desk, &format!("/desk/offers/{offer}"), "/give-seat", &[])
        }
        new => panic!("{new} creates something and has no case here"),
    }
}

async fn plans(form: &str, ground: &Ground) -> Press {
    let house = &ground.house;
    let desk = house.account(Role::Coordinator, "Karin Koordinator").await;
    match form {
        "rollouts/box.html 1" => {
            let plan = ground.plan(desk).await;
            Press::new(desk, &format!("{plan}?tell=training"), "/tell", &TRAINING)
        }
        "rollouts/plan.html 1" => {
            Press::new(desk, &ground.plan(desk).await, "/comments", &[("comment", "Bra början.")])
        }
        "rollouts/plans.html 1" => Press::new(desk, "/plans", "/plans", &[("organisation", &ground.bjuv.to_string())]),
        "rollouts/unopened.html 1" => {
            let application = ground.application("Ada Alm", ApplicationState::Participant).await;
            let person = house.find_application(application).await.person_id;
            graduate(house, person, ground.bjuv, day(2012, 6, 5)).await;
            Press::new(None, &format!("{}/plan", house.my_page(application).await), "/plan", &[])
        }
        new => panic!("{new} creates something and has no case here"),
    }
}
