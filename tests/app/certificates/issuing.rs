//! Issuing: who gets a paper, once, with which number, and what stands on it.

use super::{Course, promised, scanned, text_of};
use crate::support::world::day;
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use stafett::attendance::MarkKind;
use stafett::certification::actions::Batch;
use stafett::certification::entity::{certificate, certificate_paper};
use stafett::certification::{CertificateKind, CertificateState, Round, actions, queries};
use stafett::completion::model::Outcome;
use stafett::jobs;
use stafett::locale::stockholm;

#[rocket::async_test]
async fn the_page_says_who_gets_what_and_who_does_not_and_why() {
    use MarkKind::{Absent, Open, Present};
    let course = Course::with_three().await;
    course.undecided(4, "Vera Väntar").await;
    course.participant(5, "Ove Öppen", [Absent, Absent, Absent, Open, Open, Open], Outcome::Impossible).await;
    course.participant(6, "Frida Frånvarande", [Absent; 6], Outcome::Impossible).await;
    course.participant(7, "李明", [Present; 6], Outcome::Met).await;

    let page = course.coordinator().await.get(&course.page()).await;

    page.assert_ok();
    page.assert_says("Utfärda 2 intyg");
    page.assert_says("Utfärda 1 närvarointyg");
    page.assert_says("Personen har inte bekräftat namnet.");
    page.assert_says("Det finns inget att besluta om än.");
    page.assert_says("Dag 4, 5, 6 är inte markerad");
    page.assert_says("Deltog inte någon dag.");
    page.assert_says("Intygets typsnitt saknar de här tecknen: 明 (U+660E), 李 (U+674E).");
}

#[rocket::async_test]
async fn one_press_issues_to_all_who_met_the_rule_and_pressing_again_to_nobody() {
    let course = Course::with_three().await;

    let first = course.issue("certificate").await;
    let done = course.coordinator().await.follow(&first).await;
    let again = course.issue("certificate").await;

    assert_eq!(first.status, Status::SeeOther);
    done.assert_says("Alla utfärdade intyg är skrivna.");
    assert_eq!(again.location(), first.location());
    let numbers: Vec<String> = course.all().await.into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, ["BRF-2012-0001", "BRF-2012-0002"]);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn until_the_papers_are_written_the_page_says_how_far_it_has_come() {
    let course = Course::with_three().await;

    let visitor = course.coordinator().await;
    let pressed = visitor.fill_in(&course.page(), 0, &[("kind", "certificate")]).await;
    let waiting = visitor.follow(&pressed).await;
    let still = visitor.get(&course.page()).await;
    let unwritten = course.all().await.remove(0);
    let early = course.house.visitor().get(&format!("/v/{}", unwritten.code)).await;
    course.write().await;
    let done = visitor.follow(&pressed).await;

    waiting.assert_says("0 av 2 är klara.");
    assert!(waiting.html.contains("http-equiv=\"refresh\""), "whoever pressed the button sees how it goes");
    assert_eq!(waiting.link("Sluta hämta på nytt"), course.page());
    assert!(!still.html.contains("http-equiv"), "the reader can stop it");
    assert_eq!(still.link("Följ hur det går"), format!("{}?follow=yes", course.page()));
    assert!(!done.html.contains("http-equiv"), "nothing is being written any more");
    early.assert_status(Status::NotFound);
    done.assert_says("Alla utfärdade intyg är skrivna.");
}

#[rocket::async_test]
async fn the_paper_says_everything_and_its_qr_leads_to_the_answer() {
    let course = Course::with_three().await;

    course.issue("certificate").await;
    let one = course.certificate_of("Đặng Thị Ngọc").await;
    let pdf = course.pdf_of(&one).await;
    let text = text_of(&pdf);
    let qr = scanned(&pdf);

    let code = stafett::certification::Code::parse(&one.code).expect("a code").grouped();
    for fact in [
        "Intyg",
        "Đặng Thị Ngọc",
        "BRF-2012-0001",
        code.as_str(),
        "Barnkonventionspilot",
        "Tema 1",
        "Theme 6",
        "6 av 6 dagar, 36 timmar",
        "Eslöv, 4 oktober – 5 december 2012",
        "Mål 1",
        "Minst 5 av 6 dagar",
        "Tuva Lind",
        "Barnrättsforum Test",
        "Sigrid Signatär",
        "ordförande",
        "13 december 2012",
        "stafett.example.org/v",
    ] {
        assert!(text.contains(fact), "{fact} is not in: {text}");
    }
    let (address, payload) = qr[0].split_once('#').expect("a payload");
    assert_eq!(address, format!("HTTPS://STAFETT.EXAMPLE.ORG/V/{}", one.code));
    let passed = stafett::credentials::payload::verify(payload, &[course.house.house.keys.signing().public()]);
    let said = passed.expect("signed by us").facts;
    assert_eq!((said.number.as_str(), said.name.as_deref()), ("BRF-2012-0001", Some("Đặng Thị Ngọc")));
    let answer = course.house.visitor().get(&address["HTTPS://STAFETT.EXAMPLE.ORG".len()..]).await;
    answer.assert_ok();
    answer.assert_says("Giltigt");
}

#[rocket::async_test]
async fn an_attendance_certificate_names_the_days_and_gives_no_title() {
    let course = Course::with_three().await;

    course.issue("attendance").await;
    let one = course.certificate_of("Bo Ek").await;
    let text = text_of(&course.pdf_of(&one).await);
    let page = course.house.visitor().get(&format!("/v/{}", one.code)).await;

    assert_eq!(one.kind, CertificateKind::Attendance);
    assert!(text.contains("Närvarointyg") && text.contains("har deltagit 2 av 6 dagar"), "{text}");
    page.assert_says("Det ger ingen titel.");
    page.assert_says("Dag 3, 1 november: Tema 3 (frånvarande)");
    page.assert_does_not_say("Barnkonventionspilot");
}

#[rocket::async_test]
async fn the_holder_gets_a_letter_and_the_manager_the_news() {
    let course = Course::with_three().await;

    course.issue("certificate").await;
    course.issue("attendance").await;
    let letters = stafett::outbox::newest(course.house.db().read(), 10).await.expect("read");

    let to = |email: &str| letters.iter().filter(|letter| letter.to_email == email).collect::<Vec<_>>();
    let (holder, manager) = (to("bo.ek@example.org"), to("maja.chef@example.org"));
    assert_eq!((holder.len(), manager.len()), (1, 2));
    assert_eq!(holder[0].subject, "Ditt närvarointyg: Barnrättsstrateg");
    assert!(holder[0].text_body.contains("https://stafett.example.org/my/"), "{}", holder[0].text_body);
    assert!(manager[0].text_body.contains("uppfyllt kraven i utbildningen Barnrättsstrateg"));
    assert!(!manager[0].text_body.contains("/v/"), "the code is the holder's to give");
}

#[rocket::async_test]
async fn a_name_the_fonts_lack_is_respelt_and_then_issued() {
    let course = Course::over().await;
    let who = course.participant(1, "李明", [MarkKind::Present; 6], Outcome::Met).await;
    let visitor = course.coordinator().await;
    let form = format!("{}/{who}/name", course.page());

    let refused = course.issue("certificate").await;
    let unprintable = visitor.fill_in(&form, 0, &[("name", "李明明")]).await;
    let old_form = visitor.get(&form).await;
    let saved = visitor.fill_in(&form, 0, &[("name", "Li Ming")]).await;
    let stale = visitor.send(&old_form, 0, &[("name", "Ming Li")]).await;
    course.issue("certificate").await;

    refused.assert_says("De som väntar har namn som inte går att trycka.");
    unprintable.assert_status(Status::UnprocessableEntity);
    unprintable.assert_field_error("name", "Intygets typsnitt saknar");
    assert_eq!(saved.location(), course.page());
    stale.assert_status(Status::Conflict);
    stale.assert_says("Nu står det Li Ming .");
    assert_eq!(course.certificate_of("Li Ming").await.number, "BRF-2012-0001");
}

#[rocket::async_test]
async fn a_name_changed_since_the_page_was_opened_keeps_the_button_back() {
    let course = Course::with_three().await;
    let visitor = course.coordinator().await;
    let opened = visitor.get(&course.page()).await;
    let seen = promised(&opened, "certificate");
    let who = course.house.db();
    let people = stafett::seats::queries::active_among(who.read(), &[course.cohort]).await.expect("read");
    visitor.fill_in(&format!("{}/{}/name", course.page(), people[0].id), 0, &[("name", "Ngoc Dang")]).await;

    let fields = [("kind", "certificate"), ("seen-certificate", seen.as_str())];
    let stale = visitor.post(&course.page(), &fields).await;

    stale.assert_status(Status::Conflict);
    stale.assert_says("Inget är utfärdat.");
    stale.assert_says("Utfärda 2 intyg");
    assert!(course.all().await.is_empty());
}

#[rocket::async_test]
async fn a_name_that_a_certificate_bears_is_not_respelt_behind_its_back() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let form = format!("{}/{}/name", course.page(), one.participant_id);

    let refused = course.coordinator().await.fill_in(&form, 0, &[("name", "Åsa Ek")]).await;

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_field_error("name", "Intyget är redan utfärdat");
    let people = stafett::seats::queries::find_participant(course.house.db().read(), one.participant_id).await;
    assert_ne!(people.expect("read").expect("a participant").name_on_certificate.as_deref(), Some("Åsa Ek"));
}

#[rocket::async_test]
async fn a_new_certificate_takes_the_place_of_the_certificate_of_attendance() {
    use MarkKind::{Open, Present};
    let course = Course::with_three().await;
    course.issue("attendance").await;
    let old = course.certificate_of("Bo Ek").await;
    course.attend(old.participant_id, [Open, Open, Present, Present, Present, Present]).await;
    course.rule_on(old.participant_id, [Present; 6], Outcome::Met).await;

    course.issue("certificate").await;
    let new = course.certificate_of("Bo Ek").await;
    let all = course.all().await;
    let old = all.iter().find(|one| one.id == old.id).expect("the old one");
    let answer = course.house.visitor().get(&format!("/v/{}", old.code)).await;

    assert_eq!((new.kind, new.state), (CertificateKind::Certificate, CertificateState::Current));
    assert_eq!((old.state, old.replaced_by), (CertificateState::Replaced, Some(new.id)));
    assert!(course.is_marked(old).await);
    answer.assert_says(&format!("Det är ersatt av nummer {}", new.number));
    course.assert_sound().await;
}

#[rocket::async_test]
async fn numbers_have_no_gap_after_an_issue_that_failed_and_begin_anew_each_year() {
    let course = Course::with_three().await;
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let lost = queries::take_numbers(&tx, "BRF", day(2012, 12, 13), 17).await.expect("numbers");
    drop(tx);

    course.issue("certificate").await;
    course.house.set_clock(stockholm::start_of_day(day(2013, 1, 1)));
    course.issue("attendance").await;

    assert_eq!(lost.len(), 17);
    let numbers: Vec<String> = course.all().await.into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, ["BRF-2012-0001", "BRF-2012-0002", "BRF-2013-0001"]);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn eight_presses_at_once_issue_one_certificate_each() {
    let course = Course::with_three().await;
    let who = course.proof().await;
    let seen = promised(&course.coordinator().await.get(&course.page()).await, "certificate");
    let round = Round::Completed;
    let (house, what) = (&course.house.house, Batch { cohort: course.cohort, round, seen: Some(&seen) });

    let presses = (0..8).map(|_| async {
        let press = house.press();
        actions::issue(&house.db, &who, what, &press, course.house.now()).await.map_or(0, |issued| issued)
    });
    let issued: Vec<usize> = rocket::futures::future::join_all(presses).await;
    let written =
        rocket::futures::future::join_all((0..4).map(|_| jobs::write_papers(house, course.house.now()))).await;

    assert_eq!(issued.iter().sum::<usize>(), 2, "{issued:?}");
    assert_eq!(written.into_iter().map(|done| done.expect("written")).sum::<usize>(), 2);
    assert_eq!(course.all().await.len(), 2);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn without_the_index_a_second_current_certificate_would_be_let_in() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.all().await.remove(0);
    let double = |number: &str| certificate::ActiveModel {
        number: Set(number.to_owned()),
        code: Set(stafett::certification::Code::random().expect("random").as_str().to_owned()),
        kind: Set(one.kind),
        participant_id: Set(one.participant_id),
        person_id: Set(one.person_id),
        cohort_id: Set(one.cohort_id),
        edition: Set(2),
        layout: Set(one.layout.clone()),
        facts: Set(one.facts.clone()),
        holder_key: Set(one.holder_key.clone()),
        status_list: Set(one.status_list),
        status_index: Set((one.status_index + 1) % 131_072),
        state: Set(CertificateState::Current),
        issued_on: Set(one.issued_on),
        issued_at: Set(one.issued_at),
        issued_by: Set(one.issued_by),
        version: Set(1),
        ..Default::default()
    };

    let tx = course.house.db().begin_write().await.expect("a transaction");
    let guarded = certificate::Entity::insert(double("BRF-2012-0003")).exec(&tx).await;
    drop(tx);
    let tx = course.house.db().begin_write().await.expect("a transaction");
    tx.execute_unprepared("DROP INDEX certificates_one_current").await.expect("dropped");
    let unguarded = certificate::Entity::insert(double("BRF-2012-0003")).exec(&tx).await;
    tx.commit().await.expect("a commit");
    let told = queries::broken(course.house.db().read()).await.expect("read");

    assert!(stafett::storage::is_taken(&guarded.expect_err("taken")));
    assert!(unguarded.is_ok());
    assert!(told.iter().any(|line| line.contains("a second current one")), "{told:?}");
}

#[rocket::async_test]
async fn an_interrupted_release_goes_on_where_it_stopped() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    // As after a crash between the intent and the papers: one is written, the other is not.
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let unwritten = course.certificate_of("Åsa Öberg").await;
    certificate_paper::Entity::delete_by_id(unwritten.id).exec(&tx).await.expect("deleted");
    tx.execute_unprepared(&format!("UPDATE certificates SET released_at = NULL WHERE id = {}", unwritten.id))
        .await
        .expect("updated");
    tx.commit().await.expect("a commit");
    let broken_off = queries::progress(course.house.db().read(), course.cohort).await.expect("read");

    course.write().await;

    assert_eq!(broken_off, (1, 2));
    assert_eq!(queries::progress(course.house.db().read(), course.cohort).await.expect("read"), (2, 2));
    assert_eq!(course.certificate_of("Åsa Öberg").await.number, unwritten.number);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn a_draft_has_neither_number_nor_code_and_the_archive_holds_every_paper() {
    let course = Course::with_three().await;
    let visitor = course.coordinator().await;
    let page = visitor.get(&course.page()).await;

    let draft = visitor.get(&page.link("Utkast")).await;
    course.issue("certificate").await;
    let archive = visitor.get(&format!("{}.zip", course.page())).await;

    draft.assert_ok();
    assert!(text_of(&draft.bytes).contains("UTKAST"));
    assert_eq!(scanned(&draft.bytes), Vec::<String>::new());
    archive.assert_ok();
    let mut files = zip::ZipArchive::new(std::io::Cursor::new(archive.bytes)).expect("a ZIP");
    let one = course.certificate_of("Đặng Thị Ngọc").await;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut files.by_name(&format!("{}.pdf", one.number)).expect("a file"), &mut bytes)
        .expect("read");
    assert_eq!((files.len(), bytes), (2, course.pdf_of(&one).await));
}

#[rocket::async_test]
async fn who_is_protected_while_papers_are_written_is_named_in_no_credential_and_no_code() {
    let course = Course::with_three().await;
    course.coordinator().await.fill_in(&course.page(), 0, &[("kind", "certificate")]).await;
    let (house, now) = (&course.house.house, course.house.now());
    let prepared = actions::prepare(&house.db, &house.press(), now).await.expect("read").expect("work");
    let one = course.certificate_of("Åsa Öberg").await;

    course.protect_holder(&one).await;
    let released = actions::release(&house.db, &house.press(), prepared, now).await.expect("released");
    let early = queries::paper_of(house.db.read(), one.id).await.expect("read");
    course.write().await;

    assert_eq!((released, early), (1, None));
    let paper = queries::paper_of(house.db.read(), one.id).await.expect("read").expect("a paper");
    let read = stafett::credentials::payload::verify(&paper.payload, &[house.keys.signing().public()]);
    assert_eq!(read.expect("holds").facts.name, None);
    assert!(!paper.credential.contains("Åsa"), "{}", paper.credential);
    course.assert_sound().await;
}
