//! The house laws, read from the source text.
//!
//! A compiler accepts a circle of rooms and a stylesheet from somewhere else; these tests do not. Each law is a function from
//! text to findings, and each has a control beside it: a made-up source that breaks the law and must be found.

mod layers;
mod masks;
mod pages;
mod rooms;
mod shape;
mod source;

use std::fmt;
use std::path::Path;

use source::{Source, files_below};

/// One place where a law is broken.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    place: String,
    line: usize,
    complaint: String,
}

impl Finding {
    /// Complains about `line` (from 1) of the file at `place`.
    pub fn at(place: &str, line: usize, complaint: impl Into<String>) -> Self {
        Self { place: place.to_owned(), line, complaint: complaint.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.place, self.line, self.complaint)
    }
}

#[test]
fn a_room_names_only_rooms_above_it() {
    let house = rust_below("src");

    let order = rooms::order(&house);

    assert!(!order.is_empty(), "src/lib.rs lists no room");
    nothing_found(&rooms::broken(&house));
}

#[test]
fn a_file_names_only_files_left_of_it_in_its_room() {
    let house = rust_below("src");

    let findings = layers::broken(&house);

    nothing_found(&findings);
}

#[test]
fn every_module_says_what_it_knows_and_stays_short_enough_to_read() {
    let sources = ["src", "migrations/src", "tests", "benches"].into_iter().flat_map(rust_below);

    let findings: Vec<_> = sources.flat_map(|source| shape::broken(&source)).collect();

    nothing_found(&findings);
}

#[test]
fn every_event_of_the_journal_has_words_for_people() {
    let house = rust_below("src");
    let words = &house.iter().find(|one| one.place == "src/web/events.rs").expect("the words").text;

    let findings: Vec<_> = house.iter().flat_map(|one| pages::wordless_events(words, &one.place, &one.text)).collect();

    nothing_found(&findings);
    assert_eq!(pages::wordless_events(words, "made/up.rs", "Event::new(\"cohort.sold\", …)").len(), 1);
}

#[test]
fn nobody_says_the_name_of_a_protected_person_but_those_who_are_listed() {
    let mut texts = texts_below("src", &["rs"]);
    texts.extend(texts_below("templates", &["html"]));

    let mut findings: Vec<_> = texts.iter().flat_map(|(place, text)| masks::unmasked(place, text)).collect();
    findings.extend(masks::listed_in_vain(&texts));

    nothing_found(&findings);
}

#[test]
fn migrations_name_tables_as_text_never_entities() {
    let migrations = rust_below("migrations/src");

    let findings: Vec<_> = migrations.iter().flat_map(shape::entities_in_migration).collect();

    assert!(!migrations.is_empty(), "no migration was read");
    nothing_found(&findings);
}

#[test]
fn pages_carry_no_style_and_no_script_of_their_own() {
    let templates = texts_below("templates", &["html"]);

    let findings: Vec<_> = templates.iter().flat_map(|(place, text)| pages::inline_code(place, text)).collect();

    nothing_found(&findings);
}

#[test]
fn no_argument_of_a_template_macro_is_taken_over_by_its_parameters() {
    let templates = texts_below("templates", &["html"]);
    let macros: Vec<_> = templates.iter().flat_map(|(_, text)| pages::macros_in(text)).collect();
    let broken =
        r#"{{ forms::text(errors, "name", lang.say("Namnet, så (här)", "x"), name, hint=lang.say("a", "b")) }}"#;

    let control = pages::captured_arguments(&macros, "made-up", broken);
    let findings: Vec<_> =
        templates.iter().flat_map(|(place, text)| pages::captured_arguments(&macros, place, text)).collect();

    assert_eq!(control.len(), 1, "the control must be found: {control:?}");
    nothing_found(&findings);
}

#[test]
fn every_event_of_the_journal_stands_in_its_document() {
    let words = texts_below("src/web", &["rs"]);
    let words = words.iter().find(|(place, _)| place == "src/web/events.rs").map_or("", |(_, text)| text.as_str());
    let document = texts_below("docs", &["md"]);
    let document = document.iter().find(|(place, _)| place == "docs/journal.md").map_or("", |(_, text)| text.as_str());

    let events: Vec<&str> = words.split("(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let events: Vec<&str> = events.into_iter().filter(|event| event.contains('.')).collect();
    let missing: Vec<_> = events.iter().filter(|event| !document.contains(&format!("| `{event}` |"))).collect();

    assert!(events.len() > 50, "the events were not found");
    assert!(missing.is_empty(), "not in docs/journal.md: {missing:?}");
}

#[test]
fn a_form_has_one_effect_however_often_it_is_sent() {
    let templates = texts_below("templates", &["html"]);
    let broken = r#"<form method="post" action="/x"><button>Skicka</button></form>"#;

    let control = pages::repeatable_forms("made-up", broken);
    let findings: Vec<_> = templates.iter().flat_map(|(place, text)| pages::repeatable_forms(place, text)).collect();

    assert_eq!(control.len(), 1, "the control must be found: {control:?}");
    nothing_found(&findings);
}

#[test]
fn pages_and_their_assets_ask_nothing_of_another_host() {
    let mut texts = texts_below("templates", &["html", "txt", "xml"]);
    texts.extend(texts_below("static", &["css", "js", "mjs", "svg", "html", "webmanifest"]));

    let findings: Vec<_> = texts.iter().flat_map(|(place, text)| pages::foreign_addresses(place, text)).collect();

    nothing_found(&findings);
}

/// Every Rust file below `folder` of the project; none if there is no such folder.
fn rust_below(folder: &str) -> Vec<Source> {
    texts_below(folder, &["rs"]).into_iter().map(|(place, text)| Source::new(place, text)).collect()
}

/// Every file below `folder` with one of the `endings`, as its place in the project and its text.
fn texts_below(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    files_below(&project.join(folder))
        .into_iter()
        .filter(|file| !file.components().any(|part| part.as_os_str() == "node_modules"))
        .filter(|file| file.extension().is_some_and(|ending| endings.iter().any(|one| ending == *one)))
        .map(|file| {
            let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let place = file.strip_prefix(project).unwrap_or(&file);
            (place.to_string_lossy().replace('\\', "/"), text)
        })
        .collect()
}

/// Fails with every finding, one a line, so that one run tells all there is to mend.
#[track_caller]
fn nothing_found(findings: &[Finding]) {
    let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} broken:\n  {}", told.len(), told.join("\n  "));
}
