//! What the measurements over HTTP share: a real server on a free port of the loopback, and a browser that keeps its
//! connection and reads whole answers.

#![expect(dead_code, reason = "each measurement takes what it needs")]

use rocket::fairing::AdHoc;
use rocket::tokio::sync::oneshot;
use rocket::{Build, Rocket, Shutdown};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};

/// A server that answers.
pub struct Served {
    /// Where.
    pub port: u16,
    shutdown: Shutdown,
}

impl Served {
    /// Starts `server`, and comes back when it listens.
    pub async fn start(server: Rocket<Build>) -> Self {
        let (tell, told) = oneshot::channel();
        let server = server.attach(AdHoc::on_liftoff("where it listens", |rocket| {
            let (port, shutdown) = (rocket.config().port, rocket.shutdown());
            Box::pin(async move { drop(tell.send((port, shutdown))) })
        }));
        rocket::tokio::spawn(async { server.launch().await.map(drop).expect("a server") });
        let (port, shutdown) = told.await.expect("it listens");
        Self { port, shutdown }
    }

    /// Ends the server.
    pub fn end(self) {
        self.shutdown.notify();
    }
}

/// A browser with one connection.
pub struct Browser {
    stream: BufReader<TcpStream>,
    cookie: String,
}

impl Browser {
    /// A browser of the server at `port`; `cookie` is sent with every request if there is one.
    pub fn of(port: u16, cookie: Option<String>) -> Self {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        let cookie = cookie.map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"));
        Self { stream: BufReader::new(stream), cookie }
    }

    /// The status of `path`, its body read to the end.
    pub fn get(&mut self, path: &str) -> u16 {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", self.cookie)).0
    }

    /// The status and the body of a form sent from the house's own page.
    pub fn post(&mut self, path: &str, form: &str) -> (u16, String) {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{}Sec-Fetch-Site: same-origin\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.cookie,
            form.len()
        ))
    }

    fn send(&mut self, request: &str) -> (u16, String) {
        self.stream.get_mut().write_all(request.as_bytes()).expect("sent");
        let (mut line, mut status, mut length) = (String::new(), 0, None);
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a line");
            let said = line.trim_end();
            if said.is_empty() {
                break;
            }
            if let Some(first) = said.strip_prefix("HTTP/1.1 ") {
                status = first.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or_default();
            } else if let Some((name, value)) = said.split_once(": ")
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.parse().ok();
            }
        }
        let mut body = vec![0; length.expect("an answer that says its length")];
        self.stream.read_exact(&mut body).expect("a body");
        (status, String::from_utf8_lossy(&body).into_owned())
    }
}
