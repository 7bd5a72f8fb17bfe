//! Pure decisions: what ticks which milestone, who moves a plan where, and the one next step.

use super::model::{Body, HappeningKind, Heads, Milestone, News, PlanState, Refusal, Side};
use crate::kernel::{Day, Lang};
use crate::organisations::OrganisationKind;

/// The milestones that a local training ticks: M5 with officials in the room, M6 with politicians.
#[must_use]
pub fn training_ticks(heads: Heads) -> Vec<Milestone> {
    let officials = (heads.officials > 0).then_some(Milestone::OfficialsTrained);
    let politicians = (heads.politicians > 0).then_some(Milestone::PoliticiansTrained);
    officials.into_iter().chain(politicians).collect()
}

/// The milestones that a happening ticks: M4 a working group, M7 a local network, M8 either with two departments or more.
#[must_use]
pub fn happening_ticks(kind: HappeningKind, departments: i64) -> Vec<Milestone> {
    let formed = match kind {
        HappeningKind::WorkingGroup => Milestone::WorkingGroup,
        HappeningKind::LocalNetwork => Milestone::LocalNetwork,
        HappeningKind::Meeting | HappeningKind::Other => return Vec::new(),
    };
    let across = (departments >= 2).then_some(Milestone::CrossSectorWork);
    [formed].into_iter().chain(across).collect()
}

/// The milestone that a decision ticks: M9, when the organisation's highest body made it.
#[must_use]
pub fn decision_ticks(body: Body, kind: OrganisationKind) -> Vec<Milestone> {
    if is_highest(body, kind) { vec![Milestone::CouncilDecision] } else { Vec::new() }
}

/// Whether `body` is the highest elected or governing body of an organisation of `kind`.
///
/// Municipalities and regions have a council. A district is led by its committee; everywhere else a board may be highest.
#[must_use]
pub fn is_highest(body: Body, kind: OrganisationKind) -> bool {
    use OrganisationKind::{District, Municipality, Region, Unit};
    match kind {
        Municipality | Region => body == Body::Council,
        District | Unit => matches!(body, Body::Council | Body::ExecutiveBoard | Body::Committee),
        _ => matches!(body, Body::Council | Body::ExecutiveBoard),
    }
}

/// Whether this can be told on `today`.
///
/// # Errors
/// A refusal that belongs to the field at fault.
pub fn may_tell(news: &News, today: Day) -> Result<(), Refusal> {
    if news.day() > today {
        return Err(Refusal::InTheFuture);
    }
    match news {
        News::Training { heads, .. } if heads.total() == 0 => Err(Refusal::NoHeads),
        News::Decision { in_force: (from, Some(to)), .. } if to < from => Err(Refusal::EndsBeforeItBegins),
        _ => Ok(()),
    }
}

/// Where a plan in `state` may be moved from `side`, the most natural move first.
///
/// Those at home hand in, begin and follow up; that the manager has adopted the plan is confirmed by its coach.
#[must_use]
pub fn moves(state: PlanState, side: Side) -> &'static [PlanState] {
    use PlanState::{Adopted, Closed, Draft, Feedback, FollowedUp, NotStarted, Resting, Running, Submitted};
    match (side, state) {
        (Side::Home, NotStarted | Draft | Feedback) => &[Submitted],
        (Side::Home, Submitted) => &[Draft],
        (Side::Home, Adopted) => &[Running],
        (Side::Home, Running) => &[FollowedUp],
        (Side::Home, Resting) => &[Running],
        (Side::Home, FollowedUp | Closed) => &[],
        (Side::Platform, NotStarted | Draft) => &[Submitted, Resting],
        (Side::Platform, Submitted) => &[Feedback, Adopted, Resting],
        (Side::Platform, Feedback) => &[Submitted, Adopted, Resting],
        (Side::Platform, Adopted) => &[Running, Resting],
        (Side::Platform, Running) => &[FollowedUp, Resting],
        (Side::Platform, FollowedUp) => &[Closed, Running, Resting],
        (Side::Platform, Closed) => &[Draft],
        (Side::Platform, Resting) => &[Running, Draft, Closed],
    }
}

/// Whether a plan in `from` may be moved `to` from `side`.
///
/// # Errors
/// When the two states do not follow each other on that side.
pub fn may_move(from: PlanState, to: PlanState, side: Side) -> Result<(), Refusal> {
    if moves(from, side).contains(&to) { Ok(()) } else { Err(Refusal::NotFrom(from)) }
}

/// The one thing to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Describe where things stand at home.
    DescribeSituation,
    /// Hand the plan in.
    Submit,
    /// The coach reads; meanwhile, speak with the manager.
    AwaitCoach,
    /// Act on the coach's comment and hand in again.
    ActOnFeedback,
    /// Bring about this milestone.
    Reach(Milestone),
    /// Everything is reached: close or renew.
    CloseOrRenew,
    /// Somebody must take the plan up again.
    WakeUp,
    /// Nothing: the plan is closed.
    Nothing,
}

/// The next step of a plan in `state` with these milestones `reached`.
///
/// Milestones are facts, not an order; of those still missing the one that most easily leads on is named.
#[must_use]
pub fn next_step(state: PlanState, reached: &[Milestone]) -> NextStep {
    use Milestone as M;
    let missing = |milestone: &M| !reached.contains(milestone);
    match state {
        PlanState::NotStarted | PlanState::Draft if missing(&M::SituationDescribed) => NextStep::DescribeSituation,
        PlanState::NotStarted | PlanState::Draft => NextStep::Submit,
        PlanState::Submitted => NextStep::AwaitCoach,
        PlanState::Feedback => NextStep::ActOnFeedback,
        PlanState::Resting => NextStep::WakeUp,
        PlanState::Closed => NextStep::Nothing,
        PlanState::Adopted | PlanState::Running | PlanState::FollowedUp => {
            M::ALL[3..].iter().copied().find(missing).map_or(NextStep::CloseOrRenew, NextStep::Reach)
        }
    }
}

impl NextStep {
    /// The step as a sentence to the one who takes it.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> &'static str {
        match self {
            Self::DescribeSituation => lang.say(
                "Beskriv nuläget med några meningar: hur står det till hos er i dag?",
                "Describe the current situation in a few sentences: where do you stand today?",
            ),
            Self::Submit => lang.say("Lämna in planen till din coach.", "Submit the plan to your coach."),
            Self::AwaitCoach => lang.say(
                "Coachen läser planen. Boka under tiden ett möte med din chef, som ska anta den.",
                "The coach is reading the plan. Meanwhile, book a meeting with your manager, who is to adopt it.",
            ),
            Self::ActOnFeedback => lang.say(
                "Läs coachens kommentar, ändra i planen och lämna in den igen.",
                "Read the coach's comment, change the plan and submit it again.",
            ),
            Self::Reach(milestone) => milestone_step(milestone, lang),
            Self::CloseOrRenew => lang.say(
                "Alla milstolpar är nådda. Bestäm med coachen om planen ska avslutas eller förnyas.",
                "Every milestone is reached. Decide with the coach whether to close or renew the plan.",
            ),
            Self::WakeUp => lang.say(
                "Planen vilar. Bestäm vem som tar vid och börja igen.",
                "The plan is at rest. Decide who takes over and begin again.",
            ),
            Self::Nothing => lang.say("Planen är avslutad.", "The plan is closed."),
        }
    }
}

fn milestone_step(milestone: Milestone, lang: Lang) -> &'static str {
    match milestone {
        Milestone::WorkingGroup => lang.say(
            "Samla en arbetsgrupp på tre till fem personer och berätta när ni har träffats.",
            "Gather a working group of three to five people and tell us when you have met.",
        ),
        Milestone::OfficialsTrained => lang.say(
            "Håll en första utbildning för tjänstemän. En timme på ett arbetsplatsmöte räcker.",
            "Hold a first training for officials. An hour at a staff meeting is enough.",
        ),
        Milestone::PoliticiansTrained => lang.say(
            "Be om en halvtimme hos politikerna, till exempel i en nämnd.",
            "Ask for half an hour with the politicians, for example in a committee.",
        ),
        Milestone::LocalNetwork => lang.say(
            "Bjud in till ett lokalt nätverk: en kontaktperson per verksamhet.",
            "Invite to a local network: one contact person per unit.",
        ),
        Milestone::CrossSectorWork => lang.say(
            "Ta med minst två förvaltningar i arbetsgruppen eller nätverket.",
            "Bring at least two departments into the working group or the network.",
        ),
        Milestone::CouncilDecision => lang.say(
            "Förbered ett beslut i fullmäktige eller högsta organ tillsammans med din chef.",
            "Prepare a decision in the council or highest body together with your manager.",
        ),
        Milestone::SteeringDocument => lang.say(
            "Få in en skrivning i budgeten eller ett styrdokument.",
            "Get a wording into the budget or a steering document.",
        ),
        Milestone::ReportedBack => lang.say(
            "Berätta för politikerna vad som har hänt sedan beslutet.",
            "Tell the politicians what has happened since the decision.",
        ),
        Milestone::GoodExample => lang.say(
            "Skriv ner ett gott exempel som andra kan lära av.",
            "Write down a good example that others can learn from.",
        ),
        Milestone::FollowedUp => lang.say(
            "Följ upp: vad blev annorlunda för dem det gäller, för personalen, i besluten?",
            "Follow up: what became different for those concerned, for the staff, in the decisions?",
        ),
        Milestone::Trained | Milestone::SituationDescribed | Milestone::PlanAdopted => milestone.word(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_training_of_both_groups_ticks_both_milestones() {
        let heads = Heads { politicians: 3, officials: 20, others: 0 };

        let ticks = training_ticks(heads);

        assert_eq!(ticks, [Milestone::OfficialsTrained, Milestone::PoliticiansTrained]);
        assert_eq!(training_ticks(Heads { others: 9, ..Heads::default() }), []);
    }

    #[test]
    fn a_network_of_two_departments_is_cross_sector_work() {
        let alone = happening_ticks(HappeningKind::LocalNetwork, 1);
        let across = happening_ticks(HappeningKind::LocalNetwork, 2);

        assert_eq!(alone, [Milestone::LocalNetwork]);
        assert_eq!(across, [Milestone::LocalNetwork, Milestone::CrossSectorWork]);
        assert_eq!(happening_ticks(HappeningKind::Meeting, 5), []);
    }

    #[test]
    fn only_the_highest_body_ticks_the_council_decision() {
        let board_at_home = decision_ticks(Body::ExecutiveBoard, OrganisationKind::Municipality);
        let board_of_university = decision_ticks(Body::ExecutiveBoard, OrganisationKind::University);

        assert_eq!(board_at_home, []);
        assert_eq!(board_of_university, [Milestone::CouncilDecision]);
        assert_eq!(decision_ticks(Body::Council, OrganisationKind::Municipality), [Milestone::CouncilDecision]);
    }

    #[test]
    fn those_at_home_hand_in_and_the_coach_confirms_the_adoption() {
        let by_home = may_move(PlanState::Submitted, PlanState::Adopted, Side::Home);
        let by_coach = may_move(PlanState::Submitted, PlanState::Adopted, Side::Platform);

        assert_eq!(by_home, Err(Refusal::NotFrom(PlanState::Submitted)));
        assert_eq!(by_coach, Ok(()));
        assert_eq!(may_move(PlanState::Draft, PlanState::Submitted, Side::Home), Ok(()));
    }

    #[test]
    fn every_state_has_a_way_on_for_the_platform_and_none_leads_to_itself() {
        let stuck: Vec<_> = PlanState::all()
            .into_iter()
            .filter(|state| moves(*state, Side::Platform).is_empty() || moves(*state, Side::Platform).contains(state))
            .collect();

        assert_eq!(stuck, []);
    }

    #[test]
    fn a_running_plan_is_asked_for_what_is_missing_in_any_order() {
        let reached = [Milestone::WorkingGroup, Milestone::OfficialsTrained, Milestone::CouncilDecision];

        let step = next_step(PlanState::Running, &reached);

        assert_eq!(step, NextStep::Reach(Milestone::PoliticiansTrained));
        assert_eq!(next_step(PlanState::Running, &Milestone::ALL), NextStep::CloseOrRenew);
        assert_eq!(next_step(PlanState::Draft, &[]), NextStep::DescribeSituation);
    }
}
