//! Reads Rust as far as the laws need it: which paths a file names, and from which module.
//!
//! No macro is expanded and no name is looked up; comments and texts in quotes are passed over. That is enough, because every
//! path to another room starts with `crate` or climbs there by `super`.

use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::str::Chars;

/// One Rust file: its place in the project (`src/seats/queries.rs`) and its text.
pub struct Source {
    pub place: String,
    pub text: String,
}

/// A path that a file names, counted from the crate's root: `crate::seats::queries` is `["seats", "queries"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Where the path begins, from 1.
    pub line: usize,
    pub path: Vec<String>,
    /// What the file calls it: the last word, or what stands after `as`.
    pub called: String,
}

/// What is left of a source without comments, texts and blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Word(String),
    /// `::`
    Path,
    Sign(char),
}

impl Source {
    pub fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }

    /// The module this file is, from the crate's root: `src/seats/queries.rs` is `["seats", "queries"]`, `src/lib.rs` is `[]`.
    pub fn module(&self) -> Vec<String> {
        let inner = self.place.strip_prefix("src/").unwrap_or(&self.place);
        let inner = inner.strip_suffix(".rs").unwrap_or(inner);
        let mut parts: Vec<_> = inner.split('/').map(str::to_owned).collect();
        if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            parts.pop();
        }
        parts
    }

    /// The file's tokens, each with its line.
    pub fn tokens(&self) -> Vec<(usize, Token)> {
        let mut reader = Reader { chars: self.text.chars().peekable(), line: 1 };
        let mut tokens = Vec::new();
        while let Some(token) = reader.next_token() {
            tokens.push(token);
        }
        tokens
    }

    /// Every path that begins with `crate`, `self` or `super`, and every `use` of a module beside or below this one.
    pub fn names(&self) -> Vec<Name> {
        let tokens = self.tokens();
        let mut walk = Walk { tokens: &tokens, at: 0, names: Vec::new() };
        let mut module = self.module();
        let mut inline = Vec::new(); // the depths at which `mod name {` was opened
        let mut depth = 0_usize;
        while let Some(token) = walk.token(0) {
            match token {
                Token::Word(word) if word == "mod" && walk.token(2) == Some(&Token::Sign('{')) => {
                    if let Some(Token::Word(name)) = walk.token(1) {
                        module.push(name.clone());
                        inline.push(depth);
                    }
                    depth += 1;
                    walk.at += 3;
                }
                Token::Sign('{') => {
                    depth += 1;
                    walk.at += 1;
                }
                Token::Sign('}') => {
                    depth = depth.saturating_sub(1);
                    if inline.last() == Some(&depth) {
                        inline.pop();
                        module.pop();
                    }
                    walk.at += 1;
                }
                _ if walk.begins_path() => walk.path_from(&module),
                _ => walk.at += 1,
            }
        }
        walk.names
    }
}

/// Every file below `folder`, in a steady order; none if there is no such folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    found.sort();
    found.into_iter().flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Walks the tokens and collects the paths.
struct Walk<'a> {
    tokens: &'a [(usize, Token)],
    at: usize,
    names: Vec<Name>,
}

impl Walk<'_> {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|(_, token)| token)
    }

    fn before(&self) -> Option<&Token> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|(_, token)| token)
    }

    /// A path begins at `crate::`, `self::` and `super::`, and at the first word after `use`.
    fn begins_path(&self) -> bool {
        let Some(Token::Word(word)) = self.token(0) else { return false };
        let rooted = matches!(word.as_str(), "crate" | "self" | "super") && self.token(1) == Some(&Token::Path);
        let used = self.before() == Some(&Token::Word("use".to_owned()));
        (rooted || used) && self.before() != Some(&Token::Path)
    }

    /// Reads one path, with its groups, as `module` would resolve it.
    fn path_from(&mut self, module: &[String]) {
        let begun = if self.token(0) == Some(&Token::Word("crate".to_owned())) { Vec::new() } else { module.to_vec() };
        self.tree(begun);
    }

    /// `a::b`, `a::{b, c::d}`, `a::*`, `a as b`: each end of the tree is a name.
    fn tree(&mut self, mut path: Vec<String>) {
        let line = self.tokens[self.at].0;
        loop {
            match self.token(0).cloned() {
                Some(Token::Word(word)) => {
                    match word.as_str() {
                        "crate" | "self" => {}
                        "super" => drop(path.pop()),
                        _ => path.push(word),
                    }
                    self.at += 1;
                }
                Some(Token::Sign('{')) => return self.group(&path),
                Some(Token::Sign('*')) => {
                    self.at += 1;
                    path.push("*".to_owned());
                }
                _ => {}
            }
            if self.token(0) != Some(&Token::Path) {
                break;
            }
            self.at += 1;
            if !matches!(self.token(0), Some(Token::Word(_) | Token::Sign('{' | '*'))) {
                break; // a turbofish
            }
        }
        let mut called = path.last().cloned().unwrap_or_default();
        if let (Some(Token::Word(word)), Some(Token::Word(alias))) = (self.token(0), self.token(1))
            && word == "as"
        {
            called.clone_from(alias);
            self.at += 2;
        }
        self.names.push(Name { line, path, called });
    }

    fn group(&mut self, path: &[String]) {
        self.at += 1;
        while let Some(token) = self.token(0) {
            match token {
                Token::Sign('}') => {
                    self.at += 1;
                    return;
                }
                Token::Word(_) | Token::Sign('{' | '*') => self.tree(path.to_vec()),
                _ => self.at += 1,
            }
        }
    }
}

/// Cuts a text into tokens.
struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
}

impl Reader<'_> {
    fn bump(&mut self) -> Option<char> {
        let next = self.chars.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    fn next_is(&mut self, wanted: char) -> bool {
        self.chars.peek() == Some(&wanted)
    }

    fn next_token(&mut self) -> Option<(usize, Token)> {
        loop {
            let line = self.line;
            match self.bump()? {
                '/' if self.next_is('/') => self.skip_line(),
                '/' if self.next_is('*') => self.skip_block(),
                '"' => self.skip_text(),
                '\'' => self.skip_character(),
                ':' if self.next_is(':') => {
                    self.bump();
                    return Some((line, Token::Path));
                }
                first if first.is_alphabetic() || first == '_' => {
                    if let Some(word) = self.word(first) {
                        return Some((line, Token::Word(word)));
                    }
                }
                blank if blank.is_whitespace() => {}
                sign => return Some((line, Token::Sign(sign))),
            }
        }
    }

    /// A word, or nothing if it was the `r` or `br` of a raw text. `r#type` is the word `type`.
    fn word(&mut self, first: char) -> Option<String> {
        let mut word = String::from(first);
        while let Some(next) = self.chars.next_if(|next| next.is_alphanumeric() || *next == '_') {
            word.push(next);
        }
        if matches!(word.as_str(), "r" | "br" | "cr") && (self.next_is('#') || self.next_is('"')) {
            let mut fences = 0;
            while self.chars.next_if_eq(&'#').is_some() {
                fences += 1;
            }
            if !self.next_is('"') {
                word.clear(); // a raw identifier
                while let Some(next) = self.chars.next_if(|next| next.is_alphanumeric() || *next == '_') {
                    word.push(next);
                }
                return Some(word);
            }
            self.bump();
            self.skip_raw_text(fences);
            return None;
        }
        Some(word)
    }

    fn skip_line(&mut self) {
        while self.chars.next_if(|next| *next != '\n').is_some() {}
    }

    fn skip_block(&mut self) {
        self.bump();
        let mut depth = 1;
        while depth > 0 {
            match self.bump() {
                Some('/') if self.next_is('*') => {
                    self.bump();
                    depth += 1;
                }
                Some('*') if self.next_is('/') => {
                    self.bump();
                    depth -= 1;
                }
                Some(_) => {}
                None => return,
            }
        }
    }

    fn skip_text(&mut self) {
        while let Some(next) = self.bump() {
            match next {
                '"' => return,
                '\\' => drop(self.bump()),
                _ => {}
            }
        }
    }

    fn skip_raw_text(&mut self, fences: usize) {
        while let Some(next) = self.bump() {
            if next == '"' && (0..fences).all(|_| self.chars.next_if_eq(&'#').is_some()) {
                return;
            }
        }
    }

    /// Passes over `'x'` and `'\n'`; of a lifetime only the tick.
    fn skip_character(&mut self) {
        let mut ahead = self.chars.clone();
        match (ahead.next(), ahead.next()) {
            (Some('\\'), _) => {
                self.bump();
                self.bump();
                while self.bump().is_some_and(|next| next != '\'') {}
            }
            (Some(_), Some('\'')) => {
                self.bump();
                self.bump();
            }
            _ => {}
        }
    }
}

/// Shortens the tests' own expectations: `names("src/a/b.rs", "use crate::c;")` is `["c"]`.
#[cfg(test)]
fn names(place: &str, text: &str) -> Vec<String> {
    Source::new(place, text).names().into_iter().map(|name| name.path.join("::")).collect()
}

#[test]
fn every_way_to_name_a_module_is_seen() {
    let text = "use crate::{a, b::{self, c as d}, e::*};\nfn f() -> crate::g::H { super::i::<T>(); super::super::j::k() }\n\
                mod tests { use super::*; fn x() { super::super::l() } }\npub use model::Seat;";

    let seen = names("src/room/file.rs", text);

    assert_eq!(
        seen,
        ["a", "b", "b::c", "e::*", "g::H", "room::i", "j::k", "room::file::*", "room::l", "room::file::model::Seat"]
    );
}

#[test]
fn comments_texts_and_lifetimes_name_nothing() {
    let text = "// crate::a\n/* crate::b /* crate::c */ */ \"crate::d \\\" crate::e\" r#\"crate::f \" crate::g\"#\n\
                fn f<'a>(x: &'a str, y: char) { y == '\"'; y == '\\''; crate::h(); }";

    let seen = Source::new("src/a.rs", text).names();

    assert_eq!(seen, [Name { line: 3, path: vec!["h".to_owned()], called: "h".to_owned() }]);
}
