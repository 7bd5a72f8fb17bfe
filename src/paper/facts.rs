//! What a certificate says, complete and frozen.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Part;
use crate::kernel::Lang;

/// A text in both languages of the house.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Bilingual {
    /// The Swedish text.
    pub sv: String,
    /// The English text; may be empty where none was written, and is then not printed.
    pub en: String,
}

impl Bilingual {
    /// Puts the two texts together.
    #[must_use]
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self { sv: sv.into(), en: en.into() }
    }

    /// The text in `lang`.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        lang.say(&self.sv, &self.en)
    }
}

/// Which of the two papers is drawn; they differ plainly, so that one cannot be taken for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// *Intyg*: the completion rule was met and the award is given.
    Certificate,
    /// *Närvarointyg*: which days were attended; gives no award.
    AttendanceCertificate,
}

/// How a course day went for the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayState {
    /// Took part the whole day.
    Present,
    /// Took part in some of the day.
    Partial,
    /// Was not there; notified or not is nobody's business on a paper.
    Absent,
    /// Made the day up otherwise.
    MadeUp,
    /// Was credited with the day.
    Credited,
    /// The organiser cancelled the day.
    Cancelled,
}

/// One course day as the strip shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFact {
    /// The day's number in the programme, from 1.
    pub number: u16,
    /// The calendar day, Stockholm.
    pub date: NaiveDate,
    /// What the day was about.
    pub topic: Bilingual,
    /// How it went for the holder.
    pub state: DayState,
}

/// Everything a certificate prints.
///
/// Stored as JSON when the certificate is issued and never looked up again, so that a renamed programme or a
/// corrected date cannot change a paper that is already out. All strings are owned for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// Which paper.
    pub kind: Kind,
    /// The certificate number, such as `BRF-2012-0001`.
    pub number: String,
    /// The public code: 17 characters without hyphens, printed 4-4-4-5.
    pub code: String,
    /// The holder's name as the holder confirmed it.
    pub holder: String,
    /// The award title; not printed on an attendance certificate.
    pub award: Bilingual,
    /// What signed codes say for the award: the number of its title, 0 for none.
    #[serde(default)]
    pub award_key: i64,
    /// The programme's name.
    pub programme: Bilingual,
    /// The course days in order.
    pub days: Vec<DayFact>,
    /// Days that count as attended.
    pub attended_days: u16,
    /// Days held, cancelled ones left out.
    pub total_days: u16,
    /// Time attended, in minutes.
    pub minutes_total: u32,
    /// Where the course was held.
    pub place: String,
    /// The first course day.
    pub from: NaiveDate,
    /// The last course day.
    pub to: NaiveDate,
    /// What somebody who completed the programme can do.
    pub learning_goals: Vec<Bilingual>,
    /// The completion rule in plain words.
    pub rule_in_words: Bilingual,
    /// The trainers' names.
    pub trainers: Vec<String>,
    /// The organisation that issues.
    pub issuer: String,
    /// Who signs for it.
    pub signatory_name: String,
    /// In what capacity.
    pub signatory_title: String,
    /// The day of issue, Stockholm.
    pub issued_on: NaiveDate,
    /// The last day it holds; `None` when it holds for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
    /// What the QR code holds, in upper case (`HTTPS://HOST/V/CODE`), so that the code stays coarse.
    pub verify_address: String,
    /// The address a person types, such as `host.example/v`.
    pub verify_address_shown: String,
    /// The languages printed, the main one first; empty means Swedish then English.
    pub languages: Vec<Lang>,
}

impl CertificateFacts {
    /// The language the paper speaks first.
    #[must_use]
    pub fn main_lang(&self) -> Lang {
        self.languages.first().copied().unwrap_or_default()
    }

    /// The language that follows in smaller type, if any.
    #[must_use]
    pub fn second_lang(&self) -> Option<Lang> {
        if self.languages.is_empty() {
            return Some(Lang::En);
        }
        self.languages.iter().copied().find(|lang| *lang != self.main_lang())
    }

    /// Every text that comes from outside and is printed, the holder's name first; what the fonts are asked about before drawing.
    pub(super) fn texts(&self) -> impl Iterator<Item = (Part, &str)> {
        let pairs =
            [(Part::Award, &self.award), (Part::Programme, &self.programme), (Part::Details, &self.rule_in_words)];
        let days = self.days.iter().map(|day| (Part::Days, &day.topic));
        let goals = self.learning_goals.iter().map(|goal| (Part::Details, goal));
        let own = [
            (Part::Holder, &self.holder),
            (Part::Code, &self.number),
            (Part::Code, &self.code),
            (Part::Place, &self.place),
            (Part::Issuer, &self.issuer),
            (Part::Signatory, &self.signatory_name),
            (Part::SignatoryTitle, &self.signatory_title),
            (Part::Address, &self.verify_address_shown),
        ];
        let own = own.into_iter().chain(self.trainers.iter().map(|trainer| (Part::Trainers, trainer)));
        let pairs = pairs.into_iter().chain(days).chain(goals);
        own.map(|(part, text)| (part, text.as_str()))
            .chain(pairs.flat_map(|(part, pair)| [(part, pair.sv.as_str()), (part, pair.en.as_str())]))
    }
}
