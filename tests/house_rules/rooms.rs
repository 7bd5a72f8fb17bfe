//! The first law: the order of `mod` lines in `src/lib.rs` is the order in which rooms may name each other.
//!
//! A room names only rooms above it, in whatever way: by `use`, in the middle of a line, or by climbing out with `super`.

use crate::Finding;
use crate::source::{Source, Token};

/// The rooms as `src/lib.rs` lists them, ground first.
pub fn order(house: &[Source]) -> Vec<String> {
    let Some(contents) = house.iter().find(|source| source.place == "src/lib.rs") else { return Vec::new() };
    let words: Vec<_> = contents.tokens().into_iter().map(|(_, token)| token).collect();
    words
        .windows(3)
        .filter_map(|three| match three {
            [Token::Word(word), Token::Word(name), Token::Sign(';')] if word == "mod" => Some(name.clone()),
            _ => None,
        })
        .collect()
}

/// Every mention of a room from a room above it, and every re-export that would hide one.
pub fn broken(house: &[Source]) -> Vec<Finding> {
    let order = order(house);
    let height = |room: &str| order.iter().position(|one| one == room);
    let mut findings = Vec::new();
    for source in house {
        let module = source.module();
        let Some(own) = module.first() else {
            if source.place == "src/lib.rs" {
                let hidden = source
                    .names()
                    .into_iter()
                    .filter(|name| name.path.first().is_some_and(|one| height(one).is_some()));
                findings.extend(hidden.map(|name| {
                    let path = name.path.join("::");
                    Finding::at(
                        &source.place,
                        name.line,
                        format!("lib.rs only lists rooms: `{path}` would hide who names whom"),
                    )
                }));
            }
            continue;
        };
        let Some(own_height) = height(own) else {
            findings.push(Finding::at(&source.place, 1, format!("src/lib.rs does not list the room `{own}`")));
            continue;
        };
        for name in source.names() {
            let Some(other) = name.path.first() else { continue };
            if height(other).is_some_and(|other_height| other_height > own_height) {
                let path = name.path.join("::");
                let complaint = format!("`{own}` names `{path}`, but `{other}` stands below it in src/lib.rs");
                findings.push(Finding::at(&source.place, name.line, complaint));
            }
        }
    }
    findings
}

#[cfg(test)]
fn house(file: &str, text: &str) -> Vec<Source> {
    let contents = "//! House.\n/// Low.\npub mod low;\n\n/// Middle.\npub mod middle;\n\nmod high;\n";
    vec![Source::new("src/lib.rs", contents), Source::new(file, text), Source::new("src/main.rs", "use stafett::high;")]
}

#[test]
fn the_order_is_read_from_the_table_of_contents() {
    let house = house("src/low.rs", "");

    let order = order(&house);

    assert_eq!(order, ["low", "middle", "high"]);
}

#[test]
fn naming_a_room_below_is_found_in_every_form() {
    let forms = [
        "use crate::high::Thing;",
        "use crate::{low, high};",
        "use crate::{low::{A, B}, high::c::{D}};",
        "fn f() { let x = crate::high::thing(); }",
        "use super::super::high;",
        "mod tests { use super::super::super::high::*; }",
    ];

    let findings = forms.map(|form| broken(&house("src/middle/rules.rs", form)));

    for (form, found) in forms.iter().zip(&findings) {
        assert_eq!(found.len(), 1, "{form}: {found:?}");
        assert_eq!(found[0].place, "src/middle/rules.rs");
    }
}

#[test]
fn naming_rooms_above_oneself_and_other_crates_is_free() {
    let text =
        "use crate::low::{A, b::*};\nuse super::model;\nuse std::high;\nuse high_crate::high;\npub(crate) fn f() {}";

    let findings = broken(&house("src/middle/rules.rs", text));

    assert_eq!(findings, []);
}

#[test]
fn a_room_that_is_not_listed_and_a_hidden_re_export_are_found() {
    let unlisted = broken(&house("src/attic/mod.rs", "//! Attic."));
    let hidden = broken(&[Source::new("src/lib.rs", "mod low;\npub use low::Thing;")]);

    assert_eq!(unlisted, [Finding::at("src/attic/mod.rs", 1, "src/lib.rs does not list the room `attic`")]);
    assert_eq!(hidden.len(), 1);
}
