//! What disposal does to the records of each kind.

use crate::journal::{self, Erased};
use crate::kernel::{Actor, Instant};
use crate::privacy::due;
use crate::privacy::model::{REMOVED_GUEST, REMOVED_NAME};
use crate::privacy::rules::What;
use crate::storage::WriteTx;
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};

/// How many records one statement takes.
const AT_ONCE: usize = 500;

/// Empties what applicants and their managers wrote, in the applications `#` gives.
const EMPTY_APPLICATIONS: [&str; 6] = [
    "UPDATE mandates SET manager_name = '', manager_email = '', reason = '', version = version + 1 WHERE application_id IN (#)",
    "UPDATE application_moves SET reason_sv = '', reason_en = '' WHERE application_id IN (#)",
    "DELETE FROM needs WHERE application_id IN (#)",
    "DELETE FROM application_drafts WHERE application_id IN (#)",
    "DELETE FROM links WHERE purpose = 'application' AND object_id IN (#)",
    // The address is part of a unique index: what stands there instead is nobody's, and no address a letter could go to.
    "UPDATE applications SET unit = '', role = '', mandate_words = '', email = 'erased-' || id, version = version + 1 \
     WHERE id IN (#)",
];

/// Empties what the participants `#` gives handed in, and what was answered; the states stay, decisions rest on them.
const EMPTY_HAND_INS: [&str; 3] = [
    "UPDATE hand_ins SET words = '' WHERE participant_id IN (#)",
    "UPDATE hand_in_answers SET comment = '' WHERE participant_id IN (#)",
    "DELETE FROM hand_in_files WHERE participant_id IN (#)",
];

/// Takes the name from persons who have nothing left but emptied applications.
const FORGET_APPLICANTS: &str = "UPDATE persons SET name = '$name', email = NULL, version = version + 1 \
    WHERE id IN (SELECT person_id FROM applications WHERE id IN (#)) \
    AND NOT EXISTS (SELECT 1 FROM applications a WHERE a.person_id = persons.id AND a.email NOT LIKE 'erased-%') \
    AND NOT EXISTS (SELECT 1 FROM participants p WHERE p.person_id = persons.id) \
    AND NOT EXISTS (SELECT 1 FROM graduates g WHERE g.person_id = persons.id) \
    AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.person_id = persons.id) \
    AND NOT EXISTS (SELECT 1 FROM rollout_members m WHERE m.person_id = persons.id) \
    AND NOT EXISTS (SELECT 1 FROM accounts k WHERE k.person_id = persons.id)";

/// Only the mark that stands is kept of each day.
const DROP_EARLIER_MARKS: &str = "DELETE FROM marks WHERE participant_id IN (#) AND id NOT IN (SELECT MAX(m.id) FROM \
    marks m WHERE m.participant_id IN (#) GROUP BY m.participant_id, m.course_day_id)";

/// Disposes of the records of `what` whose trigger lies before `until`, at most `most`, and says how many there were.
///
/// # Errors
/// When the database refuses.
pub(super) async fn dispose(
    tx: &WriteTx,
    (actor, now): (&Actor, Instant),
    (what, until): (What, Instant),
    most: u64,
) -> Result<u64, DbErr> {
    let due = due::list(tx, what, until, most).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let keys: Vec<Value> = due.iter().map(|one| key(what, &one.id)).collect();
    match what {
        What::Journal | What::SignIns => {
            let entries = due.iter().filter_map(|one| one.id.parse().ok()).collect();
            let all = what == What::Journal && u64::try_from(due.len()).unwrap_or_default() < most;
            let which = if all { Erased::Before(until) } else { Erased::Entries(entries) };
            journal::erase_values(tx, actor, &which, now).await?;
        }
        _ => {
            for some in keys.chunks(AT_ONCE) {
                for statement in deeds(what) {
                    run(tx, &statement, some).await?;
                }
            }
        }
    }
    Ok(u64::try_from(due.len()).unwrap_or_default())
}

fn key(what: What, id: &str) -> Value {
    match what {
        What::Submissions => id.into(),
        _ => id.parse::<i64>().unwrap_or_default().into(),
    }
}

fn deeds(what: What) -> Vec<String> {
    let delete = |table: &str, key: &str| vec![format!("DELETE FROM {table} WHERE {key} IN (#)")];
    let forget = FORGET_APPLICANTS.replace("$name", REMOVED_NAME);
    match what {
        What::Applications => EMPTY_APPLICATIONS.map(str::to_owned).into_iter().chain([forget]).collect(),
        What::Reserves => {
            // Whoever waited in vain; those who got a seat have an application of another state.
            let waiting = "SELECT r.application_id FROM reserves r JOIN applications w ON w.id = r.application_id \
                           WHERE r.id IN (#) AND w.state = 'reserve'";
            let emptied = EMPTY_APPLICATIONS.iter().map(|deed| deed.replace('#', waiting));
            emptied.chain([forget.replace('#', waiting), "DELETE FROM reserves WHERE id IN (#)".to_owned()]).collect()
        }
        What::Attendance => vec![
            DROP_EARLIER_MARKS.to_owned(),
            "UPDATE marks SET minutes = NULL, reason = '', device = '' WHERE participant_id IN (#)".to_owned(),
        ],
        What::HandIns => EMPTY_HAND_INS.map(str::to_owned).into(),
        What::Guests => vec![format!("UPDATE marks SET guest_name = '{REMOVED_GUEST}' WHERE id IN (#)")],
        What::Contact => vec![
            "UPDATE persons SET email = NULL, version = version + 1 WHERE id IN (#) AND email IS NOT NULL".to_owned(),
            "DELETE FROM links WHERE purpose = 'application' AND object_id IN (SELECT id FROM applications WHERE \
             person_id IN (#) AND state = 'participant')"
                .to_owned(),
            "UPDATE mandates SET manager_name = '', manager_email = '', version = version + 1 WHERE application_id IN \
             (SELECT id FROM applications WHERE person_id IN (#) AND state = 'participant')"
                .to_owned(),
            "UPDATE applications SET email = 'erased-' || id, version = version + 1 WHERE person_id IN (#) AND \
             state = 'participant' AND email NOT LIKE 'erased-%'"
                .to_owned(),
        ],
        What::Letters => vec![
            "UPDATE outbox SET to_name = '', to_email = '', text_body = '', html_body = '', attachment = NULL, \
             attachment_name = NULL, last_error = NULL WHERE id IN (#)"
                .to_owned(),
        ],
        What::Feedback => delete("feedback", "id"),
        What::Drafts => delete("application_drafts", "id"),
        What::Links => delete("links", "id"),
        What::Sessions => delete("sessions", "id"),
        What::Submissions => delete("submissions", "submission_key"),
        What::Attempts => delete("attempts", "id"),
        _ => Vec::new(),
    }
}

/// Runs a statement in which `#` stands for the keys.
pub(super) async fn run(tx: &WriteTx, statement: &str, keys: &[Value]) -> Result<u64, DbErr> {
    let places: Vec<String> = (1..=keys.len()).map(|place| format!("${place}")).collect();
    let sql = statement.replace('#', &places.join(","));
    let done = tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, keys.to_vec())).await?;
    Ok(done.rows_affected())
}
