//! Every printed fact of a certificate, in the order of the paper.

use crate::certification::verification::{Verified, not_shown};
use crate::certification::{CertificateState, Code, Validity};
use crate::kernel::{Day, Lang};
use crate::locale::{dates, numbers};
use crate::paper::{self, DayFact, Kind};
use crate::people::masked_name;
use crate::web::parts::{Chip, DayState, Icon, StripDay, Tone};

/// What a page shows of a certificate.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Label and value, up to the days.
    pub before: Vec<(&'static str, String)>,
    /// The strip of days.
    pub strip: Vec<StripDay>,
    /// One line for each day: number, date, topic, how it went.
    pub days: Vec<String>,
    /// Label and value, after the days.
    pub after: Vec<(&'static str, String)>,
}

/// Who reads a sheet: staff may know why a name is missing, strangers may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Whoever has the code.
    Anybody,
    /// Somebody at the desk.
    Desk,
}

impl Reader {
    fn mask(self, lang: Lang) -> &'static str {
        match self {
            Self::Anybody => not_shown(lang),
            Self::Desk => masked_name(lang),
        }
    }
}

impl Sheet {
    /// The sheet of `shown`, in the reader's language.
    #[must_use]
    pub fn new(shown: &Verified, reader: Reader, lang: Lang) -> Self {
        let facts = &shown.facts;
        let masked = reader.mask(lang);
        let mut before = vec![
            (lang.say("Utfärdare", "Issuer"), facts.issuer.clone()),
            (lang.say("Nummer", "Number"), facts.number.clone()),
            (lang.say("Slag", "Kind"), shown.certificate.kind.title(lang).to_owned()),
            (lang.say("Namn", "Name"), shown.holder().unwrap_or(masked).to_owned()),
            (lang.say("Utbildning", "Programme"), facts.programme.in_lang(lang).to_owned()),
        ];
        if facts.kind == Kind::Certificate {
            before.push((lang.say("Titel", "Title"), facts.award.in_lang(lang).to_owned()));
        }
        if let Some([lead, sentence]) = shown.own_words(lang) {
            before.push((lang.say("Ordalydelse", "Wording"), format!("{lead} … {sentence} …")));
        }
        let dates = dates::day_range(lang, facts.from, facts.to);
        let mut after = vec![
            (lang.say("Omfattning", "Extent"), extent(shown, lang)),
            (lang.say("Plats och tid", "Place and dates"), format!("{}, {dates}", facts.place)),
        ];
        if !facts.trainers.is_empty() {
            after.push((lang.say("Utbildare", "Trainers"), shown.trainers(masked).join(", ")));
        }
        let rule_label = match facts.kind {
            Kind::Certificate => lang.say("Krav som är uppfyllda", "Requirements met"),
            Kind::AttendanceCertificate => lang.say("Krav för intyg", "Required for a certificate"),
        };
        after.push((rule_label, facts.rule_in_words.in_lang(lang).to_owned()));
        if !facts.learning_goals.is_empty() {
            let goals: Vec<&str> = facts.learning_goals.iter().map(|goal| goal.in_lang(lang)).collect();
            after.push((lang.say("Lärandemål", "Learning goals"), goals.join("\n")));
        }
        after.push((lang.say("Utfärdat", "Issued"), dates::day_in_words(lang, facts.issued_on)));
        if let Some(last) = facts.expires_on {
            after.push((lang.say("Gäller till och med", "In force until"), dates::day_in_words(lang, last)));
        }
        let signatory = format!("{}, {}", facts.signatory_name, facts.signatory_title);
        after.push((lang.say("Undertecknat av", "Signed by"), signatory));
        let code = Code::parse(&facts.code).map_or_else(|| facts.code.clone(), |code| code.grouped());
        after.push((lang.say("Kod", "Code"), code));
        Self {
            before,
            strip: facts.days.iter().map(|day| square(day, lang)).collect(),
            days: facts.days.iter().map(|day| line(day, lang)).collect(),
            after,
        }
    }
}

/// Days and hours: "5 av 6 dagar, 30 timmar".
#[must_use]
pub fn extent(shown: &Verified, lang: Lang) -> String {
    let facts = &shown.facts;
    let (attended, total) = (facts.attended_days, facts.total_days);
    let days = lang.say(format!("{attended} av {total} dagar"), format!("{attended} of {total} days"));
    format!("{days}, {}", numbers::hours(lang, facts.minutes_total))
}

/// The state as a chip; one still being written has no state to show yet.
#[must_use]
pub fn chip(certificate: &crate::certification::Certificate, (lang, today): (Lang, Day)) -> Chip {
    if certificate.released_at.is_none() && certificate.state == CertificateState::Current {
        return Chip::new(lang.say("Skrivs", "Being written"), Tone::Now, Icon::Clock);
    }
    let validity = certificate.validity(today);
    let (tone, icon) = look(validity);
    Chip::new(validity.word(lang), tone, icon)
}

/// Colour and icon of a state.
#[must_use]
pub fn look(validity: Validity) -> (Tone, Icon) {
    match validity {
        Validity::Valid => (Tone::Done, Icon::Check),
        Validity::Replaced => (Tone::Now, Icon::Swap),
        Validity::Revoked => (Tone::Stop, Icon::Cross),
        Validity::Expired => (Tone::Quiet, Icon::Clock),
    }
}

fn state(day: paper::DayState) -> DayState {
    match day {
        paper::DayState::Present => DayState::Present,
        paper::DayState::Partial => DayState::Partial,
        paper::DayState::Absent => DayState::Absent,
        paper::DayState::MadeUp => DayState::MadeUp,
        paper::DayState::Credited => DayState::Credited,
        paper::DayState::Cancelled => DayState::Cancelled,
    }
}

fn square(day: &DayFact, lang: Lang) -> StripDay {
    let month: String = dates::month(lang, day.date).chars().take(3).collect();
    let short = format!("{} {month}", chrono::Datelike::day(&day.date));
    StripDay::new(dates::short_weekday(lang, day.date), &short, &dates::weekday_day(lang, day.date), state(day.state))
}

fn line(day: &DayFact, lang: Lang) -> String {
    let (number, topic) = (day.number, day.topic.in_lang(lang));
    let word = state(day.state).word(lang).replace('\u{ad}', "");
    let date = dates::day_and_month(lang, day.date);
    format!("{} {number}, {date}: {topic} ({})", lang.say("Dag", "Day"), word.to_lowercase())
}
