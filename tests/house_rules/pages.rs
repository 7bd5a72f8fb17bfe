//! What pages and their assets must not carry: code or style of their own, and addresses of other hosts.
//!
//! The content security policy would block the first and the reader's privacy forbids the second; here both are found before a
//! browser is opened. Letters are excepted from the first, because mail programs read no stylesheet.

use crate::Finding;

/// Hosts that may be named although nothing is asked of them, each with the reason.
const NAMED_HOSTS: [&str; 3] = [
    "www.w3.org", // names of XML vocabularies, and of what signed statements say
    "w3id.org",   // names of what signed statements say
    "purl.org",   // likewise
];

/// Styles, scripts and event handlers that stand in the page itself.
pub fn inline_code(place: &str, text: &str) -> Vec<Finding> {
    if place.starts_with("templates/mail/") {
        return Vec::new();
    }
    let text = blank(&without_comments(text), &[("{%", "%}"), ("{{", "}}")]).to_lowercase();
    let mut findings = Vec::new();
    for (line, tag) in tags(&text) {
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let attributes = attribute_names(attributes);
        let mut complain = |what: &str| findings.push(Finding::at(place, line, format!("{what} in `<{name}>`")));
        if name == "style" || attributes.contains(&"style") {
            complain("a style of its own");
        }
        if name == "script" && !attributes.contains(&"src") {
            complain("a script of its own");
        }
        if attributes.iter().any(|one| one.len() > 3 && one.starts_with("on")) {
            complain("an event handler");
        }
        if tag.contains("javascript:") {
            complain("a script as address");
        }
    }
    findings
}

/// Forms that send something and carry neither a submission key nor a version, and do not say why one effect is certain anyway.
///
/// `forms::submission_key` stands in a form that creates, `forms::version` or `forms::acts_on` in one that edits; a form whose action
/// can have its effect only once says so: `{# once: attested once #}`.
pub fn repeatable_forms(place: &str, text: &str) -> Vec<Finding> {
    let guards = ["submission_key(", "::version(", "::acts_on(", "{# once: "];
    let mut findings = Vec::new();
    for (at, _) in text.match_indices("<form") {
        let form = &text[at..at + text[at..].find("</form>").unwrap_or(text.len() - at)];
        let sends = form.to_lowercase().contains("method=\"post\"");
        if sends && !guards.iter().any(|guard| form.contains(guard)) {
            let complaint = "a form that sends something needs a submission key, a version, or `{# once: why #}`";
            findings.push(Finding::at(place, line_of(text, at), complaint));
        }
    }
    findings
}

/// Events of the journal that `src/web/events.rs` has no words for.
pub fn wordless_events(words: &str, place: &str, text: &str) -> Vec<Finding> {
    let call = "Event::new(\"";
    let event = |at: usize| text[at + call.len()..].split('"').next().unwrap_or_default();
    let wordless = |at: &usize| !words.contains(&format!("(\"{}\",", event(*at)));
    let found = text.match_indices(call).map(|(at, _)| at).filter(wordless);
    found.map(|at| Finding::at(place, line_of(text, at), format!("`{}` has no words for people", event(at)))).collect()
}

/// Arguments of template macros that a parameter of the same name takes over before they are read.
///
/// Askama writes a macro out in place and binds its parameters one after the other: in `text(errors, "name", …, name)` the
/// last word is the parameter just bound, so a field showed `name` where somebody's name belonged. `self.name` is meant then.
pub fn captured_arguments(macros: &[(String, Vec<String>)], place: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, parameters) in macros {
        let call = format!("::{name}(");
        for (at, _) in text.match_indices(&call) {
            for (index, argument) in arguments(&text[at + call.len()..]).into_iter().enumerate() {
                let (index, value) = match argument.split_once('=') {
                    Some((named, value)) if parameters.iter().any(|one| one == named) => {
                        (parameters.iter().position(|one| one == named).unwrap_or(index), value)
                    }
                    _ => (index, argument),
                };
                if parameters.iter().take(index).any(|earlier| earlier == value.trim()) {
                    let complaint = format!("`{}` as an argument of `{name}` is its own parameter", value.trim());
                    findings.push(Finding::at(place, line_of(text, at), complaint));
                }
            }
        }
    }
    findings
}

/// The macros that a template defines, with the names of their parameters.
pub fn macros_in(text: &str) -> Vec<(String, Vec<String>)> {
    let heads = text.split("{% macro ").skip(1).filter_map(|rest| rest.split_once('('));
    heads
        .map(|(name, rest)| {
            let names = arguments(rest).into_iter().map(|one| one.split('=').next().unwrap_or(one).trim().to_owned());
            (name.to_owned(), names.collect())
        })
        .collect()
}

/// The arguments before the bracket that closes, parted at commas that stand in no bracket and no string.
fn arguments(text: &str) -> Vec<&str> {
    let (mut depth, mut is_string, mut from, mut parts) = (0_u32, false, 0, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => is_string = !is_string,
            _ if is_string => {}
            '(' | '[' => depth += 1,
            ')' if depth == 0 => {
                parts.push(text[from..at].trim());
                return parts;
            }
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts
}

/// Addresses of other hosts, with or without a scheme. What the template fills in (`https://{{ host }}`) is our own.
pub fn foreign_addresses(place: &str, text: &str) -> Vec<Finding> {
    let text = without_comments(text);
    let ends = |c: char| c.is_whitespace() || "/\"'`<>()\\?#,;".contains(c);
    let mut findings = Vec::new();
    for (at, _) in text.match_indices("//") {
        let before = &text[..at];
        let full = before.ends_with("http:")
            || before.ends_with("https:")
            || before.ends_with("ws:")
            || before.ends_with("wss:");
        let short =
            ["=\"", "='", "url(", "url(\"", "url('", "@import \"", "@import '"].iter().any(|one| before.ends_with(one));
        let host = text[at + 2..].split(ends).next().unwrap_or_default();
        let filled_in = host.starts_with(['{', '$']) || host.is_empty();
        if (full || short) && !filled_in && !NAMED_HOSTS.contains(&host) {
            findings.push(Finding::at(place, line_of(&text, at), format!("the foreign host `{host}`")));
        }
    }
    findings
}

/// The tags of a page, each with its line, without the angle brackets; `>` in quotes does not end one.
fn tags(text: &str) -> Vec<(usize, &str)> {
    let mut tags = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        if !rest.starts_with(char::is_alphabetic) {
            continue;
        }
        let mut quote = None;
        let end = rest.find(|c| {
            match (quote, c) {
                (None, '>') => return true,
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), close) if open == close => quote = None,
                _ => {}
            }
            false
        });
        tags.push((line_of(text, at), &rest[..end.unwrap_or(rest.len())]));
    }
    tags
}

/// The names in `a b="c" d='e'`: what stands outside quotes, before `=`.
fn attribute_names(attributes: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c == '/' || c.is_whitespace()).unwrap_or(rest.len());
        names.extend(Some(&rest[..end]).filter(|name| !name.is_empty()));
        rest = rest[end..].trim_start();
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start();
            let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let end = match quoted {
                Some(quote) => value[1..].find(quote).map(|at| at + 2),
                None => value.find(char::is_whitespace),
            };
            rest = value[end.unwrap_or(value.len())..].trim_start();
        } else {
            rest = rest.trim_start_matches('/').trim_start();
        }
    }
    names
}

/// The text with every comment blanked: of templates, HTML, CSS and JavaScript alike. Lines stay where they are.
fn without_comments(text: &str) -> String {
    let blocks = blank(text, &[("{#", "#}"), ("<!--", "-->"), ("/*", "*/")]);
    let lines = blocks.split('\n').map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// Replaces what stands between each pair of marks, and the marks, by blanks; keeps the line breaks.
fn blank(text: &str, pairs: &[(&str, &str)]) -> String {
    let mut kept = text.to_owned();
    for (open, close) in pairs {
        let mut from = 0;
        while let Some(begin) = kept[from..].find(open).map(|at| from + at) {
            let inner = begin + open.len();
            let end = kept[inner..].find(close).map_or(kept.len(), |at| inner + at + close.len());
            let breaks = kept[begin..end].matches('\n').count();
            let blanks = format!(" {}", "\n".repeat(breaks));
            kept.replace_range(begin..end, &blanks);
            from = begin + blanks.len();
        }
    }
    kept
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[test]
fn code_and_style_in_a_page_are_found() {
    let pages = [
        "<p\n style=\"color:red\">x</p>",
        "<p class=a STYLE='color:red'>x</p>",
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        "<button {% if a > b %}disabled{% endif %} onclick=\"x()\">x</button>",
        "<a href=\"javascript:x()\">x</a>",
    ];

    let counts = pages.map(|page| inline_code("templates/a.html", page).len());

    assert_eq!(counts, [1; 6]);
}

#[test]
fn clean_pages_and_letters_are_free() {
    let page = "<!-- <p style=''> -->{# <script>x</script> #}<script src=\"{{ assets.seal }}\" defer></script>\n\
                <p class=\"style\" title=\"style=1 onclick=2 > x\" data-style=\"a\" value=\"{{ style }}\">Skriv style= här</p>";

    let findings = inline_code("templates/a.html", page);

    assert_eq!(findings, []);
    assert_eq!(inline_code("templates/mail/seat/body.html", "<p style=\"margin:0\">x</p>"), []);
}

#[test]
fn addresses_of_other_hosts_are_found() {
    let texts = [
        "<link rel=\"stylesheet\" href=\"https://cdn.example/a.css\">",
        "<img src=\"//cdn.example/a.png\">",
        "@font-face { src: url(http://fonts.example/a.woff2); }",
        "@import \"//fonts.example/a.css\";",
        "import { x } from \"https://cdn.example/x.js\";",
        "new WebSocket('wss://live.example/')",
    ];

    let counts = texts.map(|text| foreign_addresses("static/a", text).len());

    assert_eq!(counts, [1; 6]);
}

#[test]
fn comments_vocabularies_and_our_own_address_are_free() {
    let text = "/* https://licence.example */ // see below\n  // https://bug.example/1\n<svg xmlns=\"http://www.w3.org/2000/svg\">\n\
                <a href=\"https://{{ host }}/v/1\">x</a> <a href=\"{{ house }}/x\">y</a> `https://${host}/`";

    let findings = foreign_addresses("templates/a.html", text);

    assert_eq!(findings, []);
}
