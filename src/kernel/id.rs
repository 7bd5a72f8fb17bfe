//! Ids as types, so that a cohort is never looked up by a person's number.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl rocket::request::FromParam<'_> for $name {
            type Error = std::num::ParseIntError;

            fn from_param(param: &str) -> Result<Self, Self::Error> {
                param.parse()
            }
        }
    )*};
}

ids! {
    /// An organisation of any kind.
    OrganisationId,
    /// A person, with or without an account.
    PersonId,
    /// An account of staff.
    AccountId,
    /// A signed-in session.
    SessionId,
    /// A private link in a letter.
    LinkId,
    /// A letter in the outbox.
    LetterId,
    /// A numbered completion rule.
    RuleId,
    /// A programme.
    ProgrammeId,
    /// A version of a programme.
    ProgrammeVersionId,
    /// A cohort.
    CohortId,
    /// A day of a cohort.
    CourseDayId,
    /// An import from a spreadsheet.
    ImportId,
    /// A graduation: one person, one programme, one day.
    GraduateId,
    /// An offer.
    OfferId,
    /// A draft application.
    DraftId,
    /// An application.
    ApplicationId,
    /// A mandate asked of a manager.
    MandateId,
    /// An allocation and its protocol.
    AllocationId,
    /// A reserve place.
    ReserveId,
    /// A seat offer.
    SeatOfferId,
    /// A participant of a cohort.
    ParticipantId,
    /// One mark in the roster.
    MarkId,
    /// Something handed in for an assignment.
    HandInId,
    /// An answer to something handed in.
    HandInAnswerId,
    /// A completion decision.
    DecisionId,
    /// A dispensation from one demand.
    DispensationId,
    /// A disposal that was proposed.
    DisposalId,
    /// Words somebody gave about a page.
    FeedbackId,
    /// A certificate.
    CertificateId,
    /// A rollout plan.
    PlanId,
    /// A local training.
    LocalTrainingId,
    /// A council decision.
    CouncilDecisionId,
    /// Something else told about a plan.
    HappeningId,
    /// A conference.
    ConferenceId,
}
