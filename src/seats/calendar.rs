//! The days of a cohort as a calendar file (RFC 5545), in Stockholm's wall-clock time.

use crate::cohorts::{Cohort, CohortState, CourseDay};
use crate::kernel::Instant;
use chrono::DateTime;

/// The rules of Stockholm's clock since 1996, which every calendar needs beside times that name the zone.
const ZONE: [&str; 15] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Stockholm",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// Writes one event per day; `host` is the house's own, so that the ids stay the same whenever the file is fetched.
///
/// A day that was cancelled stays in the file as cancelled, because a calendar that has it must be told.
#[must_use]
pub fn file(title: &str, cohort: &Cohort, days: &[CourseDay], host: &str, now: Instant) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(&mut text, content);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Stafett//Course days//SV");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    for part in ZONE {
        line(part);
    }
    let stamp = DateTime::from_timestamp_millis(now.millis()).unwrap_or_default().format("%Y%m%dT%H%M%SZ");
    for day in days {
        let date = day.day.format("%Y%m%d");
        let clock = |minute: i64| format!("{:02}{:02}00", minute / 60, minute % 60);
        let room = if day.room.is_empty() { &cohort.room } else { &day.room };
        let place: Vec<&str> =
            [room.as_str(), cohort.place.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        line("BEGIN:VEVENT");
        line(&format!("UID:cohort-{}-day-{}@{host}", cohort.id, day.number));
        line(&format!("DTSTAMP:{stamp}"));
        line(&format!("DTSTART;TZID=Europe/Stockholm:{date}T{}", clock(day.starts_minute)));
        line(&format!("DTEND;TZID=Europe/Stockholm:{date}T{}", clock(day.ends_minute)));
        line(&format!("SEQUENCE:{}", cohort.version));
        line(&format!("SUMMARY:{}", escaped(&format!("{title}, dag {}", day.number))));
        line(&format!("LOCATION:{}", escaped(&place.join(", "))));
        line(if day.is_cancelled || cohort.state == CohortState::Cancelled {
            "STATUS:CANCELLED"
        } else {
            "STATUS:CONFIRMED"
        });
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// Text as a value: backslash, semicolon, comma and line break are marked.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace(['\n', '\r'], "\\n")
}

/// Adds a line, folded so that none is longer than 75 octets and no letter is cut apart.
fn fold(text: &mut String, content: &str) {
    let mut length = 0;
    for letter in content.chars() {
        if length + letter.len_utf8() > 75 {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    //! What calendars stumble over.

    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut text = String::new();

        fold(&mut text, &format!("SUMMARY:{}", "å".repeat(100)));

        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(text.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "å".repeat(100)));
    }

    #[test]
    fn what_has_meaning_in_a_calendar_is_marked() {
        let value = escaped("Rum A; B, C\\D\nE");

        assert_eq!(value, "Rum A\\; B\\, C\\\\D\\nE");
    }
}
