//! Protecting a person, taking the protection away, looking behind the mask once.

use super::queries::{self, Revealed};
use crate::journal::{self, Event};
use crate::kernel::{Failure, Instant, Lang, NoRefusal, PersonId};
use crate::outbox;
use crate::people::{self, Protection, Unmasker, masked_name};
use crate::rollouts;
use crate::storage::Db;

/// Protects `person`, or takes the protection away.
///
/// What was written before is covered, too: the copies of letters to others, and who told something in a plan. What is
/// covered there stays covered when the protection is taken away. Asking for what already is changes nothing, so the
/// form needs neither key nor version.
///
/// # Errors
/// Missing when there is no such person.
pub async fn set(
    db: &Db,
    by: &Unmasker,
    (person, how): (PersonId, Protection),
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    // Held first: of two at once one changes nothing, and a name that is being corrected is covered as it is afterwards.
    people::queries::hold_person(&tx, person).await?.ok_or(Failure::Missing("person"))?;
    let about = queries::all_about(&tx, person).await?.ok_or(Failure::Missing("person"))?;
    if about.person.is_protected == (how == Protection::On) {
        return Ok(());
    }
    people::queries::set_protected(&tx, person, how).await?;
    if how == Protection::On {
        let own: Vec<&str> =
            about.applications.iter().map(|one| one.email.as_str()).chain(about.person.email.as_deref()).collect();
        let stands = format!("{} {person}", masked_name(Lang::Sv));
        for name in about.names() {
            outbox::cover(&tx, &own, (&name, &stands)).await?;
            rollouts::queries::forget_teller(&tx, &name).await?;
        }
    }
    let event = match how {
        Protection::On => Event::new("person.protected", "person", person.0),
        Protection::Off => Event::new("person.unprotected", "person", person.0),
    };
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Shows who a person is, to be shown once, and writes down who looked and why.
///
/// # Errors
/// Missing when there is no such person.
pub async fn unmask(
    db: &Db,
    by: &Unmasker,
    (person, reason): (PersonId, &str),
    now: Instant,
) -> Result<Revealed, Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let about = queries::all_about(&tx, person).await?.ok_or(Failure::Missing("person"))?;
    let event = Event::new("person.unmasked", "person", person.0).with_personal("reason", reason);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(about)
}

/// Writes down that somebody of the staff opened a paper with a protected person's name on it.
///
/// # Errors
/// When the database refuses; then the paper is not shown.
pub async fn note_paper(
    db: &Db,
    by: &Unmasker,
    (person, number): (PersonId, &str),
    now: Instant,
) -> Result<(), Failure<NoRefusal>> {
    let tx = db.begin_write().await?;
    let event = Event::new("person.paper_opened", "person", person.0).with("number", number);
    journal::record(&tx, &by.actor(), event, now).await?;
    tx.commit().await?;
    Ok(())
}

impl Revealed {
    /// Every spelling of the name that may stand in a letter or a plan; the longest first.
    fn names(&self) -> Vec<String> {
        let spelt = std::iter::once(&self.person.true_name).chain(&self.names_on_paper);
        // In letters to others stand letters only, see `applications::letters`.
        let plain = |name: &str| name.chars().filter(|letter| !".,·`´".contains(*letter)).collect::<String>();
        let mut names: Vec<String> = spelt.flat_map(|name| [name.clone(), plain(name)]).collect();
        names.retain(|name| !name.trim().is_empty());
        names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
        names.dedup();
        names
    }
}
