//! Applying: from the offer's button to "my application", by oneself or by phone.

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::EntityTrait;
use stafett::applications::entity::{application, mandate};
use stafett::applications::{ApplicationState, actions};
use stafett::kernel::*;
use stafett::outbox::{self, Posted};

pub const MANAGER: &str = "maja.chef@example.org";

/// A house with one offer, "BRF-2012-H", of as many cohorts as `cohorts`, addressed to Bjuv and Eslöv.
pub struct Scene {
    pub house: TestHouse,
    pub offer: OfferId,
    pub cohorts: Vec<CohortId>,
    pub bjuv: OrganisationId,
    pub eslov: OrganisationId,
}

impl Scene {
    pub async fn open(cohorts: usize) -> Self {
        let house = TestHouse::open().await;
        house.platform().await;
        let programme = house.programme().await;
        let mut ids = Vec::new();
        for code in ["A", "B"].into_iter().take(cohorts) {
            ids.push(house.cohort(programme, code, 40).await);
        }
        let bjuv = house.municipality("1260", "Bjuv", 15715).await;
        let eslov = house.municipality("1285", "Eslöv", 33793).await;
        let offer = house.offer("BRF-2012-H", &ids, &[bjuv, eslov]).await;
        Self { house, offer, cohorts: ids, bjuv, eslov }
    }

    pub async fn letters(&self) -> Vec<Posted> {
        outbox::newest(self.house.db().read(), 1000).await.expect("letters")
    }

    /// The private path in the newest letter to `email` with `purpose`.
    pub async fn link_in(&self, email: &str, purpose: &str) -> String {
        let letters = self.letters().await;
        let letter = letters.iter().find(|letter| letter.to_email == email && letter.purpose == purpose);
        let letter = letter.unwrap_or_else(|| panic!("no letter {purpose} to {email}"));
        let start = letter.text_body.find("https://stafett.example.org").expect("a link");
        let address = letter.text_body[start..].split_whitespace().next().expect("an address");
        address.strip_prefix("https://stafett.example.org").expect("our host").split('?').next().expect("a path").into()
    }

    /// Begins a draft and gives its address without the question.
    pub async fn begin(&self, visitor: &Visitor<'_>) -> String {
        let begun = visitor.fill_in("/offers/BRF-2012-H/apply", 0, &[]).await;
        begun.location().strip_suffix("/name").expect("the first question").to_owned()
    }

    /// Answers every question and gives the draft's address.
    pub async fn fill(&self, visitor: &Visitor<'_>, name: &str, email: &str) -> String {
        let draft = self.begin(visitor).await;
        let bjuv = self.bjuv.to_string();
        let answers: [(&str, Vec<(&str, &str)>); 5] = [
            ("name", vec![("name", name), ("email", email)]),
            ("organisation", vec![("organisation", &bjuv), ("unit", "Barn och utbildning")]),
            ("role", vec![("role", "utvecklingsledare")]),
            ("mandate", vec![("mandate", "Jag ska leda arbetet. Besök www.example.com nu!")]),
            ("manager", vec![("manager_name", "Maja Chef"), ("manager_email", MANAGER)]),
        ];
        for (question, fields) in answers {
            let page = visitor.fill_in(&format!("{draft}/{question}"), 0, &fields).await;
            page.assert_status(Status::SeeOther);
        }
        if let [a, b] = self.cohorts.as_slice() {
            let (a, b) = (format!("cohort-{a}"), format!("cohort-{b}"));
            let page = visitor.fill_in(&format!("{draft}/cohorts"), 0, &[(&a, "2"), (&b, "1")]).await;
            page.assert_status(Status::SeeOther);
        }
        draft
    }

    /// Applies and gives the receipt.
    pub async fn apply(&self, visitor: &Visitor<'_>, name: &str, email: &str) -> Page {
        let draft = self.fill(visitor, name, email).await;
        let sent = visitor.fill_in(&format!("{draft}/check"), 0, &[]).await;
        visitor.follow(&sent).await
    }

    pub async fn applications(&self) -> Vec<application::Model> {
        application::Entity::find().all(self.house.db().read()).await.expect("applications")
    }

    pub async fn mandates(&self) -> Vec<mandate::Model> {
        mandate::Entity::find().all(self.house.db().read()).await.expect("mandates")
    }
}

#[rocket::async_test]
async fn somebody_without_an_account_applies_step_by_step() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();

    let start = visitor.get("/offers/BRF-2012-H/apply").await;
    let draft = scene.fill(&visitor, "Ása Öberg", "Asa.Oberg@example.org").await;
    let third = visitor.get(&format!("{draft}/role")).await;
    let check = visitor.get(&format!("{draft}/check")).await;
    let sent = visitor.send(&check, 0, &[]).await;
    let receipt = visitor.follow(&sent).await;

    start.assert_ok();
    third.assert_says("Fråga 3 av 7");
    assert!(third.html.contains("utvecklingsledare"));
    check.assert_says("1. Omgång B 2. Omgång A");
    check.assert_says("Ändra");
    let [application] = scene.applications().await.try_into().expect("one application");
    receipt.assert_says(&application.reference);
    receipt.assert_says("Vad händer nu?");
    assert!(application.reference.starts_with("BRF-") && application.reference.len() == 9);
    assert_eq!(
        (application.state, application.email.as_str()),
        (ApplicationState::AwaitingManager, "asa.oberg@example.org")
    );
    let my = visitor.get(&scene.link_in("asa.oberg@example.org", "application.received").await).await;
    my.assert_says("Min ansökan");
    my.assert_says("Skickad");
    my.assert_says("Väntar på chefen");
    my.assert_says("Intyg");
}

#[rocket::async_test]
async fn with_one_cohort_nobody_is_asked_which() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();

    let draft = scene.fill(&visitor, "Bo Berg", "bo@example.org").await;
    let page = visitor.get(&format!("{draft}/manager")).await;
    let receipt = visitor.fill_in(&format!("{draft}/check"), 0, &[]).await;

    page.assert_says("Fråga 5 av 6");
    receipt.assert_status(Status::SeeOther);
    assert_eq!(scene.applications().await.len(), 1);
}

#[rocket::async_test]
async fn twenty_posts_of_one_form_are_one_application_and_one_pair_of_letters() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    let start = visitor.get("/offers/BRF-2012-H/apply").await;
    let draft = scene.fill(&visitor, "Åsa Öberg", "asa@example.org").await;
    let check = visitor.get(&format!("{draft}/check")).await;

    let begun = rocket::futures::future::join_all((0..20).map(|_| visitor.send(&start, 0, &[]))).await;
    let sent = rocket::futures::future::join_all((0..20).map(|_| visitor.send(&check, 0, &[]))).await;

    assert!(begun.iter().all(|page| page.location() == begun[0].location()));
    assert!(sent.iter().all(|page| page.location() == format!("{draft}/sent")));
    let purposes: Vec<_> = scene.letters().await.into_iter().map(|letter| letter.purpose).collect();
    assert_eq!((scene.applications().await.len(), scene.mandates().await.len()), (1, 1));
    assert_eq!(purposes, ["mandate.asked", "application.received"]);
}

#[rocket::async_test]
async fn letters_hold_nothing_the_sender_typed_but_the_name() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    let draft = scene.fill(&visitor, "A\u{30A}sa www.Evil.example Öberg", "asa@example.org").await;
    let typed = [("organisation", "other"), ("other_organisation", "Vinn pengar AB"), ("unit", "Klicka här")];
    visitor.fill_in(&format!("{draft}/organisation"), 0, &typed).await;
    let manager = [("manager_name", "Grattis Vinnare"), ("manager_email", MANAGER)];
    visitor.fill_in(&format!("{draft}/manager"), 0, &manager).await;

    visitor.fill_in(&format!("{draft}/check"), 0, &[]).await.assert_status(Status::SeeOther);

    let letters = scene.letters().await;
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        let all = format!("{}{}{}{}", letter.to_name, letter.subject, letter.text_body, letter.html_body);
        for typed in
            ["example.com", "Vinn pengar", "Klicka", "Grattis", "utvecklingsledare", "Evil.example", "A\u{30A}"]
        {
            assert!(!all.contains(typed), "{typed} stands in {}", letter.purpose);
        }
        assert!(all.contains("Åsa wwwEvilexample Öberg"), "{all}");
    }
    let asked = letters.iter().find(|letter| letter.to_email == MANAGER).expect("a letter");
    for told in ["en annan organisation", "4–5 oktober", "kostnadsfri", "genomförandeplan", "Svara senast"] {
        assert!(asked.text_body.contains(told), "{told} is missing in {}", asked.text_body);
    }
}

#[rocket::async_test]
async fn a_wrong_answer_stands_at_its_field_and_is_kept() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    let draft = scene.begin(&visitor).await;
    visitor.fill_in(&format!("{draft}/name"), 0, &[("name", "Åsa"), ("email", "asa@example.org")]).await;

    let email = visitor.fill_in(&format!("{draft}/name"), 0, &[("name", "Åsa Ö"), ("email", "asa@")]).await;
    let none = visitor.fill_in(&format!("{draft}/organisation"), 0, &[]).await;
    let own = [("manager_name", "Åsa"), ("manager_email", "ASA@example.org")];
    let own = visitor.fill_in(&format!("{draft}/manager"), 0, &own).await;
    let [a, b] = [0, 1].map(|at| format!("cohort-{}", scene.cohorts[at]));
    let nowhere = visitor.fill_in(&format!("{draft}/cohorts"), 0, &[(&a, "no"), (&b, "no")]).await;
    let twice = visitor.fill_in(&format!("{draft}/cohorts"), 0, &[(&a, "1"), (&b, "1")]).await;
    let resumed = visitor.get(&draft).await;

    for page in [&email, &none, &own, &nowhere, &twice] {
        page.assert_status(Status::UnprocessableEntity);
    }
    email.assert_field_error("email", "Skriv en e-postadress");
    assert!(email.html.contains("Åsa Ö"));
    none.assert_field_error("organisation", "Välj din kommun");
    own.assert_field_error("manager_email", "inte din egen");
    nowhere.assert_field_error(&a, "minst en omgång");
    twice.assert_field_error(&b, "Ge varje val en gång");
    assert_eq!(resumed.location(), format!("{draft}/organisation"));
}

#[rocket::async_test]
async fn a_second_application_from_the_same_address_is_told_about_the_first() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let reference = scene.applications().await[0].reference.clone();
    let draft = scene.fill(&visitor, "Åsa Öberg", "ASA@example.org").await;

    let again = visitor.fill_in(&format!("{draft}/check"), 0, &[]).await;

    again.assert_status(Status::UnprocessableEntity);
    again.assert_says("Du har redan sökt");
    again.assert_says(&reference);
    assert_eq!((scene.applications().await.len(), scene.letters().await.len()), (1, 2));
}

#[rocket::async_test]
async fn after_the_deadline_nothing_is_lost_and_nothing_is_sent() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor();
    let draft = scene.fill(&visitor, "Åsa Öberg", "asa@example.org").await;
    let check = visitor.get(&format!("{draft}/check")).await;
    let offer = scene.house.find_offer(scene.offer).await;
    scene.house.set_clock(Instant::from_millis(offer.deadline_at.millis() + 1));

    let late = visitor.send(&check, 0, &[]).await;
    let start = visitor.get("/offers/BRF-2012-H/apply").await;
    let kept = visitor.get(&format!("{draft}/check")).await;
    let corrected = visitor.fill_in(&format!("{draft}/role"), 0, &[("role", "strateg")]).await;
    scene.house.set_clock(offer.deadline_at);
    let in_time = visitor.send(&check, 0, &[]).await;

    late.assert_status(Status::UnprocessableEntity);
    late.assert_says("Ansökningstiden har gått ut");
    start.assert_ok();
    start.assert_says("Ansökningstiden är slut");
    start.assert_says("kansli@example.org");
    kept.assert_says("Jag ska leda arbetet");
    corrected.assert_status(Status::SeeOther);
    assert_eq!(in_time.location(), format!("{draft}/sent"));
}

#[rocket::async_test]
async fn names_and_texts_of_every_kind_get_an_answer() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    let draft = scene.begin(&visitor).await;
    let long = "ö".repeat(200);
    let inputs = [
        "A\r\nBcc: x@y",
        "A\0B",
        "Anna\u{202E}nosraL",
        "An\u{200B}na",
        "Аnna",
        "A\u{30A}sa",
        "Ø",
        "Đặng Thị Ngọc",
        "Łukasz",
        "Ćirić",
        "李明",
        "محمد",
        "O'Brien",
        &long,
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM",
        ") /JS (",
        "</script><svg onload=…>",
        "../../etc/passwd",
        "%00",
        "%ff",
        "{{7*7}}",
        "'; DROP TABLE offers;--",
        "",
    ];

    for input in inputs {
        for (question, fields) in [
            ("name", vec![("name", input), ("email", input)]),
            ("name", vec![("name", input), ("email", "asa@example.org")]),
            ("organisation", vec![("organisation", input), ("other_organisation", input), ("unit", input)]),
            ("organisation", vec![("organisation", "other"), ("other_organisation", input), ("unit", input)]),
            ("role", vec![("role", input)]),
            ("mandate", vec![("mandate", input)]),
            ("manager", vec![("manager_name", input), ("manager_email", MANAGER)]),
        ] {
            let page = visitor.fill_in(&format!("{draft}/{question}"), 0, &fields).await;
            assert!([303, 422].contains(&page.status.code), "{question} {input:?}: {}", page.status);
            let shown = visitor.get(&format!("{draft}/{question}")).await;
            assert!(!shown.html.contains("<svg onload"), "{question}");
        }
        let link = visitor.post("/new-link", &[("email", input)]).await;
        assert!([303, 422].contains(&link.status.code), "new link {input:?}: {}", link.status);
        let path: String = input.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in [format!("/my/{path}"), format!("/mandates/{path}"), format!("/apply/{path}/name")] {
            let page = visitor.get(&path).await;
            assert!(page.status.code < 500, "{path}: {}", page.status);
        }
    }
}

#[rocket::async_test]
async fn unknown_run_out_and_foreign_addresses_look_alike() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let my = scene.link_in("asa@example.org", "application.received").await;
    let mandate = scene.link_in(MANAGER, "mandate.asked").await;
    let draft = scene.begin(&visitor).await;

    let crossed = visitor.get(&my.replace("/my/", "/mandates/")).await;
    let crossed_back = visitor.get(&mandate.replace("/mandates/", "/my/")).await;
    let unknown = visitor.get("/my/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").await;
    scene.house.set_clock(scene.house.now().plus_days(1000));
    let run_out = [visitor.get(&my).await, visitor.get(&mandate).await, visitor.get(&format!("{draft}/name")).await];

    for page in [&crossed, &crossed_back, &unknown].into_iter().chain(&run_out) {
        page.assert_status(Status::NotFound);
        assert_eq!(page.text(), unknown.text());
    }
}

#[rocket::async_test]
async fn an_application_is_withdrawn_by_the_button_and_only_by_it() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let my = scene.link_in("asa@example.org", "application.received").await;

    for _ in 0..3 {
        visitor.get(&my).await.assert_ok();
        visitor.get(&format!("{my}/withdraw")).await.assert_ok();
    }
    let before = scene.applications().await[0].state;
    let page = visitor.get(&format!("{my}/withdraw")).await;
    let first = visitor.send(&page, 0, &[]).await;
    let second = visitor.send(&page, 0, &[]).await;

    assert_eq!(before, ApplicationState::AwaitingManager);
    assert_eq!([first.location(), second.location()], [my.as_str(); 2]);
    assert_eq!(scene.applications().await[0].state, ApplicationState::Withdrawn);
    visitor.get(&my).await.assert_says("Återtagen");
    let told = scene.letters().await.into_iter().filter(|letter| letter.purpose == "application.moved").count();
    assert_eq!(told, 1);
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await.assert_says("Ansökan är skickad");
}

#[rocket::async_test]
async fn a_new_link_answers_alike_and_comes_at_most_three_times_a_day() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;

    let unknown = visitor.post("/new-link", &[("email", "nobody@example.org")]).await;
    let mut answers = Vec::new();
    for _ in 0..5 {
        answers.push(visitor.post("/new-link", &[("email", "ASA@example.org")]).await.location().to_owned());
    }

    assert!(answers.iter().all(|answer| answer == unknown.location()));
    let letters = scene.letters().await;
    assert_eq!(letters.iter().filter(|letter| letter.purpose == "application.links").count(), 3);
    assert!(letters.iter().all(|letter| letter.to_email != "nobody@example.org"));
    visitor.get(&scene.link_in("asa@example.org", "application.links").await).await.assert_says("Min ansökan");
}

#[rocket::async_test]
async fn everything_is_there_in_english() {
    let scene = Scene::open(2).await;
    let visitor = scene.house.visitor().reading("en");

    let receipt = scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let my = visitor.get(&scene.link_in("asa@example.org", "application.received").await).await;
    let mandate = visitor.get(&scene.link_in(MANAGER, "mandate.asked").await).await;

    receipt.assert_says("What happens next?");
    my.assert_says("Awaiting manager");
    mandate.assert_says("Confirm assignment and mandate");
    assert!(scene.letters().await.iter().any(|letter| letter.subject == "Confirm assignment and mandate"));
}

#[rocket::async_test]
async fn a_coordinator_registers_for_somebody_who_phoned_even_late() {
    let scene = Scene::open(1).await;
    let karin = scene.house.as_coordinator().await;
    scene.house.set_clock(scene.house.find_offer(scene.offer).await.deadline_at.plus_days(1));
    let karin_again = scene.house.session_of(stafett::kernel::AccountId(1)).await;
    let path = format!("/desk/offers/{}/register", scene.offer);
    let page = karin_again.get(&path).await;
    let bjuv = scene.bjuv.to_string();
    let said = [
        ("name", "Per Phone"),
        ("email", "per@example.org"),
        ("organisation", bjuv.as_str()),
        ("role", "rektor"),
        ("mandate", "Leder."),
        ("manager_name", "Maja Chef"),
        ("manager_email", MANAGER),
    ];

    let first = karin_again.send(&page, 0, &said).await;
    let second = karin_again.send(&page, 0, &said).await;
    let desk = karin_again.follow(&first).await;

    drop(karin);
    assert_eq!(first.location(), second.location());
    desk.assert_says("registrerat av Karin Koordinator efter telefon");
    assert_eq!(scene.applications().await.len(), 1);
    let letters = scene.letters().await;
    let to_per = letters.iter().find(|letter| letter.to_email == "per@example.org").expect("a letter");
    assert!(to_per.text_body.contains("registrerat din ansökan efter telefon"));
}

#[rocket::async_test]
async fn a_coordinator_decides_with_a_reason_and_the_second_saver_sees_both() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    scene.apply(&visitor, "Åsa Öberg", "asa@example.org").await;
    let karin = scene.house.as_coordinator().await;
    let path = format!("/desk/applications/{}", scene.applications().await[0].id);
    let page = karin.get(&path).await;
    let n = page.form_to("/decide");

    let nothing = karin.send(&page, n, &[]).await;
    let first = karin.send(&page, n, &[("verdict", "supplement"), ("reason", "Vilken tid får du?")]).await;
    let second = karin.send(&page, n, &[("verdict", "not_eligible"), ("reason", "Utanför målgruppen")]).await;

    nothing.assert_status(Status::UnprocessableEntity);
    nothing.assert_field_error("reason", "Skriv skälet");
    first.assert_status(Status::SeeOther);
    second.assert_status(Status::Conflict);
    second.assert_says("Någon annan hann spara");
    second.assert_says("Vilken tid får du?");
    assert!(second.html.contains("Utanför målgruppen"));
    let my = visitor.get(&scene.link_in("asa@example.org", "application.moved").await).await;
    my.assert_says("Komplettera din ansökan");
    my.assert_says("Vilken tid får du?");
}

#[rocket::async_test]
async fn of_linked_applications_only_one_is_eligible() {
    let scene = Scene::open(1).await;
    let (offer, cohorts) = (scene.offer, scene.cohorts.as_slice());
    let eligible = ApplicationState::Eligible;
    let first = scene.house.application((offer, cohorts), scene.bjuv, "Åsa Öberg", eligible).await;
    let second = scene.house.application((offer, cohorts), scene.eslov, "Åsa Öberg", eligible).await;
    let karin = scene.house.as_coordinator().await;
    let path = format!("/desk/applications/{second}");
    let reference = scene.house.find_application(first).await.reference;

    let page = karin.get(&path).await;
    let linked = karin.send(&page, page.form_to("/link"), &[("twin", &reference.to_lowercase())]).await;
    let page_after = karin.get(&path).await;
    let again = [("verdict", "eligible"), ("reason", "Ändå")];
    let refused = karin.send(&page_after, page_after.form_to("/decide"), &again).await;

    page.assert_says("Kan vara samma person");
    linked.assert_status(Status::SeeOther);
    page_after.assert_says(&format!("Länkad med {reference}"));
    refused.assert_status(Status::UnprocessableEntity);
    assert_eq!(scene.house.find_application(first).await.state, ApplicationState::Eligible);
    assert_eq!(scene.house.find_application(second).await.state, ApplicationState::NotEligible);
}

#[rocket::async_test]
async fn rank_and_withdrawal_are_recorded_on_the_desk() {
    let scene = Scene::open(1).await;
    let state = ApplicationState::Eligible;
    let id = scene.house.application((scene.offer, &scene.cohorts), scene.bjuv, "Åsa Öberg", state).await;
    let karin = scene.house.as_coordinator().await;
    let path = format!("/desk/applications/{id}");

    let page = karin.get(&path).await;
    let wrong = karin.send(&page, page.form_to("/rank"), &[("rank", "ett")]).await;
    let ranked = karin.send(&page, page.form_to("/rank"), &[("rank", "2")]).await;
    let page = karin.get(&path).await;
    let withdrawn = karin.send(&page, page.form_to("/withdraw"), &[("withdrawal_channel", "phone")]).await;

    wrong.assert_field_error("rank", "Skriv ett heltal");
    ranked.assert_status(Status::SeeOther);
    withdrawn.assert_status(Status::SeeOther);
    let application = scene.house.find_application(id).await;
    assert_eq!((application.rank, application.state), (2, ApplicationState::Withdrawn));
    karin.get(&path).await.assert_says("registrerat av samordnaren efter telefon");
}

#[rocket::async_test]
async fn the_desk_is_for_coordinators() {
    let scene = Scene::open(1).await;
    let state = ApplicationState::Eligible;
    let id = scene.house.application((scene.offer, &scene.cohorts), scene.bjuv, "Åsa Öberg", state).await;
    let trainer = scene.house.as_trainer().await;

    for path in [format!("/desk/applications/{id}"), format!("/desk/offers/{}/register", scene.offer)] {
        assert_eq!(trainer.get(&path).await.status, Status::Forbidden);
        assert!(scene.house.visitor().get(&path).await.location().starts_with("/sign-in"));
    }
}

#[rocket::async_test]
async fn what_exceeds_an_addresss_share_comes_collected_the_next_morning() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();

    for n in 0..13 {
        let name = format!("Åsa {}", ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M"][n]);
        scene.apply(&visitor, &name, &format!("asa{n}@example.org")).await.assert_says("Ansökan är skickad");
    }
    let same_day = actions::send_held(scene.house.db(), &scene.house.house.letterhead(), scene.house.now()).await;
    let today = scene.letters().await.iter().filter(|letter| letter.to_email == MANAGER).count();
    scene.house.set_clock(scene.house.now().plus_days(1));
    let head = scene.house.house.letterhead();
    let sent = actions::send_held(scene.house.db(), &head, scene.house.now()).await;
    let again = actions::send_held(scene.house.db(), &head, scene.house.now()).await;

    assert_eq!((same_day.ok(), today, sent.ok(), again.ok()), (Some(0), 10, Some(1), Some(0)));
    let letters = scene.letters().await;
    let collected = letters.iter().find(|letter| letter.purpose == "mandate.collected").expect("a letter");
    for name in ["Åsa K", "Åsa L", "Åsa M"] {
        assert!(collected.text_body.contains(name), "{}", collected.text_body);
    }
}
