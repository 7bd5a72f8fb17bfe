//! What this room writes to people, each in their own language.

use super::calendar;
use super::course::OfferedCourse;
use crate::access::{Letterhead, links};
use crate::applications::{Application, Channel};
use crate::cohorts::model::PlannedDay;
use crate::cohorts::{Cohort, Moves};
use crate::kernel::{EmailAddress, Instant, Lang};
use crate::locale::dates;
use crate::outbox::{self, Addressee, Letter};
use crate::storage::WriteTx;
use sea_orm::DbErr;

/// A private link lasts past the course, for attendance and the certificate.
const LINK_DAYS: i64 = 400;

/// What has happened to somebody's seat.
pub(super) enum News<'a> {
    /// A seat is offered, to be answered by then.
    Offered(&'a Cohort, Instant),
    /// The seat is taken; the calendar comes along.
    Confirmed(&'a Cohort),
    /// The no has arrived.
    Declined,
    /// The seat is given back.
    Withdrawn,
    /// Nobody answered in time.
    Lapsed,
    /// A place on the reserve list, with its number.
    Reserve(i64),
    /// Days have moved; with the reply deadline while the seat waits for its answer.
    Moved(&'a Cohort, &'a Moves, Option<Instant>),
    /// The cohort has been cancelled, and why.
    Cancelled(&'a Cohort, &'a str, Had),
}

/// What somebody had in a cohort that was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Had {
    /// A seat, with the days in the calendar.
    Seat,
    /// A seat offer to answer, or the wish to attend.
    Hope,
}

/// Who is told.
pub(super) struct Reader<'a> {
    pub application: &'a Application,
    pub name: &'a str,
    /// How the coordinator heard of it, when somebody else than the reader typed it.
    pub recorded: Option<Channel>,
}

/// Leaves the letter about `news` in the outbox; who has no usable address gets none.
pub(super) async fn tell(
    tx: &WriteTx,
    head: &Letterhead<'_>,
    course: &OfferedCourse,
    (reader, news): (&Reader<'_>, &News<'_>),
    now: Instant,
) -> Result<(), DbErr> {
    let Some(email) = EmailAddress::parse(&reader.application.email) else { return Ok(()) };
    let lang = Lang::from_tag(&reader.application.language).unwrap_or_default();
    let what = (links::Purpose::Application, reader.application.id.0);
    let token = links::make(tx, head.keys, what, now, now.plus_days(LINK_DAYS)).await?;
    let address = head.links.application(token.as_str(), lang);
    let to = Addressee { name: reader.name.to_owned(), email };
    let subject = format!("{}: {}", subject(news, lang), course.offer.title);
    let mut letter = Letter::new(to, purpose(news), ("application", reader.application.id.0), lang, subject)
        .text(lang.say(format!("Hej {},", reader.name), format!("Hello {},", reader.name)));
    letter = body(letter, course, news, now);
    if let Some(channel) = reader.recorded {
        letter = letter.text(registered(channel, lang));
    }
    let words = match news {
        News::Offered(..) | News::Moved(.., Some(_)) => lang.say("Svara på platserbjudandet", "Answer the seat offer"),
        _ => lang.say("Öppna min ansökan", "Open my application"),
    };
    letter = letter.action(words, address);
    if let News::Confirmed(cohort) | News::Moved(cohort, _, None) | News::Cancelled(cohort, _, Had::Seat) = news {
        let file = calendar::file(&course.offer.title, cohort, &course.days_of(cohort.id), host(head), now);
        letter = letter.calendar("utbildningsdagar.ics", file);
    }
    outbox::put(tx, letter, now).await
}

/// The host of this house, without scheme and port: part of every calendar id.
fn host<'a>(head: &'a Letterhead<'_>) -> &'a str {
    host_of(head.links.public())
}

/// The host in a public address.
#[must_use]
pub fn host_of(public: &str) -> &str {
    let host = public.split_once("://").map_or(public, |(_, rest)| rest);
    host.split([':', '/']).next().unwrap_or(host)
}

fn purpose(news: &News<'_>) -> &'static str {
    match news {
        News::Offered(..) => "seat.offered",
        News::Confirmed(_) => "seat.confirmed",
        News::Declined => "seat.declined",
        News::Withdrawn => "seat.withdrawn",
        News::Lapsed => "seat.lapsed",
        News::Reserve(_) => "seat.reserve",
        News::Moved(..) => "seat.days_moved",
        News::Cancelled(..) => "cohort.cancelled",
    }
}

fn subject(news: &News<'_>, lang: Lang) -> String {
    match news {
        News::Offered(..) => lang.say("Du är erbjuden en plats", "You are offered a seat").to_owned(),
        News::Confirmed(_) => lang.say("Din plats är klar", "Your seat is confirmed").to_owned(),
        News::Declined => lang.say("Ditt nej är registrerat", "Your no is registered").to_owned(),
        News::Withdrawn => lang.say("Ditt återbud är registrerat", "Your withdrawal is registered").to_owned(),
        News::Cancelled(cohort, ..) => {
            lang.say(format!("{} är inställd", cohort.name), format!("{} is cancelled", cohort.name))
        }
        News::Moved(..) => lang.say("Dagarna har ändrats", "The days have changed").to_owned(),
        News::Lapsed => lang.say("Svarsfristen har gått ut", "The reply deadline has passed").to_owned(),
        News::Reserve(number) => {
            lang.say(format!("Du har reservplats {number}"), format!("You have reserve place {number}"))
        }
    }
}

#[expect(clippy::too_many_lines, reason = "a letter for every piece of news, side by side")]
fn body(letter: Letter, course: &OfferedCourse, news: &News<'_>, now: Instant) -> Letter {
    let lang = letter.lang;
    match news {
        News::Offered(cohort, reply_by) => letter
            .text(lang.say(
                format!("du är erbjuden en plats. Svara {}.", dates::deadline(lang, *reply_by, now)),
                format!("You are offered a seat. Answer {}.", dates::deadline(lang, *reply_by, now)),
            ))
            .facts(facts(course, cohort, lang))
            .text(lang.say(
                "Svarar du inte i tid går platsen till nästa reserv.",
                "If you do not answer in time, the seat goes to the next reserve.",
            )),
        News::Confirmed(cohort) => letter
            .text(lang.say(
                "tack för ditt ja. Platsen är din. Dagarna ligger i kalenderfilen som följer med brevet.",
                "Thank you for your yes. The seat is yours. The days are in the calendar file that comes with this letter.",
            ))
            .facts(facts(course, cohort, lang))
            .text(lang.say(
                "Får du förhinder? Lämna återbud så snart du kan, så får någon annan platsen.",
                "Can you not come? Give the seat back as soon as you can, so that somebody else gets it.",
            ))
            .text(lang.say(
                "Bekräfta på din sida före sista dagen hur ditt namn ska stå på intyget.",
                "Confirm on your page before the last day how your name should stand on the certificate.",
            )),
        News::Declined => letter.text(lang.say(
            "du har tackat nej till platsen. Den går till nästa på tur.",
            "You have declined the seat. It goes to the next in line.",
        )),
        News::Withdrawn => letter.text(lang.say(
            "du har lämnat återbud. Platsen går till nästa på tur.",
            "You have given your seat back. It goes to the next in line.",
        )),
        News::Lapsed => letter.text(lang.say(
            "vi fick inget svar i tid, så platsen går till nästa på tur. Hör av dig om du ändå vill delta.",
            "We had no answer in time, so the seat goes to the next in line. Tell us if you still want to take part.",
        )),
        News::Moved(cohort, moves, reply_by) => {
            moved(letter, cohort, moves, reply_by.map(|by| dates::deadline(lang, by, now)))
        }
        News::Cancelled(cohort, reason, had) => {
            let name = &cohort.name;
            let letter = letter
                .text(lang.say(format!("{name} är inställd och hålls inte."), format!("{name} is cancelled and will not be held.")))
                .facts(vec![(lang.say("Skäl", "Reason").to_owned(), (*reason).to_owned())])
                .text(lang.say(
                    "Din ansökan finns kvar. Hålls andra omgångar i samma erbjudande som passar dig är du med om platserna där.",
                    "Your application stays. If other cohorts of the same offer suit you, you are considered for seats there.",
                ));
            match had {
                Had::Seat => letter.text(lang.say(
                    "Kalenderfilen som följer med brevet tar bort dagarna.",
                    "The calendar file that comes with this letter removes the days.",
                )),
                Had::Hope => letter,
            }
        }
        News::Reserve(number) => letter.text(lang.say(
            format!("du har reservplats {number}. Blir en plats ledig i en omgång som passar dig får du ett brev."),
            format!("You have reserve place {number}. If a seat falls free in a cohort that suits you, you get a letter."),
        )),
    }
}

/// Days, times, rooms and town as they were and as they are.
fn moved(letter: Letter, cohort: &Cohort, moves: &Moves, reply: Option<String>) -> Letter {
    let lang = letter.lang;
    let (before, after) = (lang.say("tidigare", "before"), lang.say("nu", "now"));
    let mut facts = Vec::new();
    for day in &moves.days {
        let label = format!("{} {}", lang.say("Dag", "Day"), day.after.number);
        facts.push((format!("{label}, {before}"), day_in_words(&day.before, lang)));
        facts.push((format!("{label}, {after}"), day_in_words(&day.after, lang)));
    }
    if let Some((was, is)) = &moves.place {
        let label = lang.say("Ort", "Town");
        facts.push((format!("{label}, {before}"), was.clone()));
        facts.push((format!("{label}, {after}"), is.clone()));
    }
    let name = &cohort.name;
    let letter = letter
        .text(lang.say(format!("det här har ändrats i {name}."), format!("This has changed in {name}.")))
        .facts(facts);
    match reply {
        Some(reply) => letter.text(lang.say(
            format!("Du är fortfarande erbjuden platsen. Svara {reply}."),
            format!("You are still offered the seat. Answer {reply}."),
        )),
        None => letter.text(lang.say(
            "Platsen är fortfarande din. Kalenderfilen som följer med brevet ersätter den du har. Kan du inte komma? Lämna återbud, så får någon annan platsen.",
            "The seat is still yours. The calendar file that comes with this letter replaces the one you have. Can you not come? Give the seat back, so that somebody else gets it.",
        )),
    }
}

fn day_in_words(day: &PlannedDay, lang: Lang) -> String {
    let minute = |of_day: i64| u32::try_from(of_day).unwrap_or_default();
    let times = dates::time_range(lang, minute(day.starts_minute), minute(day.ends_minute));
    let room = if day.room.is_empty() { String::new() } else { format!(", {}", day.room) };
    format!("{} {times}{room}", dates::weekday_day(lang, day.day))
}

fn facts(course: &OfferedCourse, cohort: &Cohort, lang: Lang) -> Vec<(String, String)> {
    let days: Vec<_> = course.days_of(cohort.id).iter().filter(|day| !day.is_cancelled).map(|day| day.day).collect();
    let mut facts = vec![
        (lang.say("Omgång", "Cohort").to_owned(), cohort.name.clone()),
        (lang.say("Dagar", "Days").to_owned(), dates::days(lang, &days)),
        (lang.say("Plats", "Place").to_owned(), cohort.place.clone()),
    ];
    if let Some(start) = course.start_of(cohort.id) {
        facts.push((lang.say("Börjar", "Begins").to_owned(), dates::moment(lang, start)));
    }
    facts
}

/// That the coordinator typed it, and how it was heard.
#[must_use]
pub fn registered(channel: Channel, lang: Lang) -> String {
    let heard = match channel {
        Channel::Phone => lang.say("telefon", "telephone"),
        Channel::Email => lang.say("e-post", "e-mail"),
        Channel::Paper => lang.say("papper", "paper"),
        Channel::Web => lang.say("webben", "the web"),
        Channel::Delegate => channel.word(lang),
    };
    lang.say(
        format!("Registrerat av samordnaren efter {heard}. Hör av dig om det inte stämmer."),
        format!("Registered by the coordinator after {heard}. Tell us if it is not right."),
    )
}
