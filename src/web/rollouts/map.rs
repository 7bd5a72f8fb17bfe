//! The map: every municipality as a tile, and the same figures in a table.
//!
//! The page at `/map` is public; the coordinator's desk shows the same view with links to the plans.

use crate::graduates;
use crate::kernel::{Day, Lang, OrganisationId, PlanId};
use crate::locale::{numbers, sorting, stockholm};
use crate::organisations::{self, Organisation, OrganisationKind};
use crate::rollouts::{Heads, PlanState, queries, rules};
use crate::web::parts::{Chip, Chrome, Icon, Tile, TileState, Tone};
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, routes};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::{BTreeMap, BTreeSet};

/// How far every organisation had come on one day.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The municipalities, sorted by name.
    pub municipalities: Vec<Place>,
    /// All other organisations that have a plan or somebody trained, sorted by name.
    pub others: Vec<Place>,
}

/// How far one organisation had come.
#[derive(Debug, Clone)]
pub struct Place {
    /// The organisation.
    pub organisation: Organisation,
    /// Its plan, if there is one.
    pub plan: Option<PlanId>,
    /// The state of its plan on that day.
    pub state: Option<PlanState>,
    /// Persons who had completed.
    pub trained: i64,
    /// Heads in local trainings that a coach has verified.
    pub verified: Heads,
    /// Heads in local trainings told and not verified yet.
    pub unverified: Heads,
    /// Whether the highest body's decision was in force.
    pub decision: DecisionState,
}

/// What is known of a decision in the highest body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionState {
    /// None is known.
    Unknown,
    /// Said at home; its record has not been seen.
    Said,
    /// In force, and its record has been seen.
    Evidenced,
}

/// Reads how far every organisation had come at the end of `day`.
///
/// Local trainings are summed over all time up to that day.
///
/// # Errors
/// When the database does not answer.
pub async fn overview(db: &impl ConnectionTrait, day: Day) -> Result<Overview, DbErr> {
    let organisations = organisations::queries::all(db).await?;
    let plans: BTreeMap<_, _> =
        queries::plans(db).await?.into_iter().map(|plan| (plan.organisation_id, plan.id)).collect();
    let states: BTreeMap<_, _> = queries::states_on(db, day).await?.into_iter().collect();
    let next = day.succ_opt().unwrap_or(day);
    let trained: BTreeMap<_, _> = graduates::queries::trained_before(db, next).await?.into_iter().collect();
    let heads = heads(db, day).await?;
    let decisions = decisions(db, &organisations, day).await?;
    let mut places: Vec<Place> = organisations
        .into_iter()
        .map(|organisation| {
            let id = organisation.id;
            let (verified, unverified) = heads.get(&id).copied().unwrap_or_default();
            Place {
                plan: plans.get(&id).copied(),
                state: states.get(&id).copied(),
                trained: trained.get(&id).copied().unwrap_or_default(),
                verified,
                unverified,
                decision: decisions.get(&id).copied().unwrap_or(DecisionState::Unknown),
                organisation,
            }
        })
        .collect();
    places.sort_by_cached_key(|place| sorting::sort_key(&place.organisation.name));
    let (municipalities, mut others): (Vec<_>, Vec<_>) =
        places.into_iter().partition(|place| place.organisation.kind == OrganisationKind::Municipality);
    others.retain(|place| place.state.is_some() || place.trained > 0);
    Ok(Overview { municipalities, others })
}

async fn heads(db: &impl ConnectionTrait, day: Day) -> Result<BTreeMap<OrganisationId, (Heads, Heads)>, DbErr> {
    let mut sums: BTreeMap<OrganisationId, (Heads, Heads)> = BTreeMap::new();
    for (place, training) in queries::local_trainings_between(db, Day::default(), day).await? {
        let heads = Heads { politicians: training.politicians, officials: training.officials, others: training.others };
        let sum = sums.entry(place).or_default();
        if training.verified_at.is_some() { sum.0 = sum.0 + heads } else { sum.1 = sum.1 + heads }
    }
    Ok(sums)
}

async fn decisions(
    db: &impl ConnectionTrait,
    organisations: &[Organisation],
    day: Day,
) -> Result<BTreeMap<OrganisationId, DecisionState>, DbErr> {
    let kinds: BTreeMap<_, _> = organisations.iter().map(|one| (one.id, one.kind)).collect();
    let mut known = BTreeMap::new();
    for (place, decision) in queries::decisions_in_force(db, day).await? {
        if !kinds.get(&place).is_some_and(|kind| rules::is_highest(decision.body, *kind)) {
            continue;
        }
        let is = if decision.evidenced_at.is_some() { DecisionState::Evidenced } else { DecisionState::Said };
        let best = known.entry(place).or_insert(is);
        *best = is.max(*best);
    }
    Ok(known)
}

/// Where tiles and names lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// To the row of the table beneath: for everybody.
    ToRow,
    /// To the plan, or to the list of plans where none is opened: for coordinators.
    ToPlan,
}

/// The map ready to be shown; `templates/rollouts/coverage.html` has the parts that take it.
#[derive(Debug, Clone)]
pub struct MapView {
    /// One tile for each municipality, in the table's order.
    pub tiles: Vec<Tile>,
    /// How many columns the region has, at least 3.
    pub columns: u8,
    /// What fills and patterns mean; only those on the map.
    pub legend: Vec<(TileState, &'static str)>,
    /// The municipalities.
    pub rows: Vec<Row>,
    /// All others.
    pub others: Vec<Row>,
}

/// One row of the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// The name of the row in the page, for tiles to lead to.
    pub anchor: String,
    /// The organisation's name.
    pub name: String,
    /// The way to the plan, for those who may open it.
    pub href: Option<String>,
    /// The state of its plan.
    pub state: Chip,
    /// Persons trained.
    pub trained: String,
    /// Heads trained locally and verified.
    pub heads: String,
    /// What is known of a decision.
    pub decision: &'static str,
}

impl MapView {
    /// The map of `overview`, in the page's language.
    #[must_use]
    pub fn new(overview: &Overview, chrome: &Chrome, leads: Leads) -> Self {
        let tiles = tiles(overview, chrome, leads);
        let columns = tiles.iter().map(|tile| tile.column + 1).max().unwrap_or(0).max(3);
        let on_map: BTreeSet<TileState> = tiles.iter().map(|tile| tile.state).collect();
        let legend = on_map.into_iter().map(|state| (state, meaning(state, chrome.lang))).collect();
        let rows = rows(&overview.municipalities, chrome, leads);
        Self { tiles, columns, legend, rows, others: self::rows(&overview.others, chrome, leads) }
    }
}

/// The tiles of the municipalities, in order of name.
#[must_use]
pub fn tiles(overview: &Overview, chrome: &Chrome, leads: Leads) -> Vec<Tile> {
    let places = &overview.municipalities;
    let cells = cells(places);
    let tile = |(place, (column, row)): (&Place, (u8, u8))| Tile {
        column,
        row,
        name: place.organisation.name.clone(),
        figure: numbers::number(place.trained),
        state: tile_state(place.state),
        word: chip(place.state, chrome.lang).word,
        href: href(place, chrome, leads).unwrap_or_else(|| format!("#{}", anchor(place))),
    };
    places.iter().zip(cells).map(tile).collect()
}

/// The rows of a table of `places`, in their order.
#[must_use]
pub fn rows(places: &[Place], chrome: &Chrome, leads: Leads) -> Vec<Row> {
    let lang = chrome.lang;
    let row = |place: &Place| Row {
        anchor: anchor(place),
        name: place.organisation.name.clone(),
        href: href(place, chrome, leads),
        state: chip(place.state, lang),
        trained: numbers::number(place.trained),
        heads: numbers::number(place.verified.total()),
        decision: match place.decision {
            DecisionState::Evidenced => lang.say("Ja", "Yes"),
            DecisionState::Said => lang.say("Uppgivet, ej styrkt", "Said, not evidenced"),
            DecisionState::Unknown => lang.say("Uppgift saknas", "No data"),
        },
    };
    places.iter().map(row).collect()
}

fn anchor(place: &Place) -> String {
    format!("organisation-{}", place.organisation.id)
}

fn href(place: &Place, chrome: &Chrome, leads: Leads) -> Option<String> {
    let path = || place.plan.map_or_else(|| "/plans".to_owned(), |plan| format!("/plans/{plan}"));
    (leads == Leads::ToPlan).then(|| chrome.to(&path()))
}

/// The cell of each place: its own, or the next free one when it has none or shares it. Cells go from 0 to 11.
///
/// No municipality is left off the map because a region file is incomplete.
fn cells(places: &[Place]) -> Vec<(u8, u8)> {
    let mut taken = BTreeSet::new();
    let own: Vec<Option<(u8, u8)>> = places
        .iter()
        .map(|place| {
            let side = |value: Option<i64>| u8::try_from(value?).ok().filter(|side| *side < 12);
            let cell = (side(place.organisation.tile_column)?, side(place.organisation.tile_row)?);
            taken.insert(cell).then_some(cell)
        })
        .collect();
    let width = taken.iter().map(|(column, _)| column + 1).max().unwrap_or(6);
    let mut free = (0..12).flat_map(|row| (0..width).map(move |column| (column, row)));
    own.into_iter().map(|cell| cell.or_else(|| free.find(|cell| !taken.contains(cell))).unwrap_or((0, 11))).collect()
}

/// Fill and pattern of a plan's state.
#[must_use]
pub fn tile_state(state: Option<PlanState>) -> TileState {
    match state {
        None => TileState::NoData,
        Some(PlanState::NotStarted) => TileState::NotBegun,
        Some(PlanState::Draft | PlanState::Submitted | PlanState::Feedback) => TileState::Begun,
        Some(PlanState::Adopted) => TileState::Adopted,
        Some(PlanState::Running) => TileState::Running,
        Some(PlanState::FollowedUp | PlanState::Closed) => TileState::Finished,
        Some(PlanState::Resting) => TileState::Resting,
    }
}

fn meaning(state: TileState, lang: Lang) -> &'static str {
    match state {
        TileState::NoData => lang.say("Ingen plan", "No plan"),
        TileState::NotBegun => lang.say("Inte påbörjad", "Not started"),
        TileState::Begun => {
            lang.say("På väg: utkast, inlämnad eller återkopplad", "On its way: draft, submitted or feedback given")
        }
        TileState::Adopted => lang.say("Antagen", "Adopted"),
        TileState::Running => lang.say("Genomförs", "Running"),
        TileState::Finished => lang.say("Uppföljd eller avslutad", "Followed up or closed"),
        TileState::Resting => lang.say("Vilande", "Resting"),
    }
}

/// The state of a plan as a chip; no plan is a state of its own here.
#[must_use]
pub fn chip(state: Option<PlanState>, lang: Lang) -> Chip {
    let Some(state) = state else {
        return Chip::new(lang.say("Ingen plan", "No plan"), Tone::Quiet, Icon::Minus);
    };
    let (tone, icon) = match state {
        PlanState::NotStarted => (Tone::Quiet, Icon::Ring),
        PlanState::Draft => (Tone::Sea, Icon::Half),
        PlanState::Submitted => (Tone::Sea, Icon::Letter),
        PlanState::Feedback => (Tone::Sea, Icon::Again),
        PlanState::Adopted | PlanState::FollowedUp | PlanState::Closed => (Tone::Done, Icon::Check),
        PlanState::Running => (Tone::Done, Icon::Dot),
        PlanState::Resting => (Tone::Quiet, Icon::Pause),
    };
    Chip::new(state.word(lang), tone, icon)
}

#[derive(Template)]
#[template(path = "rollouts/map.html")]
struct MapPage {
    lang: Lang,
    chrome: Chrome,
    map: MapView,
    trained: String,
    places: String,
}

#[get("/map")]
async fn show(scene: Scene<'_>) -> Answer<MapPage> {
    let lang = scene.chrome.lang;
    let overview = overview(scene.house.db.read(), stockholm::today(scene.now)).await?;
    let all = || overview.municipalities.iter().chain(&overview.others);
    let trained: i64 = all().map(|place| place.trained).sum();
    let places = overview.municipalities.iter().filter(|place| place.trained > 0).count();
    let page = MapPage {
        map: MapView::new(&overview, &scene.chrome, Leads::ToRow),
        trained: numbers::counted(lang, trained, ("person", "personer"), ("person", "persons")),
        places: numbers::counted(lang, places, ("kommun", "kommuner"), ("municipality", "municipalities")),
        chrome: scene.chrome,
        lang,
    };
    Ok(Reply::Page(page))
}

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show]
}
