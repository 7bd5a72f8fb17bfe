//! Six digits in the same letter as a link, for when the letter is read on another device than the one that asked.
//!
//! They are typed on the page that asked and nowhere else: its token is part of what is digested, so that guessing needs
//! that page, and after five wrong ones everything it asked for is dead.

use super::entity::link;
use super::links::Purpose;
use super::token::{Token, TokenKey};
use crate::kernel::{Instant, LinkId};
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// How many wrong codes a page may send.
pub const MOST_WRONG_CODES: i64 = 5;

/// Six digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Six random digits.
    fn random() -> Result<Self, getrandom::Error> {
        loop {
            let mut bytes = [0_u8; 4];
            getrandom::fill(&mut bytes)?;
            let number = u32::from_le_bytes(bytes);
            // Above the last whole million some codes would come more often than others.
            if number < 4_294_000_000 {
                return Ok(Self(format!("{:06}", number % 1_000_000)));
            }
        }
    }

    /// Reads what was typed; spaces and hyphens do not count.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(Self(digits))
    }

    /// The code as a letter shows it: `123 456`.
    #[must_use]
    pub fn shown(&self) -> String {
        let (first, last) = self.0.split_at(3);
        format!("{first} {last}")
    }

    fn digest(&self, key: &TokenKey, page: &str) -> String {
        key.digest(&format!("code {page} {}", self.0))
    }
}

fn page_digest(key: &TokenKey, page: &str) -> String {
    key.digest(&format!("asked {page}"))
}

/// Makes a link with a code for whoever asked on `page`; gives token and code, which are not stored.
///
/// # Errors
/// When the database refuses.
pub async fn make(
    tx: &WriteTx,
    key: &TokenKey,
    ((purpose, object), page): ((Purpose, i64), &str),
    now: Instant,
    expires_at: Instant,
) -> Result<(Token, Code), DbErr> {
    let chance = |error: getrandom::Error| DbErr::Custom(error.to_string());
    let (token, code) = (Token::random().map_err(chance)?, Code::random().map_err(chance)?);
    let row = link::ActiveModel {
        token_digest: Set(key.digest(token.as_str())),
        purpose: Set(purpose.word().to_owned()),
        object_id: Set(object),
        code_digest: Set(Some(code.digest(key, page))),
        asked_digest: Set(Some(page_digest(key, page))),
        created_at: Set(now),
        expires_at: Set(expires_at),
        ..link::ActiveModel::default()
    };
    link::Entity::insert(row).exec_without_returning(tx).await?;
    Ok((token, code))
}

/// Uses the link whose code was typed on `page`; anything else is counted against all that the page asked for.
///
/// Several persons may share a mailbox, so a page may have asked for several links.
///
/// # Errors
/// When the database refuses.
pub async fn consume(
    tx: &WriteTx,
    key: &TokenKey,
    (page, code): (&str, &Code),
    now: Instant,
) -> Result<Option<(Purpose, i64)>, DbErr> {
    let asked = link::Column::AskedDigest.eq(page_digest(key, page));
    let open = link::Entity::find()
        .filter(asked.clone())
        .filter(link::Column::UsedAt.is_null())
        .filter(link::Column::ExpiresAt.gt(now))
        .filter(link::Column::WrongCodes.lt(MOST_WRONG_CODES))
        .lock_exclusive()
        .all(tx)
        .await?;
    let digest = Some(code.digest(key, page));
    let right = open.iter().find(|link| link.code_digest == digest);
    let Some((right, purpose)) = right.and_then(|link| Some((link, Purpose::of(&link.purpose)?))) else {
        link::Entity::update_many()
            .col_expr(link::Column::WrongCodes, Expr::col(link::Column::WrongCodes).add(1))
            .filter(asked)
            .exec(tx)
            .await?;
        return Ok(None);
    };
    note_used(tx, right.id, now).await?;
    Ok(Some((purpose, right.object_id)))
}

async fn note_used(tx: &WriteTx, link: LinkId, now: Instant) -> Result<(), DbErr> {
    link::Entity::update_many()
        .col_expr(link::Column::UsedAt, Expr::value(now))
        .filter(link::Column::Id.eq(link))
        .exec(tx)
        .await
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let typed = ["123456", " 123 456 ", "123-456", "12345", "1234567", "12345a", ""];

        let read = typed.map(|text| Code::parse(text).map(|code| code.shown()));

        let right = Some("123 456".to_owned());
        assert_eq!(read, [right.clone(), right.clone(), right, None, None, None, None]);
    }
}
