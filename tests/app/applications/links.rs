//! Private links, and what strangers do with the public forms.

use super::{MANAGER, Scene};
use rocket::http::Status;
use stafett::applications::{ApplicationState, actions};

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
        let path = input.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
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
