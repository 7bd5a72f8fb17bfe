//! The offer's form: how it is filled and how it is read.

use crate::cohorts::model::is_code;
use crate::kernel::{CohortId, Day, Instant, Lang, OrganisationId, Refusal as _};
use crate::locale::{dates, stockholm};
use crate::offers::rules;
use crate::offers::{Amendment, Offer, Refusal, Terms};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::FormErrors;

/// Reads the terms, or tells what is wrong in the order of the form.
pub(super) fn terms(form: &Submitted, lang: Lang) -> Result<Terms, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let title = reading.line("title", 120, lang.say("Skriv vad erbjudandet heter.", "Write what the offer is called."));
    let code = reading.line("code", 40, lang.say("Skriv en kod, som BRF-2012-H.", "Write a code, such as BRF-2012-H."));
    if code.as_deref().is_some_and(|code| !is_code(code)) {
        reading.wrong("code", Refusal::NotACode.sentence(lang));
    }
    let cohorts: Vec<CohortId> = form.all("cohorts").iter().filter_map(|id| id.parse().ok()).collect();
    if cohorts.is_empty() {
        reading.wrong("cohorts", Refusal::NoCohort.sentence(lang));
    }
    let audience = pair(&mut reading, "audience", lang.say("Skriv vem det är för.", "Write who it is for."));
    let cost = pair(&mut reading, "cost", lang.say("Skriv vad det kostar.", "Write what it costs."));
    let missing = lang.say("Skriv vad som väntas efteråt.", "Write what is expected afterwards.");
    let duty = pair(&mut reading, "duty", missing);
    let deadline_at = moment(&mut reading, form, ("deadline_day", "deadline_time"), lang);
    let mandate_deadline_at = mandate(&mut reading, form, deadline_at, lang);
    let reply_days = reading.number("reply_days", 1..=90);
    let guarantee = reading.number("guarantee", 0..=20);
    let cap = reading.number("cap", 0..=100);
    let public_value_name = reading.optional_line("public_value_name", 200);
    let organisations: Vec<OrganisationId> =
        form.all("organisations").iter().filter_map(|id| id.parse().ok()).collect();
    let read = || {
        Some(Terms {
            code: code?,
            title: title?,
            audience: audience?,
            cost: cost?,
            duty: duty?,
            guarantee: guarantee?,
            cap: cap?,
            deadline_at: deadline_at?,
            mandate_deadline_at: mandate_deadline_at?,
            reply_days: reply_days?,
            public_value_name: public_value_name?,
            cohorts,
            organisations,
        })
    };
    sound(reading, read(), form, lang)
}

/// Reads what may still be changed of the published `offer`, or tells what is wrong in the order of the form.
pub(super) fn amendment(form: &Submitted, offer: &Offer, lang: Lang) -> Result<Amendment, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let title = reading.line("title", 120, lang.say("Skriv vad erbjudandet heter.", "Write what the offer is called."));
    let audience = pair(&mut reading, "audience", lang.say("Skriv vem det är för.", "Write who it is for."));
    let cost = pair(&mut reading, "cost", lang.say("Skriv vad det kostar.", "Write what it costs."));
    let missing = lang.say("Skriv vad som väntas efteråt.", "Write what is expected afterwards.");
    let duty = pair(&mut reading, "duty", missing);
    let deadline_at = moment(&mut reading, form, ("deadline_day", "deadline_time"), lang);
    let mandate = mandate(&mut reading, form, deadline_at, lang);
    // An empty day means the usual one, which may be earlier than what managers have been told.
    let is_usual = form.get("mandate_day").trim().is_empty();
    let mandate = mandate.map(|at| if is_usual { at.max(offer.mandate_deadline_at) } else { at });
    let read = || {
        Some(Amendment {
            title: title?,
            audience: audience?,
            cost: cost?,
            duty: duty?,
            deadline_at: deadline_at?,
            mandate_deadline_at: mandate?,
        })
    };
    let amendment = read();
    amendment.filter(|_| reading.is_sound()).ok_or_else(|| reading.errors())
}

/// The terms if nothing is wrong with them as a whole either.
fn sound(mut reading: Reading<'_>, terms: Option<Terms>, form: &Submitted, lang: Lang) -> Result<Terms, FormErrors> {
    if form.all("organisations").is_empty() {
        reading.wrong("organisations", Refusal::NobodyAddressed.sentence(lang));
    }
    let Some(terms) = terms.filter(|_| reading.is_sound()) else { return Err(reading.errors()) };
    for flaw in rules::flaws(&terms) {
        reading.wrong(flaw.field().unwrap_or_default(), flaw.sentence(lang));
    }
    if reading.is_sound() { Ok(terms) } else { Err(reading.errors()) }
}

fn pair(reading: &mut Reading<'_>, name: &str, missing: &str) -> Option<(String, String)> {
    let swedish = reading.words(&format!("{name}_sv"), 1000, missing);
    let english = reading.words(&format!("{name}_en"), 1000, missing);
    Some((swedish?, english?))
}

/// A day and a time as one moment in Stockholm: the last millisecond of that minute.
fn moment(reading: &mut Reading<'_>, form: &Submitted, (day, time): (&str, &str), lang: Lang) -> Option<Instant> {
    let date = reading.day(day)?;
    reading.minute_of_day(time)?;
    match stockholm::parse_deadline(date, form.get(time).trim()) {
        Ok(instant) => Some(instant),
        Err(refusal) => {
            reading.wrong(time, refusal.sentence(lang));
            None
        }
    }
}

/// The managers' deadline: the end of the day that was written, else the usual one.
fn mandate(reading: &mut Reading<'_>, form: &Submitted, deadline: Option<Instant>, lang: Lang) -> Option<Instant> {
    if form.get("mandate_day").trim().is_empty() {
        return deadline.map(rules::usual_mandate_deadline);
    }
    let at = stockholm::last_second_of(reading.day("mandate_day")?);
    if deadline.is_some_and(|deadline| at < deadline) {
        reading.wrong("mandate_day", Refusal::MandateTooEarly.sentence(lang));
    }
    Some(at)
}

/// A new offer's form: every municipality, and a deadline at the end of a day in a month.
pub(super) fn suggested(now: Instant, municipalities: &[OrganisationId], key: String) -> Submitted {
    let month = stockholm::today(now) + chrono::Days::new(30);
    let mut values: Vec<(&str, String)> = vec![
        ("submission_key", key),
        ("deadline_day", dates::iso(month)),
        ("deadline_time", "23:59".to_owned()),
        ("reply_days", "10".to_owned()),
        ("guarantee", "2".to_owned()),
        ("cap", "4".to_owned()),
        ("cost_sv", "Utbildningen är kostnadsfri. Din arbetsgivare betalar resor.".to_owned()),
        ("cost_en", "The course is free of charge. Your employer pays for travel.".to_owned()),
    ];
    values.extend(municipalities.iter().map(|id| ("organisations", id.to_string())));
    Submitted::of(values)
}

/// The form filled with what is saved.
pub(super) fn filled(offer: &Offer, cohorts: &[CohortId], organisations: &[OrganisationId]) -> Submitted {
    let at = stockholm::to_stockholm(offer.deadline_at);
    let mandate: Day = stockholm::today(offer.mandate_deadline_at);
    let mut values: Vec<(&str, String)> = vec![
        ("version", offer.version.to_string()),
        ("title", offer.title.clone()),
        ("code", offer.code.clone()),
        ("audience_sv", offer.audience_sv.clone()),
        ("audience_en", offer.audience_en.clone()),
        ("cost_sv", offer.cost_sv.clone()),
        ("cost_en", offer.cost_en.clone()),
        ("duty_sv", offer.duty_sv.clone()),
        ("duty_en", offer.duty_en.clone()),
        ("deadline_day", dates::iso(at.date_naive())),
        ("deadline_time", at.format("%H:%M").to_string()),
        ("mandate_day", dates::iso(mandate)),
        ("reply_days", offer.reply_days.to_string()),
        ("guarantee", offer.guarantee.to_string()),
        ("cap", offer.cap.to_string()),
        ("public_value_name", offer.public_value_name.clone()),
    ];
    values.extend(cohorts.iter().map(|id| ("cohorts", id.to_string())));
    values.extend(organisations.iter().map(|id| ("organisations", id.to_string())));
    Submitted::of(values)
}

/// What the fields are called, for the second saver.
pub(super) fn labels(lang: Lang) -> Vec<(String, String)> {
    let labels = [
        ("title", lang.say("Rubrik", "Title")),
        ("code", lang.say("Kod", "Code")),
        ("audience_sv", lang.say("Vem det är för, på svenska", "Who it is for, in Swedish")),
        ("audience_en", lang.say("Vem det är för, på engelska", "Who it is for, in English")),
        ("cost_sv", lang.say("Kostnad, på svenska", "Cost, in Swedish")),
        ("cost_en", lang.say("Kostnad, på engelska", "Cost, in English")),
        ("duty_sv", lang.say("Åtagande, på svenska", "Duty, in Swedish")),
        ("duty_en", lang.say("Åtagande, på engelska", "Duty, in English")),
        ("deadline_day", lang.say("Sista dag att söka", "Last day to apply")),
        ("deadline_time", lang.say("Klockslag", "Time")),
        ("mandate_day", lang.say("Sista dag för chefens svar", "Last day for the manager's answer")),
        ("reply_days", lang.say("Svarstid i dagar", "Days to reply")),
        ("guarantee", lang.say("Garanti", "Guarantee")),
        ("cap", lang.say("Högst per organisation", "Most per organisation")),
        ("public_value_name", lang.say("Offentligt värde", "Public value")),
        ("cohorts", lang.say("Omgångar", "Cohorts")),
        ("organisations", lang.say("Organisationer", "Organisations")),
    ];
    labels.into_iter().map(|(name, label)| (name.to_owned(), label.to_owned())).collect()
}

/// The labels of what may still be changed of a published offer.
pub(super) fn amendable_labels(lang: Lang) -> Vec<(String, String)> {
    const STANDS: [&str; 7] =
        ["code", "reply_days", "guarantee", "cap", "public_value_name", "cohorts", "organisations"];
    let mut labels = labels(lang);
    labels.retain(|(name, _)| !STANDS.contains(&name.as_str()));
    labels
}
