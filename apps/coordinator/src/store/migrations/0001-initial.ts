/**
 * Times are milliseconds since 1970 as double precision, which holds them exactly; specifications and parameters are JSON
 * kept as text, byte for byte. A metric's value is double precision: NaN and infinities are results and come back unchanged.
 */
export const initial = `
create table sweeps (
  id text primary key,
  -- Order of submission.
  ordinal bigint generated always as identity,
  name text not null,
  state text not null check (state in ('active', 'paused', 'ended', 'cancelled')),
  spec text not null,
  workload text not null,
  max_retries integer not null,
  max_parallel integer,
  created_at double precision not null,
  ended_at double precision
);
create index sweeps_name on sweeps (name, ordinal);

create table trials (
  id text primary key,
  sweep_id text not null references sweeps on delete cascade,
  index integer not null,
  cell_id text not null,
  parameters text not null,
  seed bigint not null,
  state text not null default 'pending' check (state in ('pending', 'running', 'finished', 'failed', 'cancelled')),
  outcome text,
  failure_kind text,
  failure_detail text,
  -- Leases taken; the newest is the fencing token (I2).
  attempts integer not null default 0,
  failures integer not null default 0,
  agent_id text,
  instance_id text,
  lease_expires_at double precision,
  -- Newest report of the newest attempt that is stored (I3).
  last_seq bigint not null default 0,
  provenance text,
  started_at double precision,
  ended_at double precision,
  unique (sweep_id, index),
  check ((state = 'running') = (lease_expires_at is not null)),
  check ((state = 'finished') = (outcome is not null)),
  check ((state = 'failed') = (failure_kind is not null)),
  check ((state in ('finished', 'failed', 'cancelled')) = (ended_at is not null))
) with (fillfactor = 80);
create index trials_state on trials (sweep_id, state, index);
create index trials_running on trials (agent_id) where state = 'running';

create table metrics (
  trial_id text not null references trials on delete cascade,
  name text not null,
  step bigint not null,
  epoch double precision not null,
  value double precision not null,
  primary key (trial_id, name, step)
);

create table checkpoints (
  trial_id text primary key references trials on delete cascade,
  step bigint not null,
  bytes bytea not null
);
-- Weights do not compress; trying costs time.
alter table checkpoints alter column bytes set storage external;

create table log_lines (
  id bigint generated always as identity primary key,
  sweep_id text not null references sweeps on delete cascade,
  trial_id text not null references trials on delete cascade,
  attempt integer not null,
  agent_id text not null,
  time double precision not null,
  level text not null,
  message text not null
);
create index log_lines_sweep on log_lines (sweep_id, id);
create index log_lines_trial on log_lines (trial_id, id);

create table agents (
  id text primary key,
  instance_id text not null,
  host text not null,
  slots integer not null,
  labels text not null,
  provenance text not null,
  last_seen_at double precision not null
);
`;
