//! What the figures are called, how they are counted, and the words of their addresses.

use super::model::{Answer, Group, Key};
use crate::kernel::Lang;
use crate::rollouts::{Body, PlanState};
use sea_orm::{ActiveEnum, Iterable};

impl Key {
    /// Every key, in the order of the page.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Trained, Self::TrainedInAll, Self::Municipalities, Self::MunicipalitiesInAll];
        all.extend([Self::Seats, Self::Applications, Self::Eligible, Self::Offered, Self::Accepted]);
        all.extend([Self::Started, Self::Completed, Self::Local]);
        all.extend([Group::Politicians, Group::Officials, Group::Others].map(Self::LocalBy));
        all.push(Self::LocalUnverified);
        all.extend([Answer::Council, Answer::OtherBody, Answer::No, Answer::NoData].map(Self::Decisions));
        all.extend(PlanState::iter().map(Some).chain([None]).map(Self::Plans));
        all.extend([Self::Milestones, Self::Networks, Self::WorkingGroups]);
        all
    }

    /// The word in the figure's address.
    #[must_use]
    pub fn slug(self) -> String {
        let plain = match self {
            Self::Trained => "trained",
            Self::TrainedInAll => "trained-in-all",
            Self::Municipalities => "municipalities",
            Self::MunicipalitiesInAll => "municipalities-in-all",
            Self::Seats => "seats",
            Self::Applications => "applications",
            Self::Eligible => "eligible",
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Started => "started",
            Self::Completed => "completed",
            Self::Local => "local",
            Self::LocalBy(Group::Politicians) => "local-politicians",
            Self::LocalBy(Group::Officials) => "local-officials",
            Self::LocalBy(Group::Others) => "local-others",
            Self::LocalUnverified => "local-unverified",
            Self::Decisions(Answer::Council) => "decisions-council",
            Self::Decisions(Answer::OtherBody) => "decisions-other-body",
            Self::Decisions(Answer::No) => "decisions-no",
            Self::Decisions(Answer::NoData) => "decisions-no-data",
            Self::Plans(Some(state)) => return format!("plans-{}", state.to_value().replace('_', "-")),
            Self::Plans(None) => "plans-no-data",
            Self::Milestones => "milestones",
            Self::Networks => "networks",
            Self::WorkingGroups => "working-groups",
        };
        plain.to_owned()
    }

    /// The key an address names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::all().into_iter().find(|key| key.slug() == slug)
    }

    /// What the figure is called.
    #[must_use]
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Trained => lang.say("Utbildade regionalt", "Trained regionally"),
            Self::TrainedInAll => lang.say("Utbildade sammanlagt", "Trained in all"),
            Self::Municipalities => {
                lang.say("Kommuner med någon utbildad under året", "Municipalities with somebody trained this year")
            }
            Self::MunicipalitiesInAll => {
                lang.say("Kommuner med någon utbildad sammanlagt", "Municipalities with somebody trained in all")
            }
            Self::Seats => lang.say("Platser", "Seats"),
            Self::Applications => lang.say("Ansökningar", "Applications"),
            Self::Eligible => lang.say("Behöriga", "Eligible"),
            Self::Offered => lang.say("Erbjudna plats", "Offered a seat"),
            Self::Accepted => lang.say("Tackade ja", "Accepted"),
            Self::Started => lang.say("Började", "Started"),
            Self::Completed => lang.say("Fullföljde", "Completed"),
            Self::Local => lang.say("Utbildade lokalt (deltagartillfällen)", "Trained locally (participations)"),
            Self::LocalBy(Group::Politicians) => lang.say("varav politiker", "of these politicians"),
            Self::LocalBy(Group::Officials) => lang.say("varav tjänstemän", "of these officials"),
            Self::LocalBy(Group::Others) => lang.say("varav andra", "of these others"),
            Self::LocalUnverified => lang.say("Uppgivna, ej verifierade", "Reported, not verified"),
            Self::Decisions(Answer::Council) => {
                lang.say("Beslut i kommunfullmäktige", "Decision by the municipal council")
            }
            Self::Decisions(Answer::OtherBody) => lang.say("Beslut i annat organ", "Decision by another body"),
            Self::Decisions(Answer::No) => lang.say("Inget gällande beslut", "No decision in force"),
            Self::Decisions(Answer::NoData) => {
                lang.say("Vet ej, uppgift saknas eller ej styrkt", "Unknown, no data or not evidenced")
            }
            Self::Plans(Some(state)) => state.word(lang),
            Self::Plans(None) => lang.say("Uppgift saknas", "No data"),
            Self::Milestones => lang.say("Milstolpar nådda", "Milestones reached"),
            Self::Networks => lang.say("Kommuner med lokalt nätverk", "Municipalities with a local network"),
            Self::WorkingGroups => lang.say("Kommuner med arbetsgrupp", "Municipalities with a working group"),
        }
    }

    /// How the figure is counted, in one sentence.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a list of sentences, one for each key")]
    pub fn counted(self, lang: Lang) -> &'static str {
        match self {
            Self::Trained => lang.say(
                "Personer som fullföljt utbildningen under året, enligt beslut här eller tidigare register, och vars intyg inte är återkallat; var och en räknas en gång.",
                "Persons who completed the training during the year, by decision here or a former register, and whose certificate is not revoked; each counts once.",
            ),
            Self::TrainedInAll => lang.say(
                "Samma sak från början till och med årets slut.",
                "The same, from the beginning to the end of the year.",
            ),
            Self::Municipalities | Self::MunicipalitiesInAll => lang.say(
                "Kommunen är den som personen kom ifrån när utbildningen fullföljdes; andra organisationer räknas bara i antalet personer.",
                "The municipality is the one the person came from on completion; other organisations count only among persons.",
            ),
            Self::Seats => lang.say(
                "Platser i de omgångar vars sista dag ligger under året.",
                "Seats in the cohorts whose last day lies in the year.",
            ),
            Self::Applications => lang.say(
                "Inskickade ansökningar till erbjudanden om de omgångarna.",
                "Applications sent to the offers of those cohorts.",
            ),
            Self::Eligible => lang.say(
                "Ansökningar som någon gång bedömts behöriga.",
                "Applications that were found eligible at some time.",
            ),
            Self::Offered => lang.say(
                "Ansökningar som fått ett platserbjudande i de omgångarna.",
                "Applications that were offered a seat in those cohorts.",
            ),
            Self::Accepted => lang.say(
                "Deltagare som tackat ja, även de som sedan lämnat återbud.",
                "Participants who accepted, including those who withdrew later.",
            ),
            Self::Started => lang.say(
                "Deltagare med minst en närvarodag som räknas.",
                "Participants with at least one day of attendance that counts.",
            ),
            Self::Completed => lang.say(
                "Deltagare i de omgångarna som fullföljt senast vid årets slut; avvikelsen är fullföljda minus platser.",
                "Participants of those cohorts who completed by the end of the year; the deviation is completed minus seats.",
            ),
            Self::Local | Self::LocalBy(_) => lang.say(
                "Deltagare i lokala utbildningar under året som en coach eller samordnare verifierat; den som går två utbildningar räknas två gånger.",
                "Heads in local trainings during the year that a coach or coordinator has verified; somebody in two trainings counts twice.",
            ),
            Self::LocalUnverified => lang.say(
                "Deltagare i lokala utbildningar som ingen har verifierat än; de ingår inte i talet ovanför.",
                "Heads in local trainings that nobody has verified yet; they are not part of the number above.",
            ),
            Self::Decisions(_) => lang.say(
                "Kommuner efter vad som är känt vid årets slut; ett beslut som uppgetts men inte styrkts räknas som uppgift saknas, och de fyra grupperna är tillsammans alla kommuner.",
                "Municipalities by what is known at the end of the year; a decision that is said but not evidenced counts as no data, and the four groups are all municipalities together.",
            ),
            Self::Plans(_) => lang.say(
                "Kommuner efter genomförandeplanens läge vid årets slut.",
                "Municipalities by the state of their rollout plan at the end of the year.",
            ),
            Self::Milestones => lang.say(
                "Milstolpar som kommunerna nått under året.",
                "Milestones that municipalities reached during the year.",
            ),
            Self::Networks | Self::WorkingGroups => lang.say(
                "Kommuner som berättat om det senast vid årets slut.",
                "Municipalities that have told of it by the end of the year.",
            ),
        }
    }
}

/// A deciding body in words.
#[must_use]
pub fn body(body: Body, lang: Lang) -> &'static str {
    match body {
        Body::Council => lang.say("kommunfullmäktige", "council"),
        Body::ExecutiveBoard => lang.say("kommunstyrelsen", "executive board"),
        Body::Committee => lang.say("nämnd", "committee"),
        Body::Other => lang.say("annat organ", "other body"),
    }
}
