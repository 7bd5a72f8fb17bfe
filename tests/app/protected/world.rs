//! A course with protected persons in every place a person can stand; everything that points at them bears a mark.

use crate::certificates::{Course, TWO_DAYS};
use crate::rollouts::graduate;
use crate::support::world::day;
use crate::support::{TestHouse, Visitor};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use stafett::access::links;
use stafett::applications::ApplicationState;
use stafett::applications::entity::{application, mandate};
use stafett::attendance::MarkKind;
use stafett::completion::dispensation;
use stafett::completion::model::Outcome;
use stafett::graduates::Source;
use stafett::graduates::entity::graduate as graduated;
use stafett::jobs;
use stafett::kernel::*;
use stafett::people::Role;
use stafett::people::entity::{account, person};

/// Stands in every name, address, unit, role and word about a protected person.
pub const MARK: &str = "zyxqvar";
/// Stands in their managers' names and addresses.
pub const BOSS: &str = "zyxqboss";

/// The world, before or after its persons are protected.
pub struct World {
    pub course: Course,
    /// An offer that is still open, with its own cohort.
    pub open: (OfferId, CohortId),
    /// Everybody who bears the mark.
    pub marked: Vec<PersonId>,
    /// Where managers answer, and somebody else's "my application".
    pub mandate_link: String,
    pub other_link: String,
    pub keeper: AccountId,
    pub trainer: AccountId,
    pub researcher: AccountId,
}

/// A name only one person has; letters only.
pub fn name(which: &str) -> String {
    format!("Zyxqvar{which} Plantström")
}

impl World {
    /// The world with nobody protected yet.
    pub async fn made() -> Self {
        let course = Course::over().await;
        let house = &course.house;
        let trainer = account::Entity::find()
            .filter(account::Column::Role.eq(Role::Trainer))
            .one(house.db().read())
            .await
            .expect("read")
            .expect("a trainer")
            .id;
        let keeper = house.account(Role::Coordinator, "Kerstin Koordinator").await;
        may_unmask(house, keeper).await;
        course.participant(1, &name("held"), [MarkKind::Present; 6], Outcome::Met).await;
        course.participant(2, &name("revoked"), [MarkKind::Present; 6], Outcome::Met).await;
        course.participant(3, &name("attended"), TWO_DAYS, Outcome::Impossible).await;
        course.participant(4, "Ada Alm", [MarkKind::Present; 6], Outcome::Met).await;
        course.issue("certificate").await;
        course.issue("attendance").await;
        let held = course.certificate_of(&name("held")).await;
        graduate(house, held.person_id, course.home, day(2012, 12, 13)).await;
        course.correct(&held, &name("respelt")).await;
        course.revoke(&course.certificate_of(&name("revoked")).await).await;
        course.participant(5, &name("waiting"), [MarkKind::Present; 6], Outcome::Met).await;
        let undecided = course.undecided(6, &name("undecided")).await;
        house.handed_in(undecided).await;
        dispensed(&course, undecided).await;
        let plan = format!("{}/plan", house.my_page(of(house, held.person_id).await).await);
        house.visitor().fill_in(&plan, 0, &[]).await;
        let told = [("kind", "training"), ("day", "2012-12-12"), ("title", "Barnkonventionen"), ("officials", "9")];
        let page = house.visitor().get(&format!("{plan}?tell=training")).await;
        house.visitor().send(&page, page.form_to("/tell"), &told).await;
        imported(&course, &name("imported")).await;
        let open = applicants(&course).await;
        closed_and_drafted(&course).await;
        let other = house.application((open.0, &[open.1]), course.home, "Bo Ek", ApplicationState::Eligible).await;
        let other_link = house.my_page(other).await;
        let mut world = Self {
            marked: Vec::new(),
            mandate_link: String::new(),
            other_link,
            open,
            keeper,
            trainer,
            researcher: follows(house, course.home).await,
            course,
        };
        world.plant().await;
        world.mandate_link = world.link_of_manager().await;
        jobs::remind_managers(&world.house().house, world.house().now().plus_days(18)).await.expect("reminded");
        world
    }

    pub fn house(&self) -> &TestHouse {
        &self.course.house
    }

    /// Every row about the marked persons bears the mark in every word.
    async fn plant(&mut self) {
        let house = &self.course.house;
        let all = person::Entity::find().all(house.db().read()).await.expect("read");
        self.marked = all.iter().filter(|one| one.true_name.contains("Zyxqvar")).map(|one| one.id).collect();
        let tx = house.db().begin_write().await.expect("a transaction");
        for one in &self.marked {
            let email = format!("{MARK}{one}@example.org");
            person::Entity::update_many()
                .col_expr(person::Column::Email, Expr::value(email.clone()))
                .filter(person::Column::Id.eq(*one))
                .exec(&tx)
                .await
                .expect("a person");
            application::Entity::update_many()
                .col_expr(application::Column::Email, Expr::value(email))
                .col_expr(application::Column::Unit, Expr::value(format!("enheten {MARK}")))
                .col_expr(application::Column::Role, Expr::value(format!("roll {MARK}")))
                .col_expr(application::Column::MandateWords, Expr::value(format!("ord {MARK}")))
                .filter(application::Column::PersonId.eq(*one))
                .exec(&tx)
                .await
                .expect("applications");
        }
        let of_marked = application::Entity::find().filter(application::Column::PersonId.is_in(self.marked.clone()));
        let of_marked: Vec<_> = of_marked.all(&tx).await.expect("read").into_iter().map(|one| one.id).collect();
        mandate::Entity::update_many()
            .col_expr(mandate::Column::ManagerName, Expr::value(format!("Maja {BOSS}")))
            .col_expr(mandate::Column::ManagerEmail, Expr::value(format!("{BOSS}@example.org")))
            .filter(mandate::Column::ApplicationId.is_in(of_marked))
            .exec(&tx)
            .await
            .expect("mandates");
        tx.commit().await.expect("a commit");
    }

    /// The page of the manager whose employees are protected.
    async fn link_of_manager(&self) -> String {
        let house = self.house();
        let asked = mandate::Entity::find()
            .filter(mandate::Column::ManagerEmail.eq(format!("{BOSS}@example.org")))
            .filter(mandate::Column::State.eq(stafett::applications::MandateState::Asked))
            .one(house.db().read())
            .await
            .expect("read")
            .expect("a mandate");
        let tx = house.db().begin_write().await.expect("a transaction");
        let what = (links::Purpose::Mandate, asked.id.0);
        let token = links::make(&tx, &house.house.tokens, what, house.now(), house.now().plus_days(60)).await;
        tx.commit().await.expect("a commit");
        format!("/mandates/{}", token.expect("a link").as_str())
    }

    /// A coordinator who may see who protected persons are.
    pub async fn keeper(&self) -> Visitor<'_> {
        self.house().session_of(self.keeper).await
    }

    /// Protects all who bear the mark, through the page.
    pub async fn protect(&self) {
        let keeper = self.keeper().await;
        for one in &self.marked {
            let page = keeper.get(&format!("/desk/persons/{one}/protection")).await;
            keeper.send(&page, page.form_to("/protect"), &[]).await.location();
        }
    }

    /// What happens afterwards: everything that writes letters to somebody else about them.
    pub async fn go_on(&self) {
        let house = self.house();
        let (offer, _) = self.open;
        let desk = self.course.coordinator().await;
        let found = application::Entity::find()
            .filter(application::Column::OfferId.eq(offer))
            .filter(application::Column::PersonId.is_in(self.marked.clone()))
            .all(house.db().read())
            .await
            .expect("read");
        for one in found {
            let page = desk.get(&format!("/desk/applications/{}", one.id)).await;
            if page.html.contains("/decide\"") {
                let said = [("verdict", "not_eligible"), ("reason", "Uppgiften saknas.")];
                desk.send(&page, page.form_to("/decide"), &said).await;
            }
        }
    }
}

/// Somebody is dispensed, for a reason that bears the mark, from a demand that weighs nothing.
async fn dispensed(course: &Course, who: ParticipantId) {
    let row = dispensation::ActiveModel {
        cohort_id: Set(course.cohort),
        participant_id: Set(who),
        demand: Set("all/9".to_owned()),
        reason: Set(format!("skäl {MARK}")),
        given_at: Set(course.house.now()),
        given_by: Set(course.coordinator),
        ..Default::default()
    };
    let tx = course.house.db().begin_write().await.expect("a transaction");
    dispensation::Entity::insert(row).exec(&tx).await.expect("a dispensation");
    tx.commit().await.expect("a commit");
}

/// Lets an account see who protected persons are.
pub async fn may_unmask(house: &TestHouse, id: AccountId) {
    let tx = house.db().begin_write().await.expect("a transaction");
    account::Entity::update_many()
        .col_expr(account::Column::MayUnmask, Expr::value(true))
        .filter(account::Column::Id.eq(id))
        .exec(&tx)
        .await
        .expect("an account");
    tx.commit().await.expect("a commit");
}

async fn of(house: &TestHouse, person: PersonId) -> ApplicationId {
    let found = application::Entity::find().filter(application::Column::PersonId.eq(person));
    found.one(house.db().read()).await.expect("read").expect("an application").id
}

/// One applicant in each state, a linked pair among them.
async fn applicants(course: &Course) -> (OfferId, CohortId) {
    let house = &course.house;
    let version = house.find_cohort(course.cohort).await.programme_version_id;
    let cohort = house.cohort(version, "BRF-2013-A", 20).await;
    later(house, cohort).await;
    let offer = house.offer("BRF-2013-V", &[cohort], &[course.home]).await;
    let states = [
        ("asked", ApplicationState::AwaitingManager),
        ("twin", ApplicationState::AwaitingManager),
        ("eligible", ApplicationState::Eligible),
        ("supplement", ApplicationState::SupplementRequested),
        ("noteligible", ApplicationState::NotEligible),
        ("offered", ApplicationState::Offered),
        ("declined", ApplicationState::Declined),
        ("lapsed", ApplicationState::Lapsed),
        ("reserve", ApplicationState::Reserve),
        ("withdrawn", ApplicationState::Withdrawn),
    ];
    let mut ids = Vec::new();
    for (which, state) in states {
        ids.push(house.application((offer, &[cohort]), course.home, &name(which), state).await);
    }
    house.seat_offer(ids[5], cohort, 1).await;
    house.reserve(ids[8], 1).await;
    let reference = house.find_application(ids[0]).await.reference;
    let desk = course.coordinator().await;
    let page = desk.get(&format!("/desk/applications/{}", ids[1])).await;
    desk.send(&page, page.form_to("/link"), &[("twin", &reference)]).await;
    (offer, cohort)
}

/// Moves the days of a cohort to the next spring, so that it has not begun.
async fn later(house: &TestHouse, cohort: CohortId) {
    use stafett::cohorts::entity::course_day;
    let tx = house.db().begin_write().await.expect("a transaction");
    for number in 1..=6_u32 {
        course_day::Entity::update_many()
            .col_expr(course_day::Column::Day, Expr::value(day(2013, 3, 3 + number)))
            .filter(course_day::Column::CohortId.eq(cohort))
            .filter(course_day::Column::Number.eq(i64::from(number)))
            .exec(&tx)
            .await
            .expect("a day");
    }
    tx.commit().await.expect("a commit");
}

/// An offer whose seats are about to be given, and one that is still written.
async fn closed_and_drafted(course: &Course) {
    use stafett::offers::OfferState;
    use stafett::offers::entity::offer as offers;
    let house = &course.house;
    let version = house.find_cohort(course.cohort).await.programme_version_id;
    let cohort = house.cohort(version, "BRF-2013-S", 1).await;
    later(house, cohort).await;
    let offer = house.offer("BRF-2013-S", &[cohort], &[course.home]).await;
    let mut references = Vec::new();
    for which in ["first", "second"] {
        let who = house.application((offer, &[cohort]), course.home, &name(which), ApplicationState::Eligible).await;
        references.push(house.find_application(who).await.reference);
    }
    let tx = house.db().begin_write().await.expect("a transaction");
    offers::Entity::update_many()
        .col_expr(offers::Column::State, Expr::value(OfferState::Closed))
        .col_expr(offers::Column::FrozenReferences, Expr::value(references.join("\n")))
        .filter(offers::Column::Id.eq(offer))
        .exec(&tx)
        .await
        .expect("an offer");
    tx.commit().await.expect("a commit");
    let draft = house.cohort(version, "BRF-2014-V", 1).await;
    later(house, draft).await;
    let draft = house.offer("BRF-2014-V", &[draft], &[course.home]).await;
    house.set_offer_state(draft, OfferState::Draft).await;
}

async fn imported(course: &Course, name: &str) {
    let house = &course.house;
    let person = house.person(name, course.home).await;
    let programme = stafett::programmes::entity::programme::Entity::find().one(house.db().read()).await;
    let tx = house.db().begin_write().await.expect("a transaction");
    let row = graduated::ActiveModel {
        person_id: Set(person),
        programme_id: Set(programme.expect("read").expect("a programme").id),
        organisation_id: Set(course.home),
        course: Set("VT 2012".to_owned()),
        completed_on: Set(day(2012, 5, 5)),
        source: Set(Source::FormerRegister),
        created_at: Set(house.now()),
        ..Default::default()
    };
    graduated::Entity::insert(row).exec(&tx).await.expect("a graduate");
    tx.commit().await.expect("a commit");
}

/// A researcher who reads about `pilot`.
pub async fn follows(house: &TestHouse, pilot: OrganisationId) -> AccountId {
    use stafett::organisations::entity::organisation;
    use stafett::people::entity::account_organisation;
    let researcher = house.account(Role::Researcher, "Frej Forskare").await;
    let tx = house.db().begin_write().await.expect("a transaction");
    organisation::Entity::update_many()
        .col_expr(organisation::Column::IsPilot, Expr::value(true))
        .filter(organisation::Column::Id.eq(pilot))
        .exec(&tx)
        .await
        .expect("a pilot");
    let row = account_organisation::ActiveModel { account_id: Set(researcher), organisation_id: Set(pilot) };
    account_organisation::Entity::insert(row).exec_without_returning(&tx).await.expect("given");
    tx.commit().await.expect("a commit");
    researcher
}
