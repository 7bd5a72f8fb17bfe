//! A PDF that somebody hands in to have it verified, and everything around it: how often, and what works without a network.

use crate::certificates::Course;
use crate::support::{Page, Visitor};
use rocket::http::Status;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use stafett::certification::entity::{certificate, certificate_paper};
use stafett::certification::examination::{Examined, examine};
use stafett::certification::queries;
use stafett::people::entity::person;
use stafett::seals::{self, KeyKind};
use std::collections::BTreeSet;

/// A course with two certificates out, and the paper of the one of Åsa Öberg.
async fn issued() -> (Course, Vec<u8>) {
    let course = Course::with_three().await;
    course.house.house.publish().await.expect("published");
    course.issue("certificate").await;
    let pdf = paper_of(&course, "Åsa Öberg").await;
    (course, pdf)
}

async fn paper_of(course: &Course, name: &str) -> Vec<u8> {
    let one = course.certificate_of(name).await;
    let paper = queries::paper_of(course.house.db().read(), one.id).await.expect("read");
    paper.expect("a paper").pdf
}

async fn hand_in(course: &Course, pdf: &[u8]) -> Page {
    course.house.visitor().hand_in("/verify", pdf).await
}

async fn change(course: &Course, one: certificate::ActiveModel) {
    let tx = course.house.db().begin_write().await.expect("a transaction");
    one.update(&tx).await.expect("a change");
    tx.commit().await.expect("a commit");
}

/// What must not be told of a paper that is not believed.
const TOLD: [&str; 4] = ["Åsa Öberg", "BRF-2012-0002", "Barnkonventionspilot", "Giltigt"];

fn assert_tells_nothing(page: &Page) {
    for told in TOLD {
        page.assert_does_not_say(told);
    }
}

#[rocket::async_test]
async fn a_whole_paper_is_told_with_its_seal_its_state_and_every_printed_fact() {
    let (course, pdf) = issued().await;

    let page = hand_in(&course, &pdf).await;

    page.assert_ok();
    for words in [
        "Giltigt Intyget utfärdades 13 december 2012 av Barnrättsforum Test och gäller.",
        "Stämmer Filen är hel",
        "Stämmer Den är förseglad av oss",
        "som är i bruk",
        "Stämmer Filen är, byte för byte, den som utfärdaren har sparat.",
        "Stämmer Det maskinläsbara intyget i filen är undertecknat med utfärdarens nyckel",
        "BRF-2012-0002",
        "Åsa Öberg",
        "Dag 2, 5 oktober: Tema 2 (frånvarande)",
        "5 av 6 dagar, 30 timmar",
    ] {
        page.assert_says(words);
    }
    assert!(!page.headers.contains_key("set-cookie"));
}

#[rocket::async_test]
async fn a_whole_paper_says_the_state_that_holds_now() {
    let (course, replaced) = issued().await;
    let revoked = paper_of(&course, "Đặng Thị Ngọc").await;
    course.revoke(&course.certificate_of("Đặng Thị Ngọc").await).await;
    course.correct(&course.certificate_of("Åsa Öberg").await, "Åsa Ek").await;

    let (replaced, revoked) = (hand_in(&course, &replaced).await, hand_in(&course, &revoked).await);

    replaced.assert_says("Ersatt Intyget gäller inte längre. Det är ersatt av nummer BRF-2012-0003");
    revoked.assert_says("Återkallat Intyget är äkta men återkallades 13 december 2012");
    for page in [replaced, revoked] {
        page.assert_says("Stämmer Filen är hel");
        page.assert_does_not_say("Giltigt");
    }
}

#[rocket::async_test]
async fn one_altered_byte_anywhere_is_found_and_nothing_is_told_of_what_it_says() {
    let (course, pdf) = issued().await;
    let changed = |place: usize| {
        let mut bytes = pdf.clone();
        bytes[place] ^= 1;
        bytes
    };
    let mut places: BTreeSet<usize> = (0..pdf.len()).step_by(61).collect();
    places.extend(pdf.len() - 40..pdf.len());

    for place in &places {
        let examined = examine(course.house.house.register(), &changed(*place)).await.expect("read");

        assert!(matches!(examined, Examined::Altered | Examined::Foreign), "byte {place}: {examined:?}");
    }

    let page = hand_in(&course, &changed(pdf.len() / 2)).await;
    page.assert_ok();
    page.assert_says("Ändrad Filen är inte som vi förseglade den");
    assert_tells_nothing(&page);
    for altered in [&pdf[..pdf.len() - 1], &[&pdf[..], b"\n"].concat(), &[&pdf[..], &pdf[..]].concat()] {
        assert_tells_nothing(&hand_in(&course, altered).await);
    }
}

#[rocket::async_test]
async fn the_paper_of_another_installation_is_whole_and_still_tells_nothing() {
    let (course, _) = issued().await;
    let (_elsewhere, pdf) = issued().await;

    let page = hand_in(&course, &pdf).await;

    page.assert_ok();
    page.assert_says("Okänd fil Filen är hel, men den är förseglad av någon annan än oss.");
    assert_tells_nothing(&page);
}

#[rocket::async_test]
async fn other_files_and_no_file_are_answered_in_words() {
    let (course, _) = issued().await;
    let visitor = course.house.visitor();
    let large = vec![b'x'; (2 << 20) + 1];

    let foreign = hand_in(&course, b"%PDF-1.4\n% a print to PDF").await;
    let nothing = hand_in(&course, b"").await;
    let larger = hand_in(&course, &large).await;
    let far_larger = hand_in(&course, &large.repeat(2)).await;
    let no_form = visitor.post("/verify", &[("file", "x")]).await;

    foreign.assert_ok();
    foreign.assert_says("Okänd fil Det här är inget förseglat intyg härifrån");
    for page in [&nothing, &no_form] {
        page.assert_status(Status::UnprocessableEntity);
        page.assert_field_error("file", "Välj PDF-filen med intyget.");
    }
    for page in [&larger, &far_larger] {
        page.assert_status(Status::UnprocessableEntity);
        page.assert_field_error("file", "Filen är större än 2 MB.");
    }
}

#[rocket::async_test]
async fn a_paper_whose_certificate_was_never_released_is_unknown() {
    let (course, pdf) = issued().await;
    let one = course.certificate_of("Åsa Öberg").await;
    change(&course, certificate::ActiveModel { released_at: Set(None), ..one.into_active_model() }).await;

    let page = hand_in(&course, &pdf).await;

    page.assert_says("Okänt Sigillet är vårt, men intyget finns inte bland dem som är utfärdade.");
    assert_tells_nothing(&page);
}

#[rocket::async_test]
async fn the_paper_of_a_protected_person_does_not_name_them() {
    let (course, pdf) = issued().await;
    let one = course.certificate_of("Åsa Öberg").await;
    let who = person::Entity::find_by_id(one.person_id).one(course.house.db().read()).await.expect("read");
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let protected = person::ActiveModel { is_protected: Set(true), ..who.expect("a person").into_active_model() };
    protected.update(&tx).await.expect("protected");
    tx.commit().await.expect("a commit");

    let page = hand_in(&course, &pdf).await;

    page.assert_says("Namnet visas inte här.");
    page.assert_says("BRF-2012-0002");
    page.assert_does_not_say("Åsa Öberg");
}

#[rocket::async_test]
async fn what_a_retired_seal_sealed_stays_good_and_the_retirement_is_told() {
    let (course, pdf) = issued().await;
    let published = seals::queries::published(course.house.db().read()).await.expect("read");
    let seal = published.into_iter().find(|one| one.kind == KeyKind::Seal).expect("a seal");
    stafett::certification::actions::retire_key(course.house.db(), &seal.id, course.house.now())
        .await
        .expect("retired");

    let page = hand_in(&course, &pdf).await;

    page.assert_says("Giltigt Intyget utfärdades");
    page.assert_says("som togs ur bruk 13 december 2012. Det som förseglades dessförinnan gäller.");
}

#[rocket::async_test]
async fn the_page_exists_in_english() {
    let (course, pdf) = issued().await;

    let page = course.house.visitor().reading("en").hand_in("/verify", &pdf).await;

    page.assert_says("Valid The certificate was issued on 13 December 2012");
    page.assert_says("Holds The file is, byte for byte, the one that the issuer keeps.");
}

async fn lookups(visitor: &Visitor<'_>, path: &str, times: usize) -> Vec<Page> {
    let mut pages = Vec::new();
    for _ in 0..times {
        pages.push(visitor.get(path).await);
    }
    pages
}

#[rocket::async_test]
async fn a_network_that_guesses_so_many_codes_a_minute_is_put_off_and_still_told_of_codes_that_are() {
    let (course, _) = issued().await;
    let code = course.certificate_of("Åsa Öberg").await.code;
    let (known, unknown) = (format!("/v/{code}"), "/v/0".to_owned());
    let nobodys = format!("/v/{}", stafett::certification::Code::of([7; 10]).as_str());
    let hasty = course.house.visitor().at("192.0.2.7");

    let first = lookups(&hasty, &known, 130).await;
    let second = lookups(&hasty, &unknown, 120).await;
    let over = [hasty.get(&unknown).await, hasty.get(&nobodys).await];
    let machine = hasty.get_with(&unknown, &[("Accept", "application/json")]).await;
    let told = [hasty.get(&known).await, hasty.get(&format!("{known}/credential.json")).await];

    assert!(first.iter().all(|page| page.status == Status::Ok));
    assert!(second.iter().all(|page| page.status == Status::NotFound));
    for page in &over {
        page.assert_status(Status::TooManyRequests);
        assert_eq!(page.headers["retry-after"], "60");
        page.assert_says("Vänta en minut");
    }
    machine.assert_status(Status::TooManyRequests);
    assert_eq!(
        (machine.headers["content-type"].as_str(), machine.headers["retry-after"].as_str()),
        ("application/json", "60")
    );
    assert!(machine.headers["vary"].starts_with("Accept, Accept-Language"));
    assert_eq!(over[0].html.replace(&unknown, ""), over[1].html.replace(&nobodys, ""), "the answers are alike");
    for page in &told {
        page.assert_ok();
    }
    course.house.visitor().at("198.51.100.7").get(&unknown).await.assert_status(Status::NotFound);
    course.house.set_clock(course.house.now().plus_minutes(1));
    hasty.get(&unknown).await.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn a_paper_is_taken_on_every_host_that_certificates_carry() {
    let course = Course::over().await;
    let visitor = course.house.visitor();
    let sent_from =
        async |origin| visitor.post_with("/verify", &[("Origin", origin), ("Host", "intyg.example.org")]).await.status;

    let statuses = [
        sent_from("https://intyg.example.org").await,
        sent_from("https://stafett.example.org").await,
        sent_from("https://evil.example").await,
        sent_from("null").await,
    ];

    // Without a file the form comes again, which is as far as somebody else's form does not get.
    let (again, refused) = (Status::UnprocessableEntity, Status::Forbidden);
    assert_eq!(statuses, [again, again, refused, refused]);
}

#[rocket::async_test]
async fn when_a_retired_seal_sealed_cannot_be_told_without_the_kept_bytes() {
    let (course, pdf) = issued().await;
    let one = course.certificate_of("Åsa Öberg").await;
    let published = seals::queries::published(course.house.db().read()).await.expect("read");
    let seal = published.into_iter().find(|one| one.kind == KeyKind::Seal).expect("a seal");
    let tx = course.house.db().begin_write().await.expect("a transaction");
    certificate_paper::Entity::delete_by_id(one.id).exec(&tx).await.expect("deleted");
    tx.commit().await.expect("a commit");

    let in_use = hand_in(&course, &pdf).await;
    stafett::certification::actions::retire_key(course.house.db(), &seal.id, course.house.now())
        .await
        .expect("retired");
    let retired = hand_in(&course, &pdf).await;

    in_use.assert_says("Giltigt Intyget utfärdades");
    retired.assert_says("Går inte att säga Sigillet är vårt men taget ur bruk");
    retired.assert_does_not_say("Giltigt");
}

#[rocket::async_test]
async fn a_network_may_hand_in_so_many_files_a_minute() {
    let (course, pdf) = issued().await;
    let hasty = course.house.visitor().at("2001:db8::7");

    for _ in 0..20 {
        hasty.hand_in("/verify", &pdf).await.assert_ok();
    }
    let over = hasty.hand_in("/verify", &pdf).await;

    over.assert_status(Status::TooManyRequests);
    assert_eq!(over.headers["retry-after"], "60");
    hasty.get("/verify").await.assert_ok();
}

#[rocket::async_test]
async fn the_worker_keeps_files_that_exist_and_answers_for_the_page_only() {
    let (course, _) = issued().await;
    let visitor = course.house.visitor();

    let worker = visitor.get("/verify/worker.js").await;
    let manifest = visitor.get("/verify/manifest.webmanifest?lang=en").await;

    assert_eq!(worker.headers["service-worker-allowed"], "/verify");
    assert!(worker.headers["content-type"].starts_with("text/javascript"));
    let files: Vec<&str> = worker.html.split('"').filter(|text| text.starts_with("/static/")).collect();
    assert!(files.len() > 10, "{files:?}");
    for file in &files {
        visitor.get(file).await.assert_ok();
    }
    let page = visitor.get("/verify").await;
    for named in page.html.split("href=\"").chain(page.html.split("src=\"")).filter(|part| part.starts_with("/static/"))
    {
        let named = named.split('"').next().unwrap_or_default();
        assert!(files.contains(&named), "{named} is not kept");
    }
    let manifest: serde_json::Value = serde_json::from_slice(&manifest.bytes).expect("JSON");
    assert_eq!((&manifest["scope"], &manifest["start_url"]), (&"/verify".into(), &"/verify?lang=en".into()));
    assert_eq!(manifest["short_name"], "Verify certificates");
    for icon in manifest["icons"].as_array().expect("icons") {
        visitor.get(icon["src"].as_str().expect("an address")).await.assert_ok();
    }
}

#[rocket::async_test]
async fn the_command_line_verifies_a_paper_without_the_server() {
    let (course, pdf) = issued().await;
    let folder = course.house.house.settings.data_dir.clone();
    let file = |name: &str, bytes: &[u8]| {
        let place = folder.join(name);
        std::fs::write(&place, bytes).expect("written");
        place.to_str().expect("a path").to_owned()
    };
    let keys = file("keys-known.json", &course.house.visitor().get("/.well-known/stafett-keys.json").await.bytes);
    let did = file("did.json", &course.house.visitor().get("/.well-known/did.json").await.bytes);
    let missing = folder.join("nosuch.pdf").to_str().expect("a path").to_owned();
    let before = file("before.json", &course.house.visitor().get("/status/1").await.bytes);
    let paper = file("paper.pdf", &pdf);
    let saved = file("saved.json", &[&course.house.visitor().get("/status/1").await.bytes[..], b"\n"].concat());
    let no_list = file("no-list.json", b"{}");
    let (elsewhere, theirs) = issued().await;
    let foreign = file("foreign.json", &elsewhere.house.visitor().get("/.well-known/did.json").await.bytes);
    let forged = file("forged.json", &elsewhere.house.visitor().get("/.well-known/stafett-keys.json").await.bytes);
    let strange = file("strange.pdf", &theirs);
    let altered = file("altered.pdf", &[&pdf[..], b"\n"].concat());
    course.revoke(&course.certificate_of("Åsa Öberg").await).await;
    let after = file("after.json", &course.house.visitor().get("/status/1").await.bytes);
    let run = |words: &[&str]| {
        let words: Vec<String> = ["verify"].iter().chain(words).map(|word| (*word).to_owned()).collect();
        // On a thread of its own: without a document of keys it opens this installation, on a runtime of its own.
        std::thread::scope(|scope| scope.spawn(|| format!("{:?}", stafett::cli::run(&words))).join().expect("run"))
    };

    let exits = [
        run(&[&paper, "--keys", &keys, "--keys", &did]),
        run(&[&paper, "--keys", &did, "--keys", &keys, "--status", &before]),
        run(&[&paper, "--keys", &keys, "--keys", &did, "--status", &after]),
        run(&[&altered, "--keys", &keys, "--keys", &did]),
        run(&[&paper, "--keys", &did]),
        run(&[&paper, "--keys", &did, "--status", &saved]),
        run(&[&paper, "--keys", &did, "--status", &after]),
        run(&[&altered, "--keys", &did]),
        run(&[&paper, "--keys", &foreign]),
        run(&[&paper, "--keys", &did, "--status", &no_list]),
        run(&[&strange, "--keys", &did, "--keys", &forged]),
        run(&[&strange, "--keys", &forged, "--keys", &did]),
        run(&[&strange, "--keys", &forged]),
        run(&[&missing, "--keys", &did]),
    ];

    let exit = |code: u8| format!("{:?}", std::process::ExitCode::from(code));
    assert_eq!(exits, [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2].map(exit));
}
