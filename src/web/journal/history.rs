//! What happened to one thing.

use super::lines::{Line, lines};
use super::words;
use crate::house::House;
use crate::journal;
use crate::kernel::Lang;
use crate::web::guards::AtDesk;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};

/// The history of one thing, newest first.
#[derive(Template)]
#[template(path = "journal/history.html")]
pub struct HistoryPage {
    lang: Lang,
    chrome: Chrome,
    thing: String,
    href: Option<String>,
    lines: Vec<Line>,
}

#[get("/history/<object>/<id>")]
async fn show(object: &str, id: i64, desk: AtDesk, house: &State<House>) -> Answer<HistoryPage> {
    let (chrome, db) = (desk.chrome, house.db.read());
    // What happens to accounts is told to administrators, in the journal.
    let table = words::table_of(object).filter(|_| object != "account");
    let Some(table) = table else { return Err(Problem::Missing) };
    let told = journal::history_of(db, object, id).await?;
    if told.is_empty() && !stands_in(db, table, id).await? {
        return Err(Problem::Missing);
    }
    Ok(Reply::Page(HistoryPage {
        lang: chrome.lang,
        thing: format!("{} {id}", words::object(object, chrome.lang)),
        href: words::page_of(object, id).map(|page| chrome.to(&page)),
        lines: lines(db, &told, &chrome).await?,
        chrome,
    }))
}

/// Whether the table has a row of this number.
async fn stands_in(db: &impl ConnectionTrait, table: &'static str, id: i64) -> Result<bool, DbErr> {
    let row = Query::select().expr(Expr::val(1)).from(Alias::new(table)).and_where(Expr::col("id").eq(id)).to_owned();
    Ok(db.query_one(&row).await?.is_some())
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}
