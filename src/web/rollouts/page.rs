//! The plan's page: one page for those at home, the coach and the coordinator, each with their own buttons.

use super::reading;
use super::view::{self, PlanView};
use crate::house::House;
use crate::kernel::{Failure, Instant, Lang, Refusal as _};
use crate::locale::{dates, sorting, stockholm};
use crate::people::{self, Role};
use crate::rollouts::{Hand, Milestone, NewsKind, PlanState, Refusal, RolloutPlan, Side, queries, rules};
use crate::web::form::{Submitted, new_key};
use crate::web::parts::{Choice, Chrome, FormErrors, Notice, Tone};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;

/// The page of a plan.
#[derive(Template)]
#[template(path = "rollouts/plan.html")]
pub struct PlanPage {
    lang: Lang,
    chrome: Chrome,
    base: String,
    reader: Reader,
    view: PlanView,
    form: Submitted,
    errors: FormErrors,
    kind: &'static str,
    kinds: Vec<(&'static str, &'static str)>,
    bodies: Vec<Choice>,
    by_hand: Vec<Choice>,
    coaches: Vec<Choice>,
    moves: Vec<(&'static str, &'static str)>,
    version: i64,
    key: String,
    comment_key: String,
    /// What somebody else saved in between: label and words.
    theirs: Vec<(&'static str, String)>,
}

impl PlanPage {
    /// What is saved now of that which the form `done` wanted to change.
    fn saved(&self, plan: &RolloutPlan, done: &str) -> Vec<(&'static str, String)> {
        let lang = self.lang;
        match done {
            "moved" => vec![(lang.say("Planens läge nu", "The plan's state now"), self.view.state.word.clone())],
            "coached" => {
                let nobody = || lang.say("Ingen", "Nobody").to_owned();
                vec![(lang.say("Coach nu", "Coach now"), self.view.coach.clone().unwrap_or_else(nobody))]
            }
            _ => vec![
                (lang.say("Sparat nuläge", "Saved situation"), plan.situation.clone()),
                (lang.say("Sparade mål", "Saved aims"), plan.aims.clone()),
            ],
        }
    }

    /// An address below the plan's own.
    fn at(&self, rest: impl AsRef<str>) -> String {
        self.chrome.to(&format!("{}{}", self.base, rest.as_ref()))
    }

    /// The page with the box ready for news of one kind.
    fn tells(&self, kind: impl AsRef<str>) -> String {
        self.chrome.to(&format!("{}?tell={}#tell", self.base, kind.as_ref()))
    }
}

/// Who reads the page, and so which buttons stand on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// One of those trained.
    Owner,
    /// The plan's coach.
    Coach,
    /// A coordinator.
    Coordinator,
}

impl Reader {
    fn of(hand: &Hand) -> Self {
        match hand {
            Hand::Owner(_) => Self::Owner,
            Hand::Coach(trainer) if trainer.role == Role::Trainer => Self::Coach,
            Hand::Coach(_) => Self::Coordinator,
        }
    }

    fn is_owner(self) -> bool {
        self == Self::Owner
    }

    fn is_coordinator(self) -> bool {
        self == Self::Coordinator
    }
}

/// Somebody at a plan's page: the plan is known to be theirs.
pub struct Visit<'a> {
    pub house: &'a House,
    pub hand: Hand,
    pub plan: RolloutPlan,
    /// Where the plan's page is: `/plans/7` or `/my/<token>/plan`.
    pub base: String,
    pub chrome: Chrome,
    pub now: Instant,
}

/// What the page shows again after a form was sent, or nothing.
#[derive(Default)]
pub struct Typed {
    pub form: Submitted,
    pub errors: FormErrors,
}

impl Visit<'_> {
    /// Where a form that worked leads.
    pub fn receipt(&self, done: &str) -> String {
        self.chrome.to(&format!("{}?done={done}", self.base))
    }

    /// The page as it is opened, with the box ready for news of `kind`, and word of what was just `done`.
    pub async fn open(mut self, kind: Option<&str>, done: Option<&str>) -> Answer<PlanPage> {
        self.chrome.notice = done.and_then(|done| notice(done, self.chrome.lang));
        let form = Submitted::of([("kind", kind.unwrap_or_default())]);
        Ok(Reply::Page(self.page(Typed { form, errors: FormErrors::none() }).await?))
    }

    /// The page again, with what was typed.
    pub async fn again(self, form: Submitted, errors: FormErrors) -> Answer<PlanPage> {
        self.page(Typed { form, errors }).await.map(Reply::Again)
    }

    /// What a form's action led to: its receipt, the page again, or the page beside what somebody else saved.
    pub async fn answer(
        mut self,
        form: Submitted,
        outcome: Result<(), Failure<Refusal>>,
        done: &str,
    ) -> Answer<PlanPage> {
        match outcome {
            Ok(()) => Ok(Reply::See(self.receipt(done))),
            Err(Failure::Refused(refusal)) => {
                let sentence = refusal.sentence(self.chrome.lang);
                let errors = [(refusal.field().unwrap_or_default(), sentence)].into_iter().collect();
                self.again(form, errors).await
            }
            Err(Failure::Stale) => {
                self.plan = queries::find(self.house.db.read(), self.plan.id).await?.ok_or(Problem::Missing)?;
                if self.stands(&form, done) {
                    // The same form sent twice: nothing is left to disagree on.
                    return Ok(Reply::See(self.receipt(done)));
                }
                let plan = self.plan.clone();
                let form = form.over_saved();
                let mut page = self.page(Typed { form, errors: FormErrors::none() }).await?;
                page.theirs = page.saved(&plan, done);
                Ok(Reply::Stale(page))
            }
            Err(other) => Err(other.into()),
        }
    }

    /// Whether what `form` asked for is what is saved now.
    fn stands(&self, form: &Submitted, done: &str) -> bool {
        let plan = &self.plan;
        match done {
            "written" => reading::situation(form, self.chrome.lang)
                .is_ok_and(|sent| sent.situation == plan.situation && sent.aims == plan.aims),
            "moved" => PlanState::from_code(form.get("state")) == Some(plan.state),
            "coached" => form.get("coach") == plan.coach_id.map(|coach| coach.to_string()).unwrap_or_default(),
            _ => false,
        }
    }

    async fn page(self, typed: Typed) -> Result<PlanPage, Problem> {
        let lang = self.chrome.lang;
        let reader = Reader::of(&self.hand);
        let view = view::of(self.house, &self.plan, lang).await?;
        let coaches = if reader.is_coordinator() { coaches(self.house, lang).await? } else { Vec::new() };
        let kind = NewsKind::from_code(typed.form.get("kind")).unwrap_or(NewsKind::Training);
        let by_hand = Milestone::ALL.into_iter().filter(|milestone| milestone.is_by_hand());
        Ok(PlanPage {
            bodies: reading::bodies(view.organisation.kind, lang),
            by_hand: by_hand.map(|one| Choice::new(one.code(), format!("{} {}", one.code(), one.word(lang)))).collect(),
            form: filled(&typed.form, &self.plan, self.now),
            errors: typed.errors,
            kind: kind.code(),
            kinds: reading::kinds(lang),
            moves: moves(self.plan.state, self.hand.side(), lang),
            version: self.plan.version,
            key: new_key()?,
            comment_key: new_key()?,
            theirs: Vec::new(),
            chrome: self.chrome,
            base: self.base,
            coaches,
            reader,
            view,
            lang,
        })
    }
}

/// What was typed, and behind it what the fields hold when nothing was.
fn filled(typed: &Submitted, plan: &RolloutPlan, now: Instant) -> Submitted {
    let today = dates::iso(stockholm::today(now));
    let coach = plan.coach_id.map(|coach| coach.to_string()).unwrap_or_default();
    let held = [
        ("situation", plan.situation.as_str()),
        ("aims", plan.aims.as_str()),
        ("day", today.as_str()),
        ("reached_on", today.as_str()),
        ("coach", coach.as_str()),
    ];
    Submitted::of(typed.iter().chain(held))
}

fn moves(state: PlanState, side: Side, lang: Lang) -> Vec<(&'static str, &'static str)> {
    rules::moves(state, side).iter().map(|to| (to.code(), to.deed(lang))).collect()
}

async fn coaches(house: &House, lang: Lang) -> Result<Vec<Choice>, Problem> {
    let mut trainers = people::queries::trainers(house.db.read()).await?;
    trainers.sort_by(|(_, left), (_, right)| sorting::compare(&left.true_name, &right.true_name));
    Ok(trainers.into_iter().map(|(account, person)| Choice::new(account, person.shown_name(lang))).collect())
}

fn notice(done: &str, lang: Lang) -> Option<Notice> {
    let text = match done {
        "opened" => lang.say("Planen är öppnad.", "The plan is open."),
        "told" => lang.say("Tack! Det du berättade är sparat.", "Thank you! What you told us is saved."),
        "removed" => lang.say("Uppgiften är borttagen.", "It has been taken away."),
        "written" => lang.say("Planens text är sparad.", "The plan's text is saved."),
        "moved" => lang.say("Planen har fått ett nytt läge.", "The plan has a new state."),
        "reached" => lang.say("Milstolpen är bockad.", "The milestone is ticked."),
        "commented" => lang.say("Kommentaren är sparad.", "The comment is saved."),
        "verified" => lang.say("Utbildningen är verifierad.", "The training is verified."),
        "evidenced" => lang.say("Beslutet är styrkt.", "The decision is evidenced."),
        "coached" => lang.say("Coachen är sparad.", "The coach is saved."),
        _ => return None,
    };
    Some(Notice { tone: Tone::Done, text: text.to_owned() })
}
