//! Forms: what was wrong, and what may be chosen.

/// What was wrong in a form, in the order of its fields.
///
/// Each error is a sentence that says what to do, in the page's language. The summary on top lists them all with links
/// to the fields; a field shows its first one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<(String, String)>);

impl FormErrors {
    /// No error: a form shown for the first time.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds `sentence` about `field`; an empty field name means the form as a whole.
    pub fn add(&mut self, field: &str, sentence: impl Into<String>) {
        self.0.push((field.to_owned(), sentence.into()));
    }

    /// The first sentence about `field`.
    #[must_use]
    pub fn get(&self, field: impl AsRef<str>) -> Option<&str> {
        let field = field.as_ref();
        self.0.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many sentences there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Field and sentence, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }
}

impl<F: Into<String>, S: Into<String>> FromIterator<(F, S)> for FormErrors {
    fn from_iter<I: IntoIterator<Item = (F, S)>>(errors: I) -> Self {
        Self(errors.into_iter().map(|(field, sentence)| (field.into(), sentence.into())).collect())
    }
}

/// One thing to choose in a select, among radios or checkboxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// A line of help beneath, if any; a select does not show it.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without help.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers, ids and texts alike, written plainly by the caller")]
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into(), hint: None }
    }

    /// The same choice with a line of help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether this is what was chosen.
    #[must_use]
    pub fn is(&self, chosen: impl AsRef<str>) -> bool {
        self.value == chosen.as_ref()
    }

    /// Whether this is among what was chosen.
    #[must_use]
    pub fn is_among<T: AsRef<str>>(&self, chosen: &[T]) -> bool {
        chosen.iter().any(|value| self.is(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_shows_its_first_error_and_the_summary_shows_all() {
        let errors: FormErrors =
            [("email", "Skriv en e-postadress."), ("email", "Högst 254 tecken.")].into_iter().collect();

        let first = errors.get("email");

        assert_eq!(first, Some("Skriv en e-postadress."));
        assert_eq!((errors.len(), errors.get("name")), (2, None));
    }
}
