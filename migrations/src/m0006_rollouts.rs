//! Rollout plans and what happened in them; conferences of the network.

pub(crate) const TABLES: &str = r"
CREATE TABLE rollout_plans (
  id ID,
  organisation_id REF NOT NULL UNIQUE REFERENCES organisations (id),
  state TEXT NOT NULL DEFAULT 'not_started' CHECK (state IN ('not_started','draft','submitted','feedback','adopted','running','followed_up','closed','resting')),
  coach_id REF REFERENCES accounts (id),
  situation TEXT NOT NULL DEFAULT '',
  aims TEXT NOT NULL DEFAULT '',
  created_at MOMENT NOT NULL,
  version INT NOT NULL DEFAULT 1
);
CREATE INDEX rollout_plans_by_state ON rollout_plans (state);
CREATE INDEX rollout_plans_by_coach ON rollout_plans (coach_id);
-- The state a plan has had from each day on: K10 asks for the state at the end of a period.
CREATE TABLE rollout_states (
  id ID,
  plan_id REF NOT NULL REFERENCES rollout_plans (id),
  state TEXT NOT NULL,
  from_day DATE NOT NULL,
  recorded_at MOMENT NOT NULL
);
CREATE INDEX rollout_states_by_plan ON rollout_states (plan_id, from_day, id);
CREATE TABLE rollout_members (
  plan_id REF NOT NULL REFERENCES rollout_plans (id),
  person_id REF NOT NULL REFERENCES persons (id),
  from_day DATE NOT NULL,
  to_day DATE,
  PRIMARY KEY (plan_id, person_id)
);
CREATE INDEX rollout_members_by_person ON rollout_members (person_id);
CREATE TABLE local_trainings (
  id ID,
  plan_id REF NOT NULL REFERENCES rollout_plans (id),
  day DATE NOT NULL,
  title TEXT NOT NULL,
  minutes INT NOT NULL DEFAULT 0,
  politicians INT NOT NULL DEFAULT 0 CHECK (politicians >= 0),
  officials INT NOT NULL DEFAULT 0 CHECK (officials >= 0),
  others INT NOT NULL DEFAULT 0 CHECK (others >= 0),
  link TEXT NOT NULL DEFAULT '',
  told_by TEXT NOT NULL,
  told_at MOMENT NOT NULL,
  verified_by REF REFERENCES accounts (id),
  verified_at MOMENT,
  removed_at MOMENT
);
CREATE INDEX local_trainings_by_plan ON local_trainings (plan_id, day);
CREATE INDEX local_trainings_by_day ON local_trainings (day);
CREATE TABLE council_decisions (
  id ID,
  plan_id REF NOT NULL REFERENCES rollout_plans (id),
  body TEXT NOT NULL CHECK (body IN ('council','executive_board','committee','other')),
  decided_on DATE NOT NULL,
  title TEXT NOT NULL,
  paragraph TEXT NOT NULL DEFAULT '',
  registry_number TEXT NOT NULL DEFAULT '',
  link TEXT NOT NULL DEFAULT '',
  in_force_from DATE NOT NULL,
  in_force_to DATE,
  told_by TEXT NOT NULL,
  told_at MOMENT NOT NULL,
  evidenced_by REF REFERENCES accounts (id),
  evidenced_at MOMENT,
  removed_at MOMENT
);
CREATE INDEX council_decisions_by_plan ON council_decisions (plan_id, decided_on);
-- Working groups, networks, meetings and whatever else was told in the box.
CREATE TABLE happenings (
  id ID,
  plan_id REF NOT NULL REFERENCES rollout_plans (id),
  kind TEXT NOT NULL CHECK (kind IN ('meeting','working_group','local_network','other')),
  day DATE NOT NULL,
  words TEXT NOT NULL,
  members INT NOT NULL DEFAULT 0,
  departments INT NOT NULL DEFAULT 0,
  link TEXT NOT NULL DEFAULT '',
  told_by TEXT NOT NULL,
  told_at MOMENT NOT NULL,
  removed_at MOMENT
);
CREATE INDEX happenings_by_plan ON happenings (plan_id, day);
CREATE TABLE milestones (
  plan_id REF NOT NULL REFERENCES rollout_plans (id),
  milestone TEXT NOT NULL,
  planned_on DATE,
  reached_on DATE,
  evidence TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (plan_id, milestone)
);
CREATE TABLE coach_comments (
  id ID,
  plan_id REF NOT NULL REFERENCES rollout_plans (id),
  account_id REF NOT NULL REFERENCES accounts (id),
  words TEXT NOT NULL,
  at MOMENT NOT NULL
);
CREATE INDEX coach_comments_by_plan ON coach_comments (plan_id, id);
CREATE TABLE conferences (
  id ID,
  title TEXT NOT NULL,
  day DATE NOT NULL,
  place TEXT NOT NULL
);
CREATE TABLE conference_places (
  conference_id REF NOT NULL REFERENCES conferences (id),
  organisation_id REF NOT NULL REFERENCES organisations (id),
  heads INT NOT NULL CHECK (heads >= 0),
  PRIMARY KEY (conference_id, organisation_id)
);
CREATE INDEX conference_places_by_organisation ON conference_places (organisation_id);
";
