//! Marks per participant and day, assignments handed in, and the decisions drawn from them.

pub(crate) const TABLES: &str = r"
-- Append-only. The latest mark of a participant and day stands; an undone day gets the mark 'open'.
CREATE TABLE marks (
  id ID,
  participant_id REF NOT NULL REFERENCES participants (id),
  course_day_id REF NOT NULL REFERENCES course_days (id),
  kind TEXT NOT NULL CHECK (kind IN ('present','partial','notified','absent','made_up','credited','open')),
  minutes INT CHECK (minutes IS NULL OR minutes >= 0),
  reference TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  nonce TEXT NOT NULL UNIQUE,
  marked_at MOMENT NOT NULL,
  account_id REF REFERENCES accounts (id),
  guest_name TEXT NOT NULL DEFAULT '',
  device TEXT NOT NULL DEFAULT '',
  CHECK ((account_id IS NULL) = (guest_name <> ''))
);
CREATE INDEX marks_by_day ON marks (course_day_id, participant_id, id);
CREATE INDEX marks_by_participant ON marks (participant_id, course_day_id, id);
-- What the day held: lecturers, literature and material, shown to participants.
CREATE TABLE day_contents (
  course_day_id REF PRIMARY KEY REFERENCES course_days (id),
  lecturers TEXT NOT NULL DEFAULT '',
  literature TEXT NOT NULL DEFAULT '',
  material TEXT NOT NULL DEFAULT '',
  version INT NOT NULL DEFAULT 1
);
-- What participants hand in for the assignments their cohort's rule asks for, by the key of the assignment there. Nothing is
-- overwritten: what is handed in anew is another row, and the former one stands no more. The words of a rollout plan are
-- those of its moment.
CREATE TABLE hand_ins (
  id ID,
  participant_id REF NOT NULL REFERENCES participants (id),
  assignment TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('text','file','plan')),
  words TEXT NOT NULL DEFAULT '',
  handed_in_at MOMENT NOT NULL,
  state TEXT NOT NULL DEFAULT 'handed_in' CHECK (state IN ('handed_in','returned','approved')),
  is_current BOOLEAN NOT NULL DEFAULT TRUE,
  version INT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX hand_ins_one_current ON hand_ins (participant_id, assignment) WHERE is_current;
CREATE INDEX hand_ins_by_participant ON hand_ins (participant_id, assignment, id);
-- Its answers, append-only: the state of a hand-in is that of the latest.
CREATE TABLE hand_in_answers (
  id ID,
  hand_in_id REF NOT NULL REFERENCES hand_ins (id),
  participant_id REF NOT NULL REFERENCES participants (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('approved','returned')),
  comment TEXT NOT NULL DEFAULT '',
  answered_at MOMENT NOT NULL,
  answered_by REF NOT NULL REFERENCES accounts (id)
);
CREATE INDEX hand_in_answers_by_hand_in ON hand_in_answers (hand_in_id, id);
-- Its file, of the kind its bytes say; what somebody called it is not kept.
CREATE TABLE hand_in_files (
  hand_in_id REF PRIMARY KEY REFERENCES hand_ins (id),
  participant_id REF NOT NULL REFERENCES participants (id),
  kind TEXT NOT NULL CHECK (kind IN ('pdf','odt','docx','txt')),
  size INT NOT NULL CHECK (size > 0),
  bytes BYTES NOT NULL
);
-- Completion is a decision: it keeps the rule's hash and the facts it was made on.
CREATE TABLE completion_decisions (
  id ID,
  participant_id REF NOT NULL REFERENCES participants (id),
  rule_id REF NOT NULL REFERENCES completion_rules (id),
  rule_hash TEXT NOT NULL,
  facts TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('met','impossible')),
  decided_on DATE NOT NULL,
  decided_at MOMENT NOT NULL,
  decided_by REF NOT NULL REFERENCES accounts (id),
  is_current BOOLEAN NOT NULL DEFAULT TRUE
);
-- What one participant is dispensed from: the place of a demand in the cohort's rule, and why. A rule is only amended where
-- the demands at these places stay what they are. Who takes part in another cohort by the same row leaves them behind.
CREATE TABLE dispensations (
  id ID,
  participant_id REF NOT NULL REFERENCES participants (id),
  cohort_id REF NOT NULL REFERENCES cohorts (id),
  demand TEXT NOT NULL,
  reason TEXT NOT NULL,
  given_at MOMENT NOT NULL,
  given_by REF NOT NULL REFERENCES accounts (id),
  withdrawn_at MOMENT,
  withdrawn_by REF REFERENCES accounts (id)
);
CREATE UNIQUE INDEX dispensations_one_in_force ON dispensations (participant_id, cohort_id, demand)
  WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX completion_decisions_one_current ON completion_decisions (participant_id) WHERE is_current;
";
