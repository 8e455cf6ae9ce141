-- What an incident is made of. Times are written by the bot's own clock, never by the database's.

create table playbook (
  hash text primary key,
  name text not null,
  source text not null,
  pinned_at timestamptz not null,
  check (hash = encode(sha256(convert_to(source, 'UTF8')), 'hex'))
);

create table incident (
  id uuid primary key,
  number int not null unique check (number > 0),
  practice boolean not null,
  playbook text not null references playbook,
  compiler int not null,
  state jsonb not null,
  status text not null check (status in ('open', 'contained', 'closed')),
  detected_at timestamptz not null,
  -- The alternatives now on offer (plan hashes, in order), and the asking that is open: {stage, nonce}.
  plans jsonb not null default '[]',
  gate jsonb,
  seq int not null,
  head bytea not null
);

-- The record: a hash chain over the header's exact bytes. Free text stands beside it, bound by a salted digest.
create table entry (
  incident uuid not null references incident,
  seq int not null check (seq > 0),
  header text not null,
  prev bytea not null,
  hash bytea not null,
  type text not null,
  dedupe text not null,
  prev_seq int generated always as (nullif(seq - 1, 0)) stored,
  primary key (incident, seq),
  unique (incident, seq, hash),
  unique (incident, dedupe),
  check (hash = sha256(prev || convert_to(header, 'UTF8'))),
  check (seq > 1 or prev = decode(repeat('00', 32), 'hex')),
  check ((header::jsonb ->> 'seq')::int = seq),
  check ((header::jsonb ->> 'incident')::uuid = incident),
  check (header::jsonb ->> 'type' = type),
  check (header::jsonb ->> 'dedupe' = dedupe),
  foreign key (incident, prev_seq, prev) references entry (incident, seq, hash)
);

create index entry_joined on entry (dedupe) where type = 'declaration.joined';

create table entry_body (
  incident uuid not null,
  seq int not null,
  salt bytea not null check (length(salt) = 32),
  body text not null,
  primary key (incident, seq),
  foreign key (incident, seq) references entry
);

-- Incidents hang in a chain of their own, numbered without gaps: a whole incident cannot vanish unseen.
create table register (
  number int primary key check (number > 0),
  incident uuid not null unique references incident,
  header text not null,
  prev bytea not null,
  hash bytea not null,
  prev_number int generated always as (nullif(number - 1, 0)) stored,
  unique (number, hash),
  check (hash = sha256(prev || convert_to(header, 'UTF8'))),
  check (number > 1 or prev = decode(repeat('00', 32), 'hex')),
  check ((header::jsonb ->> 'number')::int = number),
  check ((header::jsonb ->> 'incident')::uuid = incident),
  foreign key (prev_number, prev) references register (number, hash)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger entry_append_only before update or delete or truncate on entry
  for each statement execute function refuse_change();
create trigger register_append_only before update or delete or truncate on register
  for each statement execute function refuse_change();
-- A body may be deleted (a purge, itself recorded), never rewritten.
create trigger entry_body_no_rewrite before update or truncate on entry_body
  for each statement execute function refuse_change();

create table credential (
  incident uuid not null references incident,
  id text not null,
  kind text not null,
  locator jsonb not null,
  fingerprint text,
  hint text not null,
  state text not null check (state in ('unknown', 'alive', 'cut-off', 'dead')),
  facts jsonb,
  before jsonb,
  -- Residuals that neither end by themselves nor were accepted by a person.
  loose_residuals int not null default 0,
  primary key (incident, id)
);
create index credential_fingerprint on credential (fingerprint) where fingerprint is not null;
create index credential_place on credential (kind, locator);

-- One row a step and credential ('' for a step that is not for each credential).
create table member (
  incident uuid not null references incident,
  step text not null,
  credential text not null,
  state text not null check (state in ('running', 'stuck', 'settled')),
  job uuid,
  primary key (incident, step, credential)
);

create table job (
  id uuid primary key,
  incident uuid not null references incident,
  kind text not null check (kind in ('action', 'timer', 'expire-value')),
  ref text not null,
  credential text not null default '',
  action text,
  status text not null check (status in ('ready', 'running', 'done', 'cancelled', 'refused')),
  run_at timestamptz not null,
  attempts int not null default 0,
  failures int not null default 0,
  progress jsonb,
  lease uuid,
  lease_until timestamptz
);
create index job_due on job (run_at) where status in ('ready', 'running');
create index job_of_incident on job (incident, kind, ref) where status in ('ready', 'running');

-- Sealed with AES-256-GCM; the key is never here.
create table held_value (
  incident uuid not null references incident,
  credential text not null,
  ref text not null check (ref in ('leaked', 'new')),
  sealed text not null,
  primary key (incident, credential, ref)
);

create table bot (
  id uuid primary key,
  host text not null,
  pid int not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);
