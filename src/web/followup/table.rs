//! The rows behind a figure as a table, for the page and the spreadsheet alike.

use crate::followup::model::{Facts, Key, Row};
use crate::followup::words;
use crate::graduates::Source;
use crate::kernel::{Lang, OrganisationId, PersonId};
use crate::locale::{numbers, sorting, stockholm};
use crate::people::Person;
use crate::seats::ParticipantState;
use crate::web::spreadsheet::Cell;
use std::collections::HashMap;

/// Headings and rows; every row has as many cells as there are headings.
pub struct Table {
    /// The headings.
    pub headings: Vec<&'static str>,
    /// The rows, sorted by their first cell.
    pub rows: Vec<Vec<Cell>>,
}

/// The persons that `rows` name.
pub fn persons_in(rows: &[Row<'_>]) -> Vec<PersonId> {
    let mut persons: Vec<PersonId> = rows
        .iter()
        .filter_map(|row| match row {
            Row::Graduate(one) => Some(one.person_id),
            Row::Application(one) => Some(one.person_id),
            Row::Participant(one) => Some(one.person_id),
            _ => None,
        })
        .collect();
    persons.sort_unstable();
    persons.dedup();
    persons
}

/// Lays out the rows behind `key`.
pub fn table(facts: &Facts, persons: &[Person], (key, rows): (Key, &[Row<'_>]), lang: Lang) -> Table {
    let names = Names { facts, lang, persons: persons.iter().map(|one| (one.id, one)).collect() };
    let mut rows: Vec<Vec<Cell>> = rows.iter().map(|row| names.cells(row)).collect();
    rows.sort_by(|one, other| sorting::compare(&first(one), &first(other)));
    Table { headings: headings(key, lang), rows }
}

/// A cell as the page shows it.
pub fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => numbers::number(*number),
        Cell::Date(day) => crate::locale::dates::iso(*day),
        Cell::Empty => String::new(),
    }
}

fn first(row: &[Cell]) -> String {
    row.first().map(shown).unwrap_or_default()
}

fn headings(key: Key, lang: Lang) -> Vec<&'static str> {
    let (name, organisation) = (lang.say("Namn", "Name"), lang.say("Organisation", "Organisation"));
    let (municipality, day) = (lang.say("Kommun", "Municipality"), lang.say("Datum", "Date"));
    let cohort = lang.say("Omgång", "Cohort");
    match key {
        Key::Trained | Key::TrainedInAll | Key::Completed => vec![
            name,
            organisation,
            lang.say("Fullföljde", "Completed"),
            lang.say("Kurs", "Course"),
            lang.say("Källa", "Source"),
        ],
        Key::Municipalities | Key::MunicipalitiesInAll => vec![municipality, lang.say("Utbildade", "Trained")],
        Key::Seats => {
            vec![cohort, lang.say("Ort", "Place"), lang.say("Sista dag", "Last day"), lang.say("Platser", "Seats")]
        }
        Key::Applications | Key::Eligible | Key::Offered => {
            vec![name, organisation, lang.say("Referens", "Reference"), lang.say("Inskickad", "Sent")]
        }
        Key::Accepted | Key::Started => vec![name, organisation, cohort, lang.say("Återbud", "Withdrawn")],
        Key::Local | Key::LocalBy(_) | Key::LocalUnverified => {
            vec![organisation, day, lang.say("Utbildning", "Training"), lang.say("Deltagare", "Heads")]
        }
        Key::Decisions(_) => vec![
            municipality,
            lang.say("Organ", "Body"),
            lang.say("Beslutat", "Decided"),
            lang.say("Paragraf", "Section"),
            lang.say("Diarienummer", "Registry number"),
            lang.say("Underlag", "Evidence"),
        ],
        Key::Plans(_) => vec![municipality, lang.say("Läge sedan", "State since")],
        Key::Milestones => vec![municipality, lang.say("Milstolpe", "Milestone"), lang.say("Nådd", "Reached")],
        Key::Networks | Key::WorkingGroups => {
            vec![municipality, lang.say("Första gången", "First time"), lang.say("Med egna ord", "In their words")]
        }
    }
}

struct Names<'a> {
    facts: &'a Facts,
    lang: Lang,
    persons: HashMap<PersonId, &'a Person>,
}

impl Names<'_> {
    fn organisation(&self, id: OrganisationId) -> Cell {
        self.facts.organisations.get(&id).map_or(Cell::Empty, |one| Cell::Text(one.name.clone()))
    }

    /// A protected person's name stands on no list and in no file.
    fn person(&self, id: PersonId) -> Cell {
        match self.persons.get(&id) {
            Some(person) => Cell::from(person.shown_name(self.lang)),
            None => Cell::Empty,
        }
    }

    fn cohort(&self, id: crate::kernel::CohortId) -> Option<String> {
        self.facts.cohorts.iter().find(|(cohort, _)| cohort.id == id).map(|(cohort, _)| cohort.name.clone())
    }

    fn cells(&self, row: &Row<'_>) -> Vec<Cell> {
        let lang = self.lang;
        match row {
            Row::Graduate(one) => {
                let source = match one.source {
                    Source::Course => lang.say("utbildning här", "course here"),
                    Source::FormerRegister => lang.say("tidigare register", "former register"),
                };
                let course = one.cohort_id.and_then(|id| self.cohort(id)).unwrap_or_else(|| one.course.clone());
                let at = self.organisation(one.organisation_id);
                vec![self.person(one.person_id), at, one.completed_on.into(), course.into(), source.into()]
            }
            Row::Municipality(id, count) => vec![self.organisation(*id), (*count).into()],
            Row::Cohort(cohort, last) => {
                vec![cohort.name.clone().into(), cohort.place.clone().into(), (*last).into(), cohort.capacity.into()]
            }
            Row::Application(one) => vec![
                self.person(one.person_id),
                self.organisation(one.organisation_id),
                one.reference.clone().into(),
                stockholm::today(one.submitted_at).into(),
            ],
            Row::Participant(one) => {
                let withdrawn = one.state == ParticipantState::Withdrawn;
                let cohort = self.cohort(one.cohort_id).map_or(Cell::Empty, Cell::Text);
                let withdrawn = if withdrawn { lang.say("ja", "yes").into() } else { Cell::Empty };
                vec![self.person(one.person_id), self.organisation(one.organisation_id), cohort, withdrawn]
            }
            Row::Training(at, one, heads) => {
                vec![self.organisation(*at), one.day.into(), one.title.clone().into(), (*heads).into()]
            }
            Row::Decision(at, decision) => self.decision(*at, *decision),
            Row::Plan(at, since) => vec![self.organisation(*at), since.map_or(Cell::Empty, Cell::Date)],
            Row::Milestone(at, one) => {
                vec![
                    self.organisation(*at),
                    one.milestone.to_uppercase().into(),
                    one.reached_on.map_or(Cell::Empty, Cell::Date),
                ]
            }
            Row::Happening(at, one) => vec![self.organisation(*at), one.day.into(), one.words.clone().into()],
        }
    }

    fn decision(&self, at: OrganisationId, decision: Option<&crate::rollouts::CouncilDecision>) -> Vec<Cell> {
        let lang = self.lang;
        let Some(one) = decision else {
            let missing = Cell::from(lang.say("uppgift saknas", "no data"));
            return vec![self.organisation(at), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, missing];
        };
        let evidence = match one.evidenced_at {
            Some(_) => lang.say("styrkt", "evidenced"),
            None => lang.say("uppgiven, ej styrkt", "said, not evidenced"),
        };
        vec![
            self.organisation(at),
            words::body(one.body, lang).into(),
            one.decided_on.into(),
            one.paragraph.clone().into(),
            one.registry_number.clone().into(),
            evidence.into(),
        ]
    }
}
