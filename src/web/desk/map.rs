//! The map small, with its table: state of the plan and trained in all, by municipality.
//!
//! The public map is drawn elsewhere from the same rules; this is its small sister and the seam where it can be taken in.

use crate::followup::model::{Facts, Key, Period, Row};
use crate::followup::{rules, words};
use crate::kernel::{Lang, OrganisationId};
use crate::locale::{numbers, sorting};
use crate::rollouts::PlanState;
use crate::web::parts::{Chrome, Tile, TileState};
use std::collections::HashMap;

/// One tile for each municipality that has a place on the map, sorted by name.
pub fn tiles(facts: &Facts, chrome: &Chrome) -> Vec<Tile> {
    let period = Period { from: facts.today, to: facts.today };
    let states = rules::states_at(facts, facts.today);
    let rows = rules::rows(facts, Key::MunicipalitiesInAll, period);
    let trained: Option<HashMap<OrganisationId, i64>> = rows.map(|rows| {
        let counts = rows.iter().filter_map(|row| match row {
            Row::Municipality(id, count) => Some((*id, *count)),
            _ => None,
        });
        counts.collect()
    });
    let plans: HashMap<OrganisationId, _> = facts.plans.iter().map(|plan| (plan.organisation_id, plan.id)).collect();
    let mut tiles: Vec<Tile> = facts
        .municipalities()
        .filter_map(|one| {
            let state = states.get(&one.id).map(|(state, _)| *state);
            let counts = trained.as_ref();
            let figure = counts.map(|counts| numbers::number(counts.get(&one.id).copied().unwrap_or_default()));
            let plan = plans.get(&one.id);
            Some(Tile {
                column: u8::try_from(one.tile_column?).ok()?,
                row: u8::try_from(one.tile_row?).ok()?,
                name: one.name.clone(),
                figure: figure.unwrap_or_else(|| "–".to_owned()),
                state: state.map_or(TileState::NoData, fill),
                word: word(state, chrome.lang).to_owned(),
                href: chrome.to(&plan.map_or_else(|| "/plans".to_owned(), |plan| format!("/plans/{plan}"))),
            })
        })
        .collect();
    tiles.sort_by(|one, other| sorting::compare(&one.name, &other.name));
    tiles
}

/// What the fills mean, for the legend: those that occur.
pub fn meanings(tiles: &[Tile], lang: Lang) -> Vec<(TileState, &'static str)> {
    let occurs = |state: &TileState| tiles.iter().any(|tile| tile.state == *state);
    let word = |state| match state {
        TileState::NoData => lang.say("Uppgift saknas", "No data"),
        TileState::NotBegun => lang.say("Inte påbörjad", "Not begun"),
        TileState::Begun => lang.say("På väg", "Under way"),
        TileState::Adopted => lang.say("Antagen", "Adopted"),
        TileState::Running => lang.say("Pågår", "Running"),
        TileState::Finished => lang.say("Uppföljd", "Followed up"),
        TileState::Resting => lang.say("Vilande", "Resting"),
    };
    TileState::ALL.into_iter().filter(occurs).map(|state| (state, word(state))).collect()
}

fn fill(state: PlanState) -> TileState {
    match state {
        PlanState::NotStarted => TileState::NotBegun,
        PlanState::Draft | PlanState::Submitted | PlanState::Feedback => TileState::Begun,
        PlanState::Adopted => TileState::Adopted,
        PlanState::Running => TileState::Running,
        PlanState::FollowedUp | PlanState::Closed => TileState::Finished,
        PlanState::Resting => TileState::Resting,
    }
}

fn word(state: Option<PlanState>, lang: Lang) -> &'static str {
    state.map_or(lang.say("uppgift saknas", "no data"), |state| words::plan_state(state, lang))
}
