//! Who runs the installation, organisations, persons, accounts, access, journal, outbox.

pub(crate) const TABLES: &str = r"
-- The platform that runs this installation: one row, made when it is set up.
CREATE TABLE platforms (
  id INT PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  region TEXT NOT NULL,
  issuer_code TEXT NOT NULL,
  issuer_name TEXT NOT NULL,
  signatory_name TEXT NOT NULL,
  signatory_title TEXT NOT NULL,
  contact_email TEXT NOT NULL,
  is_demo BOOLEAN NOT NULL DEFAULT FALSE,
  version INT NOT NULL DEFAULT 1
);
CREATE TABLE organisations (
  id ID,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('municipality','region','authority','university','association','federation','district','unit','other')),
  parent_id REF REFERENCES organisations (id),
  weight INT NOT NULL DEFAULT 0 CHECK (weight >= 0),
  area TEXT,
  tile_column INT,
  tile_row INT,
  is_pilot BOOLEAN NOT NULL DEFAULT FALSE,
  created_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX organisations_by_kind ON organisations (kind, name);
-- Membership of the forum has periods: members rotate.
CREATE TABLE memberships (
  id ID,
  organisation_id REF NOT NULL REFERENCES organisations (id),
  from_day DATE NOT NULL,
  to_day DATE
);
CREATE INDEX memberships_by_organisation ON memberships (organisation_id);
CREATE TABLE persons (
  id ID,
  name TEXT NOT NULL,
  email TEXT,
  organisation_id REF REFERENCES organisations (id),
  language TEXT NOT NULL DEFAULT 'sv',
  is_protected BOOLEAN NOT NULL DEFAULT FALSE,
  created_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX persons_by_email ON persons (email);
CREATE INDEX persons_by_organisation ON persons (organisation_id);
CREATE TABLE accounts (
  id ID,
  person_id REF NOT NULL REFERENCES persons (id),
  email TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('coordinator','trainer','administrator')),
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active','disabled')),
  password_hash TEXT,
  language TEXT NOT NULL DEFAULT 'sv',
  created_at MOMENT NOT NULL,
  last_sign_in_at MOMENT,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX accounts_by_person ON accounts (person_id);
CREATE INDEX accounts_by_role ON accounts (role, state);
-- A session is a row: what is deleted here is signed out everywhere at once.
CREATE TABLE sessions (
  id ID,
  token_digest TEXT NOT NULL UNIQUE,
  account_id REF NOT NULL REFERENCES accounts (id),
  created_at MOMENT NOT NULL,
  last_seen_at MOMENT NOT NULL,
  expires_at MOMENT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
-- Private links in letters. Only a digest is kept; the object is named by purpose and id.
CREATE TABLE links (
  id ID,
  token_digest TEXT NOT NULL UNIQUE,
  purpose TEXT NOT NULL,
  object_id INT NOT NULL,
  created_at MOMENT NOT NULL,
  expires_at MOMENT NOT NULL,
  used_at MOMENT
);
CREATE INDEX links_by_object ON links (purpose, object_id);
-- One effect per form: the key is spent in the causing transaction, with the address of the receipt.
CREATE TABLE submissions (
  submission_key TEXT PRIMARY KEY,
  receipt TEXT NOT NULL,
  spent_at MOMENT NOT NULL
);
CREATE TABLE attempts (
  id ID,
  subject TEXT NOT NULL,
  at MOMENT NOT NULL
);
CREATE INDEX attempts_by_subject ON attempts (subject, at);
CREATE TABLE journal (
  id ID,
  at MOMENT NOT NULL,
  actor TEXT NOT NULL,
  actor_id INT,
  actor_name TEXT NOT NULL,
  event TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id INT NOT NULL,
  details TEXT NOT NULL
);
CREATE INDEX journal_by_object ON journal (object, object_id, id);
CREATE TABLE outbox (
  id ID,
  message_id TEXT NOT NULL UNIQUE,
  to_name TEXT NOT NULL,
  to_email TEXT NOT NULL,
  purpose TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id INT NOT NULL,
  subject TEXT NOT NULL,
  text_body TEXT NOT NULL,
  html_body TEXT NOT NULL,
  attachment_name TEXT,
  attachment TEXT,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting','sent','parked')),
  attempts INT NOT NULL DEFAULT 0,
  next_attempt_at MOMENT NOT NULL,
  last_error TEXT,
  created_at MOMENT NOT NULL,
  sent_at MOMENT
);
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);
CREATE INDEX outbox_by_object ON outbox (object, object_id);
-- One node at a time does a job.
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  held_until MOMENT NOT NULL
);
";
