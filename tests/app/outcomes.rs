//! The manager who confirmed a mandate gets the news, once for each outcome.

use crate::support::TestHouse;
use stafett::applications::ApplicationState;
use stafett::kernel::ApplicationId;
use stafett::outbox::{self, Posted};

/// Letters with what came of an application, oldest first.
async fn news(house: &TestHouse) -> Vec<Posted> {
    let mut letters = outbox::newest(house.db().read(), 100).await.expect("letters");
    letters.retain(|letter| letter.purpose.starts_with("outcome."));
    letters.reverse();
    letters
}

fn purposes(letters: &[Posted]) -> Vec<&str> {
    letters.iter().map(|letter| letter.purpose.as_str()).collect()
}

async fn speaks(house: &TestHouse, application: ApplicationId, language: &str) {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
    use stafett::applications::entity::application;
    let tx = house.db().begin_write().await.expect("a transaction");
    application::Entity::update_many()
        .col_expr(application::Column::Language, Expr::value(language))
        .filter(application::Column::Id.eq(application))
        .exec(&tx)
        .await
        .expect("a row");
    tx.commit().await.expect("a commit");
}

#[rocket::async_test]
async fn an_allocation_tells_the_managers_of_seats_and_reserve_places() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(1).await;
    house.set_offer_state(offer, stafett::offers::OfferState::Published).await;
    let names = ["Ada Alm", "Bo Berg"];
    for name in names {
        house.application((offer, &[cohort]), eslov, name, ApplicationState::Eligible).await;
    }
    let karin = house.as_coordinator().await;
    let path = format!("/desk/offers/{offer}");
    let open = karin.get(&path).await;
    karin.send(&open, open.form_to("/close"), &[("early", "yes")]).await;

    let preview = karin.get(&format!("{path}/allocate")).await;
    let made = karin.send(&preview, preview.form_to("/allocate"), &[]).await;

    assert_eq!(made.location(), path);
    let letters = news(&house).await;
    assert_eq!(purposes(&letters), ["outcome.offered", "outcome.reserve"]);
    assert!(letters.iter().all(|letter| letter.to_email == "maja.chef@example.org"));
    assert!(letters[0].subject.contains("Din medarbetare är erbjuden en plats"));
    assert!(letters[0].text_body.contains("Omgång A") && letters[0].text_body.contains("Eslöv"));
    assert!(letters.iter().all(|letter| !letter.text_body.contains("/my/") && !letter.html_body.contains("/my/")));
    assert!(names.iter().all(|name| letters.iter().any(|letter| letter.text_body.contains(name))));
}

#[rocket::async_test]
async fn a_reserve_who_is_promoted_is_news_again_and_a_run_of_the_job_is_none() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(1).await;
    let ada = house.application((offer, &[cohort]), eslov, "Ada Alm", ApplicationState::Offered).await;
    house.seat_offer(ada, cohort, 1).await;
    let bo = house.application((offer, &[cohort]), eslov, "Bo Berg", ApplicationState::Reserve).await;
    house.reserve(bo, 1).await;
    speaks(&house, bo, "en").await;

    house.visitor().post(&format!("{}/decline", house.my_page(ada).await), &[]).await;
    for _ in 0..3 {
        stafett::jobs::lapse_seats(&house.house, house.now()).await.expect("a run");
    }

    let letters = news(&house).await;
    assert_eq!(purposes(&letters), ["outcome.offered"]);
    assert!(letters[0].text_body.contains("Bo Berg") && letters[0].subject == "Your employee is offered a seat");
}

#[rocket::async_test]
async fn a_manager_reads_once_that_the_application_is_not_eligible_but_not_why() {
    let house = TestHouse::open().await;
    let (offer, cohort, eslov) = house.allocated(1).await;
    let ada = house.application((offer, &[cohort]), eslov, "Ada Alm", ApplicationState::Eligible).await;
    let bo = house.application((offer, &[cohort]), eslov, "Bo Berg", ApplicationState::AwaitingManager).await;
    let karin = house.as_coordinator().await;

    for (application, verdict) in
        [(ada, "not_eligible"), (ada, "eligible"), (ada, "not_eligible"), (bo, "not_eligible")]
    {
        let page = karin.get(&format!("/desk/applications/{application}")).await;
        let fields = [("verdict", verdict), ("reason", "Du har gått utbildningen förut.")];
        let decided = karin.send(&page, page.form_to("/decide"), &fields).await;
        assert_eq!(decided.status, rocket::http::Status::SeeOther, "{}", decided.text());
    }

    let letters = news(&house).await;
    assert_eq!(purposes(&letters), ["outcome.not_eligible"]);
    assert!(letters[0].text_body.contains("Ada Alm") && !letters[0].text_body.contains("förut"));
}
