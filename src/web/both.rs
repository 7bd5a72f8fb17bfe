//! What two people wrote in the same form, side by side, for the second saver.

use super::form::Submitted;
use super::parts::Choice;

/// One field in which the two differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the field is called.
    pub label: String,
    /// What this visitor typed.
    pub yours: String,
    /// What is saved now.
    pub saved: String,
}

/// The fields among `labels` (name, label) in which `yours` differs from `saved`.
///
/// A field that may be sent several times is compared as a whole. `shown` turns what a form sends into what its reader
/// chose, given the field's name and one value; ids say nothing to anybody.
#[must_use]
pub fn differences(
    labels: &[(String, String)],
    yours: &Submitted,
    saved: &Submitted,
    shown: impl Fn(&str, &str) -> String,
) -> Vec<Difference> {
    let told = |form: &Submitted, name: &str| {
        form.all(name).into_iter().map(|value| shown(name, value)).collect::<Vec<_>>().join(", ")
    };
    let compared = labels.iter().map(|(name, label)| Difference {
        label: label.clone(),
        yours: told(yours, name),
        saved: told(saved, name),
    });
    compared.filter(|field| field.yours != field.saved).collect()
}

/// What the reader sees of `value` where it is one of `choices`, else the value itself.
#[must_use]
pub fn label_of<'c>(choices: impl IntoIterator<Item = &'c Choice>, value: &str) -> String {
    let chosen = choices.into_iter().find(|choice| choice.is(value));
    chosen.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fields_that_differ_are_told() {
        let yours = Submitted::of([("name", "Omgång A"), ("room", "Lilla salen")]);
        let saved = Submitted::of([("name", "Omgång A"), ("room", "Stora salen")]);
        let labels = [("name", "Namn"), ("room", "Lokal")].map(|(name, label)| (name.to_owned(), label.to_owned()));

        let told = differences(&labels, &yours, &saved, |_, value| value.to_owned());

        let expected = Difference { label: "Lokal".into(), yours: "Lilla salen".into(), saved: "Stora salen".into() };
        assert_eq!(told, [expected]);
    }
}
