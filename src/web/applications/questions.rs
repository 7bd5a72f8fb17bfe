//! The questions of an application: their order, what they hold, how their answers are read.

use super::shown::ANOTHER;
use crate::applications::{Answers, Superior, Terms, Workplace};
use crate::kernel::{CohortId, EmailAddress, Lang, OrganisationId};
use crate::web::form::{Reading, Submitted};
use rocket::request::FromParam;

/// One question per page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    Name,
    Organisation,
    Role,
    Mandate,
    Superior,
    Cohorts,
}

impl Question {
    const ALL: [Self; 6] = [Self::Name, Self::Organisation, Self::Role, Self::Mandate, Self::Superior, Self::Cohorts];

    /// The word in the page's address.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Organisation => "organisation",
            Self::Role => "role",
            Self::Mandate => "mandate",
            Self::Superior => "manager",
            Self::Cohorts => "cohorts",
        }
    }

    /// The questions of an offer: with a single cohort nobody is asked which.
    pub(super) fn of(terms: &Terms) -> Vec<Self> {
        let asks_cohorts = terms.cohorts.len() > 1;
        Self::ALL.into_iter().filter(|question| asks_cohorts || *question != Self::Cohorts).collect()
    }

    /// Whether it has been answered.
    pub(super) fn is_answered(self, answers: &Answers) -> bool {
        match self {
            Self::Name => answers.name.is_some() && answers.email.is_some(),
            Self::Organisation => answers.workplace.is_some(),
            Self::Role => answers.role.is_some(),
            Self::Mandate => answers.mandate.is_some(),
            Self::Superior => answers.superior.is_some(),
            Self::Cohorts => answers.cohorts.is_some(),
        }
    }

    /// What was answered before, as the form's values.
    pub(super) fn kept(self, answers: &Answers, terms: &Terms) -> Submitted {
        let text = |value: Option<String>| value.unwrap_or_default();
        let pairs: Vec<(String, String)> = match self {
            Self::Name => vec![
                ("name".into(), text(answers.name.as_ref().map(ToString::to_string))),
                ("email".into(), text(answers.email.as_ref().map(ToString::to_string))),
            ],
            Self::Organisation => {
                let (chosen, typed) = match &answers.workplace {
                    Some(Workplace::Listed(id)) => (id.to_string(), String::new()),
                    Some(Workplace::Typed(name)) => (ANOTHER.to_owned(), name.clone()),
                    None => (String::new(), String::new()),
                };
                vec![
                    ("organisation".into(), chosen),
                    ("other_organisation".into(), typed),
                    ("unit".into(), answers.unit.clone()),
                ]
            }
            Self::Role => vec![("role".into(), text(answers.role.clone()))],
            Self::Mandate => vec![("mandate".into(), text(answers.mandate.clone()))],
            Self::Superior => vec![
                ("manager_name".into(), text(answers.superior.as_ref().map(|one| one.name.to_string()))),
                ("manager_email".into(), text(answers.superior.as_ref().map(|one| one.email.to_string()))),
            ],
            Self::Cohorts => wishes_kept(answers, terms),
        };
        Submitted::of(pairs)
    }

    /// Takes this question's fields, and no others, from `answered` into what the draft keeps.
    pub(super) fn take_over(self, kept: &mut Answers, answered: Answers) {
        match self {
            Self::Name => (kept.name, kept.email) = (answered.name, answered.email),
            Self::Organisation => (kept.workplace, kept.unit) = (answered.workplace, answered.unit),
            Self::Role => kept.role = answered.role,
            Self::Mandate => kept.mandate = answered.mandate,
            Self::Superior => kept.superior = answered.superior,
            Self::Cohorts => kept.cohorts = answered.cohorts,
        }
    }

    /// Reads what was typed into `answers`; what is wrong stands in `reading`, and then nothing should be kept.
    pub(super) fn read(self, reading: &mut Reading<'_>, form: &Submitted, to: (&mut Answers, &Terms, Lang)) {
        let (answers, terms, lang) = to;
        match self {
            Self::Name => {
                answers.name = reading.name("name");
                answers.email = reading.email("email");
            }
            Self::Organisation => {
                answers.workplace = workplace(reading, form, terms, lang);
                answers.unit = reading.optional_line("unit", 120).unwrap_or_default();
            }
            Self::Role => {
                let missing = lang.say("Skriv din roll eller befattning.", "Write your role or position.");
                answers.role = reading.line("role", 120, missing);
            }
            Self::Mandate => {
                let missing = lang.say(
                    "Beskriv uppdraget och mandatet med egna ord.",
                    "Describe the assignment and mandate in your own words.",
                );
                answers.mandate = reading.words("mandate", 4000, missing);
            }
            Self::Superior => {
                let own = answers.email.clone();
                answers.superior = superior(reading, ("manager_name", "manager_email"), own.as_ref(), lang);
            }
            Self::Cohorts => answers.cohorts = cohorts(reading, form, terms, lang),
        }
    }
}

impl FromParam<'_> for Question {
    type Error = ();

    fn from_param(param: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|question| question.key() == param).ok_or(())
    }
}

fn workplace(reading: &mut Reading<'_>, form: &Submitted, terms: &Terms, lang: Lang) -> Option<Workplace> {
    if form.get("organisation") == ANOTHER {
        let missing = lang.say("Skriv organisationens namn.", "Write the name of the organisation.");
        return reading.line("other_organisation", 100, missing).map(Workplace::Typed);
    }
    let missing = lang.say(
        "Välj din kommun eller organisation i listan, eller välj Annan organisation.",
        "Choose your municipality or organisation in the list, or choose Another organisation.",
    );
    let listed = |id: &OrganisationId| terms.organisations.iter().any(|one| one.id == *id);
    reading
        .choice("organisation", missing, |chosen| chosen.parse::<OrganisationId>().ok().filter(listed))
        .map(Workplace::Listed)
}

/// Reads a manager's name and address, which must not be the applicant's own.
pub(super) fn superior(
    reading: &mut Reading<'_>,
    (name_field, email_field): (&str, &str),
    own: Option<&EmailAddress>,
    lang: Lang,
) -> Option<Superior> {
    use crate::kernel::Refusal as _;
    let (name, email) = (reading.name(name_field), reading.email(email_field));
    if let (Some(email), Some(own)) = (&email, own)
        && email.normalised() == own.normalised()
    {
        reading.wrong(email_field, crate::applications::Refusal::OwnManager.sentence(lang));
        return None;
    }
    Some(Superior { name: name?, email: email? })
}

fn wishes_kept(answers: &Answers, terms: &Terms) -> Vec<(String, String)> {
    let Some(wished) = &answers.cohorts else { return Vec::new() };
    let place = |id: CohortId| {
        let place = wished.iter().position(|one| *one == id);
        (format!("cohort-{id}"), place.map_or("no".to_owned(), |place| (place + 1).to_string()))
    };
    terms.cohort_ids().into_iter().map(place).collect()
}

/// The possible cohorts, preferred first: every one answered, no place given twice, at least one possible.
fn cohorts(reading: &mut Reading<'_>, form: &Submitted, terms: &Terms, lang: Lang) -> Option<Vec<CohortId>> {
    let ids = terms.cohort_ids();
    if let [only] = ids.as_slice() {
        return Some(vec![*only]);
    }
    let mut wished: Vec<(usize, CohortId)> = Vec::new();
    let mut is_answered = true;
    for id in &ids {
        let field = format!("cohort-{id}");
        match form.get(&field) {
            "no" => {}
            typed => match typed.parse::<usize>().ok().filter(|place| (1..=ids.len()).contains(place)) {
                Some(place) if wished.iter().any(|(taken, _)| *taken == place) => {
                    is_answered = false;
                    reading.wrong(&field, lang.say("Ge varje val en gång.", "Give each choice once."));
                }
                Some(place) => wished.push((place, *id)),
                None => {
                    is_answered = false;
                    let sentence = lang.say(
                        "Välj i vilken hand, eller att du inte kan delta.",
                        "Choose which choice it is, or that you cannot attend.",
                    );
                    reading.wrong(&field, sentence);
                }
            },
        }
    }
    if is_answered && wished.is_empty() {
        let first = ids.first().map(|id| format!("cohort-{id}")).unwrap_or_default();
        let sentence =
            lang.say("Du behöver kunna delta i minst en omgång.", "You need to be able to attend at least one cohort.");
        reading.wrong(&first, sentence);
        return None;
    }
    wished.sort_unstable();
    is_answered.then(|| wished.into_iter().map(|(_, id)| id).collect())
}
