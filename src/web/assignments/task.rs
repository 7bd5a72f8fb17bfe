//! An assignment as those who do it see it: who they are, what it is called, how it is done, by when.

use crate::applications::Applicant;
use crate::cohorts::{self, Cohort, CourseDay};
use crate::completion;
use crate::house::House;
use crate::kernel::{Day, Lang};
use crate::programmes::{self, AssignmentText};
use crate::requirements::CompletionRule;
use crate::seats::{self, Participant, ParticipantState};
use crate::web::bearer;
use crate::web::problem::Problem;
use crate::web::scene::Scene;
use rocket::Request;
use rocket::http::Status;
use rocket::outcome::try_outcome;
use rocket::request::{FromRequest, Outcome};
use sea_orm::{ConnectionTrait, DbErr};

/// An assignment in words.
pub(super) struct Asked {
    /// Its key in the rule.
    pub key: String,
    /// What it is called; its key where nobody has said.
    pub title: String,
    /// How it is done; may be empty.
    pub instruction: String,
    /// The day by which it is best handed in, if anything is advised.
    pub until: Option<Day>,
}

impl Asked {
    /// These assignments of a cohort in words, in the same order.
    pub(super) async fn among(
        db: &impl ConnectionTrait,
        cohort: &Cohort,
        keys: &[&str],
        lang: Lang,
    ) -> Result<Vec<Self>, DbErr> {
        let texts = programmes::queries::assignment_texts_of(db, cohort.programme_version_id).await?;
        let days = cohorts::queries::days_of(db, cohort.id).await?;
        let asked = |key: &&str| {
            let text = texts.iter().find(|text| text.assignment == *key);
            Self {
                key: (*key).to_owned(),
                title: text.map_or(*key, |text| text.title(lang)).to_owned(),
                instruction: text.map_or("", |text| text.instruction(lang)).to_owned(),
                until: text.and_then(|text| until(text, &days)),
            }
        };
        Ok(keys.iter().map(asked).collect())
    }
}

fn until(text: &AssignmentText, days: &[CourseDay]) -> Option<Day> {
    let last = days.iter().filter(|day| !day.is_cancelled).map(|day| day.day).max()?;
    last.checked_add_days(chrono::Days::new(u64::try_from(text.days_after?).ok()?))
}

/// Whoever holds the link and takes part, the cohort's rule, and the assignment of that number.
pub(super) struct Task {
    pub who: Applicant,
    pub participant: Participant,
    pub rule: CompletionRule,
    pub asked: Asked,
}

impl Task {
    pub(super) async fn of(scene: &Scene<'_>, token: &str, number: usize) -> Result<Self, Problem> {
        let db = scene.house.db.read();
        let (who, participant) = holder(scene, token).await?;
        let cohort = cohorts::queries::find(db, participant.cohort_id).await?.ok_or(Problem::Missing)?;
        let (_, rule) = completion::queries::rule_of(db, &cohort).await?.ok_or(Problem::Missing)?;
        let place = number.checked_sub(1).ok_or(Problem::Missing)?;
        let key = rule.assignments().get(place).copied().map(str::to_owned).ok_or(Problem::Missing)?;
        let asked = Asked::among(db, &cohort, &[&key], scene.lang).await?.pop().ok_or(Problem::Missing)?;
        Ok(Self { who, participant, rule, asked })
    }
}

/// Whoever stands behind the link, while they take part.
pub(super) async fn holder(scene: &Scene<'_>, token: &str) -> Result<(Applicant, Participant), Problem> {
    let who = bearer::applicant(scene.house, scene.person, token, scene.now).await?;
    let participant = seats::queries::participant_of(scene.house.db.read(), who.application.id).await?;
    let participant = participant.filter(|one| one.state == ParticipantState::Active).ok_or(Problem::Missing)?;
    Ok((who, participant))
}

/// Somebody about to hand in: counted by network, then known by their link, both before a byte of what they send is read.
pub(super) struct HandingIn<'r> {
    pub task: Task,
    pub scene: Scene<'r>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for HandingIn<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let scene: Scene<'r> = try_outcome!(request.guard().await);
        let house: &House = scene.house;
        if !house.paces.hand_ins.admits(request.client_ip(), scene.now) {
            return Outcome::Error((Status::TooManyRequests, ()));
        }
        // As in the address: /my/<token>/assignments/<number>.
        let (token, number) = (request.param::<&str>(1), request.param::<usize>(3));
        let (Some(Ok(token)), Some(Ok(number))) = (token, number) else {
            return Outcome::Error((Status::NotFound, ()));
        };
        match Task::of(&scene, token, number).await {
            Ok(task) => Outcome::Success(Self { task, scene }),
            Err(problem) => Outcome::Error((problem.status(), ())),
        }
    }
}
