//! What assignments are called, for words about a rule; the rule itself knows only their keys.

use super::model::{CompletionRule, Demand};
use std::collections::BTreeMap;

/// Titles of assignments by key, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Titles(BTreeMap<String, String>);

impl Titles {
    /// What the assignment of this key is called: its title, else the key.
    #[must_use]
    pub fn of<'t>(&'t self, key: &'t str) -> &'t str {
        self.0.get(key).map_or(key, String::as_str)
    }

    pub(super) fn rename(&self, key: &mut String) {
        if let Some(title) = self.0.get(key) {
            key.clone_from(title);
        }
    }
}

impl FromIterator<(String, String)> for Titles {
    /// Keys with their titles; an empty title is none.
    fn from_iter<I: IntoIterator<Item = (String, String)>>(titles: I) -> Self {
        Self(titles.into_iter().filter(|(_, title)| !title.is_empty()).collect())
    }
}

impl CompletionRule {
    /// The rule with assignments called by their titles: to be said in words, never to be weighed or kept.
    #[must_use]
    pub fn titled(&self, titles: &Titles) -> Self {
        let mut rule = self.clone();
        rename(&mut rule.demand, titles);
        rule
    }
}

fn rename(demand: &mut Demand, titles: &Titles) {
    match demand {
        Demand::Assignment { key, .. } => titles.rename(key),
        Demand::All(parts) | Demand::Any(parts) | Demand::AtLeast { of: parts, .. } => {
            for part in parts {
                rename(part, titles);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Lang;
    use crate::requirements::sentence;

    #[test]
    fn an_assignment_with_a_title_is_called_by_it_and_another_by_its_key() {
        let text = r#"{"rule":{"all":[{"assignment":{"key":"plan","state":"approved"}},{"assignment":{"key":"brev","state":"handed_in"}}]}}"#;
        let rule = CompletionRule::parse(text).expect("a rule");
        let titles = [("plan".to_owned(), "Vår första plan".to_owned())].into_iter().collect();

        let said = sentence(&rule.titled(&titles), None, Lang::Sv);

        assert_eq!(said, "Hemuppgiften ”Vår första plan” godkänd, hemuppgiften ”brev” inlämnad.");
    }
}
