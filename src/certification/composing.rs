//! Puts together what a certificate prints. Pure: what comes out is frozen and never looked up again.

use super::gathering::{Gathered, Prospect};
use super::model::{CertificateKind, Round};
use super::refusal::Refusal;
use super::rules::Extent;
use super::{Code, Number};
use crate::kernel::{Day, Lang};
use crate::links::Links;
use crate::paper::{Bilingual, CertificateFacts, DayFact, Kind};
use crate::programmes::{AwardTitle, PrintedLanguages, ProgrammeDay};
use crate::requirements::{self, DayNumber};
use chrono::Datelike as _;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// A code in nothing but the widest letter.
const WIDE: [u8; 10] = [0xE7, 0x39, 0xCE, 0x73, 0x9C, 0xE7, 0x39, 0xCE, 0x73, 0x9C];

/// What is given to one certificate and to no other.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Its number.
    pub number: String,
    /// Its public code; empty on a draft, which has none.
    pub code: String,
    /// The day of issue in Stockholm.
    pub issued_on: Day,
}

impl Identity {
    /// The identity of a certificate about to be issued.
    #[must_use]
    pub fn new(number: &Number, code: &Code, issued_on: Day) -> Self {
        Self { number: number.to_string(), code: code.as_str().to_owned(), issued_on }
    }

    /// An identity as long as any, to see whether a paper can be drawn before it has its own.
    #[must_use]
    pub fn trial(issuer_code: &str, issued_on: Day) -> Self {
        let year = i64::from(issued_on.year());
        let number = Number { issuer_code: issuer_code.to_owned(), year, place: 99_999 };
        Self::new(&number, &Code::of(WIDE), issued_on)
    }

    /// The identity of a draft: neither number nor code, so that nothing on it can be verified.
    #[must_use]
    pub fn draft(issued_on: Day) -> Self {
        Self { number: String::new(), code: String::new(), issued_on }
    }
}

/// The facts of `prospect`'s paper of `kind`.
///
/// # Errors
/// [`Refusal`] when something the paper must say is missing.
pub fn compose(
    cohort: &Gathered,
    prospect: &Prospect,
    kind: CertificateKind,
    identity: &Identity,
    links: &Links,
) -> Result<CertificateFacts, Refusal> {
    let platform = cohort.platform.as_ref().ok_or(Refusal::NoIssuer)?;
    let rule = prospect.rule.as_ref().ok_or(Refusal::UnreadableRule)?;
    let extent = prospect.extent.as_ref().map_err(|_| Refusal::NoDays)?;
    let days = course_days(cohort, extent);
    let held: Vec<Day> = cohort.days.iter().filter(|day| !day.is_cancelled).map(|day| day.day).collect();
    let (Some(from), Some(to)) = (held.iter().min(), held.iter().max()) else { return Err(Refusal::NoDays) };
    let title = match kind {
        CertificateKind::Certificate => {
            let completed_on = prospect.decided.map_or(identity.issued_on, |(_, day)| day);
            let title = title_on(&cohort.titles, completed_on).or_else(|| title_on(&cohort.titles, identity.issued_on));
            Some(title.ok_or(Refusal::NoAwardTitle)?)
        }
        CertificateKind::Attendance => None,
    };
    let of_days = DayNumber::try_from(cohort.days.len()).ok();
    let with_dispensation = prospect.is_dispensed && kind == CertificateKind::Certificate;
    let in_words = |lang: Lang| {
        let said = requirements::sentence(
            &rule.titled(lang.say(&cohort.titles_sv_en.0, &cohort.titles_sv_en.1)),
            of_days,
            lang,
        );
        // Otherwise the sentence would say what the days beside it contradict.
        if with_dispensation { format!("{said} {}", lang.say("Med dispens.", "With a dispensation.")) } else { said }
    };
    Ok(CertificateFacts {
        kind: match kind {
            CertificateKind::Certificate => Kind::Certificate,
            CertificateKind::Attendance => Kind::AttendanceCertificate,
        },
        number: identity.number.clone(),
        code: identity.code.clone(),
        holder: prospect.printed_name.clone(),
        award: title.map(|title| Bilingual::new(&title.title_sv, &title.title_en)).unwrap_or_default(),
        award_key: title.map_or(0, |title| title.id),
        programme: Bilingual::new(&cohort.programme.name_sv, &cohort.programme.name_en),
        days,
        attended_days: extent.attended,
        total_days: extent.held,
        minutes_total: extent.minutes,
        place: cohort.cohort.place.clone(),
        from: *from,
        to: *to,
        learning_goals: cohort.programme_days.iter().filter_map(goal).collect(),
        rule_in_words: Bilingual::new(in_words(Lang::Sv), in_words(Lang::En)),
        trainers: cohort.trainers.clone(),
        issuer: platform.issuer_name.clone(),
        signatory_name: platform.signatory_name.clone(),
        signatory_title: platform.signatory_title.clone(),
        issued_on: identity.issued_on,
        expires_on: title.and_then(|_| last_day(identity.issued_on, cohort.version.valid_months)),
        verify_address: links.verify_in_qr(&identity.code),
        verify_address_shown: links.verify_shown(),
        languages: match (cohort.version.printed_languages(), Lang::from_tag(&cohort.cohort.languages)) {
            (PrintedLanguages::Only(lang), _) => vec![lang],
            (PrintedLanguages::Both, Some(Lang::En)) => vec![Lang::En, Lang::Sv],
            (PrintedLanguages::Both, _) => vec![Lang::Sv, Lang::En],
        },
    })
}

/// What the button that issues carries, so that what was seen is what is issued: everybody who gets a paper in this round, the
/// name and the extent it prints, in whatever order they come, and what all of them print alike: layout, term, issuer,
/// signatory, place, trainers and languages.
///
/// The decision's rule and the programme's words are not in it: they are immutable, or frozen before the cohort is over.
#[must_use]
pub fn promise(cohort: &Gathered, waiting: &[&Prospect], round: Round, layout: &str) -> String {
    let mut lines: Vec<String> =
        waiting.iter().map(|one| format!("{} {:?} {:?}\n", one.participant.id, one.printed_name, one.extent)).collect();
    lines.sort_unstable();
    let mut digest = Sha256::new();
    let issuer = cohort.platform.as_ref().map(|one| (&one.issuer_name, &one.signatory_name, &one.signatory_title));
    let languages = (&cohort.cohort.languages, &cohort.version.certificate_languages);
    let alike = (cohort.version.valid_months, issuer, &cohort.cohort.place, &cohort.trainers, languages);
    digest.update(format!("{} {layout} {alike:?}\n", round.key()));
    for line in &lines {
        digest.update(line);
    }
    HEXLOWER.encode(&digest.finalize()[..16])
}

/// The last day a certificate issued on `from` holds: the day before the same date so many months later.
///
/// 29 February in a year that has none is 28 February. `None` when the programme's certificates hold for good.
#[must_use]
pub fn last_day(from: Day, valid_months: Option<i64>) -> Option<Day> {
    let months = u32::try_from(valid_months?).ok()?;
    from.checked_add_months(chrono::Months::new(months))?.pred_opt()
}

fn course_days(cohort: &Gathered, extent: &Extent) -> Vec<DayFact> {
    let topic = |number: i64| cohort.programme_days.iter().find(|day| day.number == number);
    cohort
        .days
        .iter()
        .filter_map(|day| {
            let number = DayNumber::try_from(day.number).ok()?;
            let topic = topic(day.number).map(|day| Bilingual::new(&day.title_sv, &day.title_en)).unwrap_or_default();
            Some(DayFact { number, date: day.day, topic, state: *extent.days.get(&number)? })
        })
        .collect()
}

/// The title whose period holds `day`; of several the one that began last.
fn title_on(titles: &[AwardTitle], day: Day) -> Option<&AwardTitle> {
    titles
        .iter()
        .filter(|title| title.from_day <= day && title.to_day.is_none_or(|last| day <= last))
        .max_by_key(|title| title.from_day)
}

/// A day's first learning goal, in both languages: the paper has room for one a day.
fn goal(day: &ProgrammeDay) -> Option<Bilingual> {
    let first = |text: &str| text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
    let (sv, en) = (first(&day.goals_sv)?, first(&day.goals_en)?);
    Some(Bilingual { sv, en })
}
