//! What each kind of record is called, from when its time counts and what is done with it, in both languages.

use super::rules::What;

impl What {
    /// Name, trigger and deed, Swedish and English.
    #[expect(clippy::too_many_lines, reason = "one entry per kind, and nothing else")]
    pub(super) fn words(self) -> [(&'static str, &'static str); 3] {
        match self {
            Self::Needs => [
                ("Behov av mat och tillgänglighet", "Needs of food and access"),
                ("sista kursdagen", "the last course day"),
                ("raderas", "are erased"),
            ],
            Self::Applications => [
                ("Ansökningar som inte ledde till plats", "Applications that led to no seat"),
                ("det sista beskedet", "the last answer"),
                (
                    "egna ord, adresser och chefens uppgifter raderas; referens och protokoll står kvar",
                    "own words, addresses and the manager’s details are erased; reference and protocol stay",
                ),
            ],
            Self::Reserves => [
                ("Reservlistor", "Reserve lists"),
                ("sista kursdagen i erbjudandet", "the last course day of the offer"),
                (
                    "listan och de sökandes ord raderas; det pseudonyma protokollet står kvar",
                    "the list and the applicants’ words are erased; the pseudonymous protocol stays",
                ),
            ],
            Self::Attendance => [
                ("Närvarons minuter och anmärkningar", "Minutes and remarks of attendance"),
                ("beslutet om kraven", "the decision on completion"),
                ("bara dagens läge står kvar", "only the day’s status stays"),
            ],
            Self::HandIns => [
                ("Hemuppgifternas texter, filer och kommentarer", "Texts, files and comments of assignments"),
                (
                    "beslutet om kraven, annars avhoppet eller omgångens slut",
                    "the decision on completion, else the withdrawal or the cohort’s end",
                ),
                (
                    "innehållet raderas; att de godkänts står kvar",
                    "the contents are erased; that they were approved stays",
                ),
            ],
            Self::Guests => [
                ("Gästutbildares namn vid närvaron", "Names of guest trainers beside attendance"),
                ("kursdagen", "the course day"),
                ("namnet raderas; markeringen står kvar", "the name is erased; the mark stays"),
            ],
            Self::Contact => [
                ("Kontaktuppgifter", "Contact details"),
                ("senaste livstecknet", "the last sign of life"),
                ("e-postadresser raderas", "e-mail addresses are erased"),
            ],
            Self::Letters => [
                ("Skickade brev", "Letters sent"),
                ("att brevet skickades", "the letter was sent"),
                (
                    "adress och text raderas; ämne och syfte står kvar",
                    "address and text are erased; subject and purpose stay",
                ),
            ],
            Self::Feedback => [
                ("Besvarade synpunkter", "Feedback that was answered"),
                ("svaret", "the answer"),
                ("raderas", "is erased"),
            ],
            Self::Journal => [
                ("Händelseloggens personliga värden", "Personal values of the journal"),
                ("händelsen", "the event"),
                (
                    "värdena raderas; händelserna och kedjan står kvar",
                    "the values are erased; the entries and the chain stay",
                ),
            ],
            Self::SignIns => [
                ("Uppgifter om inloggningar", "Records of signing in"),
                ("inloggningen", "the sign-in"),
                ("värdena raderas; händelserna står kvar", "the values are erased; the entries stay"),
            ],
            Self::Drafts => [
                ("Utkast som inte skickades", "Drafts that were not sent"),
                ("att utkastet gick ut", "the draft ran out"),
                ("raderas", "are erased"),
            ],
            Self::Links => [
                ("Privata länkar", "Private links"),
                ("att länken gick ut", "the link ran out"),
                ("raderas", "are erased"),
            ],
            Self::Sessions => {
                [("Sessioner", "Sessions"), ("att sessionen gick ut", "the session ran out"), ("raderas", "are erased")]
            }
            Self::Submissions => [
                ("Formulärs engångsnycklar", "One-time keys of forms"),
                ("att formuläret skickades", "the form was sent"),
                ("raderas", "are erased"),
            ],
            Self::Attempts => {
                [("Räknade försök", "Counted attempts"), ("försöket", "the attempt"), ("raderas", "are erased")]
            }
            Self::Accounts => [
                ("Konton", "Accounts"),
                ("–", "–"),
                ("bevaras så länge kontot finns", "are kept as long as the account exists"),
            ],
            Self::Participants => [
                ("Deltagarlistor per omgång", "Participant lists per cohort"),
                ("–", "–"),
                ("bevaras", "are preserved"),
            ],
            Self::Decisions => [
                ("Beslut om kraven och vilka som är utbildade", "Decisions on completion and who is trained"),
                ("–", "–"),
                ("bevaras", "are preserved"),
            ],
            Self::Certificates => {
                [("Intygsregistret", "The certificate register"), ("–", "–"), ("bevaras", "is preserved")]
            }
            Self::Offers => [
                ("Erbjudanden och fördelningens protokoll", "Offers and protocols of the seats"),
                ("–", "–"),
                ("bevaras", "are preserved"),
            ],
            Self::Programmes => [
                ("Program, omgångar och dagarnas innehåll", "Programmes, cohorts and what their days held"),
                ("–", "–"),
                ("bevaras", "are preserved"),
            ],
            Self::RuleVersions => [("Kravversioner", "Rule versions"), ("–", "–"), ("bevaras", "are preserved")],
            Self::Plans => [
                (
                    "Genomförandeplaner, goda exempel och underlag för KF-beslut",
                    "Rollout plans, good examples and evidence of council decisions",
                ),
                ("–", "–"),
                ("bevaras", "are preserved"),
            ],
            Self::Entries => [
                ("Händelseloggen utan personliga värden", "The journal without personal values"),
                ("–", "–"),
                ("bevaras", "is preserved"),
            ],
            Self::Platform => {
                [("Plattformens egna uppgifter", "The platform’s own words"), ("–", "–"), ("bevaras", "are preserved")]
            }
        }
    }
}
