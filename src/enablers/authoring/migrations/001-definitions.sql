-- What was published never changes (contracts §2): json and sha256 are written once; a wording-only change is a revision of its own row.
create schema if not exists authoring;
create table authoring.definitions (
  service    text        not null,
  version    text        not null,
  revision   integer     not null default 1,
  sha256     text        not null,
  rules      text        not null,
  json       text        not null,
  status     text        not null check (status in ('draft', 'published', 'withdrawn')),
  "from"     date        not null,
  until      date,
  created_at timestamptz not null default now(),
  primary key (service, version, revision)
);
create index definitions_current on authoring.definitions (service, status, "from");
