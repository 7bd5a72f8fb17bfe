//! What there is to look at where assignments are kept: some waiting to be read, one returned, one handed in anew, one approved.

use super::Incomplete;
use crate::access::SubmissionKey;
use crate::applications::{Applicant, own_address};
use crate::assignments::actions::{self, NewAnswer, NewHandIn};
use crate::assignments::{Handed, Verdict, Way, queries, rules};
use crate::cohorts;
use crate::completion;
use crate::house::House;
use crate::kernel::{CohortId, Instant, Lang};
use crate::people::Trainer;
use crate::programmes::{NewAssignmentText, Words};
use crate::requirements::CompletionRule;
use crate::seats::{self, Participant};

/// What the assignment is called.
pub(super) const ASSIGNMENT: &str = "utkast till genomförandeplan";

/// What is called so in the rule, as people read it.
pub(super) fn described() -> NewAssignmentText {
    NewAssignmentText {
        assignment: ASSIGNMENT.to_owned(),
        title: Words {
            sv: "Ert första utkast till genomförandeplan".to_owned(),
            en: "Your first draft of a rollout plan".to_owned(),
        },
        instruction: Words {
            sv: "Beskriv på en till två sidor nuläget hos er, ett mål som går att följa upp och det första steget: vem som gör vad, \
                 och när.\n\nUtbildaren tittar på om målet rör barn direkt och om steget ryms i er vardag."
                .to_owned(),
            en: "Describe on one or two pages how things stand with you, one aim that can be followed up, and the first step: \
                 who does what, and when.\n\nThe trainer looks at whether the aim concerns children directly and whether the \
                 step fits into your everyday work."
                .to_owned(),
        },
        days_after: Some(14),
    }
}

/// The seat, what was handed in, and the answer: a verdict with a comment, or nothing yet.
type Story = (i64, &'static str, Option<(Verdict, &'static str)>);

const HANDED_IN: [Story; 5] = [
    (
        1,
        "Nuläge: skolan arbetar redan med barnråd, socialnämnden inte.\n\nMål: barnets bästa prövas i varje ärende i \
         socialnämnden före nästa sommar.\n\nFörst: två halvdagar för nämndens handläggare i februari.",
        None,
    ),
    (
        2,
        "Vi ska utbilda alla i kommunen om barnkonventionen.",
        Some((
            Verdict::Returned,
            "En bra riktning! Skriv vilka ni börjar med, när, och hur ni ser att det har gett något.",
        )),
    ),
    (
        3,
        "Nuläge: fullmäktige har inte tagit ställning. Mål: ett beslut i juni. Vi börjar med presidierna i mars och \
         återkommer till gruppledarna i april.",
        Some((Verdict::Approved, "Tydligt och genomförbart. Lycka till i mars!")),
    ),
    (4, "file", None),
    (
        5,
        "Mål: konventionen i budgeten.",
        Some((Verdict::Returned, "Lägg till vem som gör vad, och när budgeten beslutas hos er.")),
    ),
];

/// What whoever sits in the last of these seats handed in after the answer.
const ANEW: &str = "Mål: konventionen i budgeten, som beslutas i november. Jag skriver underlaget med ekonomerna i augusti; \
                    kommunstyrelsen tar upp det i september.";

/// Hands in for some participants of the `running` cohort, and lets the trainer answer some.
pub(super) async fn write(house: &House, trainer: &Trainer, running: CohortId, now: Instant) -> Result<(), Incomplete> {
    let db = house.db.read();
    let cohort = cohorts::queries::find(db, running).await?.ok_or(Incomplete::Day)?;
    let (_, rule) = completion::queries::rule_of(db, &cohort).await?.ok_or(Incomplete::Day)?;
    let participants = seats::queries::active_among(db, &[running]).await?;
    for (seat, words, answer) in HANDED_IN {
        let Some(who) = participants.iter().find(|one| one.seat_number == seat) else { continue };
        let handed = if words == "file" {
            let bytes = "Vårt utkast till genomförandeplan\n\n1. Nuläge\n2. Mål\n3. Första steget\n".as_bytes();
            let file = Some((rules::kind_of(bytes).map_err(|error| failed(&error))?, bytes.to_vec()));
            Handed { way: Way::File, words: String::new(), file, lang: Lang::Sv }
        } else {
            Handed::in_words(words, Lang::Sv)
        };
        hand_in(house, (who, &rule), handed, now).await?;
        let Some((verdict, comment)) = answer else { continue };
        let current = queries::current_of(db, who.id, ASSIGNMENT).await?.ok_or(Incomplete::Day)?;
        let new = NewAnswer { verdict, comment: comment.to_owned(), version: current.version };
        let post = (&house.db, &house.letterhead());
        actions::answer(post, trainer, current.id, &new, now).await.map_err(|error| failed(&error))?;
        if seat == 5 {
            hand_in(house, (who, &rule), Handed::in_words(ANEW, Lang::Sv), now).await?;
        }
    }
    Ok(())
}

async fn hand_in(
    house: &House,
    (who, rule): (&Participant, &CompletionRule),
    handed: Handed,
    now: Instant,
) -> Result<(), Incomplete> {
    let Some(application) = who.application_id else { return Ok(()) };
    let by = Applicant::prove_own(house.db.read(), who.person_id, &own_address(application)).await?;
    let by = by.ok_or(Incomplete::Day)?;
    let key = SubmissionKey::random().map_err(|error| failed(&error))?;
    let new = NewHandIn { assignment: ASSIGNMENT.to_owned(), handed, key, receipt: String::new() };
    let post = (&house.db, &house.letterhead());
    actions::hand_in(post, &by, rule, new, now).await.map_err(|error| failed(&error))
}

fn failed(error: &dyn std::fmt::Debug) -> Incomplete {
    Incomplete::Action(format!("{error:?}"))
}
