//! The table `platforms`; its columns are explained where the migration makes them.
#![expect(missing_docs, reason = "columns are explained in the migration")]

use sea_orm::entity::prelude::*;

/// The platform that runs this installation: one row, made when it is set up.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "platforms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub name: String,
    pub region: String,
    pub issuer_code: String,
    pub issuer_name: String,
    pub signatory_name: String,
    pub signatory_title: String,
    pub contact_email: String,
    pub is_demo: bool,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
