//! Forms that edit: of two who save from the same loaded page the second reads what both wrote, and nothing is lost.

use super::grounds::editing;
use super::{Press, contents, form_on, forms_with};
use crate::support::TestHouse;

/// Two who have the same thing open.
pub struct Both {
    pub house: TestHouse,
    pub one: Press,
    pub other: Press,
    /// What the first saved, as the second's page must tell it; empty where a button has no words of its own.
    pub saved: &'static str,
}

/// The version the second saver sends: the one on the page, or, as the control has it, the newest.
#[derive(Clone, Copy)]
enum Version {
    Opened,
    Newest,
}

/// Why the second saver was not stopped and shown both; `None` when all is well.
async fn trouble(form: &str, version: Version) -> Option<String> {
    let Both { house, one, other, saved } = editing(form).await;
    let (first, mut second) = (one.opened(&house, "version").await, other.opened(&house, "version").await);
    let accepted = first.send().await;
    if accepted.status.code != 303 {
        return Some(format!("the first is not saved: {} {}", accepted.status, accepted.text()));
    }
    if let Version::Newest = version {
        let page = second.visitor.get(&other.page).await;
        let (_, fields) = form_on(&page, &other.action, "version")?;
        let newest = fields.iter().find(|(name, _)| name == "version").cloned();
        second.body.retain(|(name, _)| name != "version");
        second.body.extend(newest);
    }
    let before = contents(&house).await;
    let page = second.send().await;
    if contents(&house).await != before {
        return Some("the second has changed something".to_owned());
    }
    // A button whose deed is done cannot be pressed again, which may be said instead.
    if page.status.code != 409 && !(saved.is_empty() && page.status.code == 422) {
        return Some(format!("{} instead of a conflict: {}", page.status, page.text()));
    }
    if !page.text().contains(saved) {
        return Some(format!("{saved:?} is not told: {}", page.text()));
    }
    // Where there is no such form any longer, the page tells what was written in it.
    let form = form_on(&page, &other.action, "version");
    let is_kept = |field: &&(String, String)| match &form {
        Some((_, fields)) if fields.iter().any(|(name, _)| *name == field.0) => fields.contains(field),
        _ => page.html.contains(&field.1),
    };
    let lost = other.fields.iter().filter(|field| !saved.is_empty() && !is_kept(field)).collect::<Vec<_>>();
    (!lost.is_empty()).then(|| format!("what the second wrote is lost: {lost:?} of {form:?}"))
}

#[rocket::async_test]
async fn the_second_saver_of_every_editing_form_reads_both_versions() {
    let mut wrong = Vec::new();
    let forms = forms_with(&["::version(", "::acts_on("]);

    for form in &forms {
        wrong.extend(Box::pin(trouble(form, Version::Opened)).await.map(|why| format!("{form}: {why}")));
    }

    assert!(forms.len() >= 35, "only {} forms were found", forms.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[rocket::async_test]
async fn a_second_saver_with_the_newest_version_is_found_out() {
    for form in ["rollouts/plan.html 2", "setup/page.html 1", "cohorts/edit.html 1", "applications/desk.html 3"] {
        let found = Box::pin(trouble(form, Version::Newest)).await;

        assert_eq!(found.as_deref(), Some("the second has changed something"), "{form}");
    }
}
