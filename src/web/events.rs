//! What an event of the journal is called on a page. A house rule looks that every event of the house has its words here.

use crate::kernel::Lang;

/// Event, Swedish, English; by event.
const WORDS: &[(&str, &str, &str)] = &[
    ("account.created", "Kontot skapades", "The account was created"),
    ("account.disabled", "Kontot stängdes av", "The account was disabled"),
    ("account.enabled", "Kontot öppnades igen", "The account was enabled"),
    ("account.factor_changed", "En annan app kopplades", "Another app was connected"),
    ("account.factor_enrolled", "En app för engångskoder kopplades", "An app for one-time codes was connected"),
    ("account.factor_reset", "Engångskoderna nollställdes", "The one-time codes were reset"),
    ("account.invitation_taken", "Inbjudan togs emot", "The invitation was taken"),
    ("account.invitation_withdrawn", "Inbjudan återtogs", "The invitation was withdrawn"),
    ("account.invited", "Någon bjöds in till ett konto", "Somebody was invited to an account"),
    ("account.invited_again", "Inbjudan skickades igen", "The invitation was sent again"),
    ("account.merged", "Två konton slogs ihop", "Two accounts were merged"),
    ("account.password_changed", "Lösenordet byttes", "The password was changed"),
    ("account.password_reset", "Ett nytt lösenord valdes med en länk", "A new password was chosen by a link"),
    ("account.recovery_codes_made", "Nya reservkoder gjordes", "New recovery codes were made"),
    ("account.role_changed", "Rollen ändrades", "The role was changed"),
    ("account.unmasking_set", "Rätten att avmaskera ändrades", "The right to unmask was changed"),
    ("application.decided", "Behörigheten avgjordes", "Eligibility was decided"),
    ("application.link_renewed", "En ny privat länk skickades", "A new private link was sent"),
    ("application.linked", "Ansökan länkades med en annan", "The application was linked with another"),
    ("application.ranked", "Rangen i organisationen ändrades", "The rank in the organisation was changed"),
    ("application.submitted", "Ansökan kom in", "The application came in"),
    ("application.withdrawn", "Ansökan återtogs", "The application was withdrawn"),
    ("attendance.marked", "Närvaro markerades", "Attendance was marked"),
    ("certificate.released", "Intyget skrevs", "The certificate was written"),
    ("certificate.replaced", "Intyget ersattes", "The certificate was replaced"),
    ("certificate.revoked", "Intyget återkallades", "The certificate was revoked"),
    ("certificates.issued", "Intyg utfärdades", "Certificates were issued"),
    ("cohort.begun", "Omgången började", "The cohort began"),
    ("cohort.cancelled", "Omgången ställdes in", "The cohort was cancelled"),
    ("cohort.changed", "Omgången ändrades", "The cohort was changed"),
    ("cohort.closed", "Omgången avslutades", "The cohort was closed"),
    ("cohort.drafted", "Omgången planerades", "The cohort was drafted"),
    ("completion.decided", "Kraven för intyg avgjordes", "Completion was decided"),
    ("completion.reviewed", "Beslutet om kraven sågs över", "The decision on completion was reviewed"),
    ("day.attested", "Dagen intygades", "The day was attested"),
    ("day.content_written", "Dagens innehåll skrevs", "What the day held was written down"),
    ("example.loaded", "Exempelprogrammet lästes in", "The example programme was read in"),
    ("graduates.import_undone", "Ett övertaget kalkylark ångrades", "A spreadsheet taken over was undone"),
    ("graduates.imported", "Ett kalkylark togs över", "A spreadsheet was taken over"),
    ("letter.retried", "Ett brev försöktes igen", "A letter was tried again"),
    ("mandate.answered", "Chefen svarade", "The manager answered"),
    ("mandate.dropped", "Frågan till chefen drogs tillbaka", "The question to the manager was taken back"),
    ("mandate.recorded", "Chefens besked registrerades", "The manager's answer was recorded"),
    ("mandate.redirected", "Frågan skickades till en annan chef", "The question went to another manager"),
    ("mandate.reminded", "Chefen påmindes", "The manager was reminded"),
    ("name.confirmed", "Namnet på intyget bekräftades", "The name on the certificate was confirmed"),
    ("offer.allocated", "Platserna fördelades", "The seats were given"),
    ("offer.amended", "Det publicerade erbjudandet ändrades", "The published offer was changed"),
    ("offer.changed", "Erbjudandet ändrades", "The offer was changed"),
    ("offer.closed", "Erbjudandet stängdes", "The offer was closed"),
    ("offer.drafted", "Erbjudandet skrevs", "The offer was drafted"),
    ("offer.ended", "Erbjudandet avslutades", "The offer ended"),
    ("offer.published", "Erbjudandet publicerades", "The offer was published"),
    ("organisation.reminded", "Organisationen påmindes", "The organisation was reminded"),
    ("participant.name_respelt", "Namnet på intyget skrevs om", "The name on the certificate was respelt"),
    ("platform.set_up", "Plattformen ställdes in", "The platform was set up"),
    ("rollout.commented", "Coachen skrev", "The coach wrote"),
    ("rollout.evidenced", "Ett beslut fick sitt underlag", "A decision got its evidence"),
    ("rollout.milestone_reached", "En milstolpe nåddes", "A milestone was reached"),
    ("rollout.removed", "Något togs bort ur planen", "Something was taken out of the plan"),
    ("rollout.told", "Något berättades", "Something was told"),
    ("rollout.verified", "En lokal utbildning verifierades", "A local training was verified"),
    ("rollout_plan.coach_set", "Planen fick en coach", "The plan got a coach"),
    ("rollout_plan.moved", "Planen bytte läge", "The plan changed its state"),
    ("rollout_plan.opened", "Planen öppnades", "The plan was opened"),
    ("rollout_plan.written", "Planens texter ändrades", "The words of the plan were changed"),
    ("seat.accepted", "Platsen togs", "The seat was accepted"),
    ("seat.declined", "Platsen avböjdes", "The seat was declined"),
    ("seat.given_out_of_order", "En plats gavs utanför turordningen", "A seat was given out of order"),
    ("seat.lapsed", "Platserbjudandet förföll", "The seat offer lapsed"),
    ("seat.offered", "En plats erbjöds", "A seat was offered"),
    ("seat.withdrawn", "Återbud lämnades", "The seat was given back"),
    ("session.closed", "Utloggning", "Sign-out"),
    ("session.opened", "Inloggning", "Sign-in"),
];

/// What `event` is called in `lang`; the event itself when a later version wrote one this one does not know.
#[must_use]
pub fn sentence(event: &str, lang: Lang) -> &str {
    WORDS.iter().find(|(name, ..)| *name == event).map_or(event, |(_, sv, en)| lang.say(sv, en))
}

/// Who did it, where no name is kept: the kind of actor in a word.
#[must_use]
pub fn actor(kind: &str, lang: Lang) -> &str {
    match kind {
        "account" => lang.say("ett konto", "an account"),
        "applicant" => lang.say("den sökande", "the applicant"),
        "manager" => lang.say("chefen", "the manager"),
        "house" => lang.say("systemet", "the system"),
        other => other,
    }
}
