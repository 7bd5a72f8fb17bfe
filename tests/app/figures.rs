//! *Året i siffror*: golden numbers of the founding year, the rows behind them, the spreadsheet, the other language.

mod trained;

use crate::support::TestHouse;
use crate::support::world::day;
use calamine::{Reader, Xlsx};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, EntityTrait};
use stafett::graduates::Source;
use stafett::graduates::entity::graduate;
use stafett::kernel::*;
use stafett::locale::stockholm;
use stafett::organisations::OrganisationKind;
use stafett::organisations::entity::organisation;
use stafett::people::Role;
use stafett::people::entity::person;
use stafett::programmes::entity::programme;
use stafett::rollouts::entity::{council_decision, happening, local_training, milestone, rollout_plan, rollout_state};
use stafett::rollouts::{Body, HappeningKind, PlanState};

macro_rules! insert {
    ($house:expr, $entity:ident, $row:expr) => {{
        let tx = $house.db().begin_write().await.expect("a transaction");
        let id = $entity::Entity::insert($row).exec(&tx).await.expect("a row").last_insert_id;
        tx.commit().await.expect("a commit");
        id
    }};
}

struct Year {
    house: TestHouse,
    programme: ProgrammeId,
    cohorts: [CohortId; 2],
    municipalities: Vec<OrganisationId>,
}

impl Year {
    /// 33 municipalities, two cohorts of 40 seats in 2012, and a house whose clock stands in January 2014.
    async fn founding() -> Self {
        let house = TestHouse::open().await;
        let mut municipalities = Vec::new();
        for number in 0..33 {
            municipalities
                .push(house.municipality(&format!("{}", 1201 + number), &format!("Kommun {number:02}"), 1000).await);
        }
        let version = house.programme().await;
        let cohorts = [house.cohort(version, "2012-A", 40).await, house.cohort(version, "2012-B", 40).await];
        let programme = programme::Entity::find().one(house.db().read()).await.expect("read").expect("one").id;
        house.set_clock(stockholm::start_of_day(day(2014, 1, 15)));
        Self { house, programme, cohorts, municipalities }
    }

    async fn graduate(&self, name: &str, at: OrganisationId, on: Day, cohort: Option<CohortId>) -> GraduateId {
        let person = self.house.person(name, at).await;
        let row = graduate::ActiveModel {
            person_id: Set(person),
            programme_id: Set(self.programme),
            organisation_id: Set(at),
            cohort_id: Set(cohort),
            course: Set("Barnrättsstrateg".into()),
            completed_on: Set(on),
            source: Set(if cohort.is_some() { Source::Course } else { Source::FormerRegister }),
            import_id: Set(None),
            withdrawn_at: Set(None),
            certified_at: Set(cohort.map(|_| self.house.now())),
            revoked_at: Set(None),
            created_at: Set(self.house.now()),
            ..Default::default()
        };
        insert!(self.house, graduate, row)
    }

    /// 46 of 80 in 18 municipalities.
    async fn trained(&self) {
        for number in 0..46_usize {
            let cohort = self.cohorts[number % 2];
            let at = self.municipalities[number % 18];
            self.graduate(&format!("Person {number:02}"), at, day(2012, 12, 5), Some(cohort)).await;
        }
    }

    async fn plan(&self, at: OrganisationId, states: &[(PlanState, Day)]) -> PlanId {
        let row = rollout_plan::ActiveModel {
            organisation_id: Set(at),
            state: Set(states.last().map_or(PlanState::NotStarted, |one| one.0)),
            coach_id: Set(None),
            situation: Set(String::new()),
            aims: Set(String::new()),
            created_at: Set(self.house.now()),
            version: Set(1),
            ..Default::default()
        };
        let plan = insert!(self.house, rollout_plan, row);
        for (state, from) in states {
            let row = rollout_state::ActiveModel {
                plan_id: Set(plan),
                state: Set(*state),
                from_day: Set(*from),
                recorded_at: Set(self.house.now()),
                ..Default::default()
            };
            insert!(self.house, rollout_state, row);
        }
        plan
    }

    /// A training of 3 politicians, 20 officials and 1 other.
    async fn training(&self, plan: PlanId, on: Day, title: &str, verified: Option<AccountId>) {
        let row = local_training::ActiveModel {
            plan_id: Set(plan),
            day: Set(on),
            title: Set(title.into()),
            minutes: Set(120),
            politicians: Set(3),
            officials: Set(20),
            others: Set(1),
            link: Set(String::new()),
            told_by: Set("Person 00".into()),
            told_at: Set(self.house.now()),
            verified_by: Set(verified),
            verified_at: Set(verified.map(|_| self.house.now())),
            removed_at: Set(None),
            ..Default::default()
        };
        insert!(self.house, local_training, row);
    }

    async fn decision(&self, plan: PlanId, body: Body, from: Day, (to, evidenced): (Option<Day>, Option<AccountId>)) {
        let row = council_decision::ActiveModel {
            plan_id: Set(plan),
            body: Set(body),
            decided_on: Set(from),
            title: Set("Barnkonventionen".into()),
            paragraph: Set("§ 12".into()),
            registry_number: Set("KS 2012:34".into()),
            link: Set(String::new()),
            in_force_from: Set(from),
            in_force_to: Set(to),
            told_by: Set("Person 00".into()),
            told_at: Set(self.house.now()),
            evidenced_by: Set(evidenced),
            evidenced_at: Set(evidenced.map(|_| self.house.now())),
            removed_at: Set(None),
            ..Default::default()
        };
        insert!(self.house, council_decision, row);
    }
}

#[rocket::async_test]
async fn forty_six_of_eighty_in_eighteen_municipalities_is_minus_thirty_four() {
    let year = Year::founding().await;
    year.trained().await;
    let karin = year.house.as_coordinator().await;

    let page = karin.get("/figures?year=2012").await;

    page.assert_ok();
    page.assert_says("Året i siffror 2012");
    page.assert_says("Utbildade regionalt 46 uppgift saknas");
    page.assert_says("Kommuner med någon utbildad under året 18 uppgift saknas");
    page.assert_says("Platser 80 uppgift saknas");
    page.assert_says("Utfall mot plan (fullföljde − platser) −34");
    page.assert_says("Kommun 00 3 3 –");
    page.assert_says("Kommun 20 0 0 –");
}

#[rocket::async_test]
async fn the_year_stands_beside_the_year_before_and_adds_up_to_it() {
    let year = Year::founding().await;
    year.trained().await;
    for number in 0..26_usize {
        let at = year.municipalities[if number < 5 { 18 + number } else { 0 }];
        year.graduate(&format!("Ny {number:02}"), at, day(2013, 12, 31), None).await;
    }
    let karin = year.house.as_coordinator().await;

    let page = karin.get("/figures").await;

    page.assert_says("Året i siffror 2013");
    page.assert_says("Utbildade regionalt 26 46");
    page.assert_says("Utbildade sammanlagt 72 46");
    page.assert_says("Kommuner med någon utbildad sammanlagt 23 18");
    page.assert_says("Platser uppgift saknas 80");
}

#[rocket::async_test]
async fn a_number_opens_its_rows_and_a_revoked_certificate_is_not_among_them() {
    let year = Year::founding().await;
    year.trained().await;
    let lund = organisation::ActiveModel {
        code: Set("LU".into()),
        name: Set("Lunds universitet".into()),
        kind: Set(OrganisationKind::University),
        weight: Set(0),
        is_pilot: Set(false),
        created_at: Set(year.house.now()),
        version: Set(1),
        ..Default::default()
    };
    let lund = insert!(year.house, organisation, lund);
    year.graduate("Ulla Universitet", lund, day(2012, 12, 5), Some(year.cohorts[0])).await;
    let revoked = year.graduate("Åke Återkallad", lund, day(2012, 12, 5), Some(year.cohorts[0])).await;
    let tx = year.house.db().begin_write().await.expect("a transaction");
    let row = graduate::ActiveModel { id: Set(revoked), revoked_at: Set(Some(year.house.now())), ..Default::default() };
    graduate::Entity::update(row).exec(&tx).await.expect("an update");
    tx.commit().await.expect("a commit");
    let karin = year.house.as_coordinator().await;
    let front = karin.get("/figures?year=2012").await;

    let persons = karin.get(&front.link("47")).await;
    let municipalities = karin.get("/figures/municipalities?year=2012").await;

    persons.assert_says("Utbildade regionalt 2012: 47");
    persons.assert_says("Ulla Universitet Lunds universitet 2012-12-05 Omgång 2012-A utbildning här");
    persons.assert_does_not_say("Åke Återkallad");
    assert_eq!(persons.html.matches("<th scope=\"row\">").count(), 47);
    municipalities.assert_says("2012: 18");
    municipalities.assert_does_not_say("Lunds universitet");
    assert_eq!(municipalities.html.matches("<th scope=\"row\">").count(), 18);
}

#[rocket::async_test]
async fn local_heads_count_when_verified_and_stand_beside_until_then() {
    let year = Year::founding().await;
    let by = year.house.account(Role::Trainer, "Tuva Lind").await;
    let plan = year.plan(year.municipalities[0], &[(PlanState::Running, day(2012, 9, 1))]).await;
    year.training(plan, day(2012, 11, 5), "=cmd|' /C calc'!A0", Some(by)).await;
    year.training(plan, day(2012, 11, 6), "Skolan", None).await;
    year.training(plan, day(2013, 2, 1), "Nästa år", Some(by)).await;
    let karin = year.house.as_coordinator().await;

    let page = karin.get("/figures?year=2012").await;
    let rows = karin.get("/figures/local-officials?year=2012").await;
    let file = karin.get("/figures/local.xlsx?year=2012").await;

    page.assert_says("Utbildade lokalt (deltagartillfällen) 24 uppgift saknas");
    page.assert_says("varav politiker 3 uppgift saknas varav tjänstemän 20 uppgift saknas varav andra 1");
    page.assert_says("Uppgivna, ej verifierade 24");
    rows.assert_says("varav tjänstemän 2012: 20");
    rows.assert_does_not_say("Nästa år");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file.bytes.clone())).expect("a spreadsheet");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    assert_eq!(sheet.get((1, 2)).map(ToString::to_string), Some("=cmd|' /C calc'!A0".to_owned()));
    assert_eq!(sheet.get((1, 3)).and_then(calamine::DataType::as_i64), Some(24));
    assert!(book.worksheet_formula("Sheet1").is_ok_and(|formulas| formulas.is_empty()));
}

#[rocket::async_test]
async fn the_four_groups_of_decisions_are_all_municipalities() {
    let year = Year::founding().await;
    let by = year.house.account(Role::Trainer, "Tuva Lind").await;
    let mut plans = Vec::new();
    for at in &year.municipalities[..6] {
        plans.push(year.plan(*at, &[(PlanState::Running, day(2012, 1, 1))]).await);
    }
    let (spring, evidenced) = (day(2012, 3, 1), Some(by));
    year.decision(plans[0], Body::Council, spring, (None, evidenced)).await;
    year.decision(plans[0], Body::Committee, spring, (None, evidenced)).await;
    year.decision(plans[1], Body::ExecutiveBoard, spring, (None, evidenced)).await;
    year.decision(plans[2], Body::Council, spring, (Some(day(2012, 6, 30)), evidenced)).await;
    year.decision(plans[3], Body::Council, spring, (None, None)).await;
    year.decision(plans[4], Body::Council, day(2013, 5, 1), (None, evidenced)).await;
    let karin = year.house.as_coordinator().await;

    let page = karin.get("/figures?year=2012").await;
    let unknown = karin.get("/figures/decisions-no-data?year=2012").await;

    page.assert_says("Beslut i kommunfullmäktige 1 0");
    page.assert_says("Beslut i annat organ 1 0");
    page.assert_says("Inget gällande beslut 1 0");
    page.assert_says("Vet ej, uppgift saknas eller ej styrkt 30 33");
    page.assert_says("Tillsammans 33 kommuner.");
    unknown.assert_says("Kommun 03 kommunfullmäktige 2012-03-01 § 12 KS 2012:34 uppgiven, ej styrkt");
    assert_eq!(unknown.html.matches("<th scope=\"row\">").count(), 30);
}

#[rocket::async_test]
async fn plans_are_counted_by_their_state_at_the_end_of_the_year() {
    let year = Year::founding().await;
    let [one, two] = [0, 1].map(|at| year.municipalities[at]);
    let first = year
        .plan(
            one,
            &[
                (PlanState::Draft, day(2012, 2, 1)),
                (PlanState::Running, day(2012, 10, 1)),
                (PlanState::Closed, day(2013, 6, 1)),
            ],
        )
        .await;
    year.plan(two, &[(PlanState::Draft, day(2012, 12, 31))]).await;
    let reached = milestone::ActiveModel {
        plan_id: Set(first),
        milestone: Set("m3".into()),
        planned_on: Set(None),
        reached_on: Set(Some(day(2012, 10, 1))),
        evidence: Set(String::new()),
    };
    let tx = year.house.db().begin_write().await.expect("a transaction");
    milestone::Entity::insert(reached).exec_without_returning(&tx).await.expect("a row");
    tx.commit().await.expect("a commit");
    for on in [day(2012, 5, 1), day(2012, 11, 1)] {
        let row = happening::ActiveModel {
            plan_id: Set(first),
            kind: Set(HappeningKind::LocalNetwork),
            day: Set(on),
            words: Set("Vi träffades.".into()),
            members: Set(8),
            departments: Set(3),
            link: Set(String::new()),
            told_by: Set("Person 00".into()),
            told_at: Set(year.house.now()),
            removed_at: Set(None),
            ..Default::default()
        };
        insert!(year.house, happening, row);
    }
    let karin = year.house.as_coordinator().await;

    let page = karin.get("/figures?year=2012").await;
    let next = karin.get("/figures?year=2013").await;

    page.assert_says("Utkast 1 0 Genomförs 1 0 Uppgift saknas 31 33 Milstolpar nådda 1 uppgift saknas");
    page.assert_says("Kommuner med lokalt nätverk 1 uppgift saknas Kommuner med arbetsgrupp 0 uppgift saknas");
    next.assert_says("Utkast 1 1 Genomförs 0 1 Avslutad 1 0 Uppgift saknas 31 31 Milstolpar nådda 0 1");
}

#[rocket::async_test]
async fn a_protected_person_counts_and_is_not_named() {
    let year = Year::founding().await;
    year.graduate("Signe Skyddad", year.municipalities[0], day(2012, 12, 5), None).await;
    let tx = year.house.db().begin_write().await.expect("a transaction");
    let everybody = sea_orm::sea_query::Expr::value(true);
    person::Entity::update_many().col_expr(person::Column::IsProtected, everybody).exec(&tx).await.expect("an update");
    tx.commit().await.expect("a commit");
    let karin = year.house.as_coordinator().await;

    let rows = karin.get("/figures/trained?year=2012").await;

    rows.assert_says("2012: 1");
    rows.assert_says("Skyddade personuppgifter ");
    rows.assert_says("Kommun 00");
    rows.assert_does_not_say("Signe");
}

#[rocket::async_test]
async fn english_is_complete_and_strangers_are_turned_away() {
    let year = Year::founding().await;
    year.trained().await;
    let karin = year.house.as_coordinator().await;
    let tuva = year.house.signed_in(Role::Trainer, "Tuva Lind").await;

    let page = karin.get("/figures?year=2012&lang=en").await;
    let rows = karin.get(&page.link("46")).await;

    page.assert_says("The year in figures 2012");
    page.assert_says("Outcome against plan (completed − seats) −34 no data");
    rows.assert_says("Trained regionally 2012: 46");
    rows.assert_does_not_say("Utbildade");
    tuva.get("/figures").await.assert_status(Status::Forbidden);
    assert_eq!(year.house.visitor().get("/figures").await.status, Status::SeeOther);
    karin.get("/figures/nothing?year=2012").await.assert_status(Status::NotFound);
    karin.get("/figures/trained?year=99999").await.assert_status(Status::NotFound);
}
