//! A guest trainer's day link: one roster, one day, dead at midnight and when it is ended.

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use stafett::attendance::queries;
use stafett::cohorts::CourseDay;
use stafett::cohorts::entity::course_day;
use stafett::kernel::*;
use stafett::locale::stockholm;
use stafett::people::Role;

/// A cohort with three participants; its second day is moved to `day`.
struct Course {
    house: TestHouse,
    cohort: CohortId,
    days: Vec<CourseDay>,
    people: Vec<ParticipantId>,
}

impl Course {
    async fn on(day: Day) -> Self {
        let house = TestHouse::open().await;
        let (offer, cohort, eslov) = house.allocated(5).await;
        let mut people = Vec::new();
        for (seat, name) in (1..).zip(["Ada Ek", "Bo Al", "Cia Lind"]) {
            people.push(house.participant((offer, cohort), seat, eslov, name).await);
        }
        let id = house.days_of(cohort).await[1].id;
        let tx = house.db().begin_write().await.expect("a transaction");
        course_day::Entity::update_many()
            .col_expr(course_day::Column::Day, Expr::value(day))
            .filter(course_day::Column::Id.eq(id))
            .exec(&tx)
            .await
            .expect("a change");
        tx.commit().await.expect("a commit");
        let days = house.days_of(cohort).await;
        house.set_clock(stockholm::start_of_day(day).plus_minutes(8 * 60));
        Self { house, cohort, days, people }
    }

    fn links(&self) -> String {
        format!("/desk/cohorts/{}/days/{}/links", self.cohort, self.days[1].id)
    }

    fn roster(&self, day: usize) -> String {
        format!("/days/{}", self.days[day].id)
    }

    /// Hands a link out and gives its path.
    async fn handed_out(&self, karin: &Visitor<'_>) -> String {
        let page = karin.get(&self.links()).await;
        let sent = karin.send(&page, page.form_to("/links"), &[]).await;
        let paper = karin.follow(&sent).await;
        paper.assert_ok();
        assert!(paper.html.contains("<svg"));
        let path = paper.html.split("https://stafett.example.org").nth(1).expect("an address");
        path.split('<').next().expect("a path").trim().to_owned()
    }

    async fn guest(&self, path: &str) -> Visitor<'_> {
        let entered = self.house.visitor().fill_in(path, 0, &[("name", "Gun Gäst")]).await;
        assert_eq!(entered.location(), self.roster(1));
        self.house.session_in(&entered)
    }

    async fn mark(&self, guest: &Visitor<'_>, person: usize, nonce: &str) -> Page {
        let participant = self.people[person].to_string();
        let fields = [("participant", participant.as_str()), ("kind", "absent"), ("nonce", nonce)];
        guest.post(&format!("{}/marks", self.roster(1)), &fields).await
    }
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[rocket::async_test]
async fn a_guest_marks_one_day_and_every_mark_names_the_guest() {
    let course = Course::on(day("2012-10-05")).await;
    let karin = course.house.as_coordinator().await;
    let guest = course.guest(&course.handed_out(&karin).await).await;
    let page = guest.get(&course.roster(1)).await;

    let one = course.mark(&guest, 0, "nonce-guest-1").await;
    let all = guest.send(&page, 0, &[("do", "all")]).await;
    let corrected = course.mark(&guest, 1, "nonce-guest-2").await;

    page.assert_says("Du markerar som gäst: Gun Gäst");
    page.assert_does_not_say("Intyga dagen");
    one.assert_ok();
    all.assert_status(Status::SeeOther);
    corrected.assert_ok();
    let marks = queries::standing_on(course.house.db().read(), &[course.days[1].id]).await.expect("read");
    assert_eq!(marks.len(), 3);
    assert!(marks.iter().all(|mark| mark.guest_name == "Gun Gäst" && mark.account_id.is_none()));
    let history = karin.get(&format!("{}/participants/{}", course.roster(1), course.people[1])).await;
    history.assert_says("Gäst: Gun Gäst via daglänk");
    let told = stafett::journal::history_of(course.house.db().read(), "course_day", course.days[1].id.0).await;
    assert!(told.expect("read").iter().any(|one| one.actor_name == "Gäst: Gun Gäst via daglänk"));
    karin.get(&course.links()).await.assert_says("Gun Gäst");
}

#[rocket::async_test]
async fn a_guest_reaches_nothing_but_that_roster() {
    let course = Course::on(day("2012-10-05")).await;
    let karin = course.house.as_coordinator().await;
    let guest = course.guest(&course.handed_out(&karin).await).await;

    let (other, none) = (guest.get(&course.roster(0)).await, guest.get("/days/987654").await);
    let attested = guest.post(&format!("{}/attest", course.roster(1)), &[]).await;
    let person = guest.get(&format!("{}/participants/{}", course.roster(1), course.people[0])).await;

    other.assert_status(Status::NotFound);
    assert_eq!(other.html.replace(&course.roster(0), ""), none.html.replace("/days/987654", ""));
    attested.assert_status(Status::Unauthorized);
    assert!(person.location().starts_with("/sign-in"));
    for path in ["/days", "/desk", "/organisation", "/plans", "/figures"] {
        assert!(guest.get(path).await.location().starts_with("/sign-in"), "{path}");
    }
    course
        .house
        .signed_in(Role::Trainer, "Tora Annan")
        .await
        .get(&course.roster(1))
        .await
        .assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn a_day_link_is_dead_at_midnight_on_nights_of_every_length() {
    for text in ["2012-10-05", "2012-10-28", "2013-03-31"] {
        let course = Course::on(day(text)).await;
        let karin = course.house.as_coordinator().await;
        let path = course.handed_out(&karin).await;
        let guest = course.guest(&path).await;
        let midnight = stockholm::start_of_day(day(text).succ_opt().expect("a day"));

        course.house.set_clock(Instant::from_millis(midnight.millis() - 1));
        let last = course.mark(&guest, 0, "nonce-guest-1").await;
        let still = course.house.visitor().get(&path).await;
        course.house.set_clock(midnight);
        let late = course.mark(&guest, 1, "nonce-guest-2").await;

        last.assert_ok();
        still.assert_ok();
        late.assert_status(Status::Unauthorized);
        course.house.visitor().get(&path).await.assert_status(Status::NotFound);
        assert!(guest.get(&course.roster(1)).await.location().starts_with("/sign-in"), "{text}");
    }
}

#[rocket::async_test]
async fn a_day_link_that_is_ended_signs_its_guests_out() {
    let course = Course::on(day("2012-10-05")).await;
    let karin = course.house.as_coordinator().await;
    let path = course.handed_out(&karin).await;
    let guest = course.guest(&path).await;
    let page = karin.get(&course.links()).await;

    karin.send(&page, page.form_to("/links/end"), &[]).await.assert_status(Status::SeeOther);

    course.mark(&guest, 0, "nonce-guest-1").await.assert_status(Status::Unauthorized);
    course.house.visitor().get(&path).await.assert_status(Status::NotFound);
    course.house.visitor().post(&path, &[("name", "Gun Gäst")]).await.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn the_same_form_twice_hands_out_one_link_and_before_the_day_it_waits() {
    let course = Course::on(day("2012-10-05")).await;
    course.house.set_clock(course.house.now().plus_days(-1));
    let karin = course.house.as_coordinator().await;
    let page = karin.get(&course.links()).await;

    let first = karin.send(&page, page.form_to("/links"), &[]).await;
    let again = karin.send(&page, page.form_to("/links"), &[]).await;
    let paper = karin.follow(&first).await;
    let path = paper.html.split("https://stafett.example.org").nth(1).and_then(|rest| rest.split('<').next());
    let early = course.house.visitor().get(path.expect("a path").trim()).await;

    assert_eq!(first.location(), again.location());
    early.assert_says("Länken går att använda den dagen.");
    course
        .house
        .visitor()
        .post(path.expect("a path").trim(), &[("name", "Gun Gäst")])
        .await
        .assert_status(Status::UnprocessableEntity);
}
