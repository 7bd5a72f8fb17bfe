//! What the register of processing says of each purpose, kind of value and ground of the law.

use super::model::{Basis, Category, Purpose};
use crate::kernel::Lang;

impl Purpose {
    /// Every purpose, in the order pages show them.
    pub const ALL: [Self; 9] = [
        Self::Applying,
        Self::Course,
        Self::Certificates,
        Self::Rollout,
        Self::Letters,
        Self::Accounts,
        Self::Security,
        Self::Feedback,
        Self::Running,
    ];

    /// What it is called.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Accounts => lang.say("Konton och inloggning", "Accounts and sign-in"),
            Self::Applying => lang.say("Ansökan och platser", "Applications and seats"),
            Self::Course => lang.say("Utbildningen", "The course"),
            Self::Certificates => lang.say("Intyg", "Certificates"),
            Self::Rollout => lang.say("Genomförande hemma", "Rollout at home"),
            Self::Letters => lang.say("Brev", "Letters"),
            Self::Security => lang.say("Säkerhet och händelselogg", "Security and journal"),
            Self::Feedback => lang.say("Synpunkter", "Feedback"),
            Self::Running => lang.say("Plattformens uppgifter", "The platform"),
        }
    }

    /// Why it is done.
    #[must_use]
    pub fn why(self, lang: Lang) -> &'static str {
        match self {
            Self::Accounts => lang.say(
                "För att bara den som har i uppdrag att arbeta här ska komma in.",
                "So that only those whose task it is to work here get in.",
            ),
            Self::Applying => lang.say(
                "För att ta emot ansökningar, fråga chefen om uppdrag och mandat och fördela platserna rättvist.",
                "To receive applications, ask the manager about assignment and mandate, and give the seats fairly.",
            ),
            Self::Course => lang.say(
                "För att hålla utbildningen, ordna mat och tillgänglighet och se vem som uppfyller kraven.",
                "To hold the course, arrange food and access, and see who meets the requirement.",
            ),
            Self::Certificates => lang.say(
                "För att utfärda intyg och för att vem som helst ska kunna kontrollera dem.",
                "To issue certificates, and for anybody to be able to verify them.",
            ),
            Self::Rollout => lang.say(
                "För att följa hur arbetet går i kommuner och andra organisationer.",
                "To follow how the work goes in municipalities and other organisations.",
            ),
            Self::Letters => lang.say(
                "För att skicka de brev som hör till ansökan, plats och intyg.",
                "To send the letters that belong to application, seat and certificate.",
            ),
            Self::Security => lang.say(
                "För att kunna visa vem som gjorde vad, och för att stoppa den som gissar lösenord.",
                "To be able to show who did what, and to stop those who guess passwords.",
            ),
            Self::Feedback => lang.say(
                "För att rätta det som är fel på webbplatsen och svara den som vill ha svar.",
                "To put right what is wrong with the site and answer those who want an answer.",
            ),
            Self::Running => lang.say(
                "För att det ska gå att se vem som driver plattformen och skriver under intygen.",
                "So that it can be seen who runs the platform and signs the certificates.",
            ),
        }
    }

    /// Whom it concerns.
    #[must_use]
    pub fn persons(self, lang: Lang) -> &'static str {
        match self {
            Self::Accounts => lang.say(
                "Samordnare, utbildare, administratörer, ombud och forskare",
                "Coordinators, trainers, administrators, delegates and researchers",
            ),
            Self::Applying => lang.say("Sökande, deras chefer, samordnare", "Applicants, their managers, coordinators"),
            Self::Course => lang.say("Deltagare, utbildare", "Participants, trainers"),
            Self::Certificates => lang.say("De som har gått utbildningen", "Those who have taken the course"),
            Self::Rollout => lang.say(
                "De som har gått utbildningen, utbildare som coachar",
                "Those who have taken the course, trainers who coach",
            ),
            Self::Letters => lang.say("Alla som får brev från oss", "Everybody who gets letters from us"),
            Self::Security => lang.say("Alla som gör något i tjänsten", "Everybody who does something in the service"),
            Self::Feedback => lang.say("Besökare som skriver till oss", "Visitors who write to us"),
            Self::Running => lang.say("Den som skriver under intygen", "Whoever signs the certificates"),
        }
    }

    /// On what ground of the law.
    #[must_use]
    pub fn basis(self) -> Basis {
        match self {
            Self::Security => Basis::Duty,
            _ => Basis::PublicTask,
        }
    }

    /// Who is given the values outside the platform.
    #[must_use]
    pub fn recipients(self, lang: Lang) -> &'static str {
        match self {
            Self::Applying => lang.say(
                "Den sökandes chef får namn, uppdrag och besked.",
                "The applicant’s manager gets name, assignment and outcome.",
            ),
            Self::Course => lang
                .say("Köket får mat som antal, aldrig med namn.", "The kitchen gets food as counts, never with names."),
            Self::Certificates => lang.say(
                "Den som har intygets kod ser det som står på intyget.",
                "Whoever has the certificate’s code sees what stands on it.",
            ),
            Self::Letters => lang.say("Den som sköter vår e-postserver.", "Whoever runs our mail server."),
            _ => lang.say("Ingen.", "Nobody."),
        }
    }

    /// How it is guarded.
    #[must_use]
    pub fn guarded_by(self, lang: Lang) -> &'static str {
        match self {
            Self::Accounts => lang.say(
                "Lösenord och koder sparas bara som avtryck, tvåstegsinloggning, varje session kan stängas.",
                "Passwords and codes are kept as digests only, second factor, every session can be ended.",
            ),
            Self::Course => lang.say(
                "Behov är krypterade med en nyckel utanför databasen. Varför någon var borta sparas aldrig.",
                "Needs are encrypted with a key outside the database. Why somebody was away is never kept.",
            ),
            Self::Security => lang.say(
                "Loggen är kedjad så att ändringar märks. Personliga värden ligger för sig och kan raderas.",
                "The journal is chained so that changes show. Personal values lie apart and can be erased.",
            ),
            Self::Applying | Self::Rollout => lang.say(
                "Privata länkar sparas bara som avtryck, var och en ser bara sitt, skyddade personer är maskerade.",
                "Private links are kept as digests only, everybody sees only their own, protected persons are masked.",
            ),
            _ => lang.say(
                "Krypterad förbindelse, roller med minsta möjliga behörighet, varje ändring loggas.",
                "Encrypted connection, roles with the least authority, every change is journalled.",
            ),
        }
    }
}

impl Category {
    /// What it is called.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Contact => lang.say("namn och adresser", "names and addresses"),
            Self::Work => lang.say("organisation, enhet och roll", "organisation, unit and role"),
            Self::Words => lang.say("egna ord", "own words"),
            Self::Needs => lang.say(
                "behov av mat och tillgänglighet (kan röra hälsa)",
                "needs of food and access (may concern health)",
            ),
            Self::Course => {
                lang.say("hur det går: besked, närvaro, beslut", "how it goes: answers, attendance, decisions")
            }
            Self::SignIn => lang.say("inloggning: enheter och tider", "sign-in: devices and times"),
            Self::Acts => lang.say("vad den som arbetar här har gjort", "what those who work here have done"),
        }
    }
}

impl Basis {
    /// The ground in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::PublicTask => lang.say(
                "Uppgift av allmänt intresse (dataskyddsförordningen artikel 6.1 e)",
                "Task in the public interest (GDPR, article 6.1 e)",
            ),
            Self::Duty => {
                lang.say("Rättslig förpliktelse (artikel 6.1 c och 32)", "Legal obligation (articles 6.1 c and 32)")
            }
            Self::Consent => lang.say("Samtycke (artiklarna 6.1 a och 9.2 a)", "Consent (articles 6.1 a and 9.2 a)"),
        }
    }
}
