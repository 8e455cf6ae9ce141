-- What people are shown and asked on a surface (Slack), and what they answered there.

-- How far a surface has read the record of an incident: what it has to post follows from the entries behind that.
create table surface_progress (
  surface text not null,
  incident uuid not null references incident,
  seq int not null default 0,
  primary key (surface, incident)
);

-- Where a surface put things: the channel of an incident, its card, the message of an asking.
create table surface_place (
  surface text not null,
  incident uuid not null references incident,
  name text not null,
  place text not null,
  primary key (surface, incident, name)
);

-- One message, change of a message, channel or pin that is due. Those of one lane happen in order, one at a time.
create table post (
  id uuid primary key,
  surface text not null,
  incident uuid not null references incident,
  lane text not null,
  place bigint generated always as identity,
  kind text not null,
  -- What it is about: an asking, a person, a step. Bodies are not kept here but made from the record when it is posted.
  ref text not null,
  status text not null check (status in ('ready', 'running', 'done', 'dropped')),
  run_at timestamptz not null,
  attempts int not null default 0,
  failures int not null default 0,
  lease uuid,
  lease_until timestamptz
);
create index post_lane on post (surface, lane, place) where status in ('ready', 'running');
-- The same thing is due once at a time: a card that changes ten times before it is drawn is drawn once.
create unique index post_waiting on post (surface, incident, kind, ref) where status = 'ready';

-- What a person did on a surface, in our words and screened, from its acknowledgement until it is carried out.
create table inbox (
  key text primary key,
  surface text not null,
  wish jsonb not null,
  at timestamptz not null,
  lease_until timestamptz,
  done_at timestamptz
);
create index inbox_open on inbox (surface, at) where done_at is null;

-- A link by which one person hands in the value of one credential, once. The token itself is not here.
create table hand_in_link (
  token_hash text primary key,
  incident uuid not null references incident,
  credential text not null,
  person text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
