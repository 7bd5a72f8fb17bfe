//! Stafett: training courses whose graduates carry the baton on.
//!
//! The rooms stand in the order they may name each other: a module uses only modules above it.

/// Words every room speaks: ids, actors, days, addresses, refusals.
pub mod kernel;

/// Swedish and English: words, dates, numbers, sorting, holidays, Stockholm time.
pub mod locale;

/// The database: a pool that reads, write transactions, leases.
pub mod storage;

/// Every setting, typed and checked at start.
pub mod settings;

/// The addresses that letters and papers carry.
pub mod links;

/// The keys: what credentials, QR payloads and papers are signed with.
pub mod seals;

/// Pure: what machines read of a certificate. Credential, QR payload, status list, the documents that publish keys.
pub mod credentials;

/// Who did what when.
pub mod journal;

/// Letters, kept in the causing transaction and sent afterwards.
pub mod outbox;

/// Municipalities, regions, universities, associations, and the platform that runs this house.
pub mod organisations;

/// Persons, accounts, roles and their proofs.
pub mod people;

/// Sessions, private links, submission keys, counted attempts.
pub mod access;

/// Draws pages: facts in, PDF bytes out.
pub mod paper;

/// The completion rule as data, its versions, and `weigh`.
pub mod requirements;

/// What is taught: programmes, their versions and days, award titles with their periods, the rule they ask for.
pub mod programmes;

/// One run of a programme: days, rooms, trainers, capacity; what planning checks.
pub mod cohorts;

/// Who completed what, when, from which organisation.
pub mod graduates;

/// Seats offered to organisations: which cohorts, until when, on what terms.
pub mod offers;

/// Who applies, with which mandate; eligibility; every move with its reason.
pub mod applications;

/// Pure: who gets the seats and why; the draw and its protocol.
pub mod allocation;

/// Seats offered, accepted, declined, lapsed; the reserve list; participants.
pub mod seats;

/// What participants need at the course, sealed: counted for the kitchen, opened one name at a time, erased afterwards.
pub mod needs;

/// Marks per participant and course day. Append-only: the latest stands, nothing is overwritten.
pub mod attendance;

/// Each organisation's rollout plan: what has happened at home, and the milestones it reached.
pub mod rollouts;

/// Handed in, approved, returned: the home assignments a cohort's rule asks for.
pub mod assignments;

/// Gathers the facts, weighs them against the cohort's rule, decides.
pub mod completion;

/// Certificates: numbers, issuing, superseding, revoking, verifying.
pub mod certification;

/// Conferences and who came to them.
pub mod network;

/// Looking after accounts: invitations, roles, new passwords, duplicates made one.
pub mod accounts;
/// Persons with protected personal data: the flag, what bears their name, each look behind the mask.
pub mod protection;

/// Key figures of a year and the rows behind them; reads only.
pub mod followup;

/// What is kept about people, why and for how long: extract, correction, erasure, disposal; the operator's public texts.
pub mod privacy;
/// What a researcher may read of a pilot: its plan in facts, its people's training under pseudonyms.
pub mod research;

/// What must always be true, looked after.
pub mod check;

/// What handlers and jobs are handed: database, clock, settings, keys.
pub mod house;

/// What the house does by itself.
pub mod jobs;

/// The example programme and region file, laid into a database without any person.
pub mod example;

/// Everything that shows.
pub mod web;

/// Builds the server.
pub mod app;

/// Fills an empty database with the founding facts.
pub mod demo;

/// The commands, one file each.
pub mod cli;
