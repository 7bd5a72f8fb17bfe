//! The order in which the demo is written.

use super::cast::Cast;
use super::facts::{self, History};
use super::past::{self, Founding};
use super::present::{self, Present};
use super::stage::Stage;
use super::ways_in::{self, WayIn};
use super::{Ids, Incomplete, care, easing, handing_in, papers, plans, protection};
use crate::access::links::{self, Purpose};
use crate::access::{second_factor, totp};
use crate::certification::{self, Round};
use crate::completion;
use crate::example;
use crate::house::House;
use crate::kernel::{
    AccountId, Actor, ApplicationId, CourseDayId, Day, EmailAddress, Instant, PersonName, PlanId, ProgrammeVersionId,
    RuleId,
};
use crate::locale::stockholm;
use crate::organisations::{self, OrganisationKind};
use crate::people::actions::{self, NewAccount};
use crate::people::{self, Coordinator, Password, Role, SignedIn, Trainer};
use crate::programmes;
use crate::requirements::{self, AssignmentState, CompletionRule, Demand};
use crate::seats;
use crate::storage::WriteTx;

/// The password of every demo account.
pub const PASSWORD: &str = "stafett-demo-2012";

/// A demo account.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    /// What it may do.
    pub role: Role,
    /// What it signs in with.
    pub email: &'static str,
    /// The secret of its second factor, in base32; the same every time, so that an app stays connected.
    pub totp_secret: &'static str,
}

/// The accounts of the demo, the coordinator first.
pub const ACCOUNTS: [(DemoAccount, &str); 5] = [
    (
        DemoAccount {
            role: Role::Coordinator,
            email: "coordinator@example.org",
            totp_secret: "COORDINATORSTAFETTEXEMPELAAAAAAA",
        },
        "Ellen Exempel",
    ),
    (
        DemoAccount {
            role: Role::Trainer,
            email: "trainer@example.org",
            totp_secret: "TRAINERSTAFETTEXEMPELAAAAAAAAAAA",
        },
        "Tove Exempel",
    ),
    (
        DemoAccount {
            role: Role::Trainer,
            email: "trainer2@example.org",
            totp_secret: "TRAINERTWOSTAFETTEXEMPELAAAAAAAA",
        },
        "Ture Exempel",
    ),
    (
        DemoAccount {
            role: Role::Administrator,
            email: "administrator@example.org",
            totp_secret: "ADMINISTRATORSTAFETTEXEMPELAAAAA",
        },
        "Adam Exempel",
    ),
    (
        DemoAccount {
            role: Role::Researcher,
            email: "researcher@example.org",
            totp_secret: "RESEARCHERSTAFETTEXEMPELAAAAAAAA",
        },
        "Rut Exempel",
    ),
];

/// What is worth opening first, by address path.
#[derive(Debug, Clone)]
pub struct Samples {
    /// The open offer.
    pub offer: String,
    /// "My application" of somebody who has a certificate and a plan.
    pub application: String,
    /// "My application" of somebody who has just applied.
    pub new_application: String,
    /// A course day held today.
    pub day: String,
    /// The code of a valid certificate.
    pub certificate_code: String,
    /// The paper of that certificate.
    pub certificate_pdf: String,
    /// The rollout plan of a pilot.
    pub plan: String,
    /// The ways in of those who have no password.
    pub ways_in: Vec<WayIn>,
}

/// Fills the empty database of `house`.
///
/// # Errors
/// When the founding facts and the tables do not fit together, or the database refuses.
pub async fn fill(house: &House, now: Instant) -> Result<Samples, Incomplete> {
    let (history, words) = facts::read()?;
    let accounts = make_accounts(house, now).await?;
    let mut cast = Cast::new(&words);
    let tx = house.db.begin_write().await?;
    let version = set_the_scene(&tx, now).await?;
    let ids = read_ids(&tx, version).await?;
    mark_pilots(&tx, &history).await?;
    let rule = programmes::queries::find_version(&tx, version).await?.ok_or(Incomplete::Day)?.rule_id;
    let trainers = &accounts[1..3];
    let stage = Stage { tx: &tx, programme: version, rule, trainers, today: stockholm::today(now) };
    past::conferences(&stage, &history, &ids).await?;
    let founding = past::founding_year(&stage, &history, &ids, &mut cast).await?;
    let later = past::later_graduates(&stage, &history, &ids, &mut cast).await?;
    let graduates: Vec<_> = founding.graduates.iter().chain(&later).copied().collect();
    let plan = plans::write(&stage, &history, &ids, &graduates).await?;
    let stage = Stage { rule: asking_for_a_plan(&tx, rule, now).await?, ..stage };
    let present = present::around(&stage, stockholm::today(now), &ids, &mut cast).await?;
    let pages = private_pages(house, &tx, &founding, &present, now).await?;
    let ways_in = ways_in::write(house, &tx, (&ids, present.todays_day), now).await?;
    tx.commit().await?;
    let who = coordinator(house, accounts[0]).await?;
    // Papers of the demo may carry the address it listens on: they are thrown away with it.
    certification::actions::first_host(&house.db, house.links.verification(), now).await?;
    let code = certify(house, &who, &founding).await?;
    if let Some(running) = present.running {
        let text = handing_in::described();
        let described = programmes::actions::describe_assignment(&house.db, &who, (ids.programme, 0), text, now).await;
        described.map_err(|error| Incomplete::Action(format!("{error:?}")))?;
        easing::write(house, &who, (&ids, running), now).await?;
        let trainer = signed_in(house, accounts[1]).await?;
        let trainer =
            Trainer::prove(trainer).ok_or_else(|| Incomplete::Action("the demo's trainer may not act".to_owned()))?;
        handing_in::write(house, &trainer, running, now).await?;
    }
    if let Some(first) = founding.cohorts.first() {
        papers::write(house, &who, first.id, now).await?;
        protection::write(house, (&accounts, &ids), (first.id, &present), now).await?;
    }
    care::write(house, PASSWORD, now).await?;
    Ok(Samples { ways_in, ..samples(&present, pages, plan, code) })
}

async fn make_accounts(house: &House, now: Instant) -> Result<Vec<AccountId>, Incomplete> {
    let mut made = Vec::with_capacity(ACCOUNTS.len());
    let password = Password::parse(PASSWORD, &[]).map_err(|_| Incomplete::Word("password".to_owned()))?;
    for (account, name) in ACCOUNTS {
        let wrong = || Incomplete::Word(account.email.to_owned());
        let new = NewAccount {
            name: PersonName::parse(name).map_err(|_| wrong())?,
            email: EmailAddress::parse(account.email).ok_or_else(wrong)?,
            role: account.role,
        };
        let id = actions::create_account(&house.db, &Actor::House, &new, &password, now).await;
        made.push((id.map_err(|error| Incomplete::Action(format!("{error:?}")))?, account.totp_secret));
    }
    let tx = house.db.begin_write().await?;
    for (id, secret) in &made {
        let secret = totp::Secret::parse(secret).ok_or_else(|| Incomplete::Word((*secret).to_owned()))?;
        second_factor::set_known(&tx, &house.vault, *id, &secret, now).await?;
    }
    tx.commit().await?;
    Ok(made.into_iter().map(|(id, _)| id).collect())
}

/// Who runs this, the region's organisations, and the programme.
async fn set_the_scene(tx: &WriteTx, now: Instant) -> Result<ProgrammeVersionId, Incomplete> {
    let words = example::region()?.platform().words();
    let written = organisations::actions::write_platform(tx, &words, 0).await;
    written.map_err(|error| Incomplete::Action(format!("{error:?}")))?;
    organisations::queries::mark_as_demo(tx).await?;
    example::load_region(tx, now).await?;
    Ok(example::load_programme(tx, now).await?)
}

async fn read_ids(tx: &WriteTx, version: ProgrammeVersionId) -> Result<Ids, Incomplete> {
    let programme = programmes::queries::programme_of(tx, version).await?.ok_or(Incomplete::Day)?;
    let all = organisations::queries::all(tx).await?;
    let municipalities =
        all.iter().filter(|one| one.kind == OrganisationKind::Municipality).map(|one| one.id).collect();
    let organisations = all.into_iter().map(|one| (one.code, one.id)).collect();
    Ok(Ids { programme: programme.id, organisations, municipalities })
}

async fn mark_pilots(tx: &WriteTx, history: &History) -> Result<(), Incomplete> {
    organisations::queries::mark_pilots(tx, &history.pilots).await.map_err(Incomplete::from)
}

/// Private links that last, for the two applications worth opening.
async fn private_pages(
    house: &House,
    tx: &WriteTx,
    founding: &Founding,
    present: &Present,
    now: Instant,
) -> Result<[String; 2], Incomplete> {
    let mut pages = [String::new(), String::new()];
    for (page, application) in pages.iter_mut().zip([founding.first_application, present.application]) {
        let Some(ApplicationId(number)) = application else { continue };
        let what = (Purpose::Application, number);
        let token = links::make(tx, &house.tokens, what, now, now.plus_days(365)).await?;
        *page = format!("/my/{}", token.as_str());
    }
    Ok(pages)
}

/// The founding rule with the assignment that today's cohorts ask for.
async fn asking_for_a_plan(tx: &WriteTx, founding: RuleId, now: Instant) -> Result<RuleId, Incomplete> {
    let failed = |error: &dyn std::fmt::Debug| Incomplete::Action(format!("{error:?}"));
    let row = requirements::queries::rule(tx, founding).await?.ok_or(Incomplete::Day)?;
    let rule = CompletionRule::parse(&row.rule).map_err(|error| failed(&error))?;
    let mut parts = rule.demand().parts().to_vec();
    parts.push(Demand::Assignment { key: handing_in::ASSIGNMENT.to_owned(), state: AssignmentState::Approved });
    let rule = CompletionRule::new(&Demand::All(parts), rule.partial_percent(), rule.make_up().cloned());
    Ok(requirements::queries::add_rule(tx, &rule.map_err(|error| failed(&error))?, now).await?)
}

/// Somebody who works in the demo.
async fn signed_in(house: &House, account: AccountId) -> Result<SignedIn, Incomplete> {
    let account = people::queries::find_account(house.db.read(), account).await?.ok_or(Incomplete::Day)?;
    let name = ACCOUNTS.iter().find(|(one, _)| one.email == account.email).map_or("", |(_, name)| name);
    let who = SignedIn::prove(&account, name.to_owned());
    who.ok_or_else(|| Incomplete::Action("an account of the demo may not act".to_owned()))
}

/// The coordinator of the demo at work.
async fn coordinator(house: &House, account: AccountId) -> Result<Coordinator, Incomplete> {
    let who = Coordinator::prove(signed_in(house, account).await?);
    who.ok_or_else(|| Incomplete::Action("the demo's coordinator may not act".to_owned()))
}

/// Decides on the rule for both cohorts of 2012 and issues what follows, the week after the last day.
///
/// Gives the code of the certificate that the sample application led to.
async fn certify(house: &House, who: &Coordinator, founding: &Founding) -> Result<String, Incomplete> {
    let failed = |error: &dyn std::fmt::Debug| Incomplete::Action(format!("{error:?}"));
    let now = Day::from_ymd_opt(2012, 12, 14).map(stockholm::start_of_day).ok_or(Incomplete::Day)?.plus_minutes(600);
    for cohort in founding.cohorts.iter().map(|cohort| cohort.id) {
        completion::actions::decide(&house.db, who, (cohort, None), now).await.map_err(|error| failed(&error))?;
        for round in [Round::Completed, Round::NotCompleted] {
            let batch = certification::actions::Batch { cohort, round, seen: None };
            let issued = certification::actions::issue(&house.db, who, batch, &house.press(), now).await;
            issued.map_err(|error| failed(&error))?;
        }
    }
    while certification::actions::finish_unreleased(&house.db, &house.press(), now).await? > 0 {}
    let Some(sample) = founding.first_application else { return Ok(String::new()) };
    let participant = seats::queries::participant_of(house.db.read(), sample).await?.ok_or(Incomplete::Day)?;
    let held = certification::queries::current_of(house.db.read(), participant.id).await?;
    Ok(held.into_iter().map(|one| one.code).next().unwrap_or_default())
}

fn samples(present: &Present, pages: [String; 2], plan: Option<PlanId>, code: String) -> Samples {
    let [application, new_application] = pages;
    Samples {
        offer: format!("/offers/{}", present.open_offer),
        certificate_pdf: format!("{application}/certificate.pdf"),
        application,
        new_application,
        day: present.todays_day.map_or_else(String::new, |CourseDayId(id)| format!("/days/{id}")),
        certificate_code: code,
        plan: plan.map_or_else(String::new, |PlanId(id)| format!("/plans/{id}")),
        ways_in: Vec::new(),
    }
}
