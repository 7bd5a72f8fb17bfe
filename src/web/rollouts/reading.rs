//! Reads the box *Berätta vad som hänt* and its neighbours.

use crate::kernel::Lang;
use crate::organisations::OrganisationKind;
use crate::rollouts::{Body, Heads, News, NewsKind, Situation};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Choice, FormErrors};

const MOST_HEADS: i64 = 100_000;
const LONGEST_LINE: usize = 300;
const LONGEST_WORDS: usize = 2_000;
const LONGEST_PLAN: usize = 10_000;

/// The kinds that the box offers, as `(code, word)`.
pub fn kinds(lang: Lang) -> Vec<(&'static str, &'static str)> {
    NewsKind::ALL.iter().map(|kind| (kind.code(), kind.word(lang))).collect()
}

/// The bodies that decide in an organisation of `kind`.
pub fn bodies(kind: OrganisationKind, lang: Lang) -> Vec<Choice> {
    Body::all().into_iter().map(|body| Choice::new(body.code(), body.word(kind, lang))).collect()
}

/// What was told.
///
/// # Errors
/// A sentence for every field that is wrong.
pub fn news(kind: NewsKind, form: &Submitted, lang: Lang) -> Result<News, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let news = match kind {
        NewsKind::Training => training(&mut reading, form, lang),
        NewsKind::Decision => decision(&mut reading, form, lang),
        NewsKind::Happening(kind) => {
            let day = reading.day("day");
            let missing = lang.say("Skriv med egna ord vad som hände.", "Write in your own words what happened.");
            let words = reading.words("words", LONGEST_WORDS, missing);
            let members = reading.number_or_zero("members", 0..=MOST_HEADS);
            let departments = reading.number_or_zero("departments", 0..=MOST_HEADS);
            let link = link(&mut reading, form, lang);
            (|| {
                let (members, departments) = (members?, departments?);
                Some(News::Happening { kind, day: day?, words: words?, members, departments, link: link? })
            })()
        }
    };
    match news {
        Some(news) if reading.is_sound() => Ok(news),
        _ => Err(reading.errors()),
    }
}

fn training(reading: &mut Reading<'_>, form: &Submitted, lang: Lang) -> Option<News> {
    let day = reading.day("day");
    let missing = lang.say("Skriv vad utbildningen handlade om.", "Write what the training was about.");
    let title = reading.line("title", LONGEST_LINE, missing);
    let politicians = reading.number_or_zero("politicians", 0..=MOST_HEADS);
    let officials = reading.number_or_zero("officials", 0..=MOST_HEADS);
    let others = reading.number_or_zero("others", 0..=MOST_HEADS);
    let minutes = reading.number_or_zero("minutes", 0..=100_000);
    let link = link(reading, form, lang);
    let heads = Heads { politicians: politicians?, officials: officials?, others: others? };
    Some(News::Training { day: day?, title: title?, minutes: minutes?, heads, link: link? })
}

fn decision(reading: &mut Reading<'_>, form: &Submitted, lang: Lang) -> Option<News> {
    let missing = lang.say("Välj vem som beslutade.", "Choose who decided.");
    let body = reading.choice("body", missing, Body::from_code);
    let decided_on = reading.day("day");
    let missing = lang.say("Skriv vad beslutet heter.", "Write what the decision is called.");
    let title = reading.line("title", LONGEST_LINE, missing);
    let paragraph = reading.optional_number_line("paragraph", 40);
    let registry_number = reading.optional_number_line("registry_number", 80);
    let from = if form.has("in_force_from") { reading.day("in_force_from") } else { decided_on };
    let to = if form.has("in_force_to") { reading.day("in_force_to").map(Some) } else { Some(None) };
    let link = link(reading, form, lang);
    Some(News::Decision {
        body: body?,
        decided_on: decided_on?,
        title: title?,
        paragraph: paragraph?,
        registry_number: registry_number?,
        link: link?,
        in_force: (from?, to?),
    })
}

/// An address that a browser opens safely: the scheme is checked here because it becomes a link for others.
fn link(reading: &mut Reading<'_>, form: &Submitted, lang: Lang) -> Option<String> {
    let link = reading.optional_number_line("link", 500)?;
    let typed = form.get("link").trim().to_ascii_lowercase();
    if link.is_empty()
        || ["https:", "http:"]
            .iter()
            .any(|scheme| typed.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("//")))
    {
        return Some(link);
    }
    let sentence = lang.say(
        "Skriv en hel webbadress, från https och framåt, eller lämna fältet tomt.",
        "Write a whole web address, from https onwards, or leave the field empty.",
    );
    reading.wrong("link", sentence);
    None
}

/// The plan's own words.
///
/// # Errors
/// A sentence for every field that is wrong.
pub fn situation(form: &Submitted, lang: Lang) -> Result<Situation, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let situation = reading.optional_words("situation", LONGEST_PLAN);
    let aims = reading.optional_words("aims", LONGEST_PLAN);
    match (situation, aims) {
        (Some(situation), Some(aims)) => Ok(Situation { situation, aims }),
        _ => Err(reading.errors()),
    }
}
