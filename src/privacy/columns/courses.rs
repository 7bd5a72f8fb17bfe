//! Completion rules, programmes, cohorts, graduates.

use super::{Plain, Table, Way, nobody, of, table};
use crate::privacy::model::Category::{Acts, Course};
use crate::privacy::model::Purpose;
use crate::privacy::rules::What;

const PERSON: Way = Way::Person("person_id");

pub(super) const TABLES: &[Table] = &[
    table(
        "completion_rules",
        ("Krav för intyg", "Completion rules"),
        Purpose::Course,
        &[
            nobody(Plain::Key, &["id", "number", "hash"]),
            nobody(Plain::Fact, &["rule"]),
            nobody(Plain::Time, &["created_at"]),
        ],
    ),
    table(
        "programmes",
        ("Program", "Programmes"),
        Purpose::Course,
        &[
            nobody(Plain::Key, &["id"]),
            nobody(Plain::Fact, &["name_sv", "name_en"]),
            nobody(Plain::Time, &["created_at"]),
        ],
    ),
    table(
        "programme_versions",
        ("Programversioner", "Programme versions"),
        Purpose::Course,
        &[
            nobody(Plain::Key, &["id", "programme_id", "number", "rule_id"]),
            nobody(Plain::Fact, &["summary_sv", "summary_en", "layout", "valid_months", "certificate_languages"]),
            nobody(Plain::State, &["version"]),
            nobody(Plain::Time, &["created_at"]),
        ],
    ),
    table(
        "programme_days",
        ("Programdagar", "Programme days"),
        Purpose::Course,
        &[
            nobody(Plain::Key, &["id", "programme_version_id", "number"]),
            nobody(Plain::Fact, &["title_sv", "title_en", "topics_sv", "topics_en", "goals_sv", "goals_en"]),
            nobody(Plain::Time, &["starts_minute", "ends_minute", "minutes"]),
        ],
    ),
    table(
        "assignment_texts",
        ("Hemuppgifternas texter", "Texts of assignments"),
        Purpose::Course,
        &[
            nobody(Plain::Key, &["id", "programme_version_id", "assignment"]),
            nobody(Plain::Fact, &["title_sv", "title_en", "instruction_sv", "instruction_en", "days_after"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "award_titles",
        ("Titlar", "Award titles"),
        Purpose::Course,
        &[
            nobody(Plain::Key, &["id", "programme_id"]),
            nobody(Plain::Fact, &["title_sv", "title_en"]),
            nobody(Plain::Time, &["from_day", "to_day"]),
        ],
    ),
    table(
        "cohorts",
        ("Omgångar", "Cohorts"),
        Purpose::Course,
        &[
            nobody(Plain::Key, &["id", "programme_version_id", "rule_id"]),
            nobody(Plain::Fact, &["code", "name", "term", "place", "room", "languages", "capacity"]),
            nobody(Plain::State, &["state", "version"]),
            nobody(Plain::Time, &["created_at"]),
        ],
    ),
    table(
        "course_days",
        ("Kursdagar", "Course days"),
        Purpose::Course,
        &[
            of(Way::Through("attested_by", "accounts"), Acts, What::Programmes, &["attested_at"]),
            nobody(Plain::Key, &["id", "cohort_id", "number", "attested_by"]),
            nobody(Plain::Time, &["day", "starts_minute", "ends_minute", "minutes"]),
            nobody(Plain::Fact, &["room", "is_cancelled"]),
        ],
    ),
    table(
        "cohort_trainers",
        ("Utbildare i omgångar", "Trainers of cohorts"),
        Purpose::Course,
        &[
            of(Way::Through("account_id", "accounts"), Acts, What::Programmes, &["cohort_id"]),
            nobody(Plain::Key, &["account_id"]),
        ],
    ),
    table("cohort_seats", ("Platser", "Seats"), Purpose::Course, &[nobody(Plain::Key, &["cohort_id", "number"])]),
    table(
        "imports",
        ("Övertagna kalkylark", "Spreadsheets taken over"),
        Purpose::Course,
        &[
            of(Way::Through("account_id", "accounts"), Acts, What::Decisions, &["at", "row_count", "undone_at"]),
            nobody(Plain::Key, &["id", "account_id"]),
        ],
    ),
    table(
        "graduates",
        ("Genomförd utbildning", "Completed courses"),
        Purpose::Course,
        &[
            of(PERSON, Course, What::Decisions, &["organisation_id", "cohort_id", "course", "completed_on", "source"]),
            of(PERSON, Course, What::Decisions, &["withdrawn_at", "certified_at", "revoked_at", "created_at"]),
            nobody(Plain::Key, &["id", "person_id", "programme_id", "import_id"]),
        ],
    ),
];
