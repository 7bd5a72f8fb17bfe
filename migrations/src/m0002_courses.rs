//! Completion rules, programmes and their days, cohorts and theirs, who has completed what.

pub(crate) const TABLES: &str = r"
-- Rules never change: a new rule is a new row with the next number.
CREATE TABLE completion_rules (
  id ID,
  number INT NOT NULL UNIQUE,
  hash TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL,
  created_at MOMENT NOT NULL
);
CREATE TABLE programmes (
  id ID,
  name_sv TEXT NOT NULL,
  name_en TEXT NOT NULL,
  created_at MOMENT NOT NULL
);
CREATE TABLE programme_versions (
  id ID,
  programme_id REF NOT NULL REFERENCES programmes (id),
  number INT NOT NULL,
  summary_sv TEXT NOT NULL,
  summary_en TEXT NOT NULL,
  rule_id REF NOT NULL REFERENCES completion_rules (id),
  layout TEXT NOT NULL,
  valid_months INT CHECK (valid_months > 0),
  created_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1,
  certificate_languages TEXT NOT NULL DEFAULT 'both' CHECK (certificate_languages IN ('both', 'sv', 'en')),
  UNIQUE (programme_id, number)
);
CREATE TABLE programme_days (
  id ID,
  programme_version_id REF NOT NULL REFERENCES programme_versions (id),
  number INT NOT NULL CHECK (number >= 1),
  title_sv TEXT NOT NULL,
  title_en TEXT NOT NULL,
  topics_sv TEXT NOT NULL,
  topics_en TEXT NOT NULL,
  goals_sv TEXT NOT NULL,
  goals_en TEXT NOT NULL,
  starts_minute INT NOT NULL,
  ends_minute INT NOT NULL CHECK (ends_minute > starts_minute),
  minutes INT NOT NULL CHECK (minutes > 0),
  UNIQUE (programme_version_id, number)
);
CREATE TABLE award_titles (
  id ID,
  programme_id REF NOT NULL REFERENCES programmes (id),
  title_sv TEXT NOT NULL,
  title_en TEXT NOT NULL,
  from_day DATE NOT NULL,
  to_day DATE
);
CREATE INDEX award_titles_by_programme ON award_titles (programme_id, from_day);
-- What the assignments of a version's rule are called and how they are done; the rule itself knows only their keys.
-- `days_after`: advised within so many days of the last course day.
CREATE TABLE assignment_texts (
  id ID,
  programme_version_id REF NOT NULL REFERENCES programme_versions (id),
  assignment TEXT NOT NULL,
  title_sv TEXT NOT NULL,
  title_en TEXT NOT NULL,
  instruction_sv TEXT NOT NULL DEFAULT '',
  instruction_en TEXT NOT NULL DEFAULT '',
  days_after INT CHECK (days_after >= 0),
  version INT NOT NULL DEFAULT 1,
  UNIQUE (programme_version_id, assignment)
);
CREATE TABLE cohorts (
  id ID,
  programme_version_id REF NOT NULL REFERENCES programme_versions (id),
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  term TEXT NOT NULL,
  place TEXT NOT NULL,
  room TEXT NOT NULL,
  languages TEXT NOT NULL DEFAULT 'sv',
  capacity INT NOT NULL CHECK (capacity >= 0),
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft','published','running','closed','cancelled')),
  rule_id REF REFERENCES completion_rules (id),
  created_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX cohorts_by_state ON cohorts (state);
CREATE INDEX cohorts_by_programme_version ON cohorts (programme_version_id);
CREATE TABLE course_days (
  id ID,
  cohort_id REF NOT NULL REFERENCES cohorts (id),
  number INT NOT NULL CHECK (number >= 1),
  day DATE NOT NULL,
  starts_minute INT NOT NULL,
  ends_minute INT NOT NULL CHECK (ends_minute > starts_minute),
  minutes INT NOT NULL CHECK (minutes > 0),
  room TEXT NOT NULL,
  is_cancelled BOOLEAN NOT NULL DEFAULT FALSE,
  attested_at MOMENT,
  attested_by REF REFERENCES accounts (id),
  UNIQUE (cohort_id, number)
);
CREATE INDEX course_days_by_day ON course_days (day);
CREATE TABLE cohort_trainers (
  cohort_id REF NOT NULL REFERENCES cohorts (id),
  account_id REF NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (cohort_id, account_id)
);
CREATE INDEX cohort_trainers_by_account ON cohort_trainers (account_id);
-- The seats of a cohort, numbered from 1: a row here is what a seat offer must point at, so that a seat that does not
-- exist cannot be given to anybody.
CREATE TABLE cohort_seats (
  cohort_id REF NOT NULL REFERENCES cohorts (id),
  number INT NOT NULL CHECK (number >= 1),
  PRIMARY KEY (cohort_id, number)
);
CREATE TABLE imports (
  id ID,
  at MOMENT NOT NULL,
  account_id REF NOT NULL REFERENCES accounts (id),
  row_count INT NOT NULL,
  undone_at MOMENT
);
-- Who completed what, when, from which organisation (frozen at the event); written by completion and by import.
-- completed_on is the day of the decision. withdrawn_at: the decision was taken back (written by completion only).
-- certified_at, revoked_at: the certificate was issued, revoked (written by certification only).
CREATE TABLE graduates (
  id ID,
  person_id REF NOT NULL REFERENCES persons (id),
  programme_id REF NOT NULL REFERENCES programmes (id),
  organisation_id REF NOT NULL REFERENCES organisations (id),
  cohort_id REF REFERENCES cohorts (id),
  course TEXT NOT NULL,
  completed_on DATE NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('course','former_register')),
  import_id REF REFERENCES imports (id),
  withdrawn_at MOMENT,
  certified_at MOMENT,
  revoked_at MOMENT,
  created_at MOMENT NOT NULL
);
CREATE INDEX graduates_by_day ON graduates (completed_on);
CREATE INDEX graduates_by_organisation ON graduates (organisation_id, completed_on);
CREATE INDEX graduates_by_person ON graduates (person_id);
CREATE INDEX graduates_by_import ON graduates (import_id);
CREATE UNIQUE INDEX graduates_once_per_cohort ON graduates (person_id, cohort_id) WHERE cohort_id IS NOT NULL;
";
