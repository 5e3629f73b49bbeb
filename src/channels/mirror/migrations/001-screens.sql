-- Second screens of counters. `device` and `code` are HMACs: of the browser's own cookie, and of the six digits it shows until somebody at a post types them.
create schema if not exists mirror;
create table mirror.screens (
  device         bytea       primary key,
  at             timestamptz not null,
  until          timestamptz not null,
  n              integer     not null,
  code           bytea       unique,
  post           text        unique,
  institution_id text,
  by_id          text,
  check ((code is null) <> (post is null)),
  check ((post is null) = (institution_id is null))
);
create index screens_until on mirror.screens (until);
