//! For each form a house in which it can be filled in, and what with.

mod accounts;
mod courses;
mod creating;
mod editing;
mod people;

pub use creating::creating;
pub use editing::editing;

use super::Press;
use crate::privacy::Ground;
use stafett::applications::ApplicationState;
use stafett::kernel::{AccountId, ApplicationId, ParticipantId};
use stafett::people::Role;

impl Ground {
    /// Two accounts of one role, who have the same thing open.
    async fn two(&self, role: Role) -> (AccountId, AccountId) {
        (self.house.account(role, "Karin Koordinator").await, self.house.account(role, "Siv Samordnare").await)
    }

    /// So many eligible applications, and the offer closed by `desk`.
    async fn closed_with(&self, applicants: usize, desk: AccountId) {
        for name in ["Ada Alm", "Bo Berg", "Cia Ceder", "Dag Dal", "Eva Ek"].into_iter().take(applicants) {
            self.application(name, ApplicationState::Eligible).await;
        }
        let desk = self.house.session_of(desk).await;
        let page = desk.get(&format!("/desk/offers/{}", self.offer)).await;
        desk.send(&page, page.form_to("/close"), &[("early", "yes")]).await.location();
    }

    /// A plan for Bjuv, opened by `desk`; its path.
    async fn plan(&self, desk: AccountId) -> String {
        let desk = self.house.session_of(desk).await;
        let list = desk.get("/plans").await;
        let opened = desk.send(&list, list.form_to("/plans"), &[("organisation", &self.bjuv.to_string())]).await;
        opened.location().split('?').next().expect("a path").to_owned()
    }

    /// A draft cohort, planned by `desk`.
    async fn draft(&self, desk: AccountId) -> String {
        let made = self.house.session_of(desk).await.fill_in("/desk/cohorts/new", 0, &FRAME).await;
        made.location().trim_start_matches("/desk/cohorts/").trim_end_matches("/edit").to_owned()
    }

    /// "My application" of a participant.
    async fn my_page_of(&self, who: ParticipantId) -> String {
        let sql = format!("SELECT application_id AS n FROM participants WHERE id = {who}");
        self.house.my_page(ApplicationId(self.number(&sql).await)).await
    }

    /// The page of an application at the desk.
    async fn at_desk(&self, name: &str, state: ApplicationState) -> (ApplicationId, String) {
        let id = self.application(name, state).await;
        (id, format!("/desk/applications/{id}"))
    }
}

const FRAME: [(&str, &str); 7] = [
    ("name", "Omgång B"),
    ("code", "HT2012-B"),
    ("term", "HT 2012"),
    ("place", "Höör"),
    ("room", "Stora salen"),
    ("capacity", "40"),
    ("languages", "sv"),
];
