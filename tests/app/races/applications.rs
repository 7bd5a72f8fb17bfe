//! One application sent many times at once.

use crate::applications::Scene;
use rocket::futures::future::join_all;
use rocket::tokio::{self, sync::Barrier};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ConnectionTrait, EntityTrait};
use stafett::applications::entity::application;
use stafett::applications::{ApplicationState, queries};
use stafett::kernel::EmailAddress;
use std::sync::Arc;

const SENT: usize = 20;

#[rocket::async_test]
async fn twenty_posts_of_one_application_at_once_make_one() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    let draft = scene.fill(&visitor, "Åsa Öberg", "asa@example.org").await;
    let page = visitor.get(&format!("{draft}/check")).await;

    let sent = join_all((0..SENT).map(|_| visitor.send(&page, 0, &[]))).await;

    let receipt = format!("{draft}/sent");
    assert!(sent.iter().all(|one| one.location() == receipt));
    assert_eq!(scene.applications().await.len(), 1);
    assert_eq!(scene.letters().await.len(), 2);
}

#[rocket::async_test]
async fn twenty_drafts_of_one_person_sent_at_once_make_one() {
    let scene = Scene::open(1).await;
    let visitor = scene.house.visitor();
    let mut pages = Vec::new();
    for _ in 0..6 {
        let draft = scene.fill(&visitor, "Åsa Öberg", "asa@example.org").await;
        pages.push(visitor.get(&format!("{draft}/check")).await);
    }

    let sent = join_all(pages.iter().map(|page| visitor.send(page, 0, &[]))).await;

    let refused: Vec<_> = sent.iter().filter(|one| one.status.code != 303).collect();
    assert_eq!(refused.len(), pages.len() - 1);
    for one in refused {
        one.assert_status(rocket::http::Status::UnprocessableEntity);
        one.assert_says("Du har redan sökt för den organisationen");
    }
    assert_eq!(scene.applications().await.len(), 1);
}

/// Applies as one would without protection: looks whether there is such an application, and inserts one if there is none.
async fn apply_carelessly(scene: Arc<Scene>, number: usize, everybody_has_looked: Arc<Barrier>) -> bool {
    let email = EmailAddress::parse("asa@example.org").expect("an address");
    let db = scene.house.db().read();
    let standing = queries::standing_of(db, scene.offer, scene.bjuv, &email).await.expect("read");
    let pattern = scene.applications().await.remove(0);
    everybody_has_looked.wait().await;
    if standing.is_some() {
        return false;
    }
    let row = application::ActiveModel {
        id: NotSet,
        reference: Set(format!("C{number:05}")),
        email: Set(email.normalised()),
        state: Set(ApplicationState::AwaitingManager),
        ..application::ActiveModel::from(pattern).reset_all()
    };
    let tx = scene.house.db().begin_write().await.expect("a transaction");
    if application::Entity::insert(row).exec_without_returning(&tx).await.is_err() {
        return false;
    }
    tx.commit().await.is_ok()
}

/// How many of twenty careless applications got through.
async fn careless(without_index: &[&str]) -> usize {
    let scene = Scene::open(1).await;
    let course = (scene.offer, scene.cohorts.as_slice());
    // What the rows are copied from: withdrawn, so that it is in nobody's way.
    scene.house.application(course, scene.bjuv, "Åsa Öberg", ApplicationState::Withdrawn).await;
    let tx = scene.house.db().begin_write().await.expect("a transaction");
    for name in without_index {
        tx.execute_unprepared(&format!("DROP INDEX {name}")).await.expect("no index");
    }
    tx.commit().await.expect("a commit");
    let (scene, barrier) = (Arc::new(scene), Arc::new(Barrier::new(SENT)));
    let sent = (0..SENT).map(|number| tokio::spawn(apply_carelessly(scene.clone(), number, barrier.clone())));
    join_all(sent).await.into_iter().filter(|one| matches!(one, Ok(true))).count()
}

#[rocket::async_test]
async fn control_without_lock_and_constraint_one_person_applies_many_times() {
    let made = careless(&["applications_once"]).await;

    assert!(made > 1, "the control must let more than one through, but let {made}");
}

#[rocket::async_test]
async fn control_without_lock_the_constraint_alone_lets_one_application_through() {
    let made = careless(&[]).await;

    assert_eq!(made, 1);
}
