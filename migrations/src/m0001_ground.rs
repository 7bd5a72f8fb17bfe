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
CREATE INDEX persons_by_protection ON persons (is_protected);
-- Accounts are for those who work here: staff with a password and a second factor, delegates of organisations with a link.
-- Everybody else signs in as a person. totp_secret is sealed with the installation's key; totp_last_step is the last step of
-- half a minute a code was taken for, so that no code works twice.
CREATE TABLE accounts (
  id ID,
  person_id REF NOT NULL REFERENCES persons (id),
  email TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('administrator','coordinator','trainer','delegate','researcher')),
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('invited','active','disabled','merged')),
  password_hash TEXT,
  totp_secret TEXT,
  totp_confirmed_at MOMENT,
  totp_last_step INT NOT NULL DEFAULT 0,
  may_unmask BOOLEAN NOT NULL DEFAULT FALSE,
  merged_into REF REFERENCES accounts (id),
  language TEXT NOT NULL DEFAULT 'sv',
  created_at MOMENT NOT NULL,
  last_sign_in_at MOMENT,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX accounts_by_person ON accounts (person_id);
CREATE INDEX accounts_by_role ON accounts (role, state);
-- What a delegate speaks for, which pilots a researcher reads.
CREATE TABLE account_organisations (
  account_id REF NOT NULL REFERENCES accounts (id),
  organisation_id REF NOT NULL REFERENCES organisations (id),
  PRIMARY KEY (account_id, organisation_id)
);
CREATE INDEX account_organisations_by_organisation ON account_organisations (organisation_id);
-- Who an account is elsewhere: a provider (OpenID Connect) and its name for the person there.
CREATE TABLE identities (
  id ID,
  account_id REF NOT NULL REFERENCES accounts (id),
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  added_at MOMENT NOT NULL,
  UNIQUE (issuer, subject)
);
CREATE INDEX identities_by_account ON identities (account_id);
CREATE TABLE recovery_codes (
  id ID,
  account_id REF NOT NULL REFERENCES accounts (id),
  code_digest TEXT NOT NULL UNIQUE,
  made_at MOMENT NOT NULL,
  used_at MOMENT
);
CREATE INDEX recovery_codes_by_account ON recovery_codes (account_id);
-- Networks an account has signed in from: wrong guesses from elsewhere never bar the way from there. Only a keyed digest is kept.
CREATE TABLE known_networks (
  account_id REF NOT NULL REFERENCES accounts (id),
  network_digest TEXT NOT NULL,
  last_at MOMENT NOT NULL,
  PRIMARY KEY (account_id, network_digest)
);
CREATE INDEX known_networks_by_moment ON known_networks (last_at);
-- Private links in letters. Only digests are kept; the object is named by purpose and id. code_digest is that of the six
-- digits in the same letter, asked_digest that of the page which asked for it and where alone they are typed, wrong_codes
-- how often something else was typed there.
CREATE TABLE links (
  id ID,
  token_digest TEXT NOT NULL UNIQUE,
  purpose TEXT NOT NULL,
  object_id INT NOT NULL,
  code_digest TEXT,
  asked_digest TEXT,
  wrong_codes INT NOT NULL DEFAULT 0,
  created_at MOMENT NOT NULL,
  expires_at MOMENT NOT NULL,
  opened_at MOMENT,
  used_at MOMENT
);
CREATE INDEX links_by_object ON links (purpose, object_id);
CREATE INDEX links_by_expiry ON links (expires_at);
CREATE INDEX links_by_ask ON links (asked_digest);
-- A session is a row: what is deleted here is signed out everywhere at once. It is an account's, a person's, or a guest
-- trainer's, who came by a day link and said a name. stage: 'password' is on its way to the second factor and opens nothing.
-- It ends at expires_at, and after half an hour without a request unless awake_until lies ahead.
CREATE TABLE sessions (
  id ID,
  token_digest TEXT NOT NULL UNIQUE,
  account_id REF REFERENCES accounts (id),
  person_id REF REFERENCES persons (id),
  link_id REF REFERENCES links (id),
  guest_name TEXT NOT NULL DEFAULT '',
  stage TEXT NOT NULL DEFAULT 'open' CHECK (stage IN ('password','open')),
  device TEXT NOT NULL DEFAULT '',
  created_at MOMENT NOT NULL,
  last_seen_at MOMENT NOT NULL,
  expires_at MOMENT NOT NULL,
  awake_until MOMENT,
  CHECK ((account_id IS NOT NULL AND person_id IS NULL AND link_id IS NULL)
      OR (account_id IS NULL AND person_id IS NOT NULL AND link_id IS NULL)
      OR (account_id IS NULL AND person_id IS NULL AND link_id IS NOT NULL AND guest_name <> ''))
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_link ON sessions (link_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
-- One effect per form: the key is spent in the causing transaction, with the address of the receipt.
CREATE TABLE submissions (
  submission_key TEXT PRIMARY KEY,
  receipt TEXT NOT NULL,
  spent_at MOMENT NOT NULL
);
CREATE INDEX submissions_by_moment ON submissions (spent_at);
-- Letters somebody asked for by naming an address, until a job has looked whom they are for: asking writes the same row for
-- every address, so that neither answer nor time tells which are known. sealed: what is asked for, address, language, network.
CREATE TABLE asked_letters (
  id ID,
  sealed TEXT NOT NULL,
  asked_at MOMENT NOT NULL
);
-- Attempts that are counted, so that guessing and filling mailboxes is slow. subject is a word and keyed digests, never an
-- address. Counting and adding hold the subject's row in attempt_subjects, so that many at once cannot all be the last one let in.
CREATE TABLE attempt_subjects (
  subject TEXT PRIMARY KEY,
  last_at MOMENT NOT NULL
);
CREATE INDEX attempt_subjects_by_moment ON attempt_subjects (last_at);
CREATE TABLE attempts (
  id ID,
  subject TEXT NOT NULL,
  at MOMENT NOT NULL
);
CREATE INDEX attempts_by_subject ON attempts (subject, at);
CREATE INDEX attempts_by_moment ON attempts (at);
-- Who did what, when, to which thing. Entries are written, numbered without a gap and chained at the commit that makes them
-- true: hash is SHA-256 over the entry with the hash before it. Personal values lie in journal_values; the chain holds their salted digest, so that they can be
-- erased and the chain still be verified.
CREATE TABLE journal (
  id INT PRIMARY KEY,
  at MOMENT NOT NULL,
  actor TEXT NOT NULL,
  actor_id INT,
  event TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id INT NOT NULL,
  details TEXT NOT NULL,
  values_digest TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX journal_by_object ON journal (object, object_id, id);
CREATE INDEX journal_by_actor ON journal (actor, actor_id, id);
CREATE INDEX journal_by_event ON journal (event, id);
CREATE INDEX journal_by_moment ON journal (at, id);
CREATE TABLE journal_values (
  journal_id INT PRIMARY KEY REFERENCES journal (id),
  salt TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  details TEXT NOT NULL
);
-- The last entry, sealed with a key that is not in the database: entries cut off at the end are missed.
CREATE TABLE journal_heads (
  id INT PRIMARY KEY CHECK (id = 1),
  position INT NOT NULL,
  hash TEXT NOT NULL,
  seal TEXT NOT NULL
);
INSERT INTO journal_heads (id, position, hash, seal) VALUES (1, 0, '', '');
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
