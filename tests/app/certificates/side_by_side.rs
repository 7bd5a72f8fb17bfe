//! Two people at once: who corrects a certificate waits for the cohort before holding anything that others wait for.

use super::Course;
use rocket::futures::future::join;
use rocket::tokio::task::yield_now;
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait, QuerySelect, Statement};
use stafett::certification::entity::certificate;
use stafett::cohorts;

/// Returns once somebody waits for a lock; at once on SQLite, where there is one lock for all and it is ours.
async fn somebody_waits(course: &Course) {
    let db = course.house.db().read();
    let sql = "SELECT 1 AS one FROM pg_locks WHERE NOT granted AND database = \
               (SELECT oid FROM pg_database WHERE datname = current_database()) \
               UNION ALL SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
               WHERE NOT l.granted AND a.datname = current_database()";
    let waiting = || db.query_all_raw(Statement::from_string(DatabaseBackend::Postgres, sql));
    while db.get_database_backend() == DatabaseBackend::Postgres && waiting().await.expect("locks").is_empty() {
        yield_now().await;
    }
}

#[rocket::async_test]
async fn a_correction_holds_nothing_while_it_waits_for_the_cohort() {
    let course = Course::with_three().await;
    course.issue("certificate").await;
    let old = course.certificate_of("Åsa Öberg").await;

    let tx = course.house.db().begin_write().await.expect("a transaction");
    cohorts::queries::lock(&tx, course.cohort).await.expect("read").expect("the cohort");
    let issuing = async {
        somebody_waits(&course).await;
        let held = certificate::Entity::find_by_id(old.id).lock_exclusive().one(&tx).await;
        tx.commit().await.expect("a commit");
        held
    };
    let (held, corrected) = join(issuing, course.correct(&old, "Åsa Ek Öberg")).await;

    assert!(held.expect("no deadlock").is_some());
    assert_eq!(corrected.location(), format!("/desk/certificates/{}", course.certificate_of("Åsa Ek Öberg").await.id));
    course.assert_sound().await;
}
