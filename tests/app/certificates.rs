//! Issuing, correcting and revoking certificates, from the cohort's page to the paper in the holder's hand.

use crate::support::world::{self, day};
use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use stafett::attendance::MarkKind;
use stafett::certification::entity::{certificate, certificate_paper};
use stafett::certification::{CertificateKind, CertificateState, actions, queries};
use stafett::completion::entity as completion_decision;
use stafett::completion::model::Outcome;
use stafett::graduates::Source;
use stafett::graduates::entity::graduate;
use stafett::jobs;
use stafett::kernel::*;
use stafett::locale::stockholm;
use stafett::people::entity::{account, person};
use stafett::people::{Coordinator, Role, SignedIn};
use stafett::requirements::entity as completion_rule;
use stafett::requirements::{DayFact, Mark, TrainingRecord};
use stafett::seats::entity::participant;

/// A cohort whose six days are over, with a coordinator who may issue.
pub struct Course {
    pub house: TestHouse,
    pub cohort: CohortId,
    offer: OfferId,
    home: OrganisationId,
    coordinator: AccountId,
}

impl Course {
    /// The course on the day after its last day, without participants.
    pub async fn over() -> Self {
        let house = TestHouse::open().await;
        house.platform().await;
        let home = house.municipality("1285", "Eslöv", 33_793).await;
        let programme = house.programme().await;
        let cohort = house.cohort(programme, "BRF-2012-A", 40).await;
        let offer = house.offer("BRF-2012-H", &[cohort], &[home]).await;
        let trainer = house.account(Role::Trainer, "Tuva Lind").await;
        house.teaches(trainer, cohort).await;
        let coordinator = house.account(Role::Coordinator, "Karin Koordinator").await;
        house.set_clock(stockholm::start_of_day(day(2012, 12, 13)).plus_minutes(10 * 60));
        Self { house, cohort, offer, home, coordinator }
    }

    /// A participant with these marks and the decision made on them.
    pub async fn participant(&self, seat: i64, name: &str, marks: [MarkKind; 6], verdict: Outcome) -> ParticipantId {
        let who = self.undecided(seat, name).await;
        self.decide(who, marks, verdict).await;
        who
    }

    pub async fn undecided(&self, seat: i64, name: &str) -> ParticipantId {
        self.house.participant((self.offer, self.cohort), seat, self.home, name).await
    }

    async fn decide(&self, who: ParticipantId, marks: [MarkKind; 6], verdict: Outcome) {
        let mark = |kind| match kind {
            MarkKind::Present => Some(Mark::Present(360)),
            MarkKind::Absent => Some(Mark::Absent),
            _ => None,
        };
        let fact = |(day, kind)| DayFact { date: day, minutes: 360, attested: true, mark: mark(kind) };
        let dates = world::DAYS.map(|(year, month, date)| day(year, month, date));
        let days = (1..).zip(dates.into_iter().zip(marks).map(fact)).collect();
        let record = TrainingRecord { days, ..TrainingRecord::default() };
        let db = self.house.db();
        let rule = completion_rule::Entity::find().one(db.read()).await.expect("read").expect("a rule");
        let tx = db.begin_write().await.expect("a transaction");
        let row = completion_decision::ActiveModel {
            participant_id: Set(who),
            rule_id: Set(rule.id),
            rule_hash: Set(rule.hash),
            facts: Set(serde_json::to_string(&record).expect("facts")),
            verdict: Set(verdict),
            decided_on: Set(stockholm::today(self.house.now())),
            decided_at: Set(self.house.now()),
            decided_by: Set(self.coordinator),
            is_current: Set(true),
            ..Default::default()
        };
        completion_decision::Entity::insert(row).exec(&tx).await.expect("a decision");
        tx.commit().await.expect("a commit");
    }

    /// The usual three: one who met the rule in full, one in five days, one who cannot any more.
    pub async fn with_three() -> Self {
        let course = Self::over().await;
        course.participant(1, "Đặng Thị Ngọc", [MarkKind::Present; 6], Outcome::Met).await;
        course.participant(2, "Åsa Öberg", FIVE_DAYS, Outcome::Met).await;
        course.participant(3, "Bo Ek", TWO_DAYS, Outcome::Impossible).await;
        course
    }

    pub async fn coordinator(&self) -> Visitor<'_> {
        self.house.session_of(self.coordinator).await
    }

    async fn proof(&self) -> Coordinator {
        let found = account::Entity::find_by_id(self.coordinator).one(self.house.db().read()).await.expect("read");
        let who = SignedIn::prove(&found.expect("an account"), "Karin Koordinator".to_owned()).expect("active");
        Coordinator::prove(who).expect("a coordinator")
    }

    pub fn page(&self) -> String {
        format!("/desk/cohorts/{}/certificates", self.cohort)
    }

    /// Presses the button for `kind` and waits until the papers are written.
    pub async fn issue(&self, kind: &str) -> Page {
        let pressed = self.coordinator().await.post(&self.page(), &[("kind", kind)]).await;
        self.write().await;
        pressed
    }

    pub async fn write(&self) {
        while jobs::write_papers(&self.house.house, self.house.now()).await.expect("written") > 0 {}
    }

    /// Every certificate, oldest first.
    pub async fn all(&self) -> Vec<certificate::Model> {
        let all = certificate::Entity::find().order_by_asc(certificate::Column::Id).all(self.house.db().read()).await;
        all.expect("read")
    }

    /// The newest certificate of whoever is called `name` on it.
    pub async fn certificate_of(&self, name: &str) -> certificate::Model {
        let quoted = format!("\"holder\":\"{name}\"");
        let found = self.all().await.into_iter().rfind(|one| one.facts.contains(&quoted));
        found.unwrap_or_else(|| panic!("no certificate of {name}"))
    }

    pub async fn revoke(&self, one: &certificate::Model) -> Page {
        let visitor = self.coordinator().await;
        let page = visitor.get(&format!("/desk/certificates/{}", one.id)).await;
        visitor.send(&page, page.form_to("/revoke"), &[("reason", "mistake")]).await
    }

    pub async fn correct(&self, one: &certificate::Model, name: &str) -> Page {
        let path = format!("/desk/certificates/{}/correct", one.id);
        let sent = self.coordinator().await.fill_in(&path, 0, &[("name", name)]).await;
        self.write().await;
        sent
    }

    async fn pdf_of(&self, one: &certificate::Model) -> Vec<u8> {
        let page = self.coordinator().await.get(&format!("/desk/certificates/{}/paper.pdf", one.id)).await;
        page.assert_ok();
        page.bytes
    }

    async fn assert_sound(&self) {
        assert_eq!(queries::broken(self.house.db().read()).await.expect("read"), Vec::<String>::new());
    }
}

pub const FIVE_DAYS: [MarkKind; 6] =
    [MarkKind::Present, MarkKind::Absent, MarkKind::Present, MarkKind::Present, MarkKind::Present, MarkKind::Present];
pub const TWO_DAYS: [MarkKind; 6] =
    [MarkKind::Present, MarkKind::Present, MarkKind::Absent, MarkKind::Absent, MarkKind::Absent, MarkKind::Absent];

fn text_of(pdf: &[u8]) -> String {
    let text = lopdf::Document::load_mem(pdf).expect("a PDF").extract_text(&[1]).expect("text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the QR codes say on the page printed at 150 dpi.
fn scanned(pdf: &[u8]) -> Vec<String> {
    use hayro::hayro_interpret::InterpreterSettings;
    use hayro::vello_cpu::color::palette::css::WHITE;
    use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
    let pdf = hayro::hayro_syntax::Pdf::new(pdf.to_vec()).expect("a PDF");
    let scale = 150.0 / 72.0;
    let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let (cache, interpreter) = (RenderCache::new(), InterpreterSettings::default());
    let image = render(&pdf.pages()[0], &cache, &interpreter, &RenderSettings::default(), &pixmap);
    let (width, pixels) = (usize::from(image.width()), image.data_as_u8_slice());
    let grey = |x: usize, y: usize| pixels[(y * width + x) * 4 + 1];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, usize::from(image.height()), grey);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, content)| content).collect()
}

#[rocket::async_test]
async fn the_page_says_who_gets_what_and_who_does_not_and_why() {
    let course = Course::with_three().await;
    course.undecided(4, "Vera Väntar").await;
    course.participant(5, "Ove Öppen", [MarkKind::Open; 6], Outcome::Impossible).await;
    course.participant(6, "Frida Frånvarande", [MarkKind::Absent; 6], Outcome::Impossible).await;
    course.participant(7, "李明", [MarkKind::Present; 6], Outcome::Met).await;

    let page = course.coordinator().await.get(&course.page()).await;

    page.assert_ok();
    page.assert_says("Utfärda 2 intyg");
    page.assert_says("Utfärda 1 närvarointyg");
    page.assert_says("Personen har inte bekräftat namnet.");
    page.assert_says("Inget beslut är fattat än.");
    page.assert_says("Dag 1, 2, 3, 4, 5, 6 är inte markerad");
    page.assert_says("Deltog inte någon dag.");
    page.assert_says("Intygets typsnitt saknar de här tecknen: 明 (U+660E), 李 (U+674E).");
}

#[rocket::async_test]
async fn one_press_issues_to_all_who_met_the_rule_and_pressing_again_to_nobody() {
    let course = Course::with_three().await;

    let first = course.issue("certificate").await;
    let done = course.coordinator().await.follow(&first).await;
    let again = course.issue("certificate").await;

    assert_eq!(first.status, Status::SeeOther);
    done.assert_says("Alla utfärdade intyg är skrivna.");
    again.assert_status(Status::UnprocessableEntity);
    again.assert_says("Ingen i omgången väntar på ett sådant intyg.");
    let numbers: Vec<String> = course.all().await.into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, ["BRF-2012-0001", "BRF-2012-0002"]);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn until_the_papers_are_written_the_page_says_how_far_it_has_come() {
    let course = Course::with_three().await;

    let visitor = course.coordinator().await;
    let pressed = visitor.post(&course.page(), &[("kind", "certificate")]).await;
    let waiting = visitor.follow(&pressed).await;
    let unwritten = course.all().await.remove(0);
    let early = course.house.visitor().get(&format!("/v/{}", unwritten.code)).await;
    course.write().await;
    let done = visitor.follow(&pressed).await;

    waiting.assert_says("0 av 2 är klara.");
    assert_eq!(waiting.link("Uppdatera sidan"), course.page());
    early.assert_status(Status::NotFound);
    done.assert_says("Alla utfärdade intyg är skrivna.");
}

#[rocket::async_test]
async fn the_paper_says_everything_and_its_qr_leads_to_the_answer() {
    let course = Course::with_three().await;

    course.issue("certificate").await;
    let one = course.certificate_of("Đặng Thị Ngọc").await;
    let pdf = course.pdf_of(&one).await;
    let text = text_of(&pdf);
    let qr = scanned(&pdf);

    let code = stafett::certification::Code::parse(&one.code).expect("a code").grouped();
    for fact in [
        "Intyg",
        "Đặng Thị Ngọc",
        "BRF-2012-0001",
        code.as_str(),
        "Barnkonventionspilot",
        "Tema 1",
        "Theme 6",
        "6 av 6 dagar, 36 timmar",
        "Eslöv, 4 oktober – 5 december 2012",
        "Mål 1",
        "Minst 5 av 6 dagar",
        "Tuva Lind",
        "Barnrättsforum Test",
        "Sigrid Signatär",
        "ordförande",
        "13 december 2012",
        "stafett.example.org/v",
    ] {
        assert!(text.contains(fact), "{fact} is not in: {text}");
    }
    assert_eq!(qr, [format!("HTTPS://STAFETT.EXAMPLE.ORG/V/{}", one.code)]);
    let answer = course.house.visitor().get(&qr[0]["HTTPS://STAFETT.EXAMPLE.ORG".len()..]).await;
    answer.assert_ok();
    answer.assert_says("Giltigt");
}

#[rocket::async_test]
async fn what_is_printed_stays_as_it_was_whatever_is_renamed_afterwards() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let before = (course.pdf_of(&one).await, course.house.visitor().get(&format!("/v/{}", one.code)).await.html);

    let tx = course.house.db().begin_write().await.expect("a transaction");
    for table in ["persons SET name", "programmes SET name_sv", "cohorts SET place", "platforms SET issuer_name"] {
        tx.execute_unprepared(&format!("UPDATE {table} = 'Ändrat'")).await.expect("renamed");
    }
    tx.commit().await.expect("a commit");
    let (pdf, page) = (course.pdf_of(&one).await, course.house.visitor().get(&format!("/v/{}", one.code)).await);

    assert_eq!(pdf, before.0);
    page.assert_says("Åsa Öberg");
    page.assert_says("Eslöv, 4 oktober – 5 december 2012");
    page.assert_does_not_say("Ändrat");
}

#[rocket::async_test]
async fn an_attendance_certificate_names_the_days_and_gives_no_title() {
    let course = Course::with_three().await;

    course.issue("attendance").await;
    let one = course.certificate_of("Bo Ek").await;
    let text = text_of(&course.pdf_of(&one).await);
    let page = course.house.visitor().get(&format!("/v/{}", one.code)).await;

    assert_eq!(one.kind, CertificateKind::Attendance);
    assert!(text.contains("Närvarointyg") && text.contains("har deltagit 2 av 6 dagar"), "{text}");
    page.assert_says("Det ger ingen titel.");
    page.assert_says("Dag 3, 1 november: Tema 3 (frånvarande)");
    page.assert_does_not_say("Barnkonventionspilot");
}

#[rocket::async_test]
async fn the_holder_gets_a_letter_and_the_manager_the_news() {
    let course = Course::with_three().await;

    course.issue("certificate").await;
    course.issue("attendance").await;
    let letters = stafett::outbox::newest(course.house.db().read(), 10).await.expect("read");

    let to = |email: &str| letters.iter().filter(|letter| letter.to_email == email).collect::<Vec<_>>();
    let (holder, manager) = (to("bo.ek@example.org"), to("maja.chef@example.org"));
    assert_eq!((holder.len(), manager.len()), (1, 2));
    assert_eq!(holder[0].subject, "Ditt närvarointyg: Barnrättsstrateg");
    assert!(holder[0].text_body.contains("https://stafett.example.org/my/"), "{}", holder[0].text_body);
    assert!(manager[0].text_body.contains("uppfyllt kraven i utbildningen Barnrättsstrateg"));
    assert!(!manager[0].text_body.contains("/v/"), "the code is the holder's to give");
}

#[rocket::async_test]
async fn the_holder_downloads_the_same_bytes_each_time_and_nobody_elses() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let found = participant::Entity::find_by_id(one.participant_id).one(course.house.db().read()).await.expect("read");
    let mine = course.house.my_page(found.and_then(|one| one.application_id).expect("an application")).await;

    let visitor = course.house.visitor();
    let first = visitor.get(&format!("{mine}/certificate.pdf")).await;
    let second = visitor.get(&format!("{mine}/certificate.pdf?kind=certificate")).await;
    let other = visitor.get(&format!("{mine}/certificate.pdf?kind=attendance")).await;
    let foreign = visitor.get("/my/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/certificate.pdf").await;

    first.assert_ok();
    assert_eq!(first.headers["content-disposition"], format!("attachment; filename=\"{}.pdf\"", one.number));
    assert_eq!((&first.bytes, &first.bytes), (&second.bytes, &course.pdf_of(&one).await));
    other.assert_status(Status::NotFound);
    foreign.assert_status(Status::NotFound);
}

#[rocket::async_test]
async fn a_name_the_fonts_lack_is_respelt_and_then_issued() {
    let course = Course::over().await;
    let who = course.participant(1, "李明", [MarkKind::Present; 6], Outcome::Met).await;
    let visitor = course.coordinator().await;
    let form = format!("{}/{who}/name", course.page());

    let refused = course.issue("certificate").await;
    let unprintable = visitor.fill_in(&form, 0, &[("name", "李明明")]).await;
    let old_form = visitor.get(&form).await;
    let saved = visitor.fill_in(&form, 0, &[("name", "Li Ming")]).await;
    let stale = visitor.send(&old_form, 0, &[("name", "Ming Li")]).await;
    course.issue("certificate").await;

    refused.assert_says("De som väntar har namn som inte går att trycka.");
    unprintable.assert_status(Status::UnprocessableEntity);
    unprintable.assert_field_error("name", "Intygets typsnitt saknar");
    assert_eq!(saved.location(), course.page());
    stale.assert_status(Status::Conflict);
    stale.assert_says("Nu står det Li Ming .");
    assert_eq!(course.certificate_of("Li Ming").await.number, "BRF-2012-0001");
}

#[rocket::async_test]
async fn a_correction_is_a_new_edition_and_the_old_one_says_so() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;

    let same = course.correct(&old, "Åsa Öberg").await;
    let sent = course.correct(&old, "Åsa Öberg-Ek").await;
    let new = course.certificate_of("Åsa Öberg-Ek").await;
    let page = course.coordinator().await.get(&format!("/desk/certificates/{}", new.id)).await;
    let again = course.coordinator().await.get(&format!("/desk/certificates/{}/correct", old.id)).await;

    same.assert_field_error("name", "Namnet är detsamma som på intyget.");
    assert_eq!(sent.location(), format!("/desk/certificates/{}", new.id));
    assert_eq!((new.number.as_str(), new.edition), ("BRF-2012-0003", 2));
    assert_ne!(new.code, old.code);
    page.assert_says(&format!("{} 2012-12-13 Ersatt", old.number));
    page.assert_says("BRF-2012-0003 (den här) 2012-12-13 Giltigt");
    again.assert_status(Status::UnprocessableEntity);
    assert!(text_of(&course.pdf_of(&new).await).contains("Åsa Öberg-Ek"));
    course.assert_sound().await;
}

#[rocket::async_test]
async fn revoking_needs_a_reason_counts_the_person_out_and_is_not_undone_by_the_next_batch() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    graduation(&course, &one).await;
    let visitor = course.coordinator().await;
    let open = visitor.get(&format!("/desk/certificates/{}", one.id)).await;

    let without = visitor.send(&open, open.form_to("/revoke"), &[]).await;
    let revoked = course.revoke(&one).await;
    let page = visitor.follow(&revoked).await;
    let twice = visitor.send(&open, open.form_to("/revoke"), &[("reason", "mistake")]).await;
    let batch = course.issue("certificate").await;

    without.assert_field_error("reason", "Välj varför intyget återkallas.");
    page.assert_says("Återkallat 13 december 2012. Skäl: Utfärdat av misstag.");
    twice.assert_says("Det här intyget gäller inte längre");
    batch.assert_says("Ingen i omgången väntar");
    let counted = graduate::Entity::find().one(course.house.db().read()).await.expect("read").expect("a graduate");
    assert_eq!(counted.revoked_at, Some(course.house.now()));
    course.assert_sound().await;
}

async fn graduation(course: &Course, one: &certificate::Model) {
    let programme = stafett::programmes::entity::programme::Entity::find().one(course.house.db().read()).await;
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let row = graduate::ActiveModel {
        person_id: Set(one.person_id),
        programme_id: Set(programme.expect("read").expect("a programme").id),
        organisation_id: Set(course.home),
        cohort_id: Set(Some(course.cohort)),
        course: Set("BRF-2012-A".to_owned()),
        completed_on: Set(day(2012, 12, 13)),
        source: Set(Source::Course),
        created_at: Set(course.house.now()),
        ..Default::default()
    };
    graduate::Entity::insert(row).exec(&tx).await.expect("a graduate");
    tx.commit().await.expect("a commit");
}

#[rocket::async_test]
async fn a_version_that_has_passed_is_shown_and_not_overwritten() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let visitor = course.coordinator().await;

    let path = format!("/desk/certificates/{}", one.id);
    let stale_correction = visitor.post(&format!("{path}/correct"), &[("version", "7"), ("name", "Åsa Ek")]).await;
    let stale_revocation = visitor.post(&format!("{path}/revoke"), &[("version", "7"), ("reason", "mistake")]).await;

    stale_correction.assert_status(Status::Conflict);
    stale_correction.assert_says("Någon annan ändrade intyget");
    stale_revocation.assert_status(Status::Conflict);
    assert_eq!(course.certificate_of("Åsa Öberg").await.state, CertificateState::Current);
}

#[rocket::async_test]
async fn numbers_have_no_gap_after_an_issue_that_failed_and_begin_anew_each_year() {
    let course = Course::with_three().await;
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let lost = queries::take_numbers(&tx, "BRF", day(2012, 12, 13), 17).await.expect("numbers");
    drop(tx);

    course.issue("certificate").await;
    course.house.set_clock(stockholm::start_of_day(day(2013, 1, 1)));
    course.issue("attendance").await;

    assert_eq!(lost.len(), 17);
    let numbers: Vec<String> = course.all().await.into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, ["BRF-2012-0001", "BRF-2012-0002", "BRF-2013-0001"]);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn eight_presses_at_once_issue_one_certificate_each() {
    let course = Course::with_three().await;
    let who = course.proof().await;
    let (house, what) = (&course.house.house, (course.cohort, CertificateKind::Certificate));

    let presses = (0..8).map(|_| async {
        let press = house.press();
        actions::issue(&house.db, &who, what, &press, course.house.now()).await.map_or(0, |issued| issued)
    });
    let issued: Vec<usize> = rocket::futures::future::join_all(presses).await;
    let written =
        rocket::futures::future::join_all((0..4).map(|_| jobs::write_papers(house, course.house.now()))).await;

    assert_eq!(issued.iter().sum::<usize>(), 2, "{issued:?}");
    assert_eq!(written.into_iter().map(|done| done.expect("written")).sum::<usize>(), 2);
    assert_eq!(course.all().await.len(), 2);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn without_the_index_a_second_current_certificate_would_be_let_in() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.all().await.remove(0);
    let double = |number: &str| certificate::ActiveModel {
        number: Set(number.to_owned()),
        code: Set(stafett::certification::Code::random().expect("random").as_str().to_owned()),
        kind: Set(one.kind),
        participant_id: Set(one.participant_id),
        person_id: Set(one.person_id),
        cohort_id: Set(one.cohort_id),
        edition: Set(2),
        layout: Set(one.layout.clone()),
        facts: Set(one.facts.clone()),
        holder_key: Set(one.holder_key.clone()),
        state: Set(CertificateState::Current),
        issued_on: Set(one.issued_on),
        issued_at: Set(one.issued_at),
        issued_by: Set(one.issued_by),
        version: Set(1),
        ..Default::default()
    };

    let tx = course.house.db().begin_write().await.expect("a transaction");
    let guarded = certificate::Entity::insert(double("BRF-2012-0003")).exec(&tx).await;
    drop(tx);
    let tx = course.house.db().begin_write().await.expect("a transaction");
    tx.execute_unprepared("DROP INDEX certificates_one_current").await.expect("dropped");
    let unguarded = certificate::Entity::insert(double("BRF-2012-0003")).exec(&tx).await;
    tx.commit().await.expect("a commit");
    let told = queries::broken(course.house.db().read()).await.expect("read");

    assert!(stafett::storage::is_taken(&guarded.expect_err("taken")));
    assert!(unguarded.is_ok());
    assert!(told.iter().any(|line| line.contains("a second current one")), "{told:?}");
}

#[rocket::async_test]
async fn an_interrupted_release_goes_on_where_it_stopped() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    // As after a crash between the intent and the papers: one is written, the other is not.
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let unwritten = course.certificate_of("Åsa Öberg").await;
    certificate_paper::Entity::delete_by_id(unwritten.id).exec(&tx).await.expect("deleted");
    tx.execute_unprepared(&format!("UPDATE certificates SET released_at = NULL WHERE id = {}", unwritten.id))
        .await
        .expect("updated");
    tx.commit().await.expect("a commit");
    let broken_off = queries::progress(course.house.db().read(), course.cohort).await.expect("read");

    course.write().await;

    assert_eq!(broken_off, (1, 2));
    assert_eq!(queries::progress(course.house.db().read(), course.cohort).await.expect("read"), (2, 2));
    assert_eq!(course.certificate_of("Åsa Öberg").await.number, unwritten.number);
    course.assert_sound().await;
}

#[rocket::async_test]
async fn the_check_finds_what_only_an_edited_database_holds() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let ids: Vec<CertificateId> = course.all().await.iter().map(|one| one.id).collect();
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let edits = [
        format!("UPDATE certificate_papers SET sha256 = 'x' WHERE certificate_id = {}", ids[0]),
        format!("UPDATE certificates SET number = 'BRF-2012-0009' WHERE id = {}", ids[1]),
        format!("UPDATE certificates SET code = 'AAAAAAAAAAAAAAAAB' WHERE id = {}", ids[0]),
        "UPDATE completion_decisions SET verdict = 'impossible'".to_owned(),
    ];
    for edit in edits {
        tx.execute_unprepared(&edit).await.expect("edited");
    }
    tx.commit().await.expect("a commit");

    let told = queries::broken(course.house.db().read()).await.expect("read").join("\n");

    for found in [
        "the bytes of its paper have changed",
        "1 numbers were taken and not given",
        "a number above the last one",
        "its code does not pass its check",
        "number, code or day differ",
        "no decision says that the rule was met",
    ] {
        assert!(told.contains(found), "{found}: {told}");
    }
}

#[rocket::async_test]
async fn the_register_is_searched_by_part_of_a_name_a_number_or_a_code() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    course.revoke(&one).await;
    let visitor = course.coordinator().await;

    let by_name = visitor.get("/desk/certificates?q=%C3%96BERG").await;
    let by_code = visitor.get(&format!("/desk/certificates?q={}", one.code.to_lowercase())).await;
    let by_state = visitor.get("/desk/certificates?state=revoked&page=1").await;
    let nothing = visitor.get("/desk/certificates?q=finns-inte&page=x&cohort=y").await;

    for page in [by_name, by_code, by_state] {
        page.assert_says("1 intyg");
        page.assert_says("Åsa Öberg");
        page.assert_does_not_say("Đặng Thị Ngọc");
    }
    nothing.assert_says("Inget intyg passar in på det du sökte.");
}

#[rocket::async_test]
async fn a_draft_has_neither_number_nor_code_and_the_archive_holds_every_paper() {
    let course = Course::with_three().await;
    let visitor = course.coordinator().await;
    let page = visitor.get(&course.page()).await;

    let draft = visitor.get(&page.link("Utkast")).await;
    course.issue("certificate").await;
    let archive = visitor.get(&format!("{}.zip", course.page())).await;

    draft.assert_ok();
    assert!(text_of(&draft.bytes).contains("UTKAST"));
    assert_eq!(scanned(&draft.bytes), Vec::<String>::new());
    archive.assert_ok();
    let mut files = zip::ZipArchive::new(std::io::Cursor::new(archive.bytes)).expect("a ZIP");
    let one = course.certificate_of("Đặng Thị Ngọc").await;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut files.by_name(&format!("{}.pdf", one.number)).expect("a file"), &mut bytes)
        .expect("read");
    assert_eq!((files.len(), bytes), (2, course.pdf_of(&one).await));
}

#[rocket::async_test]
async fn a_protected_person_is_named_on_the_paper_only() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.certificate_of("Åsa Öberg").await;
    let tx = course.house.db().begin_write().await.expect("a transaction");
    let hide = sea_orm::sea_query::Expr::value(true);
    let hidden = person::Entity::update_many().col_expr(person::Column::IsProtected, hide);
    hidden.filter(person::Column::Id.eq(one.person_id)).exec(&tx).await.expect("hidden");
    tx.commit().await.expect("a commit");
    let desk = course.coordinator().await;

    let pages = [
        course.house.visitor().get(&format!("/v/{}", one.code)).await,
        desk.get("/desk/certificates").await,
        desk.get(&format!("/desk/certificates/{}", one.id)).await,
        desk.get(&course.page()).await,
    ];

    for page in pages {
        page.assert_says("Skyddade personuppgifter");
        page.assert_does_not_say("Åsa Öberg");
    }
}

#[rocket::async_test]
async fn only_coordinators_see_the_desk() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let one = course.all().await.remove(0);
    let trainer = course.house.signed_in(Role::Trainer, "Tea Lund").await;
    let paths = [
        course.page(),
        format!("{}.zip", course.page()),
        "/desk/certificates".to_owned(),
        format!("/desk/certificates/{}", one.id),
        format!("/desk/certificates/{}/paper.pdf", one.id),
        format!("/desk/certificates/{}/correct", one.id),
    ];

    for path in paths {
        assert_eq!(trainer.get(&path).await.status, Status::Forbidden, "{path}");
        assert!(course.house.visitor().get(&path).await.location().starts_with("/sign-in"), "{path}");
    }
}
