//! The words of this room.

use crate::kernel::Lang;
use serde::{Deserialize, Serialize};

/// What somebody can ask of the kitchen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Food {
    /// No meat, no fish.
    Vegetarian,
    /// Nothing from animals.
    Vegan,
    /// Without gluten.
    GlutenFree,
    /// Without lactose.
    LactoseFree,
    /// Without nuts.
    WithoutNuts,
    /// Without pork.
    WithoutPork,
}

impl Food {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::Vegetarian, Self::Vegan, Self::GlutenFree, Self::LactoseFree, Self::WithoutNuts, Self::WithoutPork];

    /// Its key in forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Vegetarian => "vegetarian",
            Self::Vegan => "vegan",
            Self::GlutenFree => "gluten_free",
            Self::LactoseFree => "lactose_free",
            Self::WithoutNuts => "without_nuts",
            Self::WithoutPork => "without_pork",
        }
    }

    /// The choice in words.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Vegetarian => lang.say("Vegetariskt", "Vegetarian"),
            Self::Vegan => lang.say("Veganskt", "Vegan"),
            Self::GlutenFree => lang.say("Utan gluten", "Without gluten"),
            Self::LactoseFree => lang.say("Utan laktos", "Without lactose"),
            Self::WithoutNuts => lang.say("Utan nötter", "Without nuts"),
            Self::WithoutPork => lang.say("Utan fläsk", "Without pork"),
        }
    }
}

/// What somebody needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// What the kitchen is asked.
    pub food: Vec<Food>,
    /// What else the kitchen is asked; at most 120 characters.
    pub other: String,
    /// What makes taking part possible; at most 500 characters.
    pub access: String,
}

impl Needs {
    /// Whether nothing is needed.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.food.is_empty() && self.other.is_empty() && self.access.is_empty()
    }
}

/// What this room says when it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The course has begun.
    Begun,
}

impl crate::kernel::Refusal for Refusal {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Begun => lang.say(
                "Utbildningen har börjat. Säg till utbildaren eller samordnaren om något har ändrats.",
                "The course has begun. Tell the trainer or the coordinator if something has changed.",
            ),
        }
        .to_owned()
    }
}
