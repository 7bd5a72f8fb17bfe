//! The editor for the whole rule language. Every press of a button sends the draft and shows it anew.

use super::draft::{Excess, Node, end_of};
use super::outline::{Card, cards, kinds, roles, ways};
use super::rule::day_label;
use super::saved::{Said, Saved};
use super::trial::{Trial, assignment_states, plan_states, trial};
use crate::house::House;
use crate::kernel::{Day, Failure, Lang, ProgrammeId, RuleId};
use crate::locale::stockholm;
use crate::programmes::actions;
use crate::requirements::{CompletionRule, DayNumber, MakeUp, MakeUpForm, Refusal};
use crate::web::form::{Reading, Submitted};
use crate::web::guards::AtDesk;
use crate::web::parts::{Choice, Chrome, FormErrors};
use crate::web::problem::Problem;
use crate::web::reply::{Answer, Reply};
use askama::Template;
use rocket::{Route, State, get, post, routes};
use std::collections::BTreeSet;

/// The forms of making up: the word forms send, the form, Swedish, English.
const FORMS: [(&str, MakeUpForm, &str, &str); 3] = [
    ("other_cohort", MakeUpForm::OtherCohort, "i en annan omgång", "in another cohort"),
    ("written", MakeUpForm::Written, "med en skriftlig uppgift", "by a written task"),
    ("single_session", MakeUpForm::SingleSession, "vid ett enskilt tillfälle", "in a single session"),
];

/// What is chosen from.
pub struct Choices {
    groups: Vec<Choice>,
    leaves: Vec<Choice>,
    days: Vec<Choice>,
    ways: Vec<Choice>,
    states: Vec<Choice>,
    plans: Vec<Choice>,
    units: Vec<Choice>,
    forms: Vec<Choice>,
    roles: Vec<Choice>,
}

/// The editor.
#[derive(Template)]
#[template(path = "programmes/advanced.html")]
pub struct AdvancedPage {
    lang: Lang,
    chrome: Chrome,
    saved: Saved,
    form: Submitted,
    errors: FormErrors,
    said: Vec<Said>,
    trial: Trial,
    cards: Vec<Card>,
    choices: Choices,
    theirs: Option<Vec<Said>>,
}

impl AdvancedPage {
    /// The page over `form`, with the rule in it when it is sound and whole.
    ///
    /// A draft that does not go into the editor whole is shown as far as it does, says so, and cannot be saved.
    fn new(
        chrome: Chrome,
        saved: Saved,
        (form, refused): (Submitted, Option<Excess>),
        today: Day,
    ) -> (Self, Option<CompletionRule>) {
        let lang = chrome.lang;
        let (node, cut) = Node::read(&form);
        let node = node.unwrap_or_else(|| Node::new("all"));
        let mut reading = Reading::new(&form, lang);
        if let Some(excess) = refused.or(cut) {
            reading.wrong("", excess.sentence(lang));
        }
        let rule = read(&mut reading, &node, saved.count(), lang).filter(|_| cut.is_none());
        let errors = reading.errors();
        let page = Self {
            said: rule.as_ref().map(|rule| saved.said(rule, lang)).unwrap_or_default(),
            trial: trial(&saved, rule.as_ref(), &form, (today, lang)),
            cards: cards(&node, lang),
            choices: choices(&saved, &node, lang),
            theirs: None,
            lang,
            chrome,
            form,
            errors,
            saved,
        };
        (page, rule)
    }

    fn path(&self) -> String {
        format!("/desk/programmes/{}/rule/advanced", self.saved.programme.id)
    }

    fn above(&self) -> String {
        format!("/desk/programmes/{}/rule", self.saved.programme.id)
    }
}

fn choices(saved: &Saved, node: &Node, lang: Lang) -> Choices {
    let label = |number: i64, title: &str| Choice::new(number, day_label(number, title, lang));
    let (groups, leaves) = kinds(lang);
    Choices {
        groups,
        leaves,
        days: saved.days.iter().map(|day| label(day.number, day.title(lang))).collect(),
        ways: ways(lang),
        states: assignment_states(lang),
        plans: plan_states(lang),
        units: vec![
            Choice::new("count", lang.say("stycken", "in number")),
            Choice::new("percent", lang.say("procent", "percent")),
        ],
        forms: FORMS.iter().map(|(word, _, sv, en)| Choice::new(word, lang.say(*sv, *en))).collect(),
        roles: roles(node, lang),
    }
}

fn read(reading: &mut Reading<'_>, node: &Node, days: DayNumber, lang: Lang) -> Option<CompletionRule> {
    let demand = node.demand(reading, &mut Vec::new(), days, lang);
    let partial = reading.number("partial_percent", 0..=100).and_then(|share| u8::try_from(share).ok());
    let make_up = make_up(reading, days, lang);
    match CompletionRule::new(&demand?, partial?, Some(make_up?)) {
        Ok(rule) => Some(rule),
        Err(refusal) => {
            let (field, sentence) = told(&refusal, lang);
            reading.wrong(&field, sentence);
            None
        }
    }
}

/// The way to make up; `None` when something is wrong.
///
/// Where nothing may be made up no made-up day counts: a rule without a word about it would count any number of them. What else
/// the form says of it is kept, so that saving what was shown makes no other rule.
fn make_up(reading: &mut Reading<'_>, days: DayNumber, lang: Lang) -> Option<MakeUp> {
    let form = reading.form();
    let (ticked, said) = (form.all("make_up_days"), form.all("make_up_forms"));
    let which: BTreeSet<DayNumber> =
        ticked.iter().filter_map(|day| day.parse().ok()).filter(|day| (1..=days).contains(day)).collect();
    let forms: BTreeSet<MakeUpForm> =
        FORMS.iter().filter(|(word, ..)| said.contains(word)).map(|(_, form, ..)| *form).collect();
    let months = reading.optional_number("make_up_months", 0..=120);
    if !form.has("make_up") {
        let within_months = months?.and_then(|months| u32::try_from(months).ok());
        let which = if which.is_empty() { (1..=days).collect() } else { which };
        let forms = if forms.is_empty() { MakeUpForm::all() } else { forms };
        return Some(MakeUp { days: which, max: 0, within_months, forms });
    }
    if which.is_empty() {
        reading.wrong("make_up_days", lang.say("Välj minst en dag.", "Choose at least one day."));
    }
    let max = reading.number("make_up_max", 1..=i64::from(days)).and_then(|max| u32::try_from(max).ok());
    if forms.is_empty() {
        reading.wrong("make_up_forms", lang.say("Välj minst ett sätt.", "Choose at least one way."));
    }
    let is_whole = !which.is_empty() && !forms.is_empty();
    let within_months = months?.and_then(|months| u32::try_from(months).ok());
    Some(MakeUp { days: which, max: max?, within_months, forms }).filter(|_| is_whole)
}

/// A refusal of the language at the field of the demand it speaks of, without the path that stands before it.
fn told(refusal: &Refusal, lang: Lang) -> (String, String) {
    let said = refusal.say(lang);
    let path = refusal.path().unwrap_or_default();
    let sentence = said.strip_prefix(path).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&said);
    let place: Vec<usize> = path.split('/').filter_map(|part| part.parse().ok()).collect();
    (format!("kind-{}", end_of(&place)), sentence.to_owned())
}

fn filled(rule: &CompletionRule) -> Submitted {
    let mut fields = Vec::new();
    Node::of(rule.demand()).write(&mut Vec::new(), &mut fields);
    fields.push(("partial_percent".to_owned(), rule.partial_percent().to_string()));
    if let Some(make_up) = rule.make_up() {
        let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
        if make_up.max > 0 {
            add("make_up", "yes".to_owned());
            add("make_up_max", make_up.max.to_string());
        }
        add("make_up_months", make_up.within_months.map(|months| months.to_string()).unwrap_or_default());
        make_up.days.iter().for_each(|day| add("make_up_days", day.to_string()));
        let forms = FORMS.iter().filter(|(_, form, ..)| make_up.forms.contains(form));
        forms.for_each(|(word, ..)| add("make_up_forms", (*word).to_owned()));
    }
    Submitted::of(fields)
}

/// The form after a button of the tree: the tree's fields anew, everything else as it was sent.
///
/// A button that would make more of the tree than the editor holds does nothing, and why is given beside the form.
fn pressed(form: &Submitted) -> (Submitted, Option<Excess>) {
    let button = form.get("do");
    let (Some(mut node), None) = Node::read(form) else { return (form.clone(), None) };
    let end = button.split_once(' ').map_or("", |(_, end)| end);
    node.press(button, form.get(format!("new-{end}")));
    if let Some(excess) = node.excess() {
        return (form.clone(), Some(excess));
    }
    let is_of_the_tree = |name: &str| name == "do" || name.contains("-r-") || name.ends_with("-r");
    let mut fields: Vec<(String, String)> = form
        .iter()
        .filter(|(name, _)| !is_of_the_tree(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    node.write(&mut Vec::new(), &mut fields);
    (Submitted::of(fields), None)
}

#[get("/desk/programmes/<id>/rule/advanced")]
async fn show(desk: AtDesk, id: ProgrammeId, house: &State<House>) -> Answer<AdvancedPage> {
    let AtDesk { chrome, now, .. } = desk;
    let saved = Saved::of(house, id).await?;
    let form = filled(&saved.rule);
    Ok(Reply::Page(AdvancedPage::new(chrome, saved, (form, None), stockholm::today(now)).0))
}

#[post("/desk/programmes/<id>/rule/advanced", data = "<form>")]
async fn edit(desk: AtDesk, id: ProgrammeId, form: Submitted, house: &State<House>) -> Answer<AdvancedPage> {
    let AtDesk { who, chrome, now } = desk;
    let (seen, today) = (RuleId(form.version()?), stockholm::today(now));
    let button = form.get("do").to_owned();
    let saved = Saved::of(house, id).await?;
    if button != "save" {
        let (page, _) = AdvancedPage::new(chrome, saved, pressed(&form), today);
        // Work in progress: what is still missing is said beside the fields, and the page is no failure.
        return Ok(Reply::Page(page));
    }
    let (page, rule) = AdvancedPage::new(chrome, saved, (form, None), today);
    let Some(rule) = rule else { return Ok(Reply::Again(page)) };
    match actions::set_rule(&house.db, &who, (id, seen), &rule, now).await {
        Ok(()) => Ok(Reply::See(page.chrome.to(&format!("{}?saved=yes", page.above())))),
        Err(Failure::Stale) => {
            let saved = Saved::of(house, id).await?;
            let theirs = saved.said(&saved.rule, page.lang);
            let (page, _) = AdvancedPage::new(page.chrome, saved, (page.form.over_saved(), None), today);
            Ok(Reply::Stale(AdvancedPage { theirs: Some(theirs), ..page }))
        }
        Err(other) => Err(Problem::from(other)),
    }
}

pub(super) fn routes() -> Vec<Route> {
    routes![show, edit]
}
