//! What this room says when it refuses.

use crate::kernel::{Day, Lang};
use crate::locale::dates::iso;
use crate::paper;

/// Why no certificate was issued, corrected or revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody in the cohort is waiting for a paper of this kind.
    NobodyWaits,
    /// Those who wait have names that cannot be printed.
    NamesFirst,
    /// The platform has not been set up, so there is neither issuer nor signatory.
    NoIssuer,
    /// The programme has no award title that is valid on the day of completion.
    NoAwardTitle,
    /// The cohort has no days.
    NoDays,
    /// A stored rule cannot be read.
    UnreadableRule,
    /// The page cannot be drawn for this person.
    Paper(String, paper::Refusal),
    /// The name cannot be printed in the layout's fonts.
    Unprintable(paper::Refusal),
    /// Only a certificate that was revoked can be issued anew.
    NotRevoked,
    /// Issuing anew after a revocation needs a reason.
    NoReasonAnew,
    /// The name is on a paper that holds; it is corrected there.
    NameIssued,
    /// Only a certificate that holds can be replaced or revoked.
    NotCurrent,
    /// The paper is still being written.
    NotReleased,
    /// The new name is the old one.
    SameName,
    /// Somebody else issued at the same moment.
    JustIssued,
    /// Issuing is stopped.
    Stopped,
    /// A stop needs a reason.
    NoReason,
    /// Nothing that is printed has changed.
    SameFacts,
    /// Certificates of this programme hold for good.
    NothingToRenew,
    /// The rule is not met any more, or the decision has to be reviewed first.
    NotDeserved,
    /// The paper prints other days than the attendance has now.
    SaysOtherwise,
    /// The settings name another verification host than this one, which papers carry.
    OtherHost(String),
    /// No host was ever accepted for papers to carry.
    NoHost,
    /// The key or the seal that signs here is retired.
    Retired(String),
    /// The seal's certificate was valid until this day.
    SealOver(Day),
    /// The seal's certificate is valid from this day on.
    SealNotYet(Day),
}

impl crate::kernel::Refusal for Refusal {
    #[expect(clippy::too_many_lines, reason = "a sentence for every refusal, side by side")]
    fn sentence(&self, lang: Lang) -> String {
        let said = match self {
            Self::NobodyWaits => lang.say(
                "Ingen i omgången väntar på ett sådant intyg. Alla som ska ha ett har redan fått det.",
                "Nobody in the cohort is waiting for such a certificate. All who should have one have it already.",
            ),
            Self::NamesFirst => lang.say(
                "De som väntar har namn som inte går att trycka. Ändra först hur namnen ska stå.",
                "Those who wait have names that cannot be printed. First change how the names should stand.",
            ),
            Self::NoIssuer => lang.say(
                "Utfärdare och undertecknare saknas. Fyll i dem under Inställningar först.",
                "Issuer and signatory are missing. Fill them in under Settings first.",
            ),
            Self::NoAwardTitle => lang.say(
                "Utbildningen har ingen titel som gäller den dag kraven blev uppfyllda. Lägg till titelns giltighetstid i programmet.",
                "The programme has no award title valid on the day of completion. Add the title’s period to the programme.",
            ),
            Self::NoDays => lang.say("Omgången har inga utbildningsdagar.", "The cohort has no course days."),
            Self::UnreadableRule => lang.say(
                "Kravet för intyg går inte att läsa. Kontakta den som driver systemet.",
                "The completion rule cannot be read. Contact whoever runs this system.",
            ),
            Self::Paper(name, why) => return format!("{name}: {}", why.say(lang)),
            Self::Unprintable(why) => return why.say(lang),
            Self::NotCurrent => lang.say(
                "Det här intyget gäller inte längre, så det kan varken rättas eller återkallas.",
                "This certificate no longer holds, so it can be neither corrected nor revoked.",
            ),
            Self::NotRevoked => lang.say(
                "Bara ett återkallat intyg kan utfärdas på nytt.",
                "Only a revoked certificate can be issued anew.",
            ),
            Self::NoReasonAnew => lang.say(
                "Skriv varför ett nytt intyg utfärdas.",
                "Write why a new certificate is issued.",
            ),
            Self::NameIssued => lang.say(
                "Intyget är redan utfärdat och namnet på det ändras inte härifrån. Öppna intyget och välj Rätta namnet.",
                "The certificate is issued already, and the name on it is not changed from here. Open the certificate and choose Correct the name.",
            ),
            Self::NotReleased => lang.say(
                "Intyget håller på att skrivas. Vänta några sekunder och försök igen.",
                "The certificate is being written. Wait a few seconds and try again.",
            ),
            Self::SameName => lang.say(
                "Namnet är detsamma som på intyget. Skriv det som det ska stå i stället.",
                "The name is the same as on the certificate. Write it as it should stand instead.",
            ),
            Self::Stopped => lang.say(
                "Utfärdandet är stoppat. Inget nummer är taget. Se skälet på sidan Intyg, där det också kan släppas igen.",
                "Issuing is stopped. No number was taken. The reason stands on the page Certificates, where it can be lifted too.",
            ),
            Self::NoReason => lang.say(
                "Skriv vad som är fel, så att dina kollegor vet varför inget utfärdas.",
                "Write what is wrong, so that your colleagues know why nothing is issued.",
            ),
            Self::SameFacts => lang.say(
                "Inget av det som trycks har ändrats. Rätta först det som är fel: dagarna, närvaron, platsen, programmet eller intygets utseende.",
                "Nothing that is printed has changed. First correct what is wrong: the days, the attendance, the place, the programme or the look of the certificate.",
            ),
            Self::NothingToRenew => lang.say(
                "Intyget gäller tills vidare och behöver inte förnyas.",
                "The certificate holds for good and needs no renewal.",
            ),
            Self::NotDeserved => lang.say(
                "Underlaget räcker inte längre till det här intyget. Se över beslutet på omgångens sida först.",
                "The facts no longer carry this certificate. Review the decision on the cohort’s page first.",
            ),
            Self::SaysOtherwise => lang.say(
                "Intyget visar andra dagar än närvaron nu. Utfärda först ett nytt med dagens uppgifter.",
                "The certificate shows other days than the attendance now. First issue a new one with today’s facts.",
            ),
            Self::OtherHost(carried) => {
                return lang.say(
                    format!(
                        "Inställningarna anger en annan kontrolladress än {carried}, som står på alla utfärdade intyg. Den som \
                         driver tjänsten behöver rätta inställningen, eller säga ja till den nya adressen."
                    ),
                    format!(
                        "The settings name another verification address than {carried}, which every issued certificate \
                         carries. Whoever runs the service has to mend the setting, or say yes to the new address."
                    ),
                );
            }
            Self::NoHost => lang.say(
                "Ingen kontrolladress är bestämd, och den står på intygen för alltid. Den som driver tjänsten behöver ange \
                 verification_address eller public_address och köra stafett verification-host accept.",
                "No verification address has been settled, and certificates carry it for ever. Whoever runs the service has to \
                 set verification_address or public_address and run stafett verification-host accept.",
            ),
            Self::Retired(id) => {
                return lang.say(
                    format!(
                        "Nyckeln {id} är tagen ur bruk, så inget undertecknas med den. Den som driver tjänsten behöver starta om \
                         den med en nyckel som är i bruk."
                    ),
                    format!(
                        "The key {id} is retired, so nothing is signed with it. Whoever runs the service has to start it anew \
                         with a key that is in use."
                    ),
                );
            }
            Self::SealOver(day) => {
                return lang.say(
                    format!(
                        "Sigillets certifikat gällde till och med {}, så inga nya intyg förseglas med det. Den som driver \
                         tjänsten behöver förnya det.",
                        iso(*day)
                    ),
                    format!(
                        "The certificate of the seal was valid until {}, so it seals no new papers. Whoever runs the service \
                         has to renew it.",
                        iso(*day)
                    ),
                );
            }
            Self::SealNotYet(day) => {
                return lang.say(
                    format!("Sigillets certifikat gäller först från {}. Inget förseglas med det dessförinnan.", iso(*day)),
                    format!("The certificate of the seal is valid from {} only. Nothing is sealed with it before.", iso(*day)),
                );
            }
            Self::JustIssued => lang.say(
                "Någon annan utfärdade samtidigt. Öppna sidan på nytt och se vad som finns.",
                "Somebody else issued at the same moment. Open the page again to see what there is.",
            ),
        };
        said.to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Unprintable(why) => why.is_about_the_name().then_some("name"),
            Self::SameName | Self::NameIssued => Some("name"),
            Self::NoReason => Some("reason"),
            Self::NoReasonAnew => Some("why"),
            _ => None,
        }
    }
}
