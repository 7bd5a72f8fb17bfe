//! Rules in force, proposed disposals, public texts, feedback, and persons looked for.

use super::entity::{disposal, feedback, public_text, retention_rule};
use super::model::Part;
use super::rules::{Rule, What};
use crate::kernel::{DisposalId, FeedbackId};
use crate::people::Person;
use crate::people::entity::person;
use crate::storage::WriteTx;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

fn in_force(what: What, saved: Option<retention_rule::Model>) -> Rule {
    let rule = Rule::of(what);
    let Some(saved) = saved.filter(|_| !rule.is_fixed()) else { return rule };
    Rule {
        action: saved.action,
        days: saved.days,
        basis: saved.basis,
        needs_second: saved.needs_second,
        one_asked_by: saved.one_asked_by,
        is_adopted: true,
        version: saved.version,
        ..rule
    }
}

/// Every rule in force.
///
/// # Errors
/// When the database does not answer.
pub async fn rules(db: &impl ConnectionTrait) -> Result<Vec<Rule>, DbErr> {
    let mut saved = retention_rule::Entity::find().all(db).await?;
    let mut take = |what: What| {
        let at = saved.iter().position(|row| row.what == what.key())?;
        Some(saved.swap_remove(at))
    };
    Ok(What::ALL.iter().map(|what| in_force(*what, take(*what))).collect())
}

/// One rule in force.
///
/// # Errors
/// When the database does not answer.
pub async fn rule(db: &impl ConnectionTrait, what: What) -> Result<Rule, DbErr> {
    Ok(in_force(what, retention_rule::Entity::find_by_id(what.key()).one(db).await?))
}

/// One rule in force; if the operator has saved it, its row is held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_rule(tx: &WriteTx, what: What) -> Result<Rule, DbErr> {
    Ok(in_force(what, retention_rule::Entity::find_by_id(what.key()).lock_exclusive().one(tx).await?))
}

/// The newest disposals, at most a hundred.
///
/// # Errors
/// When the database does not answer.
pub async fn disposals(db: &impl ConnectionTrait) -> Result<Vec<disposal::Model>, DbErr> {
    disposal::Entity::find().order_by_desc(disposal::Column::Id).limit(100).all(db).await
}

/// One disposal.
///
/// # Errors
/// When the database does not answer.
pub async fn disposal(db: &impl ConnectionTrait, id: DisposalId) -> Result<Option<disposal::Model>, DbErr> {
    disposal::Entity::find_by_id(id).one(db).await
}

/// One disposal, locked until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_disposal(tx: &WriteTx, id: DisposalId) -> Result<Option<disposal::Model>, DbErr> {
    disposal::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// The operator's words of a part; `None` while the house's own stand there.
///
/// # Errors
/// When the database does not answer.
pub async fn text(db: &impl ConnectionTrait, part: Part) -> Result<Option<public_text::Model>, DbErr> {
    public_text::Entity::find_by_id(part.key()).one(db).await
}

/// Feedback, what waits for an answer first, then the newest; at most two hundred.
///
/// # Errors
/// When the database does not answer.
pub async fn feedback(db: &impl ConnectionTrait) -> Result<Vec<feedback::Model>, DbErr> {
    feedback::Entity::find()
        .order_by_asc(feedback::Column::AnsweredAt.is_not_null())
        .order_by_desc(feedback::Column::GivenAt)
        .limit(200)
        .all(db)
        .await
}

/// One piece of feedback, locked until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_feedback(tx: &WriteTx, id: FeedbackId) -> Result<Option<feedback::Model>, DbErr> {
    feedback::Entity::find_by_id(id).lock_exclusive().one(tx).await
}

/// Whether protected persons may be found by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protected {
    /// They may.
    Found,
    /// They may not: a hit would already tell something.
    Left,
}

/// Persons whose name or address contains `words`, by name, at most `most`.
///
/// # Errors
/// When the database does not answer.
pub async fn persons_like(
    db: &impl ConnectionTrait,
    words: &str,
    protected: Protected,
    most: u64,
) -> Result<Vec<Person>, DbErr> {
    let plain = words.trim().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let like = |text: &str| LikeExpr::new(format!("%{text}%")).escape('!');
    let lower = |column: person::Column| Expr::expr(Func::lower(Expr::col(column)));
    let small = plain.to_lowercase();
    // Neither database makes Å small on its own everywhere, so the words are tried as typed too.
    let found = Condition::any()
        .add(lower(person::Column::TrueName).like(like(&small)))
        .add(Expr::col(person::Column::TrueName).like(like(&plain)))
        .add(lower(person::Column::Email).like(like(&small)));
    let mut query = person::Entity::find().filter(found);
    if protected == Protected::Left {
        query = query.filter(person::Column::IsProtected.eq(false));
    }
    query.order_by_asc(person::Column::TrueName).order_by_asc(person::Column::Id).limit(most).all(db).await
}
