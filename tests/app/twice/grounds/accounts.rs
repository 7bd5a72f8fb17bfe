//! What is changed about accounts, persons, plans and the house itself.

use super::super::editing::Both;
use super::Press;
use crate::privacy::Ground;
use stafett::people::Role;

pub async fn editing(form: &str) -> Both {
    match form.split('/').next() {
        Some("people") => accounts(form).await,
        Some("rollouts") => plans(form).await,
        _ => house(form).await,
    }
}

async fn accounts(form: &str) -> Both {
    let ground = Ground::new().await;
    let (adam, bea) = ground.two(Role::Administrator).await;
    let tuva = ground.house.account(Role::Trainer, "Tuva Trainer").await;
    let page = format!("/accounts/{tuva}");
    let may = [("may", "yes")];
    let (one, other, saved) = match form {
        "people/accounts/merge.html 1" => {
            let ture = ground.house.account(Role::Trainer, "Ture Trainer").await;
            let other = Press::new(bea, &format!("{page}/merge?into={ture}"), "/merge", &[]);
            (Press::new(adam, &page, "/role", &[("role", "coordinator")]), other, "")
        }
        "people/accounts/page.html 1" => {
            let one = Press::new(adam, &page, "/disable", &[]);
            let other = one.also(bea, &[]);
            (one, other, "")
        }
        "people/accounts/page.html 2" => {
            let one = Press::new(adam, &page, "/role", &[("role", "coordinator")]);
            let other = one.also(bea, &[("role", "administrator")]);
            (one, other, "Samordnare")
        }
        "people/accounts/page.html 3" => {
            let one = Press::new(adam, &page, "/unmasking", &may);
            let other = one.also(bea, &may);
            (one, other, "")
        }
        "people/accounts/page.html 4" => {
            let one = Press::new(bea, &format!("/accounts/{adam}"), "/unmasking", &may);
            let other = one.also(adam, &may);
            (one, other, "")
        }
        new => panic!("{new} changes something and has no case here"),
    };
    Both { house: ground.house, one, other, saved }
}

async fn plans(form: &str) -> Both {
    let ground = Ground::new().await;
    let (karin, siv) = ground.two(Role::Coordinator).await;
    let tuva = ground.house.account(Role::Trainer, "Tuva Trainer").await.to_string();
    let ulf = ground.house.account(Role::Trainer, "Ulf Utbildare").await.to_string();
    let page = ground.plan(karin).await;
    let (action, mine, theirs, saved) = match form {
        "rollouts/plan.html 1" => ("/state", ("state", "resting"), ("state", "submitted"), ""),
        "rollouts/plan.html 2" => {
            ("/situation", ("situation", "Ingen samordnar."), ("situation", "Två samordnar."), "Ingen samordnar.")
        }
        "rollouts/plan.html 3" => ("/coach", ("coach", tuva.as_str()), ("coach", ulf.as_str()), "Tuva Trainer"),
        new => panic!("{new} changes something and has no case here"),
    };
    let one = Press::new(karin, &page, action, &[mine]);
    let other = one.also(siv, &[theirs]);
    Both { house: ground.house, one, other, saved }
}

async fn house(form: &str) -> Both {
    let ground = Ground::new().await;
    let (adam, bea) = ground.two(Role::Administrator).await;
    let (_, person) = ground.participant(1, "Ada Alm").await;
    let correct = format!("/desk/persons/{person}/correct");
    let rename = |name| [("name", name), ("email", "ada@example.org")];
    let (one, other, saved) = match form {
        "privacy/correct.html 1" => {
            let one = Press::new(adam, &correct, "/correct", &rename("Ada Ek"));
            let other = one.also(bea, &rename("Ada Al"));
            (one, other, "Ada Ek")
        }
        "privacy/erase.html 1" => {
            ground.run("UPDATE cohorts SET state = 'closed'").await;
            let other = Press::new(bea, &format!("/desk/persons/{person}/erase"), "/erase", &[]);
            (Press::new(adam, &correct, "/correct", &rename("Ada Ek")), other, "")
        }
        "privacy/rule.html 1" => {
            let third = ground.house.account(Role::Administrator, "Cia Tredje").await;
            let columns = "(what, action, days, basis, needs_second, one_asked_by, changed_at)";
            let row = format!("('feedback', 'dispose', 400, 'Beslut 2011-01-01', TRUE, {third}, 0)");
            ground.run(&format!("INSERT INTO retention_rules {columns} VALUES {row}")).await;
            let page = "/retention/feedback";
            let two = [("action", "dispose"), ("days", "400"), ("basis", "Beslut 2012-01-01"), ("needs_second", "yes")];
            (Press::new(adam, page, page, &two), Press::new(bea, page, "/one-is-enough", &[]), "")
        }
        "privacy/rule.html 2" => {
            let rule = |basis| [("action", "dispose"), ("days", "400"), ("basis", basis)];
            let page = "/retention/feedback";
            let one = Press::new(adam, page, page, &rule("Beslut 2012-01-01"));
            let other = one.also(bea, &rule("Beslut 2012-06-06"));
            (one, other, "Beslut 2012-01-01")
        }
        "public/feedback_list.html 1" => {
            ground.run("INSERT INTO feedback (about, words, given_at) VALUES ('/', 'ord', 0)").await;
            let one = Press::new(adam, "/desk/feedback", "/answered", &[]);
            let other = one.also(bea, &[]);
            (one, other, "")
        }
        "public/text.html 1" => {
            let page = "/setup/texts/privacy";
            let one = Press::new(adam, page, page, &[("text_sv", "Ett ord."), ("text_en", "One word.")]);
            let other = one.also(bea, &[("text_sv", "Två ord."), ("text_en", "Two words.")]);
            (one, other, "Ett ord.")
        }
        "setup/page.html 1" => {
            let one = Press::new(adam, "/setup", "/setup/platform", &[("name", "Forum Ett")]);
            let other = one.also(bea, &[("name", "Forum Två")]);
            (one, other, "Forum Ett")
        }
        new => panic!("{new} changes something and has no case here"),
    };
    Both { house: ground.house, one, other, saved }
}
