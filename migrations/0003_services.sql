-- What services as data and their brakes need.

-- Calls made to a provider, by the minute, over all bots: its hourly budget is counted here.
create table provider_spent (
  provider text not null check (provider <> ''),
  minute timestamptz not null,
  calls int not null check (calls > 0),
  primary key (provider, minute)
);

-- How a credential's kind was to be treated when it joined: watch, guide, ask or act.
alter table credential
  add column mode text not null default 'ask' check (mode in ('watch', 'guide', 'ask', 'act'));

-- How many strikes all bots together may begin within an hour, when a person raised it: until then, by whom and why.
create table strike_budget (
  only_row boolean primary key default true check (only_row),
  per_hour int not null check (per_hour > 0),
  until timestamptz not null,
  person text not null,
  reason text not null
);

-- Strikes that were begun: what the hourly revoke budget is counted from.
create table strike_begun (
  job uuid not null,
  credential text not null,
  at timestamptz not null,
  primary key (job)
);
create index strike_begun_at on strike_begun (at);
