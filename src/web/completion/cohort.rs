//! The cohort page.

use crate::assignments;
use crate::attendance::{self, DayContent, Mark};
use crate::cohorts::{self, Cohort, CourseDay};
use crate::completion::model::Outcome as Decided;
use crate::completion::rules::{Ground, to_decide};
use crate::completion::{self, CompletionDecision, facts};
use crate::house::House;
use crate::kernel::{AccountId, CohortId, CourseDayId, Day, Instant, Lang, ParticipantId};
use crate::locale::{dates, sorting, stockholm};
use crate::people::{self, Coordinator};
use crate::programmes;
use crate::requirements::{Line, Outcome, TrainingRecord, Verdict, Voice, weigh_with_margin};
use crate::web::attendance::faces::{Face, with_names};
use crate::web::attendance::standing::{chip_of, mask_reasons, rule_in_words, strip_of, times, warning, words};
use crate::web::guards::Now;
use crate::web::parts::{Chip, Chrome, DayState, StripDay};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use crate::web::strip;
use askama::Template;
use rocket::{Route, State, get, routes};
use sea_orm::DbErr;
use std::collections::HashMap;

/// The page.
#[derive(Template)]
#[template(path = "completion/cohort.html")]
pub struct CohortPage {
    lang: Lang,
    chrome: Chrome,
    cohort: Cohort,
    programme: String,
    trainers: String,
    rule: Option<String>,
    strip: Vec<StripDay>,
    heads: Vec<Head>,
    rows: Vec<Row>,
    counts: [usize; 4],
    decided: usize,
    shaken: usize,
    /// How many assignments wait to be read; `None` where the rule asks for none.
    assignments: Option<usize>,
}

impl CohortPage {
    /// Whether somebody waits for a decision only.
    fn has_awaiting(&self) -> bool {
        self.counts[3] > 0
    }
}

/// One course day, as the head of a column and as what it held.
struct Head {
    id: CourseDayId,
    number: i64,
    when: String,
    iso: String,
    times: String,
    is_attested: bool,
    content: Option<DayContent>,
}

/// One participant.
struct Row {
    id: ParticipantId,
    name: String,
    organisation: String,
    strip: Vec<StripDay>,
    cells: Vec<(CourseDayId, DayState)>,
    chip: Option<Chip>,
    warning: Option<Chip>,
    verdict: Option<(String, Vec<Line>)>,
    decision: Option<String>,
    is_shaken: bool,
    is_name_confirmed: bool,
}

/// Everything about a cohort's participants that the pages of this room show.
pub struct Roll {
    /// The cohort.
    pub cohort: Cohort,
    /// Its days.
    pub days: Vec<CourseDay>,
    /// Its participants, by name.
    pub members: Vec<Member>,
    /// The marks that stand, by participant.
    marks: HashMap<ParticipantId, Vec<Mark>>,
    /// The rule in one sentence.
    pub rule: Option<String>,
    /// The rule's hash; empty without one.
    pub rule_hash: String,
    /// Whether the rule asks for assignments.
    pub asks_for_assignments: bool,
    /// The day it is judged.
    pub today: Day,
}

/// A participant with verdict and decision.
pub struct Member {
    /// Name and organisation.
    pub face: Face,
    /// Where the record stands against the rule; `None` when the cohort has no rule.
    pub verdict: Option<Verdict>,
    /// What was decided.
    pub decision: Option<CompletionDecision>,
    /// What the facts say now about that decision.
    pub ground: Ground,
    /// What there is to decide.
    pub to_decide: Option<Decided>,
    /// The record.
    pub record: TrainingRecord,
}

impl Member {
    /// Whether the decision's facts have changed.
    #[must_use]
    pub fn is_shaken(&self) -> bool {
        self.ground != Ground::Firm
    }

    /// The decision in words.
    #[must_use]
    pub fn decision_in_words(&self, lang: Lang) -> Option<String> {
        let decision = self.decision.as_ref()?;
        let day = dates::day_in_words(lang, decision.decided_on);
        Some(format!("{}, {} {day}", decision.verdict.word(lang), lang.say("beslut", "decided")))
    }
}

impl Roll {
    /// Reads the roll of a cohort.
    ///
    /// # Errors
    /// Missing for an unknown cohort.
    pub async fn of(house: &House, id: CohortId, lang: Lang, now: Instant) -> Result<Self, Problem> {
        let (db, today) = (house.db.read(), stockholm::today(now));
        let cohort = cohorts::queries::find(db, id).await?.ok_or(Problem::Missing)?;
        let days = cohorts::queries::days_of(db, id).await?;
        let rule = completion::queries::rule_of(db, &cohort).await?;
        let titles = programmes::queries::titles_of(db, cohort.programme_version_id, lang).await?;
        let records = facts::records_of(db, id).await?;
        let mut decisions: HashMap<ParticipantId, CompletionDecision> = completion::queries::decisions_of(db, id)
            .await?
            .into_iter()
            .map(|each| (each.participant_id, each))
            .collect();
        let (participants, records): (Vec<_>, Vec<_>) = records.into_iter().unzip();
        let mut records: HashMap<ParticipantId, TrainingRecord> =
            participants.iter().map(|participant| participant.id).zip(records).collect();
        let member = |face: Face| {
            let id = face.participant.id;
            let record = records.remove(&id).unwrap_or_default();
            let verdict = rule.as_ref().map(|(_, rule)| weigh_with_margin(rule, &record, today));
            let to_decide = verdict.as_ref().and_then(|verdict| to_decide(verdict, &record));
            let mut verdict = verdict.map(|verdict| verdict.titled(&titles));
            if let (Some(verdict), true) = (&mut verdict, face.is_protected) {
                mask_reasons(verdict, lang);
            }
            let decision = decisions.remove(&id);
            let ground = ground(decision.as_ref(), &record, verdict.as_ref());
            Member { face, verdict, decision, ground, to_decide, record }
        };
        let members = with_names(db, participants, lang).await?.into_iter().map(member).collect();
        let mut marks: HashMap<ParticipantId, Vec<Mark>> = HashMap::new();
        for mark in attendance::queries::standing_marks(db, id).await? {
            marks.entry(mark.participant_id).or_default().push(mark);
        }
        let asks_for_assignments = rule.as_ref().is_some_and(|(_, rule)| !rule.assignments().is_empty());
        let rule_hash = rule.as_ref().map(|(_, rule)| rule.hash()).unwrap_or_default();
        let rule = rule.map(|(_, rule)| rule_in_words(&rule.titled(&titles), &days, lang));
        Ok(Self { cohort, days, members, marks, rule, rule_hash, asks_for_assignments, today })
    }

    /// How many meet the rule, can still meet it, can no longer meet it, wait for a decision only.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let verdicts = || self.members.iter().filter_map(|member| member.verdict.as_ref());
        let count = |outcome| verdicts().filter(|one| one.outcome == outcome && !one.awaits_a_decision()).count();
        let awaiting = verdicts().filter(|one| one.awaits_a_decision()).count();
        [count(Outcome::Met), count(Outcome::Possible), count(Outcome::Impossible), awaiting]
    }

    /// The marks of one participant.
    #[must_use]
    pub fn marks_of(&self, id: ParticipantId) -> Vec<&Mark> {
        self.marks.get(&id).into_iter().flatten().collect()
    }
}

fn ground(decision: Option<&CompletionDecision>, now: &TrainingRecord, verdict: Option<&Verdict>) -> Ground {
    let (Some(decision), Some(verdict)) = (decision, verdict) else { return Ground::Firm };
    facts::ground_of(decision, now, verdict.outcome)
}

#[get("/desk/cohorts/<id>")]
async fn show(id: CohortId, who: Coordinator, chrome: Chrome, now: Now, house: &State<House>) -> Answer<CohortPage> {
    let (lang, _) = (chrome.lang, who);
    let roll = Roll::of(house, id, lang, now.0).await?;
    let ids: Vec<CourseDayId> = roll.days.iter().map(|day| day.id).collect();
    let contents = attendance::queries::contents_of(house.db.read(), &ids).await?;
    let rows: Vec<Row> = roll.members.iter().map(|member| row(lang, &roll, member)).collect();
    let head = |day: &CourseDay| Head {
        id: day.id,
        number: day.number,
        when: dates::weekday_day(lang, day.day),
        iso: dates::iso(day.day),
        times: times(lang, day),
        is_attested: day.attested_at.is_some(),
        content: contents.iter().find(|content| content.course_day_id == day.id).cloned(),
    };
    let mut strip = strip::of_cohort(lang, &roll.days, roll.today);
    for (square, day) in strip.iter_mut().zip(&roll.days) {
        square.href = Some(chrome.to(&format!("/days/{}", day.id)));
        square.note = day.attested_at.map(|_| lang.say("intygad", "attested").to_owned());
    }
    Ok(Reply::Page(CohortPage {
        lang,
        programme: programme_of(house, &roll.cohort, lang).await?,
        trainers: trainers_of(house, id, lang).await?,
        strip,
        heads: roll.days.iter().map(head).collect(),
        counts: roll.counts(),
        decided: roll.members.iter().filter(|member| member.decision.is_some()).count(),
        shaken: rows.iter().filter(|row| row.is_shaken).count(),
        rows,
        assignments: if roll.asks_for_assignments { Some(waiting(house, &roll).await?) } else { None },
        rule: roll.rule,
        cohort: roll.cohort,
        chrome,
    }))
}

/// How many assignments of the cohort wait to be read.
async fn waiting(house: &House, roll: &Roll) -> Result<usize, DbErr> {
    let ids: Vec<ParticipantId> = roll.members.iter().map(|member| member.face.participant.id).collect();
    let standing = assignments::queries::standing_among(house.db.read(), &ids).await?;
    Ok(standing.iter().filter(|one| one.state == assignments::State::HandedIn).count())
}

fn row(lang: Lang, roll: &Roll, member: &Member) -> Row {
    let participant = &member.face.participant;
    let strip = strip_of(lang, &roll.days, &roll.marks_of(participant.id), roll.today);
    Row {
        id: participant.id,
        name: member.face.name.clone(),
        organisation: member.face.organisation.clone(),
        cells: roll.days.iter().map(|day| day.id).zip(strip.iter().map(|square| square.state)).collect(),
        strip,
        chip: member.verdict.as_ref().map(|verdict| chip_of(verdict, lang)),
        warning: member.verdict.as_ref().filter(|verdict| verdict.about_to_fall()).and_then(|each| warning(each, lang)),
        verdict: member.verdict.as_ref().map(|verdict| words(verdict, Voice::They, lang)),
        decision: member.decision_in_words(lang),
        is_shaken: member.is_shaken(),
        is_name_confirmed: participant.name_confirmed_at.is_some(),
    }
}

async fn programme_of(house: &House, cohort: &Cohort, lang: Lang) -> Result<String, DbErr> {
    let db = house.db.read();
    let programme = programmes::queries::programme_of(db, cohort.programme_version_id).await?;
    Ok(programme.map(|programme| lang.say(programme.name_sv, programme.name_en)).unwrap_or_default())
}

async fn trainers_of(house: &House, cohort: CohortId, lang: Lang) -> Result<String, DbErr> {
    let db = house.db.read();
    let accounts: Vec<AccountId> = cohorts::queries::trainers_of(db, cohort).await?;
    let names = people::queries::names_of(db, &accounts, lang).await?;
    let mut names: Vec<String> = names.into_iter().map(|(_, name)| name).collect();
    names.sort_by(|left, right| sorting::compare(left, right));
    Ok(names.join(", "))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show]
}
