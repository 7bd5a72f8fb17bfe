//! An entry as one line of a page.

use super::words;
use crate::journal::Told;
use crate::kernel::{AccountId, Instant, Lang};
use crate::locale::dates;
use crate::people::{masked_name, queries};
use crate::web::events;
use crate::web::parts::Chrome;
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value;
use std::collections::HashSet;

/// How long a fact may stand in a line; the whole of it stands in the database.
const LONGEST_FACT: usize = 120;

/// One entry.
#[derive(Debug)]
pub struct Line {
    /// Its number in the chain.
    pub number: i64,
    /// When, to the minute.
    pub when: String,
    /// What happened.
    pub what: String,
    /// To what kind of thing, with its number.
    pub thing: String,
    /// Where that thing has its page.
    pub href: Option<String>,
    /// Who did it.
    pub who: String,
    /// Facts, in words.
    pub facts: Vec<(String, String)>,
    /// Whether values about persons are kept with it.
    pub has_values: bool,
}

/// The entries as lines; accounts of protected persons are not named.
pub(in crate::web) async fn lines(
    db: &impl ConnectionTrait,
    told: &[Told],
    chrome: &Chrome,
) -> Result<Vec<Line>, DbErr> {
    let by_account = |told: &Told| told.entry.actor_id.filter(|_| told.entry.actor == "account").map(AccountId);
    let accounts: Vec<AccountId> = told.iter().filter_map(by_account).collect();
    let masked: HashSet<AccountId> = queries::protected_among(db, &accounts).await?.into_iter().collect();
    let line = |told: &Told| {
        let is_masked = by_account(told).is_some_and(|account| masked.contains(&account));
        line(told, if is_masked { masked_name(chrome.lang) } else { &told.actor_name }, chrome)
    };
    Ok(told.iter().map(line).collect())
}

fn line(told: &Told, name: &str, chrome: &Chrome) -> Line {
    let (lang, entry) = (chrome.lang, &told.entry);
    let who = if name.is_empty() { events::actor(&entry.actor, lang) } else { name };
    Line {
        number: entry.id,
        when: dates::iso_moment(entry.at),
        what: events::sentence(&entry.event, lang).to_owned(),
        thing: format!("{} {}", words::object(&entry.object, lang), entry.object_id),
        href: words::page_of(&entry.object, entry.object_id).map(|page| chrome.to(&page)),
        who: who.to_owned(),
        facts: facts(&entry.details, lang),
        has_values: told.values.as_deref().is_some_and(|values| values != "{}"),
    }
}

/// The facts of a JSON object in words, in their order.
pub(super) fn facts(details: &str, lang: Lang) -> Vec<(String, String)> {
    let Ok(Value::Object(facts)) = serde_json::from_str(details) else { return Vec::new() };
    facts
        .iter()
        .map(|(name, value)| (words::fact(name, lang), moment(value).unwrap_or_else(|| in_words(value, lang))))
        .collect()
}

/// Milliseconds since 1970 as a moment; no other number of the journal is as large.
fn moment(value: &Value) -> Option<String> {
    let millis = value.as_i64().filter(|millis| (1_000_000_000_000..10_000_000_000_000).contains(millis))?;
    Some(dates::iso_moment(Instant::from_millis(millis)))
}

fn in_words(value: &Value, lang: Lang) -> String {
    let text = match value {
        Value::Null => lang.say("inget", "none").to_owned(),
        Value::Bool(true) => lang.say("ja", "yes").to_owned(),
        Value::Bool(false) => lang.say("nej", "no").to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(|part| in_words(part, lang)).collect::<Vec<_>>().join(", "),
        Value::Object(both) if both.contains_key("before") && both.contains_key("now") => {
            format!("{} → {}", in_words(&both["before"], lang), in_words(&both["now"], lang))
        }
        other => other.to_string(),
    };
    if text.chars().count() <= LONGEST_FACT {
        return text;
    }
    text.chars().take(LONGEST_FACT).chain(std::iter::once('…')).collect()
}
