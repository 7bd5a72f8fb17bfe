//! The fixed words of a certificate, and dates and times in words.

use chrono::{Datelike, NaiveDate};

use super::facts::{Bilingual, CertificateFacts, DayFact, DayState, Kind};
use crate::kernel::Lang;
use crate::locale::{dates, numbers};

const SHORT_MONTHS_SV: [&str; 12] =
    ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"];
const SHORT_MONTHS_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// What the paper calls itself.
pub fn title(kind: Kind) -> Bilingual {
    match kind {
        Kind::Certificate => Bilingual::new("Intyg", "Certificate"),
        Kind::AttendanceCertificate => Bilingual::new("Närvarointyg", "Certificate of attendance"),
    }
}

/// What stands before the name.
pub fn lead() -> Bilingual {
    Bilingual::new("Härmed intygas att", "This is to certify that")
}

/// What the holder did; the award, or the programme attended, follows in large type.
pub fn sentence(facts: &CertificateFacts) -> Bilingual {
    let (attended, total) = (facts.attended_days, facts.total_days);
    match facts.kind {
        Kind::Certificate => Bilingual::new(
            format!("har fullföljt utbildningen {} och får därmed titeln", facts.programme.sv),
            format!("has completed the programme {} and is awarded the title", facts.programme.en),
        ),
        Kind::AttendanceCertificate => Bilingual::new(
            format!("har deltagit {attended} av {total} dagar i utbildningen"),
            format!("has attended {attended} of {total} days of the programme"),
        ),
    }
}

/// The label above the extent.
pub fn extent_label() -> Bilingual {
    Bilingual::new("Omfattning", "Extent")
}

/// Days and hours attended.
pub fn extent(facts: &CertificateFacts) -> Bilingual {
    let (attended, total) = (facts.attended_days, facts.total_days);
    let time = duration(facts.minutes_total);
    Bilingual::new(
        format!("{attended} av {total} dagar, {}", time.sv),
        format!("{attended} of {total} days, {}", time.en),
    )
}

/// The label above place and dates.
pub fn period_label() -> Bilingual {
    Bilingual::new("Plats och tid", "Place and dates")
}

/// Where and when.
pub fn period(facts: &CertificateFacts) -> Bilingual {
    let dates = |lang| dates::day_range(lang, facts.from, facts.to);
    let place = &facts.place;
    Bilingual::new(format!("{place}, {}", dates(Lang::Sv)), format!("{place}, {}", dates(Lang::En)))
}

/// The label above the last day it holds.
pub fn expiry_label() -> Bilingual {
    Bilingual::new("Gäller till och med", "Valid until")
}

/// The last day it holds.
pub fn expiry(last: NaiveDate) -> Bilingual {
    Bilingual::new(dates::day_in_words(Lang::Sv, last), dates::day_in_words(Lang::En, last))
}

/// The label above the rule.
pub fn rule_label(kind: Kind) -> Bilingual {
    match kind {
        Kind::Certificate => Bilingual::new("Krav som är uppfyllda", "Requirements met"),
        Kind::AttendanceCertificate => Bilingual::new("Krav för intyg", "Required for a certificate"),
    }
}

/// What an attendance certificate is not.
pub fn attendance_note() -> Bilingual {
    Bilingual::new(
        "Närvarointyget visar vilka dagar personen har deltagit. Det ger ingen titel.",
        "This certificate shows which days were attended. It awards no title.",
    )
}

/// The label above the trainers.
pub fn trainers_label() -> Bilingual {
    Bilingual::new("Utbildare", "Trainers")
}

/// The label above the learning goals.
pub fn goals_label() -> Bilingual {
    Bilingual::new("Lärandemål", "Learning goals")
}

/// Learning goals one after the other, for where there is no room beneath each other.
pub fn running(goals: &[Bilingual]) -> Bilingual {
    let joined = |lang: Lang| {
        let texts = goals.iter().map(|goal| goal.in_lang(lang).trim().trim_end_matches(['.', ';']));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
    };
    Bilingual::new(joined(Lang::Sv), joined(Lang::En))
}

/// Who issued, and when.
pub fn issued(facts: &CertificateFacts) -> Bilingual {
    Bilingual::new(
        format!("Utfärdat {} av {}", dates::day_in_words(Lang::Sv, facts.issued_on), facts.issuer),
        format!("Issued {} by {}", dates::day_in_words(Lang::En, facts.issued_on), facts.issuer),
    )
}

/// The heading beside the QR code.
pub fn check_label(kind: Kind) -> Bilingual {
    match kind {
        Kind::Certificate => Bilingual::new("Kontrollera intyget", "Verify this certificate"),
        Kind::AttendanceCertificate => Bilingual::new("Kontrollera närvarointyget", "Verify this certificate"),
    }
}

/// How to check the paper.
pub fn check(facts: &CertificateFacts) -> Bilingual {
    let address = &facts.verify_address_shown;
    Bilingual::new(
        format!("Skanna QR-koden eller skriv in koden på {address}"),
        format!("Scan the QR code or enter the code at {address}"),
    )
}

/// The certificate number as the header shows it.
pub fn number(number: &str) -> Bilingual {
    Bilingual::new(format!("Nr {number}"), format!("No. {number}"))
}

/// What a proof says instead of number and code.
pub fn draft() -> Bilingual {
    Bilingual::new("Utkast", "Draft")
}

/// A course day's number and date, without the year, which the period tells.
pub fn day(day: &DayFact) -> Bilingual {
    let (number, date) = (day.number, day.date);
    let short = |lang: Lang| {
        let month = lang.say(SHORT_MONTHS_SV, SHORT_MONTHS_EN)[date.month0() as usize];
        format!("{} {} {month}", dates::short_weekday(lang, date), date.day())
    };
    Bilingual::new(format!("Dag {number} · {}", short(Lang::Sv)), format!("Day {number} · {}", short(Lang::En)))
}

/// A day's state in a word.
pub fn state(state: DayState) -> Bilingual {
    let (sv, en) = match state {
        DayState::Present => ("Närvarande", "Present"),
        DayState::Partial => ("Delvis", "Partly"),
        DayState::Absent => ("Frånvarande", "Absent"),
        DayState::MadeUp => ("Tagit igen", "Made up"),
        DayState::Credited => ("Tillgodoräknad", "Credited"),
        DayState::Cancelled => ("Inställd", "Cancelled"),
    };
    Bilingual::new(sv, en)
}

/// The code in groups a person can read aloud: 4-4-4-5.
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let bounds = [0, 4, 8, 12, letters.len()];
    let groups = bounds.windows(2).filter_map(|pair| letters.get(pair[0]..pair[1]));
    groups.filter(|group| !group.is_empty()).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Minutes as hours and minutes.
fn duration(minutes: u32) -> Bilingual {
    Bilingual::new(numbers::hours(Lang::Sv, minutes), numbers::hours(Lang::En, minutes))
}
