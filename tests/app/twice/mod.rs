//! Every form that is guarded against being sent twice, and what it then does. The list comes from the templates: a form that
//! is new there has no case here, and the test fails until it has one.

mod creating;
mod editing;
mod grounds;

use crate::support::{Page, TestHouse, Visitor};
use sea_orm::{ConnectionTrait, FromQueryResult, JsonValue, Statement};
use stafett::kernel::AccountId;
use std::collections::BTreeMap;
use std::path::Path;

/// What is counted and looked at by every request, whatever it does.
const ALWAYS_MOVING: [&str; 3] = ["sessions", "attempts", "attempt_subjects"];

/// The forms of the templates that carry a guard, as `rollouts/plan.html 2`: the second such form of its template.
fn forms_with(guards: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("a template").display().to_string();
            let text = std::fs::read_to_string(&path).expect("a template");
            let forms = text.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap_or(form));
            let guarded = forms.filter(|form| guards.iter().any(|guard| form.contains(guard))).count();
            // The style guide shows forms and sends none.
            if name != "styleguide.html" {
                found.extend((1..=guarded).map(|nth| format!("{name} {nth}")));
            }
        }
    }
    found.sort();
    found
}

/// A form filled in: by whom, on which page, sent to an address that ends so, with what over what stands there.
struct Press {
    by: Option<AccountId>,
    page: String,
    action: String,
    fields: Vec<(String, String)>,
    /// What the page's first form is sent with, to come to the page the form stands on.
    before: Option<(String, String)>,
}

impl Press {
    fn new(by: impl Into<Option<AccountId>>, page: &str, action: &str, fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { by: by.into(), page: page.to_owned(), action: action.to_owned(), fields, before: None }
    }

    /// The same by somebody else, with other words.
    fn also(&self, by: impl Into<Option<AccountId>>, fields: &[(&str, &str)]) -> Self {
        Self::new(by, &self.page, &self.action, fields)
    }

    /// Opens the page and fills the form in that carries `guard`.
    async fn opened<'h>(&self, house: &'h TestHouse, guard: &str) -> Opened<'h> {
        let visitor = match self.by {
            Some(account) => house.session_of(account).await,
            None => house.visitor(),
        };
        let mut page = visitor.get(&self.page).await;
        if let Some((name, value)) = &self.before {
            page = visitor.send(&page, 0, &[(name, value)]).await;
        }
        let (action, standing) = form_on(&page, &self.action, guard)
            .unwrap_or_else(|| panic!("no form to {} with {guard} on {}: {}", self.action, self.page, page.text()));
        let typed = |name: &String| self.fields.iter().any(|(field, _)| field == name);
        let mut body: Vec<_> = standing.into_iter().filter(|(name, _)| !typed(name)).collect();
        body.extend(self.fields.iter().cloned());
        Opened { visitor, action, body }
    }
}

/// The form that is sent to an address with this end and carries `guard`.
fn form_on(page: &Page, action: &str, guard: &str) -> Option<(String, Vec<(String, String)>)> {
    let is_it = |(to, fields, _): &(String, Vec<(String, String)>, _)| {
        to.split('?').next().is_some_and(|to| to.ends_with(action)) && fields.iter().any(|(name, _)| name == guard)
    };
    page.posting_forms().into_iter().find(is_it).map(|(to, fields, _)| (to, fields))
}

/// A page that is open, its form filled in.
struct Opened<'h> {
    visitor: Visitor<'h>,
    action: String,
    body: Vec<(String, String)>,
}

impl Opened<'_> {
    async fn send(&self) -> Page {
        let body: Vec<(&str, &str)> = self.body.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.visitor.post(&self.action, &body).await
    }
}

/// What stands in every table, row by row.
async fn contents(house: &TestHouse) -> BTreeMap<&'static str, Vec<String>> {
    let db = house.db().read();
    let mut all = BTreeMap::new();
    for table in stafett::privacy::columns::tables().filter(|table| !ALWAYS_MOVING.contains(&table.name)) {
        let sql = Statement::from_string(db.get_database_backend(), format!("SELECT * FROM {}", table.name));
        let rows =
            JsonValue::find_by_statement(sql).all(db).await.unwrap_or_else(|error| panic!("{}: {error}", table.name));
        let mut rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
        rows.sort();
        all.insert(table.name, rows);
    }
    all
}
