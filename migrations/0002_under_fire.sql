-- What several bots, many credentials and an auditor need beside the chain.

-- witness: the head goes to a file outside. reminder: an unanswered ask is asked again or passed on.
-- countdown: one person alone decided, and anybody may still stop it.
alter table job
  drop constraint job_kind_check,
  add constraint job_kind_check check (kind in ('action', 'timer', 'expire-value', 'witness', 'reminder', 'countdown')),
  -- held: stopped by a person, waits for `resume`.
  drop constraint job_status_check,
  add constraint job_status_check check (status in ('ready', 'running', 'held', 'done', 'cancelled', 'refused')),
  -- Whom the job calls ('' : nobody outside), how many calls at once it takes, and the place among them while it runs.
  add column provider text not null default '',
  add column concurrency int not null default 1,
  add column slot int;
-- No two running jobs of a provider share a place: however many bots claim at once, no more run than there are places.
create unique index job_slot on job (provider, slot) where status = 'running' and provider <> '';

alter table credential
  add column provider text not null default '',
  add column concurrency int not null default 1;

-- A provider that asked to be left alone until then.
create table provider_pause (
  provider text primary key check (provider <> ''),
  until timestamptz not null,
  reason text not null
);

-- `staunch stop`: no call that changes anything. '' is every provider.
create table brake (
  provider text primary key,
  reason text not null,
  person text not null,
  at timestamptz not null
);

-- Who was seen using a credential. Bound to the record by the count and digest in entry `seq`.
create table usage_row (
  incident uuid not null,
  seq int not null,
  place int not null check (place >= 0),
  row text not null,
  primary key (incident, seq, place),
  foreign key (incident, seq) references entry
);
-- Rows may be deleted (a purge, itself recorded), never rewritten.
create trigger usage_row_no_rewrite before update or truncate on usage_row
  for each statement execute function refuse_change();
