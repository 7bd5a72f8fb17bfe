//! One person's journey, step by step as the product tells it.

use super::{assert_sound, begin_with_example, link_in, on, write_papers};
use crate::certificates::{scanned, text_of};
use crate::support::filled::OFFER;
use crate::support::world::day;
use crate::support::{Page, TestHouse, Visitor};
use calamine::{Reader, Xlsx};
use rocket::http::Status;
use sea_orm::{EntityTrait, PaginatorTrait};
use stafett::applications::entity::application;
use stafett::attendance::{MarkKind, queries};
use stafett::certification::entity::certificate;
use stafett::cohorts::CourseDay;
use stafett::graduates::entity::graduate;
use stafett::kernel::{AccountId, CohortId, Day, OfferId, OrganisationId, ParticipantId};
use stafett::locale::holidays;
use stafett::people::Role;
use stafett::{organisations, rollouts, seats};

const NAME: &str = "Đặng Thị Ngọc";
const EMAIL: &str = "ngoc@example.org";
const MANAGER: &str = "maja.chef@example.org";

const COHORT: [(&str, &str); 8] = [
    ("name", "Omgång A"),
    ("code", "HT2012-A"),
    ("term", "HT 2012"),
    ("place", "Eslöv"),
    ("room", "Stora salen"),
    ("capacity", "40"),
    ("languages", "sv"),
    ("from", "2012-10-01"),
];

/// The house, who works in it, and what the steps have made so far.
struct Journey {
    house: TestHouse,
    karin: AccountId,
    tuva: AccountId,
    cohort: CohortId,
    offer: OfferId,
    days: Vec<CourseDay>,
    bjuv: OrganisationId,
    participant: ParticipantId,
}

impl Journey {
    /// Step 9 comes first: an empty house begins with the example and no people.
    async fn begin() -> Self {
        let house = TestHouse::open().await;
        let karin = house.account(Role::Coordinator, "Karin Koordinator").await;
        let tuva = house.account(Role::Trainer, "Tuva Trainer").await;
        let done = begin_with_example(&house, karin).await;
        done.assert_says("Allt är på plats");
        let bjuv = organisations::queries::find_by_code(house.db().read(), "1260").await.expect("read");
        let bjuv = bjuv.expect("Bjuv is in the example region").id;
        let (cohort, offer, participant) = (CohortId(0), OfferId(0), ParticipantId(0));
        Self { house, karin, tuva, cohort, offer, days: Vec::new(), bjuv, participant }
    }

    async fn karin_on(&self, day: Day) -> Visitor<'_> {
        on(&self.house, self.karin, day).await
    }

    fn last_day(&self) -> Day {
        self.days[5].day
    }

    async fn my(&self, purpose: &str) -> String {
        link_in(&self.house, EMAIL, purpose).await
    }

    /// Step 1: six working days are suggested, one is moved, a trainer is named, the offer is published.
    async fn plan_and_publish(&mut self) {
        let karin = self.karin_on(day(2012, 9, 3)).await;
        let made = karin.fill_in("/desk/cohorts/new", 0, &COHORT).await;
        let page = karin.follow(&made).await;
        let id = made.location().trim_start_matches("/desk/cohorts/").trim_end_matches("/edit").parse();
        let cohort: CohortId = id.expect("a cohort");
        let suggested = self.house.days_of(cohort).await;
        assert!(suggested.len() == 6 && suggested.iter().all(|day| holidays::is_working_day(day.day)), "{suggested:?}");

        let moved = suggested[5].day + chrono::Days::new(7);
        let fields = [("day-6", moved.to_string()), ("trainers", self.tuva.to_string())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let saved = karin.send(&page, 0, &fields).await;
        karin.follow(&saved).await.assert_says("Omgången är sparad.");
        let days = self.house.days_of(cohort).await;
        assert_eq!(days[5].day, moved);

        let chosen = cohort.to_string();
        let drafted = karin.fill_in("/desk/offers/new", 0, &[&OFFER[..], &[("cohorts", &chosen)]].concat()).await;
        let check = karin.follow(&drafted).await;
        let published = karin.send(&check, 0, &[]).await;
        let offer = published.location().trim_start_matches("/desk/offers/").parse().expect("an offer");
        (self.cohort, self.offer, self.days) = (cohort, offer, days);
    }

    /// Step 2: found on the start page, applied for question by question, confirmed by the manager.
    async fn apply_and_confirm(&self) {
        let visitor = self.house.visitor();
        let start = visitor.get("/").await;
        let offer = visitor.get(&start.link("Läs mer och ansök")).await;
        let begun = visitor.fill_in(&offer.link("Ansök om en plats"), 0, &[]).await;
        let draft = begun.location().strip_suffix("/name").expect("the first question").to_owned();
        let bjuv = self.bjuv.to_string();
        let answers: [(&str, &[(&str, &str)]); 5] = [
            ("name", &[("name", NAME), ("email", EMAIL)]),
            ("organisation", &[("organisation", &bjuv), ("unit", "Barn och utbildning")]),
            ("role", &[("role", "utvecklingsledare")]),
            ("mandate", &[("mandate", "Jag ska leda arbetet i hela kommunen.")]),
            ("manager", &[("manager_name", "Maja Chef"), ("manager_email", MANAGER)]),
        ];
        for (question, fields) in answers {
            let page = visitor.fill_in(&format!("{draft}/{question}"), 0, fields).await;
            page.assert_status(Status::SeeOther);
        }
        let check = visitor.get(&format!("{draft}/check")).await;
        check.assert_says(NAME);
        let sent = visitor.send(&check, 0, &[]).await;
        visitor.follow(&sent).await.assert_says("Ansökan är skickad");
        visitor.get(&self.my("application.received").await).await.assert_says("Min ansökan");

        let link = link_in(&self.house, MANAGER, "mandate.asked").await;
        let page = visitor.get(&link).await;
        page.assert_says("Jag ska leda arbetet i hela kommunen.");
        page.assert_says("Du leder en genomförandeplan hemma.");
        let confirmed = visitor.send(&page, page.form_to("/confirm"), &[]).await;
        visitor.follow(&confirmed).await.assert_says("Du har godkänt uppdrag och mandat");
    }

    /// Step 3: the offer is closed, everybody fits, the seat is offered by letter and accepted.
    async fn allocate_and_accept(&mut self) {
        let karin = self.karin_on(day(2012, 9, 17)).await;
        let path = format!("/desk/offers/{}", self.offer);
        let open = karin.get(&path).await;
        open.assert_says("Har inte sökt (32)");
        let closed = karin.send(&open, open.form_to("/close"), &[]).await;
        let desk = karin.follow(&closed).await;
        desk.assert_says("Alla behöriga får plats.");
        let made = karin.send(&desk, desk.form_to("/offer-all"), &[]).await;
        made.assert_status(Status::SeeOther);

        let visitor = self.house.visitor();
        let my = visitor.get(&self.my("seat.offered").await).await;
        let accepted = visitor.send(&my, my.form_to("/accept"), &[]).await;
        visitor.follow(&accepted).await.assert_says("Omgång A");
        let found = application::Entity::find().one(self.house.db().read()).await.expect("read").expect("one").id;
        let participant = seats::queries::participant_of(self.house.db().read(), found).await.expect("read");
        self.participant = participant.expect("a participant").id;
    }

    /// Step 4: six days marked by the trainer, one mark corrected, every day attested.
    async fn attend(&self) {
        let mark = format!("mark-{}", self.participant);
        for (number, course_day) in self.days.iter().enumerate() {
            let trainer = on(&self.house, self.tuva, course_day.day).await;
            let roster = format!("/days/{}", course_day.id);
            let kind = if number == 2 { "absent" } else { "present" };
            let saved = trainer.fill_in(&roster, 0, &[(&mark, kind)]).await;
            trainer.follow(&saved).await.assert_says("1 av 1");
            if number == 2 {
                let page = format!("{roster}/participants/{}", self.participant);
                trainer.fill_in(&page, 0, &[("kind", "present"), ("reason", "Fel rad markerad")]).await;
            }
            let attested = trainer.fill_in(&format!("{roster}/attest"), 0, &[]).await;
            attested.assert_status(Status::SeeOther);
        }
        let marks = queries::history(self.house.db().read(), self.participant, self.days[2].id).await.expect("read");
        let kinds: Vec<MarkKind> = marks.into_iter().map(|mark| mark.kind).collect();
        assert!(kinds.len() == 2 && kinds.contains(&MarkKind::Absent) && kinds.contains(&MarkKind::Present));
    }

    /// Step 5: the rule is weighed and decided on, the name confirmed, the certificate issued.
    async fn complete(&self) -> certificate::Model {
        let karin = self.karin_on(self.last_day() + chrono::Days::new(1)).await;
        let decide = format!("/desk/cohorts/{}/decide", self.cohort);
        let preview = karin.get(&decide).await;
        preview.assert_says("Uppfyller kraven: 1");
        preview.assert_says("6 av 6 dagar");
        let decided = karin.send(&preview, preview.form_to("/decide"), &[]).await;
        karin.follow(&decided).await.assert_says("Beslutade: 1");

        let visitor = self.house.visitor();
        let name = format!("{}/name", self.my("seat.offered").await);
        let confirmed = visitor.fill_in(&name, 0, &[("name", NAME)]).await;
        visitor.follow(&confirmed).await.assert_says(NAME);

        let page = format!("/desk/cohorts/{}/certificates", self.cohort);
        let ready = karin.get(&page).await;
        ready.assert_says("Utfärda 1 intyg");
        let pressed = karin.send(&ready, 0, &[("kind", "certificate")]).await;
        write_papers(&self.house).await;
        karin.follow(&pressed).await.assert_says("Alla utfärdade intyg är skrivna.");
        certificate::Entity::find().one(self.house.db().read()).await.expect("read").expect("a certificate")
    }

    /// Step 6: the paper by the private link, twice the same; the address in its QR answers with what is printed.
    async fn download_and_verify(&self, one: &certificate::Model) {
        let visitor = self.house.visitor();
        let my = visitor.get(&self.my("certificate.released").await).await;
        let download = format!("{}/certificate.pdf", self.my("certificate.released").await);
        my.assert_says(&one.number);
        let (first, second) = (visitor.get(&download).await, visitor.get(&download).await);
        first.assert_ok();
        assert!(first.bytes.starts_with(b"%PDF"));
        assert_eq!(first.bytes, second.bytes);

        let (printed, qr) = (text_of(&first.bytes), scanned(&first.bytes).remove(0));
        let qr = qr.split('#').next().unwrap_or_default().to_owned();
        assert_eq!(qr, format!("HTTPS://STAFETT.EXAMPLE.ORG/V/{}", one.code));
        for path in [&qr["HTTPS://STAFETT.EXAMPLE.ORG".len()..], &format!("/v/{}", one.code)] {
            let page = visitor.get(path).await;
            page.assert_ok();
            page.assert_says("Giltigt");
            for fact in [NAME, &one.number, "barnkonventionspilot", "6 av 6 dagar", "Tuva Trainer", "Sigrid Signatär"]
            {
                page.assert_says(fact);
                assert!(printed.contains(fact), "{fact} is not in: {printed}");
            }
        }
        let json = visitor.get_with(&format!("/v/{}", one.code), &[("Accept", "application/json")]).await;
        let json: serde_json::Value = serde_json::from_slice(&json.bytes).expect("JSON");
        assert_eq!(json["state"], "valid");
    }

    /// Step 7: the plan at home is opened and told about; milestones tick; the coach verifies; the desk shows it.
    async fn roll_out(&self) {
        let visitor = self.house.visitor();
        let path = format!("{}/plan", self.my("certificate.released").await);
        let opened = visitor.fill_in(&path, 0, &[]).await;
        visitor.follow(&opened).await.assert_says("Bjuv");
        let on = self.last_day().to_string();
        let told: [(&str, &[(&str, &str)]); 4] = [
            (
                "training",
                &[("title", "Konventionen på en timme"), ("officials", "20"), ("politicians", "3"), ("others", "1")],
            ),
            ("working_group", &[("words", "Gruppen är utsedd."), ("members", "5")]),
            ("local_network", &[("words", "Första träffen."), ("members", "9"), ("departments", "3")]),
            ("decision", &[("body", "council"), ("title", "Plan för barnets rättigheter"), ("paragraph", "100")]),
        ];
        for (kind, fields) in told {
            let page = visitor.get(&format!("{path}?tell={kind}")).await;
            let told = visitor.send(&page, page.form_to("/tell"), &[fields, &[("day", &on)]].concat()).await;
            visitor.follow(&told).await.assert_says("Det du berättade är sparat.");
        }
        let plan = rollouts::queries::plan_of(self.house.db().read(), self.bjuv).await.expect("read").expect("a plan");
        let reached = rollouts::queries::milestones_of(self.house.db().read(), &plan).await.expect("read");
        let reached: Vec<_> = reached.iter().map(|one| one.milestone.code()).collect();
        assert!(["M1", "M5", "M7", "M9"].iter().all(|one| reached.contains(one)), "{reached:?}");

        let karin = self.house.session_of(self.karin).await;
        let address = format!("/plans/{}", plan.id);
        let page = karin.get(&address).await;
        karin.send(&page, page.form_to("/coach"), &[("coach", &self.tuva.to_string())]).await;
        let tuva = self.house.session_of(self.tuva).await;
        let page = tuva.get(&address).await;
        tuva.send(&page, page.form_to("/verify"), &[]).await.assert_status(Status::SeeOther);
        tuva.send(&page, page.form_to("/evidence"), &[]).await.assert_status(Status::SeeOther);
        let desk = karin.get("/desk").await;
        assert_eq!(desk.link("Bjuv"), address);
        desk.assert_says("Åstorp");
    }

    /// Step 8: the year in figures counts one trained, 24 locally, one decision, one plan.
    async fn count(&self) {
        let karin = self.house.session_of(self.karin).await;
        let figures = karin.get("/figures?year=2012").await;
        figures.assert_says("Utbildade regionalt 1 uppgift saknas");
        figures.assert_says("Utbildade lokalt (deltagartillfällen) 24");
        figures.assert_says("Beslut i kommunfullmäktige 1 0");
        let rows = karin.get("/figures/trained?year=2012").await;
        rows.assert_says(NAME);
        assert_eq!(rows.html.matches("<th scope=\"row\">").count(), 1);
    }

    /// Step 9: two earlier graduates are taken over from a spreadsheet and taken back; lists download.
    async fn take_over(&self) {
        let karin = self.house.session_of(self.karin).await;
        let rows =
            "Namn;E-post;Organisation;Kurs;År\nAda Alm;ada@example.org;Eslöv;Kurs 1;2010\nBo Ek;;Bjuv;Kurs 2;2011\n";
        let preview = karin.fill_in("/desk/imports", 0, &[("rows", rows)]).await;
        preview.assert_says("2 av 2 rader är felfria. Inget är sparat än.");
        assert_eq!(self.graduates().await, 1);
        let confirmed = karin.send(&preview, 0, &[]).await;
        let receipt = karin.follow(&confirmed).await;
        receipt.assert_says("2 utbildade är registrerade från tidigare register.");
        assert_eq!(self.graduates().await, 3);
        let undone = karin.send(&receipt, receipt.form_to("/undo"), &[]).await;
        karin.follow(&undone).await.assert_says("Importen ångrades");
        assert_eq!(self.graduates().await, 1);
        let list = karin.get(&format!("/desk/cohorts/{}/participants.xlsx", self.cohort)).await;
        assert_eq!(second_row(&list)[1], NAME);
    }

    async fn graduates(&self) -> u64 {
        graduate::Entity::find().count(self.house.db().read()).await.expect("read")
    }
}

fn second_row(list: &Page) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(list.bytes.clone())).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    sheet.rows().nth(1).expect("a row").iter().map(ToString::to_string).collect()
}

#[rocket::async_test]
async fn one_person_goes_from_a_planned_cohort_to_a_scanned_certificate_and_a_decision_at_home() {
    let mut journey = Journey::begin().await;

    journey.plan_and_publish().await;
    journey.apply_and_confirm().await;
    journey.allocate_and_accept().await;
    journey.attend().await;
    let one = journey.complete().await;

    journey.download_and_verify(&one).await;
    journey.roll_out().await;
    journey.count().await;
    journey.take_over().await;
    assert_sound(&journey.house).await;
}
