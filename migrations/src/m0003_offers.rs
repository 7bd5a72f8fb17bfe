//! Offers, applications, mandates, the allocation and its protocol, seat offers, reserves, participants.

pub(crate) const TABLES: &str = r"
CREATE TABLE offers (
  id ID,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  audience_sv TEXT NOT NULL,
  audience_en TEXT NOT NULL,
  cost_sv TEXT NOT NULL,
  cost_en TEXT NOT NULL,
  duty_sv TEXT NOT NULL,
  duty_en TEXT NOT NULL,
  guarantee INT NOT NULL DEFAULT 2 CHECK (guarantee >= 0),
  cap INT NOT NULL DEFAULT 4 CHECK (cap >= 0),
  deadline_at MOMENT NOT NULL,
  mandate_deadline_at MOMENT NOT NULL,
  reply_days INT NOT NULL DEFAULT 10 CHECK (reply_days >= 1),
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft','published','closed','allocated','ended')),
  lot_secret TEXT NOT NULL,
  lot_commitment TEXT NOT NULL,
  public_value_name TEXT NOT NULL DEFAULT '',
  frozen_references TEXT,
  list_hash TEXT,
  published_at MOMENT,
  closed_at MOMENT,
  created_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX offers_by_state ON offers (state, deadline_at);
CREATE TABLE offer_cohorts (
  cohort_id REF PRIMARY KEY REFERENCES cohorts (id),
  offer_id REF NOT NULL REFERENCES offers (id),
  position INT NOT NULL
);
CREATE INDEX offer_cohorts_by_offer ON offer_cohorts (offer_id, position);
-- Organisations the offer is addressed to.
CREATE TABLE offer_organisations (
  offer_id REF NOT NULL REFERENCES offers (id),
  organisation_id REF NOT NULL REFERENCES organisations (id),
  reminded_at MOMENT,
  PRIMARY KEY (offer_id, organisation_id)
);
CREATE INDEX offer_organisations_by_organisation ON offer_organisations (organisation_id);
-- A draft is a row reached by an unguessable address; nothing of it counts until it is sent.
-- One that a delegate began names the delegate and the organisation.
CREATE TABLE application_drafts (
  id ID,
  token_digest TEXT NOT NULL UNIQUE,
  offer_id REF NOT NULL REFERENCES offers (id),
  answers TEXT NOT NULL,
  proposed_by REF REFERENCES accounts (id),
  organisation_id REF REFERENCES organisations (id),
  language TEXT NOT NULL DEFAULT 'sv',
  application_id REF,
  created_at MOMENT NOT NULL,
  expires_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX application_drafts_by_organisation ON application_drafts (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX application_drafts_by_expiry ON application_drafts (expires_at);
CREATE TABLE applications (
  id ID,
  offer_id REF NOT NULL REFERENCES offers (id),
  reference TEXT NOT NULL UNIQUE,
  person_id REF NOT NULL REFERENCES persons (id),
  organisation_id REF NOT NULL REFERENCES organisations (id),
  unit TEXT NOT NULL,
  role TEXT NOT NULL,
  mandate_words TEXT NOT NULL,
  email TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'sv',
  rank INT NOT NULL DEFAULT 1 CHECK (rank >= 1),
  state TEXT NOT NULL CHECK (state IN ('awaiting_manager','eligible','supplement_requested','not_eligible','offered','accepted','declined','lapsed','reserve','participant','withdrawn')),
  arrived_by TEXT NOT NULL DEFAULT 'web' CHECK (arrived_by IN ('web','phone','email','paper','delegate')),
  registered_by REF REFERENCES accounts (id),
  duplicate_of REF REFERENCES applications (id),
  submitted_at MOMENT NOT NULL,
  letter_held_at MOMENT,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX applications_by_offer ON applications (offer_id, state);
CREATE INDEX applications_by_organisation ON applications (organisation_id, offer_id);
CREATE INDEX applications_by_person ON applications (person_id);
CREATE INDEX applications_by_email ON applications (email);
CREATE INDEX applications_held ON applications (letter_held_at) WHERE letter_held_at IS NOT NULL;
CREATE UNIQUE INDEX applications_once ON applications (offer_id, organisation_id, email) WHERE state <> 'withdrawn';
CREATE TABLE application_preferences (
  application_id REF NOT NULL REFERENCES applications (id),
  cohort_id REF NOT NULL REFERENCES cohorts (id),
  position INT NOT NULL,
  PRIMARY KEY (application_id, cohort_id)
);
CREATE INDEX application_preferences_by_cohort ON application_preferences (cohort_id);
-- What somebody needs at the course, sealed with a key that is not in the database; erased seven days after the last day.
CREATE TABLE needs (
  application_id REF PRIMARY KEY REFERENCES applications (id),
  food TEXT NOT NULL,
  access TEXT NOT NULL,
  given_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
-- Every move of an application with its reason, as the applicant reads it.
CREATE TABLE application_moves (
  id ID,
  application_id REF NOT NULL REFERENCES applications (id),
  at MOMENT NOT NULL,
  state TEXT NOT NULL,
  reason_sv TEXT NOT NULL,
  reason_en TEXT NOT NULL
);
CREATE INDEX application_moves_by_application ON application_moves (application_id, id);
CREATE TABLE mandates (
  id ID,
  application_id REF NOT NULL REFERENCES applications (id),
  manager_name TEXT NOT NULL,
  manager_email TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked','confirmed','declined','redirected')),
  asked_at MOMENT NOT NULL,
  deadline_at MOMENT NOT NULL,
  answered_at MOMENT,
  reminded_at MOMENT,
  reason TEXT NOT NULL DEFAULT '',
  received_by TEXT NOT NULL DEFAULT 'link' CHECK (received_by IN ('link','phone','email','paper')),
  recorded_by REF REFERENCES accounts (id),
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX mandates_by_application ON mandates (application_id);
CREATE INDEX mandates_by_manager ON mandates (manager_email);
CREATE INDEX mandates_by_state ON mandates (state, deadline_at);
CREATE UNIQUE INDEX mandates_one_open ON mandates (application_id) WHERE state IN ('asked','confirmed');
-- The protocol of how seats were given: the file anyone can recompute, as it was published.
CREATE TABLE allocations (
  id ID,
  offer_id REF NOT NULL UNIQUE REFERENCES offers (id),
  method TEXT NOT NULL CHECK (method IN ('everybody','draw')),
  public_value TEXT NOT NULL,
  seed TEXT NOT NULL,
  protocol TEXT NOT NULL,
  explanation TEXT NOT NULL,
  decided_by REF NOT NULL REFERENCES accounts (id),
  decided_at MOMENT NOT NULL
);
CREATE TABLE reserves (
  id ID,
  offer_id REF NOT NULL REFERENCES offers (id),
  application_id REF NOT NULL UNIQUE REFERENCES applications (id),
  number INT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting','promoted','left')),
  UNIQUE (offer_id, number)
);
-- A seat offered or taken. Holding (offered, accepted) is unique per seat and per person of an offer: overbooking is
-- refused here, whatever the code above believes.
CREATE TABLE seat_offers (
  id ID,
  offer_id REF NOT NULL REFERENCES offers (id),
  cohort_id REF NOT NULL REFERENCES cohorts (id),
  seat_number INT NOT NULL,
  application_id REF NOT NULL REFERENCES applications (id),
  person_id REF NOT NULL REFERENCES persons (id),
  state TEXT NOT NULL CHECK (state IN ('offered','accepted','declined','lapsed','withdrawn')),
  offered_at MOMENT NOT NULL,
  reply_by MOMENT NOT NULL,
  answered_at MOMENT,
  recorded_by REF REFERENCES accounts (id),
  version INT NOT NULL DEFAULT 1,
  FOREIGN KEY (cohort_id, seat_number) REFERENCES cohort_seats (cohort_id, number)
);
CREATE UNIQUE INDEX seat_offers_one_per_seat ON seat_offers (cohort_id, seat_number) WHERE state IN ('offered','accepted');
CREATE UNIQUE INDEX seat_offers_one_per_person ON seat_offers (offer_id, person_id) WHERE state IN ('offered','accepted');
CREATE INDEX seat_offers_by_application ON seat_offers (application_id);
CREATE INDEX seat_offers_by_offer ON seat_offers (offer_id, state);
CREATE INDEX seat_offers_due ON seat_offers (state, reply_by);
CREATE TABLE participants (
  id ID,
  cohort_id REF NOT NULL REFERENCES cohorts (id),
  person_id REF NOT NULL REFERENCES persons (id),
  organisation_id REF NOT NULL REFERENCES organisations (id),
  application_id REF UNIQUE REFERENCES applications (id),
  seat_number INT NOT NULL,
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active','withdrawn')),
  name_on_certificate TEXT,
  name_confirmed_at MOMENT,
  joined_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1,
  FOREIGN KEY (cohort_id, seat_number) REFERENCES cohort_seats (cohort_id, number)
);
CREATE UNIQUE INDEX participants_one_per_seat ON participants (cohort_id, seat_number) WHERE state = 'active';
CREATE UNIQUE INDEX participants_one_per_person ON participants (cohort_id, person_id) WHERE state = 'active';
CREATE INDEX participants_by_person ON participants (person_id);
CREATE INDEX participants_by_cohort ON participants (cohort_id, state);
";
