//! The access extract: all that is a person's, and nothing of anybody else's.

use super::Ground;
use crate::support::Visitor;
use rocket::http::Status;
use stafett::applications::ApplicationState;
use stafett::journal::{self, Event};
use stafett::kernel::*;
use stafett::outbox::{self, Addressee, Letter};
use stafett::people::Role;

/// Writes `mark`-words into everything that is kept about a participant; gives the words that must come out.
#[expect(clippy::too_many_lines, reason = "one line per place in which something is planted")]
async fn plant(ground: &Ground, seat: i64, name: &str, mark: &str) -> (PersonId, Vec<String>) {
    let (participant, person) = ground.participant(seat, name).await;
    let house = &ground.house;
    let now = house.now().millis();
    let application = ground.number(&format!("SELECT id AS n FROM applications WHERE person_id = {person}")).await;
    let account = house.account(Role::Trainer, &format!("{name} Konto")).await;
    let plan = ground.number("SELECT COALESCE(MAX(id), 0) + 1 AS n FROM rollout_plans").await;
    let day = house.days_of(ground.cohort).await[0].id;
    let sealed = |column: &str, text: &str| {
        house.house.vault.seal(&format!("needs.{column} {application}"), text).expect("sealed")
    };
    let (food, access) = (sealed("food", &format!("{mark}-mat")), sealed("access", &format!("{mark}-ramp")));
    for sql in [
        format!("UPDATE persons SET name = '{mark}-namn', email = '{mark}@example.org' WHERE id = {person}"),
        format!("UPDATE accounts SET person_id = {person} WHERE id = {account}"),
        format!(
            "UPDATE applications SET unit = '{mark}-enhet', role = '{mark}-roll', mandate_words = '{mark}-ord' WHERE id = {application}"
        ),
        format!(
            "UPDATE mandates SET reason = '{mark}-skäl', manager_name = 'Chef för {mark}', manager_email = 'chef{seat}@example.org' WHERE application_id = {application}"
        ),
        format!("UPDATE participants SET name_on_certificate = '{mark}-intyg' WHERE id = {participant}"),
        format!(
            "INSERT INTO application_moves (application_id, at, state, reason_sv, reason_en) VALUES ({application}, {now}, 'eligible', '{mark}-besked', '')"
        ),
        format!(
            "INSERT INTO application_drafts (token_digest, offer_id, answers, application_id, created_at, expires_at) VALUES ('hemligt-{mark}', {}, '{mark}-utkast', {application}, {now}, {now})",
            ground.offer
        ),
        format!(
            "INSERT INTO needs (application_id, food, access, given_at) VALUES ({application}, '{food}', '{access}', {now})"
        ),
        format!(
            "INSERT INTO marks (participant_id, course_day_id, kind, minutes, reference, reason, nonce, marked_at, account_id) VALUES ({participant}, {day}, 'made_up', 300, '{mark}-var', '{mark}-ändrat', 'nonce-{mark}', {now}, {account})"
        ),
        format!(
            "INSERT INTO identities (account_id, issuer, subject, added_at) VALUES ({account}, 'oidc', '{mark}-subjekt', {now})"
        ),
        format!(
            "INSERT INTO sessions (token_digest, person_id, device, created_at, last_seen_at, expires_at) VALUES ('sessionhemlig-{mark}', {person}, '{mark}-telefon', {now}, {now}, {now})"
        ),
        format!(
            "INSERT INTO graduates (person_id, programme_id, organisation_id, course, completed_on, source, created_at) SELECT {person}, MAX(id), {}, '{mark}-kurs', '2011-01-01', 'former_register', {now} FROM programmes",
            ground.bjuv
        ),
        format!(
            "INSERT INTO organisations (code, name, kind, created_at) VALUES ('p{seat}', 'Plan {seat}', 'other', {now})"
        ),
        format!(
            "INSERT INTO rollout_plans (id, organisation_id, created_at) SELECT {plan}, MAX(id), {now} FROM organisations"
        ),
        format!("INSERT INTO rollout_members (plan_id, person_id, from_day) VALUES ({plan}, {person}, '2012-01-01')"),
        format!(
            "INSERT INTO happenings (plan_id, kind, day, words, told_by, told_at) VALUES ({plan}, 'other', '2012-02-02', '{mark}-hände', '{mark}-namn', {now})"
        ),
        format!(
            "INSERT INTO feedback (about, words, reply_to, given_at) VALUES ('/', '{mark}-synpunkt', '{mark}@example.org', {now})"
        ),
    ] {
        ground.run(&sql).await;
    }
    let tx = house.db().begin_write().await.expect("a transaction");
    let email = EmailAddress::parse(&format!("{mark}@example.org")).expect("an address");
    let letter = Letter::new(
        Addressee { name: format!("{mark}-namn"), email },
        "test",
        ("application", application),
        Lang::Sv,
        format!("{mark}-ämne"),
    );
    let letter = letter.action("Se min ansökan", format!("https://stafett.example.org/my/lank-{mark}?lang=sv"));
    outbox::put(&tx, letter, house.now()).await.expect("a letter");
    let event =
        Event::new("application.submitted", "application", application).with_personal("words", format!("{mark}-logg"));
    journal::record(&tx, &Actor::House, event, house.now()).await.expect("an entry");
    tx.commit().await.expect("a commit");
    let words = [
        "namn", "enhet", "roll", "ord", "skäl", "intyg", "besked", "utkast", "mat", "ramp", "var", "ändrat", "subjekt",
        "telefon", "kurs", "hände", "synpunkt", "ämne", "logg",
    ];
    (person, words.iter().map(|word| format!("{mark}-{word}")).collect())
}

async fn assert_extract(visitor: &Visitor<'_>, at: &str, (own, mark): (&[String], &str), other: &str) {
    let page = visitor.post(&format!("{at}/extract"), &[]).await;
    let json = visitor.post(&format!("{at}/extract.json"), &[]).await;

    page.assert_ok();
    json.assert_ok();
    for word in own {
        // Needs are opened one name at a time; all together only the person gets them.
        let is_expected = at.starts_with("/my/") || !["-mat", "-ramp"].iter().any(|need| word.ends_with(need));
        assert_eq!(page.text().contains(word), is_expected, "on the page: {word}\n{}", page.text());
        assert_eq!(json.html.contains(word), is_expected, "in the JSON: {word}");
    }
    for text in [page.html, json.html] {
        assert!(!text.contains(other), "something of somebody else's came along: {other}");
        assert!(text.contains(&format!("Chef för {mark}")), "the manager the person named is missing");
        assert!(!text.contains(&format!("Chef för {other}")), "somebody else's manager came along");
        assert!(!text.contains(&format!("lank-{mark}")), "a live link came along");
        assert!(!text.contains(&format!("hemligt-{mark}")) && !text.contains("sessionhemlig"), "a secret is shown");
    }
}

#[rocket::async_test]
async fn an_extract_has_every_planted_value_of_the_person_and_none_of_another() {
    let ground = Ground::new().await;
    let (anna, hers) = plant(&ground, 1, "Anna Ek", "alfax").await;
    let (bo, his) = plant(&ground, 2, "Bo Alm", "betax").await;
    let coordinator = ground.house.as_coordinator().await;

    assert_extract(&coordinator, &format!("/desk/persons/{anna}"), (&hers, "alfax"), "betax").await;
    assert_extract(&coordinator, &format!("/desk/persons/{bo}"), (&his, "betax"), "alfax").await;

    let noted = ground.number("SELECT COUNT(*) AS n FROM journal WHERE event = 'person.extracted'").await;
    assert_eq!(noted, 4);
}

#[rocket::async_test]
async fn people_get_their_own_by_their_private_link() {
    let ground = Ground::new().await;
    let (anna, hers) = plant(&ground, 1, "Anna Ek", "alfax").await;
    plant(&ground, 2, "Bo Alm", "betax").await;
    let application = ground.number(&format!("SELECT id AS n FROM applications WHERE person_id = {anna}")).await;
    let my = ground.house.my_page(ApplicationId(application)).await;
    let visitor = ground.house.visitor();

    visitor.get(&my).await.assert_says("Hämta mina uppgifter");

    assert_extract(&visitor, &my, (&hers, "alfax"), "betax").await;
    let page = visitor.post(&format!("{my}/extract"), &[]).await;
    page.assert_says("avtryck av link".replace("link", "länk eller session").as_str());
}

#[rocket::async_test]
async fn a_protected_person_is_masked_and_given_out_only_with_the_permission() {
    let ground = Ground::new().await;
    let application = ground.application("Siv Hemlig", ApplicationState::Eligible).await;
    let person = ground.house.find_application(application).await.person_id;
    ground.run(&format!("UPDATE persons SET is_protected = TRUE WHERE id = {person}")).await;
    let coordinator = ground.house.as_coordinator().await;
    let trusted = ground.house.account(Role::Coordinator, "Tilda Betrodd").await;
    ground.run(&format!("UPDATE accounts SET may_unmask = TRUE WHERE id = {trusted}")).await;
    let trusted = ground.house.session_of(trusted).await;
    let at = format!("/desk/persons/{person}");

    let page = coordinator.get(&at).await;
    let search = coordinator.get("/desk/persons?q=Siv").await;

    page.assert_ok();
    page.assert_does_not_say("Siv Hemlig");
    page.assert_does_not_say("siv.hemlig");
    search.assert_does_not_say("Skyddade personuppgifter");
    for tail in ["/extract", "/extract.json", "/correct", "/erase"] {
        coordinator.post(&format!("{at}{tail}"), &[("version", "1")]).await.assert_status(Status::NotFound);
    }
    trusted.get("/desk/persons?q=Siv").await.assert_says("Skyddade personuppgifter");
    trusted.get(&at).await.assert_does_not_say("Siv Hemlig");
    trusted.post(&format!("{at}/extract"), &[]).await.assert_says("Siv Hemlig");
}

#[rocket::async_test]
async fn a_correction_is_journalled_and_the_second_saver_sees_both() {
    let ground = Ground::new().await;
    let (_, person) = ground.participant(1, "Anna Ek").await;
    let (first, second) =
        (ground.house.as_coordinator().await, ground.house.signed_in(Role::Coordinator, "Kim Andra").await);
    let at = format!("/desk/persons/{person}/correct");
    let (one, other) = (first.get(&at).await, second.get(&at).await);

    let saved = first.send(&one, 0, &[("name", "Anna Ekman")]).await;
    let stale = second.send(&other, 0, &[("name", "Anna Eek")]).await;

    assert_eq!(saved.location(), format!("/desk/persons/{person}?saved=1"));
    stale.assert_status(Status::Conflict);
    stale.assert_says("Anna Ekman");
    stale.assert_says("Anna Eek");
    assert_eq!(ground.person(person).await.true_name, "Anna Ekman");
    let told = journal::history_of(ground.house.db().read(), "person", person.0).await.expect("read");
    assert_eq!(told[0].entry.event, "person.corrected");
    assert!(
        !told[0].entry.details.contains("Anna") && told[0].values.as_deref().is_some_and(|v| v.contains("Anna Ek\""))
    );
    let again = second.send(&stale, 0, &[]).await;
    assert_eq!(again.status, Status::SeeOther);
    assert_eq!(ground.person(person).await.true_name, "Anna Eek");
}

/// The values of a table in the extract of `person`, as JSON text.
async fn extracted(ground: &Ground, person: PersonId, table: &str) -> String {
    let db = ground.house.db().read();
    let person = ground.person(person).await;
    let extract = stafett::privacy::extract::gather(db, &ground.house.house.vault, &person, ground.house.now())
        .await
        .expect("read");
    let sections = extract.sections.iter().filter(|section| section.table.name == table);
    sections.map(|section| format!("{:?}", section.rows)).collect::<Vec<_>>().concat()
}

#[rocket::async_test]
async fn what_comes_from_a_shared_mailbox_is_nobodys_until_a_reader_tells() {
    let ground = Ground::new().await;
    let (anna, bo) = (ground.participant(1, "Anna Ek").await.1, ground.participant(2, "Bo Alm").await.1);
    ground.run("UPDATE persons SET email = 'delad@example.org'").await;
    ground.run("UPDATE cohorts SET state = 'closed'").await;
    for email in ["delad@example.org", "anna.ek@example.org"] {
        ground
            .run(&format!(
                "INSERT INTO feedback (about, words, reply_to, given_at) VALUES ('/', 'om {email}', '{email}', 0)"
            ))
            .await;
        ground
            .run(&format!(
                "INSERT INTO outbox (message_id, to_name, to_email, purpose, object, object_id, subject, text_body, \
                 html_body, state, next_attempt_at, created_at) VALUES ('{email}', '', '{email}', 'test', 'test', 1, \
                 'brev {email}', 'Hej', 'Hej', 'sent', 0, 0)"
            ))
            .await;
    }

    let (feedback, letters) = (extracted(&ground, anna, "feedback").await, extracted(&ground, anna, "outbox").await);
    let of_bo = extracted(&ground, bo, "feedback").await;
    let coordinator = ground.house.as_coordinator().await;
    let page = coordinator.post(&format!("/desk/persons/{anna}/extract"), &[]).await;
    coordinator.fill_in(&format!("/desk/persons/{anna}/erase"), 0, &[]).await.location();

    assert!(feedback.contains("om anna.ek") && !feedback.contains("delad"), "{feedback}");
    assert!(letters.contains("brev anna.ek") && !letters.contains("delad"), "{letters}");
    assert!(!of_bo.contains("delad"), "{of_bo}");
    page.assert_says("Synpunkter: svar till");
    let left = "SELECT COUNT(*) AS n FROM feedback WHERE reply_to IS NOT NULL";
    assert_eq!(ground.number(left).await, 1);
}

#[rocket::async_test]
async fn a_proposal_that_nobody_sent_is_theirs_whom_it_names() {
    let ground = Ground::new().await;
    let (_, anna) = ground.participant(1, "Anna Ek").await;
    ground.run("UPDATE cohorts SET state = 'closed'").await;
    let delegate = ground.house.delegate_of(ground.bjuv, "Dora Delegat").await;
    let path = format!("/organisation/{}/offers/{}/propose", ground.bjuv, ground.offer);
    let propose = async |name: &str, email: &str| {
        let fields = [
            ("name", name),
            ("email", email),
            ("role", "lärare"),
            ("mandate", "Leda arbetet hemma."),
            ("manager_name", "Anna Ek"),
            ("manager_email", "chefen@example.org"),
        ];
        assert_eq!(delegate.fill_in(&path, 0, &fields).await.status, Status::SeeOther);
    };
    ground.run("UPDATE applications SET state = 'withdrawn'").await;
    propose("Anna Ek", "Anna.Ek@example.org").await;
    propose("Bo Lind", "bo.lind@example.org").await;

    let drafts = extracted(&ground, anna, "application_drafts").await;
    let beside = extracted(&ground, anna, "journal_values").await;
    let coordinator = ground.house.as_coordinator().await;
    coordinator.fill_in(&format!("/desk/persons/{anna}/erase"), 0, &[]).await.location();

    assert!(drafts.contains("Anna.Ek@example.org") && !drafts.contains("bo.lind"), "{drafts}");
    assert!(beside.contains("Anna.Ek@example.org") && !beside.contains("bo.lind"), "{beside}");
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM application_drafts").await, 1);
    assert_eq!(ground.number("SELECT COUNT(*) AS n FROM outbox WHERE to_email LIKE 'Anna.%'").await, 0);
    let left = "SELECT COUNT(*) AS n FROM journal_values WHERE details LIKE '%Anna.Ek@%'";
    assert_eq!(ground.number(left).await, 0);
}

#[rocket::async_test]
async fn a_manager_gets_what_names_them_and_nothing_of_the_applicant() {
    let ground = Ground::new().await;
    let (_, maja) = ground.participant(1, "Maja Chef").await;
    ground.application("Eva Alm", ApplicationState::Eligible).await;
    ground.run("UPDATE cohorts SET state = 'closed'").await;
    ground.run("UPDATE mandates SET reason = 'om sökande'").await;
    let own = format!("(SELECT id FROM applications WHERE person_id = {maja})");
    ground.run(&format!("UPDATE mandates SET manager_name = 'Egen Chef' WHERE application_id IN {own}")).await;
    ground.run("UPDATE mandates SET reason = 'om Eva' WHERE manager_name = 'Maja Chef'").await;

    let told = extracted(&ground, maja, "mandates").await;
    let coordinator = ground.house.as_coordinator().await;
    coordinator.fill_in(&format!("/desk/persons/{maja}/erase"), 0, &[]).await.location();

    assert!(told.contains("Egen Chef") && told.contains("\"Maja Chef\"") && !told.contains("om Eva"), "{told}");
    let left = "SELECT COUNT(*) AS n FROM mandates WHERE manager_name = 'Maja Chef' OR manager_email = 'maja.chef@example.org'";
    assert_eq!(ground.number(left).await, 0);
}

#[rocket::async_test]
async fn a_guests_name_beside_marks_comes_out() {
    let ground = Ground::new().await;
    let (participant, _) = ground.participant(1, "Anna Ek").await;
    let guest = ground.participant(2, "Gunnel Gäst").await.1;
    let day = ground.house.days_of(ground.cohort).await[0].id;
    ground
        .run(&format!(
            "INSERT INTO marks (participant_id, course_day_id, kind, nonce, marked_at, guest_name) \
             VALUES ({participant}, {day}, 'present', 'n', 0, 'Gunnel Gäst')"
        ))
        .await;

    let told = extracted(&ground, guest, "marks").await;

    assert_eq!(told, "[[(\"guest_name\", \"Gunnel Gäst\")]]");
}
