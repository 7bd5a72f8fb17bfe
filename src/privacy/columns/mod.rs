//! Every column of every table: whose it is, what kind of value, how long it is kept; or why it is nobody's.
//!
//! Extract, erasure, the register of processing and the privacy notice are read from here. A test walks the schema, so that
//! no column can be forgotten.

mod attendance;
mod care;
mod courses;
mod ground;
mod offers;
mod rollouts;

use super::model::{Category, Purpose};
use super::rules::What;
use crate::kernel::Lang;

/// How the person is found from the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The row is the person.
    Row,
    /// This column holds the person's number.
    Person(&'static str),
    /// This column holds the number of a row of that table, which has the person's number.
    Through(&'static str, &'static str),
    /// This column holds the person's address, and nobody else is known by it; in a shared mailbox only a reader can tell.
    Address(&'static str),
    /// This column holds the person's name: likely the same, not certainly, so that nothing is erased by it.
    Named(&'static str),
    /// A letter to the person's address and name, or to nobody's name at an address that is theirs alone.
    Letter,
    /// A draft the person sent, or one begun under their name and address, by themself or for them.
    Draft,
    /// The manager of the person's application, or the person as a manager.
    Manager,
    /// This column holds the person's name, in a plan that is theirs.
    Teller(&'static str),
    /// A session of the person's, or of an account of theirs.
    Holder,
    /// A private link to something of the person's.
    Link,
    /// A journal entry about something of the person's, or made by the person.
    Entry,
    /// What lies beside such an entry, if it is about the person.
    Beside,
    /// Names may stand in it that no row leads to: looked for by hand.
    ByHand,
}

/// Why a column is nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// A number of a row, or of the row it belongs to.
    Key,
    /// The state, version or order of a thing.
    State,
    /// A moment or day of a thing.
    Time,
    /// A fact about an organisation, a course or the platform.
    Fact,
    /// Stands for people without naming them.
    Pseudonym,
    /// Something only the house may know, about nobody.
    Secret,
}

/// What a group of columns holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Values about a person.
    Personal(Way, Category, What),
    /// Values about a person that are sealed; opened for `<table>.<column> <key>`, the key being this column.
    Sealed(Way, Category, What, &'static str),
    /// Secrets of a person: named as existing, never shown.
    Secret(Way, What),
    /// Nothing about anybody.
    Nobody(Plain),
}

/// Columns that are alike.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// What they hold.
    pub holds: Holds,
    /// Their names.
    pub columns: &'static [&'static str],
}

/// A table with all its columns.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name in the database.
    pub name: &'static str,
    /// Why there is such a table.
    pub purpose: Purpose,
    /// All its columns.
    pub groups: &'static [Group],
    words: (&'static str, &'static str),
}

impl Table {
    /// What it is called.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'static str {
        lang.say(self.words.0, self.words.1)
    }

    /// The columns that hold values about people, with what they hold.
    pub fn personal(&self) -> impl Iterator<Item = &'static Group> {
        self.groups.iter().filter(|group| !matches!(group.holds, Holds::Nobody(_)))
    }
}

impl Way {
    /// Whether there may be more of the person's than this way leads to, so that somebody looks through it by hand.
    #[must_use]
    pub fn asks_a_reader(self) -> bool {
        matches!(self, Self::ByHand | Self::Named(_) | Self::Address(_))
    }
}

impl Holds {
    /// How the person is found; `None` when there is nobody.
    #[must_use]
    pub fn way(self) -> Option<Way> {
        match self {
            Self::Personal(way, ..) | Self::Sealed(way, ..) | Self::Secret(way, _) => Some(way),
            Self::Nobody(_) => None,
        }
    }

    /// What kind of value it is; secrets are of signing in.
    #[must_use]
    pub fn category(self) -> Option<Category> {
        match self {
            Self::Personal(_, category, _) | Self::Sealed(_, category, ..) => Some(category),
            Self::Secret(..) => Some(Category::SignIn),
            Self::Nobody(_) => None,
        }
    }

    /// By which rule it goes.
    #[must_use]
    pub fn kept(self) -> Option<What> {
        match self {
            Self::Personal(.., what) | Self::Sealed(_, _, what, _) | Self::Secret(_, what) => Some(what),
            Self::Nobody(_) => None,
        }
    }
}

const fn table(
    name: &'static str,
    words: (&'static str, &'static str),
    purpose: Purpose,
    groups: &'static [Group],
) -> Table {
    Table { name, purpose, groups, words }
}

const fn of(way: Way, category: Category, what: What, columns: &'static [&'static str]) -> Group {
    Group { holds: Holds::Personal(way, category, what), columns }
}

const fn secret(way: Way, what: What, columns: &'static [&'static str]) -> Group {
    Group { holds: Holds::Secret(way, what), columns }
}

const fn nobody(why: Plain, columns: &'static [&'static str]) -> Group {
    Group { holds: Holds::Nobody(why), columns }
}

/// Every table, room by room.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    let rooms: [&'static [Table]; 6] =
        [ground::TABLES, courses::TABLES, offers::TABLES, attendance::TABLES, rollouts::TABLES, care::TABLES];
    rooms.into_iter().flatten()
}
