//! What waits, in a sentence.

use super::waiting::{Waiting, What};
use crate::kernel::{Instant, Lang};
use crate::locale::{dates, numbers, stockholm};

/// The sentence that names what waits and what to do.
#[expect(clippy::too_many_lines, reason = "a list of sentences, one for each thing that waits")]
pub fn sentence(what: &What, lang: Lang) -> String {
    let counted = |count: usize, sv, en| numbers::counted(lang, count, sv, en);
    match what {
        What::NoProgramme => lang
            .say(
                "Välj vad ni utbildar i: börja med exempelprogrammet",
                "Choose what you teach: start from the example programme",
            )
            .to_owned(),
        What::ToJudge(offer, count) => {
            let many = counted(
                *count,
                ("ansökan att bedöma", "ansökningar att bedöma"),
                ("application to judge", "applications to judge"),
            );
            format!("{many}: {offer}")
        }
        What::Supplements(offer, count) => {
            let many = counted(
                *count,
                ("ansökan väntar på komplettering", "ansökningar väntar på komplettering"),
                ("application waits for a supplement", "applications wait for a supplement"),
            );
            format!("{many}: {offer}")
        }
        What::Mandates(offer, count) => {
            let many = counted(
                *count,
                ("chef har inte svarat", "chefer har inte svarat"),
                ("manager has not answered", "managers have not answered"),
            );
            format!("{many}: {offer}")
        }
        What::ToClose(offer) => lang.say(format!("Stäng erbjudandet: {offer}"), format!("Close the offer: {offer}")),
        What::ToAllocate(offer) => {
            lang.say(format!("Fördela platserna: {offer}"), format!("Allocate the seats: {offer}"))
        }
        What::Replies(offer, count) => {
            let many = counted(
                *count,
                ("platserbjudande utan svar", "platserbjudanden utan svar"),
                ("seat offer without an answer", "seat offers without an answer"),
            );
            format!("{many}: {offer}")
        }
        What::Unattested(cohort, number, day) => {
            let day = dates::day_and_month(lang, *day);
            lang.say(
                format!("Intyga närvaron dag {number} ({day}): {cohort}"),
                format!("Attest the attendance of day {number} ({day}): {cohort}"),
            )
        }
        What::ToRead(cohort, count) => {
            let many = counted(
                *count,
                ("hemuppgift att läsa", "hemuppgifter att läsa"),
                ("assignment to read", "assignments to read"),
            );
            format!("{many}: {cohort}")
        }
        What::ToDecide(cohort, count) => {
            let many = counted(
                *count,
                ("deltagare väntar på beslut", "deltagare väntar på beslut"),
                ("participant awaits a decision", "participants await a decision"),
            );
            format!("{many}: {cohort}")
        }
        What::ToIssue(cohort, count) => {
            let many = counted(
                *count,
                ("intyg att utfärda", "intyg att utfärda"),
                ("certificate to issue", "certificates to issue"),
            );
            format!("{many}: {cohort}")
        }
        What::ToIssueAttendance(cohort, count) => {
            let many = counted(
                *count,
                ("närvarointyg att utfärda", "närvarointyg att utfärda"),
                ("certificate of attendance to issue", "certificates of attendance to issue"),
            );
            format!("{many}: {cohort}")
        }
        What::ToReview(cohort, count) => {
            let many = counted(
                *count,
                ("beslut att granska", "beslut att granska"),
                ("decision to review", "decisions to review"),
            );
            format!("{many}: {cohort}")
        }
        What::Undeserved(cohort, count) => {
            let many = counted(
                *count,
                ("intyg att granska eller återkalla", "intyg att granska eller återkalla"),
                ("certificate to review or revoke", "certificates to review or revoke"),
            );
            format!("{many}: {cohort}")
        }
        What::Otherwise(cohort, count) => {
            let many = counted(
                *count,
                ("intyg visar andra dagar än närvaron", "intyg visar andra dagar än närvaron"),
                (
                    "certificate shows other days than the attendance",
                    "certificates show other days than the attendance",
                ),
            );
            format!("{many}: {cohort}")
        }
        What::Ending(count) => counted(
            *count,
            ("intyg går snart ut och kan förnyas", "intyg går snart ut och kan förnyas"),
            ("certificate ends soon and can be renewed", "certificates end soon and can be renewed"),
        ),
        What::Undrawn(cohort, count) => {
            let many = counted(
                *count,
                ("intyg kunde inte skrivas", "intyg kunde inte skrivas"),
                ("certificate could not be written", "certificates could not be written"),
            );
            format!("{many}: {cohort}")
        }
        What::Trainings(name, count) => {
            let many = counted(
                *count,
                ("lokal utbildning att kontrollera", "lokala utbildningar att kontrollera"),
                ("local training to verify", "local trainings to verify"),
            );
            format!("{many}: {name}")
        }
        What::TrainingsOfMany(count, plans) => lang.say(
            format!("{count} lokala utbildningar att kontrollera i {plans} planer"),
            format!("{count} local trainings to verify in {plans} plans"),
        ),
        What::DecisionsOfMany(count, plans) => lang.say(
            format!("{count} beslut utan underlag i {plans} planer"),
            format!("{count} decisions without evidence in {plans} plans"),
        ),
        What::Decisions(name, count) => {
            let many = counted(
                *count,
                ("beslut utan underlag", "beslut utan underlag"),
                ("decision without evidence", "decisions without evidence"),
            );
            format!("{many}: {name}")
        }
        What::Letter(to, _) => {
            lang.say(format!("Brevet till {to} kunde inte skickas"), format!("The letter to {to} could not be sent"))
        }
    }
}

/// What the mail server said; `None` for anything but a letter.
pub fn detail(what: &What, lang: Lang) -> Option<String> {
    match what {
        What::Letter(_, error) if error.is_empty() => None,
        What::Letter(_, error) => {
            Some(format!("{} {error}", lang.say("E-postservern svarade:", "The mail server said:")))
        }
        _ => None,
    }
}

/// By when, or since when.
pub fn when(waiting: &Waiting, lang: Lang, now: Instant) -> Option<String> {
    if matches!(waiting.what, What::NoProgramme) {
        return None;
    }
    if waiting.when > now {
        return Some(dates::deadline(lang, waiting.when, now));
    }
    let day = dates::day_in_words(lang, stockholm::today(waiting.when));
    Some(format!("{} {day}", lang.say("sedan", "since")))
}
