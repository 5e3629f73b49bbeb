-- Sign-in by the State's own providers. `accesses`: the register of Decreto 9 art. 13, in UTC: who (a keyed fingerprint), when, by which provider, for which company, and what came of it.
create schema if not exists federation;
create table federation.accesses (
  id          uuid        primary key,
  at          timestamptz not null,
  provider    text        not null,
  who         bytea       not null,
  company     text,
  institution text,
  outcome     text        not null check (outcome in ('entered', 'unknown', 'refused'))
);
create index accesses_at on federation.accesses (at);
-- What was last seen of each line of the certification checklist. Nothing of a person.
create table federation.evidence (
  line   text        primary key,
  good   boolean     not null,
  at     timestamptz not null,
  detail text        not null
);
