//! The rule of a programme: presets with numbers, the editor for the whole language, both tried before they are saved.

use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::EntityTrait;
use stafett::requirements::{CompletionRule, entity as completion_rule};

async fn rules(house: &TestHouse) -> Vec<completion_rule::Model> {
    completion_rule::Entity::find().all(house.db().read()).await.expect("read")
}

async fn desk(house: &TestHouse) -> (Visitor<'_>, String) {
    house.platform().await;
    house.programme().await;
    let desk = house.as_coordinator().await;
    let path = desk.get("/desk/programmes").await.link("Ändra kraven");
    (desk, path)
}

/// Presses a button of the page's only form.
async fn press(desk: &Visitor<'_>, page: &Page, fields: &[(&str, &str)]) -> Page {
    desk.send(page, page.form_to("/rule"), fields).await
}

#[rocket::async_test]
async fn a_usual_rule_is_changed_by_its_numbers_tried_and_saved_as_the_next_version() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let page = desk.get(&path).await;

    let tried = press(&desk, &page, &[("do", "try"), ("min", "4"), ("mark-1", "absent"), ("mark-2", "made_up")]).await;
    let before = rules(&house).await.len();
    let saved = press(&desk, &tried, &[("do", "save"), ("min", "4")]).await;

    page.assert_says("Minst 5 av 6 dagar, dag 1 och 6 måste ingå.");
    page.assert_says("At least 5 of 6 days");
    tried.assert_ok();
    tried.assert_says("Minst 4 av 6 dagar");
    tried.assert_says("Deltagaren kan inte längre uppfylla kraven.");
    assert_eq!(before, 1);
    assert!(saved.location().ends_with("/rule?saved=yes"));
    let kept = rules(&house).await;
    assert_eq!((kept.len(), kept[1].number), (2, 2));
    assert_eq!(CompletionRule::parse(&kept[1].rule).expect("a rule").hash(), kept[1].hash);
    desk.get(&path).await.assert_says("krav nr 2, SHA-256");
}

#[rocket::async_test]
async fn no_months_set_no_limit_zero_months_end_with_the_last_day_and_both_come_back_as_they_were_written() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let months = |rule: &completion_rule::Model| {
        let rule = CompletionRule::parse(&rule.rule).expect("a rule");
        rule.make_up().map(|make_up| (make_up.max, make_up.within_months))
    };
    let page = desk.get(&path).await;

    press(&desk, &page, &[("do", "save"), ("within_months", "0")]).await.location();
    let zero = desk.get(&path).await;
    let same = press(&desk, &zero, &[("do", "save")]).await;
    let editor = desk.get(&format!("{path}/advanced")).await;
    press(&desk, &editor, &[("do", "save")]).await.location();
    let kept = rules(&house).await;
    press(&desk, &zero, &[("do", "save"), ("within_months", "")]).await.location();
    let open = desk.get(&path).await;
    let editor = desk.get(&format!("{path}/advanced")).await;
    press(&desk, &editor, &[("do", "save")]).await.location();
    let last = rules(&house).await;

    zero.assert_says("Högst 1 dag får tas igen senast sista dagen");
    same.assert_status(Status::SeeOther);
    assert_eq!((kept.len(), months(&kept[1])), (2, Some((1, Some(0)))));
    open.assert_does_not_say("senast sista dagen (");
    assert_eq!((last.len(), months(&last[2])), (3, Some((1, None))));
}

#[rocket::async_test]
async fn wrong_numbers_are_refused_in_words_and_nothing_typed_is_lost() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let page = desk.get(&path).await;

    let wrong = [("do", "save"), ("min", "7"), ("partial_percent", "120"), ("assignment", "plan")];
    let again = press(&desk, &page, &wrong).await;

    again.assert_status(Status::UnprocessableEntity);
    again.assert_field_error("min", "Skriv ett heltal från 1 till 6.");
    again.assert_field_error("partial_percent", "Skriv ett heltal från 1 till 100.");
    assert!(again.html.contains("value=\"plan\""));
    assert_eq!(rules(&house).await.len(), 1);
}

#[rocket::async_test]
async fn the_editor_puts_a_rule_together_by_buttons_and_shows_it_as_a_sentence() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let page = desk.get(&format!("{path}/advanced")).await;

    let added = press(&desk, &page, &[("do", "add r"), ("new-r", "any")]).await;
    let inner = press(&desk, &added, &[("do", "add r-2"), ("new-r-2", "assignment")]).await;
    let named = press(&desk, &inner, &[("key-r-2-0", "plan"), ("do", "add r-2"), ("new-r-2", "rollout_plan")]).await;
    let removed = press(&desk, &named, &[("do", "remove r-1")]).await;
    let tried = press(&desk, &removed, &[("do", "try"), ("fact-assignment-706c616e", "approved")]).await;
    let saved = press(&desk, &tried, &[("do", "save")]).await;

    added.assert_says("Här finns inget krav än.");
    inner.assert_field_error("key-r-2-0", "Skriv vad hemuppgiften kallas.");
    removed.assert_says("hemuppgiften ”plan” godkänd eller genomförandeplanen minst inlämnad");
    removed.assert_says("the assignment “plan” approved");
    tried.assert_says("Hemuppgiften ”plan” ska vara godkänd och är godkänd.");
    assert!(saved.location().ends_with("/rule?saved=yes"), "{}", saved.text());
    let kept = rules(&house).await;
    let rule = CompletionRule::parse(&kept[1].rule).expect("a rule");
    let places: Vec<String> = rule.places().into_iter().map(|(path, _)| path).collect();
    assert_eq!(places, ["all", "all/0", "all/1", "all/1/any/0", "all/1/any/1"]);
    desk.get(&path).await.assert_says("Kraven som gäller nu är skrivna under Avancerat.");
}

#[rocket::async_test]
async fn an_unsound_draft_is_not_saved_and_says_what_is_missing() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let page = desk.get(&format!("{path}/advanced")).await;

    let empty = press(&desk, &page, &[("do", "add r"), ("new-r", "at_least")]).await;
    let refused = press(&desk, &empty, &[("do", "save"), ("n-r-2", "3")]).await;
    let strange = press(&desk, &page, &[("do", "save"), ("kind-r-0", "hokus")]).await;

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_field_error("kind-r-2", "listan är tom. Lägg till minst ett krav.");
    strange.assert_status(Status::UnprocessableEntity);
    strange.assert_field_error("kind-r-0", "Välj ett av kraven.");
    assert_eq!(rules(&house).await.len(), 1);
}

#[rocket::async_test]
async fn a_rule_deeper_than_the_editor_says_so_and_is_not_cut() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let mut page = desk.get(&format!("{path}/advanced")).await;

    for _ in 0..5 {
        page = press(&desk, &page, &[("do", "tie r")]).await;
    }
    let too_deep = press(&desk, &page, &[("do", "tie r")]).await;
    let forced = [("kind-r-0-0-0-0-0-1", "all"), ("kind-r-0-0-0-0-0-1-0", "all"), ("kind-r-0-0-0-0-0-1-0-0", "all")];
    let cut = press(&desk, &page, &[&forced[..], &[("do", "save")]].concat()).await;

    page.assert_ok();
    assert!(!page.text().contains("den ena i den andra"), "{}", page.text());
    too_deep.assert_says("Krav kan ligga i högst 6 grupper, den ena i den andra.");
    assert!(too_deep.html.contains("kind-r-0-0-0-0-0-0\""));
    cut.assert_status(Status::UnprocessableEntity);
    cut.assert_says("Krav kan ligga i högst 6 grupper, den ena i den andra.");
    assert_eq!(rules(&house).await.len(), 1);
}

#[rocket::async_test]
async fn a_decision_may_be_asked_of_others_than_the_coordinator() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let page = desk.get(&format!("{path}/advanced")).await;

    let added = press(&desk, &page, &[("do", "add r"), ("new-r", "decided_by")]).await;
    let named =
        press(&desk, &added, &[("role-r-2", "trainer"), ("do", "try"), ("fact-decided_by-747261696e6572", "yes")])
            .await;

    added.assert_says("beslut av samordnaren");
    named.assert_says("Beslut av utbildaren finns.");
}

#[rocket::async_test]
async fn a_published_cohort_keeps_its_rule_and_a_planned_one_follows() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let programme = stafett::kernel::ProgrammeVersionId(1);
    let published = house.cohort(programme, "A", 4).await;
    let page = desk.get(&path).await;

    press(&desk, &page, &[("do", "save"), ("min", "6")]).await.assert_status(Status::SeeOther);

    let kept = desk.get(&format!("/desk/cohorts/{published}/rule")).await;
    kept.assert_says("Gäller för omgången Minst 5 av 6 dagar");
    kept.assert_says("Omgången har inga deltagare än.");
    kept.assert_says("De nya kraven är inte bevisat lättare för alla i omgången.");
}

#[rocket::async_test]
async fn the_look_and_term_of_certificates_are_chosen_per_programme() {
    let house = TestHouse::open().await;
    let (desk, _) = desk(&house).await;
    let path = desk.get("/desk/programmes").await.link("Ändra intyget");
    let page = desk.get(&path).await;

    let wrong = desk.send(&page, page.form_to("/certificate"), &[("layout", "baroque"), ("valid_months", "två")]).await;
    let saved =
        desk.send(&page, page.form_to("/certificate"), &[("layout", "quiet-portrait"), ("valid_months", "24")]).await;
    let list = desk.get("/desk/programmes").await;

    page.assert_says("Formellt liggande");
    wrong.assert_status(Status::UnprocessableEntity);
    wrong.assert_field_error("layout", "Välj hur intygen ska se ut.");
    wrong.assert_field_error("valid_months", "Skriv ett heltal från 1 till 600.");
    desk.follow(&saved).await.assert_says("Det är sparat och gäller nästa intyg.");
    list.assert_says("Stilla stående, giltigt 24 månader");
}

#[rocket::async_test]
async fn without_making_up_no_made_up_day_counts_and_with_it_days_and_ways_are_chosen() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let page = desk.get(&format!("{path}/advanced")).await;

    let bare = [("do", "save"), ("make_up", "yes"), ("make_up_days", ""), ("make_up_forms", "")];
    let incomplete = press(&desk, &page, &bare).await;
    let before = rules(&house).await.len();
    let made_up = [("make_up", ""), ("do", "try"), ("mark-1", "made_up"), ("mark-2", "present"), ("mark-3", "present")];
    let rest = [("mark-4", "present"), ("mark-5", "present"), ("mark-6", "present")];
    let tried = press(&desk, &page, &[&made_up[..], &rest[..]].concat()).await;
    let saved = press(&desk, &page, &[("do", "save"), ("make_up", "")]).await;

    incomplete.assert_status(Status::UnprocessableEntity);
    incomplete.assert_field_error("make_up_days", "Välj minst en dag.");
    incomplete.assert_field_error("make_up_forms", "Välj minst ett sätt.");
    assert_eq!(before, 1);
    tried.assert_says("Dagar som tas igen räknas inte.");
    tried.assert_says("Deltagaren kan inte längre uppfylla kraven.");
    saved.assert_status(Status::SeeOther);
    let kept = CompletionRule::parse(&rules(&house).await[1].rule).expect("a rule");
    assert_eq!(kept.make_up().map(|make_up| make_up.max), Some(0));
    assert!(!desk.get(&format!("{path}/advanced")).await.html.contains("name=\"make_up\" value=\"yes\" checked"));
}

#[rocket::async_test]
async fn a_role_decides_on_one_ground_and_enter_in_a_field_adds_nothing() {
    let house = TestHouse::open().await;
    let (desk, path) = desk(&house).await;
    let page = desk.get(&format!("{path}/advanced")).await;

    let one = press(&desk, &page, &[("do", "add r"), ("new-r", "decided_by")]).await;
    let two = press(&desk, &one, &[("do", "add r"), ("new-r", "decided_by"), ("reason-r-2", "Sjukdom")]).await;
    let refused = press(&desk, &two, &[("do", "save"), ("reason-r-3", "Uppdrag")]).await;

    refused.assert_status(Status::UnprocessableEntity);
    refused.assert_field_error("kind-r-3", "samma roll kan bara besluta på en grund.");
    assert_eq!(rules(&house).await.len(), 1);
    let form = page.html.split("<form").find(|form| form.contains("kind-r")).expect("the form");
    let first = form.split("type=\"submit\"").nth(1).expect("a button");
    assert!(first.starts_with(" name=\"do\" value=\"try\""), "{first}");
}
