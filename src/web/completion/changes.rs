//! What is another now than when it was decided, in words: then and now.

use super::cohort::{Member, Roll};
use super::rule::demand_in_words;
use crate::completion::rules::{Change, changes};
use crate::completion::{self, CompletionDecision};
use crate::kernel::Lang;
use crate::programmes;
use crate::requirements::{
    self, CompletionRule, DayFact, DayNumber, Decision, Titles, TrainingRecord, assignment_state, mark_in_words,
    plan_state, role_in_words, sentence,
};
use sea_orm::{ConnectionTrait, DbErr};

/// What is needed to say how a cohort's decisions differ from what stands now.
pub struct Past {
    lang: Lang,
    days: DayNumber,
    titles: Titles,
    /// The rule in force, with its number.
    now: Option<(i64, CompletionRule)>,
    /// The rules that decisions were made by, with their rows.
    then: Vec<(requirements::entity::Model, CompletionRule)>,
}

impl Past {
    /// Reads the rules that the decisions of a roll were made by.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(db: &impl ConnectionTrait, roll: &Roll, lang: Lang) -> Result<Self, DbErr> {
        let made = roll.members.iter().filter_map(|member| member.decision.as_ref());
        let ids: Vec<_> = made.map(|decision| decision.rule_id).collect();
        let rows = requirements::queries::rules_among(db, &ids).await?;
        let now = completion::queries::rule_of(db, &roll.cohort).await?;
        Ok(Self {
            lang,
            days: DayNumber::try_from(roll.days.len()).unwrap_or(DayNumber::MAX),
            titles: programmes::queries::titles_of(db, roll.cohort.programme_version_id, lang).await?,
            now: now.map(|(row, rule)| (row.number, rule)),
            then: rows
                .into_iter()
                .filter_map(|row| CompletionRule::parse(&row.rule).ok().map(|rule| (row, rule)))
                .collect(),
        })
    }

    /// What differs for one participant, a sentence each; empty for who is not decided about.
    ///
    /// Reasons are never told: where somebody is protected they are not the reader's.
    pub fn changes(&self, member: &Member) -> Vec<String> {
        let Some(decision) = &member.decision else { return Vec::new() };
        let lang = self.lang;
        let mut told: Vec<String> = self.rule_changed(decision).into_iter().collect();
        match serde_json::from_str::<TrainingRecord>(&decision.facts) {
            Ok(then) => told.extend(changes(&then, &member.record).iter().map(|change| self.say(change))),
            Err(_) => told.push(
                lang.say(
                    "Underlaget från beslutet går inte att läsa längre.",
                    "The facts of the decision cannot be read any more.",
                )
                .to_owned(),
            ),
        }
        if told.is_empty() {
            told.push(
                lang.say(
                    "Inget i underlaget, men bedömningen av det blir en annan i dag.",
                    "Nothing in the facts, but they are judged otherwise today.",
                )
                .to_owned(),
            );
        }
        told
    }

    fn rule_changed(&self, decision: &CompletionDecision) -> Option<String> {
        let (number, now) = self.now.as_ref()?;
        if now.hash() == decision.rule_hash {
            return None;
        }
        let lang = self.lang;
        let say = |rule: &CompletionRule| sentence(&rule.titled(&self.titles), Some(self.days), lang);
        let now = say(now);
        Some(match self.then.iter().find(|(row, _)| row.id == decision.rule_id) {
            Some((row, then)) => {
                let (was, then) = (row.number, say(then));
                lang.say(
                    format!("Kraven. Då gällde nr {was}: {then} Nu gäller nr {number}: {now}"),
                    format!("The rule. Then it was no. {was}: {then} Now it is no. {number}: {now}"),
                )
            }
            None => lang.say(
                format!("Kraven. Nu gäller nr {number}: {now}"),
                format!("The rule. Now it is no. {number}: {now}"),
            ),
        })
    }

    fn say(&self, change: &Change) -> String {
        let lang = self.lang;
        let between = |what: String, then: &str, now: &str| {
            lang.say(format!("{what}: då {then}, nu {now}."), format!("{what}: then {then}, now {now}."))
        };
        match change {
            Change::Day(day, then, now) => {
                let (then, now) = self.day(then.as_ref(), now.as_ref());
                between(format!("{} {day}", lang.say("Dag", "Day")), &then, &now)
            }
            Change::Assignment(key, then, now) => {
                let title = self.titles.of(key);
                let what = lang.say(format!("Hemuppgiften ”{title}”"), format!("The assignment “{title}”"));
                between(what, assignment_state(*then, lang), assignment_state(*now, lang))
            }
            Change::Plan(then, now) => {
                let what = lang.say("Genomförandeplanen", "The rollout plan").to_owned();
                between(what, plan_state(*then, lang), plan_state(*now, lang))
            }
            Change::Given(decision) => {
                let what = self.decision(decision);
                lang.say(format!("{what}: given efter beslutet."), format!("{what}: given after the decision."))
            }
            Change::TakenBack(decision) => {
                let what = self.decision(decision);
                lang.say(
                    format!("{what}: tillbakadragen efter beslutet."),
                    format!("{what}: withdrawn after the decision."),
                )
            }
        }
    }

    /// How a day stood and stands; with its length where that is all that differs, and said to be noted otherwise where not
    /// even that does.
    fn day(&self, then: Option<&DayFact>, now: Option<&DayFact>) -> (String, String) {
        let lang = self.lang;
        let say = |fact: Option<&DayFact>| match fact {
            Some(fact) => mark_in_words(fact.standing(), lang),
            None => lang.say("ingen kursdag", "no course day").to_owned(),
        };
        let (was, is) = (say(then), say(now));
        if was != is {
            return (was, is);
        }
        let length = |fact: Option<&DayFact>| fact.map_or(0, |fact| fact.minutes);
        if length(then) == length(now) {
            return (was, lang.say(format!("{is}, men annorlunda antecknat"), format!("{is}, but noted otherwise")));
        }
        let with = |words: String, minutes: u32| {
            lang.say(format!("{words} (dagen {minutes} minuter)"), format!("{words} (the day {minutes} minutes)"))
        };
        (with(was, length(then)), with(is, length(now)))
    }

    fn decision(&self, decision: &Decision) -> String {
        let lang = self.lang;
        let Some(path) = &decision.dispenses else {
            let who = role_in_words(&decision.role, lang);
            return lang.say(format!("Anteckningen om beslut av {who}"), format!("The record of a decision by {who}"));
        };
        let rule = self.now.as_ref().map(|(_, rule)| rule.titled(&self.titles));
        let demand = rule.and_then(|rule| demand_in_words(&rule, path, self.days, lang));
        let demand = demand.unwrap_or_else(|| path.clone());
        let demand = demand.trim_end_matches('.');
        lang.say(format!("Dispensen från ”{demand}”"), format!("The dispensation from “{demand}”"))
    }
}
