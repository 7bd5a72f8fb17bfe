//! What can come out otherwise, each in a sentence for whoever runs the house.

use crate::requirements::{DayNumber, Outcome};

/// One thing that is stored otherwise than it comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The rule a decision was made by is not the one its hash names, or cannot be read.
    Rule(i64),
    /// The rule a decision was made by is none that its participant's cohort has or had.
    OtherRule(i64),
    /// The facts of a decision cannot be read.
    UnreadableFacts(i64),
    /// The facts a decision keeps give another verdict than it says.
    Verdict(i64, String, Outcome),
    /// The rows give another verdict than the decision says.
    VerdictOfRows(i64, String, Outcome),
    /// On these days the rows say something else than the facts of the decision.
    Days(i64, Vec<DayNumber>),
    /// The dispensations on record are others than those of the decision's facts.
    Dispensations(i64),
    /// The facts of a decision speak of answered surveys, of which there are no rows.
    Beside(i64),
    /// The assignments had come further, or less far, than the facts of the decision say.
    Assignments(i64),
    /// The rollout plan had come further, or less far, than the facts of the decision say.
    Plan(i64),
    /// A certificate without a decision, made before it, that says what it is issued for.
    Undecided(String),
    /// A certificate of another person or cohort than its participant.
    Holder(String),
    /// What a certificate prints cannot be read.
    UnreadablePaper(String),
    /// A certificate that repeats an edition before it, which is not there.
    Edition(String),
    /// A certificate prints another first or last day than the course had.
    Period(String),
    /// On these days a certificate prints something else than the rows, or the edition it repeats, say; or a day too many.
    PrintedDays(String, Vec<DayNumber>),
    /// The register says this of a certificate otherwise than it prints it.
    Register(String, &'static str),
    /// A certificate has these words otherwise than the programme and the rule, or the edition it repeats.
    Words(String, &'static str),
    /// A certificate prints other sums than the rows, or the edition it repeats, give: what, printed, given.
    Sum(String, &'static str, i64, i64),
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rule(id) => write!(f, "Decision {id}: its rule is not the one its hash names."),
            Self::OtherRule(id) => write!(f, "Decision {id}: its rule is none that the cohort has or had."),
            Self::UnreadableFacts(id) => write!(f, "Decision {id}: its facts cannot be read."),
            Self::Verdict(id, said, is) => {
                write!(f, "Decision {id}: says {said}, and its own facts give {}.", word(*is))
            }
            Self::VerdictOfRows(id, said, is) => {
                write!(f, "Decision {id}: says {said}, and the marks of that moment give {}.", word(*is))
            }
            Self::Days(id, days) => {
                write!(f, "Decision {id}: on day {} the marks of that moment say something else.", list(days))
            }
            Self::Dispensations(id) => {
                write!(f, "Decision {id}: other dispensations were in force at that moment than it keeps.")
            }
            Self::Beside(id) => {
                write!(f, "Decision {id}: it counts surveys as answered, and no row says so.")
            }
            Self::Assignments(id) => {
                write!(f, "Decision {id}: what was handed in and answered by that moment says something else.")
            }
            Self::Plan(id) => write!(f, "Decision {id}: the rollout plan was in another state at that moment."),
            Self::Undecided(number) => {
                write!(f, "Certificate {number}: when it was issued, no decision said what it is issued for.")
            }
            Self::Holder(number) => {
                write!(f, "Certificate {number}: its person or cohort is not that of its participant.")
            }
            Self::UnreadablePaper(number) => write!(f, "Certificate {number}: what it prints cannot be read."),
            Self::Edition(number) => write!(f, "Certificate {number}: the edition it repeats is not there."),
            Self::Period(number) => {
                write!(f, "Certificate {number}: it prints another first or last day than the course had.")
            }
            Self::PrintedDays(number, days) => {
                write!(f, "Certificate {number}: on day {} it prints something else than was marked.", list(days))
            }
            Self::Register(number, what) => {
                write!(f, "Certificate {number}: the register has another {what} than it prints.")
            }
            Self::Words(number, what) => {
                write!(f, "Certificate {number}: {what}: it does not print what it should.")
            }
            Self::Sum(number, what, printed, is) => {
                write!(f, "Certificate {number}: prints {printed} {what}, and should print {is}.")
            }
        }
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::Possible => "possible",
        Outcome::Impossible => "impossible",
    }
}

fn list(days: &[DayNumber]) -> String {
    days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
