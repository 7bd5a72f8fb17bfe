//! Taking over a spreadsheet: preview, errors per row, confirming once, undo.

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{EntityTrait, PaginatorTrait};
use stafett::graduates::entity::graduate;
use stafett::kernel::Day;
use stafett::people::Role;
use stafett::people::entity::person;

const HEADED: &str = "År;Organisation;Namn;E-post;Kurs\n2010;Eslövs kommun;Đặng Thị Ngọc;;Kurs 1\n2011;1260;O'Brien;ob@example.org;Kurs 2\n2011;Eslöf;Bo Ek;;Kurs 2\n2011;Bjuv;=cmd|' /C calc'!A0;;Kurs 2\n1850;Bjuv;Cy Ek;fel@;Kurs 2\n2011;Bjuv;O'Brien;ob@example.org;Kurs 2\n";

async fn house() -> TestHouse {
    let house = TestHouse::open().await;
    house.programme().await;
    house.municipality("1285", "Eslöv", 33_793).await;
    house.municipality("1260", "Bjuv", 15_715).await;
    house
}

async fn counts(house: &TestHouse) -> (u64, u64) {
    let db = house.db().read();
    (graduate::Entity::find().count(db).await.expect("read"), person::Entity::find().count(db).await.expect("read"))
}

async fn preview(karin: &Visitor<'_>, rows: &str) -> Page {
    karin.fill_in("/desk/imports", 0, &[("rows", rows)]).await
}

#[rocket::async_test]
async fn the_preview_names_every_fault_and_stores_nothing() {
    let house = house().await;
    let karin = house.as_coordinator().await;
    let before = counts(&house).await;

    let page = preview(&karin, HEADED).await;

    page.assert_ok();
    page.assert_says("2 av 6 rader är felfria. Inget är sparat än.");
    page.assert_says("Organisationen finns inte i registret. Menar du Eslöv?");
    page.assert_says("Namnet får bara innehålla bokstäver");
    page.assert_says("E-postadressen går inte att använda.");
    page.assert_says("Skriv ett år från 1990 till 2012.");
    page.assert_says("Samma person, kurs och år står redan på rad 3.");
    page.assert_says("Importera 2 felfria rader");
    assert_eq!(counts(&house).await, before);
}

#[rocket::async_test]
async fn confirming_registers_the_sound_rows_from_the_former_register() {
    let house = house().await;
    let karin = house.as_coordinator().await;
    let page = preview(&karin, HEADED).await;

    let receipt = karin.send(&page, 0, &[]).await;
    let receipt = karin.follow(&receipt).await;
    let again = preview(&karin, HEADED).await;

    receipt.assert_says("2 utbildade är registrerade från tidigare register.");
    let rows = graduate::Entity::find().all(house.db().read()).await.expect("read");
    assert_eq!(
        rows.iter().map(|one| one.completed_on).collect::<Vec<_>>(),
        [2010, 2011].map(|year| Day::from_ymd_opt(year, 12, 31).expect("a day"))
    );
    again.assert_says("0 av 6 rader är felfria.");
    again.assert_says("Personen är redan registrerad som utbildad det året.");
}

#[rocket::async_test]
async fn twenty_identical_confirmations_import_once() {
    let house = house().await;
    let karin = house.as_coordinator().await;
    let page = preview(&karin, HEADED).await;
    let before = counts(&house).await;

    let posts = rocket::futures::future::join_all((0..20).map(|_| karin.send(&page, 0, &[]))).await;

    let receipts: std::collections::HashSet<&str> = posts.iter().map(Page::location).collect();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    assert_eq!(counts(&house).await, (2, before.1 + 2));
}

#[rocket::async_test]
async fn undoing_removes_the_rows_and_the_persons_nothing_else_uses() {
    let house = house().await;
    let karin = house.as_coordinator().await;
    // Karin stands in the register and has an account: she stays.
    let rows =
        "Karin Koordinator;karin.koordinator@example.org;Bjuv;k;2010\nEva Ek;;Bjuv;k;2010\nEva Ek;;Bjuv;k;2011\n";
    let before = counts(&house).await;
    let page = preview(&karin, rows).await;
    let receipt = karin.send(&page, 0, &[]).await;
    let imported = counts(&house).await;
    let receipt = karin.follow(&receipt).await;

    let undone = karin.send(&receipt, 0, &[]).await;
    let twice = karin.send(&receipt, 0, &[]).await;

    assert_eq!(imported, (3, before.1 + 1));
    karin.follow(&undone).await.assert_says("Importen ångrades");
    assert_eq!(twice.status, Status::SeeOther);
    assert_eq!(counts(&house).await, (0, before.1));
    karin.get("/desk/imports").await.assert_says("Ångrad");
    karin.get("/desk").await.assert_ok();
}

#[rocket::async_test]
async fn what_is_no_table_is_refused_and_kept() {
    let house = house().await;
    let karin = house.as_coordinator().await;

    let empty = preview(&karin, "").await;
    let mangled = preview(&karin, "Ã…sa Ã–berg;a@b.se;EslÃ¶v;k;2011").await;
    let many = preview(&karin, &"A B;;Bjuv;k;2011\n".repeat(2001)).await;
    let headless = preview(&karin, "Namn;E-post\nAnna;a@example.org").await;

    for page in [&empty, &mangled, &many, &headless] {
        page.assert_status(Status::UnprocessableEntity);
    }
    empty.assert_field_error("rows", "Klistra in raderna");
    mangled.assert_field_error("rows", "spara om filen som CSV UTF-8");
    assert!(mangled.html.contains("EslÃ¶v"), "what was typed is kept");
    many.assert_field_error("rows", "Det är 2001 rader. Ta högst 2000 åt gången");
    headless.assert_field_error("rows", "Rubrikraden saknar: organisation, år.");
}

#[rocket::async_test]
async fn a_register_that_changed_since_the_preview_is_shown_again() {
    let house = house().await;
    let karin = house.as_coordinator().await;
    let first = preview(&karin, "Eva Ek;;Bjuv;k;2011").await;
    let second = preview(&karin, "Eva Ek;;Bjuv;k;2011").await;
    karin.send(&first, 0, &[]).await;

    let page = karin.send(&second, 0, &[]).await;

    page.assert_status(Status::Conflict);
    page.assert_says("Registret har ändrats sedan du granskade raderna.");
    assert_eq!(counts(&house).await.0, 1);
}

#[rocket::async_test]
async fn two_thousand_rows_go_in_and_come_out() {
    let house = house().await;
    let karin = house.as_coordinator().await;
    let before = counts(&house).await;
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).expect("a letter"));
    let name = |number: usize| format!("{}{}{}", letter(number), letter(number / 26), letter(number / 676));
    let rows: Vec<String> = (0..2000).map(|number| format!("Ek {}\t\tBjuv\tk\t2011", name(number))).collect();
    let rows = rows.join("\n");
    let page = preview(&karin, &rows).await;

    let receipt = karin.follow(&karin.send(&page, 0, &[]).await).await;
    let imported = counts(&house).await;
    karin.send(&receipt, 0, &[]).await;

    assert_eq!(imported, (2000, before.1 + 2000));
    assert_eq!(counts(&house).await, before);
}

#[rocket::async_test]
async fn without_a_programme_the_way_there_is_shown_and_english_is_complete() {
    let house = TestHouse::open().await;
    let karin = house.as_coordinator().await;
    let tuva = house.signed_in(Role::Trainer, "Tuva Lind").await;

    let page = karin.get("/desk/imports?lang=en").await;

    page.assert_says("Take over a spreadsheet");
    assert_eq!(page.link("Start from the example programme"), "/setup?lang=en");
    tuva.get("/desk/imports").await.assert_status(Status::Forbidden);
    karin.get("/desk/imports/99").await.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn the_way_back_from_the_preview_keeps_the_rows() {
    let house = house().await;
    let karin = house.as_coordinator().await;
    let page = preview(&karin, "Eva Ek;;Bjuv;k;2011").await;

    let back = karin.send(&page, page.form_to("/preview"), &[("back", "yes")]).await;

    back.assert_ok();
    assert!(back.html.contains("Eva Ek;;Bjuv;k;2011"));
    assert_eq!(counts(&house).await.0, 0);
}
