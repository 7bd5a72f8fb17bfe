//! What an award means, as a document of its own.

use super::companion::Award;
use super::issuer::Issuer;
use crate::kernel::Lang;
use serde_json::{Value, json};

/// An award as Open Badges writes it: what credentials say somebody achieved.
///
/// `programme` is what one completes for it; `None` for taking part. What exactly was asked for is a cohort's matter and stands
/// in every credential.
#[must_use]
pub fn achievement(issuer: &Issuer, award: &Award, programme: Option<&str>, lang: Lang) -> Value {
    let (description, criteria) = match programme {
        Some(programme) => (
            lang.say(
                format!("Ges till den som har fullföljt utbildningen {programme}."),
                format!("Given to those who have completed the programme {programme}."),
            ),
            lang.say(
                "Utbildningens krav är uppfyllda. Vilka de var för en omgång står i varje intyg.",
                "The requirements of the programme are met. What they were for a cohort is told by every certificate.",
            ),
        ),
        None => (
            lang.say(
                "Visar vilka dagar av en utbildning innehavaren deltog. Det ger ingen titel.".to_owned(),
                "Shows which days of a programme the holder attended. It awards no title.".to_owned(),
            ),
            lang.say("Minst en dag av utbildningen.", "At least one day of the programme."),
        ),
    };
    let creator = json!({ "id": issuer.did(), "type": ["Profile"], "name": issuer.name, "url": issuer.url });
    json!({
        "@context": super::badge::CONTEXTS,
        "id": issuer.achievement(award.number),
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": award.name(lang),
        "description": description,
        "criteria": { "narrative": criteria },
        "inLanguage": lang.tag(),
        "creator": creator,
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::issuer;
    use super::*;

    #[test]
    fn an_award_is_an_achievement_by_itself() {
        let award = Award { number: 7, sv: "Handledare".to_owned(), en: "Tutor".to_owned() };

        let achievement = achievement(&issuer(), &award, Some("Course"), Lang::En);

        assert_eq!(achievement["id"], "https://intyg.example.org/awards/7");
        assert_eq!(achievement["name"], "Tutor");
        assert_eq!(achievement["description"], "Given to those who have completed the programme Course.");
        for needed in ["@context", "type", "criteria", "creator"] {
            assert!(!achievement[needed].is_null(), "{needed}");
        }
    }
}
