//! Every part on one page, rendered as a test: what it must always hold, and a file to look at.

use askama::Template;

use super::parts::{
    Chip, Choice, Chrome, DayState, FormErrors, Icon, LangFrom, NavLink, Notice, Pages, SignedIn, StripDay, Tile,
    TileState, TimelineItem, TimelineState, Tone,
};
use crate::kernel::Lang;

#[derive(Template)]
#[template(path = "styleguide.html")]
struct Styleguide {
    lang: Lang,
    chrome: Chrome,
    none: FormErrors,
    errors: FormErrors,
    open_chip: Chip,
    chips: Vec<Chip>,
    days: Vec<StripDay>,
    planned: Vec<StripDay>,
    states: [DayState; 11],
    tiles_shown: Vec<Tile>,
    meanings: Vec<(TileState, &'static str)>,
    steps: Vec<TimelineItem>,
    organisations: Vec<Choice>,
    cohorts: Vec<Choice>,
    needs: Vec<Choice>,
    needs_chosen: Vec<String>,
    names: Vec<&'static str>,
    marked: &'static str,
    pages: Pages,
}

const DATES: [(&str, &str, &str); 6] = [
    ("tor", "4 okt", "torsdag 4 oktober 2012"),
    ("fre", "5 okt", "fredag 5 oktober 2012"),
    ("tor", "1 nov", "torsdag 1 november 2012"),
    ("fre", "2 nov", "fredag 2 november 2012"),
    ("tis", "4 dec", "tisdag 4 december 2012"),
    ("ons", "5 dec", "onsdag 5 december 2012"),
];

fn strip(states: [DayState; 6]) -> Vec<StripDay> {
    DATES
        .iter()
        .zip(states)
        .map(|((weekday, date, spoken), state)| StripDay::new(weekday, date, spoken, state))
        .collect()
}

fn tiles() -> Vec<Tile> {
    let places = "Svalöv 1 3,Staffanstorp 1 6,Burlöv 1 5,Vellinge 1 7,Östra Göinge 4 2,Örkelljunga 2 1,Bjuv 0 3,Kävlinge 1 4,\
        Lomma 0 5,Svedala 2 6,Skurup 3 6,Sjöbo 3 5,Hörby 3 4,Höör 2 3,Tomelilla 4 5,Bromölla 5 3,Osby 4 1,Perstorp 3 1,\
        Klippan 2 2,Åstorp 1 2,Båstad 0 0,Malmö 0 6,Lund 2 5,Landskrona 0 4,Helsingborg 0 2,Höganäs 0 1,Eslöv 2 4,Ystad 4 6,\
        Trelleborg 2 7,Kristianstad 4 3,Simrishamn 5 5,Ängelholm 1 1,Hässleholm 3 2";
    places
        .split(',')
        .enumerate()
        .map(|(index, place)| {
            let mut pieces = place.rsplitn(3, ' ');
            let row = pieces.next().unwrap().parse().unwrap();
            let column = pieces.next().unwrap().parse().unwrap();
            let name = pieces.next().unwrap().trim().to_owned();
            let state = TileState::ALL[index % 7];
            let href = format!("/plans/{index}");
            Tile { column, row, name, figure: (index % 5).to_string(), state, word: meaning(state).into(), href }
        })
        .collect()
}

fn meaning(state: TileState) -> &'static str {
    match state {
        TileState::NoData => "Uppgift saknas",
        TileState::NotBegun => "Inte påbörjad",
        TileState::Begun => "Utkast eller inlämnad",
        TileState::Adopted => "Antagen",
        TileState::Running => "Pågår",
        TileState::Finished => "Uppföljd",
        TileState::Resting => "Vilar",
    }
}

fn step(state: TimelineState, title: &str, when: Option<&str>, reason: Option<&str>) -> TimelineItem {
    TimelineItem { title: title.into(), when: when.map(Into::into), reason: reason.map(Into::into), state }
}

#[expect(clippy::too_many_lines, reason = "a list of parts, one after the other")]
fn styleguide(lang: Lang) -> Styleguide {
    use DayState::{Absent, MadeUp, Partial, Planned, Present, Today};
    let nav =
        [("/desk", "Mitt skrivbord"), ("/cohorts", "Omgångar"), ("/applications", "Ansökningar"), ("/plans", "Planer")];
    let nav = nav.map(|(href, text)| NavLink { href: href.into(), text: text.into() }).to_vec();
    let mut chrome = Chrome::public(lang, LangFrom::Address, "/cohorts/7", "Barnrättsforum Skåne");
    chrome.signed_in =
        Some(SignedIn { name: "Maj Exempel".into(), role: lang.say("Samordnare", "Coordinator").into(), nav });
    chrome.notice =
        Some(Notice { tone: Tone::Done, text: lang.say("Omgången är sparad.", "The cohort is saved.").into() });
    Styleguide {
        lang,
        chrome,
        none: FormErrors::none(),
        errors: [
            ("email", "Skriv hela e-postadressen, som asa@eslov.example."),
            ("cohort", "Välj den omgång som passar dig bäst."),
            ("mandate", "Skriv med egna ord vad ditt uppdrag är."),
        ]
        .into_iter()
        .collect(),
        open_chip: Chip::new(lang.say("Öppen", "Open"), Tone::Sea, Icon::Clock),
        chips: vec![
            Chip::new("Inskickad", Tone::Sea, Icon::Letter),
            Chip::new("Väntar på chef", Tone::Now, Icon::Clock),
            Chip::new("Behörig", Tone::Done, Icon::Check),
            Chip::new("Ej behörig", Tone::Stop, Icon::Cross),
            Chip::new("Reserv nr 3", Tone::Quiet, Icon::Pause),
        ],
        days: strip([Present, Partial, Absent, MadeUp, Today, Planned]),
        planned: strip([Planned; 6]),
        states: DayState::ALL,
        tiles_shown: tiles(),
        meanings: TileState::ALL.map(|state| (state, meaning(state))).to_vec(),
        steps: vec![
            step(TimelineState::Done, "Ansökan skickad", Some("torsdag 3 maj 2012"), None),
            step(
                TimelineState::Done,
                "Din chef har bekräftat",
                Some("måndag 7 maj 2012"),
                Some("Uppdrag och mandat godkänt."),
            ),
            step(
                TimelineState::Now,
                "Plats erbjuden",
                Some("fredag 1 juni 2012"),
                Some("Eslövs kommun fick sin andra plats i täckningsrunda 2."),
            ),
            step(TimelineState::Ahead, "Utbildningen börjar", Some("torsdag 4 oktober 2012"), None),
            step(TimelineState::Ahead, "Intyg", None, None),
        ],
        organisations: vec![Choice::new(1260, "Bjuvs kommun"), Choice::new(1285, "Eslövs kommun")],
        cohorts: vec![
            Choice::new("a", "Omgång A, Höör").hint("4–5 oktober, 1–2 november, 4–5 december"),
            Choice::new("b", "Omgång B, Lund").hint("11–12 oktober, 8–9 november, 11–12 december"),
        ],
        needs: vec![
            Choice::new("loop", "Hörslinga"),
            Choice::new("step", "Stegfri väg"),
            Choice::new("quiet", "Ett lugnt rum"),
        ],
        needs_chosen: vec!["step".into()],
        names: vec!["Åsa Öberg", "Đặng Thị Ngọc", "Bo Exempelsson"],
        marked: "present",
        pages: Pages { now: 3, total: 9, base: "/participants?lang=sv".into() },
    }
}

/// The values of every `name="…"` in `page`.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_part_on_one_page_keeps_the_manners_of_the_house() {
    for lang in [Lang::Sv, Lang::En] {
        let page = styleguide(lang).render().unwrap();

        let ids = attributes(&page, "id");
        let described = attributes(&page, "aria-describedby");

        assert!(
            !page.contains(" style=") && !page.contains("<script>"),
            "the content policy forbids inline styles and scripts"
        );
        assert_eq!(page.matches("<h1").count(), 1);
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{id} stands twice");
        }
        for id in described.iter().flat_map(|ids| ids.split(' ')).chain(attributes(&page, "for")) {
            assert!(ids.contains(&id), "nothing is called {id}");
        }
        for target in attributes(&page, "href").iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(ids.contains(&target), "nothing is called {target}");
        }
        let place = format!("{}/target/styleguide-{}.html", env!("CARGO_MANIFEST_DIR"), lang.tag());
        std::fs::write(place, page).unwrap();
    }
}
