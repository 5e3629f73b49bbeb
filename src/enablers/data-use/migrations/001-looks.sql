-- Looks that need an explanation. `findings` is derived from the plain headers of the access streams and can be made again at any time; `reviews` is what people said of them.
create schema if not exists data_use;
create table data_use.findings (
  id          uuid        primary key,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  person_id   uuid        not null,
  by_id       text        not null,
  institution text        not null,
  day         date        not null,
  looks       integer     not null,
  points      integer     not null,
  reasons     text[]      not null
);
create index findings_institution on data_use.findings (institution, last_at);
create index findings_by on data_use.findings (by_id);
-- `said`: what was asked, answered and decided, sealed.
create table data_use.reviews (
  finding    uuid        primary key,
  moved_at   timestamptz not null,
  state      text        not null check (state in ('flagged', 'asked', 'answered', 'closed')),
  said       bytea       not null
);
