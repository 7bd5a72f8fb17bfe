//! Forms that create: twenty identical posts at once have the effect of one and the same receipt.

use super::grounds::creating;
use super::{Opened, contents, forms_with};
use crate::support::TestHouse;
use rocket::futures::future::join_all;
use stafett::access::SubmissionKey;
use std::collections::{BTreeMap, BTreeSet};

/// Whether all posts carry the key that stood on the page, as they do, or each a key of its own, as the control has it.
#[derive(Clone, Copy)]
enum Keys {
    Shared,
    Own,
}

/// What some posts of one form led to.
#[derive(Debug)]
struct Outcome {
    /// Each answer that was given: status and receipt.
    answers: BTreeSet<String>,
    /// How many rows each table has gained.
    gained: BTreeMap<&'static str, usize>,
}

async fn rows(house: &TestHouse) -> BTreeMap<&'static str, usize> {
    contents(house).await.into_iter().map(|(table, rows)| (table, rows.len())).collect()
}

/// Opens the form on fresh ground and sends it `times` times at once.
async fn sent(form: &str, times: usize, keys: Keys) -> Outcome {
    let (house, mut press) = creating(form).await;
    // In the other language than the visitor's own, which the receipt must keep.
    press.page = format!("{}{}lang=en", press.page, if press.page.contains('?') { '&' } else { '?' });
    let before = rows(&house).await;
    let mut posts = Vec::new();
    let opened = press.opened(&house, "submission_key").await;
    for _ in 0..times {
        let mut body = opened.body.clone();
        if let (Keys::Own, Some((_, key))) = (keys, body.iter_mut().find(|(name, _)| name == "submission_key")) {
            SubmissionKey::random().expect("a key").as_str().clone_into(key);
        }
        posts.push(Opened { visitor: opened.visitor.clone(), action: opened.action.clone(), body });
    }
    let pages = join_all(posts.iter().map(Opened::send)).await;
    let answer = |page: &crate::support::Page| match page.headers.get("location") {
        Some(receipt) => format!("{} {receipt}", page.status.code),
        None => format!("{} {}", page.status.code, page.text()),
    };
    let after = rows(&house).await;
    let gained = after.into_iter().map(|(table, count)| (table, count.saturating_sub(before[table])));
    Outcome { answers: pages.iter().map(answer).collect(), gained: gained.filter(|(_, count)| *count > 0).collect() }
}

/// Why `many` posts were not like one; `None` when they were.
fn difference(once: &Outcome, many: &Outcome) -> Option<String> {
    let is_receipt = |outcome: &Outcome| {
        outcome.answers.len() == 1
            && outcome.answers.iter().all(|answer| answer.starts_with("303") && answer.contains("lang=en"))
    };
    if !is_receipt(once) || once.gained.len() < 2 {
        return Some(format!("one post was not accepted: {once:?}"));
    }
    if !is_receipt(many) {
        return Some(format!("answers differ: {:?}", many.answers));
    }
    (once.gained != many.gained).then(|| format!("one made {:?}, all made {:?}", once.gained, many.gained))
}

#[rocket::async_test]
async fn twenty_identical_posts_of_every_creating_form_are_like_one() {
    let mut wrong = Vec::new();
    let forms = forms_with(&["submission_key("]);

    for form in &forms {
        let (once, twenty) = (sent(form, 1, Keys::Shared).await, sent(form, 20, Keys::Shared).await);
        wrong.extend(difference(&once, &twenty).map(|why| format!("{form}: {why}")));
    }

    assert!(forms.len() >= 20, "only {} forms were found", forms.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[rocket::async_test]
async fn posts_with_keys_of_their_own_are_found_out() {
    for form in ["public/feedback.html 1", "rollouts/plan.html 1", "cohorts/new.html 1", "persons/asking.html 1"] {
        let (once, each) = (sent(form, 1, Keys::Shared).await, sent(form, 3, Keys::Own).await);

        assert!(difference(&once, &each).is_some(), "{form}: {each:?}");
    }
}
