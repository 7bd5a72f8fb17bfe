//! Handing in: nothing that was sent is lost, nobody fills memory or disk, and everybody knows what is to be done.

use crate::assignments::{Course, course};
use crate::support::TestHouse;
use rocket::http::{ContentType, Header, Method, Status};
use stafett::access::{Holder, Stage};
use stafett::people::Role;

/// Says what the assignment "plan" is called and how it is done, as a coordinator does.
async fn described(course: &Course<'_>) {
    let desk = course.house.as_coordinator().await;
    let fields = [
        ("title_sv", "Vår första plan"),
        ("title_en", "Our first plan"),
        ("instruction_sv", "Två sidor om nuläget hos er."),
        ("days_after", "14"),
    ];
    let saved = desk.fill_in("/desk/programmes/1/assignments/1", 0, &fields).await;
    saved.assert_status(Status::SeeOther);
}

#[rocket::async_test]
async fn words_and_a_file_are_both_handed_in_whatever_was_chosen() {
    let house = TestHouse::open().await;
    let course = course(&house).await;

    for (round, way) in ["text", "file"].into_iter().enumerate() {
        let words = format!("Varv {round}: vi börjar i skolan.");
        course.send_beside((way, &words), "%PDF-1.7\nplanen").await.assert_status(Status::SeeOther);
        let page = course.tuva().await.get(&format!("/hand-ins/{}", course.newest().await)).await;

        page.assert_says(&words);
        page.assert_says("Hämta filen (PDF, 1 kB)");
    }
    course.send_beside(("file", "Bara ord."), "").await.assert_status(Status::SeeOther);
    house.visitor().get(&course.task()).await.assert_says("Bara ord.");
}

#[rocket::async_test]
async fn a_form_that_is_shown_again_keeps_the_words_and_says_that_the_file_is_gone() {
    let house = TestHouse::open().await;
    let course = course(&house).await;

    let too_long = course.send_beside(("text", &"å".repeat(20_001)), "%PDF-1.7").await;
    let too_large = course.send_beside(("text", "Vi börjar i skolan."), &"a".repeat(9 * 1024 * 1024)).await;

    too_long.assert_status(Status::UnprocessableEntity);
    too_long.assert_field_error("words", "Skriv högst 20000 tecken.");
    too_long.assert_field_error("file", "Filen är inte sparad. Välj den igen när du har rättat det andra.");
    too_large.assert_status(Status::UnprocessableEntity);
    too_large.assert_field_error("file", "Välj en fil på högst 5 MB.");
    assert!(too_large.html.contains("Vi börjar i skolan."));
    assert_eq!(course.number("SELECT COUNT(*) AS n FROM hand_ins").await, 0);
}

#[rocket::async_test]
async fn who_holds_no_link_sends_nothing_and_a_network_in_a_hurry_waits() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let kind = ContentType::new("multipart", "form-data").with_params(("boundary", "grans"));
    let headers = [Header::new("Content-Type", kind.to_string())];
    let strange = "/my/okand-lank/assignments/1";

    let unknown = house.visitor().send_raw(Method::Post, strange, &headers, &"a".repeat(9 * 1024 * 1024)).await;
    let hurried = house.visitor().at("192.0.2.7");
    let mut seen = Vec::new();
    for _ in 0..61 {
        seen.push(hurried.post(strange, &[("way", "text")]).await.status);
    }
    let elsewhere = house.visitor().at("198.51.100.9").post(strange, &[("way", "text")]).await;

    unknown.assert_status(Status::NotFound);
    assert!(seen[..60].iter().all(|status| *status == Status::NotFound), "{seen:?}");
    assert_eq!(seen[60], Status::TooManyRequests);
    elsewhere.assert_status(Status::NotFound);
    course.write("Vi börjar i skolan.").await.assert_status(Status::SeeOther);
}

#[rocket::async_test]
async fn what_is_replaced_unread_keeps_no_file_tells_nobody_again_and_ends_after_ten_times() {
    let house = TestHouse::open().await;
    let course = course(&house).await;

    for _ in 0..10 {
        course.send_beside(("file", ""), "%PDF-1.7\nplanen").await.assert_status(Status::SeeOther);
    }
    let eleventh = course.send_beside(("text", "En gång till."), "").await;
    let page = house.visitor().get(&course.task()).await;
    let letters = "SELECT COUNT(*) AS n FROM outbox WHERE purpose = 'assignment.handed_in'";
    let told = course.number(letters).await;
    course.answer("returned", "Vem gör vad?").await.assert_status(Status::SeeOther);
    house.set_clock(house.now().plus_days(2));
    course.write("Nästa dag.").await.assert_status(Status::SeeOther);

    eleventh.assert_status(Status::UnprocessableEntity);
    eleventh.assert_says("Du har lämnat in så många gånger som går på ett dygn.");
    assert!(eleventh.html.contains("En gång till."));
    page.assert_says("Filen ersattes innan någon läste den och är inte sparad.");
    assert_eq!(course.number("SELECT COUNT(*) AS n FROM hand_in_files").await, 1);
    assert_eq!((told, course.number(letters).await), (1, 2));
}

#[rocket::async_test]
async fn an_assignment_has_a_title_an_instruction_and_a_day_wherever_it_is_named() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    described(&course).await;

    let my = house.visitor().get(&course.page).await;
    let form = house.visitor().get(&course.task()).await;
    let english = house.visitor().reading("en").get(&course.task()).await;
    course.write("Vi börjar i skolan.").await.assert_status(Status::SeeOther);
    let letter = house.letter_to("tuva.trainer@example.org").await;
    let read = course.tuva().await.get(&format!("/hand-ins/{}", course.newest().await)).await;
    let table = course.tuva().await.get(&format!("/cohorts/{}/assignments", course.cohort)).await;
    let desk = house.signed_in(Role::Coordinator, "Kim Koordinator").await;
    let cohort = desk.get(&format!("/desk/cohorts/{}", course.cohort)).await;
    let journal = desk.get("/desk/programmes/1/rule").await;

    my.assert_says("Vår första plan Inte inlämnad Lämna helst in senast onsdag 19 december 2012. Lämna in");
    my.assert_says("Hemuppgiften ”Vår första plan” ska vara godkänd och är inte påbörjad.");
    form.assert_says("Två sidor om nuläget hos er.");
    form.assert_says("Lämna helst in senast onsdag 19 december");
    english.assert_says("Our first plan");
    assert!(letter.text_body.contains("hemuppgiften ”Vår första plan”"), "{}", letter.text_body);
    read.assert_says("Hemuppgift: Vår första plan");
    table.assert_says("Vår första plan");
    cohort.assert_says("hemuppgiften ”Vår första plan” godkänd");
    cohort.assert_does_not_say("”plan”");
    journal.assert_says("Vår första plan: titel, instruktion och tid");
}

#[rocket::async_test]
async fn a_text_without_a_title_is_refused_and_what_was_typed_stays() {
    let house = TestHouse::open().await;
    let _course = course(&house).await;
    let desk = house.as_coordinator().await;
    let path = "/desk/programmes/1/assignments/1";

    let untitled =
        desk.fill_in(path, 0, &[("title_sv", ""), ("instruction_sv", "Två sidor."), ("days_after", "x")]).await;
    let unknown = desk.get("/desk/programmes/1/assignments/2").await;

    untitled.assert_field_error("title_sv", "Skriv vad hemuppgiften heter.");
    untitled.assert_field_error("days_after", "Skriv ett heltal från 0 till 365.");
    assert!(untitled.html.contains("Två sidor."));
    unknown.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn what_is_to_be_handed_in_and_to_be_read_stands_where_one_begins() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    described(&course).await;
    let person = course.number(&format!("SELECT person_id AS n FROM participants WHERE id = {}", course.ada)).await;
    let ada = house.session_held_by(Holder::Person(stafett::kernel::PersonId(person)), Stage::Open).await;

    let before = ada.get("/my").await;
    course.write("Vi börjar i skolan.").await.assert_status(Status::SeeOther);
    let handed_in = ada.get("/my").await;
    let desk = house.signed_in(Role::Coordinator, "Kim Koordinator").await.get("/desk").await;
    let days = course.tuva().await.get("/days").await;
    course.answer("returned", "Vem gör vad?").await.assert_status(Status::SeeOther);
    let returned = ada.get("/my").await;
    let read = house.signed_in(Role::Coordinator, "Kaj Koordinator").await.get("/desk").await;

    before.assert_says(
        "Lämna in hemuppgiften ”Vår första plan”, helst senast onsdag 19 december 2012. Nästa utbildningsdag:",
    );
    handed_in.assert_does_not_say("Vår första plan");
    desk.assert_says("1 hemuppgift att läsa: Omgång HT12A");
    days.assert_says("1 att läsa");
    returned.assert_says("Läs kommentaren och lämna in hemuppgiften ”Vår första plan” igen.");
    read.assert_does_not_say("hemuppgift att läsa");
}

#[rocket::async_test]
async fn the_plan_is_handed_in_with_trainings_decisions_and_what_happened() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    let now = house.now().millis();
    course
        .run(&format!(
            "INSERT INTO rollout_plans (organisation_id, state, situation, aims, created_at, version) \
             VALUES ({}, 'draft', 'Skolan är med.', '', {now}, 1)",
            course.eslov
        ))
        .await;
    course
        .run(&format!(
            "INSERT INTO local_trainings (plan_id, day, title, minutes, politicians, officials, others, link, told_by, told_at) \
             SELECT id, '2012-08-20', 'Barnrättsdag', 120, 12, 1, 0, '', 'Ada', {now} FROM rollout_plans"
        ))
        .await;
    course
        .run(&format!(
            "INSERT INTO council_decisions (plan_id, body, decided_on, title, paragraph, registry_number, link, in_force_from, told_by, told_at) \
             SELECT id, 'council', '2012-08-27', 'Barnets bästa i varje ärende', '', '', '', '2012-08-27', 'Ada', {now} FROM rollout_plans"
        ))
        .await;

    let sent = house.visitor().fill_in(&course.task(), 0, &[("way", "plan"), ("words", "Så här långt.")]).await;
    let page = course.tuva().await.get(&format!("/hand-ins/{}", course.newest().await)).await;

    sent.assert_status(Status::SeeOther);
    page.assert_says("Så här långt. Nuläge Skolan är med.");
    page.assert_says("Lokala utbildningar – 2012-08-20, Barnrättsdag: 12 politiker, 1 tjänsteperson");
    page.assert_says("Beslut – 2012-08-27, Kommunfullmäktige: Barnets bästa i varje ärende");
    page.assert_does_not_say("Ada Ek har");
}

#[rocket::async_test]
async fn what_somebody_never_decided_about_handed_in_is_not_kept_for_ever() {
    let house = TestHouse::open().await;
    let course = course(&house).await;
    course.write("Vår plan.").await.assert_status(Status::SeeOther);
    let adam = house.account(Role::Administrator, "Adam Administrator").await;
    house.set_clock(house.now().plus_days(740));
    let open = house.session_of(adam).await.get("/retention/hand_ins").await;
    course.run("UPDATE participants SET state = 'withdrawn'").await;

    let press = house.session_of(adam).await;
    let page = press.get("/retention/hand_ins").await;
    press.send(&page, page.form_to("/dispose"), &[]).await.assert_status(Status::SeeOther);

    assert!(open.posting_forms().iter().all(|(to, ..)| !to.ends_with("/dispose")));
    assert_eq!(course.number("SELECT COUNT(*) AS n FROM hand_ins WHERE words <> ''").await, 0);
}
