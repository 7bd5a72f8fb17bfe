//! A delegate proposes somebody: an application is begun for them and counts for nothing until they send it themselves.

use super::posting::{may_post, named_organisation};
use crate::access::{Letterhead, SubmissionKey, Token, submissions};
use crate::applications::answers::{Answers, Workplace};
use crate::applications::entity::application_draft as draft;
use crate::applications::letters;
use crate::applications::terms::Terms;
use crate::applications::{Refusal, queries, rules};
use crate::journal::{self, Event};
use crate::kernel::{DraftId, EmailAddress, Failure, Instant, Lang, OfferId, OrganisationId};
use crate::offers;
use crate::outbox;
use crate::people::{self, Coordinator, Delegate};
use crate::storage::{Db, WriteTx};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// Somebody a delegate wants to see on a course.
pub struct Proposal {
    /// The offer.
    pub offer: OfferId,
    /// Which of the delegate's organisations it is for.
    pub organisation: OrganisationId,
    /// What the application is begun with.
    pub answers: Answers,
    /// The language of the letter.
    pub lang: Lang,
    /// The form's one-time key.
    pub key: SubmissionKey,
    /// How many of the offer's seats were left over.
    pub vacant: u64,
}

/// Begins an application for somebody else and writes to them; it is theirs to change and to send.
///
/// Nothing of the usual way is left out: who sends it is asked what everybody is asked, the manager answers as always, and
/// an application of the same address stands in the way of a second one.
///
/// # Errors
/// Missing for an organisation that is not the delegate's or that the offer is not addressed to; refused when the offer
/// takes no applications, an answer is missing, the address has applied, or its share of letters is used up.
pub async fn propose(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Delegate,
    proposal: Proposal,
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let Proposal { offer, organisation, mut answers, lang, key, vacant } = proposal;
    let tx = db.begin_write().await?;
    submissions::spend(&tx, &key, "/organisation?done=proposed", now).await?;
    if !people::queries::organisations_of(&tx, by.account).await?.contains(&organisation) {
        return Err(Failure::Missing("organisation"));
    }
    let offer = offers::queries::lock(&tx, offer).await?.ok_or(Failure::Missing("offer"))?;
    let terms = Terms::of(&tx, offer).await?;
    if !terms.organisations.iter().any(|one| one.id == organisation) {
        return Err(Failure::Missing("offer"));
    }
    rules::may_apply(&terms.offer, vacant, now).map_err(Failure::Refused)?;
    answers.workplace = Some(Workplace::Listed(organisation));
    let complete = answers.clone().complete(&terms.cohort_ids()).ok_or(Failure::Refused(Refusal::Incomplete))?;
    rules::is_another(complete.email.as_str(), &complete.superior.email).map_err(Failure::Refused)?;
    if let Some(standing) = queries::standing_of(&tx, terms.offer.id, organisation, &complete.email).await? {
        return Err(Failure::Refused(Refusal::AlreadyApplied(standing.reference)));
    }
    if !may_post(&tx, head, &complete.email, &format!("proposal {}", terms.offer.id), now).await? {
        return Err(Failure::Refused(Refusal::TooManyLetters));
    }
    let token = Token::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    let row = draft::ActiveModel {
        token_digest: Set(head.keys.digest(token.as_str())),
        offer_id: Set(terms.offer.id),
        answers: Set(answers.write()),
        application_id: Set(None),
        proposed_by: Set(Some(by.account)),
        organisation_id: Set(Some(organisation)),
        language: Set(lang.tag().to_owned()),
        created_at: Set(now),
        expires_at: Set(rules::draft_ends(now)),
        version: Set(1),
        ..draft::ActiveModel::default()
    };
    let id = draft::Entity::insert(row).exec(&tx).await?.last_insert_id;
    let written = draft::Entity::find_by_id(id).one(&tx).await?.ok_or(Failure::Missing("draft"))?;
    write(&tx, head, (&written, &terms, complete.email.clone()), (&by.name, &token), now).await?;
    let event = Event::new("proposal.sent", "draft", id.0)
        .with("offer", terms.offer.id.0)
        .with("organisation", organisation.0)
        .with_personal("name", complete.name.to_string())
        .with_personal("email", complete.email.to_string());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Until when a proposal can be sent: the end of the application period (`deadline`), or of the draft where seats were left
/// over.
#[must_use]
pub fn open_until(draft: &draft::Model, deadline: Instant) -> Instant {
    if draft.created_at <= deadline { deadline.min(draft.expires_at) } else { draft.expires_at }
}

async fn write(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (draft, terms, email): (&draft::Model, &Terms, EmailAddress),
    (delegate, token): (&str, &Token),
    now: Instant,
) -> Result<(), DbErr> {
    let lang = Lang::from_tag(&draft.language).unwrap_or_default();
    let organisation = match draft.organisation_id {
        Some(id) => named_organisation(tx, id, terms).await?.unwrap_or_default(),
        None => String::new(),
    };
    let link = head.links.proposal(token.as_str(), lang);
    let until = open_until(draft, terms.offer.deadline_at);
    let letter = letters::proposed((draft.id.0, email), (delegate, &organisation), (terms, until, link), lang);
    outbox::put(tx, letter, now).await
}

/// Writes once more to somebody who was proposed, at the address as it is right; the link sent before ends.
///
/// # Errors
/// Missing when it was sent, has run out, or was nobody's proposal; stale when it has changed since `version`.
pub async fn resend_proposal(
    db: &Db,
    head: &Letterhead<'_>,
    by: &Coordinator,
    ((id, version), email): ((DraftId, i64), EmailAddress),
    now: Instant,
) -> Result<(), Failure<Refusal>> {
    let tx = db.begin_write().await?;
    let found =
        draft::Entity::find_by_id(id).filter(draft::Column::ExpiresAt.gt(now)).lock_exclusive().one(&tx).await?;
    let found = found.filter(|one| one.application_id.is_none()).ok_or(Failure::Missing("draft"))?;
    let delegate = found.proposed_by.ok_or(Failure::Missing("proposal"))?;
    if found.version != version {
        return Err(Failure::Stale);
    }
    let terms = Terms::find(&tx, found.offer_id).await?.ok_or(Failure::Missing("offer"))?;
    if open_until(&found, terms.offer.deadline_at) < now {
        return Err(Failure::Refused(Refusal::NothingToAnswer));
    }
    let mut answers = Answers::read(&found.answers);
    let before = answers.email.as_ref().map(ToString::to_string).unwrap_or_default();
    answers.email = Some(email.clone());
    let token = Token::random().map_err(|error| DbErr::Custom(error.to_string()))?;
    draft::Entity::update_many()
        .col_expr(draft::Column::Answers, Expr::value(answers.write()))
        .col_expr(draft::Column::TokenDigest, Expr::value(head.keys.digest(token.as_str())))
        .col_expr(draft::Column::Version, Expr::value(found.version + 1))
        .filter(draft::Column::Id.eq(found.id))
        .exec(&tx)
        .await?;
    let names = people::queries::names_of(&tx, &[delegate], Lang::Sv).await?;
    let name = names.into_iter().next().map(|(_, name)| name).unwrap_or_default();
    write(&tx, head, (&found, &terms, email.clone()), (&name, &token), now).await?;
    let event = Event::new("proposal.resent", "draft", found.id.0)
        .with_personal("before", before)
        .with_personal("after", email.to_string());
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}
