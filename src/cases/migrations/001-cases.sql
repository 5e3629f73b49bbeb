-- Tries of a PIN, counted before it is compared, so that a hundred at once are still a hundred tries.
create schema if not exists cases;
create table cases.tries (
  case_id uuid        primary key,
  since   timestamptz not null,
  n       integer     not null
);
