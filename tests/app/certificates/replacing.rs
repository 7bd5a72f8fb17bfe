//! What happens to certificates that are out: several revoked at once, replaced, renewed, gone out; and the switch that stops.

use super::{Course, text_of};
use crate::support::world::day;
use rocket::http::Status;
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use stafett::attendance::MarkKind::{Absent, Open};
use stafett::certification::entity::{certificate, status_list};
use stafett::certification::{CertificateState, actions};
use stafett::cohorts::entity::cohort;
use stafett::credentials::StatusList;
use stafett::kernel::Instant;
use stafett::locale::stockholm;
use stafett::programmes::entity::programme_version;

impl Course {
    /// Holds the cohort somewhere else, as if it had been written wrong.
    pub async fn move_to(&self, place: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        let update = cohort::Entity::update_many().col_expr(cohort::Column::Place, Expr::value(place));
        update.exec(&tx).await.expect("moved");
        tx.commit().await.expect("a commit");
    }

    pub(super) async fn valid_for(&self, months: impl Into<Option<i64>>) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        let column = programme_version::Column::ValidMonths;
        let update = programme_version::Entity::update_many().col_expr(column, Expr::value(months.into()));
        update.exec(&tx).await.expect("set");
        tx.commit().await.expect("a commit");
    }

    pub async fn replace(&self, one: &certificate::Model, change: &str) -> crate::support::Page {
        let visitor = self.coordinator().await;
        let page = visitor.get(&format!("/desk/certificates/{}", one.id)).await;
        let sent = visitor.send(&page, page.form_to("/replace"), &[("change", change)]).await;
        self.write().await;
        sent
    }

    pub async fn is_marked(&self, one: &certificate::Model) -> bool {
        let list = status_list::Entity::find_by_id(one.status_list).one(self.house.db().read()).await;
        let bits = StatusList::of(list.expect("read").expect("a list").bits).expect("of full length");
        bits.is_revoked(u32::try_from(one.status_index).expect("a place")).expect("within the list")
    }
}

fn morning_of(year: i32, month: u32, date: u32) -> Instant {
    stockholm::start_of_day(day(year, month, date)).plus_minutes(9 * 60)
}

#[rocket::async_test]
async fn a_whole_cohort_is_revoked_by_one_button_that_does_what_was_seen() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let visitor = course.coordinator().await;
    let here = format!("/desk/certificates/revoke?q=&state=&cohort={}", course.cohort);

    let list = visitor.get(&format!("/desk/certificates?cohort={}", course.cohort)).await;
    let seen = visitor.get(&here).await;
    let without = visitor.send(&seen, seen.form_to("/revoke"), &[]).await;
    course.issue("attendance").await;
    let stale = visitor.send(&seen, seen.form_to("/revoke"), &[("reason", "mistake")]).await;
    let done = visitor.send(&stale, stale.form_to("/revoke"), &[("reason", "mistake")]).await;
    let twice = visitor.send(&stale, stale.form_to("/revoke"), &[("reason", "mistake")]).await;

    assert_eq!(list.link("Återkalla dem som gäller"), here);
    seen.assert_says("2 intyg");
    stale.assert_status(Status::Conflict);
    stale.assert_says("Inget är återkallat.");
    without.assert_field_error("reason", "Välj varför intygen återkallas.");
    assert_eq!(twice.location(), done.location());
    let all = course.all().await;
    assert_eq!(all.iter().filter(|one| one.state == CertificateState::Revoked).count(), 3);
    for one in &all {
        assert!(course.is_marked(one).await, "{} is not marked", one.number);
    }
    let told =
        course.house.letters().await.into_iter().filter(|letter| letter.purpose == "certificate.revoked").count();
    assert_eq!(told, 1, "the others have no address that a letter can be sent to");
    course.assert_sound().await;
}

#[rocket::async_test]
async fn everything_in_the_register_at_once_is_not_offered() {
    let course = Course::with_three().await;
    course.issue("certificate").await;

    let visitor = course.coordinator().await;

    for filter in ["", "?q=%20", "?state=valid"] {
        visitor.get(&format!("/desk/certificates/revoke{filter}")).await.assert_status(Status::NotFound);
    }
}

#[rocket::async_test]
async fn what_was_printed_by_mistake_is_printed_anew_from_what_is_true_now() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;

    let same = course.replace(&old, "facts").await;
    course.move_to("Höör").await;
    let sent = course.replace(&old, "facts").await;
    let new = course.all().await.pop().expect("a new one");
    let page = course.house.visitor().get(&format!("/v/{}", old.code)).await;

    same.assert_says("Inget av det som trycks har ändrats.");
    assert_eq!(sent.location(), format!("/desk/certificates/{}", new.id));
    assert_eq!((new.number.as_str(), new.edition), ("BRF-2012-0003", 2));
    assert!(text_of(&course.pdf_of(&new).await).contains("Höör"));
    page.assert_says("Det är ersatt av nummer BRF-2012-0003");
    assert!(course.is_marked(&old).await);
    assert!(!course.is_marked(&new).await);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn a_wrong_logo_or_sentence_is_replaced_by_the_layout_of_today() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;
    let look = format!("/setup/certificates/{}", old.layout);

    let same = course.replace(&old, "facts").await;
    course.coordinator().await.fill_in(&look, 0, &[("accent", "#1D3A5F")]).await;
    course.replace(&old, "facts").await;
    let new = course.all().await.pop().expect("a new one");
    let again = course.replace(&new, "facts").await;

    same.assert_says("Inget av det som trycks har ändrats.");
    assert_eq!(new.edition, 2);
    assert!(new.layout.starts_with(&old.layout) && new.layout != old.layout, "{}", new.layout);
    again.assert_says("Inget av det som trycks har ändrats.");
    course.assert_sound().await;
}

#[rocket::async_test]
async fn a_certificate_whose_decision_no_longer_stands_is_not_printed_anew() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;
    course.move_to("Höör").await;
    course.attend(old.participant_id, [Open, Open, Absent, Absent, Open, Open]).await;

    let sent = course.replace(&old, "facts").await;

    sent.assert_says("Se över beslutet på omgångens sida först.");
    assert_eq!(course.all().await.len(), 2);
}

#[rocket::async_test]
async fn a_certificate_for_a_term_goes_out_and_is_renewed() {
    let course = Course::with_three().await;
    course.valid_for(24).await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;
    let verify = format!("/v/{}", old.code);
    let before = course.house.visitor().get(&verify).await;

    course.house.set_clock(morning_of(2014, 10, 1));
    let early = course.coordinator().await.get("/desk").await;
    course.house.set_clock(morning_of(2014, 11, 1));
    let desk = course.coordinator().await.get("/desk").await;
    let ending = course.coordinator().await.get(&desk.link("2 intyg går snart ut")).await;
    course.house.set_clock(morning_of(2014, 12, 12));
    let last_day = course.house.visitor().get(&verify).await;
    course.house.set_clock(morning_of(2014, 12, 13));
    let after = course.house.visitor().get(&verify).await;
    let found = course.coordinator().await.get("/desk/certificates?state=expired").await;
    course.replace(&old, "renewal").await;
    let new = course.all().await.pop().expect("a new one");
    let renewed = course.house.visitor().get(&format!("/v/{}", new.code)).await;

    assert_eq!(old.expires_on, Some(day(2014, 12, 12)));
    early.assert_does_not_say("går snart ut");
    ending.assert_says("2 intyg");
    ending.assert_says(&old.number);
    before.assert_says("gäller till och med 12 december 2014");
    last_day.assert_says("Giltigt");
    after.assert_says("Utgånget");
    found.assert_says("2 intyg");
    assert_eq!((new.issued_on, new.expires_on), (day(2014, 12, 13), Some(day(2016, 12, 12))));
    renewed.assert_says("Giltigt");
    course.assert_sound().await;
}

#[rocket::async_test]
async fn a_certificate_that_holds_for_good_is_not_renewed() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;

    let refused = course.replace(&one, "renewal").await;

    refused.assert_says("Intyget gäller tills vidare och behöver inte förnyas.");
    assert_eq!(course.all().await.len(), 2);
}

#[rocket::async_test]
async fn a_term_that_the_programme_has_given_up_is_given_up_by_renewing() {
    let course = Course::with_three().await;
    course.valid_for(1).await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;
    course.valid_for(None).await;

    course.replace(&old, "renewal").await;
    let new = course.all().await.pop().expect("a new one");

    assert_eq!(old.expires_on, Some(day(2013, 1, 12)));
    assert_eq!(new.expires_on, None);
    course.house.visitor().get(&format!("/v/{}", new.code)).await.assert_does_not_say("gäller till och med");
    course.assert_sound().await;
}

#[rocket::async_test]
async fn whoever_never_got_a_paper_is_not_told_that_it_is_revoked() {
    let course = Course::with_three().await;
    let karin = course.coordinator().await;
    karin.fill_in(&course.page(), 0, &[("kind", "certificate")]).await;
    let unwritten = course.all().await.remove(0);

    let page = karin.get(&format!("/desk/certificates/{}", unwritten.id)).await;
    course.revoke(&unwritten).await;
    course.write().await;
    let letters = course.house.letters().await;

    page.assert_says("Intyget är inte skrivet än och ingen har fått det.");
    assert!(letters.iter().all(|one| one.purpose != "certificate.revoked"), "no letter of a paper that never was");
    course.assert_sound().await;
}

#[rocket::async_test]
async fn while_issuing_is_stopped_no_number_is_taken_and_no_paper_written() {
    let course = Course::with_three().await;
    let visitor = course.coordinator().await;
    visitor.fill_in(&course.page(), 0, &[("kind", "certificate")]).await;

    let without = visitor.fill_in("/desk/certificates/stop", 0, &[("reason", " ")]).await;
    let reason = [("reason", "Fel utbildare står på omgång A.")];
    let stopped = visitor.fill_in("/desk/certificates/stop", 0, &reason).await;
    let page = visitor.follow(&stopped).await;
    course.write().await;
    let seen = visitor.get(&course.page()).await;
    let attempt = course.issue("attendance").await;
    let written = course.all().await.iter().filter(|one| one.released_at.is_some()).count();
    visitor.send(&page, page.form_to("/resume"), &[]).await;
    course.write().await;
    let after = course.all().await;

    without.assert_field_error("reason", "Skriv vad som är fel");
    page.assert_says("Fel utbildare står på omgång A.");
    page.assert_says("Karin Koordinator");
    seen.assert_says("Fel utbildare står på omgång A.");
    seen.assert_says("De andra skrivs när stoppet släpps.");
    seen.assert_does_not_say("Utfärda 1 närvarointyg");
    seen.assert_does_not_say("arbetet fortsätter");
    attempt.assert_says("Utfärdandet är stoppat.");
    assert_eq!((written, after.len()), (0, 2));
    assert!(after.iter().all(|one| one.released_at.is_some()));
    course.assert_sound().await;
}

#[rocket::async_test]
async fn places_are_given_at_random_and_never_twice() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    course.issue("attendance").await;

    let all = certificate::Entity::find().order_by_asc(certificate::Column::StatusIndex);
    let all = all.all(course.house.db().read()).await.expect("read");

    let span = all[2].status_index - all[0].status_index;
    assert!(span > 100, "three places in a row by chance happen once in some hundred thousand runs: {span}");
    assert!(all.iter().all(|one| one.status_list == 1 && (0..131_072).contains(&one.status_index)));
    let list = status_list::Entity::find_by_id(1).one(course.house.db().read()).await.expect("read").expect("a list");
    assert_eq!(list.taken, 3);
}

#[rocket::async_test]
async fn after_a_change_of_host_each_host_speaks_of_itself_and_nothing_is_issued_before_somebody_says_yes() {
    let mut course = Course::with_three().await;
    let (old_host, new_host) = ("https://stafett.example.org", "https://intyg.example.org");
    course.house.house.publish().await.expect("published");
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;
    course.house.verify_at(new_host).await;

    let refused = course.issue("attendance").await;
    actions::accept_host(course.house.db(), new_host, course.house.now().plus_minutes(1)).await.expect("accepted");
    course.issue("attendance").await;
    course.revoke(&old).await;

    refused.assert_says("en annan kontrolladress än https://stafett.example.org");
    let new = course.certificate_of("Bo Ek").await;
    assert_eq!((old.status_list, new.status_list), (1, 2));
    for (number, host) in [(1, old_host), (2, new_host)] {
        let list = course.house.visitor().get(&format!("/status/{number}")).await;
        assert!(list.html.contains(&format!("\"{host}/status/{number}\"")), "{}", list.html);
        let host = host.trim_start_matches("https://");
        let told = course.house.visitor().get_with("/.well-known/did.json", &[("Host", host)]).await;
        assert!(told.html.contains(&format!("\"did:web:{host}\"")), "{}", told.html);
    }
    assert!(course.is_marked(&old).await);
}

#[rocket::async_test]
async fn a_term_is_only_made_longer_by_renewing_and_only_while_it_is_deserved() {
    let course = Course::with_three().await;
    course.valid_for(24).await;
    course.issue("certificate").await;
    let first = course.certificate_of("Åsa Öberg").await;
    course.house.set_clock(morning_of(2013, 6, 3));
    course.correct(&first, "Åsa Ek Öberg").await;
    let named = course.certificate_of("Åsa Ek Öberg").await;

    let same = course.replace(&named, "facts").await;
    course.attend(named.participant_id, [Open, Open, Absent, Absent, Open, Open]).await;
    let undeserved = course.replace(&named, "renewal").await;

    same.assert_says("Inget av det som trycks har ändrats.");
    undeserved.assert_says("Se över beslutet på omgångens sida först.");
    assert_eq!(named.expires_on, first.expires_on);
}

#[rocket::async_test]
async fn a_trainer_who_has_been_protected_since_is_not_printed_again() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let protect = "UPDATE persons SET is_protected = TRUE WHERE id = \
                   (SELECT person_id FROM accounts WHERE email = 'tuva.lind@example.org')";
    tx.execute_unprepared(protect).await.expect("protected");
    tx.commit().await.expect("a commit");

    course.correct(&old, "Åsa Ek Öberg").await;
    let new = course.certificate_of("Åsa Ek Öberg").await;

    assert!(text_of(&course.pdf_of(&old).await).contains("Tuva Lind"), "what was printed stays");
    let text = text_of(&course.pdf_of(&new).await);
    assert!(!text.contains("Tuva Lind") && text.contains("Skyddad"), "{text}");
}
