//! The register: correcting, revoking, searching, downloading, and what the check finds.

use super::{Course, text_of};
use crate::support::world::day;
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use stafett::attendance::MarkKind;
use stafett::certification::entity::certificate;
use stafett::certification::{CertificateState, queries};
use stafett::completion::model::Outcome;
use stafett::graduates::Source;
use stafett::graduates::entity::graduate;
use stafett::kernel::CertificateId;
use stafett::people::Role;
use stafett::seats::entity::participant;

#[rocket::async_test]
async fn what_is_printed_stays_as_it_was_whatever_is_renamed_afterwards() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let before = (course.pdf_of(&one).await, course.house.visitor().get(&format!("/v/{}", one.code)).await.html);

    let tx = course.house.db().begin_write().await.expect("a transaction");
    for table in ["persons SET name", "programmes SET name_sv", "cohorts SET place", "platforms SET issuer_name"] {
        tx.execute_unprepared(&format!("UPDATE {table} = 'Ändrat'")).await.expect("renamed");
    }
    tx.commit().await.expect("a commit");
    let (pdf, page) = (course.pdf_of(&one).await, course.house.visitor().get(&format!("/v/{}", one.code)).await);

    assert_eq!(pdf, before.0);
    page.assert_says("Åsa Öberg");
    page.assert_says("Eslöv, 4 oktober – 5 december 2012");
    page.assert_does_not_say("Ändrat");
}

#[rocket::async_test]
async fn the_holder_downloads_the_same_bytes_each_time_and_nobody_elses() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let found = participant::Entity::find_by_id(one.participant_id).one(course.house.db().read()).await.expect("read");
    let mine = course.house.my_page(found.and_then(|one| one.application_id).expect("an application")).await;

    let visitor = course.house.visitor();
    let first = visitor.get(&format!("{mine}/certificate.pdf")).await;
    let second = visitor.get(&format!("{mine}/certificate.pdf?kind=certificate")).await;
    let other = visitor.get(&format!("{mine}/certificate.pdf?kind=attendance")).await;
    let foreign = visitor.get("/my/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/certificate.pdf").await;

    first.assert_ok();
    assert_eq!(first.headers["content-disposition"], format!("attachment; filename=\"{}.pdf\"", one.number));
    assert_eq!((&first.bytes, &first.bytes), (&second.bytes, &course.pdf_of(&one).await));
    other.assert_status(Status::NotFound);
    foreign.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn the_holder_downloads_the_credential_even_when_it_is_shown_to_nobody_else() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let mine = course.own_page_of(&one).await;
    course.protect_holder(&one).await;

    let visitor = course.house.visitor();
    let page = visitor.get(&mine).await;
    let own = visitor.get(&format!("{mine}/certificate.json?kind=certificate")).await;
    let public = visitor.get(&format!("/v/{}/credential.json", one.code)).await;
    let foreign = visitor.get("/my/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/certificate.json").await;

    assert!(page.html.contains(&format!("{mine}/certificate.json?kind=certificate")), "{}", page.html);
    own.assert_ok();
    assert_eq!(own.headers["content-type"], "application/vc");
    assert_eq!(own.headers["content-disposition"], format!("attachment; filename=\"{}.json\"", one.number));
    let key = course.house.house.keys.signing().public();
    let badge = stafett::credentials::Badge::verify(&own.html, &[key]).expect("holds");
    assert!(badge.id().ends_with(&one.code), "{}", badge.id());
    public.assert_status(Status::NotFound);
    foreign.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn a_correction_is_a_new_edition_and_the_old_one_says_so() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;

    let same = course.correct(&old, "Åsa Öberg").await;
    let sent = course.correct(&old, "Åsa Öberg-Ek").await;
    let new = course.certificate_of("Åsa Öberg-Ek").await;
    let page = course.coordinator().await.get(&format!("/desk/certificates/{}", new.id)).await;
    let again = course.coordinator().await.get(&format!("/desk/certificates/{}/correct", old.id)).await;

    same.assert_field_error("name", "Namnet är detsamma som på intyget.");
    assert_eq!(sent.location(), format!("/desk/certificates/{}", new.id));
    assert_eq!((new.number.as_str(), new.edition), ("BRF-2012-0003", 2));
    assert_ne!(new.code, old.code);
    page.assert_says(&format!("{} 2012-12-13 Ersatt", old.number));
    page.assert_says("BRF-2012-0003 (den här) 2012-12-13 Giltigt");
    again.assert_status(Status::UnprocessableEntity);
    assert!(text_of(&course.pdf_of(&new).await).contains("Åsa Öberg-Ek"));
    course.assert_sound().await;
}

#[rocket::async_test]
async fn revoking_needs_a_reason_counts_the_person_out_and_is_not_undone_by_the_next_batch() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    graduation(&course, &one).await;
    let visitor = course.coordinator().await;
    let open = visitor.get(&format!("/desk/certificates/{}", one.id)).await;

    let without = visitor.send(&open, open.form_to("/revoke"), &[]).await;
    let revoked = course.revoke(&one).await;
    let page = visitor.follow(&revoked).await;
    let twice = visitor.send(&open, open.form_to("/revoke"), &[("reason", "wrong_person")]).await;
    let batch = course.issue("certificate").await;

    without.assert_field_error("reason", "Välj varför intyget återkallas.");
    page.assert_says("Återkallat 13 december 2012. Skäl: Utfärdat av misstag.");
    twice.assert_says("Det här intyget gäller inte längre");
    batch.assert_status(Status::SeeOther);
    let counted = graduate::Entity::find().one(course.house.db().read()).await.expect("read").expect("a graduate");
    assert_eq!(counted.revoked_at, Some(course.house.now()));
    course.assert_sound().await;
}

async fn graduation(course: &Course, one: &certificate::Model) {
    let programme = stafett::programmes::entity::programme::Entity::find().one(course.house.db().read()).await;
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let row = graduate::ActiveModel {
        person_id: Set(one.person_id),
        programme_id: Set(programme.expect("read").expect("a programme").id),
        organisation_id: Set(course.home),
        cohort_id: Set(Some(course.cohort)),
        course: Set("BRF-2012-A".to_owned()),
        completed_on: Set(day(2012, 12, 13)),
        source: Set(Source::Course),
        created_at: Set(course.house.now()),
        ..Default::default()
    };
    graduate::Entity::insert(row).exec(&tx).await.expect("a graduate");
    tx.commit().await.expect("a commit");
}

#[rocket::async_test]
async fn a_version_that_has_passed_is_shown_and_not_overwritten() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let visitor = course.coordinator().await;

    let path = format!("/desk/certificates/{}", one.id);
    let stale_correction = visitor.post(&format!("{path}/correct"), &[("version", "7"), ("name", "Åsa Ek")]).await;
    let stale_revocation = visitor.post(&format!("{path}/revoke"), &[("version", "7"), ("reason", "mistake")]).await;

    stale_correction.assert_status(Status::Conflict);
    stale_correction.assert_says("Någon annan ändrade intyget");
    stale_revocation.assert_status(Status::Conflict);
    assert_eq!(course.certificate_of("Åsa Öberg").await.state, CertificateState::Current);
}

#[rocket::async_test]
async fn the_check_finds_what_only_an_edited_database_holds() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let ids: Vec<CertificateId> = course.all().await.iter().map(|one| one.id).collect();
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let edits = [
        format!("UPDATE certificate_papers SET sha256 = 'x' WHERE certificate_id = {}", ids[0]),
        format!("UPDATE certificates SET number = 'BRF-2012-0009' WHERE id = {}", ids[1]),
        format!("UPDATE certificates SET code = 'AAAAAAAAAAAAAAAAB' WHERE id = {}", ids[0]),
        "UPDATE completion_decisions SET verdict = 'impossible'".to_owned(),
    ];
    for edit in edits {
        tx.execute_unprepared(&edit).await.expect("edited");
    }
    tx.commit().await.expect("a commit");

    let told = queries::broken(course.house.db().read()).await.expect("read").join("\n");

    for found in [
        "the bytes of its paper have changed",
        "1 numbers were taken and not given",
        "a number above the last one",
        "its code does not pass its check",
        "number, code or day differ",
        "no decision says that the rule was met",
    ] {
        assert!(told.contains(found), "{found}: {told}");
    }
}

#[rocket::async_test]
async fn the_register_is_searched_by_part_of_a_name_a_number_or_a_code() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    course.revoke(&one).await;
    let visitor = course.coordinator().await;

    let by_name = visitor.get("/desk/certificates?q=%C3%96BERG").await;
    let by_code = visitor.get(&format!("/desk/certificates?q={}", one.code.to_lowercase())).await;
    let by_state = visitor.get("/desk/certificates?state=revoked&page=1").await;
    let nothing = visitor.get("/desk/certificates?q=finns-inte&page=x&cohort=y").await;

    for page in [by_name, by_code, by_state] {
        page.assert_says("1 intyg");
        page.assert_says("Åsa Öberg");
        page.assert_does_not_say("Đặng Thị Ngọc");
    }
    nothing.assert_says("Inget intyg passar in på det du sökte.");
}

#[rocket::async_test]
async fn a_protected_person_is_named_on_the_paper_only() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    course.protect_holder(&one).await;
    let desk = course.coordinator().await;

    let public = course.house.visitor().get(&format!("/v/{}", one.code)).await;
    let pages = [
        desk.get("/desk/certificates").await,
        desk.get(&format!("/desk/certificates/{}", one.id)).await,
        desk.get(&course.page()).await,
    ];

    for page in pages {
        page.assert_says("Skyddade personuppgifter");
        page.assert_does_not_say("Åsa Öberg");
    }
    public.assert_says("Namn Visas inte här");
    public.assert_does_not_say("Skyddade personuppgifter");
    public.assert_does_not_say("Åsa Öberg");
}

#[rocket::async_test]
async fn only_coordinators_see_the_desk() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.all().await.remove(0);
    let trainer = course.house.signed_in(Role::Trainer, "Tea Lund").await;
    let paths = [
        course.page(),
        format!("{}.zip", course.page()),
        "/desk/certificates".to_owned(),
        format!("/desk/certificates/{}", one.id),
        format!("/desk/certificates/{}/paper.pdf", one.id),
        format!("/desk/certificates/{}/correct", one.id),
    ];

    for path in paths {
        assert_eq!(trainer.get(&path).await.status, Status::Forbidden, "{path}");
        assert!(course.house.visitor().get(&path).await.location().starts_with("/sign-in"), "{path}");
    }
}

#[rocket::async_test]
async fn pressing_twice_leads_to_the_same_receipt() {
    let course = Course::with_three().await;
    let karin = course.coordinator().await;
    let page = karin.get(&course.page()).await;
    let issued = karin.send(&page, 0, &[("kind", "certificate")]).await;
    let issued_again = karin.send(&page, 0, &[("kind", "certificate")]).await;
    course.write().await;
    let old = course.certificate_of("Åsa Öberg").await;
    let page = karin.get(&format!("/desk/certificates/{}/correct", old.id)).await;

    let corrected = karin.send(&page, 0, &[("name", "Åsa Ö. Öberg")]).await;
    let corrected_again = karin.send(&page, 0, &[("name", "Åsa Ö. Öberg")]).await;
    let other_name = karin.send(&page, 0, &[("name", "Åsa Berg")]).await;
    course.write().await;
    let page = karin.get(corrected.location()).await;
    let revoked = karin.send(&page, page.form_to("/revoke"), &[("reason", "mistake")]).await;
    let revoked_again = karin.send(&page, page.form_to("/revoke"), &[("reason", "mistake")]).await;

    assert_eq!(issued.location(), issued_again.location());
    assert_eq!(corrected.location(), corrected_again.location());
    other_name.assert_status(Status::UnprocessableEntity);
    assert_eq!(revoked.location(), revoked_again.location());
    assert_eq!(course.all().await.len(), 3);
}

#[rocket::async_test]
async fn the_button_issues_what_it_promised_or_nothing() {
    let course = Course::with_three().await;
    let karin = course.coordinator().await;
    let page = karin.get(&course.page()).await;
    course.participant(4, "Cia Dahl", [MarkKind::Present; 6], Outcome::Met).await;

    let changed = karin.send(&page, 0, &[("kind", "certificate")]).await;
    let issued_then = course.all().await.len();
    let seen = karin.send(&changed, 0, &[("kind", "certificate")]).await;

    changed.assert_status(Status::Conflict);
    changed.assert_says("Inget är utfärdat. Så här ser det ut nu.");
    changed.assert_says("Utfärda 3 intyg");
    assert_eq!(issued_then, 0);
    seen.assert_status(Status::SeeOther);
    assert_eq!(course.all().await.len(), 3);
}

#[rocket::async_test]
async fn the_button_binds_what_all_papers_print_alike() {
    let course = Course::with_three().await;
    let karin = course.coordinator().await;
    let page = karin.get(&course.page()).await;
    course.valid_for(24).await;

    let changed = karin.send(&page, 0, &[("kind", "certificate")]).await;

    page.assert_does_not_say("gäller till och med");
    changed.assert_status(Status::Conflict);
    changed.assert_says("Intyg som utfärdas idag gäller till och med 12 december 2014.");
    assert_eq!(course.all().await.len(), 0);
}
