//! Who counts as trained (K2), on the start page and among the figures.

use super::Year;
use crate::support::world::day;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::graduates::entity::graduate;
use stafett::kernel::GraduateId;

impl Year {
    async fn change(&self, row: graduate::ActiveModel) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        graduate::Entity::update(row).exec(&tx).await.expect("an update");
        tx.commit().await.expect("a commit");
    }

    async fn find(&self, id: GraduateId) -> graduate::Model {
        graduate::Entity::find_by_id(id).one(self.house.db().read()).await.expect("read").expect("a graduate")
    }
}

#[rocket::async_test]
async fn a_certificate_or_the_former_register_counts_a_mere_decision_does_not_and_nobody_counts_twice() {
    let year = Year::founding().await;
    let (on, home) = (day(2012, 12, 5), year.municipalities[0]);
    let ada = year.graduate("Ada Intyg", home, on, Some(year.cohorts[0])).await;
    year.graduate("Reg Register", home, on, None).await;
    let decided = year.graduate("Dag Beslut", home, on, Some(year.cohorts[0])).await;
    year.change(graduate::ActiveModel { id: Set(decided), certified_at: Set(None), ..Default::default() }).await;
    let again = year.graduate("Ada Igen", home, day(2012, 12, 6), Some(year.cohorts[1])).await;
    let ada = year.find(ada).await.person_id;
    year.change(graduate::ActiveModel { id: Set(again), person_id: Set(ada), ..Default::default() }).await;
    let karin = year.house.as_coordinator().await;

    let start = year.house.visitor().get("/").await;
    let english = year.house.visitor().get("/?lang=en").await;
    let figures = karin.get("/figures?year=2012").await;

    start.assert_says("Hittills är 2 personer utbildade");
    english.assert_says("So far 2 people have been trained");
    figures.assert_says("Utbildade regionalt 2 ");
    figures.assert_says("Utbildade sammanlagt 2 ");
}
