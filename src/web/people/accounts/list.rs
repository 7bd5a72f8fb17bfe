//! The list of accounts.

use crate::accounts::queries::{self, Listed};
use crate::kernel::Lang;
use crate::locale::dates;
use crate::people::{AccountState, Administrator};
use crate::web::parts::{Chip, Chrome, Icon, Tone};
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, routes};

/// The list.
#[derive(Template)]
#[template(path = "people/accounts/list.html")]
pub struct ListPage {
    lang: Lang,
    chrome: Chrome,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    email: String,
    role: &'static str,
    state: Chip,
    last_sign_in: String,
    has_factor: bool,
    sessions: u64,
}

/// The state of an account as a chip.
pub(super) fn state_chip(state: AccountState, lang: Lang) -> Chip {
    let (tone, icon) = match state {
        AccountState::Active => (Tone::Done, Icon::Check),
        AccountState::Invited => (Tone::Sea, Icon::Letter),
        AccountState::Disabled => (Tone::Stop, Icon::Cross),
        AccountState::Merged => (Tone::Quiet, Icon::Swap),
    };
    Chip::new(state.word(lang), tone, icon)
}

#[get("/accounts")]
async fn list(_who: Administrator, scene: Scene<'_>) -> Answer<ListPage> {
    let lang = scene.lang;
    let row = |one: Listed| Row {
        href: scene.chrome.to(&format!("/accounts/{}", one.account.id)),
        role: one.account.role.word(lang),
        state: state_chip(one.account.state, lang),
        last_sign_in: one.account.last_sign_in_at.map(|at| dates::moment(lang, at)).unwrap_or_default(),
        has_factor: one.account.totp_confirmed_at.is_some(),
        sessions: one.sessions,
        name: one.name,
        email: one.email,
    };
    let rows = queries::all(scene.house.db.read(), scene.lang, scene.now).await?.into_iter().map(row).collect();
    Ok(Reply::Page(ListPage { lang, rows, chrome: scene.chrome }))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list]
}
