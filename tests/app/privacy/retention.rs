//! Each retention rule, the last moment before and the first at which it bites; the dry run is what happens.

use super::Ground;
use crate::support::world::{DAYS, day};
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::completion;
use stafett::jobs;
use stafett::kernel::*;
use stafett::locale::stockholm;
use stafett::people::Role;
use stafett::privacy::actions::{self, NewRule, Second};
use stafett::privacy::model::Action;
use stafett::privacy::rules::{self, What};
use stafett::privacy::{due, queries};
use stafett::requirements::weigh;

/// Noon of a day in summer, so that winter time lies between it and most of what follows.
fn noon(year: i32, month: u32, date: u32) -> Instant {
    stockholm::start_of_day(day(year, month, date)).plus_minutes(12 * 60)
}

impl Ground {
    async fn due_at(&self, what: What, now: Instant) -> u64 {
        let rule = queries::rule(self.house.db().read(), what).await.expect("a rule");
        due::count(self.house.db().read(), what, rules::until(rule.days, now)).await.expect("a count").records
    }

    /// Looks just before and just at the midnight after `days` whole days, then disposes by the night's job.
    async fn assert_bites(&self, what: What, trigger: Day, left: &str) {
        let days = u64::try_from(what.default().days).expect("days");
        let midnight = stockholm::start_of_day(trigger + chrono::Days::new(days + 1));
        let before = Instant::from_millis(midnight.millis() - 1);

        assert_eq!((self.due_at(what, before).await, self.due_at(what, midnight).await), (0, 1), "{what:?}");
        self.adopt(what).await;
        let had = self.number(left).await;
        actions::dispose_due(self.house.db(), before).await.expect("a night");
        assert_eq!(self.number(left).await, had, "{what:?} was disposed of too early");
        actions::dispose_due(self.house.db(), midnight).await.expect("a night");
        assert_eq!(self.number(left).await, had - 1, "{what:?} was not disposed of");
        assert_eq!(self.due_at(what, midnight).await, 0, "{what:?} is due for ever");
        let again = actions::dispose_due(self.house.db(), midnight).await.expect("a night");
        assert_eq!(again, 0, "{what:?} is disposed of twice");
    }

    /// Makes the default the operator's decision.
    async fn adopt(&self, what: What) {
        let default = what.default();
        let new = NewRule {
            what,
            action: Action::Dispose,
            days: default.days,
            basis: "Beslut 2012-01-01".into(),
            needs_second: Second::NotNeeded,
            version: 0,
        };
        let by = self.administrator(&format!("Adam {}", what.key().replace('_', " "))).await;
        actions::set_rule(self.house.db(), &by, &new, self.house.now()).await.expect("a rule");
    }
}

#[rocket::async_test]
async fn what_only_makes_the_service_work_goes_at_its_moment() {
    let ground = Ground::new().await;
    // Each on a day of its own, because a night takes everything that is due.
    let [at, next, last] = [20, 21, 22].map(|date| noon(2012, 6, date).millis());
    let application = ground.application("Eva Alm", ApplicationState::Eligible).await;
    for sql in [
        format!(
            "INSERT INTO sessions (token_digest, person_id, created_at, last_seen_at, expires_at) SELECT 'x', person_id, {at}, {at}, {at} FROM applications"
        ),
        format!("INSERT INTO submissions (submission_key, receipt, spent_at) VALUES ('k', '/', {at})"),
        format!("INSERT INTO attempts (subject, at) VALUES ('x', {last})"),
        format!(
            "INSERT INTO application_drafts (token_digest, offer_id, answers, created_at, expires_at) VALUES ('x', {}, '', {next}, {next})",
            ground.offer
        ),
        format!(
            "INSERT INTO links (token_digest, purpose, object_id, created_at, expires_at) VALUES ('x', 'application', {application}, {next}, {next})"
        ),
    ] {
        ground.run(&sql).await;
    }

    let [first, second, third] = [20, 21, 22].map(|date| day(2012, 6, date));
    ground.assert_bites(What::Sessions, first, "SELECT COUNT(*) AS n FROM sessions").await;
    ground.assert_bites(What::Drafts, second, "SELECT COUNT(*) AS n FROM application_drafts").await;
    ground.assert_bites(What::Attempts, third, "SELECT COUNT(*) AS n FROM attempts").await;
    ground
        .assert_bites(What::Submissions, first, "SELECT COUNT(*) AS n FROM submissions WHERE submission_key = 'k'")
        .await;
    ground.assert_bites(What::Links, second, "SELECT COUNT(*) AS n FROM links").await;
}

#[rocket::async_test]
async fn needs_have_one_clock_that_nobody_changes_and_no_rule_counts_them_twice() {
    let ground = Ground::new().await;
    ground.participant(1, "Anna Ek").await;
    ground
        .run("INSERT INTO needs (application_id, food, access, given_at) SELECT id, 'x', 'y', 0 FROM applications")
        .await;
    let (year, month, date) = DAYS[5];
    let last = day(year, month, date);
    let begins = |days| stockholm::start_of_day(last + chrono::Days::new(days));
    let administrator = ground.house.signed_in(Role::Administrator, "Adam Ett").await;
    let left = async || ground.number("SELECT COUNT(*) AS n FROM needs").await;

    let page = administrator.get("/retention/needs").await;
    let changed = [("version", "0"), ("action", "dispose"), ("days", "1"), ("basis", "Beslut")];
    let changed = administrator.post("/retention/needs", &changed).await;
    let due = ground.due_at(What::Needs, begins(30)).await;
    actions::dispose_due(ground.house.db(), begins(30)).await.expect("a night");
    let after_the_night = left().await;
    jobs::erase_needs(&ground.house.house, begins(8).plus_minutes(-1)).await.expect("a job");
    let too_early = left().await;
    jobs::erase_needs(&ground.house.house, begins(8)).await.expect("a job");

    page.assert_says("7 dagar efter sista kursdagen");
    page.assert_says("Tiden är bestämd och kan inte ändras");
    page.assert_does_not_say("Spara beslutet");
    changed.assert_status(Status::UnprocessableEntity);
    assert_eq!((due, after_the_night, too_early, left().await), (0, 1, 1, 0));
}

#[rocket::async_test]
async fn names_of_guests_go_two_years_after_the_day_and_their_marks_stay() {
    let ground = Ground::new().await;
    let (participant, _) = ground.participant(1, "Anna Ek").await;
    let days = ground.house.days_of(ground.cohort).await;
    ground
        .run(&format!(
            "INSERT INTO marks (participant_id, course_day_id, kind, nonce, marked_at, guest_name) \
             VALUES ({participant}, {}, 'present', 'n', 0, 'Gunnel Gäst')",
            days[0].id
        ))
        .await;

    let named = "SELECT COUNT(*) AS n FROM marks WHERE guest_name = 'Gunnel Gäst'";
    ground.assert_bites(What::Guests, days[0].day, named).await;

    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM marks WHERE guest_name = '–'").await, 1);
    ground.assert_sound().await;
}

#[rocket::async_test]
async fn a_link_that_something_points_at_stays() {
    let ground = Ground::new().await;
    ground.application("Eva Alm", ApplicationState::AwaitingManager).await;
    ground.run("INSERT INTO links (token_digest, purpose, object_id, created_at, expires_at) SELECT 'x', 'mandate', id, 0, 0 FROM mandates").await;
    ground
        .run(
            "INSERT INTO links (token_digest, purpose, object_id, created_at, expires_at) VALUES ('y', 'day', 1, 0, 0)",
        )
        .await;
    ground.run("INSERT INTO sessions (token_digest, link_id, guest_name, created_at, last_seen_at, expires_at) SELECT 'z', id, 'Gäst', 0, 0, 9000000000000 FROM links WHERE purpose = 'day'").await;

    let due = ground.due_at(What::Links, ground.house.now()).await;

    assert_eq!(due, 0);
}

#[rocket::async_test]
async fn letters_feedback_and_the_journals_values_go_and_their_traces_stay() {
    let ground = Ground::new().await;
    let at = noon(2012, 6, 20);
    ground.house.set_clock(at);
    let by = ground.administrator("Adam Ett").await;
    ground.run("DELETE FROM journal_values").await;
    let tx = ground.house.db().begin_write().await.expect("a transaction");
    for event in ["session.opened", "person.corrected"] {
        let event = stafett::journal::Event::new(event, "person", 0);
        stafett::journal::record(&tx, &Actor::Account(by.account, by.name.clone()), event, at).await.expect("an entry");
    }
    tx.commit().await.expect("a commit");
    let millis = at.millis();
    for sql in [
        format!(
            "INSERT INTO outbox (message_id, to_name, to_email, purpose, object, object_id, subject, text_body, html_body, state, next_attempt_at, created_at, sent_at) VALUES ('m', 'Eva', 'eva@example.org', 'test', 'test', 1, 'Ämne', 'Hej', 'Hej', 'sent', {millis}, {millis}, {millis})"
        ),
        format!("INSERT INTO feedback (about, words, given_at, answered_at) VALUES ('/', 'ord', {millis}, {millis})"),
    ] {
        ground.run(&sql).await;
    }
    // What adopting rules writes down is of the far future.
    ground.house.set_clock(noon(2030, 1, 1));

    let summer = day(2012, 6, 20);
    let old = format!(
        "SELECT COUNT(*) AS n FROM journal_values v JOIN journal j ON j.id = v.journal_id WHERE j.at <= {millis}"
    );
    ground.assert_bites(What::SignIns, summer, &old).await;
    ground.assert_bites(What::Letters, summer, "SELECT COUNT(*) AS n FROM outbox WHERE text_body <> ''").await;
    ground.assert_bites(What::Feedback, summer, "SELECT COUNT(*) AS n FROM feedback").await;
    ground.assert_bites(What::Journal, summer, &old).await;
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM outbox WHERE subject = 'Ämne' AND to_email = ''").await, 1);
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM journal WHERE event = 'person.corrected'").await, 1);
    assert_eq!(
        ground
            .number(
                "SELECT COUNT(*) AS n FROM journal WHERE event = 'journal.values_erased' AND details LIKE '%before%'"
            )
            .await,
        1
    );
}

#[rocket::async_test]
async fn rejected_applications_and_reserve_lists_lose_their_words_and_keep_their_references() {
    let ground = Ground::new().await;
    let at = noon(2012, 6, 20).millis();
    let no = ground.application("Eva Alm", ApplicationState::NotEligible).await;
    let waiting = ground.application("Rut Alm", ApplicationState::Reserve).await;
    ground.run(&format!("UPDATE applications SET submitted_at = {at}")).await;
    ground
        .run(&format!(
            "INSERT INTO reserves (offer_id, application_id, number) VALUES ({}, {waiting}, 1)",
            ground.offer
        ))
        .await;
    let (year, month, date) = DAYS[5];

    let worded = "SELECT COUNT(*) AS n FROM applications WHERE mandate_words <> '' AND email LIKE '%@%'";
    ground.assert_bites(What::Applications, day(2012, 6, 20), worded).await;
    ground.assert_bites(What::Reserves, day(year, month, date), "SELECT COUNT(*) AS n FROM reserves").await;

    let emptied = ground.house.find_application(no).await;
    assert!(emptied.reference.starts_with('A') && emptied.unit.is_empty() && !emptied.email.contains('@'));
    assert_eq!(ground.person(emptied.person_id).await.true_name, "Borttagen person");
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM mandates WHERE manager_email <> ''").await, 0);
    ground.assert_sound().await;
}

#[rocket::async_test]
async fn addresses_go_two_years_after_the_last_sign_of_life() {
    let ground = Ground::new().await;
    let (_, person) = ground.participant(1, "Anna Ek").await;
    let at = noon(2012, 6, 20).millis();
    ground.run("UPDATE cohorts SET state = 'closed'").await;
    ground.run(&format!("UPDATE persons SET created_at = {at}")).await;
    ground.run(&format!("UPDATE applications SET submitted_at = {at}")).await;
    ground.run(&format!("UPDATE participants SET joined_at = {at}")).await;

    let addressed = format!("SELECT COUNT(*) AS n FROM persons WHERE id = {person} AND email IS NOT NULL");
    ground.assert_bites(What::Contact, day(2012, 6, 20), &addressed).await;

    assert_eq!(ground.person(person).await.true_name, "Anna Ek");
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM applications WHERE email LIKE '%@%'").await, 0);
    ground.assert_sound().await;
}

#[rocket::async_test]
async fn attendance_keeps_the_days_status_and_no_decision_changes() {
    let ground = Ground::new().await;
    let (participant, _) = ground.participant(1, "Anna Ek").await;
    let by = ground.house.coordinator("Karin Koordinator").await;
    let kinds =
        [("present", 360), ("partial", 300), ("present", 360), ("partial", 280), ("present", 360), ("present", 360)];
    for (day, (kind, minutes)) in ground.house.days_of(ground.cohort).await.iter().zip(kinds) {
        ground.run(&format!("UPDATE course_days SET attested_at = 0 WHERE id = {}", day.id)).await;
        for (nonce, kind, minutes) in [("first", "absent", "NULL".to_owned()), ("last", kind, minutes.to_string())] {
            ground
                .run(&format!(
                    "INSERT INTO marks (participant_id, course_day_id, kind, minutes, nonce, marked_at, account_id, device) \
                     VALUES ({participant}, {}, '{kind}', {minutes}, '{nonce}-{}', 0, {}, 'telefon')",
                    day.id, day.id, by.account
                ))
                .await;
        }
    }
    let decided = noon(2012, 12, 20);
    completion::actions::decide(ground.house.db(), &by, (ground.cohort, None), decided).await.expect("decided");
    let grounds = async || {
        let db = ground.house.db().read();
        let cohort = ground.house.find_cohort(ground.cohort).await;
        let (_, rule) = completion::queries::rule_of(db, &cohort).await.expect("read").expect("a rule");
        let records = completion::facts::records_of(db, cohort.id).await.expect("read");
        let made = completion::queries::decision_of(db, participant).await.expect("read").expect("a decision");
        let verdict = weigh(&rule, &records[0].1, day(2012, 12, 20)).outcome;
        let standing = completion::facts::ground_of(&made, &records[0].1, verdict);
        (records, standing)
    };
    let (before, firm) = grounds().await;
    assert_eq!(firm, completion::rules::Ground::Firm);

    ground
        .assert_bites(
            What::Attendance,
            day(2012, 12, 20),
            "SELECT COUNT(DISTINCT participant_id) AS n FROM marks WHERE minutes IS NOT NULL",
        )
        .await;

    let (after, ground_after) = grounds().await;
    assert_eq!(ground_after, completion::rules::Ground::Firm);
    assert_eq!(before[0].1, after[0].1);
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM marks").await, 6);
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM marks WHERE device <> '' OR minutes IS NOT NULL").await, 0);
    ground.assert_sound().await;
}

#[rocket::async_test]
async fn attendance_of_who_was_never_decided_about_counts_from_the_end_of_the_cohort() {
    let ground = Ground::new().await;
    let (participant, _) = ground.participant(1, "Anna Ek").await;
    let days = ground.house.days_of(ground.cohort).await;
    let by = ground.house.coordinator("Karin Koordinator").await;
    let columns = "participant_id, course_day_id, kind, minutes, nonce, marked_at, account_id";
    let values = format!("{participant}, {}, 'partial', 90, 'n', 0, {}", days[0].id, by.account);
    ground.run(&format!("INSERT INTO marks ({columns}) VALUES ({values})")).await;
    let counted = "SELECT COUNT(*) AS n FROM marks WHERE minutes IS NOT NULL";
    assert_eq!(ground.due_at(What::Attendance, noon(2030, 1, 1)).await, 0, "the cohort goes on");

    ground.run(&format!("UPDATE cohorts SET state = 'closed' WHERE id = {}", ground.cohort)).await;
    ground.run(&format!("UPDATE marks SET marked_at = {}", noon(2012, 12, 20).millis())).await;

    ground.assert_bites(What::Attendance, day(2012, 12, 20), counted).await;
}

#[rocket::async_test]
async fn the_job_works_at_night_and_once_a_night() {
    let ground = Ground::new().await;
    let attempt = "INSERT INTO attempts (subject, at) VALUES ('x', 0)";
    let night = stockholm::start_of_day(day(2012, 9, 4)).plus_minutes(3 * 60);
    let tomorrow = stockholm::start_of_day(day(2012, 9, 5)).plus_minutes(2 * 60);
    ground.run(attempt).await;
    // Sealed with a key that is no longer there: nobody can answer it.
    ground.run("INSERT INTO asked_letters (sealed, asked_at) VALUES ('x', 0)").await;

    let by_day = jobs::dispose_at_night(&ground.house.house, ground.house.now()).await.expect("a day");
    jobs::dispose_at_night(&ground.house.house, night).await.expect("a night");
    let left = ground.number("SELECT COUNT(*) AS n FROM attempts").await;
    ground.run(attempt).await;
    jobs::dispose_at_night(&ground.house.house, night.plus_minutes(1)).await.expect("a night");
    let same_night = ground.number("SELECT COUNT(*) AS n FROM attempts").await;
    jobs::dispose_at_night(&ground.house.house, tomorrow).await.expect("a night");

    assert_eq!((by_day, left, same_night), (0, 0, 1));
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM attempts").await, 0);
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM asked_letters").await, 0);
}
