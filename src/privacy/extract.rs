//! Everything that is kept about one person, gathered by walking the catalogue of columns.

use super::columns::{Group, Holds, Table, Way, tables};
use super::traces::Traces;
use crate::access::Vault;
use crate::kernel::{Instant, PersonId};
use crate::locale::dates;
use crate::outbox;
use crate::people::Person;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// What is kept about a person.
#[derive(Debug, Clone)]
pub struct Extract {
    /// Whom it is about.
    pub person: PersonId,
    /// When it was made.
    pub at: Instant,
    /// Values, table by table; tables without any are left out.
    pub sections: Vec<Section>,
    /// Secrets that exist: table, column, how many.
    pub secrets: Vec<(&'static Table, &'static str, u64)>,
}

/// The values of one table that were found in one way.
#[derive(Debug, Clone)]
pub struct Section {
    /// The table.
    pub table: &'static Table,
    /// Row by row, column and value.
    pub rows: Vec<Vec<(&'static str, String)>>,
}

/// Columns in which names may stand that no row leads to; they are looked through by hand.
pub fn by_hand() -> impl Iterator<Item = (&'static Table, &'static str)> {
    tables().flat_map(|table| {
        let groups = table.groups.iter().filter(|group| group.holds.way().is_some_and(Way::asks_a_reader));
        groups.flat_map(move |group| group.columns.iter().map(move |column| (table, *column)))
    })
}

/// In which tables there is something about `person`, and in how many rows; nothing of it is read.
///
/// # Errors
/// When the database does not answer.
pub async fn appearances(db: &impl ConnectionTrait, person: &Person) -> Result<Vec<(&'static Table, u64)>, DbErr> {
    let traces = Traces::of(db, person).await?;
    let mut found = Vec::new();
    for table in tables() {
        let mut rows = 0;
        for way in ways_of(table) {
            rows += traces.rows_in(db, table.name, way).await?;
        }
        if rows > 0 {
            found.push((table, rows));
        }
    }
    Ok(found)
}

/// The ways that lead from a person to rows of `table`, each once.
fn ways_of(table: &Table) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for way in table.personal().filter_map(|group| group.holds.way()) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// Gathers what is kept about `person`.
///
/// Read in as many statements as there are ways to a person, whatever the number of rows. Who registered, decided or wrote
/// is somebody else's and left out; secrets are counted, not shown.
///
/// # Errors
/// When the database does not answer.
pub async fn gather(db: &impl ConnectionTrait, vault: &Vault, person: &Person, now: Instant) -> Result<Extract, DbErr> {
    let traces = Traces::of(db, person).await?;
    let names = Names::read(db).await?;
    let mut extract = Extract { person: person.id, at: now, sections: Vec::new(), secrets: Vec::new() };
    for table in tables() {
        for way in ways_of(table) {
            let groups: Vec<&Group> = table.personal().filter(|group| group.holds.way() == Some(way)).collect();
            let rows = read(db, table, &groups, (way, &traces)).await?;
            let Some(rows) = rows.filter(|rows| !rows.is_empty()) else { continue };
            for group in groups.iter().filter(|group| matches!(group.holds, Holds::Secret(..))) {
                let there = |column: &str| rows.iter().filter(|row| row.contains_key(column)).count();
                let counted = group.columns.iter().map(|column| (table, *column, there(column) as u64));
                extract.secrets.extend(counted.filter(|(.., count)| *count > 0));
            }
            let rows = rows.iter().map(|row| shown(table, &groups, row, (vault, &names)));
            let rows: Vec<_> = rows.filter(|row| !row.is_empty()).collect();
            if !rows.is_empty() {
                extract.sections.push(Section { table, rows });
            }
        }
    }
    Ok(extract)
}

type Row = HashMap<&'static str, String>;

/// The rows that are the person's in this way, every value as text; `None` where only a reader can tell.
async fn read(
    db: &impl ConnectionTrait,
    table: &Table,
    groups: &[&Group],
    (way, traces): (Way, &Traces),
) -> Result<Option<Vec<Row>>, DbErr> {
    let Some(condition) = traces.condition(way) else { return Ok(None) };
    let mut columns: Vec<&'static str> = groups.iter().flat_map(|group| group.columns.iter().copied()).collect();
    columns.extend(groups.iter().filter_map(|group| match group.holds {
        Holds::Sealed(.., key) => Some(key),
        _ => None,
    }));
    let mut query = Query::select();
    for column in &columns {
        query.expr_as(Expr::col(Alias::new(*column)).cast_as(Alias::new("TEXT")), Alias::new(*column));
    }
    query.from(Alias::new(table.name)).cond_where(condition);
    let rows = db.query_all(&query).await?;
    let row = |found: &sea_orm::QueryResult| {
        let value = |column: &&'static str| {
            Ok::<_, DbErr>(found.try_get::<Option<String>>("", column)?.map(|value| (*column, value)))
        };
        columns.iter().filter_map(|column| value(column).transpose()).collect::<Result<Row, DbErr>>()
    };
    rows.iter().map(row).collect::<Result<Vec<Row>, DbErr>>().map(Some)
}

/// What is shown of a row: secrets left out, sealed values opened, empty ones dropped.
fn shown(table: &Table, groups: &[&Group], row: &Row, (vault, names): (&Vault, &Names)) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    for group in groups.iter().filter(|group| !matches!(group.holds, Holds::Secret(..))) {
        for column in group.columns {
            let Some(value) = row.get(column).filter(|value| !value.is_empty()) else { continue };
            let value = match group.holds {
                Holds::Sealed(.., key) => {
                    let place = format!("{}.{column} {}", table.name, row.get(key).map_or("", String::as_str));
                    vault.open(&place, value).unwrap_or_else(|unopened| unopened.to_string())
                }
                _ if (table.name, *column) == ("outbox", "text_body") => outbox::without_addresses(value),
                _ => names.readable(column, value),
            };
            if !value.is_empty() {
                told.push((*column, value));
            }
        }
    }
    told
}

/// What numbers of organisations, cohorts and offers stand for.
struct Names(HashMap<(&'static str, String), String>);

impl Names {
    async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let mut names = HashMap::new();
        let sources = [
            ("organisation_id", "organisations", "name"),
            ("cohort_id", "cohorts", "name"),
            ("offer_id", "offers", "title"),
        ];
        for (column, table, name) in sources {
            let query = Query::select()
                .expr_as(Expr::col(Alias::new("id")).cast_as(Alias::new("TEXT")), Alias::new("id"))
                .column(Alias::new(name))
                .from(Alias::new(table))
                .to_owned();
            for row in db.query_all(&query).await? {
                names.insert((column, row.try_get("", "id")?), row.try_get("", name)?);
            }
        }
        Ok(Self(names))
    }

    /// The value as its reader knows it: names for numbers, moments on the clock of Stockholm, yes and no as words of JSON.
    fn readable(&self, column: &'static str, value: &str) -> String {
        if let Some(name) = self.0.get(&(column, value.to_owned())) {
            return name.clone();
        }
        let is_moment = column == "at" || column == "reply_by" || column.ends_with("_at") || column.ends_with("until");
        if let (true, Ok(millis)) = (is_moment, value.parse::<i64>()) {
            return dates::iso_moment(Instant::from_millis(millis));
        }
        match (column.starts_with("is_") || column.starts_with("may_"), value) {
            (true, "1" | "true" | "t") => "true".to_owned(),
            (true, "0" | "false" | "f") => "false".to_owned(),
            _ => value.to_owned(),
        }
    }
}

impl Extract {
    /// The extract as JSON, for another system to read.
    #[must_use]
    pub fn as_json(&self) -> Value {
        let row = |row: &Vec<(&str, String)>| -> Value {
            let values = row.iter().map(|(column, value)| ((*column).to_owned(), Value::from(value.as_str())));
            Value::Object(values.collect::<Map<String, Value>>())
        };
        let section = |section: &Section| json!({"table": section.table.name, "rows": section.rows.iter().map(row).collect::<Vec<_>>()});
        let secret = |(table, column, count): &(&Table, &str, u64)| json!({"table": table.name, "column": column, "rows": count});
        let unread: Vec<String> = by_hand().map(|(table, column)| format!("{}.{column}", table.name)).collect();
        json!({
            "person": self.person.0,
            "made_at": dates::iso_moment(self.at),
            "sections": self.sections.iter().map(section).collect::<Vec<_>>(),
            "secrets_not_shown": self.secrets.iter().map(secret).collect::<Vec<_>>(),
            "looked_through_by_hand": unread,
        })
    }
}
