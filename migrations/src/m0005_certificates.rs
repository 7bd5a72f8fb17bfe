//! Certificates: numbers without gaps, public codes, frozen facts, sealed bytes.

pub(crate) const TABLES: &str = r"
-- The public half of every key that ever signed: eight hexadecimal digits and 32 bytes (kind signing), or the fingerprint and
-- the certificate (kind seal). Rows are never removed: papers are verified by them for as long as there are papers.
CREATE TABLE signing_keys (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('signing','seal')),
  public BYTES NOT NULL,
  created_at MOMENT NOT NULL,
  retired_at MOMENT
);
-- Scheme and host that papers carry, each since when; the latest is in use, all are answered for ever.
CREATE TABLE verification_hosts (
  host TEXT PRIMARY KEY,
  since MOMENT NOT NULL
);
-- The last number given out, per issuer and year; the row is locked while a number is taken.
CREATE TABLE certificate_series (
  issuer_code TEXT NOT NULL,
  year INT NOT NULL,
  last_number INT NOT NULL,
  PRIMARY KEY (issuer_code, year)
);
-- Where credentials look up whether they hold: one bit each, 131 072 to a list, set when it no longer does. Places are
-- given at random, and a new list is opened when half are taken, so that a place tells nobody who got it when.
CREATE TABLE status_lists (
  id INT PRIMARY KEY,
  host TEXT NOT NULL,
  bits BYTES NOT NULL,
  taken INT NOT NULL DEFAULT 0,
  credential TEXT NOT NULL,
  signed_at MOMENT NOT NULL
);
-- While a row stands without `lifted_at`, nothing is issued and nothing is written.
CREATE TABLE issuing_stops (
  id ID,
  stopped_at MOMENT NOT NULL,
  stopped_by REF NOT NULL REFERENCES accounts (id),
  reason TEXT NOT NULL,
  lifted_at MOMENT,
  lifted_by REF REFERENCES accounts (id),
  is_standing BOOL
);
CREATE UNIQUE INDEX issuing_stops_one ON issuing_stops (is_standing);
CREATE TABLE certificates (
  id ID,
  number TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('certificate','attendance')),
  participant_id REF NOT NULL REFERENCES participants (id),
  person_id REF NOT NULL REFERENCES persons (id),
  cohort_id REF NOT NULL REFERENCES cohorts (id),
  edition INT NOT NULL DEFAULT 1,
  layout TEXT NOT NULL,
  facts TEXT NOT NULL,
  holder_key TEXT NOT NULL,
  status_list INT NOT NULL REFERENCES status_lists (id),
  status_index INT NOT NULL CHECK (status_index >= 0 AND status_index < 131072),
  state TEXT NOT NULL DEFAULT 'current' CHECK (state IN ('current','replaced','revoked')),
  issued_on DATE NOT NULL,
  expires_on DATE,
  issued_at MOMENT NOT NULL,
  issued_by REF NOT NULL REFERENCES accounts (id),
  released_at MOMENT,
  draw_attempts INT NOT NULL DEFAULT 0,
  draw_after MOMENT,
  draw_error TEXT,
  cause TEXT NOT NULL DEFAULT 'first' CHECK (cause IN ('first','name','facts','renewal','anew')),
  replaced_by REF REFERENCES certificates (id),
  revoked_on DATE,
  revoked_reason TEXT,
  revoked_by REF REFERENCES accounts (id),
  version INT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX certificates_one_current ON certificates (person_id, cohort_id, kind) WHERE state = 'current';
CREATE UNIQUE INDEX certificates_places ON certificates (status_list, status_index);
CREATE INDEX certificates_by_cohort ON certificates (cohort_id, kind);
CREATE UNIQUE INDEX certificates_editions ON certificates (person_id, cohort_id, kind, edition);
CREATE INDEX certificates_by_participant ON certificates (participant_id);
CREATE INDEX certificates_unreleased ON certificates (released_at, state);
-- The bytes stand apart, so that reading the register never drags the papers along.
CREATE TABLE certificate_papers (
  certificate_id REF PRIMARY KEY REFERENCES certificates (id),
  pdf BYTES NOT NULL,
  sha256 TEXT NOT NULL,
  credential TEXT NOT NULL,
  payload TEXT NOT NULL,
  key_id TEXT NOT NULL,
  seal_id TEXT NOT NULL,
  drawn_at MOMENT NOT NULL
);
-- The operator's own colours, words and logo; never changed, for certificates name the edition they were drawn with.
CREATE TABLE layout_editions (
  layout TEXT NOT NULL,
  number INT NOT NULL,
  design TEXT NOT NULL,
  created_by REF NOT NULL REFERENCES accounts (id),
  created_at MOMENT NOT NULL,
  PRIMARY KEY (layout, number)
);
";
