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
  state TEXT NOT NULL DEFAULT 'current' CHECK (state IN ('current','replaced','revoked')),
  issued_on DATE NOT NULL,
  issued_at MOMENT NOT NULL,
  issued_by REF NOT NULL REFERENCES accounts (id),
  released_at MOMENT,
  draw_attempts INT NOT NULL DEFAULT 0,
  draw_after MOMENT,
  draw_error TEXT,
  replaced_by REF REFERENCES certificates (id),
  revoked_on DATE,
  revoked_reason TEXT,
  revoked_by REF REFERENCES accounts (id),
  version INT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX certificates_one_current ON certificates (person_id, cohort_id, kind) WHERE state = 'current';
CREATE INDEX certificates_by_cohort ON certificates (cohort_id, kind);
CREATE UNIQUE INDEX certificates_editions ON certificates (person_id, cohort_id, kind, edition);
CREATE INDEX certificates_by_participant ON certificates (participant_id);
CREATE INDEX certificates_unreleased ON certificates (released_at, state);
-- The bytes stand apart, so that reading the register never drags the papers along.
CREATE TABLE certificate_papers (
  certificate_id REF PRIMARY KEY REFERENCES certificates (id),
  pdf BYTES NOT NULL,
  sha256 TEXT NOT NULL,
  drawn_at MOMENT NOT NULL
);
";
