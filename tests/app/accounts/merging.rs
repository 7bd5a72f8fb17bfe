//! Two accounts of one person made one.

use crate::support::{PASSWORD, TestHouse};
use rocket::http::Status;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use stafett::cohorts::entity::cohort_trainer;
use stafett::people::{AccountState, Role, queries};

#[rocket::async_test]
async fn a_merged_account_signs_in_no_longer_and_its_work_goes_on_in_the_other() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let (gone, kept) = (
        house.account(Role::Trainer, "Tuva Trainer").await,
        house.account(Role::Coordinator, "Tuva Trainer-Karlsson").await,
    );
    let cohort = house.cohort(house.programme().await, "A", 40).await;
    let tx = house.db().begin_write().await.expect("a transaction");
    let trains = cohort_trainer::ActiveModel { cohort_id: Set(cohort), account_id: Set(gone) };
    cohort_trainer::Entity::insert(trains).exec_without_returning(&tx).await.expect("a trainer");
    queries::add_identity(&tx, gone, ("https://id.example.org", "4711"), house.now()).await.expect("added");
    tx.commit().await.expect("a commit");
    let phone = house.session_of(gone).await;

    let preview = adam.get(&format!("/accounts/{gone}/merge?into={kept}")).await;
    let merged = adam.send(&preview, 1, &[]).await;

    preview.assert_says("1 omgångar att utbilda i");
    assert_eq!(merged.location(), format!("/accounts/{kept}?done=merged"));
    assert!(phone.get("/days").await.location().starts_with("/sign-in"));
    let db = house.db().read();
    let trainers =
        cohort_trainer::Entity::find().filter(cohort_trainer::Column::CohortId.eq(cohort)).all(db).await.expect("read");
    assert!(trainers.iter().any(|row| row.account_id == kept) && trainers.iter().all(|row| row.account_id != gone));
    let row = house.account_now(gone).await;
    assert_eq!((row.state, row.merged_into), (AccountState::Merged, Some(kept)));
    let names = queries::names_of(db, &[gone], stafett::kernel::Lang::Sv).await.expect("read");
    assert_eq!(names[0].1, "Tuva Trainer", "what was done is still told under its name");
    let known = queries::account_by_identity(db, "https://id.example.org", "4711").await.expect("read");
    assert_eq!(known.map(|account| account.id), Some(kept));
    for id in [gone, kept] {
        let told = stafett::journal::history_of(db, "account", id.0).await.expect("read");
        assert_eq!(told[0].entry.event, "account.merged");
    }
    let wrong =
        house.visitor().post("/sign-in", &[("email", "tuva.trainer@example.org"), ("password", PASSWORD)]).await;
    wrong.assert_status(Status::UnprocessableEntity);
}

#[rocket::async_test]
async fn an_account_is_merged_neither_with_itself_nor_twice_nor_on_what_somebody_has_changed() {
    let house = TestHouse::open().await;
    let adam = house.as_administrator().await;
    let (gone, kept) =
        (house.account(Role::Trainer, "Tuva Trainer").await, house.account(Role::Trainer, "Ture Trainer").await);
    let third = house.account(Role::Trainer, "Tora Trainer").await;
    let send = async |from: String, into: String, version: &str| {
        let fields = [("version", version), ("into", into.as_str()), ("into_version", "1")];
        adam.post(&format!("/accounts/{from}/merge"), &fields).await
    };

    let itself = send(gone.to_string(), gone.to_string(), "1").await;
    let stale = send(gone.to_string(), kept.to_string(), "7").await;
    let done = send(gone.to_string(), kept.to_string(), "1").await;
    let pressed_twice = send(gone.to_string(), kept.to_string(), "1").await;
    let twice = send(gone.to_string(), third.to_string(), "2").await;

    assert!(itself.status.code < 500 && itself.status != Status::SeeOther);
    stale.assert_status(Status::Conflict);
    done.assert_status(Status::SeeOther);
    assert_eq!(pressed_twice.location(), done.location());
    assert!([404, 409, 422].contains(&twice.status.code));
}
