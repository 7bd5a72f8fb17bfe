//! Retention, texts of the operator's for everybody, feedback.

pub(crate) const TABLES: &str = r"
-- What the operator has decided otherwise than the defaults in the code: one row per kind of record.
CREATE TABLE retention_rules (
  what TEXT PRIMARY KEY,
  action TEXT NOT NULL CHECK (action IN ('dispose','preserve')),
  days INT NOT NULL CHECK (days >= 0),
  basis TEXT NOT NULL,
  needs_second BOOLEAN NOT NULL DEFAULT FALSE,
  -- Who asked that one administrator be enough from now on; it counts once a second person has agreed.
  one_asked_by REF REFERENCES accounts (id) CHECK (one_asked_by IS NULL OR needs_second),
  changed_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
-- A disposal that somebody proposed after its dry run; a second person carries it out where the rule asks for one.
CREATE TABLE disposals (
  id ID,
  what TEXT NOT NULL,
  until MOMENT NOT NULL,
  counted INT NOT NULL,
  proposed_by REF NOT NULL REFERENCES accounts (id),
  proposed_at MOMENT NOT NULL,
  carried_out_by REF REFERENCES accounts (id),
  carried_out_at MOMENT,
  disposed INT,
  withdrawn_at MOMENT
);
CREATE INDEX disposals_by_what ON disposals (what, proposed_at);
-- The operator's words on public pages (privacy notice, accessibility statement); without a row the house's own stand there.
CREATE TABLE public_texts (
  part TEXT PRIMARY KEY,
  text_sv TEXT NOT NULL,
  text_en TEXT NOT NULL,
  changed_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
CREATE TABLE feedback (
  id ID,
  about TEXT NOT NULL,
  words TEXT NOT NULL,
  reply_to TEXT,
  given_at MOMENT NOT NULL,
  answered_at MOMENT,
  answered_by REF REFERENCES accounts (id),
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX feedback_by_moment ON feedback (answered_at, given_at);
";
