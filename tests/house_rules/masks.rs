//! Who may say a person's true name, or show a row's copy of what points at them: the files listed here, each with a reason.
//!
//! Everybody else asks `shown_name` and `shown`, and gets the mask without thinking of it.

use crate::Finding;

/// The field that is never masked; nobody outside this list says it.
const TRUE_NAME: &str = "true_name";

/// Copies beside the person that pages must not show by themselves.
const COPIES: [&str; 6] =
    [".mandate_words", ".manager_name", ".manager_email", ".name_on_certificate", ".printed_name", ".to_email"];

/// File and reason.
const LISTED: &[(&str, &str)] = &[
    ("src/people/entity/person.rs", "makes the mask"),
    ("src/people/queries.rs", "writes and finds persons"),
    ("src/graduates/import_actions.rs", "finds namesakes among those taken over"),
    ("src/graduates/import_queries.rs", "writes those taken over"),
    ("src/protection/actions.rs", "covers the name where it was written before"),
    ("src/demo/stage.rs", "writes made-up people"),
    ("src/applications/actions/readdressing.rs", "finds the person's own letters"),
    ("src/applications/letters.rs", "the person's own letters; `Named` masks in those to others"),
    ("src/seats/offering.rs", "the person's own letters"),
    ("src/certification/letters.rs", "the person's own letters"),
    ("src/certification/gathering.rs", "the paper itself"),
    ("src/rollouts/proof.rs", "left out when protected"),
    ("src/web/applications/file.rs", "my application; `shown` covers it for everybody else"),
    ("src/web/applications/desk.rs", "compares names; shows through `shown`"),
    ("src/web/applications/mandates.rs", "the manager's own address"),
    ("src/web/applications/my.rs", "the applicant's own page"),
    ("src/web/applications/apply.rs", "the applicant's own receipt"),
    ("src/web/attendance/my_section.rs", "the person's own page"),
    ("src/web/attendance/name.rs", "the person's own page"),
    ("src/web/certification/respell.rs", "compares; shows `shown_name` and an empty field"),
    ("src/web/certification/cohort.rs", "masked when protected"),
    ("src/web/completion/sheets.rs", "left out when protected"),
    ("src/web/cohorts/edit.rs", "sorts"),
    ("src/web/rollouts/page.rs", "sorts"),
    ("src/web/mailbox.rs", "leaves letters to protected addresses out"),
    ("src/web/desk/pages.rs", "covers protected addresses"),
    ("src/web/desk/waiting.rs", "covered by the page"),
    ("src/accounts/queries.rs", "letters to the owner of an account"),
    ("src/applications/actions/signing_in.rs", "sorts letters to the persons themselves"),
    (
        "src/privacy/actions/correcting.rs",
        "compares and writes; only accounts that may unmask correct protected persons",
    ),
    ("src/privacy/actions/erasing.rs", "tells who has been removed"),
    ("src/privacy/traces.rs", "finds the person's rows"),
    ("src/web/desk/silence.rs", "empty when protected"),
    ("src/web/people/chosen.rs", "the person's own link"),
    ("src/web/persons/home.rs", "the person's own page"),
    ("src/web/privacy/correct.rs", "empty when protected"),
    ("src/web/privacy/given.rs", "the person's own extract"),
    ("src/web/privacy/person.rs", "tells who has been removed; shows `shown_name`"),
    ("templates/protection/unmasked.html", "shown once, on the record"),
    ("templates/applications/desk.html", "shows a file that is `shown`"),
    ("templates/applications/mandate.html", "shows an application that is `shown`"),
    ("templates/mailbox/list.html", "letters to protected addresses are left out"),
    ("templates/mailbox/letter.html", "letters to protected addresses are left out"),
];

/// Whether pages are made here.
fn shows(place: &str) -> bool {
    place.starts_with("src/web/") || place.starts_with("templates/")
}

/// Names and copies in a file that is not listed.
pub fn unmasked(place: &str, text: &str) -> Vec<Finding> {
    if LISTED.iter().any(|(listed, _)| *listed == place) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (line, words) in (1..).zip(text.lines()) {
        let copies = COPIES.iter().filter(|_| shows(place));
        for said in copies.chain([&TRUE_NAME]).filter(|said| words.contains(**said)) {
            let complaint = format!("`{said}` shows a protected person: ask `shown_name` or `shown`");
            findings.push(Finding::at(place, line, complaint));
        }
    }
    findings
}

/// Files that are listed and need not be any longer.
pub fn listed_in_vain(texts: &[(String, String)]) -> Vec<Finding> {
    let says = |text: &str| text.contains(TRUE_NAME) || COPIES.iter().any(|copy| text.contains(copy));
    let in_vain = |listed: &&(&str, &str)| !texts.iter().any(|(place, text)| place == listed.0 && says(text));
    LISTED.iter().filter(in_vain).map(|(place, _)| Finding::at(place, 1, "is listed in vain: take it off")).collect()
}

#[test]
fn a_page_that_says_a_true_name_is_found_and_one_that_asks_for_the_mask_is_not() {
    let leak =
        unmasked("src/web/new/page.rs", "//! New.\nlet name = person.true_name;\nlet chief = one.manager_name;\n");
    let room = unmasked("src/delegates/letters.rs", "let name = person.true_name;\nlet chief = one.manager_name;\n");
    let masked = unmasked("src/web/new/page.rs", "//! New.\nlet name = person.shown_name(lang);\n");

    assert_eq!((leak.len(), room.len(), masked.len()), (2, 1, 0));
}
