//! A spreadsheet of earlier graduates, as it was pasted: columns found, rows read. Pure.

use crate::kernel::{EmailAddress, Lang, PersonName, Refusal as _, Unnameable};
use crate::locale::personal_number;
use crate::locale::text::{self, TextRefusal};

/// The most rows one import takes.
pub const MOST_ROWS: usize = 2000;

/// Why a paste as a whole, or its confirmation, is turned away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing was pasted.
    Nothing,
    /// The letters å, ä and ö were broken on the way here.
    Mangled,
    /// There is only one column.
    NoColumns,
    /// The heading row lacks a column that is needed.
    MissingColumns(Vec<Column>),
    /// More rows than one import takes.
    TooMany(usize),
    /// No row is free of faults.
    NoSoundRow,
    /// There is no programme yet that the graduates could have completed.
    NoProgramme,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Nothing => lang
                .say("Klistra in raderna från kalkylarket.", "Paste the rows from the spreadsheet.")
                .to_owned(),
            Self::Mangled => lang
                .say(
                    "Bokstäverna å, ä och ö har gått sönder. Kopiera raderna direkt i kalkylprogrammet, eller spara om filen som CSV UTF-8, och klistra in igen.",
                    "The letters å, ä and ö were broken on the way. Copy the rows in the spreadsheet program itself, or save the file again as CSV UTF-8, and paste once more.",
                )
                .to_owned(),
            Self::NoColumns => lang
                .say(
                    "Det går inte att se några kolumner. Kopiera flera kolumner i kalkylarket, eller skilj dem åt med semikolon.",
                    "No columns can be told apart. Copy several columns in the spreadsheet, or part them with semicolons.",
                )
                .to_owned(),
            Self::MissingColumns(columns) => {
                let names: Vec<_> = columns.iter().map(|column| column.word(lang)).collect();
                let names = names.join(", ");
                lang.say(
                    format!("Rubrikraden saknar: {names}. Lägg till kolumnen, eller ta bort rubrikraden och följ ordningen namn, e-post, organisation, kurs, år."),
                    format!("The heading row lacks: {names}. Add the column, or remove the heading row and keep the order name, e-mail, organisation, course, year."),
                )
            }
            Self::TooMany(rows) => lang.say(
                format!("Det är {rows} rader. Ta högst {MOST_ROWS} åt gången och importera resten sedan."),
                format!("There are {rows} rows. Take at most {MOST_ROWS} at a time and import the rest afterwards."),
            ),
            Self::NoSoundRow => lang
                .say("Ingen rad är felfri. Rätta raderna i kalkylarket och klistra in igen.", "No row is free of errors. Put the rows right in the spreadsheet and paste again.")
                .to_owned(),
            Self::NoProgramme => lang
                .say("Det finns inget program än. Börja med exempelprogrammet först.", "There is no programme yet. Start from the example programme first.")
                .to_owned(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some("rows")
    }
}

/// A column that is understood; any other is passed over and not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The person's name.
    Name,
    /// E-mail; may be empty.
    Email,
    /// The organisation, by name or code.
    Organisation,
    /// The course, in the register's own words; may be empty.
    Course,
    /// The year of completion.
    Year,
}

impl Column {
    /// The order when there is no heading row.
    pub const ORDER: [Self; 5] = [Self::Name, Self::Email, Self::Organisation, Self::Course, Self::Year];

    /// The column's heading.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Name => lang.say("namn", "name"),
            Self::Email => lang.say("e-post", "e-mail"),
            Self::Organisation => lang.say("organisation", "organisation"),
            Self::Course => lang.say("kurs", "course"),
            Self::Year => lang.say("år", "year"),
        }
    }

    fn headed(heading: &str) -> Option<Self> {
        match heading.trim().trim_start_matches('\u{feff}').to_lowercase().as_str() {
            "namn" | "name" | "deltagare" | "person" | "full name" => Some(Self::Name),
            "e-post" | "epost" | "e-mail" | "email" | "mail" | "mejl" | "e-postadress" | "e-mail address" => {
                Some(Self::Email)
            }
            "organisation" | "organization" | "kommun" | "municipality" | "arbetsgivare" | "employer" => {
                Some(Self::Organisation)
            }
            "kurs" | "course" | "utbildning" | "omgång" | "cohort" | "program" | "programme" => Some(Self::Course),
            "år" | "year" | "årtal" | "examensår" | "slutfört" => Some(Self::Year),
            _ => None,
        }
    }
}

/// One row as it was typed, by its line in the paste (from 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The row's number, the heading row counted.
    pub line: usize,
    /// Name, e-mail, organisation, course, year.
    pub cells: [String; 5],
}

impl Typed {
    /// What stands in `column`.
    #[must_use]
    pub fn get(&self, column: Column) -> &str {
        &self.cells[column as usize]
    }
}

/// Cuts a paste into rows.
///
/// Tabs part columns when the first row has any (that is how spreadsheets copy), else semicolons, else commas. A first
/// row with at least two known headings is the heading row, in any order.
///
/// # Errors
/// [`Refusal`] when it cannot be a table of graduates.
pub fn rows(paste: &str) -> Result<Vec<Typed>, Refusal> {
    // The reader of tables counts lines by line feeds alone.
    let paste = paste.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let paste = paste.as_str();
    if paste.trim().is_empty() {
        return Err(Refusal::Nothing);
    }
    if is_mangled(paste) {
        return Err(Refusal::Mangled);
    }
    let first = paste.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let separator = ['\t', ';', ','].into_iter().find(|sign| first.contains(*sign)).ok_or(Refusal::NoColumns)?;
    let records = records(paste, separator);
    let order = order_of(records.first().map(|(_, cells)| cells.as_slice()).unwrap_or_default())?;
    let typed: Vec<Typed> = records
        .into_iter()
        .skip(usize::from(order.is_some()))
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
        .map(|(line, cells)| placed(line, &cells, order.as_deref()))
        .collect();
    match typed.len() {
        0 => Err(Refusal::Nothing),
        count if count > MOST_ROWS => Err(Refusal::TooMany(count)),
        _ => Ok(typed),
    }
}

fn records(paste: &str, separator: char) -> Vec<(usize, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(paste.as_bytes());
    let read = reader.records().filter_map(Result::ok);
    read.map(|record| {
        let line = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or_default());
        (line, record.iter().map(str::to_owned).collect())
    })
    .collect()
}

/// Which column each cell belongs to, when the first row says so.
fn order_of(first: &[String]) -> Result<Option<Vec<Option<Column>>>, Refusal> {
    let found: Vec<Option<Column>> = first.iter().map(|cell| Column::headed(cell)).collect();
    if found.iter().flatten().count() < 2 {
        return Ok(None);
    }
    let needed = [Column::Name, Column::Organisation, Column::Year];
    let missing: Vec<Column> = needed.into_iter().filter(|column| !found.contains(&Some(*column))).collect();
    if missing.is_empty() { Ok(Some(found)) } else { Err(Refusal::MissingColumns(missing)) }
}

fn placed(line: usize, cells: &[String], order: Option<&[Option<Column>]>) -> Typed {
    let mut typed = Typed { line, cells: Default::default() };
    for (place, cell) in cells.iter().enumerate() {
        let column = match order {
            Some(order) => order.get(place).copied().flatten(),
            None => Column::ORDER.get(place).copied(),
        };
        if let Some(column) = column {
            cell.trim().clone_into(&mut typed.cells[column as usize]);
        }
    }
    typed
}

/// Whether UTF-8 was read as Windows-1252 (`Ã¥` for å) or the other way round (the replacement character).
fn is_mangled(text: &str) -> bool {
    let second = |letter: char| ('\u{80}'..='\u{bf}').contains(&letter) || "…„–€™‹Œœ‡†‰ŠšŽžŸ‘’“”•—˜›".contains(letter);
    let broken = text.chars().zip(text.chars().skip(1)).any(|(one, next)| matches!(one, 'Ã' | 'Â') && second(next));
    broken || text.contains('\u{fffd}')
}

/// A row whose cells read, before anybody has looked up the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The person.
    pub name: PersonName,
    /// Where they can be reached, if the register knows.
    pub email: Option<EmailAddress>,
    /// The course in the register's words; may be empty.
    pub course: String,
    /// The year of completion.
    pub year: i32,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The name is none.
    Name(Unnameable),
    /// The address is none we can send to.
    Email,
    /// No organisation is written.
    NoOrganisation,
    /// There is no such organisation; perhaps this one was meant.
    UnknownOrganisation(Option<String>),
    /// The year is none, before 1990, or after the year named here.
    Year(i32),
    /// The course holds something that cannot be kept.
    Course(TextRefusal),
    /// The course is longer than 200 characters.
    LongCourse,
    /// A personal identity number stands in the row.
    PersonalNumber,
    /// The same person, course and year stand in an earlier row.
    Duplicate(usize),
    /// The person is registered for that year already.
    Registered,
}

impl Fault {
    /// What is wrong and what to do, in a sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Name(why) => why.sentence(lang).to_owned(),
            Self::Email => lang
                .say(
                    "E-postadressen går inte att använda. Rätta den eller lämna tomt.",
                    "The e-mail address cannot be used. Put it right or leave it empty.",
                )
                .to_owned(),
            Self::NoOrganisation => lang.say("Organisation saknas.", "The organisation is missing.").to_owned(),
            Self::UnknownOrganisation(Some(near)) => lang.say(
                format!("Organisationen finns inte i registret. Menar du {near}?"),
                format!("The organisation is not in the register. Do you mean {near}?"),
            ),
            Self::UnknownOrganisation(None) => lang
                .say("Organisationen finns inte i registret.", "The organisation is not in the register.")
                .to_owned(),
            Self::Year(last) => {
                lang.say(format!("Skriv ett år från 1990 till {last}."), format!("Write a year from 1990 to {last}."))
            }
            Self::Course(why) => why.sentence(lang),
            Self::LongCourse => lang
                .say("Kursens namn får ha högst 200 tecken.", "The name of the course may have at most 200 characters.")
                .to_owned(),
            Self::PersonalNumber => lang
                .say(
                    "Raden innehåller ett personnummer. Ta bort det.",
                    "The row contains a personal identity number. Remove it.",
                )
                .to_owned(),
            Self::Duplicate(line) => lang.say(
                format!("Samma person, kurs och år står redan på rad {line}."),
                format!("The same person, course and year stand in row {line} already."),
            ),
            Self::Registered => lang
                .say(
                    "Personen är redan registrerad som utbildad det året.",
                    "The person is registered as trained that year already.",
                )
                .to_owned(),
        }
    }
}

/// Reads the cells that need nobody's register.
///
/// # Errors
/// Every fault of the row, so that all can be put right at once.
pub fn read(typed: &Typed, last_year: i32) -> Result<Read, Vec<Fault>> {
    let mut faults = Vec::new();
    let name = PersonName::parse(typed.get(Column::Name)).map_err(|why| faults.push(Fault::Name(why))).ok();
    let address = typed.get(Column::Email);
    let email = EmailAddress::parse(address);
    if email.is_none() && !address.is_empty() {
        faults.push(Fault::Email);
    }
    let course = text::line(typed.get(Column::Course)).map_err(|why| faults.push(Fault::Course(why))).ok();
    if course.as_ref().is_some_and(|course| course.chars().count() > 200) {
        faults.push(Fault::LongCourse);
    }
    let year = year(typed.get(Column::Year)).filter(|year| (1990..=last_year).contains(year));
    if year.is_none() {
        faults.push(Fault::Year(last_year));
    }
    if typed.cells.iter().any(|cell| personal_number::stands_in(cell)) {
        faults.push(Fault::PersonalNumber);
    }
    match (name, course, year) {
        (Some(name), Some(course), Some(year)) if faults.is_empty() => Ok(Read { name, email, course, year }),
        _ => Err(faults),
    }
}

/// Four figures, alone or at the head of a day.
fn year(cell: &str) -> Option<i32> {
    let day = crate::kernel::Day::parse_from_str(cell, "%Y-%m-%d").ok();
    let plain = (cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit())).then(|| cell.parse().ok());
    day.map(|day| chrono::Datelike::year(&day)).or(plain.flatten())
}
