-- Requests over personal data, blocks, and incidents. Words, reasons and answers are sealed in the streams of the log (kind person for a request, institution for an
-- incident); here stand plain columns only, to find and to count by, moved in the same statement as the events.
create schema if not exists privacy;
create table privacy.requests (
  id          uuid        primary key,
  number      text        not null unique,
  asked_at    timestamptz not null,
  due_at      date        not null,
  closed_at   timestamptz,
  person_id   uuid,
  case_id     uuid,
  seq         integer     not null,
  extended    boolean     not null default false,
  kind        text        not null check (kind in ('access', 'portability', 'rectification', 'blocking', 'objection', 'erasure')),
  status      text        not null check (status in ('open', 'answered', 'partly', 'refused', 'lifted')),
  institution text        not null,
  channel     text        not null,
  by_id       text
);
create index requests_person on privacy.requests (person_id, asked_at) where person_id is not null;
create index requests_open on privacy.requests (institution, due_at) where status = 'open';
-- What a person had blocked; without a case, all of hers.
create table privacy.blocks (
  request_id uuid        primary key,
  person_id  uuid        not null,
  case_id    uuid,
  since      timestamptz not null,
  until      timestamptz
);
create index blocks_person on privacy.blocks (person_id) where until is null;
create table privacy.breaches (
  id           uuid        primary key,
  number       text        not null unique,
  known_at     timestamptz not null,
  recorded_at  timestamptz not null,
  published_at timestamptz,
  closed_at    timestamptz,
  from_day     date        not null,
  until_day    date        not null,
  seq          integer     not null,
  persons      integer     not null default 0,
  kind         text        not null,
  institution  text,
  service      text
);
-- Whom an incident touched, and whether they were told.
create table privacy.touched (
  breach_id uuid        not null,
  person_id uuid        not null,
  told_at   timestamptz,
  tries     smallint    not null default 0,
  primary key (breach_id, person_id)
);
create index touched_untold on privacy.touched (breach_id) where told_at is null;
create index touched_person on privacy.touched (person_id);
