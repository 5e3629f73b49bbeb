-- Contacts, attentions, tasks and who is on a journey now. Plain columns only, to find and to count by; words and reasons are sealed in the streams.
-- One line for each episode, moved in the same statement as its events.
create table cases.episodes (
  id             uuid        primary key,
  opened_at      timestamptz not null,
  ended_at       timestamptz,
  seq            integer     not null,
  person_id      uuid,
  channel        text        not null,
  direction      text        not null,
  status         text        not null,
  institution_id text        not null,
  venue          text,
  post           text,
  ticket         text,
  handed_to      text,
  by_id          text
) with (fillfactor = 80);
create index episodes_person on cases.episodes (person_id, opened_at) where person_id is not null;
create index episodes_open on cases.episodes (institution_id, status, opened_at) where status in ('ringing', 'open');

create table cases.tasks (
  id             uuid        primary key,
  due_at         timestamptz not null,
  episode_id     uuid        not null,
  person_id      uuid,
  case_id        uuid,
  attempts       integer     not null,
  kind           text        not null,
  status         text        not null,
  institution_id text        not null,
  post           text        not null,
  by_id          text,
  closed_why     text
) with (fillfactor = 80);
create index tasks_due on cases.tasks (institution_id, due_at) where status <> 'closed';
create index tasks_case on cases.tasks (case_id) where status <> 'closed' and case_id is not null;
create index tasks_episode on cases.tasks (episode_id);

-- A hand has one open attention. `cases`: journeys its person let it into.
create table cases.attentions (
  id        uuid        primary key,
  opened_at timestamptz not null,
  until     timestamptz not null,
  closed_at timestamptz,
  person_id uuid,
  on_id     uuid        not null,
  level     smallint    not null,
  on_kind   text        not null,
  how       text,
  by_id     text        not null,
  cases     uuid[]      not null default '{}'
);
create unique index attentions_open on cases.attentions (by_id) where closed_at is null;
create index attentions_on on cases.attentions (on_id) where closed_at is null;

-- A hand asks to be let in; the person answers on her own screen.
create table cases.requests (
  id         uuid        primary key,
  until      timestamptz not null,
  case_id    uuid        not null,
  episode_id uuid        not null,
  by_id      text        not null,
  role       text        not null,
  channel    text        not null,
  venue      text,
  answer     text
);
create index requests_case on cases.requests (case_id);

-- The way on in another channel: a link that one device opens once, under the SHA-256 of its token. `path`: the one question it is about.
create table cases.links (
  hash       bytea       primary key,
  made_at    timestamptz not null,
  until      timestamptz not null,
  used_at    timestamptz,
  done_at    timestamptz,
  case_id    uuid,
  episode_id uuid,
  kind       text        not null,
  path       text,
  device     text,
  by_id      text
);
create index links_case on cases.links (case_id) where case_id is not null;

-- A machine in a public place serves one visitor after another: what this one holds ends with the lease, under the SHA-256 of its token.
create table cases.leases (
  hash       bytea       primary key,
  opened_at  timestamptz not null,
  until      timestamptz not null,
  ended_at   timestamptz,
  episode_id uuid        not null unique,
  printed    boolean     not null default false,
  device     text        not null,
  venue      text,
  ended_why  text
);
create unique index leases_open on cases.leases (device) where ended_at is null;

-- Leases of 15 seconds and counters that wake watchers: nothing is lost when a crash empties them.
create unlogged table cases.presences (
  case_id uuid        not null,
  since   timestamptz not null,
  until   timestamptz not null,
  screen  text        not null,
  role    text        not null,
  channel text        not null,
  by_id   text,
  venue   text,
  path    text,
  kind    text,
  primary key (case_id, screen)
);
create unlogged table cases.signals (
  id uuid   primary key,
  n  bigint not null
);
