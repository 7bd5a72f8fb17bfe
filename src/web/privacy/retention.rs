//! The retention rules with their dry run, and the disposals.

use crate::house::House;
use crate::kernel::{Instant, Lang};
use crate::locale::{dates, numbers, stockholm};
use crate::people::{self, Administrator};
use crate::privacy::{Action, Disposal, What, due, queries, rules};
use crate::web::parts::{Chrome, Notice, Tone};
use crate::web::reply::{Answer, Reply};
use crate::web::scene::Scene;
use askama::Template;
use rocket::{Route, get, routes};

/// All rules.
#[derive(Template)]
#[template(path = "privacy/retention.html")]
pub struct RetentionPage {
    lang: Lang,
    chrome: Chrome,
    disposing: Vec<RuleRow>,
    preserved: Vec<RuleRow>,
    disposals: Vec<DisposalRow>,
}

struct RuleRow {
    href: String,
    name: &'static str,
    period: String,
    by: &'static str,
    due: String,
    span: String,
}

/// A disposal in words.
struct DisposalRow {
    name: String,
    counted: i64,
    proposed: String,
    state: String,
    is_open: bool,
    /// Whether this visitor proposed it.
    is_own: bool,
    carry_out: String,
    withdraw: String,
}

/// A trigger, which is stored as a moment or a day, as a day.
pub(super) fn day_of(since: &str) -> String {
    let day = |millis| dates::iso(stockholm::today(Instant::from_millis(millis)));
    since.parse().map_or_else(|_| since.chars().take(10).collect(), day)
}

#[get("/retention?<done>")]
async fn list(who: Administrator, done: Option<&str>, scene: Scene<'_>) -> Answer<RetentionPage> {
    let Scene { house, now, mut chrome, lang, .. } = scene;
    chrome.notice = notice(done, lang);
    let db = house.db.read();
    let (mut disposing, mut preserved) = (Vec::new(), Vec::new());
    for rule in queries::rules(db).await? {
        let due = match rule.action {
            Action::Dispose => due::count(db, rule.what(), rules::until(rule.days, now)).await?,
            Action::Preserve => due::Count::default(),
        };
        let span =
            due.oldest.zip(due.newest).map(|(oldest, newest)| format!("{} – {}", day_of(&oldest), day_of(&newest)));
        let row = RuleRow {
            href: chrome.to(&format!("/retention/{}", rule.what().key())),
            name: rule.default.name(lang),
            period: rule.period(lang),
            by: if rule.is_fixed() {
                lang.say("av sig själv, alltid", "by itself, always")
            } else if rules::may_run_by_itself(&rule) {
                lang.say("av sig själv, om natten", "by itself, at night")
            } else if rule.one_asked_by.is_some() {
                lang.say(
                    "av två administratörer; någon vill att en räcker",
                    "by two administrators; somebody wants one to be enough",
                )
            } else if rule.needs_second {
                lang.say("av två administratörer", "by two administrators")
            } else {
                lang.say("av en administratör", "by an administrator")
            },
            due: if rule.is_fixed() {
                "–".to_owned()
            } else {
                numbers::number(i64::try_from(due.records).unwrap_or(i64::MAX))
            },
            span: span.unwrap_or_default(),
        };
        if rule.action == Action::Dispose { disposing.push(row) } else { preserved.push(row) }
    }
    let disposals = disposals(house, &who, &chrome).await?;
    Ok(Reply::Page(RetentionPage { lang, chrome, disposing, preserved, disposals }))
}

fn notice(done: Option<&str>, lang: Lang) -> Option<Notice> {
    let text = match done? {
        "rule" => lang.say("Regeln är sparad.", "The rule is saved."),
        "proposed" => lang.say(
            "Förslaget väntar på att en annan administratör genomför det.",
            "The proposal waits for another administrator to carry it out.",
        ),
        "withdrawn" => lang.say("Förslaget är återtaget.", "The proposal is withdrawn."),
        _ => lang.say("Gallringen är genomförd.", "The disposal is carried out."),
    };
    Some(Notice { tone: Tone::Done, text: text.to_owned() })
}

async fn disposals(house: &House, who: &Administrator, chrome: &Chrome) -> Result<Vec<DisposalRow>, sea_orm::DbErr> {
    let (db, lang) = (house.db.read(), chrome.lang);
    let rows = queries::disposals(db).await?;
    let own = people::queries::accounts_of_same(db, who.account).await?;
    let accounts: Vec<_> = rows.iter().flat_map(|row| [Some(row.proposed_by), row.carried_out_by]).flatten().collect();
    let names = people::queries::names_of(db, &accounts, lang).await?;
    let name = |id| names.iter().find(|(account, _)| *account == id).map_or("", |(_, name)| name.as_str());
    let shown = |row: Disposal| {
        let state = match (row.carried_out_at, row.carried_out_by, row.withdrawn_at) {
            (Some(at), Some(by), _) => lang.say(
                format!("Genomförd {} av {}", dates::iso_moment(at), name(by)),
                format!("Carried out {} by {}", dates::iso_moment(at), name(by)),
            ),
            (_, _, Some(at)) => {
                lang.say(format!("Återtagen {}", dates::iso_moment(at)), format!("Withdrawn {}", dates::iso_moment(at)))
            }
            _ => lang.say("Väntar på en annan administratör", "Waits for another administrator").to_owned(),
        };
        DisposalRow {
            name: What::parse(&row.what).map_or(row.what.clone(), |what| what.default().name(lang).to_owned()),
            counted: row.counted,
            proposed: format!("{} {}", dates::iso_moment(row.proposed_at), name(row.proposed_by)),
            is_open: row.carried_out_at.is_none() && row.withdrawn_at.is_none(),
            is_own: own.contains(&row.proposed_by),
            carry_out: chrome.to(&format!("/retention/disposals/{}/carry-out", row.id)),
            withdraw: chrome.to(&format!("/retention/disposals/{}/withdraw", row.id)),
            state,
        }
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// The routes of this file.
pub(super) fn routes() -> Vec<Route> {
    routes![list]
}
