//! What issuing is done with: the layouts, the keys, and what letters carry.

use super::Unwritten;
use super::writing::{ToWrite, Written, first_refused, write_all};
use crate::access::Letterhead;
use crate::credentials::{Issuer, StatusList};
use crate::kernel::Instant;
use crate::paper::{self, CertificateFacts, Layouts};
use crate::seals::KeyRing;
use rocket::tokio::task::spawn_blocking;
use sea_orm::DbErr;
use std::sync::Arc;

/// The printing press of an installation.
///
/// Shared ownership of the layouts and the keys, because pages are drawn on threads of their own.
#[derive(Clone, Copy)]
pub struct Press<'a> {
    /// The layouts to draw with.
    pub layouts: &'a Arc<Layouts>,
    /// What letters with private links are written with; also knows the verification address.
    pub letterhead: Letterhead<'a>,
    /// What credentials, codes and papers are signed with.
    pub keys: &'a Arc<KeyRing>,
}

impl Press<'_> {
    /// Signs, draws and seals papers, each by itself: what is wrong with one stops no other.
    ///
    /// The answers stand in the order of the work. Pages of one layout are drawn together, which shares their fonts.
    ///
    /// # Errors
    /// When the machine gives no randomness or the work is broken off.
    pub async fn write(&self, work: Vec<ToWrite>, now: Instant) -> Result<Vec<Result<Written, Unwritten>>, DbErr> {
        let (layouts, keys, links) = (Arc::clone(self.layouts), Arc::clone(self.keys), self.letterhead.links.clone());
        spawn_blocking(move || write_all(&layouts, &keys, &links, work, now)).await.map_err(broken)
    }

    /// The first of `all` that could not be drawn with `layout`, by its place, and why; asked before numbers are given.
    ///
    /// # Errors
    /// When the work is broken off.
    pub async fn first_refused(
        &self,
        layout: String,
        all: Vec<CertificateFacts>,
    ) -> Result<Option<(usize, paper::Refusal)>, DbErr> {
        let (layouts, keys, links) = (Arc::clone(self.layouts), Arc::clone(self.keys), self.letterhead.links.clone());
        spawn_blocking(move || first_refused(&layouts, &keys, &links, (&layout, &all))).await.map_err(broken)
    }

    /// The text of the status list `number` of `host`, signed as it stands at `now`.
    ///
    /// # Errors
    /// When the host cannot stand in it.
    pub fn sign_list(&self, (number, host): (i64, &str), list: &StatusList, now: Instant) -> Result<String, DbErr> {
        let issuer = Issuer::new(host, "", self.letterhead.links.public()).map_err(|why| broken(format!("{why:?}")))?;
        list.sign(&issuer, number, self.keys.signing(), now).map_err(|why| broken(format!("{why:?}")))
    }
}

fn broken(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(error.to_string())
}
