-- What must still be done outside. A row leaves when it is done; run_at is also the end of a lease, fence the number of the latest one.
create schema if not exists outbox;
create table outbox.effects (
  id         uuid        primary key,
  stream_id  uuid        not null,
  run_at     timestamptz not null,
  created_at timestamptz not null,
  seq        integer     not null,
  fence      integer     not null default 0,
  attempts   smallint    not null default 0,
  dead       boolean     not null default false,
  kind       text        not null,
  error      text,
  payload    bytea
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
create index effects_next on outbox.effects (run_at) where not dead;
create index effects_dead on outbox.effects (created_at) where dead;
