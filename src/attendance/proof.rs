//! Who marks: a trainer of the cohort, a coordinator standing in, or a guest trainer with the day's link.

use super::entity::mark;
use super::queries;
use super::rules::Hand;
use crate::access::entity::session;
use crate::access::{Holder, links, sessions};
use crate::cohorts::CourseDay;
use crate::kernel::{Actor, CourseDayId, Instant, Lang, LinkId, SessionId};
use crate::people::{Role, Trainer};
use sea_orm::{ConnectionTrait, DbErr};

/// A guest trainer: came by the link of one day and said a name. May mark that day, nothing else, until midnight.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The day link.
    pub link: LinkId,
    /// The name that was said.
    pub name: String,
    /// The one day.
    pub day: CourseDayId,
    session: SessionId,
}

impl Guest {
    /// Proves that the session is a guest's whose link still lives; a coordinator may have ended it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prove(
        db: &impl ConnectionTrait,
        session: &session::Model,
        now: Instant,
    ) -> Result<Option<Self>, DbErr> {
        let Some(Holder::Guest(link, name)) = sessions::holder(session) else { return Ok(None) };
        let live = links::live(db, links::Purpose::Day, link, now).await?;
        Ok(live.map(|one| Self { link, name, day: CourseDayId(one.object_id), session: session.id }))
    }
}

/// Whoever marks.
#[derive(Debug, Clone)]
pub enum Marker {
    /// A trainer, or a coordinator standing in; which cohorts are theirs, queries decide.
    Trainer(Trainer),
    /// A guest, for one day.
    Guest(Guest),
}

impl Marker {
    /// Whether this day is theirs to mark; to anybody else it looks as if there were none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reaches(&self, db: &impl ConnectionTrait, day: &CourseDay) -> Result<bool, DbErr> {
        match self {
            Self::Trainer(trainer) => queries::is_open_to(db, trainer, day.cohort_id).await,
            Self::Guest(guest) => Ok(guest.day == day.id),
        }
    }

    /// Whether it is a guest.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        matches!(self, Self::Guest(_))
    }

    /// The actor the journal names.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::Trainer(trainer) => trainer.actor(),
            Self::Guest(guest) => Actor::Guest(guest.link, guest_in_words(Lang::Sv, &guest.name)),
        }
    }

    /// Whose device a mark waits on: what waited there while somebody else signed in is not theirs.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Trainer(trainer) => trainer.account.to_string(),
            Self::Guest(guest) => format!("guest-{}", guest.session),
        }
    }

    /// Whether this hand made the mark.
    #[must_use]
    pub fn made(&self, mark: &mark::Model) -> bool {
        match self {
            Self::Trainer(trainer) => mark.account_id == Some(trainer.account),
            Self::Guest(guest) => mark.account_id.is_none() && mark.guest_name == guest.name,
        }
    }

    pub(super) fn hand(&self) -> Hand {
        match self {
            Self::Trainer(trainer) if trainer.role != Role::Trainer => Hand::Coordinator,
            _ => Hand::Trainer,
        }
    }
}

/// How a guest is named where marks are told.
#[must_use]
pub fn guest_in_words(lang: Lang, name: &str) -> String {
    lang.say(format!("Gäst: {name} via daglänk"), format!("Guest: {name} by day link"))
}
