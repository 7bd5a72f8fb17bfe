//! The shape of a file: what it says of itself, how long it is, what it is called; and what a migration may know.

use crate::Finding;
use crate::source::{Source, Token};

/// Where a reader's patience ends, in lines.
const LONGEST: usize = 400;

/// Names that say nothing of what is inside.
const EMPTY_NAMES: [&str; 9] = ["util", "utils", "helper", "helpers", "common", "service", "services", "data", "info"];

/// A file without `//!` at its head, beyond 400 lines, or with an empty name.
pub fn broken(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let head = source.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !head.starts_with("//!") {
        findings.push(Finding::at(
            &source.place,
            1,
            "does not begin with `//!`: what does this module know, and what not?",
        ));
    }
    let lines = source.text.lines().count();
    if lines > LONGEST {
        findings.push(Finding::at(&source.place, lines, format!("{lines} lines; {LONGEST} is the limit")));
    }
    for part in source.place.trim_end_matches(".rs").split('/') {
        if EMPTY_NAMES.contains(&part) {
            findings.push(Finding::at(&source.place, 1, format!("`{part}` says nothing of what is inside")));
        }
    }
    findings
}

/// Entities in a migration: a table's past shape must not change when the entity does.
pub fn entities_in_migration(source: &Source) -> Vec<Finding> {
    let known = ["stafett", "DeriveEntityModel", "EntityTrait", "create_table_from_entity"];
    let mentions = source.tokens().into_iter().filter_map(|(line, token)| match token {
        Token::Word(word) if known.contains(&word.as_str()) => Some((line, word)),
        _ => None,
    });
    mentions
        .map(|(line, word)| Finding::at(&source.place, line, format!("a migration names tables as text, not `{word}`")))
        .collect()
}

#[test]
fn a_file_without_words_too_long_or_emptily_named_is_found() {
    let silent = Source::new("src/seats/mod.rs", "\nuse std::fmt;\n");
    let long = Source::new("src/seats/rules.rs", format!("//! Rules.\n{}", "\n".repeat(400)));
    let empty = Source::new("src/seats/helpers.rs", "//! Things.\n");

    let counts = [&silent, &long, &empty].map(|source| broken(source).len());

    assert_eq!(counts, [1, 1, 1]);
}

#[test]
fn a_file_of_exactly_the_longest_length_is_free() {
    let source = Source::new("src/seats/database.rs", format!("//! Rules.\n{}", "\n".repeat(399)));

    let findings = broken(&source);

    assert_eq!(findings, []);
}

#[test]
fn an_entity_in_a_migration_is_found_and_a_table_named_as_text_is_not() {
    let entity = Source::new("migrations/src/a.rs", "//! A.\nuse stafett::seats::entity;\n");
    let text = Source::new("migrations/src/b.rs", "//! Of stafett.\nfn f() { Table::create().table(\"stafett\") }\n");

    let found = entities_in_migration(&entity);

    assert_eq!(found, [Finding::at("migrations/src/a.rs", 2, "a migration names tables as text, not `stafett`")]);
    assert_eq!(entities_in_migration(&text), []);
}
