//! The retention rules as they are without a word from the operator, and when something is due.
//!
//! Two years are 731 days, so that nothing is ever disposed of before the calendar says so.

use super::model::Action;
use crate::kernel::{AccountId, Day, Instant, Lang};
use crate::locale::{numbers, stockholm};
use crate::needs;

/// Who presses the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    /// The house, every night: what is only there to make the service work.
    ByItself,
    /// The house, by a job of its own, after a time that was promised and that nobody changes.
    Fixed,
    /// An administrator; the house only once the operator has saved the rule, which is its decision.
    OnDecision,
}

/// One rule: what, from when, how long, why, and what is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Default {
    /// What it is about.
    pub what: What,
    /// What is done when the time is over.
    pub action: Action,
    /// Whole Stockholm days after the day of the trigger.
    pub days: i64,
    /// Who presses the button.
    pub runs: Runs,
    name: (&'static str, &'static str),
    trigger: (&'static str, &'static str),
    deed: (&'static str, &'static str),
    basis: (&'static str, &'static str),
}

/// A rule in force: the default, or what the operator has saved instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The rule as it would be without a word from the operator.
    pub default: Default,
    /// What is done.
    pub action: Action,
    /// After how many whole days.
    pub days: i64,
    /// Why, in the operator's words; empty while the default holds.
    pub basis: String,
    /// Whether a second administrator must carry a disposal out.
    pub needs_second: bool,
    /// Who asked that one be enough again, which a second person has yet to agree to.
    pub one_asked_by: Option<AccountId>,
    /// Whether the operator has saved it.
    pub is_adopted: bool,
    /// Its version; 0 while the default holds.
    pub version: i64,
}

impl Rule {
    /// The default, in force.
    #[must_use]
    pub fn of(what: What) -> Self {
        let default = what.default();
        let (action, days) = (default.action, default.days);
        Self {
            default,
            action,
            days,
            basis: String::new(),
            needs_second: false,
            one_asked_by: None,
            is_adopted: false,
            version: 0,
        }
    }

    /// Whether nobody can change it.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.default.runs == Runs::Fixed
    }

    /// What it is about.
    #[must_use]
    pub fn what(&self) -> What {
        self.default.what
    }

    /// Why, in a sentence.
    #[must_use]
    pub fn reason(&self, lang: Lang) -> &str {
        if self.basis.is_empty() { self.default.basis(lang) } else { &self.basis }
    }

    /// How long, in words.
    #[must_use]
    pub fn period(&self, lang: Lang) -> String {
        if self.action == Action::Preserve {
            return Action::Preserve.word(lang).to_lowercase();
        }
        let from = self.default.trigger(lang);
        let (count, sv, en) = match self.days {
            days if days >= 366 && days % 365 <= days / 365 => (days / 365, ("år", "år"), ("year", "years")),
            days => (days, ("dag", "dagar"), ("day", "days")),
        };
        let length = numbers::counted(lang, count, sv, en);
        if count == 0 {
            lang.say(format!("direkt efter {from}"), format!("right after {from}"))
        } else {
            lang.say(format!("{length} efter {from}"), format!("{length} after {from}"))
        }
    }
}

macro_rules! whats {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A kind of record that has a rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum What {$($(#[$doc])* $name,)*}

        impl What {
            /// Every kind, in the order pages show them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name it has in addresses and in its row.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {$(Self::$name => $key,)*}
            }
        }
    };
}

whats! {
    /// Food and access.
    Needs = "needs",
    /// What was written in applications that led to no seat.
    Applications = "applications",
    /// Reserve lists.
    Reserves = "reserves",
    /// Minutes and remarks of attendance.
    Attendance = "attendance",
    /// What was written, sent and commented in assignments.
    HandIns = "hand_ins",
    /// Names of guest trainers beside the marks they made.
    Guests = "guests",
    /// Addresses of people who have not been heard of.
    Contact = "contact",
    /// Bodies of letters that were sent.
    Letters = "letters",
    /// Feedback that was answered.
    Feedback = "feedback",
    /// Personal values of the journal.
    Journal = "journal",
    /// Journal entries of signing in.
    SignIns = "sign_ins",
    /// Drafts nobody sent.
    Drafts = "drafts",
    /// Private links that are over.
    Links = "links",
    /// Sessions that are over.
    Sessions = "sessions",
    /// Keys of forms.
    Submissions = "submissions",
    /// Counted attempts.
    Attempts = "attempts",
    /// Accounts.
    Accounts = "accounts",
    /// Who took part in a cohort.
    Participants = "participants",
    /// Decisions about completion, and those who completed.
    Decisions = "decisions",
    /// The register of certificates, and the papers.
    Certificates = "certificates",
    /// Offers, their terms and the protocol of the seats.
    Offers = "offers",
    /// Programmes, cohorts and what their days held.
    Programmes = "programmes",
    /// Completion rules, every version.
    RuleVersions = "rule_versions",
    /// Rollout plans, what was told in them, evidence of council decisions.
    Plans = "plans",
    /// Who did what when, without the personal values.
    Entries = "entries",
    /// The platform's own words.
    Platform = "platform",
}

impl What {
    /// The kind of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|what| what.key() == text)
    }

    /// The rule as it is without a word from the operator.
    #[must_use]
    pub fn default(self) -> Default {
        let [name, trigger, deed] = self.words();
        let (action, days, runs) = match self {
            Self::Needs => (Action::Dispose, needs::rules::KEPT_DAYS.cast_signed(), Runs::Fixed),
            Self::Applications | Self::Reserves | Self::Attendance | Self::HandIns | Self::Guests | Self::Contact => {
                (Action::Dispose, 731, Runs::OnDecision)
            }
            Self::Letters | Self::Feedback => (Action::Dispose, 366, Runs::OnDecision),
            Self::Journal => (Action::Dispose, 1827, Runs::OnDecision),
            Self::SignIns => (Action::Dispose, 90, Runs::ByItself),
            Self::Links | Self::Submissions => (Action::Dispose, 30, Runs::ByItself),
            Self::Attempts => (Action::Dispose, 1, Runs::ByItself),
            Self::Drafts | Self::Sessions => (Action::Dispose, 0, Runs::ByItself),
            _ => (Action::Preserve, 0, Runs::OnDecision),
        };
        let basis = if action == Action::Preserve {
            ("Plattformens förvalda regel: bevaras", "The platform’s default: preserved")
        } else if runs != Runs::OnDecision {
            (
                "Uppgiften behövs inte längre för det den samlades in för",
                "No longer needed for what it was collected for",
            )
        } else {
            (
                "Plattformens förvalda regel, tills arkivbeslut finns",
                "The platform’s default, until there is an archive decision",
            )
        };
        Default { what: self, action, days, runs, name, trigger, deed, basis }
    }
}

impl Default {
    /// What the records are called.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &'static str {
        lang.say(self.name.0, self.name.1)
    }

    /// From when time is counted.
    #[must_use]
    pub fn trigger(&self, lang: Lang) -> &'static str {
        lang.say(self.trigger.0, self.trigger.1)
    }

    /// What is done.
    #[must_use]
    pub fn deed(&self, lang: Lang) -> &'static str {
        lang.say(self.deed.0, self.deed.1)
    }

    /// Why, in the default's own words.
    #[must_use]
    pub fn basis(&self, lang: Lang) -> &'static str {
        lang.say(self.basis.0, self.basis.1)
    }
}

/// The moment before which a trigger must lie for its record to be due at `now` after `days` days.
///
/// The day of the trigger and the `days` after it are kept whole: what was triggered on 1 October is due, after seven days,
/// when 9 October begins in Stockholm.
#[must_use]
pub fn until(days: i64, now: Instant) -> Instant {
    let back = chrono::Days::new(u64::try_from(days).unwrap_or_default());
    let day = stockholm::today(now).checked_sub_days(back).unwrap_or(Day::MIN);
    stockholm::start_of_day(day)
}

/// Whether the night may dispose by itself; what is fixed has a job of its own.
#[must_use]
pub fn may_run_by_itself(rule: &Rule) -> bool {
    let asks_nobody = rule.default.runs == Runs::ByItself || rule.is_adopted;
    rule.action == Action::Dispose && !rule.needs_second && asks_nobody && !rule.is_fixed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn midnight(day: &str) -> Instant {
        stockholm::start_of_day(day.parse().unwrap())
    }

    #[test]
    fn whole_days_in_stockholm_are_kept_over_the_night_the_clock_changes() {
        let now = midnight("2012-11-01");
        let before = Instant::from_millis(now.millis() - 1);

        assert_eq!(until(7, now), midnight("2012-10-25"));
        assert_eq!(until(7, before), midnight("2012-10-24"));
        assert_eq!(until(0, now), now);
    }

    #[test]
    fn two_years_are_never_shorter_than_the_calendar() {
        let until = until(What::Contact.default().days, midnight("2014-03-01"));

        assert!(until <= midnight("2012-03-01"));
    }
}
