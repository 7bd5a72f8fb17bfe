//! Retention, public texts, feedback, and the tables of the migrations themselves.

use super::{Plain, Table, Way, nobody, of, table};
use crate::privacy::model::Category::{Acts, Words};
use crate::privacy::model::Purpose;
use crate::privacy::rules::What;

pub(super) const TABLES: &[Table] = &[
    table(
        "retention_rules",
        ("Gallringsregler", "Retention rules"),
        Purpose::Running,
        &[
            nobody(Plain::Key, &["what"]),
            of(Way::Through("one_asked_by", "accounts"), Acts, What::Entries, &["one_asked_by"]),
            nobody(Plain::Fact, &["action", "days", "basis", "needs_second"]),
            nobody(Plain::Time, &["changed_at"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "disposals",
        ("Gallringar", "Disposals"),
        Purpose::Security,
        &[
            of(
                Way::Through("proposed_by", "accounts"),
                Acts,
                What::Entries,
                &["what", "until", "counted", "proposed_at"],
            ),
            of(Way::Through("carried_out_by", "accounts"), Acts, What::Entries, &["carried_out_at", "disposed"]),
            nobody(Plain::Key, &["id", "proposed_by", "carried_out_by"]),
            nobody(Plain::Time, &["withdrawn_at"]),
        ],
    ),
    table(
        "public_texts",
        ("Publika texter", "Public texts"),
        Purpose::Running,
        &[
            nobody(Plain::Key, &["part"]),
            nobody(Plain::Fact, &["text_sv", "text_en"]),
            nobody(Plain::Time, &["changed_at"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "feedback",
        ("Synpunkter", "Feedback"),
        Purpose::Feedback,
        &[
            of(
                Way::Address("reply_to"),
                Words,
                What::Feedback,
                &["about", "words", "reply_to", "given_at", "answered_at"],
            ),
            of(Way::Through("answered_by", "accounts"), Acts, What::Feedback, &["answered_by"]),
            nobody(Plain::Key, &["id"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "seaql_migrations",
        ("Ändringar av tabellerna", "Changes of the tables"),
        Purpose::Running,
        &[nobody(Plain::Key, &["version"]), nobody(Plain::Time, &["applied_at"])],
    ),
];
