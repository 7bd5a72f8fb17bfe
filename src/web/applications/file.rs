//! All about one application, as its pages tell it.

use crate::applications::{Application, Mandate, MandateState, Move, Terms, queries};
use crate::kernel::{CohortId, Lang};
use crate::organisations::{self, Organisation};
use crate::people::{self, Person};
use crate::web::problem::Problem;
use sea_orm::ConnectionTrait;

/// One application with everything around it.
pub(super) struct File {
    pub(super) application: Application,
    pub(super) terms: Terms,
    pub(super) person: Person,
    /// The name as the file's reader sees it.
    pub(super) name: String,
    pub(super) organisation: Organisation,
    /// Oldest first, those passed on too.
    pub(super) mandates: Vec<Mandate>,
    /// Preferred first.
    pub(super) wishes: Vec<CohortId>,
    /// Oldest first.
    pub(super) moves: Vec<Move>,
}

impl File {
    /// Gathers the file of `application`.
    pub(super) async fn of(db: &impl ConnectionTrait, application: Application) -> Result<Self, Problem> {
        let id = application.id;
        let terms = Terms::find(db, application.offer_id).await?.ok_or(Problem::Missing)?;
        let person = people::queries::find_person(db, application.person_id).await?.ok_or(Problem::Missing)?;
        let organisation = organisations::queries::find(db, application.organisation_id).await?;
        let wishes = queries::preferences_among(db, &[id]).await?.into_iter().map(|wish| wish.cohort_id).collect();
        Ok(Self {
            terms,
            name: person.true_name.clone(),
            person,
            organisation: organisation.ok_or(Problem::Missing)?,
            mandates: queries::mandates_among(db, &[id]).await?,
            wishes,
            moves: queries::moves_of(db, id).await?,
            application,
        })
    }

    /// The file as everybody but the applicant sees it: whatever points at a protected person is covered.
    pub(super) fn shown(mut self, lang: Lang) -> Self {
        self.name = self.person.shown_name(lang);
        self.application = self.application.shown(&self.person, lang);
        for mandate in &mut self.mandates {
            *mandate = mandate.shown(&self.person, lang);
        }
        for one in &mut self.moves {
            one.reason_sv = self.person.shown(Lang::Sv, &one.reason_sv);
            one.reason_en = self.person.shown(Lang::En, &one.reason_en);
        }
        self
    }

    /// The mandate that counts.
    pub(super) fn mandate(&self) -> Option<&Mandate> {
        self.mandates.last()
    }

    /// The mandate still waiting for its answer.
    pub(super) fn open_mandate(&self) -> Option<&Mandate> {
        self.mandate().filter(|mandate| mandate.state == MandateState::Asked)
    }

    /// The applicant's own answers, label and answer.
    pub(super) fn answers(&self, lang: Lang) -> Vec<(String, String)> {
        let name = |id: &CohortId| {
            let cohort = self.terms.cohorts.iter().find(|(cohort, _)| cohort.id == *id);
            cohort.map(|(cohort, _)| cohort.name.clone())
        };
        let wished: Vec<String> =
            (1..).zip(self.wishes.iter().filter_map(name)).map(|(place, name)| format!("{place}. {name}")).collect();
        let manager = self.mandate().map(|one| format!("{}\n{}", one.manager_name, one.manager_email));
        let rows = [
            (lang.say("Namn", "Name"), self.name.clone()),
            (lang.say("E-post", "E-mail"), self.application.email.clone()),
            (lang.say("Organisation", "Organisation"), self.organisation.name.clone()),
            (lang.say("Enhet", "Unit"), self.application.unit.clone()),
            (lang.say("Roll", "Role"), self.application.role.clone()),
            (lang.say("Uppdrag och mandat", "Assignment and mandate"), self.application.mandate_words.clone()),
            (lang.say("Chef", "Manager"), manager.unwrap_or_default()),
            (lang.say("Omgångar, i önskad ordning", "Cohorts, in order of wish"), wished.join("\n")),
        ];
        rows.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
    }
}
