//! Somebody with a browser.

use super::page::Page;
use rocket::http::{ContentType, Header, Method};
use rocket::local::asynchronous::Client;
use stafett::access::sessions::COOKIE;
use std::net::SocketAddr;

/// A visitor: signed in or not, reading Swedish unless told otherwise.
#[derive(Clone)]
pub struct Visitor<'c> {
    client: &'c Client,
    session: Option<String>,
    language: &'static str,
    address: Option<SocketAddr>,
}

impl<'c> Visitor<'c> {
    pub fn new(client: &'c Client) -> Self {
        Self { client, session: None, language: "sv", address: None }
    }

    pub fn with_session(client: &'c Client, token: &str) -> Self {
        Self { session: Some(token.to_owned()), ..Self::new(client) }
    }

    /// The same visitor, with a browser that prefers `language`.
    pub fn reading(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// The same visitor, on a network of theirs.
    pub fn at(mut self, ip: &str) -> Self {
        self.address = Some(SocketAddr::new(ip.parse().expect("an address"), 50_000));
        self
    }

    /// The same visitor with the session that `page` handed over.
    pub fn carrying(mut self, page: &Page) -> Self {
        self.session = page.session();
        self
    }

    pub async fn get(&self, path: &str) -> Page {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&'static str, &str)]) -> Page {
        let mut request = self.client.get(path.to_owned()).header(Header::new("Accept-Language", self.language));
        for (name, value) in headers {
            request = request.header(Header::new(*name, (*value).to_owned()));
        }
        if let Some(session) = &self.session {
            request = request.cookie((COOKIE, session.clone()));
        }
        if let Some(address) = self.address {
            request = request.remote(address);
        }
        Page::read(request.dispatch().await).await
    }

    /// Sends a form as a browser on our own page would.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let mut request = self
            .client
            .post(path.to_owned())
            .header(ContentType::Form)
            .header(Header::new("Sec-Fetch-Site", "same-origin"))
            .header(Header::new("Accept-Language", self.language))
            .body(body.join("&"));
        if let Some(session) = &self.session {
            request = request.cookie((COOKIE, session.clone()));
        }
        if let Some(address) = self.address {
            request = request.remote(address);
        }
        Page::read(request.dispatch().await).await
    }

    /// Sends an empty form with exactly these headers, as another site might.
    pub async fn post_with(&self, path: &str, headers: &[(&'static str, &str)]) -> Page {
        let mut request = self.client.post(path.to_owned()).header(ContentType::Form);
        for (name, value) in headers {
            request = request.header(Header::new(*name, (*value).to_owned()));
        }
        if let Some(session) = &self.session {
            request = request.cookie((COOKIE, session.clone()));
        }
        if let Some(address) = self.address {
            request = request.remote(address);
        }
        Page::read(request.dispatch().await).await
    }

    /// Hands in a file, in the field `file` of a form on our own page.
    pub async fn hand_in(&self, path: &str, file: &[u8]) -> Page {
        self.upload(path, &[], ("file", file)).await
    }

    /// Sends a form of our own page that brings a file along in the field named.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], (name, file): (&str, &[u8])) -> Page {
        let part = |name: &str| format!("--aBoundary\r\nContent-Disposition: form-data; name=\"{name}\"");
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}\r\n\r\n{value}\r\n", part(name))).collect();
        let fields = fields.concat();
        let head =
            format!("{fields}{}; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n", part(name));
        let mut request = self
            .client
            .post(path.to_owned())
            .header(ContentType::new("multipart", "form-data").with_params([("boundary", "aBoundary")]))
            .header(Header::new("Sec-Fetch-Site", "same-origin"))
            .header(Header::new("Accept-Language", self.language))
            .body([head.as_bytes(), file, b"\r\n--aBoundary--\r\n"].concat());
        if let Some(session) = &self.session {
            request = request.cookie((COOKIE, session.clone()));
        }
        if let Some(address) = self.address {
            request = request.remote(address);
        }
        Page::read(request.dispatch().await).await
    }

    /// Sends whatever it is told to, from our own page.
    pub async fn send_raw(&self, method: Method, path: &str, headers: &[Header<'static>], body: &str) -> Page {
        let mut request =
            self.client.req(method, path.to_owned()).header(Header::new("Sec-Fetch-Site", "same-origin")).body(body);
        for header in headers {
            request = request.header(header.clone());
        }
        if let Some(session) = &self.session {
            request = request.cookie((COOKIE, session.clone()));
        }
        Page::read(request.dispatch().await).await
    }

    /// Opens `path`, fills in its form (the `n`th on the page) with `fields` over what stands there, and sends it.
    ///
    /// Hidden fields (submission keys, versions) travel along as in a browser; the page sent to is the form's own.
    pub async fn fill_in(&self, path: &str, n: usize, fields: &[(&str, &str)]) -> Page {
        let page = self.get(path).await;
        page.assert_ok();
        self.send(&page, n, fields).await
    }

    /// Sends the `n`th form of a page already open (0 is the first in the page's main part).
    pub async fn send(&self, page: &Page, n: usize, fields: &[(&str, &str)]) -> Page {
        let (action, mut values) = page.form(n);
        for (name, _) in fields {
            values.retain(|(field, _)| field != name);
        }
        let mut all: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend_from_slice(fields);
        self.post(&action, &all).await
    }

    /// Follows a redirection and reads the page it leads to.
    pub async fn follow(&self, page: &Page) -> Page {
        self.get(page.location()).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
