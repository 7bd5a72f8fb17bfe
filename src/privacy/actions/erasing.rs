//! Erasing a person who asks for it, unless a rule preserves.

use super::disposing::run;
use crate::journal::{self, Erased, Event};
use crate::kernel::{Failure, Instant, Lang, PersonId};
use crate::people::{self, Coordinator, Person};
use crate::privacy::columns::Way;
use crate::privacy::model::{REMOVED_NAME, Refusal};
use crate::privacy::traces::Traces;
use crate::storage::{Db, WriteTx};
use sea_orm::sea_query::{Alias, Condition, Expr, Query};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};

/// What stays although the person is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Certificates, with the name printed on them.
    Certificates(u64),
    /// Decisions about completion, and that somebody completed.
    Decisions(u64),
    /// References in the protocols of seats.
    References(u64),
    /// Entries of the journal, without values.
    Entries(u64),
}

impl Kept {
    /// What it is and why it stays.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> String {
        match self {
            Self::Certificates(n) => lang.say(
                format!("Intyg ({n}), med namnet som står på dem: intygsregistret bevaras för att intyg ska kunna kontrolleras."),
                format!("Certificates ({n}), with the name on them: the register is preserved so that they can be verified."),
            ),
            Self::Decisions(n) => lang.say(
                format!("Beslut om kraven ({n}), utan namn: de bevaras."),
                format!("Decisions on completion ({n}), without a name: they are preserved."),
            ),
            Self::References(n) => lang.say(
                format!("Ansökningarnas referenser ({n}), utan namn: protokollet över platserna bevaras."),
                format!("References of applications ({n}), without a name: the protocol of the seats is preserved."),
            ),
            Self::Entries(n) => lang.say(
                format!("Händelser i loggen ({n}), utan personliga värden: loggen bevaras hel."),
                format!("Entries of the journal ({n}), without personal values: the journal is kept whole."),
            ),
        }
    }
}

/// What erasing a person would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Tables whose values are erased, with the number of rows.
    pub erased: Vec<(&'static str, u64)>,
    /// What stays, and why.
    pub kept: Vec<Kept>,
}

const APPLICATIONS: &str = "SELECT id FROM applications WHERE person_id = #";

/// What happens to each table; `#` is the person's number, `@` the person's applications.
const DEEDS: [&str; 22] = [
    "DELETE FROM needs WHERE application_id IN (@)",
    "UPDATE mandates SET manager_name = '', manager_email = '', reason = '', version = version + 1 WHERE application_id IN (@)",
    "UPDATE application_moves SET reason_sv = '', reason_en = '' WHERE application_id IN (@)",
    "DELETE FROM sessions WHERE person_id = # OR account_id IN (SELECT id FROM accounts WHERE person_id = #)",
    "DELETE FROM sessions WHERE link_id IN (SELECT id FROM links WHERE purpose = 'application' AND object_id IN (@))",
    "DELETE FROM links WHERE purpose = 'application' AND object_id IN (@)",
    "DELETE FROM links WHERE purpose = 'mandate' AND object_id IN (SELECT id FROM mandates WHERE application_id IN (@))",
    "UPDATE marks SET reason = '', device = '' WHERE participant_id IN (SELECT id FROM participants WHERE person_id = #)",
    "UPDATE hand_ins SET words = '' WHERE participant_id IN (SELECT id FROM participants WHERE person_id = #)",
    "UPDATE hand_in_answers SET comment = '' WHERE participant_id IN (SELECT id FROM participants WHERE person_id = #)",
    "DELETE FROM hand_in_files WHERE participant_id IN (SELECT id FROM participants WHERE person_id = #)",
    "UPDATE dispensations SET reason = '' WHERE participant_id IN (SELECT id FROM participants WHERE person_id = #)",
    "UPDATE participants SET name_on_certificate = NULL, name_confirmed_at = NULL, version = version + 1 WHERE person_id = #",
    "DELETE FROM links WHERE purpose = 'sign_in' AND object_id = #",
    "DELETE FROM outbox WHERE object = 'person' AND object_id = #",
    "DELETE FROM known_networks WHERE account_id IN (SELECT id FROM accounts WHERE person_id = #)",
    "DELETE FROM identities WHERE account_id IN (SELECT id FROM accounts WHERE person_id = #)",
    "DELETE FROM recovery_codes WHERE account_id IN (SELECT id FROM accounts WHERE person_id = #)",
    "DELETE FROM account_organisations WHERE account_id IN (SELECT id FROM accounts WHERE person_id = #)",
    "UPDATE accounts SET email = 'erased-' || id, password_hash = NULL, totp_secret = NULL, totp_confirmed_at = NULL, \
     last_sign_in_at = NULL, version = version + 1 WHERE person_id = #",
    "UPDATE applications SET unit = '', role = '', mandate_words = '', email = 'erased-' || id, version = version + 1 WHERE person_id = #",
    "UPDATE persons SET name = $2, email = NULL, version = version + 1 WHERE id = #",
];

/// What erasing `person` would erase and keep.
///
/// # Errors
/// When the database does not answer.
pub async fn plan(db: &impl ConnectionTrait, person: &Person) -> Result<Plan, DbErr> {
    let traces = Traces::of(db, person).await?;
    let mut plan = Plan { erased: vec![("persons", 1)], kept: Vec::new() };
    let own = Way::Person("person_id");
    let through = |table| Way::Through("application_id", table);
    let erased = [
        ("applications", own),
        ("application_drafts", Way::Draft),
        ("needs", through("applications")),
        ("hand_ins", Way::Through("participant_id", "participants")),
        ("dispensations", Way::Through("participant_id", "participants")),
        ("mandates", through("applications")),
        ("sessions", Way::Holder),
        ("links", Way::Link),
        ("outbox", Way::Letter),
        ("feedback", Way::Address("reply_to")),
        ("journal_values", Way::Beside),
        ("accounts", own),
    ];
    for (table, way) in erased {
        let rows = traces.rows_in(db, table, way).await?;
        if rows > 0 {
            plan.erased.push((table, rows));
        }
    }
    let references = plan.erased.iter().find(|(table, _)| *table == "applications").map_or(0, |(_, rows)| *rows);
    let decided = Way::Through("participant_id", "participants");
    let kept = [
        Kept::Certificates(traces.rows_in(db, "certificates", own).await?),
        Kept::Decisions(traces.rows_in(db, "completion_decisions", decided).await?),
        Kept::References(references),
        Kept::Entries(traces.rows_in(db, "journal", Way::Entry).await?),
    ];
    let is_there = |kept: &Kept| {
        let (Kept::Certificates(n) | Kept::Decisions(n) | Kept::References(n) | Kept::Entries(n)) = kept;
        *n > 0
    };
    plan.kept.extend(kept.into_iter().filter(is_there));
    Ok(plan)
}

/// Makes the person nobody: what was written by and about them is erased, what a rule preserves stays without their name.
///
/// # Errors
/// Missing when there is no such person; refused while an account is open or something goes on; stale when somebody saved
/// in between.
pub async fn erase(
    db: &Db,
    by: &Coordinator,
    (id, version): (PersonId, i64),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let person = people::queries::hold_person(&tx, id).await?.ok_or(Failure::Missing("person"))?;
    if person.true_name == REMOVED_NAME && person.email.is_none() {
        return Err(Failure::Refused(Refusal::AlreadyErased));
    }
    if person.version != version {
        return Err(Failure::Stale);
    }
    may_be_erased(&tx, id).await?;
    let traces = Traces::of(&tx, &person).await?;
    let entries = ids(&tx, &traces).await?;
    erase_addressed(&tx, &traces).await?;
    for deed in DEEDS {
        let sql = deed.replace('@', APPLICATIONS).replace('#', "$1");
        let mut values: Vec<Value> = vec![id.0.into()];
        if sql.contains("$2") {
            values.push(REMOVED_NAME.into());
        }
        run(&tx, &sql, &values).await?;
    }
    erase_reasons(&tx, id).await?;
    journal::erase_values(&tx, &by.actor(), &Erased::Entries(entries), now).await?;
    journal::record(&tx, &by.actor(), Event::new("person.erased", "person", id.0), now).await?;
    tx.commit().await?;
    Ok(())
}

async fn may_be_erased(tx: &WriteTx, id: PersonId) -> Result<(), Failure<Refusal>> {
    let any = async |sql: &str| {
        let found =
            tx.query_one_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, [id.0.into()])).await?;
        Ok::<_, DbErr>(found.is_some())
    };
    if any("SELECT 1 AS n FROM accounts WHERE person_id = $1 AND state IN ('active','invited') LIMIT 1").await? {
        return Err(Failure::Refused(Refusal::HasAccount));
    }
    let applied = "SELECT 1 AS n FROM applications a JOIN offers o ON o.id = a.offer_id WHERE a.person_id = $1 AND \
                   o.state <> 'ended' AND a.state NOT IN ('withdrawn','not_eligible','declined','lapsed','participant') \
                   LIMIT 1";
    let seated = "SELECT 1 AS n FROM participants p JOIN cohorts c ON c.id = p.cohort_id WHERE p.person_id = $1 AND \
                  p.state = 'active' AND c.state IN ('draft','published','running') LIMIT 1";
    if any(applied).await? || any(seated).await? {
        return Err(Failure::Refused(Refusal::TakesPart));
    }
    Ok(())
}

/// Empties why somebody was dispensed within what was decided on; the decisions stay, and still follow from their facts.
async fn erase_reasons(tx: &WriteTx, id: PersonId) -> Result<(), DbErr> {
    let found = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "SELECT d.id, d.facts FROM completion_decisions d JOIN participants p ON p.id = d.participant_id \
         WHERE p.person_id = $1 AND d.facts LIKE '%\"reason\"%'",
        [id.0.into()],
    );
    // One statement for each, of which a person has one or two.
    for row in tx.query_all_raw(found).await? {
        let (decision, facts): (i64, String) = (row.try_get("", "id")?, row.try_get("", "facts")?);
        let Ok(mut facts) = serde_json::from_str::<serde_json::Value>(&facts) else { continue };
        for given in facts.get_mut("decisions").and_then(|all| all.as_array_mut()).into_iter().flatten() {
            given["reason"] = "".into();
        }
        let emptied = "UPDATE completion_decisions SET facts = $2 WHERE id = $1";
        run(tx, emptied, &[decision.into(), facts.to_string().into()]).await?;
    }
    Ok(())
}

async fn ids(tx: &WriteTx, traces: &Traces) -> Result<Vec<i64>, DbErr> {
    let rows = tx.query_all(&traces.own_entries()).await?;
    rows.iter().map(|row| row.try_get("", "id")).collect()
}

/// Letters, feedback and words in plans, which know the person by name or address only.
async fn erase_addressed(tx: &WriteTx, traces: &Traces) -> Result<(), DbErr> {
    let of = |way| traces.condition(way).unwrap_or_else(|| Condition::any().add(Expr::cust("1 = 0")));
    let nothing = || Expr::val("");
    let letters = Condition::any().add(of(Way::Letter)).add(traces.posted());
    let unsent = Query::delete()
        .from_table(Alias::new("outbox"))
        .cond_where(letters.clone())
        .and_where(Expr::cust("state <> 'sent'"))
        .to_owned();
    tx.execute(&unsent).await?;
    let emptied = Query::update()
        .table(Alias::new("outbox"))
        .values(["to_name", "to_email", "text_body", "html_body"].map(|column| (Alias::new(column), nothing())))
        .value(Alias::new("attachment"), Option::<String>::None)
        .value(Alias::new("last_error"), Option::<String>::None)
        .cond_where(letters)
        .to_owned();
    tx.execute(&emptied).await?;
    let replies = Query::update()
        .table(Alias::new("feedback"))
        .value(Alias::new("reply_to"), Option::<String>::None)
        .cond_where(of(Way::Address("reply_to")))
        .to_owned();
    tx.execute(&replies).await?;
    for table in ["local_trainings", "council_decisions", "happenings"] {
        let told = Query::update()
            .table(Alias::new(table))
            .value(Alias::new("told_by"), "")
            .cond_where(of(Way::Teller("told_by")))
            .to_owned();
        tx.execute(&told).await?;
    }
    let managed = Query::update()
        .table(Alias::new("mandates"))
        .values(["manager_name", "manager_email"].map(|column| (Alias::new(column), nothing())))
        .cond_where(traces.as_manager())
        .and_where(Expr::cust("state <> 'asked'"))
        .to_owned();
    tx.execute(&managed).await?;
    // Last, because letters are found by their drafts.
    let drafts = Query::delete().from_table(Alias::new("application_drafts")).cond_where(of(Way::Draft)).to_owned();
    tx.execute(&drafts).await.map(|_| ())
}
