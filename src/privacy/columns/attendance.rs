//! Marks, decisions, certificates.

use super::{Plain, Table, Way, nobody, of, table};
use crate::privacy::model::Category::{Acts, Contact, Course, Words};
use crate::privacy::model::Purpose;
use crate::privacy::rules::What;

const PARTICIPANT: Way = Way::Through("participant_id", "participants");
const PERSON: Way = Way::Person("person_id");

pub(super) const TABLES: &[Table] = &[
    table(
        "marks",
        ("Närvaro", "Attendance"),
        Purpose::Course,
        &[
            of(PARTICIPANT, Course, What::Participants, &["course_day_id", "kind", "reference", "marked_at"]),
            of(PARTICIPANT, Course, What::Attendance, &["minutes", "reason"]),
            of(Way::Through("account_id", "accounts"), Acts, What::Attendance, &["device"]),
            of(Way::Named("guest_name"), Acts, What::Guests, &["guest_name"]),
            nobody(Plain::Key, &["id", "participant_id", "account_id", "nonce"]),
        ],
    ),
    table(
        "day_contents",
        ("Vad dagarna innehöll", "What the days held"),
        Purpose::Course,
        &[
            of(Way::ByHand, Contact, What::Programmes, &["lecturers"]),
            nobody(Plain::Key, &["course_day_id"]),
            nobody(Plain::Fact, &["literature", "material"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "hand_ins",
        ("Hemuppgifter", "Assignments"),
        Purpose::Course,
        &[
            of(PARTICIPANT, Course, What::Decisions, &["assignment", "way", "handed_in_at", "state", "is_current"]),
            of(PARTICIPANT, Words, What::HandIns, &["words"]),
            nobody(Plain::Key, &["id", "participant_id"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "hand_in_answers",
        ("Svar på hemuppgifter", "Answers to assignments"),
        Purpose::Course,
        &[
            of(PARTICIPANT, Course, What::Decisions, &["verdict", "answered_at"]),
            of(PARTICIPANT, Words, What::HandIns, &["comment"]),
            of(Way::Through("answered_by", "accounts"), Acts, What::Decisions, &["answered_by"]),
            nobody(Plain::Key, &["id", "hand_in_id", "participant_id"]),
        ],
    ),
    table(
        "hand_in_files",
        ("Filer till hemuppgifter", "Files of assignments"),
        Purpose::Course,
        &[
            of(PARTICIPANT, Words, What::HandIns, &["kind", "size"]),
            of(Way::ByHand, Words, What::HandIns, &["bytes"]),
            nobody(Plain::Key, &["hand_in_id", "participant_id"]),
        ],
    ),
    table(
        "completion_decisions",
        ("Beslut om kraven", "Decisions on completion"),
        Purpose::Course,
        &[
            of(PARTICIPANT, Course, What::Decisions, &["facts", "verdict", "decided_on", "decided_at", "is_current"]),
            of(Way::Through("decided_by", "accounts"), Acts, What::Decisions, &["decided_by"]),
            nobody(Plain::Key, &["id", "participant_id", "rule_id", "rule_hash"]),
        ],
    ),
    table(
        "dispensations",
        ("Dispenser", "Dispensations"),
        Purpose::Course,
        &[
            of(PARTICIPANT, Course, What::Decisions, &["demand", "reason", "given_at", "withdrawn_at"]),
            of(Way::Through("given_by", "accounts"), Acts, What::Decisions, &["given_by"]),
            of(Way::Through("withdrawn_by", "accounts"), Acts, What::Decisions, &["withdrawn_by"]),
            nobody(Plain::Key, &["id", "participant_id", "cohort_id"]),
        ],
    ),
    table(
        "certificate_series",
        ("Nummerserier", "Series of numbers"),
        Purpose::Certificates,
        &[nobody(Plain::Key, &["issuer_code", "year", "last_number"])],
    ),
    table(
        "signing_keys",
        ("Nycklar", "Keys"),
        Purpose::Certificates,
        &[nobody(Plain::Key, &["id", "kind", "public", "created_at", "retired_at"])],
    ),
    table(
        "verification_hosts",
        ("Värdar på intyg", "Hosts on certificates"),
        Purpose::Certificates,
        &[nobody(Plain::Key, &["host", "since"])],
    ),
    table(
        "certificates",
        ("Intyg", "Certificates"),
        Purpose::Certificates,
        &[
            of(
                PERSON,
                Contact,
                What::Certificates,
                &["number", "code", "kind", "cohort_id", "edition", "facts", "holder_key"],
            ),
            of(
                PERSON,
                Course,
                What::Certificates,
                &["state", "issued_on", "expires_on", "issued_at", "released_at", "revoked_on", "revoked_reason"],
            ),
            of(Way::Through("issued_by", "accounts"), Acts, What::Certificates, &["issued_by"]),
            of(Way::Through("revoked_by", "accounts"), Acts, What::Certificates, &["revoked_by"]),
            nobody(Plain::Key, &["id", "participant_id", "person_id", "replaced_by", "cause"]),
            nobody(Plain::Fact, &["layout", "status_list", "status_index"]),
            nobody(Plain::State, &["draw_attempts", "draw_after", "draw_error", "version"]),
        ],
    ),
    table(
        "certificate_papers",
        ("Intygens papper", "The papers of certificates"),
        Purpose::Certificates,
        &[
            of(Way::Through("certificate_id", "certificates"), Contact, What::Certificates, &["sha256", "drawn_at"]),
            of(Way::Through("certificate_id", "certificates"), Contact, What::Certificates, &["credential", "payload"]),
            of(Way::ByHand, Contact, What::Certificates, &["pdf"]),
            nobody(Plain::Key, &["certificate_id", "key_id", "seal_id"]),
        ],
    ),
    table(
        "status_lists",
        ("Listor över återkallade intyg", "Lists of revoked certificates"),
        Purpose::Certificates,
        &[
            nobody(Plain::Key, &["id", "host"]),
            nobody(Plain::Fact, &["bits", "taken", "credential"]),
            nobody(Plain::Time, &["signed_at"]),
        ],
    ),
    table(
        "issuing_stops",
        ("Stopp för utfärdande", "Stops of issuing"),
        Purpose::Certificates,
        &[
            of(Way::Through("stopped_by", "accounts"), Acts, What::Certificates, &["stopped_by", "reason"]),
            of(Way::Through("lifted_by", "accounts"), Acts, What::Certificates, &["lifted_by"]),
            nobody(Plain::Key, &["id"]),
            nobody(Plain::Time, &["stopped_at", "lifted_at"]),
            nobody(Plain::State, &["is_standing"]),
        ],
    ),
    table(
        "layout_editions",
        ("Intygens utseende", "The looks of certificates"),
        Purpose::Certificates,
        &[
            of(Way::Through("created_by", "accounts"), Acts, What::Certificates, &["created_by"]),
            nobody(Plain::Key, &["layout", "number"]),
            nobody(Plain::Fact, &["design"]),
            nobody(Plain::Time, &["created_at"]),
        ],
    ),
];
