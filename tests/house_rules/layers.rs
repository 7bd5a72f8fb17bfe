//! The second law: in a room, `model < rules < entity < queries < actions`, and a file names only files left of it.
//!
//! Files with other names (`letters.rs`, `web/guards.rs`) may stand anywhere, as long as no circle of files arises. What
//! `mod.rs` re-exports counts as naming the file it comes from. A folder counts as the file it has grown from.

use std::collections::{BTreeMap, BTreeSet};

use crate::Finding;
use crate::source::Source;

const ORDER: [&str; 5] = ["model", "rules", "entity", "queries", "actions"];

/// A file of a room names another one, first at this place.
struct Mention<'a> {
    room: String,
    from: String,
    to: String,
    place: &'a str,
    line: usize,
}

/// The files of one room, whom each names, and where it does so first.
type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// Every file that names one right of it, and every circle of files in a room.
pub fn broken(house: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut graphs: BTreeMap<String, Graph> = BTreeMap::new();
    for mention in mentions(house) {
        let Mention { room, from, to, place, line } = mention;
        let rank = |part: &str| ORDER.iter().position(|one| *one == part);
        if let (Some(own), Some(other)) = (rank(&from), rank(&to))
            && other > own
        {
            let complaint =
                format!("`{room}::{from}` names `{room}::{to}`, which stands right of it ({})", ORDER.join(" < "));
            findings.push(Finding::at(place, line, complaint));
        } else {
            graphs.entry(room).or_default().entry(from).or_default().entry(to).or_insert(format!("{place}:{line}"));
        }
    }
    for (room, graph) in &graphs {
        if let Some(circle) = circle(graph) {
            let places: Vec<_> = circle.windows(2).map(|step| graph[&step[0]][&step[1]].as_str()).collect();
            let complaint = format!("the files go in a circle: {} ({})", circle.join(" → "), places.join(", "));
            findings.push(Finding::at(&format!("src/{room}"), 1, complaint));
        }
    }
    findings
}

fn mentions(house: &[Source]) -> Vec<Mention<'_>> {
    let modules: Vec<_> = house.iter().map(|source| (source, source.module())).collect();
    // The files of each room, and what its mod.rs makes known under the room's own name: (room, name) → file.
    let parts: BTreeSet<(&str, &str)> =
        modules.iter().filter_map(|(_, module)| Some((module.first()?.as_str(), module.get(1)?.as_str()))).collect();
    let is_part = |room: &str, part: &str| parts.contains(&(room, part));
    let mut re_exports = BTreeMap::new();
    for (source, module) in &modules {
        let [room] = module.as_slice() else { continue };
        for name in source.names() {
            if let [own, part, _, ..] = name.path.as_slice()
                && own == room
                && is_part(own, part)
            {
                re_exports.insert((room.clone(), name.called), part.clone());
            }
        }
    }

    let mut mentions = Vec::new();
    for (source, module) in &modules {
        let [room, from, ..] = module.as_slice() else { continue };
        for name in source.names() {
            let [own, second, ..] = name.path.as_slice() else { continue };
            let to = if is_part(own, second) { Some(second) } else { re_exports.get(&(own.clone(), second.clone())) };
            if let Some(to) = to
                && own == room
                && to != from
            {
                let (room, from, to) = (room.clone(), from.clone(), to.clone());
                mentions.push(Mention { room, from, to, place: &source.place, line: name.line });
            }
        }
    }
    mentions
}

/// Some circle of the graph, its first file repeated at the end.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    let mut done = BTreeSet::new();
    graph.keys().find_map(|start| follow(graph, start, &mut Vec::new(), &mut done))
}

fn follow(graph: &Graph, part: &str, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
    if let Some(begin) = way.iter().position(|one| one == part) {
        let mut circle = way[begin..].to_vec();
        circle.push(part.to_owned());
        return Some(circle);
    }
    if done.contains(part) {
        return None;
    }
    way.push(part.to_owned());
    let found = graph.get(part).into_iter().flat_map(BTreeMap::keys).find_map(|next| follow(graph, next, way, done));
    way.pop();
    done.insert(part.to_owned());
    found
}

#[cfg(test)]
fn room(files: &[(&str, &str)]) -> Vec<Source> {
    files.iter().map(|(file, text)| Source::new(format!("src/seats/{file}.rs"), *text)).collect()
}

#[test]
fn naming_a_file_right_of_oneself_is_found_in_every_form() {
    let forms = [
        "use super::queries;",
        "use crate::seats::queries::seats_taken;",
        "use super::{model::Seat, queries::{self}};",
        "fn f() { super::queries::seats_taken(); }",
        "mod tests { use super::super::queries; }",
        "use super::seats_taken;",
    ];

    let findings = forms.map(|form| {
        let files =
            [("rules", form), ("queries", ""), ("model", ""), ("mod", "mod queries;\npub use queries::seats_taken;")];
        broken(&room(&files))
    });

    for (form, found) in forms.iter().zip(&findings) {
        assert_eq!(found.len(), 1, "{form}: {found:?}");
        assert!(found[0].complaint.starts_with("`seats::rules` names `seats::queries`"), "{form}: {found:?}");
    }
}

#[test]
fn a_circle_of_freely_named_files_is_found() {
    let files = [
        ("letters/mod", "use super::{queries, phrases};"),
        ("phrases", "use crate::seats::model;"),
        ("queries", "use super::labels;"),
        ("labels", "use super::letters::Letter;"),
        ("model", ""),
    ];

    let findings = broken(&room(&files));

    let told = "the files go in a circle: labels → letters → queries → labels \
                (src/seats/labels.rs:1, src/seats/letters/mod.rs:1, src/seats/queries.rs:1)";
    assert_eq!(findings, [Finding::at("src/seats", 1, told)]);
}

#[test]
fn naming_files_left_of_oneself_and_other_rooms_is_free() {
    let files = [
        ("actions", "use super::{letters, queries, rules, model::Seat};\nuse crate::cohorts::actions;"),
        ("letters", "use super::Seat;\nuse super::queries;"),
        ("queries/mod", "mod open;\nuse super::entity;\nuse self::open::x;"),
        ("queries/open", "use super::super::model;\nuse super::other;"),
        ("rules", "use super::model;\nmod tests { use super::*; }"),
        ("entity", "use super::model::State;"),
        ("model", ""),
        ("mod", "pub mod actions;\npub mod queries;\npub use model::Seat;"),
    ];

    let findings = broken(&room(&files));

    assert_eq!(findings, []);
}
