//! The letters of this room: to the trainers when something is handed in, to the participant when it is answered.

use super::entity::hand_in;
use super::model::Verdict;
use crate::access::{Letterhead, links};
use crate::applications::{self, own_name};
use crate::cohorts::{self, Cohort};
use crate::kernel::{EmailAddress, Instant, Lang};
use crate::outbox::{self, Addressee, Letter};
use crate::people;
use crate::programmes;
use crate::seats::Participant;
use crate::storage::WriteTx;
use sea_orm::DbErr;

/// How long the private link in the letter lasts; a new one can be asked for on the start page.
const LINK_DAYS: i64 = 365;

/// Tells the cohort's trainers that something is there to be read; a protected person is not named.
///
/// A cohort without trainers has nobody to tell: the coordinator sees on the cohort's page what waits.
pub(super) async fn tell_trainers(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (handed, participant, cohort): (&hand_in::Model, &Participant, &Cohort),
    now: Instant,
) -> Result<(), DbErr> {
    let person = people::queries::find_person(tx, participant.person_id).await?;
    for account in cohorts::queries::trainers_of(tx, cohort.id).await? {
        let Some(account) = people::queries::find_account(tx, account).await? else { continue };
        let Some(email) = EmailAddress::parse(&account.email) else { continue };
        let Some(trainer) = people::queries::find_person(tx, account.person_id).await? else { continue };
        let lang = Lang::from_tag(&account.language).unwrap_or_default();
        let to = Addressee { name: own_name(&trainer), email };
        let who = person.as_ref().map(|person| person.shown_name(lang)).unwrap_or_default();
        let titles = programmes::queries::titles_of(tx, cohort.programme_version_id, lang).await?;
        let title = titles.of(&handed.assignment);
        let subject = lang
            .say(format!("En hemuppgift att läsa: {}", cohort.name), format!("An assignment to read: {}", cohort.name));
        let name = own_name(&trainer);
        let letter = Letter::new(to, "assignment.handed_in", ("participant", participant.id.0), lang, subject)
            .text(lang.say(format!("Hej {name},"), format!("Hello {name},")))
            .text(lang.say(
                format!(
                    "{who} har lämnat in hemuppgiften ”{title}”. Läs den och godkänn eller lämna tillbaka med en kommentar."
                ),
                format!(
                    "{who} has handed in the assignment “{title}”. Read it and approve it, or return it with a comment."
                ),
            ))
            .action(lang.say("Läs hemuppgiften", "Read the assignment"), head.links.hand_in(handed.id, lang));
        outbox::put(tx, letter, now).await?;
    }
    Ok(())
}

/// Tells the participant what was answered; who has no usable address gets no letter.
pub(super) async fn tell_participant(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    (handed, participant, cohort): (&hand_in::Model, &Participant, &Cohort),
    (verdict, comment): (Verdict, &str),
    now: Instant,
) -> Result<(), DbErr> {
    let Some(application) = participant.application_id else { return Ok(()) };
    let Some(application) = applications::queries::find(tx, application).await? else { return Ok(()) };
    let Some(email) = EmailAddress::parse(&application.email) else { return Ok(()) };
    let person = people::queries::find_person(tx, participant.person_id).await?;
    let name = person.as_ref().map(own_name).unwrap_or_default();
    let lang = Lang::from_tag(&application.language).unwrap_or_default();
    let what = (links::Purpose::Application, application.id.0);
    let token = links::make(tx, head.keys, what, now, now.plus_days(LINK_DAYS)).await?;
    let titles = programmes::queries::titles_of(tx, cohort.programme_version_id, lang).await?;
    let title = titles.of(&handed.assignment);
    let (purpose, subject, said) = match verdict {
        Verdict::Approved => (
            "assignment.approved",
            lang.say("Din hemuppgift är godkänd", "Your assignment is approved"),
            lang.say(
                format!("Din hemuppgift ”{title}” är godkänd."),
                format!("Your assignment “{title}” is approved."),
            ),
        ),
        Verdict::Returned => (
            "assignment.returned",
            lang.say("Din hemuppgift är återlämnad", "Your assignment is returned"),
            lang.say(
                format!(
                    "Din hemuppgift ”{title}” är läst och behöver kompletteras. Läs kommentaren och lämna in igen."
                ),
                format!("Your assignment “{title}” has been read and needs more. Read the comment and hand in again."),
            ),
        ),
    };
    let subject = format!("{subject}: {}", cohort.name);
    let to = Addressee { name: name.clone(), email };
    let mut letter = Letter::new(to, purpose, ("application", application.id.0), lang, subject)
        .text(lang.say(format!("Hej {name},"), format!("Hello {name},")))
        .text(said);
    if !comment.is_empty() {
        letter = letter.facts(vec![(lang.say("Kommentar", "Comment").to_owned(), comment.to_owned())]);
    }
    let words = match verdict {
        Verdict::Approved => lang.say("Öppna min ansökan", "Open my application"),
        Verdict::Returned => lang.say("Öppna min ansökan och lämna in igen", "Open my application and hand in again"),
    };
    letter = letter.action(words, head.links.application(token.as_str(), lang));
    outbox::put(tx, letter, now).await
}
