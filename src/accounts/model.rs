//! The words of this room.

use crate::kernel::{self, EmailAddress, Lang, OrganisationId, PersonName};
use crate::people::{self, Role};

/// Somebody about to be invited.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The name.
    pub name: PersonName,
    /// The address that gets the letter and is signed in with.
    pub email: EmailAddress,
    /// What they will be able to do.
    pub role: Role,
    /// What a delegate speaks for, which pilots a researcher reads.
    pub organisations: Vec<OrganisationId>,
    /// The language of the letter and, until they change it, of their pages.
    pub lang: Lang,
}

/// What this room says when it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Something about an address, a password or a code.
    Entry(people::Refusal),
    /// The old password was wrong.
    WrongOldPassword,
    /// Nobody disables, merges away or changes the role of their own account.
    Oneself,
    /// Somebody must be able to look after the accounts.
    LastAdministrator,
    /// A delegate or researcher without an organisation could see nothing.
    NoOrganisation,
    /// The account is in a state in which that cannot be done.
    WrongState,
    /// An account cannot be merged with itself or with one that is merged away.
    NotMergeable,
}

impl From<people::Refusal> for Refusal {
    fn from(refusal: people::Refusal) -> Self {
        Self::Entry(refusal)
    }
}

impl kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        let said = match self {
            Self::Entry(refusal) => return refusal.sentence(lang),
            Self::WrongOldPassword => {
                lang.say("Det nuvarande lösenordet stämmer inte.", "The present password is wrong.")
            }
            Self::Oneself => lang.say(
                "Du kan inte göra det med ditt eget konto. Be en annan administratör.",
                "You cannot do that with your own account. Ask another administrator.",
            ),
            Self::LastAdministrator => lang.say(
                "Det är det sista aktiva administratörskontot. Gör någon annan till administratör först.",
                "This is the last active administrator account. Make somebody else administrator first.",
            ),
            Self::NoOrganisation => lang
                .say("Välj minst en organisation för den rollen.", "Choose at least one organisation for that role."),
            Self::WrongState => lang.say(
                "Kontots läge har ändrats, så det går inte. Ladda om sidan.",
                "The account's state has changed, so this cannot be done. Reload the page.",
            ),
            Self::NotMergeable => lang.say(
                "De två kontona går inte att slå ihop. Välj ett annat konto som inte är sammanslaget.",
                "These two accounts cannot be merged. Choose another account that is not merged.",
            ),
        };
        said.to_owned()
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Entry(refusal) => kernel::Refusal::field(refusal),
            Self::WrongOldPassword => Some("old_password"),
            Self::NoOrganisation => Some("organisations"),
            Self::NotMergeable => Some("into"),
            Self::Oneself | Self::LastAdministrator | Self::WrongState => None,
        }
    }
}
