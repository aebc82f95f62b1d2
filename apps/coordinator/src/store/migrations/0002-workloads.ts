/**
 * Workloads other than one: what a sweep says beside parameters, its code and the labels it requires; metrics of any name and
 * without epochs; checkpoints and code in pieces. Everything stored before stays: a checkpoint is cut into pieces, and a sweep
 * answers to the specification it was submitted with.
 */
export const workloads = `
alter table sweeps
  -- What a workload reads beside parameters: a JSON object.
  add column settings text not null default '{}',
  add column code_sha256 text,
  -- Labels that an agent must have.
  add column requires jsonb not null default '{}',
  -- What a trial run found out: a JSON object.
  add column claim text;
create index sweeps_code on sweeps (code_sha256) where code_sha256 is not null;

-- Ids of the specifications that a sweep answers to: the one it was submitted with and those it was extended by (I1).
-- Checked when the transaction ends, so that one takes its specification first and no other can.
create table sweep_specs (
  spec_id text primary key,
  sweep_id text not null references sweeps on delete cascade deferrable initially deferred
);
create index sweep_specs_sweep on sweep_specs (sweep_id);
insert into sweep_specs (spec_id, sweep_id) select id, id from sweeps;

-- A JSON list from here on.
update trials set provenance = '[' || provenance || ']' where provenance is not null;

alter table metrics alter column epoch drop not null;

-- The newest point of each metric of each trial. Updated in place, so its pages keep room for that.
create table latest_metrics (
  trial_id text not null references trials on delete cascade,
  name text not null,
  step bigint not null,
  epoch double precision,
  value double precision not null,
  primary key (trial_id, name)
) with (fillfactor = 50);
insert into latest_metrics (trial_id, name, step, epoch, value)
  select distinct on (trial_id, name) trial_id, name, step, epoch, value from metrics order by trial_id, name, step desc;

alter table checkpoints rename to checkpoints_0001;
create table checkpoints (
  -- Grows: of the complete ones of a trial the newest has the highest.
  id bigint generated always as identity primary key,
  trial_id text not null references trials on delete cascade,
  step bigint not null,
  total_bytes bigint not null,
  sha256 text not null,
  received_bytes bigint not null,
  complete boolean not null
);
create index checkpoints_trial on checkpoints (trial_id, id);
create unique index checkpoints_unfinished on checkpoints (trial_id) where not complete;
create table checkpoint_chunks (
  checkpoint_id bigint not null references checkpoints on delete cascade,
  place bigint not null,
  bytes bytea not null,
  primary key (checkpoint_id, place)
);
-- Weights do not compress; trying costs time.
alter table checkpoint_chunks alter column bytes set storage external;
insert into checkpoints (trial_id, step, total_bytes, sha256, received_bytes, complete)
  select trial_id, step, octet_length(bytes), encode(sha256(bytes), 'hex'), octet_length(bytes), true
    from checkpoints_0001 order by trial_id;
insert into checkpoint_chunks (checkpoint_id, place, bytes)
  select k.id, place, substring(old.bytes from place + 1 for 1048576)
    from checkpoints_0001 old
    join checkpoints k on k.trial_id = old.trial_id
   cross join generate_series(0, octet_length(old.bytes) - 1, 1048576) place;
drop table checkpoints_0001;

create table code_archives (
  id bigint generated always as identity primary key,
  sha256 text not null,
  total_bytes bigint not null,
  complete boolean not null default false,
  -- When it was last sent or submitted with.
  used_at double precision not null
);
-- Several may be on their way at once, one is kept.
create unique index code_archives_complete on code_archives (sha256) where complete;
create table code_chunks (
  archive_id bigint not null references code_archives on delete cascade,
  place bigint not null,
  bytes bytea not null,
  primary key (archive_id, place)
);

alter table agents
  add column version text not null default '',
  add column node_version text not null default '',
  add column device text not null default '',
  add column workloads text not null default '[]';
update agents set version = coalesce(provenance::json ->> 'version', ''),
                  node_version = coalesce(provenance::json ->> 'nodeVersion', ''),
                  device = coalesce(provenance::json ->> 'device', '');
alter table agents drop column provenance;
`;
