//! Rows read against the register: which organisation is meant, who stands there twice, who is there already. Pure.

use super::import::{Column, Fault, Read, Typed, read};
use crate::kernel::OrganisationId;
use crate::locale::text::folded;
use std::collections::{HashMap, HashSet};

/// A row that can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// What it says.
    pub row: Read,
    /// The organisation it means.
    pub organisation: OrganisationId,
}

/// A row after the check: as it was typed, and what came of it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// As it was typed.
    pub typed: Typed,
    /// Importable, or everything that is wrong with it.
    pub outcome: Result<Sound, Vec<Fault>>,
}

/// What the register knows, made ready for the check.
#[derive(Debug, Default)]
pub struct Register {
    organisations: HashMap<String, OrganisationId>,
    names: Vec<String>,
    registered: HashSet<(String, OrganisationId, i32)>,
    last_year: i32,
}

impl Register {
    /// From organisations (id, code, name), who is registered (name, organisation, year), and the last year that may be.
    #[must_use]
    pub fn new(
        organisations: &[(OrganisationId, String, String)],
        registered: impl IntoIterator<Item = (String, OrganisationId, i32)>,
        last_year: i32,
    ) -> Self {
        let mut register = Self { last_year, ..Self::default() };
        for (id, code, name) in organisations {
            register.organisations.insert(folded(code), *id);
            register.organisations.insert(folded(name), *id);
            register.names.push(name.clone());
        }
        register.registered = registered.into_iter().map(|(name, at, year)| (folded(&name), at, year)).collect();
        register
    }

    /// The organisation written as `words`; "Eslövs kommun" finds Eslöv and the other way round.
    fn organisation(&self, words: &str) -> Result<OrganisationId, Fault> {
        if words.trim().is_empty() {
            return Err(Fault::NoOrganisation);
        }
        let typed = folded(words);
        let bare = without_kind(&typed);
        let spellings = [typed.clone(), bare.to_owned(), bare.trim_end_matches('s').to_owned()];
        let found = spellings.iter().find_map(|one| self.organisations.get(one));
        let longer = [format!("{bare} kommun"), format!("{bare}s kommun")];
        let found = found.or_else(|| longer.iter().find_map(|one| self.organisations.get(one)));
        found.copied().ok_or_else(|| Fault::UnknownOrganisation(self.nearest(bare)))
    }

    /// The name that takes the fewest changes, if a third of its letters or less.
    fn nearest(&self, typed: &str) -> Option<String> {
        let measured = self.names.iter().map(|name| (distance(typed, without_kind(&folded(name))), name));
        let (changes, name) = measured.min_by_key(|(changes, _)| *changes)?;
        (changes <= (name.chars().count() / 3).max(1)).then(|| name.clone())
    }
}

/// Folded name, organisation, year, folded course: what makes two rows the same, unless their addresses differ.
type Entry = (String, OrganisationId, i32, String);

/// Checks every row; nothing is stored.
#[must_use]
pub fn check(rows: Vec<Typed>, register: &Register) -> Vec<Checked> {
    let mut seen: HashMap<Entry, Vec<(usize, Option<String>)>> = HashMap::new();
    let judged = rows.into_iter().map(|typed| {
        let organisation = register.organisation(typed.get(Column::Organisation));
        let outcome = match (read(&typed, register.last_year), organisation) {
            (Ok(row), Ok(organisation)) => {
                let key = (folded(row.name.as_str()), organisation, row.year, folded(&row.course));
                let email = row.email.as_ref().map(crate::kernel::EmailAddress::normalised);
                let earlier = seen.entry(key.clone()).or_default();
                let same = |other: &Option<String>| other.is_none() || email.is_none() || *other == email;
                let twin = earlier.iter().find(|(_, other)| same(other)).map(|(line, _)| *line);
                earlier.push((typed.line, email.clone()));
                if let Some(line) = twin {
                    Err(vec![Fault::Duplicate(line)])
                } else if register.registered.contains(&(key.0, organisation, row.year)) {
                    Err(vec![Fault::Registered])
                } else {
                    Ok(Sound { row, organisation })
                }
            }
            (Ok(_), Err(fault)) => Err(vec![fault]),
            (Err(mut faults), organisation) => {
                faults.extend(organisation.err());
                Err(faults)
            }
        };
        Checked { typed, outcome }
    });
    judged.collect()
}

fn without_kind(name: &str) -> &str {
    let name = name.strip_suffix(" kommun").or_else(|| name.strip_suffix(" stad")).unwrap_or(name);
    name.strip_suffix(" municipality").unwrap_or(name)
}

/// How many letters must be added, dropped or changed (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (place, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::super::import::{Refusal, rows};
    use super::*;

    fn register() -> Register {
        let organisations = [(1, "1285", "Eslöv"), (2, "1260", "Bjuv"), (3, "LU", "Lunds universitet")];
        let organisations: Vec<_> =
            organisations.map(|(id, code, name)| (OrganisationId(id), code.to_owned(), name.to_owned())).into();
        Register::new(&organisations, [("Åsa Öberg".to_owned(), OrganisationId(1), 2011)], 2012)
    }

    fn faults(paste: &str) -> Vec<Fault> {
        let checked = check(rows(paste).expect("rows"), &register());
        checked.into_iter().flat_map(|one| one.outcome.err().unwrap_or_default()).collect()
    }

    #[test]
    fn columns_are_found_by_their_headings_in_any_order() {
        let paste = "\u{feff}År;Kommun;Anteckning;Namn\r\n2010;Eslövs kommun;hemligt;Anna Ek\r\n";

        let read = rows(paste).expect("rows");

        assert_eq!(read[0].cells, ["Anna Ek", "", "Eslövs kommun", "", "2010"]);
        assert_eq!(read[0].line, 2);
    }

    #[test]
    fn without_headings_the_order_is_the_usual_one() {
        let tabs = rows("Anna Ek\tanna@example.org\tBjuv\tKurs 1\t2011").expect("rows");
        let commas = rows("Anna Ek,anna@example.org,Bjuv,\"Kurs, ett\",2011").expect("rows");

        assert_eq!(tabs[0].cells, ["Anna Ek", "anna@example.org", "Bjuv", "Kurs 1", "2011"]);
        assert_eq!(commas[0].cells[3], "Kurs, ett");
    }

    #[test]
    fn broken_letters_single_columns_and_missing_headings_are_refused_as_a_whole() {
        assert_eq!(rows(" \n"), Err(Refusal::Nothing));
        assert_eq!(rows("Ã…sa;a@b.se;EslÃ¶v;k;2011"), Err(Refusal::Mangled));
        assert_eq!(rows("\u{fffd}sa;a@b.se;Esl\u{fffd}v;k;2011"), Err(Refusal::Mangled));
        assert_eq!(rows("Anna Ek\nBo Ek"), Err(Refusal::NoColumns));
        assert_eq!(
            rows("Namn;E-post\nAnna;a@b.se").map(|_| ()),
            Err(Refusal::MissingColumns(vec![Column::Organisation, Column::Year]))
        );
        assert_eq!(rows(&"A;;B;;2011\n".repeat(2001)), Err(Refusal::TooMany(2001)));
    }

    #[test]
    fn every_fault_of_a_row_is_named() {
        assert_eq!(
            faults("=cmd|' /C calc'!A0;a@b;Eslöf;k;1066"),
            [
                Fault::Name(crate::kernel::Unnameable::NotAName),
                Fault::Email,
                Fault::Year(2012),
                Fault::UnknownOrganisation(Some("Eslöv".into()))
            ]
        );
        assert_eq!(faults("Bo Ek;;Stockholm;k;2011"), [Fault::UnknownOrganisation(None)]);
        assert_eq!(faults("Bo Ek;;;k;2011"), [Fault::NoOrganisation]);
        assert_eq!(faults("Bo Ek;;Bjuv;800101-0019;2011"), [Fault::PersonalNumber]);
        assert_eq!(faults("Bo Ek;;Bjuv;diarienr 2012-0815-33;2011"), []);
    }

    #[test]
    fn the_same_person_twice_and_somebody_registered_are_told_apart() {
        let found = faults("Bo Ek;;1260;k;2011\nBO  EK;bo@example.org;Bjuv;K;2011\nA\u{30a}sa Öberg;;Eslöv;k;2011");

        assert_eq!(found, [Fault::Duplicate(1), Fault::Registered]);
    }

    #[test]
    fn names_of_the_world_pass() {
        let names = ["Đặng Thị Ngọc", "Łukasz Ćirić", "李明", "محمد", "O'Brien", "Ø", "João Ã"];

        let paste: String = names.map(|name| format!("{name};;Bjuv;k;2011\n")).concat();

        assert_eq!(faults(&paste), []);
    }
}
