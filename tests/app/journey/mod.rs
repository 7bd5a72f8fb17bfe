//! The whole journey over HTTP, from an empty house: one person from beginning to end, and eighty through it together.

mod eighty;
mod one;

use crate::support::{Page, TestHouse, Visitor};
use stafett::kernel::{AccountId, Day};
use stafett::locale::stockholm;
use stafett::{certification, check, jobs, outbox};

const PUBLIC_ADDRESS: &str = "https://stafett.example.org";

const PLATFORM: [(&str, &str); 7] = [
    ("name", "Barnrättsforum Test"),
    ("region", "Skåne"),
    ("issuer_code", "BRF"),
    ("issuer_name", "Barnrättsforum Test"),
    ("signatory_name", "Sigrid Signatär"),
    ("signatory_title", "ordförande"),
    ("contact_email", "kansli@example.org"),
];

/// Starts an empty house and sets it up with the example programme and region.
async fn begin_with_example(house: &TestHouse, karin: AccountId) -> Page {
    house.house.publish().await.expect("its keys and its host");
    let karin = house.session_of(karin).await;
    let saved = karin.fill_in("/setup", 0, &PLATFORM).await;
    let offered = karin.follow(&saved).await;
    let loaded = karin.send(&offered, offered.form_to("/setup/example"), &[]).await;
    karin.follow(&loaded).await
}

/// `account` at ten o'clock on `day`, signed in anew.
async fn on(house: &TestHouse, account: AccountId, day: Day) -> Visitor<'_> {
    house.set_clock(stockholm::start_of_day(day).plus_minutes(10 * 60));
    house.session_of(account).await
}

/// The private path in the newest letter to `email` with `purpose`.
async fn link_in(house: &TestHouse, email: &str, purpose: &str) -> String {
    let letters = outbox::newest(house.db().read(), 100).await.expect("letters");
    let letter = letters.iter().find(|letter| letter.to_email == email && letter.purpose == purpose);
    let letter = letter.unwrap_or_else(|| panic!("no letter {purpose} to {email}"));
    // A letter about a certificate also names the address that verifies it, which is everybody's.
    let paths = letter.text_body.split_whitespace().filter_map(|word| word.strip_prefix(PUBLIC_ADDRESS));
    let private = paths.into_iter().find(|path| path.starts_with("/my/") || path.starts_with("/mandates/"));
    private.expect("a private link").split('?').next().expect("a path").to_owned()
}

/// Writes the papers that are due, as the job does.
async fn write_papers(house: &TestHouse) {
    while jobs::write_papers(&house.house, house.now()).await.expect("written") > 0 {}
}

/// Sends what waits in the outbox; then no invariant of the house is broken.
async fn assert_sound(house: &TestHouse) {
    let carrier = jobs::carrier(&house.house.settings).expect("a folder for the letters");
    while jobs::send_letters(&house.house, &carrier, house.now()).await.expect("sent") > 0 {}
    let db = house.db().read();
    // Two days on, a letter that was left behind would be overdue.
    assert_eq!(check::queries::broken(db, house.now().plus_days(2)).await.expect("read"), []);
    assert_eq!(certification::soundness::broken(db).await.expect("read"), Vec::<String>::new());
}
