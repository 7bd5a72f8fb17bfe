//! The letters of the demo, readable by everybody. In any other house these addresses lead nowhere.

use crate::house::House;
use crate::kernel::{Lang, LetterId};
use crate::locale::dates;
use crate::outbox::{self, Posted};
use crate::protection;
use crate::web::parts::Chrome;
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, routes};

/// The newest letters.
#[derive(Template)]
#[template(path = "mailbox/list.html")]
pub struct Mailbox {
    lang: Lang,
    chrome: Chrome,
    letters: Vec<Posted>,
}

/// One letter as its reader gets it.
#[derive(Template)]
#[template(path = "mailbox/letter.html")]
pub struct Opened {
    lang: Lang,
    chrome: Chrome,
    letter: Posted,
    /// The plain text, split at the addresses in it.
    pieces: Vec<Piece>,
}

/// A stretch of a letter: words, or an address of ours to follow.
pub enum Piece {
    /// Words.
    Words(String),
    /// An address of this house: the whole as it is written, and the path.
    Address(String, String),
}

const MOST: u64 = 200;

#[get("/dev/mailbox")]
async fn list(chrome: Chrome, house: &State<House>) -> Answer<Mailbox> {
    demo_only(house)?;
    let mut letters = outbox::newest(house.db.read(), MOST).await?;
    // Everybody reads this mailbox; letters to a protected person, or to the manager who would give them away, do not lie in it.
    let protected = protection::queries::addresses(house.db.read()).await?;
    letters.retain(|letter| !protected.contains(&letter.to_email));
    Ok(Reply::Page(Mailbox { lang: chrome.lang, chrome, letters }))
}

#[get("/dev/mailbox/<letter>")]
async fn open(letter: LetterId, chrome: Chrome, house: &State<House>) -> Answer<Opened> {
    demo_only(house)?;
    let letter = outbox::find(house.db.read(), letter).await?.ok_or(Problem::Missing)?;
    if protection::queries::addresses(house.db.read()).await?.contains(&letter.to_email) {
        return Err(Problem::Missing);
    }
    let pieces = split_at_addresses(&letter.text_body, house.links.public());
    Ok(Reply::Page(Opened { lang: chrome.lang, chrome, letter, pieces }))
}

fn demo_only(house: &House) -> Result<(), Problem> {
    if house.is_demo { Ok(()) } else { Err(Problem::Missing) }
}

fn split_at_addresses(text: &str, public: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if n > 0 {
            pieces.push(Piece::Words("\n".to_owned()));
        }
        match line.strip_prefix(public) {
            Some(path) => pieces.push(Piece::Address(line.to_owned(), path.to_owned())),
            None => pieces.push(Piece::Words(line.to_owned())),
        }
    }
    pieces
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, open]
}
