//! What surrounds a page: the header with its navigation, the language switch, the notice.

use super::Tone;
use crate::kernel::Lang;

/// Everything `templates/layout.html` needs; a page's template struct carries it as `chrome`.
#[derive(Debug, Clone)]
pub struct Chrome {
    /// The language the page is in.
    pub lang: Lang,
    /// Where that language was found; decides whether links must carry it on.
    pub lang_from: LangFrom,
    /// Path and query of the page itself, without `lang`: `/offers/3?page=2`.
    pub path: String,
    /// The name of the platform that runs this house, as its header says it.
    pub platform: String,
    /// The person at the keyboard, if signed in.
    pub signed_in: Option<SignedIn>,
    /// Somebody without an account is signed in: the header leads to the own page, where the way out is, too.
    pub has_own_page: bool,
    /// What the last action did, shown above the page's heading.
    pub notice: Option<Notice>,
}

/// Where the language of a page was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LangFrom {
    /// In the address, as `?lang=`: every link carries it on, because there is no cookie before sign-in.
    Address,
    /// In `Accept-Language`, the account, or nowhere: it is found again on the next page by itself.
    Reader,
}

/// Who is signed in and where that person may go.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person's name.
    pub name: String,
    /// The role in words and in the page's language, such as "Samordnare".
    pub role: String,
    /// The navigation of the role, in order.
    pub nav: Vec<NavLink>,
}

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavLink {
    /// Where it leads, a path of this house.
    pub href: String,
    /// Its words, in the page's language.
    pub text: String,
}

/// One sentence about what just happened or must be known.
#[derive(Debug, Clone)]
pub struct Notice {
    /// How it is coloured and which icon it gets.
    pub tone: Tone,
    /// The sentence, in the page's language.
    pub text: String,
}

impl Chrome {
    /// A page for somebody who is not signed in and has nothing to be told.
    #[must_use]
    pub fn public(lang: Lang, lang_from: LangFrom, path: &str, platform: &str) -> Self {
        let (path, platform) = (path.to_owned(), platform.to_owned());
        Self { lang, lang_from, path, platform, signed_in: None, has_own_page: false, notice: None }
    }

    /// The address of this same page in `lang`, for the language switch.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> String {
        with_lang(&self.path, lang)
    }

    /// Whether everybody who reads the same language gets the same frame.
    #[must_use]
    pub fn is_anybodys(&self) -> bool {
        self.signed_in.is_none() && !self.has_own_page && self.notice.is_none()
    }

    /// Whether the address itself says the language, so that links and forms must carry it on.
    #[must_use]
    pub fn says_language(&self) -> bool {
        self.lang_from == LangFrom::Address
    }

    /// The address `path` of this house as a link from this page: carries `?lang=` on if this page had it.
    ///
    /// A fragment stays last. An address that already says its language is left alone.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        match self.lang_from {
            LangFrom::Address => with_lang(path, self.lang),
            LangFrom::Reader => path.to_owned(),
        }
    }

    /// Whether the page stands at or below `href`, so that the navigation can mark it as current.
    ///
    /// The start page `/` and the desk are only at themselves: everything else is below them.
    #[must_use]
    pub fn is_at(&self, href: &str) -> bool {
        let (here, there) = (before_query(&self.path), before_query(href));
        here == there
            || (!matches!(there, "/" | "/desk") && here.strip_prefix(there).is_some_and(|rest| rest.starts_with('/')))
    }
}

/// `path` without query and fragment.
fn before_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or(path)
}

/// `path` with `lang` as its only language parameter.
fn with_lang(path: &str, lang: Lang) -> String {
    let (address, fragment) = path.split_once('#').map_or((path, None), |(address, name)| (address, Some(name)));
    let (place, query) = address.split_once('?').unwrap_or((address, ""));
    let mut query: Vec<_> =
        query.split('&').filter(|piece| !piece.is_empty() && !piece.starts_with("lang=")).map(str::to_owned).collect();
    query.push(format!("lang={}", lang.tag()));
    let fragment = fragment.map(|name| format!("#{name}")).unwrap_or_default();
    format!("{place}?{}{fragment}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_carry_the_language_only_if_the_address_did() {
        let asked = Chrome::public(Lang::En, LangFrom::Address, "/offers?page=2", "Barnrättsforum");
        let found = Chrome { lang_from: LangFrom::Reader, ..asked.clone() };

        let (carried, plain) = (asked.to("/apply?offer=3#email"), found.to("/apply"));

        assert_eq!(carried, "/apply?offer=3&lang=en#email");
        assert_eq!(plain, "/apply");
    }

    #[test]
    fn the_language_switch_keeps_the_page_and_its_query() {
        let page = Chrome::public(Lang::En, LangFrom::Address, "/offers?lang=en&page=2", "Barnrättsforum");

        let swedish = page.in_language(Lang::Sv);

        assert_eq!(swedish, "/offers?page=2&lang=sv");
    }

    #[test]
    fn a_page_below_a_link_is_at_it_but_a_namesake_is_not() {
        let page = Chrome::public(Lang::Sv, LangFrom::Reader, "/cohorts/7?day=2", "Barnrättsforum");

        let places = ["/cohorts", "/cohorts/7", "/coho", "/"].map(|href| page.is_at(href));

        assert_eq!(places, [true, true, false, false]);
    }
}
