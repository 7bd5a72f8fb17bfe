//! What a stranger with a phone is told about a certificate.

use crate::certificates::Course;
use crate::support::Page;
use rocket::http::Status;
use sea_orm::ColumnTrait;
use serde_json::{Value, json};
use stafett::certification::{CertificateState, Code};
use stafett::house::House;
use stafett::people::entity::person;

async fn issued() -> (Course, String) {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let code = course.certificate_of("Åsa Öberg").await.code;
    (course, code)
}

/// A code that passes its check and that nobody has.
fn unknown_code() -> String {
    Code::of([7; 10]).as_str().to_owned()
}

async fn in_json(course: &Course, code: &str) -> (Page, Value) {
    let page = course.house.visitor().get_with(&format!("/v/{code}"), &[("Accept", "application/json")]).await;
    let value = serde_json::from_slice(&page.bytes).expect("JSON");
    (page, value)
}

#[rocket::async_test]
async fn a_valid_certificate_is_shown_with_every_printed_fact() {
    let (course, code) = issued().await;

    let page = course.house.visitor().get(&format!("/v/{code}")).await;

    page.assert_ok();
    let grouped = Code::parse(&code).expect("a code").grouped();
    for fact in [
        "Giltigt Intyget utfärdades 13 december 2012 av Barnrättsforum Test och gäller.",
        "BRF-2012-0002",
        "Åsa Öberg",
        "Barnkonventionspilot",
        "Dag 2, 5 oktober: Tema 2 (frånvarande)",
        "5 av 6 dagar, 30 timmar",
        "Eslöv, 4 oktober – 5 december 2012",
        "Tuva Lind",
        "Minst 5 av 6 dagar",
        "Mål 1",
        "Sigrid Signatär, ordförande",
        grouped.as_str(),
    ] {
        page.assert_says(fact);
    }
    assert!(!page.headers.contains_key("set-cookie"));
    assert_eq!(page.headers["vary"].split(", ").take(2).collect::<Vec<_>>(), ["Accept", "Accept-Language"]);
}

#[rocket::async_test]
async fn the_page_exists_in_english() {
    let (course, code) = issued().await;

    let page = course.house.visitor().get(&format!("/V/{code}?lang=en")).await;

    page.assert_says("Valid The certificate was issued on 13 December 2012 by Barnrättsforum Test and is in force.");
    page.assert_says("Day 2, 5 October: Theme 2 (absent)");
    page.assert_says("5 of 6 days, 30 hours");
}

#[rocket::async_test]
async fn replaced_revoked_and_unknown_can_be_told_apart() {
    let (course, code) = issued().await;
    let replaced = course.certificate_of("Åsa Öberg").await;
    let revoked = course.certificate_of("Đặng Thị Ngọc").await;
    course.correct(&replaced, "Åsa Ek").await;
    course.revoke(&revoked).await;

    let visitor = course.house.visitor();
    let replaced = visitor.get(&format!("/v/{code}")).await;
    let revoked = visitor.get(&format!("/v/{}", revoked.code)).await;
    let unknown = visitor.get(&format!("/v/{}", unknown_code())).await;

    replaced.assert_ok();
    replaced.assert_says(
        "Ersatt Intyget gäller inte längre. Det är ersatt av nummer BRF-2012-0003, utfärdat 13 december 2012.",
    );
    replaced.assert_says("Åsa Öberg");
    revoked.assert_ok();
    revoked.assert_says("Återkallat Intyget är äkta men återkallades 13 december 2012 och gäller inte längre.");
    revoked.assert_says("Đặng Thị Ngọc");
    unknown.assert_status(Status::NotFound);
    unknown.assert_says("Okänt");
    for page in [replaced, revoked, unknown] {
        page.assert_does_not_say("Giltigt");
    }
}

#[rocket::async_test]
async fn every_code_that_leads_to_nothing_gets_the_same_page() {
    let course = Course::with_three().await;
    let visitor = course.coordinator().await;
    visitor.fill_in(&course.page(), 0, &[("kind", "certificate")]).await;
    let unreleased = course.all().await.remove(0).code;
    let stranger = course.house.visitor();

    let mut pages = Vec::new();
    for code in [unreleased.as_str(), &unknown_code(), "kort", "%3Cscript%3E", "%00", "%ff", "A%20B"] {
        pages.push(stranger.get(&format!("/v/{code}")).await);
    }

    for page in &pages {
        page.assert_status(Status::NotFound);
        assert_eq!(page.html, pages[0].html);
    }
    assert!(!pages[0].html.contains(&unreleased));
}

#[rocket::async_test]
async fn both_addresses_answer_alike_however_the_code_is_typed() {
    let (course, code) = issued().await;
    let grouped = Code::parse(&code).expect("a code").grouped();
    let typed = [
        format!("/V/{code}"),
        format!("/v/{}", code.to_lowercase()),
        format!("/v/{grouped}"),
        format!("/v/{}", grouped.replace('-', "%20")),
        format!("/V/{}", code.replace('0', "o").replace('1', "l")),
        format!("/V/{}", code.to_lowercase()),
        format!("/V/{code}/"),
        format!("/v/{}/", code.to_lowercase()),
        format!("/V/{grouped}/?lang=sv"),
    ];
    let visitor = course.house.visitor();

    for path in typed {
        let page = visitor.get(&path).await;

        page.assert_ok();
        page.assert_says("Giltigt");
    }
}

#[rocket::async_test]
async fn no_single_wrong_character_is_accepted() {
    let (course, code) = issued().await;
    let alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mutations = (0..17).flat_map(|place| alphabet.chars().map(move |other| (place, other)));
    let mut tried = 0;

    for (place, other) in mutations {
        let mutated: String =
            code.chars().enumerate().map(|(at, letter)| if at == place { other } else { letter }).collect();
        if mutated == code {
            continue;
        }
        tried += 1;
        let found = course.house.house.register().verify(&mutated).await;

        assert!(found.expect("read").is_none(), "{mutated}");
    }

    assert_eq!(tried, 17 * 31);
}

/// A small generator of numbers that look random and are the same in every run (xorshift).
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    }
}

#[rocket::async_test]
async fn none_of_ten_thousand_altered_codes_is_accepted() {
    let (course, code) = issued().await;
    let own: Vec<String> = course.all().await.into_iter().map(|one| one.code).collect();
    let alphabet: Vec<char> = "0123456789ABCDEFGHJKMNPQRSTVWXYZOILU".chars().collect();
    let mut next = numbers(0x5eed);
    let mut altered = std::collections::BTreeSet::new();

    while altered.len() < 10_000 {
        let mut letters: Vec<char> = code.chars().collect();
        for _ in 0..=next(4) {
            let (place, other) = (next(letters.len()), next(letters.len()));
            match next(5) {
                0 => letters.swap(place, other),
                1 => letters.insert(place, alphabet[next(alphabet.len())]),
                2 => drop(letters.remove(place)),
                _ => letters[place] = alphabet[next(alphabet.len())],
            }
        }
        let altered_code: String = letters.into_iter().collect();
        // What is another way to type a code that was issued is not altered.
        if !Code::parse(&altered_code).is_some_and(|read| own.iter().any(|one| one == read.as_str())) {
            altered.insert(altered_code);
        }
    }

    for one in altered {
        assert!(course.house.house.register().verify(&one).await.expect("read").is_none(), "{one}");
    }
}

#[rocket::async_test]
async fn a_revocation_is_seen_at_once_on_every_node() {
    let (course, code) = issued().await;
    let settings = course.house.house.settings.clone();
    let other = House::open(settings, "https://stafett.example.org").await.expect("another node");
    let state = async |code: &str| {
        let shown = other.register().verify(code).await.expect("read").expect("a certificate");
        shown.certificate.state
    };

    let before = state(&code).await;
    course.revoke(&course.certificate_of("Åsa Öberg").await).await;
    let after = state(&code).await;

    assert_eq!((before, after), (CertificateState::Current, CertificateState::Revoked));
}

#[rocket::async_test]
async fn a_stranger_learns_that_a_name_is_missing_and_not_why() {
    let (course, code) = issued().await;
    let stranger = course.house.visitor();
    let whole = stranger.get(&format!("/v/{code}")).await;

    course.protect_holder(&course.certificate_of("Åsa Öberg").await).await;
    course.protect(person::Column::TrueName.eq("Tuva Lind")).await;
    let page = stranger.get(&format!("/v/{code}")).await;
    let (_, answer) = in_json(&course, &code).await;

    whole.assert_says("Skiljer sig något åt har papperet ändrats.");
    page.assert_says("Namn Visas inte här");
    page.assert_says("Utbildare Visas inte här");
    page.assert_says("En utbildares namn visas inte här.");
    page.assert_says("Skiljer sig något annat åt har papperet ändrats.");
    for named in ["Skyddade personuppgifter", "Åsa Öberg", "Tuva Lind"] {
        page.assert_does_not_say(named);
        assert!(!answer.to_string().contains(named), "{answer}");
    }
}

#[rocket::async_test]
async fn a_paper_in_two_languages_is_compared_in_both() {
    let (course, code) = issued().await;
    let visitor = course.house.visitor();

    let swedish = visitor.get(&format!("/v/{code}")).await;
    let english = visitor.get(&format!("/v/{code}?lang=en")).await;

    swedish.assert_says("Papperet är på två språk. Compare in English");
    assert!(swedish.html.contains(&format!("hreflang=\"en\" href=\"/v/{code}?lang=en\"")), "{}", swedish.html);
    english.assert_says("The paper is in two languages. Jämför på svenska");
}

#[rocket::async_test]
async fn an_award_is_published_as_open_badges_asks() {
    let (course, _) = issued().await;
    let facts: Value = serde_json::from_str(&course.certificate_of("Åsa Öberg").await.facts).expect("facts");
    let visitor = course.house.visitor();

    let page = visitor.get(&format!("/awards/{}?lang=en", facts["award_key"])).await;
    let attendance = visitor.get("/awards/0").await;
    let none = visitor.get("/awards/999").await;

    for page in [&page, &attendance] {
        page.assert_ok();
        let award: Value = serde_json::from_slice(&page.bytes).expect("JSON");
        assert_eq!(award["@context"][1], stafett::credentials::badge::CONTEXTS[1]);
        assert_eq!((&award["type"], &award["achievementType"]), (&json!(["Achievement"]), &json!("Certificate")));
        for text in [&award["name"], &award["description"], &award["criteria"]["narrative"], &award["creator"]["id"]] {
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{award}");
        }
    }
    assert!(page.html.contains("Given to those who have completed the programme"), "{}", page.html);
    none.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn a_telephone_is_asked_for_capitals_and_corrects_no_code() {
    let course = Course::over().await;

    let page = course.house.visitor().get("/verify").await;

    assert!(page.html.contains("autocapitalize=\"characters\" spellcheck=\"false\""), "{}", page.html);
}

#[rocket::async_test]
async fn a_typed_code_leads_to_its_answer_and_a_wrong_one_is_kept() {
    let (course, code) = issued().await;
    let grouped = Code::parse(&code).expect("a code").grouped();
    let visitor = course.house.visitor();

    let found = visitor.get(&format!("/v?code={}", grouped.to_lowercase())).await;
    let wrong = visitor.get("/v?code=7QFK-1A2B").await;
    let empty = visitor.get("/v?code=").await;
    let form = visitor.get("/verify").await;
    let printed = visitor.get("/v").await;

    assert_eq!(found.location(), format!("/v/{code}"));
    wrong.assert_status(Status::UnprocessableEntity);
    wrong.assert_field_error("code", "Koden stämmer inte. Den har 17 tecken");
    assert_eq!(wrong.form(0).1, [("code".to_owned(), "7QFK-1A2B".to_owned())]);
    empty.assert_field_error("code", "Skriv koden som står på intyget.");
    form.assert_ok();
    assert_eq!(printed.location(), "/verify");
}

#[rocket::async_test]
async fn machines_get_the_same_answer_as_json() {
    let (course, code) = issued().await;

    let (page, answer) = in_json(&course, &code).await;

    page.assert_ok();
    assert_eq!(page.headers["content-type"], "application/json");
    assert!(page.headers["vary"].starts_with("Accept, Accept-Language"), "{}", page.headers["vary"]);
    let expected = json!({
        "state": "valid",
        "as_of": "2012-12-13T09:00:00Z",
        "certificate": {
            "number": "BRF-2012-0002", "kind": "certificate", "language": "sv", "name": "Åsa Öberg", "name_withheld": null,
            "award": "Barnkonventionspilot", "wording": null, "programme": "Barnrättsstrateg",
            "days": 5, "days_held": 6, "hours": 30, "minutes": 1800,
            "place": "Eslöv", "from": "2012-10-04", "to": "2012-12-05",
            "issuer": "Barnrättsforum Test", "issued_on": "2012-12-13", "expires_on": null,
            "course_days": [
                {"day": 1, "date": "2012-10-04", "topic": "Tema 1", "state": "present"},
                {"day": 2, "date": "2012-10-05", "topic": "Tema 2", "state": "absent"},
                {"day": 3, "date": "2012-11-01", "topic": "Tema 3", "state": "present"},
                {"day": 4, "date": "2012-11-02", "topic": "Tema 4", "state": "present"},
                {"day": 5, "date": "2012-12-04", "topic": "Tema 5", "state": "present"},
                {"day": 6, "date": "2012-12-05", "topic": "Tema 6", "state": "present"},
            ],
            "trainers": ["Tuva Lind"],
            "rule": answer["certificate"]["rule"],
            "learning_goals": ["Mål 1", "Mål 2", "Mål 3", "Mål 4", "Mål 5", "Mål 6"],
            "signatory": {"name": "Sigrid Signatär", "title": "ordförande"},
            "code": code,
        },
        "replaced_by": null,
        "revoked_on": null,
    });
    assert_eq!(answer, expected);
}

#[rocket::async_test]
async fn json_tells_the_other_states_apart_too() {
    let (course, code) = issued().await;
    let replaced = course.certificate_of("Åsa Öberg").await;
    let revoked = course.certificate_of("Đặng Thị Ngọc").await;
    course.correct(&replaced, "Åsa Ek").await;
    course.revoke(&revoked).await;

    let (_, replaced) = in_json(&course, &code).await;
    let (_, revoked) = in_json(&course, &revoked.code).await;
    let (missing, unknown) = in_json(&course, &unknown_code()).await;

    assert_eq!((&replaced["state"], &replaced["replaced_by"]), (&json!("replaced"), &json!("BRF-2012-0003")));
    assert_eq!((&revoked["state"], &revoked["revoked_on"]), (&json!("revoked"), &json!("2012-12-13")));
    missing.assert_status(Status::NotFound);
    let nothing = json!({
        "state": "unknown", "as_of": "2012-12-13T09:00:00Z", "certificate": null, "replaced_by": null, "revoked_on": null,
    });
    assert_eq!(unknown, nothing);
}
