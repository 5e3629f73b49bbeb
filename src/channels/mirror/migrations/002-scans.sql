-- Pages on their way from the scanner into a case: sealed, and gone when the document is attached or after two hours.
create table mirror.scans (
  episode_id uuid        not null,
  case_id    uuid        not null,
  at         timestamptz not null,
  n          integer     not null,
  path       text        not null,
  meta       bytea       not null,
  bytes      bytea       not null,
  primary key (episode_id, case_id, path, n)
);
create index scans_at on mirror.scans (at);
