//! Goes through the house link by link, as somebody who clicks everything once.

use super::page::Page;
use super::visitor::Visitor;
use std::collections::{BTreeMap, HashSet, VecDeque};

/// A form found on the way.
#[derive(Debug, Clone)]
pub struct Form {
    /// The page it stands on.
    pub page: String,
    /// Where it is sent, with its query.
    pub action: String,
    /// What stands in it.
    pub fields: Vec<(String, String)>,
    /// The names of what can be ticked in it and is not.
    pub unticked: Vec<String>,
}

/// What was found: pages by address, forms by what they are.
#[derive(Debug, Default)]
pub struct Found {
    pub pages: Vec<(String, Page)>,
    pub forms: BTreeMap<String, Form>,
}

/// How many pages of one shape are opened: the second often shows what the first does not.
const OF_A_SHAPE: usize = 3;

/// Opens `seeds` and everything they link to, a few pages of each shape.
pub async fn crawl(visitor: &Visitor<'_>, seeds: &[String]) -> Found {
    let mut waiting: VecDeque<String> = seeds.iter().cloned().collect();
    let mut opened: BTreeMap<String, usize> = BTreeMap::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut found = Found::default();
    while let Some(address) = waiting.pop_front() {
        let address = address.split('#').next().unwrap_or_default().to_owned();
        let times = opened.entry(shape(&address)).or_default();
        if *times >= OF_A_SHAPE || !known.insert(address.clone()) {
            continue;
        }
        *times += 1;
        let page = visitor.get(&address).await;
        if page.headers.get("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            for (action, fields, unticked) in page.posting_forms() {
                let form = Form { page: address.clone(), action, fields, unticked };
                found.forms.entry(kind_of(&form)).or_insert(form);
            }
            waiting.extend(page.links().into_iter().filter(|to| to.starts_with('/') && !to.starts_with("/static/")));
        }
        if let Some(to) = page.headers.get("location").filter(|to| to.starts_with('/')) {
            waiting.push_back(to.clone());
        }
        found.pages.push((address, page));
    }
    found
}

/// The address with everything that names one thing taken out, and without the values of its query.
pub fn shape(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let part = |part: &str| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_code = part.len() > 16 || part.contains("-20") || part.ends_with(|c: char| c.is_ascii_digit());
        if is_number || (is_code && !part.contains('.')) { "*".to_owned() } else { part.to_owned() }
    };
    let path: Vec<String> = path.split('/').map(part).collect();
    let names: Vec<&str> =
        query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| *name != "lang").collect();
    format!("{}?{}", path.join("/"), names.join("&"))
}

/// Two forms of the same shape with the same fields are one kind.
fn kind_of(form: &Form) -> String {
    let mut names: Vec<&str> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let names: Vec<String> =
        names.into_iter().map(|name| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()).collect();
    let mut names = names;
    names.dedup();
    format!("{} [{}]", shape(&form.action), names.join(" "))
}
