//! Cohorts as lines with strips, organisations as choices.

use crate::applications::Terms;
use crate::kernel::{Day, Lang};
use crate::web::parts::{Choice, StripDay};
use crate::web::strip;

/// The value of the choice that is none of the listed organisations.
pub(super) const ANOTHER: &str = "other";

/// A cohort as applicants and managers see it.
pub(super) struct CohortLine {
    /// The name of its field, where it has one: `cohort-3`.
    pub field: String,
    /// Its name.
    pub name: String,
    /// Days and place in one line.
    pub words: String,
    /// Its days.
    pub strip: Vec<StripDay>,
}

impl CohortLine {
    /// Its days, lent to the strip.
    pub(super) fn days(&self) -> &[StripDay] {
        &self.strip
    }
}

/// The cohorts of an offer, in its order.
pub(super) fn cohort_lines(terms: &Terms, lang: Lang, today: Day) -> Vec<CohortLine> {
    let words = terms.cohorts_in_words(lang);
    let line = |((cohort, days), (name, words)): (&(_, Vec<_>), (String, String))| {
        let cohort: &crate::cohorts::Cohort = cohort;
        CohortLine { field: format!("cohort-{}", cohort.id), name, words, strip: strip::of_cohort(lang, days, today) }
    };
    terms.cohorts.iter().zip(words).map(line).collect()
}

/// The organisations to choose from, and "another".
pub(super) fn organisation_choices(terms: &Terms, lang: Lang) -> Vec<Choice> {
    let listed = terms.organisations.iter().map(|one| Choice::new(one.id, one.name.clone()));
    let another = lang.say("Annan organisation (skriv namnet nedan)", "Another organisation (write its name below)");
    listed.chain([Choice::new(ANOTHER, another)]).collect()
}

/// First choice, second choice …, not possible.
pub(super) fn wishes(cohorts: usize, lang: Lang) -> Vec<Choice> {
    let wish = |place: usize| {
        let ordinal = match place {
            1 => lang.say("Förstahandsval", "First choice").to_owned(),
            2 => lang.say("Andrahandsval", "Second choice").to_owned(),
            other => lang.say(format!("Val {other}"), format!("Choice {other}")),
        };
        Choice::new(place, ordinal)
    };
    let impossible = Choice::new("no", lang.say("Kan inte delta", "Cannot attend"));
    (1..=cohorts).map(wish).chain([impossible]).collect()
}
