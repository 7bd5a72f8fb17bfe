//! The draft of a rule as the editor shows it: one card for each demand, numbered as a table of contents is.

use super::draft::{KINDS, Node, Place, WAYS, end_of, is_group};
use crate::kernel::Lang;
use crate::requirements::role_in_words;
use crate::web::form::Submitted;
use crate::web::parts::Choice;

/// One demand of the draft.
pub struct Card {
    /// The end of the names of its fields.
    pub end: String,
    /// Its number, such as `2.1`; empty for the root.
    pub number: String,
    /// How deep it lies, from 0 to 3 (deeper ones are indented no further).
    pub level: usize,
    /// What it is.
    pub kind: String,
    /// What it is, in words.
    pub title: String,
    /// Whether it ties others together.
    pub is_group: bool,
    /// Whether it ties nothing together yet.
    pub is_empty: bool,
    /// Whether another stands before it in its group.
    pub may_go_up: bool,
}

impl Card {
    /// The name of one of its fields.
    #[must_use]
    pub fn field(&self, name: &str) -> String {
        format!("{name}-{}", self.end)
    }

    /// What is said in one of its fields.
    #[must_use]
    pub fn says(&self, form: &Submitted, name: &str) -> String {
        form.get(self.field(name)).to_owned()
    }

    /// Whether the house has no facts for such a demand yet, so that only a dispensation meets it.
    #[must_use]
    pub fn is_not_gathered(&self) -> bool {
        self.kind == "evaluation_answered"
    }

    /// All that is ticked in one of its fields.
    #[must_use]
    pub fn ticked(&self, form: &Submitted, name: &str) -> Vec<String> {
        form.all(self.field(name)).into_iter().map(str::to_owned).collect()
    }
}

/// The cards of a draft, in reading order.
pub(super) fn cards(node: &Node, lang: Lang) -> Vec<Card> {
    let mut cards = Vec::new();
    add(node, &mut Vec::new(), lang, &mut cards);
    cards
}

fn add(node: &Node, place: &mut Place, lang: Lang, cards: &mut Vec<Card>) {
    let number = place.iter().map(|index| (index + 1).to_string()).collect::<Vec<_>>().join(".");
    let word = KINDS.iter().find(|(kind, ..)| *kind == node.kind);
    cards.push(Card {
        end: end_of(place),
        number,
        level: place.len().min(3),
        kind: node.kind.clone(),
        title: word.map(|(_, sv, en)| lang.say(*sv, *en)).unwrap_or_default().to_owned(),
        is_group: is_group(&node.kind),
        is_empty: node.parts.is_empty(),
        may_go_up: place.last().is_some_and(|index| *index > 0),
    });
    for (index, part) in node.parts.iter().enumerate() {
        place.push(index);
        add(part, place, lang, cards);
        place.pop();
    }
}

/// The kinds of demands to choose from: those that tie others together, and those that do not.
pub(super) fn kinds(lang: Lang) -> (Vec<Choice>, Vec<Choice>) {
    let (groups, leaves): (Vec<_>, Vec<_>) = KINDS.iter().partition(|(kind, ..)| is_group(kind));
    let choices = |kinds: Vec<&(&str, &str, &str)>| {
        kinds.into_iter().map(|(kind, sv, en)| Choice::new(kind, lang.say(*sv, *en))).collect()
    };
    (choices(groups), choices(leaves))
}

/// The ways in which a day may come to count.
pub(super) fn ways(lang: Lang) -> Vec<Choice> {
    WAYS.iter().map(|(word, _, sv, en)| Choice::new(word, lang.say(*sv, *en))).collect()
}

/// Who may be asked for a decision: those the house knows, and whoever a rule written elsewhere has named.
pub(super) fn roles(node: &Node, lang: Lang) -> Vec<Choice> {
    let mut roles: Vec<Choice> =
        ["coordinator", "trainer", "administrator"].map(|role| Choice::new(role, role_in_words(role, lang))).into();
    let mut asked = Vec::new();
    node.roles(&mut asked);
    for role in asked {
        if !roles.iter().any(|known| known.is(&role)) {
            roles.push(Choice::new(&role, &role));
        }
    }
    roles
}
