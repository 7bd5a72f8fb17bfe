//! The parts of a page, for words about the one that does not fit.

use crate::kernel::Lang;

/// A part of a page whose text comes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The issuer on top.
    Issuer,
    /// What the paper calls itself.
    Title,
    /// What stands before the name.
    Lead,
    /// The holder's name.
    Holder,
    /// What stands after the name.
    Sentence,
    /// The title awarded.
    Award,
    /// The programme attended.
    Programme,
    /// The course days.
    Days,
    /// Learning goals, rule and trainers.
    Details,
    /// The trainers' names.
    Trainers,
    /// Where the course was held.
    Place,
    /// The line that says who issued and when.
    Issued,
    /// Who signs.
    Signatory,
    /// In what capacity.
    SignatoryTitle,
    /// The code.
    Code,
    /// How to check the paper.
    Address,
}

impl Part {
    /// What the part is called.
    #[must_use]
    pub fn say(self, lang: Lang) -> &'static str {
        match self {
            Self::Issuer => lang.say("utfärdarens namn", "the issuer’s name"),
            Self::Title => lang.say("rubriken", "the heading"),
            Self::Lead => lang.say("orden före namnet", "the words before the name"),
            Self::Holder => lang.say("namnet", "the name"),
            Self::Sentence => lang.say("meningen efter namnet", "the sentence after the name"),
            Self::Award => lang.say("titeln som ges", "the title awarded"),
            Self::Programme => lang.say("utbildningens namn", "the programme’s name"),
            Self::Days => lang.say("utbildningsdagarna", "the course days"),
            Self::Details => lang.say("lärandemål, krav och utbildare", "learning goals, requirements and trainers"),
            Self::Trainers => lang.say("utbildarnas namn", "the trainers’ names"),
            Self::Place => lang.say("platsen", "the place"),
            Self::Issued => lang.say("raden om vem som utfärdar", "the line that tells who issues"),
            Self::Signatory => lang.say("undertecknarens namn", "the signatory’s name"),
            Self::SignatoryTitle => lang.say("undertecknarens titel", "the signatory’s title"),
            Self::Code => lang.say("koden", "the code"),
            Self::Address => lang.say("kontrolladressen", "the verification address"),
        }
    }
}
