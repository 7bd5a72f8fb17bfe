//! Offers, applications, mandates, seats, participants.

use super::{Group, Holds, Plain, Table, Way, nobody, of, secret, table};
use crate::privacy::model::Category::{Acts, Contact, Course, Needs, Words, Work};
use crate::privacy::model::Purpose;
use crate::privacy::rules::What;

const PERSON: Way = Way::Person("person_id");
const APPLICATION: Way = Way::Through("application_id", "applications");
const RECORDED: Way = Way::Through("recorded_by", "accounts");

pub(super) const TABLES: &[Table] = &[
    table(
        "offers",
        ("Erbjudanden", "Offers"),
        Purpose::Applying,
        &[
            nobody(Plain::Key, &["id", "code"]),
            nobody(
                Plain::Fact,
                &[
                    "title",
                    "audience_sv",
                    "audience_en",
                    "cost_sv",
                    "cost_en",
                    "duty_sv",
                    "duty_en",
                    "guarantee",
                    "cap",
                    "reply_days",
                ],
            ),
            nobody(Plain::Time, &["deadline_at", "mandate_deadline_at", "published_at", "closed_at", "created_at"]),
            nobody(Plain::State, &["state", "version"]),
            nobody(Plain::Secret, &["lot_secret", "lot_commitment", "public_value_name", "list_hash"]),
            nobody(Plain::Pseudonym, &["frozen_references"]),
        ],
    ),
    table(
        "offer_cohorts",
        ("Erbjudandens omgångar", "Cohorts of offers"),
        Purpose::Applying,
        &[nobody(Plain::Key, &["cohort_id", "offer_id", "position"])],
    ),
    table(
        "offer_organisations",
        ("Erbjudandens organisationer", "Organisations of offers"),
        Purpose::Applying,
        &[nobody(Plain::Key, &["offer_id", "organisation_id"]), nobody(Plain::Time, &["reminded_at"])],
    ),
    table(
        "application_drafts",
        ("Utkast till ansökan", "Draft applications"),
        Purpose::Applying,
        &[
            of(
                Way::Draft,
                Words,
                What::Drafts,
                &["offer_id", "organisation_id", "language", "answers", "created_at", "expires_at"],
            ),
            of(Way::Through("proposed_by", "accounts"), Acts, What::Drafts, &["proposed_by"]),
            secret(Way::Draft, What::Drafts, &["token_digest"]),
            nobody(Plain::Key, &["id", "application_id"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "applications",
        ("Ansökningar", "Applications"),
        Purpose::Applying,
        &[
            of(PERSON, Contact, What::Applications, &["email", "language"]),
            of(PERSON, Work, What::Applications, &["organisation_id", "unit", "role"]),
            of(PERSON, Words, What::Applications, &["mandate_words"]),
            of(
                PERSON,
                Course,
                What::Offers,
                &["offer_id", "reference", "rank", "state", "arrived_by", "submitted_at", "letter_held_at"],
            ),
            of(Way::Through("registered_by", "accounts"), Acts, What::Offers, &["registered_by"]),
            nobody(Plain::Key, &["id", "person_id", "duplicate_of"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "application_preferences",
        ("Önskade omgångar", "Preferred cohorts"),
        Purpose::Applying,
        &[
            of(APPLICATION, Course, What::Applications, &["cohort_id", "position"]),
            nobody(Plain::Key, &["application_id"]),
        ],
    ),
    table(
        "needs",
        ("Behov", "Needs"),
        Purpose::Course,
        &[
            Group {
                holds: Holds::Sealed(APPLICATION, Needs, What::Needs, "application_id"),
                columns: &["food", "access"],
            },
            of(APPLICATION, Course, What::Needs, &["given_at"]),
            nobody(Plain::Key, &["application_id"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "application_moves",
        ("Ansökans väg", "The way of applications"),
        Purpose::Applying,
        &[
            of(APPLICATION, Course, What::Applications, &["at", "state", "reason_sv", "reason_en"]),
            nobody(Plain::Key, &["id", "application_id"]),
        ],
    ),
    table(
        "mandates",
        ("Chefens besked", "The manager’s answer"),
        Purpose::Applying,
        &[
            of(
                APPLICATION,
                Course,
                What::Applications,
                &["state", "asked_at", "deadline_at", "answered_at", "reminded_at", "reason", "received_by"],
            ),
            of(Way::Manager, Contact, What::Applications, &["manager_name", "manager_email"]),
            of(RECORDED, Acts, What::Applications, &["recorded_by"]),
            nobody(Plain::Key, &["id", "application_id"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "allocations",
        ("Fördelningar", "Allocations"),
        Purpose::Applying,
        &[
            of(Way::Through("decided_by", "accounts"), Acts, What::Offers, &["offer_id", "decided_at"]),
            nobody(Plain::Key, &["id", "decided_by"]),
            nobody(Plain::Fact, &["method", "public_value", "seed"]),
            nobody(Plain::Pseudonym, &["protocol", "explanation"]),
        ],
    ),
    table(
        "reserves",
        ("Reservplatser", "Reserve places"),
        Purpose::Applying,
        &[
            of(APPLICATION, Course, What::Reserves, &["offer_id", "number", "state"]),
            nobody(Plain::Key, &["id", "application_id"]),
        ],
    ),
    table(
        "seat_offers",
        ("Platserbjudanden", "Seat offers"),
        Purpose::Applying,
        &[
            of(
                PERSON,
                Course,
                What::Offers,
                &["offer_id", "cohort_id", "seat_number", "state", "offered_at", "reply_by", "answered_at"],
            ),
            of(RECORDED, Acts, What::Offers, &["recorded_by"]),
            nobody(Plain::Key, &["id", "application_id", "person_id"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "participants",
        ("Deltagande", "Participation"),
        Purpose::Course,
        &[
            of(PERSON, Contact, What::Participants, &["name_on_certificate", "name_confirmed_at"]),
            of(
                PERSON,
                Course,
                What::Participants,
                &["cohort_id", "organisation_id", "seat_number", "state", "joined_at"],
            ),
            nobody(Plain::Key, &["id", "person_id", "application_id"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
];
