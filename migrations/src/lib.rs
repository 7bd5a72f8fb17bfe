//! The tables of Stafett, one file per change, the same text for SQLite and PostgreSQL.
//!
//! A change is SQL with a few words that differ between the two databases (see `dialect`). Every change runs in a
//! transaction on both, so that an interrupted upgrade is finished by starting again. Tables are named as text: a later
//! change of an entity can never alter what an old migration did.

mod dialect;
mod m0001_ground;
mod m0002_courses;
mod m0003_offers;
mod m0004_attendance;
mod m0005_certificates;
mod m0006_rollouts;
mod m0007_care;

use sea_orm_migration::prelude::{ConnectionTrait, DbErr, MigrationTrait, async_trait};
pub use sea_orm_migration::prelude::{MigratorTrait, SchemaManager};

/// All changes, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        [
            ("m0001_ground", m0001_ground::TABLES),
            ("m0002_courses", m0002_courses::TABLES),
            ("m0003_offers", m0003_offers::TABLES),
            ("m0004_attendance", m0004_attendance::TABLES),
            ("m0005_certificates", m0005_certificates::TABLES),
            ("m0006_rollouts", m0006_rollouts::TABLES),
            ("m0007_care", m0007_care::TABLES),
        ]
        .into_iter()
        .map(|(name, sql)| Box::new(Change { name, sql }) as Box<dyn MigrationTrait>)
        .collect()
    }
}

/// One change: statements run in order, in one transaction.
struct Change {
    name: &'static str,
    sql: &'static str,
}

impl sea_orm_migration::prelude::MigrationName for Change {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in dialect::statements(self.sql, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
