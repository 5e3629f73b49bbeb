-- The truth (contracts §4). Columns in the clear are an allow-list that a test holds this schema to; whatever is personal is sealed bytes.
create schema if not exists log;

create table log.streams (
  id   uuid primary key,
  kind text not null check (kind in ('case', 'person', 'episode', 'institution', 'definition', 'access'))
);

-- A stream's key under its institution's key. No row: the stream was forgotten.
create table log.keys (
  stream_id   uuid  primary key,
  institution text  not null,
  wrapped     bytea not null
);

-- Wide columns first, so that no row pays for padding.
create table log.events (
  at          timestamptz not null,
  stream_id   uuid        not null,
  seq         integer     not null,
  today       date        not null,
  assurance   smallint    not null,
  type        text        not null,
  role        text        not null,
  channel     text        not null,
  person      uuid,
  by_id       text,
  institution text,
  venue       text,
  device      text,
  digest      bytea       not null,
  hash        bytea       not null,
  payload     bytea,
  primary key (stream_id, seq)
) partition by hash (stream_id);
alter table log.events alter column payload set storage external;
do $$ begin
  for i in 0..7 loop
    execute format('create table log.events_%s partition of log.events for values with (modulus 8, remainder %s)', i, i);
  end loop;
end $$;
-- What is new since the last seal: a few bytes per many pages.
create index events_at on log.events using brin (at) with (pages_per_range = 16, autosummarize = on);

-- What was already answered: key and body as 64 bits of their SHA-256 (within one stream a chance of 10^-17 for a thousand keys), the
-- answer as the event's number or sealed bytes. Swept after 30 days.
create table log.commands (
  key       bigint  not null,
  body      bigint  not null,
  stream_id uuid    not null,
  seq       integer not null,
  day       date    not null,
  answer    bytea,
  primary key (stream_id, key)
);
create index commands_day on log.commands using brin (day) with (pages_per_range = 16, autosummarize = on);

-- Plain columns to find a case by. Small rows that move in place (HOT): none of the indexed columns changes with every event.
create table log.cases (
  id             uuid        primary key,
  updated_at     timestamptz not null,
  started_at     timestamptz not null,
  seq            integer     not null,
  due_at         date,
  person_id      uuid,
  for_person_id  uuid,
  status         text        not null,
  service        text        not null,
  version        text        not null,
  language       text        not null,
  code           text        not null,
  institution_id text,
  office_id      text
) with (fillfactor = 80);
-- The folded state of a case up to and with event seq, sealed; renewed now and then, what came after is folded when read.
create table log.states (
  case_id uuid    primary key,
  seq     integer not null,
  state   bytea   not null
) with (fillfactor = 90);
alter table log.states alter column state set storage external;
create unique index cases_code on log.cases (code);
create index cases_person on log.cases (person_id, started_at) where person_id is not null;
create index cases_for_person on log.cases (for_person_id) where for_person_id is not null;
create index cases_institution on log.cases (institution_id, status, due_at) where institution_id is not null;
create index cases_office on log.cases (office_id, status) where office_id is not null;
create index cases_service on log.cases (service, version, status) where institution_id is not null;

-- The Merkle log (RFC 6962): hashes in tiles of 256, where each sealed head stands, and what was signed.
create table log.tiles (
  n      bigint   not null,
  level  smallint not null,
  hashes bytea    not null,
  primary key (level, n)
);
alter table log.tiles alter column hashes set storage external;
create table log.leaves (
  pos       bigint  not null,
  stream_id uuid    not null,
  seq       integer not null,
  primary key (stream_id, seq)
);
create table log.checkpoints (
  size      bigint      primary key,
  at        timestamptz not null,
  root      bytea       not null,
  note      text        not null,
  signature bytea       not null
);
