//! The letters of this room. No secret stands in them but a link that works once.

use super::rules;
use crate::kernel::{AccountId, EmailAddress, Lang};
use crate::outbox::{Addressee, Letter};
use crate::people::Role;

/// Who a letter about an account goes to.
#[derive(Debug, Clone)]
pub struct Owner {
    /// The account.
    pub account: AccountId,
    /// The owner's name.
    pub name: String,
    /// The account's address.
    pub email: EmailAddress,
    /// The account's language.
    pub lang: Lang,
}

/// Who asked for a link to a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Whoever typed the address.
    Somebody,
    /// An administrator, for the owner.
    Administrator,
}

/// What happened to an account, as its owner is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It has another role.
    Role(Role),
    /// It was disabled.
    Disabled,
    /// It was enabled again.
    Enabled,
    /// Its second factor was taken away.
    FactorReset,
    /// Its second factor is another app now.
    FactorChanged,
    /// Its password was changed.
    PasswordChanged,
    /// It became part of another account of the same person.
    Merged,
}

impl Owner {
    fn letter(&self, purpose: &'static str, subject: &str) -> Letter {
        let to = Addressee { name: self.name.clone(), email: self.email.clone() };
        Letter::new(to, purpose, ("account", self.account.0), self.lang, subject.to_owned())
    }
}

/// The invitation to an account, with the link that takes it.
pub fn invitation(to: &Owner, role: Role, link: String) -> Letter {
    let lang = to.lang;
    let (word, days) = (role.word(lang), rules::INVITATION_DAYS);
    let then = if role.has_password() {
        lang.say(
            "Du väljer själv ett lösenord. Vid den första inloggningen kopplar du en app som visar engångskoder.",
            "You choose a password yourself. At the first sign-in you connect an app that shows one-time codes.",
        )
    } else {
        lang.say(
            "Du behöver inget lösenord: när du vill logga in får du en länk i ett brev.",
            "You need no password: whenever you want to sign in you get a link in a letter.",
        )
    };
    to.letter("account.invitation", lang.say("Du är inbjuden", "You are invited"))
        .text(lang.say(
            format!("Du är inbjuden som {word}. Öppna länken och bekräfta inom {days} dagar."),
            format!("You are invited as {word}. Open the link and confirm within {days} days."),
        ))
        .text(then)
        .action(lang.say("Ta emot inbjudan", "Take the invitation"), link)
        .text(lang.say(
            "Väntade du dig ingen inbjudan? Då behöver du inte göra något.",
            "You expected no invitation? Then there is nothing you need to do.",
        ))
}

/// The link to a new password.
pub fn new_password(to: &Owner, by: Asker, link: String) -> Letter {
    let (lang, minutes) = (to.lang, rules::RESET_MINUTES);
    let who = match by {
        Asker::Somebody => lang.say(
            "Någon, troligen du, har bett om ett nytt lösenord.",
            "Somebody, probably you, has asked for a new password.",
        ),
        Asker::Administrator => lang.say(
            "En administratör har skickat dig en länk till ett nytt lösenord.",
            "An administrator has sent you a link to a new password.",
        ),
    };
    to.letter("account.password_reset", lang.say("Välj ett nytt lösenord", "Choose a new password"))
        .text(lang.say(
            format!("{who} Länken gäller i {minutes} minuter."),
            format!("{who} The link opens for {minutes} minutes."),
        ))
        .action(lang.say("Välj ett nytt lösenord", "Choose a new password"), link)
        .text(lang.say(
            "Har du inte bett om det? Då behöver du inte göra något: ditt lösenord gäller som förut.",
            "You have not asked for it? Then there is nothing you need to do: your password works as before.",
        ))
}

/// Tells the owner what was changed, and whom to ask.
pub fn changed(to: &Owner, news: News, contact: &str) -> Letter {
    let lang = to.lang;
    let (subject, sentence) = match news {
        News::Role(role) => (
            lang.say("Din roll har ändrats", "Your role has changed"),
            lang.say(
                format!("Ditt konto har nu rollen {}. Logga in på nytt.", role.word(lang)),
                format!("Your account now has the role {}. Sign in anew.", role.word(lang)),
            ),
        ),
        News::Disabled => (
            lang.say("Ditt konto är avstängt", "Your account is disabled"),
            lang.say("Du kan inte logga in längre.", "You can no longer sign in.").to_owned(),
        ),
        News::Enabled => (
            lang.say("Ditt konto är öppet igen", "Your account is open again"),
            lang.say("Du kan logga in som förut.", "You can sign in as before.").to_owned(),
        ),
        News::FactorReset => (
            lang.say("Dina engångskoder är nollställda", "Your one-time codes have been reset"),
            lang.say(
                "En administratör har tagit bort appen för engångskoder. Nästa gång du loggar in kopplar du en ny.",
                "An administrator has removed the app for one-time codes. At your next sign-in you connect a new one.",
            )
            .to_owned(),
        ),
        News::FactorChanged => (
            lang.say("Du har kopplat en ny app", "You have connected a new app"),
            lang.say(
                "Engångskoderna kommer nu från en annan app, och reservkoderna är nya.",
                "The one-time codes now come from another app, and the recovery codes are new.",
            )
            .to_owned(),
        ),
        News::PasswordChanged => (
            lang.say("Ditt lösenord är bytt", "Your password has been changed"),
            lang.say("Alla andra enheter har loggats ut.", "All other devices have been signed out.").to_owned(),
        ),
        News::Merged => (
            lang.say("Två konton har blivit ett", "Two accounts have become one"),
            lang.say(
                "Du hade två konton. Logga in med den här adressen; den andra går inte längre att logga in med.",
                "You had two accounts. Sign in with this address; the other one no longer signs in.",
            )
            .to_owned(),
        ),
    };
    to.letter("account.changed", subject).text(sentence).text(
        lang.say(
            format!("Stämmer det inte? Hör av dig till {contact}."),
            format!("Is that not right? Tell {contact}."),
        ),
    )
}
