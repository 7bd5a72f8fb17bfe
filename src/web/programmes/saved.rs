//! A programme's rule as it is saved, and a rule in words.

use crate::house::House;
use crate::kernel::{Lang, ProgrammeId, ProgrammeVersionId};
use crate::programmes::{self, Programme, ProgrammeDay};
use crate::requirements::{self, CompletionRule, DayNumber, Titles, entity as completion_rule, sentence, small_print};
use crate::web::problem::Problem;

/// What is saved of a programme's rule.
pub(super) struct Saved {
    pub programme: Programme,
    /// The days of its latest version.
    pub days: Vec<ProgrammeDay>,
    /// That version.
    pub version: ProgrammeVersionId,
    /// The row the rule stands in.
    pub row: completion_rule::Model,
    /// The rule.
    pub rule: CompletionRule,
    /// What its assignments are called, in Swedish and English.
    titles: [Titles; 2],
}

impl Saved {
    /// Reads the rule of a programme's latest version.
    pub(super) async fn of(house: &House, id: ProgrammeId) -> Result<Self, Problem> {
        let db = house.db.read();
        let latest = programmes::queries::latest_versions(db).await?;
        let (programme, version) = latest.into_iter().find(|(one, _)| one.id == id).ok_or(Problem::Missing)?;
        let days = programmes::queries::days_of(db, version.id).await?;
        let row = requirements::queries::rule(db, version.rule_id).await?.ok_or(Problem::Missing)?;
        let rule = CompletionRule::parse(&row.rule).map_err(|refusal| Problem::broken(&refusal.say(Lang::En)))?;
        let titles = [
            programmes::queries::titles_of(db, version.id, Lang::Sv).await?,
            programmes::queries::titles_of(db, version.id, Lang::En).await?,
        ];
        Ok(Self { programme, days, version: version.id, row, rule, titles })
    }

    /// What its assignments are called.
    pub(super) fn titles(&self, lang: Lang) -> &Titles {
        let [sv, en] = &self.titles;
        lang.say(sv, en)
    }

    /// A rule in both languages, the reader's first.
    pub(super) fn said(&self, rule: &CompletionRule, lang: Lang) -> Vec<Said> {
        let in_lang = |lang: Lang| {
            let rule = rule.titled(self.titles(lang));
            Said {
                tag: lang.tag(),
                sentence: sentence(&rule, Some(self.count()), lang),
                terms: small_print(&rule, lang),
            }
        };
        let other = lang.say(Lang::En, Lang::Sv);
        vec![in_lang(lang), in_lang(other)]
    }

    /// How many days the programme has.
    pub(super) fn count(&self) -> DayNumber {
        DayNumber::try_from(self.days.len()).unwrap_or(DayNumber::MAX)
    }
}

/// A rule in words, in one language.
pub struct Said {
    /// The language, as the page's markup names it.
    pub tag: &'static str,
    /// The demand.
    pub sentence: String,
    /// The terms beside it.
    pub terms: Vec<String>,
}
