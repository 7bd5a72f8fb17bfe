//! The form both the participant and the coordinator fill in.

use crate::kernel::Lang;
use crate::needs::{Food, Needs};
use crate::web::form::{Reading, Submitted};
use crate::web::parts::{Choice, FormErrors};

const LONGEST_OTHER: usize = 120;
const LONGEST_ACCESS: usize = 500;

/// What can be asked of the kitchen.
pub(super) fn foods(lang: Lang) -> Vec<Choice> {
    Food::ALL.map(|food| Choice::new(food.key(), food.word(lang))).to_vec()
}

/// A form that is shown with what was given before.
pub(super) fn filled(needs: &Needs) -> Submitted {
    let foods = needs.food.iter().map(|food| ("food", food.key().to_owned()));
    let words = [("other", needs.other.clone()), ("access", needs.access.clone())];
    Submitted::of(foods.chain(words))
}

/// What was filled in.
///
/// # Errors
/// A sentence for every field that is wrong.
pub(super) fn read(form: &Submitted, lang: Lang) -> Result<Needs, FormErrors> {
    let mut reading = Reading::new(form, lang);
    let other = reading.optional_line("other", LONGEST_OTHER);
    let access = reading.optional_words("access", LONGEST_ACCESS);
    let chosen = form.all("food");
    let food = Food::ALL.into_iter().filter(|food| chosen.contains(&food.key())).collect();
    match (other, access) {
        (Some(other), Some(access)) => Ok(Needs { food, other, access }),
        _ => Err(reading.errors()),
    }
}
