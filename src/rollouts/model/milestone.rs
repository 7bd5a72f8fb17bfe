//! The thirteen milestones: facts about a plan, not an order.

use crate::kernel::Lang;

/// One of thirteen things that can have happened at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named for what it is and said in words below")]
pub enum Milestone {
    Trained,
    SituationDescribed,
    PlanAdopted,
    WorkingGroup,
    OfficialsTrained,
    PoliticiansTrained,
    LocalNetwork,
    CrossSectorWork,
    CouncilDecision,
    SteeringDocument,
    ReportedBack,
    GoodExample,
    FollowedUp,
}

impl Milestone {
    /// Every milestone, M1 to M13.
    pub const ALL: [Self; 13] = [
        Self::Trained,
        Self::SituationDescribed,
        Self::PlanAdopted,
        Self::WorkingGroup,
        Self::OfficialsTrained,
        Self::PoliticiansTrained,
        Self::LocalNetwork,
        Self::CrossSectorWork,
        Self::CouncilDecision,
        Self::SteeringDocument,
        Self::ReportedBack,
        Self::GoodExample,
        Self::FollowedUp,
    ];

    /// The code it is stored and spoken of by: `M1` to `M13`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Trained => "M1",
            Self::SituationDescribed => "M2",
            Self::PlanAdopted => "M3",
            Self::WorkingGroup => "M4",
            Self::OfficialsTrained => "M5",
            Self::PoliticiansTrained => "M6",
            Self::LocalNetwork => "M7",
            Self::CrossSectorWork => "M8",
            Self::CouncilDecision => "M9",
            Self::SteeringDocument => "M10",
            Self::ReportedBack => "M11",
            Self::GoodExample => "M12",
            Self::FollowedUp => "M13",
        }
    }

    /// The milestone of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|milestone| milestone.code() == code)
    }

    /// The milestone in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Trained => lang.say("Någon är utbildad och klar", "Somebody is trained and certified"),
            Self::SituationDescribed => lang.say("Nuläget är beskrivet", "The current situation is described"),
            Self::PlanAdopted => lang.say("Planen är antagen av chefen", "The plan is adopted by the manager"),
            Self::WorkingGroup => lang.say("En arbetsgrupp finns", "There is a working group"),
            Self::OfficialsTrained => lang.say("Första utbildningen för tjänstemän", "First training of officials"),
            Self::PoliticiansTrained => lang.say("Första utbildningen för politiker", "First training of politicians"),
            Self::LocalNetwork => lang.say("Ett lokalt nätverk finns", "There is a local network"),
            Self::CrossSectorWork => lang.say("Flera förvaltningar arbetar ihop", "Several departments work together"),
            Self::CouncilDecision => {
                lang.say("Beslut i fullmäktige eller högsta organ", "Decision in the council or highest body")
            }
            Self::SteeringDocument => {
                lang.say("Skrivning i budget eller styrdokument", "Wording in the budget or a steering document")
            }
            Self::ReportedBack => lang.say("Återrapporterat till politiken", "Reported back to the politicians"),
            Self::GoodExample => lang.say("Ett gott exempel är publicerat", "A good example is published"),
            Self::FollowedUp => lang.say("Arbetet är uppföljt", "The work is followed up"),
        }
    }

    /// Whether it is ticked by hand, with evidence, because nothing told in the box says it.
    #[must_use]
    pub fn is_by_hand(self) -> bool {
        self >= Self::SteeringDocument
    }
}
