//! Letters as their readers find them, and the sessions that links and codes lead to.

use super::{Page, TestHouse, Visitor};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use stafett::applications::entity::application;
use stafett::kernel::*;
use stafett::outbox::{self, Posted};
use stafett::people::Role;
use stafett::people::entity::{account, account_organisation, person};

impl TestHouse {
    /// The letters to an address, newest first.
    pub async fn mailbox_of(&self, email: &str) -> Vec<Posted> {
        let mut letters = self.letters().await;
        letters.retain(|letter| letter.to_email == email);
        letters
    }

    /// The newest letter to an address.
    pub async fn letter_to(&self, email: &str) -> Posted {
        self.mailbox_of(email).await.into_iter().next().unwrap_or_else(|| panic!("no letter to {email}"))
    }

    /// The session that an answer has handed to the browser.
    #[track_caller]
    pub fn session_in(&self, page: &Page) -> Visitor<'_> {
        let cookie = page.headers.get("set-cookie").unwrap_or_else(|| panic!("no cookie: {}", page.text()));
        let token = cookie.split(['=', ';']).nth(1).expect("a value");
        Visitor::with_session(&self.client, token)
    }

    /// Gives an application, and its person, another address.
    pub async fn has_address(&self, id: ApplicationId, email: &str) {
        let person = self.find_application(id).await.person_id;
        let tx = self.db().begin_write().await.expect("a transaction");
        application::Entity::update_many()
            .col_expr(application::Column::Email, Expr::value(email))
            .filter(application::Column::Id.eq(id))
            .exec(&tx)
            .await
            .expect("a change");
        person::Entity::update_many()
            .col_expr(person::Column::Email, Expr::value(email))
            .filter(person::Column::Id.eq(person))
            .exec(&tx)
            .await
            .expect("a change");
        tx.commit().await.expect("a commit");
    }

    /// Disables an account.
    pub async fn disable(&self, id: AccountId) {
        let tx = self.db().begin_write().await.expect("a transaction");
        account::Entity::update_many()
            .col_expr(account::Column::State, Expr::value(stafett::people::AccountState::Disabled))
            .filter(account::Column::Id.eq(id))
            .exec(&tx)
            .await
            .expect("a change");
        tx.commit().await.expect("a commit");
    }

    /// An account that speaks for these organisations.
    pub async fn delegate(&self, name: &str, organisations: &[OrganisationId]) -> AccountId {
        let account = self.account(Role::Delegate, name).await;
        let tx = self.db().begin_write().await.expect("a transaction");
        for organisation in organisations {
            let row =
                account_organisation::ActiveModel { account_id: Set(account), organisation_id: Set(*organisation) };
            account_organisation::Entity::insert(row).exec_without_returning(&tx).await.expect("a row");
        }
        tx.commit().await.expect("a commit");
        account
    }
}

/// The paths of the links in a letter, in order.
pub fn paths_in(letter: &Posted) -> Vec<String> {
    let address = "https://stafett.example.org";
    let parts = letter.text_body.split(address).skip(1);
    parts.map(|part| part.split_whitespace().next().unwrap_or_default().to_owned()).collect()
}

/// The codes in a letter, in order.
pub fn codes_in(letter: &Posted) -> Vec<String> {
    let digits = |line: &str| line.chars().filter(char::is_ascii_digit).collect::<String>();
    let coded = letter.text_body.lines().filter(|line| line.starts_with("Kod"));
    coded.map(digits).filter(|code| code.len() == 6).collect()
}
