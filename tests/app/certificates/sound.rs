//! What is signed is verified again by the check: lists, credentials, codes and seals, by the keys that are published.

use super::Course;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use stafett::certification::entity::{certificate, certificate_paper, status_list};
use stafett::certification::{Press, queries};
use stafett::credentials::StatusList;
use stafett::seals::KeyRing;
use std::sync::Arc;

/// Two certificates, of which the first is revoked.
struct Register {
    course: Course,
    revoked: certificate::Model,
    holds: certificate::Model,
}

impl Register {
    async fn new() -> Self {
        let course = Course::with_three().await;
        course.issue("certificate").await;
        let [revoked, holds] = course.all().await.try_into().expect("two");
        course.revoke(&revoked).await;
        course.assert_sound().await;
        Self { course, revoked, holds }
    }

    async fn run(&self, sql: &str) {
        let tx = self.course.house.db().begin_write().await.expect("a transaction");
        tx.execute_unprepared(sql).await.expect("edited");
        tx.commit().await.expect("a commit");
    }

    async fn told(&self) -> Vec<String> {
        queries::broken(self.course.house.db().read()).await.expect("read")
    }

    /// Puts a list with these places in place of the one there is, signed by `keys` as if it were ours.
    async fn mark(&self, indices: &[i64], keys: &Arc<KeyRing>) {
        let house = &self.course.house.house;
        let list = status_list::Entity::find().one(house.db.read()).await.expect("read").expect("a list");
        let mut bits = StatusList::empty();
        for index in indices {
            bits.revoke(u32::try_from(*index).expect("a place"));
        }
        let press = Press { keys, ..house.press() };
        let credential =
            press.sign_list((list.id, &list.host), &bits, house.now().await.expect("now")).expect("signed");
        let mut row = list.into_active_model();
        row.bits = Set(bits.bytes().to_vec());
        row.credential = Set(credential);
        let tx = house.db.begin_write().await.expect("a transaction");
        row.update(&tx).await.expect("written");
        tx.commit().await.expect("a commit");
    }

    async fn paper(&self, of: &certificate::Model) -> certificate_paper::Model {
        queries::paper_of(self.course.house.db().read(), of.id).await.expect("read").expect("a paper")
    }

    /// Keeps `paper` as the one of the certificate that holds.
    async fn keep(&self, paper: certificate_paper::Model) {
        let tx = self.course.house.db().begin_write().await.expect("a transaction");
        let row = certificate_paper::Model { certificate_id: self.holds.id, ..paper }.into_active_model();
        row.reset_all().update(&tx).await.expect("written");
        tx.commit().await.expect("a commit");
    }
}

#[rocket::async_test]
async fn a_list_that_is_not_marked_as_the_register_says_is_named() {
    let register = Register::new().await;
    let keys = &register.course.house.house.keys;
    let (over, good) = (register.revoked.status_index, register.holds.status_index);
    let nobodys = (0..3).find(|index| ![over, good].contains(index)).expect("a place");

    let mut told = Vec::new();
    for marked in [vec![], vec![over, good], vec![over, nobodys], vec![over]] {
        register.mark(&marked, keys).await;
        told.push(register.told().await);
    }

    let [first, second] = [register.revoked.id, register.holds.id];
    assert_eq!(told[0], [format!("certificate {first}: not marked as over in status list 1")]);
    assert_eq!(told[1], [format!("certificate {second}: marked as over in status list 1")]);
    assert_eq!(told[2], ["status list 1: a place is marked that no certificate has"]);
    assert_eq!(told[3], Vec::<String>::new());
}

#[rocket::async_test]
async fn a_list_that_nobody_of_ours_signed_or_that_says_otherwise_than_its_row_is_named() {
    let register = Register::new().await;
    let stranger = Arc::new(KeyRing::for_tests([6; 32], register.course.house.now()).expect("a ring"));
    let ours = Arc::clone(&register.course.house.house.keys);
    let over = register.revoked.status_index;

    register.mark(&[over], &stranger).await;
    let forged = register.told().await;
    register.mark(&[over], &ours).await;
    register.run("UPDATE status_lists SET host = 'https://other.example.org'").await;
    let moved = register.told().await;

    assert!(
        matches!(&forged[..], [one] if one.starts_with("status list 1: its credential does not hold.")),
        "{forged:?}"
    );
    assert_eq!(moved, ["status list 1: its credential says otherwise than its row"]);
}

#[rocket::async_test]
async fn two_certificates_in_one_place_are_named() {
    let register = Register::new().await;
    register.run("DROP INDEX certificates_places").await;
    let index = register.revoked.status_index;
    register.run(&format!("UPDATE certificates SET status_index = {index} WHERE id = {}", register.holds.id)).await;

    let told = register.told().await.join("\n");

    let id = register.holds.id;
    assert!(told.contains(&format!("certificate {id}: place {index} of status list 1 is another one's")), "{told}");
    assert!(
        told.contains(&format!("certificate {id}: its credential speaks of another number, code or place")),
        "{told}"
    );
    assert!(told.contains(&format!("certificate {id}: its QR code speaks of another number or place")), "{told}");
}

#[rocket::async_test]
async fn a_paper_of_another_certificate_is_named() {
    let register = Register::new().await;
    let other = register.paper(&register.revoked).await;

    register.keep(other).await;

    let id = register.holds.id;
    let told =
        ["its credential speaks of another number, code or place", "its QR code speaks of another number or place"];
    assert_eq!(register.told().await, told.map(|what| format!("certificate {id}: {what}")));
}

#[rocket::async_test]
async fn what_is_signed_by_a_key_that_is_not_published_is_named() {
    let register = Register::new().await;

    register.run("DELETE FROM signing_keys").await;
    let told = register.told().await;

    assert_eq!(told.len(), 7, "a list, and of two papers seal, credential and code: {told:#?}");
    assert!(told.iter().any(|one| one.contains("is not sealed by the published seal")), "{told:#?}");
}

#[rocket::async_test]
async fn a_credential_and_a_code_that_were_altered_are_named() {
    let register = Register::new().await;
    let paper = register.paper(&register.holds).await;

    let credential = paper.credential.replacen("Certificate", "Certificat3", 1).replacen("Intyg", "Intig", 1);
    let payload = paper.payload.replacen('Q', "R", 1);
    register.keep(certificate_paper::Model { credential, payload, ..paper }).await;

    let told = register.told().await.join("\n");
    for found in ["carries another credential", "its credential does not hold.", "what its QR code holds does not."] {
        assert!(told.contains(found), "{found}: {told}");
    }
}
