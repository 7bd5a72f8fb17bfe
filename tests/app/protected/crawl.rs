//! Opens every address of the house as everybody and looks for what must not stand there.

use super::world::{BOSS, MARK, World};
use crate::support::{Page, TestHouse, Visitor};
use rocket::http::Status;
use sea_orm::{EntityTrait, QuerySelect};
use stafett::certification::entity::certificate;
use stafett::people::Role;
use stafett::privacy::rules::What;
use std::collections::{BTreeSet, HashSet};
use std::io::Read;

/// Addresses with parameters that no test here opens with a real one, and why nobody's name can stand there.
const LEFT_OUT: &[(&str, &str)] = &[
    ("/static/<hash>/<name..>", "files of the binary"),
    ("/V/<code>/<rest..>", "the page of the code, which is opened, behind another slash"),
    ("/v/<code>/<rest..>", "the same"),
    ("/apply/<token>", "a draft, its applicant's alone"),
    ("/apply/<token>/<question>", "a draft, its applicant's alone"),
    ("/apply/<token>/check", "a draft, its applicant's alone"),
    ("/apply/<token>/sent", "a draft, its applicant's alone"),
    (
        "/desk/programmes/<id>/assignments/<number>",
        "what an assignment is called, of a programme; the rule here asks for none",
    ),
    ("/desk/imports/<id>", "a spreadsheet taken over: its day, its sender, how many rows"),
    ("/dev/mailbox/<letter>", "looked through as rows of the outbox; leads nowhere outside the demo"),
    ("/dev/mailbox", "looked through as rows of the outbox; leads nowhere outside the demo"),
    ("/offers/<code>/protocol", "references and organisations; there is none before an allocation"),
    ("/offers/<code>/protocol.json", "references and organisations; there is none before an allocation"),
    ("/v", "leads to /verify"),
    ("/sign-in/second", "a step of one's own sign-in"),
    ("/sign-in/enrol", "a step of one's own sign-in"),
    ("/account/factor", "one's own app"),
    ("/new-password/<token>", "one's own link"),
    ("/invitations/<token>", "one's own link"),
    ("/first-administrator/<token>", "nobody is there yet"),
    ("/in/<token>", "one's own link"),
    ("/code/<page>", "a field for six digits"),
    ("/day-links/<token>", "the day, before a guest says who they are"),
    ("/desk/cohorts/<cohort>/days/<day>/links/<key>", "a square code just handed out"),
    ("/refused/cross-site", "refuses"),
    ("/refused/no-such-address", "refuses"),
];

/// Somebody who crawls: what to call them, their browser, and further addresses only they have.
struct Crawler<'w> {
    called: &'static str,
    visitor: Visitor<'w>,
    own: Vec<String>,
    /// Whether they may see the name, if they ask for it.
    may_see: bool,
}

async fn crawlers(world: &World) -> Vec<Crawler<'_>> {
    let house = world.house();
    let of = |called, visitor, own| Crawler { called, visitor, own, may_see: called == "coordinator who may unmask" };
    let other = vec![
        world.other_link.clone(),
        format!("{}/name", world.other_link),
        format!("{}/plan", world.other_link),
        format!("{}/withdraw", world.other_link),
        format!("{}/calendar.ics", world.other_link),
        format!("{}/certificate.json", world.other_link),
        format!("{}/certificate.pdf", world.other_link),
    ];
    vec![
        of("visitor", house.visitor(), Vec::new()),
        of("manager", house.visitor(), vec![world.mandate_link.clone()]),
        of("other applicant", house.visitor(), other),
        of("trainer", house.session_of(world.trainer).await, Vec::new()),
        of("coordinator", world.course.coordinator().await, Vec::new()),
        of("coordinator who may unmask", world.keeper().await, Vec::new()),
        of("administrator", house.signed_in(Role::Administrator, "Adam Admin").await, Vec::new()),
        of("delegate", house.delegate_of(world.course.home, "Doris Delegat").await, Vec::new()),
        of("guest trainer", house.guest_of(house.days_of(world.course.cohort).await[0].id).await, Vec::new()),
        of("researcher", house.session_of(world.researcher).await, Vec::new()),
    ]
}

/// Ids of a table, as they stand in addresses.
macro_rules! ids {
    ($world:expr, $($table:ident)::+) => {{
        use stafett::$($table)::+::{Column, Entity};
        let all = Entity::find().select_only().column(Column::Id).into_tuple::<i64>();
        let mut all = all.all($world.house().db().read()).await.expect("read");
        // In the order they were made: PostgreSQL gives a row that was changed last.
        all.sort_unstable();
        all.iter().map(ToString::to_string).collect::<Vec<_>>()
    }};
}

/// What stands for each parameter of an address, by the address.
struct Real {
    applications: Vec<String>,
    certificates: Vec<String>,
    codes: Vec<String>,
    cohorts: Vec<String>,
    days: Vec<String>,
    offers: Vec<String>,
    offer_codes: Vec<String>,
    participants: Vec<String>,
    persons: Vec<String>,
    accounts: Vec<String>,
    home: Vec<String>,
    plans: Vec<String>,
    hand_ins: Vec<String>,
    figures: Vec<String>,
    /// The codes of the researcher's pilots.
    pilots: Vec<String>,
}

impl Real {
    async fn of(world: &World) -> Self {
        let house = world.house();
        let codes = certificate::Entity::find().all(house.db().read()).await.expect("read");
        let offers = stafett::offers::entity::offer::Entity::find().all(house.db().read()).await.expect("read");
        let page = world.keeper().await.get("/figures?year=2012").await;
        let slugs = page.html.split("\"/figures/").skip(1).filter_map(|rest| rest.split(['"', '?']).next());
        Self {
            applications: ids!(world, applications::entity::application),
            certificates: ids!(world, certification::entity::certificate),
            codes: codes.into_iter().map(|one| one.code).collect(),
            cohorts: ids!(world, cohorts::entity::cohort),
            days: ids!(world, cohorts::entity::course_day),
            offers: ids!(world, offers::entity::offer),
            offer_codes: offers.into_iter().map(|one| one.code).collect(),
            participants: ids!(world, seats::entity::participant),
            persons: ids!(world, people::entity::person),
            plans: ids!(world, rollouts::entity::rollout_plan),
            accounts: ids!(world, people::entity::account),
            hand_ins: ids!(world, assignments::entity::hand_in),
            home: vec![world.course.home.to_string()],
            pilots: vec!["1285".to_owned()],
            figures: slugs.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect(),
        }
    }

    /// The real addresses of a route; none when nobody has said what stands for its parameters.
    fn addresses(&self, route: &str) -> Vec<String> {
        let few = few(route);
        if !few.is_empty() {
            return few;
        }
        let (first, second): (&[String], &[String]) = match route {
            address if !address.contains('<') => return vec![address.to_owned()],
            "/desk/applications/<id>" | "/desk/applications/<id>/needs" => (&self.applications, &[]),
            address if address.starts_with("/desk/persons/<id>") => (&self.persons, &[]),
            "/history/<object>/<id>" => {
                let of = |object: &str, ids: &[String]| {
                    ids.iter().map(|id| format!("/history/{object}/{id}")).collect::<Vec<_>>()
                };
                let all = [
                    of("application", &self.applications),
                    of("certificate", &self.certificates),
                    of("participant", &self.participants),
                    of("person", &self.persons),
                    of("course_day", &self.days),
                    of("rollout_plan", &self.plans),
                ];
                return all.concat();
            }
            "/plans/<id>" => (&self.plans, &[]),
            "/retention/<what>" => return What::ALL.iter().map(|what| format!("/retention/{}", what.key())).collect(),
            "/organisation/<organisation>/offers/<offer>/propose" => (&self.home, &self.offers),
            "/desk/cohorts/<cohort>/days/<day>/links" => (&self.cohorts, &self.days),
            address if address.starts_with("/accounts/<id>") => (&self.accounts, &[]),
            address if address.starts_with("/research/<code>") => (&self.pilots, &[]),
            "/figures/<key>" => {
                let of =
                    |slug: &String| [format!("/figures/{slug}?year=2012"), format!("/figures/{slug}.xlsx?year=2012")];
                return self.figures.iter().flat_map(of).collect();
            }
            "/V/<code>" | "/v/<code>" | "/v/<code>/credential.json" => (&self.codes, &[]),
            "/offers/<code>" | "/offers/<code>/apply" => (&self.offer_codes, &[]),
            "/desk/cohorts/<id>/certificates/<who>/draft.pdf" | "/desk/cohorts/<id>/certificates/<who>/name" => {
                (&self.cohorts, &self.participants)
            }
            "/desk/offers/<offer>/answer/<application>" => (&self.offers, &self.applications),
            "/desk/cohorts/<cohort>/days/<day>" => (&self.cohorts, &self.days),
            // The days of the first cohort, which all participants are in.
            "/days/<id>/participants/<participant>" => (&self.days[..6], &self.participants),
            "/desk/cohorts/<cohort>/dispense/<participant>" => (&self.cohorts[..1], &self.participants),
            "/cohorts/<id>/assignments" => (&self.cohorts, &[]),
            address if address.starts_with("/hand-ins/<id>") => (&self.hand_ins, &[]),
            address if address.starts_with("/desk/certificates/<id>") => (&self.certificates, &[]),
            address if address.starts_with("/desk/cohorts/<id>") => (&self.cohorts, &[]),
            address if address.starts_with("/desk/offers/<") => (&self.offers, &[]),
            address if address.starts_with("/days/<id>") => (&self.days, &[]),
            _ => (&[], &[]),
        };
        let put = |address: &str, value: &str| {
            let (before, rest) = address.split_once('<').unwrap_or((address, ""));
            format!("{before}{value}{}", rest.split_once('>').map_or("", |(_, after)| after))
        };
        let filled = first.iter().map(|value| put(route, value));
        if second.is_empty() {
            return filled.collect();
        }
        filled.flat_map(|address| second.iter().map(move |value| put(&address, value)).collect::<Vec<_>>()).collect()
    }
}

/// The addresses of a route of which a few are all there are, or enough.
fn few(route: &str) -> Vec<String> {
    match route {
        "/desk/certificates/revoke" => vec!["/desk/certificates/revoke?q=BRF".to_owned()],
        "/awards/<number>" => vec!["/awards/0".to_owned()],
        "/setup/certificates/<layout>" => vec!["/setup/certificates/quiet-portrait".to_owned()],
        "/status/<number>" => vec!["/status/1".to_owned()],
        "/setup/texts/<part>" => ["privacy", "accessibility"].map(|part| format!("/setup/texts/{part}")).into(),
        route if route.starts_with("/desk/programmes/<id>") => vec![route.replace("<id>", "1")],
        _ => Vec::new(),
    }
}

/// Everything an answer says, headers and packed files included; what the visitor typed and gets back is left out.
fn said(page: &Page, typed: Option<&str>) -> String {
    let headers: Vec<String> = page.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let mut text = headers.join("\n");
    if page.bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(page.bytes.clone())).expect("an archive");
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("a file");
            text.push_str(&file.name().expect("a name"));
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("bytes");
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
    } else {
        text.push_str(&page.html);
    }
    let text = text.to_lowercase();
    match typed {
        Some(typed) => {
            ["value=\"", "q=", "q%3d"].iter().fold(text, |text, before| text.replace(&format!("{before}{typed}"), ""))
        }
        None => text,
    }
}

/// Where the marks stand, by crawler and address; and which routes were opened by somebody.
async fn crawl(world: &World) -> (Vec<String>, BTreeSet<String>) {
    let real = Real::of(world).await;
    let routes: BTreeSet<String> = stafett::app::routes()
        .iter()
        .filter(|route| route.method == rocket::http::Method::Get)
        .map(|route| route.uri.path().to_owned())
        .collect();
    let (mut found, mut opened) = (Vec::new(), BTreeSet::new());
    let mut seen: HashSet<(&str, String)> = HashSet::new();
    for crawler in crawlers(world).await {
        let to_open =
            routes.iter().flat_map(|route| real.addresses(route).into_iter().map(move |at| (route.clone(), at)));
        let own = crawler.own.iter().map(|at| (shape(at), at.clone()));
        let searches = [
            ("/desk/certificates".to_owned(), format!("/desk/certificates?q={MARK}")),
            ("/desk/certificates".to_owned(), format!("/desk/certificates?q={MARK}held&lang=en")),
        ];
        for (route, address) in to_open.chain(own).chain(searches) {
            if !seen.insert((crawler.called, address.clone())) {
                continue;
            }
            let typed = address.split_once("?q=").map(|(_, typed)| typed.split('&').next().unwrap_or(typed));
            let headers: &[(&str, &str)] = &[("Accept", "application/json")];
            let mut pages = vec![crawler.visitor.get(&address).await];
            if pages[0].status == Status::Ok {
                opened.insert(route.clone());
            } else if pages[0].status.code >= 500 {
                found.push(format!("{} {address}: {}", crawler.called, pages[0].status));
            }
            if route.to_lowercase().starts_with("/v/") {
                pages.push(crawler.visitor.get_with(&address, headers).await);
            }
            let reads_both = ["visitor", "manager", "trainer", "coordinator"].contains(&crawler.called);
            if reads_both && pages[0].status == Status::Ok && !address.contains(['?', '.']) {
                pages.push(crawler.visitor.get(&format!("{address}?lang=en")).await);
            }
            for page in pages {
                // A paper bears its holder's name; who may see the name may open it.
                let is_paper = page.headers.get("content-type").is_some_and(|kind| kind == "application/pdf");
                if is_paper && crawler.may_see {
                    continue;
                }
                let text = said(&page, typed);
                for mark in [MARK, BOSS].iter().filter(|mark| text.contains(**mark)) {
                    let at = text.find(mark).unwrap_or_default();
                    let around: String =
                        text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                    found.push(format!("{} {address}: {mark} after {around:?}", crawler.called));
                }
            }
        }
    }
    (found, opened)
}

/// The route an own address belongs to.
fn shape(address: &str) -> String {
    let parts: Vec<&str> = address.split('/').collect();
    let rest = parts.get(3..).map(|rest| rest.join("/")).filter(|rest| !rest.is_empty());
    format!("/{}/<token>{}", parts[1], rest.map(|rest| format!("/{rest}")).unwrap_or_default())
}

/// Letters to others in which a mark stands.
async fn letters(house: &TestHouse) -> Vec<String> {
    let all = stafett::outbox::newest(house.db().read(), 10_000).await.expect("read");
    assert!(all.len() > 4, "there are letters to look at: {}", all.len());
    let to_others = all.into_iter().filter(|letter| !letter.to_email.starts_with(MARK));
    let bears = |letter: &stafett::outbox::Posted| {
        let all = format!("{} {} {} {}", letter.to_name, letter.subject, letter.text_body, letter.html_body);
        all.to_lowercase().contains(MARK)
    };
    to_others.filter(bears).map(|letter| format!("{} to {}", letter.subject, letter.to_email)).collect()
}

#[rocket::async_test]
async fn nobody_finds_a_protected_person_anywhere() {
    let world = World::made().await;

    world.protect().await;
    world.go_on().await;
    let (mut found, opened) = crawl(&world).await;
    world.course.issue("certificate").await;

    found.truncate(40);
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(letters(world.house()).await, Vec::<String>::new());
    let routes = stafett::app::routes();
    let unopened: Vec<_> = routes
        .iter()
        .filter(|route| route.method == rocket::http::Method::Get)
        .map(|route| route.uri.path())
        .filter(|path| !opened.contains(*path) && !LEFT_OUT.iter().any(|(left, _)| left == path))
        .filter(|path| !path.starts_with("/my/"))
        .collect();
    assert!(unopened.is_empty(), "nobody opened {unopened:#?}");
}

#[rocket::async_test]
async fn the_crawler_finds_them_while_they_are_not_protected() {
    let world = World::made().await;

    let (found, _) = crawl(&world).await;

    for address in [
        "visitor /v/",
        "manager /mandates/",
        "trainer /days/",
        "coordinator /desk/applications/",
        "coordinator /desk/certificates?q=",
        "coordinator /desk/cohorts/1/certificates:",
        "coordinator /desk/cohorts/1/participants.xlsx",
        "coordinator /desk/offers/2:",
        "coordinator /desk/offers/2/applications.xlsx",
        "coordinator /desk/offers/3/allocate",
        "coordinator /figures/",
        "coordinator /plans/",
    ] {
        assert!(found.iter().any(|one| one.starts_with(address)), "not found: {address}\n{found:#?}");
    }
    assert!(!letters(world.house()).await.is_empty());
}
