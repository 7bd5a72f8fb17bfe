//! What is due under each rule: one statement per kind, which gives a record's number and the day it counts from.
//!
//! Written as SQL that both databases read alike; `$1` is the moment (or day) before which the trigger must lie.

use super::model::REMOVED_GUEST;
use super::rules::What;
use crate::kernel::Instant;
use crate::locale::stockholm;
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};

/// A record that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its number, or the form's key.
    pub id: String,
    /// The moment (milliseconds) or day its time counts from, as stored.
    pub since: String,
}

/// What is due, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// How many records.
    pub records: u64,
    /// The oldest trigger among them, as stored.
    pub oldest: Option<String>,
    /// The newest.
    pub newest: Option<String>,
}

/// What `$1` is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Against {
    Moment,
    Day,
}

/// The last course day somebody with this application could have attended.
const LAST_DAY: &str = "SELECT MAX(d.day) FROM course_days d WHERE d.cohort_id IN (SELECT oc.cohort_id FROM \
    offer_cohorts oc WHERE oc.offer_id = a.offer_id) OR d.cohort_id IN (SELECT p.cohort_id FROM participants p \
    WHERE p.application_id = a.id)";

const LAST_MOVE: &str =
    "COALESCE((SELECT MAX(m.at) FROM application_moves m WHERE m.application_id = a.id), a.submitted_at)";

/// The moment from which what belongs to participant `p` of the course counts: the decision; for those never decided about the
/// last move of their application where they withdrew, else the cohort's end or cancelling. A cohort ends some time after its
/// last day whatever is left undone (rule H2), so that nobody's is kept for ever.
const COURSE_OVER: &str = "\
    (SELECT MAX(c.decided_at) FROM completion_decisions c WHERE c.participant_id = p.id AND c.is_current), \
    (SELECT MAX(m.at) FROM application_moves m WHERE m.application_id = p.application_id AND p.state = 'withdrawn'), \
    (SELECT MAX(j.at) FROM journal j WHERE j.object = 'cohort' AND j.object_id = p.cohort_id \
      AND j.event IN ('cohort.closed','cohort.cancelled'))";

/// Participants who have something of their assignments left.
fn hand_ins() -> String {
    format!(
        "SELECT id, since FROM (SELECT p.id AS id, COALESCE({COURSE_OVER}, \
           (SELECT MAX(h.handed_in_at) FROM hand_ins h JOIN cohorts k ON k.id = p.cohort_id WHERE h.participant_id = p.id \
             AND (p.state = 'withdrawn' OR k.state IN ('closed','cancelled')))) AS since \
         FROM participants p) AS p WHERE since < $1 \
         AND (EXISTS (SELECT 1 FROM hand_ins h WHERE h.participant_id = p.id AND h.words <> '') \
         OR EXISTS (SELECT 1 FROM hand_in_files f WHERE f.participant_id = p.id) \
         OR EXISTS (SELECT 1 FROM hand_in_answers a WHERE a.participant_id = p.id AND a.comment <> ''))"
    )
}

/// Participants whose marks say more than the day's status.
fn attendance() -> String {
    format!(
        "SELECT id, since FROM (SELECT p.id AS id, COALESCE({COURSE_OVER}, \
           (SELECT MAX(m.marked_at) FROM marks m JOIN cohorts k ON k.id = p.cohort_id WHERE m.participant_id = p.id \
             AND (p.state = 'withdrawn' OR k.state IN ('closed','cancelled')))) AS since \
         FROM participants p) AS p WHERE since < $1 AND EXISTS (SELECT 1 FROM marks m WHERE m.participant_id = p.id \
         AND (m.minutes IS NOT NULL OR m.reason <> '' OR m.device <> ''))"
    )
}

/// The statement that gives `id` and `since`; `None` for what is always preserved, and for needs, which have a job of their own.
fn statement(what: What) -> Option<(Against, String)> {
    use Against::{Day, Moment};
    let from = |table: &str, key: &str, at: &str, more: &str| {
        (Moment, format!("SELECT {key} AS id, {at} AS since FROM {table} WHERE {at} < $1{more}"))
    };
    Some(match what {
        What::Applications => (
            Moment,
            format!(
                "SELECT a.id AS id, {LAST_MOVE} AS since FROM applications a JOIN offers o ON o.id = a.offer_id \
                 WHERE a.email NOT LIKE 'erased-%' AND (a.state IN ('not_eligible','withdrawn','declined','lapsed') \
                 OR (o.state = 'ended' AND a.state IN ('awaiting_manager','eligible','supplement_requested'))) \
                 AND {LAST_MOVE} < $1"
            ),
        ),
        What::Reserves => (
            Day,
            format!(
                "SELECT r.id AS id, ({LAST_DAY}) AS since FROM reserves r JOIN applications a ON a.id = r.application_id \
                 WHERE ({LAST_DAY}) < $1"
            ),
        ),
        What::Attendance => (Moment, attendance()),
        What::HandIns => (Moment, hand_ins()),
        What::Guests => (
            Day,
            format!(
                "SELECT m.id AS id, d.day AS since FROM marks m JOIN course_days d ON d.id = m.course_day_id \
                 WHERE m.guest_name NOT IN ('', '{REMOVED_GUEST}') AND d.day < $1"
            ),
        ),
        What::Contact => (Moment, format!("SELECT id, since FROM ({SIGNS_OF_LIFE}) AS lives WHERE since < $1")),
        What::Letters => from("outbox", "id", "sent_at", " AND state = 'sent' AND (text_body <> '' OR to_email <> '')"),
        What::Feedback => from("feedback", "id", "answered_at", ""),
        What::Journal => (Moment, beside("")),
        What::SignIns => (Moment, beside(" AND (j.event LIKE 'session.%' OR j.event LIKE 'sign_in.%')")),
        What::Drafts => from("application_drafts", "id", "expires_at", ""),
        // A session holds on to its link, and an unanswered manager's link says that the letter has left.
        What::Links => from(
            "links",
            "id",
            "expires_at",
            " AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.link_id = links.id) AND NOT (links.purpose = 'mandate' \
             AND EXISTS (SELECT 1 FROM mandates m WHERE m.id = links.object_id AND m.state = 'asked'))",
        ),
        What::Sessions => from("sessions", "id", "expires_at", ""),
        What::Submissions => from("submissions", "submission_key", "spent_at", ""),
        What::Attempts => from("attempts", "id", "at", ""),
        _ => return None,
    })
}

/// Entries whose personal values are still there.
fn beside(more: &str) -> String {
    format!(
        "SELECT j.id AS id, j.at AS since FROM journal j JOIN journal_values v ON v.journal_id = j.id \
         WHERE j.at < $1{more}"
    )
}

/// Persons with an address and without a working account, and when each was last heard of.
const SIGNS_OF_LIFE: &str = "\
SELECT person_id AS id, MAX(at) AS since FROM (
  SELECT id AS person_id, created_at AS at FROM persons
  UNION ALL SELECT person_id, submitted_at FROM applications
  UNION ALL SELECT a.person_id, m.at FROM application_moves m JOIN applications a ON a.id = m.application_id
  UNION ALL SELECT person_id, joined_at FROM participants
  UNION ALL SELECT p.person_id, c.decided_at FROM completion_decisions c JOIN participants p ON p.id = c.participant_id
  UNION ALL SELECT person_id, issued_at FROM certificates
  UNION ALL SELECT person_id, last_seen_at FROM sessions WHERE person_id IS NOT NULL
  UNION ALL SELECT a.person_id, l.used_at FROM links l JOIN applications a ON a.id = l.object_id
    WHERE l.purpose = 'application' AND l.used_at IS NOT NULL
  UNION ALL SELECT actor_id, at FROM journal WHERE actor = 'person'
  UNION ALL SELECT object_id, at FROM journal WHERE event = 'session.opened' AND object = 'person'
  UNION ALL SELECT a.person_id, j.at FROM journal j JOIN applications a ON a.id = j.actor_id WHERE j.actor = 'applicant'
) AS signs
WHERE person_id IN (SELECT id FROM persons WHERE email IS NOT NULL
  UNION SELECT person_id FROM applications WHERE email NOT LIKE 'erased-%' AND state = 'participant')
AND person_id NOT IN (SELECT person_id FROM accounts WHERE state IN ('active','invited'))
AND person_id NOT IN (SELECT p.person_id FROM participants p JOIN cohorts c ON c.id = p.cohort_id
  WHERE p.state = 'active' AND c.state IN ('published','running'))
GROUP BY person_id";

fn bound(db: &impl ConnectionTrait, against: Against, sql: String, until: Instant) -> Statement {
    let before: Value = match against {
        Against::Moment => until.millis().into(),
        Against::Day => stockholm::today(until).into(),
    };
    Statement::from_sql_and_values(db.get_database_backend(), sql, [before])
}

/// How many records are due whose trigger lies before `until`.
///
/// # Errors
/// When the database does not answer.
pub async fn count(db: &impl ConnectionTrait, what: What, until: Instant) -> Result<Count, DbErr> {
    let Some((against, sql)) = statement(what) else { return Ok(Count::default()) };
    let sql = format!(
        "SELECT COUNT(*) AS n, CAST(MIN(since) AS TEXT) AS oldest, CAST(MAX(since) AS TEXT) AS newest FROM ({sql}) AS due"
    );
    let Some(row) = db.query_one_raw(bound(db, against, sql, until)).await? else { return Ok(Count::default()) };
    let records = u64::try_from(row.try_get::<i64>("", "n")?).unwrap_or_default();
    Ok(Count { records, oldest: row.try_get("", "oldest")?, newest: row.try_get("", "newest")? })
}

/// At most `most` records that are due, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &impl ConnectionTrait, what: What, until: Instant, most: u64) -> Result<Vec<Due>, DbErr> {
    let Some((against, sql)) = statement(what) else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT CAST(id AS TEXT) AS id, CAST(since AS TEXT) AS since FROM ({sql}) AS due \
         ORDER BY due.since, due.id LIMIT {most}"
    );
    let rows = db.query_all_raw(bound(db, against, sql, until)).await?;
    rows.iter().map(|row| Ok(Due { id: row.try_get("", "id")?, since: row.try_get("", "since")? })).collect()
}

/// What a record that is due is called: the reference of an application, the name of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The record's number.
    pub id: i64,
    /// Its name.
    pub label: String,
    /// Whether it is the name of a protected person, not to be shown.
    pub is_protected: bool,
}

/// What the records among `ids` are called; those of kinds that name nobody are not called anything.
///
/// # Errors
/// When the database does not answer.
pub async fn called(db: &impl ConnectionTrait, what: What, ids: &[i64]) -> Result<Vec<Called>, DbErr> {
    let sql = match what {
        What::Applications => {
            "SELECT a.id AS id, a.reference AS label, FALSE AS is_protected FROM applications a WHERE a.id IN (#)"
        }
        What::Reserves => {
            "SELECT r.id AS id, a.reference AS label, FALSE AS is_protected FROM reserves r \
             JOIN applications a ON a.id = r.application_id WHERE r.id IN (#)"
        }
        What::Attendance | What::HandIns => {
            "SELECT p.id AS id, n.name AS label, n.is_protected AS is_protected FROM participants p \
             JOIN persons n ON n.id = p.person_id WHERE p.id IN (#)"
        }
        What::Contact => "SELECT id, name AS label, is_protected FROM persons WHERE id IN (#)",
        _ => return Ok(Vec::new()),
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let sql = sql.replace('#', &places.join(","));
    let values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    let called = |row: &sea_orm::QueryResult| {
        Ok(Called {
            id: row.try_get("", "id")?,
            label: row.try_get("", "label")?,
            is_protected: row.try_get("", "is_protected")?,
        })
    };
    rows.iter().map(called).collect()
}
