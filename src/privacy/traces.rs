//! How a person is found in the rows of every table.

use super::columns::Way;
use crate::applications::entity::{application, mandate};
use crate::applications::own_name;
use crate::kernel::PersonId;
use crate::people::Person;
use crate::people::entity::{account, person};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Func, LikeExpr, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::Value;

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
    /// The name as it may stand in a letter.
    in_letters: String,
    addresses: Vec<String>,
    /// Those of the addresses by which nobody else is known.
    unshared: Vec<String>,
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
        let shared = shared(db, person, &addresses).await?;
        let unshared = addresses.iter().filter(|one| !shared.contains(one)).cloned().collect();
        Ok(Self {
            person: person.id,
            name: person.true_name.clone(),
            in_letters: own_name(person),
            addresses,
            unshared,
        })
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

    fn among(column: &str, addresses: &[String]) -> SimpleExpr {
        Expr::expr(Func::lower(Expr::col(Alias::new(column)))).is_in(addresses.iter().cloned())
    }

    fn addressed(&self, address: &str, name: &str) -> Condition {
        let named = Expr::col(Alias::new(name)).is_in([self.name.as_str(), self.in_letters.as_str()]);
        Condition::all().add(Self::among(address, &self.addresses)).add(named)
    }

    /// Drafts that begin with the person's name and one of their addresses, as `Answers` writes them.
    fn drafts(&self) -> Condition {
        let answers = || Expr::col(Alias::new("answers"));
        let name = Value::from(self.name.as_str());
        let named = answers().like(begins(&format!("{{\"name\":{name},")));
        // The manager's address is the last of its object: no comma follows it.
        let at = |address: &String| {
            let pattern = format!(",{}:{},", Value::from("email"), Value::from(address.as_str()));
            Expr::expr(Func::lower(answers())).like(contains(&pattern))
        };
        let at_theirs =
            self.addresses.iter().fold(Condition::any().add(Expr::cust("1 = 0")), |any, one| any.add(at(one)));
        let begun = Condition::all().add(named).add(at_theirs);
        Condition::any().add(begun).add(self.through("application_id", "applications"))
    }

    fn named(&self, column: &str) -> SimpleExpr {
        Expr::col(Alias::new(column)).eq(self.name.as_str())
    }

    /// Rows whose `word` and `number` name something of the person's.
    fn about(&self, word: &str, number: &str) -> Condition {
        let same = |thing: &str| Expr::col(Alias::new(word)).eq(thing);
        let person = Condition::any().add(same("person")).add(same("sign_in"));
        let themself = Condition::all().add(person).add(Expr::col(Alias::new(number)).eq(self.person.0));
        let drafts = Query::select()
            .column(Alias::new("id"))
            .from(Alias::new("application_drafts"))
            .cond_where(self.drafts())
            .to_owned();
        let draft = Condition::all().add(same("draft")).add(Expr::col(Alias::new(number)).in_subquery(drafts));
        THINGS.iter().fold(Condition::any().add(themself).add(draft), |any, (thing, table)| {
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

    /// Mandates in which the person is the manager.
    #[must_use]
    pub fn as_manager(&self) -> Condition {
        self.addressed("manager_email", "manager_name")
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
            Way::Address(column) => Condition::all().add(Self::among(column, &self.unshared)),
            Way::Named(column) => Condition::all().add(self.named(column)),
            Way::Letter => {
                let nobodys = Condition::all()
                    .add(Expr::col(Alias::new("to_name")).eq(""))
                    .add(Self::among("to_email", &self.unshared));
                Condition::any().add(self.addressed("to_email", "to_name")).add(nobodys)
            }
            Way::Draft => self.drafts(),
            Way::Manager => Condition::any().add(self.through("application_id", "applications")).add(self.as_manager()),
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

/// Those of `addresses` by which somebody else is known, too: another person, or a manager of another name.
async fn shared(db: &impl ConnectionTrait, of: &Person, addresses: &[String]) -> Result<Vec<String>, DbErr> {
    let person = person::Entity::find()
        .filter(person::Column::Email.is_in(addresses))
        .filter(person::Column::Id.ne(of.id))
        .all(db)
        .await?;
    let applied = application::Entity::find()
        .filter(application::Column::Email.is_in(addresses))
        .filter(application::Column::PersonId.ne(of.id))
        .all(db)
        .await?;
    let accounts = account::Entity::find()
        .filter(account::Column::Email.is_in(addresses))
        .filter(account::Column::PersonId.ne(of.id))
        .all(db)
        .await?;
    let managers = mandate::Entity::find()
        .filter(mandate::Column::ManagerEmail.is_in(addresses))
        .filter(mandate::Column::ManagerName.ne(of.true_name.as_str()))
        .all(db)
        .await?;
    let known = person.into_iter().filter_map(|one| one.email).chain(applied.into_iter().map(|one| one.email));
    let known = known.chain(accounts.into_iter().map(|one| one.email));
    Ok(known.chain(managers.into_iter().map(|one| one.manager_email)).collect())
}

fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

fn begins(text: &str) -> LikeExpr {
    LikeExpr::new(format!("{}%", escaped(text))).escape('!')
}

fn contains(text: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", escaped(text))).escape('!')
}
