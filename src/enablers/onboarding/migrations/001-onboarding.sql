-- Applications of institutions that sign people in here: what was asked for, answered and granted. Names and mail of contacts stand sealed; secrets of clients never stand here.
create schema if not exists onboarding;
create table onboarding.applications (
  id            uuid        primary key,
  institution   text        not null,
  name          text        not null,
  contract      text        not null check (contract in ('claveunica', 'oidc')),
  state         text        not null check (state in ('asked', 'returned', 'accepted', 'revoked')),
  certification text        not null default 'none' check (certification in ('none', 'asked', 'returned', 'certified')),
  sealed        bytea       not null,
  asked_at      timestamptz not null,
  due           date,
  certification_due date
);
create index applications_institution on onboarding.applications (institution);
-- What happened, in order. `note`: reasons and evidence, sealed.
create table onboarding.history (
  application uuid        not null references onboarding.applications (id) on delete cascade,
  seq         integer     not null,
  at          timestamptz not null,
  by          text        not null,
  what        text        not null,
  stage       text,
  note        bytea,
  primary key (application, seq)
);
create table onboarding.credentials (
  client      text        primary key,
  application uuid        not null references onboarding.applications (id) on delete cascade,
  stage       text        not null check (stage in ('sandbox', 'qa', 'production')),
  made_at     timestamptz not null,
  rotated_at  timestamptz,
  unique (application, stage)
);
-- New addresses that an institution asks for; one at a time waits.
create table onboarding.changes (
  id          uuid        primary key,
  application uuid        not null references onboarding.applications (id) on delete cascade,
  state       text        not null check (state in ('asked', 'accepted', 'returned')),
  sealed      bytea       not null,
  asked_at    timestamptz not null,
  due         date        not null
);
create unique index changes_waiting on onboarding.changes (application) where state = 'asked';
-- What the central unit looked at, line by line of the checklist.
create table onboarding.checks (
  application uuid        not null references onboarding.applications (id) on delete cascade,
  line        text        not null,
  good        boolean     not null,
  by          text        not null,
  at          timestamptz not null,
  evidence    bytea       not null,
  primary key (application, line)
);
-- What the sign-in saw of a client. Nothing of anybody who signed in.
create table onboarding.seen (
  client      text        not null,
  what        text        not null,
  good        integer     not null default 0,
  bad         integer     not null default 0,
  mark        bytea,
  last_at     timestamptz not null,
  primary key (client, what)
);
