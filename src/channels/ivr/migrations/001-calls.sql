-- A call while it lasts, and the answers already given to its provider, so that a repeated request gets the same one. `call` is an HMAC of the
-- provider's id; what was said and keyed is sealed. Rows go after a day: what lasts of a call is its contact, in the log.
create schema if not exists ivr;
create table ivr.calls (
  call       bytea       primary key,
  at         timestamptz not null,
  episode_id uuid        not null,
  channel    text        not null check (channel in ('ivr', 'phone')),
  turn       integer     not null default -1,
  state      bytea
);
create index calls_at on ivr.calls (at);
create table ivr.turns (
  call   bytea       not null,
  n      integer     not null,
  at     timestamptz not null,
  body   bytea       not null,
  answer bytea,
  primary key (call, n)
);
create index turns_at on ivr.turns (at);
