//! The assignment somebody is to do next, for the page they see first.

use super::task::Asked;
use crate::assignments::queries;
use crate::cohorts::{self, CohortState};
use crate::completion;
use crate::kernel::{ApplicationId, Lang, ParticipantId, PersonId};
use crate::locale::dates;
use crate::requirements::AssignmentState;
use crate::seats;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

/// What a person is to hand in next wherever they take part, in a sentence, by the application that led there; nothing where all
/// is handed in, or the rule is decided on.
///
/// # Errors
/// When the database does not answer.
pub async fn next_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    lang: Lang,
) -> Result<HashMap<ApplicationId, String>, DbErr> {
    let own = seats::queries::active_of_person(db, person).await?;
    let ids: Vec<ParticipantId> = own.iter().map(|one| one.id).collect();
    let states = queries::states_among(db, &ids).await?;
    let mut next = HashMap::new();
    for participant in own {
        let Some(application) = participant.application_id else { continue };
        let Some(cohort) = cohorts::queries::find(db, participant.cohort_id).await? else { continue };
        if cohort.state == CohortState::Cancelled
            || completion::queries::decision_of(db, participant.id).await?.is_some()
        {
            continue;
        }
        let Some((_, rule)) = completion::queries::rule_of(db, &cohort).await? else { continue };
        let state = |key: &str| states.get(&participant.id).and_then(|own| own.get(key)).copied().unwrap_or_default();
        let to_do = |key: &&str| state(key) < AssignmentState::HandedIn;
        let Some(key) = rule.assignments().into_iter().find(to_do) else { continue };
        for asked in Asked::among(db, &cohort, &[key], lang).await? {
            next.insert(application, sentence(&asked, state(key), lang));
        }
    }
    Ok(next)
}

fn sentence(asked: &Asked, state: AssignmentState, lang: Lang) -> String {
    let title = &asked.title;
    let until = asked
        .until
        .map(|day| dates::weekday_day(lang, day))
        .map_or_else(String::new, |day| lang.say(format!(", helst senast {day}"), format!(", best by {day}")));
    if state == AssignmentState::Returned {
        return lang.say(
            format!("Läs kommentaren och lämna in hemuppgiften ”{title}” igen."),
            format!("Read the comment and hand in the assignment “{title}” again."),
        );
    }
    lang.say(format!("Lämna in hemuppgiften ”{title}”{until}."), format!("Hand in the assignment “{title}”{until}."))
}
