//! Forms as they are filled in, where more than one test fills in the same.

/// The words of an offer; its cohorts are chosen beside them.
pub const OFFER: [(&str, &str); 10] = [
    ("title", "Barnrättsstrateg hösten 2012"),
    ("code", "BRF-2012-H"),
    ("audience_sv", "För dig som ska driva barnrätt i din kommun."),
    ("audience_en", "For you who will drive child rights at home."),
    ("cost_sv", "Kostnadsfri."),
    ("cost_en", "Free of charge."),
    ("duty_sv", "Du leder en genomförandeplan hemma."),
    ("duty_en", "You lead a rollout plan at home."),
    ("deadline_day", "2012-09-14"),
    ("deadline_time", "23:59"),
];

/// Whom a delegate proposes.
pub const BO: [(&str, &str); 6] = [
    ("name", "Bo Lind"),
    ("email", "bo.lind@example.org"),
    ("role", "lärare"),
    ("mandate", "Leda arbetet hemma."),
    ("manager_name", "Maja Chef"),
    ("manager_email", "maja.chef@example.org"),
];
