//! Rollout plans and what was told in them; conferences.

use super::{Plain, Table, Way, nobody, of, table};
use crate::privacy::model::Category::{Acts, Words, Work};
use crate::privacy::model::Purpose;
use crate::privacy::rules::What;

const TELLER: Way = Way::Teller("told_by");

pub(super) const TABLES: &[Table] = &[
    table(
        "rollout_plans",
        ("Genomförandeplaner", "Rollout plans"),
        Purpose::Rollout,
        &[
            of(Way::Through("coach_id", "accounts"), Acts, What::Plans, &["organisation_id"]),
            of(Way::ByHand, Words, What::Plans, &["situation", "aims"]),
            nobody(Plain::Key, &["id", "coach_id"]),
            nobody(Plain::State, &["state", "version"]),
            nobody(Plain::Time, &["created_at"]),
        ],
    ),
    table(
        "rollout_states",
        ("Planernas lägen", "States of plans"),
        Purpose::Rollout,
        &[
            nobody(Plain::Key, &["id", "plan_id"]),
            nobody(Plain::State, &["state"]),
            nobody(Plain::Time, &["from_day", "recorded_at"]),
        ],
    ),
    table(
        "rollout_members",
        ("Planer du hör till", "Plans you belong to"),
        Purpose::Rollout,
        &[
            of(Way::Person("person_id"), Work, What::Plans, &["plan_id", "from_day", "to_day"]),
            nobody(Plain::Key, &["person_id"]),
        ],
    ),
    table(
        "local_trainings",
        ("Lokala utbildningar", "Local trainings"),
        Purpose::Rollout,
        &[
            of(TELLER, Words, What::Plans, &["told_by", "told_at", "day", "title"]),
            of(Way::Through("verified_by", "accounts"), Acts, What::Plans, &["verified_at"]),
            nobody(Plain::Key, &["id", "plan_id", "verified_by"]),
            nobody(Plain::Fact, &["minutes", "politicians", "officials", "others", "link"]),
            nobody(Plain::Time, &["removed_at"]),
        ],
    ),
    table(
        "council_decisions",
        ("Politiska beslut", "Council decisions"),
        Purpose::Rollout,
        &[
            of(TELLER, Words, What::Plans, &["told_by", "told_at", "title"]),
            of(Way::Through("evidenced_by", "accounts"), Acts, What::Plans, &["evidenced_at"]),
            nobody(Plain::Key, &["id", "plan_id", "evidenced_by"]),
            nobody(Plain::Fact, &["body", "paragraph", "registry_number", "link"]),
            nobody(Plain::Time, &["decided_on", "in_force_from", "in_force_to", "removed_at"]),
        ],
    ),
    table(
        "happenings",
        ("Det som har hänt", "What has happened"),
        Purpose::Rollout,
        &[
            of(TELLER, Words, What::Plans, &["told_by", "told_at", "day", "words"]),
            nobody(Plain::Key, &["id", "plan_id"]),
            nobody(Plain::Fact, &["kind", "members", "departments", "link"]),
            nobody(Plain::Time, &["removed_at"]),
        ],
    ),
    table(
        "milestones",
        ("Milstolpar", "Milestones"),
        Purpose::Rollout,
        &[
            of(Way::ByHand, Words, What::Plans, &["evidence"]),
            nobody(Plain::Key, &["plan_id", "milestone"]),
            nobody(Plain::Time, &["planned_on", "reached_on"]),
        ],
    ),
    table(
        "coach_comments",
        ("Coachens kommentarer", "The coach’s comments"),
        Purpose::Rollout,
        &[
            of(Way::Through("account_id", "accounts"), Words, What::Plans, &["words", "at"]),
            nobody(Plain::Key, &["id", "plan_id", "account_id"]),
        ],
    ),
    table(
        "conferences",
        ("Konferenser", "Conferences"),
        Purpose::Rollout,
        &[nobody(Plain::Key, &["id"]), nobody(Plain::Fact, &["title", "place"]), nobody(Plain::Time, &["day"])],
    ),
    table(
        "conference_places",
        ("Platser på konferenser", "Places at conferences"),
        Purpose::Rollout,
        &[nobody(Plain::Key, &["conference_id", "organisation_id"]), nobody(Plain::Fact, &["heads"])],
    ),
];
