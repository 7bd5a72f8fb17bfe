//! Everything that shows. Nothing here decides and nothing here stores: pages are where rooms meet.

/// The files under `static/`, inside the binary.
pub mod assets;

/// Answers made small on the wire.
pub mod compression;

/// What the template parts take.
pub mod parts;

/// What a request proves before its handler runs.
pub mod guards;

/// How a page and a redirection travel.
pub mod sending;

/// Sessions handed to the browser by link or code.
pub mod way_in;

/// Who may look something up just now.
pub mod hurry;

/// Files as they were sent.
pub mod upload;

/// Who stands behind an address below `/my`.
pub mod bearer;

/// House, moment, frame and language of a request in one guard.
pub mod scene;

/// Pages kept for a moment as they were sent.
pub mod kept;

/// What a handler answers with.
pub mod reply;

/// Which status code a failure has, and what its page says.
pub mod problem;

/// Pages for what Rocket itself turns away.
pub mod catchers;

/// What holds for every request and every answer.
pub mod fairings;

/// Forms as they were sent, and how they are read.
pub mod form;

/// What two people wrote in the same form, side by side.
pub mod both;

/// Signing in and out.
pub mod people;

/// Signing in by letter; one's own page.
pub mod persons;

/// The public start page.
pub mod start;

/// Setting an installation up.
pub mod setup;

/// Planning cohorts.
pub mod cohorts;

/// Applying, my application, mandates, one application on the desk.
pub mod applications;
/// Protecting a person, looking behind the mask.
pub mod protection;

/// Food and access needs.
pub mod needs;

/// Offers: drafts, publishing, the page everybody reads.
pub mod offers;

/// Whether the house is alive and ready.
pub mod health;

/// Events of the journal in words.
pub mod events;

/// Where an administrator starts.
pub mod administration;

/// The journal: all of it, one thing's history, its chain.
pub mod journal;

/// The states of applications and mandates as chips.
pub mod chips;

#[cfg(test)]
mod styleguide;

/// The six-day strip from a cohort's days.
pub mod strip;

/// Lists as spreadsheets.
pub mod spreadsheet;

/// Home assignments: handed in, read, answered.
pub mod assignments;
/// The trainer's days, rosters, the name on the certificate.
pub mod attendance;
/// The selection desk, the allocation and its protocol, the answer to a seat offer.
pub mod seats;

/// Certificates: issuing, the register, the holder's own, and verifying.
pub mod certification;
/// A cohort's page: participants, attendance, completion, what its days held.
pub mod completion;
/// Programmes and the rules they ask for.
pub mod programmes;

/// Rollout plans and the map.
pub mod rollouts;

/// Key figures, and the rows behind them.
pub mod followup;
/// What a delegate sees of the own organisation.
pub mod organisations;

/// Conferences.
pub mod network;

/// What is kept about people; retention; the register of processing.
pub mod privacy;
/// Privacy, accessibility, cookies, feedback.
pub mod public;
/// What researchers read.
pub mod research;

/// Where a coordinator starts.
pub mod desk;

/// Taking over a spreadsheet of earlier graduates.
pub mod imports;

/// The letters of the demo.
pub mod mailbox;
