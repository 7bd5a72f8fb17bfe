//! What a visitor gets back, and what a test may say about it.

use rocket::http::Status;
use rocket::local::asynchronous::LocalResponse;
use std::collections::HashMap;

/// Action, fields, and what can be ticked and is not.
pub type PostingForm = (String, Vec<(String, String)>, Vec<String>);

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: Status,
    pub headers: HashMap<String, String>,
    pub bytes: Vec<u8>,
    pub html: String,
}

impl Page {
    pub async fn read(response: LocalResponse<'_>) -> Self {
        let status = response.status();
        let headers =
            response.headers().iter().map(|h| (h.name().to_string().to_lowercase(), h.value().to_owned())).collect();
        let bytes = response.into_bytes().await.unwrap_or_default();
        let html = String::from_utf8_lossy(&bytes).into_owned();
        Self { status, headers, bytes, html }
    }

    /// The token of the session that this answer hands over.
    pub fn session(&self) -> Option<String> {
        let cookie = self.headers.get("set-cookie")?.strip_prefix("__Host-stafett=")?;
        cookie.split(';').next().filter(|token| !token.is_empty()).map(str::to_owned)
    }

    /// The page as its reader sees it: no tags, entities resolved, single spaces.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut rest = self.main();
        while let Some(start) = rest.find('<') {
            text.push_str(&rest[..start]);
            text.push(' ');
            rest = &rest[start..];
            rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
        }
        text.push_str(rest);
        unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn main(&self) -> &str {
        let start = self.html.find("<main").unwrap_or(0);
        let end = self.html.find("</main>").unwrap_or(self.html.len());
        &self.html[start..end]
    }

    #[track_caller]
    pub fn assert_status(&self, status: Status) {
        assert_eq!(self.status, status, "{}", self.text());
    }

    #[track_caller]
    pub fn assert_ok(&self) {
        self.assert_status(Status::Ok);
    }

    #[track_caller]
    pub fn assert_says(&self, words: &str) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = self.text();
        assert!(text.contains(&words), "the page does not say {words:?}:\n{text}");
    }

    #[track_caller]
    pub fn assert_does_not_say(&self, words: &str) {
        let text = self.text();
        assert!(!text.contains(words), "the page says {words:?}:\n{text}");
    }

    /// The sentence beside a field says `words`.
    #[track_caller]
    pub fn assert_field_error(&self, field: &str, words: &str) {
        let mark = format!("id=\"{field}-error\">");
        let start = self.html.find(&mark).unwrap_or_else(|| panic!("no error at {field}:\n{}", self.text()));
        let sentence = &self.html[start + mark.len()..];
        let sentence = unescaped(&sentence[..sentence.find("</p>").unwrap_or(sentence.len())]);
        assert!(sentence.contains(words), "at {field} stands {sentence:?}, not {words:?}");
    }

    /// Where the answer leads.
    #[track_caller]
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or_else(|| panic!("{}: {}", self.status, self.text()), String::as_str)
    }

    /// The address of the link with these words.
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        for part in self.main().split("<a ").skip(1) {
            let Some((tag, rest)) = part.split_once('>') else { continue };
            let inner = rest.split("</a>").next().unwrap_or_default();
            let shown = Page { html: inner.to_owned(), ..self.clone() }.text();
            if shown.contains(words) {
                return unescaped(attribute(tag, "href").unwrap_or_default());
            }
        }
        panic!("no link {words:?}:\n{}", self.text());
    }

    /// Action and fields of the `n`th form in the main part.
    #[track_caller]
    pub fn form(&self, n: usize) -> (String, Vec<(String, String)>) {
        let form = self.main().split("<form").nth(n + 1).unwrap_or_else(|| panic!("no form {n}:\n{}", self.text()));
        let form = &form[..form.find("</form>").unwrap_or(form.len())];
        let action = unescaped(attribute(form, "action").unwrap_or_default());
        (action, fields_of(form))
    }

    /// Action, fields and what is not ticked of every form of the whole page that sends something.
    pub fn posting_forms(&self) -> Vec<PostingForm> {
        let forms = self.html.split("<form").skip(1);
        let posting = forms
            .map(|form| &form[..form.find("</form>").unwrap_or(form.len())])
            .filter(|form| attribute(form, "method").is_some_and(|method| method.eq_ignore_ascii_case("post")));
        let action = |form: &str| unescaped(attribute(form, "action").unwrap_or_default());
        posting.map(|form| (action(form), fields_of(form), unticked_of(form))).collect()
    }

    /// Where the links of the whole page lead.
    pub fn links(&self) -> Vec<String> {
        self.html.split("<a ").skip(1).filter_map(|tag| attribute(&format!(" {tag}"), "href").map(unescaped)).collect()
    }

    /// The number of the form that is sent to an address containing `action`.
    #[track_caller]
    pub fn form_to(&self, action: &str) -> usize {
        let forms: Vec<&str> = self.main().split("<form").skip(1).collect();
        let found = forms.iter().position(|form| attribute(form, "action").is_some_and(|to| to.contains(action)));
        found.unwrap_or_else(|| panic!("no form to {action:?}:\n{}", self.text()))
    }
}

fn fields_of(form: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for part in form.split("<input").skip(1) {
        let tag = &part[..part.find('>').unwrap_or(part.len())];
        let kind = attribute(tag, "type").unwrap_or_default();
        let is_off = matches!(kind, "radio" | "checkbox") && !tag.contains(" checked");
        if let Some(name) = attribute(tag, "name").filter(|_| !is_off && kind != "submit") {
            fields.push((name.to_owned(), unescaped(attribute(tag, "value").unwrap_or_default())));
        }
    }
    for part in form.split("<textarea").skip(1) {
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        let value = rest.split("</textarea>").next().unwrap_or_default();
        if let Some(name) = attribute(tag, "name") {
            fields.push((name.to_owned(), unescaped(value.strip_prefix('\n').unwrap_or(value))));
        }
    }
    for part in form.split("<select").skip(1) {
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        let options = rest.split("</select>").next().unwrap_or_default();
        let chosen = options.split("<option").skip(1).find(|option| option.contains(" selected"));
        let chosen = chosen.or_else(|| options.split("<option").nth(1));
        if let (Some(name), Some(option)) = (attribute(tag, "name"), chosen) {
            fields.push((name.to_owned(), unescaped(attribute(option, "value").unwrap_or_default())));
        }
    }
    fields
}

fn unticked_of(form: &str) -> Vec<String> {
    let tags = form.split("<input").skip(1).map(|part| &part[..part.find('>').unwrap_or(part.len())]);
    let off = tags.filter(|tag| {
        let kind = attribute(tag, "type").unwrap_or_default();
        matches!(kind, "radio" | "checkbox") && !tag.contains(" checked")
    });
    off.filter_map(|tag| attribute(tag, "name").map(str::to_owned)).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mark = format!(" {name}=\"");
    let start = tag.find(&mark)? + mark.len();
    let end = tag[start..].find('"')?;
    Some(&tag[start..start + end])
}

fn unescaped(text: &str) -> String {
    let named = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
    ];
    let mut text = text.replace('\u{a0}', " ").replace('\u{ad}', "");
    for (entity, letter) in named {
        text = text.replace(entity, letter);
    }
    text.replace("&#38;", "&").replace("&amp;", "&")
}
