//! What signs and what seals: keys that are retired, a seal out of its time, and no host; then nothing is issued.

use super::Course;
use rocket::http::Status;
use sea_orm::ConnectionTrait;
use stafett::attendance::MarkKind;
use stafett::certification::{actions, queries};
use stafett::check::{self, Broken};
use stafett::completion::model::Outcome;
use stafett::kernel::Lang;
use stafett::locale::stockholm;
use stafett::seals::Lifetime;

impl Course {
    /// With two certificates out, and one that is promised and not written.
    async fn with_a_promise() -> Self {
        let course = Self::with_three().await;
        course.issue("certificate").await;
        course.participant(4, "Cia Lind", [MarkKind::Present; 6], Outcome::Met).await;
        course.coordinator().await.fill_in(&course.page(), 0, &[("kind", "certificate")]).await;
        assert_eq!(course.unwritten().await, 1);
        course
    }

    async fn unwritten(&self) -> usize {
        self.all().await.into_iter().filter(|one| one.released_at.is_none()).count()
    }

    async fn edit(&self, sql: &str) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        tx.execute_unprepared(sql).await.expect("edited");
        tx.commit().await.expect("a commit");
    }

    /// Another node, or the command, retires what this one goes on signing with.
    async fn retire(&self, id: &str) {
        assert!(actions::retire_key(self.house.db(), id, self.house.now()).await.expect("retired"));
    }
}

#[rocket::async_test]
async fn a_retired_key_signs_nothing_and_says_so() {
    let course = Course::with_a_promise().await;
    let [key, _] = course.house.house.keys.in_use();
    let one = course.certificate_of("Åsa Öberg").await;
    course.retire(&key).await;

    course.write().await;
    let promised = course.issue("attendance").await;
    let revoked = course.revoke(&one).await;
    let told = course.house.visitor();
    let companions = ["sv", "en"].map(|lang| format!("/.well-known/stafett-keys.json?lang={lang}"));
    let companions = [told.get(&companions[0]).await, told.get(&companions[1]).await];
    let unwritten = course.unwritten().await;
    course.edit("UPDATE signing_keys SET retired_at = NULL").await;
    course.write().await;

    assert_eq!((unwritten, course.unwritten().await, course.all().await.len()), (1, 0, 3));
    for (page, words) in [
        (&promised, "är tagen ur bruk"),
        (&revoked, "är tagen ur bruk"),
        (&companions[0], "är tagen ur bruk"),
        (&companions[1], "is retired"),
    ] {
        page.assert_says(&key);
        page.assert_says(words);
    }
    assert_eq!(companions.map(|page| page.status), [Status::ServiceUnavailable; 2]);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn a_retired_seal_seals_nothing_and_keeps_nobody_from_revoking() {
    let course = Course::with_a_promise().await;
    let [_, seal] = course.house.house.keys.in_use();
    let one = course.certificate_of("Åsa Öberg").await;
    course.retire(&seal).await;

    course.write().await;
    let promised = course.issue("attendance").await;
    course.revoke(&one).await;

    promised.assert_says(&seal);
    assert_eq!(course.unwritten().await, 1);
    assert!(course.all().await.iter().any(|row| row.id == one.id && row.revoked_on.is_some()));
}

#[rocket::async_test]
async fn what_was_signed_when_its_key_is_retired_is_not_released() {
    let course = Course::with_a_promise().await;
    let (house, now) = (&course.house.house, course.house.now());
    let [key, _] = house.keys.in_use();
    let prepared = actions::prepare(&house.db, &house.press(), now).await.expect("read").expect("work");

    course.retire(&key).await;
    let released = actions::release(&house.db, &house.press(), prepared, now).await.expect("looked");

    assert_eq!((released, course.unwritten().await), (0, 1));
}

#[rocket::async_test]
async fn a_start_takes_a_key_that_is_not_retired_and_tells_where_there_is_none() {
    let course = Course::with_a_promise().await;
    let house = &course.house.house;
    for id in house.keys.in_use() {
        course.retire(&id).await;
    }

    let started = house.clone().with_keys_in_use().await.expect("read");

    let kept = stafett::seals::queries::published(house.db.read()).await.expect("read");
    let host = started.verification_host();
    let told = check::queries::verifiable(house.db.read(), &started.keys, host, course.house.now()).await;
    assert!(actions::may_seal(&started.keys, &kept, course.house.now()).is_err());
    assert_eq!(told.expect("read"), house.keys.in_use().map(Broken::KeyRetired));
}

#[rocket::async_test]
async fn without_a_host_nothing_is_promised() {
    let course = Course::with_three().await;
    course.edit("DELETE FROM verification_hosts").await;

    let refused = course.issue("certificate").await;
    let (none, host) = (course.all().await.len(), course.house.house.links.verification());
    actions::accept_host(course.house.db(), host, course.house.now()).await.expect("accepted");
    course.issue("certificate").await;

    for words in ["verification_address", "public_address", "stafett verification-host accept"] {
        refused.assert_says(words);
    }
    assert_eq!((none, course.all().await.len()), (0, 2));
}

#[rocket::async_test]
async fn a_seal_that_is_over_seals_no_new_paper_and_what_it_sealed_stays_good() {
    let course = Course::with_a_promise().await;
    let one = course.certificate_of("Åsa Öberg").await;
    let pdf = queries::paper_of(course.house.db().read(), one.id).await.expect("read").expect("a paper").pdf;
    let Lifetime { until, .. } = course.house.house.keys.seal().lifetime();
    course.house.set_clock(until.plus_minutes(1));

    course.write().await;
    let promised = course.issue("attendance").await;
    let handed_in = course.house.visitor().hand_in("/verify", &pdf).await;

    promised.assert_says(&format!("Sigillets certifikat gällde till och med {}", stockholm::today(until)));
    handed_in.assert_says("Giltigt");
    assert_eq!(course.unwritten().await, 1);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn the_end_of_a_seal_is_told_from_sixty_days_before() {
    let course = Course::with_three().await;
    let (house, db) = (&course.house.house, course.house.db().read());
    let (until, host) = (house.keys.seal().lifetime().until, house.verification_host());

    let mut told = Vec::new();
    for days in [-61, -59, 1] {
        told.push(check::queries::verifiable(db, &house.keys, host, until.plus_days(days)).await.expect("read"));
    }

    let [_, seal] = house.keys.in_use();
    let ends = vec![Broken::SealEnds(seal, stockholm::today(until))];
    assert_eq!(told, [Vec::new(), ends.clone(), ends]);
}

#[rocket::async_test]
async fn a_seal_before_its_time_is_refused_in_both_languages() {
    use stafett::kernel::Refusal as _;
    let day = stockholm::today(stafett::kernel::Instant::from_millis(0));

    let refusal = stafett::certification::Refusal::SealNotYet(day);

    assert!(refusal.sentence(Lang::Sv).contains("gäller först från 1970-01-01"));
    assert!(refusal.sentence(Lang::En).contains("valid from 1970-01-01 only"));
}
