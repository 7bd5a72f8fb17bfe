//! What is told in the box *Berätta vad som hänt*.

use crate::kernel::{CouncilDecisionId, Day, HappeningId, Lang, LocalTrainingId};
use crate::organisations::OrganisationKind;
use sea_orm::{DeriveActiveEnum, EnumIter, Iterable as _};
use serde::{Deserialize, Serialize};

use super::Milestone;

/// The body of a council decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The council, the highest elected body.
    Council,
    /// The executive board; elsewhere than in municipalities and regions it may be the highest body.
    ExecutiveBoard,
    /// A committee.
    Committee,
    /// Any other.
    Other,
}

impl Body {
    /// Every body, in the order a form offers them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        Self::iter().collect()
    }

    /// What this body is called in an organisation of `kind`.
    #[must_use]
    pub fn word(self, kind: OrganisationKind, lang: Lang) -> &'static str {
        match (self, kind) {
            (Self::Council, OrganisationKind::Municipality) => lang.say("Kommunfullmäktige", "Municipal council"),
            (Self::Council, OrganisationKind::Region) => lang.say("Regionfullmäktige", "Regional council"),
            (Self::Council, _) => lang.say("Högsta beslutande organ", "Highest deciding body"),
            (Self::ExecutiveBoard, OrganisationKind::Municipality) => {
                lang.say("Kommunstyrelsen", "Municipal executive board")
            }
            (Self::ExecutiveBoard, OrganisationKind::Region) => lang.say("Regionstyrelsen", "Regional executive board"),
            (Self::ExecutiveBoard, _) => lang.say("Styrelsen", "Board"),
            (Self::Committee, _) => lang.say("Nämnd", "Committee"),
            (Self::Other, _) => lang.say("Annat organ", "Other body"),
        }
    }

    /// The name forms know it by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::ExecutiveBoard => "executive_board",
            Self::Committee => "committee",
            Self::Other => "other",
        }
    }

    /// The body a form names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::iter().find(|body| body.code() == code)
    }
}

/// The kind of a happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum HappeningKind {
    /// A meeting.
    Meeting,
    /// A working group was formed, or met.
    WorkingGroup,
    /// A local network was formed, or met.
    LocalNetwork,
    /// Anything else worth telling.
    Other,
}

impl HappeningKind {
    /// The kind in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        NewsKind::Happening(self).word(lang)
    }
}

/// What kind of thing somebody wants to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewsKind {
    /// A local training.
    Training,
    /// A decision.
    Decision,
    /// Something else.
    Happening(HappeningKind),
}

impl NewsKind {
    /// Every kind, in the order the box offers them.
    pub const ALL: [Self; 6] = [
        Self::Training,
        Self::Happening(HappeningKind::Meeting),
        Self::Happening(HappeningKind::WorkingGroup),
        Self::Happening(HappeningKind::LocalNetwork),
        Self::Decision,
        Self::Happening(HappeningKind::Other),
    ];

    /// The kind in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Training => lang.say("Utbildning", "Training"),
            Self::Decision => lang.say("Beslut", "Decision"),
            Self::Happening(HappeningKind::Meeting) => lang.say("Möte", "Meeting"),
            Self::Happening(HappeningKind::WorkingGroup) => lang.say("Arbetsgrupp", "Working group"),
            Self::Happening(HappeningKind::LocalNetwork) => lang.say("Lokalt nätverk", "Local network"),
            Self::Happening(HappeningKind::Other) => lang.say("Annat", "Something else"),
        }
    }

    /// The name forms and addresses know it by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Decision => "decision",
            Self::Happening(HappeningKind::Meeting) => "meeting",
            Self::Happening(HappeningKind::WorkingGroup) => "working_group",
            Self::Happening(HappeningKind::LocalNetwork) => "local_network",
            Self::Happening(HappeningKind::Other) => "other",
        }
    }

    /// The kind a form names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How many took part in a local training; each head is a participation, not a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heads {
    /// Elected politicians.
    pub politicians: i64,
    /// Officials.
    pub officials: i64,
    /// Others, such as teachers of independent schools, parents, young people.
    pub others: i64,
}

impl Heads {
    /// All of them.
    #[must_use]
    pub fn total(self) -> i64 {
        self.politicians + self.officials + self.others
    }
}

impl std::ops::Add for Heads {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self {
            politicians: self.politicians + more.politicians,
            officials: self.officials + more.officials,
            others: self.others + more.others,
        }
    }
}

/// One thing that happened at home.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the tables, explained in the migration")]
pub enum News {
    /// A local training was held.
    Training { day: Day, title: String, minutes: i64, heads: Heads, link: String },
    /// Something else happened.
    Happening { kind: HappeningKind, day: Day, words: String, members: i64, departments: i64, link: String },
    /// A decision was made.
    Decision {
        body: Body,
        decided_on: Day,
        title: String,
        paragraph: String,
        registry_number: String,
        link: String,
        in_force: (Day, Option<Day>),
    },
}

impl News {
    /// The day it happened.
    #[must_use]
    pub fn day(&self) -> Day {
        match self {
            Self::Training { day, .. } | Self::Happening { day, .. } => *day,
            Self::Decision { decided_on, .. } => *decided_on,
        }
    }
}

/// The plan's own words, edited under a version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// Where things stand at home.
    pub situation: String,
    /// What is to be reached, and how one will know.
    pub aims: String,
}

/// One told thing, named so that it can be taken away again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// A local training.
    Training(LocalTrainingId),
    /// A decision.
    Decision(CouncilDecisionId),
    /// Something else.
    Happening(HappeningId),
    /// A milestone ticked by hand.
    Milestone(Milestone),
}

impl Told {
    /// The name forms know it by: `training-7`, `milestone-M10`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Training(id) => format!("training-{id}"),
            Self::Decision(id) => format!("decision-{id}"),
            Self::Happening(id) => format!("happening-{id}"),
            Self::Milestone(milestone) => format!("milestone-{}", milestone.code()),
        }
    }

    /// The thing a form names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (what, id) = code.split_once('-')?;
        match what {
            "training" => id.parse().ok().map(Self::Training),
            "decision" => id.parse().ok().map(Self::Decision),
            "happening" => id.parse().ok().map(Self::Happening),
            "milestone" => Milestone::from_code(id).map(Self::Milestone),
            _ => None,
        }
    }
}
