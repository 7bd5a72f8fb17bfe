//! Applying: from the offer's button to "my application", by oneself or by phone.

mod applying;
mod desk;
mod links;
mod mailbox;
mod twice;
mod twins;
mod vacancies;

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::EntityTrait;
use stafett::applications::entity::{application, mandate};
use stafett::kernel::*;
use stafett::outbox::Posted;

pub const MANAGER: &str = "maja.chef@example.org";

/// A house with one offer, "BRF-2012-H", of as many cohorts as `cohorts`, addressed to Bjuv and Eslöv.
pub struct Scene {
    pub house: TestHouse,
    pub offer: OfferId,
    pub cohorts: Vec<CohortId>,
    pub bjuv: OrganisationId,
    pub eslov: OrganisationId,
}

impl Scene {
    pub async fn open(cohorts: usize) -> Self {
        let house = TestHouse::open().await;
        house.platform().await;
        let programme = house.programme().await;
        let mut ids = Vec::new();
        for code in ["A", "B"].into_iter().take(cohorts) {
            ids.push(house.cohort(programme, code, 40).await);
        }
        let bjuv = house.municipality("1260", "Bjuv", 15715).await;
        let eslov = house.municipality("1285", "Eslöv", 33793).await;
        let offer = house.offer("BRF-2012-H", &ids, &[bjuv, eslov]).await;
        Self { house, offer, cohorts: ids, bjuv, eslov }
    }

    pub async fn letters(&self) -> Vec<Posted> {
        self.house.letters().await
    }

    /// The private path in the newest letter to `email` with `purpose`.
    pub async fn link_in(&self, email: &str, purpose: &str) -> String {
        let letters = self.letters().await;
        let letter = letters.iter().find(|letter| letter.to_email == email && letter.purpose == purpose);
        let letter = letter.unwrap_or_else(|| panic!("no letter {purpose} to {email}"));
        let start = letter.text_body.find("https://stafett.example.org").expect("a link");
        let address = letter.text_body[start..].split_whitespace().next().expect("an address");
        address.strip_prefix("https://stafett.example.org").expect("our host").split('?').next().expect("a path").into()
    }

    /// Begins a draft and gives its address without the question.
    pub async fn begin(&self, visitor: &Visitor<'_>) -> String {
        let begun = visitor.fill_in("/offers/BRF-2012-H/apply", 0, &[]).await;
        begun.location().strip_suffix("/name").expect("the first question").to_owned()
    }

    /// Answers every question and gives the draft's address.
    pub async fn fill(&self, visitor: &Visitor<'_>, name: &str, email: &str) -> String {
        let draft = self.begin(visitor).await;
        let bjuv = self.bjuv.to_string();
        let answers: [(&str, Vec<(&str, &str)>); 5] = [
            ("name", vec![("name", name), ("email", email)]),
            ("organisation", vec![("organisation", &bjuv), ("unit", "Barn och utbildning")]),
            ("role", vec![("role", "utvecklingsledare")]),
            ("mandate", vec![("mandate", "Jag ska leda arbetet. Besök www.example.com nu!")]),
            ("manager", vec![("manager_name", "Maja Chef"), ("manager_email", MANAGER)]),
        ];
        for (question, fields) in answers {
            let page = visitor.fill_in(&format!("{draft}/{question}"), 0, &fields).await;
            page.assert_status(Status::SeeOther);
        }
        if let [a, b] = self.cohorts.as_slice() {
            let (a, b) = (format!("cohort-{a}"), format!("cohort-{b}"));
            let page = visitor.fill_in(&format!("{draft}/cohorts"), 0, &[(&a, "2"), (&b, "1")]).await;
            page.assert_status(Status::SeeOther);
        }
        draft
    }

    /// Applies and gives the receipt.
    pub async fn apply(&self, visitor: &Visitor<'_>, name: &str, email: &str) -> Page {
        let draft = self.fill(visitor, name, email).await;
        let sent = visitor.fill_in(&format!("{draft}/check"), 0, &[]).await;
        visitor.follow(&sent).await
    }

    pub async fn applications(&self) -> Vec<application::Model> {
        application::Entity::find().all(self.house.db().read()).await.expect("applications")
    }

    pub async fn mandates(&self) -> Vec<mandate::Model> {
        mandate::Entity::find().all(self.house.db().read()).await.expect("mandates")
    }
}
