//! Certificates, from the cohort's page to the paper in the holder's hand.

mod again;
mod at_the_desk;
mod broken_off;
mod dispensed;
mod issuing;
mod meanwhile;
mod register;
mod replacing;
mod side_by_side;
mod signing;
mod sound;
mod undrawable;

use crate::support::world::{self, day};
use crate::support::{Page, TestHouse, Visitor};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use stafett::attendance::MarkKind;
use stafett::attendance::entity::mark;
use stafett::certification::entity::certificate;
use stafett::certification::queries;
use stafett::cohorts;
use stafett::completion::entity as completion_decision;
use stafett::completion::model::Outcome;
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
    pub offer: OfferId,
    pub home: OrganisationId,
    pub coordinator: AccountId,
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
        self.attend(who, marks).await;
        self.rule_on(who, marks, verdict).await;
    }

    /// The decision alone, in place of the one that stood.
    async fn rule_on(&self, who: ParticipantId, marks: [MarkKind; 6], verdict: Outcome) {
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
        let retire = format!("UPDATE completion_decisions SET is_current = FALSE WHERE participant_id = {who}");
        tx.execute_unprepared(&retire).await.expect("retired");
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

    /// The marks a decision was made on, on days that are attested.
    async fn attend(&self, who: ParticipantId, marks: [MarkKind; 6]) {
        let days = self.house.days_of(self.cohort).await;
        let tx = self.house.db().begin_write().await.expect("a transaction");
        for (day, kind) in days.iter().zip(marks).filter(|(_, kind)| *kind != MarkKind::Open) {
            let row = mark::ActiveModel {
                participant_id: Set(who),
                course_day_id: Set(day.id),
                kind: Set(kind),
                minutes: Set(None),
                reference: Set(String::new()),
                reason: Set(String::new()),
                nonce: Set(format!("paper-{who}-{}-{kind:?}", day.id)),
                marked_at: Set(self.house.now()),
                account_id: Set(Some(self.coordinator)),
                device: Set(String::new()),
                ..Default::default()
            };
            mark::Entity::insert(row).exec(&tx).await.expect("a mark");
            cohorts::queries::set_attested(&tx, day.id, self.coordinator, self.house.now()).await.expect("attested");
        }
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
        let (visitor, field) = (self.coordinator().await, format!("seen-{kind}"));
        let promised = promised(&visitor.get(&self.page()).await, kind);
        let pressed = visitor.post(&self.page(), &[("kind", kind), (&field, &promised)]).await;
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

    /// From now on this person's data are protected.
    pub async fn protect(&self, who: impl sea_orm::sea_query::IntoCondition) {
        let tx = self.house.db().begin_write().await.expect("a transaction");
        let protected = person::Entity::update_many().col_expr(person::Column::IsProtected, Expr::value(true));
        let done = protected.filter(who).exec(&tx).await.expect("protected");
        assert_eq!(done.rows_affected, 1);
        tx.commit().await.expect("a commit");
    }

    pub async fn protect_holder(&self, one: &certificate::Model) {
        self.protect(person::Column::Id.eq(one.person_id)).await;
    }

    /// The holder's own page.
    pub async fn own_page_of(&self, one: &certificate::Model) -> String {
        let found =
            participant::Entity::find_by_id(one.participant_id).one(self.house.db().read()).await.expect("read");
        self.house.my_page(found.and_then(|one| one.application_id).expect("an application")).await
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

/// What the button for `kind` on a cohort's page of certificates promises; empty where there is none.
pub fn promised(page: &Page, kind: &str) -> String {
    let field = page.html.split_once(&format!("name=\"seen-{kind}\" value=\""));
    field.and_then(|(_, rest)| rest.split_once('"')).map(|(seen, _)| seen.to_owned()).unwrap_or_default()
}

pub const FIVE_DAYS: [MarkKind; 6] =
    [MarkKind::Present, MarkKind::Absent, MarkKind::Present, MarkKind::Present, MarkKind::Present, MarkKind::Present];
pub const TWO_DAYS: [MarkKind; 6] =
    [MarkKind::Present, MarkKind::Present, MarkKind::Absent, MarkKind::Absent, MarkKind::Absent, MarkKind::Absent];

pub fn text_of(pdf: &[u8]) -> String {
    let text = lopdf::Document::load_mem(pdf).expect("a PDF").extract_text(&[1]).expect("text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the QR codes say on the page printed at 150 dpi.
pub fn scanned(pdf: &[u8]) -> Vec<String> {
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
