//! What there is to look at in retention, feedback and the public texts.

use super::Incomplete;
use crate::access::SubmissionKey;
use crate::house::House;
use crate::kernel::{Actor, EmailAddress, Instant, PersonName};
use crate::people::actions::{NewAccount, create_account};
use crate::people::{self, Administrator, Password, Role, SignedIn};
use crate::privacy::actions::{NewFeedback, NewRule, NewText, Proposal, Second, give, propose, set_rule, set_text};
use crate::privacy::{Action, Part, What, due, rules};

/// The administrator who has proposed a disposal, so that the demo's own can carry it out.
const PROPOSER: (&str, &str) = ("Agnes Exempel", "administrator2@example.org");

const PRIVACY: (&str, &str) =
    (include_str!("../../demo/texts/privacy.sv.txt"), include_str!("../../demo/texts/privacy.en.txt"));

/// Writes a decision on disposal, a proposal under it that waits for a second administrator, feedback, and a notice.
pub(super) async fn write(house: &House, password: &str, now: Instant) -> Result<(), Incomplete> {
    let failed = |error: &dyn std::fmt::Debug| Incomplete::Action(format!("{error:?}"));
    let by = proposer(house, password, now).await?;
    let what = What::Applications;
    let new = NewRule {
        what,
        action: Action::Dispose,
        days: what.default().days,
        basis: "Beslut om gallring 2012-02-01, dnr 12-345".to_owned(),
        needs_second: Second::Needed,
        version: 0,
    };
    set_rule(&house.db, &by, &new, now).await.map_err(|error| failed(&error))?;
    let until = rules::until(new.days, now);
    let counted = due::count(house.db.read(), what, until).await?.records;
    let key = SubmissionKey::random().map_err(|error| failed(&error))?;
    if counted > 0 {
        let proposal = Proposal { what, until, counted };
        propose(&house.db, &by, (proposal, &key), now).await.map_err(|error| failed(&error))?;
    }
    let feedback = NewFeedback {
        about: "/map".to_owned(),
        words: "Jag hittar inte min kommun på kartan när jag förstorar. I tabellen går det bra.".to_owned(),
        reply_to: EmailAddress::parse("besokare@example.org"),
    };
    let key = SubmissionKey::random().map_err(|error| failed(&error))?;
    give(&house.db, (&feedback, &key), "demo", now).await.map_err(|error| failed(&error))?;
    let text = NewText { part: Part::Privacy, sv: PRIVACY.0.to_owned(), en: PRIVACY.1.to_owned(), version: 0 };
    set_text(&house.db, &by, &text, now).await.map_err(|error| failed(&error))
}

async fn proposer(house: &House, password: &str, now: Instant) -> Result<Administrator, Incomplete> {
    let wrong = || Incomplete::Word(PROPOSER.1.to_owned());
    let new = NewAccount {
        name: PersonName::parse(PROPOSER.0).map_err(|_| wrong())?,
        email: EmailAddress::parse(PROPOSER.1).ok_or_else(wrong)?,
        role: Role::Administrator,
    };
    let password = Password::parse(password, &[]).map_err(|_| wrong())?;
    let id = create_account(&house.db, &Actor::House, &new, &password, now).await;
    let id = id.map_err(|error| Incomplete::Action(format!("{error:?}")))?;
    let account = people::queries::find_account(house.db.read(), id).await?.ok_or_else(wrong)?;
    SignedIn::prove(&account, PROPOSER.0.to_owned()).and_then(Administrator::prove).ok_or_else(wrong)
}
