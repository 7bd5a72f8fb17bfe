//! How a person is found in the rows of every table.

use super::columns::Way;
use crate::applications::entity::application;
use crate::kernel::PersonId;
use crate::people::Person;
use crate::people::entity::account;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// The words journal, links and letters name things by, and the table each stands for; every one has a `person_id`.
const THINGS: [(&str, &str); 8] = [
    ("application", "applications"),
    ("participant", "participants"),
    ("account", "accounts"),
    ("delegate_sign_in", "accounts"),
    ("invitation", "accounts"),
    ("password_reset", "accounts"),
    ("certificate", "certificates"),
    ("seat_offer", "seat_offers"),
];

/// What a person is known by.
#[derive(Debug, Clone)]
pub struct Traces {
    person: PersonId,
    name: String,
    addresses: Vec<String>,
}

impl Traces {
    /// What `person` is known by.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(db: &impl ConnectionTrait, person: &Person) -> Result<Self, DbErr> {
        let mut addresses: Vec<String> = person.email.iter().map(|email| email.to_lowercase()).collect();
        let accounts = account::Entity::find().filter(account::Column::PersonId.eq(person.id)).all(db).await?;
        addresses.extend(accounts.into_iter().map(|one| one.email.to_lowercase()));
        let applied = application::Entity::find().filter(application::Column::PersonId.eq(person.id)).all(db).await?;
        addresses.extend(applied.into_iter().map(|one| one.email.to_lowercase()));
        addresses.sort_unstable();
        addresses.dedup();
        Ok(Self { person: person.id, name: person.true_name.clone(), addresses })
    }

    fn theirs(&self, table: &str) -> SelectStatement {
        Query::select()
            .column(Alias::new("id"))
            .from(Alias::new(table))
            .and_where(Expr::col(Alias::new("person_id")).eq(self.person.0))
            .to_owned()
    }

    fn through(&self, column: &str, table: &str) -> SimpleExpr {
        Expr::col(Alias::new(column)).in_subquery(self.theirs(table))
    }

    fn at_their_address(&self, column: &str) -> SimpleExpr {
        Expr::expr(Func::lower(Expr::col(Alias::new(column)))).is_in(self.addresses.iter().cloned())
    }

    fn named(&self, column: &str) -> SimpleExpr {
        Expr::col(Alias::new(column)).eq(self.name.as_str())
    }

    /// Rows whose `word` and `number` name something of the person's.
    fn about(&self, word: &str, number: &str) -> Condition {
        let same = |thing: &str| Expr::col(Alias::new(word)).eq(thing);
        let person = Condition::any().add(same("person")).add(same("sign_in"));
        let themself = Condition::all().add(person).add(Expr::col(Alias::new(number)).eq(self.person.0));
        THINGS.iter().fold(Condition::any().add(themself), |any, (thing, table)| {
            any.add(Condition::all().add(same(thing)).add(self.through(number, table)))
        })
    }

    /// Entries the person made: by an account, by an application's link.
    fn made(&self) -> Condition {
        let by = |kind: &str, table: &str| {
            Condition::all().add(Expr::col(Alias::new("actor")).eq(kind)).add(self.through("actor_id", table))
        };
        let themself = Condition::all()
            .add(Expr::col(Alias::new("actor")).eq("person"))
            .add(Expr::col(Alias::new("actor_id")).eq(self.person.0));
        Condition::any().add(by("account", "accounts")).add(by("applicant", "applications")).add(themself)
    }

    /// The numbers of the entries that `which` picks.
    fn entries(which: Condition) -> SelectStatement {
        Query::select().column(Alias::new("id")).from(Alias::new("journal")).cond_where(which).to_owned()
    }

    /// Every entry about the person or made by the person.
    #[must_use]
    pub fn all_entries(&self) -> SelectStatement {
        Self::entries(Condition::any().add(self.about("object", "object_id")).add(self.made()))
    }

    /// Letters about something of the person's: many name nobody as their addressee.
    #[must_use]
    pub fn posted(&self) -> Condition {
        let mandates = Query::select()
            .column(Alias::new("id"))
            .from(Alias::new("mandates"))
            .and_where(self.through("application_id", "applications"))
            .to_owned();
        let about_mandates = Condition::all()
            .add(Expr::col(Alias::new("object")).eq("mandate"))
            .add(Expr::col(Alias::new("object_id")).in_subquery(mandates));
        self.about("object", "object_id").add(about_mandates)
    }

    /// Entries about the person, and those made without an account: what somebody did to others in the course of their work stays
    /// until the journal's own rule.
    #[must_use]
    pub fn own_entries(&self) -> SelectStatement {
        let by_link = Condition::all()
            .add(Expr::col(Alias::new("actor")).eq("applicant"))
            .add(self.through("actor_id", "applications"));
        let themself = Condition::all()
            .add(Expr::col(Alias::new("actor")).eq("person"))
            .add(Expr::col(Alias::new("actor_id")).eq(self.person.0));
        Self::entries(Condition::any().add(self.about("object", "object_id")).add(by_link).add(themself))
    }

    /// How many rows of `table` are the person's in this way.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rows_in(&self, db: &impl ConnectionTrait, table: &str, way: Way) -> Result<u64, DbErr> {
        let Some(condition) = self.condition(way) else { return Ok(0) };
        let query = Query::select()
            .expr_as(Expr::cust("COUNT(*)"), Alias::new("n"))
            .from(Alias::new(table))
            .cond_where(condition)
            .to_owned();
        let row = db.query_one(&query).await?;
        let count = row.map(|row| row.try_get::<i64>("", "n")).transpose()?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// What makes a row the person's; `None` where only a reader can tell.
    #[must_use]
    pub fn condition(&self, way: Way) -> Option<Condition> {
        let own = Expr::col(Alias::new("person_id")).eq(self.person.0);
        Some(match way {
            Way::Row => Condition::all().add(Expr::col(Alias::new("id")).eq(self.person.0)),
            Way::Person(column) => Condition::all().add(Expr::col(Alias::new(column)).eq(self.person.0)),
            Way::Through(column, table) => Condition::all().add(self.through(column, table)),
            Way::Addressed(address, name) => Condition::all().add(self.at_their_address(address)).add(self.named(name)),
            Way::Address(column) => Condition::all().add(self.at_their_address(column)),
            Way::Teller(column) => {
                let plans = Query::select()
                    .column(Alias::new("plan_id"))
                    .from(Alias::new("rollout_members"))
                    .and_where(own)
                    .to_owned();
                Condition::all().add(Expr::col(Alias::new("plan_id")).in_subquery(plans)).add(self.named(column))
            }
            Way::Holder => Condition::any().add(own).add(self.through("account_id", "accounts")),
            Way::Link => self.about("purpose", "object_id"),
            Way::Entry => Condition::any().add(self.about("object", "object_id")).add(self.made()),
            Way::Beside => {
                let about = Self::entries(Condition::any().add(self.about("object", "object_id")));
                Condition::all().add(Expr::col(Alias::new("journal_id")).in_subquery(about))
            }
            Way::ByHand => return None,
        })
    }
}
