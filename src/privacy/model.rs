//! The words of this room: why something is kept, what kind of value it is, what may be refused.

use crate::kernel::Lang;
use sea_orm::{DeriveActiveEnum, EnumIter};

/// Why values about people are kept: the activities of the register of processing (GDPR, article 30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// Those who work here sign in.
    Accounts,
    /// People apply, managers confirm, seats are given.
    Applying,
    /// Days are attended, and what was completed is decided.
    Course,
    /// Certificates are issued and can be verified for ever.
    Certificates,
    /// What happens at home in the organisations.
    Rollout,
    /// Letters that are promised are sent.
    Letters,
    /// Who did what stays known; guessing is slow.
    Security,
    /// Visitors say what is wrong.
    Feedback,
    /// The platform itself.
    Running,
}

/// What kind of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// Name and addresses.
    Contact,
    /// Organisation, unit, role.
    Work,
    /// What somebody wrote freely.
    Words,
    /// What somebody needs at the course: may tell of health.
    Needs,
    /// How it goes: states, decisions, attendance, days.
    Course,
    /// Signing in: devices, moments, links.
    SignIn,
    /// What somebody who works here did.
    Acts,
}

/// On what ground of the law values are kept (GDPR, articles 6 and 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// A task in the public interest, 6.1 e.
    PublicTask,
    /// A duty in law, 6.1 c.
    Duty,
    /// Consent; for needs also 9.2 a.
    Consent,
}

/// What is done with records when their time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Action {
    /// Erased, or made to name nobody.
    Dispose,
    /// Kept for ever.
    Preserve,
}

impl Action {
    /// The name forms send it by.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Dispose => "dispose",
            Self::Preserve => "preserve",
        }
    }

    /// The action a form sends under this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Dispose, Self::Preserve].into_iter().find(|action| action.key() == text)
    }

    /// The action in a word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Dispose => lang.say("Gallras", "Disposed of"),
            Self::Preserve => lang.say("Bevaras", "Preserved"),
        }
    }
}

/// A public page whose words the operator can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The privacy notice.
    Privacy,
    /// The accessibility statement.
    Accessibility,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 2] = [Self::Privacy, Self::Accessibility];

    /// The name it has in addresses and in its row.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Privacy => "privacy",
            Self::Accessibility => "accessibility",
        }
    }

    /// The part of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.key() == text)
    }

    /// What its page is called.
    #[must_use]
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Privacy => lang.say("Så behandlar vi personuppgifter", "How we process personal data"),
            Self::Accessibility => lang.say("Tillgänglighets\u{ad}redogörelse", "Accessibility statement"),
        }
    }
}

/// What stands where the name of somebody who was erased stood.
pub const REMOVED_NAME: &str = "Borttagen person";

/// What stands where a guest's name stood: a mark says that a guest made it.
pub const REMOVED_GUEST: &str = "–";

/// What this room says when it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// What is due is not what the preview showed.
    Changed,
    /// Who proposes cannot also carry out.
    SecondPerson,
    /// The disposal was carried out or withdrawn already.
    NotOpen,
    /// Nothing is due.
    NothingDue,
    /// This is preserved.
    Preserved,
    /// The person has an account that is not closed.
    HasAccount,
    /// The person takes part in something that goes on.
    TakesPart,
    /// The person is erased already.
    AlreadyErased,
    /// Too much feedback from this network today.
    TooMuchFeedback,
    /// Another application to the same offer has the address.
    AddressTaken,
    /// The rule is fixed.
    Fixed,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Changed => lang.say(
                "Det har ändrats sedan du såg listan, så ingenting är gallrat. Här är listan som den är nu.",
                "It has changed since you saw the list, so nothing was disposed of. Here is the list as it is now.",
            ),
            Self::SecondPerson => lang.say(
                "Be en annan administratör genomföra det. Den som föreslår kan inte också genomföra, inte heller med ett annat konto.",
                "Ask another administrator to carry it out. Whoever proposes cannot also carry out, not by another account either.",
            ),
            Self::NotOpen => lang.say(
                "Förslaget är redan genomfört eller återtaget. Ladda om sidan.",
                "The proposal has already been carried out or withdrawn. Reload the page.",
            ),
            Self::NothingDue => lang.say("Ingenting står på tur att gallras.", "Nothing is due."),
            Self::Preserved => lang.say(
                "Det här bevaras. Ändra regeln först om det ska gallras.",
                "This is preserved. Change the rule first if it is to be disposed of.",
            ),
            Self::HasAccount => lang.say(
                "Personen har ett konto. Stäng kontot först.",
                "The person has an account. Disable the account first.",
            ),
            Self::TakesPart => lang.say(
                "Personen har en ansökan eller en plats som inte är avslutad. Återta ansökan eller lämna platsen först.",
                "The person has an application or a seat that is not over. Withdraw the application or the seat first.",
            ),
            Self::AlreadyErased => lang.say("Personen är redan borttagen.", "The person has already been removed."),
            Self::TooMuchFeedback => lang.say(
                "Det har kommit många synpunkter härifrån i dag. Skriv till oss med e-post i stället.",
                "Much feedback has come from here today. Please write to us by e-mail instead.",
            ),
            Self::AddressTaken => lang.say(
                "Adressen står redan på en annan ansökan till samma erbjudande. Kontrollera den, eller återta den ena ansökan först.",
                "Another application to the same offer already has this address. Check it, or withdraw one of the two first.",
            ),
            Self::Fixed => lang.say(
                "Den här regeln är bestämd och kan inte ändras: deltagarna har lovats den.",
                "This rule is fixed and cannot be changed: participants were promised it.",
            ),
        }
        .to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        (*self == Self::AddressTaken).then_some("email")
    }
}
