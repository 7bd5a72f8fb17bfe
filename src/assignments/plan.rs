//! The organisation's rollout plan in words, as it is handed in.

use crate::kernel::{Lang, OrganisationId};
use crate::locale::{dates, numbers};
use crate::organisations;
use crate::rollouts::{LocalTraining, queries};
use sea_orm::{ConnectionTrait, DbErr};

/// The rollout plan of an organisation as it stands: situation, aims, local trainings, decisions, what happened, milestones
/// reached. `None` where there is none, or nothing is in it.
///
/// Who told what is left out: what is handed in is the plan, not the people.
///
/// # Errors
/// When the database does not answer.
pub async fn plan_in_words(
    db: &impl ConnectionTrait,
    organisation: OrganisationId,
    lang: Lang,
) -> Result<Option<String>, DbErr> {
    let Some(plan) = queries::plan_of(db, organisation).await? else { return Ok(None) };
    let mut parts = Vec::new();
    for (heading, words) in
        [(lang.say("Nuläge", "Situation"), plan.situation.trim()), (lang.say("Mål", "Aims"), plan.aims.trim())]
    {
        if !words.is_empty() {
            parts.push(format!("{heading}\n{words}"));
        }
    }
    let mut listed = |heading: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            parts.push(format!("{heading}\n{}", lines.join("\n")));
        }
    };
    let trainings = queries::trainings_of(db, plan.id).await?;
    listed(
        lang.say("Lokala utbildningar", "Local trainings"),
        trainings.iter().map(|one| training(one, lang)).collect(),
    );
    let kind = organisations::queries::find(db, organisation).await?.map(|one| one.kind);
    let decisions = queries::decisions_of(db, plan.id).await?;
    let decisions = decisions.iter().map(|one| {
        let (day, title) = (dates::iso(one.decided_on), &one.title);
        let body = kind.map_or("", |kind| one.body.word(kind, lang));
        format!("– {day}, {body}: {title}")
    });
    listed(lang.say("Beslut", "Decisions"), decisions.collect());
    let happenings = queries::happenings_of(db, plan.id).await?;
    let happenings = happenings.iter().map(|one| {
        let (day, kind) = (dates::iso(one.day), one.kind.word(lang));
        let words = one.words.trim();
        if words.is_empty() { format!("– {day}, {kind}") } else { format!("– {day}, {kind}: {words}") }
    });
    listed(lang.say("Det som har hänt", "What has happened"), happenings.collect());
    let reached = queries::milestones_of(db, &plan).await?;
    let line = |one: &queries::Reached| {
        let day = dates::iso(one.on);
        format!("– {} {}, {day}", one.milestone.code(), one.milestone.word(lang))
    };
    let milestones: Vec<String> = reached.iter().map(line).collect();
    listed(lang.say("Milstolpar", "Milestones"), milestones);
    Ok(Some(parts.join("\n\n")).filter(|words| !words.is_empty()))
}

/// `– 2013-02-04, Barnrättsdag: 12 politiker, 30 tjänstepersoner`.
fn training(one: &LocalTraining, lang: Lang) -> String {
    let heads = [
        (one.politicians, lang.say(("politiker", "politiker"), ("politician", "politicians"))),
        (one.officials, lang.say(("tjänsteperson", "tjänstepersoner"), ("official", "officials"))),
        (one.others, lang.say(("annan", "andra"), ("other", "others"))),
    ];
    let heads = heads.into_iter().filter(|(count, _)| *count > 0);
    let heads: Vec<String> = heads.map(|(count, words)| numbers::counted(lang, count, words, words)).collect();
    let (day, title) = (dates::iso(one.day), &one.title);
    if heads.is_empty() { format!("– {day}, {title}") } else { format!("– {day}, {title}: {}", heads.join(", ")) }
}
