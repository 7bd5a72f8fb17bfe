//! The outbox table.

use crate::kernel::{Instant, LetterId};
use sea_orm::entity::prelude::*;

/// How far a letter has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum State {
    /// To be sent, now or after a pause.
    Waiting,
    /// Handed to the mail server.
    Sent,
    /// Given up after five attempts; the coordinator sees it.
    Parked,
}

/// A kept letter, rendered.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: LetterId,
    /// Fixed when kept, so that a repeated sending is recognised as the same letter.
    pub message_id: String,
    /// The addressee's name.
    pub to_name: String,
    /// The addressee's address.
    pub to_email: String,
    /// What it is for.
    pub purpose: String,
    /// What it is about.
    pub object: String,
    /// Which one it is about.
    pub object_id: i64,
    /// The subject line.
    pub subject: String,
    /// The body as plain text.
    pub text_body: String,
    /// The body as HTML.
    pub html_body: String,
    /// The calendar file's name.
    pub attachment_name: Option<String>,
    /// The calendar file.
    pub attachment: Option<String>,
    /// How far it has come.
    pub state: State,
    /// How often sending was tried.
    pub attempts: i64,
    /// When it may be tried next.
    pub next_attempt_at: Instant,
    /// What the mail server said last.
    pub last_error: Option<String>,
    /// When it was kept.
    pub created_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
}

/// None: letters name what they are about by word and number.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
