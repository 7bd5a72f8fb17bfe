//! Who runs the installation, organisations, persons, accounts, access, journal, outbox.

use super::{Plain, Table, Way, nobody, of, secret, table};
use crate::privacy::model::Category::{Acts, Contact, SignIn, Words, Work};
use crate::privacy::model::Purpose;
use crate::privacy::rules::What;

const ACCOUNT: Way = Way::Through("account_id", "accounts");

pub(super) const TABLES: &[Table] = &[
    table(
        "platforms",
        ("Plattformen", "The platform"),
        Purpose::Running,
        &[
            of(Way::ByHand, Contact, What::Platform, &["signatory_name", "signatory_title", "contact_email"]),
            nobody(Plain::Key, &["id"]),
            nobody(Plain::Fact, &["name", "region", "issuer_code", "issuer_name", "is_demo"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "organisations",
        ("Organisationer", "Organisations"),
        Purpose::Running,
        &[
            nobody(Plain::Key, &["id", "parent_id"]),
            nobody(Plain::Fact, &["code", "name", "kind", "weight", "area", "tile_column", "tile_row", "is_pilot"]),
            nobody(Plain::Time, &["created_at"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "memberships",
        ("Medlemskap", "Memberships"),
        Purpose::Running,
        &[nobody(Plain::Key, &["id", "organisation_id"]), nobody(Plain::Time, &["from_day", "to_day"])],
    ),
    table(
        "persons",
        ("Personuppgifter", "Person"),
        Purpose::Applying,
        &[
            of(Way::Row, Contact, What::Participants, &["name"]),
            of(Way::Row, Contact, What::Contact, &["email"]),
            of(Way::Row, Work, What::Participants, &["organisation_id", "language", "is_protected", "created_at"]),
            nobody(Plain::Key, &["id"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "accounts",
        ("Konton", "Accounts"),
        Purpose::Accounts,
        &[
            of(Way::Person("person_id"), Contact, What::Accounts, &["email"]),
            of(Way::Person("person_id"), Work, What::Accounts, &["role", "state", "may_unmask", "language"]),
            of(
                Way::Person("person_id"),
                SignIn,
                What::Accounts,
                &["created_at", "last_sign_in_at", "totp_confirmed_at"],
            ),
            secret(Way::Person("person_id"), What::Accounts, &["password_hash", "totp_secret", "totp_last_step"]),
            nobody(Plain::Key, &["id", "person_id", "merged_into"]),
            nobody(Plain::State, &["version"]),
        ],
    ),
    table(
        "account_organisations",
        ("Organisationer som kontot företräder", "Organisations the account speaks for"),
        Purpose::Accounts,
        &[of(ACCOUNT, Work, What::Accounts, &["organisation_id"]), nobody(Plain::Key, &["account_id"])],
    ),
    table(
        "identities",
        ("Inloggning hos andra", "Sign-in elsewhere"),
        Purpose::Accounts,
        &[
            of(ACCOUNT, SignIn, What::Accounts, &["issuer", "subject", "added_at"]),
            nobody(Plain::Key, &["id", "account_id"]),
        ],
    ),
    table(
        "recovery_codes",
        ("Reservkoder", "Recovery codes"),
        Purpose::Accounts,
        &[
            of(ACCOUNT, SignIn, What::Accounts, &["made_at", "used_at"]),
            secret(ACCOUNT, What::Accounts, &["code_digest"]),
            nobody(Plain::Key, &["id", "account_id"]),
        ],
    ),
    table(
        "links",
        ("Privata länkar", "Private links"),
        Purpose::Security,
        &[
            of(
                Way::Link,
                SignIn,
                What::Links,
                &["purpose", "created_at", "expires_at", "opened_at", "used_at", "wrong_codes"],
            ),
            secret(Way::Link, What::Links, &["token_digest", "code_digest", "asked_digest"]),
            nobody(Plain::Key, &["id", "object_id"]),
        ],
    ),
    table(
        "sessions",
        ("Sessioner", "Sessions"),
        Purpose::Security,
        &[
            of(
                Way::Holder,
                SignIn,
                What::Sessions,
                &["stage", "device", "created_at", "last_seen_at", "expires_at", "awake_until"],
            ),
            of(Way::Named("guest_name"), Contact, What::Sessions, &["guest_name"]),
            secret(Way::Holder, What::Sessions, &["token_digest"]),
            nobody(Plain::Key, &["id", "account_id", "person_id", "link_id"]),
        ],
    ),
    table(
        "submissions",
        ("Formulärs engångsnycklar", "One-time keys of forms"),
        Purpose::Security,
        &[nobody(Plain::Secret, &["submission_key", "receipt"]), nobody(Plain::Time, &["spent_at"])],
    ),
    table(
        "asked_letters",
        ("Brev som någon har bett om", "Letters somebody has asked for"),
        Purpose::Security,
        &[
            secret(Way::ByHand, What::Attempts, &["sealed"]),
            nobody(Plain::Key, &["id"]),
            nobody(Plain::Time, &["asked_at"]),
        ],
    ),
    table(
        "known_networks",
        ("Nätverk du har loggat in från", "Networks you have signed in from"),
        Purpose::Security,
        &[
            of(ACCOUNT, SignIn, What::SignIns, &["last_at"]),
            secret(ACCOUNT, What::SignIns, &["network_digest"]),
            nobody(Plain::Key, &["account_id"]),
        ],
    ),
    table(
        "attempt_subjects",
        ("Det som försök räknas på", "What attempts are counted on"),
        Purpose::Security,
        &[of(Way::ByHand, SignIn, What::Attempts, &["subject", "last_at"])],
    ),
    table(
        "attempts",
        ("Räknade försök", "Counted attempts"),
        Purpose::Security,
        &[of(Way::ByHand, SignIn, What::Attempts, &["subject", "at"]), nobody(Plain::Key, &["id"])],
    ),
    table(
        "journal",
        ("Händelseloggen", "The journal"),
        Purpose::Security,
        &[
            of(Way::Entry, Acts, What::Entries, &["at", "actor", "event", "object", "object_id", "details"]),
            nobody(Plain::Key, &["id", "actor_id"]),
            nobody(Plain::Pseudonym, &["values_digest", "hash"]),
        ],
    ),
    table(
        "journal_values",
        ("Händelseloggens personliga värden", "Personal values of the journal"),
        Purpose::Security,
        &[
            of(Way::Beside, Acts, What::Journal, &["details"]),
            of(Way::ByHand, Contact, What::Journal, &["actor_name"]),
            nobody(Plain::Key, &["journal_id"]),
            nobody(Plain::Secret, &["salt"]),
        ],
    ),
    table(
        "journal_heads",
        ("Händelseloggens slut", "The end of the journal"),
        Purpose::Security,
        &[nobody(Plain::Key, &["id", "position"]), nobody(Plain::Secret, &["hash", "seal"])],
    ),
    table(
        "outbox",
        ("Brev", "Letters"),
        Purpose::Letters,
        &[
            of(Way::Letter, Contact, What::Letters, &["to_name", "to_email"]),
            of(
                Way::Letter,
                Words,
                What::Letters,
                &["subject", "purpose", "text_body", "attachment_name", "state", "created_at", "sent_at", "last_error"],
            ),
            of(Way::ByHand, Words, What::Letters, &["html_body", "attachment"]),
            nobody(Plain::Key, &["id", "message_id", "object", "object_id"]),
            nobody(Plain::State, &["attempts", "next_attempt_at"]),
        ],
    ),
    table(
        "leases",
        ("Turer mellan noder", "Turns between nodes"),
        Purpose::Running,
        &[nobody(Plain::Key, &["name", "holder"]), nobody(Plain::Time, &["held_until"])],
    ),
];
